//! Persons and their employments of v2.

use super::step::{Step, get};

pub(super) fn steps() -> Vec<Step> {
    vec![
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
