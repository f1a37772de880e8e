//! What a person is paid now: v1 tells it among the attributes, for the current employment only.
//!
//! `fix_salary` and `hourly_salary` have their currency beside the value (official). Must not know how calls are
//! made.

use nabe_connector::DefectKind;
use nabe_model::hris::Employment;
use nabe_model::select::{Asked, Fields};
use nabe_model::value::{Choice, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::compensation_types::period_of;
use super::reading::{Found, from_json};
use super::scalar::Scalar;
use super::values::Values;

/// Whether what is asked for needs it: only when it is named, since it may take a further call.
pub(super) fn is_wanted(asked: &Asked) -> bool {
    is_named(&asked.fields)
}

/// The same of the employments inside a person.
pub(super) fn is_wanted_inside(asked: &Asked) -> bool {
    asked.fields.inside("employments").is_some_and(is_named)
}

fn is_named(fields: &Fields) -> bool {
    ["pay_rate", "pay_period", "pay_currency"].iter().any(|it| fields.names(it))
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireRow<'b> {
    attributes: Found<WirePay<'b>>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WirePay<'b> {
    status: Found<WireValue<'b>>,
    fix_salary: Found<WireMoney<'b>>,
    fix_salary_interval: Found<WireValue<'b>>,
    hourly_salary: Found<WireMoney<'b>>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireValue<'b> {
    value: Scalar<'b>,
}

#[derive(Deserialize, Default)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct WireMoney<'b> {
    value: Found<&'b RawValue>,
    currency: Scalar<'b>,
}

/// An amount and its currency.
struct Money<'b> {
    amount: Text<'b>,
    currency: Option<Text<'b>>,
}

/// Adds to an employment what the person's row of v1 says of pay; false if it doesn't speak of this employment.
pub(super) fn add<'b>(record: &mut Employment<'b>, row: &'b RawValue, values: &mut Values<'_>) -> bool {
    let Ok(WireRow { attributes: Found::Value(pay) }) = from_json::<WireRow<'b>>(row.get()) else {
        values.refuse::<()>("attributes", DefectKind::WrongType);
        return false;
    };
    let status = pay.status.and_then(|it| it.value.text()).value();
    if !is_current(record, status.as_deref()) {
        return false;
    }
    let fixed =
        money(["attributes.fix_salary.value", "attributes.fix_salary.currency"], pay.fix_salary, values);
    let hourly = money(
        ["attributes.hourly_salary.value", "attributes.hourly_salary.currency"],
        pay.hourly_salary,
        values,
    );
    let (money, period) = match (fixed, hourly) {
        (Some(fixed), _) => {
            let interval = values.found("attributes.fix_salary_interval", pay.fix_salary_interval);
            let interval =
                interval.and_then(|it| values.text("attributes.fix_salary_interval.value", it.value));
            (fixed, interval.map(|it| Choice::new(period_of(&it), it)))
        }
        (None, Some(hourly)) => (hourly, Some(Choice::own("hour"))),
        (None, None) => return true,
    };
    record.pay_rate = Some(money.amount);
    record.pay_currency = money.currency;
    record.pay_period = period;
    true
}

/// Whether v1 speaks of this employment: it runs, and v1 says the same of the person.
fn is_current(record: &Employment<'_>, status: Option<&str>) -> bool {
    let of_employment = record.employment_status.as_ref().and_then(|it| it.source_value.as_deref());
    match (of_employment, status) {
        (Some("ACTIVE"), Some("active") | None) | (Some("LEAVE"), Some("leave") | None) => true,
        (Some(_) | None, _) => false,
    }
}

/// Nothing is paid where 0 stands: Personio writes it for the salary that a person doesn't have (official example).
fn money<'b>(
    [path, currency_path]: [&'static str; 2],
    money: Found<WireMoney<'b>>,
    values: &mut Values<'_>,
) -> Option<Money<'b>> {
    let WireMoney { value, currency } = values.found(path, money)?;
    let amount = values.exact(path, value)?;
    let currency = values.text(currency_path, currency);
    amount.parse::<f64>().is_ok_and(|it| it != 0.0).then_some(Money { amount, currency })
}
