//! The store's promises, each told once and kept on every engine. The modules mirror those of the crate.

#![expect(clippy::unwrap_used, reason = "tests")]

/// Makes `sqlite::…` and `postgres::…` of each story.
macro_rules! on_every_engine {
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let store = nabe_store::testing::sqlite().await;
                super::$story(&store).await;
            })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                if let Some(store) = nabe_store::testing::postgres().await {
                    super::$story(&store).await;
                }
            })*
        }
    };
}

mod accounts;
mod attempts;
mod backup;
mod diagnoses;
mod engine;
mod field_mappings;
mod keys;
mod linking;
mod migrations;
mod projects;
mod quarantine;
mod rotation;
mod secrets;
mod server;
mod sessions;
mod support;
