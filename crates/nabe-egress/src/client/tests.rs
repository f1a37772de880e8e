//! Calls of servers that answer as each test wants.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

async fn get(policy: Policy, url: String) -> Result<Inbound, EgressError> {
    let call = Outbound {
        method: Method::GET,
        url: Address::parse(&url).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::new(),
        timeout: Duration::from_secs(2),
    };
    Egress::new(policy).unwrap().send(call).await
}

fn loopback(body_limit: usize) -> Policy {
    Policy { allowed_networks: vec!["127.0.0.0/8".parse().unwrap()], body_limit, ..Policy::default() }
}

/// Answers one connection with these bytes and closes it.
async fn answering(answer: impl AsRef<[u8]> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let task = async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 1024]).await;
        stream.write_all(answer.as_ref()).await.unwrap();
    };
    #[expect(clippy::disallowed_methods, reason = "a test's own server")]
    tokio::spawn(task);
    url
}

#[tokio::test]
async fn private_addresses_are_refused_by_name_and_by_number() {
    for url in ["http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost:9/", "http://2130706433:9/"] {
        let error = get(Policy::default(), url.to_owned()).await.unwrap_err();
        assert!(matches!(error, EgressError::Forbidden { .. }), "{url}: {error}");
    }
}

#[tokio::test]
async fn an_answer_is_read_and_bounded() {
    let ok = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
    assert_eq!(get(loopback(5), answering(ok).await).await.unwrap().body, "hello");
    let error = get(loopback(4), answering(ok).await).await.unwrap_err();
    assert!(matches!(error, EgressError::TooLarge { limit: 4, .. }), "{error}");
    let unsized_answer =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
    assert_eq!(get(loopback(5), answering(unsized_answer).await).await.unwrap().body, "hello");
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_a_cut_one_is_an_error() {
    let moved = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(get(loopback(5), answering(moved).await).await.unwrap().status, StatusCode::FOUND);
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhel";
    let error = get(loopback(50), answering(cut).await).await.unwrap_err();
    assert!(matches!(error, EgressError::Cut { .. }), "{error}");
}

#[tokio::test]
async fn a_packed_answer_is_unpacked_and_bounded() {
    use std::io::Write;

    let packed = |text: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    };
    let answer = |body: &[u8]| {
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat().leak()
    };
    let hello = answer(&packed(b"hello"));
    let inbound = get(loopback(50), answering(hello).await).await.unwrap();
    assert_eq!((&inbound.body[..], inbound.headers.get(CONTENT_ENCODING)), (&b"hello"[..], None));
    let nothing = get(loopback(50), answering(answer(b"")).await).await.unwrap();
    assert!(nothing.body.is_empty(), "{nothing:?}");
    // A small body that becomes a large one.
    let bomb = answer(&packed(&vec![b'x'; 1_000_000]));
    let error = get(loopback(10_000), answering(bomb).await).await.unwrap_err();
    assert!(matches!(error, EgressError::TooLarge { limit: 10_000, .. }), "{error}");
    let spoilt = get(loopback(50), answering(answer(b"no gzip")).await).await.unwrap_err();
    assert!(matches!(spoilt, EgressError::Cut { .. }), "{spoilt}");
}

#[tokio::test]
async fn a_large_answer_arrives_whole() {
    let body: Vec<u8> = (0..300_000_u32).map(|it| b'a' + u8::try_from(it % 26).unwrap()).collect();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let answer = [head.as_bytes(), &body].concat().leak();
    assert_eq!(get(loopback(300_000), answering(answer).await).await.unwrap().body, body);
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let error = get(loopback(5), url).await.unwrap_err();
    assert!(matches!(error, EgressError::Timeout { .. }), "{error}");
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = get(loopback(5), url).await.unwrap_err();
    assert!(matches!(error, EgressError::Unreachable { .. }), "{error}");
    let why = error.why().unwrap();
    assert!(why.contains("refused"), "{why}");
}

#[tokio::test]
async fn a_host_without_a_certificate_is_unreachable_and_it_is_told_why() {
    let url = answering("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    let error = get(loopback(5), url.replace("http:", "https:") + "?secret=canary").await.unwrap_err();
    assert!(matches!(error, EgressError::Unreachable { .. }), "{error}");
    let why = error.why().unwrap();
    assert!(!why.is_empty() && !why.contains("connect error") && !why.contains("canary"), "{why}");
}

async fn flow(answer: impl AsRef<[u8]> + Send + 'static) -> Result<Opened, EgressError> {
    let url = answering(answer).await;
    let call = Outbound {
        method: Method::GET,
        url: Address::parse(&url).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::new(),
        timeout: Duration::from_secs(2),
    };
    Egress::new(Policy { longest_pause: Duration::from_millis(200), ..loopback(5) }).unwrap().open(call).await
}

/// All that flows, and how it ends.
async fn drained(opened: Opened) -> (Vec<u8>, Option<EgressError>) {
    let Opened::Flowing(mut flowing) = opened else { panic!("{opened:?} does not flow") };
    let mut all = Vec::new();
    loop {
        match flowing.flow.next().await {
            Ok(Some(piece)) => all.extend_from_slice(&piece),
            Ok(None) => return (all, None),
            Err(error) => {
                assert!(matches!(flowing.flow.next().await, Ok(None)), "after a failure comes nothing");
                return (all, Some(error));
            }
        }
    }
}

#[tokio::test]
async fn a_file_of_any_size_flows_and_says_its_length() {
    let body: Vec<u8> = (0..300_000_u32).map(|it| u8::try_from(it % 251).unwrap()).collect();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let opened = flow([head.as_bytes(), &body].concat()).await.unwrap();
    let Opened::Flowing(Flowing { flow: ref file, .. }) = opened else { panic!("{opened:?}") };
    assert_eq!(file.length(), Some(300_000));
    assert!(!file.first().is_empty() && body.starts_with(file.first()));
    let (all, end) = drained(opened).await;
    assert!(all == body && end.is_none(), "{end:?}");
    let (all, end) = drained(flow("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap()).await;
    assert!(all.is_empty() && end.is_none(), "{end:?}");
}

#[tokio::test]
async fn a_file_that_breaks_off_is_not_whole() {
    for cut in [
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhel",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n5\r\nlo",
    ] {
        let (all, end) = drained(flow(cut).await.unwrap()).await;
        assert!(all.starts_with(b"hel") && matches!(end, Some(EgressError::Cut { .. })), "{cut}: {end:?}");
    }
    let early = flow("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n").await.unwrap_err();
    assert!(matches!(early, EgressError::Cut { .. }), "before its first byte it is no file: {early}");
}

#[tokio::test]
async fn a_failure_is_read_whole_and_bounded() {
    let refusal = "HTTP/1.1 409 Conflict\r\ncontent-length: 5\r\n\r\nwrong";
    let Opened::Whole(inbound) = flow(refusal).await.unwrap() else { panic!("a failure is no file") };
    assert_eq!((inbound.status, &inbound.body[..]), (StatusCode::CONFLICT, &b"wrong"[..]));
    let large = flow("HTTP/1.1 409 Conflict\r\ncontent-length: 6\r\n\r\nwrong!").await.unwrap_err();
    assert!(matches!(large, EgressError::TooLarge { limit: 5, .. }), "{large}");
}

#[tokio::test]
async fn a_pause_that_is_too_long_ends_a_file() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let task = async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 1024]).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhel").await.unwrap();
        tokio::time::sleep(Duration::from_mins(1)).await;
        drop(stream);
    };
    #[expect(clippy::disallowed_methods, reason = "a test's own server")]
    tokio::spawn(task);
    let call = Outbound {
        method: Method::GET,
        url: Address::parse(&url).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::new(),
        timeout: Duration::from_secs(2),
    };
    let egress = Egress::new(Policy { longest_pause: Duration::from_millis(200), ..loopback(5) }).unwrap();
    let (all, end) = drained(egress.open(call).await.unwrap()).await;
    assert!(all == b"hel" && matches!(end, Some(EgressError::Timeout { .. })), "{end:?}");
}
