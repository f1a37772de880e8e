//! A local Personio: credentials, both API generations, their limits and their oddities.
//!
//! It follows the published specifications and what is known of the live API, and it marks what is
//! not known. It knows nothing of the programs that call it.
//!
//! ```no_run
//! # async fn run() -> std::io::Result<()> {
//! use personio_sandbox::{Attributes, NewCredential, Options, Permissions, Sandbox, Size};
//!
//! let sandbox = Sandbox::new(Options::sized(Size::Medium)).expect("a company in memory can always be made");
//! let credential = sandbox
//!     .add_credential(NewCredential {
//!         name: "demo".to_owned(),
//!         permissions: Permissions::All,
//!         attributes: Attributes::All,
//!     })
//!     .expect("these permissions exist");
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8700").await?;
//! sandbox.serve(listener, std::future::pending()).await
//! # }
//! ```

#![expect(clippy::unnecessary_wraps, reason = "handlers share one signature")]

mod access;
mod careers;
pub mod cli;
mod clock;
mod control;
mod delivery;
mod facts;
mod faults;
mod journal;
mod keeper;
mod model;
mod openapi;
mod options;
mod pages;
mod routes;
mod rules;
mod seed;
mod server;
mod snapshot;
mod state;
mod switch;
mod tenant;
mod v1;
mod v2;
mod wire;

pub use access::credential::{Attributes, ClientSecret, InvalidCredential, NewCredential, Permissions};
pub use clock::Clock;
pub use keeper::KeeperError;
pub use options::{NewCompany, Options, Size};
pub use server::{Sandbox, serve};
pub use state::StateError;
