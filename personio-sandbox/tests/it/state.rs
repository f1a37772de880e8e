//! Time, several companies, and states that are kept, saved and gone back to.

use personio_sandbox::{Clock, Options, Sandbox};
use serde_json::{Value, json};

use crate::kit::Local;

fn at(text: &str) -> Clock {
    Clock::settable(text.parse().unwrap())
}

async fn people(local: &Local, path: &str) -> Value {
    local.control("GET", path, Value::Null).await.expect(200).json()["people"]["total"].clone()
}

/// Id and secret of a new credential of a company.
async fn credential(local: &Local, company: &str) -> (String, String) {
    let wanted = json!({"name": "state", "permissions": "all"});
    let path = format!("/_sandbox/credentials?company={company}");
    let made = local.control("POST", &path, wanted).await.expect(201).json();
    (made["client_id"].as_str().unwrap().to_owned(), made["client_secret"].as_str().unwrap().to_owned())
}

async fn token(local: &Local, (id, secret): &(String, String)) -> String {
    let login = json!({"client_id": id, "client_secret": secret});
    let answer = local.control("POST", "/v1/auth", login).await.expect(200).json();
    answer["data"]["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_clock_moves_everything_and_never_back() {
    let local = Local::of(Options { clock: at("2026-05-04T08:00:00Z"), ..Options::default() });
    let who = credential(&local, "nordlicht").await;
    let first = token(&local, &who).await;
    let clock = |body: Value| local.control("POST", "/_sandbox/clock", body);
    assert_eq!(clock(json!({"advance": 3_600})).await.expect(200).json()["now"], "2026-05-04T09:00:00Z");
    assert_eq!(token(&local, &who).await, first, "one token a day");
    assert_eq!(clock(json!({"advance": "P1DT2H"})).await.expect(200).json()["now"], "2026-05-05T11:00:00Z");
    local.get(&first, "/v1/company/employees").await.expect(403);
    assert_ne!(token(&local, &who).await, first);
    let now = json!({"now": "2027-01-01T00:00:00Z"});
    assert_eq!(clock(now).await.expect(200).json(), json!({"now": "2027-01-01T00:00:00Z", "running": false}));
    for bad in
        [json!({"now": "2026-01-01T00:00:00Z"}), json!({"advance": -1}), json!({}), json!({"advance": "x"})]
    {
        clock(bad).await.expect(400);
    }
    assert_eq!(clock(json!({"running": true})).await.expect(200).json()["running"], true);
    let again = json!({"now": "2026-02-02T00:00:00Z", "credentials": true});
    local.control("POST", "/_sandbox/reset", again).await.expect(204);
    assert!(
        local.control("GET", "/_sandbox/clock", Value::Null).await.json()["now"].as_str().unwrap()
            < "2026-02-03"
    );
    let login = json!({"client_id": who.0, "client_secret": who.1});
    local.control("POST", "/v1/auth", login).await.expect(403);
}

#[tokio::test]
async fn a_clock_that_goes_can_be_told_to_go_on() {
    let local = Local::new();
    let clock = |body: Value| local.control("POST", "/_sandbox/clock", body);
    for _ in 0..200 {
        clock(json!({"running": true})).await.expect(200);
        clock(json!({"advance": "PT0S"})).await.expect(200);
    }
    for far in ["9999-12-30T22:00:00Z", "9000-01-02T00:00:00Z"] {
        clock(json!({"now": far})).await.expect(400);
        local.control("POST", "/_sandbox/reset", json!({"now": far})).await.expect(400);
    }
    local.control("POST", "/_sandbox/reset", json!({"now": "-009999-01-05T00:00:00Z"})).await.expect(400);
}

#[tokio::test]
async fn companies_live_beside_each_other() {
    let local = Local::new();
    let wanted = json!({"key": "acme", "people": 40, "seed": 7});
    local.control("POST", "/_sandbox/companies", wanted.clone()).await.expect(201);
    for bad in [wanted.clone(), json!({"key": "A b", "people": 1}), json!({"key": "x", "people": 0})] {
        local.control("POST", "/_sandbox/companies", bad).await.expect(400);
    }
    assert_eq!(people(&local, "/_sandbox/company").await, 25);
    assert_eq!(people(&local, "/_sandbox/company?company=acme").await, 40);
    local.control("GET", "/_sandbox/company?company=nobody", Value::Null).await.expect(404);
    let (ours, theirs) = (credential(&local, "nordlicht").await, credential(&local, "acme").await);
    for (who, total) in [(ours, 25), (theirs, 40)] {
        let token = token(&local, &who).await;
        let list = local.get(&token, "/v1/company/employees?limit=1").await.expect(200).json();
        assert_eq!(list["metadata"]["total_elements"], total);
    }
}

#[tokio::test]
async fn a_snapshot_brings_everything_back() {
    let local = Local::of(Options { clock: at("2026-05-04T08:00:00Z"), ..Options::default() });
    let who = credential(&local, "nordlicht").await;
    let token = token(&local, &who).await;
    let before = local.get(&token, "/v1/company/employees").await.expect(200).body;
    let saved = local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();

    let other = Local::with_people(3);
    other.send("PUT", "/_sandbox/snapshot", &[], &saved.to_string()).await.expect(204);
    assert_eq!(other.get(&token, "/v1/company/employees").await.expect(200).body, before);
    assert_eq!(other.control("GET", "/_sandbox/snapshot", Value::Null).await.json(), saved);
    let mut forged = saved.clone();
    forged["credentials"] = json!(["garbage"]);
    forged["now"] = json!("2026-05-04T07:00:00Z");
    let other_form = saved.to_string().replace("\"form\":1", "\"form\":2");
    for bad in ["", "{}", "[]", &other_form, &forged.to_string()] {
        other.send("PUT", "/_sandbox/snapshot", &[], bad).await.expect(400);
    }
    assert_eq!(other.get(&token, "/v1/company/employees").await.expect(200).body, before);
    assert_eq!(other.control("GET", "/_sandbox/snapshot", Value::Null).await.json(), saved);

    let fault = json!({"match": {"nth": "every"}, "effect": {"kind": "answer", "status": 502}});
    other.control("POST", "/_sandbox/faults", fault).await.expect(201);
    other.send("PUT", "/_sandbox/snapshot", &[], &saved.to_string()).await.expect(204);
    other.get(&token, "/v1/company/employees").await.expect(200);
}

#[tokio::test]
async fn a_file_has_what_was_answered_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        state_file: Some(folder.path().join("state.sqlite")),
        rate_limits: false,
        ..Options::default()
    };
    let local = Local::of(options());
    let saved = local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();
    local.control("POST", "/_sandbox/companies", json!({"key": "extra", "people": 3})).await.expect(201);
    local.send("PUT", "/_sandbox/snapshot", &[], &saved.to_string()).await.expect(204);
    let tokens = local.all().await;
    let names = json!({"first_name": "A", "last_name": "A"});
    let made = local.post(&tokens.v2, "/v2/persons", names.clone()).await.expect(201).json();
    let path = format!("/v2/persons/{}", made["id"].as_str().unwrap());
    local.delete(&tokens.v2, &path, Value::Null).await.expect(204);
    let who = futures_util::future::join_all((0..16).map(|_| credential(&local, "nordlicht"))).await;
    let given = futures_util::future::join_all(who.iter().map(|it| token(&local, it))).await;
    drop(local);

    let local = Local::of(options());
    local.control("GET", "/_sandbox/company?company=extra", Value::Null).await.expect(404);
    for token in given {
        local.get(&token, "/v1/company/employees?limit=1").await.expect(200);
    }
    let again = local.post(&tokens.v2, "/v2/persons", names).await.expect(201).json();
    assert_ne!(again["id"], made["id"], "no number is given twice");
}

#[tokio::test]
async fn a_state_file_survives_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        state_file: Some(folder.path().join("state.sqlite")),
        clock: at("2026-05-04T08:00:00Z"),
        ..Options::default()
    };
    let local = Local::of(options());
    let who = credential(&local, "nordlicht").await;
    let first = token(&local, &who).await;
    local.control("POST", "/_sandbox/companies", json!({"key": "acme", "people": 3})).await.expect(201);
    local.control("POST", "/_sandbox/clock", json!({"advance": 7_200})).await.expect(200);
    let before = local.get(&first, "/v1/company/employees").await.expect(200).body;
    drop(local);

    let local = Local::of(Options { people: 99, ..options() });
    assert_eq!(local.get(&first, "/v1/company/employees").await.expect(200).body, before);
    assert_eq!(token(&local, &who).await, first);
    assert_eq!(people(&local, "/_sandbox/company?company=acme").await, 3);
    let clock = local.control("GET", "/_sandbox/clock", Value::Null).await.json();
    assert_eq!(clock["now"], "2026-05-04T10:00:00Z");
    drop(local);

    std::fs::write(folder.path().join("other.sqlite"), "this is no database, it only looks like a file")
        .unwrap();
    let wrong = Options { state_file: Some(folder.path().join("other.sqlite")), ..Options::default() };
    assert!(Sandbox::new(wrong).unwrap_err().to_string().contains("other.sqlite"));
}

#[tokio::test]
async fn switches_are_listed_and_set_together_or_not_at_all() {
    let local = Local::new();
    let list = local.control("GET", "/_sandbox/switches", Value::Null).await.expect(200).json();
    assert_eq!(list["switches"][0]["position"], list["switches"][0]["positions"][0]);
    let half = json!({"v1-attendance": "410", "nothing": "x"});
    let refused = local.control("PUT", "/_sandbox/switches", half).await.expect(400);
    assert!(refused.body.contains("nothing"));
    let list = local.control("GET", "/_sandbox/switches", Value::Null).await.json();
    assert_eq!(list["switches"][0]["position"], "live");
    local.control("PUT", "/_sandbox/switches", json!({"v1-attendance": "410"})).await.expect(200);
}
