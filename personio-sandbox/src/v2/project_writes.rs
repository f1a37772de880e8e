//! `/v2/projects`: projects, sub-projects and their members, written.
//!
//! The codes of success are those of the published pages: 201 and 204, for new members 201 [O].

use http::StatusCode;
use serde_json::Value;

use super::attendances::invalid;
use super::fields::{Fields, Unfit, id};
use super::projects::{find, member, unprocessable};
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::text::Text;
use crate::rules::projects::{self, Draft, Refused};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The longest name, client and type, and the longest description (facts §9.3 [O]). That of a code is not known [?].
const NAME: usize = 255;
const DESCRIPTION: usize = 1_000;

/// Adds a project.
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = Fields::read(call).map_err(|Unfit| invalid(call))?;
    let draft = wanted(&fields, Draft::default()).map_err(|it| refused(call, it))?;
    let has_status = fields.text("status", NAME).is_ok_and(|it| it.value().is_some());
    if draft.name.is_empty() || !has_status {
        return Err(invalid(call));
    }
    let parent = fields.id("parent_project").map_err(|Unfit| invalid(call))?.value();
    let parent = parent.map(|it| number(&it, Refused::UnknownParent)).transpose();
    let draft = Draft { parent: parent.map_err(|it| refused(call, it))?, ..draft };
    call.change(|company| {
        let id = projects::create(company, draft, call.now()).map_err(|it| refused(call, it.into()))?;
        let mut json = Json::with_capacity(32);
        let mut body = Object::open(&mut json);
        body.key("id").raw("\"").int(i64::from(id)).raw("\"");
        body.close();
        Ok(Answer::json(StatusCode::CREATED, json.into_bytes()))
    })
}

/// Changes a project; it stays where it is in the tree.
pub(crate) fn change(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = Fields::read(call).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let before = find(call, company)?;
        let id = before.id;
        let draft = wanted(&fields, Draft::of(before)).map_err(|it| refused(call, it))?;
        if draft.name.is_empty() {
            return Err(invalid(call));
        }
        projects::change(company, id, draft, call.now()).map_err(|it| refused(call, it.into()))?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// Takes a project away, with its sub-projects.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    call.change(|company| {
        let id = find(call, company)?.id;
        projects::delete(company, id).map_err(|it| refused(call, it.into()))?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// Adds members to a project.
pub(crate) fn add_members(call: &Call<'_>, _: &Grant) -> Outcome {
    let people = people(call).map_err(|it| refused(call, it));
    call.change(|company| {
        let id = find(call, company)?.id;
        projects::add_members(company, id, &people?, call.now()).map_err(|it| refused(call, it.into()))?;
        if call.switched(Switch::V2MembersAdded, "empty") {
            return Ok(Answer::empty(StatusCode::CREATED));
        }
        Ok(Answer::json(StatusCode::CREATED, members(company, id)))
    })
}

/// Removes the members that the query names, or all (published page of the route [O]).
pub(crate) fn remove_members(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    // A misspelt name would remove everybody; that it is refused, as lists refuse it, is [?].
    if query.iter().any(|it| it.0 != "person_id") {
        return Err(refusal::bad_request(call, "There is no such query parameter."));
    }
    let named = first(&query, "person_id").is_some();
    let mut wanted = named.then(|| {
        let values = query.iter().filter(|it| it.0 == "person_id").flat_map(|it| it.1.split(','));
        // Whoever is no member is no error.
        values.filter_map(|it| it.trim().parse().ok()).collect::<Vec<u32>>()
    });
    if !named && !call.body.is_empty() && call.switched(Switch::V2MembersRemoval, "read") {
        wanted = Some(people(call).map_err(|it| refused(call, it))?);
    }
    call.change(|company| {
        let id = find(call, company)?.id;
        let removed = projects::remove_members(company, id, wanted.as_deref(), call.now());
        removed.map_err(|it| refused(call, it.into()))?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// Why a call is refused.
#[derive(Clone, Copy)]
enum Wrong {
    Unfit,
    Refused(Refused),
}

impl From<Unfit> for Wrong {
    fn from(Unfit: Unfit) -> Self {
        Self::Unfit
    }
}

impl From<Refused> for Wrong {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// A number, or what it means that there is none.
fn number(id: &str, otherwise: Refused) -> Result<u32, Wrong> {
    id.parse().map_err(|_| otherwise.into())
}

/// A project as it is after a body changed it.
fn wanted(fields: &Fields, before: Draft) -> Result<Draft, Wrong> {
    let text = |name, most| fields.text(name, most).map(|it| it.map(Text::from));
    let active = match fields.text("status", NAME)?.value().as_deref() {
        None => before.active,
        Some("ACTIVE") => true,
        Some("ARCHIVED") => false,
        Some(_) => return Err(Wrong::Unfit),
    };
    let cost_center = fields.id("cost_center")?.try_map(|it| number(&it, Refused::UnknownCostCenter))?;
    Ok(Draft {
        name: text("name", NAME)?.value().unwrap_or(before.name),
        active,
        code: text("project_code", NAME)?.or(before.code),
        description: text("description", DESCRIPTION)?.or(before.description),
        cost_center: cost_center.or(before.cost_center),
        assigned_to_all: fields.truth("assigned_to_all")?.value().or(before.assigned_to_all),
        parent: before.parent,
        start: fields.date("start")?.or(before.start),
        end: fields.date("end")?.or(before.end),
        billable: fields.truth("billable")?.value().or(before.billable),
        client: text("client_name", NAME)?.or(before.client),
        kind: text("project_type", NAME)?.or(before.kind),
    })
}

/// The people of a list of `{"person":{"id":…}}` (facts §9.3 [T]), or of one such object [?].
fn people(call: &Call<'_>) -> Result<Vec<u32>, Wrong> {
    let body: Value = serde_json::from_slice(call.body).map_err(|_| Wrong::Unfit)?;
    let list = if let Value::Array(list) = body { list } else { vec![body] };
    let one = |it: &Value| {
        let person = it.get("person").and_then(|it| id(it.get("id")?)).ok_or(Wrong::Unfit)?;
        number(&person, Refused::UnknownPerson)
    };
    list.iter().map(one).collect()
}

fn members(company: &Company, project: u32) -> Vec<u8> {
    let mut json = Json::with_capacity(256);
    json.raw("{\"_data\":[");
    for (at, person) in company.projects.get(project).iter().flat_map(|it| &it.members).enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        member(&mut json, *person);
    }
    json.raw("]}");
    json.into_bytes()
}

fn refused(call: &Call<'_>, why: Wrong) -> Answer {
    let why = match why {
        Wrong::Unfit => return invalid(call),
        Wrong::Refused(why) => why,
    };
    let (title, detail) = match why {
        Refused::NameTaken => ("Duplicate Project Name", "There is another project of this name."),
        Refused::CodeTaken => ("Duplicate Project Code", "There is another project with this code."),
        Refused::UnknownCostCenter => ("Cost Center does not exist", "There is no such cost center."),
        Refused::UnknownParent => {
            ("Parent Project does not exist", "There is no such project, or it is a subproject itself.")
        }
        Refused::StartAfterEnd => {
            ("Start date greater than end date", "The start of the project must not be after its end.")
        }
        Refused::Unsupported(field) => {
            let detail = format!("A subproject can't have the field {field}.");
            return unprocessable(call, "Unsupported field set for subproject", &detail);
        }
        Refused::UnknownPerson => ("Person not found", "One of the persons does not exist."),
        Refused::SubProject => ("Can't manage members with subproject", "Subprojects can't have members."),
        Refused::HasAttendances => {
            ("Project has attendances", "Time was tracked on the project or on one of its subprojects.")
        }
    };
    unprocessable(call, title, detail)
}
