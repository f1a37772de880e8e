//! Projects on which time is recorded.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::table::numbered;
use super::text::Text;

/// A project, or a sub-project of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Project {
    pub(crate) id: u32,
    pub(crate) name: Text,
    /// What v2 calls active or archived.
    pub(crate) active: bool,
    pub(crate) code: Option<Text>,
    pub(crate) description: Option<Text>,
    pub(crate) cost_center: Option<u32>,
    /// Whether everyone may record time on it; of a sub-project its parent's counts.
    pub(crate) assigned_to_all: bool,
    pub(crate) parent: Option<u32>,
    pub(crate) start: Option<Date>,
    /// The first day on which it is over (facts §13.10 [O]).
    pub(crate) end: Option<Date>,
    /// Of a sub-project its parent's counts.
    pub(crate) billable: bool,
    pub(crate) client: Option<Text>,
    pub(crate) kind: Option<Text>,
    /// Numbers of people, in ascending order.
    pub(crate) members: Vec<u32>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

numbered!(Project);
