//! Other answers than the route's own.

use serde_json::{Value, json};

use super::{fault, read, statuses};
use crate::kit::{FORM, Local, form};

const V1: &str = "/v1/company/employees";
const V2: &str = "/v2/persons";

/// What both generations answer under a fault, after which it is taken away.
async fn both(local: &Local, effect: Value) -> [crate::kit::Answer; 2] {
    let tokens = local.all().await;
    fault(local, json!({}), effect).await;
    let answers = [read(local, &tokens.v1, V1).await, read(local, &tokens.v2, V2).await];
    local.control("DELETE", "/_sandbox/faults", Value::Null).await.expect(204);
    answers
}

#[tokio::test]
async fn an_answer_of_ones_own() {
    let local = Local::new();
    let effect = json!({
        "kind": "answer", "status": 503, "body": {"down": true}, "content_type": "application/x-down",
        "headers": {"retry-after": "7"},
    });
    for answer in both(&local, effect).await {
        assert_eq!(answer.status, 503);
        assert_eq!(answer.headers["content-type"], "application/x-down");
        assert_eq!(answer.headers["retry-after"], "7");
        assert_eq!(answer.json(), json!({"down": true}));
    }
    for answer in both(&local, json!({"kind": "answer", "status": 200, "body": "{not json"})).await {
        assert_eq!((answer.status, answer.body.as_str()), (200, "{not json"));
        assert_eq!(answer.headers["content-type"], "text/plain");
    }
    for answer in both(&local, json!({"kind": "answer", "status": 500})).await {
        assert_eq!((answer.status, answer.body.as_str()), (500, ""));
        assert!(!answer.headers.contains_key("content-type"));
    }
}

#[tokio::test]
async fn the_gateway_fails_in_the_words_of_each_generation() {
    let local = Local::new();
    let errors = [
        ("bad-gateway", 502, "Bad Gateway"),
        ("service-unavailable", 503, "Service Unavailable"),
        ("gateway-timeout", 504, "Gateway Timeout"),
    ];
    for (kind, status, title) in errors {
        let [v1, v2] = both(&local, json!({"kind": kind})).await;
        assert_eq!((v1.status, v2.status), (status, status));
        assert_eq!(v1.json()["error"]["message"], title);
        assert_eq!(v2.headers["content-type"], "application/problem+json");
        assert_eq!(v2.json()["errors"][0]["title"], title);
    }
}

#[tokio::test]
async fn a_proxy_answers_in_html_and_knows_none_of_the_headers() {
    let local = Local::new();
    for answer in both(&local, json!({"kind": "proxy-page"})).await {
        assert_eq!((answer.status, &answer.headers["content-type"]), (502, &"text/html".parse().unwrap()));
        assert!(answer.body.contains("<h1>502 Bad Gateway</h1>"));
        assert!(!answer.headers.contains_key("x-ratelimit-remaining"), "{answer:?}");
    }
    for answer in both(&local, json!({"kind": "proxy-page", "status": 200})).await {
        assert_eq!(answer.status, 200);
        assert!(answer.body.starts_with("<html>"));
        assert!(!answer.headers.contains_key("authorization"), "{answer:?}");
    }
}

#[tokio::test]
async fn as_if_it_were_not_there_or_not_allowed_or_too_much() {
    let local = Local::new();
    for (kind, v1, v2) in [("not-found", 404, 404), ("forbidden", 403, 401), ("too-many", 429, 429)] {
        assert_eq!(both(&local, json!({"kind": kind})).await.map(|it| it.status), [v1, v2], "{kind}");
    }
}

#[tokio::test]
async fn errors_in_german() {
    let local = Local::new();
    let [v1, v2] = both(&local, json!({"kind": "german-error", "status": 422})).await;
    assert_eq!((v1.status, v2.status), (422, 422));
    assert_eq!(v1.json()["error"]["message"], "Die angegebenen Daten sind ungültig.");
    assert_eq!(v2.json()["errors"][0]["title"], "Nicht verarbeitbar");
    let [v1, v2] = both(&local, json!({"kind": "german-error"})).await;
    assert_eq!((v1.status, v2.status), (200, 200), "what succeeds stays as it is");

    let token = local.all().await.v2;
    fault(&local, json!({}), json!({"kind": "german-error"})).await;
    let refused = read(&local, &token, "/v2/persons?limit=0").await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json()["errors"][0]["detail"], "Die angegebenen Parameter sind ungültig.");
}

#[tokio::test]
async fn a_call_takes_effect_only_if_it_is_carried_out() {
    let local = Local::new();
    let effects = [
        json!({"kind": "answer", "status": 500}),
        json!({"kind": "gateway-timeout"}),
        json!({"kind": "proxy-page"}),
        json!({"kind": "cut", "at": "before-answer"}),
    ];
    for effect in effects {
        for carried_out in [false, true] {
            let mut effect = effect.clone();
            effect["carried_out"] = json!(carried_out);
            let token = local.all().await.v2;
            fault(&local, json!({"method": "POST"}), effect.clone()).await;
            let body = form(&[("token", &token)]);
            let bearer = format!("Bearer {token}");
            if effect["kind"] == "cut" {
                let served = local.serve().await;
                assert_eq!(served.exchange("POST", "/v2/auth/revoke", &[FORM], &body).await, b"");
            } else {
                let answer = local.send_unchecked("POST", "/v2/auth/revoke", &[FORM], &body).await;
                assert!(answer.status >= 500, "{answer:?}");
            }
            local.control("DELETE", "/_sandbox/faults", Value::Null).await.expect(204);
            let alive = local.send("GET", "/v2/jobs", &[("authorization", &bearer)], "").await.status;
            assert_eq!(alive, if carried_out { 401 } else { 200 }, "{effect}");
        }
    }
    let token = local.all().await.v1;
    assert_eq!(statuses(&local, &token, V1, 1).await, [200]);
}
