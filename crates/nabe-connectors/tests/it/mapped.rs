//! Fields that attributes of Personio's customers feed because it was decided for the account.

use nabe_connector::{AccountSettings, FieldMapping, Mappable};
use nabe_connectors::registry;
use nabe_model::select::Asked;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::ask::{Question, everything, resource};
use crate::rows::any_json;

/// An attribute of the customer's.
fn custom(kind: &str, universal_id: Option<&str>, value: impl Into<Value>) -> Value {
    json!({ "label": "Größe", "value": value.into(), "type": kind, "universal_id": universal_id })
}

fn question(mappings: &[(&str, &str)]) -> Question {
    let mappings = mappings.iter().map(|(attribute, field)| FieldMapping {
        attribute: (*attribute).to_owned(),
        field: (*field).to_owned(),
    });
    let account = AccountSettings { mappings: mappings.collect(), ..AccountSettings::default() };
    let personio = registry().get("personio").unwrap();
    Question { account, ..Question::new(resource(personio, "hris_get_employee")).one("7") }
}

fn ask(question: &Question, attributes: Value) -> (Value, Vec<String>) {
    let Value::Object(attributes) = attributes else { panic!("attributes are an object") };
    let id = json!({ "label": "ID", "value": 7, "type": "integer", "universal_id": "id" });
    let mut all = Map::from_iter([("id".to_owned(), id)]);
    all.extend(attributes);
    let body = json!({ "success": true, "data": { "type": "Employee", "attributes": all } }).to_string();
    let mut read = question.read(&[body.into_bytes()], &[]).unwrap();
    (read.records.pop().expect("one record"), read.defects)
}

/// The record of a person with these attributes, all of which can be read.
#[track_caller]
fn record(mappings: &[(&str, &str)], attributes: Value) -> Value {
    let (record, defects) = ask(&question(mappings), attributes);
    assert_eq!(defects, Vec::<String>::new());
    record
}

/// What stands in a field, nested by dots, of somebody whose only attribute is mapped to it.
fn value(field: &str, kind: &str, value: Value) -> (Value, Vec<String>) {
    let attributes = json!({ "dynamic_9": custom(kind, None, value) });
    let (record, defects) = ask(&question(&[("dynamic_9", field)]), attributes);
    let field = match field.strip_prefix("national_identity_numbers.") {
        Some(_) => "national_identity_numbers",
        None => field,
    };
    let part = |mut place: Value, name: &str| {
        if let Some(items) = place.as_array_mut() { items.remove(0)[name].take() } else { place[name].take() }
    };
    let found = field.split('.').fold(record, part);
    (found, defects)
}

const TEXTS: [&str; 13] = [
    "title",
    "personal_email",
    "personal_phone_number",
    "work_phone_number",
    "employee_number",
    "home_location.street_1",
    "home_location.street_2",
    "home_location.city",
    "home_location.state",
    "home_location.zip_code",
    "bank_details.iban",
    "bank_details.swift_bic",
    "bank_details.account_name",
];

#[test]
fn every_text_takes_a_text_or_digits_and_nothing_else() {
    for field in TEXTS {
        assert_eq!(value(field, "standard", json!("01 Ö")), (json!("01 Ö"), vec![]), "{field}");
        assert_eq!(value(field, "integer", json!(17)), (json!("17"), vec![]), "{field}");
        for nothing in [Value::Null, json!("")] {
            assert_eq!(value(field, "standard", nothing), (Value::Null, vec![]), "{field}");
        }
        for wrong in [json!(true), json!(1.5), json!(["x"]), json!({ "x": "y" })] {
            let wrong_type = vec!["attributes.dynamic_*.value WrongType".to_owned()];
            assert_eq!(value(field, "standard", wrong), (Value::Null, wrong_type), "{field}");
        }
    }
}

#[test]
fn a_date_is_a_civil_date_that_no_zone_moves() {
    for field in ["date_of_birth", "work_anniversary"] {
        let day = json!("1990-02-28T00:00:00.000Z");
        for text in ["1990-02-28", "1990-02-28T00:00:00+14:00"] {
            assert_eq!(value(field, "date", json!(text)), (day.clone(), vec![]), "{field}");
        }
        assert_eq!(value(field, "date", Value::Null), (Value::Null, vec![]));
        for (wrong, kind) in [(json!("28.02.1990"), "NotADate"), (json!(true), "WrongType")] {
            let told = vec![format!("attributes.dynamic_*.value {kind}")];
            assert_eq!(value(field, "date", wrong), (Value::Null, told), "{field}");
        }
    }
    let born =
        record(&[("dynamic_9", "date_of_birth")], json!({ "dynamic_9": custom("date", None, "1990-02-28") }));
    assert_eq!(born["birthday"], born["date_of_birth"]);
}

#[test]
fn a_number_is_one_in_either_spelling() {
    assert_eq!(value("tenure", "decimal", json!(2.5)), (json!(2.5), vec![]));
    assert_eq!(value("tenure", "integer", json!("3")), (json!(3.0), vec![]));
    assert_eq!(value("tenure", "integer", json!("")), (Value::Null, vec![]));
    let told = vec!["attributes.dynamic_*.value WrongType".to_owned()];
    for wrong in [json!("many"), json!([1])] {
        assert_eq!(value("tenure", "integer", wrong), (Value::Null, told.clone()));
    }
}

#[test]
fn a_choice_is_unified_only_where_the_words_are_the_same() {
    for (field, known) in [
        ("marital_status", "married"),
        ("ethnicity", "asian"),
        ("preferred_language", "deu"),
        ("home_location.country", "DE"),
    ] {
        let choice = |value: &str, source: &str| json!({ "value": value, "source_value": source });
        assert_eq!(value(field, "list", json!(known)), (choice(known, known), vec![]), "{field}");
        for other in ["Married", "verheiratet", "Deutsch", "Germany", "de"] {
            assert_eq!(
                value(field, "list", json!(other)),
                (choice("unmapped_value", other), vec![]),
                "{field}"
            );
        }
        assert_eq!(value(field, "list", Value::Null), (Value::Null, vec![]), "{field}");
        let told = vec!["attributes.dynamic_*.value WrongType".to_owned()];
        assert_eq!(value(field, "list", json!(["DE"])), (Value::Null, told), "{field}");
    }
}

#[test]
fn citizenships_are_one_or_in_tags_several() {
    let codes = |kind: &str, text: &str| {
        let (found, defects) = value("citizenships", kind, json!(text));
        assert_eq!(defects, Vec::<String>::new());
        let pair = |it: &Value| {
            [it["value"].clone(), it["source_value"].clone()].map(|it| it.as_str().unwrap().to_owned())
        };
        found.as_array().unwrap().iter().map(|it| pair(it).join("=")).collect::<Vec<_>>()
    };
    assert_eq!(codes("list", "DE"), ["DE=DE"]);
    assert_eq!(codes("list", "Korea, Republic of"), ["unmapped_value=Korea, Republic of"]);
    assert_eq!(codes("tags", "DE, FR,German,"), ["DE=DE", "FR=FR", "unmapped_value=German"]);
    assert_eq!(codes("tags", r#"["DE","FR, or so"]"#), ["DE=DE", "unmapped_value=FR, or so"]);
    assert_eq!(value("citizenships", "tags", Value::Null), (Value::Null, vec![]));
}

#[test]
fn a_number_of_a_state_has_the_kind_that_was_decided() {
    let mappings =
        [("dynamic_9", "national_identity_numbers.tin"), ("dynamic_8", "national_identity_numbers.svnr")];
    let attributes = json!({
        "dynamic_9": custom("standard", None, "12 345"), "dynamic_8": custom("standard", None, Value::Null),
    });
    assert_eq!(
        record(&mappings, attributes)["national_identity_numbers"],
        json!([{ "value": "12 345", "type": { "value": "tin", "source_value": null }, "country": null }])
    );
}

#[test]
fn a_field_of_ones_own_holds_what_stands_there() {
    for stands in
        [json!(38.50), json!("01"), json!(["a", "b"]), json!({ "x": [1, null] }), json!(true), Value::Null]
    {
        let attributes = json!({ "dynamic_9": custom("tags", None, stands.clone()) });
        let record = record(&[("dynamic_9", "unified_custom_fields.shirt_size")], attributes);
        assert_eq!(record["unified_custom_fields"], json!({ "shirt_size": stands }));
    }
    let absent = record(&[("dynamic_9", "unified_custom_fields.shirt_size")], json!({}));
    assert_eq!(absent["unified_custom_fields"], json!({ "shirt_size": null }), "its name is always there");
    assert_eq!(record(&[], json!({}))["unified_custom_fields"], Value::Null);
}

#[test]
fn a_universal_id_comes_first_even_where_it_says_nothing() {
    let mappings = [("dynamic_9", "date_of_birth"), ("dynamic_8", "bank_details.account_name")];
    for (by_id, expected) in
        [(json!("1990-02-28"), json!("1990-02-28T00:00:00.000Z")), (Value::Null, Value::Null)]
    {
        let attributes = json!({
            "dynamic_9": custom("date", None, "2000-01-01"), "dynamic_1": custom("date", Some("date_of_birth"), by_id),
            "dynamic_8": custom("standard", None, "Zoë Größe"), "dynamic_2": custom("standard", Some("iban"), "DE02"),
        });
        let record = record(&mappings, attributes);
        assert_eq!(record["date_of_birth"], expected);
        assert_eq!(
            record["bank_details"],
            json!([{ "iban": "DE02", "swift_bic": null, "account_name": "Zoë Größe" }])
        );
    }
    let alone = record(&mappings, json!({ "dynamic_9": custom("date", None, "2000-01-01") }));
    assert_eq!(alone["date_of_birth"], "2000-01-01T00:00:00.000Z");
}

#[test]
fn labels_and_unknown_attributes_and_fields_feed_nothing() {
    let attributes = json!({ "dynamic_9": custom("standard", None, "Dr.") });
    for mapping in [
        ("Größe", "title"),
        ("dynamic_99", "title"),
        ("dynamic_9", "gone_field"),
        ("dynamic_9", "first_name"),
    ] {
        let record = record(&[mapping], attributes.clone());
        assert_eq!((&record["title"], &record["first_name"]), (&Value::Null, &Value::Null), "{mapping:?}");
    }
    let both = [("dynamic_9", "title"), ("dynamic_9", "unified_custom_fields.title")];
    let record = record(&both, attributes);
    assert_eq!((&record["title"], &record["unified_custom_fields"]["title"]), (&json!("Dr."), &json!("Dr.")));
    assert_eq!(record["custom_fields"][0]["value"], "Dr.", "it stays a custom field");
}

#[test]
fn what_must_be_asked_for_is_not_told_unasked() {
    let mappings = [("dynamic_9", "bank_details.iban"), ("dynamic_8", "home_location.city")];
    let unasked = Question { asked: Asked::default(), ..question(&mappings) };
    let attributes = json!({ "dynamic_9": custom("standard", None, "DE02"), "dynamic_8": custom("standard", None, "Köln") });
    let (record, _) = ask(&unasked, attributes.clone());
    assert_eq!((&record["bank_details"], &record["home_location"]), (&Value::Null, &Value::Null));
    let asked = Question { asked: everything(unasked.resource), ..unasked };
    let (record, _) = ask(&asked, attributes);
    assert_eq!(record["home_location"]["location_type"]["value"], "home");
    assert_eq!(record["bank_details"][0]["iban"], "DE02");
}

fn mappable() -> &'static dyn Mappable {
    let personio: &'static dyn nabe_connector::Provider = registry().get("personio").unwrap();
    personio.mappable().expect("its attributes can be mapped")
}

#[test]
fn the_catalogue_lists_what_has_a_key() {
    let rows = json!({ "success": true, "data": [
        { "key": "first_name", "label": "Vorname", "type": "standard", "universal_id": "first_name", "options": [] },
        { "key": "dynamic_7", "label": "Größe", "type": "list", "universal_id": null, "options": ["S", 2] },
        { "key": "dynamic_8", "type": "hologram" },
        { "label": "nothing" }, { "key": 7 }, null, "x",
    ]});
    let listed = mappable().read_catalogue(rows.to_string().as_bytes()).unwrap();
    let keys: Vec<_> = listed.iter().map(|it| (it.key.as_str(), it.custom, it.kind)).collect();
    assert_eq!(
        keys,
        [
            ("first_name", false, Some("text")),
            ("dynamic_7", true, Some("single_select")),
            ("dynamic_8", true, None)
        ]
    );
    assert_eq!(
        (listed[1].options.as_slice(), listed[1].label.as_str()),
        (["S", "2"].map(str::to_owned).as_slice(), "Größe")
    );
    assert_eq!((listed[2].label.as_str(), listed[2].source_kind.as_str()), ("dynamic_8", "hologram"));
    for no_list in ["", "{}", "[]", r#"{"data":7}"#] {
        assert!(mappable().read_catalogue(no_list.as_bytes()).is_err(), "{no_list}");
    }
}

proptest! {
    #[test]
    fn whatever_is_mapped_costs_at_most_its_own_field(any in any_json(), kind in prop::sample::select(vec!["tags", "list"])) {
        let fields = mappable().targets().iter().map(|it| it.field.replace("{type}", "tin").replace("{name}", "own"));
        let fields: Vec<String> = fields.collect();
        let mappings: Vec<(&str, &str)> = fields.iter().map(|it| ("dynamic_9", it.as_str())).collect();
        let attributes = json!({ "dynamic_9": custom(kind, None, any.clone()), "email": custom("standard", None, "a@example.com") });
        let (record, _) = ask(&question(&mappings), attributes);
        prop_assert_eq!(&record["work_email"], "a@example.com");
        // It stays digit for digit as it was, and so is read back as its own digits are: perhaps not to the last bit.
        let read_back: Value = any.to_string().parse().unwrap();
        prop_assert_eq!(&record["unified_custom_fields"]["own"], &read_back);
    }
}
