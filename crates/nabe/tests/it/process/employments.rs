//! Employments, groups and positions as a product reads them: the same record, whichever list it stands in.

use std::collections::{BTreeMap, BTreeSet};

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
        let mut home = Home::new();
        let personio = LocalPersonio::start().await;
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let account = client.link("reader", &personio.credentials()).await;
        Self { client, account, personio, _server: server, _home: home }
    }

    async fn ask(&self, path: &str) -> Answer {
        self.ask_of(&self.account, path).await
    }

    /// An account whose credentials may read these attributes of people only.
    async fn account_with(&self, attributes: Value) -> String {
        let asked =
            json!({ "name": "few", "permissions": { "employees": "read" }, "attributes": attributes });
        let made = self.personio.control("POST", "credentials", Some(&asked)).await;
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        let few = Credentials { id: text("client_id"), secret: text("client_secret") };
        self.client.link("few", &few).await
    }

    async fn ask_of(&self, account: &str, path: &str) -> Answer {
        let key = format!("Bearer {}", self.client.key);
        let headers = [("x-account-id", account), ("authorization", key.as_str())];
        self.client.send("GET", &format!("/unified/hris/{path}"), &headers, None).await
    }

    async fn read(&self, path: &str) -> Value {
        self.ask(path).await.expect(200).json()["data"].take()
    }

    /// All records of a list, by their ids, and the calls that they took.
    async fn all(&self, path: &str) -> (BTreeMap<String, Value>, usize) {
        let (mut records, mut calls, mut at) = (BTreeMap::new(), 0, path.to_owned());
        loop {
            let answer = self.ask(&at).await.expect(200);
            calls += answer.headers["x-nabe-provider-calls"].to_str().unwrap().parse::<usize>().unwrap();
            let page = answer.json();
            for record in page["data"].as_array().unwrap() {
                let id = record["id"].as_str().unwrap().to_owned();
                assert!(records.insert(id, record.clone()).is_none(), "twice: {record}");
            }
            let Some(next) = page["next"].as_str() else { return (records, calls) };
            at = format!("{path}&next={next}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_employment_is_the_same_in_every_list() {
    let stage = Stage::new().await;
    let (people, _) = stage.all("employees?page_size=100&expand=employments").await;
    let mut expected = BTreeMap::new();
    for (id, person) in &people {
        let (own, _) = stage.all(&format!("employees/{id}/employments?page_size=3")).await;
        let expanded = person["employments"].as_array().unwrap();
        let expanded = expanded.iter().map(|it| (it["id"].as_str().unwrap().to_owned(), it.clone()));
        assert_eq!(expanded.collect::<BTreeMap<_, _>>(), own);
        expected.extend(own);
    }
    for size in [1, 4, 100] {
        let (all, calls) = stage.all(&format!("employments?page_size={size}")).await;
        assert_eq!(all, expected, "by {size}");
        assert!(size == 1 || calls <= people.len() * 2, "{calls} calls by {size}");
    }
    let (id, record) = expected.first_key_value().unwrap();
    assert_eq!(stage.read(&format!("employments/{id}")).await, *record);
    let (person, own) = (record["employee_id"].as_str().unwrap(), record["remote_id"].as_str().unwrap());
    assert_eq!(stage.read(&format!("employees/{person}/employments/{own}")).await, *record);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pay_is_told_where_it_is_true_and_each_null_says_why() {
    let stage = Stage::new().await;
    let path = "employments?page_size=100&explain=true&fields=id,active,pay_rate,pay_currency,grade";
    let (all, _) = stage.all(path).await;
    let mut reasons = BTreeSet::new();
    for employment in all.values() {
        let null = employment["explain"]["pay_rate"]["null"].clone();
        assert_eq!(employment["pay_rate"].is_null(), null.is_string(), "{employment}");
        assert_eq!(employment["explain"]["grade"]["null"], "not_provided");
        if employment["active"] == false {
            assert_eq!(null, "not_provided", "{employment}");
        }
        reasons.insert(null.to_string());
    }
    assert!(reasons.contains("null"), "somebody is paid: {reasons:?}");
    let plain = stage.read("employments?page_size=1&explain=true").await;
    assert_eq!(plain[0]["explain"]["pay_rate"]["null"], "not_fetched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_read_is_not_said_to_be_empty() {
    let stage = Stage::new().await;
    let few = stage.account_with(json!(["first_name", "hire_date"])).await;
    let refused = [
        "job_title",
        "end_date",
        "termination_date",
        "contract_end_date",
        "weekly_hours",
        "fte",
        "department",
        "team",
        "company_id",
        "location_id",
        "cost_centers",
        "job",
        "manager",
        "created_at",
    ];
    let path = format!("employments?page_size=1&explain=true&fields=start_date,active,{}", refused.join(","));
    let explained = stage.ask_of(&few, &path).await.expect(200).json()["data"][0]["explain"].take();
    for field in refused {
        assert_eq!(explained[field]["null"], "not_granted", "{field}");
    }
    assert_eq!(
        (&explained["start_date"]["null"], &explained["active"]["null"]),
        (&Value::Null, &Value::Null)
    );
    let positions = stage.ask_of(&few, "positions?page_size=1").await.expect(403).json();
    assert_eq!(positions["code"], "permission_missing");
    assert!(positions["message"].as_str().unwrap().contains("the attribute Status"), "{positions}");

    let (all, _) = stage.all("employments?page_size=100&explain=true").await;
    for employment in all.values() {
        for (field, why) in employment["explain"].as_object().unwrap() {
            assert_ne!(why["null"], "not_granted", "{field} of {employment}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_of_groups_cost_only_what_is_asked_for() {
    let stage = Stage::new().await;
    let few = stage.account_with(json!("all")).await;
    // These credentials may read no groups: a call for one is refused.
    let path = "employments?page_size=5&expand=groups&fields=id";
    stage.ask_of(&few, path).await.expect(200);
    stage.ask_of(&few, &format!("{path},department")).await.expect(403);
    let calls = async |fields: &str| {
        let answer = stage.ask(&format!("{path},{fields}")).await.expect(200);
        answer.headers["x-nabe-provider-calls"].to_str().unwrap().parse::<u32>().unwrap()
    };
    assert!(calls("cost_centers").await < calls("department,team,cost_centers").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_inside_records_are_those_of_the_list() {
    let stage = Stage::new().await;
    let (groups, _) = stage.all("groups?page_size=3").await;
    let (people, _) = stage.all("employees?page_size=100&expand=groups").await;
    for group in people.values().flat_map(|it| it["groups"].as_array().unwrap()) {
        let listed = &groups[group["id"].as_str().unwrap()];
        assert_eq!((&group["remote_id"], &group["name"]), (&listed["remote_id"], &listed["name"]));
    }
    for kind in ["department", "team", "cost_center"] {
        let (id, listed) = groups.iter().find(|(id, _)| id.starts_with(kind)).unwrap();
        assert_eq!(stage.read(&format!("groups/{id}")).await["name"], listed["name"], "{id}");
    }
    let (employments, _) = stage.all("employments?page_size=100&expand=groups").await;
    for department in employments.values().map(|it| &it["department"]).filter(|it| !it.is_null()) {
        assert_eq!(department["name"], groups[department["id"].as_str().unwrap()]["name"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn positions_are_those_of_people_who_have_not_left() {
    let stage = Stage::new().await;
    let (people, _) = stage.all("employees?page_size=100").await;
    let (positions, calls) = stage.all("positions?page_size=100").await;
    let stay = people.iter().filter(|(_, it)| it["employment_status"]["source_value"] != "inactive");
    assert_eq!(positions.keys().collect::<BTreeSet<_>>(), stay.map(|it| it.0).collect());
    assert_eq!(calls, people.len().div_ceil(99));
    for (id, position) in &positions {
        assert_eq!(position["title"], people[id]["job_title"]);
    }
    let none = stage.ask("positions?status=open").await.expect(200);
    assert_eq!(
        (none.json()["data"].clone(), &none.headers["x-nabe-provider-calls"]),
        (Value::Array(vec![]), &"0".parse().unwrap())
    );
}
