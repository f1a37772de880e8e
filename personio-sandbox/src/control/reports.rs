//! `/_sandbox/reports`: reports as their makers see them, and what only they can change.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::model::report::{Report, ReportStatus};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::refusal;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// As v1 spells it.
    status: Option<String>,
    open_to_api: Option<bool>,
    shared: Option<bool>,
    grouped: Option<bool>,
}

/// Lists all reports.
pub(crate) fn list(call: &Call<'_>) -> Outcome {
    let company = call.company();
    let reports: Vec<Value> = company.reports.rows().iter().map(shown).collect();
    Ok(written(&json!({"reports": reports})))
}

/// Changes where a report stands, and who may read it how.
pub(crate) fn change(call: &Call<'_>) -> Outcome {
    let bad = |message: &str| refusal::plain(StatusCode::BAD_REQUEST, message);
    let Change { status, open_to_api, shared, grouped } =
        serde_json::from_slice(call.body).map_err(|error| bad(&error.to_string()))?;
    let status = status.map(|it| ReportStatus::named(&it));
    if status == Some(None) {
        return Err(bad("`status` can be `up_to_date`, `updating` or `update_failed`"));
    }
    let missing = || refusal::plain(StatusCode::NOT_FOUND, "there is no report with this id");
    let uuid: Uuid = call.param(0).parse().map_err(|_| missing())?;
    call.change(|company| {
        let id = company.reports.by_uuid(uuid).map(|it| it.id).ok_or_else(missing)?;
        let report = company.reports.get_mut(id).ok_or_else(missing)?;
        if let Some(status) = status.flatten() {
            report.status = status;
            report.refreshed_at = call.now();
        }
        report.open_to_api = open_to_api.unwrap_or(report.open_to_api);
        report.shared = shared.unwrap_or(report.shared);
        report.grouped = grouped.unwrap_or(report.grouped);
        Ok(written(&shown(report)))
    })
}

fn shown(it: &Report) -> Value {
    json!({
        "id": it.uuid,
        "name": it.name,
        "status": it.status.as_str(),
        "open_to_api": it.open_to_api,
        "shared": it.shared,
        "grouped": it.grouped,
    })
}

fn written(body: &Value) -> Answer {
    Answer::json(StatusCode::OK, body.to_string().into_bytes())
}
