//! Attendances and projects, of both generations.

use super::step::{Step, get};

pub(super) fn steps() -> Vec<Step> {
    vec![
        get("attendances of v1", "/v1/company/attendances?start_date=2026-01-01&end_date=2026-12-31"),
        get("attendances of v1 without dates", "/v1/company/attendances").expect(400),
        get("projects of v1", "/v1/company/attendances/projects"),
        get("projects of v1 without a token", "/v1/company/attendances/projects").without_token().expect(401),
        get("attendances of v2", "/v2/attendance-periods"),
        get("too large a page of attendances", "/v2/attendance-periods?limit=1000").expect(400),
        get("projects of v2", "/v2/projects"),
        get("projects of v2 without a token", "/v2/projects").without_token().expect(401),
    ]
}
