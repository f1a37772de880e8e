//! `/v1/company/attendances`: periods of work with their breaks, written.

use http::StatusCode;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use serde_json::{Map, Value};

use super::attendances::{clock, live};
use crate::access::tokens::Grant;
use crate::model::attendance::{Approval, AttendancePeriod};
use crate::model::company::Company;
use crate::model::text::Text;
use crate::rules::attendance::{Policy, Refused};
use crate::rules::span::{self, Span};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::input::{Input, truth, whole};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// How many employees a call may be about (facts §5 [O]).
const MOST_EMPLOYEES: usize = 100;
/// What is told when rows can't be stored (facts §4.1 [O]).
const NOT_ALL: &str = "Error when trying to insert Attendances periods rows";

/// Records attendances: those that can't be are told, the others stay.
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    live(call)?;
    let input = Input::read(call).map_err(|_| bad_request())?;
    let approval = approval(input.get("skip_approval"))?;
    let rows: Vec<Row> = rows(&input)?.iter().map(Row::read).collect::<Result<_, _>>()?;
    let mut employees: Vec<u32> = rows.iter().map(|it| it.employee).collect();
    employees.sort_unstable();
    employees.dedup();
    if employees.len() > MOST_EMPLOYEES {
        return Err(refusal::v1_bad_request("Attendances of at most 100 employees can be sent at once."));
    }
    call.change(|company| {
        let made: Vec<Result<u32, Refused>> = rows
            .iter()
            .map(|it| span::create(company, it.employee, it.span(), approval, call.now(), policy(call)))
            .collect();
        if made.iter().all(Result::is_ok) {
            return Ok(created(company, &made));
        }
        Ok(not_all(&rows, &made))
    })
}

/// Changes an attendance.
pub(crate) fn change(call: &Call<'_>, _: &Grant) -> Outcome {
    const FIELDS: [&str; 7] =
        ["date", "start_time", "end_time", "break", "comment", "project_id", "skip_approval"];
    live(call)?;
    let input = Input::read(call).map_err(|_| bad_request())?;
    let approval = approval(input.get("skip_approval"))?;
    if !FIELDS.iter().any(|it| input.has(it)) {
        return Err(bad_request());
    }
    call.change(|company| {
        let before = find(call, company)?;
        let (id, span) = (before.id, changed(&input, Span::of(company, before))?);
        let changed = span::change(company, id, span, approval, call.now(), policy(call));
        // The file tells no cause here, and ends the sentence that has no end where several are entered [O].
        let refused = |_| refusal::v1(StatusCode::BAD_REQUEST, 400, &format!("{NOT_ALL}."));
        changed.map_err(refused)?;
        Ok(message("The attendance period was updated."))
    })
}

/// Takes an attendance away.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    live(call)?;
    let skip = first(&call.query(), "skip_approval").map(|it| Value::String(it.to_owned()));
    let approval = approval(skip.as_ref())?;
    call.change(|company| {
        let id = find(call, company)?.id;
        if approval == Approval::Pending && call.switched(Switch::V1AttendanceDelete, "pending") {
            span::decide(company, id, Approval::Pending, call.now());
        } else {
            span::delete(company, id, call.now());
        }
        Ok(message("The attendance period was deleted."))
    })
}

/// v1 never let attendances overlap (facts §4.1 [O]).
fn policy(call: &Call<'_>) -> Policy {
    Policy { overlaps: false, assignment: call.switched(Switch::ProjectAssignment, "enforced") }
}

/// What becomes of a period: it counts at once unless the call says otherwise (facts §8 [O]).
fn approval(skip: Option<&Value>) -> Result<Approval, Answer> {
    match skip.map(truth) {
        None | Some(Some(true)) => Ok(Approval::Confirmed),
        Some(Some(false)) => Ok(Approval::Pending),
        Some(None) => Err(refusal::v1_bad_request("The skip_approval field must be true or false.")),
    }
}

/// The period of work whose number is in the path.
fn find<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a AttendancePeriod, Answer> {
    let id = call.param(0).parse().ok();
    let found = id.and_then(|it| company.attendance.get(it)).filter(|it| it.is_work());
    found.ok_or_else(|| refusal::v1(StatusCode::NOT_FOUND, 404, "The attendance period was not found."))
}

/// The rows of a body.
///
/// The published form spells them `attendances[][date]`, where each field begins an element of its own, and once
/// `attendances[]break`: a field that the row has already begins the next row. `project_id` stands beside them.
fn rows(input: &Input) -> Result<Vec<Map<String, Value>>, Answer> {
    let list = match input.get("attendances") {
        Some(Value::Array(list)) if !list.is_empty() => list,
        _ => return Err(refusal::v1_bad_request("The attendances field is required.")),
    };
    let mut rows: Vec<Map<String, Value>> = Vec::new();
    let pieces = list.iter().any(|it| it.is_string() || it.as_object().is_some_and(|it| it.len() == 1));
    for element in list {
        let fields = match element {
            Value::Object(fields) => fields.clone(),
            Value::String(_) => Map::from_iter([("break".to_owned(), element.clone())]),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return Err(bad_request()),
        };
        match rows.last_mut().filter(|row| pieces && fields.keys().all(|it| !row.contains_key(it))) {
            Some(row) => row.extend(fields),
            None => rows.push(fields),
        }
    }
    for row in &mut rows {
        if let Some(project) = input.get("project_id") {
            row.entry("project_id").or_insert_with(|| project.clone());
        }
    }
    Ok(rows)
}

/// A row as it was sent.
struct Row {
    employee: u32,
    day: Date,
    start: Time,
    end: Option<Time>,
    break_minutes: i64,
    comment: Option<String>,
    project: Option<u32>,
}

impl Row {
    /// A row that lacks something fails the whole call; what the real API tells is not known [?].
    fn read(row: &Map<String, Value>) -> Result<Self, Answer> {
        let value = |name: &str| row.get(name).filter(|it| !it.is_null() && it.as_str() != Some(""));
        let missing = |name: &str| refusal::v1_bad_request(&format!("The {name} field is required."));
        let needed = |name| value(name).ok_or_else(|| missing(name));
        Ok(Self {
            employee: number(needed("employee")?, "employee")?,
            day: day(needed("date")?)?,
            start: time(needed("start_time")?, "start_time")?,
            end: value("end_time").map(|it| time(it, "end_time")).transpose()?,
            break_minutes: minutes(needed("break")?)?,
            comment: value("comment").map(comment).transpose()?,
            project: value("project_id").map(|it| number(it, "project_id")).transpose()?,
        })
    }

    fn span(&self) -> Span {
        Span {
            start: self.day.to_datetime(self.start),
            end: self.end.map(|it| self.day.to_datetime(it)),
            break_minutes: self.break_minutes,
            comment: self.comment.clone().map(Text::from),
            project: self.project,
        }
    }
}

/// A span as it is after a body changed it: null takes the end, the comment or the project away.
///
/// One that goes on past midnight, as only v2 can write it, still does unless its new end is later in the day than its
/// start.
fn changed(input: &Input, before: Span) -> Result<Span, Answer> {
    let value = |name: &str| input.get(name).filter(|it| it.as_str() != Some(""));
    let date = value("date").map(day).transpose()?.unwrap_or(before.start.date());
    let start = value("start_time").map(|it| time(it, "start_time")).transpose()?;
    let start = date.to_datetime(start.unwrap_or(before.start.time()));
    let end = if input.has("end_time") {
        value("end_time").map(|it| time(it, "end_time")).transpose()?
    } else {
        before.end.map(DateTime::time)
    };
    let overnight = before.end.is_some_and(|it| it.date() > before.start.date());
    let end = end.map(|end| {
        let next_day = overnight && end <= start.time();
        if next_day { date.saturating_add(1.day()).to_datetime(end) } else { date.to_datetime(end) }
    });
    let comment = if input.has("comment") {
        value("comment").map(comment).transpose()?.map(Text::from)
    } else {
        before.comment
    };
    let project = if input.has("project_id") {
        value("project_id").map(|it| number(it, "project_id")).transpose()?
    } else {
        before.project
    };
    let break_minutes = value("break").map(minutes).transpose()?.unwrap_or(before.break_minutes);
    Ok(Span { start, end, break_minutes, comment, project })
}

fn number(value: &Value, name: &str) -> Result<u32, Answer> {
    let number = whole(value).and_then(|it| u32::try_from(it).ok());
    number.ok_or_else(|| refusal::v1_bad_request(&format!("The {name} must be an integer.")))
}

fn minutes(value: &Value) -> Result<i64, Answer> {
    let minutes = whole(value).filter(|it| (0..=24 * 60).contains(it));
    minutes.ok_or_else(|| refusal::v1_bad_request("The break must be a number of minutes."))
}

fn comment(value: &Value) -> Result<String, Answer> {
    let text = value.as_str().map(str::to_owned);
    text.ok_or_else(|| refusal::v1_bad_request("The comment must be a string."))
}

fn day(value: &Value) -> Result<Date, Answer> {
    let day = value.as_str().filter(|it| it.len() == 10).and_then(|it| it.parse().ok());
    day.ok_or_else(|| refusal::v1_bad_request("The date does not match the format Y-m-d."))
}

/// A time like `09:00`; clients also send `9:00` and `09:00:00`.
fn time(value: &Value, name: &str) -> Result<Time, Answer> {
    let read = |text: &str| {
        let mut parts = text.split(':').map(|it| it.parse().ok().filter(|_| it.len() <= 2));
        let (hour, minute): (i8, i8) = (parts.next()??, parts.next()??);
        let second = parts.next().unwrap_or(Some(0))?;
        if parts.next().is_some() { None } else { Time::new(hour, minute, second, 0).ok() }
    };
    let wrong = || refusal::v1_bad_request(&format!("The {name} does not match the format H:i."));
    value.as_str().and_then(read).ok_or_else(wrong)
}

fn bad_request() -> Answer {
    refusal::v1_bad_request("Bad Request")
}

/// Why a row can't be stored. The overlap is official, the order of times comes from the forum [Q], the other texts
/// are not known [?].
fn told(why: Refused) -> &'static str {
    match why {
        Refused::UnknownPerson => "Employee not found",
        Refused::UnknownProject => "Project not found",
        Refused::ClosedProject => "Project not available for the employee",
        Refused::StartAfterEnd => "Start time has to be smaller than end time",
        Refused::TooLong => "Attendance period is longer than 24 hours",
        Refused::BreakWithProject => "Break can not have a project",
        Refused::BreakTooLong => "Break has to be smaller than the attendance period",
        Refused::Overlap => "Existing overlapping attendances periods",
    }
}

fn message(text: &str) -> Answer {
    let mut json = Json::with_capacity(96);
    json.raw("{\"success\":true,\"data\":{\"message\":").string(text).raw("}}");
    Answer::ok(json)
}

/// The numbers of new periods; that their ids of v2 are here too is official, how is not known [?].
fn created(company: &Company, made: &[Result<u32, Refused>]) -> Answer {
    let rows = || made.iter().flatten().filter_map(|it| company.attendance.get(*it));
    let mut json = Json::with_capacity(64 + 48 * made.len());
    json.raw("{\"success\":true,\"data\":");
    let mut data = Object::open(&mut json);
    data.key("id").value(&rows().map(|it| it.id).collect::<Vec<_>>());
    data.key("id_v2").value(&rows().map(|it| it.uuid).collect::<Vec<_>>());
    data.text("message", Some("success"));
    data.close();
    json.raw("}");
    Answer::ok(json)
}

/// What became of each row; one that failed has null for its number (facts §13.19 [Q]).
fn not_all(rows: &[Row], made: &[Result<u32, Refused>]) -> Answer {
    let mut json = Json::with_capacity(192 * (1 + rows.len()));
    json.raw("{\"success\":false,\"error\":{\"code\":400,\"message\":").string(NOT_ALL);
    json.raw(",\"detailed_message\":[");
    for (at, (row, made)) in rows.iter().zip(made).enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        let mut body = Object::open(&mut json);
        body.key("success").value(&made.is_ok());
        body.text("error_msg", made.as_ref().err().map(|it| told(*it)));
        body.key("id").value(&made.as_ref().ok());
        body.key("employee").value(&row.employee);
        body.date("date", Some(row.day));
        body.text("start_time", Some(&clock(row.day.to_datetime(row.start))));
        body.text("end_time", row.end.map(|it| clock(row.day.to_datetime(it))).as_deref());
        body.key("break").value(&row.break_minutes);
        body.text("comment", Some(row.comment.as_deref().unwrap_or("")));
        body.key("project_id").value(&row.project);
        body.close();
    }
    json.raw("]}}");
    Answer::json(StatusCode::BAD_REQUEST, json.into_bytes())
}
