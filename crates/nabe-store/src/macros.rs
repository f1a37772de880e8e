//! One statement, either engine: the same text is run on whichever is configured.
//!
//! The rows of a statement that changes something are always read to their end (`fetch_all`): reading only the first
//! one leaves the statement's commit to the moment when the SQLite driver resets it, and there errors are dropped.

/// Runs a reading statement.
macro_rules! read_on {
    ($store:expr, |$db:ident| $run:expr) => {
        match &$store.db {
            $crate::engine::Db::Sqlite { reader: $db, .. } => $run.await.map($crate::engine::Outcome::value),
            $crate::engine::Db::Postgres($db) => $run.await.map($crate::engine::Outcome::value),
        }
        .map_err($crate::StoreError::from)
    };
}

/// Runs a changing statement, which is a transaction of its own.
macro_rules! write_on {
    ($store:expr, |$db:ident| $run:expr) => {
        match &$store.db {
            $crate::engine::Db::Sqlite { writer: $db, .. } => $run.await.map($crate::engine::Outcome::value),
            $crate::engine::Db::Postgres($db) => $run.await.map($crate::engine::Outcome::value),
        }
        .map_err($crate::StoreError::from)
    };
}

/// Runs a statement inside a transaction.
macro_rules! run_in {
    ($tx:expr, |$db:ident| $run:expr) => {
        match $tx {
            $crate::engine::Tx::Sqlite(it) => {
                let $db = &mut **it;
                $run.await.map($crate::engine::Outcome::value)
            }
            $crate::engine::Tx::Postgres(it) => {
                let $db = &mut **it;
                $run.await.map($crate::engine::Outcome::value)
            }
        }
        .map_err($crate::StoreError::from)
    };
}

/// A struct that reads itself from a row of either engine, column by column of the same name.
macro_rules! row {
    (
        $(#[$doc:meta])*
        $vis:vis struct $name:ident { $($(#[$field_doc:meta])* $field_vis:vis $field:ident: $type:ty,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name { $($(#[$field_doc])* $field_vis $field: $type,)* }

        row!(@reads $name, sqlx::sqlite::SqliteRow, $($field: $type,)*);
        row!(@reads $name, sqlx::postgres::PgRow, $($field: $type,)*);
    };
    (@reads $name:ident, $row:ty, $($field:ident: $type:ty,)*) => {
        impl sqlx::FromRow<'_, $row> for $name {
            fn from_row(row: &$row) -> sqlx::Result<Self> {
                use sqlx::Row as _;
                Ok(Self {
                    $($field: $crate::column::read::<$type>(
                        row.try_get(stringify!($field))?,
                        concat!(stringify!($name), ".", stringify!($field)),
                    )?,)*
                })
            }
        }
    };
}

/// The new `updated_at` of a row, where the parameter says what time it is: always later than the old one, so that
/// whoever keeps the row by it sees every change, even two in one millisecond or behind a clock that went back.
macro_rules! later {
    ($now:literal) => {
        concat!("case when updated_at < ", $now, " then ", $now, " else updated_at + 1 end")
    };
}
