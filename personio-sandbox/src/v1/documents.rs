//! Document categories and custom reports of v1. There are no reports yet.

use super::paging::Window;
use crate::access::tokens::Grant;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::Json;

/// Lists document categories.
pub(crate) fn categories(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let mut json = Json::with_capacity(1_024);
    json.raw("{\"success\":true,\"data\":[");
    for (at, row) in company.document_categories.rows().iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        json.raw("{\"id\":").int(i64::from(row.id));
        json.raw(",\"type\":\"DocumentCategory\",\"attributes\":{\"name\":").string(&row.name).raw("}}");
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

/// Lists custom reports.
pub(crate) fn reports(_: &Call<'_>, _: &Grant) -> Outcome {
    let mut json = Json::with_capacity(192);
    Window { limit: 200, offset: 0 }.open(&mut json, 0, 0);
    json.raw("]}");
    Ok(Answer::ok(json))
}
