//! `limit` and `offset` as v1 reads them.

use crate::wire::answer::Answer;
use crate::wire::call::{Params, first};
use crate::wire::json::Json;
use crate::wire::refusal;

/// The rows a client wants.
pub(crate) struct Window {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
}

impl Window {
    /// Reads both parameters.
    ///
    /// A `limit` over the maximum is clamped; where the real API may refuse it instead, [`Window::within`] does. What
    /// it says to values that are no numbers is not known [?].
    pub(crate) fn read(query: &Params<'_>, default: usize, most: usize) -> Result<Self, Answer> {
        let limit = number(query, "limit")?.unwrap_or(default);
        if limit == 0 {
            return Err(refusal::v1_bad_request("The limit must be at least 1."));
        }
        let offset = number(query, "offset")?.unwrap_or(0);
        Ok(Self { limit: limit.min(most), offset })
    }

    /// Reads both parameters, and refuses a `limit` over the maximum. The words are [?].
    pub(crate) fn within(query: &Params<'_>, default: usize, most: usize) -> Result<Self, Answer> {
        if number(query, "limit")?.is_some_and(|it| it > most) {
            return Err(refusal::v1_bad_request(&format!("The limit may not be greater than {most}.")));
        }
        Self::read(query, default, most)
    }

    /// Writes `{"success":true,"metadata":…,"offset":…,"limit":…,"data":[`; `current_page` counts
    /// from `first_page`.
    pub(crate) fn open(&self, json: &mut Json, total: usize, first_page: usize) {
        let pages = total.div_ceil(self.limit);
        json.raw("{\"success\":true,\"metadata\":{\"total_elements\":").int(int(total));
        json.raw(",\"current_page\":").int(int((self.offset / self.limit).saturating_add(first_page)));
        json.raw(",\"total_pages\":").int(int(pages));
        json.raw("},\"offset\":").int(int(self.offset)).raw(",\"limit\":").int(int(self.limit));
        json.raw(",\"data\":[");
    }
}

/// A parameter that must be a whole number.
fn number(query: &Params<'_>, name: &str) -> Result<Option<usize>, Answer> {
    let Some(text) = first(query, name).filter(|it| !it.is_empty()) else { return Ok(None) };
    let number: Option<u32> = text.parse().ok();
    let number = number.and_then(|it| usize::try_from(it).ok());
    number.map(Some).ok_or_else(|| refusal::v1_bad_request(&format!("The {name} must be an integer.")))
}

fn int(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
