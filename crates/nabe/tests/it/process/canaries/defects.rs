//! Canaries where they don't fit: as values of another type, as ids, as words that nobody knows, as keys.

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

use super::people::Stage;
use super::planted::{CANARY, LABEL};
use super::reading::Served;
use super::routes::Routes;

/// An id of letters that numbers have too: it might be what somebody is called.
pub(super) const HEX_NAME: &str = "adabeadecafedada";

/// Operations of which nothing can be odd.
const UNTROUBLED: [&str; 11] = [
    // Files, which have no rows.
    "ats_download_application_document",
    "hris_download_employee_avatar",
    "hris_download_employee_document",
    // Records of the program's own, and lists that are always empty.
    "ats_get_application_document_category",
    "ats_list_application_custom_field_definitions",
    "ats_list_application_document_categories",
    "ats_list_candidate_custom_field_definitions",
    "ats_list_job_custom_field_definitions",
    "ats_list_rejected_reasons",
    // Names in a feed, where all is text.
    "ats_get_location",
    "ats_list_locations",
];

/// Reads everything while values, ids and keys are odd. Fails unless each operation meets something.
pub(super) async fn meet(stage: &Stage, served: &[Served], routes: &Routes) {
    map(stage).await;
    let mut told = Vec::new();
    let person = served.iter().find(|it| it.operation.id == "hris_get_employee").unwrap();
    let person = person.path.split(['/', '?']).nth(4).unwrap();
    let text = format!("{CANARY} \"Größe\"");
    for odd in [json!(text), json!({ CANARY: text }), json!([text]), json!(-1.5), json!(true)] {
        let known = routes.each(&json!({ "kind": "set", "field": "id.value", "value": person }));
        told.extend(read(stage, served, [routes.every_value(&odd), known].concat()).await);
    }
    for id in [json!(CANARY), json!(HEX_NAME), json!({ CANARY: CANARY })] {
        let set = |field: &str| routes.each(&json!({ "kind": "set", "field": field, "value": id }));
        told.extend(read(stage, served, [set("id.value"), set("id")].concat()).await);
    }
    read(stage, served, keys().iter().flat_map(|it| routes.each(it)).collect()).await;
    read(stage, served, vec![feed()]).await;
    stage.client.call("POST", &format!("/accounts/{}/diagnosis", stage.account), None).await.expect(200);
    stage.befall(&[]).await;
    let metrics = stage.metrics().await;
    let defects: Vec<&str> =
        metrics.lines().filter(|it| it.starts_with("nabe_provider_defects_total")).collect();
    let is_untroubled = |id: &&str| !defects.iter().any(|it| it.contains(&format!("resource=\"{id}\"")));
    let untroubled: BTreeSet<&str> = served.iter().map(|it| it.operation.id).filter(is_untroubled).collect();
    assert_eq!(untroubled, BTreeSet::from(UNTROUBLED), "operations that met nothing odd");
    for kind in ["wrong_type", "not_a_date", "no_id"] {
        assert!(told.iter().any(|it| it["kind"] == kind), "nothing was {kind}");
    }
    let mapped = |it: &Value| it["path"] == "attributes.dynamic_*.value";
    assert!(told.iter().any(mapped), "no mapped attribute was odd");
}

/// Lets attributes of the customer's feed fields that take no text.
async fn map(stage: &Stage) {
    let mappings = [("dynamic_33421", "tenure"), ("dynamic_180883", "work_anniversary")];
    let mappings = mappings.map(|(attribute, field)| json!({ "attribute": attribute, "field": field }));
    let path = format!("/accounts/{}/field_mappings", stage.account);
    stage.client.call("PUT", &path, Some(&json!({ "mappings": mappings }))).await.expect(200);
}

/// Keys that somebody has chosen, among the attributes of people and in every row.
fn keys() -> Vec<Value> {
    let attribute = json!({ "label": LABEL, "value": { LABEL: CANARY }, "type": "date" });
    let attributes = json!({ LABEL: attribute, format!("dynamic_{LABEL}"): attribute });
    vec![
        json!({ "kind": "extra-fields", "fields": attributes, "at": "attributes" }),
        json!({ "kind": "extra-fields", "fields": { CANARY: CANARY } }),
        json!({ "kind": "rename", "field": "first_name", "to": LABEL }),
    ]
}

/// A careers page with values, ids and names of elements that are odd.
fn feed() -> Value {
    let fields = ["office", "department", "name", "employmentType", "seniority", "schedule", "createdAt"];
    let fields = fields.map(|it| format!("<{it}>{CANARY} Größe</{it}>")).concat();
    let position = |id: &str| format!("<position><id>{id}</id>{fields}<{LABEL} a=\"{CANARY}\"/></position>");
    let positions = ["1", "", CANARY, HEX_NAME].map(position).concat();
    let feed = format!("<workzag-jobs>{positions}<{CANARY}/></workzag-jobs>");
    json!({
        "match": { "route": "/xml*" },
        "effect": { "kind": "answer", "status": 200, "body": feed, "content_type": "application/xml" },
    })
}

/// Reads everything while these faults stand. Answers what could not be read.
async fn read(stage: &Stage, served: &[Served], faults: Vec<Value>) -> Vec<Value> {
    stage.befall(&faults).await;
    let asked = served.iter().map(|it| stage.try_out(&it.path));
    stream::iter(asked).buffer_unordered(4).collect::<Vec<()>>().await;
    quarantined(stage).await
}

/// Takes all out of the quarantine: it keeps the newest entries only.
async fn quarantined(stage: &Stage) -> Vec<Value> {
    let path = format!("/accounts/{}/quarantine", stage.account);
    let mut all = Vec::new();
    for page in 1.. {
        let told = stage.client.get(&format!("{path}?page_size=100&page={page}")).await.expect(200).json();
        let entries = told["data"].as_array().unwrap();
        if entries.is_empty() {
            break;
        }
        all.extend(entries.iter().cloned());
    }
    stage.client.call("DELETE", &path, None).await.expect(200);
    all
}
