//! Secrets and people that must not turn up where they don't belong, planted and looked for.
//!
//! A provider that leaks wherever it can, and traffic of every kind. Then everything that the program wrote, stored
//! and answered is searched, in every way in which a text may be written.

mod leaky;
mod search;
mod traffic;

use std::collections::BTreeSet;

use super::kit::client::{Answer, Client};
use super::kit::database::{postgres_cells, sqlite_files};
use super::kit::home::Home;
use super::kit::personio::LocalPersonio;
use super::kit::program::Ended;
use leaky::{CLIENT_ID, Leaky, PEOPLE, SECRETS};
use search::Haystack;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaks_on_sqlite_at_level_debug() {
    let mut home = Home::new();
    home.set("NABE_LOG__LEVEL", "debug");
    nothing_leaks(home).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaks_on_sqlite_at_level_trace() {
    let mut home = Home::new();
    home.set("NABE_LOG__LEVEL", "trace").set("NABE_LOG__FORMAT", "json");
    nothing_leaks(home).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaks_on_postgres_at_level_trace() {
    if let Some(mut home) = Home::on_postgres().await {
        home.set("NABE_LOG__LEVEL", "trace");
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
    let mut stored = stored(&home).await;
    let ended = server.program.stop().await;
    assert!(ended.is_good(), "{}", ended.stderr);
    stored.extend(self::stored(&home).await);
    let log = log_of(&ended);
    let answers = answers_of(&client);

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

/// Every byte of the database.
async fn stored(home: &Home) -> Haystack {
    let url = home.database();
    let cells =
        if url.starts_with("postgres") { postgres_cells(&url).await } else { sqlite_files(&home.data()) };
    let mut stored = Haystack::default();
    for cell in cells {
        stored.add_bytes(&cell.place, &cell.bytes);
    }
    stored
}

fn log_of(ended: &Ended) -> Haystack {
    let mut log = Haystack::default();
    // The first lines on standard output are where the key is shown, once.
    for line in ended.stdout.lines().skip(3).chain(ended.stderr.lines()) {
        log.add("the log", line);
    }
    log
}

fn answers_of(client: &Client) -> Haystack {
    let mut answers = Haystack::default();
    for (asked, Answer { headers, body, .. }) in client.answers() {
        answers.add(&asked, &body);
        for (name, value) in &headers {
            answers.add_bytes(&format!("{asked}: header {name}"), value.as_bytes());
        }
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invented_people_are_read_and_not_kept() {
    let personio = LocalPersonio::start().await;
    let credentials = personio.credentials();
    let mut home = Home::new();
    home.use_personio(&personio.url).set("NABE_LOG__LEVEL", "trace").set("NABE_METRICS__KEY", "scrape-me");
    let (server, client) = home.serve_first().await;
    let account = client.link("kunde-der-da-ist", &credentials).await;
    let page = client.read(&account, "?page_size=100&raw=true&explain=true").await.expect(200).json();
    let people = page["data"].as_array().unwrap();
    let mut private = BTreeSet::new();
    for person in people {
        for key in ["name", "last_name", "work_email"] {
            private.extend(person[key].as_str().filter(|it| it.chars().count() > 5).map(str::to_owned));
        }
        let id = person["id"].as_str().unwrap();
        client
            .read(&account, &format!("/{id}?include=custom_fields,bank_details&expand=employments"))
            .await
            .expect(200);
        let documents =
            client.read(&account, &format!("/{id}/documents?explain=true")).await.expect(200).json();
        for document in documents["data"].as_array().unwrap() {
            let name = document["name"].as_str().unwrap();
            // Names that are words of the program's own are no canaries.
            private.extend(Some(name).filter(|it| it.contains([' ', '-'])).map(str::to_owned));
            let path = format!("/{id}/documents/{}/download", document["id"].as_str().unwrap());
            client.read(&account, &path).await;
        }
    }
    let email = people[0]["work_email"].as_str().unwrap();
    let encoded = email.bytes().map(|it| format!("%{it:02X}")).collect::<Vec<_>>().concat();
    let found = client.read(&account, &format!("?filter[email]={encoded}")).await.expect(200).json();
    assert_eq!(found["data"].as_array().unwrap().len(), 1);
    assert!(private.len() > 30 && private.iter().any(|it| it.contains(['ä', 'ö', 'ü', 'ß'])), "{private:?}");

    let metrics =
        client.send("GET", "/metrics", &[("authorization", "Bearer scrape-me")], None).await.expect(200);
    let metrics = Haystack::of("metrics", &metrics.body);
    let stored = stored(&home).await;
    let log = log_of(&server.program.stop().await);
    assert!(stored.finds("kunde-der-da-ist") && log.finds(&account));
    let secret = credentials.secret;
    for text in private.iter().chain([&secret]) {
        for place in [&log, &stored, &metrics] {
            place.must_not_have(text);
        }
    }
    answers_of(&client).must_not_have(&secret);
}
