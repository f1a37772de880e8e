//! `nabe keys`.

use std::io::Write;

use miette::miette;
use nabe_core::{Clock, create_key};
use serde_json::json;

use super::{existing_store, project_or_only, row, show};
use crate::cli::{KeysCommand, Output};
use crate::config::Config;

/// Runs one of them.
pub(crate) async fn run(
    command: KeysCommand,
    config: &Config,
    output: Output,
    out: &mut impl Write,
) -> miette::Result<()> {
    let store = existing_store(config).await?;
    let clock = Clock::system();
    match command {
        KeysCommand::Create { project, name } => {
            let project = project_or_only(&store, project).await?;
            let key = create_key(&store, &clock, &project, &name).await.map_err(|it| miette!("{it}"))?;
            let made = row([
                ("id", json!(key.id)),
                ("project", json!(project)),
                ("name", json!(name)),
                ("key", json!(key.text.expose())),
            ]);
            show(out, output, &["id", "project", "name", "key"], &[made])
        }
        KeysCommand::List { project } => {
            let projects = if project.is_some() {
                vec![project_or_only(&store, project).await?]
            } else {
                let all = store.projects().await.map_err(|it| miette!("{it}"))?;
                all.into_iter().map(|it| it.id).collect()
            };
            let mut rows = Vec::new();
            for project in projects {
                for key in store.keys(&project).await.map_err(|it| miette!("{it}"))? {
                    rows.push(row([
                        ("id", json!(key.id)),
                        ("project", json!(project)),
                        ("name", json!(key.name)),
                        ("created_at", json!(key.created_at)),
                        ("last_used_at", json!(key.last_used_at)),
                        ("revoked_at", json!(key.revoked_at)),
                    ]));
                }
            }
            show(out, output, &["id", "project", "name", "created_at", "last_used_at", "revoked_at"], &rows)
        }
        KeysCommand::Revoke { id } => {
            let now = clock.now();
            for project in store.projects().await.map_err(|it| miette!("{it}"))? {
                if store.revoke_key(&project.id, &id, now).await.map_err(|it| miette!("{it}"))? {
                    let revoked = row([("id", json!(id)), ("revoked_at", json!(now))]);
                    return show(out, output, &["id", "revoked_at"], &[revoked]);
                }
            }
            Err(miette!(help = "`nabe keys list` shows those there are", "there is no live key {id}"))
        }
    }
}
