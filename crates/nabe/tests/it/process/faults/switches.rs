//! Whatever nobody knows about Personio (facts §15 and others), one thing at a time: it costs no record, or what it costs
//! is written down.

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt};
use serde_json::Value;

use super::Then::{self, More, Refused, Whole};
use super::hold;
use super::victim::Stage;
use crate::process::kit::lists::List;
use crate::process::kit::personio::LocalPersonio;
use crate::process::kit::walk::{Walked, with};

/// What is otherwise with a switch in a position: the operation, and what becomes of its list.
#[rustfmt::skip] // a table: one row a case
const OTHERWISE: &[(&str, &str, &str, Then)] = &[
    ("v1-attributes", "headers", "hris_list_employee_custom_field_definitions", Refused("permission_missing")),
    ("v2-cost-centers", "404", "hris_list_cost_center_groups", Refused("record_not_found")),
    ("v2-cost-centers", "404", "hris_list_groups", Refused("record_not_found")),
    ("v2-compensation-needs", "nothing", "hris_list_compensations", More),
];

/// Where other records are shown than usual: how many of the usual ones are not, and how many others.
#[rustfmt::skip] // a table: one row a case
const OTHERS: &[(&str, &str, &str, Shows)] = &[
    ("v2-compensation-row", "nested", "hris_list_compensations", Shows::OtherIds),
    ("v2-compensation-types", "recurring-and-one-time", "hris_list_compensation_types", Shows::Fewer(3)),
];

/// What is shown in the place of the usual records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    /// As many, with ids of their own.
    OtherIds,
    /// So many fewer.
    Fewer(usize),
}

/// Switches that have tests of their own, in `limits`.
const ELSEWHERE: [&str; 1] = ["rate-limits"];

/// A list with its address and its usual records.
type Usual = (&'static List, String, BTreeSet<String>);

fn check(name: &str, position: &str, usual: &Usual, walked: &Walked) {
    let (list, _, all) = usual;
    let at = format!("{} with {name} at {position}", list.operation);
    let is_this = |it: (&str, &str, &str)| it == (name, position, list.operation);
    if let Some(other) = OTHERS.iter().find(|it| is_this((it.0, it.1, it.2))) {
        let Walked::Whole(ids) = walked else { panic!("{at}: {walked:?}") };
        let once: BTreeSet<String> = ids.iter().cloned().collect();
        assert_eq!(once.len(), ids.len(), "a record came twice: {at}");
        let (missing, more) = (all.difference(&once).count(), once.difference(all).count());
        let expected = match other.3 {
            Shows::OtherIds => (all.len(), all.len()),
            Shows::Fewer(fewer) => (fewer, 0),
        };
        assert_eq!((missing, more), expected, "{at}");
        return;
    }
    let other = OTHERWISE.iter().find(|it| is_this((it.0, it.1, it.2)));
    hold(other.map_or(Whole, |it| it.3), walked, all, &at);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_nobody_knows_about_personio_costs_no_record() {
    let stage = &Stage::of(LocalPersonio::start().await).await;
    let account = &stage.account("reader").await;
    let read = async |path: String| stage.reader(account).walk(&with(&path, "page_size=100&fields=id")).await;
    let read = &read;
    let mut usual: Vec<Usual> = Vec::new();
    for (list, path) in stage.lists().await {
        let ids = read(path.clone()).await.whole(&path);
        assert!(!ids.is_empty(), "{path} has nothing");
        usual.push((list, path, ids.into_iter().collect()));
    }
    let switches = stage.control().send("GET", "switches", None).await;
    let mut positions = 0;
    for switch in switches["switches"].as_array().unwrap() {
        let name = switch["name"].as_str().unwrap();
        let usually = switch["position"].as_str().unwrap();
        let others = switch["positions"].as_array().unwrap().iter().filter_map(Value::as_str);
        for position in others.filter(|it| *it != usually && !ELSEWHERE.contains(&name)) {
            stage.control().switch(name, position).await;
            let reads = usual.iter().map(|it| async move { (it, read(it.1.clone()).await) });
            let walked: Vec<_> = stream::iter(reads).buffer_unordered(8).collect().await;
            for (of, walked) in &walked {
                check(name, position, of, walked);
            }
            stage.control().switch(name, usually).await;
            positions += 1;
        }
    }
    assert!(positions > 110, "{positions}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_an_account_has_not_is_told_from_a_record_that_is_not_there() {
    let stage = &Stage::of(LocalPersonio::start().await).await;
    let account = &stage.account("reader").await;
    stage.control().switch("v2-cost-centers", "404").await;
    let reader = stage.reader(account);
    let message = async |path: &str| {
        let refused = reader.get(&format!("/unified/hris/groups/{path}")).await.expect(404).json();
        assert_eq!(refused["code"], "record_not_found", "{path}");
        refused["message"].as_str().unwrap().to_owned()
    };
    assert!(message("cost_centers").await.contains("no such list for this account"));
    assert_eq!(message("departments/4711").await, "Personio has no such record.");
    reader.get("/unified/hris/groups/departments").await.expect(200);
}
