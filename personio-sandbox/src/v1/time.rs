//! Absences of v1. Their lists have no rows yet; the types of absence do.

use jiff::civil::Date;

use super::paging::Window;
use crate::access::tokens::Grant;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Call, Params, first};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// Default and maximum of all lists here (facts §6).
const PAGE: usize = 200;

fn echo(json: &mut Json, name: &str, number: usize, as_string: bool) {
    let quote = if as_string { "\"" } else { "" };
    json.raw(",\"").raw(name).raw("\":").raw(quote);
    json.int(i64::try_from(number).unwrap_or(i64::MAX)).raw(quote);
}

/// Lists absence periods, counted in days or in hours; `offset` is a page and the first page is 1
/// (facts §6 [O]).
pub(crate) fn time_offs(call: &Call<'_>, _: &Grant) -> Outcome {
    let query = call.query();
    let window = Window::read(&query, PAGE, PAGE)?;
    for name in ["start_date", "end_date", "updated_from", "updated_to"] {
        date(&query, name, false)?;
    }
    let mut json = Json::with_capacity(192);
    let page = window.offset.max(1);
    let page = Window { limit: window.limit, offset: page };
    json.raw("{\"success\":true,\"metadata\":{\"total_elements\":0,\"current_page\":");
    json.int(i64::try_from(page.offset).unwrap_or(i64::MAX)).raw(",\"total_pages\":0}");
    echo(&mut json, "offset", window.offset, false);
    echo(&mut json, "limit", window.limit, false);
    json.raw(",\"data\":[]}");
    Ok(Answer::ok(json))
}

/// Lists the types of absence, those counted in days and those in hours.
pub(crate) fn time_off_types(call: &Call<'_>, _: &Grant) -> Outcome {
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

/// Checks a date; what the real API says to bad or missing ones is not known [?].
fn date(query: &Params<'_>, name: &str, required: bool) -> Result<(), Answer> {
    match first(query, name).filter(|it| !it.is_empty()) {
        None if required => Err(refusal::v1_bad_request(&format!("The {name} is required."))),
        None => Ok(()),
        Some(text) => match text.get(..10).unwrap_or(text).parse::<Date>() {
            Ok(_) => Ok(()),
            Err(_) => Err(refusal::v1_bad_request(&format!("The {name} is not a valid date."))),
        },
    }
}
