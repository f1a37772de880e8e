//! Commands beside a running server: projects, keys, backups.

mod backup;

use std::time::{Duration, Instant};

use super::kit::home::{Home, Server};
use super::kit::program::Program;

/// The lines of a table without its head, each as words.
fn table(text: &str, head: &[&str]) -> Vec<Vec<String>> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut lines = text.lines();
    assert_eq!(words(lines.next().unwrap()), head, "{text}");
    lines.map(words).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_project_is_made_listed_and_changed_on_sqlite() {
    projects(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_project_is_made_listed_and_changed_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        projects(home).await;
    }
}

async fn projects(home: Home) {
    let (server, first) = home.serve_first().await;
    let origin = "https://app.example.com";
    let made = home.rows(&["projects", "create", "Zweites", "--allow-origin", origin]).await;
    let (id, key) = (made[0]["id"].as_str().unwrap(), made[0]["key"].as_str().unwrap());
    assert_eq!(made[0]["name"], "Zweites");

    // The new key opens the running server, and sees only its own project.
    let second = server.client(key);
    first.session("customer").await;
    let session = second.session("customer").await;
    let of = |client: &super::kit::client::Client| {
        let client = client.clone();
        let body = serde_json::json!({ "token": session.token });
        async move { client.call("POST", "/connect_sessions/authenticate", Some(&body)).await }
    };
    assert_eq!(of(&second).await.expect(201).json()["project_id"], id);
    of(&first).await.expect(404);

    let listed = home.rows(&["projects", "list"]).await;
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1]["id"], id);
    assert_eq!(listed[1]["allowed_origins"], serde_json::json!([origin]));
    let ended = home.run(&["projects", "list"]).await;
    let rows = table(&ended.stdout, &["ID", "NAME", "ALLOWED_ORIGINS", "REQUIRED_PERMISSIONS", "CREATED_AT"]);
    assert_eq!(rows[1][..3], [id, "Zweites", origin]);

    // Other origins: the running server lets them embed Connect, and the one before no more.
    assert!(lets_in(&server, origin).await);
    let other = "http://localhost:*";
    let args = ["projects", "update", id, "--allow-origin", other, "--allow-origin", "https://b.example.com"];
    let changed = home.rows(&args).await;
    assert_eq!(changed[0]["allowed_origins"], serde_json::json!([other, "https://b.example.com"]));
    assert!(lets_in(&server, "http://localhost:3000").await);
    assert!(lets_in(&server, "https://b.example.com").await);
    assert!(!lets_in(&server, origin).await);
    home.rows(&["projects", "update", id]).await;
    assert!(!lets_in(&server, "http://localhost:3000").await);

    // What an account must have to be connected.
    let required = ["projects", "require", id, "employees:read", "time_off:read"];
    let changed = home.rows(&required).await;
    assert_eq!(changed[0]["required_permissions"], serde_json::json!(["employees:read", "time_off:read"]));
    assert_eq!(
        home.rows(&["projects", "list"]).await[1]["required_permissions"],
        changed[0]["required_permissions"]
    );
    let nothing = home.rows(&["projects", "require", id, "--nothing"]).await;
    assert_eq!(nothing[0]["required_permissions"], serde_json::json!([]));
    assert!(home.rows(&["projects", "require", id]).await[0]["required_permissions"].is_null());
    home.run(&["projects", "require", id, "payroll:read"]).await.assert_refused(&["payroll:read"]);

    home.run(&["projects", "create", "Zweites"]).await.assert_refused(&[
        "Zweites",
        "there already",
        "another name",
    ]);
    assert_eq!(home.rows(&["projects", "list"]).await.len(), 2);
    assert_eq!(home.rows(&["keys", "list"]).await.len(), 2);
}

/// Whether a page of this origin may call the routes of Connect.
async fn lets_in(server: &Server, origin: &str) -> bool {
    let client = server.client("");
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "x-hub-session-token"),
    ];
    let answer = client.send("OPTIONS", "/hub/settings", &headers, None).await;
    answer.headers.get("access-control-allow-origin").is_some_and(|it| it == origin)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_made_listed_and_revoked_on_sqlite() {
    keys(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_made_listed_and_revoked_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        keys(home).await;
    }
}

async fn keys(home: Home) {
    let (server, first) = home.serve_first().await;
    let made = home.rows(&["keys", "create", "--name", "nightly job"]).await;
    let (id, key) = (made[0]["id"].as_str().unwrap(), made[0]["key"].as_str().unwrap());
    let client = server.client(key);
    client.get("/accounts").await.expect(200);

    let listed = home.run(&["keys", "list", "--output", "json"]).await.stdout;
    assert!(listed.contains("nightly job") && listed.contains(id));
    assert!(!listed.contains(key) && !listed.contains(&first.key), "a list never shows keys");

    let revoked = home.rows(&["keys", "revoke", id]).await;
    assert_eq!(revoked[0]["id"], id);
    assert!(revoked[0]["revoked_at"].is_string());
    let since = Instant::now();
    while client.get("/accounts").await.status == 200 {
        assert!(since.elapsed() < Duration::from_secs(3), "the running server still takes it");
    }
    client.get("/accounts").await.expect(401);
    first.get("/accounts").await.expect(200);

    let words = [id, "no live key", "nabe keys list"];
    home.run(&["keys", "revoke", id]).await.assert_refused(&words);
    // When keys were used is noted at the latest when the server stops.
    server.program.stop().await;
    let listed = home.rows(&["keys", "list"]).await;
    let row = listed.iter().find(|it| it["id"] == id).unwrap();
    assert!(row["last_used_at"].is_string() && row["revoked_at"].is_string(), "{row}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_several_projects_the_project_must_be_named() {
    let home = Home::new();
    let (_server, _) = home.serve_first().await;
    let second = home.rows(&["projects", "create", "second"]).await;
    let id = second[0]["id"].as_str().unwrap();
    let words = ["there are 2 projects", "--project", "nabe projects list"];
    home.run(&["keys", "create"]).await.assert_refused(&words);
    let made = home.rows(&["keys", "create", "--project", id]).await;
    assert_eq!(made[0]["project"], id);
    let listed = home.rows(&["keys", "list", "--project", id]).await;
    assert_eq!(listed.len(), 2);
    assert!(listed.iter().all(|it| it["project"] == id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn origins_are_kept_as_browsers_send_them() {
    let home = Home::new();
    let (_server, _) = home.serve_first().await;
    let given = ["projects", "create", "odd", "--allow-origin", "HTTPS://B\u{fc}cher.Example:443"];
    home.rows(&given).await;
    let rows = home.rows(&["projects", "list"]).await;
    assert_eq!(rows[1]["allowed_origins"], serde_json::json!(["https://xn--bcher-kva.example"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_start_and_a_backup_answer_programs_too() {
    let home = Home::new();
    let args = ["serve", "--listen", "127.0.0.1:0", "--output", "json"];
    let mut program = Program::start(home.nabe(&args));
    let line = program.printed(|_| true).await;
    let made: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert!(made[0]["project"].is_string() && made[0]["key"].is_string(), "{line}");
    let copy = home.path().join("copy.db");
    let rows = home.rows(&["backup", copy.to_str().unwrap()]).await;
    assert_eq!(rows[0]["copy"], copy.to_str().unwrap());
    program.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_isnt_there_is_said() {
    let home = Home::new();
    let (_server, _) = home.serve_first().await;
    let (project, key) = ("proj_0123456789abcdef", "key_0123456789abcdef");
    home.run(&["projects", "update", project]).await.assert_refused(&[project, "nabe projects list"]);
    home.run(&["keys", "create", "--project", project]).await.assert_refused(&["no such project"]);
    home.run(&["keys", "list", "--project", project]).await.assert_refused(&["no such project"]);
    home.run(&["keys", "revoke", key]).await.assert_refused(&[key, "nabe keys list"]);
    home.run(&["keys", "revoke", "nonsense"]).await.assert_refused(&["nonsense", "must be `key_`"]);
    home.run(&["projects", "update", key]).await.assert_refused(&[key, "must be `proj_`"]);
    for origin in [
        "app.example.com",
        "https://app.example.com/path",
        "*",
        "https://a.example.com; x",
        "https://*.example.com",
        "https://me@a.example.com",
    ] {
        let words = [origin, "is no origin", "https://app.example.com"];
        home.run(&["projects", "create", "bad", "--allow-origin", origin]).await.assert_refused(&words);
    }
    assert_eq!(home.rows(&["projects", "list"]).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_database_commands_make_none() {
    let home = Home::new();
    let commands: [&[&str]; 5] = [
        &["projects", "list"],
        &["keys", "list"],
        &["keys", "create"],
        &["vault", "rotate"],
        &["backup", "copy.db"],
    ];
    for command in commands {
        let words = ["there is no database", "data/nabe.db", "nabe serve", "--data-dir"];
        home.run(command).await.assert_refused(&words);
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}
