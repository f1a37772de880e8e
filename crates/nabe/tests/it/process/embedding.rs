//! The browser's side of linking: who may call from a page, and the form that works without script.

use serde_json::json;

use super::kit::client::{Answer, Client};
use super::kit::home::{Home, Server};
use super::kit::personio::LocalPersonio;

const PAGE: &str = "https://app.example.com";

struct Stage {
    client: Client,
    personio: LocalPersonio,
    _server: Server,
    home: Home,
}

/// A server with a project whose pages are at `PAGE`.
async fn stage() -> Stage {
    let personio = LocalPersonio::start().await;
    let mut home = Home::new();
    home.use_personio(&personio.url);
    let (server, client) = home.serve_first().await;
    let project = home.rows(&["projects", "list"]).await[0]["id"].as_str().unwrap().to_owned();
    home.run(&["projects", "update", &project, "--allow-origin", PAGE]).await;
    Stage { client, personio, _server: server, home }
}

fn allowed(answer: &Answer) -> Option<&str> {
    answer.headers.get("access-control-allow-origin").map(|it| it.to_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_projects_pages_may_call_and_only_the_hub() {
    let Stage { client, .. } = &stage().await;
    let session = client.session("embedded").await;
    let token = ("x-hub-session-token", session.token.as_str());
    let from = |origin| [token, ("origin", origin)];
    let answer = client.send("GET", "/hub/settings", &from(PAGE), None).await.expect(200);
    assert_eq!(allowed(&answer), Some(PAGE));
    assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    for stranger in
        ["https://app.example.com.evil.example", "http://app.example.com", "https://evil.example", "null"]
    {
        let answer = client.send("GET", "/hub/settings", &from(stranger), None).await;
        assert_eq!(allowed(&answer), None, "{stranger}");
    }
    let bearer = format!("Bearer {}", client.key);
    let headers = [("authorization", bearer.as_str()), ("origin", PAGE)];
    assert_eq!(allowed(&client.send("GET", "/accounts", &headers, None).await.expect(200)), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preflight_is_answered_before_a_token_is_known() {
    let Stage { client, .. } = &stage().await;
    let headers = [
        ("origin", PAGE),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,x-hub-session-token"),
    ];
    let answer = client.send("OPTIONS", "/hub/accounts", &headers, None).await;
    assert!((200..300).contains(&answer.status), "{answer:?}");
    let names = answer.headers["access-control-allow-headers"].to_str().unwrap().to_lowercase();
    assert!(names.contains("x-hub-session-token") && names.contains("content-type"), "{names}");
    let methods = answer.headers["access-control-allow-methods"].to_str().unwrap();
    assert!(methods.contains("POST") && methods.contains("PATCH"), "{methods}");
}

/// What a browser sends for a form.
fn form(fields: &[(&str, &str)]) -> String {
    let url = reqwest::Url::parse_with_params("http://x/", fields).unwrap();
    url.query().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_script_connects_and_says_what_is_wrong() {
    let Stage { client, personio, .. } = &stage().await;
    let session = client.session("by-form").await;
    let page = client.send("GET", &session.link, &[], None).await.expect(200);
    for name in [
        "client_id",
        "client_secret",
        "personio_app_id",
        "recruiting_access_token",
        "recruiting_company_id",
        "careers_host",
    ] {
        assert!(page.body.contains(&format!("name=\"{name}\"")), "{name}");
    }
    for (header, value) in [("cache-control", "no-store"), ("referrer-policy", "no-referrer")] {
        assert_eq!(page.headers[header], value);
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains(&format!("frame-ancestors {PAGE}")) && !policy.contains("unsafe-inline"),
        "{policy}"
    );

    let good = personio.credentials();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let submit = |secret: &str, app: &str| {
        let fields = [
            ("integration", "personio"),
            ("client_id", good.id.as_str()),
            ("client_secret", secret),
            ("personio_app_id", app),
        ];
        client.try_send("POST", &session.link, &headers, Some(form(&fields)))
    };
    let refused = submit("papi-of-somebody-else", "ACME_GMBH").await.unwrap().expect(400);
    assert!(refused.body.contains("does not know this ID with this secret"), "{}", refused.body);
    assert!(!refused.body.contains("papi-of-somebody-else"), "a secret is never shown again");
    let refused = submit(&good.secret, "<script>alert(1)</script>").await.unwrap().expect(400);
    assert!(
        refused.body.contains("Capital letters") && !refused.body.contains("<script>alert"),
        "{}",
        refused.body
    );
    assert_eq!(client.get("/accounts").await.expect(200).json(), json!([]), "nothing was stored");

    submit(&good.secret, "ACME_GMBH").await.unwrap().expect(200);
    let accounts = client.get("/accounts").await.expect(200).json();
    assert_eq!(
        (&accounts[0]["origin_owner_id"], &accounts[0]["status"]),
        (&json!("by-form"), &json!("active"))
    );
    let again = submit(&good.secret, "ACME_GMBH").await.unwrap();
    assert!(again.status >= 400, "a link connects once: {again:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_pasting_adds_is_forgiven_and_a_better_app_id_is_offered() {
    let Stage { client, personio, .. } = &stage().await;
    let session = client.session("pasted").await;
    let good = personio.credentials();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let submit = |fields: &[(&str, &str)]| {
        let fields = [&[("integration", "personio")], fields].concat();
        client.try_send("POST", &session.link, &headers, Some(form(&fields)))
    };
    let (id, secret) = (format!("\u{feff} {}\r\n", good.id), format!("„{}“", good.secret));
    let pasted = [("client_id", id.as_str()), ("client_secret", secret.as_str())];
    let refused = submit(&[&pasted[..], &[("personio_app_id", "Müller & Söhne GmbH")]].concat())
        .await
        .unwrap()
        .expect(400);
    assert!(refused.body.contains("value=\"personio_app_id=MUELLER_SOEHNE_GMBH\""), "{}", refused.body);
    let taken = [("personio_app_id", "Müller"), ("taken", "personio_app_id=MUELLER_SOEHNE_GMBH")];
    let again = submit(&[&pasted[..], &taken].concat()).await.unwrap().expect(200);
    assert!(
        again.body.contains("value=\"MUELLER_SOEHNE_GMBH\"") && !again.body.contains(&good.secret),
        "{}",
        again.body
    );
    assert_eq!(client.get("/accounts").await.expect(200).json(), json!([]), "nothing is taken silently");

    // The secret in the field that is shown again is not shown again.
    let swapped =
        [("client_id", secret.as_str()), ("client_secret", id.as_str()), ("personio_app_id", "ACME")];
    let refused = submit(&swapped).await.unwrap().expect(400);
    assert!(refused.body.contains("swapped") && !refused.body.contains(&good.secret), "{}", refused.body);

    let headers = [("x-hub-session-token", session.token.as_str()), ("content-type", "application/json")];
    let body = json!({ "integration_id": "personio", "credentials": {
        "client_id": id, "client_secret": secret, "personio_app_id": "acme gmbh",
    }});
    let refused =
        client.send("POST", "/hub/accounts", &headers, Some(body.to_string())).await.expect(400).json();
    assert_eq!(refused["fields"][0]["offer"], "ACME_GMBH", "{refused}");
    submit(&[&pasted[..], &[("personio_app_id", "ACME_GMBH")]].concat()).await.unwrap().expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_eleventh_try_in_ten_minutes_is_told_to_wait() {
    let Stage { client, personio, .. } = &stage().await;
    let session = client.session("guesser").await;
    let mut bad = personio.credentials();
    bad.secret = "papi-wrong-secret-of-a-guesser".to_owned();
    for _ in 0..10 {
        client.submit(&session, &bad, None).await.unwrap().expect(400);
    }
    let refused = client.submit(&session, &personio.credentials(), None).await.unwrap().expect(429);
    assert_eq!(refused.json()["code"], "too_many_attempts");
    let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=600).contains(&wait), "{wait}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_is_revoked_is_none_any_more() {
    let Stage { client, personio, .. } = &stage().await;
    let session = client.session("revoked").await;
    client.send("GET", &session.link, &[], None).await.expect(200);
    let path = format!("/connect_sessions/{}", session.number);
    client.call("DELETE", &path, None).await.expect(204);
    let page = client.send("GET", &session.link, &[], None).await.expect(404);
    assert!(page.body.contains("unknown or has expired"), "{}", page.body);
    let refused = client.submit(&session, &personio.credentials(), None).await.unwrap().expect(401).json();
    assert_eq!(refused["code"], "session_invalid");
    assert_eq!(client.call("DELETE", &path, None).await.expect(404).json()["code"], "session_not_found");
    client.call("DELETE", "/connect_sessions/nobody", None).await.expect(404);
}

/// The overlay tells `link_unusable` only if it may show the page that says so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_a_link_that_is_no_good_may_be_framed_and_the_form_only_by_its_project() {
    let Stage { client, .. } = &stage().await;
    let session = client.session("revoked").await;
    let ancestors = async |link: &str, status: u16| {
        let page = client.send("GET", link, &[], None).await.expect(status);
        let policy = page.headers["content-security-policy"].to_str().unwrap().to_owned();
        (policy.split("frame-ancestors ").nth(1).unwrap().to_owned(), page.body)
    };
    assert_eq!(ancestors(&session.link, 200).await.0, PAGE);
    client.call("DELETE", &format!("/connect_sessions/{}", session.number), None).await.expect(204);
    for link in [session.link.clone(), format!("{}/connect/nobody", client.url)] {
        let (who, body) = ancestors(&link, 404).await;
        assert_eq!(who, "*");
        assert!(
            body.contains("data-unusable") && !body.contains("<form") && !body.contains("GmbH"),
            "{body}"
        );
    }
    let (who, _) = ancestors(&format!("{}/docs", client.url), 200).await;
    assert_eq!(who, "'none'");
}

/// Whoever comes by a way that no browser takes gets an error like every other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_browser_sends_is_answered_like_every_error() {
    let Stage { client, .. } = &stage().await;
    let session = client.session("odd").await;
    let form = ("content-type", "application/x-www-form-urlencoded");
    let large = "x=".to_owned() + &"y".repeat(1024 * 1024);
    for (method, path, header, body, code) in [
        ("GET", "/connect/%FF", ("accept", "*/*"), None, "bad_request"),
        ("GET", "/docs/errors/%FF", ("accept", "*/*"), None, "bad_request"),
        ("POST", session.link.as_str(), ("content-type", "text/csv"), Some("a".to_owned()), "bad_request"),
        ("POST", session.link.as_str(), form, Some(large), "body_too_large"),
    ] {
        let answer = client.send(method, path, &[header], body).await;
        assert_eq!(answer.json()["code"], code, "{method} {path}");
        assert!(answer.json()["request_id"].is_string());
    }
}

/// Links can't be guessed by trying, and who tries too often is told to wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_links_are_counted_and_right_ones_still_work() {
    let Stage { client, .. } = &stage().await;
    let session = client.session("right").await;
    let wrong = format!("{}/connect/nobody", client.url);
    for _ in 0..60 {
        client.send("GET", &wrong, &[], None).await.expect(404);
    }
    let refused = client.send("GET", &wrong, &[], None).await.expect(429);
    assert_eq!(refused.json()["code"], "rate_limited");
    assert!(refused.headers.contains_key("retry-after"));
    client.send("GET", &session.link, &[], None).await.expect(200);
}

/// Mail scanners open links, and some of them more than once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_at_a_link_uses_nothing_up() {
    let Stage { client, personio, .. } = &stage().await;
    let session = client.session("scanned").await;
    for _ in 0..20 {
        client.send("GET", &session.link, &[], None).await.expect(200);
        client
            .send("GET", &format!("{}?provider=personio&lang=de", session.link), &[], None)
            .await
            .expect(200);
    }
    client.submit(&session, &personio.credentials(), None).await.unwrap().expect(201);
    let result = client.send("GET", &session.link, &[], None).await.expect(200);
    assert!(result.body.contains("Connected") && !result.body.contains("client_secret"), "{}", result.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_project_has_its_own_look() {
    let Stage { client, home, .. } = &stage().await;
    let project = home.rows(&["projects", "list"]).await[0]["id"].as_str().unwrap().to_owned();
    let session = client.session("themed").await;
    let plain = client.send("GET", &session.link, &[], None).await.expect(200);
    assert!(!plain.body.contains("/logo\""), "{}", plain.body);
    let file = home.write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let file = file.to_str().unwrap();
    let args = [
        "projects",
        "look",
        &project,
        "--colour",
        "accent=#0a5",
        "--colour",
        "dark-accent=#3d9",
        "--logo",
        file,
    ];
    home.rows(&args).await;
    let page = client.send("GET", &session.link, &[], None).await.expect(200);
    assert!(page.body.contains("/logo\""), "{}", page.body);
    let sheet = client.send("GET", &format!("{}/theme.css", session.link), &[], None).await.expect(200);
    assert!(sheet.body.contains("--accent:#0a5;") && sheet.body.contains("--accent:#3d9;"), "{}", sheet.body);
    let logo = client.send("GET", &format!("{}/logo", session.link), &[], None).await.expect(200);
    assert_eq!(logo.headers["content-type"], "image/svg+xml");
    assert!(logo.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    let bad = ["projects", "look", &project, "--colour", "accent=red;}"];
    home.run(&bad).await.assert_refused(&["no colour", "#1f5fa8"]);
    let other = format!("{}/connect/nobody/logo", client.url);
    client.send("GET", &other, &[], None).await.expect(404);
}
