//! Persons and their employments of v2.

use serde_json::json;

use super::step::{Step, bare, get, send};

pub(super) fn steps() -> Vec<Step> {
    let cy = json!({
        "email": "cy@example.com", "first_name": "Cy", "last_name": "Lind", "gender": "UNKNOWN", "language_code": "en",
        "custom_attributes": [{"id": "dynamic_33413", "value": ["English"]}],
        "employments": [{"employment_start_date": "2026-12-01", "type": "INTERNAL"}],
    });
    let employment = json!({"position": {"title": "Baker"}, "probation_period_length": 6});
    vec![
        send("a new person", "POST", "/v2/persons", cy.clone()).expect(201).keep("cy", "/id"),
        send("the same again", "POST", "/v2/persons", cy.clone()).expect(400),
        send("a new person without a token", "POST", "/v2/persons", cy).without_token().expect(401),
        get("the new person", "/v2/persons/{cy}"),
        send("a change", "PATCH", "/v2/persons/{cy}", json!({"gender": null})).expect(204),
        send("a change of another type", "PATCH", "/v2/persons/{cy}", json!({"gender": 7})).expect(400),
        send("a change of nobody", "PATCH", "/v2/persons/999999", json!({"gender": null})).expect(404),
        get("their employment", "/v2/persons/{cy}/employments").keep("employment", "/_data/0/id"),
        send("a change of it", "PATCH", "/v2/persons/{cy}/employments/{employment}", employment).expect(204),
        send(
            "a change to another type",
            "PATCH",
            "/v2/persons/{cy}/employments/{employment}",
            json!({"type": "OTHER"}),
        )
        .expect(400),
        send("a change of an unknown one", "PATCH", "/v2/persons/{cy}/employments/0", json!({})).expect(404),
        get("the employment as it is now", "/v2/persons/{cy}/employments/{employment}"),
        bare("the person is deleted", "DELETE", "/v2/persons/{cy}").expect(204),
        bare("the person is deleted again", "DELETE", "/v2/persons/{cy}").expect(404),
        get("persons", "/v2/persons?limit=50").keep("persons", "/_data/*/id"),
        get("too large a page of persons", "/v2/persons?limit=1000").expect(400),
        get("a limit that is no number", "/v2/persons?limit=x").expect(400),
        get("a filter's unknown value", "/v2/persons?status=nothing").expect(400),
        get("an unknown operator", "/v2/persons?first_name.like=x").expect(400),
        get("persons without a token", "/v2/persons").without_token().expect(401),
        get("each person", "/v2/persons/{persons}"),
        get("an unknown person", "/v2/persons/999999").expect(404),
        get("each person's employments", "/v2/persons/{persons}/employments?limit=50"),
        get("those who are there", "/v2/persons?status=ACTIVE").keep("person", "/_data/0/id"),
        get("a person's employments", "/v2/persons/{person}/employments").keep("employments", "/_data/*/id"),
        get("an unknown person's employments", "/v2/persons/999999/employments").expect(404),
        get("each employment", "/v2/persons/{person}/employments/{employments}"),
        get("an unknown employment", "/v2/persons/{person}/employments/0").expect(404),
    ]
}
