//! The order of events, duplicates, and many at once.

use serde_json::{Value, json};

use super::{Receiver, activity, join, made, quick, rows, wanted};
use crate::kit::Local;

/// The events of twelve people who join at once.
async fn twelve(local: &Local, token: &str, receiver: &Receiver) -> (Vec<Value>, Vec<Value>) {
    let hook = made(local, token, wanted(&receiver.url)).await;
    for at in 0..12 {
        join(local, token, &format!("P{at}")).await;
    }
    let _served = local.serve().await;
    let mut listed = rows(local, token, &format!("{hook}/events?limit=100")).await;
    for event in &mut listed {
        event.as_object_mut().unwrap().remove("id");
    }
    let got = receiver.only(listed.len()).await.into_iter().map(|it| it.body).collect();
    (listed, got)
}

#[tokio::test]
async fn events_arrive_in_the_order_in_which_they_happened() {
    let (local, receiver) = (quick(), Receiver::new().await);
    let token = local.all().await.v2;
    let (listed, got) = twelve(&local, &token, &receiver).await;
    assert!(listed.len() >= 24);
    assert_eq!(got, listed);
}

#[tokio::test]
async fn events_arrive_in_another_order_where_that_is_wanted() {
    let (local, receiver) = (quick(), Receiver::new().await);
    local.switch("webhook-order", "shuffled").await;
    let token = local.all().await.v2;
    let (mut listed, mut got) = twelve(&local, &token, &receiver).await;
    assert_ne!(got, listed);
    let key = |it: &Value| it.to_string();
    listed.sort_by_key(key);
    got.sort_by_key(key);
    assert_eq!(got, listed, "and each of them");
}

#[tokio::test]
async fn every_event_arrives_twice_where_that_is_wanted() {
    let (local, receiver) = (quick(), Receiver::new().await);
    local.switch("webhook-duplicates", "every").await;
    let token = local.all().await.v2;
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    for _ in 0..3 {
        local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    }
    receiver.only(6).await;
    let all = activity(&local, &token, &hook, 6).await;
    let of = |event: &Value| all.iter().filter(|it| it["event_id"] == *event).count();
    assert!(all.iter().all(|it| of(&it["event_id"]) == 2 && it["is_delivered"] == json!(true)));
}
