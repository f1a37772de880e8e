//! What a fault does to a call.

use std::collections::BTreeMap;

use http::header::{HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::field::Field;
use super::quirk::Quirk;
use crate::routes::Route;

/// The longest that a call is held up, in milliseconds.
const LONGEST_MS: u64 = 600_000;

/// An effect. `carried_out` lets the call take effect although its answer says otherwise.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Effect {
    /// Another answer.
    Answer(Custom),
    BadGateway(Gateway),
    ServiceUnavailable(Gateway),
    GatewayTimeout(Gateway),
    /// The error page of a proxy.
    ProxyPage {
        #[serde(default = "bad_gateway")]
        status: u16,
        #[serde(default)]
        carried_out: bool,
    },
    /// As if there were nothing at the path.
    NotFound {},
    /// As if the right were missing.
    Forbidden {},
    /// As if the limit were exceeded.
    TooMany {},
    /// German texts in an error; with a status it is one.
    GermanError {
        status: Option<u16>,
    },
    /// The answer comes later.
    Latency {
        ms: u64,
    },
    /// The answer stops, for a while or for good.
    Stall {
        ms: Option<u64>,
        after_bytes: Option<usize>,
    },
    /// The connection ends.
    Cut(Cut),
    /// The body is shorter than it was, and the answer says nothing of it.
    Truncated {
        after_bytes: Option<usize>,
    },
    /// The body is sent as something that it isn't.
    ContentType {
        content_type: String,
    },
    /// A value of a field becomes one of another type.
    Retype {
        field: Field,
        to: Kind,
    },
    /// A field has another value.
    Set {
        field: Field,
        value: Value,
    },
    /// A field has a value that no enumeration has.
    UnknownValue {
        field: Field,
    },
    /// A field is null.
    Null {
        field: Field,
    },
    /// A field isn't there.
    Missing {
        field: Field,
    },
    /// A field has another name.
    Rename {
        field: Field,
        to: String,
    },
    /// There are more fields: in every row of a list, or in the object.
    ExtraFields {
        #[serde(default = "extra")]
        fields: Map<String, Value>,
        at: Option<Field>,
    },
    /// A field is there twice.
    DuplicateKey {
        field: Field,
        #[serde(default)]
        value: Value,
    },
    /// The link to the next page leads to this one.
    SelfNext {},
    /// Links to pages have no host.
    RelativeNext {},
    /// A row before this page was deleted since the page before was read.
    RowDeleted {},
    /// A row before this page was inserted since the page before was read.
    RowInserted {},
    /// An oddity that the real API is known for.
    Quirk {
        quirk: Quirk,
    },
}

/// An answer of one's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Custom {
    pub(crate) status: u16,
    /// A text is sent as it is, anything else as JSON.
    #[serde(default)]
    pub(crate) body: Value,
    pub(crate) content_type: Option<String>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) carried_out: bool,
}

/// An answer of the gateway before the API.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gateway {
    #[serde(default)]
    pub(crate) carried_out: bool,
}

/// How a connection ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cut {
    pub(crate) at: Moment,
    #[serde(default)]
    pub(crate) carried_out: bool,
    pub(crate) after_bytes: Option<usize>,
}

/// When a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Moment {
    BeforeAnswer,
    MidBody,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    String,
    Number,
    Boolean,
    Null,
    Array,
    Object,
}

fn bad_gateway() -> u16 {
    502
}

fn extra() -> Map<String, Value> {
    let fields = serde_json::json!({"sandbox_extra": {"text": "more", "list": [1, null]}, "_new": true});
    fields.as_object().cloned().unwrap_or_default()
}

impl Effect {
    /// Whether the effect has anything to do with a route.
    pub(crate) fn is_for(&self, route: &Route) -> bool {
        let reads = route.method == Method::GET;
        #[expect(clippy::wildcard_enum_match_arm, reason = "the others fit every route")]
        match self {
            Self::Quirk { quirk } => quirk.is_of(route),
            Self::SelfNext {} | Self::RelativeNext {} => reads && route.template.starts_with("/v2/"),
            Self::RowDeleted {} | Self::RowInserted {} => reads,
            _ => true,
        }
    }

    /// What is wrong with it that its form doesn't say.
    pub(crate) fn check(&self) -> Result<(), String> {
        #[expect(clippy::wildcard_enum_match_arm, reason = "the others are right when they can be read")]
        match self {
            Self::Answer(Custom { status, content_type, headers, .. }) => {
                check_status(*status)?;
                content_type.iter().try_for_each(|it| check_value("content_type", it))?;
                headers.iter().try_for_each(|(name, value)| check_header(name, value))
            }
            Self::ProxyPage { status, .. } | Self::GermanError { status: Some(status) } => {
                check_status(*status)
            }
            Self::ContentType { content_type } => check_value("content_type", content_type),
            Self::Latency { ms } | Self::Stall { ms: Some(ms), .. } if *ms > LONGEST_MS => {
                Err(format!("`ms` must be at most {LONGEST_MS}"))
            }
            Self::Cut(Cut { at: Moment::BeforeAnswer, after_bytes: Some(_), .. }) => {
                Err("`after_bytes` is for `\"at\": \"mid-body\"`".to_owned())
            }
            _ => Ok(()),
        }
    }
}

fn check_status(status: u16) -> Result<(), String> {
    let is_final = (200..600).contains(&status) && StatusCode::from_u16(status).is_ok();
    if is_final { Ok(()) } else { Err("`status` must be from 200 to 599".to_owned()) }
}

fn check_value(name: &str, value: &str) -> Result<(), String> {
    HeaderValue::from_str(value).map(drop).map_err(|_| format!("`{name}` can't be `{value}`"))
}

fn check_header(name: &str, value: &str) -> Result<(), String> {
    HeaderName::try_from(name).map_err(|_| format!("no header can have the name `{name}`"))?;
    check_value(name, value)
}
