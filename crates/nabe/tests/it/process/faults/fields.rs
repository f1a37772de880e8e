//! Values that are others than documented, at every field of every list's rows: of another type, null, not there, of a
//! word that nobody knows, there twice. They cost nothing but themselves, unless they are what a record is known by;
//! then each row that is lost is counted.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::victim::{Stage, Victim};
use crate::process::kit::lists::List;
use crate::process::kit::personio::LocalPersonio;
use crate::process::kit::walk::{Walked, with};

/// What becomes of a list when a field of its rows can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cost {
    /// Nothing.
    None,
    /// Every record, and each row is counted.
    All,
    /// Some of the records, and each row is counted: the same thing may stand in several.
    Some,
    /// None: their ids are composed of it, and become others.
    OtherIds,
    /// None: records come that the field would have kept away.
    More,
}

/// Fields by which records are known, beside their ids.
#[rustfmt::skip] // a table: one row a field
const MATTERS: &[(&str, &str, Cost)] = &[
    // Who has left holds no post.
    ("hris_list_positions", "/data/*/attributes/status/value", Cost::More),
    // They are org units and, behind them, cost centers.
    ("hris_list_groups", "/_data/*/id", Cost::Some),
    // By their names the balances of v1 lead to the types of v1, whose ids are those of v2.
    ("hris_list_employee_time_off_policies", "/data/*/name", Cost::All),
    // It must be said whose they are.
    ("hris_list_employee_time_off_requests", "/_data/*/person/id", Cost::All),
    ("hris_list_compensations", "/_data/*/person/id", Cost::OtherIds),
    ("hris_list_compensations", "/_data/*/type/id", Cost::OtherIds),
    ("hris_list_compensations", "/_data/*/effective_from", Cost::OtherIds),
    ("ats_list_application_changes", "/_data/*/entered_at/date-time", Cost::All),
    ("ats_list_application_changes", "/_data/*/stage/id", Cost::OtherIds),
    ("ats_list_application_changes", "/_data/*/stage/kind", Cost::OtherIds),
    // The company's own stages are known by ids, those of the system by words.
    ("ats_list_job_application_stages", "/stages/*/id", Cost::Some),
    ("ats_list_job_application_stages", "/stages/*/kind", Cost::Some),
    ("ats_list_interview_stages", "/_data/*/stages/*/id", Cost::Some),
    ("ats_list_interview_stages", "/_data/*/stages/*/kind", Cost::Some),
    ("ats_list_application_stages", "/_data/*/stages/*/id", Cost::Some),
    ("ats_list_application_stages", "/_data/*/stages/*/kind", Cost::Some),
    ("ats_list_departments", "/_data/*/department/id", Cost::Some),
    ("ats_list_users", "/_data/*/hiring_team/*/person/id", Cost::Some),
];

fn cost(list: &List, pointer: &str) -> Cost {
    let named = MATTERS.iter().find(|it| it.0 == list.operation && it.1 == pointer).map(|it| it.2);
    named.unwrap_or(if pointer == list.id { Cost::All } else { Cost::None })
}

/// The places at which an answer has a value, a `*` for every row.
fn places(body: &Value) -> BTreeSet<String> {
    fn look(value: &Value, at: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    look(value, &format!("{at}/{name}"), found);
                }
            }
            Value::Array(items) => items.iter().for_each(|it| look(it, &format!("{at}/*"), found)),
            Value::Null => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) => _ = found.insert(at.to_owned()),
        }
    }
    let mut found = BTreeSet::new();
    look(body, "", &mut found);
    found
}

/// How often a body has something at a pointer.
fn count(body: &Value, pointer: &str) -> u64 {
    let Some(rest) = pointer.strip_prefix('/') else { return 1 };
    let (part, rest) =
        rest.split_once('/').map_or((rest, String::new()), |(it, rest)| (it, format!("/{rest}")));
    match body {
        Value::Array(items) if part == "*" => items.iter().map(|it| count(it, &rest)).sum(),
        Value::Array(items) => {
            part.parse().ok().and_then(|at: usize| items.get(at)).map_or(0, |it| count(it, &rest))
        }
        Value::Object(object) => object.get(part).map_or(0, |it| count(it, &rest)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// Whether a place is in a row and has a name there. Of an attribute of v1 only the value is read.
fn is_read(pointer: &str) -> bool {
    let is_in_a_row = ["/data/*/", "/_data/*/", "/stages/*/"].iter().any(|it| pointer.starts_with(it));
    let is_beside_a_value = pointer.starts_with("/data/*/attributes/") && !pointer.ends_with("/value");
    is_in_a_row && !is_beside_a_value && !pointer.ends_with("/href") && !pointer.ends_with("/*")
}

/// What a value becomes.
fn effects(pointer: &str) -> Vec<Value> {
    let mut effects = vec![
        json!({ "kind": "retype", "field": pointer, "to": "object" }),
        json!({ "kind": "null", "field": pointer }),
        json!({ "kind": "missing", "field": pointer }),
    ];
    // An id that is another's is no matter of reading.
    let is_id =
        pointer.ends_with("/id") || pointer.ends_with("/key") || pointer.ends_with("/attributes/id/value");
    if !is_id {
        effects.push(json!({ "kind": "unknown-value", "field": pointer }));
    }
    effects
}

/// What came of a list: its records, those of the usual ones that are missing, and the rows that were counted as lost.
#[derive(Debug)]
struct Came {
    records: usize,
    others: usize,
    missing: usize,
    counted: u64,
}

impl Cost {
    /// Whether a list of `all` records cost this, when `rows` had a value that could not be read.
    fn is_that_of(self, came: &Came, all: usize, rows: u64, rows_are_known: bool) -> bool {
        let Came { records, others, missing, counted } = *came;
        let counts = |missing: usize| u64::try_from(missing).is_ok_and(|it| it <= counted);
        match self {
            Self::None => (records, others, missing, counted) == (all, 0, 0, 0),
            Self::All => {
                let is_exact = counted == rows || (!rows_are_known && rows <= counted);
                (records, missing) == (0, all) && is_exact
            }
            Self::Some => {
                let is_bounded = counted <= rows || !rows_are_known;
                missing > 0 && others == 0 && counts(missing) && is_bounded
            }
            Self::OtherIds => records == all && missing > 0 && counted == 0,
            Self::More => missing == 0 && others > 0 && counted == 0,
        }
    }
}

/// What was held against a list, and what was not as it is due.
#[derive(Default)]
struct Held {
    values: usize,
    complaints: Vec<String>,
}

/// Holds every value of every field against a list.
async fn suffer(stage: &Stage, list: &'static List, path: &str) -> Held {
    let path = with(path, "page_size=100");
    let victim = Victim::as_it_stands(stage, &path, list.route().unwrap()).await;
    let originals = victim.originals().await;
    let mut pointers: BTreeSet<String> = originals.iter().flat_map(places).collect();
    pointers.retain(|it| is_read(it));
    // Of further pages it is not known how many rows they have.
    let rows_are_known = victim.calls == u64::try_from(originals.len()).unwrap();
    victim.lost().await;
    let mut held = Held::default();
    for pointer in &pointers {
        let cost = cost(list, pointer);
        let rows: u64 = originals.iter().map(|it| count(it, pointer)).sum();
        for effect in effects(pointer) {
            held.values += 1;
            let struck = victim.struck(&json!({ "nth": "every" }), &effect).await;
            let at = format!("{} ({path}): {effect}", list.operation);
            let Walked::Whole(ids) = struck.walked else {
                held.complaints.push(format!("{at}: {:?}", struck.walked));
                continue;
            };
            let once: BTreeSet<String> = ids.iter().cloned().collect();
            let came = Came {
                records: ids.len(),
                others: once.difference(&victim.all).count(),
                missing: victim.all.difference(&once).count(),
                counted: victim.lost().await,
            };
            if struck.fired == 0 || !cost.is_that_of(&came, victim.all.len(), rows, rows_are_known) {
                let usual = victim.all.len();
                held.complaints
                    .push(format!("{at}: {cost:?} of {usual}, {rows} rows, {}: {came:?}", struck.fired));
            }
        }
    }
    held
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_is_none_costs_itself_or_a_row_that_is_counted() {
    let stage = &Stage::of(LocalPersonio::start().await).await;
    let mut lists = stage.lists().await;
    // The feed is XML, and has tests of its own.
    lists.retain(|(list, _)| list.route() != Some("/xml"));
    let held = join_all(lists.iter().map(|(list, path)| suffer(stage, list, path))).await;
    let complaints: Vec<&String> = held.iter().flat_map(|it| &it.complaints).collect();
    assert!(complaints.is_empty(), "{} complaints: {complaints:#?}", complaints.len());
    let without = lists.iter().zip(&held).filter(|(_, it)| it.values == 0).map(|it| it.0.0.operation);
    assert_eq!(without.collect::<Vec<_>>(), Vec::<&str>::new(), "lists without a field");
    assert!(held.iter().map(|it| it.values).sum::<usize>() > 1_000);
}
