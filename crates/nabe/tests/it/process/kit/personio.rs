//! A Personio on this machine: the sandbox, in the test's own process.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use personio_sandbox::{Attributes, Clock, NewCredential, Options, Permissions, Sandbox};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use super::client::http;

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

/// When it is in a local Personio as its story begins, whatever day it is outside: a Thursday in the middle of a month.
const BEGINNING: &str = "2026-11-12T10:00:00Z";

/// Moments at which days go wrong elsewhere: the ends of a month, of a leap February and of a year, a year's first
/// hour, and the hours before clocks are changed in Europe.
pub(crate) const MOMENTS: [&str; 7] = [
    BEGINNING,
    "2027-01-31T23:10:00Z",
    "2027-03-28T00:10:00Z",
    "2027-10-31T00:10:00Z",
    "2027-12-31T23:10:00Z",
    "2028-01-01T00:00:00Z",
    "2028-02-29T12:00:00Z",
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
    http: reqwest::Client,
    _stop: DropGuard,
}

impl LocalPersonio {
    /// A small company without rate limits.
    pub(crate) async fn start() -> Self {
        Self::of(Options::default().people).await
    }

    /// A company of so many people without rate limits.
    pub(crate) async fn of(people: usize) -> Self {
        Self::with(Options { people, clock: clock_at(BEGINNING), ..Options::default() }).await
    }

    /// A small company without rate limits in which it is this moment.
    pub(crate) async fn at(moment: &str) -> Self {
        Self::with(Options { clock: clock_at(moment), ..Options::default() }).await
    }

    /// A small company without rate limits whose days are those of this machine.
    pub(crate) async fn today() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        let sandbox = Sandbox::new(Options { rate_limits: false, ..options }).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let (serving, stopped) = (sandbox.clone(), stop.clone());
        TaskTracker::new().spawn(async move { serving.serve(listener, stopped.cancelled_owned()).await });
        Self { url, sandbox, http: http(), _stop: stop.drop_guard() }
    }

    /// Which day it is there, in UTC.
    pub(crate) fn day(&self) -> Date {
        self.sandbox.clock().now().to_zoned_datetime(TimeZone::UTC).date()
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

    /// Calls the sandbox's control API, whose answers are no product's: no client keeps them.
    pub(crate) async fn control(&self, method: &str, what: &str, body: Option<&Value>) -> Value {
        let url = format!("{}/_sandbox/{what}", self.url);
        let mut request = self.http.request(method.parse().unwrap(), url);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{method} {what}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }
}

/// A clock that goes on from this moment.
fn clock_at(moment: &str) -> Clock {
    let clock = Clock::real();
    clock.set(moment.parse::<Timestamp>().unwrap());
    clock
}
