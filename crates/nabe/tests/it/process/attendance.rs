//! Recorded time and projects as a product reads them, and the zone of an account, which says when it was.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::kit::client::{Answer, Client};
use super::kit::control::Control;
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio, MOMENTS};

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
        Self::with(LocalPersonio::start().await).await
    }

    async fn with(personio: LocalPersonio) -> Self {
        let mut home = Home::new();
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let account = client.link("clock", &personio.credentials()).await;
        Self { client, account, personio, _server: server, _home: home }
    }

    /// The account after a change of its zone.
    async fn zone(&self, zone: Value) -> Value {
        let path = format!("/accounts/{}", self.account);
        let change = json!({ "time_zone": zone, "label": "kept" });
        self.client.call("PATCH", &path, Some(&change)).await.expect(200).json()
    }

    async fn send(&self, account: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.client.key);
        let headers = [("authorization", bearer.as_str()), ("x-account-id", account)];
        self.client.send("GET", &format!("/unified/hris{path}"), &headers, None).await
    }

    async fn read(&self, path: &str) -> Value {
        self.send(&self.account, path).await.expect(200).json()
    }

    /// All records of a list, page by page.
    async fn all(&self, path: &str) -> Vec<Value> {
        let (mut all, mut next) = (Vec::new(), String::new());
        loop {
            let page = self.read(&format!("{path}page_size=100{next}")).await;
            all.extend(page["data"].as_array().unwrap().iter().cloned());
            let Some(cursor) = page["next"].as_str() else { return all };
            next = format!("&next={cursor}");
        }
    }

    /// Sets a switch of the sandbox.
    async fn switch(&self, name: &str, position: &str) {
        let url = format!("{}/_sandbox/switches", self.personio.url);
        let body = json!({ name: position }).to_string();
        let headers = [("content-type", "application/json")];
        self.client.send("PUT", &url, &headers, Some(body)).await.expect(200);
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
}

fn calls(answer: &Answer) -> usize {
    answer.headers["x-nabe-provider-calls"].to_str().unwrap().parse().unwrap()
}

fn ids(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

fn instant(row: &Value, field: &str) -> Option<Timestamp> {
    row[field].as_str().map(|it| it.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_zone_of_an_account_is_set_kept_and_taken_away() {
    let stage = Stage::new().await;
    let path = format!("/accounts/{}", stage.account);
    assert_eq!(stage.client.get(&path).await.expect(200).json()["time_zone"], Value::Null);
    assert_eq!(stage.zone(json!("europe/BERLIN")).await["time_zone"], "Europe/Berlin");
    for nothing in [json!(null), json!({})] {
        assert_eq!(stage.zone(nothing).await["time_zone"], "Europe/Berlin");
    }
    assert_eq!(stage.client.get("/accounts").await.expect(200).json()[0]["time_zone"], "Europe/Berlin");
    for bad in [json!("Mars/Base"), json!("CET-1CEST"), json!("../etc/localtime"), json!("Etc/Unknown")] {
        let change = json!({ "time_zone": bad, "label": "not this" });
        let refused = stage.client.call("PATCH", &path, Some(&change)).await.expect(400).json();
        assert_eq!(refused["code"], "bad_request");
        assert!(refused["message"].as_str().unwrap().contains("Europe/Berlin"), "{refused}");
    }
    let number = json!({ "time_zone": 7 });
    stage.client.call("PATCH", &path, Some(&number)).await.expect(400);
    let account = stage.client.get(&path).await.expect(200).json();
    assert_eq!((&account["time_zone"], &account["label"]), (&json!("Europe/Berlin"), &json!("kept")));
    assert_eq!(stage.zone(json!("")).await["time_zone"], Value::Null);
}

/// v1's routes of attendance and projects may be there or not: nothing here is asked of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn time_and_projects_are_read_whatever_v1_answers() {
    let stage = Stage::new().await;
    stage.zone(json!("Europe/Berlin")).await;
    let mut seen = Vec::new();
    for position in ["live", "410", "404"] {
        stage.switch("v1-attendance", position).await;
        let entries = stage.all("/time_entries?").await;
        let projects = stage.all("/projects?").await;
        assert!(entries.len() > 100 && projects.len() > 3, "{position}");
        assert_eq!((ids(&entries).len(), ids(&projects).len()), (entries.len(), projects.len()));
        let one = entries[0]["id"].as_str().unwrap();
        assert_eq!(stage.read(&format!("/time_entries/{one}")).await["data"], entries[0], "{position}");
        seen.push((entries, projects));
    }
    assert!(seen.windows(2).all(|it| it[0] == it[1]));
}

async fn with_a_known_zone_hours_are_what_passed_at_no_further_cost(stage: &Stage) {
    stage.zone(json!("Europe/Berlin")).await;
    assert_eq!(calls(&stage.send(&stage.account, "/time_entries").await.expect(200)), 1);
    let entries = stage.all("/time_entries?").await;
    let (mut lengths, mut open, mut twice, mut never) = (BTreeSet::new(), 0, 0, 0);
    for entry in &entries {
        let hours = [&entry["hours_worked"], &entry["break_duration"]];
        let (start, end) = (instant(entry, "start_time"), instant(entry, "end_time"));
        open += usize::from(entry["end_time_local"].is_null());
        never += usize::from(start.is_none());
        twice += usize::from(entry["time_zone_source"] == "assumed");
        assert_eq!(entry["time_zone"], "Europe/Berlin");
        let Some(told) = hours.into_iter().find_map(Value::as_f64) else { continue };
        let passed = end.unwrap().duration_since(start.unwrap()).as_secs_f64() / 3600.0;
        assert!((passed - told).abs() < 1e-9, "{entry}");
        if entry["start_time_local"].as_str().unwrap().ends_with("T22:00:00.000") {
            lengths.insert(format!("{told}"));
        }
    }
    // Shifts from ten to six on nights on which clocks are changed, and on others.
    assert!(["7", "8", "9"].iter().all(|it| lengths.contains(*it)), "{lengths:?}");
    assert!(open > 0 && twice > 0 && never > 0, "{open} {twice} {never}");
    let kinds: BTreeSet<_> = entries.iter().map(|it| it["labor_type"]["code"].to_string()).collect();
    assert_eq!(kinds, BTreeSet::from(["\"BREAK\"".to_owned(), "\"WORK\"".to_owned()]));
}

async fn without_a_zone_the_holidays_tell_it_for_a_call_a_person(stage: &Stage) {
    let page = stage.send(&stage.account, "/time_entries?page_size=60").await.expect(200);
    let rows = page.json()["data"].as_array().unwrap().clone();
    let people: BTreeSet<_> = rows.iter().map(|it| it["employee_id"].to_string()).collect();
    assert_eq!(calls(&page), 1 + people.len());
    let plain = "/time_entries?page_size=60&fields=id,start_time_local,end_time_local,status";
    assert_eq!(calls(&stage.send(&stage.account, plain).await.expect(200)), 1);

    let mut zones = BTreeSet::new();
    for entry in stage.all("/time_entries?explain=true&").await {
        let source = entry["time_zone_source"].as_str().unwrap();
        zones.insert(format!("{source} {}", entry["time_zone"]));
        let null = |field: &str| entry["explain"][field]["null"].as_str().map(str::to_owned);
        assert!(entry["start_time_local"].is_string());
        if source == "unknown" {
            assert_eq!(null("start_time").as_deref(), Some("not_provided"), "{entry}");
            let why = null("time_zone").unwrap();
            assert!(["not_set", "not_provided"].contains(&why.as_str()), "{entry}");
        } else {
            assert!(entry["explain"]["time_zone"]["raw"].is_string(), "{entry}");
        }
    }
    assert!(zones.contains("assumed \"Europe/Berlin\"") && zones.len() > 2, "{zones:?}");
    assert!(!zones.iter().any(|it| it.starts_with("known")), "{zones:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_see_holidays_has_times_all_the_same_and_is_told_why_the_zone_is_missing() {
    let stage = Stage::new().await;
    let both = json!({ "employees": "read", "attendances": "read" });
    // The attribute isn't ticked.
    let narrow = stage.account_with("narrow", both.clone(), json!(["first_name"])).await;
    // The whole right is taken away after connecting.
    let poor = stage.account_with("poor", both, json!([])).await;
    stage.permit("poor", json!({ "attendances": "read" })).await;
    for account in [narrow, poor] {
        let page = stage.send(&account, "/time_entries?page_size=30&explain=true").await.expect(200).json();
        for entry in page["data"].as_array().unwrap() {
            assert_eq!((&entry["time_zone_source"], &entry["start_time"]), (&json!("unknown"), &Value::Null));
            for field in ["time_zone", "start_time"] {
                assert_eq!(entry["explain"][field]["null"], "not_granted", "{field} of {entry}");
            }
            assert_eq!(entry["explain"]["time_zone"]["permission"], "employees:read");
            assert!(entry["start_time_local"].is_string());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_zone_of_somebody_who_is_gone_is_not_said_to_be_a_missing_right() {
    let stage = Stage::new().await;
    let control = Control::new(&stage.client, &stage.personio);
    let route = json!({ "route": "/v1/company/employees/{id}" });
    control.fault(&route, &json!({ "kind": "not-found" })).await;
    let page = stage.read("/time_entries?page_size=30&explain=true").await;
    for entry in page["data"].as_array().unwrap() {
        assert_eq!(entry["explain"]["time_zone"]["null"], "not_provided", "{entry}");
    }
}

async fn conditions_on_time_are_exact_in_every_zone(stage: &Stage) {
    for zone in ["Asia/Tokyo", "America/New_York", ""] {
        stage.zone(json!(zone)).await;
        let all = stage.all("/time_entries?").await;
        let mut starts: Vec<_> = all.iter().filter_map(|it| instant(it, "start_time")).collect();
        starts.sort();
        let (from, to) = (starts[starts.len() / 3], starts[starts.len() * 2 / 3]);
        let within = |it: &&Value| {
            // Where the zone is unknown, a row that may be meant comes along.
            match (instant(it, "start_time"), instant(it, "end_time")) {
                (Some(start), Some(end)) => start >= from && end <= to,
                _ => false,
            }
        };
        let expected = ids(&all.iter().filter(within).cloned().collect::<Vec<_>>());
        let path = format!("/time_entries?filter[start_time]={from}&filter[end_time]={to}&");
        let found = stage.all(&path).await;
        let told: Vec<_> = found.iter().filter(|it| !it["start_time"].is_null()).cloned().collect();
        assert_eq!(ids(&told), expected, "{zone}");
        assert!(!expected.is_empty() && expected.len() < all.len());
        assert!(zone.is_empty() || told.len() == found.len());
    }
    let person = stage.read("/time_entries?page_size=1").await["data"][0]["employee_id"].clone();
    let theirs = stage.all(&format!("/time_entries?filter[employee_id]={}&", person.as_str().unwrap())).await;
    assert!(theirs.iter().all(|it| it["employee_id"] == person) && !theirs.is_empty());
    for nobody in ["999999999", "no%2Fid", "nobody"] {
        assert_eq!(
            stage.all(&format!("/time_entries?filter[employee_id]={nobody}&")).await,
            Vec::<Value>::new()
        );
    }
    let refused =
        stage.send(&stage.account, "/time_entries?filter[start_time]=soon").await.expect(400).json();
    assert!(refused["message"].as_str().unwrap().contains("start_time"), "{refused}");
}

async fn what_changed_is_found_in_whichever_zone_personio_reads_the_condition(stage: &Stage) {
    stage.zone(json!("Europe/Berlin")).await;
    let all = stage.all("/time_entries?").await;
    let mut times: Vec<_> = all.iter().filter_map(|it| instant(it, "updated_at")).collect();
    times.sort();
    let since = times[times.len() / 2];
    let late = all.iter().filter(|it| instant(it, "updated_at") > Some(since)).cloned();
    let expected = ids(&late.collect::<Vec<_>>());
    for position in ["utc", "company"] {
        stage.switch("attendance-updated-zone", position).await;
        let found = stage.all(&format!("/time_entries?filter[updated_after]={since}&")).await;
        assert_eq!(ids(&found), expected, "{position}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn projects_have_their_parts_and_members() {
    let stage = Stage::new().await;
    let projects = stage.all("/projects?").await;
    let all = ids(&projects);
    for project in &projects {
        assert_eq!(project["tracked_minutes"], Value::Null);
        assert!(project["parent_id"].is_null() || all.contains(project["parent_id"].as_str().unwrap()));
    }
    assert!(projects.iter().any(|it| it["status"]["value"] == "archived"), "{projects:?}");
    assert!(projects.iter().any(|it| it["end_date"].is_string() && it["start_date"].is_string()));
    let counted = stage.all("/projects?include=tracked_minutes,sub_projects_count&explain=true&").await;
    assert!(counted.iter().any(|it| it["tracked_minutes"].as_i64() > Some(0)));
    assert!(counted.iter().all(|it| it["sub_projects_count"].is_i64()));
    assert!(counted.iter().all(|it| it["explain"]["tracked_periods_count"]["null"] == "not_fetched"));

    let people = stage.all("/employees?fields=id&").await;
    let people = ids(&people);
    let mut members = 0;
    for project in &projects {
        let id = project["id"].as_str().unwrap();
        assert_eq!(stage.read(&format!("/projects/{id}")).await["data"], *project);
        let listed = stage.all(&format!("/projects/{id}/members?")).await;
        assert!(listed.iter().all(|it| people.contains(it["employee_id"].as_str().unwrap())));
        members += listed.len();
        if listed.len() > 1 {
            let first = stage.read(&format!("/projects/{id}/members?page_size=1")).await;
            assert_eq!((&first["data"][0], first["next"].is_string()), (&listed[0], true));
        }
    }
    assert!(members > 0);
    for nobody in ["0", "00000000-0000-4000-8000-000000000000", "no%2Fid"] {
        for path in [format!("/projects/{nobody}"), format!("/projects/{nobody}/members")] {
            let refused = stage.send(&stage.account, &path).await.expect(404).json();
            assert_eq!(refused["code"], "record_not_found", "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_day_it_is_recorded_time_is_told_as_it_was() {
    for moment in MOMENTS {
        let stage = Stage::with(LocalPersonio::at(moment).await).await;
        without_a_zone_the_holidays_tell_it_for_a_call_a_person(&stage).await;
        with_a_known_zone_hours_are_what_passed_at_no_further_cost(&stage).await;
        what_changed_is_found_in_whichever_zone_personio_reads_the_condition(&stage).await;
        conditions_on_time_are_exact_in_every_zone(&stage).await;
    }
}
