//! The contract between Nabe and a provider.
//!
//! A provider is three things: a manifest (`provider.toml`), its API in our words (`operations.json`), and pure
//! mappings. What every provider must hold is tried on each of the registry by the tests of `nabe-connectors`. Knows no
//! provider, does no I/O, reads no clock.

mod account;
mod call;
mod credentials;
mod entered;
mod error;
mod explain;
mod file;
mod inspect;
mod manifest;
mod mappable;
mod operations;
mod permissions;
mod provider;
mod resource;
mod zones;

pub use account::AccountSettings;
pub use call::{Answer, Body, Call};
pub use credentials::Credentials;
pub use entered::{Complaint, clean};
pub use error::{CallError, Defect, DefectKind};
pub use explain::{Evidence, FieldRule, Lacking, Needs, Rules, Source};
pub use file::{FileAsk, FileResource};
pub use inspect::{Inspect, Labels, Sample};
pub use manifest::{Field, FieldKind, Manifest, ManifestError, RateLimit};
pub use mappable::{ListedAttribute, Mappable, Target, TargetKind};
pub use nabe_model::mapping::FieldMapping;
pub use nabe_model::rights::{Access, Right};
pub use operations::{Operation, Operations};
pub use permissions::{CatalogueAttribute, Grant, Mending, Permission, Text};
pub use provider::{Provider, RateHint, Registry, Token};
pub use resource::{Answers, Ask, Each, Filters, PageInfo, Plan, Resource, Row, Served};
pub use zones::{Moment, elapsed, elapsed_anywhere, time_zone, zone_of_country};
