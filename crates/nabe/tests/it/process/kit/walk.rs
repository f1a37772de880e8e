//! Reading all of the unified API as one account: every operation with real ids, and lists to their end.

use std::collections::BTreeMap;

use nabe_model::unified::{Shape, UnifiedOperation, operations};
use serde_json::Value;

use super::client::{Answer, Client};

/// More pages than any list here has: whoever reads so many goes round in circles.
const PAGES: usize = 5_000;

/// Reads as one account.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'c> {
    pub(crate) client: &'c Client,
    pub(crate) account: &'c str,
}

/// How a list ended.
pub(crate) enum Walked {
    /// With its last page: the ids of all its records, in their order.
    Whole(Vec<String>),
    /// With a refusal.
    Refused(Answer),
}

impl Reader<'_> {
    /// One answer.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let key = format!("Bearer {}", self.client.key);
        let headers = [("x-account-id", self.account), ("authorization", key.as_str())];
        self.client.send("GET", path, &headers, None).await
    }

    /// A list to its end. `path` ends with a query.
    pub(crate) async fn walk(&self, path: &str) -> Walked {
        let (mut ids, mut next) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let page = self.get(&format!("{path}&next={next}")).await;
            if page.status != 200 {
                return Walked::Refused(page);
            }
            let json = page.json();
            let rows = json["data"].as_array().unwrap_or_else(|| panic!("{path}: {json}"));
            ids.extend(rows.iter().map(|it| it["id"].as_str().unwrap_or_else(|| panic!("{it}")).to_owned()));
            match json["next"].as_str() {
                Some(there) => there.clone_into(&mut next),
                None => return Walked::Whole(ids),
            }
        }
        panic!("{path} goes round in circles");
    }

    /// Every operation that reads, with an address that has real ids in it where there are any.
    pub(crate) async fn reads(self) -> Vec<(&'static UnifiedOperation, String)> {
        let mut ids = Ids { reader: self, known: BTreeMap::new() };
        let mut reads = Vec::new();
        for operation in operations().filter(|it| it.reads()) {
            reads.push((operation, ids.fill(operation).await));
        }
        reads
    }
}

/// Whether an operation lists records.
pub(crate) fn lists(operation: &UnifiedOperation) -> bool {
    matches!(operation.shape, Shape::Page(_))
}

/// Fails unless an answer is a refusal as they all are: with a code, a sentence and a page about it.
#[track_caller]
pub(crate) fn assert_refusal(answer: &Answer, at: &str) {
    let error = answer.json();
    let code = error["code"].as_str().unwrap_or_else(|| panic!("{at}: {answer:?}"));
    assert_eq!(error["statusCode"], answer.status, "{at}: {answer:?}");
    assert!(error["help"].as_str().unwrap().ends_with(code), "{at}: {answer:?}");
    assert!(error["message"].as_str().unwrap().ends_with('.'), "{at}: {answer:?}");
    assert_ne!(code, "internal", "{at}: {answer:?}");
}

/// The ids that lists have first, by the addresses of the lists.
struct Ids<'c> {
    reader: Reader<'c>,
    known: BTreeMap<String, Option<String>>,
}

impl Ids<'_> {
    /// The id of the first record of a list.
    async fn first(&mut self, list: &str) -> Option<String> {
        if !self.known.contains_key(list) {
            let answer = self.reader.get(list).await;
            let rows = if answer.status == 200 { answer.json()["data"].clone() } else { Value::Null };
            let id = rows[0]["id"].as_str().map(str::to_owned);
            self.known.insert(list.to_owned(), id);
        }
        self.known[list].clone()
    }

    /// The address of an operation with real ids in it, where there are any.
    async fn fill(&mut self, operation: &UnifiedOperation) -> String {
        let mut path = operation.full_path();
        for parameter in ["{id}", "{subResourceId}"] {
            if let Some((list, _)) = path.split_once(&format!("/{parameter}")) {
                let id = self.first(list).await.unwrap_or_else(|| "1".to_owned());
                path = path.replace(parameter, &id);
            }
        }
        path
    }
}
