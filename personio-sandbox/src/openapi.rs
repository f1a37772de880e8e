//! OpenAPI descriptions of what is served, merged from the fragments under `openapi/`.
//!
//! It puts fragments together and knows nothing of the routes they describe.

use std::sync::LazyLock;

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;

/// The description of one API.
struct Description {
    title: &'static str,
    about: &'static str,
    fragments: &'static [&'static str],
    /// How callers prove who they are, and what a route wants unless it says otherwise.
    security: fn() -> (Value, Value),
}

const V1: Description = Description {
    title: "Personio sandbox, first generation",
    about: "What the sandbox serves under `/v1`, and the career site. \
            Every success carries the token in the header `Authorization`.",
    fragments: &[
        include_str!("../openapi/v1/common.json"),
        include_str!("../openapi/v1/auth.json"),
        include_str!("../openapi/v1/employees.json"),
        include_str!("../openapi/v1/time_off.json"),
        include_str!("../openapi/v1/attendances.json"),
        include_str!("../openapi/v1/documents.json"),
        include_str!("../openapi/v1/reports.json"),
        include_str!("../openapi/v1/recruiting.json"),
    ],
    security: || {
        let schemes = json!({
            "token": {"type": "http", "scheme": "bearer"},
            "recruitingToken": {"type": "http", "scheme": "bearer"},
            "companyId": {"type": "apiKey", "in": "header", "name": "X-Company-ID"},
        });
        (schemes, json!([{"token": []}]))
    },
};

const V2: Description = Description {
    title: "Personio sandbox, second generation",
    about: "What the sandbox serves under `/v2`. Every answer carries the four headers `x-ratelimit-…`.",
    fragments: &[
        include_str!("../openapi/v2/common.json"),
        include_str!("../openapi/v2/auth.json"),
        include_str!("../openapi/v2/persons.json"),
        include_str!("../openapi/v2/employments.json"),
        include_str!("../openapi/v2/absences.json"),
        include_str!("../openapi/v2/attendances.json"),
        include_str!("../openapi/v2/projects.json"),
        include_str!("../openapi/v2/documents.json"),
        include_str!("../openapi/v2/organisation.json"),
        include_str!("../openapi/v2/compensations.json"),
        include_str!("../openapi/v2/reports.json"),
        include_str!("../openapi/v2/recruiting.json"),
        include_str!("../openapi/v2/webhooks.json"),
    ],
    security: || (json!({"token": {"type": "http", "scheme": "bearer"}}), json!([{"token": []}])),
};

const CONTROL: Description = Description {
    title: "Personio sandbox, control",
    about: "What the sandbox serves for whoever runs it, without any credential. No part of Personio's API.",
    fragments: &[include_str!("../openapi/control.json")],
    security: || (json!({}), json!([])),
};

static V1_TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| V1.text());
static V2_TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| V2.text());
static CONTROL_TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| CONTROL.text());

/// Describes the first generation.
pub(crate) fn v1(_: &Call<'_>) -> Outcome {
    Ok(Answer::json(StatusCode::OK, V1_TEXT.clone()))
}

/// Describes the second generation.
pub(crate) fn v2(_: &Call<'_>) -> Outcome {
    Ok(Answer::json(StatusCode::OK, V2_TEXT.clone()))
}

/// Describes the sandbox's own routes.
pub(crate) fn control(_: &Call<'_>) -> Outcome {
    Ok(Answer::json(StatusCode::OK, CONTROL_TEXT.clone()))
}

impl Description {
    fn text(&self) -> Vec<u8> {
        self.document().to_string().into_bytes()
    }

    /// One document. It names no server, so that it holds for the host it was read from.
    fn document(&self) -> Value {
        let (schemes, security) = (self.security)();
        let mut document = json!({
            "openapi": "3.0.3",
            "info": {"title": self.title, "description": self.about, "version": env!("CARGO_PKG_VERSION")},
            "security": security,
            "components": {"securitySchemes": schemes},
        });
        for text in self.fragments {
            // The tests see to it that every fragment is JSON and that none repeats another's names.
            let fragment: Value = serde_json::from_str(text).unwrap_or_default();
            merge(&mut document, fragment);
        }
        document
    }
}

/// Adds what the target doesn't have, down to the leaves.
fn merge(target: &mut Value, addition: Value) {
    match (target, addition) {
        (Value::Object(target), Value::Object(addition)) => {
            for (key, value) in addition {
                merge(target.entry(key).or_insert_with(|| Value::Object(Map::new())), value);
            }
        }
        (target, addition) => *target = addition,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::routes::{Family, ROUTES};

    #[test]
    fn no_fragment_repeats_what_another_has() {
        for description in [V1, V2, CONTROL] {
            let mut names = BTreeSet::new();
            for text in description.fragments {
                let fragment: Map<String, Value> = serde_json::from_str(text).unwrap();
                let keys: Vec<&String> = fragment.keys().collect();
                assert_eq!(keys, ["components", "paths"]);
                let components = fragment["components"].as_object().unwrap();
                let groups = components.iter().chain([(keys[1], &fragment["paths"])]);
                for (group, members) in groups {
                    for name in members.as_object().unwrap().keys() {
                        assert!(names.insert((group.clone(), name.clone())), "{group} {name} is there twice");
                    }
                }
            }
        }
    }

    #[test]
    fn every_route_of_the_table_is_described() {
        for route in ROUTES {
            let description = match route.family {
                Family::V1 | Family::Recruiting | Family::Applicant | Family::Careers => V1,
                Family::V2 | Family::Persons | Family::Reports => V2,
                Family::Control => CONTROL,
            };
            let document = description.document();
            let paths = document["paths"].as_object().unwrap();
            let method = route.method.as_str().to_ascii_lowercase();
            let described = paths
                .iter()
                .any(|(path, it)| shape(path) == shape(route.template) && it.get(&method).is_some());
            assert!(described, "no fragment under `openapi/` describes {} {}", route.method, route.template);
        }
    }

    /// The path without the names of its placeholders.
    fn shape(path: &str) -> Vec<&str> {
        path.split('/').map(|it| if it.starts_with('{') { "{}" } else { it }).collect()
    }
}
