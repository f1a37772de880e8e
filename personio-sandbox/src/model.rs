//! The company behind both API generations: its people, its organisation, its attributes.
//!
//! Plain data and look-ups; it must not know how any route spells it.

pub(crate) mod absence;
pub(crate) mod attendance;
pub(crate) mod attribute;
pub(crate) mod company;
pub(crate) mod compensation;
pub(crate) mod document;
pub(crate) mod event;
pub(crate) mod organisation;
pub(crate) mod person;
pub(crate) mod project;
pub(crate) mod recruiting;
pub(crate) mod report;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod webhook;
pub(crate) mod zone;
