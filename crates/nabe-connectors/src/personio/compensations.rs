//! What people are paid, month by month.
//!
//! Personio shows at most a month (official): what is in force in it, so that a salary is told in each month. The names
//! of the fields are published nowhere; those of a client that runs against live data (`id`, `amount`, hours) are read
//! beside those that follow the published request (`value`, `currency`). Must not know how calls are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, Each, Evidence, FieldRule, Filters, PageInfo, Plan, Resource, Rules,
};
use nabe_model::hris::{Compensation, CompensationTypeOf};
use nabe_model::record::Record;
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::compensation_types::{WireType, kind_of, of_row, pay_frequency, pay_period};
use super::listed::{Out, each_row, on, page_at};
use super::months::{Days, Place};
use super::operation;
use super::reading::Found;
use super::scalar::Scalar;
use super::values::Link;

/// The most rows of a page (official).
const PAGE_LIMIT: u32 = 100;
/// What a condition on ids must be.
const IDS: &str = "an id, or several with commas";

/// What people are paid.
pub(super) struct PersonioCompensations;

impl Resource for PersonioCompensations {
    fn rules(&self) -> &'static [FieldRule] {
        COMPENSATION
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn makes_up_id(&self, record: &Record<'_, '_>) -> bool {
        matches!(record, Record::Compensation(it) if it.remote_id.is_none())
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let place = Place::read(ask.position, ask.filters, ask.today)?;
        let (people, companies) = (ids(ask.filters, "employee_id")?, ids(ask.filters, "company_id")?);
        let list = Call::to(operation("v2_list_compensations"));
        Ok(Plan::call(on(list, place.cursor.as_deref(), |list| {
            list.query("start_date", place.days.from.to_string())
                .query("end_date", place.days.to.to_string())
                .query_if("person.id", people)
                .query_if("legal_entity.id", companies)
                .query("limit", ask.limit.clamp(1, PAGE_LIMIT).to_string())
        })))
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let place = Place::read(ask.position, ask.filters, ask.today)?;
        let page = page_at(answers.first(), place.cursor.as_deref())?;
        let next = place.next(page.next.as_deref());
        let info =
            each_row(page, ask.explain, each, |row, out| compensation(row, ask.filters, place.days, out));
        Ok(PageInfo { next, ..info })
    }
}

/// The ids of a condition. One without any would list everybody.
fn ids(filters: &Filters, name: &str) -> Result<Option<String>, CallError> {
    match filters.ids(name) {
        Some(ids) if ids.is_empty() => Err(CallError::BadFilter { name: name.to_owned(), expected: IDS }),
        ids => Ok(ids.map(|it| it.join(","))),
    }
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    person: Found<Link<'b>>,
    legal_entity: Found<Link<'b>>,
    #[serde(rename = "type")]
    of_type: Found<WireType<'b>>,
    amount: Found<WireAmount<'b>>,
    value: Found<&'b RawValue>,
    currency: Scalar<'b>,
    interval: Scalar<'b>,
    effective_from: Scalar<'b>,
    weekly_working_hours: Scalar<'b>,
    full_time_weekly_working_hours: Scalar<'b>,
    comment: Scalar<'b>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireAmount<'b> {
    value: Found<&'b RawValue>,
    currency: Scalar<'b>,
}

fn compensation<'b>(
    row: &'b RawValue,
    filters: &Filters,
    days: Days,
    out: &mut Out<'_, 'b>,
) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let mut values = out.values();
    let of_type = values.found("type", wire.of_type).map(|it| of_row(it, &mut values));
    let person = values.link(["person", "person.id"], wire.person);
    let company = values.link(["legal_entity", "legal_entity.id"], wire.legal_entity);
    let (value, currency) = match values.found("amount", wire.amount) {
        Some(it) => (values.exact("amount.value", it.value), values.text("amount.currency", it.currency)),
        None => (values.exact("value", wire.value), values.text("currency", wire.currency)),
    };
    let interval = values.text("interval", wire.interval);
    let effective_date = values.moment("effective_from", wire.effective_from, DateTime::civil);
    let remote_id = values.id("id", wire.id);
    let category = of_type.as_ref().and_then(|it| it.category.as_ref());
    let kind = category.and_then(|it| it.source_value.clone());
    let category = category.and_then(|it| it.value);
    let record = Compensation {
        id: remote_id.clone().or_else(|| composed(person.as_ref(), of_type.as_ref(), effective_date)),
        remote_id,
        employee_id: person.clone(),
        remote_employee_id: person,
        company_id: company.clone(),
        remote_company_id: company,
        kind: kind.map(|it| Choice::new(kind_of(&it), it)),
        value,
        currency,
        pay_period: pay_period(category, interval.as_ref()),
        pay_frequency: pay_frequency(category, interval.as_ref()),
        effective_date,
        weekly_hours: values.number("weekly_working_hours", wire.weekly_working_hours),
        full_time_weekly_hours: values
            .number("full_time_weekly_working_hours", wire.full_time_weekly_working_hours),
        comment: values.text("comment", wire.comment),
        period_start: Some(DateTime::Date(days.from)),
        period_end: Some(DateTime::Date(days.to)),
        of_type,
    };
    if passes(filters, &record) {
        // It comes in each month anew, so it is known by both; what has no id is still paid.
        let id = record.id.as_deref().map(|it| format!("{}-{it}", days.from));
        out.give(Some(&id.unwrap_or_default()), &record);
    } else {
        out.pass_over();
    }
    Ok(())
}

/// Person, type and first day, which stay as long as the pay does. The amount is no part of it: ids are written down
/// in places where amounts must not be.
fn composed<'b>(
    person: Option<&Text<'b>>,
    of_type: Option<&CompensationTypeOf<'b>>,
    since: Option<DateTime>,
) -> Option<Text<'b>> {
    let (person, of_type) = (person?, of_type?.id.as_ref()?);
    let Some(DateTime::Date(since)) = since else { return None };
    Some(format!("{}.{}.{since}", &**person, &**of_type).into())
}

/// Whether it meets the conditions on whom is paid and who pays: exactly, whatever Personio made of them.
fn passes(filters: &Filters, record: &Compensation<'_>) -> bool {
    let is_one_of = |name: &str, id: Option<&Text<'_>>| {
        filters.ids(name).is_none_or(|all| id.is_some_and(|id| all.contains(&&**id)))
    };
    is_one_of("employee_id", record.employee_id.as_ref())
        && is_one_of("company_id", record.company_id.as_ref())
}

use Evidence::{Guess, Official, ThirdParty};
use nabe_connector::Lacking::NotProvided;

const READ: Rules = Rules("compensations:read");

#[rustfmt::skip] // a table: one row a field
static COMPENSATION: &[FieldRule] = &[
    READ.row("id", "id, person.id, type.id, effective_from", "as it stands; where Personio tells none, person, type and \
        first day, which two payments of one type on one day have in common", ThirdParty),
    READ.row("remote_id", "id", "as it stands; whether Personio tells one is not certain", ThirdParty).lacking(NotProvided),
    READ.row("employee_id", "person.id", "as it stands", ThirdParty),
    READ.row("remote_employee_id", "person.id", "as it stands", ThirdParty),
    READ.row("company_id", "legal_entity.id", "the legal entity that pays", ThirdParty),
    READ.row("remote_company_id", "legal_entity.id", "the legal entity that pays", ThirdParty),
    READ.row("type", "type", "id, name and category as they stand", ThirdParty),
    READ.row("kind", "type.category", "salary, hourly or bonus by the category; other for recurring and one-time pay", ThirdParty),
    READ.row("value", "amount.value, value", "digit for digit; without proration, as Personio tells it", ThirdParty),
    READ.row("currency", "amount.currency, currency", "as it stands", ThirdParty),
    READ.row("pay_period", "interval, type.category", "the time that the value is for: the interval, an hour for wages, none \
        for what is paid once", ThirdParty),
    READ.row("pay_frequency", "interval, type.category", "how often recurring pay is paid out; Personio doesn't tell it of \
        salaries and wages", ThirdParty),
    READ.row("effective_date", "effective_from", "the first ten characters", ThirdParty),
    READ.row("weekly_hours", "weekly_working_hours", "as a number", ThirdParty).lacking(NotProvided),
    READ.row("full_time_weekly_hours", "full_time_weekly_working_hours", "as a number", ThirdParty).lacking(NotProvided),
    READ.row("comment", "comment", "as it stands, if Personio tells what was written with it", Guess).lacking(NotProvided),
    READ.row("period_start", "start_date", "the first day for which Personio was asked: of the range, or of a month in it", Official),
    READ.row("period_end", "end_date", "the last day for which Personio was asked: of the range, or of a month in it", Official),
];
