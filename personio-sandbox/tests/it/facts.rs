//! What is known and what is guessed, as routes, page and command list it.

use personio_sandbox::Options;
use serde_json::{Value, json};

use crate::kit::{Answer, Local};

async fn facts(local: &Local, query: &str) -> Vec<Value> {
    let path = format!("/_sandbox/facts{query}");
    let list = local.control("GET", &path, Value::Null).await.expect(200).json();
    list["facts"].as_array().unwrap().clone()
}

/// What the command writes; an error as a text.
async fn command(arguments: &[&str]) -> Result<String, String> {
    use clap::Parser as _;
    let arguments = ["personio-sandbox", "facts"].iter().chain(arguments);
    let arguments = personio_sandbox::cli::Args::try_parse_from(arguments).map_err(|it| it.to_string())?;
    let mut out = Vec::new();
    let ran = personio_sandbox::cli::run(arguments, &mut out, std::future::pending()).await;
    ran.map(|()| String::from_utf8(out).unwrap()).map_err(|it| it.to_string())
}

/// A company whose switches stand as by default.
fn untouched() -> Local {
    Local::of(Options::default())
}

async fn page(local: &Local, query: &str) -> Answer {
    local.send("GET", &format!("/settings/facts{query}"), &[], "").await
}

#[tokio::test]
async fn every_switch_is_listed_with_the_position_that_it_has() {
    let local = Local::new();
    let switches = local.control("GET", "/_sandbox/switches", Value::Null).await.json();
    let all = facts(&local, "").await;
    let listed: Vec<&Value> = all.iter().flat_map(|it| it["switches"].as_array().unwrap()).collect();
    for switch in switches["switches"].as_array().unwrap() {
        // That each has a row is held by a test beside the rows, which says what to do.
        let Some(found) = listed.iter().find(|it| it["name"] == switch["name"]) else { continue };
        assert_eq!(found["position"], switch["position"]);
        assert_eq!(found["positions"], switch["positions"]);
    }
    local.switch("v1-attendance", "410").await;
    let moved = facts(&local, "?q=v1-attendance").await;
    let switches = moved.iter().flat_map(|it| it["switches"].as_array().unwrap());
    let positions: Vec<&Value> =
        switches.filter(|it| it["name"] == "v1-attendance").map(|it| &it["position"]).collect();
    assert!(!positions.is_empty() && positions.iter().all(|it| *it == "410"), "{positions:?}");
}

#[tokio::test]
async fn rows_are_found_by_words_mark_topic_and_section() {
    let local = Local::new();
    let all = facts(&local, "").await.len();
    assert!(all > 250, "{all}");
    let guessed = facts(&local, "?mark=%3F").await;
    assert!(!guessed.is_empty() && guessed.len() < all);
    assert!(guessed.iter().all(|it| it["marks"].as_array().unwrap().contains(&json!("?"))));
    let webhooks = facts(&local, "?topic=webhooks").await;
    assert!(webhooks.len() > 10 && webhooks.iter().all(|it| it["topic"] == "webhooks"));
    let section = facts(&local, "?q=%C2%A713.1").await;
    assert_eq!(section.iter().map(|it| it["section"].as_str().unwrap()).collect::<Vec<_>>(), ["13.1"]);
    assert!(facts(&local, "?q=WRONG%20credentials").await.iter().any(|it| it["section"] == "2.1"));
    assert_eq!(facts(&local, "?q=nobody-ever-wrote-this").await, Vec::<Value>::new());
    for wrong in ["?mark=X", "?topic=nothing"] {
        let told =
            local.control("GET", &format!("/_sandbox/facts{wrong}"), Value::Null).await.expect(400).json();
        assert!(told["error"].as_str().unwrap().contains("there is no"), "{told}");
    }
}

#[tokio::test]
async fn every_heading_and_number_of_the_facts_has_a_row() {
    let Some(folder) = std::env::var_os("NABE_REFERENCE_DIR") else {
        eprintln!("skipped: NABE_REFERENCE_DIR names no folder with the facts");
        return;
    };
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join("personio/facts.md")).unwrap();
    let all = facts(&Local::new(), "").await;
    let is_told = |wanted: &str| {
        let within = format!("{wanted}.");
        all.iter().any(|it| {
            let section = it["section"].as_str().unwrap();
            section == wanted || section.starts_with(&within)
        })
    };
    let (mut section, mut checked) = (String::new(), 0);
    for line in text.lines() {
        if let Some(heading) =
            line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with("##"))
        {
            let number = heading.split(' ').next().unwrap().trim_end_matches('.');
            section = number.to_owned();
            assert!(number == "0" || is_told(number), "no row is about §{number}");
            checked += 1;
        }
        let numbered = match section.as_str() {
            "13" => line.strip_prefix("| ").and_then(|it| it.split(' ').next()),
            "15" => line.split_once(". ").map(|(number, _)| number),
            _ => None,
        };
        if let Some(number) = numbered.and_then(|it| it.parse::<u32>().ok()) {
            assert!(is_told(&format!("{section}.{number}")), "no row is about §{section}.{number}");
            checked += 1;
        }
    }
    assert!(checked > 70, "{checked}");
}

#[tokio::test]
async fn the_page_shows_what_is_wanted_and_how_the_switches_stand() {
    let local = untouched();
    let shown = page(&local, "").await.expect(200).body;
    for name in ["v1-attendance", "cursor-lifetime", "no-token-echo"] {
        assert!(shown.contains(&format!("<code>{name}</code>")), "{name}");
    }
    assert!(!shown.contains("not as by default"));
    local.switch("cursor-lifetime", "1h").await;
    let shown = page(&local, "?q=cursor-lifetime&mark=%3F").await.expect(200).body;
    assert!(shown.contains("stands at <code>1h</code>") && shown.contains("not as by default"));
    assert!(!shown.contains("<code>v1-attendance</code>"));
    let code = page(&local, "?q=vacation_day_balance").await.expect(200).body;
    assert!(code.contains("<code>vacation_day_balance</code> is no attribute"), "{code}");
    let nothing = page(&local, "?q=%3Cscript%3E").await.expect(200).body;
    assert!(nothing.contains("Nothing that is known") && !nothing.contains("<script>"));
    let refused = page(&local, "?topic=nothing").await.expect(400).body;
    assert!(refused.contains("role=\"alert\"") && refused.contains("there is no topic"));
}

#[tokio::test]
async fn the_command_lists_them_as_a_table_or_as_json() {
    let table = command(&["wrong", "credentials", "--topic", "auth"]).await.unwrap();
    assert!(table.starts_with("Tokens (auth)\n  Q ? §2.1"), "{table}");
    assert!(table.contains("switch v1-wrong-credentials=403, or 401"), "{table}");
    assert!(table.contains("1 row.\n"), "{table}");
    let list: Value = serde_json::from_str(&command(&["--json", "--mark", "?"]).await.unwrap()).unwrap();
    assert_eq!(list["facts"], json!(facts(&untouched(), "?mark=%3F").await));
    let switched: Value = serde_json::from_str(&command(&["--json", "--switched"]).await.unwrap()).unwrap();
    let mut rows = switched["facts"].as_array().unwrap().iter();
    assert!(rows.all(|it| !it["switches"].as_array().unwrap().is_empty()));
    assert!(command(&["nobody-ever-wrote-this"]).await.unwrap().starts_with("Nothing that is known"));
    assert!(command(&["--mark", "X"]).await.unwrap_err().contains("there is no mark `X`"));
}

#[tokio::test]
async fn the_command_asks_a_sandbox_that_runs_how_its_switches_stand() {
    let local = Local::new();
    local.switch("v1-attendance", "404").await;
    let served = local.serve().await;
    let table = command(&["v1-attendance", "--of", &served.url]).await.unwrap();
    assert!(table.contains("switch v1-attendance=404 (not as by default), or live, 410"), "{table}");
    let nobody = command(&["--of", "http://127.0.0.1:1"]).await.unwrap_err();
    assert!(nobody.contains("http://127.0.0.1:1 can't be read"), "{nobody}");
    assert!(command(&["--of", "127.0.0.1"]).await.unwrap_err().contains("like http://127.0.0.1:8700"));
}
