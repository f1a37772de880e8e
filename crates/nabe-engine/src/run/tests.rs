//! Calls of a provider that answers as each test wants.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinSet;

use super::*;

mod provider;

use provider::{Answering, Asked, Told, deadline, token};

/// A gate with room for one call, and the next in a hundred seconds.
const ONE_PLACE: RateLimit = RateLimit { per_second: 0.01, burst: 1, ..provider::WIDE };

#[expect(clippy::unnecessary_wraps, reason = "an answer, where silence is one as well")]
fn answer(status: u16, body: &str) -> Told {
    Some((status, body.to_owned()))
}

/// The same token as always, and this answer to everything else.
fn but_for_token(asked: &Asked, rest: Told) -> Told {
    if asked.path == "/token" { token("token") } else { rest }
}

#[tokio::test]
async fn silence_is_told_as_a_timeout_with_and_without_a_gate() {
    for limit in [None, Some(provider::WIDE), Some(ONE_PLACE)] {
        let story = Answering::new(limit, |asked| but_for_token(asked, None)).await;
        let error = story.read(deadline(200)).await.unwrap_err();
        assert!(matches!(error, EngineError::Timeout), "{limit:?}: {error:?}");
        assert_eq!(story.count("/rows"), 1, "{limit:?}");
    }
}

#[tokio::test]
async fn an_illness_is_told_when_the_gate_has_no_second_place() {
    let story = Answering::new(Some(ONE_PLACE), |asked| but_for_token(asked, answer(503, ""))).await;
    let error = story.read(deadline(30_000)).await.unwrap_err();
    assert!(matches!(error, EngineError::Unavailable { status: 503 }), "{error:?}");
    assert_eq!(story.count("/rows"), 1);
    // Nothing went before: it is the gate.
    let error = story.read(deadline(30_000)).await.unwrap_err();
    assert!(matches!(error, EngineError::RateLimited { retry_after_s: 90.. }), "{error:?}");
}

#[tokio::test]
async fn no_number_of_the_provider_is_too_large() {
    let most = u64::MAX.to_string();
    for limit in [None, Some(provider::WIDE)] {
        let most = most.clone();
        let story = Answering::new(limit, move |asked| match asked.path.as_str() {
            "/token" => token(&format!("token {most}")),
            _ => answer(429, &most),
        });
        let error = story.await.read(deadline(20_000)).await.unwrap_err();
        assert!(matches!(error, EngineError::RateLimited { retry_after_s: 1..=86_401 }), "{error:?}");
    }
}

#[tokio::test]
async fn many_that_lack_a_right_get_one_new_token() {
    let story = Answering::new(None, |asked| but_for_token(asked, answer(403, ""))).await;
    let story = Arc::new(story);
    let mut reads = JoinSet::new();
    for _ in 0..14 {
        let story = Arc::clone(&story);
        reads.spawn(async move { story.read(deadline(20_000)).await.unwrap_err() });
    }
    for error in reads.join_all().await {
        assert!(matches!(error, EngineError::PermissionMissing { .. }), "{error:?}");
    }
    assert_eq!((story.count("/rows"), story.count("/token")), (14, 2));
}

#[tokio::test]
async fn a_right_that_was_granted_while_the_token_was_revoked_is_noticed() {
    let revoked = Arc::new(AtomicBool::new(false));
    let is_revoked = Arc::clone(&revoked);
    let story = Answering::new(None, move |asked| match asked.path.as_str() {
        "/token" if is_revoked.load(Ordering::SeqCst) => token("another"),
        "/token" => token("token"),
        _ if asked.token == "another" => answer(200, "rows"),
        _ => answer(403, ""),
    });
    let story = story.await;
    for _ in 0..3 {
        story.read(deadline(20_000)).await.unwrap_err();
    }
    assert_eq!((story.count("/rows"), story.count("/token")), (3, 2), "it is known");
    revoked.store(true, Ordering::SeqCst);
    tokio::time::pause();
    tokio::time::advance(Duration::from_mins(5)).await;
    tokio::time::resume();
    assert_eq!(story.read(deadline(20_000)).await.unwrap().body, "rows");
    assert_eq!((story.count("/rows"), story.count("/token")), (5, 3));
}

#[tokio::test]
async fn whoever_is_too_hasty_is_told_how_long_the_gate_is_closed() {
    let documented = RateLimit { cool_down_s: Some(60), ..provider::WIDE };
    let story = Answering::new(Some(documented), |asked| but_for_token(asked, answer(429, ""))).await;
    for _ in 0..2 {
        let error = story.read(deadline(20_000)).await.unwrap_err();
        assert!(matches!(error, EngineError::RateLimited { retry_after_s: 55..=61 }), "{error:?}");
    }
    assert_eq!(story.count("/rows"), 1);
}
