//! A Personio on this machine: the sandbox, in the test's own process.

use personio_sandbox::{Attributes, NewCredential, Options, Permissions, Sandbox};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

/// The rows of the permission dialog, with their labels in it.
pub(crate) const ROWS: [(&str, &str); 12] = [
    ("employees", "Employees"),
    ("attendances", "Attendances"),
    ("time_off", "Time Off"),
    ("documents", "Documents"),
    ("custom_reports", "Custom Reports"),
    ("compensations", "Compensations"),
    ("recruiting", "Recruiting"),
    ("webhooks", "Webhooks"),
    ("org_units", "Org Units"),
    ("legal_entities", "Legal Entities"),
    ("cost_centers", "Cost Centers"),
    ("workplaces", "Workplaces"),
];

/// Credentials of an integration.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub(crate) id: String,
    pub(crate) secret: String,
}

/// A sandbox that listens until it is dropped.
pub(crate) struct LocalPersonio {
    pub(crate) url: String,
    sandbox: Sandbox,
    _stop: DropGuard,
}

impl LocalPersonio {
    /// A small company without rate limits.
    pub(crate) async fn start() -> Self {
        Self::of(Options::default().people).await
    }

    /// A company of so many people without rate limits.
    pub(crate) async fn of(people: usize) -> Self {
        let sandbox = Sandbox::new(Options { people, rate_limits: false, ..Options::default() }).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let (serving, stopped) = (sandbox.clone(), stop.clone());
        TaskTracker::new().spawn(async move { serving.serve(listener, stopped.cancelled_owned()).await });
        Self { url, sandbox, _stop: stop.drop_guard() }
    }

    /// Credentials that may do everything.
    pub(crate) fn credentials(&self) -> Credentials {
        let wanted = NewCredential {
            name: "Nabe".to_owned(),
            permissions: Permissions::All,
            attributes: Attributes::All,
        };
        let made = self.sandbox.add_credential(wanted).unwrap();
        Credentials { id: made.client_id, secret: made.client_secret }
    }
}
