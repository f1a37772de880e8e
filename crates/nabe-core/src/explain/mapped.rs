//! Explanations of fields that attributes feed by a decision for the account.
//!
//! They follow the mapping's own order: a universal id in the row comes first, then the decision.

use std::borrow::Cow;

use nabe_connector::{FieldMapping, FieldRule, Row, Target};
use nabe_model::select::Fields;
use serde_json::{Map, Value};

use super::{Explanation, NullReason, Shown, chosen, is_fetched, sees_all};

/// The rule of a field that a decision feeds.
const RULE: &str = "mapped for this account";
/// The rule of a field of which only some parts are decided.
const RULE_OF_PARTS: &str = "the attributes with universal ids, and those that are mapped for this account";
/// How sure we are: as sure as whoever decided.
const EVIDENCE: &str = "account";

/// What attributes may feed, and what was decided for the account.
pub(crate) struct Decided<'m> {
    pub(crate) targets: &'static [Target],
    pub(crate) mappings: &'m [FieldMapping],
}

/// An attribute that feeds a field or a part of it.
struct Feed {
    /// What it feeds.
    field: String,
    path: String,
    by_decision: bool,
    /// Whether the attribute is there at all, null or not.
    is_there: bool,
    /// What stands there, unless it is nothing.
    value: Option<Value>,
}

/// The attributes that feed one field of a row.
pub(super) struct Fed(Vec<Feed>);

impl Decided<'_> {
    /// What feeds a field of this row; nothing where no decision has a say in it.
    pub(super) fn fed(&self, field: &str, row: &Value) -> Option<Fed> {
        let mut feeds = Vec::new();
        for target in self.targets.iter().filter(|it| it.fills.contains(&field)) {
            if let Some(feed) = universal(target, row) {
                feeds.push(feed);
            } else {
                let decided = self.mappings.iter().filter(|it| target.is(&it.field));
                feeds.extend(decided.map(|it| Feed::new(it.field.clone(), &it.attribute, true, row)));
            }
        }
        feeds.iter().any(|it| it.by_decision).then_some(Fed(feeds))
    }
}

/// The attribute of the row that feeds a target by its universal id.
fn universal(target: &Target, row: &Value) -> Option<Feed> {
    let (key, _) = chosen(row, |id| target.universal_ids.contains(&id))?;
    Some(Feed::new(target.field.to_owned(), key, false, row))
}

impl Feed {
    fn new(field: String, key: &str, by_decision: bool, row: &Value) -> Self {
        let attribute = row.get("attributes").and_then(|it| it.get(key));
        Self {
            field,
            path: format!("attributes.{key}.value"),
            by_decision,
            is_there: attribute.is_some(),
            value: attribute.and_then(|it| it.get("value")).filter(|it| !it.is_null()).cloned(),
        }
    }
}

impl Fed {
    /// The explanation of the field, and one of each part that was decided.
    pub(super) fn explain(
        &self,
        rule: &FieldRule,
        row: &Row<'_, '_>,
        record: &Map<String, Value>,
        shown: &Shown<'_>,
    ) -> Vec<(String, Value)> {
        let Self(feeds) = self;
        let whole = record.get(rule.field).filter(|it| !it.is_null());
        let all: Vec<&Feed> = feeds.iter().collect();
        let seen = shown.visible.inside(rule.field);
        let is_fetched = is_fetched(rule, shown.asked);
        let about =
            |feeds: &[&Feed], value, seen| About { rule, row, is_fetched, seen }.explain(feeds, value);
        let mut written = vec![(rule.field.to_owned(), about(&all, whole, seen))];
        for feed in feeds.iter().filter(|it| it.by_decision) {
            let Some((_, part)) = feed.field.split_once('.') else { continue };
            let asked = shown.asked.fields.inside(rule.field).and_then(|it| it.inside(part));
            if asked.is_some() {
                let value = whole.and_then(|it| member(it, part));
                let seen = seen.and_then(|it| it.inside(part));
                written.push((feed.field.clone(), about(&[feed], value, seen)));
            }
        }
        written
    }
}

/// A field or a part of one that is explained.
struct About<'e, 'r, 'b> {
    rule: &'e FieldRule,
    row: &'e Row<'r, 'b>,
    is_fetched: bool,
    /// What of it the caller may see; nothing where it may not.
    seen: Option<&'e Fields>,
}

impl About<'_, '_, '_> {
    fn explain(&self, feeds: &[&Feed], value: Option<&Value>) -> Value {
        let Self { rule, row, is_fetched, seen } = self;
        let null = match value {
            Some(_) => None,
            None if seen.is_none() => Some(NullReason::Redacted),
            None if !is_fetched => Some(NullReason::NotFetched),
            // An attribute that was decided for was there: now it is not ticked any more, or gone.
            None if feeds.iter().any(|it| it.is_there) => Some(NullReason::NotSet),
            None => Some(NullReason::NotGranted),
        };
        let raw = raw(feeds);
        let decided = feeds.iter().all(|it| it.by_decision);
        let paths: Vec<&str> = feeds.iter().map(|it| it.path.as_str()).collect();
        let is_refused = |path: &str| row.defects.iter().any(|it| stands_for(&it.path, path));
        Explanation {
            unreadable: null == Some(NullReason::NotSet)
                && raw.is_some()
                && paths.iter().any(|it| is_refused(it)),
            path: paths.join(", "),
            rule: Cow::Borrowed(if decided { RULE } else { RULE_OF_PARTS }),
            permission: rule.permission,
            evidence: EVIDENCE,
            raw: raw.as_ref().filter(|_| sees_all(*seen)),
            null,
        }
        .written()
    }
}

/// What stands at the one path, or at several as an object of them.
fn raw(feeds: &[&Feed]) -> Option<Value> {
    if let [one] = feeds {
        return one.value.clone();
    }
    let all = feeds.iter().filter_map(|it| Some((it.path.clone(), it.value.clone()?)));
    let all: Map<String, Value> = all.collect();
    (!all.is_empty()).then_some(Value::Object(all))
}

/// Whether a path without a customer's key in it stands for this one.
fn stands_for(pattern: &str, path: &str) -> bool {
    let parts = pattern.split_once('*');
    parts.is_some_and(|(before, after)| path.starts_with(before) && path.ends_with(after))
}

/// A part of a value: of an object by its name, of a list that of the first that has it, or that is of this type.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let kind = |it: &'v Value| it.get("type")?.get("value")?.as_str();
    let found = if let Value::Array(items) = value {
        let own = items.iter().find_map(|it| it.get(name));
        own.or_else(|| items.iter().find(|it| kind(it) == Some(name)).and_then(|it| it.get("value")))
    } else {
        value.get(name)
    };
    found.filter(|it| !it.is_null())
}

#[cfg(test)]
mod tests {
    use nabe_connector::{Defect, Evidence, Lacking, Needs, Source};
    use nabe_model::record::Record;
    use nabe_model::select::Asked;
    use serde_json::json;

    use super::*;

    const fn target(
        field: &'static str,
        fills: &'static [&'static str],
        ids: &'static [&'static str],
    ) -> Target {
        let kind = nabe_connector::TargetKind::Text;
        Target { field, fills, kind, values: &[], takes: &[], universal_ids: ids }
    }

    static TARGETS: &[Target] = &[
        target("title", &["title"], &[]),
        target("bank_details.iban", &["bank_details"], &["iban"]),
        target("bank_details.account_name", &["bank_details"], &[]),
    ];

    /// The explanation of one field of a row, whose record has this in it.
    fn explained(field: &'static str, row: &Value, record: &Value, defects: &[Defect]) -> Map<String, Value> {
        explained_to("", field, row, record, defects)
    }

    /// The same to somebody who may see these fields only.
    fn explained_to(
        visible: &str,
        field: &'static str,
        row: &Value,
        record: &Value,
        defects: &[Defect],
    ) -> Map<String, Value> {
        let mapping = |attribute: &str, field: &str| FieldMapping {
            attribute: attribute.to_owned(),
            field: field.to_owned(),
        };
        let mappings = [
            mapping("dynamic_9", "title"),
            mapping("dynamic_8", "bank_details.account_name"),
            mapping("dynamic_7", "bank_details.iban"),
        ];
        let (asked, visible) =
            (Asked { include: vec!["bank_details".to_owned()], ..Asked::default() }, Fields::parse(visible));
        let decided = Some(Decided { targets: TARGETS, mappings: &mappings });
        let shown = Shown { asked: &asked, visible: &visible, decided };
        let needs = if field == "bank_details" { Needs::Include } else { Needs::Nothing };
        let rule = FieldRule {
            field,
            source: Source::Nowhere,
            path: "",
            rule: "",
            permission: "",
            needs,
            evidence: Evidence::Official,
            lacking: Lacking::NotSet,
            attribute: None,
        };
        let source = serde_json::value::to_raw_value(row).unwrap();
        let person = nabe_model::hris::Employee::default();
        let (id, person) = ("7", Record::Employee(&person));
        let row = Row { id, record: person, source: Some(&source), detail: None, person: None, defects };
        super::super::explain(Box::leak(Box::new([rule])), &row, record.as_object().unwrap(), &shown)
    }

    #[test]
    fn an_empty_attribute_is_not_set_a_missing_one_not_granted_an_odd_one_unreadable() {
        let odd = [Defect {
            path: "attributes.dynamic_*.value".into(),
            kind: nabe_connector::DefectKind::WrongType,
        }];
        let of = |row: Value, defects: &[Defect]| {
            explained("title", &row, &json!({ "title": null }), defects)["title"].clone()
        };
        let empty = of(json!({ "attributes": { "dynamic_9": { "value": null } } }), &odd);
        assert_eq!((&empty["null"], empty.get("unreadable")), (&json!("not_set"), None));
        let missing = of(json!({ "attributes": {} }), &[]);
        assert_eq!(
            (&missing["null"], &missing["path"]),
            (&json!("not_granted"), &json!("attributes.dynamic_9.value"))
        );
        let unreadable = of(json!({ "attributes": { "dynamic_9": { "value": [1] } } }), &odd);
        assert_eq!(
            (&unreadable["null"], &unreadable["unreadable"], &unreadable["raw"]),
            (&json!("not_set"), &json!(true), &json!([1]))
        );
    }

    #[test]
    fn parts_by_universal_id_and_by_decision_are_told_apart() {
        let row = json!({ "attributes": {
            "dynamic_1": { "value": "DE02", "universal_id": "iban" }, "dynamic_8": { "value": "Ada" }, "dynamic_7": { "value": "x" },
        }});
        let record = json!({ "bank_details": [{ "iban": "DE02", "account_name": "Ada" }] });
        let why = explained("bank_details", &row, &record, &[]);
        assert_eq!(why["bank_details"]["rule"], RULE_OF_PARTS);
        assert_eq!(why["bank_details"]["path"], "attributes.dynamic_1.value, attributes.dynamic_8.value");
        assert_eq!(
            (&why["bank_details.account_name"]["rule"], &why["bank_details.account_name"]["raw"]),
            (&json!(RULE), &json!("Ada"))
        );
        assert!(!why.contains_key("bank_details.iban"), "the universal id comes first");
    }

    #[test]
    fn who_sees_a_part_is_told_of_that_part_only() {
        let row = json!({ "attributes": {
            "dynamic_1": { "value": "DE02", "universal_id": "iban" }, "dynamic_8": { "value": "Ada" },
        }});
        let check = |visible: &str, record: &Value, raw: Option<Value>, null: &Value| {
            let why = explained_to(visible, "bank_details", &row, record, &[]);
            assert_eq!(why["bank_details"].get("raw"), None, "{visible} does not show all");
            let part = &why["bank_details.account_name"];
            assert_eq!((part.get("raw"), &part["null"]), (raw.as_ref(), null), "{visible}");
        };
        let shown = json!({ "bank_details": [{ "account_name": "Ada" }] });
        check("bank_details.account_name", &shown, Some(json!("Ada")), &Value::Null);
        check(
            "bank_details.iban",
            &json!({ "bank_details": [{ "iban": "DE02" }] }),
            None,
            &json!("redacted"),
        );
    }

    #[test]
    fn parts_are_found_in_objects_and_lists() {
        let number = |kind: &str, value: &str| json!({ "value": value, "type": { "value": kind } });
        let numbers = json!([number("tin", "1"), number("nin", "2")]);
        assert_eq!(member(&numbers, "nin"), Some(&json!("2")));
        assert_eq!(member(&json!([{ "iban": "DE" }]), "iban"), Some(&json!("DE")));
        assert_eq!(member(&json!({ "city": "Köln", "state": null }), "city"), Some(&json!("Köln")));
        for (value, part) in [(json!({ "state": null }), "state"), (json!([]), "iban"), (numbers, "bsn")] {
            assert_eq!(member(&value, part), None, "{part}");
        }
    }

    #[test]
    fn a_path_without_a_key_stands_for_each() {
        assert!(stands_for("attributes.dynamic_*.value", "attributes.dynamic_7.value"));
        assert!(!stands_for("attributes.dynamic_*.value", "attributes.email.value"));
        assert!(!stands_for("attributes.email.value", "attributes.email.value"));
    }
}
