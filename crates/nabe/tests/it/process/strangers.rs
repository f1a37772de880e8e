//! Strangers: every operation of the server's own description is tried without a key, with keys that are none, and with
//! what belongs to another project.
//!
//! The description is read from the running server, so an operation that is added is tried without anybody thinking of
//! it; one that takes a body fails here until it is said what the body is.

use std::cell::Cell;
use std::collections::BTreeMap;

use nabe_model::ids::{AccountId, AttemptId};
use nabe_model::unified::UnifiedOperation;
use serde_json::{Value, json};

use super::kit::client::{Answer, Client, Session};
use super::kit::home::{Home, Server};
use super::kit::lists::{NOBODYS, is_served};
use super::kit::personio::{Credentials, LocalPersonio};
use super::kit::walk::Reader;

/// What answers to everybody.
const PUBLIC: [&str; 1] = ["GET /health"];

/// Where a connect session is named.
const SESSION: &str = "/connect_sessions/";

/// An operation of the description.
#[derive(Debug)]
struct Operation {
    method: String,
    path: String,
    /// Whether a session's token opens it, rather than an API key.
    by_session: bool,
    is_public: bool,
    takes_body: bool,
}

impl Operation {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// The operations of the description, those that delete last.
async fn operations(client: &Client) -> Vec<Operation> {
    let document = client.send("GET", "/openapi.json", &[], None).await.expect(200).json();
    let usual = document["security"].clone();
    assert!(usual.as_array().is_some_and(|it| !it.is_empty()), "without a word an operation would be public");
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let security = operation.get("security").unwrap_or(&usual).as_array().unwrap();
            operations.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                by_session: security.iter().any(|it| it.get("session").is_some()),
                is_public: security.iter().all(|it| it.as_object().unwrap().is_empty()),
                takes_body: operation.get("requestBody").is_some(),
            });
        }
    }
    assert!(operations.len() > 150, "the description is whole: {}", operations.len());
    operations.sort_by_key(|it| it.method == "DELETE");
    operations
}

/// What belongs to one customer of one project.
struct Belongings {
    account: String,
    employee: String,
    session: Session,
    attempt: String,
    credentials: Credentials,
}

impl Belongings {
    /// The request of an operation on these, without who sends it.
    fn request(&self, operation: &Operation) -> (String, Option<Value>) {
        let of_attempt = operation.path.contains("connection_attempts");
        let of_employee = operation.path.contains("employees");
        let session = self.session.number.to_string();
        let id = match (of_attempt, of_employee) {
            (true, _) => &self.attempt,
            (_, true) => &self.employee,
            _ if operation.path.starts_with(SESSION) => &session,
            _ => &self.account,
        };
        let path = operation.path.replace("{id}", id).replace("{subResourceId}", "1");
        let path = path.replace("{provider}", "personio").replace("{integration_id}", "personio");
        assert!(!path.contains('{'), "say here what stands for the parameter: {path}");
        (path, operation.takes_body.then(|| self.body(operation)))
    }

    fn body(&self, operation: &Operation) -> Value {
        match operation.name().as_str() {
            "POST /connect_sessions" => {
                json!({"origin_owner_id": "x", "origin_owner_name": "X GmbH", "account_id": self.account})
            }
            "POST /connect_sessions/authenticate" => json!({"token": self.session.token}),
            "PATCH /accounts/{id}" => json!({"label": "taken over"}),
            "PUT /accounts/{id}/field_mappings" => json!({"mappings": []}),
            "POST /accounts/{id}/field_mappings/preview" => json!({}),
            "POST /hub/accounts" | "PATCH /hub/accounts/{id}" => json!({
                "integration_id": "personio",
                "credentials": {
                    "client_id": self.credentials.id, "client_secret": self.credentials.secret,
                    "personio_app_id": "ACME_GMBH", "careers_host": "nordlicht.jobs.personio.de",
                },
            }),
            other => panic!("say here what the body of `{other}` is"),
        }
    }

    /// Sends the request of an operation with these headers.
    async fn send(&self, client: &Client, operation: &Operation, who: &[(&str, &str)]) -> Answer {
        let (path, body) = self.request(operation);
        let always = [("x-account-id", self.account.as_str()), ("content-type", "application/json")];
        let headers = [&always, who].concat();
        client.send(&operation.method, &path, &headers, body.map(|it| it.to_string())).await
    }

    /// Whether a request of this operation names any of these.
    fn is_named_by(&self, operation: &Operation) -> bool {
        let (path, body) = self.request(operation);
        let sent = format!("{path} {}", body.unwrap_or_default());
        let mine = [&self.account, &self.attempt, &self.session.token];
        operation.path.starts_with("/unified/")
            || operation.path == format!("{SESSION}{{id}}")
            || mine.into_iter().any(|it| sent.contains(it.as_str()))
    }

    /// Whether an answer tells anything of these.
    fn shows_in(&self, answer: &Answer) -> bool {
        [&self.account, &self.attempt].into_iter().any(|it| answer.body.contains(it.as_str()))
    }
}

/// A session that may change an account, and an attempt in it.
async fn open(client: &Client, account: &str) -> (Session, String) {
    let wanted = json!({
        "origin_owner_id": "mine", "origin_owner_name": "mine GmbH", "provider": "personio", "account_id": account,
    });
    let made = client.call("POST", "/connect_sessions", Some(&wanted)).await.expect(201).json();
    let session = Session::of(&made);
    let token = [("x-hub-session-token", session.token.as_str())];
    let attempt = client.send("POST", "/hub/connection_attempts", &token, None).await.expect(201).json();
    let attempt = attempt["id"].as_str().unwrap().to_owned();
    (session, attempt)
}

async fn belongings(client: &Client, personio: &LocalPersonio) -> Belongings {
    let credentials = personio.credentials();
    let account = client.link("mine", &credentials).await;
    let people = client.read(&account, "?page_size=1").await.expect(200).json();
    let employee = people["data"][0]["id"].as_str().unwrap().to_owned();
    let (session, attempt) = open(client, &account).await;
    Belongings { account, employee, session, attempt, credentials }
}

/// An address from which nobody has guessed yet: guessing is limited by address, which is not the subject here.
fn fresh_address() -> String {
    thread_local!(static LAST: Cell<u16> = const { Cell::new(0) });
    LAST.set(LAST.get() + 1);
    let [high, low] = LAST.get().to_be_bytes();
    format!("198.18.{high}.{low}")
}

async fn refuses_without_a_key(client: &Client, mine: &Belongings, operation: &Operation) {
    let key = format!("Bearer {}", client.key);
    let token = format!("Bearer {}", mine.session.token);
    let cut = &key[..key.len() - 1];
    let cut_token = &mine.session.token[..mine.session.token.len() - 1];
    let mut strangers = vec![
        vec![],
        vec![("authorization", "Bearer ")],
        vec![("authorization", "Basic Og==")],
        vec![("authorization", "Bearer v1.self.nobody")],
        vec![("authorization", cut)],
        vec![("x-hub-session-token", "")],
        vec![("x-hub-session-token", "nobody")],
        vec![("x-hub-session-token", cut_token)],
    ];
    // What opens the other half of the doors opens none of this half.
    strangers.push(if operation.by_session {
        vec![("authorization", key.as_str()), ("x-hub-session-token", client.key.as_str())]
    } else {
        vec![("authorization", token.as_str()), ("x-hub-session-token", mine.session.token.as_str())]
    });
    for mut who in strangers {
        let address = fresh_address();
        who.push(("x-forwarded-for", &address));
        let answer = mine.send(client, operation, &who).await;
        let name = operation.name();
        assert_eq!(answer.status, 401, "{name} with {who:?}: {answer:?}");
        let code = if operation.by_session { "session_invalid" } else { "unauthenticated" };
        assert_eq!(answer.json()["code"], code, "{name} with {who:?}");
        assert!(!mine.shows_in(&answer), "{name} with {who:?}: {answer:?}");
    }
}

/// What another project's key or session gets: nothing of mine, and not even that it is there.
async fn refuses_another_project(client: &Client, mine: &Belongings, other: &[(&str, &str)], it: &Operation) {
    let answer = mine.send(client, it, other).await;
    let name = it.name();
    if !mine.is_named_by(it) {
        assert!(!mine.shows_in(&answer), "{name}: {answer:?}");
        return;
    }
    assert_eq!(answer.status, 404, "{name}: {answer:?}");
    let nothing = Belongings {
        account: AccountId::new().to_string(),
        attempt: AttemptId::new().to_string(),
        session: Session { number: 999_999, token: "nobody".to_owned(), link: String::new() },
        employee: mine.employee.clone(),
        credentials: mine.credentials.clone(),
    };
    let missing = nothing.send(client, it, other).await;
    let what_is_said = |answer: &Answer, of: &Belongings| {
        let said = answer.json();
        let message = said["message"].as_str().unwrap().replace(&of.account, "…").replace(&of.attempt, "…");
        let message = message.replace(&format!("session {}", of.session.number), "session …");
        (answer.status, said["code"].clone(), message)
    };
    let (theirs, nobodys) = (what_is_said(&answer, mine), what_is_said(&missing, &nothing));
    assert_eq!(theirs, nobodys, "{name}: what is mine must look like what isn't there");
}

/// The addresses of the reads of the unified API with ids that are there, by their operations.
type Reads = BTreeMap<String, (&'static UnifiedOperation, String)>;

/// Fails unless the owner is answered as it is due: what is served and there comes, what isn't served says so.
async fn answers_the_owner(client: &Client, mine: &Belongings, operation: &Operation, reads: &Reads) {
    let name = operation.name();
    let answer = match reads.get(&name) {
        Some((_, path)) => Reader { client, account: &mine.account }.get(path).await,
        // Nothing is written yet.
        None => mine.send(client, operation, &[("authorization", &format!("Bearer {}", client.key))]).await,
    };
    let (status, code) = match reads.get(&name) {
        Some((read, _)) if NOBODYS.contains(&read.id) => (404, json!("record_not_found")),
        Some((read, _)) if is_served(read.id) => (200, Value::Null),
        Some(_) | None => (501, json!("not_supported")),
    };
    assert_eq!(answer.status, status, "{name}: {answer:?}");
    if status != 200 {
        assert_eq!(answer.json()["code"], code, "{name}: {answer:?}");
    }
}

/// Without this, a server that refuses everything would pass.
async fn lets_the_owner_in(client: &Client, mine: &mut Belongings, operation: &Operation, reads: &Reads) {
    if operation.path.starts_with("/unified/") {
        return answers_the_owner(client, mine, operation, reads).await;
    }
    (mine.session, mine.attempt) = open(client, &mine.account).await;
    let key = format!("Bearer {}", client.key);
    let token = mine.session.token.clone();
    let who = if operation.by_session {
        ("x-hub-session-token", token.as_str())
    } else {
        ("authorization", key.as_str())
    };
    let answer = mine.send(client, operation, &[who]).await;
    assert!((200..300).contains(&answer.status), "{}: {answer:?}", operation.name());
}

async fn nobody_gets_at_what_belongs_to_others(home: &mut Home) {
    let personio = LocalPersonio::start().await;
    home.use_personio(&personio.url).set("NABE_TRUSTED_PROXIES", r#"["127.0.0.1/32"]"#);
    let (server, client) = home.serve_first().await;
    let mut mine = belongings(&client, &personio).await;
    let other = other_project(home, &server, &personio).await;
    let all = operations(&client).await;
    let public: Vec<String> = all.iter().filter(|it| it.is_public).map(Operation::name).collect();
    assert_eq!(public, PUBLIC);

    let account = format!("/accounts/{}", mine.account);
    let before = client.get(&account).await.expect(200).json();
    let bearer = format!("Bearer {}", other.key);
    for operation in all.iter().filter(|it| !it.is_public) {
        refuses_without_a_key(&client, &mine, operation).await;
        let session = other.session("theirs").await;
        let key = [("authorization", bearer.as_str())];
        let token = [("x-hub-session-token", session.token.as_str())];
        let who = if operation.by_session { &token } else { &key };
        refuses_another_project(&client, &mine, who, operation).await;
    }
    assert_eq!(client.get(&account).await.expect(200).json(), before, "a stranger changed it");
    client.read(&mine.account, "?page_size=1").await.expect(200);
    let reads = Reader { client: &client, account: &mine.account }.reads().await.into_iter();
    let reads: Reads = reads.map(|it| (format!("GET {}", it.0.full_path()), it)).collect();
    let is_read = |it: &&Operation| reads.contains_key(&it.name());
    assert_eq!(all.iter().filter(is_read).count(), reads.len(), "every read is described");
    for operation in all.iter().filter(|it| !it.is_public) {
        lets_the_owner_in(&client, &mut mine, operation, &reads).await;
        if operation.name() == "DELETE /accounts/{id}" {
            mine.account = client.link("mine", &mine.credentials).await;
        }
    }
}

/// A client of another project, which has a customer of its own.
async fn other_project(home: &Home, server: &Server, personio: &LocalPersonio) -> Client {
    let made = home.rows(&["projects", "create", "another"]).await;
    let other = server.client(made[0]["key"].as_str().unwrap());
    other.link("theirs", &personio.credentials()).await;
    other
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_refuses_strangers_on_sqlite() {
    nobody_gets_at_what_belongs_to_others(&mut Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_refuses_strangers_on_postgres() {
    if let Some(mut home) = Home::on_postgres().await {
        nobody_gets_at_what_belongs_to_others(&mut home).await;
    }
}
