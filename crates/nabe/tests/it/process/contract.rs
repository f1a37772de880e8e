//! Real answers against the published contract's own documents.
//!
//! The documents are read from the folder that `NABE_REFERENCE_DIR` names; `cargo xtask test` names it where it is. Without
//! it the tests say so and end.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jsonschema::Draft;
use nabe_model::unified::Shape;
use serde_json::{Value, json};

use super::kit::client::{Answer, Client, Session};
use super::kit::home::{Home, Server};
use super::kit::lists::{FILES, LISTS, List, NOBODYS, ONES, Rows, is_empty, is_served};
use super::kit::personio::{Credentials, LocalPersonio};
use super::kit::walk::{Reader, with};

/// A document that describes operations.
struct Contract {
    document: Value,
    /// Whether it says itself where null may stand.
    tells_nulls: bool,
}

impl Contract {
    fn read(folder: &std::path::Path, name: &str) -> Self {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        Self { document: serde_json::from_str(&text).unwrap(), tells_nulls: false }
    }

    /// Fails unless an answer has the status and the shape of this operation.
    #[track_caller]
    fn holds(&self, operation: &str, status: u16, answer: &Answer) {
        assert_eq!(answer.status, status, "{operation}: {answer:?}");
        let (method, path) = operation.split_once(' ').unwrap();
        let (method, path) = (method.to_lowercase(), path.replace('/', "~1"));
        let content = format!("/paths/{path}/{method}/responses/{status}/content");
        let kinds = self.document.pointer(&content).and_then(Value::as_object);
        let kind =
            kinds.unwrap_or_else(|| panic!("{operation} is not in the contract")).keys().next().unwrap();
        let place = format!("{content}/{}/schema", kind.replace('/', "~1"));
        let mut schema = self.document.clone();
        schema["$ref"] = json!(format!("#{place}").replace('{', "%7B").replace('}', "%7D"));
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let validator = options.build(&schema).unwrap();
        let body = if self.tells_nulls { answer.json() } else { without_nulls(answer.json()) };
        let errors = validator.iter_errors(&body).map(|it| format!("{}: {it}", it.instance_path()));
        let errors: Vec<String> = errors.take(20).collect();
        assert!(errors.is_empty(), "{operation}: {errors:#?}\n{}", answer.body);
    }
}

/// Published clients take null for whatever isn't required; the documents don't say so. What is required and null is
/// then missing, and found.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// A server with one account that is connected to a local Personio.
struct Stage {
    _server: Server,
    _personio: LocalPersonio,
    _home: Home,
    contracts: PathBuf,
    client: Client,
    credentials: Credentials,
    account: String,
}

async fn stage() -> Option<Stage> {
    let Some(folder) = std::env::var_os("NABE_REFERENCE_DIR") else {
        eprintln!("skipped: NABE_REFERENCE_DIR names no folder with the contract");
        return None;
    };
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (server, client) = home.serve_first().await;
    let credentials = personio.credentials();
    let account = client.link("customer", &credentials).await;
    let contracts = PathBuf::from(folder).join("stackone");
    Some(Stage { _server: server, _personio: personio, _home: home, contracts, client, credentials, account })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_platform() {
    let Some(Stage { client, account, contracts, .. }) = &stage().await else { return };
    let contract = Contract::read(contracts, "platform-2026-04.json");
    let wanted = json!({
        "origin_owner_id": "o", "origin_owner_name": "O GmbH", "provider": "personio", "metadata": {"plan": "gold"},
        "label": "main", "origin_username": "ada", "type": "production",
    });
    let made = client.call("POST", "/connect_sessions", Some(&wanted)).await;
    contract.holds("POST /connect_sessions", 201, &made);
    let token = json!({"token": made.json()["token"]});
    let found = client.call("POST", "/connect_sessions/authenticate", Some(&token)).await;
    contract.holds("POST /connect_sessions/authenticate", 201, &found);

    let one = format!("/accounts/{account}");
    contract.holds("GET /accounts", 200, &client.get("/accounts").await);
    contract.holds("GET /accounts/{id}", 200, &client.get(&one).await);
    contract.holds("GET /accounts/{id}/meta", 200, &client.get(&format!("{one}/meta")).await);
    let change = json!({"origin_username": "grace", "metadata": {"a": 1}, "label": {}});
    contract.holds("PATCH /accounts/{id}", 200, &client.call("PATCH", &one, Some(&change)).await);
    contract.holds("GET /connectors/meta", 200, &client.get("/connectors/meta").await);
    contract.holds("GET /connectors/meta/{provider}", 200, &client.get("/connectors/meta/personio").await);
    contract.holds("GET /auth_configs", 200, &client.get("/auth_configs").await);
    contract.holds("DELETE /accounts/{id}", 200, &client.call("DELETE", &one, None).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn employees() {
    let Some(Stage { client, account, contracts, .. }) = &stage().await else { return };
    let contract = Contract::read(contracts, "hris.json");
    let everything =
        "include=custom_fields,bank_details&expand=groups,work_location,home_location,employments,company";
    for query in ["?page_size=10", "?page_size=100&raw=true", &format!("?page_size=100&{everything}")] {
        let page = client.read(account, query).await;
        contract.holds("GET /unified/hris/employees", 200, &page);
        let employees = page.json()["data"].as_array().unwrap().clone();
        assert!(employees.len() >= 10, "{query}");
        for employee in &employees {
            let one =
                client.read(account, &format!("/{}?{everything}", employee["id"].as_str().unwrap())).await;
            contract.holds("GET /unified/hris/employees/{id}", 200, &one);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mappings_know_the_values_of_the_contract() {
    let Some(Stage { client, account, contracts, .. }) = &stage().await else { return };
    let contract = Contract::read(contracts, "hris.json");
    let told = client.get(&format!("/accounts/{account}/field_mappings")).await.expect(200).json();
    for (field, model) in [
        ("preferred_language", "PreferredLanguageEnum"),
        ("ethnicity", "EthnicityEnum"),
        ("marital_status", "MaritalStatusEnum"),
        ("citizenships", "CountryCodeEnum"),
        ("home_location.country", "CountryCodeEnum"),
        ("national_identity_numbers.{type}", "NationalIdentityNumberTypeEnumApiModel"),
    ] {
        let mut targets = told["targets"].as_array().unwrap().iter();
        let values = &targets.find(|it| it["field"] == field).unwrap()["values"];
        let mut known =
            contract.document["components"]["schemas"][model]["properties"]["value"]["enum"].clone();
        let known = known.as_array_mut().unwrap();
        known.retain(|it| !it.is_null() && it != "unmapped_value");
        known.sort_by_key(ToString::to_string);
        assert_eq!(values.as_array().unwrap(), known, "{field}");
    }
}

/// How many pages of a list are looked at, at least, if it isn't shorter.
const PAGES: usize = 3;

impl Stage {
    fn reader(&self) -> Reader<'_> {
        Reader { client: &self.client, account: &self.account }
    }

    /// Reads a list to its end on pages so small that there are three, if it has three records.
    async fn list(&self, contract: &Contract, name: &str, path: &str, list: &List) -> Vec<String> {
        let all = self.reader().walk(&with(path, "page_size=100&fields=id")).await.whole(name);
        let size = (all.len() / PAGES).clamp(1, 100);
        let (mut ids, mut pages, mut next) = (Vec::new(), 0, String::new());
        loop {
            let page = self.reader().get(&with(path, &format!("page_size={size}&raw=true{next}"))).await;
            contract.holds(name, 200, &page);
            let json = page.json();
            let rows = json["data"].as_array().unwrap();
            ids.extend(rows.iter().map(|it| it["id"].as_str().unwrap_or_else(|| panic!("{it}")).to_owned()));
            pages += 1;
            let Some(there) = json["next"].as_str() else { break };
            next = format!("&next={there}");
        }
        assert_eq!(ids, all, "{name} on pages of {size}");
        let once: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(once.len(), ids.len(), "{name}: {ids:?}");
        // What Personio gives whole and can't be cut by ids comes on one page.
        let may_be_one = list.few.is_some() || !matches!(list.rows, Rows::Paged(_));
        assert!(pages >= PAGES || may_be_one, "{name} has {pages} pages of {size}");
        assert_eq!(all.is_empty(), is_empty(list), "{name}");
        assert_eq!(all.len() < PAGES, list.few.is_some(), "{name} has {}: {:?}", all.len(), list.few);
        ids
    }

    /// Reads one record, and one that isn't there.
    async fn one(&self, contract: &Contract, name: &str, path: &str, is_somebodys: bool) {
        let (list, id) = path.rsplit_once('/').unwrap();
        if is_somebodys {
            let answer = self.reader().get(path).await;
            contract.holds(name, 200, &answer);
            assert_eq!(answer.json()["data"]["id"], id, "{name}");
        }
        for nobody in ["0", "00000000-0000-4000-8000-000000000000", "no%2Fid"] {
            let answer = self.reader().get(&format!("{list}/{nobody}")).await;
            assert_eq!(answer.status, 404, "{name} of {nobody}: {answer:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_read_is_served_or_says_why_not() {
    let Some(stage) = stage().await else { return };
    let contract = |name: &str| Contract::read(&stage.contracts, name);
    let own = stage.client.send("GET", "/openapi.json", &[], None).await.expect(200).json();
    // What the published contract leaves out is held against the server's own description.
    let documents =
        [contract("hris.json"), contract("ats.json"), Contract { document: own, tells_nulls: true }];
    let (mut served, mut refused) = (0, 0);
    for (operation, path) in stage.reader().reads().await {
        let (name, is_served) = (format!("GET {}", operation.full_path()), is_served(operation.id));
        let has = |it: &&Contract| it.document["paths"][operation.full_path()].get("get").is_some();
        let document = documents.iter().find(has).unwrap_or_else(|| panic!("{name} is described nowhere"));
        if !is_served {
            document.holds(&name, 501, &stage.reader().get(&path).await);
            refused += 1;
            continue;
        }
        served += 1;
        match operation.shape {
            Shape::Page(_) => {
                let list = LISTS.iter().find(|it| it.operation == operation.id).unwrap();
                stage.list(document, &name, &path, list).await;
            }
            Shape::One(_) => stage.one(document, &name, &path, ONES.contains(&operation.id)).await,
            // Files have tests of their own.
            Shape::File | Shape::Written => {
                assert_eq!(stage.reader().get(&path).await.status, 200, "{name}: {path}");
            }
        }
    }
    assert_eq!(served, LISTS.len() + ONES.len() + NOBODYS.len() + FILES.len());
    assert!(refused > 30, "Personio can't do everything of the contract: {refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_component() {
    let Some(Stage { client, account, contracts, credentials, .. }) = &stage().await else { return };
    let contract = Contract::read(contracts, "hub-1.11.4.json");
    let session = session_for(client, account).await;
    let call = async |method: &str, path: &str, body: Option<Value>| {
        let headers = [("x-hub-session-token", session.token.as_str()), ("content-type", "application/json")];
        client.send(method, path, &headers, body.map(|it| it.to_string())).await
    };
    contract.holds("GET /hub/settings", 200, &call("GET", "/hub/settings", None).await);
    contract.holds("GET /hub/connectors", 200, &call("GET", "/hub/connectors", None).await);
    let form = call("GET", "/hub/connectors/personio", None).await;
    contract.holds("GET /hub/connectors/{integration_id}", 200, &form);
    let one = format!("/hub/accounts/{account}");
    contract.holds("GET /hub/accounts/{id}", 200, &call("GET", &one, None).await);
    let attempt = call("POST", "/hub/connection_attempts", None).await;
    contract.holds("POST /hub/connection_attempts", 201, &attempt);
    let attempt = format!("/hub/connection_attempts/{}", attempt.json()["id"].as_str().unwrap());
    contract.holds("GET /hub/connection_attempts/{id}", 200, &call("GET", &attempt, None).await);
    let entered = json!({"integration_id": "personio", "credentials": {
        "client_id": credentials.id, "client_secret": credentials.secret, "personio_app_id": "ACME_GMBH",
    }});
    contract.holds("PATCH /hub/accounts/{id}", 200, &call("PATCH", &one, Some(entered)).await);
}

async fn session_for(client: &Client, account: &str) -> Session {
    let wanted = json!({
        "origin_owner_id": "customer", "origin_owner_name": "customer GmbH", "provider": "personio",
        "account_id": account,
    });
    let made = client.call("POST", "/connect_sessions", Some(&wanted)).await.expect(201).json();
    Session::of(&made)
}
