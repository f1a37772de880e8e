//! An employee as v1 sends it: every attribute in an envelope of label, value, type and universal id.
//!
//! Pages of a hundred such records are the sandbox's heaviest answers, so they are written straight
//! into bytes.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::attribute::{Attribute, AttributeIndex, Kind, Source, System};
use crate::model::company::Company;
use crate::model::person::{CustomValue, Employment, Gender, Person, Status};
use crate::switch::{Switch, Switches};
use crate::wire::json::{Json, Object};

/// Which attributes to write and what their values refer to.
pub(crate) struct Projection<'a> {
    pub(crate) company: &'a Company,
    pub(crate) attributes: &'a [AttributeIndex],
    /// Scheme and host for links.
    pub(crate) base: &'a str,
    pub(crate) spelling: Spelling,
}

/// What is not known of the spelling, as the switches stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    /// What stands between day and time: a space in the file's examples, a `T` in newer answers (facts §7 [O]).
    separator: &'static str,
    /// Office, department and team are their names, as one client expects (facts §8.1 [T]).
    names: bool,
}

impl Spelling {
    /// As the switches stand.
    pub(crate) fn of(switches: &Switches) -> Self {
        let separator = if switches.is(Switch::V1Dates, "space") { " " } else { "T" };
        Self { separator, names: switches.is(Switch::V1Units, "names") }
    }
}

/// Writes one employee.
pub(crate) fn employee(json: &mut Json, projection: &Projection<'_>, person: &Person) {
    json.raw("{\"type\":\"Employee\",\"attributes\":{");
    for (at, index) in projection.attributes.iter().enumerate() {
        if at > 0 {
            json.raw(",");
        }
        let attribute = projection.company.catalogue.get(*index);
        json.raw(&attribute.head);
        value(json, projection, person, attribute);
        json.raw(&attribute.tail);
        if let Source::System(System::FixSalary | System::HourlySalary) = attribute.source {
            json.raw(",\"currency\":").string(&person.pay.currency);
        }
        json.raw("}");
    }
    json.raw("}}");
}

fn value(json: &mut Json, projection: &Projection<'_>, person: &Person, attribute: &Attribute) {
    match attribute.source {
        Source::System(system) => system_value(json, projection, person, system),
        Source::Custom(place) => match person.custom.get(place).and_then(Option::as_ref) {
            Some(custom) => custom_value(json, attribute.kind, custom),
            None => _ = json.raw("null"),
        },
    }
}

fn system_value(json: &mut Json, projection: &Projection<'_>, person: &Person, system: System) {
    let company = projection.company;
    let job = person.current();
    match system {
        System::Id => _ = json.int(i64::from(person.id)),
        System::FirstName => _ = json.string(&person.first_name),
        System::LastName => _ = json.string(&person.last_name),
        System::PreferredName => text(json, person.preferred_name.as_deref()),
        System::Email => text(json, Some(person.email.as_str()).filter(|it| !it.is_empty())),
        System::Gender => text(json, person.gender.map(gender)),
        System::Status => _ = json.string(status(job.status)),
        System::Position => text(json, job.position.as_deref()),
        System::Supervisor => supervisor(json, company, job),
        System::EmploymentType => _ = json.string(if job.external { "external" } else { "internal" }),
        System::WeeklyHours => weekly_hours(json, job),
        System::HireDate => date(json, projection, job.start),
        System::ContractEnd => date(json, projection, job.contract_end),
        System::TerminationDate => date(json, projection, job.termination.as_ref().map(|it| it.date)),
        System::TerminationType => termination_type(json, job),
        System::TerminationReason => text(json, job.termination.as_ref().and_then(|it| it.reason.as_deref())),
        System::ProbationEnd => date(json, projection, job.probation_end),
        System::CreatedAt => moment(json, projection, person.created_at),
        System::LastModified => moment(json, projection, person.updated_at),
        System::Subcompany => {
            let entity = job.legal_entity.and_then(|it| company.legal_entities.get(it));
            named(json, "Subcompany", entity.map(|it| (it.id, &*it.name)));
        }
        System::Office => {
            let office = job.office.and_then(|it| company.offices.get(it));
            placed(json, projection, "Office", office.map(|it| (it.id, &*it.name)));
        }
        System::Department => unit(json, projection, "Department", job.department),
        System::Team => unit(json, projection, "Team", job.team),
        System::CostCenters => cost_centers(json, company, job),
        System::HolidayCalendar => holiday_calendar(json, company, person),
        System::AbsenceEntitlement => entitlements(json, company, person),
        System::WorkSchedule => work_schedule(json, company, person),
        System::FixSalary => _ = json.hundredths(person.pay.fix),
        System::FixSalaryInterval => text(json, person.pay.interval.as_deref()),
        System::HourlySalary => _ = json.hundredths(person.pay.hourly),
        System::LastWorkingDay => {
            date(json, projection, job.termination.as_ref().map(|it| it.last_working_day));
        }
        System::ProfilePicture => picture(json, projection.base, person),
    }
}

fn text(json: &mut Json, value: Option<&str>) {
    match value {
        Some(text) => json.string(text),
        None => json.raw("null"),
    };
}

/// A number in a string, unlike the other numbers (facts §8.1 [O]).
fn weekly_hours(json: &mut Json, job: &Employment) {
    match job.weekly_hours {
        Some(hours) => json.raw("\"").hundredths(hours.into()).raw("\""),
        None => json.raw("null"),
    };
}

/// Dates of v1 are midnights of the company's zone (facts §7 [O]).
fn date(json: &mut Json, projection: &Projection<'_>, value: Option<Date>) {
    match value {
        Some(date) => json.midnight(date, &projection.company.zone, projection.spelling.separator),
        None => json.raw("null"),
    };
}

/// Moments are in the company's zone (facts §7 [O]).
fn moment(json: &mut Json, projection: &Projection<'_>, at: Timestamp) {
    json.local_with(at, &projection.company.zone, projection.spelling.separator);
}

fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "male",
        Gender::Female => "female",
        Gender::Diverse => "diverse",
    }
}

/// The status as v1 spells it.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Onboarding => "onboarding",
        Status::Active => "active",
        Status::Leave => "leave",
        Status::Inactive => "inactive",
    }
}

/// The values of v1 are not published; the names of v2 in lower case are assumed [?].
fn termination_type(json: &mut Json, job: &Employment) {
    let kind = job.termination.as_ref().map(|it| it.kind.to_ascii_lowercase());
    text(json, kind.as_deref());
}

/// The short form of whoever leads.
fn supervisor(json: &mut Json, company: &Company, job: &Employment) {
    let Some(boss) = job.supervisor.and_then(|it| company.people.get(it)) else {
        json.raw("null");
        return;
    };
    short_employee(json, boss);
}

/// Writes the short form of an employee.
pub(crate) fn short_employee(json: &mut Json, person: &Person) {
    json.raw("{\"type\":\"Employee\",\"attributes\":{");
    json.raw("\"id\":{\"label\":\"ID\",\"value\":").int(i64::from(person.id));
    json.raw(",\"type\":\"integer\",\"universal_id\":\"id\"}");
    let names = [
        ("first_name", "First name", &person.first_name),
        ("last_name", "Last name", &person.last_name),
        ("email", "Email", &person.email),
    ];
    for (key, label, value) in names {
        json.raw(",\"").raw(key).raw("\":{\"label\":\"").raw(label).raw("\",\"value\":").string(value);
        json.raw(",\"type\":\"standard\",\"universal_id\":\"").raw(key).raw("\"}");
    }
    json.raw("}}");
}

/// `{"type":…,"attributes":{"id":…,"name":…}}` or null.
fn named(json: &mut Json, kind: &str, row: Option<(u32, &str)>) {
    let Some((id, name)) = row else {
        json.raw("null");
        return;
    };
    json.raw("{\"type\":\"").raw(kind).raw("\",\"attributes\":{\"id\":").int(i64::from(id));
    json.raw(",\"name\":").string(name).raw("}}");
}

fn unit(json: &mut Json, projection: &Projection<'_>, kind: &str, id: Option<u32>) {
    let unit = id.and_then(|it| projection.company.units.get(it));
    placed(json, projection, kind, unit.map(|it| (it.id, it.name.as_str())));
}

/// Where somebody works: an object, or its name alone (facts §8.1 [O], [T]).
fn placed(json: &mut Json, projection: &Projection<'_>, kind: &str, row: Option<(u32, &str)>) {
    if projection.spelling.names {
        text(json, row.map(|it| it.1));
    } else {
        named(json, kind, row);
    }
}

fn cost_centers(json: &mut Json, company: &Company, job: &Employment) {
    json.raw("[");
    for (at, (id, percentage)) in job.cost_centers.iter().enumerate() {
        let name = company.cost_centers.get(*id).map_or("", |it| it.name.as_str());
        json.raw(if at > 0 { "," } else { "" });
        json.raw("{\"type\":\"CostCenter\",\"attributes\":{\"id\":").int(i64::from(*id));
        json.raw(",\"name\":").string(name).raw(",\"percentage\":").hundredths(*percentage).raw("}}");
    }
    json.raw("]");
}

fn holiday_calendar(json: &mut Json, company: &Company, person: &Person) {
    let Some(calendar) = person.holiday_calendar.and_then(|it| company.holiday_calendars.get(it)) else {
        json.raw("null");
        return;
    };
    json.raw("{\"type\":\"HolidayCalendar\",\"attributes\":");
    let mut attributes = Object::open(json);
    attributes.key("id").int(i64::from(calendar.id));
    attributes.text("name", Some(&calendar.name)).text("country", Some(&calendar.country));
    attributes.text("state", calendar.state.as_deref());
    attributes.close();
    json.raw("}");
}

fn entitlements(json: &mut Json, company: &Company, person: &Person) {
    json.raw("[");
    for (at, (id, days)) in person.entitlements.iter().enumerate() {
        let Some(kind) = company.absence_types.get(*id) else { continue };
        json.raw(if at > 0 { "," } else { "" });
        json.raw("{\"type\":\"TimeOffType\",\"attributes\":{\"id\":").int(i64::from(kind.id));
        json.raw(",\"name\":").string(&kind.name).raw(",\"category\":");
        text(json, kind.category.as_deref());
        json.raw(",\"entitlement\":").hundredths(*days).raw("}}");
    }
    json.raw("]");
}

fn work_schedule(json: &mut Json, company: &Company, person: &Person) {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let pattern = person.work_schedule;
    let schedule = pattern.and_then(|it| company.work_schedules.get(it.schedule));
    let (Some(pattern), Some(schedule)) = (pattern, schedule) else {
        json.raw("null");
        return;
    };
    json.raw("{\"type\":\"WorkSchedule\",\"attributes\":");
    let mut attributes = Object::open(json);
    attributes.key("id").int(i64::from(schedule.id));
    attributes.text("name", Some(&schedule.name)).date("valid_from", pattern.valid_from);
    for (day, hours) in DAYS.into_iter().zip(&schedule.days) {
        attributes.text(day, Some(hours));
    }
    attributes.close();
    json.raw("}");
}

/// The link to a picture. What the real API sends for people without one is not known; null here [?].
fn picture(json: &mut Json, base: &str, person: &Person) {
    if !person.has_picture {
        json.raw("null");
        return;
    }
    json.raw("\"").text(base).raw("/v1/company/employees/").int(i64::from(person.id));
    json.raw("/profile-picture\"");
}

fn custom_value(json: &mut Json, kind: Kind, value: &CustomValue) {
    match value {
        CustomValue::Text(text) => _ = json.string(text),
        CustomValue::Whole(number) => _ = json.int(*number),
        CustomValue::Decimal(hundredths) => _ = json.hundredths(*hundredths),
        // Unlike the fixed dates, a plain day (facts §7 [O]).
        CustomValue::Date(date) => _ = json.date(*date),
        CustomValue::Tags(tags) if kind == Kind::TagsAsJson => {
            json.string(&serde_json::to_string(tags).unwrap_or_default());
        }
        CustomValue::Tags(tags) => {
            json.raw("\"");
            for (at, tag) in tags.iter().enumerate() {
                json.raw(if at > 0 { "," } else { "" }).text(tag);
            }
            json.raw("\"");
        }
    }
}
