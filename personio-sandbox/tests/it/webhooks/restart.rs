//! A sandbox in a process of its own that is killed, or asked to stop, and started again with its state.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::receiver::Say;
use super::{PATH, Receiver, wanted};
use crate::kit::{FORM, JSON, Served, form};

/// A process that is killed when it is dropped.
struct Process {
    child: Child,
    served: Served,
}

impl Process {
    fn start(state: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_personio-sandbox"))
            .args(["serve", "--listen", "127.0.0.1:0", "--people", "5", "--allow-insecure-webhooks"])
            .args(["--webhook-speed", "1000", "--state"])
            .arg(state)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().rsplit_once(' ').unwrap().1.to_owned();
        Self { child, served: Served::at(url) }
    }

    async fn call(&self, method: &str, token: &str, path: &str, body: &Value) -> Value {
        let bearer = format!("Bearer {token}");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.exchange(method, path, &[("authorization", &bearer), JSON], &body).await
    }

    async fn exchange(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Value {
        let answer = String::from_utf8(self.served.exchange(method, path, headers, body).await).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 20"), "{answer}");
        serde_json::from_str(body).unwrap_or(Value::Null)
    }

    async fn login(&self) -> String {
        let credential = json!({"name": "restart", "permissions": "all"}).to_string();
        let made = self.exchange("POST", "/_sandbox/credentials", &[JSON], &credential).await;
        let login = form(&[
            ("grant_type", "client_credentials"),
            ("client_id", made["client_id"].as_str().unwrap()),
            ("client_secret", made["client_secret"].as_str().unwrap()),
        ]);
        let token = self.exchange("POST", "/v2/auth/token", &[FORM], &login).await;
        token["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks it to stop, as an operator does, and waits until it has.
    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_that_is_killed_goes_on_without_losing_an_event() {
    let folder = TempDir::new().unwrap();
    let state = folder.path().join("state.db");
    let receiver = Receiver::new().await;
    receiver.always(Say::Status(503));
    let first = Process::start(&state);
    let token = first.login().await;
    let hook = first.call("POST", &token, PATH, &wanted(&receiver.url)).await;
    let mut people = Vec::new();
    for at in 0..10 {
        let body = json!({"first_name": format!("P{at}"), "last_name": "Beispiel"});
        people.push(first.call("POST", &token, "/v2/persons", &body).await["id"].clone());
    }
    drop(first);

    receiver.always(Say::Status(200));
    let second = Process::start(&state);
    let path = format!("{PATH}/{}/events?event_name=person.created", hook["id"].as_str().unwrap());
    let listed = second.call("GET", &token, &path, &Value::Null).await;
    assert_eq!(listed["_data"].as_array().unwrap().len(), 10);
    let delivered = async || {
        let path = format!("{PATH}/{}/activity?is_delivered=true&limit=100", hook["id"].as_str().unwrap());
        let all = second.call("GET", &token, &path, &Value::Null).await;
        let rows = all["_data"].as_array().unwrap().clone();
        rows.into_iter().filter(|it| it["event_name"] == "person.created").count()
    };
    for _ in 0..600 {
        if delivered().await == 10 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(delivered().await, 10);
    let told = |person: &Value| {
        let about = |it: &&super::receiver::Got| {
            it.event() == "person.created" && it.body["payload"]["person"]["id"] == *person
        };
        receiver.got().iter().filter(about).count()
    };
    assert!(people.iter().all(|it| told(it) >= 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_that_is_asked_to_stop_waits_for_the_answer_under_way() {
    let folder = TempDir::new().unwrap();
    let state = folder.path().join("state.db");
    let receiver = Receiver::new().await;
    receiver.then([Say::Late(Duration::from_secs(1), 200)]);
    let first = Process::start(&state);
    let token = first.login().await;
    let hook = first.call("POST", &token, PATH, &wanted(&receiver.url)).await;
    let hook = format!("{PATH}/{}", hook["id"].as_str().unwrap());
    for _ in 0..2 {
        first.call("POST", &token, &format!("{hook}/ping"), &Value::Null).await;
    }
    receiver.wait(1).await;
    tokio::task::spawn_blocking(move || first.stop()).await.unwrap();
    assert_eq!(receiver.got().len(), 1, "nothing new was begun");
    let second = Process::start(&state);
    receiver.only(2).await;
    let all = second.call("GET", &token, &format!("{hook}/activity"), &Value::Null).await;
    let all = all["_data"].as_array().unwrap();
    assert!(all.len() == 2 && all.iter().all(|it| it["is_delivered"] == true), "{all:#?}");
}
