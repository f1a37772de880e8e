//! `/v2/compensations`: what people are paid, written. Nothing can be changed or taken away (facts §9.5 [O]).

use http::StatusCode;
use serde_json::Value;

use super::compensations::{amount, refused, write_type};
use super::fields::{Fields, Unfit};
use crate::access::scope::Scope;
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::compensation::{Compensation, PayInterval, PayKind};
use crate::rules::pay::{self, CURRENCIES, NewCompensation, Refused};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The longest texts [?].
const NAME: usize = 255;
const COMMENT: usize = 1_000;

/// Makes a compensation of any kind but a bonus.
///
/// It needs both rights (facts §9.5 [O]), and to some who have them it is refused all the same (facts §13.16 [L]).
pub(crate) fn create(call: &Call<'_>, grant: &Grant) -> Outcome {
    if !grant.scopes.has(Scope::CompensationsRead) || call.switched(Switch::V2CompensationCreate, "403") {
        return Err(refusal::no_right(call.state, call.route));
    }
    let new = read(call).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let id = pay::create(company, new, call.now()).map_err(|it| told(call, it))?;
        let mut json = Json::with_capacity(512);
        if let Some(row) = company.compensations.get(id) {
            created(call, &mut json, company, row);
        }
        Ok(Answer::json(StatusCode::CREATED, json.into_bytes()))
    })
}

/// Makes a type.
pub(crate) fn create_type(call: &Call<'_>, _: &Grant) -> Outcome {
    let (name, kind) = read_type(call).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let id = pay::create_type(company, name, kind).map_err(|it| told(call, it))?;
        let mut json = Json::with_capacity(128);
        if let Some(made) = company.compensation_types.get(id) {
            write_type(&mut json, made);
        }
        Ok(Answer::json(StatusCode::CREATED, json.into_bytes()))
    })
}

fn read(call: &Call<'_>) -> Result<NewCompensation, Unfit> {
    let fields = Fields::read(call)?;
    let currency = fields.text("currency", 3)?.value();
    if currency.as_ref().is_some_and(|it| !CURRENCIES.split_whitespace().any(|known| known == it)) {
        return Err(Unfit);
    }
    let interval = fields.text("interval", 16)?.value();
    let interval = interval.map(|it| PayInterval::named(&it).ok_or(Unfit)).transpose()?;
    Ok(NewCompensation {
        person: fields.id("person")?.value().ok_or(Unfit)?,
        of_type: fields.id("type")?.value().ok_or(Unfit)?,
        value: fields.get("value").and_then(hundredths).ok_or(Unfit)?,
        currency,
        interval,
        from: fields.day("effective_from")?.value().ok_or(Unfit)?,
        comment: fields.text("comment", COMMENT)?.value().filter(|it| !it.is_empty()),
    })
}

fn read_type(call: &Call<'_>) -> Result<(String, PayKind), Unfit> {
    let fields = Fields::read(call)?;
    let kind = match fields.text("category", 16)?.value().as_deref() {
        Some("RECURRING") => PayKind::Recurring,
        Some("ONE_TIME") => PayKind::OneTime,
        _ => return Err(Unfit),
    };
    let name = fields.text("name", NAME)?.value().filter(|it| !it.trim().is_empty());
    Ok((name.ok_or(Unfit)?, kind))
}

/// A number of at most two decimals in hundredths; those of more than twelve digits are refused [?].
fn hundredths(value: &Value) -> Option<i64> {
    let text = value.as_number()?.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = part.trim_end_matches('0');
    let digits = whole.trim_start_matches('-');
    let plain = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    if digits.len() > 12 || part.len() > 2 || !plain(digits) || !plain(part) {
        return None;
    }
    let amount: i64 = format!("{digits}{part:0<2}").parse().ok()?;
    Some(if whole.starts_with('-') { -amount } else { amount })
}

/// Writes what was made. A change note of the route says that of the type only the id is told [O]; which fields there
/// are besides is not known (facts §15.4 [?]).
fn created(call: &Call<'_>, json: &mut Json, company: &Company, row: &Compensation) {
    let mut body = Object::open(json);
    body.key("id").raw("\"").int(row.id.into()).raw("\"");
    if call.switched(Switch::V2CompensationCreated, "compensation") {
        body.reference("person", Some(row.person));
        if let Some(of_type) = company.compensation_types.get(row.of_type) {
            body.key("type").raw("{\"id\":").uuid(of_type.uuid).raw("}");
        }
        amount(&mut body, company, row);
    }
    body.close();
}

fn invalid(call: &Call<'_>) -> Answer {
    refusal::bad_request(call, "Provided request body is invalid.")
}

fn told(call: &Call<'_>, why: Refused) -> Answer {
    let detail = match why {
        Refused::NoPerson => "There is no person with the provided id.",
        Refused::NoType => "There is no compensation type with the provided id.",
        Refused::Bonus => "Compensations of this type can't be created.",
        Refused::NameTaken => "There is a compensation type of this name already.",
    };
    refused(call, detail)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::hundredths;

    #[test]
    fn amounts_have_two_decimals_at_most() {
        let good = [
            (json!(4_200), 420_000),
            (json!(4200.5), 420_050),
            (json!(0.07), 7),
            (json!(-12.34), -1_234),
            (json!(1e3), 100_000),
            (json!(0), 0),
            (json!(999_999_999_999.99), 99_999_999_999_999),
        ];
        for (value, expected) in good {
            assert_eq!(hundredths(&value), Some(expected), "{value}");
        }
        for value in [
            json!(0.001),
            json!(12.345),
            json!("12"),
            json!(null),
            json!(1e300),
            json!(1e-9),
            json!(1_000_000_000_000_i64),
        ] {
            assert_eq!(hundredths(&value), None, "{value}");
        }
    }
}
