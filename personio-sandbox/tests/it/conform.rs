//! Checks every answer that a test gets against the sandbox's own description of itself, and against the
//! published files where they are there.
//!
//! The kit calls it, so that a test needs no line for it.
//! The published files are read from the folder that `NABE_REFERENCE_DIR` names.

pub(crate) mod differences;
mod document;
mod schema;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;
use tokio::sync::OnceCell;

pub(crate) use self::document::{Document, Operation, same_for_all};
use self::document::{Found, Problem};
use crate::kit::{Answer, Local};

/// The descriptions that the sandbox serves: of both generations and of its own routes.
const OWN: [&str; 3] = ["/openapi/v1.json", "/openapi/v2.json", "/_sandbox/openapi.json"];
/// The files, official ones first: the first that has an operation counts.
const FILES: [&str; 7] = [
    "v1-auth.official.yaml",
    "v1-personnel-data.official.yaml",
    "v1-recruiting.official.yaml",
    "v2-auth.official.json",
    "v2-persons-read.official.json",
    "v2-employments-read.official.json",
    "v2-all.reassembled.json",
];

static SERVED: OnceCell<Vec<Document>> = OnceCell::const_new();
static PUBLISHED: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let Some(folder) = std::env::var_os("NABE_REFERENCE_DIR").map(PathBuf::from) else {
        eprintln!("skipped: NABE_REFERENCE_DIR names no folder with the official specifications");
        return Vec::new();
    };
    let folder = folder.join("personio/specs");
    FILES.iter().map(|name| read(&folder.join(name), name)).collect()
});

/// Whether an operation did what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Success,
    Error,
}

/// What was met while answers were checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Met {
    /// Operations of the sandbox's own description.
    operations: BTreeSet<(String, Kind)>,
    /// Rows of the list of differences, with the operation.
    differences: BTreeSet<(usize, String)>,
}

impl Met {
    /// Adds what was met elsewhere.
    pub(crate) fn add(&mut self, other: Self) {
        self.operations.extend(other.operations);
        self.differences.extend(other.differences);
    }
}

/// What was met, or in what an answer differs from what is described and published.
pub(crate) async fn check(local: &Local, method: &str, path: &str, answer: &Answer) -> Result<Met, String> {
    let path = path.split('?').next().unwrap_or("");
    let mut met = Met::default();
    if method != "HEAD" && method != "OPTIONS" {
        as_described(served(local).await, method, path, answer, &mut met)?;
        as_published(method, path, answer, &mut met)?;
    }
    Ok(met)
}

/// The sandbox's own descriptions, as it serves them.
async fn served(local: &Local) -> &'static [Document] {
    SERVED
        .get_or_init(async || {
            let mut documents = Vec::new();
            for path in OWN {
                let answer = local.send_unchecked("GET", path, &[], "").await.expect(200);
                documents.push(Document::new(path, answer.json()));
            }
            documents
        })
        .await
}

/// What the sandbox describes of Personio's API.
pub(crate) async fn described(local: &Local) -> impl Iterator<Item = &'static Operation> {
    served(local).await.iter().flat_map(Document::operations).filter(|it| is_personios(&it.path()))
}

/// Whether a path is one of Personio's own, where nothing may be served that isn't described.
fn is_personios(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/v2/") || ["/recruiting/applicant", "/xml"].contains(&path)
}

/// The operations of the published files; none without their folder.
pub(crate) fn published() -> impl Iterator<Item = &'static Operation> {
    PUBLISHED.iter().flat_map(Document::operations)
}

/// The operations of the sandbox's own description that had no answer of a kind.
pub(crate) async fn uncovered(local: &Local, met: &Met) -> BTreeSet<(String, Kind)> {
    let all = described(local)
        .await
        .flat_map(|it| [Kind::Success, Kind::Error].map(|kind| (it.name.clone(), kind)));
    all.filter(|it| !met.operations.contains(it)).collect()
}

/// Rows of the list of differences that nothing met, with the operation; empty without the files.
pub(crate) fn unmet_differences(met: &Met) -> Vec<String> {
    if PUBLISHED.is_empty() {
        return Vec::new();
    }
    let rows = differences::DIFFERENCES.iter().enumerate();
    let all = rows.flat_map(|(row, it)| it.operations.iter().map(move |operation| (row, it, *operation)));
    all.filter(|(row, _, operation)| !met.differences.contains(&(*row, same_for_all(operation))))
        .map(|(_, it, operation)| format!("{}: {operation}: {} ({})", it.file, it.at, it.reason))
        .collect()
}

fn read(path: &std::path::Path, name: &str) -> Document {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let document: Value = if name.ends_with("json") {
        serde_json::from_str(&text).unwrap()
    } else {
        serde_norway::from_str(&text).unwrap()
    };
    Document::new(name, document)
}

fn as_described(
    served: &[Document],
    method: &str,
    path: &str,
    answer: &Answer,
    met: &mut Met,
) -> Result<(), String> {
    let mut other_methods = false;
    for document in served {
        match document.find(method, path) {
            Found::Nothing => {}
            Found::OtherMethods => other_methods = true,
            Found::Operation(operation) => {
                let problems = document.problems(operation, answer);
                let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
                if !told.is_empty() {
                    return Err(report(&operation.name, answer, &document.name, &told));
                }
                let kind = if answer.status < 400 { Kind::Success } else { Kind::Error };
                met.operations.insert((operation.name.clone(), kind));
                return Ok(());
            }
        }
    }
    let unknown = if other_methods { 405 } else { 404 };
    if is_personios(path) && answer.status != unknown {
        let told = ["no description has this operation".to_owned()];
        return Err(report(&format!("{method} {path}"), answer, "the sandbox's descriptions", &told));
    }
    Ok(())
}

fn as_published(method: &str, path: &str, answer: &Answer, met: &mut Met) -> Result<(), String> {
    let found = PUBLISHED.iter().find_map(|document| match document.find(method, path) {
        Found::Operation(operation) => Some((document, operation)),
        Found::OtherMethods | Found::Nothing => None,
    });
    let Some((document, operation)) = found else { return Ok(()) };
    let same = same_for_all(&operation.name);
    let mut unknown = Vec::new();
    for problem in document.problems(operation, answer) {
        match differences::known(&document.name, &same, &problem.place) {
            Some(row) => _ = met.differences.insert((row, same.clone())),
            None if differences::is_seldom_declared(document, operation, &problem.place) => {}
            None => unknown.push(problem.to_string()),
        }
    }
    if unknown.is_empty() {
        return Ok(());
    }
    Err(report(&operation.name, answer, &document.name, &unknown))
}

fn report(operation: &str, answer: &Answer, document: &str, problems: &[String]) -> String {
    let body: String = answer.body.chars().take(2_000).collect();
    let Answer { status, .. } = answer;
    format!("{operation} answered {status}, against {document}:\n  {}\n{body}", problems.join("\n  "))
}

#[tokio::test]
async fn a_wrong_answer_is_noticed() {
    let local = Local::new();
    let token = local.all().await.v2;
    let good = || async { local.get(&token, "/v2/persons?limit=1").await.expect(200) };
    let at = async |path: &str, answer: &Answer| check(&local, "GET", path, answer).await.unwrap_err();
    let with = async |from: &str, to: &str| {
        let mut answer = good().await;
        answer.bytes = answer.body.replacen(from, to, 1).into_bytes();
        at("/v2/persons", &answer).await
    };
    check(&local, "GET", "/v2/persons", &good().await).await.unwrap();
    let told = with("\"id\":", "\"id\":1,\"was\":").await;
    assert!(told.starts_with("GET /v2/persons answered 200, against /openapi/v2.json:"), "{told}");
    assert!(told.contains("/_data/0/id"), "{told}");
    assert!(with("{", "").await.contains("line 1"), "a body that is no JSON");

    let status = Answer { status: 418, ..good().await };
    assert!(at("/v2/persons", &status).await.contains("status 418"));
    let mut page = good().await;
    page.headers.insert("content-type", http::HeaderValue::from_static("text/html; charset=utf-8"));
    assert!(at("/v2/persons", &page).await.contains("the media type `text/html` is not declared"));
    assert!(at("/v2/nobody-knows", &good().await).await.contains("no description has this operation"));

    if !PUBLISHED.is_empty() {
        let mut other = good().await;
        other.bytes = br#"{"_data": 1}"#.to_vec();
        let told = as_published("GET", "/v2/persons", &other, &mut Met::default()).unwrap_err();
        assert!(
            told.starts_with("GET /v2/persons answered 200, against v2-persons-read.official.json:"),
            "{told}"
        );
    }
}
