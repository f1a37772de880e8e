//! Absences of v2. Their lists have no rows yet; the types of absence do.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::access::tokens::Grant;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const ABSENCE_PERIODS: ListSpec = ListSpec::new(
    100,
    100,
    &[
        "id",
        "absence_type.id",
        "person.id",
        "starts_from.date_time.gte",
        "starts_from.date_time.lte",
        "ends_at.date_time.gte",
        "ends_at.date_time.lte",
        "updated_at.gte",
        "updated_at.lte",
    ],
);
/// The limits of absence types are not published [?].
const ABSENCE_TYPES: ListSpec = ListSpec::new(100, 100, &[]);
/// Lists absence periods.
pub(crate) fn absence_periods(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &ABSENCE_PERIODS)?;
    for name in &ABSENCE_PERIODS.filters[3..] {
        // Times with a `Z` work (facts §7 [L]); whether local times do is not known, they do here [?].
        let bad = |it: &str| it.parse::<Timestamp>().is_err() && it.parse::<DateTime>().is_err();
        if page.values(name).any(bad) {
            return Err(refusal::bad_value(call));
        }
    }
    Ok(page.empty(call))
}

/// Lists the types of absence.
pub(crate) fn absence_types(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &ABSENCE_TYPES)?;
    let company = call.company();
    Ok(page.numbered(call, company.absence_types.rows().iter(), write_absence_type))
}

/// Shows a type of absence.
pub(crate) fn absence_type(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let id = call.param(0);
    let mut rows = company.absence_types.rows().iter();
    let found = rows.find(|it| it.uuid.to_string().eq_ignore_ascii_case(&id));
    let mut json = Json::with_capacity(256);
    write_absence_type(&mut json, found.ok_or_else(|| refusal::v2_not_found(call))?);
    Ok(Answer::ok(json))
}

/// Category and unit in capitals are assumed (facts §9.2 [?]).
fn write_absence_type(json: &mut Json, it: &AbsenceType) {
    let unit = match it.unit {
        AbsenceUnit::Day => "DAILY",
        AbsenceUnit::Hour => "HOURLY",
    };
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.text("name", Some(&it.name));
    body.text("category", it.category.as_ref().map(|it| it.to_ascii_uppercase()).as_deref());
    body.text("unit", Some(unit)).close();
}
