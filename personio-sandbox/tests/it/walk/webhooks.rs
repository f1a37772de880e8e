//! Webhooks.

use serde_json::json;

use super::step::{Step, bare, get, send};

const PATH: &str = "/v2/webhooks";

pub(super) fn steps() -> Vec<Step> {
    [managed(), told(), asked_for(), gone()].into_iter().flatten().collect()
}

fn managed() -> Vec<Step> {
    let hook = json!({
        "url": "https://hooks.example.com/walk", "description": "Walk", "enabled_events": ["person.updated"],
        "status": "ENABLED", "auth_type": "CUSTOM", "custom_headers": {"X-Walk": "1"},
    });
    let elsewhere = json!({
        "url": "ftp://hooks.example.com/walk", "description": "Walk", "enabled_events": ["person.updated"],
    });
    let nothing = json!({"url": "https://hooks.example.com/", "description": "Walk", "enabled_events": []});
    vec![
        send("add a webhook", "POST", PATH, hook.clone()).expect(201).keep("hook", "/id"),
        send("add it again", "POST", PATH, hook).expect(409),
        send("add one that goes elsewhere", "POST", PATH, elsewhere).expect(400),
        send("add one that is told nothing", "POST", PATH, nothing).expect(422),
        get("webhooks", PATH),
        get("webhooks without a token", PATH).without_token().expect(401),
        get("too many webhooks", "/v2/webhooks?limit=1000").expect(400),
        get("a webhook", "/v2/webhooks/{hook}"),
        get("no webhook", "/v2/webhooks/1").expect(404),
        send("rename a webhook", "PATCH", "/v2/webhooks/{hook}", json!({"description": "Run"})),
        send("send it elsewhere", "PATCH", "/v2/webhooks/{hook}", json!({"url": "https://a..b/"}))
            .expect(400),
    ]
}

fn told() -> Vec<Step> {
    vec![
        get("somebody", "/v2/persons?limit=1").keep("person", "/_data/0/id"),
        send("change somebody", "PATCH", "/v2/persons/{person}", json!({"first_name": "Walk"})).expect(204),
        get("events", "/v2/webhooks/{hook}/events?event_name=person.updated").keep("event", "/_data/0/id"),
        get("events of no time", "/v2/webhooks/{hook}/events?occurred_at.gte=x").expect(400),
        get("requests", "/v2/webhooks/{hook}/activity?is_delivered=true"),
        get("requests of no kind", "/v2/webhooks/{hook}/activity?is_delivered=x").expect(400),
    ]
}

fn asked_for() -> Vec<Step> {
    let event = json!({"event_name": "person.updated", "payload": {"person": {"id": "1"}}});
    vec![
        bare("ping", "POST", "/v2/webhooks/{hook}/ping"),
        bare("ping nobody", "POST", "/v2/webhooks/1/ping").expect(404),
        send("test", "POST", "/v2/webhooks/{hook}/test-event", event),
        send("test nothing", "POST", "/v2/webhooks/{hook}/test-event", json!({})).expect(400),
        send(
            "send again",
            "POST",
            "/v2/webhooks/{hook}/redelivery",
            json!({"occurred_at.gte": "2026-10-14T00:00:00Z"}),
        )
        .keep("again", "/_data/0/id"),
        send("send nothing again", "POST", "/v2/webhooks/{hook}/redelivery", json!({})).expect(400),
    ]
}

fn gone() -> Vec<Step> {
    vec![
        bare("delete a webhook", "DELETE", "/v2/webhooks/{hook}").expect(204),
        bare("delete it again", "DELETE", "/v2/webhooks/{hook}").expect(404),
    ]
}
