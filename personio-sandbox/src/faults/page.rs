//! Effects on the links and numbers of pages.

use serde_json::json;

use super::body;
use super::strike::Scene;
use crate::wire::answer::Answer;
use crate::wire::call::first;
use crate::wire::cursor::Cursor;

/// Lets the link to the next page lead to this page; whether there was one.
pub(crate) fn point_to_itself(scene: &Scene<'_>, answer: &mut Answer) -> bool {
    let here = here(scene);
    body::change(answer, |body| {
        let Some(next) = body.pointer_mut("/_meta/links/next/href") else { return false };
        // The lists of org units repeat their filters before the cursor.
        let Some((path, cursor)) = next.as_str().and_then(|it| it.split_once("cursor=")) else {
            return false;
        };
        // The first page has no cursor yet, so it gets one that begins at its start.
        let first =
            || Cursor::decode(cursor, scene.state.cursor_key()).map(|it| Cursor { after: 0, depth: 0, ..it });
        let here = here.or_else(|| first().map(|it| it.encode(scene.state.cursor_key())));
        let link = here.map(|it| json!(format!("{path}cursor={it}")));
        let there = link.is_some();
        *next = link.unwrap_or_default();
        there
    })
}

/// Takes scheme and host from the links between pages; whether there were any.
pub(crate) fn make_relative(answer: &mut Answer) -> bool {
    body::change(answer, |body| {
        let mut changed = false;
        for link in ["self", "next"] {
            let Some(href) = body.pointer_mut(&format!("/_meta/links/{link}/href")) else { continue };
            let rest = href.as_str().and_then(|it| it.split_once("://")).map(|(_, rest)| rest);
            if let Some((_, path)) = rest.and_then(|it| it.split_once('/')) {
                *href = json!(format!("/{path}"));
                changed = true;
            }
        }
        changed
    })
}

/// Counts pages of v1 from the other number, 0 or 1.
pub(crate) fn miscount(answer: &mut Answer, counts_pages: bool) -> bool {
    body::change(answer, |body| {
        let Some(page) = body.pointer_mut("/metadata/current_page") else { return false };
        let other = page.as_i64().map(|it| if counts_pages { it - 1 } else { it + 1 });
        *page = json!(other);
        other.is_some()
    })
}

/// How many pages come before the one that is asked for.
pub(crate) fn depth(scene: &Scene<'_>) -> usize {
    here(scene).and_then(|it| Cursor::decode(&it, scene.state.cursor_key())).map_or(0, |it| it.depth)
}

/// The cursor of the call.
fn here(scene: &Scene<'_>) -> Option<String> {
    let query = form_urlencoded::parse(scene.parts.uri.query().unwrap_or("").as_bytes()).collect();
    first(&query, "cursor").map(str::to_owned)
}
