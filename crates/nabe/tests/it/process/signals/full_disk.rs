//! No room left: it is said clearly, reading goes on, and with room writing does.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use super::any_credentials;
use crate::process::kit::fake::{Fake, good};
use crate::process::kit::home::{Home, Server};
use crate::process::kit::program::Program;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_file_may_grow() {
    let limit = |program: &Program, size: &str| {
        let mut command = Command::new("prlimit");
        command.arg(format!("--pid={}", program.id())).arg(format!("--fsize={size}"));
        assert!(command.status().unwrap().success());
    };
    story("trap '' XFSZ", |it| limit(it, "4096:unlimited"), |it| limit(it, "unlimited:unlimited")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_disk_is_full() {
    let may_mount =
        Command::new("unshare").args(["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
    if !may_mount.is_ok_and(|it| it.status.success()) {
        println!("skipped, as a small disk can only be mounted by an administrator");
        return;
    }
    // The disk is the program's own, and gone with it. Others see it through the process.
    let filler = |program: &Program| -> PathBuf {
        let id = program.id();
        let folder = std::fs::read_link(format!("/proc/{id}/cwd")).unwrap();
        PathBuf::from(format!("/proc/{id}/root{}/data/filler", folder.display()))
    };
    let fill = |program: &Program| {
        let full = std::fs::write(filler(program), vec![0; 64 << 20]).unwrap_err();
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    };
    let clear = |program: &Program| std::fs::remove_file(filler(program)).unwrap();
    let mount = "mkdir -p data && mount -t tmpfs -o size=8m,mode=0700 tmpfs data";
    story(&format!("[ -n \"$INSIDE\" ] || INSIDE=1 exec unshare --mount sh -c '{mount} && exec \"$0\" \"$@\"' \"$0\" \"$@\""), fill, clear).await;
}

/// Starts the server after `setup`, takes the room away, and gives it back.
async fn story(setup: &str, take_room: impl Fn(&Program), give_room: impl Fn(&Program)) {
    let provider = Fake::start(good).await;
    let mut home = Home::new();
    home.use_personio(&provider.url);
    let nabe = home.nabe(&[]);
    let mut shell = home.program("sh");
    shell.args(["-c", &format!("{setup}; exec \"$0\" \"$@\"")]).arg(nabe.get_program());
    shell.args(["serve", "--listen", "127.0.0.1:0"]);
    let mut server = Server::ready(Program::start(shell)).await;
    let key = server.first().await.1;
    let client = server.client(&key);
    let account = client.link("before", &any_credentials()).await;

    take_room(&server.program);
    let big = json!({
        "origin_owner_id": "during", "origin_owner_name": "x", "metadata": { "filler": "x".repeat(200_000) },
    });
    let refused = client.call("POST", "/connect_sessions", Some(&big)).await.expect(500);
    assert_eq!(refused.json()["code"], "storage_unavailable");
    assert!(
        refused.json()["message"].as_str().unwrap().contains("the operator's log says why"),
        "{refused:?}"
    );
    let line = server.program.logged("the database can't be used").await;
    assert_eq!(line["level"], "ERROR");
    let why = line["error"].as_str().unwrap();
    assert!(why.contains("disk"), "the log says why: {line}");
    // Reading needs no room.
    client.read(&account, "").await.expect(200);
    client.get("/accounts").await.expect(200);

    give_room(&server.program);
    client.call("POST", "/connect_sessions", Some(&big)).await.expect(201);
    let second = client.link("after", &any_credentials()).await;
    client.read(&second, "").await.expect(200);
    assert!(server.program.stop().await.is_good());
}
