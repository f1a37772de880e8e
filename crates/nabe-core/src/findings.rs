//! What follows from an examination for people: what is missing, what is lost with it, and what to click.
//!
//! Must not know how it was found out.

use jiff::Timestamp;
use nabe_connector::{Access, Manifest, Permission, Right, Text};
use nabe_model::diagnosis::{
    AttributeState, Examination, Finding, FindingCode, FindingText, PermissionState, Severity, State,
};
use nabe_model::platform::StatusReason;

/// The code of the reason that sums findings up.
pub(crate) const SUMMARY: &str = "permissions_missing";

/// Everything that is missing, in the order of the provider's dialog.
pub(crate) fn findings(manifest: &Manifest, examination: &Examination) -> Vec<Finding> {
    let rows = manifest.permissions.iter().filter_map(|it| of_row(manifest, it, examination));
    let attributes = &examination.attributes;
    let missing = attributes.list.iter().filter(|it| it.state == State::Missing);
    rows.chain(missing.map(|it| of_attribute(manifest, it, attributes.sample))).collect()
}

fn of_row(manifest: &Manifest, permission: &Permission, examination: &Examination) -> Option<Finding> {
    let counts = |it: &&PermissionState| {
        it.row == permission.key && it.state == State::Missing && (it.has_known_route || it.required)
    };
    let missing: Vec<&PermissionState> = examination.permissions.iter().filter(counts).collect();
    if missing.is_empty() {
        return None;
    }
    let access: Vec<Access> = missing.iter().map(|it| it.access).collect();
    let severity = if missing.iter().any(|it| it.required) { Severity::Required } else { Severity::Gap };
    let unlocks = |pick: fn(&Text) -> &str| {
        let texts = access.iter().filter_map(|it| permission.grant(*it)?.unlocks.as_ref());
        texts.map(pick).collect::<Vec<&str>>().join("; ")
    };
    let (label_en, label_de) = (permission.label.en.clone(), both(&permission.label));
    let (boxes_en, boxes_de) = boxes(&access);
    let clicks = &manifest.mending.permission;
    Some(Finding {
        code: FindingCode::PermissionMissing,
        severity,
        subject: permission.key.clone(),
        label: label_en.clone(),
        en: FindingText {
            what: format!("The permission {label_en} is not granted: {boxes_en}."),
            lost: format!("Without it there is no access to: {}.", unlocks(|it| &it.en)),
            clicks: fill(&clicks.en, &label_en, boxes_en),
        },
        de: FindingText {
            what: format!("Die Berechtigung {label_de} fehlt: {boxes_de}."),
            lost: format!("Ohne sie kein Zugriff auf: {}.", unlocks(|it| &it.de)),
            clicks: fill(&clicks.de, &label_de, boxes_de),
        },
        access,
    })
}

fn of_attribute(manifest: &Manifest, state: &AttributeState, sample: Option<u32>) -> Finding {
    let own = manifest.attributes.iter().find(|it| it.key == state.key);
    let label_de = own.map_or_else(|| state.label.clone(), |it| both(&it.label));
    let lost = own.map_or(&manifest.mending.custom, |it| &it.lost);
    let label = state.label.clone();
    let clicks = &manifest.mending.attribute;
    let records = sample.unwrap_or_default();
    Finding {
        code: FindingCode::AttributeMissing,
        severity: Severity::Gap,
        subject: state.key.clone(),
        access: Vec::new(),
        en: FindingText {
            what: format!("The attribute {label} never arrives ({records} people looked at)."),
            lost: format!("Without it {}.", lost.en),
            clicks: fill(&clicks.en, &label, ""),
        },
        de: FindingText {
            what: format!("Das Attribut {label_de} kommt nie an ({records} Personen betrachtet)."),
            lost: format!("Die Folge: {}.", lost.de),
            clicks: fill(&clicks.de, &label_de, ""),
        },
        label,
    }
}

/// The clicks that mend several attributes at once, in English and German.
pub(crate) fn mend_attributes(manifest: &Manifest, findings: &[&Finding]) -> Text<Vec<String>> {
    let labels = |german: bool| {
        let label = |it: &&Finding| {
            let own = manifest.attributes.iter().find(|attribute| attribute.key == it.subject);
            own.filter(|_| german).map_or_else(|| it.label.clone(), |own| both(&own.label))
        };
        findings.iter().map(label).collect::<Vec<_>>().join(", ")
    };
    let clicks = &manifest.mending.attribute;
    Text { en: fill(&clicks.en, &labels(false), ""), de: fill(&clicks.de, &labels(true), "") }
}

/// The boxes of a row, in both languages.
fn boxes(access: &[Access]) -> (&'static str, &'static str) {
    match access {
        [Access::Read] => ("Read", "Lesen (Read)"),
        [Access::Write] => ("Write", "Schreiben (Write)"),
        _ => ("Read and Write", "Lesen (Read) und Schreiben (Write)"),
    }
}

/// A label in German with the English one beside it, for a dialog that may be in either.
fn both(label: &Text) -> String {
    if label.de == label.en { label.de.clone() } else { format!("{} ({})", label.de, label.en) }
}

fn fill(clicks: &[String], label: &str, access: &str) -> Vec<String> {
    clicks.iter().map(|it| it.replace("{label}", label).replace("{access}", access)).collect()
}

/// The findings without which no account is connected.
pub(crate) fn required(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|it| it.severity == Severity::Required).cloned().collect()
}

/// What an account's status says of its findings: nothing, or one sentence. What it said before keeps its time.
pub(crate) fn summary(findings: &[Finding], before: &[StatusReason], now: Timestamp) -> Vec<StatusReason> {
    if findings.is_empty() {
        return Vec::new();
    }
    let names = |code: FindingCode| {
        let names = findings.iter().filter(|it| it.code == code).map(|it| match boxes(&it.access) {
            _ if it.access.is_empty() => it.label.clone(),
            (boxes, _) => format!("{} ({boxes})", it.label),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let (rows, attributes) = (names(FindingCode::PermissionMissing), names(FindingCode::AttributeMissing));
    let parts = [("permissions", rows), ("attributes", attributes)];
    let parts = parts.iter().filter(|(_, names)| !names.is_empty());
    let parts: Vec<String> = parts.map(|(kind, names)| format!("{kind} {names}")).collect();
    let description =
        format!("Connected, but missing: {}. The account's diagnosis says what to click.", parts.join("; "));
    let same = before.iter().find(|it| it.code == SUMMARY && it.description == description);
    let timestamp = same.map_or(now, |it| it.timestamp);
    vec![StatusReason { code: SUMMARY.to_owned(), description, timestamp }]
}

/// The rights without which a provider's accounts are not connected: those of the session, else of the project, else
/// of the provider.
pub(crate) fn required_rights(
    manifest: &Manifest,
    session: Option<&Vec<String>>,
    project: Option<&Vec<String>>,
) -> Vec<Right> {
    match session.or(project) {
        Some(texts) => texts.iter().filter_map(|it| it.parse().ok()).collect(),
        None => manifest.required_rights().collect(),
    }
}
