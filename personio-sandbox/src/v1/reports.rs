//! Custom reports of v1. There are none yet.

use super::paging::Window;
use crate::access::tokens::Grant;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::Json;

/// Lists custom reports.
pub(crate) fn list(_: &Call<'_>, _: &Grant) -> Outcome {
    let mut json = Json::with_capacity(192);
    Window { limit: 200, offset: 0 }.open(&mut json, 0, 0);
    json.raw("]}");
    Ok(Answer::ok(json))
}
