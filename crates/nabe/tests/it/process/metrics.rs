//! Metrics: on a listener of their own, or with a key; never otherwise; and nothing personal in them.

use super::kit::client::{Answer, Client};
use super::kit::home::{Home, Server};
use super::kit::personio::LocalPersonio;

/// Every metric there is. A new one is added here, after a look at its labels.
const KNOWN: [&str; 5] = [
    "nabe_http_requests_total",
    "nabe_http_request_seconds",
    "nabe_provider_calls_total",
    "nabe_provider_call_seconds",
    "nabe_provider_defects_total",
];

async fn ask(client: &Client, url: &str, key: Option<&str>) -> Answer {
    let header = key.map(|it| format!("Bearer {it}"));
    let headers: Vec<_> = header.iter().map(|it| ("authorization", it.as_str())).collect();
    client.send("GET", url, &headers, None).await
}

fn is_shown(answer: &Answer) -> bool {
    answer.status == 200 && answer.body.contains("nabe_http_requests_total")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_none_unless_a_setting_opens_them() {
    let home = Home::new();
    let (_server, client) = home.serve_first().await;
    client.get("/accounts").await.expect(200);
    ask(&client, "/metrics", None).await.expect(404);
    ask(&client, "/metrics", Some(&client.key)).await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_key_they_are_on_the_server_itself() {
    let mut home = Home::new();
    home.set("NABE_METRICS__KEY", "scrape-me");
    let (_server, client) = home.serve_first().await;
    client.get("/accounts").await.expect(200);
    let shown = ask(&client, "/metrics", Some("scrape-me")).await;
    assert!(is_shown(&shown), "{shown:?}");
    assert!(shown.headers["content-type"].to_str().unwrap().starts_with("text/plain"));
    for key in [None, Some(""), Some("scrape-m"), Some("scrape-mee"), Some(client.key.as_str())] {
        let answer = ask(&client, "/metrics", key).await.expect(401);
        assert!(!answer.body.contains("nabe_"), "{answer:?}");
        assert_eq!(answer.json()["code"], "unauthenticated", "{answer:?}");
    }
    // Guesses are counted, and the right key still works.
    for _ in 5..60 {
        ask(&client, "/metrics", Some("guess")).await.expect(401);
    }
    assert_eq!(ask(&client, "/metrics", Some("guess")).await.expect(429).json()["code"], "rate_limited");
    assert!(is_shown(&ask(&client, "/metrics", Some("scrape-me")).await));
    // The key of the metrics opens nothing else.
    ask(&client, "/accounts", Some("scrape-me")).await.expect(429);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_of_their_own_serves_them_and_nothing_else() {
    let mut home = Home::new();
    home.set("NABE_METRICS__LISTEN", "127.0.0.1:0");
    let (mut server, client) = home.serve_first().await;
    let own = own_listener(&mut server).await;
    client.get("/accounts").await.expect(200);
    assert!(is_shown(&ask(&client, &format!("{own}/metrics"), None).await));
    ask(&client, &format!("{own}/accounts"), Some(&client.key)).await.expect(404);
    ask(&client, "/metrics", None).await.expect(404);
    assert!(server.program.stop().await.is_good());
}

async fn own_listener(server: &mut Server) -> String {
    let line = server.program.logged("metrics are served on a listener of their own").await;
    format!("http://{}", line["address"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_count_by_route_and_operation_and_name_nobody() {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url).set("NABE_METRICS__KEY", "scrape-me");
    let (_server, client) = home.serve_first().await;
    let account = client.link("customer-of-ours", &personio.credentials()).await;
    let page = client.read(&account, "?page_size=1").await.expect(200).json();
    let email = page["data"][0]["work_email"].as_str().unwrap();
    client.read(&account, &format!("?filter[email]={email}")).await.expect(200);
    client.read(&account, "/31415926").await.expect(404);
    client.send("FROBNICATE", "/somebody/nowhere", &[], None).await;

    let text = ask(&client, "/metrics", Some("scrape-me")).await.body;
    let line = |parts: &[&str]| {
        let found = text.lines().find(|line| parts.iter().all(|it| line.contains(it)));
        let found = found.unwrap_or_else(|| panic!("no line with {parts:?} in {text}"));
        found.rsplit_once(' ').unwrap().1.parse::<f64>().unwrap()
    };
    let reads = ["nabe_http_requests_total", r#"route="/unified/hris/employees""#, r#"status="200""#];
    assert!((line(&reads) - 2.0).abs() < 0.1);
    let one = [r#"route="/unified/hris/employees/{id}""#, r#"status="404""#];
    assert!((line(&one) - 1.0).abs() < 0.1);
    assert!(line(&["nabe_provider_calls_total", "v1_list_employees", r#"status="2xx""#]) > 1.9);
    assert!(line(&["nabe_provider_call_seconds_count", "v1_authenticate"]) > 0.9);
    assert!(line(&[r#"method="other""#, r#"route="none""#]) > 0.9);

    let named = |line: &str| KNOWN.iter().any(|it| line.starts_with(it));
    for line in text.lines().filter(|it| !it.starts_with('#') && !it.is_empty()) {
        assert!(named(line), "a metric that nobody looked at: {line}");
    }
    let name = page["data"][0]["last_name"].as_str().unwrap();
    for private in [email, name, &account, "customer", "somebody", "FROBNICATE", "31415926", &client.key] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}
