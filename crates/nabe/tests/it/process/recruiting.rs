//! Recruiting as a product reads it: applications, candidates, jobs, and what is advertised.

use serde_json::{Value, json};

use super::kit::client::{Answer, Client, Session};
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio};

/// The careers page of the sandbox's company.
const CAREERS: &str = "nordlicht.jobs.personio.de";

/// A server, a Personio, and an account with all rights that says where the careers page is.
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
        let account = client.link("recruiter", &personio.credentials()).await;
        Self { client, account, personio, _server: server, _home: home }
    }

    async fn read_as(&self, account: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.client.key);
        let headers = [("authorization", bearer.as_str()), ("x-account-id", account)];
        self.client.send("GET", &format!("/unified/ats{path}"), &headers, None).await
    }

    async fn read(&self, path: &str) -> Value {
        self.read_as(&self.account, path).await.expect(200).json()
    }

    /// How many calls of Personio an answer took.
    async fn calls(&self, path: &str) -> String {
        let answer = self.read_as(&self.account, path).await.expect(200);
        answer.headers["x-nabe-provider-calls"].to_str().unwrap().to_owned()
    }

    /// All records of a list, page by page.
    async fn all(&self, path: &str) -> Vec<Value> {
        let (mut rows, mut next) = (Vec::new(), String::new());
        loop {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = self.read(&format!("{path}{sign}page_size=9&next={next}")).await;
            rows.extend(page["data"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(more) => more.clone_into(&mut next),
                None => return rows,
            }
        }
    }

    async fn switch(&self, name: &str, position: &str) {
        let headers = [("content-type", "application/json")];
        let url = format!("{}/_sandbox/switches", self.personio.url);
        self.client
            .send("PUT", &url, &headers, Some(json!({ name: position }).to_string()))
            .await
            .expect(200);
    }
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|it| it["id"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn applications_lead_to_candidates_jobs_and_stages() {
    let stage = Stage::new().await;
    let applications = stage.all("/applications").await;
    assert!(applications.len() > 20, "{}", applications.len());
    let stages = stage.all("/application_stages").await;
    let jobs = stage.all("/jobs?fields=id,title").await;
    for application in &applications {
        let text = |name: &str| application[name].as_str().unwrap();
        assert!(ids(&stages).contains(&text("application_stage_id")), "{application}");
        assert!(ids(&jobs).contains(&text("job_id")), "{application}");
        assert_eq!(application["application_stage"]["stage_source"], "observed");
    }
    let one = &applications[0];
    let candidate = stage.read(&format!("/candidates/{}", one["candidate_id"].as_str().unwrap())).await;
    assert_eq!(candidate["data"]["email"], one["candidate"]["email"]);
    let found = stage
        .all(&format!("/candidates?filter[email]={}", one["candidate"]["email"].as_str().unwrap()))
        .await;
    assert_eq!(ids(&found), [one["candidate_id"].as_str().unwrap()]);

    // Conditions that Personio doesn't have are met all the same.
    let job = one["job_id"].as_str().unwrap();
    let of_job = stage.all(&format!("/applications?filter[job_id]={job}")).await;
    let expected: Vec<&str> =
        applications.iter().filter(|it| it["job_id"] == job).map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids(&of_job), expected);
    let newest = one["updated_at"].as_str().unwrap();
    assert!(stage.all(&format!("/applications?filter[updated_after]={newest}")).await.is_empty());
    let second = applications.iter().find(|it| it["updated_at"] != *newest).unwrap();
    let since = stage
        .all(&format!("/applications?filter[updated_after]={}", second["updated_at"].as_str().unwrap()))
        .await;
    assert!(
        ids(&since).contains(&one["id"].as_str().unwrap())
            && !ids(&since).contains(&second["id"].as_str().unwrap())
    );

    // When one was refused is told by its changes.
    let rejected =
        stage.all("/applications?filter[stage]=rejected&fields=id,rejected_at,application_status").await;
    assert!(!rejected.is_empty());
    for it in &rejected {
        assert_eq!(it["application_status"]["value"], "rejected");
        let changes = stage.all(&format!("/applications/{}/changes", it["id"].as_str().unwrap())).await;
        assert_eq!(changes[0]["new_values"]["application_status"]["value"], "rejected");
        assert_eq!(changes[0]["created_at"], it["rejected_at"]);
    }
    assert_eq!(stage.calls("/applications?page_size=25").await, "1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_have_stages_people_and_departments_at_what_they_cost() {
    let stage = Stage::new().await;
    let jobs = stage.all("/jobs?expand=interview_stages").await;
    let job = jobs.iter().find(|it| !it["hiring_team"].as_array().unwrap().is_empty()).unwrap();
    let of_job = stage.all(&format!("/jobs/{}/application_stages", job["id"].as_str().unwrap())).await;
    assert_eq!(job["interview_stages"], json!(of_job));
    let departments = stage.all("/departments").await;
    for id in jobs.iter().flat_map(|it| it["department_ids"].as_array().into_iter().flatten()) {
        assert!(ids(&departments).contains(&id.as_str().unwrap()));
    }
    assert_eq!(stage.calls("/departments").await, "1");
    assert_eq!(stage.calls("/users").await, "1");
    assert_eq!(stage.calls("/users?fields=id,name").await, "2");
    assert_eq!(stage.calls("/rejected_reasons").await, "0");
    let users = stage.all("/users?fields=id,name,email").await;
    let member = &job["hiring_team"][0]["user_id"];
    let user = users.iter().find(|it| it["id"] == *member).unwrap();
    assert!(user["name"].is_string() && user["email"].is_string(), "{user}");
    let named = stage
        .read(&format!(
            "/jobs/{}?fields=hiring_team.first_name,hiring_team.user_id",
            job["id"].as_str().unwrap()
        ))
        .await;
    assert!(named["data"]["hiring_team"][0]["first_name"].is_string(), "{named}");
    let refused = stage.read_as(&stage.account, "/jobs?filter[job_status]=open").await.expect(400).json();
    assert!(refused["message"].as_str().unwrap().contains("whether a job is open"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_advertised_comes_from_the_careers_page() {
    let stage = Stage::new().await;
    let postings = stage.all("/job_postings?language=de").await;
    assert!(!postings.is_empty());
    let jobs = stage.all("/jobs?fields=id,title").await;
    for posting in &postings {
        let id = posting["id"].as_str().unwrap();
        let job = jobs.iter().find(|it| it["id"] == id).unwrap();
        assert_eq!(job["title"], posting["title"]);
        assert_eq!(posting["external_url"], format!("https://{CAREERS}/job/{id}"));
    }
    // Not every job is described in every language.
    let html =
        |it: &Value| it["content"]["sections"][0]["content"].as_str().is_some_and(|it| it.contains('<'));
    assert!(postings.iter().any(html), "{postings:?}");
    let offices = stage.all("/locations").await;
    let office = postings.iter().find_map(|it| it["locations"][0]["id"].as_str()).unwrap();
    assert!(ids(&offices).contains(&office));
    let raw = stage.read("/job_postings?page_size=1&raw=true").await;
    assert!(raw["raw"][0]["response"].as_str().unwrap().starts_with("<?xml"), "{raw}");
    let explained =
        stage.read("/job_postings?page_size=1&explain=true&fields=title,updated_at,locations").await;
    let why = &explained["data"][0]["explain"];
    assert_eq!(why["title"]["raw"], explained["data"][0]["title"]);
    assert_eq!(why["updated_at"]["null"], "not_provided");
    for (query, message) in [("?language=xx", "one of de"), ("?filter[created_after]=soon", "date-time")] {
        let refused =
            stage.read_as(&stage.account, &format!("/job_postings{query}")).await.expect(400).json();
        assert!(refused["message"].as_str().unwrap().contains(message), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_without_a_careers_page_is_told_what_to_fill_in() {
    let stage = Stage::new().await;
    let session = stage.client.session("bare").await;
    let linked = stage.client.submit(&session, &stage.personio.credentials(), None).await.unwrap();
    let bare = linked.expect(201).json()["id"].as_str().unwrap().to_owned();
    for path in ["/job_postings", "/job_postings/1", "/locations"] {
        let refused = stage.read_as(&bare, path).await.expect(400).json();
        assert_eq!(refused["code"], "credentials_incomplete", "{refused}");
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("`careers_host`") && message.contains("account_id"), "{message}");
    }
    stage.read_as(&bare, "/jobs").await.expect(200);
    let nobody = stage
        .client
        .link_with_careers("nobody", &stage.personio.credentials(), "nobody.jobs.personio.com")
        .await;
    for answer in ["404", "307"] {
        stage.switch("career-site-unknown", answer).await;
        let refused = stage.read_as(&nobody, "/job_postings").await.expect(400).json();
        assert!(refused["message"].as_str().unwrap().contains("leads to no feed"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_careers_host_is_one_of_personios_and_nothing_else() {
    let stage = Stage::new().await;
    let credentials = stage.personio.credentials();
    for host in [
        "127.0.0.1",
        "localhost",
        "acme.jobs.personio.de.evil.test",
        "a.b.jobs.personio.de",
        "acme.jobs.personio.de@evil.test",
        "acme.jobs.personio.de:80",
        "ACME.example",
    ] {
        let session = stage.client.session("host").await;
        let Session { token, .. } = &session;
        let body = json!({ "integration_id": "personio", "credentials": {
            "client_id": credentials.id, "client_secret": credentials.secret, "personio_app_id": "ACME_GMBH",
            "careers_host": host,
        } });
        let headers = [("x-hub-session-token", token.as_str()), ("content-type", "application/json")];
        let refused =
            stage.client.send("POST", "/hub/accounts", &headers, Some(body.to_string())).await.expect(400);
        assert_eq!(refused.json()["fields"][0]["key"], "careers_host", "{host}: {refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_knows_of_recruiting_changes_nothing_that_is_read() {
    let stage = Stage::new().await;
    let path = "/applications?fields=id,application_stage_id,application_status.value,candidate_id";
    let before = stage.all(path).await;
    let one = format!("/applications/{}", before[0]["id"].as_str().unwrap());
    let alone = stage.read(&one).await["data"].clone();
    stage.switch("v2-recruiting-one", "wrapped").await;
    assert_eq!(stage.read(&one).await["data"], alone);
    stage.switch("v2-recruiting-words", "lower-case").await;
    stage.switch("v2-recruiting-anonymized", "null").await;
    stage.switch("v2-recruiting-beta", "optional").await;
    assert_eq!(stage.all(path).await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_permission_it_is_named() {
    let stage = Stage::new().await;
    let asked = json!({ "name": "few", "permissions": { "employees": "read" }, "attributes": "all" });
    let url = format!("{}/_sandbox/credentials", stage.personio.url);
    let headers = [("content-type", "application/json")];
    let made = stage.client.send("POST", &url, &headers, Some(asked.to_string())).await.expect(201).json();
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    let few = Credentials { id: text("client_id"), secret: text("client_secret") };
    let account = stage.client.link("few", &few).await;
    for path in ["/applications", "/candidates", "/jobs", "/departments", "/users", "/application_stages"] {
        let refused = stage.read_as(&account, path).await.expect(403).json();
        assert_eq!(refused["code"], "permission_missing", "{path}");
        assert!(refused["message"].as_str().unwrap().contains("Recruiting: Read"), "{refused}");
    }
    stage.read_as(&account, "/job_postings").await.expect(200);
}
