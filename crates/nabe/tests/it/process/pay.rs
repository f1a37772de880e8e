//! Pay and reports as a product reads them. What is expected is asked of the sandbox itself, in Personio's own words.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::kit::client::{Answer, Client};
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio, MOMENTS};

/// A server, a Personio, and an account with all rights.
struct Stage {
    client: Client,
    account: String,
    personio: LocalPersonio,
    /// A token of Personio's, to ask it itself.
    token: String,
    _server: Server,
    _home: Home,
}

/// One answer of Personio's.
type Page = (Vec<Value>, Option<String>);

impl Stage {
    async fn new() -> Self {
        Self::with(LocalPersonio::start().await).await
    }

    async fn with(personio: LocalPersonio) -> Self {
        let mut home = Home::new();
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let credentials = personio.credentials();
        let account = client.link("payer", &credentials).await;
        let Credentials { id, secret } = &credentials;
        let login = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let url = format!("{}/v2/auth/token", personio.url);
        let token = client.send("POST", &url, &headers, Some(login)).await.expect(200).json();
        let token = format!("Bearer {}", token["access_token"].as_str().unwrap());
        Self { client, account, personio, token, _server: server, _home: home }
    }

    async fn ask(&self, account: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.client.key);
        let headers = [("authorization", bearer.as_str()), ("x-account-id", account)];
        self.client.send("GET", &format!("/unified/hris{path}"), &headers, None).await
    }

    async fn read(&self, path: &str) -> Value {
        self.ask(&self.account, path).await.expect(200).json()
    }

    /// A list to its end, with the number of its pages. No page may be larger than asked for.
    async fn all(&self, path: &str, size: usize) -> (Vec<Value>, usize) {
        let sign = if path.contains('?') { '&' } else { '?' };
        let first = format!("{path}{sign}page_size={size}");
        let (mut rows, mut pages, mut next) = (Vec::new(), 0, String::new());
        loop {
            let page = self.read(&format!("{first}{next}")).await;
            let data = page["data"].as_array().unwrap();
            assert!(data.len() <= size, "{first}");
            rows.extend(data.iter().cloned());
            pages += 1;
            let Some(cursor) = page["next"].as_str() else { return (rows, pages) };
            next = format!("&next={cursor}");
        }
    }

    /// A refusal, which must say what to do next.
    async fn refused(&self, path: &str, status: u16, code: &str) -> Value {
        let refused = self.ask(&self.account, path).await.expect(status).json();
        assert_eq!(refused["code"], code, "{refused}");
        refused
    }

    /// What Personio itself answers.
    async fn personio(&self, path: &str) -> Answer {
        let url =
            if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.personio.url) };
        self.client.send("GET", &url, &[("authorization", &self.token), ("beta", "true")], None).await
    }

    async fn personio_page(&self, path: &str) -> Page {
        let page = self.personio(path).await.expect(200).json();
        let next = &page["_meta"]["links"]["next"];
        let next = next["href"].as_str().or(next.as_str()).map(str::to_owned);
        (page["_data"].as_array().unwrap().clone(), next)
    }

    /// A list of Personio's to its end.
    async fn personio_all(&self, path: &str) -> Vec<Value> {
        let (mut rows, mut next) = self.personio_page(path).await;
        while let Some(path) = next {
            let (more, further) = self.personio_page(&path).await;
            rows.extend(more);
            next = further;
        }
        rows
    }

    /// Changes the sandbox.
    async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox{path}", self.personio.url);
        let headers = [("content-type", "application/json")];
        self.client.send(method, &url, &headers, Some(body.to_string())).await.expect(200).json()
    }

    /// An account whose credentials may do this.
    async fn account_with(&self, owner: &str, permissions: Value) -> String {
        let asked = json!({ "name": owner, "permissions": permissions }).to_string();
        let url = format!("{}/_sandbox/credentials", self.personio.url);
        let headers = [("content-type", "application/json")];
        let made = self.client.send("POST", &url, &headers, Some(asked)).await.expect(201).json();
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        self.client.link(owner, &Credentials { id: text("client_id"), secret: text("client_secret") }).await
    }
}

/// What is compared of pay: who gets how much, of which type, since when.
fn told(row: &Value) -> String {
    let since = row["effective_from"].as_str().or(row["effective_date"].as_str()).map(|it| &it[..10]);
    let person = row["person"]["id"].as_str().or(row["employee_id"].as_str());
    let digits = row["value"].as_str().map(|it| it.parse::<f64>().unwrap());
    let value = digits.or(row["value"].as_f64()).unwrap();
    let company = row["legal_entity"]["id"].as_str().or(row["company_id"].as_str());
    format!("{person:?} {company:?} {value} {} {} {since:?}", row["currency"], row["type"]["id"])
}

fn sorted(rows: &[Value]) -> Vec<String> {
    let mut all: Vec<String> = rows.iter().map(told).collect();
    all.sort();
    all
}

/// A month as Personio's parameters and as ours.
fn month_of(day: Date) -> (String, String) {
    let (from, to) = (day.first_of_month(), day.last_of_month());
    (format!("start_date={from}&end_date={to}"), format!("filter[start_date]={from}&filter[end_date]={to}"))
}

async fn pay_of_a_month_comes_once(stage: &Stage) {
    let (theirs, ours) = month_of(stage.personio.day());
    let expected = stage.personio_all(&format!("/v2/compensations?{theirs}")).await;
    assert!(expected.len() > 14, "a company that pays somebody");
    for size in [5, 7, 100] {
        let (rows, pages) = stage.all(&format!("/compensations?{ours}"), size).await;
        assert_eq!(sorted(&rows), sorted(&expected), "pages of {size}");
        assert!(pages >= expected.len().div_ceil(size) && (size == 100 || pages >= 3));
    }
    let ids: BTreeSet<_> = expected.iter().map(|it| it["person"]["id"].as_str().unwrap()).collect();
    let person = ids.iter().next().unwrap();
    let (rows, _) = stage.all(&format!("/compensations?{ours}&filter[employee_id]={person}"), 7).await;
    assert!(!rows.is_empty() && rows.iter().all(|it| it["employee_id"] == **person));
    let company = expected[0]["legal_entity"]["id"].as_str().unwrap();
    let (rows, _) = stage.all(&format!("/compensations?{ours}&filter[company_id]={company}"), 100).await;
    let of_company = expected.iter().filter(|it| it["legal_entity"]["id"] == company).count();
    assert_eq!((rows.len(), rows.iter().all(|it| it["company_id"] == company)), (of_company, true));
    let (nobody, _) = stage.all(&format!("/compensations?{ours}&filter[employee_id]=0"), 7).await;
    assert_eq!(nobody.len(), 0);
}

async fn a_range_over_the_end_of_a_year_is_what_its_months_are(stage: &Stage) {
    let year = stage.personio.day().year();
    let before = year - 1;
    let months = [
        (format!("{before}-11-20"), format!("{before}-11-30")),
        (format!("{before}-12-01"), format!("{before}-12-31")),
        (format!("{year}-01-01"), format!("{year}-01-31")),
        (format!("{year}-02-01"), format!("{year}-02-10")),
    ];
    let range = format!("filter[start_date]={before}-11-20&filter[end_date]={year}-02-10");
    let (rows, pages) = stage.all(&format!("/compensations?{range}"), 7).await;
    assert!(pages >= 3 * months.len(), "{pages}");
    for (from, to) in &months {
        let expected =
            stage.personio_all(&format!("/v2/compensations?start_date={from}&end_date={to}")).await;
        let of_month = |it: &&Value| it["period_start"].as_str().unwrap().starts_with(from.as_str());
        let rows: Vec<Value> = rows.iter().filter(of_month).cloned().collect();
        assert!(rows.iter().all(|it| it["period_end"].as_str().unwrap().starts_with(to.as_str())));
        assert_eq!(sorted(&rows), sorted(&expected), "{from}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pay_of_every_month_comes_once_on_pages_of_every_size() {
    for moment in MOMENTS {
        let stage = Stage::with(LocalPersonio::at(moment).await).await;
        pay_of_a_month_comes_once(&stage).await;
        a_range_over_the_end_of_a_year_is_what_its_months_are(&stage).await;
    }
}

/// Which month it is says the clock of the program, which goes as that of this machine: a range is asked for as long
/// as its month isn't the same before and after.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pay_without_a_range_is_that_of_this_month() {
    let stage = Stage::with(LocalPersonio::today().await).await;
    loop {
        let (theirs, _) = month_of(stage.personio.day());
        let (rows, _) = stage.all("/compensations", 7).await;
        let expected = stage.personio_all(&format!("/v2/compensations?{theirs}")).await;
        if month_of(stage.personio.day()).0 == theirs {
            assert!(!expected.is_empty());
            assert_eq!(sorted(&rows), sorted(&expected), "{theirs}");
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ranges_that_are_none_are_refused() {
    let stage = Stage::new().await;
    for bad in [
        "filter[start_date]=soon",
        "filter[start_date]=2026-02-02&filter[end_date]=2026-02-01",
        "filter[start_date]=1999-01-01&filter[end_date]=2026-02-01",
    ] {
        stage.refused(&format!("/compensations?{bad}"), 400, "bad_request").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pay_is_explained_and_money_keeps_its_digits() {
    let stage = Stage::new().await;
    let (_, month) = month_of(stage.personio.day());
    let path = format!("/compensations?{month}&page_size=100&explain=true&raw=true");
    let page = stage.ask(&stage.account, &path).await.expect(200);
    let json = page.json();
    assert!(json["data"].as_array().unwrap().len() > 14, "a company that pays somebody");
    for row in json["data"].as_array().unwrap() {
        let value = row["value"].as_str().unwrap();
        assert!(page.body.contains(&format!(r#""value":{value},"#)), "the answer of Personio has {value}");
        let explain = &row["explain"];
        assert_eq!(explain["value"]["path"], "amount.value, value");
        assert_eq!(explain["value"]["permission"], "compensations:read");
        assert_eq!(
            (&row["remote_id"], &explain["remote_id"]["null"]),
            (&Value::Null, &json!("not_provided"))
        );
        assert!(row["id"].as_str().unwrap().starts_with(row["employee_id"].as_str().unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn types_and_bands_are_listed_and_found() {
    let stage = Stage::new().await;
    for (ours, theirs, size) in
        [("/compensation_types", "/v2/compensations/types", 3), ("/salary_bands", "/v2/salary-bands", 2)]
    {
        let expected = stage.personio_all(theirs).await;
        let (rows, pages) = stage.all(ours, size).await;
        assert!(pages >= 3, "{ours}: {pages}");
        let ids = |rows: &[Value]| rows.iter().map(|it| it["id"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(&rows), ids(&expected));
        let last = rows.last().unwrap();
        let one = stage.read(&format!("{ours}/{}", last["id"].as_str().unwrap())).await;
        assert_eq!(one["data"], *last);
        for nobody in ["0", "00000000-0000-4000-8000-000000000000", "no%2Fid"] {
            stage.refused(&format!("{ours}/{nobody}"), 404, "record_not_found").await;
        }
    }
    let (types, _) = stage.all("/compensation_types", 100).await;
    assert!(types.iter().all(|it| it["category"]["value"] != "unmapped_value"), "{types:?}");
    stage
        .control(
            "PUT",
            "/switches",
            json!({ "v2-salary-band-fields": "full", "salary-bands-beta": "hidden" }),
        )
        .await;
    let (bands, _) = stage.all("/salary_bands", 100).await;
    assert!(
        bands.iter().all(|it| it["min_value"].is_string() && it["pay_period"]["value"] == "year"),
        "{bands:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pay_is_read_in_the_fields_that_a_live_client_reads() {
    let stage = Stage::new().await;
    let (_, month) = month_of(stage.personio.day());
    let path = format!("/compensations?{month}");
    let (flat, _) = stage.all(&path, 100).await;
    let switched = json!({ "v2-compensation-row": "nested", "v2-report-list": "full" });
    stage.control("PUT", "/switches", switched).await;
    let (nested, pages) = stage.all(&path, 7).await;
    assert!(pages >= 3);
    assert_eq!(sorted(&nested), sorted(&flat));
    let ids: BTreeSet<&str> = nested.iter().map(|it| it["remote_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), nested.len(), "each has an id of its own");
    for (flat, nested) in flat.iter().zip(&nested) {
        assert_eq!(flat["kind"]["value"], nested["kind"]["value"]);
        assert_eq!(nested["id"], nested["remote_id"]);
    }
    assert!(
        nested.iter().any(|it| it["weekly_hours"].is_number() && it["full_time_weekly_hours"].is_number())
    );
    let (reports, _) = stage.all("/reports", 100).await;
    assert!(reports.iter().all(|it| it["type"]["value"] == "table" && it["updated_at"].is_string()));
}

/// The report that most is about.
const PEOPLE: &str = "Mitarbeiterliste";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_are_listed_with_their_columns_and_read_as_tables() {
    let stage = Stage::new().await;
    let expected = stage.personio_all("/v2/reports").await;
    let (reports, pages) = stage.all("/reports", 2).await;
    assert!(pages >= 3);
    let ids = |rows: &[Value]| rows.iter().map(|it| it["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&reports), ids(&expected));
    let id = reports.iter().find(|it| it["name"] == PEOPLE).unwrap()["id"].as_str().unwrap();

    let one = stage.read(&format!("/reports/{id}")).await;
    let german = stage.read(&format!("/reports/{id}?locale=de")).await;
    let columns = one["data"]["columns"].as_array().unwrap();
    let theirs = stage.personio(&format!("/v2/reports/{id}")).await.expect(200).json();
    let names = |key: &str| columns.iter().map(|it| it[key].clone()).collect::<Vec<_>>();
    let said = |key: &str| {
        let columns = theirs["_meta"]["columns"].as_array().unwrap();
        columns.iter().map(|it| it[key].clone()).collect::<Vec<_>>()
    };
    assert_eq!((names("id"), names("name")), (said("name"), said("display")));
    assert!(columns.iter().all(|it| it["type"]["value"] != "unmapped_value"), "{columns:?}");
    assert_ne!(german["data"]["columns"], one["data"]["columns"], "headings are in the language");

    let rows = theirs["_data"].as_array().unwrap();
    let (table, pages) = stage.all(&format!("/reports/{id}/rows?locale=de"), 7).await;
    assert!(pages >= 3 && rows.len() == table.len());
    for (at, (row, theirs)) in table.iter().zip(rows).enumerate() {
        assert_eq!(row["id"], (at + 1).to_string());
        let cells = row["cells"].as_array().unwrap();
        let number = theirs[0]["numeric_value"]["number"].to_string();
        assert_eq!((&theirs[0]["attribute_id"], &row["employee_id"]), (&json!("id"), &json!(number)));
        for (cell, theirs) in cells.iter().zip(theirs.as_array().unwrap()) {
            assert_eq!(cell["id"], theirs["attribute_id"]);
            assert_ne!(cell["value_kind"]["value"], "unmapped_value", "{cell}");
            if let Some(text) = theirs["string_value"]["value"].as_str() {
                assert_eq!(cell["value"], text);
            }
        }
    }
    assert_eq!(table[0]["cells"][1]["name"], german["data"]["columns"][1]["name"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_that_cant_be_read_says_why() {
    let stage = Stage::new().await;
    for nobody in ["0", "00000000-0000-4000-8000-000000000000", "no%2Fid"] {
        for path in [format!("/reports/{nobody}"), format!("/reports/{nobody}/rows")] {
            stage.refused(&path, 404, "record_not_found").await;
        }
    }
    for errors in ["errors", "message"] {
        stage.control("PUT", "/switches", json!({ "v2-report-errors": errors })).await;
        for (change, words) in [
            (json!({ "grouped": true, "shared": true }), "groups its rows"),
            (json!({ "grouped": false, "shared": false }), "can't put it out as a table"),
        ] {
            let (reports, _) = stage.all("/reports", 100).await;
            let id = reports.iter().find(|it| it["name"] == PEOPLE).unwrap()["id"].as_str().unwrap();
            stage.control("PATCH", &format!("/reports/{id}"), change).await;
            let refused = stage.refused(&format!("/reports/{id}/rows"), 502, "provider_rejected").await;
            assert!(refused["message"].as_str().unwrap().contains(words), "{refused}");
            assert!(refused["provider_response"].is_string(), "{refused}");
            let known = stage.read(&format!("/reports/{id}?fields=id,name")).await;
            assert_eq!(known["data"], json!({ "id": id, "name": PEOPLE }));
            let one = stage.read(&format!("/reports/{id}?explain=true")).await["data"].clone();
            let (all, _) = stage.all("/reports?expand=columns&explain=true", 100).await;
            for report in [&one, all.iter().find(|it| it["id"] == id).unwrap()] {
                let told = (&report["name"], &report["columns"], &report["explain"]["columns"]["null"]);
                assert_eq!(told, (&json!(PEOPLE), &Value::Null, &json!("not_provided")));
            }
            assert!(all.iter().any(|it| it["columns"].is_array()), "the others have theirs");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_no_id_is_still_paid() {
    let stage = Stage::new().await;
    let (paid, _) = stage.all("/compensations", 100).await;
    let fault = json!({
        "match": { "route": "/v2/compensations" },
        "effect": { "kind": "set", "field": "effective_from", "value": true },
    });
    stage.personio.control("POST", "faults", Some(&fault)).await;
    let (nameless, _) = stage.all("/compensations", 100).await;
    assert!(nameless.iter().all(|it| it["id"] == Value::Null || it["id"] == ""), "{nameless:?}");
    assert!(nameless.len() == paid.len() && paid.len() > 10, "{} of {}", nameless.len(), paid.len());
    let told = stage.client.get(&format!("/accounts/{}/quarantine", stage.account)).await.expect(200).json();
    let odd = &told["data"][0];
    assert_eq!((&odd["path"], &odd["count"]), (&json!("effective_from"), &json!(paid.len())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_right_names_the_row_to_tick() {
    let stage = Stage::new().await;
    let account = stage.account_with("narrow", json!({ "employees": "read" })).await;
    let (reports, _) = stage.all("/reports", 100).await;
    let id = reports[0]["id"].as_str().unwrap();
    for (path, row) in [
        ("/compensations".to_owned(), "Compensations: Read"),
        ("/compensation_types".to_owned(), "Compensations: Read"),
        ("/salary_bands".to_owned(), "personio:salary-bands:read"),
        ("/reports".to_owned(), "Custom Reports: Read"),
        (format!("/reports/{id}"), "Custom Reports: Read"),
        (format!("/reports/{id}/rows"), "Custom Reports: Read"),
    ] {
        let refused = stage.ask(&account, &path).await.expect(403).json();
        assert_eq!(refused["code"], "permission_missing", "{path}: {refused}");
        assert!(refused["message"].as_str().unwrap().contains(row), "{path}: {refused}");
    }
}
