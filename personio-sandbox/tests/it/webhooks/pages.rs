//! The pages of webhooks, as a browser without script uses them.

use serde_json::{Value, json};

use super::receiver::Say;
use super::{PATH, Receiver, activity, join, made, quick, standing, wanted};
use crate::pages::{page, submit};

const LIST: &str = "/settings/webhooks";

#[tokio::test]
async fn webhooks_are_listed_with_how_they_fare() {
    let local = quick();
    assert!(page(&local, LIST).await.expect(200).body.contains("There is no webhook yet."));
    let token = local.all().await.v2;
    let mut body = wanted("https://hooks.example.com/<b>");
    body["url"] = json!("https://hooks.example.com/a?b=%3Cb%3E");
    body["description"] = json!("<b>Ours</b>");
    made(&local, &token, body).await;
    join(&local, &token, "Ada").await;
    let shown = page(&local, LIST).await.expect(200).body;
    for text in ["&#60;b&#62;Ours", "https://hooks.example.com/a", "employment.", "waiting", "Enabled"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(!shown.contains("<b>Ours") && !shown.contains("1-x"));
}

#[tokio::test]
async fn each_request_and_its_answer_is_shown_without_secrets() {
    let local = standing("2026-06-01T10:00:00Z");
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.then([Say::Status(500), Say::Status(502), Say::Echo]);
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    receiver.only(2).await;
    let path = hook.replace(PATH, LIST);
    activity(&local, &token, &hook, 2).await;
    let shown = page(&local, &path).await.expect(200).body;
    for text in
        ["waiting", "2 requests", "2026-06-01 12:15:00", ">500<", ">502<", "authorization: •••", "ping"]
    {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    local.control("POST", "/_sandbox/clock", json!({"advance": "PT15M"})).await.expect(200);
    activity(&local, &token, &hook, 3).await;
    let shown = page(&local, &path).await.expect(200).body;
    assert!(shown.contains("delivered") && shown.contains("3 requests"));
    assert!(shown.contains("you sent •••") && !shown.contains("1-x"), "{shown}");
}

#[tokio::test]
async fn a_test_event_is_sent_with_a_form_that_tells_what_is_wrong_with_it() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let _served = local.serve().await;
    let path = hook.replace(PATH, LIST);
    let sent = [("event", "person.updated"), ("payload", "{\"person\": {\"id\": \"7\"}}")];
    let sent = submit(&local, &path, &sent).await.expect(303);
    let to = sent.headers["location"].to_str().unwrap().to_owned();
    assert!(page(&local, &to).await.expect(200).body.contains("The event is on its way."));
    let got = receiver.only(1).await;
    assert_eq!(
        (got[0].event(), &got[0].body["payload"]),
        ("person.updated", &json!({"person": {"id": "7"}}))
    );
    submit(&local, &path, &[("event", "ping"), ("payload", "")]).await.expect(303);
    receiver.only(2).await;
    for wrong in [
        [("event", "person.updated"), ("payload", "{nothing")],
        [("event", "person.updated"), ("payload", "[]")],
        [("event", "document.signed"), ("payload", "{}")],
        [("event", ""), ("payload", "{}")],
    ] {
        let refused = submit(&local, &path, &wrong).await.expect(400);
        assert!(refused.body.contains("aria-invalid=\"true\"") && refused.body.contains("role=\"alert\""));
    }
    let refused = submit(&local, &path, &[("event", "ping"), ("payload", "{nothing")]).await.expect(400);
    assert!(refused.body.contains(">{nothing</textarea>"), "what was entered stays");
    receiver.only(2).await;
    submit(&local, &format!("{LIST}/1"), &[("event", "ping")]).await.expect(404);
    page(&local, &format!("{LIST}/1")).await.expect(404);
}

#[tokio::test]
async fn a_delivery_is_sent_again_with_a_button() {
    let local = quick();
    let token = local.all().await.v2;
    let receiver = Receiver::new().await;
    receiver.then([Say::Status(404)]);
    let hook = made(&local, &token, wanted(&receiver.url)).await;
    let other = made(&local, &token, wanted(&format!("{}/2", receiver.url))).await;
    let _served = local.serve().await;
    local.post(&token, &format!("{hook}/ping"), Value::Null).await.expect(200);
    activity(&local, &token, &hook, 1).await;
    let path = hook.replace(PATH, LIST);
    let shown = page(&local, &path).await.expect(200);
    assert!(shown.body.contains("failed"), "{}", shown.body);
    let (_, rest) = shown.body.split_once(&format!("action=\"{path}/deliveries/")).unwrap();
    let number = rest.split('"').next().unwrap();
    submit(&local, &format!("{path}/deliveries/{number}"), &[]).await.expect(303);
    let got = receiver.only(2).await;
    assert_eq!(got[0].body, got[1].body);
    let elsewhere = other.replace(PATH, LIST);
    submit(&local, &format!("{elsewhere}/deliveries/{number}"), &[]).await.expect(303);
    receiver.only(2).await;
}
