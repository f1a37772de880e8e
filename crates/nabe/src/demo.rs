//! `nabe demo`: a local Personio and the hub, linked through the same endpoints as any client.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use comfy_table::Table;
use comfy_table::presets::NOTHING;
use miette::{IntoDiagnostic, WrapErr, miette};
use nabe_core::{Clock, create_key};
use nabe_egress::{Address, Egress, Outbound, Policy};
use nabe_model::ids::ProjectId;
use personio_sandbox::{Options, Sandbox, Size};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{Config, EgressSettings, Log, LogFormat, ProviderSettings, RateLimits, Secret, Switch};
use crate::server::{Server, bind, told_to_stop};
use crate::telemetry;

/// The provider that the demo links.
const PROVIDER: &str = "personio";
/// Rows of the table.
const ROWS: usize = 25;
/// Pages on any port of this machine may embed Connect in the demo.
const ORIGINS: [&str; 2] = ["http://localhost:*", "http://127.0.0.1:*"];
/// The careers page of the company that the local Personio has.
const CAREERS: &str = "nordlicht.jobs.personio.de";

/// What the demo takes.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// Where the hub listens.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where the local Personio listens.
    #[arg(long, default_value = "127.0.0.1:8700")]
    sandbox_listen: SocketAddr,
    /// How many people work at the company: small 25, medium 1,000, large 10,000.
    #[arg(long, value_enum, default_value_t = Size::Small)]
    company: Size,
    /// The same seed makes the same company.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Switches the rate limits of the local Personio off, and the hub's gate with them.
    #[arg(long)]
    no_rate_limits: bool,
    /// Ends after the table.
    #[arg(long)]
    once: bool,
    /// Prints one line of JSON when everything is ready, and stays up.
    #[arg(long, conflicts_with = "once")]
    print_json: bool,
}

/// Runs the demo.
pub(crate) async fn run(
    args: DemoArgs,
    data_dir: Option<PathBuf>,
    out: &mut impl Write,
) -> miette::Result<()> {
    telemetry::start(&Log { level: "warn".to_owned(), format: LogFormat::Text });
    let told = told_to_stop()?;
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    let temporary = tempfile::tempdir().into_diagnostic()?;
    let data_dir = data_dir.unwrap_or_else(|| temporary.path().to_owned());

    let sandbox_url = start_sandbox(&args, &tasks, &stop).await?;
    let hub = start_hub(&args, data_dir, &sandbox_url, &tasks, &stop).await?;
    let linked = hub.link(&sandbox_url).await?;
    if args.print_json {
        writeln!(out, "{}", linked.json(&hub, &sandbox_url)).into_diagnostic()?;
    } else {
        hub.show_employees(&linked, out).await?;
        linked.show_commands(&hub, &sandbox_url, args.once, out)?;
    }
    out.flush().into_diagnostic()?;
    if !args.once {
        told.await;
    }
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    Ok(())
}

async fn start_sandbox(
    args: &DemoArgs,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> miette::Result<String> {
    let listener = bind(args.sandbox_listen, "--sandbox-listen 127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr().into_diagnostic()?);
    let options =
        Options { seed: args.seed, rate_limits: !args.no_rate_limits, ..Options::sized(args.company) };
    let sandbox = Sandbox::new(options).into_diagnostic()?;
    let stop = stop.clone();
    tasks.spawn(async move {
        if let Err(error) = sandbox.serve(listener, stop.cancelled_owned()).await {
            tracing::error!(%error, "the local Personio failed");
        }
    });
    Ok(url)
}

/// Careers pages of the local Personio: found by what their host begins with.
fn careers_host(sandbox_url: &str) -> String {
    let port = sandbox_url.rsplit_once(':').map_or("", |(_, port)| port);
    format!("http://{{careers_host}}.localhost:{port}")
}

/// The hub of the demo, and its key.
struct Hub {
    url: String,
    key: String,
    project: ProjectId,
    egress: Egress,
}

/// What was linked.
struct Linked {
    account: String,
    connect_url: String,
    client_id: String,
    client_secret: String,
}

async fn start_hub(
    args: &DemoArgs,
    data_dir: PathBuf,
    sandbox_url: &str,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> miette::Result<Hub> {
    let listener = bind(args.listen, "--listen 127.0.0.1:0").await?;
    let address = listener.local_addr().into_diagnostic()?;
    let networks = ["127.0.0.0/8", "::1/128"].map(|it| it.parse().expect("a network"));
    let limits = args.no_rate_limits.then_some(RateLimits::Switch(Switch::Off));
    let provider = ProviderSettings {
        hosts: BTreeMap::from([
            ("api".to_owned(), sandbox_url.to_owned()),
            ("careers".to_owned(), careers_host(sandbox_url)),
        ]),
        rate_limits: limits,
        partner_id: None,
    };
    let config = Config {
        database_url: Some(Secret::from(format!("sqlite:{}", data_dir.join("nabe.db").display()))),
        data_dir,
        egress: EgressSettings { allowed_networks: networks.to_vec() },
        providers: BTreeMap::from([(PROVIDER.to_owned(), provider)]),
        ..Config::default()
    };
    let server = Server::prepare(config, address).await?;
    let (project, key) = prepare_project(&server).await?;
    let url = server.core().settings().public_url.clone();
    let stop = stop.clone();
    tasks.spawn(async move {
        if let Err(error) = server.serve(listener, stop).await {
            tracing::error!("the hub failed: {error}");
        }
    });
    let policy = Policy { allowed_networks: networks.to_vec(), ..Policy::default() };
    let egress = Egress::new(policy).into_diagnostic()?;
    Ok(Hub { url, key, project, egress })
}

/// The first project with a key of its own for this run, and open to pages of this machine.
async fn prepare_project(server: &Server) -> miette::Result<(ProjectId, String)> {
    let store = server.store();
    let projects = store.projects().await.map_err(|it| miette!("{it}"))?;
    let project = projects.into_iter().next().ok_or_else(|| miette!("the demo has no project"))?.id;
    let origins = ORIGINS.map(str::to_owned);
    store.set_allowed_origins(&project, &origins).await.map_err(|it| miette!("{it}"))?;
    let key = create_key(store, &Clock::system(), &project, "demo").await.map_err(|it| miette!("{it}"))?;
    Ok((project, key.text.expose().to_owned()))
}

impl Hub {
    /// Makes credentials in the local Personio and links them, as a client would.
    async fn link(&self, sandbox_url: &str) -> miette::Result<Linked> {
        let wanted = json!({ "name": "Nabe demo", "permissions": "all", "attributes": "all" });
        let made = self.post(&format!("{sandbox_url}/_sandbox/credentials"), &[], &wanted).await?;
        let (client_id, client_secret) = (text(&made, "client_id")?, text(&made, "client_secret")?);

        let session = self.session("demo-customer", "ACME GmbH").await?;
        let token = text(&session, "token")?;
        let entered = json!({
            "integration_id": PROVIDER,
            "credentials": {
                "client_id": client_id,
                "client_secret": client_secret,
                "personio_app_id": "ACME_GMBH",
                "careers_host": CAREERS,
            },
        });
        let headers = [("x-hub-session-token", token.as_str())];
        let account = self.post(&format!("{}/hub/accounts", self.url), &headers, &entered).await?;
        let account = text(&account, "id")?;

        // A link that is still good, to be tried out by hand.
        let session = self.session("second-customer", "Second Customer Ltd").await?;
        let connect_url = text(&session, "auth_link_url")?;
        Ok(Linked { account, connect_url, client_id, client_secret })
    }

    async fn session(&self, owner: &str, name: &str) -> miette::Result<Value> {
        let wanted = json!({ "origin_owner_id": owner, "origin_owner_name": name, "provider": PROVIDER, "type": "test" });
        let authorization = format!("Bearer {}", self.key);
        self.post(&format!("{}/connect_sessions", self.url), &[("authorization", &authorization)], &wanted)
            .await
    }

    async fn show_employees(&self, linked: &Linked, out: &mut impl Write) -> miette::Result<()> {
        let authorization = format!("Bearer {}", self.key);
        let headers = [("authorization", authorization.as_str()), ("x-account-id", &linked.account)];
        let url = format!("{}/unified/hris/employees?page_size={ROWS}", self.url);
        let page = self.call("GET", &url, &headers, None).await?;
        let mut table = Table::new();
        table.load_style(NOTHING).set_header(["ID", "NAME", "JOB TITLE", "DEPARTMENT", "STATUS", "HIRED"]);
        for employee in page["data"].as_array().into_iter().flatten() {
            let cell = |it: &Value| it.as_str().unwrap_or("-").to_owned();
            table.add_row([
                cell(&employee["id"]),
                cell(&employee["name"]),
                cell(&employee["job_title"]),
                cell(&employee["department"]),
                cell(&employee["employment_status"]["value"]),
                cell(&employee["hire_date"]).chars().take(10).collect(),
            ]);
        }
        writeln!(out, "{table}").into_diagnostic()?;
        if page["next"].is_string() {
            writeln!(out, "… and more.").into_diagnostic()?;
        }
        Ok(())
    }

    async fn post(&self, url: &str, headers: &[(&str, &str)], body: &Value) -> miette::Result<Value> {
        self.call("POST", url, headers, Some(body)).await
    }

    async fn call(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> miette::Result<Value> {
        let mut outbound = Outbound {
            method: method.parse().into_diagnostic()?,
            url: Address::parse(url).into_diagnostic()?,
            headers: axum::http::HeaderMap::new(),
            body: body.map(ToString::to_string).unwrap_or_default().into(),
            timeout: Duration::from_mins(1),
        };
        for (name, value) in headers.iter().chain(&[("content-type", "application/json")]) {
            let name: axum::http::HeaderName = name.parse().into_diagnostic()?;
            outbound.headers.insert(name, value.parse().into_diagnostic()?);
        }
        let inbound = self.egress.send(outbound).await.into_diagnostic()?;
        let answer = String::from_utf8_lossy(&inbound.body);
        if !inbound.status.is_success() {
            return Err(miette!("{method} {url} answered {}: {answer}", inbound.status));
        }
        serde_json::from_str(&answer)
            .into_diagnostic()
            .wrap_err_with(|| format!("the answer of {url} is no JSON"))
    }
}

fn text(value: &Value, key: &str) -> miette::Result<String> {
    value[key].as_str().map(str::to_owned).ok_or_else(|| miette!("the answer has no `{key}`"))
}

impl Linked {
    fn json(&self, hub: &Hub, sandbox_url: &str) -> Value {
        json!({
            "base_url": hub.url,
            "api_key": hub.key,
            "project_id": hub.project,
            "account_id": self.account,
            "connect_url": self.connect_url,
            "sandbox_url": sandbox_url,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        })
    }

    fn show_commands(
        &self,
        hub: &Hub,
        sandbox_url: &str,
        ends: bool,
        out: &mut impl Write,
    ) -> miette::Result<()> {
        let Self { account, connect_url, client_id, client_secret } = self;
        let Hub { url, key, .. } = hub;
        if ends {
            return writeln!(out, "\nLeave out --once to keep the hub running and try it by hand.")
                .into_diagnostic();
        }
        writeln!(
            out,
            "
The hub         {url}
A local Personio {sandbox_url} (settings, where credentials are made)
Connect by hand {connect_url}
  with client ID     {client_id}
  and client secret  {client_secret}
  and app ID         ACME_GMBH

Try:
  curl -u '{key}:' {url}/accounts
  curl -u '{key}:' -H 'x-account-id: {account}' '{url}/unified/hris/employees?page_size=2'
  curl -u '{key}:' -H 'x-account-id: {account}' '{url}/unified/hris/employees?page_size=1&explain=true'

Ctrl-C ends it."
        )
        .into_diagnostic()
    }
}
