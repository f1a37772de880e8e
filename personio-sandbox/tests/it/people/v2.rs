//! `POST`, `PATCH` and `DELETE /v2/persons`.

use serde_json::{Value, json};

use super::{company, employee, employments, events, hire, newest, person, since, somebody};
use crate::kit::{Answer, JSON, Local, Tokens};

const LIST: &str = "/v2/persons";

async fn create(local: &Local, tokens: &Tokens, body: Value) -> Answer {
    local.post(&tokens.v2, LIST, body).await
}

fn number(made: &Value) -> u64 {
    made["id"].as_str().unwrap().parse().unwrap()
}

/// An answer that is as it is because a switch says so, and not as the published file has it.
async fn switched(local: &Local, tokens: &Tokens, method: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {}", tokens.v2);
    local.send_unchecked(method, path, &[JSON, ("authorization", &bearer)], body.to_string()).await
}

#[tokio::test]
async fn a_new_person_is_an_employee_of_v1() {
    let (local, tokens) = company().await;
    let before = events(&local).await.len();
    let body = json!({
        "email": "ada@example.com", "first_name": "Ada", "last_name": "Lind", "preferred_name": "Addi",
        "gender": "FEMALE", "language_code": "de", "unknown": true,
        "custom_attributes": [
            {"id": "dynamic_33412", "value": "XL"},
            {"id": "dynamic_33413", "value": ["English"]},
            {"id": "dynamic_33421", "value": "3"},
        ],
        "employments": [{"status": "ACTIVE", "employment_start_date": "2026-06-01", "type": "EXTERNAL"}],
    });
    let made = create(&local, &tokens, body).await.expect(201).json();
    let id = number(&made);
    assert_eq!(made, json!({"id": id.to_string()}));
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!((&v1["gender"], &v1["status"]), (&json!("female"), &json!("active")));
    assert_eq!((&v1["employment_type"], &v1["dynamic_33421"]), (&json!("external"), &json!(3)));
    let v2 = person(&local, &tokens, id).await;
    assert_eq!(v2["employments"].as_array().unwrap().len(), 1);
    assert_eq!(v2["preferred_name"], "Addi");
    assert_eq!(since(&local, before).await, ["person.created", "employment.created"]);
}

#[tokio::test]
async fn names_are_enough_for_a_person() {
    let (local, tokens) = company().await;
    let body = json!({"first_name": "Ada", "last_name": "Lind"});
    let id = number(&create(&local, &tokens, body.clone()).await.expect(201).json());
    let v2 = person(&local, &tokens, id).await;
    assert_eq!((v2.get("email"), &v2["gender"]), (None, &json!("UNSPECIFIED")));
    assert_eq!(employee(&local, &tokens, id).await["email"], Value::Null);
    assert_eq!(employments(&local, &tokens, id).await[0]["status"], "ONBOARDING");
    // Nobody has no address, so two can.
    create(&local, &tokens, body.clone()).await.expect(201);

    local.switch("v2-person-required", "names-email-language-employment").await;
    create(&local, &tokens, body).await.expect(400);
    let whole = json!({
        "first_name": "Ada", "last_name": "Lind", "email": "ada@example.com", "language_code": "en",
        "employments": [{}],
    });
    for name in ["email", "language_code", "employments"] {
        let mut lacking = whole.clone();
        lacking.as_object_mut().unwrap().remove(name);
        let told = create(&local, &tokens, lacking).await.expect(400).json();
        assert!(told["errors"][0]["detail"].as_str().unwrap().contains(name), "{told}");
    }
    create(&local, &tokens, whole).await.expect(201);
}

#[tokio::test]
async fn several_employments_come_newest_first() {
    let (local, tokens) = company().await;
    let body = json!({
        "first_name": "Ada", "last_name": "Lind",
        "employments": [
            {"employment_start_date": "2019-01-01", "status": "INACTIVE"},
            {"employment_start_date": "2026-02-01"},
            {"employment_start_date": "2022-01-01", "status": "INACTIVE"},
        ],
    });
    let id = number(&create(&local, &tokens, body).await.expect(201).json());
    let starts: Vec<Value> = employments(&local, &tokens, id)
        .await
        .iter()
        .map(|it| json!([it["employment_start_date"], it["status"]]))
        .collect();
    let expected = [
        json!(["2026-02-01", "ACTIVE"]),
        json!(["2022-01-01", "INACTIVE"]),
        json!(["2019-01-01", "INACTIVE"]),
    ];
    assert_eq!(starts, expected);
    assert_eq!(employee(&local, &tokens, id).await["hire_date"], "2026-02-01T00:00:00+01:00");
}

#[tokio::test]
async fn a_person_is_changed_and_told_once() {
    let (local, tokens) = company().await;
    let fields = json!({"preferred_name": "Addi", "custom_attributes": {"dynamic_33412": "XL"}});
    let id = hire(&local, &tokens, fields).await;
    let before = events(&local).await.len();
    let path = format!("{LIST}/{id}");
    let change = |body: Value| local.patch(&tokens.v2, &path, body);
    local.clock().advance(60);
    let body =
        json!({"last_name": "Lund", "gender": "UNDEFINED", "preferred_name": "", "language_code": "fi"});
    let answer = change(body.clone()).await.expect(204);
    assert!(answer.body.is_empty());
    let v2 = person(&local, &tokens, id).await;
    assert_eq!((&v2["last_name"], &v2["gender"]), (&json!("Lund"), &json!("UNSPECIFIED")));
    assert_eq!((v2.get("preferred_name"), &v2["updated_at"]), (None, &json!("2026-05-04T08:01:00Z")));
    assert_eq!(since(&local, before).await, ["person.updated"]);
    local.clock().advance(60);
    change(body).await.expect(204);
    change(json!({})).await.expect(204);
    assert_eq!(person(&local, &tokens, id).await["updated_at"], "2026-05-04T08:01:00Z");
    change(json!({"custom_attributes": [{"id": "dynamic_33412", "value": ""}]})).await.expect(204);
    assert_eq!(employee(&local, &tokens, id).await["dynamic_33412"], Value::Null);
    assert_eq!(since(&local, before).await, ["person.updated"; 2]);
    let list = local.get(&tokens.v2, "/v2/persons?updated_at.gt=2026-05-04T08:00:30Z").await.json();
    assert_eq!(list["_data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_address_belongs_to_one_person() {
    let (local, tokens) = company().await;
    let ada = hire(&local, &tokens, json!({})).await;
    let id = somebody(&local, &tokens).await;
    let names = json!({"first_name": "B", "last_name": "B", "email": "Ada@Example.com"});
    create(&local, &tokens, names.clone()).await.expect(400);
    let path = format!("{LIST}/{id}");
    let taken = json!({"email": "ada@example.com"});
    local.patch(&tokens.v2, &path, taken.clone()).await.expect(400);
    local.switch("v2-email-taken", "409").await;
    for (method, path, body) in [("POST", LIST, &names), ("PATCH", path.as_str(), &taken)] {
        let answer = switched(&local, &tokens, method, path, body).await.expect(409);
        assert_eq!(answer.json()["errors"][0]["title"], "Conflict");
    }
    // Their own is theirs.
    local.patch(&tokens.v2, &format!("{LIST}/{ada}"), taken.clone()).await.expect(204);
    local.delete(&tokens.v2, &format!("{LIST}/{ada}"), Value::Null).await.expect(204);
    local.patch(&tokens.v2, &path, taken).await.expect(204);
    assert_eq!(employee(&local, &tokens, id).await["email"], "ada@example.com");
}

#[tokio::test]
async fn an_address_changes_stays_or_is_refused() {
    let (local, tokens) = company().await;
    let id = somebody(&local, &tokens).await;
    let path = format!("{LIST}/{id}");
    for (number, (position, status)) in
        [("changes", 204), ("ignored", 204), ("400", 400)].into_iter().enumerate()
    {
        local.switch("v2-person-email", position).await;
        let email = format!("new{number}@example.com");
        local.patch(&tokens.v2, &path, json!({"email": email})).await.expect(status);
        let changed = person(&local, &tokens, id).await["email"] == json!(email);
        assert_eq!(changed, position == "changes", "{position}");
    }
    local.patch(&tokens.v2, &path, json!({"first_name": "Bo"})).await.expect(204);
}

#[tokio::test]
async fn bodies_are_read_strictly() {
    let (local, tokens) = company().await;
    let good = json!({"first_name": "A", "last_name": "A"});
    for (name, value) in [
        ("first_name", json!(null)),
        ("first_name", json!("")),
        ("last_name", json!(7)),
        ("email", json!(null)),
        ("email", json!("nobody")),
        ("preferred_name", json!(null)),
        ("gender", json!("female")),
        ("gender", json!("UNSPECIFIED")),
        ("language_code", json!("pt")),
        ("custom_attributes", json!({"dynamic_33412": "XL"})),
        ("custom_attributes", json!([{"id": "dynamic_33412"}])),
        ("custom_attributes", json!([{"id": "dynamic_33412", "value": null}])),
        ("custom_attributes", json!([{"id": "dynamic_33412", "value": 7}])),
        ("custom_attributes", json!([{"id": "dynamic_33412", "value": "XXXL"}])),
        ("custom_attributes", json!([{"id": "dynamic_33412", "value": ["XL"]}])),
        ("custom_attributes", json!([{"id": "dynamic_1", "value": "x"}])),
        ("custom_attributes", json!([{"id": "position", "value": "x"}])),
        ("employments", json!([{"status": "GONE"}])),
        ("employments", json!([{"supervisor": {"id": "1"}}])),
    ] {
        let mut body = good.clone();
        body[name] = value.clone();
        let told = create(&local, &tokens, body.clone()).await;
        assert_eq!((told.status, &told.json()["errors"][0]["title"]), (400, &json!("Bad request")), "{body}");
    }
    for name in ["first_name", "last_name"] {
        let mut lacking = good.clone();
        lacking.as_object_mut().unwrap().remove(name);
        create(&local, &tokens, lacking).await.expect(400);
    }
    let bearer = format!("Bearer {}", tokens.v2);
    for text in ["", "{", "[]", "7"] {
        local.send("POST", LIST, &[JSON, ("authorization", &bearer)], text).await.expect(400);
    }
    // What stands in a list is not the fields of an object.
    let id = somebody(&local, &tokens).await;
    for list in [json!([]), json!(["x@example.com", "Ada", "Lind", "", null, "en", [], []])] {
        create(&local, &tokens, list.clone()).await.expect(400);
        local.patch(&tokens.v2, &format!("/v2/persons/{id}"), list).await.expect(400);
    }
    let path = newest(&local, &tokens, id).await;
    for part in [json!({"supervisor": ["3002"]}), json!({"cost_centers": [["1", 100]]})] {
        local.patch(&tokens.v2, &path, part).await.expect(400);
    }
    local.patch(&tokens.v2, "/v2/persons/999999", json!({})).await.expect(404);
    local.patch(&tokens.v2, "/v2/persons/x", json!({})).await.expect(404);
}

#[tokio::test]
async fn what_a_new_person_is_answered_is_a_switch() {
    let (local, tokens) = company().await;
    let names = json!({"first_name": "A", "last_name": "A"});
    local.switch("v2-person-created", "data").await;
    let made = switched(&local, &tokens, "POST", LIST, &names).await.expect(201).json();
    assert!(made["_data"]["id"].is_string() && made.get("id").is_none(), "{made}");
    local.switch("v2-person-created", "person").await;
    let made = create(&local, &tokens, names).await.expect(201).json();
    assert_eq!(person(&local, &tokens, number(&made)).await, made);
}

#[tokio::test]
async fn a_deleted_person_is_gone_with_what_was_theirs() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2026-01-01"})).await;
    let led = json!({"supervisor_id": id, "email": "b@example.com"});
    let led = hire(&local, &tokens, led).await;
    let employment = employments(&local, &tokens, id).await[0]["id"].clone();
    let before = events(&local).await.len();
    let path = format!("{LIST}/{id}");
    local.delete(&tokens.v2, &path, Value::Null).await.expect(204);
    for path in [path.clone(), format!("{path}/employments"), format!("/v1/company/employees/{id}")] {
        let token = if path.starts_with("/v1") { &tokens.v1 } else { &tokens.v2 };
        local.get(token, &path).await.expect(404);
    }
    local.delete(&tokens.v2, &path, Value::Null).await.expect(404);
    assert_eq!(employee(&local, &tokens, led).await["supervisor"], Value::Null);
    let told: Vec<(String, Value)> =
        events(&local).await.into_iter().skip(before).map(|it| (it.0, it.2)).collect();
    let person = json!({"id": id.to_string()});
    let expected = [
        ("employment.deleted".to_owned(), json!({"employment": {"id": employment}, "person": person})),
        ("person.deleted".to_owned(), json!({"person": person})),
    ];
    assert_eq!(told, expected);

    local.switch("v2-person-deleted", "200").await;
    switched(&local, &tokens, "DELETE", &format!("{LIST}/{led}"), &Value::Null).await.expect(200);
}

#[tokio::test]
async fn two_with_one_address_at_once_are_one() {
    let (local, tokens) = company().await;
    let body = json!({"first_name": "A", "last_name": "A", "email": "same@example.com"});
    let all = (0..8).map(|_| create(&local, &tokens, body.clone()));
    let statuses = futures_util::future::join_all(all).await;
    assert_eq!(statuses.iter().filter(|it| it.status == 201).count(), 1);
}
