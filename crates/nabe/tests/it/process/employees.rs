//! Employees as a product reads them: pages, filters, fields, explanations. The people are the sandbox's; what is
//! expected is asked of the sandbox itself, in Personio's own words.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::kit::client::{Answer, Client};
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio};

/// A server, a Personio, and an account with all rights.
struct Stage {
    client: Client,
    account: String,
    personio: LocalPersonio,
    _server: Server,
    _home: Home,
}

impl Stage {
    async fn new() -> Self {
        Self::at(Home::new()).await
    }

    async fn at(mut home: Home) -> Self {
        let personio = LocalPersonio::start().await;
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let account = client.link("reader", &personio.credentials()).await;
        Self { client, account, personio, _server: server, _home: home }
    }

    async fn read(&self, path: &str) -> Value {
        self.client.read(&self.account, path).await.expect(200).json()
    }

    /// A refusal, which must say what to do next.
    async fn refused(&self, path: &str, status: u16, code: &str) -> Value {
        let refused = self.client.read(&self.account, path).await.expect(status).json();
        assert_eq!(refused["code"], code, "{refused}");
        assert!(refused["help"].as_str().is_some_and(|it| it.contains(code)), "{refused}");
        refused
    }

    /// An account whose credentials may do this.
    async fn account_with(&self, owner: &str, permissions: Value, attributes: Value) -> String {
        let asked = json!({ "name": owner, "permissions": permissions, "attributes": attributes });
        let url = format!("{}/_sandbox/credentials", self.personio.url);
        let headers = [("content-type", "application/json")];
        let made = self.client.send("POST", &url, &headers, Some(asked.to_string())).await.expect(201).json();
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        self.client.link(owner, &Credentials { id: text("client_id"), secret: text("client_secret") }).await
    }

    /// Changes what the credentials of this name may do.
    async fn permit(&self, name: &str, permissions: Value) {
        let url = format!("{}/_sandbox/credentials", self.personio.url);
        let listed = self.client.send("GET", &url, &[], None).await.expect(200).json();
        let mut credentials = listed["credentials"].as_array().unwrap().iter();
        let id = credentials.find(|it| it["name"] == name).unwrap()["client_id"].as_str().unwrap();
        let body = json!({ "permissions": permissions }).to_string();
        let headers = [("content-type", "application/json")];
        self.client.send("PUT", &format!("{url}/{id}"), &headers, Some(body)).await.expect(204);
    }

    /// The people of the company, as Personio itself tells them: ids with their attributes.
    async fn people(&self) -> Vec<Value> {
        let credentials = self.personio.credentials();
        let login = json!({ "client_id": credentials.id, "client_secret": credentials.secret }).to_string();
        let headers = [("content-type", "application/json")];
        let url = |path: &str| format!("{}{path}", self.personio.url);
        let token =
            self.client.send("POST", &url("/v1/auth"), &headers, Some(login)).await.expect(200).json();
        let bearer = format!("Bearer {}", token["data"]["token"].as_str().unwrap());
        let list = url("/v1/company/employees?limit=100");
        let page =
            self.client.send("GET", &list, &[("authorization", &bearer)], None).await.expect(200).json();
        page["data"].as_array().unwrap().iter().map(|it| it["attributes"].clone()).collect()
    }
}

fn ids(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

async fn everybody_comes_once(stage: Stage) {
    let expected: BTreeSet<String> =
        stage.people().await.iter().map(|it| it["id"]["value"].to_string()).collect();
    for size in [1, 7, 25, 100] {
        let (mut seen, mut path, mut pages) = (Vec::new(), format!("?page_size={size}"), 0);
        loop {
            let page = stage.read(&path).await;
            assert!(ids(&page).len() <= size);
            seen.extend(ids(&page));
            pages += 1;
            let Some(next) = page["next"].as_str() else { break };
            path = format!("?page_size={size}&next={next}");
        }
        assert_eq!((seen.len(), pages), (expected.len(), expected.len().div_ceil(size)), "pages of {size}");
        assert_eq!(BTreeSet::from_iter(seen), expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_comes_once_on_sqlite() {
    everybody_comes_once(Stage::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_comes_once_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        everybody_comes_once(Stage::at(home).await).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cursor_is_good_for_its_account_and_its_query_and_survives_a_restart() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (server, client) = home.serve_first().await;
    let mine = client.link("mine", &personio.credentials()).await;
    let other = client.link("other", &personio.credentials()).await;
    let first = client.read(&mine, "?page_size=5").await.expect(200).json();
    let next = first["next"].as_str().unwrap();
    let second = client.read(&mine, &format!("?page_size=5&next={next}")).await.expect(200).json();

    let refused = |answer: Answer| assert_eq!(answer.expect(400).json()["code"], "invalid_cursor");
    refused(client.read(&other, &format!("?next={next}")).await);
    refused(client.read(&mine, &format!("?next={next}&filter[email]=a@example.com")).await);
    refused(client.read(&mine, "?next=made-up").await);
    let mut forged = next.to_owned();
    let last = forged.pop().unwrap();
    forged.push(if last == 'A' { 'B' } else { 'A' });
    refused(client.read(&mine, &format!("?next={forged}")).await);

    let key = client.key.clone();
    server.program.stop().await;
    let server = home.serve().await;
    let again =
        server.client(&key).read(&mine, &format!("?page_size=5&next={next}")).await.expect(200).json();
    assert_eq!(ids(&again), ids(&second));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_has_at_most_a_hundred_rows_and_a_size_that_is_none_is_refused() {
    let stage = Stage::new().await;
    assert_eq!(ids(&stage.read("?page_size=100000").await).len(), stage.people().await.len());
    for size in ["0", "many", "-1", "1.5", "99999999999"] {
        let refused = stage.refused(&format!("?page_size={size}"), 400, "bad_request").await;
        assert!(refused["message"].as_str().unwrap().contains("page_size"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn filters_find_whom_they_name() {
    let stage = Stage::new().await;
    let people = stage.people().await;
    let person = &people[3];
    let (id, email) = (person["id"]["value"].to_string(), person["email"]["value"].as_str().unwrap());
    for email in [email.to_owned(), email.to_uppercase()] {
        let found = stage.read(&format!("?filter[email]={}", email.replace('+', "%2B"))).await;
        assert_eq!(ids(&found), std::slice::from_ref(&id), "{email}");
    }
    assert_eq!(ids(&stage.read("?filter[email]=nobody@example.com").await), Vec::<String>::new());

    let changed =
        |it: &Value| it["last_modified_at"]["value"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let mut times: Vec<_> = people.iter().map(changed).collect();
    times.sort();
    let middle = times[times.len() / 2];
    let expected: BTreeSet<_> =
        people.iter().filter(|it| changed(it) > middle).map(|it| it["id"]["value"].to_string()).collect();
    let found = BTreeSet::from_iter(ids(&stage
        .read(&format!("?page_size=100&filter[updated_after]={middle}"))
        .await));
    assert!(expected.is_subset(&found), "nobody who changed later is missing");
    assert!(found.len() < people.len(), "and not everybody is there");

    stage.refused("?filter[updated_after]=yesterday", 400, "bad_request").await;
    let deep = format!("?fields={}", vec!["a"; 10_000].join("."));
    stage.refused(&deep, 400, "bad_request").await;
    let refused = stage.refused("?filter[department]=Sales", 400, "bad_request").await;
    assert!(refused["message"].as_str().unwrap().contains("`department`"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_fields_that_were_named_are_answered() {
    let stage = Stage::new().await;
    let page = stage.read("?page_size=3&fields=id,first_name,employment_status.value").await;
    for employee in page["data"].as_array().unwrap() {
        let keys: Vec<_> = employee.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["employment_status", "first_name", "id"]);
        let status: Vec<_> = employee["employment_status"].as_object().unwrap().keys().collect();
        assert_eq!(status, ["value"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_costs_a_call_a_person_is_fetched_when_it_is_named() {
    let stage = Stage::new().await;
    let calls = |answer: &Answer| answer.headers["x-nabe-provider-calls"].to_str().unwrap().to_owned();
    let plain = stage.client.read(&stage.account, "?page_size=4").await.expect(200);
    assert_eq!((calls(&plain), &plain.json()["data"][0]["employments"]), ("1".to_owned(), &Value::Null));
    let expanded = stage.client.read(&stage.account, "?page_size=4&expand=employments").await.expect(200);
    assert_eq!(calls(&expanded), "5");
    for employee in expanded.json()["data"].as_array().unwrap() {
        assert!(employee["employments"].as_array().is_some_and(|it| !it.is_empty()), "{employee}");
    }
    let named = stage.client.read(&stage.account, "?page_size=4&fields=id,company.name").await.expect(200);
    assert_eq!(calls(&named), "1");
    assert!(named.json()["data"][0]["company"]["name"].is_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_explanation_gives_each_null_its_reason() {
    let stage = Stage::new().await;
    let attributes = json!(["first_name", "last_name"]);
    let narrow = stage.account_with("narrow", json!({ "employees": "read" }), attributes).await;
    let page = stage.client.read(&narrow, "?page_size=1&explain=true").await.expect(200).json();
    let employee = &page["data"][0];
    let null = |field: &str| employee["explain"][field]["null"].clone();
    assert_eq!((null("first_name"), null("work_email")), (Value::Null, json!("not_granted")));
    assert_eq!((null("ethnicity"), null("employments")), (json!("not_provided"), json!("not_fetched")));
    assert_eq!(employee["explain"]["first_name"]["path"], "attributes.first_name.value");
    assert_eq!(employee["explain"]["first_name"]["permission"], "employees:read");
    assert_eq!(employee["explain"]["display_name"]["evidence"], "guess");
    let named = "job_id,fte,company,employment_contract_type,company_id,groups,custom_fields";
    let path = format!("?page_size=1&explain=true&fields={named}");
    let page = stage.client.read(&narrow, &path).await.expect(200).json();
    for field in named.split(',') {
        assert_eq!(page["data"][0]["explain"][field]["null"], "not_granted", "{field}");
    }
    let path = "?filter[email]=nobody@example.com";
    assert_eq!(stage.client.read(&narrow, path).await.expect(200).json()["data"], json!([]));
    let somebody = stage.read("?page_size=1&fields=id,work_email").await["data"][0].clone();
    let path = format!("?filter[email]={}", somebody["work_email"].as_str().unwrap());
    let found = stage.client.read(&narrow, &path).await.expect(200).json();
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert_eq!(found["data"][0]["id"], somebody["id"]);
    let path = format!("{path}&filter[updated_after]=2020-01-01");
    let refused = stage.client.read(&narrow, &path).await.expect(403).json();
    assert_eq!(refused["code"], "permission_missing");
    assert!(refused["message"].as_str().unwrap().contains("the attribute Email"), "{refused}");

    // Everything is granted: what is empty is not set.
    let all = stage.read("?page_size=100&explain=true").await;
    let reasons: BTreeSet<_> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["explain"]["termination_date"]["null"].clone().to_string())
        .collect();
    assert_eq!(reasons, BTreeSet::from(["\"not_set\"".to_owned(), "null".to_owned()]));
    for employee in all["data"].as_array().unwrap() {
        for (field, why) in employee["explain"].as_object().unwrap() {
            assert_eq!(employee[field].is_null(), why["null"].is_string(), "{field} of {}", employee["id"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_raw_answer_is_personios_without_secrets() {
    let stage = Stage::new().await;
    let page = stage.read("?page_size=2&raw=true").await;
    let raw = &page["raw"][0];
    assert_eq!(
        (&raw["method"], &raw["url"]),
        (&json!("GET"), &json!("/v1/company/employees?limit=2&offset=0"))
    );
    assert_eq!(raw["response"]["data"].as_array().unwrap().len(), 2);
    assert!(!page.to_string().contains("papi-"), "no token");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_is_read_by_id_and_who_isnt_there_is_not_found() {
    let stage = Stage::new().await;
    let first = stage.read("?page_size=1").await["data"][0].clone();
    let id = first["id"].as_str().unwrap();
    assert_eq!(stage.read(&format!("/{id}")).await["data"], first);
    for unknown in ["999999999", "nobody", "..%2Fattributes", "1%2F2"] {
        stage.refused(&format!("/{unknown}"), 404, "record_not_found").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_without_the_right_is_told_which_row_to_tick() {
    let stage = Stage::new().await;
    // It was connected with the right, which was then taken away.
    let poor =
        stage.account_with("poor", json!({ "documents": "read", "employees": "read" }), json!([])).await;
    stage.permit("poor", json!({ "documents": "read" })).await;
    let refused = stage.client.read(&poor, "").await.expect(403).json();
    assert_eq!(refused["code"], "permission_missing");
    assert!(refused["message"].as_str().unwrap().contains("Employees"), "{refused}");
}
