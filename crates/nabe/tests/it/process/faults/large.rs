//! Lists of ten thousand, at the size of a company that has so many: what befalls one call in their midst.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::Then::{self, Refused, Whole};
use super::hold;
use super::victim::{Stage, Victim};
use crate::process::kit::personio::LocalPersonio;
use crate::process::kit::walk::with;

/// How many people a company has, what is read of it, and the route. Of each list there are ten thousand at least.
/// Employments of everybody cost a call a person, posts are read as employees are: both are read in the small company.
/// Of nothing else are there so many.
#[rustfmt::skip] // a table: one row a list
const LARGE: &[(usize, &[(&str, &str)])] = &[
    (10_000, &[
        ("/unified/hris/employees", "/v1/company/employees"),
        ("/unified/hris/compensations", "/v2/compensations"),
    ]),
    (600, &[("/unified/hris/time_off", "/v2/absence-periods")]),
    (280, &[("/unified/hris/time_entries", "/v2/attendance-periods")]),
];

#[rustfmt::skip] // a table: one row a fault
const EFFECTS: &[(&str, Then)] = &[
    (r#"{"kind": "cut", "at": "mid-body"}"#, Whole),
    (r#"{"kind": "row-inserted"}"#, Whole),
    (r#"{"kind": "truncated"}"#, Refused("provider_malformed")),
];

async fn read_while_it_fails(people: usize, lists: &[(&str, &'static str)]) {
    let stage = &Stage::of(LocalPersonio::of(people).await).await;
    let day = stage.personio.day();
    let month =
        format!("filter[start_date]={}&filter[end_date]={}", day.first_of_month(), day.last_of_month());
    let read = lists.iter().map(async |(path, route)| {
        let query = if path.ends_with("compensations") { &month } else { "" };
        let path = with(&with(path, query), "page_size=100&fields=id");
        let victim = Victim::as_it_stands(stage, &path, route).await;
        assert!(victim.all.len() >= 10_000, "{path} has {}", victim.all.len());
        for (name, then) in EFFECTS {
            let effect: Value = serde_json::from_str(name).unwrap();
            let at = format!("{path}: {name}");
            let struck = victim.struck(&json!({ "nth": victim.calls / 2 }), &effect).await;
            assert_eq!(struck.fired, 1, "{at}");
            hold(*then, &struck.walked, &victim.all, &at);
        }
    });
    join_all(read).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_of_a_large_company_come_whole_or_say_what_befell_them() {
    let (people, lists) = LARGE[0];
    read_while_it_fails(people, lists).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_absences_come_whole_or_say_what_befell_them() {
    let (people, lists) = LARGE[1];
    read_while_it_fails(people, lists).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_time_entries_come_whole_or_say_what_befell_them() {
    let (people, lists) = LARGE[2];
    read_while_it_fails(people, lists).await;
}
