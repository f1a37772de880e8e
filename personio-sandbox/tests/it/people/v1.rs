//! `POST` and `PATCH /v1/company/employees`.

use serde_json::{Value, json};

use super::{company, employee, employments, events, hire, leaver, newest, person, since, somebody};
use crate::kit::{FORM, Local, Tokens, form};

const LIST: &str = "/v1/company/employees";

async fn create(local: &Local, tokens: &Tokens, fields: Value) -> crate::kit::Answer {
    local.post(&tokens.v1, LIST, json!({"employee": fields})).await
}

async fn update(local: &Local, tokens: &Tokens, id: u64, fields: Value) -> Value {
    let path = format!("{LIST}/{id}");
    local.patch(&tokens.v1, &path, json!({"employee": fields})).await.expect(200).json()
}

/// The message of a refused write.
fn told(answer: crate::kit::Answer) -> String {
    let told = answer.expect(422).json();
    assert_eq!((&told["success"], &told["error"]["code"]), (&json!(false), &json!(422)));
    told["error"]["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_employee_is_a_person_of_v2() {
    let (local, tokens) = company().await;
    let boss = somebody(&local, &tokens).await;
    let before = events(&local).await.len();
    let fields = json!({
        "email": "ada@example.com", "first_name": "Ada", "last_name": "Lind", "preferred_name": "Addi",
        "gender": "diverse", "position": "Glazier", "department": "Engineering", "office": "Berlin",
        "subcompany": "Nordlicht Instruments GmbH", "hire_date": "2020-01-31", "weekly_working_hours": 38.5,
        "supervisor_id": boss, "unknown": "ignored",
        "custom_attributes": {
            "dynamic_21827": "DE02 1203 0000 0000 2020 51", "dynamic_33412": "XL", "dynamic_33413": "English,Deutsch",
            "dynamic_33414": "[\"SCRUM\"]", "dynamic_33421": "2", "dynamic_33422": "0.5",
            "dynamic_180883": "1990-12-31", "dynamic_1": "there is no such attribute",
        },
    });
    let made = create(&local, &tokens, fields).await.expect(200).json();
    let id = made["data"]["id"].as_u64().unwrap();
    assert_eq!(made, json!({"success": true, "data": {"id": id, "message": "success"}}));

    let v1 = employee(&local, &tokens, id).await;
    assert_eq!(v1["hire_date"], "2020-01-31T00:00:00+01:00");
    assert_eq!((&v1["status"], &v1["weekly_working_hours"]), (&json!("active"), &json!("38.5")));
    assert_eq!(v1["supervisor"]["attributes"]["id"]["value"], boss);
    assert_eq!(v1["subcompany"]["attributes"]["name"], "Nordlicht Instruments GmbH");
    assert_eq!(v1["dynamic_33413"], "English,Deutsch");
    assert_eq!((&v1["dynamic_33421"], &v1["dynamic_33422"]), (&json!(2), &json!(0.5)));

    let v2 = person(&local, &tokens, id).await;
    assert_eq!((&v2["gender"], &v2["status"]), (&json!("DIVERSE"), &json!("ACTIVE")));
    assert_eq!((&v2["preferred_name"], &v2["created_at"]), (&json!("Addi"), &json!(super::NOW)));
    let values: Value = v2["custom_attributes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["id"].as_str().unwrap().to_owned(), it["value"].clone()))
        .collect();
    let expected = json!({
        "dynamic_180883": "1990-12-31", "dynamic_21827": "DE02 1203 0000 0000 2020 51", "dynamic_33412": "XL",
        "dynamic_33413": ["English", "Deutsch"], "dynamic_33414": ["SCRUM"], "dynamic_33421": 2,
        "dynamic_33422": 0.5,
    });
    assert_eq!(values, expected);
    let employment = &employments(&local, &tokens, id).await[0];
    assert_eq!(employment["employment_start_date"], "2020-01-31");
    assert_eq!(employment["position"]["title"], "Glazier");
    assert_eq!(since(&local, before).await, ["person.created", "employment.created"]);
    let told = &events(&local).await[before + 1].2;
    let expected = json!({"employment": {"id": employment["id"]}, "person": {"id": id.to_string()}});
    assert_eq!(told, &expected);
}

#[tokio::test]
async fn the_status_follows_from_the_hire_date_unless_it_is_given() {
    let (local, tokens) = company().await;
    let cases = [
        (json!({"hire_date": "2026-05-03"}), "active"),
        (json!({"hire_date": "2026-05-04"}), "active"),
        (json!({"hire_date": "2026-05-05"}), "onboarding"),
        (json!({}), "onboarding"),
        (json!({"hire_date": "2026-05-05", "status": "leave"}), "leave"),
    ];
    for (number, (mut fields, status)) in cases.into_iter().enumerate() {
        fields["email"] = json!(format!("p{number}@example.com"));
        let id = hire(&local, &tokens, fields.clone()).await;
        let v1 = employee(&local, &tokens, id).await;
        assert_eq!(v1["status"], status, "{fields}");
        let start = employments(&local, &tokens, id).await[0].get("employment_start_date").cloned();
        assert_eq!(start.is_some(), fields.get("hire_date").is_some(), "{fields}");
        assert_eq!(v1["hire_date"].is_null(), start.is_none());
    }
}

#[tokio::test]
async fn a_form_writes_as_json_does() {
    let (local, tokens) = company().await;
    let fields = [
        ("employee[email]", "bo@example.com"),
        ("employee[first_name]", "Bo"),
        ("employee[last_name]", "Lind"),
        ("employee[hire_date]", "2026-01-01"),
        ("employee[weekly_working_hours]", "20"),
        ("employee[preferred_name]", ""),
        ("employee[custom_attributes][dynamic_33412]", "S"),
    ];
    let made = local.form(&tokens.v1, LIST, &fields).await.expect(200).json();
    let id = made["data"]["id"].as_u64().unwrap();
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!((&v1["weekly_working_hours"], &v1["dynamic_33412"]), (&json!("20"), &json!("S")));
    assert_eq!(v1["preferred_name"], Value::Null);

    let bearer = format!("Bearer {}", tokens.v1);
    let change = form(&[("employee[position]", "Baker"), ("employee[weekly_working_hours]", "")]);
    let path = format!("{LIST}/{id}");
    local.send("PATCH", &path, &[FORM, ("authorization", &bearer)], change).await.expect(200);
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!((&v1["position"], &v1["weekly_working_hours"]), (&json!("Baker"), &Value::Null));
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_never_the_address() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2026-01-01", "position": "Baker"})).await;
    let before = events(&local).await.len();
    local.clock().advance(60);
    let answer = update(&local, &tokens, id, json!({"last_name": "Lund", "email": "new@example.com"})).await;
    assert_eq!(answer, json!({"success": true, "data": {"id": id}, "meta": []}));
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!((&v1["last_name"], &v1["email"]), (&json!("Lund"), &json!("ada@example.com")));
    assert_eq!(v1["position"], "Baker");
    assert_eq!(v1["last_modified_at"], "2026-05-04T10:01:00+02:00");
    assert_eq!(since(&local, before).await, ["person.updated"]);

    // The hire date alone leaves the status (facts §8 [O]).
    update(&local, &tokens, id, json!({"hire_date": "2026-09-01"})).await;
    assert_eq!(employee(&local, &tokens, id).await["status"], "active");
    assert_eq!(since(&local, before).await, ["person.updated", "employment.updated"]);
    update(&local, &tokens, id, json!({"status": "inactive", "custom_attributes": {"dynamic_33412": "M"}}))
        .await;
    assert_eq!(person(&local, &tokens, id).await["status"], "INACTIVE");
    assert_eq!(since(&local, before).await[2..], ["person.updated", "employment.updated"]);

    // Nothing changes, nothing is told.
    let told = events(&local).await.len();
    local.clock().advance(60);
    update(&local, &tokens, id, json!({"last_name": "Lund", "status": "inactive"})).await;
    assert_eq!(employee(&local, &tokens, id).await["last_modified_at"], "2026-05-04T10:01:00+02:00");
    assert_eq!(events(&local).await.len(), told);
}

#[tokio::test]
async fn changed_employees_are_found_by_time_and_attribute() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2026-01-01"})).await;
    local.clock().advance(3_600);
    update(&local, &tokens, id, json!({"position": "Baker"})).await;
    for (query, found) in [
        ("2026-05-04T10:30:00", true),
        ("2026-05-04T11:00:00", false),
        ("2026-05-04T10:30:00&attributes[]=position", true),
        ("2026-05-04T10:30:00&attributes[]=last_modified_at", true),
        ("2026-05-04T10:30:00&attributes[]=last_name", false),
    ] {
        let list = local.get(&tokens.v1, &format!("{LIST}?updated_since={query}")).await.expect(200).json();
        let ids = list["data"].as_array().unwrap().iter().map(|it| &it["attributes"]["id"]["value"]);
        assert_eq!(ids.collect::<Vec<_>>(), vec![&json!(id); usize::from(found)], "{query}");
    }
}

#[tokio::test]
async fn a_supervisor_is_somebody_else_who_is_there() {
    let (local, tokens) = company().await;
    let (boss, gone) = (somebody(&local, &tokens).await, leaver(&local, &tokens).await);
    let id = hire(&local, &tokens, json!({"supervisor_id": boss})).await;
    let ada = json!({"email": "c@example.com", "first_name": "C", "last_name": "C"});
    for (wrong, name) in [(json!(1), "1"), (json!(gone), &*gone.to_string()), (json!(-7), "-7")] {
        let mut fields = ada.clone();
        fields["supervisor_id"] = wrong;
        let message = told(create(&local, &tokens, fields).await);
        assert_eq!(message, format!("Supervisor with ID {name} not found"));
    }
    let path = format!("{LIST}/{id}");
    let own = local.patch(&tokens.v1, &path, json!({"employee": {"supervisor_id": id}})).await;
    assert_eq!(told(own), format!("Supervisor with ID {id} not found"));
    update(&local, &tokens, id, json!({"supervisor_id": null})).await;
    assert_eq!(employee(&local, &tokens, id).await["supervisor"], Value::Null);
    // Two who supervise each other are fine: real data has them.
    update(&local, &tokens, id, json!({"supervisor_id": boss})).await;
    update(&local, &tokens, boss, json!({"supervisor_id": id})).await;
}

#[tokio::test]
async fn what_cant_be_written_is_told() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({})).await;
    let good = json!({"email": "c@example.com", "first_name": "C", "last_name": "C"});
    for (name, value) in [
        ("email", json!(null)),
        ("email", json!("")),
        ("email", json!("nobody")),
        ("email", json!("ADA@example.com")),
        ("first_name", json!(null)),
        ("last_name", json!("")),
        ("gender", json!("other")),
        ("status", json!("gone")),
        ("hire_date", json!("2026-02-30")),
        ("hire_date", json!("01.05.2026")),
        ("weekly_working_hours", json!("many")),
        ("weekly_working_hours", json!(200)),
        ("supervisor_id", json!("x")),
        ("custom_attributes", json!({"dynamic_33412": "XXXL"})),
        ("custom_attributes", json!({"dynamic_33421": "two"})),
        ("custom_attributes", json!({"dynamic_180883": "yesterday"})),
        ("custom_attributes", json!({"dynamic_33413": ["Klingon"]})),
    ] {
        let mut fields = good.clone();
        fields[name] = value;
        told(create(&local, &tokens, fields).await);
    }
    for body in [json!({}), json!({"employee": 7}), json!([])] {
        told(local.post(&tokens.v1, LIST, body).await);
    }
    told(local.patch(&tokens.v1, &format!("{LIST}/{id}"), json!({"employee": {"first_name": ""}})).await);
    local.patch(&tokens.v1, &format!("{LIST}/999999"), json!({"employee": {}})).await.expect(404);
    // Nothing of all this was written.
    create(&local, &tokens, good).await.expect(200);
}

#[tokio::test]
async fn unknown_names_are_left_out_made_or_refused() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({"department": "Engineering"})).await;
    let names =
        json!({"department": "Alchemy", "office": "Atlantis", "subcompany": "Gold AG", "position": "Mage"});
    let answer = update(&local, &tokens, id, names.clone()).await;
    assert_eq!(answer["meta"].as_array().unwrap().len(), 3, "{answer}");
    assert!(answer["meta"][0].as_str().unwrap().contains("Alchemy"));
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!(v1["department"]["attributes"]["name"], "Engineering");
    assert_eq!((&v1["office"], &v1["position"]), (&Value::Null, &json!("Mage")));

    local.switch("v1-unknown-names", "422").await;
    let path = format!("{LIST}/{id}");
    let refused = local.patch(&tokens.v1, &path, json!({"employee": names})).await;
    assert!(told(refused).contains("Alchemy"));

    local.switch("v1-unknown-names", "created").await;
    let bad = json!({"office": "Nowhere", "supervisor_id": 1});
    told(local.patch(&tokens.v1, &path, json!({"employee": bad})).await);
    assert_eq!(update(&local, &tokens, id, names).await["meta"], json!([]));
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!(v1["department"]["attributes"]["name"], "Alchemy");
    let office = v1["office"]["attributes"]["id"].to_string();
    let list = local.get(&tokens.v2, "/v2/workplaces?name=Atlantis,Nowhere").await.expect(200).json();
    assert_eq!(list["_data"], json!([{"id": office, "name": "Atlantis"}]));
    let employment = &employments(&local, &tokens, id).await[0];
    assert_eq!(employment["legal_entity"]["id"], v1["subcompany"]["attributes"]["id"].to_string());

    update(&local, &tokens, id, json!({"department": null, "office": ""})).await;
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!((&v1["department"], &v1["office"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_page_of_more_than_a_hundred_is_cut_or_refused() {
    let (local, tokens) = company().await;
    let path = format!("{LIST}?limit=200");
    assert_eq!(local.get(&tokens.v1, &path).await.expect(200).json()["limit"], 100);
    local.switch("v1-employees-over-limit", "400").await;
    local.get(&tokens.v1, &path).await.expect(400);
    local.get(&tokens.v1, &format!("{LIST}?limit=100")).await.expect(200);
}

#[tokio::test]
async fn the_list_of_attributes_may_want_headers() {
    let (local, tokens) = company().await;
    let bearer = format!("Bearer {}", tokens.v1);
    let named = [
        ("authorization", bearer.as_str()),
        ("x-personio-partner-id", "ACME"),
        ("x-personio-app-id", "MY_APPLICATION"),
    ];
    for path in ["/v1/company/employees/attributes", "/v1/company/employees/custom-attributes"] {
        local.switch("v1-attributes", "open").await;
        local.get(&tokens.v1, path).await.expect(200);
        local.switch("v1-attributes", "headers").await;
        local.get(&tokens.v1, path).await.expect(403);
        local.send("GET", path, &named, "").await.expect(200);
    }
}

#[tokio::test]
async fn writing_takes_the_right_to_write() {
    let (local, _) = company().await;
    let reader = local.may(&[("employees", "read")]).await;
    let id = somebody(&local, &reader).await;
    let path = newest(&local, &reader, id).await;
    let body = json!({"employee": {"email": "a@example.com", "first_name": "A", "last_name": "A"}});
    local.post(&reader.v1, LIST, body.clone()).await.expect(403);
    local.patch(&reader.v1, &format!("{LIST}/{id}"), body.clone()).await.expect(403);
    let names = json!({"first_name": "A", "last_name": "A"});
    local.post(&reader.v2, "/v2/persons", names.clone()).await.expect(401);
    local.patch(&reader.v2, &format!("/v2/persons/{id}"), names).await.expect(401);
    local.delete(&reader.v2, &format!("/v2/persons/{id}"), Value::Null).await.expect(401);
    local.patch(&reader.v2, &path, json!({"status": "LEAVE"})).await.expect(401);
    let writer = local.may(&[("employees", "write")]).await;
    local.post(&writer.v1, LIST, body).await.expect(200);
    local.get(&writer.v1, LIST).await.expect(403);
}

#[tokio::test]
async fn names_with_brackets_in_json_are_taken_as_nested_or_refused() {
    let (local, tokens) = company().await;
    let sent = json!({
        "employee[email]": "tove@example.com", "employee[first_name]": "Tove", "employee[last_name]": "Berg",
        "employee[weekly_hours]": "no field of this name",
    });
    let made = local.post(&tokens.v1, LIST, sent.clone()).await.expect(200).json();
    let id = made["data"]["id"].as_u64().unwrap();
    assert_eq!(employee(&local, &tokens, id).await["email"], "tove@example.com");

    local.switch("v1-bracketed-names", "422").await;
    assert_eq!(told(local.post(&tokens.v1, LIST, sent).await), "The employee field is required.");
}
