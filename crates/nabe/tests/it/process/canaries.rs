//! Secrets and people that must not turn up where they don't belong, planted and looked for.
//!
//! A provider that leaks wherever it can, and traffic of every kind. Then everything that the program wrote, stored
//! and answered is searched, in every way in which a text may be written.

mod asking;
mod defects;
mod failing;
mod leaky;
mod people;
mod places;
mod planted;
mod reading;
mod routes;
mod search;
mod traffic;

use super::kit::home::Home;
use leaky::{CLIENT_ID, Leaky, PEOPLE, SECRETS};
use places::{answers_of, log_of};
use search::Haystack;

// What is logged at other levels is a part of this.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaks_on_sqlite_at_level_trace() {
    let mut home = Home::new();
    home.set("NABE_LOG__LEVEL", "trace").set("NABE_LOG__FORMAT", "json");
    nothing_leaks(home).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaks_on_postgres_at_level_trace() {
    if let Some(mut home) = Home::on_postgres().await {
        home.set("NABE_LOG__LEVEL", "trace").set("NABE_LOG__FORMAT", "text").set("NO_COLOR", "1");
        nothing_leaks(home).await;
    }
}

async fn nothing_leaks(mut home: Home) {
    let provider = Leaky::start().await;
    home.use_personio(&provider.url)
        .set("NABE_METRICS__KEY", "scrape-me")
        .set("NABE_LIMITS__BODY_BYTES", "20000");
    let (server, client) = home.serve_first().await;
    let planted = traffic::run(&client, &provider).await;
    let metrics =
        client.send("GET", "/metrics", &[("authorization", "Bearer scrape-me")], None).await.expect(200);
    let mut said = Haystack::default();
    for command in
        [&["keys", "list"][..], &["projects", "list"], &["vault", "rotate"], &["backup", "copy.db"]]
    {
        let ended = home.run(command).await;
        said.add("a command", &format!("{}{}", ended.stdout, ended.stderr));
    }
    let mut stored = places::stored(&home).await;
    let ended = server.program.stop().await;
    assert!(ended.is_good(), "{}", ended.stderr);
    stored.extend(places::stored(&home).await);
    let log = log_of(&ended);
    let answers = answers_of(&client.answers());

    // The search finds what is there.
    assert!(stored.finds("kunde-der-da-ist"), "the database was looked into");
    assert!(log.finds(&planted.account) && log.finds("answered"), "the log was looked into");
    assert!(metrics.body.contains("/unified/hris/employees"));
    for person in PEOPLE {
        assert!(answers.finds(person), "{person} was read");
    }
    assert!(answers.finds("[redacted]"), "the provider did leak");

    let metrics = Haystack::of("metrics", &metrics.body);
    let nowhere = [SECRETS, &[planted.secret_in_another_form.as_str()]].concat();
    for secret in nowhere {
        for place in [&log, &stored, &metrics, &answers, &said] {
            place.must_not_have(secret);
        }
    }
    let tokens =
        [client.key.as_str(), CLIENT_ID].into_iter().chain(planted.session_tokens.iter().map(String::as_str));
    let private = tokens.chain(PEOPLE.iter().copied()).chain(planted.query_values.iter().map(String::as_str));
    for text in private {
        for place in [&log, &stored, &metrics, &said] {
            place.must_not_have(text);
        }
    }
    // The key is nobody's answer, and a client id is only where it is edited.
    answers.must_not_have(&client.key);
    answers.but(traffic::EDITS).must_not_have(CLIENT_ID);
    for token in &planted.session_tokens {
        answers.but(&["POST /connect_sessions"]).but(traffic::PAGES).must_not_have(token);
    }
}
