//! The truth about permissions: every box that is not ticked, and every attribute that is left out, is found, and
//! nothing else is. What is ticked is set at the sandbox, as its administrator would.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::kit::client::Client;
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio};

/// The rows of the dialog, and whether they can be written (as the dialog of the provider has them).
const ROWS: [(&str, bool); 12] = [
    ("employees", true),
    ("attendances", true),
    ("time_off", true),
    ("documents", true),
    ("custom_reports", false),
    ("compensations", true),
    ("recruiting", true),
    ("webhooks", true),
    ("org_units", false),
    ("legal_entities", false),
    ("cost_centers", false),
    ("workplaces", false),
];

/// Every row as far as it can be ticked, but for one.
fn all_but(row: &str) -> Value {
    let access = |writable: bool| if writable { "read_write" } else { "read" };
    let rows = ROWS.iter().filter(|it| it.0 != row).map(|(key, writable)| (*key, access(*writable)));
    json!(rows.collect::<BTreeMap<_, _>>())
}

struct Stage {
    client: Client,
    personio: LocalPersonio,
    credentials: Credentials,
    _server: Server,
    _home: Home,
}

impl Stage {
    async fn new() -> Self {
        let mut home = Home::new();
        let personio = LocalPersonio::start().await;
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let credentials = personio.credentials();
        Self { client, personio, credentials, _server: server, _home: home }
    }

    /// Changes what the integration may do.
    async fn permit(&self, permissions: &Value, attributes: &Value) {
        let url = format!("{}/_sandbox/credentials/{}", self.personio.url, self.credentials.id);
        let body = json!({ "permissions": permissions, "attributes": attributes }).to_string();
        let headers = [("content-type", "application/json")];
        self.client.send("PUT", &url, &headers, Some(body)).await.expect(204);
    }

    async fn connect(&self) -> String {
        self.client.link("customer", &self.credentials).await
    }

    async fn check(&self, account: &str) -> Value {
        self.client.call("POST", &format!("/accounts/{account}/diagnosis"), None).await.expect(200).json()
    }

    /// The keys of all attributes that can be ticked.
    async fn attributes(&self) -> Vec<String> {
        let headers = [("content-type", "application/json")];
        let login = json!({ "client_id": self.credentials.id, "client_secret": self.credentials.secret });
        let url = format!("{}/v1/auth", self.personio.url);
        let token =
            self.client.send("POST", &url, &headers, Some(login.to_string())).await.expect(200).json();
        let bearer = format!("Bearer {}", token["data"]["token"].as_str().unwrap());
        let url = format!("{}/v1/company/employees/attributes", self.personio.url);
        let list =
            self.client.send("GET", &url, &[("authorization", &bearer)], None).await.expect(200).json();
        let keys = list["data"].as_array().unwrap().iter().map(|it| it["key"].as_str().unwrap().to_owned());
        // The id is always sent: the dialog has no box for it.
        keys.filter(|it| it != "id").collect()
    }

    /// What the provider was asked, the oldest first.
    async fn asked(&self) -> Vec<(String, String)> {
        let url = format!("{}/_sandbox/requests?limit=1000", self.personio.url);
        let list = self.client.send("GET", &url, &[], None).await.expect(200).json();
        let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
        let requests = list["requests"].as_array().unwrap().iter();
        requests.rev().map(|it| (text(it, "method"), text(it, "path"))).collect()
    }
}

/// What the findings of a diagnosis are about, with what is missing of each.
fn found(diagnosis: &Value) -> Vec<(String, Value)> {
    let findings = diagnosis["findings"].as_array().unwrap().iter();
    findings.map(|it| (it["subject"].as_str().unwrap().to_owned(), it["access"].clone())).collect()
}

fn state<'d>(diagnosis: &'d Value, row: &str, access: &str) -> &'d Value {
    let permissions = diagnosis["permissions"].as_array().unwrap();
    permissions.iter().find(|it| it["row"] == row && it["access"] == access).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_everything_ticked_nothing_is_found() {
    let stage = Stage::new().await;
    let account = stage.connect().await;
    let path = format!("/accounts/{account}/diagnosis");
    let diagnosis = stage.client.get(&path).await.expect(200).json();
    assert_eq!(diagnosis["findings"], json!([]), "{diagnosis:#}");
    assert_eq!(diagnosis["permissions"].as_array().unwrap().len(), 12 + 7);
    assert!(
        diagnosis["permissions"].as_array().unwrap().iter().all(|it| it["state"] == "granted"),
        "{diagnosis:#}"
    );
    assert_eq!(diagnosis["attributes"]["sample"], 25);
    assert_eq!(diagnosis["attributes"]["list"].as_array().unwrap().len(), 52);
    assert_eq!(state(&diagnosis, "recruiting", "write")["has_known_route"], false);
    let token =
        diagnosis["values"].as_array().unwrap().iter().find(|it| it["field"] == "recruiting_access_token");
    assert_eq!(token.unwrap()["state"], "unknown");
    let listed = stage.client.get(&format!("/accounts/{account}")).await.expect(200).json();
    assert_eq!((&listed["status"], &listed["status_reasons"]), (&json!("active"), &json!([])));
    assert_eq!(stage.check(&account).await["findings"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_that_is_not_ticked_is_found_and_nothing_else() {
    let stage = Stage::new().await;
    let account = stage.connect().await;
    for (row, _) in ROWS {
        stage.permit(&all_but(row), &json!("all")).await;
        let diagnosis = stage.check(&account).await;
        let access = match row {
            // No source names the scope of writing, and no route is known that needs it.
            "recruiting" => json!(["read"]),
            "custom_reports" | "org_units" | "legal_entities" | "cost_centers" | "workplaces" => {
                json!(["read"])
            }
            _ => json!(["read", "write"]),
        };
        assert_eq!(found(&diagnosis), [(row.to_owned(), access)], "{diagnosis:#}");
        let finding = &diagnosis["findings"][0];
        let label = finding["label"].as_str().unwrap();
        for language in ["en", "de"] {
            let text = &finding[language];
            assert!(text["what"].as_str().unwrap().contains(label), "{text}");
            assert!(!text["lost"].as_str().unwrap().is_empty(), "{text}");
            let clicks = text["clicks"].as_array().unwrap();
            assert!(clicks.iter().any(|it| it.as_str().unwrap().contains(label)), "{text}");
        }
        assert_eq!(finding["severity"], if row == "employees" { "required" } else { "gap" });
        let stored = stage.client.get(&format!("/accounts/{account}/diagnosis")).await.expect(200).json();
        assert_eq!(stored, diagnosis);
        let account = stage.client.get(&format!("/accounts/{account}")).await.expect(200).json();
        let reason = &account["status_reasons"][0];
        assert_eq!((&account["status"], &reason["code"]), (&json!("active"), &json!("permissions_missing")));
        assert!(reason["description"].as_str().unwrap().contains(label), "{reason}");
    }
    stage.permit(&json!("all"), &json!("all")).await;
    assert_eq!(stage.check(&account).await["findings"], json!([]), "what was mended is gone");
    let account = stage.client.get(&format!("/accounts/{account}")).await.expect(200).json();
    assert_eq!(account["status_reasons"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_attribute_that_is_left_out_is_found_and_nothing_else() {
    let stage = Stage::new().await;
    let account = stage.connect().await;
    let all = stage.attributes().await;
    assert_eq!(all.len(), 51);
    for missing in &all {
        let others: Vec<&String> = all.iter().filter(|it| *it != missing).collect();
        stage.permit(&json!("all"), &json!(others)).await;
        let diagnosis = stage.check(&account).await;
        assert_eq!(found(&diagnosis), [(missing.clone(), json!([]))], "{diagnosis:#}");
        let finding = &diagnosis["findings"][0];
        assert_eq!((&finding["code"], &finding["severity"]), (&json!("attribute_missing"), &json!("gap")));
        assert!(finding["en"]["what"].as_str().unwrap().contains("25 people"), "{finding}");
        if missing == "supervisor" {
            assert!(finding["en"]["lost"].as_str().unwrap().contains("no org chart"), "{finding}");
            assert!(finding["de"]["lost"].as_str().unwrap().contains("kein Organigramm"), "{finding}");
        }
    }
}

/// An attribute of the provider's own is found at the first look; one of the customer's can't be known of then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attributes_are_found_at_the_moment_of_connecting() {
    let stage = Stage::new().await;
    stage.permit(&all_but("time_off"), &json!(["first_name", "last_name", "email", "dynamic_33412"])).await;
    let account = stage.connect().await;
    let diagnosis = stage.client.get(&format!("/accounts/{account}/diagnosis")).await.expect(200).json();
    let found = found(&diagnosis);
    assert_eq!(found.len(), 1 + 28, "{diagnosis:#}");
    assert_eq!(found[0], ("time_off".to_owned(), json!(["read", "write"])));
    let customs =
        diagnosis["attributes"]["list"].as_array().unwrap().iter().filter(|it| it["custom"] == true);
    assert_eq!(customs.map(|it| it["label"].as_str().unwrap()).collect::<Vec<_>>(), ["T-shirt size"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn finding_out_reads_a_little_and_writes_nothing() {
    let stage = Stage::new().await;
    stage.permit(&json!({ "employees": "read" }), &json!("all")).await;
    let account = stage.connect().await;
    let before = stage.asked().await.len();
    let diagnosis = stage.check(&account).await;
    let asked = stage.asked().await.split_off(before);
    let asked: Vec<_> = asked.into_iter().filter(|it| !it.1.starts_with("/_sandbox")).collect();
    assert!(asked.len() <= 25, "{asked:#?}");
    assert_eq!(diagnosis["calls"], asked.len(), "{asked:#?}");
    for (method, path) in &asked {
        assert!(
            method == "GET" || path.starts_with("/v1/auth") || path.starts_with("/v2/auth/token"),
            "{method} {path}"
        );
    }
    // A row whose reading was denied says which call showed it.
    let evidence = state(&diagnosis, "cost_centers", "read");
    assert_eq!((&evidence["state"], &evidence["proof"]), (&json!("missing"), &json!("probe")));
    assert_eq!(evidence["evidence"], "GET /v2/cost-centers was denied with status 403");
    assert_eq!(
        state(&diagnosis, "custom_reports", "read")["evidence"],
        "GET /v2/reports was denied with status 400"
    );
    assert_eq!(state(&diagnosis, "webhooks", "write")["proof"], "scope");
    assert_eq!(state(&diagnosis, "recruiting", "write")["state"], "unknown");
    assert_eq!(state(&diagnosis, "employees", "read")["evidence"], "employees:read personio:persons:read");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_what_is_required_nothing_is_stored() {
    let stage = Stage::new().await;
    stage.permit(&all_but("employees"), &json!("all")).await;
    let session = stage.client.session("customer").await;
    let refused = stage.client.submit(&session, &stage.credentials, None).await.unwrap().expect(400).json();
    assert_eq!(refused["code"], "required_permission_missing");
    assert!(refused["message"].as_str().unwrap().contains("In the row Employees, tick Read"), "{refused}");
    assert_eq!(refused["findings"][0]["subject"], "employees");
    assert_eq!(stage.client.get("/accounts").await.expect(200).json(), json!([]));

    stage.permit(&json!("all"), &json!("all")).await;
    stage.client.submit(&session, &stage.credentials, None).await.unwrap().expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_required_is_a_setting_of_the_session() {
    let stage = Stage::new().await;
    let session = async |required: Value, status: u16| {
        let wanted = json!({
            "origin_owner_id": "customer", "origin_owner_name": "Customer GmbH", "required_permissions": required,
        });
        stage.client.call("POST", "/connect_sessions", Some(&wanted)).await.expect(status).json()
    };
    let unknown = session(json!(["employees:read", "payroll:read"]), 400).await;
    assert!(unknown["message"].as_str().unwrap().contains("payroll:read"), "{unknown}");
    assert!(session(json!(["org_units:write"]), 400).await["message"].is_string(), "it can't be ticked");

    let connect = async |required: Value, status: u16| {
        let token = session(required, 201).await["token"].as_str().unwrap().to_owned();
        let headers = [("x-hub-session-token", token.as_str()), ("content-type", "application/json")];
        let body = json!({ "integration_id": "personio", "credentials": {
            "client_id": stage.credentials.id, "client_secret": stage.credentials.secret,
            "personio_app_id": "ACME_GMBH",
        }});
        stage
            .client
            .send("POST", "/hub/accounts", &headers, Some(body.to_string()))
            .await
            .expect(status)
            .json()
    };
    stage.permit(&all_but("employees"), &json!("all")).await;
    let refused = connect(json!(["time_off:read", "employees:write"]), 400).await;
    assert_eq!(refused["findings"].as_array().unwrap().len(), 1, "{refused}");
    connect(json!(["time_off:read"]), 201).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credentials_that_were_deleted_are_no_diagnosis() {
    let stage = Stage::new().await;
    let account = stage.connect().await;
    let before = stage.client.get(&format!("/accounts/{account}/diagnosis")).await.expect(200).json();
    let url = format!("{}/_sandbox/credentials/{}", stage.personio.url, stage.credentials.id);
    stage.client.send("DELETE", &url, &[], None).await.expect(204);
    let refused =
        stage.client.call("POST", &format!("/accounts/{account}/diagnosis"), None).await.expect(401).json();
    assert_eq!(refused["code"], "account_credentials_refused");
    let after = stage.client.get(&format!("/accounts/{account}/diagnosis")).await.expect(200).json();
    assert_eq!(after, before, "what was known stays known");
    let account = stage.client.get(&format!("/accounts/{account}")).await.expect(200).json();
    assert_eq!(account["status"], "error");
}
