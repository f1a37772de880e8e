//! The two folders of migrations tell the same story.

use std::collections::BTreeMap;
use std::path::Path;

use nabe_store::{Store, testing};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::support::{at_once, project};

fn names(engine: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = files.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_migration_is_there_for_both_engines_in_an_unbroken_row() {
    let names = [names("sqlite"), names("postgres")];
    assert_eq!(names[0], names[1]);
    assert!(!names[0].is_empty());
    for (number, name) in (1..).zip(&names[0]) {
        assert!(name.starts_with(&format!("{number:04}_")), "{name}");
    }
}

/// The names and types of a table's columns, in the words of SQLite.
type Columns = BTreeMap<String, Vec<(String, String, bool)>>;

fn grouped(rows: Vec<(String, String, String, bool)>) -> Columns {
    let mut columns = Columns::new();
    for (table, column, kind, required) in rows {
        let kind = match kind.to_lowercase().as_str() {
            "bigint" | "boolean" => "integer".to_owned(),
            "bytea" => "blob".to_owned(),
            other => other.to_owned(),
        };
        columns.entry(table).or_default().push((column, kind, required));
    }
    columns.remove("_sqlx_migrations");
    columns.remove("sqlite_sequence");
    columns
}

#[tokio::test]
async fn both_engines_end_up_with_the_same_tables() {
    let Some(postgres) = testing::postgres().await else { return };
    let sqlite = testing::sqlite().await;
    let mut connection = SqliteConnection::connect(&sqlite.url()).await.unwrap();
    let on_sqlite = sqlx::query_as(
        "select t.name, c.name, c.type, c.\"notnull\" <> 0 or c.pk > 0 from sqlite_schema t, pragma_table_info(t.name) c \
         where t.type = 'table' order by t.name, c.cid",
    );
    let on_sqlite = grouped(on_sqlite.fetch_all(&mut connection).await.unwrap());
    connection.close().await.unwrap();

    let mut connection = PgConnection::connect(&postgres.url()).await.unwrap();
    let on_postgres = sqlx::query_as(
        "select table_name::text, column_name::text, data_type::text, is_nullable = 'NO' \
         from information_schema.columns where table_schema = current_schema() order by table_name, ordinal_position",
    );
    let on_postgres = grouped(on_postgres.fetch_all(&mut connection).await.unwrap());
    connection.close().await.unwrap();

    assert_eq!(on_sqlite, on_postgres);
    assert_eq!(on_sqlite.len(), 11);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_start_at_once_on_a_new_file_make_one_database() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("nabe.db").display());
    start_at_once(&url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_once_in_an_empty_schema_make_one_database() {
    if let Some(store) = testing::postgres().await {
        store
            .execute(
                "drop table quarantine, field_mappings, diagnoses, connection_attempts, connect_sessions, secrets, accounts, api_keys, \
                 projects, server_secrets, vault_keys, _sqlx_migrations",
            )
            .await;
        start_at_once(&store.url()).await;
    }
}

async fn start_at_once(url: &str) {
    let nodes = at_once(6, |_| {
        let url = url.to_owned();
        async move {
            let node = Store::open(&url).await.unwrap();
            node.migrate().await.unwrap();
            node
        }
    });
    let nodes = nodes.await;
    let mine = project(&nodes[0]).await;
    for node in nodes {
        assert!(node.project(&mine).await.unwrap().is_some());
        node.close().await;
    }
}
