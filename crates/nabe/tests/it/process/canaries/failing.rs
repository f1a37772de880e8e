//! Canaries in refusals: errors of every status that repeat a person, answers that break off, and callers that hang up.

use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use nabe_model::unified::Shape;
use serde_json::{Value, json};

use super::people::Stage;
use super::planted::{CANARY, LABEL};
use super::reading::Served;
use super::routes::Routes;

/// Requests that are under way at once: most of their time they wait.
const AT_ONCE: usize = 48;
/// How long a caller waits who hangs up.
const PATIENCE: Duration = Duration::from_millis(60);

/// What befalls every call.
fn effects() -> Vec<Value> {
    let told = format!("{CANARY} \"Größe\" {LABEL}");
    let v1 = json!({ "success": false, "error": { "code": 42, "message": told, "error_data": [told] } });
    let v2 = json!({ "title": told, "detail": told, "errors": [{ "title": told, "detail": told }] });
    let html = format!("<html><body>{told}</body></html>");
    let torn =
        format!(r#"{{"success":true,"data":[{{"id":"{CANARY}","attributes":{{"email":{{"value":"{told}"#);
    let mut effects = Vec::new();
    for status in [200, 400, 401, 403, 404, 409, 422, 500] {
        for body in [&v1, &v2, &json!(html), &json!(torn), &json!([told])] {
            effects.push(json!({ "kind": "answer", "status": status, "body": body }));
        }
    }
    let location = format!("https://{CANARY}.example/{CANARY}?{CANARY}={CANARY}");
    effects.extend([
        json!({ "kind": "answer", "status": 302, "body": v1, "headers": { "location": location } }),
        json!({ "kind": "answer", "status": 200, "body": v2, "content_type": format!("text/{CANARY}") }),
        json!({ "kind": "cut", "at": "mid-body" }),
        json!({ "kind": "cut", "at": "before-answer" }),
        json!({ "kind": "truncated" }),
        json!({ "kind": "proxy-page" }),
        json!({ "kind": "answer", "status": 429, "body": v1, "headers": { "retry-after": "1" } }),
    ]);
    effects
}

/// Reads everything while every call goes wrong, in one way after the other.
pub(super) async fn meet(stage: &Stage, served: &[Served], routes: &Routes) {
    // Each meets a third of the operations, the next one the next third.
    for (round, effect) in effects().iter().enumerate() {
        stage.befall(&routes.each(effect)).await;
        let asked = served.iter().skip(round % 3).step_by(3).map(|it| stage.try_out(&it.path));
        stream::iter(asked).buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
    }
    hang_up(stage, served, routes).await;
    stage.befall(&[]).await;
}

/// Callers that don't wait for the answer, and some that leave in the middle of it.
async fn hang_up(stage: &Stage, served: &[Served], routes: &Routes) {
    stage.befall(&routes.each(&json!({ "kind": "latency", "ms": 200 }))).await;
    let asked = served.iter().map(|it| tokio::time::timeout(PATIENCE, stage.try_out(&it.path)));
    let waited: Vec<_> = stream::iter(asked).buffer_unordered(AT_ONCE).collect().await;
    assert!(waited.iter().any(Result::is_err), "nobody hung up");
    stage.befall(&routes.each(&json!({ "kind": "stall", "after_bytes": 2_000 }))).await;
    for Served { path, .. } in served.iter().filter(|it| it.operation.shape == Shape::File) {
        if let Ok(mut answer) = stage.client.open(&stage.account, path).await {
            let _ = tokio::time::timeout(PATIENCE, answer.chunk()).await;
        }
    }
}
