//! Employees of v1.

use serde_json::json;

use super::step::{Step, form, get, send};

pub(super) fn steps() -> Vec<Step> {
    let ada = json!({"employee": {
        "email": "ada@example.com", "first_name": "Ada", "last_name": "Lind", "hire_date": "2026-01-31",
        "department": "Alchemy", "custom_attributes": {"dynamic_33412": "XL"},
    }});
    let unsupervised = json!({"employee": {"position": "Baker", "supervisor_id": 1}});
    vec![
        send("a new employee", "POST", "/v1/company/employees", ada.clone()).keep("ada", "/data/id"),
        send("the same again", "POST", "/v1/company/employees", ada.clone()).expect(422),
        form(
            "a new employee by a form",
            "/v1/company/employees",
            &[
                ("employee[email]", "bo@example.com"),
                ("employee[first_name]", "Bo"),
                ("employee[last_name]", "Lind"),
            ],
        ),
        send("a new employee without a token", "POST", "/v1/company/employees", ada.clone())
            .without_token()
            .expect(401),
        send("a change", "PATCH", "/v1/company/employees/{ada}", ada.clone()),
        send("an unknown supervisor", "PATCH", "/v1/company/employees/{ada}", unsupervised).expect(422),
        send("a change of nobody", "PATCH", "/v1/company/employees/999999", ada).expect(404),
        get("the new employee", "/v1/company/employees/{ada}"),
        get("employees", "/v1/company/employees?limit=100").keep("employees", "/data/*/attributes/id/value"),
        get("the next employees", "/v1/company/employees?limit=100&offset=100")
            .keep("others", "/data/*/attributes/id/value"),
        get("some attributes", "/v1/company/employees?limit=2&attributes[]=email"),
        get("a limit that is no number", "/v1/company/employees?limit=x").expect(400),
        get("employees without a token", "/v1/company/employees").without_token().expect(401),
        get("employees with a bad token", "/v1/company/employees").token("unknown").expect(403),
        get("each employee", "/v1/company/employees/{employees}"),
        get("each of the others", "/v1/company/employees/{others}"),
        get("an unknown employee", "/v1/company/employees/999999").expect(404),
        get("attributes", "/v1/company/employees/attributes"),
        get("attributes without a token", "/v1/company/employees/attributes").without_token().expect(401),
        get("attributes by their older path", "/v1/company/employees/custom-attributes"),
        get("the same without a token", "/v1/company/employees/custom-attributes")
            .without_token()
            .expect(401),
        get("persons with pictures", "/v2/persons?limit=50").keep("pictures", "/_data/*/profile_picture/url"),
        get("each picture", "{pictures}"),
        get("a picture of nobody", "/v1/company/employees/999999/profile-picture").expect(404),
        get("each picture in another width", "{pictures}/75"),
        get("a picture of nobody in another width", "/v1/company/employees/999999/profile-picture/75")
            .expect(404),
    ]
}
