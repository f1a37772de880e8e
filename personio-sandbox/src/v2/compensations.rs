//! `/v2/compensations`: what people are paid, read; and salary bands.

use http::StatusCode;
use jiff::ToSpan;
use jiff::civil::Date;

use super::fields::day;
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::compensation::{Compensation, CompensationType, PayInterval, PayKind, SalaryBand};
use crate::model::person::Person;
use crate::rules::pay::{self, Window};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const LIST: ListSpec = ListSpec::new(100, 100, &["start_date", "end_date", "person.id", "legal_entity.id"]);
const TYPES: ListSpec = ListSpec::new(100, 100, &[]);
/// The limits of salary bands are not published [?].
const BANDS: ListSpec = ListSpec::new(50, 100, &[]);

/// Lists what is paid in at most one month (facts §9.5 [O]), by person.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let company = call.company();
    let window = window(call, &page, company.day_of(call.now()))?;
    let entities = page.list("legal_entity.id");
    // A client that goes on is where its last row was: the upper half of a key is the person.
    let after = page.after();
    let reached = u32::try_from(after >> 32).unwrap_or(u32::MAX).saturating_sub(1);
    let lists_all = call.switched(Switch::V2CompensationNeeds, "nothing");
    let rows = people(&company, &page, reached);
    let rows = rows.flat_map(|person| {
        let payer = pay::payer(person, window);
        let paid = pay::in_force(&company, person, window);
        let is_base = |it: &&Compensation| pay::kind(&company, it).is_some_and(PayKind::is_base);
        // Without a salary and a legal entity nothing of a person is there (facts §9.5 [T]).
        let is_there = lists_all || (payer.is_some() && paid.iter().any(is_base));
        let is_wanted = entities
            .as_ref()
            .is_none_or(|all| payer.is_some_and(|it| all.contains(&it.to_string().as_str())));
        let paid = if is_there && is_wanted { paid } else { Vec::new() };
        paid.into_iter().map(move |it| (key(person, it), (payer, it)))
    });
    let rows = rows.filter(|it| it.0 > after);
    let nested = call.switched(Switch::V2CompensationRow, "nested");
    let write = if nested { nested_row } else { row };
    Ok(page.answer(call, rows, |json, (payer, it)| write(json, &company, payer, it)))
}

/// The people of a page: those that are named, or everybody, from the one on where a client is.
fn people<'a>(company: &'a Company, page: &Page, reached: u32) -> Box<dyn Iterator<Item = &'a Person> + 'a> {
    let Some(named) = page.list("person.id") else {
        return Box::new(company.people.after(reached).iter());
    };
    // Personio's own numbers are written plainly.
    let number = |text: &&str| text.parse().ok().filter(|it: &u32| it.to_string() == **text && *it > reached);
    let mut numbers: Vec<u32> = named.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    Box::new(numbers.into_iter().filter_map(|it| company.people.get(it)))
}

fn key(person: &Person, row: &Compensation) -> u64 {
    u64::from(person.id) << 32 | u64::from(row.id)
}

/// The days that are asked for; this month where none is, and the rest of its month where one is [?].
fn window(call: &Call<'_>, page: &Page, today: Date) -> Result<Window, Answer> {
    let date = |name: &str| {
        let text = page.values(name).next();
        text.map(|it| day(it).ok_or_else(|| refusal::bad_value(call))).transpose()
    };
    let (start, end) = (date("start_date")?, date("end_date")?);
    let from = start.unwrap_or_else(|| end.unwrap_or(today).first_of_month());
    let to = end.unwrap_or_else(|| from.last_of_month());
    let latest = from.checked_add(1.month()).unwrap_or(Date::MAX);
    if to < from || to > latest {
        return Err(refusal::bad_value(call));
    }
    Ok(Window { from, to })
}

/// Writes what a person gets. The names of the fields are not published (facts §15.7 [?]).
fn row(json: &mut Json, company: &Company, payer: Option<u32>, it: &Compensation) {
    let mut body = Object::open(json);
    body.reference("person", Some(it.person)).reference("legal_entity", payer);
    if let Some(of_type) = company.compensation_types.get(it.of_type) {
        write_type(body.key("type"), of_type);
    }
    amount(&mut body, company, it);
    body.close();
}

/// Writes what a person gets in the fields that a client reads which runs against live data [T].
fn nested_row(json: &mut Json, company: &Company, payer: Option<u32>, it: &Compensation) {
    let mut body = Object::open(json);
    body.text("id", Some(&it.id.to_string()));
    body.reference("person", Some(it.person)).reference("legal_entity", payer);
    if let Some(of_type) = company.compensation_types.get(it.of_type) {
        let category = match of_type.kind {
            PayKind::Fixed => "FIXED_SALARY",
            PayKind::Hourly => "HOURLY_SALARY",
            PayKind::Recurring | PayKind::OneTime | PayKind::Bonus => category(of_type.kind),
        };
        let mut of_row = Object::open(body.key("type"));
        of_row.key("id").uuid(of_type.uuid);
        of_row.text("name", Some(&of_type.name)).text("category", Some(category)).close();
    }
    let mut amount = Object::open(body.key("amount"));
    amount.key("value").hundredths(it.value);
    amount.text("currency", Some(&it.currency)).close();
    body.text("interval", it.interval.map(PayInterval::as_str)).date("effective_from", Some(it.from));
    if let Some(job) = company.people.get(it.person).map(Person::current) {
        for (name, hours) in [
            ("weekly_working_hours", job.weekly_hours),
            ("full_time_weekly_working_hours", job.full_time_hours),
        ] {
            if let Some(hours) = hours {
                body.key(name).hundredths(hours.into());
            }
        }
    }
    body.close();
}

/// Writes what is paid, and since when.
pub(super) fn amount(body: &mut Object<'_>, company: &Company, it: &Compensation) {
    body.key("value").hundredths(it.value);
    body.text("currency", Some(&it.currency));
    // That a wage has an interval of its own is [?].
    let is_hourly = pay::kind(company, it) == Some(PayKind::Hourly);
    let interval = if is_hourly { Some("HOURLY") } else { it.interval.map(PayInterval::as_str) };
    body.text("interval", interval).date("effective_from", Some(it.from));
    body.text("comment", it.comment.as_deref());
}

/// Lists the types of compensation; whether those are there that v1 shows as well is not known [?].
pub(crate) fn types(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &TYPES)?;
    let company = call.company();
    let hides = call.switched(Switch::V2CompensationTypes, "recurring-and-one-time");
    let listed = |it: &&CompensationType| !hides || matches!(it.kind, PayKind::Recurring | PayKind::OneTime);
    let rows = company.compensation_types.after(u32::try_from(page.after()).unwrap_or(u32::MAX)).iter();
    Ok(page.answer(call, rows.filter(listed).map(|it| (it.id.into(), it)), write_type))
}

/// Writes a type. Only two of the categories are published (facts §9.5 [O]).
pub(super) fn write_type(json: &mut Json, it: &CompensationType) {
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.text("name", Some(&it.name)).text("category", Some(category(it.kind))).close();
}

fn category(kind: PayKind) -> &'static str {
    match kind {
        PayKind::Fixed => "FIXED",
        PayKind::Hourly => "HOURLY",
        PayKind::Recurring => "RECURRING",
        PayKind::OneTime => "ONE_TIME",
        PayKind::Bonus => "BONUS",
    }
}

/// Lists salary bands. That they are there is all that is known of them (facts §9.5 [T], §15.7 [?]).
pub(crate) fn bands(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &BANDS)?;
    let full = call.switched(Switch::V2SalaryBandFields, "full");
    let company = call.company();
    let rows = company.salary_bands.after(u32::try_from(page.after()).unwrap_or(u32::MAX)).iter();
    Ok(page.answer(call, rows.map(|it| (it.id.into(), it)), |json, it| band(json, &company, it, full)))
}

fn band(json: &mut Json, company: &Company, it: &SalaryBand, full: bool) {
    let job = company.jobs.get(it.job);
    let name = job.map(|job| format!("{} ({})", job.name, it.currency));
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.text("name", name.as_deref());
    if full {
        if let Some(job) = job {
            body.key("job").raw("{\"id\":").uuid(job.uuid).raw("}");
        }
        body.text("currency", Some(&it.currency)).text("interval", Some("YEARLY"));
        body.key("minimum").hundredths(it.lowest);
        body.key("maximum").hundredths(it.highest);
    }
    body.close();
}

/// What a write is answered that contradicts what there is. Only 400 and 403 are seen (facts §9.5); the rest is [?].
pub(super) fn refused(call: &Call<'_>, detail: &str) -> Answer {
    if call.switched(Switch::V2CompensationRefused, "422") {
        let (status, title) = (StatusCode::UNPROCESSABLE_ENTITY, "Unprocessable entity");
        return refusal::v2(call.state, status, title, detail, "common.unprocessable_entity");
    }
    refusal::bad_request(call, detail)
}
