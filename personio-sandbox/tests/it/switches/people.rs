//! Employees, persons and employments.

use serde_json::{Value, json};

use super::{Scene, Shown, check, shape};

pub(super) const SHOWN: &[Shown] = &[
    ("v1-failed-writes", &[("status", "422, success false"), ("200", "200, success false")]),
    ("v1-unknown-names", &[("ignored", "200, 1 note"), ("created", "200, 0 notes"), ("422", "422")]),
    ("v1-employee-dates", &[("t", "T00:00:00"), ("space", " 00:00:00")]),
    ("v1-units", &[("objects", "an object"), ("names", "a text")]),
    ("v1-bracketed-names", &[("nested", "200"), ("422", "422")]),
    ("v2-person-required", &[("names", "201"), ("names-email-language-employment", "400")]),
    ("v2-person-created", &[("id", "id"), ("data", "_data"), ("person", "many fields")]),
    (
        "v2-person-email",
        &[("changes", "204, changed"), ("ignored", "204, as before"), ("400", "400, as before")],
    ),
    ("v2-email-taken", &[("400", "400"), ("409", "409")]),
    ("v2-person-deleted", &[("204", "204"), ("200", "200")]),
    ("v2-employment-required", &[("nothing", "204"), ("status-start-type", "400")]),
    ("v2-cost-center-weights", &[("100", "400"), ("any", "204")]),
];

const NAMES: (&str, &str) = ("Ada", "Lind");

async fn seen(switch: &str, it: &Scene) -> String {
    let person = format!("/v2/persons/{}", it.people().await[0]);
    match switch {
        "v1-failed-writes" => {
            let body = json!({"employee": {"email": "a@example.com", "first_name": "A", "last_name": "A",
                "supervisor_id": 1}});
            let told = it.call("POST", "/v1/company/employees", body).await;
            format!("{}, success {}", told.status, told.json()["success"])
        }
        "v1-unknown-names" => {
            let path = person.replace("/v2/persons", "/v1/company/employees");
            let body = json!({"employee": {"department": "Alchemy"}});
            let told = it.call("PATCH", &path, body).await;
            match told.json()["meta"].as_array().map(Vec::len) {
                Some(1) => format!("{}, 1 note", told.status),
                Some(many) => format!("{}, {many} notes", told.status),
                None => told.status.to_string(),
            }
        }
        "v1-employee-dates" => {
            employee(it, &person).await["hire_date"]["value"].as_str().unwrap()[10..19].to_owned()
        }
        "v1-units" => {
            let department = &employee(it, &person).await["department"]["value"];
            if department.is_object() { "an object" } else { "a text" }.to_owned()
        }
        "v1-bracketed-names" => {
            let body = json!({
                "employee[email]": "a@example.com", "employee[first_name]": "A", "employee[last_name]": "A",
            });
            it.call("POST", "/v1/company/employees", body).await.status.to_string()
        }
        "v2-person-required" => create(it, json!({})).await.status.to_string(),
        "v2-person-created" => {
            let shape = shape(&create(it, json!({})).await);
            if shape.contains("first_name") { "many fields".to_owned() } else { shape }
        }
        "v2-person-email" => {
            let address = json!("new@example.com");
            let status = it.call("PATCH", &person, json!({"email": address})).await.status;
            let changed = it.get(&person).await.json()["email"] == address;
            format!("{status}, {}", if changed { "changed" } else { "as before" })
        }
        "v2-email-taken" => {
            let address = it.get(&person).await.json()["email"].clone();
            create(it, json!({"email": address})).await.status.to_string()
        }
        "v2-person-deleted" => it.call("DELETE", &person, Value::Null).await.status.to_string(),
        "v2-employment-required" => change(it, &person, json!({"type": "INTERNAL"})).await,
        "v2-cost-center-weights" => {
            let centers = it.get("/v2/cost-centers").await.expect(200).json();
            let half = json!({"cost_centers": [{"id": centers["_data"][0]["id"], "weight": 50}]});
            change(it, &person, half).await
        }
        _ => panic!("{switch}"),
    }
}

/// The attributes of v1 of somebody who has a department.
async fn employee(it: &Scene, person: &str) -> Value {
    let path = person.replace("/v2/persons", "/v1/company/employees");
    let one = it.get(&path).await.expect(200).json();
    let attributes = one["data"]["attributes"].clone();
    assert!(!attributes["department"]["value"].is_null(), "{attributes}");
    attributes
}

/// A new person with names and more.
async fn create(it: &Scene, more: Value) -> crate::kit::Answer {
    let mut body = json!({"first_name": NAMES.0, "last_name": NAMES.1});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    it.call("POST", "/v2/persons", body).await
}

/// The status of a change of somebody's newest employment.
async fn change(it: &Scene, person: &str, body: Value) -> String {
    let list = it.get(&format!("{person}/employments")).await.expect(200).json();
    let path = format!("{person}/employments/{}", list["_data"][0]["id"].as_str().unwrap());
    it.call("PATCH", &path, body).await.status.to_string()
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
