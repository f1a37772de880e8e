//! Why a value is what it is, case by case.

use nabe_connector::{Defect, DefectKind, Evidence, FieldRule, Lacking, Row, Rules, Source};
use nabe_model::hris::Employment;
use nabe_model::record::Record;
use nabe_model::select::{Asked, Fields};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::{Shown, at, at_all, chosen, explain, lacks, spoils};

/// Why a field without a value is null, where the row, the further answer and the person say this.
fn why(rule: FieldRule, row: &Value, detail: Option<&Value>, person: Option<&Value>) -> Value {
    explained(rule, row, detail, person, &[])["null"].clone()
}

/// The whole explanation, where that could not be read.
fn explained(
    rule: FieldRule,
    row: &Value,
    detail: Option<&Value>,
    person: Option<&Value>,
    defects: &[Defect],
) -> Value {
    let row = to_raw_value(row).unwrap();
    let detail = detail.map(|it| it.to_string().into_bytes());
    let person = person.map(|it| to_raw_value(it).unwrap());
    let (asked, visible) = (Asked { fields: Fields::parse("x"), ..Asked::default() }, Fields::parse(""));
    let shown = Shown { asked: &asked, visible: &visible, decided: None };
    let employment = Employment::default();
    let row = Row {
        id: "7",
        record: Record::Employment(&employment),
        source: Some(&row),
        detail: detail.as_deref(),
        person: person.as_deref(),
        defects,
    };
    let record = json!({ "x": null });
    explain(Box::leak(Box::new([rule])), &row, record.as_object().unwrap(), &shown)["x"].clone()
}

const RULE: FieldRule = Rules("p:read").row("x", "a.b", "", Evidence::Official);

#[test]
fn a_key_that_is_not_there_means_what_the_rule_says() {
    for (lacking, reason) in [
        (Lacking::NotSet, "not_set"),
        (Lacking::NotGranted, "not_granted"),
        (Lacking::NotProvided, "not_provided"),
    ] {
        let rule = RULE.lacking(lacking);
        for row in [json!({}), json!({ "a": {} })] {
            assert_eq!(why(rule, &row, None, None), reason, "{row}");
        }
        for row in [json!({ "a": null }), json!({ "a": { "b": null } })] {
            assert_eq!(why(rule, &row, None, None), "not_set", "{row}");
        }
        let detail = rule.source(Source::PageDetail);
        assert_eq!(why(detail, &json!({}), Some(&json!({})), None), reason);
    }
}

#[test]
fn what_takes_several_things_is_not_set_while_one_is_missing() {
    let rule = FieldRule { path: "a, b", ..RULE }.source(Source::AllOfRow);
    assert_eq!(why(rule, &json!({ "a": 1, "b": null }), None, None), "not_set");
    assert_eq!(why(rule, &json!({ "a": 1, "b": 2 }), None, None), "not_provided");
}

#[test]
fn a_further_answer_that_cant_be_read_is_told() {
    let rule = FieldRule { path: "_data[0].job.id", ..RULE }.source(Source::Detail);
    for (path, detail) in [
        ("_data", json!("torn")),
        ("_data[0]", json!({ "_data": [7] })),
        ("_data[0].job", json!({ "_data": [{ "job": 7 }] })),
    ] {
        let defects = [Defect { path: path.into(), kind: DefectKind::WrongType }];
        let why = explained(rule, &json!({}), Some(&detail), None, &defects);
        assert_eq!((&why["null"], &why["unreadable"]), (&json!("not_set"), &json!(true)), "{path}");
    }
}

#[test]
fn what_a_provider_never_has_is_not_set_by_nobody() {
    for row in [json!({}), json!({ "a": { "b": null } })] {
        assert_eq!(why(RULE.lacking(Lacking::Never), &row, None, None), "not_provided", "{row}");
    }
}

#[test]
fn what_may_be_read_of_the_person_tells_more_than_the_answer() {
    let person = |key: &str| json!({ "attributes": { key: { "value": null } } });
    for lacking in [Lacking::NotSet, Lacking::NotGranted] {
        let rule = RULE.attribute("k").lacking(lacking);
        for row in [json!({}), json!({ "a": null }), json!({ "a": { "b": [] } })] {
            assert_eq!(why(rule, &row, None, Some(&person("k"))), "not_set", "{row}");
            assert_eq!(why(rule, &row, None, Some(&person("other"))), "not_granted", "{row}");
        }
        let detail = rule.source(Source::Detail);
        assert_eq!(why(detail, &person("k"), Some(&json!({})), None), "not_set");
        assert_eq!(why(detail, &person("other"), Some(&json!({})), None), "not_granted");
    }
}

#[test]
fn what_a_row_tells_only_with_the_person_needs_their_attribute() {
    let rule = RULE.source(Source::RowWithPerson("k"));
    let person = |key: &str| json!({ "data": { "attributes": { key: { "value": null } } } });
    let row = json!({ "a": { "b": "08:00" } });
    assert_eq!(why(rule, &row, Some(&person("other")), None), "not_granted");
    assert_eq!(why(rule, &row, Some(&person("k")), None), "not_provided");
    assert_eq!(why(rule, &row, None, None), "not_provided", "the account has a zone");
    assert_eq!(why(rule, &json!({ "a": null }), Some(&person("other")), None), "not_set");
}

#[test]
fn of_two_attributes_that_mean_the_same_the_first_with_a_value_counts() {
    let row = |values: [Value; 3]| {
        let [one, two, three] = values;
        json!({ "attributes": {
            "dynamic_9": { "universal_id": "x", "value": one },
            "dynamic_10": { "universal_id": "y", "value": two },
            "dynamic_2": { "universal_id": "z", "value": three },
        } })
    };
    let check = |values: [Value; 3], key: &str| {
        let row = row(values);
        assert_eq!(chosen(&row, |it| it != "z").map(|it| it.0.as_str()), Some(key), "{row}");
    };
    check([json!("N9"), json!("N10"), json!("N2")], "dynamic_10");
    check([json!("N9"), json!(null), json!("N2")], "dynamic_9");
    check([json!(null), json!(null), json!("N2")], "dynamic_10");
    assert!(chosen(&row([json!("N9"), json!("N10"), json!("N2")]), |_| false).is_none());
}

#[test]
fn a_missing_key_is_not_a_null() {
    let row = json!({ "a": { "b": [{ "c": 1 }] }, "d": null, "e": [] });
    for missing in ["x", "a.x", "a.b[0].x", "x.y"] {
        assert!(lacks(&row, missing), "{missing}");
    }
    for there in ["a", "a.b", "a.b[]", "a.b[0].c", "a.b[7].c", "d", "d.x", "e[]", "e[0].x"] {
        assert!(!lacks(&row, there), "{there}");
    }
}

#[test]
fn a_path_finds_what_stands_there() {
    let row = json!({"a": {"b": [{"c": 1}, {"c": null}]}, "d": "x"});
    assert_eq!(at(&row, "a.b[0].c"), Some(&json!(1)));
    assert_eq!(at(&row, "a.b[].c"), Some(&row["a"]["b"]));
    assert_eq!(at(&row, "d"), Some(&json!("x")));
    for nothing in ["a.b[1].c", "a.b[7]", "a.b[x]", "e", "d.e", ""] {
        assert_eq!(at(&row, nothing), None, "{nothing}");
    }
    assert_eq!(at_all(&row, "a.b[0].c, d, e"), Some(json!({"a.b[0].c": 1, "d": "x"})));
    assert_eq!(at_all(&row, "e, f"), None);
}

#[test]
fn what_cant_be_read_spoils_what_is_inside() {
    for (defect, path) in [("a.b", "a.b"), ("a", "a.b"), ("a", "a[].b"), ("a[]", "a[].b")] {
        assert!(spoils(defect, path), "{defect} {path}");
    }
    for (defect, path) in [("a.b", "a"), ("a", "ab"), ("a[].b", "a[]"), ("b", "a.b")] {
        assert!(!spoils(defect, path), "{defect} {path}");
    }
}
