//! Employments as v2 writes them: with a new person, and by `PATCH /v2/persons/{id}/employments/{id}`.
//!
//! Some fields have other names than in answers: `subcompany` is written, `sub_company` is read (facts §13.21 [O]).
//! Nothing can be written about a termination (facts §9.1 [Q]).

use http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;

use super::person_writes::{body, missing, refused, some};
use super::persons;
use crate::access::tokens::Grant;
use crate::model::person::Status;
use crate::rules::people;
use crate::rules::people::change::{Change, EmploymentChange, Probation};
use crate::rules::people::custom::{day, hundredths};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::OnlyAnObject;
use crate::wire::refusal;

/// An employment as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Employment {
    supervisor: Change<Reference>,
    office: Change<Reference>,
    org_units: Change<Vec<Unit>>,
    subcompany: Change<Reference>,
    legal_entity: Change<Reference>,
    position: Change<Position>,
    #[serde(deserialize_with = "some")]
    status: Option<Stage>,
    #[serde(deserialize_with = "some")]
    employment_start_date: Option<String>,
    #[serde(deserialize_with = "some", rename = "type")]
    kind: Option<Kind>,
    contract_end_date: Change<String>,
    probation_end_date: Change<String>,
    probation_period_length: Change<u16>,
    weekly_working_hours: Change<f64>,
    full_time_weekly_working_hours: Change<f64>,
    #[serde(deserialize_with = "some")]
    cost_centers: Option<Vec<Center>>,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

#[derive(Debug, Deserialize)]
struct Reference {
    id: String,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

#[derive(Debug, Deserialize)]
struct Unit {
    #[serde(rename = "type")]
    kind: UnitType,
    id: String,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum UnitType {
    Team,
    Department,
}

#[derive(Debug, Deserialize)]
struct Position {
    title: String,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Stage {
    Active,
    Inactive,
    Onboarding,
    Leave,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Kind {
    Internal,
    External,
}

#[derive(Debug, Deserialize)]
struct Center {
    id: String,
    weight: f64,
    #[serde(flatten)]
    _is: OnlyAnObject,
}

/// Changes an employment.
pub(crate) fn update(call: &Call<'_>, _: &Grant) -> Outcome {
    let sent: Employment = body(call)?;
    let all = call.switched(Switch::V2EmploymentRequired, "status-start-type");
    missing(
        call,
        &[
            ("status", sent.status.is_some(), all),
            ("employment_start_date", sent.employment_start_date.is_some(), all),
            ("type", sent.kind.is_some(), all),
        ],
    )?;
    let change = sent.change(call)?;
    call.change(|company| {
        let person = persons::find(call, company)?;
        let wanted = call.param(1);
        let employment = person.employments.iter().find(|it| it.id.to_string().eq_ignore_ascii_case(&wanted));
        let employment = employment.ok_or_else(|| refusal::v2_not_found(call))?.id;
        let (id, none) = (person.id, people::change::PersonChange::default());
        people::change(company, call.now(), id, none, Some((employment, change)))
            .map_err(|it| refused(call, it))
    })?;
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

impl Employment {
    /// What the fields say; that they agree with the company is for the rules.
    pub(super) fn change(self, call: &Call<'_>) -> Result<EmploymentChange, Answer> {
        let whole = !call.switched(Switch::V2Weights, "any");
        let read = || {
            let (department, team) = units(self.org_units).ok_or("org_units")?;
            Ok(EmploymentChange {
                supervisor: number(self.supervisor),
                office: number(self.office),
                department,
                team,
                legal_entity: legal_entity(self.legal_entity, self.subcompany).ok_or("legal_entity")?,
                position: self.position.and_then(|it| Some(it.title).filter(|it| !it.is_empty())),
                status: self.status.map(Stage::status),
                start: date(self.employment_start_date.map_or(Change::Keep, Change::Set))
                    .ok_or("employment_start_date")?,
                external: self.kind.map(|it| it == Kind::External),
                contract_end: date(self.contract_end_date).ok_or("contract_end_date")?,
                probation: probation(date(self.probation_end_date), self.probation_period_length)?,
                weekly_hours: hours(self.weekly_working_hours).ok_or("weekly_working_hours")?,
                full_time_hours: hours(self.full_time_weekly_working_hours)
                    .ok_or("full_time_weekly_working_hours")?,
                cost_centers: match self.cost_centers {
                    Some(sent) => Some(centers(&sent, whole).ok_or("cost_centers")?),
                    None => None,
                },
            })
        };
        let invalid = |name: &str| refusal::bad_request(call, &format!("The value of {name} is not valid."));
        read().map_err(invalid)
    }
}

impl Stage {
    fn status(self) -> Status {
        match self {
            Self::Active => Status::Active,
            Self::Inactive => Status::Inactive,
            Self::Onboarding => Status::Onboarding,
            Self::Leave => Status::Leave,
        }
    }
}

/// The number that an id is; one that is none refers to nothing.
fn number(reference: Change<Reference>) -> Change<i64> {
    reference.and_then(|it| Some(id(&it.id)))
}

fn id(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}

/// Department and team: the list is the whole truth, so what it lacks is taken away [?].
fn units(list: Change<Vec<Unit>>) -> Option<(Change<i64>, Change<i64>)> {
    if matches!(list, Change::Keep) {
        return Some((Change::Keep, Change::Keep));
    }
    let list = list.value().unwrap_or_default();
    let only = |kind: UnitType| {
        let mut all = list.iter().filter(|it| it.kind == kind);
        let first = all.next().map(|it| id(&it.id));
        all.next().is_none().then_some(Change::to(first))
    };
    Some((only(UnitType::Department)?, only(UnitType::Team)?))
}

/// Two names for the same thing; they must not contradict each other [?].
fn legal_entity(entity: Change<Reference>, subcompany: Change<Reference>) -> Option<Change<i64>> {
    match (number(entity), number(subcompany)) {
        (entity, Change::Keep) => Some(entity),
        (Change::Keep, subcompany) => Some(subcompany),
        (entity, subcompany) => (entity == subcompany).then_some(entity),
    }
}

fn date(sent: Change<String>) -> Option<Change<Date>> {
    sent.checked(|it| day(&it))
}

/// Hours of a week in hundredths.
fn hours(sent: Change<f64>) -> Option<Change<u16>> {
    let within = |it: &i64| (0..=16_800).contains(it);
    sent.checked(|it| hundredths(&it.to_string()).filter(within).and_then(|it| u16::try_from(it).ok()))
}

/// A day or a length, and not both (facts §9.1 [O]); that the length is in months is [?].
fn probation(end: Option<Change<Date>>, length: Change<u16>) -> Result<Option<Probation>, &'static str> {
    match (end.ok_or("probation_end_date")?, length) {
        (Change::Set(_), Change::Set(_)) => Err("probation_period_length"),
        (Change::Set(day), Change::Keep | Change::Empty) => Ok(Some(Probation::Until(day))),
        (Change::Keep | Change::Empty, Change::Set(months)) => Ok(Some(Probation::Months(months))),
        (Change::Keep, Change::Keep) => Ok(None),
        (Change::Empty, _) | (_, Change::Empty) => Ok(Some(Probation::None)),
    }
}

/// Ids and shares in hundredths of a percent. Each center comes once and has a share; that all of them together must
/// have all of it, if there are any, is [?].
fn centers(sent: &[Center], whole: bool) -> Option<Vec<(i64, i64)>> {
    let share = |it: &Center| hundredths(&it.weight.to_string()).filter(|it| (1..=10_000).contains(it));
    let all: Vec<(i64, i64)> = sent.iter().map(|it| Some((id(&it.id), share(it)?))).collect::<Option<_>>()?;
    let twice = (1..all.len()).any(|at| all[..at].iter().any(|it| it.0 == all[at].0));
    let sum: i64 = all.iter().map(|it| it.1).sum();
    (!twice && (!whole || all.is_empty() || sum == 10_000)).then_some(all)
}
