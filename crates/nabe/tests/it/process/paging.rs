//! Lists that could end early, begin anew or lose records without a word: each says so, or goes on.

use serde_json::{Value, json};

use super::kit::client::{Answer, Client};
use super::kit::fake::{EMPLOYEES, Fake, Reply, employee, good};
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio};
use super::kit::walk::{Reader, assert_refusal, with};

/// A server and an account of it.
struct Stage {
    client: Client,
    account: String,
    _server: Server,
    _home: Home,
}

impl Stage {
    async fn new(provider: &str, credentials: &Credentials) -> Self {
        let mut home = Home::new();
        home.use_personio(provider);
        let (server, client) = home.serve_first().await;
        let account = client.link("pager", credentials).await;
        Self { client, account, _server: server, _home: home }
    }

    async fn local() -> (Self, LocalPersonio) {
        let personio = LocalPersonio::start().await;
        (Self::new(&personio.url, &personio.credentials()).await, personio)
    }

    /// A provider where all is well, but for what `answer` says.
    async fn fake(answer: impl Fn(&str, &str) -> Option<Reply> + Send + Sync + 'static) -> (Self, Fake) {
        let fake = Fake::start(move |it| answer(&it.path, &it.query).unwrap_or_else(|| good(it))).await;
        let credentials = Credentials { id: "papi-id".to_owned(), secret: "papi-secret".to_owned() };
        (Self::new(&fake.url, &credentials).await, fake)
    }

    async fn get(&self, path: &str) -> Answer {
        let reader = Reader { client: &self.client, account: &self.account };
        reader.get(&format!("/unified{path}")).await
    }

    async fn read(&self, path: &str) -> Value {
        self.get(path).await.expect(200).json()
    }

    /// The code of a refusal, which must say what to do.
    async fn refused(&self, path: &str) -> String {
        assert_refusal(&self.get(path).await, path)
    }

    /// The ids of a list from `next` on, and how it ended: with its end or with an error's code.
    async fn rest(&self, path: &str, first: &Value) -> (Vec<String>, Option<String>) {
        let (mut ids, mut page) = (Vec::new(), first.clone());
        loop {
            ids.extend(
                page["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()),
            );
            let Some(next) = page["next"].as_str() else { return (ids, None) };
            let answer = self.get(&with(path, &format!("next={next}"))).await;
            if answer.status != 200 {
                return (ids, Some(assert_refusal(&answer, path)));
            }
            page = answer.json();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_that_moves_while_the_list_is_read_is_not_missed_in_silence() {
    let (stage, personio) = Stage::local().await;
    let path = "/ats/applications?page_size=20&fields=id,application_stage_id";
    let first = stage.read(path).await;
    let (all, end) = stage.rest(path, &first).await;
    assert!(all.len() > 20 && end.is_none(), "{} {end:?}", all.len());

    // One that was not given yet jumps to the front.
    let moved = all.last().unwrap();
    let body = json!({ "stage": "rejected" });
    personio.control("POST", &format!("recruiting/applications/{moved}/stage"), Some(&body)).await;
    let (given, end) = stage.rest(path, &first).await;
    assert_eq!(end.as_deref(), Some("list_changed"));
    assert!(given.len() == all.len() - 1 && !given.contains(moved), "all the others are given before");

    let again = stage.read(path).await;
    assert_eq!(again["data"][0]["id"], **moved);
    let (whole, end) = stage.rest(path, &again).await;
    assert_eq!((whole.len(), end), (all.len(), None));
    let calls = stage.get("/ats/applications?page_size=100").await.headers["x-nabe-provider-calls"].clone();
    assert_eq!(calls, "1", "a list of one page is not looked at again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_whose_ids_coincide_are_all_given() {
    let (stage, _fake) = Stage::fake(|path, query| {
        let at: usize = query.split("cursor=").nth(1).map_or(0, |it| it.parse().unwrap());
        let row = json!({
            "person": { "id": "7" }, "type": { "id": "3", "name": "Bonus", "category": "BONUS" },
            "amount": { "value": 100 + at, "currency": "EUR" }, "effective_from": "2026-01-15",
        });
        let mut links = json!({ "self": { "href": format!("/v2/compensations?{query}") } });
        if at < 2 {
            links["next"] = json!({ "href": format!("/v2/compensations?cursor={}", at + 1) });
        }
        let page = json!({ "_data": [row], "_meta": { "links": links } });
        (path == "/v2/compensations").then(|| Reply::json(200, &page))
    })
    .await;
    let path = "/hris/compensations?page_size=1&filter[start_date]=2026-01-01&filter[end_date]=2026-01-31";
    let first = stage.read(path).await;
    let (given, end) = stage.rest(path, &first).await;
    assert_eq!((given.len(), end), (3, None), "{given:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_finds_nothing_in_time_says_where_to_go_on() {
    let (stage, _fake) = Stage::fake(|path, query| {
        if path != EMPLOYEES || !query.contains("offset=") {
            return None;
        }
        if !query.contains("offset=0") {
            let headers = vec![("retry-after", "600".to_owned())];
            return Some(Reply { headers, ..Reply::json(429, &json!({ "success": false })) });
        }
        let rows: Vec<Value> = (1..=25).map(|it| employee(it, "Ada", "ada@example.com")).collect();
        let metadata = json!({ "total_elements": 1000, "current_page": 0, "total_pages": 40 });
        Some(Reply::json(200, &json!({ "success": true, "metadata": metadata, "data": rows })))
    })
    .await;
    let path = "/hris/employees?page_size=25&filter[employee_number]=none";
    let page = stage.read(path).await;
    assert!(page["data"] == json!([]) && page["next"].is_string(), "{page}");
    let next = page["next"].as_str().unwrap();
    assert_eq!(stage.refused(&format!("{path}&next={next}")).await, "provider_rate_limited");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_would_do_nothing_is_refused() {
    let (stage, _personio) = Stage::local().await;
    for query in [
        "page=2",
        "page=0",
        "filter=x",
        "filter.email=x",
        "Filter[email]=x",
        "filter[email]=",
        "filter[employee_number]=",
        "filter[updated_after]=",
        "proxy[limit]=1",
        "proxy[Offset]=1",
        "proxy[cursor]=x",
        "proxy[page]=2",
        "proxy[limit][]=1",
    ] {
        assert_eq!(stage.refused(&format!("/hris/employees?{query}")).await, "bad_request", "{query}");
    }
    for query in ["page=1", "page=", "proxy[attributes][]=email"] {
        stage.read(&format!("/hris/employees?page_size=1&{query}")).await;
    }
    for list in
        ["jobs", "groups", "groups/departments", "locations", "reports", "salary_bands", "time_off_types"]
    {
        let refused = stage.refused(&format!("/hris/{list}?filter[updated_after]=garbage")).await;
        assert_eq!(refused, "bad_request", "{list}");
        stage.read(&format!("/hris/{list}?filter[updated_after]=2026-01-01")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cursor_that_has_expired_at_the_provider_begins_nothing_anew() {
    let (stage, personio) = Stage::local().await;
    personio.control("PUT", "switches", Some(&json!({ "cursor-lifetime": "1h" }))).await;
    for answer in ["first-page", "400"] {
        personio.control("PUT", "switches", Some(&json!({ "altered-cursor": answer }))).await;
        for path in
            ["/ats/applications?page_size=10", "/hris/jobs?page_size=2", "/hris/time_off?page_size=10"]
        {
            let first = stage.read(path).await;
            personio.control("POST", "clock", Some(&json!({ "advance": 7200 }))).await;
            let next = first["next"].as_str().unwrap();
            let refused = stage.refused(&with(path, &format!("next={next}"))).await;
            assert_eq!(refused, "list_changed", "{path} {answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_lacks_rows_or_links_is_no_end() {
    let (stage, _fake) = Stage::fake(|path, query| match path {
        "/v2/jobs" => Some(Reply::json(200, &json!({ "_data": [{ "id": "1" }], "_meta": null }))),
        EMPLOYEES if query.contains("limit=17") => {
            let metadata = json!({ "total_elements": 250, "current_page": 0, "total_pages": 15 });
            Some(Reply::json(200, &json!({ "success": true, "metadata": metadata, "data": [] })))
        }
        _ => None,
    })
    .await;
    assert_eq!(stage.refused("/hris/jobs").await, "provider_malformed");
    assert_eq!(stage.refused("/hris/employees?page_size=17").await, "provider_malformed");
}
