//! Paging by rows over a list that moves: pages overlap by one row, and the position carries that row's id.
//!
//! When the row is still where it was, nothing moved before it. When it moved, it is looked for; when it can't be
//! found, the list says so rather than skip anybody. Must not know what a row is.

use std::fmt;

use nabe_connector::CallError;

/// How many pages backwards the row is looked for.
const STEPS_BACK: u32 = 3;

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    offset: u64,
    /// The last row that was given; the page begins with it if nothing moved.
    boundary: Option<String>,
    /// How often the row was looked for in vain.
    back: u32,
}

impl Place {
    /// Reads a position that an earlier page gave.
    pub(super) fn read(position: Option<&str>) -> Result<Self, CallError> {
        let Some(position) = position else { return Ok(Self::default()) };
        let malformed = || CallError::Malformed { at: "position".to_owned() };
        let mut parts = position.splitn(3, ':');
        let offset = parts.next().and_then(|it| it.parse().ok()).ok_or_else(malformed)?;
        let back = parts.next().and_then(|it| it.parse().ok()).ok_or_else(malformed)?;
        let boundary = parts.next().ok_or_else(malformed)?.to_owned();
        Ok(Self { offset, boundary: Some(boundary), back })
    }

    /// The first row of the page.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.offset, self.back, self.boundary.as_deref().unwrap_or_default())
    }
}

/// A page while its rows are read.
pub(super) struct List {
    place: Place,
    limit: u32,
    /// The rows before the boundary, if it was not met yet.
    waiting: bool,
    /// The ids of the rows so far; only the last is kept.
    last: Option<String>,
}

impl List {
    /// A page that begins at `place`, of at most `limit` rows.
    pub(super) fn new(place: Place, limit: u32) -> Self {
        Self { waiting: place.boundary.is_some(), place, limit, last: None }
    }

    /// Whether the next row was not given before.
    pub(super) fn is_new(&mut self, id: Option<&str>) -> bool {
        if id.is_some() {
            self.last = id.map(str::to_owned);
        }
        if !self.waiting {
            return true;
        }
        // Rows before it were given, or are newer than the beginning of the list.
        self.waiting = id.is_none() || id != self.place.boundary.as_deref();
        false
    }

    /// Where to go on after `rows` rows of `total`.
    pub(super) fn next(self, rows: usize, total: Option<u64>) -> Result<Option<String>, CallError> {
        if self.waiting {
            return self.back();
        }
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        let after = self.place.offset.saturating_add(rows);
        // A page that says no total is the last one unless it is exactly full: one with more rows than were asked
        // for comes from a route that doesn't page.
        let more = match total {
            Some(total) => after < total,
            None => rows == u64::from(self.limit),
        };
        let boundary = self.last.filter(|_| more && rows > 0);
        Ok(boundary
            .map(|boundary| Place { offset: after - 1, boundary: Some(boundary), back: 0 }.to_string()))
    }

    /// Looks for the row one page before: rows that were deleted moved it there.
    fn back(self) -> Result<Option<String>, CallError> {
        if self.place.back >= STEPS_BACK || self.place.offset == 0 {
            return Err(CallError::ListChanged);
        }
        let offset = self.place.offset.saturating_sub(u64::from(self.limit) - 1);
        Ok(Some(Place { offset, back: self.place.back + 1, ..self.place }.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a list page by page as it stands at each moment; `before` may change it before each page.
    fn walk(
        mut list: Vec<u32>,
        limit: u32,
        mut before: impl FnMut(usize, &mut Vec<u32>),
    ) -> Result<Vec<u32>, CallError> {
        let (mut given, mut position) = (Vec::new(), None::<String>);
        for turn in 0.. {
            before(turn, &mut list);
            let place = Place::read(position.as_deref())?;
            let from = usize::try_from(place.offset()).unwrap().min(list.len());
            let rows: Vec<u32> = list[from..].iter().copied().take(limit as usize).collect();
            let mut page = List::new(place, limit);
            given.extend(rows.iter().filter(|it| page.is_new(Some(&it.to_string()))));
            position = page.next(rows.len(), Some(list.len() as u64))?;
            if position.is_none() {
                break;
            }
        }
        Ok(given)
    }

    #[test]
    fn a_list_that_stays_is_given_once() {
        for (count, limit) in [(0, 100), (1, 2), (99, 100), (100, 100), (101, 100), (1000, 100), (7, 2)] {
            let list: Vec<u32> = (1..=count).collect();
            assert_eq!(walk(list.clone(), limit, |_, _| ()).unwrap(), list, "{count} by {limit}");
        }
    }

    #[test]
    fn rows_that_come_and_go_cost_nobody_else() {
        let list: Vec<u32> = (1..=50).collect();
        // Somebody of an earlier page leaves before the third page.
        let given = walk(list.clone(), 10, |turn, list| {
            if turn == 2 {
                list.retain(|it| ![3, 4].contains(it));
            }
        });
        assert_eq!(given.unwrap(), list);
        // Somebody comes in at the beginning.
        let given = walk(list.clone(), 10, |turn, list| {
            if turn == 2 {
                list.insert(0, 99);
            }
        });
        assert_eq!(given.unwrap(), list);
    }

    #[test]
    fn when_the_row_itself_is_gone_the_list_says_so() {
        let list: Vec<u32> = (1..=50).collect();
        let given = walk(list, 10, |turn, list| {
            if turn == 2 {
                list.retain(|it| *it != 19);
            }
        });
        assert_eq!(given, Err(CallError::ListChanged));
    }
}
