//! `PATCH /v2/persons/{id}/employments/{id}`.

use serde_json::{Value, json};

use super::{company, employee, employments, events, hire, newest, since, somebody};
use crate::kit::{Local, Tokens};

/// The first rows of a list.
async fn ids(local: &Local, tokens: &Tokens, path: &str) -> Vec<String> {
    let list = local.get(&tokens.v2, path).await.expect(200).json();
    list["_data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn everything_that_can_be_written_is_read_again() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2026-01-31"})).await;
    let path = newest(&local, &tokens, id).await;
    let boss = somebody(&local, &tokens).await.to_string();
    let team = ids(&local, &tokens, "/v2/org-units?type=team").await.swap_remove(0);
    let department = ids(&local, &tokens, "/v2/org-units?type=department").await.swap_remove(0);
    let entity = ids(&local, &tokens, "/v2/legal-entities").await.swap_remove(0);
    let office = ids(&local, &tokens, "/v2/workplaces").await.swap_remove(0);
    let centers = ids(&local, &tokens, "/v2/cost-centers").await;
    let before = events(&local).await.len();
    local.clock().advance(60);
    let body = json!({
        "supervisor": {"id": boss}, "office": {"id": office}, "legal_entity": {"id": entity},
        "org_units": [{"type": "team", "id": team}, {"type": "department", "id": department}],
        "position": {"title": "Glazier"}, "status": "LEAVE", "employment_start_date": "2026-01-31",
        "type": "EXTERNAL", "contract_end_date": "2027-12-31", "probation_period_length": 1,
        "weekly_working_hours": 19.25, "full_time_weekly_working_hours": 38.5,
        "cost_centers": [{"id": centers[0], "weight": 33.34}, {"id": centers[1], "weight": 66.66}],
    });
    assert!(local.patch(&tokens.v2, &path, body.clone()).await.expect(204).body.is_empty());
    let read = local.get(&tokens.v2, &path).await.expect(200).json();
    for (name, value) in body.as_object().unwrap() {
        if name != "probation_period_length" {
            assert_eq!(&read[name], value, "{name}");
        }
    }
    assert_eq!(read["probation_end_date"], "2026-02-28");
    assert_eq!(
        (&read["sub_company"], &read["updated_at"]),
        (&json!({"id": entity}), &json!("2026-05-04T08:01:00Z"))
    );
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!((&v1["status"], &v1["weekly_working_hours"]), (&json!("leave"), &json!("19.25")));
    assert_eq!(v1["cost_centers"][1]["attributes"]["percentage"], 66.66);
    assert_eq!(v1["probation_period_end"], "2026-02-28T00:00:00+01:00");
    assert_eq!(since(&local, before).await, ["employment.updated", "employment.updated.cost-centers"]);

    let centers = json!({"cost_centers": [{"id": centers[0], "weight": 100}]});
    local.patch(&tokens.v2, &path, centers.clone()).await.expect(204);
    local.patch(&tokens.v2, &path, centers).await.expect(204);
    assert_eq!(since(&local, before).await[2..], ["employment.updated.cost-centers"]);

    let nothing = json!({
        "supervisor": null, "office": null, "legal_entity": null, "org_units": null, "position": null,
        "contract_end_date": null, "probation_end_date": null, "weekly_working_hours": null,
        "full_time_weekly_working_hours": null, "cost_centers": [],
    });
    local.patch(&tokens.v2, &path, nothing.clone()).await.expect(204);
    let read = local.get(&tokens.v2, &path).await.expect(200).json();
    for name in nothing.as_object().unwrap().keys() {
        let empty = matches!(name.as_str(), "org_units" | "cost_centers").then(|| json!([]));
        assert_eq!(read.get(name).cloned(), empty, "{name}");
    }
}

#[tokio::test]
async fn the_older_name_writes_the_legal_entity_too() {
    let (local, tokens) = company().await;
    let path = newest(&local, &tokens, somebody(&local, &tokens).await).await;
    let entities = ids(&local, &tokens, "/v2/legal-entities").await;
    local.patch(&tokens.v2, &path, json!({"subcompany": {"id": entities[1]}})).await.expect(204);
    let read = local.get(&tokens.v2, &path).await.expect(200).json();
    assert_eq!(read["legal_entity"]["id"], entities[1].as_str());
    // The name in answers is no name for writing (facts §13.21 [O]).
    local.patch(&tokens.v2, &path, json!({"sub_company": {"id": entities[0]}})).await.expect(204);
    assert_eq!(local.get(&tokens.v2, &path).await.json()["legal_entity"]["id"], entities[1].as_str());
    let both = json!({"subcompany": {"id": entities[0]}, "legal_entity": {"id": entities[1]}});
    local.patch(&tokens.v2, &path, both).await.expect(400);
    // A list of units is the whole truth.
    let team = ids(&local, &tokens, "/v2/org-units?type=team").await.swap_remove(0);
    let units = json!([{"type": "team", "id": team}]);
    local.patch(&tokens.v2, &path, json!({"org_units": units})).await.expect(204);
    assert_eq!(local.get(&tokens.v2, &path).await.json()["org_units"], units);
}

#[tokio::test]
async fn what_cant_be_is_refused() {
    let (local, tokens) = company().await;
    let id = somebody(&local, &tokens).await;
    let path = newest(&local, &tokens, id).await;
    let team = ids(&local, &tokens, "/v2/org-units?type=team").await.swap_remove(0);
    let center = ids(&local, &tokens, "/v2/cost-centers").await.swap_remove(0);
    let centers = |weights: &[f64]| -> Value {
        json!({"cost_centers": weights.iter().map(|it| json!({"id": center, "weight": it})).collect::<Vec<_>>()})
    };
    let before = local.get(&tokens.v2, &path).await.json();
    for body in [
        json!({"supervisor": {"id": id.to_string()}}),
        json!({"supervisor": {"id": "1"}}),
        json!({"supervisor": {"id": 1}}),
        json!({"supervisor": "1"}),
        json!({"office": {"id": "1"}}),
        json!({"office": {"id": "x"}}),
        json!({"legal_entity": {"id": "1"}}),
        json!({"org_units": [{"type": "department", "id": team}]}),
        json!({"org_units": [{"type": "squad", "id": team}]}),
        json!({"org_units": [{"type": "team", "id": team}, {"type": "team", "id": team}]}),
        json!({"position": {}}),
        json!({"position": "Baker"}),
        json!({"status": "UNSPECIFIED"}),
        json!({"status": null}),
        json!({"type": "internal"}),
        json!({"employment_start_date": null}),
        json!({"employment_start_date": "2026-13-01"}),
        json!({"contract_end_date": "2027-01-01T00:00:00Z"}),
        json!({"probation_end_date": "2027-01-01", "probation_period_length": 6}),
        json!({"probation_period_length": -1}),
        json!({"weekly_working_hours": "40"}),
        json!({"weekly_working_hours": 169}),
        json!({"cost_centers": null}),
        json!({"cost_centers": [{"id": "1", "weight": 100}]}),
        json!({"cost_centers": [{"id": center}]}),
        centers(&[50.0]),
        centers(&[50.0, 50.0]),
        centers(&[0.0]),
        centers(&[101.0]),
    ] {
        let mut body = body;
        // All of it, or nothing.
        body["full_time_weekly_working_hours"] = json!(1);
        assert_eq!(local.patch(&tokens.v2, &path, body.clone()).await.status, 400, "{body}");
    }
    assert_eq!(local.get(&tokens.v2, &path).await.json(), before);
    local.patch(&tokens.v2, "/v2/persons/999999/employments/0", json!({})).await.expect(404);
    let others = newest(&local, &tokens, super::leaver(&local, &tokens).await).await;
    let (_, employment) = others.rsplit_once('/').unwrap();
    let mixed = format!("/v2/persons/{id}/employments/{employment}");
    local.patch(&tokens.v2, &mixed, json!({})).await.expect(404);

    local.switch("v2-cost-center-weights", "any").await;
    local.patch(&tokens.v2, &path, centers(&[50.0])).await.expect(204);
    local.patch(&tokens.v2, &path, centers(&[50.0, 50.0])).await.expect(400);
}

#[tokio::test]
async fn a_change_may_need_status_start_and_type() {
    let (local, tokens) = company().await;
    let path = newest(&local, &tokens, somebody(&local, &tokens).await).await;
    local.patch(&tokens.v2, &path, json!({"type": "INTERNAL"})).await.expect(204);
    local.switch("v2-employment-required", "status-start-type").await;
    let whole = json!({"status": "ACTIVE", "employment_start_date": "2026-01-01", "type": "INTERNAL"});
    for name in ["status", "employment_start_date", "type"] {
        let mut lacking = whole.clone();
        lacking.as_object_mut().unwrap().remove(name);
        local.patch(&tokens.v2, &path, lacking).await.expect(400);
    }
    local.patch(&tokens.v2, &path, whole).await.expect(204);
}

#[tokio::test]
async fn an_earlier_employment_is_changed_without_touching_the_newest() {
    let (local, tokens) = company().await;
    let body = json!({
        "first_name": "Ada", "last_name": "Lind",
        "employments": [
            {"employment_start_date": "2020-01-01", "status": "INACTIVE", "position": {"title": "Trainee"}},
            {"employment_start_date": "2026-02-01", "position": {"title": "Baker"}},
        ],
    });
    let made = local.post(&tokens.v2, "/v2/persons", body).await.expect(201).json();
    let id: u64 = made["id"].as_str().unwrap().parse().unwrap();
    let earlier = employments(&local, &tokens, id).await[1]["id"].as_str().unwrap().to_owned();
    local.clock().advance(60);
    let path = format!("/v2/persons/{id}/employments/{earlier}");
    local.patch(&tokens.v2, &path, json!({"position": {"title": "Intern"}})).await.expect(204);
    let all = employments(&local, &tokens, id).await;
    assert_eq!(
        (&all[0]["position"]["title"], &all[1]["position"]["title"]),
        (&json!("Baker"), &json!("Intern"))
    );
    assert_eq!(all[0]["updated_at"], super::NOW);
    assert_eq!(all[1]["updated_at"], "2026-05-04T08:01:00Z");
    assert_eq!(employee(&local, &tokens, id).await["position"], "Baker");
    let list = format!("/v2/persons/{id}/employments?updated_at.gt=2026-05-04T08:00:30Z");
    assert_eq!(ids(&local, &tokens, &list).await, [earlier]);
}
