//! Absences and their types, of both generations.

use super::step::{Step, get};

pub(super) fn steps() -> Vec<Step> {
    vec![
        get("types of v1", "/v1/company/time-off-types"),
        get("types of v1 without a token", "/v1/company/time-off-types").without_token().expect(401),
        get("time offs", "/v1/company/time-offs?start_date=2026-01-01&end_date=2026-12-31"),
        get("time offs from no date", "/v1/company/time-offs?start_date=x").expect(400),
        get("absences by the hour", "/v1/company/absence-periods?start_date=2026-01-01&end_date=2026-12-31"),
        get("absences by the hour without a token", "/v1/company/absence-periods")
            .without_token()
            .expect(401),
        get("types of v2", "/v2/absence-types").keep("types", "/_data/*/id"),
        get("types of v2 without a token", "/v2/absence-types").without_token().expect(401),
        get("each type", "/v2/absence-types/{types}"),
        get("an unknown type", "/v2/absence-types/0").expect(404),
        get("absences of v2", "/v2/absence-periods"),
        get("too large a page of absences", "/v2/absence-periods?limit=1000").expect(400),
    ]
}
