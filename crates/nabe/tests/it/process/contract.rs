//! Real answers against the published contract's own documents.
//!
//! The documents are read from the folder that `NABE_REFERENCE_DIR` names; without it the tests say so and end.

use std::path::PathBuf;

use jsonschema::Draft;
use serde_json::{Value, json};

use super::kit::client::{Answer, Client, Session};
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio};

/// A document of the contract.
struct Contract(Value);

impl Contract {
    fn read(folder: &std::path::Path, name: &str) -> Self {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        Self(serde_json::from_str(&text).unwrap())
    }

    /// Fails unless an answer has the status and the shape of this operation.
    #[track_caller]
    fn holds(&self, operation: &str, status: u16, answer: &Answer) {
        assert_eq!(answer.status, status, "{operation}: {answer:?}");
        let (method, path) = operation.split_once(' ').unwrap();
        let (method, path) = (method.to_lowercase(), path.replace('/', "~1"));
        let content = format!("/paths/{path}/{method}/responses/{status}/content");
        let kinds = self.0.pointer(&content).and_then(Value::as_object);
        let kind =
            kinds.unwrap_or_else(|| panic!("{operation} is not in the contract")).keys().next().unwrap();
        let place = format!("{content}/{}/schema", kind.replace('/', "~1"));
        let mut schema = self.0.clone();
        schema["$ref"] = json!(format!("#{place}").replace('{', "%7B").replace('}', "%7D"));
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let validator = options.build(&schema).unwrap();
        let body = without_nulls(answer.json());
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
        for employee in page.json()["data"].as_array().unwrap() {
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
        let mut known = contract.0["components"]["schemas"][model]["properties"]["value"]["enum"].clone();
        let known = known.as_array_mut().unwrap();
        known.retain(|it| !it.is_null() && it != "unmapped_value");
        known.sort_by_key(ToString::to_string);
        assert_eq!(values.as_array().unwrap(), known, "{field}");
    }
}

/// What reads of one part of the unified API answered.
#[derive(Default)]
struct Walked {
    served: Vec<String>,
    refused: Vec<String>,
}

impl Stage {
    async fn get(&self, path: &str) -> Answer {
        let key = format!("Bearer {}", self.client.key);
        let headers = [("x-account-id", self.account.as_str()), ("authorization", key.as_str())];
        self.client.send("GET", path, &headers, None).await
    }

    /// Reads every operation of a document that reads: lists to their end on small pages, and the first of each alone.
    async fn walk(&self, contract: &Contract, parent: &str) -> Walked {
        let mut walked = Walked::default();
        let paths = contract.0["paths"].as_object().unwrap();
        let reads = paths.iter().filter(|(_, it)| it.get("get").is_some()).map(|(path, _)| path);
        for list in reads.filter(|it| !it.ends_with('}') && !it.ends_with("/download")) {
            let parent = match list.split_once("/{id}") {
                Some((above, _)) if above.starts_with("/unified/ats/") => self.first_of(above).await,
                _ => parent.to_owned(),
            };
            let path = list.replace("{id}", &parent);
            let operation = format!("GET {list}");
            let first = self.get(&format!("{path}?page_size=7&raw=true")).await;
            if first.status == 501 {
                contract.holds(&operation, 501, &first);
                walked.refused.push(operation);
                continue;
            }
            let (mut page, mut ids) = (first, Vec::new());
            loop {
                contract.holds(&operation, 200, &page);
                let json = page.json();
                let rows = json["data"].as_array().unwrap();
                ids.extend(
                    rows.iter().map(|it| it["id"].as_str().unwrap_or_else(|| panic!("{it}")).to_owned()),
                );
                let Some(next) = json["next"].as_str() else { break };
                page = self.get(&format!("{path}?page_size=7&raw=true&next={next}")).await;
            }
            if ids.len() < 21 {
                self.small_pages(contract, &operation, &path).await;
            }
            let mut once = ids.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "{operation}: {ids:?}");
            walked.served.push(operation);
            self.one(contract, list, &path, ids.first(), &mut walked).await;
        }
        walked
    }

    /// The id of the first record of a list; any where the list isn't served.
    async fn first_of(&self, list: &str) -> String {
        let page = self.get(&format!("{list}?page_size=1&fields=id")).await.json();
        page["data"][0]["id"].as_str().unwrap_or("0").to_owned()
    }

    /// Reads three pages of one record each, as far as there are so many.
    async fn small_pages(&self, contract: &Contract, operation: &str, path: &str) {
        let mut next = String::new();
        for _ in 0..3 {
            let page = self.get(&format!("{path}?page_size=1&next={next}")).await;
            contract.holds(operation, 200, &page);
            match page.json()["next"].as_str() {
                Some(there) => there.clone_into(&mut next),
                None => return,
            }
        }
    }

    /// Reads one record of a list, and one that isn't there.
    async fn one(
        &self,
        contract: &Contract,
        list: &str,
        path: &str,
        id: Option<&String>,
        walked: &mut Walked,
    ) {
        let below = contract.0["paths"].as_object().unwrap().keys().find(|it| {
            it.strip_prefix(list).is_some_and(|rest| rest.starts_with("/{") && rest.matches('/').count() == 1)
        });
        let Some(one) = below.filter(|it| contract.0["paths"][*it].get("get").is_some()) else { return };
        let operation = format!("GET {one}");
        if let Some(id) = id {
            let answer = self.get(&format!("{path}/{id}")).await;
            contract.holds(&operation, 200, &answer);
            assert_eq!(answer.json()["data"]["id"], *id, "{operation}");
            walked.served.push(operation.clone());
        }
        for nobody in ["0", "00000000-0000-4000-8000-000000000000", "no%2Fid"] {
            let answer = self.get(&format!("{path}/{nobody}")).await;
            assert_eq!(answer.status, 404, "{operation} of {nobody}: {answer:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_read_is_served_or_says_why_not() {
    let Some(stage) = stage().await else { return };
    let people = stage.client.read(&stage.account, "?page_size=1").await.json();
    let parent = people["data"][0]["id"].as_str().unwrap().to_owned();
    for (document, least) in [("hris.json", 43), ("ats.json", 27)] {
        let contract = Contract::read(&stage.contracts, document);
        let walked = stage.walk(&contract, &parent).await;
        assert!(walked.served.len() >= least, "{document} serves only {:#?}", walked.served);
        assert!(!walked.refused.is_empty(), "Personio can't do everything of {document}");
    }
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
