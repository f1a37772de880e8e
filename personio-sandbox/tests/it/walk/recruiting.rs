//! Recruiting of v2.

use super::step::{Step, get};

pub(super) fn steps() -> Vec<Step> {
    vec![
        get("applications", "/v2/recruiting/applications"),
        get("applications without opting in", "/v2/recruiting/applications").without_beta().expect(404),
        get("too large a page of applications", "/v2/recruiting/applications?limit=1000").expect(400),
        get("candidates", "/v2/recruiting/candidates"),
        get("candidates without opting in", "/v2/recruiting/candidates").without_beta().expect(404),
        get("too large a page of candidates", "/v2/recruiting/candidates?limit=1000").expect(400),
        get("advertised jobs", "/v2/recruiting/jobs"),
        get("advertised jobs without opting in", "/v2/recruiting/jobs").without_beta().expect(404),
        get("too large a page of advertised jobs", "/v2/recruiting/jobs?limit=1000").expect(400),
        get("categories", "/v2/recruiting/categories"),
        get("categories without opting in", "/v2/recruiting/categories").without_beta().expect(404),
        get("categories without a token", "/v2/recruiting/categories").without_token().expect(401),
    ]
}
