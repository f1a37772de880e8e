//! A provider that misbehaves: what the server does about it, call by call.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
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

/// A server, an account at a provider that answers like `answer`, and what that provider was asked.
struct Story {
    home: Home,
    server: Server,
    client: Client,
    account: String,
    calls: Calls,
    _fake: Fake,
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
        let fake = Fake::start(move |asked| {
            seen.0.lock().unwrap().push(asked.clone());
            answer(asked)
        });
        let fake = fake.await;
        let mut home = Home::new();
        home.use_personio(&fake.url);
        set(&mut home);
        let (server, client) = home.serve_first().await;
        let credentials = Credentials {
            id: "papi-id-of-this-story".to_owned(),
            secret: "papi-secret-of-this-story".to_owned(),
        };
        let account = client.link("story", &credentials).await;
        Self { home, server, client, account, calls, _fake: fake }
    }
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
        EMPLOYEES if asked.authorization.ends_with("-0") => refusal(401, "Unauthorized token"),
        _ => good(asked),
    });
    let story = story.await;
    story.client.read(&story.account, "").await.expect(200);
    story.client.read(&story.account, "").await.expect(200);
    assert_eq!((story.calls.count(V1_AUTH), story.calls.count(EMPLOYEES)), (2, 3));
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
    // One for the link, one to tell the two reasons apart; then it is known.
    assert_eq!((story.calls.count(V1_AUTH), story.calls.count(EMPLOYEES)), (2, 3));
    // And the account is as good as before.
    let account = story.client.get(&format!("/accounts/{}", story.account)).await.expect(200).json();
    assert_eq!(account["status"], "active");
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
    story.client.read(&story.account, "").await.expect(200);
    for path in [V1_AUTH, V2_AUTH, EMPLOYEES] {
        for asked in story.calls.of(path) {
            assert_eq!((asked.partner.as_str(), asked.app.as_str()), ("A_PARTNER", "ACME_GMBH"), "{path}");
        }
    }
}
