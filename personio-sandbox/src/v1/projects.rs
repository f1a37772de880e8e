//! `/v1/company/attendances/projects`: names of projects and whether they are active.
//!
//! Their errors have shapes of their own (facts §4.1 [O]).

use http::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::attendances::live;
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::project::Project;
use crate::model::text::Text;
use crate::rules::projects::{self, Draft, Refused};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::input::{Input, truth};
use crate::wire::json::{Json, Object};

/// The longest name, as in v2.
const NAME: usize = 255;

/// Lists all projects, sub-projects among them [?].
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    live(call)?;
    let company = call.company();
    let rows = company.projects.rows();
    let mut json = Json::with_capacity(64 + 192 * rows.len());
    json.raw("{\"success\":true,\"data\":[");
    for (at, row) in rows.iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        project(&mut json, &company.zone, row);
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

/// Adds a project, inactive unless the call says otherwise; success is a 200 (facts §8 [O]).
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    live(call)?;
    let wanted = Wanted::read(call)?;
    let name = wanted.name.ok_or_else(|| invalid("name", NO_NAME))?;
    call.change(|company| {
        let draft = Draft { name, active: wanted.active.unwrap_or(false), ..Draft::default() };
        let id = projects::create(company, draft, call.now()).map_err(refused)?;
        Ok(shown(company, id))
    })
}

/// Changes a project.
pub(crate) fn change(call: &Call<'_>, _: &Grant) -> Outcome {
    live(call)?;
    let wanted = Wanted::read(call)?;
    call.change(|company| {
        let before = find(call, company)?;
        let (id, draft) = (before.id, Draft::of(before));
        let name = wanted.name.unwrap_or_else(|| draft.name.clone());
        let draft = Draft { name, active: wanted.active.unwrap_or(draft.active), ..draft };
        projects::change(company, id, draft, call.now()).map_err(refused)?;
        Ok(shown(company, id))
    })
}

/// Takes a project away.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    live(call)?;
    call.change(|company| {
        let id = find(call, company)?.id;
        projects::delete(company, id).map_err(refused)?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

const NO_NAME: &str = "Project name cannot be empty";

/// What a body asks for.
struct Wanted {
    name: Option<Text>,
    active: Option<bool>,
}

impl Wanted {
    fn read(call: &Call<'_>) -> Result<Self, Answer> {
        let input = Input::read(call).map_err(|_| invalid("name", NO_NAME))?;
        let name = match input.fields.get("name") {
            None => None,
            Some(Value::String(name)) if name.trim().is_empty() => return Err(invalid("name", NO_NAME)),
            Some(Value::String(name)) if name.chars().count() > NAME => {
                return Err(invalid("name", "Project name cannot be longer than 255 characters"));
            }
            Some(Value::String(name)) => Some(name.clone().into()),
            Some(_) => return Err(invalid("name", NO_NAME)),
        };
        let not_boolean = || invalid("active", "Active field needs to be of type boolean");
        let active = input.get("active").map(|it| truth(it).ok_or_else(not_boolean)).transpose()?;
        Ok(Self { name, active })
    }
}

/// The project whose number is in the path; this route has an error of its own (facts §4.1 [O]).
fn find<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a Project, Answer> {
    let id = call.param(0);
    let found = id.parse().ok().and_then(|it| company.projects.get(it));
    found.ok_or_else(|| {
        let mut json = Json::with_capacity(64);
        json.raw("{\"success\":false,\"message\":").string(&format!("Project {id} not found")).raw("}");
        Answer::json(StatusCode::NOT_FOUND, json.into_bytes())
    })
}

/// An error about a field.
fn invalid(field: &str, text: &str) -> Answer {
    let mut json = Json::with_capacity(96);
    json.raw("{\"success\":false,\"error\":{\"").raw(field).raw("\":[").string(text).raw("]}}");
    Answer::json(StatusCode::BAD_REQUEST, json.into_bytes())
}

/// Only the errors about an empty name and about `active` are published; the other texts are not known [?].
fn refused(why: Refused) -> Answer {
    match why {
        Refused::NameTaken => invalid("name", "Project name already exists"),
        Refused::HasAttendances => invalid("project", "Project has attendances"),
        Refused::CodeTaken
        | Refused::UnknownCostCenter
        | Refused::UnknownParent
        | Refused::StartAfterEnd
        | Refused::Unsupported(_)
        | Refused::UnknownPerson
        | Refused::SubProject => invalid("project", "Project is not valid"),
    }
}

fn shown(company: &Company, id: u32) -> Answer {
    let mut json = Json::with_capacity(256);
    json.raw("{\"success\":true,\"data\":");
    match company.projects.get(id) {
        Some(row) => project(&mut json, &company.zone, row),
        None => _ = json.raw("null"),
    }
    json.raw("}");
    Answer::ok(json)
}

fn project(json: &mut Json, zone: &TimeZone, it: &Project) {
    json.raw("{\"id\":").int(i64::from(it.id)).raw(",\"type\":\"Project\",\"attributes\":");
    let mut attributes = Object::open(json);
    attributes.text("name", Some(&it.name));
    attributes.key("active").value(&it.active);
    attributes.text("created_at", Some(&stamp(it.created_at, zone)));
    attributes.text("updated_at", Some(&stamp(it.updated_at, zone)));
    attributes.close();
    json.raw("}");
}

/// A time with an offset that has no colon (official file).
fn stamp(at: Timestamp, zone: &TimeZone) -> String {
    let minutes = zone.to_offset(at).seconds() / 60;
    let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
    let local = zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S");
    format!("{local}{sign}{:02}{:02}", minutes / 60, minutes % 60)
}
