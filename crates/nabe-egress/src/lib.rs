//! The only door to the outside network.
//!
//! The only crate that names an HTTP client. Refuses private networks unless a setting names them, follows no
//! redirect, bounds every body that it holds. Knows no provider and keeps nothing.

mod address;
mod budget;
mod client;
mod flow;
mod networks;
mod resolver;

pub use address::Address;
pub use client::{Egress, EgressError, Inbound, Outbound, Policy};
pub use flow::{Flow, Flowing, Opened};
