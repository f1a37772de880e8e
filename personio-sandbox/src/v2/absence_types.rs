//! `/v2/absence-types`.

use crate::access::tokens::Grant;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

/// The limits are those of the published page.
const LIST: ListSpec = ListSpec::new(100, 100, &[]);

/// Lists the types of absence.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let company = call.company();
    let rows = company.absence_types.rows().iter();
    Ok(page.numbered(call, rows, |json, it| absence_type(json, call, it)))
}

/// Shows a type of absence.
pub(crate) fn one(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let found = company.absence_types.by_uuid_text(&call.param(0));
    let found = found.ok_or_else(|| refusal::v2_not_found(call))?;
    let mut json = Json::with_capacity(256);
    absence_type(&mut json, call, found);
    Ok(Answer::ok(json))
}

/// The published page has an example with `DAY` and a category in capitals; clients expect `DAILY` (facts §9.2 [?]).
fn absence_type(json: &mut Json, call: &Call<'_>, it: &AbsenceType) {
    let is_short = call.switched(Switch::V2AbsenceTypeUnit, "DAY");
    let unit = match it.unit {
        AbsenceUnit::Day if is_short => "DAY",
        AbsenceUnit::Day => "DAILY",
        AbsenceUnit::Hour if is_short => "HOUR",
        AbsenceUnit::Hour => "HOURLY",
    };
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.text("name", Some(&it.name));
    body.text("category", it.category.as_ref().map(|it| it.to_ascii_uppercase()).as_deref());
    body.text("unit", Some(unit)).close();
}
