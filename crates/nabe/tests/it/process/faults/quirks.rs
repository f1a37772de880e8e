//! The oddities of the real API that the sandbox shows by name (facts §13), on the routes that have them.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::Then::{self, Refused, Whole};
use super::hold;
use super::victim::{Stage, Victim};
use crate::process::kit::lists::Rows;
use crate::process::kit::personio::LocalPersonio;

const UNAVAILABLE: Then = Refused("provider_unavailable");
const NOT_FOUND: Then = Refused("record_not_found");
const REJECTED: Then = Refused("provider_rejected");
const DENIED: Then = Refused("permission_missing");

const PEOPLE: &str = "/v1/company/employees";
const EMPLOYMENTS: &str = "/v2/persons/{id}/employments";
const BREAKDOWNS: &str = "/v2/absence-periods/{id}/breakdowns";

const OF_PEOPLE: &str = "/unified/hris/employees?page_size=8&fields=id";
const WITH_EMPLOYMENTS: &str = "/unified/hris/employees?page_size=8&fields=id,employments";
const OF_EVERYBODY: &str = "/unified/hris/employments?page_size=8&fields=id";
const POSITIONS: &str = "/unified/hris/positions?page_size=8&fields=id";
const ABSENCES: &str = "/unified/hris/time_off?page_size=100";
const DURATIONS: &str =
    "/unified/hris/time_off?page_size=100&filter[start_date]=2026-10-01&fields=id,duration";
const TIMES: &str = "/unified/hris/time_entries?page_size=100";
const ATTRIBUTES: &str = "/unified/hris/custom_field_definitions/employees?page_size=6";
const CATEGORIES: &str = "/unified/hris/documents/employee_categories?page_size=2";
const HIRING: &str = "/unified/ats/users?page_size=3&fields=id,name";
const TEAMS: &str = "/unified/ats/jobs?page_size=2&fields=id,hiring_team.first_name";

/// An oddity, what is read, the route that has it, and what becomes of the list when one call or all calls have it.
#[rustfmt::skip] // a table: one row a case
const QUIRKS: &[(&str, &str, &str, Then, Then)] = &[
    ("no-token-echo", OF_PEOPLE, PEOPLE, Whole, Whole),
    ("no-token-echo", POSITIONS, PEOPLE, Whole, Whole),
    ("no-token-echo", OF_EVERYBODY, PEOPLE, Whole, Whole),
    ("no-token-echo", ATTRIBUTES, "/v1/company/employees/attributes", Whole, Whole),
    ("no-token-echo", CATEGORIES, "/v1/company/document-categories", Whole, Whole),
    ("wrong-current-page", OF_PEOPLE, PEOPLE, Whole, Whole),
    ("wrong-current-page", POSITIONS, PEOPLE, Whole, Whole),
    ("wrong-current-page", OF_EVERYBODY, PEOPLE, Whole, Whole),
    ("absence-periods-404", ABSENCES, "/v2/absence-periods", NOT_FOUND, NOT_FOUND),
    // What is taken of the days of an absence is then not known.
    ("absence-periods-404", DURATIONS, BREAKDOWNS, Whole, Whole),
    ("employments-502", OF_EVERYBODY, EMPLOYMENTS, Whole, UNAVAILABLE),
    ("employments-502", WITH_EMPLOYMENTS, EMPLOYMENTS, Whole, UNAVAILABLE),
    ("last-working-date", OF_EVERYBODY, EMPLOYMENTS, Whole, Whole),
    ("last-working-date", WITH_EMPLOYMENTS, EMPLOYMENTS, Whole, Whole),
    ("persons-431", HIRING, "/v2/persons", REJECTED, REJECTED),
    ("persons-431", TEAMS, "/v2/persons", REJECTED, REJECTED),
    ("gateway-504", HIRING, "/v2/persons", Whole, UNAVAILABLE),
    ("gateway-504", TEAMS, "/v2/persons", Whole, UNAVAILABLE),
    ("gateway-504", TIMES, "/v1/company/employees/{id}", Whole, UNAVAILABLE),
    ("gateway-504", ABSENCES, "/v2/absence-types", Whole, UNAVAILABLE),
    ("gateway-504", DURATIONS, BREAKDOWNS, Whole, UNAVAILABLE),
    ("attendance-relative-next", TIMES, "/v2/attendance-periods", Whole, Whole),
    ("slow-deep-cursors", HIRING, "/v2/persons", Whole, Whole),
    ("slow-deep-cursors", OF_EVERYBODY, EMPLOYMENTS, Whole, Whole),
    ("attributes-403", ATTRIBUTES, "/v1/company/employees/attributes", DENIED, DENIED),
];

/// Oddities that no call of Nabe meets, or only one that is another fault's.
const ELSEWHERE: [(&str, &str); 2] = [
    ("persons-self-next", "people are asked for by their ids, fifty at most: there is no second page"),
    ("german-errors", "only errors are in German: below, beside what causes them"),
];

/// Whether an oddity shows at one call only if that call is the right one.
fn is_picky(quirk: &str) -> bool {
    // Few have left, and the last page has no link.
    ["last-working-date", "attendance-relative-next"].contains(&quirk)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_oddity_is_met_where_it_is() {
    let stage = &Stage::of(LocalPersonio::start().await).await;
    let tried = QUIRKS.iter().map(async |(quirk, path, route, once, always)| {
        let victim = Victim::as_it_stands(stage, path, route).await;
        let effect = json!({ "kind": "quirk", "quirk": quirk });
        for (moment, then) in [(json!({ "nth": 1 }), once), (json!({ "nth": "every" }), always)] {
            let at = format!("{path} with {quirk} of {route} at {moment}");
            let struck = victim.struck(&moment, &effect).await;
            assert!(struck.fired > 0 || (moment["nth"] == 1 && is_picky(quirk)), "it never struck: {at}");
            hold(*then, &struck.walked, &victim.all, &at);
        }
    });
    join_all(tried).await;
    let all = quirks_of_the_sandbox(stage).await;
    for quirk in &all {
        let is_held = QUIRKS.iter().any(|it| it.0 == quirk) || ELSEWHERE.iter().any(|it| it.0 == quirk);
        assert!(is_held, "say here what becomes of a list with {quirk}");
    }
    assert_eq!(all.len(), 12, "{all:?}");
}

/// The names of the sandbox's oddities, which it tells whoever asks for one that isn't there.
async fn quirks_of_the_sandbox(stage: &Stage) -> Vec<String> {
    let url = format!("{}/_sandbox/faults", stage.personio.url);
    let body = json!({ "effect": { "kind": "quirk", "quirk": "?" } }).to_string();
    let headers = [("content-type", "application/json")];
    let refused = stage.client.send("POST", &url, &headers, Some(body)).await.expect(400);
    let (_, names) = refused.body.split_once("expected one of ").unwrap();
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deep_pages_of_every_list_may_be_slow() {
    let stage = &Stage::of(LocalPersonio::start().await).await;
    let lists = stage.lists().await;
    let slow = lists.iter().filter_map(|(list, path)| match list.rows {
        Rows::Paged(route) if route.starts_with("/v2/") => Some((route, path)),
        Rows::Paged(_) | Rows::Whole(_) | Rows::Fixed => None,
    });
    let read = slow.map(async |(route, path)| {
        let victim = Victim::new(stage, path, route).await;
        let effect = json!({ "kind": "quirk", "quirk": "slow-deep-cursors" });
        let struck = victim.struck(&json!({ "nth": "every" }), &effect).await;
        assert_eq!(struck.fired, victim.calls, "{path}");
        hold(Whole, &struck.walked, &victim.all, path);
    });
    assert!(join_all(read).await.len() > 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_in_german_mean_the_same() {
    let stage = Stage::of(LocalPersonio::start().await).await;
    for (path, route) in
        [(OF_PEOPLE, PEOPLE), (POSITIONS, PEOPLE), (ATTRIBUTES, "/v1/company/employees/attributes")]
    {
        let victim = Victim::as_it_stands(&stage, path, route).await;
        let german = json!({ "kind": "quirk", "quirk": "german-errors" });
        let control = stage.control();
        for (effect, then) in [
            (json!({ "kind": "forbidden" }), DENIED),
            (json!({ "kind": "too-many" }), Refused("provider_rate_limited")),
            (json!({ "kind": "not-found" }), NOT_FOUND),
        ] {
            let translated = control.fault(&json!({ "route": route }), &german).await;
            let struck = victim.struck(&json!({ "nth": "every" }), &effect).await;
            let at = format!("{path}: {effect} in German");
            assert!(control.heal(&translated).await > 0 || is_without_words(&effect), "{at}");
            hold(then, &struck.walked, &victim.all, &at);
        }
    }
}

/// Whether an error of v1 has no text that could be translated.
fn is_without_words(effect: &Value) -> bool {
    effect["kind"] == "too-many"
}
