//! The fields of a person and of an employment, with what they have.

use super::pick;
use crate::model::attribute::{Attribute, Kind, Source};
use crate::model::company::Company;
use crate::model::organisation::UnitKind;
use crate::model::person::{Employment, Gender, Person, Status};
use crate::pages::form::{Field, Look};
use crate::pages::show;

/// How many cost centers can be entered at least.
const COST_CENTERS: usize = 2;

/// Who somebody is.
pub(super) fn of_person(person: Option<&Person>) -> Vec<Field> {
    let text = |value: fn(&Person) -> &str| person.map_or("", value).to_owned();
    let gender = match person.and_then(|it| it.gender) {
        None => "",
        Some(Gender::Male) => "male",
        Some(Gender::Female) => "female",
        Some(Gender::Diverse) => "diverse",
    };
    let genders = [("", "Not told"), ("female", "Female"), ("male", "Male"), ("diverse", "Diverse")];
    vec![
        Field::new("first_name", "First name", "text").required().value(text(|it| &it.first_name)),
        Field::new("last_name", "Last name", "text").required().value(text(|it| &it.last_name)),
        Field::new("preferred_name", "Preferred name", "text")
            .hint("In place of the first name, or of all of it.")
            .value(text(|it| it.preferred_name.as_deref().unwrap_or(""))),
        Field::new("email", "Email", "email")
            .hint("Nobody else can have the same one.")
            .value(text(|it| &it.email)),
        Field::choice("gender", "Gender", options(genders)).value(gender),
    ]
}

/// The company's own attributes.
pub(super) fn of_customs(company: &Company, person: Option<&Person>) -> Vec<Field> {
    let field = |(_, attribute): (_, &Attribute)| {
        let value = match attribute.source {
            Source::Custom(place) => person.and_then(|it| it.custom.get(place)).and_then(Option::as_ref),
            Source::System(_) => None,
        };
        custom(attribute).value(show::custom(value))
    };
    company.catalogue.customs().map(field).collect()
}

fn custom(attribute: &Attribute) -> Field {
    let (key, label) = (attribute.key.clone(), attribute.label);
    let input = |kind| Field::new(key.clone(), label, kind);
    match attribute.kind {
        Kind::Standard => input("text"),
        Kind::Multiline => input("").look(Look::Area),
        Kind::Link => input("url"),
        Kind::Date => input("date"),
        Kind::Integer => input("text").hint("A whole number."),
        Kind::Decimal => input("text").hint("A number like 12.5."),
        Kind::List => {
            let none = std::iter::once(("", "–"));
            Field::choice(
                key.clone(),
                label,
                options(none.chain(attribute.options.iter().map(|it| (*it, *it)))),
            )
        }
        Kind::Tags | Kind::TagsAsJson => {
            input("text").hint(format!("Some of {}, with commas between them.", attribute.options.join(", ")))
        }
    }
}

/// Where and how somebody works.
pub(super) fn of_employment(company: &Company, job: Option<&Employment>) -> Vec<Field> {
    let day = |value: fn(&Employment) -> Option<jiff::civil::Date>| show::entered_day(job.and_then(value));
    let hours = |value: fn(&Employment) -> Option<u16>| {
        job.and_then(value).map_or_else(String::new, |it| show::hundredths(it.into()))
    };
    let id = |value: fn(&Employment) -> Option<u32>| job.and_then(value).map(|it| it.to_string());
    let units = |kind| company.units_of(kind).map(|it| (it.id.to_string(), it.name.clone()));
    let offices = company.offices.rows().iter().map(|it| (it.id.to_string(), it.name.to_string()));
    let entities = company.legal_entities.rows().iter().map(|it| (it.id.to_string(), it.name.to_string()));
    let kinds = [("internal", "Internal"), ("external", "External")];
    let kind = if job.is_some_and(|it| it.external) { "external" } else { "internal" };
    vec![
        Field::new("position", "Position", "text")
            .value(job.and_then(|it| it.position.as_deref()).unwrap_or("")),
        select("department", "Department", units(UnitKind::Department), id(|it| it.department)),
        select("team", "Team", units(UnitKind::Team), id(|it| it.team)),
        pick::field(company, "supervisor", "Supervisor")
            .value(pick::entered(company, job.and_then(|it| it.supervisor))),
        select("office", "Office", offices, id(|it| it.office)),
        select("legal_entity", "Legal entity", entities, id(|it| it.legal_entity)),
        Field::choice("type", "Employment type", options(kinds)).value(kind),
        status(job),
        Field::new("start", "First day", "date").value(day(|it| it.start)),
        Field::new("probation_end", "Probation ends", "date").value(day(|it| it.probation_end)),
        Field::new("contract_end", "Contract ends", "date").value(day(|it| it.contract_end)),
        Field::new("weekly_hours", "Weekly hours", "text").value(hours(|it| it.weekly_hours)),
        Field::new("full_time_hours", "Weekly hours of a full-time job", "text")
            .value(hours(|it| it.full_time_hours)),
    ]
}

fn status(job: Option<&Employment>) -> Field {
    let all = [Status::Onboarding, Status::Active, Status::Leave, Status::Inactive];
    let mut choices: Vec<(String, String)> =
        all.map(|it| (word(it).to_owned(), show::status(it).to_owned())).into();
    if job.is_none() {
        choices.insert(0, (String::new(), "As the first day says".to_owned()));
    }
    Field::choice("status", "Status", choices).value(job.map_or("", |it| word(it.status)))
}

/// A status as forms send it.
pub(super) fn word(status: Status) -> &'static str {
    match status {
        Status::Onboarding => "onboarding",
        Status::Active => "active",
        Status::Leave => "leave",
        Status::Inactive => "inactive",
    }
}

/// The fields of one cost center.
pub(super) fn cost_center_names(place: usize) -> [String; 2] {
    [format!("cost_center_{}", place + 1), format!("cost_share_{}", place + 1)]
}

/// Cost centers with their shares.
pub(super) fn of_cost_centers(company: &Company, job: Option<&Employment>) -> Vec<Field> {
    let own = job.map(|it| it.cost_centers.clone()).unwrap_or_default();
    let centers: Vec<(String, String)> =
        company.cost_centers.rows().iter().map(|it| (it.id.to_string(), it.name.clone())).collect();
    let fields = (0..(own.len() + 1).max(COST_CENTERS)).flat_map(|place| {
        let [center, share] = cost_center_names(place);
        let has = own.get(place);
        let label = format!("Cost center {}", place + 1);
        [
            select(center, label.clone(), centers.clone().into_iter(), has.map(|it| it.0.to_string())),
            Field::new(share, format!("Share of {}", label.to_lowercase()), "text")
                .hint("In percent; all of them together are 100.")
                .value(has.map_or_else(String::new, |it| show::hundredths(it.1))),
        ]
    });
    fields.collect()
}

/// The job of the catalogue that somebody has.
pub(super) fn of_job(company: &Company, job: Option<u32>) -> Field {
    let jobs = company.jobs.rows().iter().map(|it| (it.id.to_string(), it.name.to_string()));
    select("job", "Job of the catalogue", jobs, job.map(|it| it.to_string()))
        .hint("No event tells that it changed.")
}

/// A choice that may be left open.
pub(super) fn select(
    name: impl Into<String>,
    label: impl Into<String>,
    choices: impl Iterator<Item = (String, String)>,
    chosen: Option<String>,
) -> Field {
    let none = std::iter::once((String::new(), "–".to_owned()));
    Field::choice(name, label, none.chain(choices).collect()).value(chosen.unwrap_or_default())
}

fn options<'a>(all: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    all.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned())).collect()
}
