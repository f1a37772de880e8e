//! `/v1/company/time-off-types`: the types of absence, those counted in days and those in hours.

use super::absence_fields::PAGE;
use super::paging::Window;
use crate::access::tokens::Grant;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};

/// Lists the types of absence.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let window = Window::read(&call.query(), PAGE, PAGE)?;
    let company = call.company();
    let rows = company.absence_types.rows();
    let mut json = Json::with_capacity(4_096);
    window.open(&mut json, rows.len(), 0);
    for (at, row) in rows.iter().skip(window.offset).take(window.limit).enumerate() {
        if at > 0 {
            json.raw(",");
        }
        time_off_type(&mut json, row);
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

/// The fields after `approval_required` came later; their names are official, the values of
/// `legacy_category` and `certification_submission_timeframe` are not known (facts §8.2 [?]).
fn time_off_type(json: &mut Json, row: &AbsenceType) {
    json.raw("{\"type\":\"TimeOffType\",\"attributes\":");
    let mut attributes = Object::open(json);
    attributes.key("id").int(i64::from(row.id));
    attributes.text("name", Some(&row.name)).text("category", row.category.as_deref());
    let unit = match row.unit {
        AbsenceUnit::Day => "day",
        AbsenceUnit::Hour => "hour",
    };
    attributes.text("unit", Some(unit));
    attributes.key("approval_required").value(&row.approval_required);
    attributes.key("id_v2").uuid(row.uuid);
    attributes.text("legacy_category", row.category.as_deref());
    attributes.key("half_day_requests_enabled").value(&row.half_days);
    attributes.key("certification_required").value(&row.certificate_after_days.is_some());
    attributes.key("certification_submission_timeframe").value(&row.certificate_after_days);
    attributes.text("substitute_option", Some(&row.substitute));
    attributes.close();
    json.raw("}");
}
