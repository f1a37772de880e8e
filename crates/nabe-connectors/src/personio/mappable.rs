//! Which fields of the unified employee attributes of the customer's may feed, and the list of those attributes.
//!
//! Fields that a system attribute feeds, and those that v2 tells, are not among them. Must not know what was decided
//! for an account.

use nabe_connector::{Call, CallError, ListedAttribute, Mappable, Target, TargetKind};
use nabe_model::hris::codes::{COUNTRIES, ETHNICITIES, LANGUAGES, MARITAL_STATUSES, NATIONAL_ID_KINDS};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::operation;
use super::organisation::{kind_of, option};
use super::reading::Found;
use super::scalar::Scalar;

/// The attributes of employees as feeders of fields.
pub(super) struct PersonioMappable;

/// What begins the key of an attribute of the customer's (official).
pub(super) const CUSTOM_KEY: &str = "dynamic_";

/// The operation that lists them.
const LIST: &str = "v1_list_attributes";

/// What a denial of the list means: a 403 is reported for accounts whose people can be read (forum).
const DENIED: &str = "Personio refuses the list of attributes to these credentials. If people can't be read \
                                 either, they lack the permission Employees: Read: in Personio, an admin opens the \
                                 integration, ticks Employees > Read and saves. If people can be read, nothing is missing: \
                                 Personio refuses this one list to some accounts, and only its support can change that.";

/// What to tell whoever is denied an operation, where more than its right may be missing.
pub(super) fn denied(operation: &str) -> Option<&'static str> {
    (operation == LIST).then_some(DENIED)
}

#[derive(Deserialize)]
struct Page<'b> {
    #[serde(borrow)]
    data: Vec<&'b RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    key: Scalar<'b>,
    label: Scalar<'b>,
    #[serde(rename = "type")]
    kind: Scalar<'b>,
    universal_id: Scalar<'b>,
    options: Found<Vec<&'b RawValue>>,
}

impl Mappable for PersonioMappable {
    fn catalogue(&self) -> Call {
        Call::to(operation(LIST))
    }

    fn denied(&self) -> Option<&'static str> {
        denied(LIST)
    }

    fn read_catalogue(&self, body: &[u8]) -> Result<Vec<ListedAttribute>, CallError> {
        let page: Page<'_> =
            serde_json::from_slice(body).map_err(|_| CallError::Malformed { at: "data".to_owned() })?;
        // What has no key can't be named, and so not be mapped.
        Ok(page.data.into_iter().filter_map(attribute).collect())
    }

    fn targets(&self) -> &'static [Target] {
        TARGETS
    }
}

fn attribute(row: &RawValue) -> Option<ListedAttribute> {
    let Wire { key, label, kind, universal_id, options } = serde_json::from_str(row.get()).ok()?;
    let text = |it: Scalar<'_>| it.text().map(String::from).filter(|it| !it.is_empty());
    let key = text(key)?;
    let source_kind = text(kind).unwrap_or_default();
    Some(ListedAttribute {
        label: text(label).unwrap_or_else(|| key.clone()),
        kind: kind_of(&source_kind),
        source_kind,
        options: options
            .value()
            .unwrap_or_default()
            .into_iter()
            .map(|it| option(it).id.0.into_owned())
            .collect(),
        universal_id: text(universal_id),
        custom: key.starts_with(CUSTOM_KEY),
        key,
    })
}

const fn target(
    field: &'static str,
    fills: &'static [&'static str],
    kind: TargetKind,
    takes: &'static [&'static str],
    universal_ids: &'static [&'static str],
) -> Target {
    Target { field, fills, kind, values: &[], takes, universal_ids }
}

const fn choice(
    field: &'static str,
    fills: &'static [&'static str],
    kind: TargetKind,
    takes: &'static [&'static str],
    values: &'static [&'static str],
) -> Target {
    Target { field, fills, kind, values, takes, universal_ids: &[] }
}

use TargetKind::{Any, Choice, Choices, Date, Number, Text};

const TEXTS: &[&str] = &["text", "url", "single_select", "integer"];
const DATES: &[&str] = &["date"];
const NUMBERS: &[&str] = &["integer", "float"];
const ONE_OF: &[&str] = &["single_select", "text"];
const SOME_OF: &[&str] = &["multi_select", "single_select", "text"];

/// The fields, in their order. Of the universal ids only `iban` was seen (official); the others are guesses (?).
#[rustfmt::skip] // a table: one row a field
pub(super) static TARGETS: &[Target] = &[
    target("title", &["title"], Text, TEXTS, &[]),
    target("personal_email", &["personal_email"], Text, TEXTS, &["personal_email", "private_email"]),
    target("personal_phone_number", &["personal_phone_number"], Text, TEXTS, &["personal_mobile_number", "mobile_number"]),
    target("work_phone_number", &["work_phone_number"], Text, TEXTS, &["work_phone", "office_phone"]),
    choice("preferred_language", &["preferred_language"], Choice, ONE_OF, LANGUAGES),
    choice("ethnicity", &["ethnicity"], Choice, ONE_OF, ETHNICITIES),
    target("date_of_birth", &["date_of_birth", "birthday"], Date, DATES, &["date_of_birth", "birthday"]),
    choice("marital_status", &["marital_status"], Choice, ONE_OF, MARITAL_STATUSES),
    target("tenure", &["tenure"], Number, NUMBERS, &[]),
    target("work_anniversary", &["work_anniversary"], Date, DATES, &[]),
    choice("citizenships", &["citizenships"], Choices, SOME_OF, COUNTRIES),
    target("home_location.street_1", &["home_location"], Text, TEXTS, &["street", "address_line_1"]),
    target("home_location.street_2", &["home_location"], Text, TEXTS, &[]),
    target("home_location.city", &["home_location"], Text, TEXTS, &["city"]),
    target("home_location.state", &["home_location"], Text, TEXTS, &[]),
    target("home_location.zip_code", &["home_location"], Text, TEXTS, &["zip_code", "postal_code"]),
    choice("home_location.country", &["home_location"], Choice, ONE_OF, COUNTRIES),
    target("employee_number", &["employee_number"], Text, TEXTS, &["employee_number", "personnel_number"]),
    target("bank_details.iban", &["bank_details"], Text, TEXTS, &["iban"]),
    target("bank_details.swift_bic", &["bank_details"], Text, TEXTS, &["bic"]),
    target("bank_details.account_name", &["bank_details"], Text, TEXTS, &["account_holder"]),
    choice("national_identity_numbers.{type}", &["national_identity_numbers"], Text, TEXTS, NATIONAL_ID_KINDS),
    target("unified_custom_fields.{name}", &["unified_custom_fields"], Any, &[], &[]),
];
