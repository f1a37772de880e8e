//! Positions: the posts that people hold. Personio has no list of posts, and knows no vacant ones (official).
//!
//! A position is the person's who holds it, and so is its id: nothing else of a post stays the same. People who have
//! left hold none. Must not know how calls are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, Evidence, FieldRule, Needs, PageInfo, Plan,
    Resource, Row, Rules, Source,
};
use nabe_model::hris::Position;
use nabe_model::value::Text;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::employees::{self, PAGE_LIMIT, PersonioEmployees};
use super::history;
use super::reader::Reader;
use super::reading::{Found, from_json};
use super::values::{Link, Values};
use super::wire::WireEmployee;

/// Posts that people hold.
pub(super) struct Positions;

impl Resource for Positions {
    fn rules(&self) -> &'static [FieldRule] {
        POSITION
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        // No position says where it stands, so none meets the condition.
        if ask.filters.text("status").is_some() {
            return Ok(Plan::Calls(Vec::new()));
        }
        PersonioEmployees.plan(ask)
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        if ask.asked.names("job_id") && !answers.first.is_empty() {
            employees::histories(ask, answers.first())
        } else {
            Ok(Vec::new())
        }
    }

    /// Without the status nobody knows who has left, and a list with their posts is wrong.
    fn check(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<(), CallError> {
        if answers.first.is_empty() {
            return Ok(());
        }
        employees::needs(ask, answers, |it| &it.status)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        if answers.first.is_empty() {
            return Ok(PageInfo::default());
        }
        let mut hands = Hands { answers, each };
        employees::each_person(ask, answers, &mut |row, source| hands.on(row, source))
    }
}

/// Hands positions on.
struct Hands<'h, 'b> {
    answers: &'h Answers<'b>,
    each: Each<'h>,
}

impl<'b> Hands<'_, 'b> {
    /// Hands on the position of a person who has one; false when the row has no id.
    fn on(&mut self, row: &mut WireEmployee<'b>, source: Option<&'b RawValue>) -> bool {
        let mut defects = Vec::new();
        let wire = &mut row.attributes;
        let read = &mut Reader { defects: &mut defects };
        let Some(id) = read.id(&mut wire.id) else { return false };
        // People who have left are told by their status; those of whom it isn't known may hold their post.
        if read.text(&mut wire.status).is_some_and(|it| &*it == "inactive") {
            return true;
        }
        let record = Position {
            id: Some(id.clone()),
            title: read.text(&mut wire.position),
            department_id: read.entity(&mut wire.department).and_then(|it| it.id),
            location_id: read.entity(&mut wire.office).and_then(|it| it.id),
            employment_type: read.text(&mut wire.employment_type),
            job_id: job(&id, self.answers, &mut defects),
            employee_id: Some(id.clone()),
            remote_employee_id: Some(id.clone()),
            ..Position::default()
        };
        let detail = self.answers.further.get(&*id).map(Vec::as_slice);
        (self.each)(Row {
            id: &id,
            record: (&record).into(),
            source,
            detail,
            person: None,
            defects: &defects,
        });
        true
    }
}

/// The job of the latest employment, if employments were asked for.
fn job<'b>(person: &str, answers: &Answers<'b>, defects: &mut Vec<Defect>) -> Option<Text<'b>> {
    #[derive(Default, Deserialize)]
    #[serde(default, bound(deserialize = "'de: 'b"))]
    struct Wire<'b> {
        job: Found<Link<'b>>,
    }
    answers.further.get(person)?;
    let values = &mut Values { defects };
    let latest = history::first_rows(person, answers).ok().map(|it| it.into_iter().next());
    let Some(latest) = latest else { return values.refuse("_data", DefectKind::WrongType) };
    let Ok(wire) = from_json::<Wire<'b>>(latest?.get()) else {
        return values.refuse("_data[0]", DefectKind::WrongType);
    };
    values.link(["_data[0].job", "_data[0].job.id"], wire.job)
}

use Evidence::Official;
use Needs::Naming;
use Source::{Attribute, Detail};

const READ: Rules = Rules("employees:read");

#[rustfmt::skip] // a table: one row a field
static POSITION: &[FieldRule] = &[
    READ.row("id", "attributes.id.value", "the id of the person who holds it; people who have left hold none", Official).source(Attribute("id")),
    READ.nowhere("remote_id", "Personio gives posts no ids"),
    READ.row("job_id", "_data[0].job.id", "the job of the latest employment", Official).source(Detail).needs(Naming).attribute("position"),
    READ.row("title", "attributes.position.value", "as it stands", Official).source(Attribute("position")),
    READ.nowhere("description", "posts have no description"),
    READ.row("department_id", "attributes.department.value.attributes.id", "as text", Official).source(Attribute("department")),
    READ.row("location_id", "attributes.office.value.attributes.id", "as text", Official).source(Attribute("office")),
    READ.row("employment_type", "attributes.employment_type.value", "as it stands", Official).source(Attribute("employment_type")),
    READ.nowhere("status", "Personio has no vacant posts, and does not say where a post stands"),
    READ.nowhere("posted_date", "Personio has no vacant posts"),
    READ.row("employee_id", "attributes.id.value", "the person who holds it", Official).source(Attribute("id")),
    READ.row("remote_employee_id", "attributes.id.value", "the person who holds it", Official).source(Attribute("id")),
];
