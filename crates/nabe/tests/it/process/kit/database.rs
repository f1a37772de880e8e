//! A look into the database past the program: every value, and whether the file is sound.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

/// One value and where it stands.
pub(crate) struct Cell {
    pub(crate) place: String,
    pub(crate) bytes: Vec<u8>,
}

/// Every value of every table of a schema on PostgreSQL, as the bytes of its text (a `bytea` as it is).
pub(crate) async fn postgres_cells(url: &str) -> Vec<Cell> {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let columns: Vec<PgRow> = sqlx::query(
        "select table_name::text, column_name::text, data_type::text from information_schema.columns \
         where table_schema = current_schema() order by 1, 2",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut cells = Vec::new();
    for column in columns {
        let (table, name, kind): (String, String, String) = (column.get(0), column.get(1), column.get(2));
        let value = if kind == "bytea" {
            format!(r#""{name}""#)
        } else {
            format!(r#"convert_to("{name}"::text, 'UTF8')"#)
        };
        let sql = format!(r#"select {value} from "{table}" where "{name}" is not null"#);
        let values: Vec<Vec<u8>> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
        cells.extend(values.into_iter().map(|bytes| Cell { place: format!("{table}.{name}"), bytes }));
    }
    connection.close().await.unwrap();
    cells
}

/// Every value of every table of a SQLite file, as its bytes.
async fn sqlite_cells(url: &str) -> Vec<Cell> {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let columns: Vec<SqliteRow> = sqlx::query(
        "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut cells = Vec::new();
    for column in columns {
        let (table, name): (String, String) = (column.get(0), column.get(1));
        let sql = format!(r#"select cast("{name}" as blob) from "{table}" where "{name}" is not null"#);
        let values: Vec<Vec<u8>> =
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
        cells.extend(values.into_iter().map(|bytes| Cell { place: format!("{table}.{name}"), bytes }));
    }
    connection.close().await.unwrap();
    cells
}

/// Every value of the database.
pub(crate) async fn cells(url: &str) -> Vec<Cell> {
    if url.starts_with("postgres") { postgres_cells(url).await } else { sqlite_cells(url).await }
}

/// The bytes of the SQLite file and of what stands beside it: write-ahead log and shared memory.
pub(crate) fn sqlite_files(folder: &std::path::Path) -> Vec<Cell> {
    let files = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = files.filter(|it| it.file_name().to_string_lossy().starts_with("nabe.db"));
    files
        .map(|it| Cell {
            place: it.file_name().to_string_lossy().into_owned(),
            bytes: std::fs::read(it.path()).unwrap(),
        })
        .collect()
}

/// Fails unless SQLite itself finds the file sound, references included.
pub(crate) async fn assert_sound(url: &str) {
    if url.starts_with("postgres") {
        return;
    }
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    let state: String =
        sqlx::query_scalar("pragma integrity_check").fetch_one(&mut connection).await.unwrap();
    assert_eq!(state, "ok");
    let strays: Vec<SqliteRow> =
        sqlx::query("select 1 from pragma_foreign_key_check").fetch_all(&mut connection).await.unwrap();
    assert!(strays.is_empty(), "{} rows refer to what isn't there", strays.len());
    connection.close().await.unwrap();
}

/// The number that a query counts.
pub(crate) async fn count(url: &str, sql: &str) -> i64 {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.starts_with("postgres") {
        let mut connection = PgConnection::connect(url).await.unwrap();
        return sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    }
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

/// The names that a query lists.
pub(crate) async fn names(url: &str, sql: &str) -> Vec<String> {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.starts_with("postgres") {
        let mut connection = PgConnection::connect(url).await.unwrap();
        return sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap();
    }
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
}
