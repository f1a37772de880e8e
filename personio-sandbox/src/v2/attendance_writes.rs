//! `/v2/attendance-periods`: periods of work and of break, written.

use http::StatusCode;
use jiff::civil::DateTime;

use super::attendances::{invalid, period};
use super::fields::{Fields, Sent, Unfit};
use crate::access::tokens::Grant;
use crate::model::attendance::{Approval, PeriodKind};
use crate::model::company::Company;
use crate::model::text::Text;
use crate::rules::attendance::{self, Draft, Policy, Refused};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The longest comment (facts §9.3 [T]).
const COMMENT: usize = 1_000;

/// Records a period.
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    let approval = approval(call)?;
    let (person, blank, wanted) = new_period(call).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let record = || {
            let person = person.parse().map_err(|_| Refused::UnknownPerson)?;
            attendance::create(company, person, wanted.of(blank)?, approval, call.now(), policy(call))
        };
        let made = record().map_err(|it| refused(call, it))?;
        Ok(Answer::json(StatusCode::CREATED, changed(call, company, &made)))
    })
}

/// Changes a period.
///
/// The examples of the published page say 204, its text that the id comes back; nobody saw it.
pub(crate) fn change(call: &Call<'_>, _: &Grant) -> Outcome {
    let approval = approval(call)?;
    let wanted = Change::read(call).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let before = company.attendance.by_uuid_text(&call.param(0));
        let before = before.ok_or_else(|| refusal::v2_not_found(call))?;
        let (id, before) = (before.id, Draft::of(before));
        let record =
            || attendance::change(company, id, wanted.of(before)?, approval, call.now(), policy(call));
        let made = record().map_err(|it| refused(call, it))?;
        if call.switched(Switch::V2AttendancePatch, "200") {
            return Ok(Answer::json(StatusCode::OK, changed(call, company, &made)));
        }
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// Takes a period away; here there is no approval to skip (published page of the route [O]).
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    call.change(|company| {
        let gone = company.attendance.by_uuid_text(&call.param(0)).map(|it| it.id);
        attendance::delete(company, gone.ok_or_else(|| refusal::v2_not_found(call))?, call.now());
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// What is not known of the rules, as the switches stand.
fn policy(call: &Call<'_>) -> Policy {
    Policy {
        overlaps: call.switched(Switch::V2AttendanceOverlap, "allowed"),
        assignment: call.switched(Switch::ProjectAssignment, "enforced"),
    }
}

/// What becomes of a period: it waits for approval unless the call says otherwise (facts §9.3 [O]).
fn approval(call: &Call<'_>) -> Result<Approval, Answer> {
    match first(&call.query(), "skip_approval") {
        None | Some("false") => Ok(Approval::Pending),
        Some("true") => Ok(Approval::Confirmed),
        Some(_) => Err(invalid(call)),
    }
}

/// The person of a body, a blank period of its type, and what is to become of that.
fn new_period(call: &Call<'_>) -> Result<(String, Draft, Change), Unfit> {
    let fields = Fields::read(call)?;
    let kind = match fields.text("type", 16)?.value().as_deref() {
        Some("WORK") => PeriodKind::Work,
        Some("BREAK") => PeriodKind::Break,
        _ => return Err(Unfit),
    };
    let person = fields.id("person")?.value().ok_or(Unfit)?;
    let start = fields.date_time("start")?.value().ok_or(Unfit)?;
    let blank = Draft { kind, start, end: None, comment: None, project: None };
    Ok((person, blank, Change::of_fields(&fields)?))
}

/// What a body changes.
struct Change {
    start: Sent<DateTime>,
    end: Sent<DateTime>,
    comment: Sent<Text>,
    project: Sent<String>,
}

impl Change {
    fn read(call: &Call<'_>) -> Result<Self, Unfit> {
        Self::of_fields(&Fields::read(call)?)
    }

    fn of_fields(fields: &Fields) -> Result<Self, Unfit> {
        Ok(Self {
            start: fields.date_time("start")?,
            end: fields.date_time("end")?,
            comment: fields.text("comment", COMMENT)?.map(Text::from),
            project: fields.id("project")?,
        })
    }

    /// The period as it is afterwards.
    fn of(self, before: Draft) -> Result<Draft, Refused> {
        let project = self.project.try_map(|it| it.parse().map_err(|_| Refused::UnknownProject))?;
        Ok(Draft {
            kind: before.kind,
            start: self.start.value().unwrap_or(before.start),
            end: self.end.or(before.end),
            comment: self.comment.or(before.comment).filter(|it| !it.is_empty()),
            project: project.or(before.project),
        })
    }
}

/// The id of a period, and the periods that the change affected (facts §9.3 [T]).
fn changed(call: &Call<'_>, company: &Company, made: &[u32]) -> Vec<u8> {
    let rows = || made.iter().filter_map(|it| company.attendance.get(*it));
    let mut json = Json::with_capacity(512);
    let mut body = Object::open(&mut json);
    if let Some(first) = rows().next() {
        body.key("id").uuid(first.uuid);
    }
    if call.switched(Switch::V2AffectedPeriods, "listed") {
        let list = body.key("affected_periods");
        list.raw("[");
        for (at, row) in rows().enumerate() {
            list.raw(if at > 0 { "," } else { "" });
            period(list, row);
        }
        list.raw("]");
    }
    body.close();
    json.into_bytes()
}

/// The titles are names of examples on the published page or, for those it doesn't have, made like them [?].
fn refused(call: &Call<'_>, why: Refused) -> Answer {
    let (title, detail) = match why {
        Refused::UnknownPerson => ("Person not found", "The person does not exist."),
        Refused::UnknownProject => ("Project not found", "The project does not exist."),
        Refused::ClosedProject => ("Project not available", "The person can't track time on the project."),
        Refused::StartAfterEnd => {
            ("Start date greater than end date", "The start of the period must not be after its end.")
        }
        Refused::TooLong => ("Period time range too long", "The period must not be longer than 24 hours."),
        Refused::BreakWithProject => ("Break periods with project", "A break must not have a project."),
        Refused::BreakTooLong => ("Break too long", "The break must not be longer than the period."),
        Refused::Overlap => ("Overlapping periods", "The period overlaps another period of the person."),
    };
    let conflict = why == Refused::Overlap && call.switched(Switch::V2AttendanceOverlap, "409");
    let (status, fragment) = if conflict {
        (StatusCode::CONFLICT, "common.conflict")
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, "common.unprocessable_entity")
    };
    refusal::v2(call.state, status, title, detail, fragment)
}
