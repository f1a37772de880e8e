//! The least that anybody in between can cost: a process that passes calls on and does nothing else.
//!
//! Each connection has one of its own behind it, on the same library as Nabe. What a read costs here is sockets and
//! HTTP on this machine, and the baseline of what it costs in Nabe.

use std::io::{self, Write};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1 as client;
use hyper::server::conn::http1 as server;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

/// What the relay takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Address and port that calls are passed on to.
    #[arg(long)]
    to: String,
}

/// Passes calls on until the process is ended. Prints where it listens.
pub(crate) fn run(args: &Args, out: &mut impl Write) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(out, "http://{}", listener.local_addr()?)?;
        out.flush()?;
        loop {
            let (stream, _) = listener.accept().await?;
            let to = args.to.clone();
            #[expect(clippy::disallowed_methods, reason = "ends with its connection")]
            tokio::spawn(async move { pass_on(stream, &to).await });
        }
    })
}

async fn pass_on(stream: TcpStream, to: &str) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let behind = TcpStream::connect(to).await?;
    behind.set_nodelay(true)?;
    let (sender, connection) = client::handshake(TokioIo::new(behind)).await.map_err(io::Error::other)?;
    #[expect(clippy::disallowed_methods, reason = "ends with its connection")]
    tokio::spawn(connection);
    let sender = Mutex::new(sender);
    let answer = |request: Request<Incoming>| {
        let sender = &sender;
        async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let mut sender = sender.lock().await;
            sender.ready().await?;
            let response = sender.send_request(Request::from_parts(head, Full::new(body))).await?;
            let (head, body) = response.into_parts();
            let body: Bytes = body.collect().await?.to_bytes();
            Ok::<_, hyper::Error>(Response::from_parts(head, Full::new(body)))
        }
    };
    server::Builder::new()
        .serve_connection(TokioIo::new(stream), service_fn(answer))
        .await
        .map_err(io::Error::other)
}
