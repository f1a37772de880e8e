//! Events of the clock, and states that are saved, gone back to and started again.

use serde_json::{Value, json};

use super::receiver::{Got, Say};
use super::{PATH, Receiver, join, made, rows, standing, wanted};

#[tokio::test]
async fn a_start_and_an_end_of_work_are_told_when_the_clock_comes_to_them() {
    let local = standing("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let mut body = wanted(&receiver.url);
    body["enabled_events"] = json!(["employment.started", "employment.terminated"]);
    made(&local, &token, body).await;
    let _served = local.serve().await;
    let v1 = local.all().await.v1;
    let joins = json!({"employee": {
        "email": "ada@example.com", "first_name": "Ada", "last_name": "Beispiel", "hire_date": "2026-06-10",
    }});
    let id =
        local.post(&v1, "/v1/company/employees", joins).await.expect(200).json()["data"]["id"].to_string();
    let to = async |now: &str| {
        local.control("POST", "/_sandbox/clock", json!({"now": now})).await.expect(200);
        receiver.settled().await
    };
    let about = |got: &[Got]| -> Vec<(String, Value)> {
        let own = got.iter().filter(|it| it.body["payload"]["person"]["id"] == id);
        own.map(|it| (it.event().to_owned(), it.body["occurred_at"].clone())).collect()
    };
    assert_eq!(about(&to("2026-06-09T12:00:00Z").await), []);
    let started = ("employment.started".to_owned(), json!("2026-06-09T22:00:00Z"));
    assert_eq!(about(&to("2026-06-10T12:00:00Z").await), std::slice::from_ref(&started));
    let ends = json!({"date": "2026-06-20"});
    local.control("POST", &format!("/_sandbox/people/{id}/terminate"), ends).await.expect(200);
    let told = about(&to("2026-07-10T12:00:00Z").await);
    assert_eq!((told.len(), &told[0], &*told[1].0), (2, &started, "employment.terminated"));
}

#[tokio::test]
async fn what_is_still_to_be_sent_is_in_a_snapshot_and_a_reset_forgets_it() {
    let local = standing("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.always(Say::Status(500));
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    receiver.only(2).await;
    let saved = local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200);
    local.control("POST", "/_sandbox/reset", Value::Null).await.expect(204);
    assert_eq!(rows(&local, &token, PATH).await.len(), 0);
    local.control("POST", "/_sandbox/clock", json!({"advance": "P1D"})).await.expect(200);
    receiver.only(2).await;
    local.send("PUT", "/_sandbox/snapshot", &[crate::kit::JSON], &saved.bytes).await.expect(204);
    receiver.always(Say::Status(200));
    local.control("POST", "/_sandbox/clock", json!({"advance": "PT15M"})).await.expect(200);
    let got = receiver.only(3).await;
    assert_eq!(got[2].body, got[0].body);
    join(&local, &token, "Ada").await;
    receiver.wait(5).await;
}
