//! `nabe demo`, as somebody tries it who sees Nabe for the first time.

use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::kit::client::Client;
use super::kit::home::Home;
use super::kit::program::Program;

const FREE: [&str; 4] = ["--listen", "127.0.0.1:0", "--sandbox-listen", "127.0.0.1:0"];

fn demo(home: &Home, args: &[&str]) -> Program {
    Program::start(home.nabe(&[&["demo"], &FREE[..], args].concat()))
}

/// Starts a demo for programs and waits for its line.
async fn ready(home: &Home, args: &[&str]) -> (Program, Value) {
    let mut program = demo(home, &[&["--print-json"], args].concat());
    let line = program.printed(|_| true).await;
    (program, serde_json::from_str(&line).unwrap())
}

fn text<'v>(line: &'v Value, key: &str) -> &'v str {
    line[key].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn once_shows_the_employees_and_ends() {
    let home = Home::new();
    let since = Instant::now();
    let ended = demo(&home, &["--once"]).end().await;
    assert!(ended.is_good(), "{ended:?}");
    assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
    let mut lines = ended.stdout.lines();
    let head: Vec<&str> = lines.next().unwrap().split_whitespace().collect();
    assert_eq!(head, ["ID", "NAME", "JOB", "TITLE", "DEPARTMENT", "STATUS", "HIRED"]);
    let rows: Vec<&str> = lines.take_while(|it| !it.is_empty()).collect();
    assert!(
        rows.iter().filter(|it| it.trim_start().starts_with(|it: char| it.is_ascii_digit())).count() >= 20
    );
    assert!(rows.iter().any(|it| it.contains("active")), "{}", ended.stdout);
    assert!(ended.stdout.contains("Leave out --once"));
    assert_eq!(ended.stderr, "", "a demo has nothing to complain of");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing stays behind");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn print_json_prints_one_line_stays_up_and_ends_when_told() {
    let home = Home::new();
    let (program, line) = ready(&home, &[]).await;
    let mut keys: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    let expected = [
        "account_id",
        "api_key",
        "base_url",
        "client_id",
        "client_secret",
        "connect_url",
        "project_id",
        "sandbox_url",
    ];
    assert_eq!(keys, expected);
    assert!(line.as_object().unwrap().values().all(Value::is_string));

    let client = Client::new(text(&line, "base_url"), text(&line, "api_key"));
    let account = text(&line, "account_id");
    let page = client.read(account, "?page_size=100").await.expect(200).json();
    let people = page["data"].as_array().unwrap().len();
    assert!(people >= 20, "{people}");
    client.send("GET", text(&line, "connect_url"), &[], None).await.expect(200);

    // The credentials are the sandbox's, and a person can enter them in the hosted form.
    let form = |id: &str, secret: &str| {
        format!("integration=personio&client_id={id}&client_secret={secret}&personio_app_id=ACME_GMBH")
    };
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let entered = form(text(&line, "client_id"), text(&line, "client_secret"));
    let answer = client.send("POST", text(&line, "connect_url"), &headers, Some(entered)).await.expect(200);
    assert!(answer.body.contains("Second Customer Ltd"), "{}", answer.body);
    assert_eq!(client.get("/accounts").await.json().as_array().unwrap().len(), 2);
    let company = format!("{}/_sandbox/company", text(&line, "sandbox_url"));
    client.send("GET", &company, &[], None).await.expect(200);

    let since = Instant::now();
    let ended = program.stop().await;
    assert!(ended.is_good(), "{ended:?}");
    assert!(since.elapsed() < Duration::from_secs(4), "{:?}", since.elapsed());
    assert_eq!(ended.stdout.lines().count(), 1, "{}", ended.stdout);
    assert!(!ended.stderr.contains(text(&line, "client_secret")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_folder_is_kept_and_a_second_demo_goes_on_with_it() {
    let home = Home::new();
    let folder = ["--data-dir", "kept"];
    let (program, first) = ready(&home, &folder).await;
    program.stop().await;
    assert!(home.path().join("kept/nabe.db").exists() && home.path().join("kept/vault.key").exists());

    let (program, second) = ready(&home, &folder).await;
    assert_eq!(first["project_id"], second["project_id"]);
    assert_eq!(first["account_id"], second["account_id"], "the same customer's account, connected anew");
    for line in [&first, &second] {
        let client = Client::new(text(&second, "base_url"), text(line, "api_key"));
        client.read(text(&second, "account_id"), "?page_size=1").await.expect(200);
    }
    assert!(program.stop().await.is_good());
    assert!(demo(&home, &[&folder[..], &["--once"]].concat()).end().await.is_good());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_that_is_taken_is_said_with_what_to_do() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (option, other) in [("--listen", "--sandbox-listen"), ("--sandbox-listen", "--listen")] {
        let ended = home.run(&["demo", option, &address, other, "127.0.0.1:0", "--once"]).await;
        let advice = format!("choose another port with {option}");
        ended.assert_refused(&["can't listen on", &address, &advice]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_of_a_real_server_dont_reach_it() {
    let mut home = Home::new();
    home.set("NABE_LISTEN", "nonsense").set("NABE_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
    assert!(demo(&home, &["--once"]).end().await.is_good());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lines_that_it_prints_work_when_they_are_pasted() {
    let home = Home::new();
    let mut program = demo(&home, &[]);
    program.printed(|it| it.contains("Ctrl-C ends it")).await;
    let lines: Vec<String> = program
        .stdout()
        .lines()
        .map(str::trim)
        .filter(|it| it.starts_with("curl "))
        .map(str::to_owned)
        .collect();
    assert_eq!(lines.len(), 3);
    if !has_curl() {
        println!("skipped, as there is no curl");
        return;
    }
    for line in &lines {
        let answer = home.program("sh").args(["-c", line]).stderr(Stdio::null()).output().unwrap();
        let json: Value = serde_json::from_slice(&answer.stdout).unwrap_or_else(|it| panic!("{it}: {line}"));
        let rows = json.as_array().or(json["data"].as_array()).unwrap();
        assert!(!rows.is_empty(), "{line} answered {json}");
        assert_eq!(line.contains("explain=true"), rows[0]["explain"].is_object(), "{line}");
    }
    program.signal("INT");
    assert!(program.end().await.is_good());
}

fn has_curl() -> bool {
    Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_ok_and(|it| it.success())
}
