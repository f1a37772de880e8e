//! What every invented company has, so that a client meets it: gaps, oddities and many scripts.

use std::collections::{BTreeMap, BTreeSet};

use personio_sandbox::{Clock, Options};
use serde_json::Value;

use crate::kit::Local;

/// The employees of a company, values only.
async fn employees(people: usize, seed: u64) -> Vec<Value> {
    let local = Local::of(Options { people, seed, rate_limits: false, ..Options::default() });
    let token = local.all().await.v1;
    let mut all = Vec::new();
    for offset in (0..people).step_by(100) {
        let path = format!("/v1/company/employees?limit=100&offset={offset}");
        let list = local.get(&token, &path).await.expect(200).json();
        for row in list["data"].as_array().unwrap() {
            let attributes = row["attributes"].as_object().unwrap();
            all.push(attributes.iter().map(|(key, it)| (key.clone(), it["value"].clone())).collect());
        }
    }
    all
}

#[tokio::test]
async fn every_company_has_gaps_and_oddities() {
    for (people, seed) in [(25, 1), (25, 2), (60, 3), (130, 4)] {
        let all = employees(people, seed).await;
        let some = |is: &dyn Fn(&Value) -> bool| all.iter().any(is);
        let name = format!("{people} people of seed {seed}");
        assert!(some(&|it| it["subcompany"].is_null()), "{name}: everybody has a legal entity");
        assert!(some(&|it| it["cost_centers"].as_array().unwrap().len() > 1), "{name}: no split cost center");
        let hours = |it: &Value| it["weekly_working_hours"].as_str().unwrap().parse::<f64>().unwrap();
        assert!(some(&|it| hours(it) < 38.0), "{name}: nobody works part-time");
        for status in ["active", "inactive", "onboarding", "leave"] {
            assert!(some(&|it| it["status"] == status), "{name}: nobody is {status}");
        }
        assert!(has_a_circle(&all), "{name}: no two supervise each other");
        assert!(some(&|it| it["supervisor"].is_null()), "{name}: nobody is at the top");
        let addresses: BTreeSet<&str> = all.iter().map(|it| it["email"].as_str().unwrap()).collect();
        assert_eq!(addresses.len(), people, "{name}: two have one address");
    }
}

fn has_a_circle(all: &[Value]) -> bool {
    let boss = |it: &Value| it["supervisor"]["attributes"]["id"]["value"].as_u64();
    let bosses: BTreeMap<u64, u64> =
        all.iter().filter_map(|it| Some((it["id"].as_u64()?, boss(it)?))).collect();
    bosses.iter().any(|(id, boss)| bosses.get(boss) == Some(id))
}

#[tokio::test]
async fn names_come_in_many_scripts() {
    let all = employees(130, 1).await;
    let letters: String = all.iter().map(|it| it["first_name"].as_str().unwrap().to_owned()).collect();
    let scripts = [
        ("Cyrillic", '\u{400}'..='\u{4ff}'),
        ("Hebrew", '\u{590}'..='\u{5ff}'),
        ("Devanagari", '\u{900}'..='\u{97f}'),
        ("Chinese", '\u{4e00}'..='\u{9fff}'),
        ("Hangul", '\u{ac00}'..='\u{d7af}'),
        ("Thai", '\u{e00}'..='\u{e7f}'),
        ("combining marks", '\u{300}'..='\u{36f}'),
        ("umlauts", 'ä'..='ü'),
    ];
    for (name, range) in scripts {
        assert!(letters.chars().any(|it| range.contains(&it)), "no {name} in {letters}");
    }
    assert!(all.iter().all(|it| it["email"].as_str().unwrap().is_ascii()));
}

#[tokio::test]
async fn somebody_came_back() {
    let local = Local::new();
    let token = local.all().await.v2;
    let list = local.get(&token, "/v2/persons?limit=50").await.expect(200).json();
    let most = list["_data"].as_array().unwrap().iter().map(|it| it["employments"].as_array().unwrap().len());
    assert!(most.max() > Some(1));
}

/// Every row of a list of v2.
async fn rows(local: &Local, token: &str, path: &str) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = local.get(token, &path).await.expect(200).json();
        all.extend(page["_data"].as_array().unwrap().clone());
        let link = page["_meta"]["links"]["next"]["href"].as_str();
        next = link.map(|it| it[it.find("/v2/").unwrap()..].to_owned());
    }
    all
}

#[tokio::test]
async fn a_day_that_began_where_the_company_is_is_in_force_from_the_start() {
    for seed in 1..=6 {
        // In Berlin it is the first of February.
        let clock = Clock::settable("2027-01-31T23:10:00Z".parse().unwrap());
        let local = Local::of(Options { seed, clock, rate_limits: false, ..Options::default() });
        let tokens = local.all().await;
        let of_v1 = local.get(&tokens.v1, "/v1/company/employees?limit=100").await.expect(200).json();
        let day = "start_date=2027-02-01&end_date=2027-02-01";
        let paid = rows(&local, &tokens.v2, &format!("/v2/compensations?{day}&limit=100")).await;
        let mut compared = 0;
        for row in of_v1["data"].as_array().unwrap() {
            let id = row["attributes"]["id"]["value"].as_u64().unwrap().to_string();
            let salary = |it: &&Value| it["person"]["id"] == id && it["type"]["name"] == "Salary";
            let Some(salary) = paid.iter().find(salary) else { continue };
            let shown = &row["attributes"]["fix_salary"]["value"];
            assert_eq!(shown.as_f64(), salary["value"].as_f64(), "{id} of seed {seed}");
            compared += 1;
        }
        assert!(compared > 10, "{compared}");
    }
}

#[tokio::test]
async fn whoever_left_was_changed_when_they_did() {
    let clock = Clock::settable("2026-11-26T12:00:00Z".parse().unwrap());
    let local = Local::of(Options { people: 300, clock, rate_limits: false, ..Options::default() });
    let token = local.all().await.v2;
    let mut left = 0;
    for person in rows(&local, &token, "/v2/persons?limit=50").await {
        let id = person["id"].as_str().unwrap();
        let changed = person["updated_at"].as_str().unwrap();
        for it in rows(&local, &token, &format!("/v2/persons/{id}/employments")).await {
            assert!(it["updated_at"].as_str().unwrap() <= changed, "{id}: {it}");
            let end = &it["termination"];
            if let Some(announced) = end["terminated_at"].as_str() {
                assert!(announced <= "2026-11-26" && announced <= changed, "{id}: {it}");
            }
            if it["status"] == "INACTIVE" {
                left += 1;
                let last = it["employment_end_date"].as_str().unwrap();
                assert!(last < changed, "{id} left on {last} and was changed at {changed}");
                assert!(it["contract_end_date"].as_str().is_none_or(|it| it <= last), "{id}: {it}");
            }
        }
    }
    assert!(left > 10, "{left}");
}
