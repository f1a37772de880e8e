//! Reports of v2. There are none yet.

use crate::access::tokens::Grant;
use crate::wire::answer::Outcome;
use crate::wire::call::Call;
use crate::wire::page::{ListSpec, Page};

/// The limits are not published [?].
const LIST: ListSpec = ListSpec::new(50, 100, &["name"]);

/// Lists reports.
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    Ok(Page::read(call, &LIST)?.empty(call))
}
