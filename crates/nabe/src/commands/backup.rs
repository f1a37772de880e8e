//! `nabe backup`.

use std::io::Write;
use std::path::Path;

use miette::{IntoDiagnostic, miette};

use serde_json::json;

use super::{existing_store, row, show};
use crate::cli::Output;
use crate::config::Config;

/// Writes a consistent copy of the database.
pub(crate) async fn run(
    target: &Path,
    config: &Config,
    output: Output,
    out: &mut impl Write,
) -> miette::Result<()> {
    let store = existing_store(config).await?;
    store.backup_to(target).await.map_err(|it| miette!("{it}"))?;
    if output == Output::Json {
        let made = row([("copy", json!(target)), ("vault_key_file", json!(config.vault_key_file()))]);
        return show(out, output, &[], &[made]);
    }
    writeln!(
        out,
        "{}\nThe copy is of use only together with the vault's key file `{}`: keep both, in different places.",
        target.display(),
        config.vault_key_file().display()
    )
    .into_diagnostic()
}
