//! A company in which every text that somebody has written is a canary: names, comments, files, amounts, days of birth.
//!
//! It is the sandbox's own company, saved, rewritten and put back, so each text stands where Personio has it. A text
//! names the place that it was planted in.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::process::kit::personio::LocalPersonio;

/// Stands in every text and every file.
pub(super) const CANARY: &str = "kanarienvogel";
/// Begins every amount of money.
pub(super) const AMOUNT: &str = "71828182845";
/// Every day of birth.
pub(super) const BORN: &str = "1923-04-05";
/// Stands in every label of an attribute, and in keys that are none of Personio's: what a diagnosis may name.
pub(super) const LABEL: &str = "etikettenvogel";

/// The texts of the sandbox's tables; `*` stands for every item of a list.
const TEXTS: &[(&str, &[&str])] = &[
    ("people", &["first_name", "last_name", "preferred_name", "employments.*.position"]),
    ("units", &["name", "abbreviation", "description"]),
    ("offices", &["name"]),
    ("legal_entities", &["name"]),
    ("cost_centers", &["name"]),
    ("jobs", &["name"]),
    ("holiday_calendars", &["name"]),
    ("work_schedules", &["name"]),
    ("absence_types", &["name"]),
    ("absences", &["comment"]),
    ("attendance", &["comment"]),
    ("projects", &["name", "code", "description", "client", "kind"]),
    ("document_categories", &["name"]),
    ("documents", &["name", "comment"]),
    ("compensation_types", &["name"]),
    ("compensations", &["comment"]),
    ("reports", &["name", "description"]),
    ("recruiting_phases", &["name"]),
    ("recruiting_categories", &["name"]),
    ("recruiting_channels", &["name"]),
    ("recruiting_tags", &["name"]),
    ("candidate_attributes", &["name"]),
    ("job_positions", &["name", "keywords", "occupation", "occupation_category"]),
    (
        "candidates",
        &["first_name", "last_name", "phone", "location", "linkedin_profile", "salary_expectations"],
    ),
    ("applications", &["message"]),
    ("application_files", &["name"]),
];

/// Amounts of money, told apart by their cents.
const MONEY: [(&str, &[&str], u8); 5] = [
    ("people", &["pay.fix"], 11),
    ("people", &["pay.hourly"], 12),
    ("compensations", &["value"], 13),
    ("salary_bands", &["lowest"], 14),
    ("salary_bands", &["highest"], 15),
];

/// Puts canaries into the company. Answers what each place has that is read.
pub(super) async fn plant(personio: &LocalPersonio) -> BTreeSet<String> {
    let mut saved = personio.control("GET", "snapshot", None).await;
    let mut planted = BTreeSet::new();
    let tables = &mut saved["companies"][0]["tables"];
    each_place(tables, TEXTS, |value, place, id| {
        *value = json!(text(place, id));
        planted.insert(format!("{CANARY}-{place}"));
    });
    for (table, fields, cents) in MONEY {
        let hundredths: i64 = format!("{AMOUNT}{cents}").parse().unwrap();
        each_place(tables, &[(table, fields)], |value, _, _| *value = json!(hundredths));
        planted.insert(format!("{AMOUNT}.{cents}"));
    }
    for table in ["people", "candidates"] {
        let place = format!("{table}.email");
        for row in tables[table].as_array_mut().unwrap() {
            row["email"] = json!(format!("{CANARY}-{place}-{}@example.com", row["id"]));
        }
        planted.insert(format!("{CANARY}-{place}"));
    }
    for person in tables["people"].as_array_mut().unwrap() {
        let id = person["id"].to_string();
        person["custom"].as_array_mut().unwrap().iter_mut().for_each(|it| custom(it, &id));
    }
    for document in tables["documents"].as_array_mut().unwrap() {
        let file = file("documents.content");
        document["content"] = json!({ "Uploaded": { "size": file.len(), "base64": STANDARD.encode(file) } });
    }
    planted.extend(["people.custom", "documents.content"].map(|it| format!("{CANARY}-{it}")));
    planted.insert(BORN.to_owned());
    personio.control("PUT", "snapshot", Some(&saved)).await;
    planted
}

fn text(place: &str, id: &str) -> String {
    format!("{CANARY}-{place}-{id} \"Größe\"")
}

/// More than one piece on its way.
fn file(place: &str) -> String {
    format!("%PDF-1.4\n{}", format!("{CANARY}-{place} Größe\n").repeat(3_000))
}

/// The value of an attribute that the company made.
fn custom(value: &mut Value, id: &str) {
    let planted = json!(text("people.custom", id));
    match value.as_object_mut().and_then(|it| it.iter_mut().next()) {
        Some((kind, value)) if kind == "Text" => *value = planted,
        Some((kind, value)) if kind == "Tags" => *value = json!([planted]),
        Some((kind, value)) if kind == "Date" => *value = json!(BORN),
        _ => {}
    }
}

/// Lets `change` have each value at these places, with the place and the row's id.
fn each_place(
    tables: &mut Value,
    places: &[(&str, &[&str])],
    mut change: impl FnMut(&mut Value, &str, &str),
) {
    for (table, fields) in places {
        let rows = tables[*table].as_array_mut().unwrap_or_else(|| panic!("there is no table {table}"));
        assert!(!rows.is_empty(), "there is nothing in {table}");
        for row in rows {
            let id = row["id"].to_string();
            for field in *fields {
                let place = format!("{table}.{}", field.replace("*.", ""));
                follow(row, field, &mut |value| change(value, &place, &id));
            }
        }
    }
}

fn follow(value: &mut Value, field: &str, change: &mut dyn FnMut(&mut Value)) {
    let (part, rest) = field.split_once('.').map_or((field, None), |(part, rest)| (part, Some(rest)));
    let inside: Vec<&mut Value> = match part {
        "*" => value.as_array_mut().unwrap().iter_mut().collect(),
        name => vec![value.get_mut(name).unwrap_or_else(|| panic!("there is no `{field}`"))],
    };
    for value in inside {
        match rest {
            Some(rest) => follow(value, rest, change),
            None => change(value),
        }
    }
}
