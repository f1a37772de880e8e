//! `nabe backup`.

use std::io::Write;
use std::path::Path;

use miette::{IntoDiagnostic, miette};

use super::existing_store;
use crate::config::Config;

/// Writes a consistent copy of the database.
pub(crate) async fn run(target: &Path, config: &Config, out: &mut impl Write) -> miette::Result<()> {
    let store = existing_store(config).await?;
    store.backup_to(target).await.map_err(|it| miette!("{it}"))?;
    writeln!(
        out,
        "{}\nThe copy is of use only together with the vault's key file `{}`: keep both, in different places.",
        target.display(),
        config.vault_key_file().display()
    )
    .into_diagnostic()
}
