//! Reports of both generations.

use serde_json::json;

use super::step::{Step, form, get, send};

pub(super) fn steps() -> Vec<Step> {
    let stranger = json!({"name": "stranger", "permissions": {"employees": "read"}});
    vec![
        send("an integration without reports", "POST", "/_sandbox/credentials", stranger)
            .expect(201)
            .keep("id", "/client_id")
            .keep("secret", "/client_secret"),
        form(
            "its token",
            "/v2/auth/token",
            &[("grant_type", "client_credentials"), ("client_id", "{id}"), ("client_secret", "{secret}")],
        )
        .keep("stranger", "/access_token"),
        get("custom reports", "/v1/company/custom-reports/reports"),
        get("custom reports without a token", "/v1/company/custom-reports/reports")
            .without_token()
            .expect(401),
        get("reports", "/v2/reports"),
        get("reports without the right", "/v2/reports").token("{stranger}").expect(400),
        get("reports without a token", "/v2/reports").without_token().expect(401),
    ]
}
