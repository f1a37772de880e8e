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
}
