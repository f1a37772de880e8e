//! Faults: which calls they strike, and what becomes of those.

mod answers;
mod bodies;
mod connections;
mod every;
mod pages;
mod quirks;

use serde_json::{Value, json};

use crate::kit::{Answer, FORM, Local, form};

/// Adds a fault and gives its id.
async fn fault(local: &Local, matching: Value, effect: Value) -> String {
    let wanted = json!({"match": matching, "effect": effect});
    let made = local.control("POST", "/_sandbox/faults", wanted).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// A read whose answer may be broken.
async fn read(local: &Local, token: &str, path: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    local.send_unchecked("GET", path, &[("authorization", &bearer), ("beta", "true")], "").await
}

/// The statuses of so many reads.
async fn statuses(local: &Local, token: &str, path: &str, calls: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..calls {
        statuses.push(read(local, token, path).await.status);
    }
    statuses
}

/// The faults there are.
async fn faults(local: &Local) -> Value {
    local.control("GET", "/_sandbox/faults", Value::Null).await.expect(200).json()["faults"].take()
}

const PERSONS: &str = "/v2/persons?limit=1";

#[tokio::test]
async fn faults_are_listed_and_taken_away() {
    let local = Local::new();
    let token = local.all().await.v2;
    let matching = json!({"method": "get", "route": "/v2/persons", "times": 2});
    let first = fault(&local, matching.clone(), json!({"kind": "bad-gateway"})).await;
    let second = fault(&local, json!({"route": "/v2/jobs"}), json!({"kind": "not-found"})).await;
    assert_ne!(first, second);
    assert_eq!(statuses(&local, &token, PERSONS, 3).await, [502, 502, 200]);
    let rows = faults(&local).await;
    let expected = json!({
        "id": first, "match": matching, "effect": {"kind": "bad-gateway"}, "calls": 3, "fired": 2
    });
    assert_eq!(rows[0], expected);
    assert_eq!((&rows[1]["calls"], &rows[1]["fired"]), (&json!(0), &json!(0)));

    let remove =
        async |id: &str| local.control("DELETE", &format!("/_sandbox/faults/{id}"), Value::Null).await;
    remove(&second).await.expect(204);
    remove(&second).await.expect(404);
    assert_eq!(statuses(&local, &token, "/v2/jobs", 1).await, [200]);
    local.control("DELETE", "/_sandbox/faults", Value::Null).await.expect(204);
    assert_eq!(faults(&local).await, json!([]));

    fault(&local, json!({}), json!({"kind": "bad-gateway"})).await;
    local.control("POST", "/_sandbox/reset", Value::Null).await.expect(204);
    assert_eq!(statuses(&local, &token, PERSONS, 1).await, [200]);
}

#[tokio::test]
async fn a_fault_that_cannot_be_is_refused_with_the_reason() {
    let local = Local::new();
    let effect = json!({"kind": "not-found"});
    let wrong = [
        (json!({}), "effect"),
        (json!({"effect": {"kind": "nonsense"}}), "nonsense"),
        (json!({"effect": {"kind": "latency"}}), "ms"),
        (json!({"effect": {"kind": "latency", "ms": 600_001}}), "600000"),
        (json!({"effect": {"kind": "answer", "status": 99}}), "200 to 599"),
        (json!({"effect": {"kind": "answer", "status": 200, "headers": {"bad name": "x"}}}), "bad name"),
        (json!({"effect": {"kind": "null", "field": "a..b"}}), "pointer"),
        (json!({"effect": {"kind": "not-found", "more": 1}}), "more"),
        (json!({"effect": {"kind": "quirk", "quirk": "unheard-of"}}), "unheard-of"),
        (json!({"effect": {"kind": "cut", "at": "before-answer", "after_bytes": 3}}), "mid-body"),
        (json!({"effect": effect, "match": {"route": "/v2/nowhere"}}), "/v2/nowhere"),
        (json!({"effect": effect, "match": {"method": "PUT"}}), "PUT"),
        (json!({"effect": effect, "match": {"nth": 0}}), "from 1"),
        (json!({"effect": effect, "match": {"nth": "often"}}), "every"),
        (json!({"effect": effect, "match": {"probability": 1.5}}), "0 to 1"),
        (json!({"effect": effect, "match": {"lasting": {"calls": 0}}}), "at least 1"),
        (json!({"effect": effect, "match": {"credential": "papi-nobody"}}), "papi-nobody"),
        (json!({"effect": effect, "match": {"colour": "red"}}), "colour"),
        (json!({"effect": {"kind": "self-next"}, "match": {"route": "/v1/*"}}), "nothing to change"),
        (
            json!({"effect": {"kind": "quirk", "quirk": "persons-431"}, "match": {"route": "/v2/jobs"}}),
            "nothing",
        ),
    ];
    for (fault, reason) in wrong {
        let told = local.control("POST", "/_sandbox/faults", fault.clone()).await.expect(400).json();
        assert!(told["error"].as_str().unwrap().contains(reason), "{fault}: {told}");
    }
    local.send("POST", "/_sandbox/faults", &[], "{").await.expect(400);
    assert_eq!(faults(&local).await, json!([]));
}

#[tokio::test]
async fn a_match_names_method_route_and_credential() {
    let local = Local::new();
    let tokens = local.all().await;
    let effect = || json!({"kind": "not-found"});
    fault(&local, json!({"route": "/v2/persons/{person_id}"}), effect()).await;
    assert_eq!(statuses(&local, &tokens.v2, PERSONS, 1).await, [200]);
    let person = read(&local, &tokens.v2, PERSONS).await.json()["_data"][0]["id"].clone();
    let path = format!("/v2/persons/{}", person.as_str().unwrap());
    assert_eq!(statuses(&local, &tokens.v2, &path, 1).await, [404]);
    assert_eq!(statuses(&local, &tokens.v2, &format!("{path}/employments"), 1).await, [200]);

    fault(&local, json!({"route": "/v1/*"}), effect()).await;
    assert_eq!(statuses(&local, &tokens.v1, "/v1/company/employees", 1).await, [404]);
    fault(&local, json!({"method": "POST"}), json!({"kind": "answer", "status": 418})).await;
    assert_eq!(statuses(&local, &tokens.v2, "/v2/jobs", 1).await, [200]);
    let form = form(&[("token", "papi-x")]);
    assert_eq!(local.send_unchecked("POST", "/v2/auth/revoke", &[FORM], form).await.status, 418);
}

#[tokio::test]
async fn a_credential_is_known_by_its_token_or_by_what_it_asks_a_token_with() {
    let local = Local::new();
    let wanted = json!({"name": "struck", "permissions": "all"});
    let made = local.control("POST", "/_sandbox/credentials", wanted).await.expect(201).json();
    let (id, secret) = (made["client_id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());
    let login = [("client_id", id), ("client_secret", secret)];
    let token = local.send("POST", "/v1/auth", &[FORM], form(&login)).await.expect(200).json();
    let token = token["data"]["token"].as_str().unwrap().to_owned();
    fault(&local, json!({"credential": id}), json!({"kind": "answer", "status": 418})).await;
    assert_eq!(statuses(&local, &token, "/v1/company/employees", 1).await, [418]);
    assert_eq!(statuses(&local, &local.all().await.v1, "/v1/company/employees", 1).await, [200]);
    let json = json!({"client_id": id, "client_secret": secret}).to_string();
    let query = format!("/v1/auth?{}", form(&login));
    for (path, body) in [("/v1/auth", form(&login)), ("/v1/auth", json), (query.as_str(), String::new())] {
        let kind = if body.starts_with('{') { crate::kit::JSON } else { FORM };
        assert_eq!(local.send_unchecked("POST", path, &[kind], body).await.status, 418);
    }
}

#[tokio::test]
async fn the_nth_calls_are_struck_or_some_by_chance() {
    let local = Local::new();
    let token = local.all().await.v2;
    let effect = || json!({"kind": "answer", "status": 418});
    let run = async |matching: Value, calls: usize| {
        local.control("DELETE", "/_sandbox/faults", Value::Null).await;
        fault(&local, matching, effect()).await;
        let struck = statuses(&local, &token, PERSONS, calls).await;
        (1..).zip(struck).filter(|(_, it)| *it == 418).map(|(nth, _)| nth).collect::<Vec<usize>>()
    };
    assert_eq!(run(json!({"nth": 2}), 4).await, [2]);
    assert_eq!(run(json!({"nth": [1, 4]}), 5).await, [1, 4]);
    assert_eq!(run(json!({"nth": "every"}), 3).await, [1, 2, 3]);
    let some = run(json!({"probability": 0.3, "seed": 7}), 40).await;
    assert!((3..25).contains(&some.len()), "{some:?}");
    assert_eq!(run(json!({"probability": 0.3, "seed": 7}), 40).await, some);
    assert_ne!(run(json!({"probability": 0.3, "seed": 8}), 40).await, some);
    assert_eq!(run(json!({"probability": 0}), 10).await, [0; 0]);
    assert_eq!(run(json!({"probability": 1, "times": 3}), 10).await, [1, 2, 3]);
}

#[tokio::test]
async fn a_storm_lasts_for_calls_or_for_seconds_of_the_clock() {
    let local = Local::at("2026-05-04T08:00:00Z");
    let token = local.all().await.v2;
    let storm = json!({"kind": "too-many"});
    let id = fault(&local, json!({"route": "/v2/persons", "nth": 2, "lasting": {"calls": 3}}), storm.clone())
        .await;
    assert_eq!(statuses(&local, &token, PERSONS, 6).await, [200, 429, 429, 429, 200, 200]);
    local.control("DELETE", &format!("/_sandbox/faults/{id}"), Value::Null).await.expect(204);

    fault(&local, json!({"lasting": {"seconds": 60}}), storm).await;
    assert_eq!(statuses(&local, &token, PERSONS, 3).await, [429, 429, 429]);
    let refused = read(&local, &token, PERSONS).await;
    assert!(!refused.headers.contains_key("retry-after"), "{refused:?}");
    local.clock().advance(59);
    assert_eq!(statuses(&local, &token, PERSONS, 1).await, [429]);
    local.clock().advance(1);
    assert_eq!(statuses(&local, &token, PERSONS, 3).await, [200, 200, 200]);
}

#[tokio::test]
async fn a_fault_without_an_effect_has_not_fired() {
    let local = Local::new();
    let token = local.all().await.v2;
    fault(&local, json!({"times": 1}), json!({"kind": "null", "field": "nobodys"})).await;
    assert_eq!(statuses(&local, &token, PERSONS, 2).await, [200, 200]);
    assert_eq!(faults(&local).await[0]["calls"], 2);
    assert_eq!(faults(&local).await[0]["fired"], 0);
}

#[tokio::test]
async fn several_faults_strike_one_call_in_their_order() {
    let local = Local::new();
    let token = local.all().await.v2;
    let ids = [
        fault(&local, json!({}), json!({"kind": "rename", "field": "first_name", "to": "given"})).await,
        fault(&local, json!({}), json!({"kind": "null", "field": "given"})).await,
    ];
    let page = read(&local, &token, PERSONS).await.json();
    assert_eq!(page["_data"][0]["given"], Value::Null);
    assert!(page["_data"][0].get("first_name").is_none());
    let log = local.control("GET", "/_sandbox/requests?limit=1", Value::Null).await.expect(200).json();
    assert_eq!(log["requests"][0]["faults"], json!(ids));
}

#[tokio::test]
async fn what_the_sandbox_itself_serves_is_never_struck() {
    let local = Local::new();
    fault(&local, json!({}), json!({"kind": "answer", "status": 418})).await;
    local.control("GET", "/_sandbox/health", Value::Null).await.expect(200);
    local.control("GET", "/openapi/v1.json", Value::Null).await.expect(200);
}
