//! What v1 wants to know of a new absence, for both kinds of them, and how it tells what is wrong.

use http::StatusCode;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use serde_json::{Map, Value, json};

use super::time_offs::midnight;
use crate::model::company::Company;
use crate::model::organisation::AbsenceType;
use crate::rules::absence::{self, Draft, Manner, Refused};
use crate::switch::Switch;
use crate::wire::answer::Answer;
use crate::wire::call::Call;
use crate::wire::input::{Input, truth, whole};
use crate::wire::refusal;

/// What is told when an absence can't be stored (facts §4.1 [O]).
const NOT_STORED: &str = "Error when trying to insert absence period";

/// A new absence as it was sent.
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the form, or which form it is")]
pub(super) struct Request {
    /// None for numbers that nothing can have.
    employee: Option<u32>,
    kind: Option<u32>,
    in_hours: bool,
    first: Date,
    last: Date,
    times: Option<(Time, Time)>,
    half_start: bool,
    half_end: bool,
    comment: Option<String>,
    skip_approval: bool,
}

impl Request {
    /// Reads an absence that is counted in days.
    pub(super) fn in_days(call: &Call<'_>) -> Result<Self, Answer> {
        let mut reader = Reader::open(call)?;
        let request = reader.common(true);
        reader.finish(request)
    }

    /// Reads an absence that is counted in hours: a single day has times, several have halves (official file [O]).
    pub(super) fn in_hours(call: &Call<'_>) -> Result<Self, Answer> {
        let mut reader = Reader::open(call)?;
        let mut request = reader.common(false);
        if request.first == request.last {
            (request.half_start, request.half_end) = (false, false);
            let times = (reader.time("start_time"), reader.time("end_time"));
            request.times = times.0.zip(times.1);
            if request.times.is_some_and(|(start, end)| end <= start) {
                // So nothing ends at midnight (facts §13.13 [Q]).
                reader.fault("end_time", "The end time must be a time after start time.");
            }
        }
        reader.finish(request)
    }

    /// The type that the request names.
    pub(super) fn kind<'a>(&self, company: &'a Company) -> Result<&'a AbsenceType, Answer> {
        let kind = self.kind.and_then(|it| company.absence_types.get(it));
        kind.ok_or_else(|| self.refused(Refused::UnknownType))
    }

    /// Enters the absence and tells its number.
    pub(super) fn enter(&self, call: &Call<'_>, company: &mut Company) -> Result<u32, Answer> {
        let kind = self.kind(company)?.id;
        let (start, end) = self.ends();
        let draft = Draft {
            kind,
            start,
            end: Some(end),
            half_start: self.half_start,
            half_end: self.half_end,
            comment: self.comment.as_ref().filter(|it| !it.is_empty()).cloned().map(Into::into),
            substitute: None,
        };
        let manner = Manner {
            skip_approval: self.skip_approval,
            knows_substitutes: false,
            tells_always: call.switched(Switch::AbsenceTimerange, "always"),
        };
        let employee = self.employee.ok_or_else(|| self.refused(Refused::UnknownPerson))?;
        absence::create(company, employee, draft, manner, call.now()).map_err(|it| self.refused(it))
    }

    /// The answer to what is wrong; the text for an unknown type is another one where hours are counted (official file
    /// [O]).
    fn refused(&self, why: Refused) -> Answer {
        if self.in_hours && matches!(why, Refused::UnknownType) {
            return refusal::v1(StatusCode::NOT_FOUND, 0, "Absence type not found.");
        }
        refused(why)
    }

    fn ends(&self) -> (DateTime, DateTime) {
        match self.times {
            Some((start, end)) => (self.first.to_datetime(start), self.last.to_datetime(end)),
            None => (midnight(self.first), midnight(self.last.saturating_add(1.day()))),
        }
    }
}

/// Fields that are read, and what is wrong with them.
struct Reader {
    input: Input,
    faults: Map<String, Value>,
}

impl Reader {
    fn open(call: &Call<'_>) -> Result<Self, Answer> {
        let input = Input::read(call).map_err(|_| refusal::v1_bad_request("Bad Request"))?;
        Ok(Self { input, faults: Map::new() })
    }

    fn common(&mut self, needs_halves: bool) -> Request {
        let (first, last) = (self.date("start_date"), self.date("end_date"));
        if last < first {
            self.fault("end_date", "The end date must be a date after or equal to start date.");
        }
        Request {
            employee: self.number("employee_id"),
            kind: self.number("time_off_type_id"),
            in_hours: !needs_halves,
            first,
            last,
            times: None,
            half_start: self.truth("half_day_start", needs_halves).unwrap_or(false),
            half_end: self.truth("half_day_end", needs_halves).unwrap_or(false),
            comment: self.comment(),
            // Nothing waits unless the call says so (official file [O]).
            skip_approval: self.truth("skip_approval", false).unwrap_or(true),
        }
    }

    fn finish(self, request: Request) -> Result<Request, Answer> {
        if self.faults.is_empty() { Ok(request) } else { Err(invalid(&self.faults)) }
    }

    /// Notes that a field is wrong; only the first fault of a field is told [?].
    fn fault(&mut self, field: &str, message: &str) {
        self.faults.entry(field).or_insert_with(|| json!([message]));
    }

    fn value(&self, field: &str) -> Option<Value> {
        self.input.get(field).filter(|it| it.as_str() != Some("")).cloned()
    }

    /// A field that must be there and be readable. How the texts go on is [?].
    fn needed<T>(&mut self, field: &str, rule: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let name = field.replace('_', " ");
        let Some(value) = self.value(field) else {
            self.fault(field, &format!("The {name} field is required."));
            return None;
        };
        let found = read(&value);
        if found.is_none() {
            self.fault(field, &format!("The {name} {rule}."));
        }
        found
    }

    fn number(&mut self, field: &str) -> Option<u32> {
        let number = self.needed(field, "must be an integer", whole);
        number.and_then(|it| u32::try_from(it).ok())
    }

    fn date(&mut self, field: &str) -> Date {
        let read = |it: &Value| it.as_str().filter(|it| it.len() == 10)?.parse().ok();
        self.needed(field, "does not match the format Y-m-d", read).unwrap_or_default()
    }

    fn time(&mut self, field: &str) -> Option<Time> {
        self.needed(field, "does not match the format H:i", |it| clock(it.as_str()?))
    }

    fn truth(&mut self, field: &str, is_needed: bool) -> Option<bool> {
        if !is_needed && self.value(field).is_none() {
            return None;
        }
        self.needed(field, "field must be true or false", truth)
    }

    fn comment(&mut self) -> Option<String> {
        let value = self.value("comment")?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.fault("comment", "The comment must be a string.");
        }
        text
    }
}

/// A time like `09:00`.
fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':').filter(|it| it.0.len() <= 2 && it.1.len() == 2)?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn invalid(faults: &Map<String, Value>) -> Answer {
    let message = "The given data failed to pass validation.";
    let body = json!({"success": false, "error": {"code": 0, "message": message, "error_data": faults}});
    Answer::json(StatusCode::UNPROCESSABLE_ENTITY, body.to_string().into_bytes())
}

/// What could not be stored, for a reason that isn't told.
pub(super) fn not_stored() -> Answer {
    refusal::v1_bad_request(NOT_STORED)
}

/// The texts for types and for both halves are official, as is the one that tells nothing (facts §4.1); that an unknown
/// employee is told like an unknown type is [?].
fn refused(why: Refused) -> Answer {
    let field = |name: &str, text: &str| invalid(&Map::from_iter([(name.to_owned(), json!([text]))]));
    match why {
        Refused::UnknownPerson => refusal::v1(StatusCode::NOT_FOUND, 0, "Employee not found."),
        Refused::UnknownType => refusal::v1(StatusCode::NOT_FOUND, 0, "Time-off type not found."),
        Refused::BothHalves => refusal::v1_bad_request(
            "Invalid absence day. Reason: Both half day start and half day end are true for a single-day period",
        ),
        Refused::StartAfterEnd => {
            field("end_date", "The end date must be a date after or equal to start date.")
        }
        Refused::TooLong => field("end_date", "The absence period is too long."),
        Refused::FarAway => field("start_date", "The absence period is too far away."),
        Refused::EndsAtMidnight | Refused::TimesOverDays => {
            field("end_time", "The end time must be on the same day as the start time.")
        }
        Refused::NoHalves
        | Refused::Overlap
        | Refused::Substituting
        | Refused::SubstituteInvalid
        | Refused::SubstituteNotAllowed
        | Refused::SubstituteRequired => not_stored(),
    }
}
