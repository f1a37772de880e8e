//! The vault's key file: gone, wrong, exposed, rotated.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::kit::client::Client;
use super::kit::database;
use super::kit::fake::{Fake, good};
use super::kit::home::Home;
use super::kit::personio::LocalPersonio;
use super::signals::any_credentials;

/// The names of the keys in a key file, the active one last.
fn key_names(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text.lines().filter(|it| it.starts_with("kek_"));
    lines.map(|it| it.split(' ').next().unwrap().to_owned()).collect()
}

fn set_mode(file: &Path, mode: u32) {
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A home whose database has been used, and which is at rest.
async fn used_home() -> Home {
    let home = Home::new();
    let (server, _) = home.serve_first().await;
    server.program.stop().await;
    home
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_without_it_refuses_and_says_how_to_mend() {
    let home = used_home().await;
    let elsewhere = home.path().join("kept.key");
    std::fs::rename(home.key_file(), &elsewhere).unwrap();
    let ended = home.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    let file = home.key_file();
    ended.assert_refused(&[
        file.to_str().unwrap(),
        "is missing, but this database was sealed with it",
        "restore the file from your backup",
        "vault_key_file",
    ]);
    assert!(!file.exists(), "no new key was made in its place");

    // And what it says helps.
    let mut home = home;
    home.set("NABE_VAULT_KEY_FILE", elsewhere.to_str().unwrap());
    assert_eq!(home.serve().await.program.stop().await.stdout, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_installations_key_file_is_refused() {
    let (home, other) = (used_home().await, used_home().await);
    let own = key_names(&home.key_file());
    std::fs::copy(other.key_file(), home.key_file()).unwrap();
    let ended = home.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    ended.assert_refused(&[&own[0], "from a backup of the key file"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_of_the_right_name_that_isnt_the_one_is_refused() {
    let (home, other) = (used_home().await, used_home().await);
    let (own, others) = (key_names(&home.key_file()), key_names(&other.key_file()));
    let forged = std::fs::read_to_string(other.key_file()).unwrap().replace(&others[0], &own[0]);
    std::fs::write(home.key_file(), forged).unwrap();
    let ended = home.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    ended.assert_refused(&["doesn't belong to this database", &own[0], "name the key file"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_one_is_refused_without_quoting_it() {
    let home = used_home().await;
    let text = std::fs::read_to_string(home.key_file()).unwrap();
    let key = text.lines().last().unwrap().split(' ').nth(1).unwrap().to_owned();
    std::fs::write(home.key_file(), text.replace(&key, &key[..20])).unwrap();
    let ended = home.run(&["serve", "--listen", "127.0.0.1:0"]).await;
    ended.assert_refused(&["line", "restore the file from its backup"]);
    assert!(!ended.stderr.contains(&key[..20]), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_others_may_read_is_refused_and_a_group_may_read() {
    let home = used_home().await;
    for mode in [0o604, 0o644, 0o660, 0o602, 0o601] {
        set_mode(&home.key_file(), mode);
        let ended = home.run(&["serve", "--listen", "127.0.0.1:0"]).await;
        ended.assert_refused(&[&format!("has mode {mode:o}"), "chmod 600", "rotate the key"]);
    }
    for mode in [0o640, 0o440, 0o400, 0o600] {
        set_mode(&home.key_file(), mode);
        assert!(home.serve().await.program.stop().await.is_good(), "{mode:o}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_rotated_while_accounts_are_read_and_changed_on_sqlite() {
    rotates_online(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_rotated_while_accounts_are_read_and_changed_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        rotates_online(home).await;
    }
}

async fn rotates_online(mut home: Home) {
    let personio = LocalPersonio::start().await;
    home.use_personio(&personio.url);
    let (server, client) = home.serve_first().await;
    let account = client.link("before", &personio.credentials()).await;
    let first = key_names(&home.key_file());

    let rotated = AtomicBool::new(false);
    let reading = async {
        let mut reads = 0;
        while !rotated.load(Ordering::Acquire) {
            changed_and_read(&client, &account, reads).await;
            reads += 1;
        }
        reads
    };
    let rotating = async {
        let rows = home.rows(&["vault", "rotate"]).await;
        rotated.store(true, Ordering::Release);
        rows
    };
    let (reads, rows) = tokio::join!(reading, rotating);
    assert!(reads > 0, "somebody did read meanwhile");

    let now = key_names(&home.key_file());
    assert_eq!(now[..1], first, "the key before stays for one rotation");
    assert_eq!(rows[0]["active"], now[1]);
    assert_eq!(rows[0]["moved"], 2, "the account's credentials and the server's own secret");
    assert_eq!(rows[0]["retired"], json!([]));
    assert_eq!(keks_in_use(&home).await, now[1..], "nothing is sealed under the old key");

    // The running server seals with the new key, and opens everything.
    let second = client.link("after", &personio.credentials()).await;
    assert_eq!(keks_in_use(&home).await, now[1..]);
    changed_and_read(&client, &account, 1).await;
    changed_and_read(&client, &second, 1).await;

    // The next rotation drops the first key, and a start shows that nothing needs it.
    let rows = home.rows(&["vault", "rotate"]).await;
    assert_eq!(rows[0]["retired"], json!(first));
    assert_eq!(rows[0]["moved"], 3);
    assert!(!key_names(&home.key_file()).contains(&first[0]));
    changed_and_read(&client, &account, 2).await;
    let ended = server.program.stop().await;
    assert!(!ended.stderr.contains("\"ERROR\""), "{}", ended.stderr);
    let server = home.serve().await;
    let client = server.client(&client.key);
    changed_and_read(&client, &account, 3).await;
    changed_and_read(&client, &second, 3).await;
    let mode = std::fs::metadata(home.key_file()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotations_at_once_lose_no_key_while_accounts_are_linked_on_sqlite() {
    rotates_at_once(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rotations_at_once_lose_no_key_while_accounts_are_linked_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        rotates_at_once(home).await;
    }
}

async fn rotates_at_once(mut home: Home) {
    let provider = Fake::start(good).await;
    home.use_personio(&provider.url);
    let (server, client) = home.serve_first().await;
    let enough = AtomicBool::new(false);
    let linking = |name: &'static str| {
        let (client, enough) = (&client, &enough);
        async move {
            let mut accounts = Vec::new();
            while !enough.load(Ordering::Acquire) {
                accounts.push(client.link(&format!("{name} {}", accounts.len()), &any_credentials()).await);
            }
            accounts
        }
    };
    let rotating = async {
        for _ in 0..4 {
            let rotate = || home.run(&["vault", "rotate"]);
            let ended = tokio::join!(rotate(), rotate(), rotate());
            for ended in [ended.0, ended.1, ended.2] {
                if !ended.is_good() {
                    ended.assert_refused(&["another rotation is under way", "nothing is lost"]);
                }
            }
        }
        enough.store(true, Ordering::Release);
    };
    let (one, two, three, ()) = tokio::join!(linking("one"), linking("two"), linking("three"), rotating);
    let held = key_names(&home.key_file());
    for kek_id in keks_in_use(&home).await {
        assert!(held.contains(&kek_id), "{kek_id} is needed, and the file holds {held:?}");
    }
    assert!(server.program.stop().await.is_good());

    // A start that knows only what is stored opens all of them, and the next rotation works.
    home.rows(&["vault", "rotate"]).await;
    let server = home.serve().await;
    let client = server.client(&client.key);
    for account in [one, two, three].concat() {
        client.read(&account, "?page_size=1").await.expect(200);
    }
}

/// Changes an account, so that its credentials are opened anew, and reads an employee with them.
async fn changed_and_read(client: &Client, account: &str, number: usize) {
    let path = format!("/accounts/{account}");
    client.call("PATCH", &path, Some(&json!({ "label": format!("label {number}") }))).await.expect(200);
    let page = client.read(account, "?page_size=1").await.expect(200).json();
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
}

async fn keks_in_use(home: &Home) -> Vec<String> {
    let sql = "select kek_id from secrets union select kek_id from server_secrets";
    database::names(&home.database(), sql).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_needs_the_right_file_and_changes_nothing_without_it() {
    let (home, other) = (used_home().await, used_home().await);
    let right = std::fs::read_to_string(home.key_file()).unwrap();
    std::fs::remove_file(home.key_file()).unwrap();
    home.run(&["vault", "rotate"]).await.assert_refused(&["there is no key file", "nothing is lost"]);
    assert!(!home.key_file().exists());

    std::fs::copy(other.key_file(), home.key_file()).unwrap();
    home.run(&["vault", "rotate"]).await.assert_refused(&["nothing is lost"]);
    assert_eq!(
        std::fs::read_to_string(home.key_file()).unwrap(),
        std::fs::read_to_string(other.key_file()).unwrap(),
        "the wrong file is left alone"
    );

    std::fs::write(home.key_file(), right).unwrap();
    assert!(home.serve().await.program.stop().await.is_good());
}
