//! Every operation that reads, with ids for which there is something to read, until its answer holds a canary.

use std::collections::{BTreeMap, BTreeSet};

use nabe_model::unified::{Shape, UnifiedOperation, operations};
use serde_json::Value;

use super::people::Stage;
use super::planted::{AMOUNT, CANARY, LABEL};
use crate::process::kit::client::Answer;
use crate::process::kit::walk::Reader;

/// Operations in whose answers no text of people's can be.
const SILENT: [&str; 15] = [
    // Their lists are empty, since Personio has no such records.
    "ats_get_application_custom_field_definition",
    "ats_get_candidate_custom_field_definition",
    "ats_get_job_custom_field_definition",
    "ats_get_rejected_reason",
    "ats_list_application_custom_field_definitions",
    "ats_list_candidate_custom_field_definitions",
    "ats_list_job_custom_field_definitions",
    "ats_list_rejected_reasons",
    // They tell ids, times and words of the program's own.
    "ats_get_application_document_category",
    "ats_get_user",
    "ats_list_application_changes",
    "ats_list_application_document_categories",
    "ats_list_users",
    "hris_list_project_members",
    // A picture.
    "hris_download_employee_avatar",
];

/// What is read, and where.
#[derive(Clone, Debug)]
pub(super) struct Served {
    pub(super) operation: &'static UnifiedOperation,
    pub(super) path: String,
}

/// Reads by every operation of the table. Fails unless each answers with a canary or says that Personio can't serve it.
pub(super) async fn everything(stage: &Stage) -> Vec<Served> {
    let mut finder = Finder { reader: stage.reader(), ids: BTreeMap::new() };
    let (mut served, mut silent, mut refused) = (Vec::new(), BTreeSet::new(), 0);
    for operation in operations().filter(|it| it.reads()) {
        let path = match finder.find(operation).await {
            Found::Told(path) => Some(path),
            Found::Silent(path) => {
                silent.insert(operation.id);
                path
            }
            Found::Refused => {
                refused += 1;
                None
            }
        };
        served.extend(path.map(|path| Served { operation, path }));
    }
    assert_eq!(silent, BTreeSet::from(SILENT), "operations that were read without a canary in an answer");
    assert!(served.len() > 80 && refused > 30, "{} are served, {refused} not", served.len());
    for Served { operation, path } in served.iter().filter(|it| it.operation.shape != Shape::File) {
        let sign = if path.contains('?') { '&' } else { '?' };
        let raw = finder.reader.get(&format!("{path}{sign}raw=true&explain=true")).await.expect(200);
        assert!(is_told(&raw) || SILENT.contains(&operation.id), "{}: {raw:?}", operation.id);
    }
    served
}

/// What became of an operation.
enum Found {
    /// A canary was in the answer of this address.
    Told(String),
    /// There was none in any answer; there was an answer at this address.
    Silent(Option<String>),
    /// Personio can't serve it.
    Refused,
}

/// Finds addresses with something behind them.
struct Finder<'s> {
    reader: Reader<'s>,
    ids: BTreeMap<String, Vec<String>>,
}

impl Finder<'_> {
    async fn find(&mut self, operation: &UnifiedOperation) -> Found {
        let mut answered = None;
        for path in self.addresses(operation).await {
            let answer = self.reader.get(&path).await;
            match answer.status {
                200 if is_told(&answer) => return Found::Told(path),
                200 => answered = Some(path),
                501 => return Found::Refused,
                // A record that is gone, a person without a picture, a report that is grouped.
                404 | 502 => {}
                _ => panic!("{path}: {answer:?}"),
            }
        }
        Found::Silent(answered)
    }

    /// All addresses of an operation, with everything that can be asked for.
    async fn addresses(&mut self, operation: &UnifiedOperation) -> Vec<String> {
        let mut paths = vec![operation.full_path()];
        for parameter in ["/{id}", "/{subResourceId}"] {
            let mut filled = Vec::new();
            for path in paths {
                let Some((list, rest)) = path.split_once(parameter) else {
                    filled.push(path);
                    continue;
                };
                filled.extend(self.ids(list).await.iter().map(|id| format!("{list}/{id}{rest}")));
            }
            paths = filled;
        }
        if paths.is_empty() {
            paths.push(operation.full_path().replace("{id}", "1").replace("{subResourceId}", "1"));
        }
        let query = everything_of(operation);
        paths.iter().map(|it| format!("{it}{query}")).collect()
    }

    /// The ids of the records of a list; none if there is no such list.
    async fn ids(&mut self, list: &str) -> &[String] {
        if !self.ids.contains_key(list) {
            let answer = self.reader.get(&format!("{list}?page_size=100")).await;
            let rows = if answer.status == 200 { answer.json()["data"].take() } else { Value::Null };
            let ids = rows.as_array().into_iter().flatten().filter_map(|it| it["id"].as_str());
            self.ids.insert(list.to_owned(), ids.map(str::to_owned).collect());
        }
        &self.ids[list]
    }
}

fn everything_of(operation: &UnifiedOperation) -> String {
    let parts = [("include", operation.include), ("expand", operation.expand)];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(name, names)| format!("{name}={}", names.join(",")))
        .collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

/// Whether an answer tells what was planted.
fn is_told(answer: &Answer) -> bool {
    let headers = answer.headers.get("content-disposition").map(|it| it.as_bytes().to_vec());
    let text = answer.body.to_lowercase();
    let planted = [CANARY, LABEL, AMOUNT];
    headers.is_some_and(|it| String::from_utf8_lossy(&it).to_lowercase().contains(CANARY))
        || planted.iter().any(|it| text.contains(*it))
}
