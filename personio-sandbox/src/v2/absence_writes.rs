//! `/v2/absence-periods`: absences that are counted in days and in hours, written.

use http::StatusCode;
use jiff::civil::{DateTime, Time};
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use super::absences::absence as write;
use super::attendances::invalid;
use super::fields::{Fields, Sent, Unfit, local};
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::text::Text;
use crate::model::zone::Zone;
use crate::rules::absence::{self, Draft, Manner, Refused};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, first};
use crate::wire::json::Json;
use crate::wire::refusal;

/// The longest comment (facts §9.2 [T]).
const COMMENT: usize = 2_000;

/// Enters an absence.
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    let manner = manner(call)?;
    let wanted = Change::read(call).map_err(|Unfit| invalid(call))?;
    let (Sent::Value(person), Sent::Value(_), Sent::Value(_)) = (&wanted.person, &wanted.kind, &wanted.start)
    else {
        return Err(invalid(call));
    };
    let person = person.clone();
    call.change(|company| {
        let enter = |company: &mut Company| {
            let person = person.parse().map_err(|_| Refused::UnknownPerson)?;
            let zone = absence::zone(company, person);
            let draft = wanted.of(call, company, zone, None)?;
            absence::create(company, person, draft, manner, call.now())
        };
        let id = enter(company).map_err(|it| refused(call, it))?;
        Ok(Answer::json(StatusCode::CREATED, shown(call, company, id)))
    })
}

/// Changes an absence; it stays that of its person [?].
pub(crate) fn change(call: &Call<'_>, _: &Grant) -> Outcome {
    let manner = manner(call)?;
    let mut wanted = Change::read(call).map_err(|Unfit| invalid(call))?;
    if wanted.empties_what_must_be() {
        return Err(invalid(call));
    }
    if call.switched(Switch::V2AbsenceComment, "ignored") {
        wanted.comment = Sent::Not;
    }
    call.change(|company| {
        let before = company.absences.by_uuid_text(&call.param(0));
        let before = before.ok_or_else(|| refusal::v2_not_found(call))?;
        let (id, zone, draft) = (before.id, before.zone, Draft::of(company, before));
        if let Sent::Value(person) = &wanted.person
            && *person != before.person.to_string()
        {
            return Err(unprocessable(call, "The person of an absence period can't be changed."));
        }
        let changed = wanted.of(call, company, zone, Some(draft));
        let changed = changed.and_then(|it| absence::change(company, id, it, manner, call.now()));
        changed.map_err(|it| refused(call, it))?;
        if call.switched(Switch::V2AbsencePatch, "200") {
            return Ok(Answer::json(StatusCode::OK, shown(call, company, id)));
        }
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// Takes an absence away; here there is no approval to skip (published page of the route [O]).
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    call.change(|company| {
        let gone = company.absences.by_uuid_text(&call.param(0)).map(|it| it.id);
        absence::delete(company, gone.ok_or_else(|| refusal::v2_not_found(call))?, call.now());
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// How the call writes: with approval unless it says otherwise (facts §9.2 [O]).
fn manner(call: &Call<'_>) -> Result<Manner, Answer> {
    let skip_approval = match first(&call.query(), "skip_approval") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(invalid(call)),
    };
    let tells_always = call.switched(Switch::AbsenceTimerange, "always");
    Ok(Manner { skip_approval, knows_substitutes: true, tells_always })
}

/// What a body says.
struct Change {
    person: Sent<String>,
    kind: Sent<String>,
    start: Sent<Boundary>,
    end: Sent<Boundary>,
    comment: Sent<Text>,
    substitute: Sent<String>,
}

impl Change {
    fn read(call: &Call<'_>) -> Result<Self, Unfit> {
        let fields = Fields::read(call)?;
        let takes_offsets = call.switched(Switch::V2AbsenceOffsets, "shifted");
        let boundary = |name| fields.read_as(name, |it| Boundary::read(it, takes_offsets));
        Ok(Self {
            person: fields.id("person")?,
            kind: fields.id("absence_type")?,
            start: boundary("starts_from")?,
            end: boundary("ends_at")?,
            comment: fields.text("comment", COMMENT)?.map(Text::from),
            substitute: fields.id("substitute")?,
        })
    }

    /// Whether null was sent for what every absence has.
    fn empties_what_must_be(&self) -> bool {
        let Self { person, kind, start, .. } = self;
        matches!(person, Sent::Null) || matches!(kind, Sent::Null) || matches!(start, Sent::Null)
    }

    /// The absence as it is afterwards.
    fn of(
        self,
        call: &Call<'_>,
        company: &Company,
        zone: Zone,
        before: Option<Draft>,
    ) -> Result<Draft, Refused> {
        let known = |it: String| company.absence_types.by_uuid_text(&it).map(|it| it.id);
        let kind = self.kind.try_map(|it| known(it).ok_or(Refused::UnknownType))?;
        let substitute = self.substitute.try_map(|it| it.parse().map_err(|_| Refused::SubstituteInvalid))?;
        let is_inclusive = call.switched(Switch::V2AbsenceEnd, "inclusive");
        let blank = Draft {
            kind: 0,
            start: DateTime::MIN,
            end: None,
            half_start: false,
            half_end: false,
            comment: None,
            substitute: None,
        };
        let mut draft = before.unwrap_or(blank);
        draft.kind = kind.or(Some(draft.kind)).ok_or(Refused::UnknownType)?;
        if let Sent::Value(start) = self.start {
            draft.start = start.at.local(zone);
            draft.half_start = start.half == Some(Half::Second);
        }
        match self.end {
            Sent::Not => {}
            Sent::Null => (draft.end, draft.half_end) = (None, false),
            Sent::Value(end) => {
                let at = end.at.local(zone);
                let is_day = is_inclusive && at.time() == Time::midnight();
                draft.end = Some(if is_day { at.saturating_add(1.day()) } else { at });
                draft.half_end = end.half == Some(Half::First);
            }
        }
        draft.comment = self.comment.or(draft.comment).filter(|it| !it.is_empty());
        draft.substitute = substitute.or(draft.substitute);
        Ok(draft)
    }
}

/// The start or the end of an absence.
struct Boundary {
    at: Sending,
    half: Option<Half>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    First,
    Second,
}

/// A time as it was sent. An offset should not be there; live, one shifts the time (facts §13.9 [Q]).
enum Sending {
    Local(DateTime),
    At(Timestamp),
}

impl Sending {
    fn local(&self, zone: Zone) -> DateTime {
        match self {
            Self::Local(at) => *at,
            Self::At(at) => zone.rule().to_datetime(*at),
        }
    }
}

impl Boundary {
    fn read(value: &Value, takes_offsets: bool) -> Option<Self> {
        let text = value.get("date_time")?.as_str()?;
        let moment = || text.parse().ok().filter(|_| takes_offsets).map(Sending::At);
        let at = local(text).map(Sending::Local).or_else(moment)?;
        let half = match value.get("type") {
            None | Some(Value::Null) => None,
            Some(Value::String(it)) if it == "FIRST_HALF" => Some(Half::First),
            Some(Value::String(it)) if it == "SECOND_HALF" => Some(Half::Second),
            Some(_) => return None,
        };
        Some(Self { at, half })
    }
}

/// The id of an absence, or all of it.
fn shown(call: &Call<'_>, company: &Company, id: u32) -> Vec<u8> {
    let mut json = Json::with_capacity(512);
    let Some(absence) = company.absences.get(id) else { return json.into_bytes() };
    if call.switched(Switch::V2AbsenceCreated, "period") {
        write(&mut json, call, company, absence);
    } else {
        json.raw("{\"id\":").uuid(absence.uuid).raw("}");
    }
    json.into_bytes()
}

fn unprocessable(call: &Call<'_>, detail: &str) -> Answer {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    refusal::v2_unexplained(call, status, "Unprocessable absence period request", detail)
}

/// Titles are names of examples on the published page; of the details only that of a required substitute was seen (facts
/// §4.2 [Q]), the others are made like it [?].
fn refused(call: &Call<'_>, why: Refused) -> Answer {
    let conflict = |title, detail| refusal::v2_unexplained(call, StatusCode::CONFLICT, title, detail);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let substitute = |title, detail| refusal::v2_unexplained(call, status, title, detail);
    match why {
        Refused::Overlap => {
            conflict("Absence period conflict", "The person has another absence period in this time.")
        }
        Refused::Substituting => conflict(
            "Requesting absence while substituting",
            "The person is the substitute of somebody else in this time.",
        ),
        Refused::SubstituteInvalid => {
            conflict("Substitute is invalid", "The substitute does not exist or is not there in this time.")
        }
        Refused::SubstituteNotAllowed => {
            substitute("Substitute not allowed", "A substitute is not allowed for this absence type.")
        }
        Refused::SubstituteRequired => {
            substitute("Substitute required", "A substitute is required for this absence type.")
        }
        Refused::UnknownPerson => unprocessable(call, "The person does not exist."),
        Refused::UnknownType => unprocessable(call, "The absence type does not exist."),
        Refused::StartAfterEnd => unprocessable(call, "The absence period must end after it starts."),
        Refused::TooLong => unprocessable(call, "The absence period is too long."),
        Refused::FarAway => unprocessable(call, "The absence period is too far away."),
        Refused::BothHalves => {
            unprocessable(call, "A single day can't start with its second half and end with its first.")
        }
        Refused::NoHalves => unprocessable(call, "Half days are not enabled for this absence type."),
        Refused::EndsAtMidnight => unprocessable(call, "An hourly absence period can't end at midnight."),
        Refused::TimesOverDays => {
            unprocessable(call, "An hourly absence period with times must be within one day.")
        }
    }
}
