//! Compensations, their types, and salary bands.

use serde_json::json;

use super::step::{Step, get, send};

pub(super) fn steps() -> Vec<Step> {
    let types = "/v2/compensations/types";
    let all = "/v2/compensations";
    let some = json!({
        "person": {"id": "{person}"}, "type": {"id": "{type}"}, "value": 120.5, "effective_from": "2026-10-01",
    });
    let nobodys = json!({
        "person": {"id": "1"}, "type": {"id": "{type}"}, "value": 120.5, "effective_from": "2026-10-01",
    });
    vec![
        get("compensations", all).keep("person", "/_data/0/person/id"),
        get("the rest of them", "/v2/compensations?limit=1"),
        get("too long a time", "/v2/compensations?start_date=2026-01-01&end_date=2026-12-31").expect(400),
        get("compensations without a token", all).without_token().expect(401),
        get("types", types),
        get("too large a page of types", "/v2/compensations/types?limit=101").expect(400),
        send("a type", "POST", types, json!({"name": "Lunch", "category": "RECURRING"}))
            .expect(201)
            .keep("type", "/id"),
        send("the type again", "POST", types, json!({"name": "Lunch", "category": "RECURRING"})).expect(400),
        send("a compensation", "POST", all, some.clone()).expect(201),
        send("a compensation of nobody", "POST", all, nobodys.clone()).expect(400),
        send("switch", "PUT", "/_sandbox/switches", json!({"v2-compensation-refused": "422"})),
        send("a compensation of nobody, told otherwise", "POST", all, nobodys).expect(422),
        send(
            "the type again, told otherwise",
            "POST",
            types,
            json!({"name": "Lunch", "category": "ONE_TIME"}),
        )
        .expect(422),
        send("switch", "PUT", "/_sandbox/switches", json!({"v2-compensation-create": "403"})),
        send("a compensation that may not be made", "POST", all, some).expect(403),
        get("salary bands", "/v2/salary-bands"),
        get("salary bands without a token", "/v2/salary-bands").without_token().expect(401),
        send(
            "switch",
            "PUT",
            "/_sandbox/switches",
            json!({"salary-bands-beta": "hidden", "v2-salary-band-fields": "full"}),
        ),
        get("more of salary bands", "/v2/salary-bands"),
        get("salary bands without opting in", "/v2/salary-bands").without_beta().expect(404),
    ]
}
