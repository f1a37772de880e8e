//! Personio: its manifest, its API, and the mapping of its records.
//!
//! The only place that knows Personio. Pure.

mod absence;
mod absences;
mod application_documents;
mod attribute;
mod auth;
mod balances;
mod breakdowns;
mod clock;
mod compensation_types;
mod compensations;
mod documents;
mod employees;
mod employment;
mod employment_rules;
mod employments;
mod entered;
mod errors;
mod everybody;
mod expanded;
mod files;
mod group_id;
mod groups;
mod history;
mod inspect;
mod joined;
mod kinds;
mod listed;
mod mappable;
mod mapped;
mod mapping;
mod months;
mod names;
mod offsets;
mod organisation;
mod page;
mod positions;
mod projects;
mod rates;
mod reader;
mod reading;
mod report_cells;
mod report_rows;
mod reports;
mod rules;
mod salary;
mod salary_bands;
mod scalar;
mod served;
mod time_conditions;
mod time_entries;
mod time_off;
mod time_off_filters;
mod time_off_rules;
mod time_rules;
mod told;
mod values;
mod wire;

mod people;
mod recruiting;
mod sheaf;

use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use include_dir::{Dir, include_dir};
use nabe_connector::{
    Answer, Call, CallError, Complaint, Credentials, Inspect, Manifest, Mappable, Operation, Operations,
    Provider, RateHint, Served, Token,
};

static MANIFEST: LazyLock<Manifest> =
    LazyLock::new(|| Manifest::parse(include_str!("provider.toml")).expect("the manifest is tested"));
static OPERATIONS: LazyLock<Operations> =
    LazyLock::new(|| Operations::parse(include_str!("operations.json")).expect("the document is tested"));

/// The guide's pictures: a local Personio, photographed by `cargo xtask guide-pictures`.
static PICTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/personio/guide/pictures");

/// Personio.
#[derive(Debug)]
pub(crate) struct Personio;

/// An operation that `operations.json` is known to have.
fn operation(id: &str) -> &'static Operation {
    OPERATIONS.get(id).expect("every operation that is called stands in operations.json")
}

impl Provider for Personio {
    fn manifest(&self) -> &'static Manifest {
        &MANIFEST
    }

    fn logo(&self) -> &'static str {
        include_str!("logo.svg")
    }

    fn guide(&self, language: &str) -> Option<&'static str> {
        match language {
            "en" => Some(include_str!("guide/en.md")),
            "de" => Some(include_str!("guide/de.md")),
            _ => None,
        }
    }

    fn picture(&self, name: &str) -> Option<&'static [u8]> {
        PICTURES.get_file(name).map(include_dir::File::contents)
    }

    fn operations(&self) -> &'static Operations {
        &OPERATIONS
    }

    fn complaints(&self, credentials: &Credentials) -> Vec<Complaint> {
        entered::complaints(&MANIFEST, credentials)
    }

    fn doubts(&self, credentials: &Credentials) -> Vec<Complaint> {
        entered::doubts(credentials)
    }

    fn authenticate(&self, scheme: &str, credentials: &Credentials) -> Result<Call, CallError> {
        auth::call(scheme, credentials)
    }

    fn read_token(&self, scheme: &str, answer: &Answer<'_>) -> Result<Token, CallError> {
        auth::read(scheme, answer)
    }

    fn headers(&self, credentials: &Credentials) -> Vec<(HeaderName, HeaderValue)> {
        let id = credentials.get("personio_app_id").and_then(|it| HeaderValue::from_str(it).ok());
        id.map(|it| (HeaderName::from_static("x-personio-app-id"), it)).into_iter().collect()
    }

    fn classify(&self, operation: &Operation, answer: &Answer<'_>) -> Result<(), CallError> {
        // A careers page that isn't there, or not there any more, is no missing record.
        if operation.host == "careers"
            && (answer.status.is_redirection() || answer.status == StatusCode::NOT_FOUND)
        {
            return Err(recruiting::NO_FEED);
        }
        // Anybody may upload a file that reads like a failure.
        if operation.id == files::DOWNLOAD && answer.status.is_success() {
            return Ok(());
        }
        errors::classify_call(operation, answer)
    }

    fn rate_hint(&self, headers: &HeaderMap) -> Option<RateHint> {
        rates::hint(headers)
    }

    fn inspect(&self) -> Option<&dyn Inspect> {
        Some(&inspect::PersonioInspect)
    }

    fn mappable(&self) -> Option<&dyn Mappable> {
        Some(&mappable::PersonioMappable)
    }

    fn serves(&self, operation: &str) -> Served {
        served::serves(operation)
    }
}
