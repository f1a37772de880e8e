//! The two programs as processes, and what the system says of them.
//!
//! Must not know what is measured.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use super::load::Call;

/// Clock ticks a second in `/proc`: what Linux has on every common machine.
const TICKS: f64 = 100.0;
/// Bytes of a page of memory.
const PAGE: f64 = 4096.0;

/// A process that ends with its handle.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A local Personio.
pub(crate) struct Personio {
    process: Process,
    pub(crate) url: String,
}

impl Personio {
    /// Starts one for so many people, without limits.
    pub(crate) fn start(programs: &Path, people: u32) -> io::Result<Self> {
        Self::start_with(programs, people, &["--no-rate-limits"])
    }

    /// Starts one for so many people, with more arguments.
    pub(crate) fn start_with(programs: &Path, people: u32, arguments: &[&str]) -> io::Result<Self> {
        let mut child = Command::new(programs.join("personio-sandbox"))
            .args(["serve", "--listen", "127.0.0.1:0", "--people", &people.to_string()])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()?;
        let line = line_with(&mut child, "http://")?;
        let url = line.split_whitespace().find(|it| it.starts_with("http://")).unwrap_or_default().to_owned();
        Ok(Self { process: Process(child), url })
    }

    /// Resident memory, in MB.
    pub(crate) fn memory(&self) -> io::Result<f64> {
        resident(self.process.0.id())
    }

    /// A credential that may do everything.
    async fn credential(&self) -> io::Result<Value> {
        let wanted = json!({ "name": "bench", "permissions": "all", "attributes": "all" });
        request("POST", &format!("{}/_sandbox/credentials", self.url), &[], Some(&wanted)).await
    }

    /// Sets switches.
    pub(crate) async fn switch(&self, switches: &Value) -> io::Result<()> {
        request("PUT", &format!("{}/_sandbox/switches", self.url), &[], Some(switches)).await.map(drop)
    }

    /// How many of the last calls to a route got this status.
    pub(crate) async fn answered(&self, path: &str, status: u16) -> io::Result<usize> {
        let listed = request("GET", &format!("{}/_sandbox/requests", self.url), &[], None).await?;
        let calls = listed["requests"].as_array().cloned().unwrap_or_default();
        let is_it = |it: &&Value| text(&it["path"]).starts_with(path) && it["status"] == status;
        Ok(calls.iter().filter(is_it).count())
    }

    /// The header with which a new credential calls.
    pub(crate) async fn bearer(&self) -> io::Result<String> {
        self.bearer_of(&self.credential().await?).await
    }

    async fn bearer_of(&self, made: &Value) -> io::Result<String> {
        let login = json!({ "client_id": made["client_id"], "client_secret": made["client_secret"] });
        let token = request("POST", &format!("{}/v1/auth", self.url), &[], Some(&login)).await?;
        Ok(format!("Bearer {}", text(&token["data"]["token"])))
    }

    /// The ids of a hundred people.
    pub(crate) async fn ids(&self, bearer: &str) -> io::Result<Vec<String>> {
        let url = format!("{}/v1/company/employees?limit=100", self.url);
        let page = request("GET", &url, &[("authorization", bearer)], None).await?;
        let rows = page["data"].as_array().cloned().unwrap_or_default();
        Ok(rows.iter().map(|it| it["attributes"]["id"]["value"].to_string()).collect())
    }
}

/// A process that only passes calls on to Personio.
pub(crate) struct Relay {
    process: Process,
    pub(crate) url: String,
}

impl Relay {
    /// Starts one: this program again.
    pub(crate) fn start(personio: &Personio) -> io::Result<Self> {
        let to = personio.url.trim_start_matches("http://");
        let program = std::env::current_exe()?;
        let mut child = Command::new(program).args(["relay", "--to", to]).stdout(Stdio::piped()).spawn()?;
        let url = line_with(&mut child, "http://")?;
        Ok(Self { process: Process(child), url })
    }

    /// CPU that the process has used so far, its kernel time included.
    pub(crate) fn cpu(&self) -> io::Result<Duration> {
        cpu(self.process.0.id())
    }
}

/// What was linked, and what is needed to read it.
pub(crate) struct Linked {
    pub(crate) account: String,
    /// The header with which Personio is called directly.
    pub(crate) bearer: String,
    /// Ids of people.
    pub(crate) ids: Arc<Vec<String>>,
}

/// Limits of the provider as the server is told them.
#[derive(Clone, Copy)]
pub(crate) enum Limits {
    /// None that anybody reaches; the gate works as ever.
    Unreached,
    /// So many calls of the list of employees at once, then so many a second.
    Bucket { per_second: f64, burst: u32 },
    /// So many in a second and in a minute.
    Windows { per_second: f64, per_minute: u32 },
}

impl Limits {
    fn settings(self) -> String {
        let unreached = "{ per_second = 1000000.0, burst = 1000000 }";
        let employees = match self {
            Self::Unreached => unreached.to_owned(),
            Self::Bucket { per_second, burst } => {
                format!("{{ per_second = {per_second:?}, burst = {burst} }}")
            }
            Self::Windows { per_second, per_minute } => {
                format!("{{ per_second = {per_second:?}, per_minute = {per_minute} }}")
            }
        };
        let others = ["auth_v1", "auth_v2", "v1_employee", "v1", "v2_persons", "v2"];
        let others = others.map(|class| format!("{class} = {unreached}")).join(", ");
        format!("{{ v1_employees = {employees}, {others} }}")
    }
}

/// A Nabe server.
pub(crate) struct Running {
    process: Process,
    url: String,
    key: String,
}

impl Running {
    /// Starts a server on an empty folder.
    pub(crate) async fn first_start(
        programs: &Path,
        folder: &Path,
        personio: &str,
        limits: Limits,
    ) -> io::Result<Self> {
        let (mut child, url) = spawn(programs, folder, personio, limits)?;
        let line = line_with(&mut child, "key  ")?;
        let key = line.split_whitespace().last().unwrap_or_default().to_owned();
        let running = Self { process: Process(child), url, key };
        running.healthy().await?;
        Ok(running)
    }

    /// Starts a server on a folder that was used before, and waits until it is healthy.
    pub(crate) async fn start(programs: &Path, folder: &Path, personio: &str) -> io::Result<Self> {
        let (child, url) = spawn(programs, folder, personio, Limits::Unreached)?;
        let running = Self { process: Process(child), url, key: String::new() };
        running.healthy().await?;
        Ok(running)
    }

    async fn healthy(&self) -> io::Result<()> {
        for _ in 0..5_000 {
            if request("GET", &format!("{}/health", self.url), &[], None).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Err(io::Error::other("the server did not become healthy"))
    }

    /// Links the local Personio as a client would.
    pub(crate) async fn link(&self, personio: &Personio) -> io::Result<Linked> {
        let made = personio.credential().await?;
        let bearer = format!("Bearer {}", self.key);
        let wanted =
            json!({ "origin_owner_id": "bench", "origin_owner_name": "Bench", "provider": "personio" });
        let headers = [("authorization", bearer.as_str())];
        let session =
            request("POST", &format!("{}/connect_sessions", self.url), &headers, Some(&wanted)).await?;
        let entered = json!({
            "integration_id": "personio",
            "credentials": {
                "client_id": made["client_id"], "client_secret": made["client_secret"], "personio_app_id": "BENCH",
            },
        });
        let headers = [("x-hub-session-token", text(&session["token"]))];
        let account =
            request("POST", &format!("{}/hub/accounts", self.url), &headers, Some(&entered)).await?;

        let direct = personio.bearer_of(&made).await?;
        let ids = personio.ids(&direct).await?;
        Ok(Linked { account: text(&account["id"]).to_owned(), bearer: direct, ids: Arc::new(ids) })
    }

    /// A call of this server on the linked account.
    pub(crate) fn call(&self, prefix: &str, linked: &Linked) -> io::Result<Call> {
        let bearer = format!("Bearer {}", self.key);
        Call::new(&self.url, prefix, &[("authorization", &bearer), ("x-account-id", &linked.account)])
    }

    /// The JSON of an answer on the linked account, and how many calls of the provider it took.
    pub(crate) async fn read(&self, path: &str, linked: &Linked) -> io::Result<(Value, u32)> {
        let bearer = format!("Bearer {}", self.key);
        let headers = [("authorization", bearer.as_str()), ("x-account-id", linked.account.as_str())];
        let (headers, body) = exchange("GET", &format!("{}{path}", self.url), &headers, None).await?;
        let calls = headers.get("x-nabe-provider-calls").and_then(|it| it.to_str().ok()?.parse().ok());
        Ok((body, calls.ok_or_else(|| io::Error::other("the answer does not tell its calls"))?))
    }

    /// CPU that the process has used so far, its kernel time included.
    pub(crate) fn cpu(&self) -> io::Result<Duration> {
        cpu(self.process.0.id())
    }

    /// Resident memory, in MB.
    pub(crate) fn memory(&self) -> io::Result<f64> {
        resident(self.process.0.id())
    }

    /// Watches the resident memory until it is stopped.
    pub(crate) fn watch_memory(&self) -> Watch {
        let (stop, peak) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (stopped, highest, id) = (Arc::clone(&stop), Arc::clone(&peak), self.process.0.id());
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kilobytes")]
                let now = (resident(id).unwrap_or(0.0) * 1e3) as u64;
                highest.fetch_max(now, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        Watch { stop, peak, thread }
    }

    /// Ends the process.
    pub(crate) fn stop(self) -> io::Result<()> {
        let mut process = self.process;
        process.0.kill()?;
        process.0.wait().map(drop)
    }
}

/// A watch on the memory of a process.
pub(crate) struct Watch {
    stop: Arc<AtomicBool>,
    peak: Arc<AtomicU64>,
    thread: JoinHandle<()>,
}

impl Watch {
    /// Ends it, and says the highest resident memory that was seen, in MB.
    pub(crate) fn stop(self) -> f64 {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.thread.join();
        #[expect(clippy::cast_precision_loss, reason = "kilobytes")]
        let peak = self.peak.load(Ordering::Relaxed) as f64;
        peak / 1e3
    }
}

fn cpu(process: u32) -> io::Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // Fields are counted behind the name, which stands in parentheses.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    Ok(Duration::from_secs_f64((ticks(11) + ticks(12)) / TICKS))
}

fn resident(process: u32) -> io::Result<f64> {
    let statm = std::fs::read_to_string(format!("/proc/{process}/statm"))?;
    let pages = statm.split_whitespace().nth(1).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    Ok(pages * PAGE / 1e6)
}

fn spawn(programs: &Path, folder: &Path, personio: &str, limits: Limits) -> io::Result<(Child, String)> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let listen = format!("127.0.0.1:{port}");
    let settings = folder.join("bench.toml");
    let limits = limits.settings();
    std::fs::write(
        &settings,
        format!(
            "[egress]\nallowed_networks = [\"127.0.0.0/8\"]\n[providers.personio]\nhosts = {{ api = \"{personio}\" }}\n\
             rate_limits = {limits}\n"
        ),
    )?;
    let log = std::fs::File::create(folder.join("nabe.log"))?;
    let child = Command::new(programs.join("nabe"))
        .arg("serve")
        .args(["--listen", &listen, "--config"])
        .arg(&settings)
        .arg("--data-dir")
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()?;
    Ok((child, format!("http://{listen}")))
}

/// The first line that a process prints which has this text; what follows is read and dropped.
fn line_with(child: &mut Child, text: &str) -> io::Result<String> {
    let stdout = child.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
    let mut lines = BufReader::new(stdout).lines();
    let found = lines.by_ref().map_while(Result::ok).find(|it| it.contains(text));
    std::thread::spawn(move || lines.for_each(drop));
    found.ok_or_else(|| io::Error::other(format!("the process ended without printing `{text}`")))
}

async fn request(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> io::Result<Value> {
    exchange(method, url, headers, body).await.map(|(_, body)| body)
}

async fn exchange(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> io::Result<(hyper::HeaderMap, Value)> {
    use http_body_util::{BodyExt, Full};
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::TokioExecutor;

    let client = Client::builder(TokioExecutor::new()).build_http();
    let mut request =
        hyper::Request::builder().method(method).uri(url).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = Full::new(hyper::body::Bytes::from(body.map(ToString::to_string).unwrap_or_default()));
    let response =
        client.request(request.body(body).map_err(io::Error::other)?).await.map_err(io::Error::other)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.into_body().collect().await.map_err(io::Error::other)?.to_bytes();
    if !status.is_success() {
        return Err(io::Error::other(format!(
            "{method} {url}: {status} {}",
            String::from_utf8_lossy(&bytes)
        )));
    }
    Ok((headers, serde_json::from_slice(&bytes).unwrap_or_default()))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
