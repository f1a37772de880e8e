//! Webhooks: managing them, and what really arrives at a receiver on this machine.

mod clock;
mod delivery;
mod failures;
mod log;
mod manage;
mod order;
mod pages;
pub(crate) mod receiver;
mod refusals;
mod restart;
mod sends;
mod switches;

use personio_sandbox::{Clock, Options};
use serde_json::{Value, json};

use self::receiver::Receiver;
use crate::kit::Local;

const PATH: &str = "/v2/webhooks";
const EVENTS: [&str; 5] =
    ["person.created", "person.updated", "person.deleted", "employment.created", "employment.started"];

/// A sandbox that may tell receivers on this machine, with waits so short that three days are a moment.
fn quick() -> Local {
    let (insecure_webhooks, webhook_speed) = (true, 5_000_000);
    Local::of(Options { rate_limits: false, insecure_webhooks, webhook_speed, ..Options::default() })
}

/// A sandbox that may tell receivers on this machine, and whose clock stands.
fn standing(at: &str) -> Local {
    let clock = Clock::settable(at.parse().unwrap());
    Local::of(Options { rate_limits: false, insecure_webhooks: true, clock, ..Options::default() })
}

/// What makes a webhook.
fn wanted(url: &str) -> Value {
    json!({"url": url, "description": "A test", "enabled_events": EVENTS, "status": "ENABLED", "token": "Bearer 1-x"})
}

/// Makes a webhook and gives its path.
async fn made(local: &Local, token: &str, wanted: Value) -> String {
    let made = local.post(token, PATH, wanted).await.expect(201).json();
    format!("{PATH}/{}", made["id"].as_str().unwrap())
}

/// Lets somebody join; gives their id.
async fn join(local: &Local, token: &str, name: &str) -> String {
    let body = json!({"first_name": name, "last_name": "Beispiel"});
    let made = local.post(token, "/v2/persons", body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// The rows of a list.
async fn rows(local: &Local, token: &str, path: &str) -> Vec<Value> {
    local.get(token, path).await.expect(200).json()["_data"].as_array().unwrap().clone()
}

/// The rows of the activity of a webhook, once there are so many.
async fn activity(local: &Local, token: &str, hook: &str, count: usize) -> Vec<Value> {
    let path = format!("{hook}/activity?limit=100");
    for _ in 0..500 {
        let found = rows(local, token, &path).await;
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("there are no {count} requests: {:?}", rows(local, token, &path).await);
}
