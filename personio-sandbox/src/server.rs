//! A sandbox as another program runs it: in its own process, on a listener of its choice.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::access::credential::{ClientSecret, InvalidCredential, NewCredential};
use crate::clock::Clock;
use crate::delivery;
use crate::options::Options;
use crate::routes;
use crate::state::{State, StateError};

/// How long open calls may take after the shutdown has begun.
const GRACE: Duration = Duration::from_secs(5);

/// A local Personio with one company.
#[derive(Clone, Debug)]
pub struct Sandbox {
    state: Arc<State>,
}

impl Sandbox {
    /// Invents the companies, or reads them from the state file; nothing listens yet.
    pub fn new(options: Options) -> Result<Self, StateError> {
        Ok(Self { state: Arc::new(State::new(options)?) })
    }

    /// All routes, to be served or called directly.
    pub fn router(&self) -> Router {
        routes::router(&self.state)
    }

    /// The clock the sandbox goes by.
    pub fn clock(&self) -> &Clock {
        self.state.clock()
    }

    /// Makes an API credential of the first company, as `POST /_sandbox/credentials` does.
    pub fn add_credential(&self, wanted: NewCredential) -> Result<ClientSecret, InvalidCredential> {
        self.state.add_credential(&self.state.first(), wanted)
    }

    /// Serves on `listener` and sends events to webhooks until `shutdown` ends, then waits a few seconds for what is
    /// open.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        // Small answers must not wait for the acknowledgement of the last one. A socket that can't
        // be told so is still usable.
        let listener = listener.tap_io(|stream: &mut TcpStream| _ = stream.set_nodelay(true));
        let stopping = CancellationToken::new();
        // Whoever drops this future stops the deliveries as well.
        let _stop = stopping.clone().drop_guard();
        let deliveries = TaskTracker::new();
        deliveries.spawn(delivery::run(Arc::clone(&self.state), stopping.clone()));
        deliveries.close();
        let signal = stopping.clone();
        let serving = axum::serve(listener, self.router()).with_graceful_shutdown(async move {
            shutdown.await;
            signal.cancel();
        });
        let out_of_patience = async {
            stopping.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        let ended = tokio::select! {
            ended = serving.into_future() => ended,
            () = out_of_patience => Ok(()),
        };
        stopping.cancel();
        // Requests to webhooks take no longer than three seconds.
        _ = tokio::time::timeout(GRACE, deliveries.wait()).await;
        ended
    }
}

/// Serves a new sandbox on `listener` until `shutdown` ends.
pub async fn serve(
    options: Options,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    Sandbox::new(options).map_err(io::Error::other)?.serve(listener, shutdown).await
}
