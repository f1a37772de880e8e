//! Requests that wait, what people decide about them, and the events that tell it (facts §9.2, §11.3).

use serde_json::{Value, json};

use super::{Setting, V1, V2, VACATION, id, made};

/// The last part of the names of the events about an absence.
async fn told(it: &Setting, id: &str) -> Vec<String> {
    let events = it.events().await.into_iter().filter(|it| it.1 == id);
    events.map(|it| it.0.trim_start_matches("absence-period.").to_owned()).collect()
}

#[tokio::test]
async fn v2_waits_unless_the_call_says_otherwise() {
    let it = Setting::new().await;
    let sick = 113_438;
    for (query, kind, status) in [
        ("", VACATION, "PENDING"),
        ("?skip_approval=false", VACATION, "PENDING"),
        ("?skip_approval=true", VACATION, "APPROVED"),
        ("", sick, "APPROVED"),
    ] {
        let id = id(it.ask(query, it.body(it.people[0], kind, "2028-06-06", "2028-06-07").await).await);
        assert_eq!(it.shown(&id).await["approval"]["status"], status, "{query} {kind}");
        it.local.delete(&it.v2, &format!("{V2}/{id}"), Value::Null).await.expect(204);
    }
}

#[tokio::test]
async fn people_decide_and_events_tell() {
    let it = Setting::new().await;
    let id = id(it.ask("", it.body(it.people[0], VACATION, "2028-06-06", "2028-06-07").await).await);
    let decide = async |status: &str| {
        let path = format!("/_sandbox/absences/{id}/approval");
        it.local.control("POST", &path, json!({"status": status})).await.expect(204);
    };
    it.local.clock().advance(60);
    decide("approved").await;
    let shown = it.shown(&id).await;
    assert_eq!(shown["approval"]["status"], "APPROVED");
    assert_eq!(shown["updated_at"], "2026-10-14T09:31:00Z");
    decide("approved").await;
    assert_eq!(told(&it, &id).await, ["created", "updated.status"], "nothing changed twice");
    let path = format!("{V2}/{id}");
    let moved = json!({"starts_from": {"date_time": "2028-06-07T00:00:00"}, "ends_at": {"date_time": "2028-06-08T00:00:00"}});
    it.local.patch(&it.v2, &path, moved.clone()).await.expect(204);
    assert_eq!(it.shown(&id).await["approval"]["status"], "PENDING");
    decide("rejected").await;
    it.local.patch(&it.v2, &path, moved).await.expect(204);
    it.local.patch(&it.v2, &path, json!({"comment": "please"})).await.expect(204);
    assert_eq!(it.shown(&id).await["approval"]["status"], "REJECTED");
    it.local.delete(&it.v2, &path, Value::Null).await.expect(204);
    let expected =
        ["created", "updated.status", "updated.timerange", "updated.status", "updated.status", "deleted"];
    assert_eq!(told(&it, &id).await, expected);
    it.local
        .control("POST", &format!("/_sandbox/absences/{id}/approval"), json!({"status": "approved"}))
        .await
        .expect(404);
    it.local.control("POST", "/_sandbox/absences/x/approval", json!({"status": "lost"})).await.expect(400);
}

#[tokio::test]
async fn a_change_can_skip_the_approval() {
    let it = Setting::new().await;
    let id = id(it.ask("", it.body(it.people[0], VACATION, "2028-06-06", "2028-06-07").await).await);
    let path = format!("{V2}/{id}?skip_approval=true");
    it.local.patch(&it.v2, &path, json!({})).await.expect(204);
    assert_eq!(it.shown(&id).await["approval"]["status"], "APPROVED");
    let moved = json!({"ends_at": {"date_time": "2028-06-08T00:00:00"}});
    it.local.patch(&it.v2, &path, moved).await.expect(204);
    assert_eq!(it.shown(&id).await["approval"]["status"], "APPROVED");
    assert_eq!(told(&it, &id).await, ["created", "updated.status", "updated.timerange"]);
}

#[tokio::test]
async fn both_generations_tell_the_same_events() {
    let it = Setting::new().await;
    let (number, uuid) = made(it.take(it.people[0], VACATION, "2028-06-06", "2028-06-07", json!({})).await);
    it.local.delete(&it.v1, &format!("{V1}/{number}"), Value::Null).await.expect(200);
    assert_eq!(told(&it, &uuid).await, ["created", "deleted"]);
    let all = crate::people::events(&it.local).await;
    let created = all.iter().find(|it| it.2["absence_period"]["id"] == json!(uuid)).unwrap();
    let payload = json!({"absence_period": {"id": uuid}, "person": {"id": it.people[0].to_string()}});
    assert_eq!(created.2, payload);
}
