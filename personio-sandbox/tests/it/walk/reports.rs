//! Reports of both generations, compensations and salary bands.

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
        get("compensations", "/v2/compensations"),
        get("compensations without a token", "/v2/compensations").without_token().expect(401),
        get("types of compensation", "/v2/compensations/types"),
        get("too large a page of types", "/v2/compensations/types?limit=101").expect(400),
        get("salary bands", "/v2/salary-bands"),
        get("salary bands without a token", "/v2/salary-bands").without_token().expect(401),
    ]
}
