//! Paging by rows over a list that moves: pages overlap, and the position carries the ids of the last rows given.
//!
//! Rows come and go between pages and keep their order among each other. A page goes on behind the last given row
//! that it meets; given rows that it doesn't meet were deleted, or are further on, and are not given again if they
//! turn up. When none of them can be found, the list says so rather than skip anybody. Must not know what a row is.

use std::fmt;

use nabe_connector::CallError;

/// How many of the last given rows a position carries: all of them must go before the list is lost.
const CARRIED: usize = 4;
/// Rows that a page begins with again where there is room for it, so that a deleted one costs no call.
const OVERLAP: u32 = 2;
/// Given rows that were not met again, at most.
const MISSING: usize = 8;
/// Rows of the first step back: mostly few were deleted.
const FEW: u32 = 10;
/// How many steps back the rows are looked for.
const STEPS_BACK: u32 = 3;

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    offset: u64,
    /// How often the given rows were looked for in vain.
    back: u32,
    /// The last rows that were given, in their order.
    given: Vec<String>,
    /// Rows that were given before and not met again.
    missing: Vec<String>,
    /// Whether rows were given that are carried no more.
    forgot: bool,
}

impl Place {
    /// Reads a position that an earlier page gave.
    pub(super) fn read(position: Option<&str>) -> Result<Self, CallError> {
        let Some(position) = position else { return Ok(Self::default()) };
        let malformed = |_| CallError::Malformed { at: "position".to_owned() };
        let (offset, back, given, missing, forgot) = serde_json::from_str(position).map_err(malformed)?;
        Ok(Self { offset, back, given, missing, forgot })
    }

    /// The first row of the page.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The last row that was given.
    pub(super) fn last_given(&self) -> Option<&str> {
        self.given.last().map(String::as_str)
    }

    /// How many rows to ask for, so that `size` of them are new if nothing moved.
    pub(super) fn limit(&self, size: u32, most: u32) -> u32 {
        match self.back {
            _ if self.given.is_empty() => size.clamp(1, most),
            0 => size.saturating_add(OVERLAP).clamp(1, most),
            1.. => most,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { offset, back, given, missing, forgot } = self;
        let text = serde_json::to_string(&(offset, back, given, missing, forgot)).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

/// A page while its rows are read.
pub(super) struct List {
    place: Place,
    /// How many new rows fit.
    size: u32,
    /// How many rows were asked for.
    limit: u32,
    /// Rows that the next page begins with again.
    overlap: u64,
    /// The most rows that can be asked for.
    most: u32,
    /// Whether none of the given rows was met yet.
    waiting: bool,
    /// Which of the given rows were met.
    met: Vec<bool>,
    /// The last rows of this page that were given now or before, in their order.
    last: Vec<String>,
    /// New rows so far.
    new: u32,
    /// Rows so far.
    rows: u64,
    /// Rows up to the last one whose id will be carried.
    until: u64,
}

impl List {
    /// A page that begins at `place` and has `size` new rows at most.
    pub(super) fn new(place: Place, size: u32, most: u32) -> Self {
        let from_the_start = place.offset == 0 && !place.forgot;
        Self {
            waiting: !place.given.is_empty() && !from_the_start,
            met: vec![false; place.given.len()],
            size: size.clamp(1, most),
            limit: place.limit(size, most),
            overlap: most.saturating_sub(size).clamp(1, OVERLAP).into(),
            most,
            place,
            last: Vec::new(),
            new: 0,
            rows: 0,
            until: 0,
        }
    }

    /// The same, whatever number of its rows is new.
    pub(super) fn never_full(self) -> Self {
        Self { size: u32::MAX, ..self }
    }

    /// Whether none of the given rows was met yet.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Whether the next row will be new.
    pub(super) fn would_be_new(&self, id: &str) -> bool {
        let is = |it: &String| it == id;
        !self.is_full()
            && !self.waiting
            && !self.place.given.iter().any(is)
            && !self.place.missing.iter().any(is)
    }

    /// Takes the next row, and says whether it is new. A row behind a full page is left to the next one.
    pub(super) fn is_new(&mut self, id: Option<&str>) -> bool {
        if self.is_full() {
            return false;
        }
        self.rows += 1;
        let Some(id) = id else { return !self.waiting };
        if self.would_be_new(id) {
            self.keep(id);
            self.new += 1;
            return true;
        }
        if let Some(at) = self.place.given.iter().position(|it| it == id) {
            self.met[at] = true;
            self.waiting = false;
            self.keep(id);
        } else if !self.waiting && self.place.missing.iter().any(|it| it == id) {
            self.place.missing.retain(|it| it != id);
            self.keep(id);
        }
        false
    }

    /// Where to go on after all `rows` rows of a list of `total`.
    pub(super) fn next(self, rows: usize, total: Option<u64>) -> Result<Option<String>, CallError> {
        if self.waiting {
            return self.back();
        }
        let rows = u64::try_from(rows).unwrap_or(u64::MAX);
        if self.is_full() && self.rows < rows {
            return self.stopped().map(Some);
        }
        let after = self.place.offset.saturating_add(rows);
        // A page that says no total is the last one unless it is exactly full: one with more rows than were asked
        // for comes from a route that doesn't page.
        let more = match total {
            Some(total) => after < total,
            None => rows == u64::from(self.limit),
        };
        if more && rows > 0 { self.stopped().map(Some) } else { Ok(None) }
    }

    /// Where to go on after the rows that were taken.
    pub(super) fn stopped(self) -> Result<String, CallError> {
        let Self { place, met, last, rows, until, overlap, .. } = self;
        // Rows before the first that was met lie before the page.
        let first = met.iter().position(|it| *it).unwrap_or_default();
        let (mut given, mut missing) = (Vec::new(), place.missing);
        for (at, id) in place.given.into_iter().enumerate() {
            if at < first {
                given.push(id);
            } else if !met[at] {
                missing.push(id);
            }
        }
        if missing.len() > MISSING {
            return Err(CallError::ListChanged);
        }
        given.extend(last);
        let too_many = given.len().saturating_sub(CARRIED);
        given.drain(..too_many);
        let forgot = place.forgot || too_many > 0;
        let offset = if given.is_empty() {
            place.offset.saturating_add(rows)
        } else {
            place.offset.saturating_add(until).saturating_sub(overlap)
        };
        Ok(Place { offset, back: 0, given, missing, forgot }.to_string())
    }

    fn is_full(&self) -> bool {
        self.new >= self.size
    }

    /// Keeps the last rows only.
    fn keep(&mut self, id: &str) {
        if self.last.len() == CARRIED {
            self.last.remove(0);
            self.place.forgot = true;
        }
        self.last.push(id.to_owned());
        self.until = self.rows;
    }

    /// Looks for the given rows before the page: rows that were deleted moved them there.
    fn back(self) -> Result<Option<String>, CallError> {
        let Place { offset, back, .. } = self.place;
        if back >= STEPS_BACK || (back > 0 && offset == 0) {
            return Err(CallError::ListChanged);
        }
        let step = if back == 0 { FEW } else { self.most - 1 };
        let offset = offset.saturating_sub(step.into());
        Ok(Some(Place { offset, back: back + 1, ..self.place }.to_string()))
    }
}

#[cfg(test)]
mod tests;
