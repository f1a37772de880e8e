//! The walk: every operation of the served description, with a success and an error at least.
//!
//! A topic is an ordered list of steps in a file of its own. Answers are checked by the kit.

mod attendances;
mod auth;
mod compensations;
mod documents;
mod employees;
mod not_yet;
mod organisation;
mod persons;
mod recruiting;
mod reports;
mod step;
mod time_off;
mod webhooks;

use std::collections::BTreeSet;

use self::not_yet::NOT_YET;
use self::step::Step;
use crate::conform::{self, Met, Operation, same_for_all};
use crate::kit::Local;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The topics. Each walks in a company of its own.
const TOPICS: &[fn() -> Vec<Step>] = &[
    attendances::steps,
    auth::steps,
    compensations::steps,
    documents::steps,
    employees::steps,
    organisation::steps,
    persons::steps,
    recruiting::steps,
    reports::steps,
    time_off::steps,
    webhooks::steps,
];

#[tokio::test]
async fn every_operation_succeeds_and_fails_as_described() {
    let mut met = Met::default();
    for steps in TOPICS {
        met.add(step::walk(steps()).await);
    }
    let local = Local::new();
    let uncovered = conform::uncovered(&local, &met).await;
    let not_yet = not_yet();
    let missing: Vec<_> = uncovered.iter().filter(|(it, _)| !not_yet.contains(&same_for_all(it))).collect();
    assert!(missing.is_empty(), "the walk has no such answer: {missing:#?}");

    let open: BTreeSet<String> = uncovered.iter().map(|(it, _)| same_for_all(it)).collect();
    let done: Vec<_> = not_yet.difference(&open).collect();
    assert!(done.is_empty(), "walked or not described, take it from `NOT_YET`: {done:#?}");
    let unmet = conform::unmet_differences(&met);
    assert!(unmet.is_empty(), "no longer met, take it from `DIFFERENCES`: {unmet:#?}");
}

#[tokio::test]
async fn what_is_published_is_described() {
    let described = names(conform::described(&Local::new()).await);
    let forgotten: Vec<_> = names(conform::published()).difference(&described).cloned().collect();
    assert!(forgotten.is_empty(), "{forgotten:#?}");
}

#[tokio::test]
async fn what_is_described_is_served_and_nothing_else() {
    let local = Local::new();
    let operations: Vec<_> = conform::described(&local).await.collect();
    let described = names(operations.iter().copied());
    let not_yet = not_yet();
    // The career site has a host of its own for each company.
    for operation in operations.into_iter().filter(|it| it.path() != "/xml") {
        for method in METHODS {
            let name = format!("{method} {}", operation.path());
            let status = probe(&local, method, operation).await;
            let is_unknown = [404, 405].contains(&status);
            if !described.contains(&same_for_all(&name)) {
                assert!(is_unknown, "{name} is served only: {status}");
            } else if !not_yet.contains(&same_for_all(&name)) {
                assert!(!is_unknown, "{name} is described only: {status}");
            }
        }
    }
}

/// The status of a call to the path of an operation, without a token: so an unknown row is no reason for a 404.
async fn probe(local: &Local, method: &str, operation: &Operation) -> u16 {
    let path = operation.path_with("1");
    local.send_unchecked(method, &path, &[("beta", "true")], "").await.status
}

fn names<'a>(operations: impl Iterator<Item = &'a Operation>) -> BTreeSet<String> {
    operations.map(|it| same_for_all(&it.name)).collect()
}

fn not_yet() -> BTreeSet<String> {
    NOT_YET.iter().map(|it| same_for_all(it)).collect()
}
