//! Reports of both generations.

use serde_json::json;

use super::step::{Step, bare, form, get, send};

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
        get("custom reports", "/v1/company/custom-reports/reports")
            .keep("olds", "/data/*/attributes/id")
            .keep("old", "/data/0/attributes/id"),
        get("custom reports without a token", "/v1/company/custom-reports/reports")
            .without_token()
            .expect(401),
        get("custom reports of no status", "/v1/company/custom-reports/reports?status=done").expect(400),
        get("each custom report", "/v1/company/custom-reports/reports/{olds}?locale=de"),
        get("a page of one", "/v1/company/custom-reports/reports/{old}?page=2&limit=3"),
        get("no page", "/v1/company/custom-reports/reports/{old}?page=x").expect(400),
        get("an unknown custom report", "/v1/company/custom-reports/reports/1").expect(404),
        get("columns", "/v1/company/custom-reports/columns"),
        get("columns of a report", "/v1/company/custom-reports/columns?report_id={old}&locale=de"),
        get("columns of no report", "/v1/company/custom-reports/columns?report_id=1").expect(404),
        get("reports", "/v2/reports").keep("report", "/_data/2/id").keep("closed", "/_data/0/id"),
        get("reports without the right", "/v2/reports").token("{stranger}").expect(400),
        get("reports without a token", "/v2/reports").without_token().expect(401),
        get("attributes of reports", "/v2/reports/attributes"),
        get("attributes without the right", "/v2/reports/attributes").token("{stranger}").expect(400),
        get("a report", "/v2/reports/{report}"),
        get("a page of it", "/v2/reports/{report}?limit=2&locale=de"),
        get("a report that may not be read", "/v2/reports/{closed}").expect(400),
        get("an unknown report", "/v2/reports/1").expect(400),
        send("switch", "PUT", "/_sandbox/switches", json!({"v2-report-unknown": "404"})),
        get("an unknown report, told otherwise", "/v2/reports/1").expect(404),
        bare("every report", "GET", "/_sandbox/reports"),
        send("share it", "PATCH", "/_sandbox/reports/{closed}", json!({"shared": true, "grouped": false})),
        get("the report that may be read by now", "/v2/reports/{closed}"),
    ]
}
