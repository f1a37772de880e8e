//! A provider that misbehaves: what the server does about it, call by call.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::kit::client::Client;
use super::kit::fake::{Asked, EMPLOYEES, Fake, Reply, V1_AUTH, V2_AUTH, good, token_v1};
use super::kit::home::{Home, Server};
use super::kit::personio::Credentials;

/// What the provider was asked, in order.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<Vec<Asked>>>);

impl Calls {
    fn of(&self, path: &str) -> Vec<Asked> {
        self.0.lock().unwrap().iter().filter(|it| it.path == path).cloned().collect()
    }

    fn count(&self, path: &str) -> usize {
        self.of(path).len()
    }

    fn forget(&self) {
        self.0.lock().unwrap().clear();
    }
}

/// A server, an account at a provider that answers well until it is connected and then as the story wants, and what it
/// was asked from then on.
struct Story {
    home: Home,
    server: Server,
    client: Client,
    account: String,
    calls: Calls,
    fake: Fake,
}

impl Story {
    async fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(answer, |_| {}).await
    }

    async fn with(
        answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
        set: impl FnOnce(&mut Home),
    ) -> Self {
        let calls = Calls::default();
        let seen = calls.clone();
        let connected = Arc::new(AtomicBool::new(false));
        let begun = Arc::clone(&connected);
        let fake = Fake::start(move |asked| {
            seen.0.lock().unwrap().push(asked.clone());
            if begun.load(Ordering::SeqCst) { answer(asked) } else { good(asked) }
        });
        let fake = fake.await;
        let mut home = Home::new();
        home.use_personio(&fake.url);
        set(&mut home);
        let (server, client) = home.serve_first().await;
        let account = client.link("story", &credentials(SECRET)).await;
        connected.store(true, Ordering::SeqCst);
        calls.forget();
        Self { home, server, client, account, calls, fake }
    }
}

const SECRET: &str = "papi-secret-of-this-story";

fn credentials(secret: &str) -> Credentials {
    Credentials { id: "papi-id-of-this-story".to_owned(), secret: secret.to_owned() }
}

fn refusal(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({ "success": false, "error": { "code": 0, "message": message } }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_reads_at_once_get_one_token() {
    let story = Story::new(good).await;
    // A server that was just started holds no token.
    let key = story.client.key.clone();
    story.server.program.stop().await;
    let server = story.home.serve().await;
    let client = server.client(&key);
    story.calls.forget();
    let mut reads = JoinSet::new();
    for _ in 0..12 {
        let (client, account) = (client.clone(), story.account.clone());
        reads.spawn(async move { client.read(&account, "").await.status });
    }
    assert_eq!(reads.join_all().await, [200; 12]);
    assert_eq!((story.calls.count(V1_AUTH), story.calls.count(V2_AUTH)), (1, 0));
    assert_eq!(story.calls.count(EMPLOYEES), 12);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_ended_early_is_renewed_once() {
    let tokens = AtomicUsize::new(0);
    let story = Story::new(move |asked| match asked.path.as_str() {
        V1_AUTH => token_v1(&format!("papi-token-number-{}", tokens.fetch_add(1, Ordering::SeqCst))),
        EMPLOYEES if asked.authorization.ends_with("-generation") => refusal(401, "Unauthorized token"),
        _ => good(asked),
    });
    let story = story.await;
    story.client.read(&story.account, "").await.expect(200);
    story.client.read(&story.account, "").await.expect(200);
    assert_eq!((story.calls.count(V1_AUTH), story.calls.count(EMPLOYEES)), (1, 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_token_again_means_a_missing_right_which_is_remembered() {
    let story = Story::new(|asked| match asked.path.as_str() {
        EMPLOYEES => refusal(401, "Unauthorized token"),
        _ => good(asked),
    });
    let story = story.await;
    for _ in 0..3 {
        let refused = story.client.read(&story.account, "").await.expect(403).json();
        assert_eq!(refused["code"], "permission_missing");
        assert!(refused["message"].as_str().unwrap().contains("Employees"), "{refused}");
    }
    // One to tell the two reasons apart; then it is known.
    assert_eq!((story.calls.count(V1_AUTH), story.calls.count(EMPLOYEES)), (1, 3));
    // And the account is as good as before.
    let account = story.client.get(&format!("/accounts/{}", story.account)).await.expect(200).json();
    assert_eq!(account["status"], "active");
}

/// Connects the account of the story again, with another secret.
async fn connect_again(story: &Story) {
    let session = story.client.session("story").await;
    let linked = story.client.submit(&session, &credentials("papi-another-secret"), None).await.unwrap();
    assert_eq!(linked.expect(201).json()["id"], story.account.as_str());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_refusal_of_old_credentials_leaves_new_ones_alone() {
    let story = Story::new(|asked| match asked.path.as_str() {
        V1_AUTH if asked.body.contains(SECRET) => refusal(403, "Wrong credentials"),
        V1_AUTH => token_v1("papi-of-the-other-secret"),
        EMPLOYEES if asked.authorization.ends_with("-generation") => refusal(401, "Unauthorized token"),
        _ => good(asked),
    });
    let story = story.await;
    story.fake.hold(SECRET);
    let before = story.fake.calls(V1_AUTH);
    let mut late = JoinSet::new();
    let (client, account) = (story.client.clone(), story.account.clone());
    late.spawn(async move { client.read(&account, "").await });
    story.fake.arrived(V1_AUTH, before + 1).await;
    connect_again(&story).await;
    story.fake.release(SECRET);
    let refused = late.join_next().await.unwrap().unwrap().expect(401).json();
    assert_eq!(refused["code"], "account_credentials_refused");
    let account = story.client.get(&format!("/accounts/{}", story.account)).await.expect(200).json();
    assert_eq!(account["status"], "active");
    story.client.read(&story.account, "").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_diagnosis_of_old_credentials_is_dropped_when_there_are_new_ones() {
    let story = Story::new(|asked| match asked.path.as_str() {
        V1_AUTH if asked.body.contains(SECRET) => token_v1("papi-of-the-secret"),
        V1_AUTH => token_v1("papi-of-the-other-secret"),
        _ => good(asked),
    });
    let story = story.await;
    let path = format!("/accounts/{}/diagnosis", story.account);
    story.fake.hold(SECRET);
    let before = story.fake.calls(V2_AUTH);
    let mut late = JoinSet::new();
    let (client, diagnosed) = (story.client.clone(), path.clone());
    late.spawn(async move { client.call("POST", &diagnosed, None).await });
    story.fake.arrived(V2_AUTH, before + 1).await;
    connect_again(&story).await;
    let found = story.client.get(&path).await.expect(200).json();
    story.fake.release(SECRET);
    let refused = late.join_next().await.unwrap().unwrap().expect(409).json();
    assert_eq!(refused["code"], "conflict");
    assert_eq!(story.client.get(&path).await.expect(200).json(), found);
    story.calls.forget();
    story.client.read(&story.account, "").await.expect(200);
    let tokens: Vec<_> = story.calls.of(EMPLOYEES).into_iter().map(|it| it.authorization).collect();
    assert_eq!(tokens, ["Bearer papi-of-the-other-secret"]);
    // And whoever looks again sees the new ones.
    story.client.call("POST", &path, None).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_illness_that_passes_is_not_noticed_and_one_that_stays_is_told() {
    for status in [500, 502, 503, 504, 408] {
        let left = AtomicUsize::new(2);
        let passing = move |asked: &Asked| match asked.path.as_str() {
            EMPLOYEES
                if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |it| it.checked_sub(1)).is_ok() =>
            {
                refusal(status, "Try later")
            }
            _ => good(asked),
        };
        let story = Story::new(passing).await;
        story.client.read(&story.account, "").await.expect(200);
        assert_eq!(story.calls.count(EMPLOYEES), 3, "{status}");
    }
    let story = Story::new(|asked| match asked.path.as_str() {
        EMPLOYEES => refusal(503, "Try later"),
        _ => good(asked),
    });
    let story = story.await;
    let refused = story.client.read(&story.account, "").await.expect(502).json();
    assert_eq!(refused["code"], "provider_unavailable");
    assert_eq!(story.calls.count(EMPLOYEES), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_for_haste_is_waited_out_with_and_without_a_gate() {
    for gated in [true, false] {
        let left = AtomicUsize::new(1);
        let hasty = move |asked: &Asked| match asked.path.as_str() {
            EMPLOYEES
                if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |it| it.checked_sub(1)).is_ok() =>
            {
                refusal(429, "Too many requests")
            }
            _ => good(asked),
        };
        let story = Story::with(hasty, |home| {
            if gated {
                home.unset("NABE_PROVIDERS__PERSONIO__RATE_LIMITS");
            }
        });
        let story = story.await;
        let began = Instant::now();
        story.client.read(&story.account, "").await.expect(200);
        assert!(began.elapsed() >= Duration::from_millis(250), "gated {gated}: {:?}", began.elapsed());
        assert_eq!(story.calls.count(EMPLOYEES), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_answers_html_is_named_and_its_page_is_not_passed_on() {
    let story = Story::new(|asked| match asked.path.as_str() {
        EMPLOYEES => Reply {
            status: 200,
            headers: vec![("content-type", "text/html".to_owned())],
            body: "<html><body>canary of a login page</body></html>".to_owned(),
        },
        _ => good(asked),
    });
    let story = story.await;
    let refused = story.client.read(&story.account, "").await.expect(502);
    assert_eq!(refused.json()["code"], "provider_malformed");
    assert!(!refused.body.contains("canary"), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_provider_is_told_which_app_and_which_partner_calls() {
    let story = Story::with(good, |home| {
        home.set("NABE_PROVIDERS__PERSONIO__PARTNER_ID", "A_PARTNER");
    });
    let story = story.await;
    story.client.call("POST", &format!("/accounts/{}/diagnosis", story.account), None).await.expect(200);
    for path in [V1_AUTH, V2_AUTH, EMPLOYEES] {
        assert!(story.calls.count(path) > 0, "{path}");
        for asked in story.calls.of(path) {
            assert_eq!((asked.partner.as_str(), asked.app.as_str()), ("A_PARTNER", "ACME_GMBH"), "{path}");
        }
    }
}

fn tokens_with(scope: &'static str) -> impl Fn(&Asked) -> Reply {
    move |asked| match asked.path.as_str() {
        V1_AUTH => {
            Reply::json(200, &json!({ "success": true, "data": { "token": "papi-one", "scope": scope } }))
        }
        V2_AUTH => {
            Reply::json(200, &json!({ "access_token": "papi-two", "expires_in": 86_400, "scope": scope }))
        }
        _ => good(asked),
    }
}

async fn diagnosis(story: &Story) -> Value {
    let path = format!("/accounts/{}/diagnosis", story.account);
    story.client.call("POST", &path, None).await.expect(200).json()
}

fn known(diagnosis: &Value, row: &str) -> (Value, Value, String) {
    let permissions = diagnosis["permissions"].as_array().unwrap();
    let read = permissions.iter().find(|it| it["row"] == row && it["access"] == "read").unwrap();
    (read["state"].clone(), read["proof"].clone(), read["evidence"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scopes_that_nobody_knows_are_shown_and_not_judged() {
    let story = Story::new(tokens_with("personio:persons:read personio:jobs:read planets:read")).await;
    let diagnosis = diagnosis(&story).await;
    assert_eq!(diagnosis["unknown_scopes"], json!(["planets:read"]));
    assert_eq!(
        known(&diagnosis, "employees"),
        (json!("granted"), json!("scope"), "personio:persons:read".to_owned())
    );
    // The names of these scopes are known, and the probe says nothing against it: the account has no such route.
    let (state, proof, evidence) = known(&diagnosis, "time_off");
    assert_eq!((state, proof), (json!("missing"), json!("scope")));
    assert_eq!(evidence, "the token has none of: absences:read personio:absences:read");
    // The names of these are guesses: that they are not there proves nothing.
    let (state, proof, evidence) = known(&diagnosis, "workplaces");
    assert_eq!((state, proof), (json!("unknown"), json!("nothing")));
    assert_eq!(evidence, "GET /v2/workplaces: this account has no such route");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_any_scopes_only_what_was_tried_is_judged() {
    let answers = tokens_with("");
    let story = Story::new(move |asked| match asked.path.as_str() {
        "/v2/absence-types" => Reply::json(200, &json!({ "_data": [] })),
        "/v2/webhooks" => refusal(403, "Forbidden"),
        "/v2/reports" => refusal(503, "Try later"),
        _ => answers(asked),
    });
    let diagnosis = diagnosis(&story.await).await;
    assert_eq!(known(&diagnosis, "employees").0, "granted");
    assert_eq!(known(&diagnosis, "time_off").0, "granted");
    assert_eq!(known(&diagnosis, "webhooks").0, "missing");
    assert_eq!(known(&diagnosis, "custom_reports").0, "unknown");
    assert_eq!(known(&diagnosis, "documents").0, "unknown");
    let found: Vec<_> =
        diagnosis["findings"].as_array().unwrap().iter().map(|it| it["subject"].clone()).collect();
    assert_eq!(found[0], "webhooks");
    assert!(
        found.iter().all(|it| it == "webhooks"
            || diagnosis["attributes"]["list"].to_string().contains(it.as_str().unwrap()))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_does_not_answer_leaves_the_rest_unknown_in_time() {
    let story = Story::new(tokens_with("")).await;
    story.fake.hold("/v2/webhooks");
    story.fake.hold("/v2/reports");
    let began = Instant::now();
    let diagnosis = diagnosis(&story).await;
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
    let (state, _, evidence) = known(&diagnosis, "webhooks");
    assert_eq!((state, evidence.as_str()), (json!("unknown"), "GET /v2/webhooks: there was no time left"));
    assert_eq!(known(&diagnosis, "employees").0, "granted");
}

/// The page that an HR admin sees when a provider answers the login like this, in this language.
async fn page_when(login: impl Fn() -> Reply + Send + Sync + 'static, language: &str) -> String {
    let fake = Fake::start(move |asked| match asked.path.as_str() {
        V1_AUTH | V2_AUTH => login(),
        _ => good(asked),
    });
    let fake = fake.await;
    page_at(&fake.url, language).await
}

async fn page_at(provider: &str, language: &str) -> String {
    let mut home = Home::new();
    home.use_personio(provider);
    let (_server, client) = home.serve_first().await;
    let session = client.session("page").await;
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept-language", language)];
    let body =
        "integration=personio&client_id=papi-of-this-story&client_secret=papi-secret&personio_app_id=ACME";
    let answer = client.send("POST", &session.link, &headers, Some(body.to_owned())).await;
    assert!(answer.status >= 400, "{answer:?}");
    assert_eq!(client.get("/accounts").await.expect(200).json(), json!([]));
    answer.body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_failure_has_its_own_plain_page() {
    let html = || Reply {
        status: 200,
        headers: vec![("content-type", "text/html".to_owned())],
        body: "<html><body>canary of a login page</body></html>".to_owned(),
    };
    let page = page_when(html, "en").await;
    assert!(
        page.contains("Something answered in Personio&#39;s place") && !page.contains("canary"),
        "{page}"
    );
    let page = page_when(html, "de").await;
    assert!(page.contains("an Stelle von Personio geantwortet"), "{page}");
    let page = page_when(|| refusal(503, "Try later"), "en").await;
    assert!(page.contains("Personio has a problem at the moment"), "{page}");
    let page = page_when(|| refusal(401, "Wrong credentials"), "de").await;
    assert!(page.contains("Personio kennt diese ID mit diesem Secret nicht"), "{page}");
    // Nobody listens there.
    let page = page_at("http://127.0.0.1:9", "en").await;
    assert!(page.contains("a network in between blocks it"), "{page}");
    let page = page_at("http://127.0.0.1:9", "de-CH").await;
    assert!(page.contains("Ein Netzwerk dazwischen sperrt es"), "{page}");
}

/// What is found out is on the page before all of it is, and a browser that leaves stops nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_shows_the_check_while_it_goes_on() {
    let story = Story::new(tokens_with("")).await;
    for leaves in [false, true] {
        story.fake.hold("/v2/webhooks");
        let owner = format!("watcher-{leaves}");
        let session = story.client.session(&owner).await;
        let body = "integration=personio&client_id=papi-of-this-story&client_secret=papi-secret&personio_app_id=ACME";
        let request = reqwest::Client::builder().no_proxy().build().unwrap().post(&session.link);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        let mut answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let mut seen = String::new();
        while !seen.contains("Workplaces: Read") {
            seen.push_str(&String::from_utf8_lossy(&answer.chunk().await.unwrap().unwrap()));
        }
        assert!(!seen.contains("data-account") && !seen.contains("Webhooks: Read"), "{seen}");
        if leaves {
            drop(answer);
            story.fake.release("/v2/webhooks");
        } else {
            story.fake.release("/v2/webhooks");
            while let Some(chunk) = answer.chunk().await.unwrap() {
                seen.push_str(&String::from_utf8_lossy(&chunk));
            }
            assert!(seen.contains("Webhooks: Read") && seen.contains("data-account"), "{seen}");
            assert!(seen.trim_end().ends_with("</html>"), "{seen}");
        }
        let path = format!("/accounts?origin_owner_id={owner}");
        for _ in 0..200 {
            if story.client.get(&path).await.json()[0]["status"] == "active" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(story.client.get(&path).await.json()[0]["status"], "active", "{owner}");
    }
}
