//! Absences and balances as a product reads them. What is expected is asked of the sandbox itself: v1 tells the last day
//! of an absence, its halves and what it takes in words of its own, so the two generations check each other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::kit::client::{Answer, Client};
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio, MOMENTS};

/// A server, a Personio, and an account with all rights.
struct Stage {
    client: Client,
    account: String,
    personio: LocalPersonio,
    /// Tokens of both generations.
    tokens: [String; 2],
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
        let account = client.link("reader", &personio.credentials()).await;
        let tokens = tokens(&client, &personio).await;
        Self { client, account, personio, tokens, _server: server, _home: home }
    }

    async fn answer(&self, path: &str) -> Answer {
        self.answer_for(&self.account, path).await
    }

    async fn answer_for(&self, account: &str, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.client.key);
        let headers = [("authorization", bearer.as_str()), ("x-account-id", account)];
        self.client.send("GET", &format!("/unified/hris{path}"), &headers, None).await
    }

    async fn read(&self, path: &str) -> Value {
        self.answer(path).await.expect(200).json()
    }

    /// All records of a list.
    async fn all(&self, path: &str) -> Vec<Value> {
        let sign = if path.contains('?') { '&' } else { '?' };
        let (mut records, mut next) = (Vec::new(), String::new());
        loop {
            let page = self.read(&format!("{path}{sign}page_size=100{next}")).await;
            records.extend(page["data"].as_array().unwrap().iter().cloned());
            let Some(cursor) = page["next"].as_str() else { return records };
            next = format!("&next={cursor}");
        }
    }

    async fn refused(&self, path: &str, status: u16, code: &str) {
        assert_eq!(self.answer(path).await.expect(status).json()["code"], code, "{path}");
    }

    /// What Personio itself answers.
    async fn personio(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let token = &self.tokens[usize::from(path.starts_with("/v2"))];
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let url = format!("{}{path}", self.personio.url);
        self.client.send(method, &url, &headers, body.map(|it| it.to_string())).await
    }

    /// The rows of a list of v1, whose pages are counted.
    async fn v1(&self, path: &str) -> Vec<Value> {
        let (mut rows, mut number) = (Vec::new(), 1);
        loop {
            let page = self
                .personio("GET", &format!("{path}?limit=200&offset={number}"), None)
                .await
                .expect(200)
                .json();
            rows.extend(page["data"].as_array().unwrap().iter().map(|it| it["attributes"].clone()));
            if page["metadata"]["total_pages"].as_i64().unwrap() <= number {
                return rows;
            }
            number += 1;
        }
    }

    /// Lets Personio be otherwise where nobody knows how it is.
    async fn switch(&self, name: &str, position: &str) {
        let url = format!("{}/_sandbox/switches", self.personio.url);
        let headers = [("content-type", "application/json")];
        let body = json!({ name: position }).to_string();
        self.client.send("PUT", &url, &headers, Some(body)).await.expect(200);
    }

    /// The id of the policy of this name.
    async fn policy(&self, name: &str) -> String {
        let policies = self.all("/time_off_policies").await;
        let found = policies.iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("{policies:?}"));
        found["id"].as_str().unwrap().to_owned()
    }

    /// Somebody who is in Berlin's zone.
    async fn somebody(&self) -> String {
        let absences = self.all("/time_off?fields=employee_id,time_zone").await;
        let found = absences.iter().find(|it| it["time_zone"] == "Europe/Berlin").unwrap();
        found["employee_id"].as_str().unwrap().to_owned()
    }

    /// The Sunday of the year after the next on which the clocks are set back: nobody plans so far ahead.
    fn clocks_go_back(&self) -> Date {
        date(self.personio.day().year() + 2, 11, 1).nth_weekday(-1, Weekday::Sunday).unwrap()
    }

    /// Enters an absence by Personio's own API and reads it here.
    async fn entered(&self, person: &str, kind: &str, from: [&str; 2], to: [&str; 2]) -> Value {
        let boundary = |[at, half]: [&str; 2]| {
            let half = if half.is_empty() { Value::Null } else { json!(half) };
            json!({ "date_time": at, "type": half })
        };
        let body = json!({
            "person": { "id": person }, "absence_type": { "id": kind },
            "starts_from": boundary(from), "ends_at": boundary(to),
        });
        let made =
            self.personio("POST", "/v2/absence-periods?skip_approval=true", Some(body)).await.expect(201);
        let fields = "id,start_date,end_date,start_half_day,end_half_day,duration,breakdown,time_zone,status";
        let path = format!("/time_off/{}?fields={fields}", made.json()["id"].as_str().unwrap());
        self.read(&path).await["data"].clone()
    }
}

async fn tokens(client: &Client, personio: &LocalPersonio) -> [String; 2] {
    let Credentials { id, secret } = personio.credentials();
    let login = json!({ "client_id": id, "client_secret": secret }).to_string();
    let url = |path: &str| format!("{}{path}", personio.url);
    let headers = [("content-type", "application/json")];
    let v1 = client.send("POST", &url("/v1/auth"), &headers, Some(login)).await.expect(200).json();
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let v2 = client.send("POST", &url("/v2/auth/token"), &headers, Some(form)).await.expect(200).json();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    [text(&v1["data"]["token"]), text(&v2["access_token"])]
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|it| it["id"].as_str().unwrap()).collect()
}

fn day(text: &Value) -> &str {
    &text.as_str().unwrap()[..10]
}

fn calls(answer: &Answer) -> &str {
    answer.headers["x-nabe-provider-calls"].to_str().unwrap()
}

async fn absences_say_what_the_other_generation_says(stage: &Stage) {
    let fields = "id,employee_id,type,status,start_date,end_date,start_half_day,end_half_day,duration,comment,time_zone";
    let read = stage.all(&format!("/time_off?fields={fields}")).await;
    let mut by_id: BTreeMap<&str, &Value> = ids(&read).into_iter().zip(&read).collect();
    assert_eq!(by_id.len(), read.len(), "each comes once");
    let (of_days, of_hours) =
        (stage.v1("/v1/company/time-offs").await, stage.v1("/v1/company/absence-periods").await);
    assert_eq!(read.len(), of_days.len() + of_hours.len(), "all of them come");
    assert!(!of_hours.is_empty() && of_days.len() > 100);
    for v1 in &of_days {
        let record = by_id.remove(v1["id_v2"].as_str().unwrap()).unwrap();
        assert_eq!(day(&record["start_date"]), day(&v1["start_date"]), "{v1}");
        assert_eq!(record["start_half_day"], v1["half_day_start"], "{v1}");
        assert_eq!(record["status"]["value"], v1["status"], "{v1}");
        assert_eq!(record["employee_id"], v1["employee"]["attributes"]["id"]["value"].to_string(), "{v1}");
        let category = v1["time_off_type"]["attributes"]["category"].as_str().map(str::to_uppercase);
        assert_eq!(record["type"]["source_value"].as_str(), category.as_deref(), "{v1}");
        if v1["end_date"].is_null() {
            assert_eq!((&record["end_date"], &record["duration"]), (&Value::Null, &Value::Null), "{v1}");
            continue;
        }
        assert_eq!(day(&record["end_date"]), day(&v1["end_date"]), "{v1}");
        assert_eq!(record["end_half_day"], v1["half_day_end"], "{v1}");
        assert_eq!(record["duration"], format!("P{}D", v1["days_count"].as_f64().unwrap()), "{v1}");
    }
    for v1 in &of_hours {
        let record = by_id.remove(v1["id"].as_str().unwrap()).unwrap();
        assert_eq!(record["time_zone"], v1["timezone"], "{v1}");
        let (start, minutes) =
            (record["start_date"].as_str().unwrap(), v1["effective_duration"].as_i64().unwrap());
        let zone = TimeZone::get(v1["timezone"].as_str().unwrap()).unwrap();
        let here = zone.to_datetime(v1["start"].as_str().unwrap().parse::<Timestamp>().unwrap());
        assert_eq!(start, here.strftime("%Y-%m-%dT%H:%M:%S.000").to_string(), "by the clock there: {v1}");
        let hours: jiff::Span = record["duration"].as_str().unwrap().parse().unwrap();
        assert_eq!(i64::from(hours.get_hours()) * 60 + hours.get_minutes(), minutes, "{record} {v1}");
    }
    assert_eq!(by_id.len(), 0);
}

async fn times_stay_as_they_are_over_changes_of_clocks_and_years(stage: &Stage) {
    let (person, vacation) = (stage.somebody().await, stage.policy("Paid vacation").await);
    let sunday = stage.clocks_go_back();
    let at = |day: Date| format!("{day}T00:00:00");
    let local = |day: Date| json!(format!("{day}T00:00:00.000"));
    let days = |from: i32| sunday.checked_add(from.days()).unwrap();

    // From Saturday to Monday, over the night that has an hour more.
    let (first, after) = (at(days(-1)), at(days(2)));
    let record = stage.entered(&person, &vacation, [&first, "FIRST_HALF"], [&after, "SECOND_HALF"]).await;
    assert_eq!((&record["start_date"], &record["end_date"]), (&local(days(-1)), &local(days(1))));
    assert_eq!((&record["start_half_day"], &record["end_half_day"]), (&json!(false), &json!(false)));
    let dates: Vec<&str> =
        record["breakdown"].as_array().unwrap().iter().map(|it| day(&it["date"])).collect();
    assert_eq!(dates, [days(-1), sunday, days(1)].map(|it| it.to_string()));
    assert_eq!(record["status"]["value"], "approved");

    // A morning, an afternoon, and a Friday's afternoon to a Monday's morning.
    for (from, to, starts, ends, duration) in [
        (days(9), days(9), "FIRST_HALF", "FIRST_HALF", "P0.5D"),
        (days(10), days(10), "SECOND_HALF", "SECOND_HALF", "P0.5D"),
        (days(12), days(15), "SECOND_HALF", "FIRST_HALF", "P1D"),
    ] {
        let (first, after) = (at(from), at(to.tomorrow().unwrap()));
        let record = stage.entered(&person, &vacation, [&first, starts], [&after, ends]).await;
        assert_eq!((&record["start_date"], &record["end_date"]), (&local(from), &local(to)));
        let halves = (&record["start_half_day"], &record["end_half_day"]);
        assert_eq!(halves, (&json!(starts == "SECOND_HALF"), &json!(ends == "FIRST_HALF")));
        assert_eq!(record["duration"], duration, "{record}");
    }

    // Over the end of the year, and longer than one answer on its days.
    let (first, last) = (date(sunday.year(), 12, 1), date(sunday.year() + 1, 1, 31));
    let after = at(last.tomorrow().unwrap());
    let record = stage.entered(&person, &vacation, [&at(first), "FIRST_HALF"], [&after, "SECOND_HALF"]).await;
    assert_eq!((&record["start_date"], &record["end_date"]), (&local(first), &local(last)));
    let breakdown = record["breakdown"].as_array().unwrap();
    assert_eq!(breakdown.len(), 62, "31 days and 31 days");
    let sum: f64 = breakdown.iter().map(|it| it["amount"].as_f64().unwrap()).sum();
    assert_eq!(record["duration"], format!("P{sum}D"));
}

async fn hours_have_the_time_of_their_end(stage: &Stage) {
    let person = stage.somebody().await;
    let policies = stage.all("/time_off_policies").await;
    let of_hours = policies.iter().find(|it| it["duration_unit"]["value"] == "hours").unwrap();
    let tuesday = stage.clocks_go_back().checked_add(2.days()).unwrap();
    let [from, to] = ["09:30:00", "11:15:00"].map(|it| format!("{tuesday}T{it}"));
    let kind = of_hours["id"].as_str().unwrap();
    let record = stage.entered(&person, kind, [&from, ""], [&to, ""]).await;
    let local = |it: &str| json!(format!("{it}.000"));
    assert_eq!((&record["start_date"], &record["end_date"]), (&local(&from), &local(&to)));
    assert_eq!((&record["start_half_day"], &record["end_half_day"]), (&Value::Null, &Value::Null));
    assert_eq!((&record["duration"], &record["time_zone"]), (&json!("PT1H45M"), &json!("Europe/Berlin")));
    let unit = &record["breakdown"][0]["unit"];
    assert_eq!((&unit["value"], &unit["source_value"]), (&json!("hours"), &json!("HOUR")));
}

/// Whether a record is meant.
type Holds<'a> = Box<dyn Fn(&Value) -> bool + 'a>;

async fn conditions_find_what_they_name(stage: &Stage) {
    let fields = "fields=id,start_date,end_date,time_off_policy_id,updated_at";
    let all = stage.all(&format!("/time_off?{fields}")).await;
    let some: Vec<&Value> = all.iter().filter(|it| it["end_date"].is_string()).collect();
    let middle = some[some.len() / 2];
    let (from, to) = (day(&middle["start_date"]), day(&middle["end_date"]));
    let policy = middle["time_off_policy_id"].as_str().unwrap();
    let other =
        all.iter().map(|it| it["time_off_policy_id"].as_str().unwrap()).find(|it| *it != policy).unwrap();
    let starts = |it: &Value| from <= day(&it["start_date"]);
    let ends = |it: &Value| it["end_date"].is_string() && day(&it["end_date"]) <= to;
    let is_of = |it: &Value, of: &[&str]| of.contains(&it["time_off_policy_id"].as_str().unwrap());
    let both = format!("filter[policy_ids]={policy}&filter[policy_ids]={other}");
    let changed = middle["updated_at"].as_str().unwrap();
    let moment = |it: &Value| it["updated_at"].as_str().unwrap().parse::<Timestamp>().unwrap();
    let cases: [(String, Holds<'_>); 8] = [
        (format!("filter[start_date]={from}"), Box::new(starts)),
        (format!("filter[end_date]={to}T23:59:59Z"), Box::new(ends)),
        (format!("filter[start_date]={from}&filter[end_date]={to}"), Box::new(|it| starts(it) && ends(it))),
        (format!("filter[policy_ids]={policy}"), Box::new(|it| is_of(it, &[policy]))),
        (format!("filter[policy_ids]={policy},{other}"), Box::new(|it| is_of(it, &[policy, other]))),
        (both, Box::new(|it| is_of(it, &[policy, other]))),
        (format!("filter[updated_after]={changed}"), Box::new(|it| moment(middle) < moment(it))),
        ("filter[policy_ids]=no/id".to_owned(), Box::new(|_| false)),
    ];
    // Whether times find what overlaps them, or are compared one by one.
    for range in ["overlap", "fields"] {
        stage.switch("v2-absence-range", range).await;
        for (filter, holds) in &cases {
            let expected = all.iter().filter(|it| holds(it)).map(|it| it["id"].as_str().unwrap());
            let expected: BTreeSet<&str> = expected.collect();
            let found = stage.all(&format!("/time_off?{fields}&{filter}")).await;
            assert_eq!(BTreeSet::from_iter(ids(&found)), expected, "{filter}, {range}");
            assert_eq!(found.len(), expected.len(), "{filter}, {range}");
        }
    }
    stage.refused("/time_off?filter[start_date]=soon", 400, "bad_request").await;
    stage.refused("/time_off?filter[employee]=1", 400, "bad_request").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn units_have_two_spellings_and_substitutes_are_told_where_they_are_shown() {
    let stage = Stage::new().await;
    let units = async || -> Vec<Value> {
        let policies = stage.all("/time_off_policies").await;
        policies.iter().map(|it| it["duration_unit"]["value"].clone()).collect()
    };
    let substitutes = async || -> usize {
        let absences = stage.all("/time_off?fields=id,substitute_id").await;
        absences.iter().filter(|it| it["substitute_id"].is_string()).count()
    };
    let (before, none) = (units().await, substitutes().await);
    assert!(before.contains(&json!("days")) && before.contains(&json!("hours")), "{before:?}");
    assert_eq!(none, 0);
    stage.switch("v2-absence-type-unit", "DAILY").await;
    stage.switch("v2-absence-substitute", "shown").await;
    assert_eq!(units().await, before);
    assert!(substitutes().await > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn absences_below_a_person_are_that_persons() {
    let stage = Stage::new().await;
    let all = stage.all("/time_off").await;
    let person = all[0]["employee_id"].as_str().unwrap();
    let theirs: BTreeSet<&str> =
        all.iter().filter(|it| it["employee_id"] == person).map(|it| it["id"].as_str().unwrap()).collect();
    let read = stage.all(&format!("/employees/{person}/time_off?expand=policy")).await;
    assert_eq!(BTreeSet::from_iter(ids(&read)), theirs);
    assert!(read.iter().all(|it| it["policy"]["id"] == it["time_off_policy_id"]));

    let other = all.iter().find(|it| it["employee_id"] != person).unwrap()["id"].as_str().unwrap();
    let mine = all[0]["id"].as_str().unwrap();
    let one = stage.read(&format!("/employees/{person}/time_off/{mine}")).await;
    assert_eq!(one["data"], all[0]);
    stage.refused(&format!("/employees/{person}/time_off/{other}"), 404, "record_not_found").await;
    stage.refused(&format!("/employees/nobody/time_off/{mine}"), 404, "record_not_found").await;
    stage.refused("/employees/nobody/time_off", 404, "record_not_found").await;
    // Personio lists no absences of nobody.
    assert_eq!(stage.read("/employees/999999999/time_off").await["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_is_asked_for_costs_calls() {
    let stage = Stage::new().await;
    let person = stage.somebody().await;
    for (path, expected) in [
        ("/time_off?page_size=5", "2"),
        ("/time_off?page_size=5&fields=id,start_date,end_date,status", "1"),
        ("/time_off?page_size=5&fields=id&expand=policy", "2"),
        ("/time_off?page_size=5&fields=id,duration", "6"),
        ("/time_off?page_size=5&filter[policy_ids]=no/id", "0"),
        (&format!("/employees/{person}/time_off_balances"), "2"),
        (&format!("/employees/{person}/time_off_balances?fields=id,current_balance"), "1"),
        (&format!("/employees/{person}/time_off_policies"), "2"),
    ] {
        assert_eq!(calls(&stage.answer(path).await.expect(200)), expected, "{path}");
    }
}

async fn balances_are_personios_and_lead_to_policies(stage: &Stage) {
    let person = stage.somebody().await;
    let path = format!("/v1/company/employees/{person}/absences/balance");
    let theirs = stage.personio("GET", &path, None).await.expect(200).json()["data"].clone();
    let read = stage.all(&format!("/employees/{person}/time_off_balances?expand=policy")).await;
    assert!(!read.is_empty());
    let policies = stage.all("/time_off_policies").await;
    for (record, row) in read.iter().zip(theirs.as_array().unwrap()) {
        assert_eq!(record["id"], format!("{person}-{}", row["id"]));
        assert_eq!(record["current_balance"].as_f64(), row["balance"].as_f64());
        assert_eq!(record["available_balance"].as_f64(), row["available_balance"].as_f64());
        let policy = policies.iter().find(|it| it["id"] == record["policy_id"]).unwrap();
        assert_eq!(
            (&policy["name"], &record["remote_policy_id"]),
            (&row["name"], &json!(row["id"].to_string()))
        );
        assert_eq!(record["balance_unit"]["value"], policy["duration_unit"]["value"]);
        for field in ["id", "name"] {
            assert_eq!(record["policy"][field], policy[field]);
        }
        assert_eq!(record["policy"]["type"]["value"], policy["type"]["value"]);
        let one =
            format!("/employees/{person}/time_off_balances/{}?expand=policy", record["id"].as_str().unwrap());
        assert_eq!(stage.read(&one).await["data"], *record);
        let only = format!(
            "/employees/{person}/time_off_balances?filter[policy_ids]={}",
            policy["id"].as_str().unwrap()
        );
        assert_eq!(ids(&stage.all(&only).await), [record["id"].as_str().unwrap()]);
    }
    assert_eq!(read.len(), theirs.as_array().unwrap().len());
    let own = stage.all(&format!("/employees/{person}/time_off_policies")).await;
    let expected: Vec<&str> = read.iter().map(|it| it["policy_id"].as_str().unwrap()).collect();
    assert_eq!(ids(&own), expected);
    for below in ["time_off_balances", "time_off_policies", "time_off_balances/1-1"] {
        stage.refused(&format!("/employees/999999999/{below}"), 404, "record_not_found").await;
        stage.refused(&format!("/employees/nobody/{below}"), 404, "record_not_found").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_null_has_its_reason_and_each_value_its_place() {
    let stage = Stage::new().await;
    let person = stage.somebody().await;
    let paths = [
        "/time_off?page_size=100".to_owned(),
        "/time_off?page_size=20&fields=id,type,duration,breakdown,policy,end_date,approver_id".to_owned(),
        format!("/employees/{person}/time_off_balances?expand=policy"),
        format!("/employees/{person}/time_off_policies"),
        "/time_off_policies".to_owned(),
    ];
    for path in &paths {
        let sign = if path.contains('?') { '&' } else { '?' };
        for record in stage.read(&format!("{path}{sign}explain=true")).await["data"].as_array().unwrap() {
            let explained = record["explain"].as_object().unwrap();
            for (field, why) in explained {
                assert_eq!(record[field].is_null(), why["null"].is_string(), "{field} of {path}");
                // Who was asked for stands in the question.
                let is_asked = why["path"] == "{id}";
                assert_eq!(
                    record[field].is_null() || is_asked,
                    why["raw"].is_null(),
                    "{field} of {path}: {why}"
                );
            }
            assert_eq!(explained.len() + 1, record.as_object().unwrap().len(), "{path}");
        }
    }
    let first = stage.read("/time_off?page_size=1&explain=true").await["data"][0]["explain"].clone();
    let null = |field: &str| first[field]["null"].clone();
    assert_eq!((null("duration"), null("policy")), (json!("not_fetched"), json!("not_fetched")));
    assert_eq!((null("approver_id"), null("substitute_id")), (json!("not_provided"), json!("not_set")));
    assert_eq!(first["type"]["permission"], "time_off:read");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_without_the_right_is_told_which_row_to_tick() {
    let stage = Stage::new().await;
    let asked = json!({ "name": "poor", "permissions": { "employees": "read" }, "attributes": [] });
    let url = format!("{}/_sandbox/credentials", stage.personio.url);
    let headers = [("content-type", "application/json")];
    let made = stage.client.send("POST", &url, &headers, Some(asked.to_string())).await.expect(201).json();
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    let poor = Credentials { id: text("client_id"), secret: text("client_secret") };
    let poor = stage.client.link("poor", &poor).await;
    for path in ["/time_off", "/employees/1/time_off_balances", "/time_off_policies"] {
        let refused = stage.answer_for(&poor, path).await.expect(403).json();
        assert_eq!(refused["code"], "permission_missing", "{path}");
        assert!(refused["message"].as_str().unwrap().contains("Time Off"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_day_it_is_absences_are_told_as_they_are() {
    for moment in MOMENTS {
        let stage = Stage::with(LocalPersonio::at(moment).await).await;
        absences_say_what_the_other_generation_says(&stage).await;
        conditions_find_what_they_name(&stage).await;
        balances_are_personios_and_lead_to_policies(&stage).await;
        times_stay_as_they_are_over_changes_of_clocks_and_years(&stage).await;
        hours_have_the_time_of_their_end(&stage).await;
    }
}
