//! Runs one provider call: authorise, gate, send, classify, retry.
//!
//! Knows neither storage nor HTTP servers, and decides no policy.

mod again;
mod arrival;
mod download;
mod error;
mod gate;
mod meters;
mod outbound;
mod redact;
mod run;
mod session;
mod windows;

pub use download::Download;
pub use error::EngineError;
pub use redact::Redactor;
pub use run::{Engine, Limits, Probed, Reply, Settings};
pub use session::Session;
