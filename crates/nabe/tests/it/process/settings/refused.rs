//! What refuses the start. Each time: what, why and what next; a code that isn't 0; and nothing was made.

use std::net::TcpListener;

use crate::process::kit::home::Home;

/// Fails unless a start refuses with these words and leaves nothing behind.
async fn refuses(home: &Home, args: &[&str], words: &[&str]) {
    let before = listing(home);
    let ended = home.run(&[&["serve"], args].concat()).await;
    ended.assert_refused(words);
    assert_eq!(listing(home), before, "nothing was made");
}

fn listing(home: &Home) -> Vec<String> {
    let entries = std::fs::read_dir(home.path()).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

const NEXT: &str = "docs/configuration.md lists every setting; nothing was started";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_setting_names_itself_and_its_source() {
    let home = Home::new();
    home.write("nabe.toml", "public_ulr = 'https://nabe.example.com'");
    refuses(&home, &[], &["public_ulr", "nabe.toml", NEXT]).await;
    home.write("nabe.toml", "[log]\ncolour = 'red'");
    refuses(&home, &[], &["colour", "nabe.toml", NEXT]).await;
    home.write("nabe.toml", "[providers.personio]\nhots = { api = 'http://127.0.0.1' }");
    refuses(&home, &[], &["hots", "nabe.toml", NEXT]).await;

    let mut home = Home::new();
    home.set("NABE_PUBLIC_ULR", "https://nabe.example.com");
    refuses(&home, &[], &["public_ulr", "NABE_", "environment", NEXT]).await;
    let mut home = Home::new();
    home.set("NABE_LOG__COLOUR", "red");
    refuses(&home, &[], &["colour", "NABE_", "environment", NEXT]).await;
    // Commands read the same settings.
    home.run(&["keys", "list"]).await.assert_refused(&["colour", NEXT]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_type_names_the_setting_and_never_repeats_a_secret() {
    for (name, value, words) in [
        ("NABE_LISTEN", "here", &["listen", "socket address"][..]),
        ("NABE_LIMITS__BODY_BYTES", "many", &["body_bytes"]),
        ("NABE_LIMITS__REQUESTS_PER_MINUTE", "-1", &["requests_per_minute"]),
        ("NABE_LOG__FORMAT", "xml", &["format", "json"]),
        ("NABE_TRUSTED_PROXIES", "10.0.0.0/8", &["trusted_proxies", "sequence"]),
        ("NABE_TRUSTED_PROXIES", r#"["10.0.0.0/64"]"#, &["trusted_proxies"]),
        ("NABE_CONNECT__LINK_DAYS", "soon", &["link_days"]),
        ("NABE_PROVIDERS__PERSONIO__RATE_LIMITS", "on", &["rate_limits"]),
    ] {
        let mut home = Home::new();
        home.set(name, value);
        refuses(&home, &[], &[words, &[NEXT]].concat()).await;
    }
    let home = Home::new();
    home.write("nabe.toml", "[metrics]\nkey = ['canary-of-a-key']");
    let ended = home.run(&["serve"]).await;
    ended.assert_refused(&["key", "nabe.toml"]);
    assert!(!ended.stderr.contains("canary"), "{ended:?}");
    home.write("nabe.toml", "[metrics]\nkey = 8675309867530");
    let ended = home.run(&["serve"]).await;
    ended.assert_refused(&["key", "nabe.toml"]);
    assert!(!ended.stderr.contains("8675309867530"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_toml_or_isnt_there() {
    let home = Home::new();
    home.write("nabe.toml", "listen = ");
    refuses(&home, &[], &["nabe.toml", NEXT]).await;
    refuses(&home, &["--config", "gone.toml"], &["there is no configuration file", "gone.toml", "--config"])
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_toml_is_told_by_its_place_and_not_by_its_line() {
    for line in [
        "database_url = 'postgres://nabe:canary@127.0.0.1/nabe",
        "database_url = postgres://nabe:canary@127.0.0.1/nabe",
        "metrics = { key = \"canary\"",
        "metrics.key = 'canary' x",
        "metrics.key = \"canary\\q\"",
    ] {
        let home = Home::new();
        home.write("nabe.toml", &format!("# A comment.\n{line}\n"));
        let ended = home.run(&["serve"]).await;
        ended.assert_refused(&["nabe.toml", "line 2, column", NEXT]);
        assert!(!ended.stderr.contains("canary"), "{ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_and_hosts_that_mean_nothing_are_named_with_their_source() {
    for (setting, value) in [
        ("limits.requests_per_minute", "0"),
        ("limits.body_bytes", "0"),
        ("limits.request_seconds", "0"),
        ("limits.request_seconds", "18446744073709551615"),
        ("connect.link_days", "0"),
        ("providers.personio.hosts.api", "foo"),
        ("providers.personio.hosts.api", ""),
        ("providers.personio.hosts.api", "ftp://127.0.0.1"),
        ("providers.personio.hosts.api", "http://127.0.0.1:44001/prefix/"),
    ] {
        let variable = format!("NABE_{}", setting.replace('.', "__").to_uppercase());
        let mut home = Home::new();
        home.set(&variable, value);
        refuses(&home, &[], &[setting, &variable, "it must be", NEXT]).await;
    }
    let home = Home::new();
    home.write("nabe.toml", "[limits]\nrequest_seconds = 0");
    refuses(&home, &[], &["limits.request_seconds", "nabe.toml", NEXT]).await;
    for limit in [
        "per_second = 0.0, burst = 1",
        "per_second = -1.0, burst = 1",
        "per_second = nan, burst = 1",
        "per_second = 1.0, burst = 0",
    ] {
        let home = Home::new();
        home.write("nabe.toml", &format!("[providers.personio.rate_limits]\nv2 = {{ {limit} }}"));
        refuses(&home, &[], &["providers.personio.rate_limits.v2.", "nabe.toml", NEXT]).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn values_that_mean_nothing() {
    for (name, value, words) in [
        ("NABE_PUBLIC_URL", "nabe.example.com", &["public_url", "nabe.example.com", "scheme and host"][..]),
        ("NABE_PUBLIC_URL", "https://", &["public_url"]),
        ("NABE_PUBLIC_URL", "https://nabe.example.com?x=1", &["public_url"]),
        (
            "NABE_PUBLIC_URL",
            "https://example.com/nabe",
            &["public_url", "example.com/nabe", "without a path"],
        ),
        ("NABE_PROVIDERS__PERSONIO__PARTNER_ID", "a\nb", &["providers.personio.partner_id", "header"]),
        ("NABE_LOG__LEVEL", "loud", &["log.level", "loud", "debug"]),
        ("NABE_LOG__LEVEL", "info,nabe_engine=loud", &["log.level"]),
        ("NABE_METRICS__KEY", "", &["metrics.key", "empty"]),
        (
            "NABE_PROVIDERS__ACME__RATE_LIMITS",
            "off",
            &["providers.acme", "provider that doesn't exist", NEXT],
        ),
        ("NABE_PROVIDERS__PERSONIO__HOSTS__APY", "http://127.0.0.1", &["personio.hosts.apy", "host", NEXT]),
        (
            "NABE_PROVIDERS__PERSONIO__RATE_LIMITS__V9",
            "{per_second=1.0,burst=1}",
            &["personio.rate_limits.v9", "rate limit that doesn't exist", NEXT],
        ),
        (
            "NABE_PROVIDERS__PERSONIO__RATE_LIMITS__V2",
            "{per_second=1.0}",
            &["personio.rate_limits.v2", "neither `burst` nor `per_minute`", "calls in any minute"],
        ),
        ("NABE_DATABASE_URL", "mysql://root:canary@127.0.0.1/x", &["address of the database", "postgres://"]),
        ("NABE_DATABASE_URL", "sqlite::memory:", &["a SQLite database is a file"]),
    ] {
        let mut home = Home::new();
        home.set(name, value);
        let ended = home.run(&["serve", "--listen", "127.0.0.1:0"]).await;
        ended.assert_refused(words);
        assert!(!ended.stderr.contains("canary"), "{ended:?}");
        assert!(!home.data().join("nabe.db").exists() && !home.key_file().exists(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let home = Home::new();
    refuses(
        &home,
        &["--listen", &address],
        &["can't listen on", &address, "another port", "--listen", "NABE_LISTEN"],
    )
    .await;
    let mut home = Home::new();
    home.set("NABE_METRICS__LISTEN", &address);
    let words = ["can't listen on", &address, "NABE_METRICS__LISTEN"];
    refuses(&home, &["--listen", "127.0.0.1:0"], &words).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_folder_that_cant_be_written() {
    let home = Home::new();
    home.write("file", "");
    let words = ["data folder", "file/data", "can't be made", "--data-dir", "NABE_DATA_DIR"];
    refuses(&home, &["--listen", "127.0.0.1:0", "--data-dir", "file/data"], &words).await;

    // The administrator may write everywhere, but not here.
    let ended = home.run(&["serve", "--listen", "127.0.0.1:0", "--data-dir", "/proc/self"]).await;
    ended.assert_refused(&["/proc/self/nabe.db", "can't be used"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_file_that_cant_be_made() {
    let mut home = Home::new();
    home.set("NABE_VAULT_KEY_FILE", "gone/vault.key");
    let ended = home.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    ended.assert_refused(&["gone/vault.key", "can't be read or written", "folder"]);
    home.unset("NABE_VAULT_KEY_FILE");
    let mut server = home.serve().await;
    server.first().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_doesnt_answer() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("postgres://nabe:canary@{nobody}/nabe");
    let home = Home::new();
    let words = ["the database can't be used", "refused", "database_url"];
    refuses(&home, &["--listen", "127.0.0.1:0", "--database-url", &url], &words).await;

    // One that takes the connection and then says nothing.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://nabe:canary@{}/nabe", mute.local_addr().unwrap());
    let words = ["the database can't be used", "no answer", "database_url"];
    refuses(&home, &["--listen", "127.0.0.1:0", "--database-url", &url], &words).await;
    let ended = home.run(&["keys", "list", "--database-url", &url]).await;
    ended.assert_refused(&["the database can't be used"]);
    assert!(!ended.stderr.contains("canary"), "no password: {ended:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_line_that_means_nothing() {
    let home = Home::new();
    home.run(&["serve", "--port", "1"]).await.assert_refused(&["--port", "--help"]);
    home.run(&["frobnicate"]).await.assert_refused(&["frobnicate", "--help"]);
    home.run(&["serve", "--listen", "here"]).await.assert_refused(&["--listen", "here"]);
    assert_eq!(listing(&home), Vec::<String>::new());
}
