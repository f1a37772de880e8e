//! What the pages of Connect show, in the form that their templates take.

use std::collections::BTreeMap;

use askama::Template;
use nabe_core::{Failure, HubAccount, HubConnector, HubField, HubIntegration, Text};
use nabe_model::diagnosis::{Diagnosis, Finding, FindingCode, FindingText, PermissionState, State};
use nabe_model::errors::Code;
use nabe_model::rights::Access;

use crate::guide::{Part, parts};
use crate::language::Language;
use crate::words::Words;

/// What stands around every page of Connect.
#[derive(Template)]
#[template(path = "shell.html")]
pub(super) struct Shell<'a> {
    w: &'static Words,
    lang: &'static str,
    other: &'static str,
    /// Whether the link is good, so that the language can be switched.
    token: Option<&'a str>,
    has_logo: bool,
    owner: &'a str,
    content: &'a str,
}

impl<'a> Shell<'a> {
    pub(super) fn new(
        language: Language,
        token: Option<&'a str>,
        has_logo: bool,
        owner: &'a str,
        content: &'a str,
    ) -> Self {
        let (w, lang, other) = (language.words(), language.tag(), language.other().tag());
        Self { w, lang, other, token, has_logo, owner, content }
    }
}

#[derive(Template)]
#[template(path = "choose.html")]
pub(super) struct ChooseView<'a> {
    pub(super) w: &'static Words,
    pub(super) lang: &'static str,
    pub(super) integrations: &'a [HubIntegration],
}

#[derive(Template)]
#[template(path = "note.html")]
pub(super) struct NoteView<'a> {
    pub(super) title: &'a str,
    pub(super) message: &'a str,
    pub(super) kind: NoteKind,
}

/// What a page without a form says.
#[derive(Clone, Copy, Debug)]
pub(super) enum NoteKind {
    /// That it is done.
    Good,
    /// That the person has cancelled.
    Cancelled,
    /// That the link is no good.
    Unusable,
}

#[derive(Template)]
#[template(path = "progress.html")]
pub(super) struct ProgressView<'a> {
    pub(super) w: &'static Words,
    pub(super) items: &'a str,
}

#[derive(Template)]
#[template(path = "check.html")]
pub(super) struct CheckView<'a> {
    pub(super) name: &'a str,
    pub(super) state: State,
    pub(super) word: &'a str,
}

#[derive(Template)]
#[template(path = "form.html")]
pub(super) struct FormView<'a> {
    w: &'static Words,
    lang: &'static str,
    connector: &'a HubConnector,
    fields: Vec<FieldView<'a>>,
    /// The optional ones.
    more: Vec<FieldView<'a>>,
    guide: Vec<Part>,
    failure: Option<&'a Failure>,
    notice: Notice,
    message: String,
    findings: Vec<FindingView<'a>>,
    is_edit: bool,
    is_more_open: bool,
}

/// What stands above the form after a failure.
#[derive(Clone, Copy, Debug)]
enum Notice {
    /// That fields are marked.
    Marked,
    /// That the credentials may do too little, and what.
    Insufficient,
    /// What happened.
    Message,
}

struct FieldView<'a> {
    key: &'a str,
    label: &'a str,
    description: &'a str,
    placeholder: &'a str,
    pattern: Option<&'a str>,
    pattern_error: &'a str,
    is_password: bool,
    value: &'a str,
    error: Option<&'a str>,
    offer: Option<&'a str>,
    is_required: bool,
    is_kept: bool,
}

impl<'a> FormView<'a> {
    pub(super) fn new(
        language: Language,
        connector: &'a HubConnector,
        guide: &'a str,
        stored: Option<&'a HubAccount>,
        entered: &'a BTreeMap<String, String>,
        failure: Option<&'a Failure>,
        message: Option<String>,
    ) -> Self {
        let (fields, more): (Vec<&HubField>, Vec<&HubField>) =
            connector.fields.iter().partition(|it| it.is_required);
        let view = |it: &'a HubField| field_view(language, it, stored, entered, failure);
        let more: Vec<FieldView<'a>> = more.into_iter().map(view).collect();
        let needs_a_look = |it: &FieldView<'_>| it.is_kept || it.error.is_some() || !it.value.is_empty();
        let findings = failure.map_or(&[][..], |it| it.findings.as_slice());
        let notice = match failure.map(|it| it.code) {
            Some(Code::CredentialsIncomplete) => Notice::Marked,
            Some(Code::RequiredPermissionMissing) => Notice::Insufficient,
            Some(_) | None => Notice::Message,
        };
        Self {
            w: language.words(),
            lang: language.tag(),
            connector,
            fields: fields.into_iter().map(view).collect(),
            is_more_open: more.iter().any(needs_a_look),
            more,
            guide: parts(guide),
            failure,
            notice,
            message: message.unwrap_or_default(),
            findings: findings.iter().map(|it| FindingView::new(language, it, true)).collect(),
            is_edit: stored.is_some(),
        }
    }
}

/// A field with what stands in it: what was just entered, else what is stored and no secret.
fn field_view<'a>(
    language: Language,
    field: &'a HubField,
    stored: Option<&'a HubAccount>,
    entered: &'a BTreeMap<String, String>,
    failure: Option<&'a Failure>,
) -> FieldView<'a> {
    let plain = stored.and_then(|it| it.plain.get(&field.key));
    let is_kept = stored.is_some_and(|it| it.secrets.contains_key(&field.key));
    let value = entered.get(&field.key).or(plain).filter(|_| !field.is_secret).map_or("", String::as_str);
    let complaints = failure.map_or(&[][..], |it| it.fields.as_slice());
    let complaint = complaints.iter().find(|it| it.field == field.key);
    let value = if complaint.is_some_and(|it| it.hides_value) { "" } else { value };
    FieldView {
        key: &field.key,
        label: language.pick(&field.label),
        description: language.pick(&field.description),
        placeholder: &field.placeholder,
        pattern: field.pattern.as_deref(),
        pattern_error: language.pick(&field.error),
        is_password: field.is_password,
        value,
        error: complaint.map(|it| language.pick(&it.message)),
        offer: complaint.and_then(|it| it.offer.as_deref()),
        is_required: field.is_required && !is_kept,
        is_kept,
    }
}

/// A finding in one language.
pub(super) struct FindingView<'a> {
    subject: &'a str,
    label: &'a str,
    text: &'a FindingText,
    is_open: bool,
}

impl<'a> FindingView<'a> {
    fn new(language: Language, finding: &'a Finding, is_open: bool) -> Self {
        Self { subject: &finding.subject, label: &finding.label, text: language.finding(finding), is_open }
    }
}

/// A row of the permission dialog with what is known of its boxes.
struct RowView {
    label: String,
    boxes: Vec<BoxView>,
}

/// A box: what is known, and what shows it.
struct BoxView {
    state: Option<State>,
    word: &'static str,
    evidence: String,
}

#[derive(Template)]
#[template(path = "outcome.html")]
pub(super) struct OutcomeView<'a> {
    w: &'static Words,
    lang: &'static str,
    token: &'a str,
    account: &'a str,
    provider: &'a str,
    name: &'a str,
    owner: &'a str,
    message: Option<String>,
    findings: Vec<FindingView<'a>>,
    /// Attributes that are missing, when there are many findings: they have their clicks together.
    many: Vec<FindingView<'a>>,
    clicks: &'a [String],
    rows: Vec<RowView>,
    arriving: usize,
    all: usize,
    sample: Option<u32>,
    unknown_scopes: String,
    values: Vec<ValueView<'a>>,
}

/// Who sees the result, and how.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) language: Language,
    pub(super) token: &'a str,
    pub(super) owner: &'a str,
    pub(super) connector: &'a HubConnector,
}

/// A value that was entered and can't be tried out.
struct ValueView<'a> {
    label: &'a str,
    why: &'a str,
}

/// So many findings are shown each with its clicks, unfolded.
const UNFOLDED: usize = 3;

impl<'a> OutcomeView<'a> {
    pub(super) fn new(
        setting: Setting<'a>,
        diagnosis: &'a Diagnosis,
        clicks: &'a Text<Vec<String>>,
        message: Option<String>,
        label: impl Fn(&str) -> Option<&'static Text>,
    ) -> Self {
        let Setting { language, token, owner, connector } = setting;
        let examination = &diagnosis.examination;
        let attributes = &examination.attributes.list;
        let entered = |key: &str| examination.values.iter().any(|it| it.field == key && it.entered);
        let untested = connector.fields.iter().filter(|it| entered(&it.key));
        let values = untested.filter_map(|it| {
            let why = language.pick(it.untested.as_ref()?);
            Some(ValueView { label: language.pick(&it.label), why })
        });
        let values = values.collect();
        let (single, many): (Vec<&Finding>, Vec<&Finding>) = diagnosis.findings.iter().partition(|it| {
            it.code == FindingCode::PermissionMissing || diagnosis.findings.len() <= UNFOLDED
        });
        let unfolded = single.len() <= UNFOLDED;
        Self {
            w: language.words(),
            lang: language.tag(),
            token,
            account: &diagnosis.account_id,
            provider: &diagnosis.provider,
            name: &connector.name,
            owner,
            message,
            findings: single.into_iter().map(|it| FindingView::new(language, it, unfolded)).collect(),
            many: many.into_iter().map(|it| FindingView::new(language, it, false)).collect(),
            clicks: language.pick_all(clicks),
            rows: rows(language, &examination.permissions, label),
            arriving: attributes.iter().filter(|it| it.state == State::Granted).count(),
            all: attributes.len(),
            sample: examination.attributes.sample,
            unknown_scopes: examination.unknown_scopes.join(", "),
            values,
        }
    }
}

fn rows(
    language: Language,
    permissions: &[PermissionState],
    label: impl Fn(&str) -> Option<&'static Text>,
) -> Vec<RowView> {
    let w = language.words();
    let mut keys: Vec<&str> = permissions.iter().map(|it| it.row.as_str()).collect();
    keys.dedup();
    let boxed = |key: &str, access: Access| match permissions
        .iter()
        .find(|it| it.row == key && it.access == access)
    {
        None => BoxView { state: None, word: w.not_offered, evidence: String::new() },
        Some(it) if !it.has_known_route && it.state != State::Granted => {
            BoxView { state: Some(State::Unknown), word: w.unknown, evidence: w.no_known_route.to_owned() }
        }
        Some(it) => BoxView { state: Some(it.state), word: w.state(it.state), evidence: it.evidence.clone() },
    };
    let row = |key: &str| RowView {
        label: label(key).map_or_else(|| key.to_owned(), |it| language.pick(it).to_owned()),
        boxes: Access::ALL.into_iter().map(|it| boxed(key, it)).collect(),
    };
    keys.into_iter().map(row).collect()
}
