//! Names and addresses of people by their ids, from v2: up to 50 in one call (official).
//!
//! Must not know for whom they are.

use std::collections::HashMap;

use nabe_connector::Call;
use nabe_model::value::Text;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::page;
use super::operation;
use super::scalar::Scalar;
use super::values::Values;

/// The most people of a page (official; more is a 400, checked live).
const AT_ONCE: usize = 50;
/// What the keys of these calls begin with.
const KEY: &str = "people ";

/// The calls for people. Ids that can't be any are left out.
pub(super) fn people_calls<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<(String, Call)> {
    let is_one = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    let ids: Vec<&str> = ids.filter(is_one).collect();
    let call = |(at, ids): (usize, &[&str])| {
        let call = Call::to(operation("v2_list_persons")).query("limit", AT_ONCE.to_string());
        (format!("{KEY}{at}"), call.query("id", ids.join(",")))
    };
    ids.chunks(AT_ONCE).enumerate().map(call).collect()
}

/// Somebody.
#[derive(Clone, Debug, Default)]
pub(super) struct Person<'b> {
    pub(super) first_name: Option<Text<'b>>,
    pub(super) last_name: Option<Text<'b>>,
    pub(super) email: Option<Text<'b>>,
    /// What Personio said.
    pub(super) source: Option<&'b RawValue>,
}

/// People by their ids.
#[derive(Default)]
pub(super) struct People<'b>(HashMap<String, Person<'b>>);

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    first_name: Scalar<'b>,
    last_name: Scalar<'b>,
    email: Scalar<'b>,
}

impl<'b> People<'b> {
    /// The people among the bodies of further calls. Whoever isn't told any more is not among them.
    pub(super) fn of(details: &'b HashMap<String, Vec<u8>>) -> Self {
        let bodies = details.iter().filter(|(key, _)| key.starts_with(KEY));
        let rows = bodies.filter_map(|(_, body)| page(body).ok()).flat_map(|it| it.rows);
        Self(rows.filter_map(person).collect())
    }

    /// Somebody.
    pub(super) fn get(&self, id: &str) -> Option<&Person<'b>> {
        self.0.get(id)
    }
}

fn person(row: &RawValue) -> Option<(String, Person<'_>)> {
    let wire: Wire<'_> = serde_json::from_str(row.get()).ok()?;
    let mut ignored = Vec::new();
    let values = &mut Values { defects: &mut ignored };
    let person = Person {
        first_name: values.text("first_name", wire.first_name),
        last_name: values.text("last_name", wire.last_name),
        email: values.text("email", wire.email),
        source: Some(row),
    };
    Some((values.id("id", wire.id)?.to_string(), person))
}
