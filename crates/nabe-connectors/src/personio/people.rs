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
use super::reading::from_json;
use super::scalar::Scalar;
use super::told::Told;
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
pub(super) struct Person<'b> {
    pub(super) first_name: Option<Text<'b>>,
    pub(super) last_name: Option<Text<'b>>,
    pub(super) email: Option<Text<'b>>,
    /// What Personio said.
    pub(super) source: &'b RawValue,
}

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    first_name: Scalar<'b>,
    last_name: Scalar<'b>,
    email: Scalar<'b>,
}

/// The people among the further answers. Whoever isn't told any more is not among them.
pub(super) fn people(further: &HashMap<String, Vec<u8>>) -> Told<Person<'_>> {
    let mut people = Told::default();
    for (_, body) in further.iter().filter(|(key, _)| key.starts_with(KEY)) {
        people.add(page(body).map(|it| it.rows), person);
    }
    people
}

fn person<'b>(row: &'b RawValue, values: &mut Values<'_>) -> Option<(String, Person<'b>)> {
    let wire: Wire<'b> = from_json(row.get()).ok()?;
    let id = wire.id.id()?.into_owned();
    let person = Person {
        first_name: values.text("first_name", wire.first_name),
        last_name: values.text("last_name", wire.last_name),
        email: values.text("email", wire.email),
        source: row,
    };
    Some((id, person))
}
