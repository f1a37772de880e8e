//! Compensations, their types and salary bands.

use serde_json::{Value, json};

use super::{Scene, Shown, check, shape};
use crate::kit::Answer;

pub(super) const SHOWN: &[Shown] = &[
    ("salary-bands-beta", &[("open", "200"), ("hidden", "404")]),
    ("v2-compensation-row", &[("flat", "value and currency"), ("nested", "id and amount, FIXED_SALARY")]),
    ("v2-salary-band-fields", &[("bare", "id name"), ("full", "id name and more")]),
    ("v2-compensation-needs", &[("salary-and-legal-entity", "0 rows"), ("nothing", "1 row")]),
    ("v2-compensation-types", &[("all", "5 categories"), ("recurring-and-one-time", "2 categories")]),
    ("v2-compensation-create", &[("allowed", "201"), ("403", "403")]),
    ("v2-compensation-created", &[("compensation", "many fields"), ("id", "id")]),
    ("v2-compensation-refused", &[("400", "400"), ("422", "422")]),
];

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "salary-bands-beta" => it.naming("/v2/salary-bands", "accept", "*/*").await.status.to_string(),
        "v2-compensation-row" => {
            let list = it.get("/v2/compensations?limit=1").await.expect(200).json();
            let row = &list["_data"][0];
            let has = |all: &[&str]| all.iter().all(|it| !row[*it].is_null());
            match (has(&["value", "currency"]), has(&["id", "amount", "weekly_working_hours"])) {
                (true, false) => "value and currency".to_owned(),
                (false, true) => format!("id and amount, {}", row["type"]["category"].as_str().unwrap()),
                _ => format!("{row}"),
            }
        }
        "v2-salary-band-fields" => {
            let list = it.get("/v2/salary-bands?limit=1").await.expect(200).json();
            let keys: Vec<&String> = list["_data"][0].as_object().unwrap().keys().collect();
            if keys == ["id", "name"] { "id name" } else { "id name and more" }.to_owned()
        }
        "v2-compensation-needs" => {
            let person = newcomer(it).await;
            create(it, &person).await.expect(201);
            let list = it.get(&format!("/v2/compensations?person.id={person}")).await.expect(200).json();
            let rows = list["_data"].as_array().unwrap().len();
            format!("{rows} row{}", if rows == 1 { "" } else { "s" })
        }
        "v2-compensation-types" => {
            let types = types(it).await;
            let mut categories: Vec<&str> = types.iter().map(|it| it["category"].as_str().unwrap()).collect();
            categories.sort_unstable();
            categories.dedup();
            format!("{} categories", categories.len())
        }
        "v2-compensation-create" => create(it, &newcomer(it).await).await.status.to_string(),
        "v2-compensation-created" => {
            let shape = shape(&create(it, &newcomer(it).await).await.expect(201));
            if shape.contains("value") { "many fields".to_owned() } else { shape }
        }
        "v2-compensation-refused" => create(it, "1").await.status.to_string(),
        _ => panic!("{switch}"),
    }
}

async fn types(it: &Scene) -> Vec<Value> {
    it.get("/v2/compensations/types?limit=100").await.expect(200).json()["_data"].as_array().unwrap().clone()
}

/// Somebody without a salary.
async fn newcomer(it: &Scene) -> String {
    let body = json!({
        "first_name": "Ada", "last_name": "Lind", "employments": [{"employment_start_date": "2026-01-01"}],
    });
    let made = it.call("POST", "/v2/persons", body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// Gives somebody an allowance.
async fn create(it: &Scene, person: &str) -> Answer {
    let types = types(it).await;
    let kind = types.iter().find(|it| it["category"] == "RECURRING").unwrap();
    let body = json!({
        "person": {"id": person}, "type": {"id": kind["id"]}, "value": 7, "effective_from": "2026-10-02",
    });
    it.call("POST", "/v2/compensations", body).await
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
