//! For each provider a page of its own, into which rows can be put.

use nabe_connector::Provider;
use nabe_connectors::registry;
use serde_json::{Value, json};

/// What the tests must be told about a provider.
pub(crate) struct Fixture {
    pub(crate) provider: &'static dyn Provider,
    /// A row that can be read, of the person with this number.
    pub(crate) row: fn(u32) -> Value,
    /// A page of employees with these rows.
    pub(crate) page: fn(&[Value]) -> Vec<u8>,
    /// The answer for one employee.
    pub(crate) one: fn(&Value) -> Vec<u8>,
    /// Operations that answer with a file, in which anything may stand.
    pub(crate) files: &'static [&'static str],
    /// Bodies of errors, each with the sentence that somebody should see.
    pub(crate) errors: &'static [(&'static str, &'static str)],
    /// Sentences that mean a denial under any status.
    pub(crate) denials: &'static [&'static str],
}

/// Every provider of the registry.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let of = |provider: &'static dyn Provider| match provider.manifest().key.as_str() {
        "personio" => personio(provider),
        other => panic!("`{other}` has no fixture here"),
    };
    registry().iter().map(of).collect()
}

fn personio(provider: &'static dyn Provider) -> Fixture {
    Fixture {
        provider,
        row,
        page,
        one,
        files: &["v2_download_document"],
        errors: ERRORS,
        denials: &["Unauthorized token", "Unauthorized Request"],
    }
}

fn attribute(label: &str, value: impl Into<Value>, kind: &str, universal_id: Option<&str>) -> Value {
    json!({"label": label, "value": value.into(), "type": kind, "universal_id": universal_id})
}

fn row(id: u32) -> Value {
    let named = |kind: &str, name: &str| json!({"type": kind, "attributes": {"id": 7, "name": name}});
    let boss =
        json!({"type": "Employee", "attributes": {"id": attribute("ID", json!(1), "integer", Some("id"))}});
    json!({"type": "Employee", "attributes": {
        "id": attribute("ID", json!(id), "integer", Some("id")),
        "first_name": attribute("First name", json!("Zoë"), "standard", Some("first_name")),
        "last_name": attribute("Last name", json!("Größe"), "standard", Some("last_name")),
        "email": attribute("Email", json!(format!("p{id}@example.com")), "standard", Some("email")),
        "gender": attribute("Gender", json!("female"), "standard", Some("gender")),
        "status": attribute("Status", json!("active"), "standard", Some("status")),
        "position": attribute("Position", json!("Engineer"), "standard", Some("position")),
        "supervisor": attribute("Supervisor", boss, "standard", Some("supervisor")),
        "hire_date": attribute("Hire date", json!("2019-03-31T00:00:00+01:00"), "date", Some("hire_date")),
        "department": attribute("Department", named("Department", "Sales"), "standard", Some("department")),
        "office": attribute("Office", named("Office", "Köln"), "standard", Some("office")),
        "subcompany": attribute("Subcompany", named("Subcompany", "ACME GmbH"), "standard", Some("subcompany")),
        "weekly_working_hours": attribute("Hours", json!("38.5"), "standard", Some("weekly_working_hours")),
        "cost_centers": attribute("Cost centers", json!([
            {"type": "CostCenter", "attributes": {"id": 1, "name": "100", "percentage": 100}},
        ]), "standard", Some("cost_centers")),
        "dynamic_1": attribute("IBAN", json!("DE00 0000"), "standard", Some("iban")),
        "dynamic_2": attribute("Badge", json!("blue"), "list", None),
    }})
}

fn page(rows: &[Value]) -> Vec<u8> {
    let total = rows.len();
    let page = json!({
        "success": true, "metadata": {"total_elements": total, "current_page": 0, "total_pages": 1},
        "offset": 0, "limit": 100, "data": rows,
    });
    page.to_string().into_bytes()
}

fn one(row: &Value) -> Vec<u8> {
    json!({"success": true, "data": row}).to_string().into_bytes()
}

/// Shapes of errors (facts §4 and §2.2), with invented sentences.
const ERRORS: &[(&str, &str)] = &[
    (r#"{"success":false,"error":{"code":422,"message":"The boss is missing"}}"#, "The boss is missing"),
    (r#"{"success":false,"error":{"code":0,"message":"Invalid","error_data":{"x":["y"]}}}"#, "Invalid"),
    (r#"{"success":false,"error":{"name":["Too long"]}}"#, "Too long"),
    (r#"{"success":false,"message":"Gone fishing"}"#, "Gone fishing"),
    (r#"{"error":{"message":"No such thing"}}"#, "No such thing"),
    (r#"{"error":"invalid_request","error_description":"A field is missing"}"#, "A field is missing"),
    (
        r#"{"personio_trace_id":"t","timestamp":"2026-01-01T00:00:00Z","errors":[
            {"title":"Required","detail":"A person is required","type":null,"_meta":{}}]}"#,
        "A person is required",
    ),
    (
        r#"{"errors":[{"status":"400","title":"Bad Request","id":"i","detail":"Not found here"}]}"#,
        "Not found here",
    ),
    (r#"{"title":"Slow","detail":"Come back later","status":400}"#, "Come back later"),
    (
        r#"[{"status":400,"errors":[{"title":"Bad","details":"The column is unknown"}]}]"#,
        "The column is unknown",
    ),
    ("", ""),
    ("<html>502</html>", ""),
    ("{\"error\":{\"message\":\"Cut o", ""),
];
