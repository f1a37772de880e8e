//! The parts of a guide that are made: which permissions and attributes to tick, and what each is good for.

use std::fmt::Write as _;

use nabe_connector::{Access, Manifest, Right, Text};

/// A guide with its made parts.
pub(crate) fn fill(guide: &str, manifest: &Manifest, language: &str, required: &[Right]) -> String {
    let german = language == "de";
    guide
        .replace("{{permissions}}", permissions(manifest, german, required).trim_end())
        .replace("{{attributes}}", attributes(manifest, german).trim_end())
}

fn pick(text: &Text, german: bool) -> &str {
    if german { &text.de } else { &text.en }
}

/// A label in the dialog's words; German has the English one beside it.
fn name(label: &Text, german: bool) -> String {
    if german && label.de != label.en { format!("{} ({})", label.de, label.en) } else { label.en.clone() }
}

fn permissions(manifest: &Manifest, german: bool, required: &[Right]) -> String {
    let mut list = String::new();
    for (row, right, grant) in manifest
        .permissions
        .iter()
        .flat_map(|row| row.grants().map(move |(right, grant)| (row, right, grant)))
    {
        let Some(unlocks) = &grant.unlocks else { continue };
        let access = match (right.access, german) {
            (Access::Read, false) => "Read",
            (Access::Write, false) => "Write",
            (Access::Read, true) => "Lesen (Read)",
            (Access::Write, true) => "Schreiben (Write)",
        };
        let needed = match (required.contains(&right), german) {
            (true, false) => " **Needed.**",
            (true, true) => " **Nötig.**",
            (false, _) => "",
        };
        let (label, unlocks) = (name(&row.label, german), pick(unlocks, german));
        let _ = writeln!(list, "- **{label}: {access}**: {unlocks}.{needed}");
    }
    list
}

fn attributes(manifest: &Manifest, german: bool) -> String {
    let mut list = String::new();
    for attribute in manifest.attributes.iter().filter(|it| it.essential) {
        let (label, missed) = (name(&attribute.label, german), pick(&attribute.lost, german));
        let without = if german { "Fehlt es:" } else { "without it," };
        let _ = writeln!(list, "- **{label}**: {without} {missed}.");
    }
    list
}
