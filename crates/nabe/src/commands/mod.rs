//! Commands that work on the database, also while servers run.

pub(crate) mod backup;
pub(crate) mod keys;
pub(crate) mod projects;
pub(crate) mod vault;

use std::io::Write;

use comfy_table::Table;
use comfy_table::presets::NOTHING;
use miette::{IntoDiagnostic, miette};
use nabe_model::ids::ProjectId;
use nabe_store::Store;

use crate::cli::Output;
use crate::config::Config;
use crate::server::open_store;

/// Opens the database of a server that exists: an empty one would be a mistyped name.
async fn existing_store(config: &Config) -> miette::Result<Store> {
    let url = config.database_url();
    let file = url.expose().strip_prefix("sqlite:").map(|it| it.trim_start_matches("//"));
    if let Some(file) = file.filter(|it| !std::path::Path::new(it.split('?').next().unwrap_or(it)).is_file())
    {
        return Err(miette!(
            help = "start the server once with `nabe serve`, or name its data folder with --data-dir",
            "there is no database `{file}`"
        ));
    }
    let store = open_store(config).await?;
    store.migrate().await.map_err(|it| miette!("{it}"))?;
    Ok(store)
}

/// The project that was named, or the only one.
async fn project_or_only(store: &Store, named: Option<ProjectId>) -> miette::Result<ProjectId> {
    let projects = store.projects().await.map_err(|it| miette!("{it}"))?;
    let found = match named {
        Some(id) => projects.into_iter().find(|it| it.id == id),
        None if projects.len() == 1 => projects.into_iter().next(),
        None => {
            return Err(miette!(
                help = "`nabe projects list` shows their ids",
                "there are {} projects: name one with --project",
                projects.len()
            ));
        }
    };
    found.map(|it| it.id).ok_or_else(|| {
        miette!(help = "`nabe projects list` shows those there are", "there is no such project")
    })
}

/// Writes rows as a table or as JSON.
fn show(
    out: &mut impl Write,
    output: Output,
    head: &[&str],
    rows: &[serde_json::Map<String, serde_json::Value>],
) -> miette::Result<()> {
    if output == Output::Json {
        return writeln!(out, "{}", serde_json::json!(rows)).into_diagnostic();
    }
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(head.iter().map(|it| it.to_uppercase()));
    for row in rows {
        table.add_row(head.iter().map(|it| cell(row.get(*it))));
    }
    writeln!(out, "{table}").into_diagnostic()
}

fn cell(value: Option<&serde_json::Value>) -> String {
    match value {
        None | Some(serde_json::Value::Null) => "-".to_owned(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|it| cell(Some(it))).collect();
            items.join(" ")
        }
        Some(other) => other.to_string(),
    }
}

/// A row from pairs.
fn row<const N: usize>(pairs: [(&str, serde_json::Value); N]) -> serde_json::Map<String, serde_json::Value> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
