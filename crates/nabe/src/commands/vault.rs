//! `nabe vault`.

use std::io::Write;

use miette::miette;
use nabe_core::{Clock, rotate_vault};
use serde_json::json;

use super::{existing_store, row, show};
use crate::cli::Output;
use crate::config::Config;

/// Makes a new key and seals everything under it.
pub(crate) async fn rotate(config: &Config, output: Output, out: &mut impl Write) -> miette::Result<()> {
    let store = existing_store(config).await?;
    let rotation = rotate_vault(&store, &Clock::system(), &config.vault_key_file()).await;
    let rotation = rotation.map_err(|it| {
        miette!(
            help = "nothing is lost: run the rotation again when this is mended",
            "the rotation stopped: {it}"
        )
    })?;
    let done = row([
        ("active", json!(rotation.active)),
        ("moved", json!(rotation.moved)),
        ("retired", json!(rotation.retired)),
    ]);
    show(out, output, &["active", "moved", "retired"], &[done])
}
