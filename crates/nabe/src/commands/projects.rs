//! `nabe projects`.

use std::io::Write;

use miette::miette;
use nabe_core::{Clock, StartError, create_key, create_project, look, rights};
use nabe_model::ids::ProjectId;
use nabe_store::StoreError;
use serde_json::json;

use super::{existing_store, row, show};
use crate::cli::{Output, ProjectsCommand};
use crate::config::Config;
use crate::origin::normalised;

/// Runs one of them.
pub(crate) async fn run(
    command: ProjectsCommand,
    config: &Config,
    output: Output,
    out: &mut impl Write,
) -> miette::Result<()> {
    let store = existing_store(config).await?;
    let clock = Clock::system();
    match command {
        ProjectsCommand::Create { name, allow_origins } => {
            let allow_origins = origins(&allow_origins)?;
            let project = create_project(&store, &clock, &name, allow_origins).await;
            let project = project.map_err(|it| {
                if matches!(it, StartError::Store(StoreError::Conflict)) {
                    miette!(
                        help = "choose another name; `nabe projects list` shows those there are",
                        "a project `{name}` is there already"
                    )
                } else {
                    miette!("{it}")
                }
            })?;
            let key =
                create_key(&store, &clock, &project.id, "first key").await.map_err(|it| miette!("{it}"))?;
            let made = row([
                ("id", json!(project.id)),
                ("name", json!(project.name)),
                ("key", json!(key.text.expose())),
            ]);
            show(out, output, &["id", "name", "key"], &[made])
        }
        ProjectsCommand::List => {
            let projects = store.projects().await.map_err(|it| miette!("{it}"))?;
            let rows: Vec<_> = projects
                .into_iter()
                .map(|it| {
                    row([
                        ("id", json!(it.id)),
                        ("name", json!(it.name)),
                        ("allowed_origins", json!(it.allowed_origins)),
                        ("required_permissions", json!(it.required_rights)),
                        ("created_at", json!(it.created_at)),
                    ])
                })
                .collect();
            show(out, output, &["id", "name", "allowed_origins", "required_permissions", "created_at"], &rows)
        }
        ProjectsCommand::Update { id, allow_origins } => {
            let allow_origins = origins(&allow_origins)?;
            let found = store.set_allowed_origins(&id, &allow_origins).await.map_err(|it| miette!("{it}"))?;
            must_be_there(found, &id)?;
            let changed = row([("id", json!(id)), ("allowed_origins", json!(allow_origins))]);
            show(out, output, &["id", "allowed_origins"], &[changed])
        }
        ProjectsCommand::Look { id, colours, logo } => {
            let bytes = logo.as_ref().map(std::fs::read).transpose();
            let bytes = bytes.map_err(|it| miette!("the logo can't be read: {it}"))?;
            let look = look(&colours, bytes).map_err(|it| miette!("{it}"))?;
            let found = store.set_look(&id, &look).await.map_err(|it| miette!("{it}"))?;
            must_be_there(found, &id)?;
            let changed =
                row([("id", json!(id)), ("colours", json!(look.theme)), ("logo", json!(look.logo_type))]);
            show(out, output, &["id", "colours", "logo"], &[changed])
        }
        ProjectsCommand::Require { id, permissions, nothing } => {
            rights(nabe_connectors::registry(), &permissions).map_err(|it| miette!("{it}"))?;
            let rights = Some(permissions).filter(|it| nothing || !it.is_empty());
            let found =
                store.set_required_rights(&id, rights.as_deref()).await.map_err(|it| miette!("{it}"))?;
            must_be_there(found, &id)?;
            let changed = row([("id", json!(id)), ("required_permissions", json!(rights))]);
            show(out, output, &["id", "required_permissions"], &[changed])
        }
    }
}

fn must_be_there(found: bool, id: &ProjectId) -> miette::Result<()> {
    if found {
        return Ok(());
    }
    Err(miette!(help = "`nabe projects list` shows those there are", "there is no project {id}"))
}

fn origins(texts: &[String]) -> miette::Result<Vec<String>> {
    texts.iter().map(|it| normalised(it)).collect()
}
