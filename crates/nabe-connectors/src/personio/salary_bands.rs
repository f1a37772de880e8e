//! Salary bands.
//!
//! That Personio lists them is certain; what they have is published nowhere, so that all names are guesses (?).
//! Must not know how calls are made.

use nabe_connector::{Ask, Evidence, FieldRule, Rules};
use nabe_model::hris::SalaryBand;
use nabe_model::value::Choice;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::compensation_types::period_of;
use super::listed::{Listed, One, Out};
use super::reading::Found;
use super::scalar::Scalar;
use super::values::Link;

/// Salary bands.
pub(super) static SALARY_BANDS: Listed = Listed {
    rules: BAND,
    list: ("v2_list_salary_bands", &[]),
    page_limit: Some(100),
    one: One::Scan,
    parent: None,
    map: band,
};

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    job: Found<Link<'b>>,
    minimum: Found<&'b RawValue>,
    maximum: Found<&'b RawValue>,
    currency: Scalar<'b>,
    interval: Scalar<'b>,
}

fn band<'b>(row: &'b RawValue, _: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = serde_json::from_str(row.get())?;
    let mut values = out.values();
    let id = values.id("id", wire.id);
    let job = values.link(["job", "job.id"], wire.job);
    let interval = values.text("interval", wire.interval);
    let record = SalaryBand {
        id: id.clone(),
        remote_id: id.clone(),
        name: values.text("name", wire.name),
        job_id: job.clone(),
        remote_job_id: job,
        min_value: values.exact("minimum", wire.minimum),
        max_value: values.exact("maximum", wire.maximum),
        currency: values.text("currency", wire.currency),
        pay_period: interval.map(|it| Choice::new(period_of(&it), it)),
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

use Evidence::Guess;
use nabe_connector::Lacking::NotProvided;

/// The scope is official (`personio:salary-bands:read`); on which row of the dialog it stands is not known (?).
const READ: Rules = Rules("salary_bands:read");

#[rustfmt::skip] // a table: one row a field
static BAND: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Guess),
    READ.row("remote_id", "id", "as it stands", Guess),
    READ.row("name", "name", "as it stands", Guess),
    READ.row("job_id", "job.id", "as it stands, if Personio tells it", Guess).lacking(NotProvided),
    READ.row("remote_job_id", "job.id", "as it stands, if Personio tells it", Guess).lacking(NotProvided),
    READ.row("min_value", "minimum", "digit for digit, if Personio tells it", Guess).lacking(NotProvided),
    READ.row("max_value", "maximum", "digit for digit, if Personio tells it", Guess).lacking(NotProvided),
    READ.row("currency", "currency", "as it stands, if Personio tells it", Guess).lacking(NotProvided),
    READ.row("pay_period", "interval", "the time that the amounts are for, if Personio tells it", Guess).lacking(NotProvided),
];
