//! Long lists in pages, by a link to the one before and one to the next.

use super::frame::Visit;

/// How many rows a page has.
const ROWS: usize = 50;

/// Which page of a list is shown.
pub(super) struct Pager {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) total: usize,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl Pager {
    /// The rows of the page that the visitor asks for.
    pub(super) fn cut<T>(visit: &Visit, mut rows: Vec<T>) -> (Vec<T>, Self) {
        let total = rows.len();
        let count = total.div_ceil(ROWS).max(1);
        let page = visit.asked("page").parse().unwrap_or(1).clamp(1, count);
        let skipped = (page - 1) * ROWS;
        rows.drain(..skipped);
        rows.truncate(ROWS);
        let pager = Self {
            first: if total == 0 { 0 } else { skipped + 1 },
            last: skipped + rows.len(),
            total,
            before: (page > 1).then(|| visit.again(page - 1)),
            after: (page < count).then(|| visit.again(page + 1)),
        };
        (rows, pager)
    }
}
