//! The request log: which calls came, what was answered, and the command that makes each again.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::frame::{Frame, Visit};
use super::page;
use crate::journal::Entry;

/// How many calls are shown.
const SHOWN: usize = 100;
/// How many of the last calls are searched.
const SEARCHED: usize = 10_000;

/// A call on the page.
struct CallView {
    time: String,
    method: String,
    path: String,
    route: &'static str,
    status: u16,
    who: String,
    millis: String,
    faults: String,
    curl: String,
}

#[derive(Template)]
#[template(path = "requests.html")]
struct RequestsPage {
    frame: Frame,
    q: String,
    failed: bool,
    calls: Vec<CallView>,
}

/// The last calls, newest first.
pub(super) async fn show(visit: Visit) -> Response {
    let q = visit.asked("q").to_owned();
    let failed = visit.asked("failed") == "yes";
    let credentials = visit.state.tokens().credentials();
    let names: HashMap<&str, &str> =
        credentials.iter().map(|it| (it.client_id.as_str(), it.name.as_str())).collect();
    let frame = visit.frame("/requests");
    let company = visit.tenant.company();
    let view = |it: Entry| CallView {
        time: company.zone.to_datetime(it.time).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        who: it.client_id.as_deref().map_or("", |id| names.get(id).copied().unwrap_or(id)).to_owned(),
        millis: format!("{}.{}", it.duration_us / 1_000, it.duration_us % 1_000 / 100),
        route: it.template.unwrap_or(""),
        status: it.status,
        faults: it.faults.join(", "),
        curl: it.sent.line(&it.method, &it.path),
        method: it.method,
        path: it.path,
    };
    let all = visit.state.journal().newest(SEARCHED).into_iter();
    let found = all.filter(|it| !failed || !is_good(it.status)).map(view).filter(|it| it.has(&q));
    let calls = found.take(SHOWN).collect();
    page(StatusCode::OK, &RequestsPage { frame, q, failed, calls })
}

impl CallView {
    fn has(&self, q: &str) -> bool {
        q.is_empty()
            || self.path.contains(q)
            || self.method == q
            || self.status.to_string() == q
            || self.who == q
    }

    fn is_good(&self) -> bool {
        is_good(self.status)
    }
}

/// Whether a call got an answer, and no error.
fn is_good(status: u16) -> bool {
    (1..400).contains(&status)
}
