//! Canaries in what is asked: every parameter, header and body that the server's own description names.
//!
//! The description is read from the running server, so a parameter that is added is tried without anybody thinking of
//! it.

use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

use super::people::Stage;
use super::reading::Served;
use crate::process::kit::client::Answer;

/// Stands in what has no form, and in names of parameters.
pub(super) const ASKED: &str = "neugiervogel";
/// Stands in what has the form of a number, a uuid, a date.
pub(super) const NUMBERS: [&str; 2] = ["918273645546", "1931-02-03"];

/// Values as they may be asked for, encoded: the provider is asked for those whose form is right.
const VALUES: [&str; 6] = [
    "neugiervogel%20%22x%22%2F%3C%C3%A4%3E%0A",
    "neugiervogel@example.com",
    "918273645546",
    "ca9a41e7-0815-4711-8abc-918273645546",
    "1931-02-03",
    "1931-02-03T04:05:06Z",
];

/// Requests that are under way at once.
const AT_ONCE: usize = 4;

/// A request.
struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// Asks for everything with canaries in it.
pub(super) async fn oddly(stage: &Stage, served: &[Served]) {
    let document = stage.client.send("GET", "/openapi.json", &[], None).await.expect(200).json();
    let description = Description { stage, document: &document, served };
    let mut requests = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            requests.extend(description.requests(path, &method.to_uppercase(), operation));
        }
    }
    requests.extend(description.headers());
    requests.extend(description.refused_bodies());
    let sent = stream::iter(requests).map(|it| stage.send(it)).buffer_unordered(AT_ONCE);
    let statuses: Vec<u16> = sent.map(|it| it.status).collect().await;
    let of = |range: std::ops::Range<u16>| statuses.iter().filter(|it| range.contains(it)).count();
    assert!(of(200..300) > 100, "some were answered: {}", of(200..300));
    assert!(of(400..500) > 100, "some were refused: {}", of(400..500));
    assert_eq!(of(500..501), 0, "faults of our own");
}

impl Stage {
    async fn send(&self, request: Request) -> Answer {
        let Request { method, path, headers, body } = request;
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.client.send(&method, &path, &headers, body).await
    }
}

/// The server's description of itself.
struct Description<'s> {
    stage: &'s Stage,
    document: &'s Value,
    served: &'s [Served],
}

impl Description<'_> {
    /// The requests of one operation: one for each parameter and value, and some bodies.
    fn requests(&self, template: &str, method: &str, operation: &Value) -> Vec<Request> {
        let address = self.address(template);
        let mut paths = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            match parameter["in"].as_str().unwrap() {
                "query" => paths.extend(VALUES.iter().map(|it| format!("{address}?{}={it}", query(name)))),
                "path" => {
                    let place = format!("{{{name}}}");
                    paths.extend(VALUES.iter().map(|it| self.fill(&template.replace(&place, it))));
                }
                "header" => {}
                other => panic!("say here what is sent as a {other} parameter"),
            }
        }
        paths.push(format!("{address}?{ASKED}={ASKED}&filter[{ASKED}]={ASKED}&proxy[{ASKED}]={ASKED}"));
        // What deletes is asked for what isn't there only.
        paths.retain(|it| {
            method != "DELETE" || !it.contains(&self.stage.account) || it.contains("quarantine")
        });
        let mut requests: Vec<Request> = paths.into_iter().map(|it| self.request(method, it, None)).collect();
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        if !body.is_null() {
            let bodies = self.bodies(body);
            requests.extend(bodies.into_iter().map(|it| self.request(method, address.clone(), Some(it))));
        }
        requests
    }

    /// An address with something behind it.
    fn address(&self, template: &str) -> String {
        match self.served.iter().find(|it| it.operation.full_path() == template) {
            Some(served) => served.path.split('?').next().unwrap_or_default().to_owned(),
            None => self.fill(template),
        }
    }

    fn fill(&self, template: &str) -> String {
        let id = if template.starts_with("/accounts") || template.starts_with("/hub/accounts") {
            &self.stage.account
        } else {
            "1"
        };
        let path = template.replace("{id}", id).replace("{subResourceId}", "1");
        path.replace("{provider}", "personio").replace("{integration_id}", "personio")
    }

    fn request(&self, method: &str, path: String, body: Option<String>) -> Request {
        let stage = self.stage;
        let headers = [
            ("authorization", format!("Bearer {}", stage.client.key)),
            ("x-account-id", stage.account.clone()),
            ("x-hub-session-token", stage.session.token.clone()),
            ("content-type", "application/json".to_owned()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).to_vec();
        Request { method: method.to_owned(), path, headers, body }
    }

    /// Bodies that can't be read: broken off, of another form, and with one value of another type each.
    fn bodies(&self, schema: &Value) -> Vec<String> {
        let odd = json!({ ASKED: [ASKED] });
        let mut bodies = vec![
            format!(r#"{{"{ASKED}":"{ASKED}"#),
            format!("{ASKED}=1&x={ASKED}"),
            json!(ASKED).to_string(),
            odd.to_string(),
            json!([odd]).to_string(),
        ];
        for name in self.properties(schema) {
            // What the product stores beside an account is the product's.
            if name != "metadata" {
                bodies.push(json!({ name: odd }).to_string());
            }
        }
        bodies
    }

    fn properties(&self, schema: &Value) -> Vec<String> {
        let schema = match schema["$ref"].as_str().and_then(|it| it.strip_prefix('#')) {
            Some(place) => self.document.pointer(place).unwrap_or_else(|| panic!("there is no {place}")),
            None => schema,
        };
        schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
    }

    /// Bodies that can be read and are refused.
    fn refused_bodies(&self) -> Vec<Request> {
        let account = format!("/accounts/{}", self.stage.account);
        let (mappings, preview) =
            (format!("{account}/field_mappings"), format!("{account}/field_mappings/preview"));
        let mapping = |attribute: &str, field: &str| json!({ "mappings": [{ "attribute": attribute, "field": field }] });
        let session = |name: &str, value: Value| {
            let mut body = json!({ "origin_owner_id": ASKED, "origin_owner_name": ASKED });
            body[name] = value;
            ("POST", "/connect_sessions".to_owned(), body)
        };
        let credentials = json!({ "client_id": ASKED, "client_secret": ASKED, ASKED: ASKED });
        let bodies = [
            ("PUT", mappings.clone(), mapping(ASKED, "title")),
            ("PUT", mappings.clone(), mapping("dynamic_24407", ASKED)),
            ("PUT", mappings, mapping("dynamic_24407", &format!("unified_custom_fields.{ASKED} {ASKED}"))),
            ("POST", preview.clone(), json!({ "employee_id": ASKED })),
            ("POST", preview, json!({ "employee_id": NUMBERS[0] })),
            ("PATCH", account.clone(), json!({ "time_zone": ASKED })),
            ("PATCH", account, json!({ "credentials": { ASKED: ASKED } })),
            session("provider", json!(ASKED)),
            session("integration_id", json!(ASKED)),
            session("account_id", json!(ASKED)),
            session("type", json!(ASKED)),
            session("required_permissions", json!([ASKED])),
            ("POST", "/connect_sessions/authenticate".to_owned(), json!({ "token": ASKED })),
            ("POST", "/hub/accounts".to_owned(), json!({ "integration_id": ASKED, "credentials": {} })),
            (
                "POST",
                "/hub/accounts".to_owned(),
                json!({ "integration_id": "personio", "credentials": credentials }),
            ),
        ];
        bodies.map(|(method, path, body)| self.request(method, path, Some(body.to_string()))).into()
    }

    /// Canaries in headers, in methods, and where no route is.
    fn headers(&self) -> Vec<Request> {
        let names = [
            "x-account-id",
            "x-hub-session-token",
            "user-agent",
            "origin",
            "referer",
            "cookie",
            "accept",
            "accept-language",
            "content-type",
            "traceparent",
            "tracestate",
            "baggage",
            "x-request-id",
            "x-forwarded-for",
            "forwarded",
            "host",
            "authorization",
            "idempotency-key",
            ASKED,
        ];
        let mut requests = Vec::new();
        for path in ["/unified/hris/employees", "/accounts", "/hub/settings", "/connect/x", "/health"] {
            for name in names {
                let mut request = self.request("GET", path.to_owned(), None);
                request.headers.retain(|(it, _)| it != name);
                request.headers.push((name.to_owned(), format!("{ASKED} {}", NUMBERS[0])));
                requests.push(request);
            }
        }
        for path in ["/", "/connect/", "/unified/", "/unified/hris/", "/accounts/", "/docs/", "/errors/"] {
            requests.push(self.request("GET", format!("{path}{ASKED}"), None));
            requests.push(self.request(&ASKED.to_uppercase(), format!("{path}{ASKED}?{ASKED}"), None));
        }
        requests
    }
}

/// The name of a parameter as it is sent.
fn query(name: &str) -> String {
    if name == "proxy" { format!("proxy[{ASKED}]") } else { name.to_owned() }
}
