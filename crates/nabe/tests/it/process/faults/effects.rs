//! Everything that can befall a call, on every list: at one call in its middle, and at every call.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::Then::{self, Empty, More, Refused, Whole};
use super::hold;
use super::victim::{Stage, Victim};
use crate::process::kit::lists::{List, Rows};
use crate::process::kit::personio::LocalPersonio;

const UNAVAILABLE: Then = Refused("provider_unavailable");
const MALFORMED: Then = Refused("provider_malformed");
const REJECTED: Then = Refused("provider_rejected");
const NOT_FOUND: Then = Refused("record_not_found");

/// A fault as the sandbox names it, what becomes of a list of which it strikes one call, and of one of which it strikes
/// all.
#[rustfmt::skip] // a table: one row a fault
const EFFECTS: &[(&str, Then, Then)] = &[
    (r#"{"kind": "bad-gateway"}"#, Whole, UNAVAILABLE),
    (r#"{"kind": "service-unavailable"}"#, Whole, UNAVAILABLE),
    (r#"{"kind": "gateway-timeout"}"#, Whole, UNAVAILABLE),
    (r#"{"kind": "proxy-page"}"#, Whole, UNAVAILABLE),
    (r#"{"kind": "german-error", "status": 500}"#, Whole, UNAVAILABLE),
    (r#"{"kind": "german-error", "status": 422}"#, REJECTED, REJECTED),
    (r#"{"kind": "not-found"}"#, NOT_FOUND, NOT_FOUND),
    (r#"{"kind": "forbidden"}"#, Refused("permission_missing"), Refused("permission_missing")),
    (r#"{"kind": "too-many"}"#, Whole, Refused("provider_rate_limited")),
    (r#"{"kind": "latency", "ms": 30}"#, Whole, Whole),
    (r#"{"kind": "stall", "ms": 30, "after_bytes": 100}"#, Whole, Whole),
    (r#"{"kind": "stall", "after_bytes": 100}"#, Refused("timeout"), Refused("timeout")),
    (r#"{"kind": "cut", "at": "before-answer"}"#, Whole, MALFORMED),
    (r#"{"kind": "cut", "at": "mid-body"}"#, Whole, MALFORMED),
    (r#"{"kind": "truncated"}"#, MALFORMED, MALFORMED),
    (r#"{"kind": "content-type", "content_type": "text/html"}"#, Whole, Whole),
    (r#"{"kind": "answer", "status": 200, "body": "[]"}"#, MALFORMED, MALFORMED),
    (r#"{"kind": "answer", "status": 200, "body": {}}"#, MALFORMED, MALFORMED),
    (r#"{"kind": "answer", "status": 200, "body": ""}"#, MALFORMED, MALFORMED),
    (r#"{"kind": "answer", "status": 204}"#, MALFORMED, MALFORMED),
    (r#"{"kind": "answer", "status": 301, "headers": {"location": "https://elsewhere.example/"}}"#, REJECTED, REJECTED),
    (r#"{"kind": "answer", "status": 418, "body": {"a": 1}}"#, REJECTED, REJECTED),
    (r#"{"kind": "extra-fields"}"#, Whole, Whole),
    (r#"{"kind": "row-inserted"}"#, Whole, Whole),
    (r#"{"kind": "row-deleted"}"#, Whole, Whole),
    (r#"{"kind": "self-next"}"#, MALFORMED, MALFORMED),
    (r#"{"kind": "relative-next"}"#, Whole, Whole),
];

/// Lists that end otherwise: the operation, what the fault's name contains, and what becomes of it.
#[rustfmt::skip] // a table: one row a case
const OTHERWISE: &[(&str, &str, Then)] = &[
    // Whoever is there has employments: a list without them would have a gap.
    ("hris_list_employments", "not-found", MALFORMED),
    // A careers page that isn't there, or leads elsewhere, is one that was entered wrongly.
    ("ats_list_job_postings", "not-found", Refused("credentials_incomplete")),
    ("ats_list_job_postings", "301", Refused("credentials_incomplete")),
    ("ats_list_locations", "not-found", Refused("credentials_incomplete")),
    ("ats_list_locations", "301", Refused("credentials_incomplete")),
    // A category that names no stages has none.
    ("ats_list_job_application_stages", r#""body": {}"#, Empty),
    // Rows of a report are known by their number only.
    ("hris_list_report_rows", "row-inserted", More),
];

/// Whether a fault can do something to a list.
fn can_strike(list: &List, effect: &Value, calls: u64, size_is_one: bool) -> bool {
    let (route, is_paged) = (list.route().unwrap(), matches!(list.rows, Rows::Paged(_)));
    match effect["kind"].as_str().unwrap() {
        // Rows of a report are lists, and the feed is XML.
        "extra-fields" => list.operation != "hris_list_report_rows" && route != "/xml",
        // A page of one row that is another's goes on for ever; the first page never shifts.
        "row-inserted" => is_paged && calls > 1 && !size_is_one,
        // A cursor that loses a row behind our back can't be told from one that never had it: it is trusted.
        "row-deleted" => is_paged && calls > 1 && route.starts_with("/v1/"),
        // The first page has no cursor yet, the last no link.
        "self-next" => is_paged && calls > 2 && route.starts_with("/v2/"),
        "relative-next" => is_paged && route.starts_with("/v2/"),
        _ => true,
    }
}

/// Holds every fault against a list; answers how many there were.
async fn suffer(stage: &Stage, list: &'static List, path: &str) -> usize {
    let victim = Victim::new(stage, path, list.route().unwrap()).await;
    let size_is_one = victim.path.ends_with("page_size=1");
    let mut held = 0;
    for (name, once, always) in EFFECTS {
        let effect: Value = serde_json::from_str(name).unwrap();
        if !can_strike(list, &effect, victim.calls, size_is_one) {
            continue;
        }
        let other = OTHERWISE.iter().find(|it| it.0 == list.operation && name.contains(it.1)).map(|it| it.2);
        let middle = victim.calls / 2 + 1;
        for (moment, then) in [(json!({ "nth": middle }), once), (json!({ "nth": "every" }), always)] {
            let at = format!("{} ({}): {name} at {moment}", list.operation, victim.path);
            let struck = victim.struck(&moment, &effect).await;
            assert!(struck.fired > 0, "it never struck: {at}");
            hold(other.unwrap_or(*then), &struck.walked, &victim.all, &at);
            held += 1;
        }
    }
    held
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_comes_whole_or_says_what_befell_it() {
    let stage = Stage::of(LocalPersonio::start().await).await;
    let lists = stage.lists().await;
    assert_eq!(lists.len(), 41);
    let (feed, others): (Vec<_>, Vec<_>) = lists.iter().partition(|(it, _)| it.route() == Some("/xml"));
    // The careers page doesn't know who calls: its lists come one by one, beside the others.
    let of_feed = async {
        let mut held = Vec::new();
        for (list, path) in feed {
            held.push(suffer(&stage, list, path).await);
        }
        held
    };
    let of_others = join_all(others.iter().map(|(list, path)| suffer(&stage, list, path)));
    let (of_feed, of_others) = tokio::join!(of_feed, of_others);
    assert!(of_feed.iter().chain(&of_others).all(|it| *it > 2 * 20), "{of_feed:?} {of_others:?}");
}
