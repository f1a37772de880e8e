//! Why a value is what it is: for each field its path, what stands there and the rule, and for each null its reason.

mod mapped;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use nabe_connector::{Evidence, FieldRule, Lacking, Needs, Row, Source};
use nabe_model::select::{Asked, Fields};
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use self::mapped::Decided;

/// Why a field is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NullReason {
    /// The credentials may not read it.
    NotGranted,
    /// The provider has no such thing.
    NotProvided,
    /// It was not asked for.
    NotFetched,
    /// The provider has it, and it is empty.
    NotSet,
    /// The caller may not see it.
    Redacted,
}

#[derive(Serialize)]
struct Explanation<'v> {
    path: String,
    rule: Cow<'static, str>,
    permission: &'static str,
    evidence: &'static str,
    /// What stands at the path; with several paths an object of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'v Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    null: Option<NullReason>,
    /// The provider sent something that can't be read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unreadable: bool,
}

impl Explanation<'_> {
    fn written(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// What was asked for, and what the caller may see.
pub(crate) struct Shown<'f> {
    pub(crate) asked: &'f Asked,
    pub(crate) visible: &'f Fields,
    /// What was decided for the account, where decisions fill fields of this record.
    pub(crate) decided: Option<Decided<'f>>,
}

/// The explanation of one record: the fields that were asked for, with the reason for each null.
pub(crate) fn explain(
    rules: &'static [FieldRule],
    row: &Row<'_, '_>,
    record: &Map<String, Value>,
    shown: &Shown<'_>,
) -> Map<String, Value> {
    let sources = Sources {
        row: row.source.and_then(|it| serde_json::from_str(it.get()).ok()).unwrap_or_default(),
        detail: row.detail.and_then(|it| serde_json::from_slice(it).ok()),
        person: row.person.and_then(|it| serde_json::from_str(it.get()).ok()),
    };
    let asked = rules.iter().filter(|it| shown.asked.fields.inside(it.field).is_some());
    let one = |rule: &FieldRule| {
        let seen = shown.visible.inside(rule.field);
        let fed = shown.decided.as_ref().and_then(|it| it.fed(rule.field, &sources.row));
        if let Some(fed) = fed {
            return fed.explain(rule, row, record, shown);
        }
        let found = sources.find(rule);
        let is_refused =
            rule.path.split(", ").any(|path| row.defects.iter().any(|it| spoils(&it.path, path)));
        let is_fetched = is_fetched(rule, shown.asked);
        // What stands there can be read, and doesn't tell what the field asks.
        let is_silent = is_fetched
            && found.value.is_some()
            && !is_refused
            && tells_all(rule.source)
            && sources.has_all(rule);
        let null = match record.get(rule.field) {
            Some(value) if !value.is_null() => None,
            _ if seen.is_none() => Some(NullReason::Redacted),
            _ if is_refused && is_fetched => Some(NullReason::NotSet),
            _ if sources.says_nothing(rule) && is_fetched => Some(NullReason::NotProvided),
            _ if is_fetched && (sources.withholds(rule) || sources.is_alone(rule, rules, record)) => {
                Some(NullReason::NotGranted)
            }
            _ if is_silent && !sources.is_granted(rule) => Some(NullReason::NotProvided),
            _ if is_fetched && !sources.is_granted(rule) && sources.lacks(rule) => Some(lacking(rule)),
            _ if is_fetched && rule.lacking == Lacking::Never => Some(NullReason::NotProvided),
            _ => Some(reason(rule, found.is_there, is_fetched)),
        };
        let explanation = Explanation {
            unreadable: null.is_some() && is_fetched && is_refused,
            rule: Cow::Borrowed(rule.rule),
            permission: rule.permission,
            evidence: evidence(rule.evidence),
            raw: found.value.as_ref().filter(|_| sees_all(seen) && null != Some(NullReason::NotFetched)),
            path: found.path.unwrap_or_else(|| rule.path.to_owned()),
            null,
        };
        vec![(rule.field.to_owned(), explanation.written())]
    };
    asked.flat_map(one).collect()
}

/// Whether everything inside is seen: what the provider sent shows all of it.
fn sees_all(seen: Option<&Fields>) -> bool {
    seen.is_some_and(Fields::is_all)
}

/// What the provider sent.
struct Sources {
    row: Value,
    detail: Option<Value>,
    /// The person whose record it is.
    person: Option<Value>,
}

/// What stands where a rule looks.
#[derive(Default)]
struct Found {
    /// Whether the attribute is there at all, null or not.
    is_there: bool,
    /// What stands there, unless it is nothing.
    value: Option<Value>,
    /// The path, where the rule has only a pattern.
    path: Option<String>,
}

impl Sources {
    fn find(&self, rule: &FieldRule) -> Found {
        match rule.source {
            Source::Nowhere => Found::default(),
            Source::Row | Source::AllOfRow | Source::RowWithPerson(_) => {
                Found { is_there: true, value: at_all(&self.row, rule.path), path: None }
            }
            Source::Attribute(key) => Found {
                is_there: self.row.pointer(&format!("/attributes/{key}")).is_some(),
                value: at_all(&self.row, rule.path),
                path: None,
            },
            Source::UniversalId(ids) => self.universal(ids),
            Source::DetailAttribute(key) => Found {
                is_there: self
                    .detail
                    .as_ref()
                    .is_none_or(|it| it.pointer(&format!("/attributes/{key}")).is_some()),
                value: self.detail.as_ref().and_then(|it| at_all(it, rule.path)),
                path: None,
            },
            Source::PersonAttribute(key) => {
                let key = format!("/data/attributes/{key}");
                Found {
                    is_there: self.detail.as_ref().is_some_and(|it| it.pointer(&key).is_some()),
                    value: self.detail.as_ref().and_then(|it| at_all(it, rule.path)),
                    path: None,
                }
            }
            Source::Detail | Source::PageDetail => {
                let value = self.detail.as_ref().and_then(|it| at_all(it, rule.path));
                Found { is_there: self.detail.is_some(), value, path: None }
            }
        }
    }

    /// Whether the provider tells nothing of the kind about this record.
    fn says_nothing(&self, rule: &FieldRule) -> bool {
        match rule.source {
            Source::DetailAttribute(_) => self.detail.is_none(),
            // The person isn't there any more.
            Source::PersonAttribute(_) => self.detail == Some(Value::Null),
            Source::Row
            | Source::AllOfRow
            | Source::RowWithPerson(_)
            | Source::Attribute(_)
            | Source::UniversalId(_)
            | Source::Detail
            | Source::PageDetail
            | Source::Nowhere => false,
        }
    }

    /// Whether the attribute of the person that a rule needs may be read, where that shows.
    fn reads(&self, rule: &FieldRule) -> Option<bool> {
        if let Source::RowWithPerson(key) = rule.source {
            let person = self.detail.as_ref().and_then(|it| it.get("data"));
            return Some(attributes(person?)?.contains_key(key));
        }
        let all = self.person.as_ref().and_then(attributes).or_else(|| attributes(&self.row));
        Some(all?.contains_key(rule.attribute?))
    }

    /// Whether what a rule needs of the person may not be read. A row that doesn't go so far needs nothing.
    fn withholds(&self, rule: &FieldRule) -> bool {
        let is_needed =
            !matches!(rule.source, Source::RowWithPerson(_)) || at_all(&self.row, rule.path).is_some();
        is_needed && self.reads(rule) == Some(false)
    }

    /// Whether the row stands alone that tells the field only with the person: nobody was told of, and what they alone
    /// tell is null as well.
    fn is_alone(&self, rule: &FieldRule, rules: &[FieldRule], record: &Map<String, Value>) -> bool {
        let Source::RowWithPerson(key) = rule.source else { return false };
        let is_null = |it: &FieldRule| {
            it.source == Source::PersonAttribute(key) && record.get(it.field).is_some_and(Value::is_null)
        };
        self.detail.is_none() && at_all(&self.row, rule.path).is_some() && rules.iter().any(is_null)
    }

    /// Whether what a rule needs of the person may be read, so that nothing but its emptiness makes it null.
    fn is_granted(&self, rule: &FieldRule) -> bool {
        rule.attribute.is_some() && self.reads(rule) == Some(true)
    }

    /// Whether everything stands there that it takes.
    fn has_all(&self, rule: &FieldRule) -> bool {
        rule.source != Source::AllOfRow || rule.path.split(", ").all(|path| at(&self.row, path).is_some())
    }

    /// Whether the answer has no key for any path of a rule.
    fn lacks(&self, rule: &FieldRule) -> bool {
        let root = match rule.source {
            Source::Row | Source::AllOfRow | Source::RowWithPerson(_) => Some(&self.row),
            Source::Detail | Source::PageDetail => self.detail.as_ref(),
            Source::Attribute(_)
            | Source::UniversalId(_)
            | Source::DetailAttribute(_)
            | Source::PersonAttribute(_)
            | Source::Nowhere => None,
        };
        root.is_some_and(|root| rule.path.split(", ").all(|path| lacks(root, path)))
    }

    /// The attribute of the customer's that feeds a field by one of these universal ids.
    fn universal(&self, ids: &str) -> Found {
        let is_one = |id: &str| ids.split('|').any(|it| it == id);
        let Some((key, attribute)) = chosen(&self.row, is_one) else { return Found::default() };
        let value = attribute.get("value").filter(|it| !it.is_null()).cloned();
        Found { is_there: true, value, path: Some(format!("attributes.{key}.value")) }
    }
}

/// The attribute of the row that feeds a field by its universal id. Of several it is the first by its key that holds
/// something: so does the mapping choose.
fn chosen(row: &Value, is_one: impl Fn(&str) -> bool) -> Option<(&String, &Value)> {
    let feeds = |it: &Value| it.get("universal_id").and_then(Value::as_str).is_some_and(&is_one);
    let all = attributes(row)?.iter().filter(|(_, it)| feeds(it));
    all.min_by_key(|(key, it)| (it.get("value").is_none_or(Value::is_null), *key))
}

/// The attributes of a person.
fn attributes(row: &Value) -> Option<&Map<String, Value>> {
    row.get("attributes")?.as_object()
}

/// Whether a key on the way to a path is missing, rather than null.
fn lacks(root: &Value, path: &str) -> bool {
    let mut place = root;
    for part in path.split('.') {
        let (name, index) = part.split_once('[').map_or((part, None), |(name, rest)| (name, Some(rest)));
        if !name.is_empty() {
            let Some(object) = place.as_object() else { return false };
            let Some(inside) = object.get(name) else { return true };
            place = inside;
        }
        let Some(index) = index else { continue };
        let item = index.trim_end_matches(']').parse::<usize>().ok().and_then(|it| place.get(it));
        let Some(item) = item else { return false };
        place = item;
    }
    false
}

/// What stands at one path, or at several as an object of them.
fn at_all(root: &Value, paths: &str) -> Option<Value> {
    if !paths.contains(", ") {
        return at(root, paths).cloned();
    }
    let all = paths.split(", ").filter_map(|path| Some((path.to_owned(), at(root, path)?.clone())));
    let all: Map<String, Value> = all.collect();
    (!all.is_empty()).then_some(Value::Object(all))
}

/// What stands at a path like `a.b[0].c`; `[]` stands for the whole list.
fn at<'v>(root: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return None;
    }
    let mut place = root;
    for part in path.split('.') {
        let (name, index) = part.split_once('[').map_or((part, None), |(name, rest)| (name, Some(rest)));
        if !name.is_empty() {
            place = place.get(name)?;
        }
        match index.map(|it| it.trim_end_matches(']')) {
            None => {}
            Some("") => break,
            Some(number) => place = place.get(number.parse::<usize>().ok()?)?,
        }
    }
    Some(place).filter(|it| !it.is_null())
}

/// Whether what can't be read at `defect` leaves nothing to be read at `path`: it is the same, or around it.
fn spoils(defect: &str, path: &str) -> bool {
    path.strip_prefix(defect).is_some_and(|it| it.is_empty() || it.starts_with(['.', '[']))
}

/// Whether a field that must be asked for was asked for.
fn is_fetched(rule: &FieldRule, asked: &Asked) -> bool {
    match rule.needs {
        Needs::Nothing => true,
        Needs::Include => asked.includes(rule.field),
        Needs::Expand => asked.expands(rule.field),
        Needs::Naming => asked.names(rule.field),
    }
}

fn reason(rule: &FieldRule, is_there: bool, fetched: bool) -> NullReason {
    match rule.source {
        Source::Nowhere => NullReason::NotProvided,
        _ if !fetched => NullReason::NotFetched,
        // The provider leaves out what the admin did not tick, without a word.
        Source::Attribute(_) | Source::DetailAttribute(_) | Source::PersonAttribute(_) if !is_there => {
            NullReason::NotGranted
        }
        // A custom attribute that isn't there was not ticked or was never made: the provider has none for us. Without
        // an answer the further call was refused, or the record is gone since.
        Source::UniversalId(_) | Source::Detail | Source::PageDetail if !is_there => NullReason::NotProvided,
        Source::Row
        | Source::AllOfRow
        | Source::RowWithPerson(_)
        | Source::Attribute(_)
        | Source::UniversalId(_)
        | Source::Detail
        | Source::PageDetail
        | Source::DetailAttribute(_)
        | Source::PersonAttribute(_) => NullReason::NotSet,
    }
}

/// The reason where the answer lacks the key.
fn lacking(rule: &FieldRule) -> NullReason {
    match rule.lacking {
        Lacking::NotSet => NullReason::NotSet,
        Lacking::NotGranted => NullReason::NotGranted,
        Lacking::NotProvided | Lacking::Never => NullReason::NotProvided,
    }
}

/// Whether all that a field is read from stands at its path.
fn tells_all(source: Source) -> bool {
    match source {
        Source::Row | Source::AllOfRow | Source::RowWithPerson(_) | Source::PersonAttribute(_) => true,
        Source::Attribute(_)
        | Source::UniversalId(_)
        | Source::Detail
        | Source::PageDetail
        | Source::DetailAttribute(_)
        | Source::Nowhere => false,
    }
}

pub(crate) fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Official => "official",
        Evidence::Live => "live",
        Evidence::ThirdParty => "third_party",
        Evidence::Guess => "guess",
    }
}
