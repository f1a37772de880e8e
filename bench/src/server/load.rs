//! Load over HTTP: so many connections, each with one call at a time.
//!
//! Must not know who is called.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A call: what stands before the part that changes, and its headers.
#[derive(Clone)]
pub(crate) struct Call {
    address: String,
    prefix: String,
    headers: Arc<Vec<(String, String)>>,
}

impl Call {
    /// A call of `url` and `prefix`.
    pub(crate) fn new(url: &str, prefix: &str, headers: &[(&str, &str)]) -> io::Result<Self> {
        let uri: Uri = url.parse().map_err(io::Error::other)?;
        let address = uri.authority().ok_or_else(|| io::Error::other("no host"))?.to_string();
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Ok(Self { address, prefix: prefix.to_owned(), headers: Arc::new(headers) })
    }

    async fn connect(&self) -> io::Result<SendRequest<Empty<Bytes>>> {
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        #[expect(clippy::disallowed_methods, reason = "ends with its connection")]
        tokio::spawn(connection);
        Ok(sender)
    }

    async fn send(&self, connection: &mut SendRequest<Empty<Bytes>>, rest: &str) -> io::Result<Bytes> {
        let mut request = Request::get(format!("{}{rest}", self.prefix)).header("host", &self.address);
        for (name, value) in self.headers.iter() {
            request = request.header(name, value);
        }
        let request = request.body(Empty::new()).map_err(io::Error::other)?;
        connection.ready().await.map_err(io::Error::other)?;
        let response = connection.send_request(request).await.map_err(io::Error::other)?;
        let status = response.status();
        let body = response.into_body().collect().await.map_err(io::Error::other)?.to_bytes();
        if status.is_success() {
            return Ok(body);
        }
        Err(io::Error::other(format!("{status}: {}", String::from_utf8_lossy(&body))))
    }
}

/// Makes one call after the other on so many connections until the span is over; `calls` and `ids` are gone through in
/// turn, at different paces.
pub(crate) async fn in_turn(
    calls: &Arc<Vec<Call>>,
    ids: &Arc<Vec<String>>,
    connections: usize,
    span: Duration,
) -> io::Result<Outcome> {
    let began = Instant::now();
    let mut workers = JoinSet::new();
    for worker in 0..connections {
        let (calls, ids) = (Arc::clone(calls), Arc::clone(ids));
        workers.spawn(async move {
            let first = calls.first().ok_or_else(|| io::Error::other("nothing to call"))?;
            let mut connection = first.connect().await?;
            let mut latencies = Vec::new();
            let mut at = worker * 37;
            while began.elapsed() < span {
                let sent = Instant::now();
                calls[at % calls.len()].send(&mut connection, &ids[at % ids.len()]).await?;
                latencies.push(sent.elapsed().as_secs_f64() * 1e3);
                at += 7;
            }
            Ok::<_, io::Error>(latencies)
        });
    }
    let mut latencies = Vec::new();
    while let Some(done) = workers.join_next().await {
        latencies.extend(done??);
    }
    latencies.sort_by(f64::total_cmp);
    Ok(Outcome { latencies, elapsed: began.elapsed() })
}

/// A load to put on somebody.
pub(crate) struct Load {
    pub(crate) connections: usize,
    pub(crate) span: Duration,
    /// What is asked for, in turn.
    pub(crate) ids: Arc<Vec<String>>,
}

/// What came out.
pub(crate) struct Outcome {
    /// Latencies, in milliseconds, sorted.
    pub(crate) latencies: Vec<f64>,
    elapsed: Duration,
}

impl Outcome {
    /// Calls a second.
    pub(crate) fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
        let count = self.latencies.len() as f64;
        count / self.elapsed.as_secs_f64()
    }

    /// The latency that so many per cent of the calls did not exceed, in milliseconds.
    pub(crate) fn percentile(&self, per_cent: usize) -> f64 {
        let at = (self.latencies.len() * per_cent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).copied().unwrap_or(f64::NAN)
    }
}

impl Load {
    /// Puts the load on for its span.
    pub(crate) async fn run(&self, call: &Call) -> io::Result<Outcome> {
        self.run_for(call, self.span).await
    }

    /// Warms up, puts the load on for its span, and says what a call cost in microseconds of this `cpu`.
    pub(crate) async fn costing(
        &self,
        call: &Call,
        cpu: impl Fn() -> io::Result<Duration>,
    ) -> io::Result<(Outcome, f64)> {
        self.run_for(call, Duration::from_secs(1)).await?;
        let before = cpu()?;
        let outcome = self.run(call).await?;
        let used = cpu()?.saturating_sub(before);
        #[expect(clippy::cast_precision_loss, reason = "counts of some seconds")]
        let calls = outcome.latencies.len().max(1) as f64;
        Ok((outcome, used.as_secs_f64() * 1e6 / calls))
    }

    /// Puts the load on for so long.
    pub(crate) async fn run_for(&self, call: &Call, span: Duration) -> io::Result<Outcome> {
        in_turn(&Arc::new(vec![call.clone()]), &self.ids, self.connections, span).await
    }
}

/// Makes each of these calls once, one behind the other.
pub(crate) async fn each(call: &Call, rest: &[String]) -> io::Result<()> {
    let mut connection = call.connect().await?;
    for rest in rest {
        call.send(&mut connection, rest).await?;
    }
    Ok(())
}

/// Lets so many clients page to the end at once, and says how many rows they got together.
pub(crate) async fn page_all(call: &Call, clients: usize, page_size: u32) -> io::Result<usize> {
    let mut workers = JoinSet::new();
    for _ in 0..clients {
        let call = call.clone();
        workers.spawn(async move {
            let mut connection = call.connect().await?;
            let (mut rows, mut next) = (0, String::new());
            loop {
                let body = call.send(&mut connection, &format!("{page_size}{next}")).await?;
                let page: Page = serde_json::from_slice(&body)?;
                rows += page.data.len();
                match page.next {
                    Some(cursor) => next = format!("&next={cursor}"),
                    None => return Ok::<_, io::Error>(rows),
                }
            }
        });
    }
    let mut rows = 0;
    while let Some(done) = workers.join_next().await {
        rows += done??;
    }
    Ok(rows)
}

#[derive(serde::Deserialize)]
struct Page {
    data: Vec<serde::de::IgnoredAny>,
    next: Option<String>,
}
