//! The server: its parts wired, started, and stopped without cutting anybody off.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use miette::{IntoDiagnostic, miette};
use nabe_api::{Api, ApiSettings, Problem};
use nabe_core::{Clock, Core, FirstStart, Prepared, Settings};
use nabe_egress::{Egress, Policy};
use nabe_engine::Engine;
use nabe_model::errors::Code;
use nabe_store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::cli::Output;
use crate::config::{Config, Secret};
use crate::listener::{Bounds, listen};
use crate::telemetry;

/// How long requests that are under way may take to end after the server was told to stop.
const FAREWELL: Duration = Duration::from_secs(20);
/// How often housekeeping is done.
const HOUSEKEEPING: Duration = Duration::from_secs(30);

/// A server that is wired and not yet listening.
pub struct Server {
    config: Config,
    core: Core,
    store: Store,
    metrics: Option<TcpListener>,
    /// What was made, when the database was empty.
    pub first: Option<FirstStart>,
}

impl Server {
    /// Opens store and vault and wires the parts. `listening` becomes the public address unless one is set.
    ///
    /// What may be refused comes first, so that a start that fails makes nothing.
    pub async fn prepare(config: Config, listening: SocketAddr) -> miette::Result<Self> {
        let registry = nabe_connectors::registry();
        let engine_settings = config.engine(registry)?;
        let metrics = match config.metrics.listen {
            Some(address) => Some(bind(address, "NABE_METRICS__LISTEN").await?),
            None => None,
        };
        let store = open_store(&config).await?;
        let clock = Clock::system();
        let Prepared { vault, cursor_key, first } =
            nabe_core::prepare(&store, &clock, &config.vault_key_file())
                .await
                .map_err(|it| miette!("{it}"))?;
        let policy = Policy {
            allowed_networks: config.egress.allowed_networks.clone(),
            longest_pause: config.request_life(),
            ..Policy::default()
        };
        let egress = Egress::new(policy).into_diagnostic()?;
        let settings = Settings {
            public_url: config.public_url(listening),
            link_life: Duration::from_secs(u64::from(config.connect.link_days) * 24 * 3_600),
            request_life: config.request_life(),
        };
        let engine = Engine::new(egress, engine_settings);
        let core = Core::new(store.clone(), vault, engine, registry, clock, settings, cursor_key);
        Ok(Self { config, core, store, metrics, first })
    }

    /// Serves until `stop`, then lets requests that are under way end.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) -> miette::Result<()> {
        let Self { config, core, store, metrics, first: _ } = self;
        let tasks = TaskTracker::new();
        let handle = telemetry::metrics();
        tasks.spawn(keep_house(core.clone(), stop.clone()));
        if let (Some(metrics), Some(_)) = (metrics, handle) {
            let address = metrics.local_addr().into_diagnostic()?;
            tracing::info!(%address, "metrics are served on a listener of their own");
            let router = Router::new().route("/metrics", get(|| async { metrics_text() }));
            tasks.spawn(listen(metrics, router, stop.clone(), Bounds::default()));
        }
        let settings = ApiSettings {
            trusted_proxies: config.trusted_proxies.clone(),
            requests_per_minute: config.limits.requests_per_minute,
            body_limit: config.limits.body_bytes,
        };
        let api = Api::new(core.clone(), settings);
        let others = nabe_pages::router(&core, &tasks).merge(metrics_route(config.metrics.key.clone()));
        let router = nabe_api::router(&api, others);
        let address = listener.local_addr().into_diagnostic()?;
        tracing::info!(%address, public_url = core.settings().public_url, "the server is ready");
        tasks.spawn(listen(listener, router, stop.clone(), Bounds::default()));
        tasks.close();
        stop.cancelled().await;
        tracing::info!("the server stops");
        if tokio::time::timeout(FAREWELL, tasks.wait()).await.is_err() {
            tracing::warn!("some requests did not end in time and are cut off");
        }
        if let Err(error) = core.housekeeping().await {
            tracing::warn!(code = %error.code, "the last housekeeping failed");
        }
        store.close().await;
        Ok(())
    }

    /// The use cases, for the commands that work on a running server.
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// Starts the server and serves until the process is told to stop.
pub async fn run(config: Config, output: Output, out: &mut impl Write) -> miette::Result<()> {
    let told = told_to_stop()?;
    let listener = bind(config.listen, "--listen or NABE_LISTEN").await?;
    let server = Server::prepare(config, listener.local_addr().into_diagnostic()?).await?;
    if let Some(first) = &server.first {
        show_first(first, output, out).into_diagnostic()?;
    }
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    let signals = TaskTracker::new();
    signals.spawn(async move {
        told.await;
        stopping.cancel();
    });
    server.serve(listener, stop).await
}

fn show_first(first: &FirstStart, output: Output, out: &mut impl Write) -> std::io::Result<()> {
    let FirstStart { project, key } = first;
    match output {
        Output::Json => {
            writeln!(out, "{}", serde_json::json!([{ "project": project.id, "key": key.expose() }]))?;
        }
        Output::Table => {
            writeln!(out, "A project and an API key were made. The key is shown only now:")?;
            writeln!(out, "project {}\nkey     {}", project.id, key.expose())?;
        }
    }
    out.flush()
}

/// Opens the database. Makes the data folder, in which the key file and a SQLite database are kept.
pub async fn open_store(config: &Config) -> miette::Result<Store> {
    let url = config.database_url();
    if url.expose().starts_with("sqlite:") {
        make_folder(&config.data_dir)?;
    }
    let store = Store::open(url.expose()).await.map_err(|it| {
        miette!(
            help = "check that it is there and lets this server in: --database-url, NABE_DATABASE_URL or the setting database_url names it",
            "{it}"
        )
    })?;
    make_folder(&config.data_dir)?;
    Ok(store)
}

fn make_folder(folder: &std::path::Path) -> miette::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| {
        miette!(
            help = "name a folder that can be written with --data-dir or NABE_DATA_DIR",
            "the data folder `{}` can't be made: {error}",
            folder.display()
        )
    })
}

/// Listens on an address; `option` is where another is named when this one is taken.
pub(crate) async fn bind(address: SocketAddr, option: &str) -> miette::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        miette!(
            help = format!("another program may use the port; choose another port with {option}"),
            "can't listen on {address}: {error}"
        )
    })
}

async fn keep_house(core: Core, stop: CancellationToken) {
    loop {
        let rest = tokio::time::timeout(HOUSEKEEPING, stop.cancelled());
        if rest.await.is_ok() {
            return;
        }
        if let Some(handle) = telemetry::metrics() {
            handle.run_upkeep();
        }
        if let Err(error) = core.housekeeping().await {
            tracing::warn!(code = %error.code, "housekeeping failed and is tried again");
        }
    }
}

/// Metrics on the server itself, for those who have the key.
fn metrics_route(key: Option<Secret>) -> Router {
    let Some(key) = key else { return Router::new() };
    let answer = move |request: Request| {
        let known = is_bearer(&request, key.expose());
        async move { if known { metrics_text() } else { wrong_key().into_response() } }
    };
    Router::new().route("/metrics", get(answer))
}

fn is_bearer(request: &Request, key: &str) -> bool {
    use subtle::ConstantTimeEq;

    let header = request.headers().get(AUTHORIZATION).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let presented = header.strip_prefix("Bearer ").unwrap_or_default();
    presented.as_bytes().ct_eq(key.as_bytes()).into()
}

fn wrong_key() -> Problem {
    Problem::new(Code::Unauthenticated, "Send the key of the setting `metrics.key` as Bearer token.")
}

fn metrics_text() -> Response {
    let text =
        telemetry::metrics().map(metrics_exporter_prometheus::PrometheusHandle::render).unwrap_or_default();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Ends when the process is told to stop: Ctrl-C, or the signal by which service managers say it.
///
/// Listens from the call on, before anybody waits for it: a signal that comes early isn't lost.
pub fn told_to_stop() -> miette::Result<impl Future<Output = ()>> {
    let listen_for = |kind| {
        signal(kind).map_err(|error| miette!("the signals that end the program can't be heard: {error}"))
    };
    let mut interrupt = listen_for(SignalKind::interrupt())?;
    let mut terminate = listen_for(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
