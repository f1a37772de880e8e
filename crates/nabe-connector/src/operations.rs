//! `operations.json`: the provider's API as an OpenAPI 3 document in our words.
//!
//! Rights, rate-limit classes, paging and evidence stand in `x-` marks. Must not know any provider.

use std::collections::BTreeMap;

use http::Method;
use serde::Deserialize;
use serde::de::Error as D;

use crate::call::Call;
use nabe_model::rights::Right;

/// One operation of a provider's API.
#[derive(Debug)]
pub struct Operation {
    /// Its name in the document.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path with its parameters in braces: the only form of it that is logged.
    pub path: String,
    /// The host, by the manifest's name.
    pub host: String,
    /// The token scheme; `None` for the calls that get a token.
    pub scheme: Option<String>,
    /// The right that it needs.
    pub right: Option<Right>,
    /// The class of its rate limit.
    pub rate_limit: String,
    /// Fixed headers.
    pub headers: Vec<(String, String)>,
    /// Whether it shows that its right is there, and with which query: it changes nothing and costs little.
    pub probe: Option<Vec<(String, String)>>,
}

/// All operations of a provider.
#[derive(Debug)]
pub struct Operations(BTreeMap<String, Operation>);

#[derive(Deserialize)]
struct Document {
    paths: BTreeMap<String, BTreeMap<String, WireOperation>>,
}

#[derive(Deserialize)]
struct WireOperation {
    #[serde(rename = "operationId")]
    id: String,
    #[serde(rename = "x-host")]
    host: Option<String>,
    #[serde(rename = "x-scheme")]
    scheme: Option<String>,
    #[serde(rename = "x-right")]
    right: Option<Right>,
    #[serde(rename = "x-rate-limit")]
    rate_limit: String,
    #[serde(rename = "x-headers", default)]
    headers: BTreeMap<String, String>,
    #[serde(rename = "x-probe")]
    probe: Option<BTreeMap<String, String>>,
}

impl Operations {
    /// Reads the document.
    ///
    /// # Errors
    /// When it isn't the OpenAPI document of a provider.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let document: Document = serde_json::from_str(text)?;
        let mut operations = BTreeMap::new();
        for (path, methods) in document.paths {
            for (method, wire) in methods {
                let method: Method = method
                    .to_uppercase()
                    .parse()
                    .map_err(|_| D::custom(format!("`{method}` of {path} is no method")))?;
                let operation = Operation {
                    method,
                    path: path.clone(),
                    host: wire.host.unwrap_or_else(|| "api".to_owned()),
                    scheme: wire.scheme,
                    right: wire.right,
                    rate_limit: wire.rate_limit,
                    headers: wire.headers.into_iter().collect(),
                    probe: wire.probe.map(|it| it.into_iter().collect()),
                    id: wire.id.clone(),
                };
                operations.insert(wire.id, operation);
            }
        }
        Ok(Self(operations))
    }

    /// An operation by its id.
    pub fn get(&self, id: &str) -> Option<&Operation> {
        self.0.get(id)
    }

    /// The call that shows whether a right is there, if there is one.
    pub fn probe(&'static self, right: &Right) -> Option<Call> {
        let shows = |it: &&Operation| it.probe.is_some() && it.right.as_ref() == Some(right);
        let operation = self.iter().find(shows)?;
        let query = operation.probe.iter().flatten();
        Some(query.fold(Call::to(operation), |call, (name, value)| call.query(name.as_str(), value.as_str())))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Operation> {
        self.0.values()
    }
}

impl Operation {
    /// The path with its parameters filled in, in order, each encoded as one segment.
    pub fn path_with(&self, parameters: &[&str]) -> String {
        let mut path = String::with_capacity(self.path.len() + 16);
        let mut parameters = parameters.iter();
        for segment in self.path.split('/').skip(1) {
            path.push('/');
            if segment.starts_with('{') {
                let value = parameters.next().copied().unwrap_or_default();
                // A form writes a space as plus, which in a path is a plus.
                let pieces = form_urlencoded::byte_serialize(value.as_bytes());
                path.extend(pieces.map(|it| if it == "+" { "%20" } else { it }));
            } else {
                path.push_str(segment);
            }
        }
        path
    }
}
