//! Personio's employees, field by field: what stands on the wire, and what becomes of it.
//!
//! Rows are written from Personio's documentation, not read from the sandbox.

use nabe_connector::{CallError, Complaint, Credentials, Resource};
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use serde_json::{Map, Value, json};

use crate::ask::{Question, everything, filters, resource};

fn employees() -> &'static dyn Resource {
    let registry = registry();
    resource(registry.get("personio").expect("Personio is there"), "hris_list_employees")
}

/// A system attribute.
fn system(value: impl Into<Value>) -> Value {
    json!({ "label": "Beschriftung", "value": value.into(), "type": "standard", "universal_id": null })
}

/// An attribute of the customer's.
fn custom(universal_id: Option<&str>, value: impl Into<Value>) -> Value {
    json!({ "label": "Beschriftung", "value": value.into(), "type": "standard", "universal_id": universal_id })
}

/// The record of a person with these attributes, and what could not be read of it.
fn read(attributes: Value, asked: Asked, employments: Option<Value>) -> (Value, Vec<String>) {
    let Value::Object(attributes) = attributes else { panic!("attributes are an object") };
    let mut all = Map::from_iter([("id".to_owned(), system(7))]);
    all.extend(attributes);
    let body = json!({ "success": true, "data": { "type": "Employee", "attributes": all } }).to_string();
    let details: Vec<_> =
        employments.map(|it| ("7", json!({ "_data": it, "_meta": { "links": {} } }))).into_iter().collect();
    let question = Question { asked, ..Question::new(employees()).one("7") };
    let mut read = question.read(&[body.into_bytes()], &details).unwrap();
    (read.records.pop().expect("one record"), read.defects)
}

/// The record of a person with these attributes, all of which can be read.
fn record(attributes: Value) -> Value {
    let (record, defects) = read(attributes, everything(employees()), None);
    assert_eq!(defects, Vec::<String>::new());
    record
}

#[track_caller]
fn assert_fields(record: &Value, expected: &Value) {
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(record[field], *value, "{field}");
    }
}

#[test]
fn a_name_is_made_of_what_is_there() {
    for (first, last, name) in [
        (json!("Zoë"), Value::Null, json!("Zoë")),
        (Value::Null, json!("Größe"), json!("Größe")),
        (Value::Null, Value::Null, Value::Null),
    ] {
        let record = record(json!({ "first_name": system(first), "last_name": system(last) }));
        assert_eq!((&record["name"], &record["display_name"]), (&name, &name));
    }
}

#[test]
fn a_picture_has_an_address_here_for_whom_it_is_named() {
    let theirs = json!({ "profile_picture": system("https://api.personio.de/v1/company/employees/7/profile-picture") });
    let url = json!("https://nabe.example.com/unified/hris/employees/7/avatar");
    assert_fields(
        &record(theirs.clone()),
        &json!({ "avatar_url": url, "avatar": { "url": url, "base64": null } }),
    );
    assert_fields(&read(theirs, Asked::default(), None).0, &json!({ "avatar_url": null, "avatar": null }));
    for none in [
        json!({}),
        json!({ "profile_picture": system(Value::Null) }),
        json!({ "profile_picture": system("") }),
    ] {
        assert_fields(&record(none), &json!({ "avatar_url": null, "avatar": null }));
    }
    let (record, defects) = read(json!({ "profile_picture": system(7) }), everything(employees()), None);
    assert_eq!(
        (&record["avatar_url"], defects),
        (&Value::Null, vec!["attributes.profile_picture.value WrongType".to_owned()])
    );
}

#[test]
fn genders_are_unified_and_the_providers_word_stays() {
    for (source, value) in [
        ("male", "male"),
        ("female", "female"),
        ("diverse", "diverse"),
        ("undefined", "not_disclosed"),
        ("unknown", "not_disclosed"),
    ] {
        let record = record(json!({ "gender": system(source) }));
        assert_eq!(record["gender"], json!({ "value": value, "source_value": source }));
    }
    let record = record(json!({ "gender": system("weiblich") }));
    assert_eq!(record["gender"], json!({ "value": "unmapped_value", "source_value": "weiblich" }));
}

#[test]
fn a_status_depends_on_the_day_only_after_the_end() {
    for (source, ended, value) in [
        ("active", None, json!("active")),
        ("active", Some("2026-03-01"), json!("active")),
        ("onboarding", None, json!("pending")),
        ("leave", None, json!("leave")),
        ("inactive", None, json!("inactive")),
        ("inactive", Some("2026-03-14"), json!("terminated")),
        ("inactive", Some("2026-03-15"), json!("inactive")),
        ("inactive", Some("2026-03-16"), json!("inactive")),
        ("on probation", None, json!("unmapped_value")),
    ] {
        let ended = ended.map(|it| format!("{it}T00:00:00+01:00"));
        let record = record(json!({ "status": system(source), "termination_date": system(ended.clone()) }));
        assert_eq!(
            record["employment_status"],
            json!({ "value": value, "source_value": source }),
            "{source} {ended:?}"
        );
    }
}

#[test]
fn a_day_is_never_moved_by_its_zone() {
    for day in
        ["2014-11-09T00:00:00+01:00", "2014-11-09T00:00:00+14:00", "2014-11-09T23:59:59-12:00", "2014-11-09"]
    {
        let record = record(json!({ "hire_date": system(day), "termination_date": system(day) }));
        let same = "2014-11-09T00:00:00.000Z";
        assert_fields(&record, &json!({ "hire_date": same, "start_date": same, "termination_date": same }));
    }
}

#[test]
fn more_than_fifty_employments_are_all_told() {
    let asked = Asked { expand: vec!["employments".to_owned()], ..Asked::default() };
    let one = Question { asked, ..Question::new(employees()).one("7") };
    let all: Vec<Value> = (0..120).map(|it| employment(&format!("e{it}"))).collect();
    let (mut read, calls) = one
        .page(|path| {
            let from: usize = match path {
                "/v1/company/employees/7" => {
                    return Some(json!({ "data": { "attributes": { "id": system(7) } } }));
                }
                "/v2/persons/7/employments?limit=50" => 0,
                path => path.strip_prefix("/v2/persons/7/employments?cursor=").unwrap().parse().unwrap(),
            };
            let to = (from + 50).min(all.len());
            let next = json!({ "next": { "href": format!("https://x.example/y?cursor={to}") } });
            let links = if to < all.len() { next } else { json!({}) };
            Some(json!({ "_data": all[from..to], "_meta": { "links": links } }))
        })
        .unwrap();
    let employments = read.records.remove(0)["employments"].take();
    assert_eq!((employments.as_array().unwrap().len(), calls), (120, 4));
    assert_eq!(employments[119]["id"], "7_e119");
}

#[test]
fn what_is_no_date_is_null_and_told() {
    let attributes = json!({ "hire_date": system("31.03.2019"), "created_at": system("yesterday"), "email": system("a@example.com") });
    let (record, defects) = read(attributes, Asked::default(), None);
    assert_fields(&record, &json!({ "hire_date": null, "created_at": null, "work_email": "a@example.com" }));
    assert_eq!(defects.len(), 2, "{defects:?}");
    assert!(defects.iter().all(|it| it.ends_with("NotADate")), "{defects:?}");
    assert!(
        defects.iter().all(|it| !it.contains("31.03") && !it.contains("yesterday")),
        "no value: {defects:?}"
    );
}

#[test]
fn a_custom_attribute_is_known_by_its_universal_id_and_never_by_its_label() {
    let known = record(json!({
        "dynamic_1": custom(Some("iban"), "DE02 1203 0000 0000 2020 51"),
        "dynamic_2": custom(Some("date_of_birth"), "1990-02-28T00:00:00+01:00"),
        "dynamic_3": custom(Some("employee_number"), "A-17"),
        "dynamic_4": custom(Some("city"), "Köln"),
    }));
    assert_eq!(known["bank_details"][0]["iban"], "DE02 1203 0000 0000 2020 51");
    assert_eq!(known["home_location"]["city"], "Köln");
    let born = "1990-02-28T00:00:00.000Z";
    assert_fields(&known, &json!({ "date_of_birth": born, "birthday": born, "employee_number": "A-17" }));

    let mut labelled = custom(None, "DE02 1203 0000 0000 2020 51");
    labelled["label"] = json!("IBAN");
    let unknown = record(json!({ "dynamic_1": labelled }));
    assert_eq!(unknown["bank_details"], Value::Null);
    let field = &unknown["custom_fields"][0];
    assert_eq!((&field["id"], &field["name"]), (&json!("dynamic_1"), &json!("IBAN")));
    assert_eq!(field["value"], "DE02 1203 0000 0000 2020 51");
}

#[test]
fn a_custom_value_passes_untouched() {
    for value in
        [json!(38.50), json!("01"), json!(["a", "b"]), json!({ "x": [1, null] }), json!(true), Value::Null]
    {
        let record = record(json!({ "dynamic_1": custom(None, value.clone()) }));
        assert_eq!(record["custom_fields"][0]["value"], value);
    }
}

#[test]
fn what_nobody_asked_for_is_not_told() {
    let attributes = json!({
        "dynamic_1": custom(Some("iban"), "DE02"), "dynamic_2": custom(Some("city"), "Köln"),
        "office": system(json!({ "type": "Office", "attributes": { "id": 8, "name": "Köln" } })),
    });
    let (record, _) = read(attributes, Asked::default(), Some(json!([])));
    let none = json!({
        "bank_details": null, "home_location": null, "work_location": null, "custom_fields": null, "groups": null,
        "employments": null, "company": null, "job_id": null,
    });
    assert_fields(&record, &none);
}

#[test]
fn a_person_without_any_attribute_is_a_person() {
    let record = record(json!({}));
    assert_eq!(record["id"], "7");
    let known: Vec<_> = record
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, it)| !it.is_null())
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(known, ["id", "remote_id"]);
}

/// An employment as v2 documents it.
fn employment(id: &str) -> Value {
    json!({
        "id": id, "status": "ACTIVE", "type": "INTERNAL", "position": { "title": "Engineer" },
        "weekly_working_hours": 19.25, "full_time_weekly_working_hours": 38.5,
        "employment_start_date": "2019-04-01", "employment_end_date": null,
        "created_at": "2019-03-01T10:00:00Z", "updated_at": "2020-01-01T00:00:00+01:00",
        "supervisor": { "id": "3" }, "legal_entity": { "id": "6" }, "job": { "id": "0c9d" },
        "org_units": [{ "id": "5", "type": "team" }, { "id": "4", "type": "department" }],
        "cost_centers": [{ "id": "9", "weight": 100 }],
    })
}

#[test]
fn employments_are_told_newest_first_and_fill_what_v1_doesnt_know() {
    let mut former = employment("e1");
    former["status"] = json!("INACTIVE");
    former["legal_entity"] = json!({ "id": "5" });
    former["employment_end_date"] = json!("2018-12-31");
    let (record, defects) = read(json!({}), everything(employees()), Some(json!([employment("e2"), former])));
    assert_eq!(defects, Vec::<String>::new());
    assert_eq!(record["job_id"], "0c9d");
    assert_eq!(
        (&record["employment_contract_type"]["value"], &record["fte"]),
        (&json!("part_time"), &json!(0.5))
    );
    let employments = record["employments"].as_array().unwrap();
    let [latest, former] = employments.as_slice() else { panic!("{employments:?}") };
    assert_fields(
        latest,
        &json!({
            "id": "7_e2", "remote_id": "e2", "employee_id": "7", "job_title": "Engineer", "active": true, "fte": 0.5,
            "start_date": "2019-04-01T00:00:00.000Z", "end_date": null,
            "employment_type": { "value": "internal", "source_value": "INTERNAL" },
            "work_time": { "duration": "PT19H15M", "period": { "value": "week", "source_value": null } },
            "created_at": "2019-03-01T10:00:00.000Z", "updated_at": "2019-12-31T23:00:00.000Z",
        }),
    );
    assert_eq!(
        (&latest["department"]["id"], &latest["manager"][0]["id"]),
        (&json!("department_4"), &json!("3"))
    );
    assert_fields(former, &json!({ "active": false, "end_date": "2018-12-31T00:00:00.000Z" }));
}

#[test]
fn a_bad_employment_costs_neither_the_others_nor_the_person() {
    let (record, defects) = read(json!({}), everything(employees()), Some(json!([7, employment("e2")])));
    assert_eq!(record["employments"].as_array().unwrap().len(), 1);
    assert_eq!(defects, ["_data[0] WrongType"]);
    assert_eq!((&record["job_id"], &record["fte"]), (&Value::Null, &Value::Null), "of the latest alone");
}

#[test]
fn a_share_of_no_hours_is_unknown() {
    for full in [json!(0), Value::Null, json!("many")] {
        let mut employment = employment("e2");
        employment["full_time_weekly_working_hours"] = full;
        let (record, _) = read(json!({}), everything(employees()), Some(json!([employment])));
        assert_eq!(
            (&record["employments"][0]["fte"], &record["employment_contract_type"]),
            (&Value::Null, &Value::Null)
        );
    }
}

#[test]
fn a_list_is_asked_for_in_the_providers_words() {
    let updated = ("updated_after", "2022-12-24T09:15:30+01:00");
    let email = ("email", "a+b@example.com");
    let question = Question { filters: filters([updated, email]), ..Question::new(employees()) };
    let path = |question: &Question| question.calls().unwrap()[0].path_and_query();
    assert_eq!(
        path(&Question {
            position: Some(r#"[199,0,["7"],[],true]"#.to_owned()),
            limit: 1_000,
            ..question.clone()
        }),
        "/v1/company/employees?limit=100&offset=199&updated_since=2022-12-24T08%3A15%3A30"
    );
    assert_eq!(
        path(&Question { filters: filters([email]), limit: 25, ..question.clone() }),
        "/v1/company/employees?limit=25&offset=0&email=a%2Bb%40example.com"
    );
    let bad = Question { filters: filters([("updated_after", "yesterday")]), ..question };
    assert!(matches!(bad.calls(), Err(CallError::BadFilter { .. })));
}

#[test]
fn an_id_that_cant_be_one_is_not_asked_for() {
    for id in ["", "x", "1.5", "2147483648", "../attributes", "1/2", "+7", "-7", "007", "00", " 7", "7 ", "٧"]
    {
        let question = Question::new(employees()).one(id);
        assert!(matches!(question.calls(), Err(CallError::NotFound)), "{id}");
        assert!(question.further(&[]).is_err(), "{id}");
    }
    let one = Question::new(employees()).one("42").calls().unwrap();
    assert_eq!(one[0].path_and_query(), "/v1/company/employees/42");
}

const ID: &str = "papi-2f1c8a52-0d7e-4b7a-9a3e-5f4d3c2b1a00";

fn secret() -> String {
    format!("papi-{}", "aB3-_".repeat(17))
}

/// What is said about these values.
fn complaints(id: &str, secret: &str, app: &str) -> Vec<Complaint> {
    let registry = registry();
    let mut credentials = Credentials::default();
    for (key, value) in [("client_id", id), ("client_secret", secret), ("personio_app_id", app)] {
        credentials.set(key, value);
    }
    registry.get("personio").unwrap().complaints(&credentials)
}

#[track_caller]
fn assert_said(complaints: &[Complaint], field: &str, words: &str) {
    let said: Vec<_> = complaints.iter().filter(|it| it.field == field).collect();
    assert!(matches!(said.as_slice(), [one] if one.message.en.contains(words)), "{complaints:?}");
}

#[test]
fn good_values_and_values_of_unknown_forms_are_nobodys_complaint() {
    assert_eq!(complaints(ID, &secret(), "ACME_GMBH"), []);
    // Credentials that are older look different; how is not known.
    assert_eq!(complaints("MTIzNDU2", "c2VjcmV0LW9mLW9sZA", "A"), []);
}

#[test]
fn values_in_the_wrong_field_are_recognised_and_never_repeated() {
    let swapped = complaints(&secret(), ID, "ACME_GMBH");
    assert_said(&swapped, "client_id", "swapped");
    assert_said(&swapped, "client_secret", "swapped");
    let twice = complaints(&secret(), &secret(), "ACME_GMBH");
    assert_said(&twice, "client_id", "This is the client secret");
    assert!(twice.iter().all(|it| it.hides_value && !it.message.en.contains("aB3")), "{twice:?}");
    assert_said(&complaints(ID, ID, "ACME_GMBH"), "client_secret", "This is the client ID");
    assert_said(&complaints("hr@example.com", &secret(), "ACME_GMBH"), "client_id", "e-mail address");
}

#[test]
fn an_app_id_is_offered_and_not_taken() {
    for (entered, offer) in [
        ("ACME GMBH", "ACME_GMBH"),
        ("Müller & Söhne GmbH", "MUELLER_SOEHNE_GMBH"),
        ("acme_gmbh", "ACME_GMBH"),
        ("__ACME--GmbH & Co. KG__", "ACME_GMBH_CO_KG"),
        ("Straße 7", "STRASSE_7"),
        ("Crème Brûlée SARL", "CREME_BRULEE_SARL"),
        ("O'Neill Łódź", "ONEILL_LODZ"),
    ] {
        let said = complaints(ID, &secret(), entered);
        assert_said(&said, "personio_app_id", "Capital letters");
        assert_eq!(said[0].offer.as_deref(), Some(offer), "{entered}");
        assert_eq!(complaints(ID, &secret(), offer), [], "what is offered is good");
    }
    assert_eq!(complaints(ID, &secret(), "&&&")[0].offer, None);
    let missing = complaints(ID, &secret(), "");
    assert_said(&missing, "personio_app_id", "missing");
    assert_eq!(missing[0].offer, None);
}

#[test]
fn groups_are_null_where_none_may_be_read_and_empty_where_there_are_none() {
    for readable in ["department", "team", "cost_centers"] {
        let record = record(json!({ readable: system(Value::Null) }));
        assert_eq!((&record["groups"], &record["custom_fields"]), (&json!([]), &Value::Null), "{readable}");
    }
    let record = record(json!({ "dynamic_1": custom(None, Value::Null) }));
    assert_eq!((&record["groups"], &record["custom_fields"][0]["id"]), (&Value::Null, &json!("dynamic_1")));
}

#[test]
fn of_two_attributes_that_mean_the_same_the_first_by_its_key_with_a_value_counts() {
    let number = |row: &str| {
        let body = format!(r#"{{"data":[{{"attributes":{{"id":{{"value":7}},{row}}}}}]}}"#);
        Question::new(employees()).read(&[body.into_bytes()], &[]).unwrap().records[0]["employee_number"]
            .clone()
    };
    let nine = r#""dynamic_9":{"universal_id":"employee_number","value":"N9"}"#;
    let ten = r#""dynamic_10":{"universal_id":"personnel_number","value":"N10"}"#;
    assert_eq!(number(&format!("{nine},{ten}")), "N10");
    assert_eq!(number(&format!("{ten},{nine}")), "N10");
    let empty = ten.replace(r#""N10""#, "null");
    assert_eq!(number(&format!("{empty},{nine}")), "N9");
}

#[test]
fn a_company_is_told_without_a_further_call() {
    let company = json!({ "type": "Subcompany", "attributes": { "id": 6, "name": "ACME GmbH" } });
    let asked = Asked { fields: Fields::parse("company.name"), ..Asked::default() };
    let question = Question { asked, ..Question::new(employees()) };
    let person = json!({ "attributes": { "id": system(7), "subcompany": system(company) } });
    let (read, calls) = question.page(|_| Some(json!({ "data": [person] }))).unwrap();
    let expected = json!({ "id": "6", "remote_id": "6", "name": "ACME GmbH" });
    assert_eq!((&read.records[0]["company"], calls), (&expected, 1));
}

#[test]
fn an_address_that_may_not_be_read_is_looked_for_by_personio_alone() {
    let email = filters([("email", "ada@example.com")]);
    let question = Question { filters: email, ..Question::new(employees()) };
    let found = |attributes: Value| {
        let body = json!({ "data": [{ "attributes": attributes }] }).to_string().into_bytes();
        question.read(&[body], &[]).unwrap().records.len()
    };
    assert_eq!(found(json!({ "id": system(7) })), 1);
    assert_eq!(found(json!({ "id": system(7), "email": system(Value::Null) })), 0);
    assert_eq!(found(json!({ "id": system(7), "email": system("zoe@example.com") })), 0);
}

#[test]
fn what_may_not_be_read_and_makes_a_list_wrong_is_named() {
    let body =
        |attributes: Value| [json!({ "data": [{ "attributes": attributes }] }).to_string().into_bytes()];
    let nothing = body(json!({ "id": system(7) }));
    let all = body(json!({ "id": system(7), "status": system("active"), "email": system("a@example.com") }));
    let positions = resource(registry().get("personio").unwrap(), "hris_list_positions");
    let email = ("email", "a@example.com");
    let after = ("updated_after", "2026-01-01");
    for (question, key) in [
        (Question::new(positions), Some("status")),
        (Question::new(employees()), None),
        (Question { filters: filters([email]), ..Question::new(employees()) }, None),
        (Question { filters: filters([email, after]), ..Question::new(employees()) }, Some("email")),
    ] {
        let expected = key.map_or(Ok(()), |key| Err(CallError::AttributeMissing { key }));
        assert_eq!(question.check(&nothing), expected);
        assert_eq!(question.check(&all), Ok(()));
    }
}

#[test]
fn employments_inside_a_person_tell_pay_to_whom_names_it() {
    let attributes = json!({
        "id": system(7), "status": system("active"), "fix_salary": { "value": 4500.5, "currency": "EUR" },
        "fix_salary_interval": system("monthly"),
    });
    let mut former = employment("e1");
    former["status"] = json!("INACTIVE");
    let pay = |fields: &str| {
        let asked = Asked { fields: Fields::parse(fields), ..Asked::default() };
        let question = Question { asked, ..Question::new(employees()) };
        let (read, calls) = question
            .page(|path| {
                let of_v1 = json!({ "data": [{ "attributes": attributes }] });
                let of_v2 = json!({ "_data": [employment("e2"), former], "_meta": { "links": {} } });
                Some(if path.starts_with("/v1") { of_v1 } else { of_v2 })
            })
            .unwrap();
        assert_eq!(calls, 2);
        let employments = &read.records[0]["employments"];
        [0, 1].map(|at| (employments[at]["pay_rate"].clone(), employments[at]["pay_currency"].clone()))
    };
    let nothing = (Value::Null, Value::Null);
    assert_eq!(pay("id,employments.pay_rate"), [(json!("4500.5"), json!("EUR")), nothing.clone()]);
    assert_eq!(pay("id,employments"), [nothing.clone(), nothing]);
}
