//! Pages that shift because a row before them was deleted or inserted since the page before was read.
//!
//! Nothing in the company changes: the route is asked for the page as it would be, so that a client misses one row, or
//! gets one twice, while pages stay full and the rows after them stay in step. The first page never shifts, because no
//! page was read before it.

use http::Uri;
use http::request::Parts;
use http::uri::PathAndQuery;
use serde_json::{Value, json};

use super::body;
use super::strike::{Run, Scene};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::{Params, first};
use crate::wire::cursor::Cursor;

/// What happened before the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shift {
    /// The page begins one row later, and a row is never seen.
    Deleted,
    /// The page begins one row earlier, with the last row of the page before.
    Inserted,
}

/// Answers a call with a page that has shifted; whether it could.
pub(crate) fn run(scene: &Scene<'_>, shift: Shift, run: Run<'_>) -> (Outcome, bool) {
    let shifted = if scene.parts.uri.path().starts_with("/v2/") {
        cursor(scene, shift, run)
    } else {
        offset(scene, shift, run)
    };
    match shifted {
        Some(answer) => (Ok(answer), true),
        None => (run(scene.parts), false),
    }
}

/// A page of v2. Its cursor goes by the last row, so it is moved by one row.
fn cursor(scene: &Scene<'_>, shift: Shift, run: Run<'_>) -> Option<Answer> {
    let key = scene.state.cursor_key();
    let query = query(scene.parts);
    let here = Cursor::decode(first(&query, "cursor")?, key)?;
    let at =
        |cursor: Cursor| run(&with_query(scene.parts, &vec![("cursor".into(), cursor.encode(key).into())]));
    if shift == Shift::Inserted {
        return at(Cursor { after: here.after.checked_sub(1)?, ..here }).ok();
    }
    // What comes after the first row is where a page of one row leads to.
    let one = at(Cursor { limit: 1, ..here.clone() }).ok()?;
    let one: Value = serde_json::from_slice(&one.body).ok()?;
    let next = one.pointer("/_meta/links/next/href").and_then(Value::as_str);
    let next = next.and_then(|it| Cursor::decode(it.split_once("cursor=")?.1, key));
    if let Some(next) = next {
        return at(Cursor { after: next.after, ..here }).ok();
    }
    let mut answer = at(here).ok()?;
    let took = body::change(&mut answer, |body| {
        let rows = body::rows(body).filter(|it| !it.is_empty());
        rows.map(|it| it.remove(0)).is_some()
    });
    took.then_some(answer)
}

/// A page of v1, which counts rows or pages.
fn offset(scene: &Scene<'_>, shift: Shift, run: Run<'_>) -> Option<Answer> {
    let mut answer = run(scene.parts).ok()?;
    let mut page: Value = serde_json::from_slice(&answer.body).ok()?;
    let number = |name: &str| {
        let value = &page[name];
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    };
    let (limit, offset) = (number("limit")?, number("offset")?);
    let counts_pages = counts_pages(scene.route.template);
    let start = if counts_pages { offset.saturating_sub(1) * limit } else { offset };
    let before = start.checked_sub(1)?;
    let row_at = |index: u64| -> Option<Value> {
        let mut query: Params<'_> =
            query(scene.parts).into_iter().filter(|it| it.0 != "limit" && it.0 != "offset").collect();
        let offset = if counts_pages { index + 1 } else { index };
        query.extend([("limit".into(), "1".into()), ("offset".into(), offset.to_string().into())]);
        let one: Value = serde_json::from_slice(&run(&with_query(scene.parts, &query)).ok()?.body).ok()?;
        one.pointer("/data/0").cloned()
    };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let rows = body::rows(&mut page)?;
    match shift {
        Shift::Deleted if rows.is_empty() => return None,
        Shift::Deleted => {
            rows.remove(0);
            rows.extend(row_at(start + limit));
        }
        Shift::Inserted => {
            rows.insert(0, row_at(before)?);
            rows.truncate(most);
        }
    }
    recount(&mut page, shift, limit);
    answer.body = page.to_string().into_bytes();
    Some(answer)
}

/// Whether `offset` of a route is the number of a page, the first being 1 (facts §6 [O]).
pub(crate) fn counts_pages(template: &str) -> bool {
    template.ends_with("/time-offs") || template.ends_with("/absence-periods")
}

/// One row fewer or more.
fn recount(page: &mut Value, shift: Shift, limit: u64) {
    let Some(total) = page.pointer("/metadata/total_elements").and_then(Value::as_u64) else { return };
    let total = if shift == Shift::Deleted { total.saturating_sub(1) } else { total + 1 };
    page["metadata"]["total_elements"] = json!(total);
    page["metadata"]["total_pages"] = json!(total.div_ceil(limit.max(1)));
}

fn query(parts: &Parts) -> Params<'_> {
    form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes()).collect()
}

/// The same call with another query.
fn with_query(parts: &Parts, query: &Params<'_>) -> Parts {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    let mut parts = parts.clone();
    let mut uri = parts.uri.clone().into_parts();
    let path = format!("{}?{query}", parts.uri.path());
    uri.path_and_query = PathAndQuery::try_from(path).ok();
    parts.uri = Uri::from_parts(uri).unwrap_or_default();
    parts
}
