//! Reading all of the unified API as one account: every operation with real ids, and lists to their end.

use std::collections::BTreeMap;

use nabe_model::unified::{UnifiedOperation, operation, operations};
use serde_json::Value;

use super::client::{Answer, Client};
use super::lists::{LISTS, List};

/// More pages than any list here has: whoever reads so many goes round in circles.
const PAGES: usize = 5_000;
/// So many records of a list are enough for three pages.
pub(crate) const ENOUGH: usize = 3;

/// Reads as one account.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'c> {
    pub(crate) client: &'c Client,
    pub(crate) account: &'c str,
}

/// How a list ended.
#[derive(Debug)]
pub(crate) enum Walked {
    /// With its last page: the ids of all its records, in their order; an empty one for a record without.
    Whole(Vec<String>),
    /// With a refusal.
    Refused(Answer),
}

impl Walked {
    /// The ids of a list that came to its end.
    #[track_caller]
    pub(crate) fn whole(self, at: &str) -> Vec<String> {
        match self {
            Self::Whole(ids) => ids,
            Self::Refused(answer) => panic!("{at}: {answer:?}"),
        }
    }
}

impl Reader<'_> {
    /// One answer.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let key = format!("Bearer {}", self.client.key);
        let headers = [("x-account-id", self.account), ("authorization", key.as_str())];
        self.client.send("GET", path, &headers, None).await
    }

    /// A list to its end.
    pub(crate) async fn walk(&self, path: &str) -> Walked {
        let (mut ids, mut next) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let page = self.get(&with(path, &next)).await;
            if page.status != 200 {
                return Walked::Refused(page);
            }
            let json = page.json();
            let rows = json["data"].as_array().unwrap_or_else(|| panic!("{path}: {json}"));
            ids.extend(rows.iter().map(|it| it["id"].as_str().unwrap_or_default().to_owned()));
            match json["next"].as_str() {
                Some(there) => next = format!("next={there}"),
                None => return Walked::Whole(ids),
            }
        }
        panic!("{path} goes round in circles");
    }

    /// Every operation that reads, with an address that has real ids in it where there are any: those of the record
    /// with the most below it.
    pub(crate) async fn reads(self) -> Vec<(&'static UnifiedOperation, String)> {
        let mut ids = Ids::new(self);
        let mut reads = Vec::new();
        for operation in operations().filter(|it| it.reads()) {
            reads.push((operation, ids.fill(&operation.full_path()).await));
        }
        reads
    }

    /// The lists that are served, with their addresses.
    pub(crate) async fn lists(self) -> Vec<(&'static List, String)> {
        let mut ids = Ids::new(self);
        let mut all = Vec::new();
        for list in LISTS {
            all.push((list, ids.fill(&operation(list.operation).unwrap().full_path()).await));
        }
        all
    }
}

/// A path with more in its query.
pub(crate) fn with(path: &str, query: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    if query.is_empty() { path.to_owned() } else { format!("{path}{sign}{query}") }
}

/// The code of a refusal. Fails unless it is a refusal as they all are: with a code, a sentence and a page about it.
#[track_caller]
pub(crate) fn assert_refusal(answer: &Answer, at: &str) -> String {
    let error = answer.json();
    let code = error["code"].as_str().unwrap_or_else(|| panic!("{at}: {answer:?}"));
    assert_eq!(error["statusCode"], answer.status, "{at}: {answer:?}");
    assert!(error["help"].as_str().unwrap().ends_with(code), "{at}: {answer:?}");
    assert!(error["message"].as_str().unwrap().ends_with('.'), "{at}: {answer:?}");
    assert_ne!(code, "internal", "{at}: {answer:?}");
    code.to_owned()
}

/// The ids that lists have, by the addresses of the lists.
struct Ids<'c> {
    reader: Reader<'c>,
    known: BTreeMap<String, Vec<String>>,
    /// The parents with the most records, by the lists below them.
    parents: BTreeMap<String, Option<String>>,
}

impl<'c> Ids<'c> {
    fn new(reader: Reader<'c>) -> Self {
        Self { reader, known: BTreeMap::new(), parents: BTreeMap::new() }
    }

    /// The ids on the first page of a list; none where it is refused.
    async fn of(&mut self, list: &str) -> Vec<String> {
        if !self.known.contains_key(list) {
            let answer = self.reader.get(&with(list, "page_size=100&fields=id")).await;
            let rows = if answer.status == 200 { answer.json()["data"].clone() } else { Value::Null };
            let ids = rows.as_array().into_iter().flatten();
            let ids = ids.filter_map(|it| it["id"].as_str().map(str::to_owned)).collect();
            self.known.insert(list.to_owned(), ids);
        }
        self.known[list].clone()
    }

    /// The record of a list below which `below` has three records, or else the most.
    async fn parent(&mut self, list: &str, below: &str) -> Option<String> {
        let key = format!("{list} {below}");
        if !self.parents.contains_key(&key) {
            let mut best = (0, None);
            for id in self.of(list).await {
                let count = self.of(&format!("{list}/{id}{below}")).await.len();
                if count > best.0 || best.1.is_none() {
                    best = (count, Some(id));
                }
                if count >= ENOUGH {
                    break;
                }
            }
            self.parents.insert(key.clone(), best.1);
        }
        self.parents[&key].clone()
    }

    /// Somebody of a list who has a picture.
    async fn pictured(&mut self, list: &str) -> Option<String> {
        for id in self.of(list).await {
            if self.reader.get(&format!("{list}/{id}/avatar")).await.status == 200 {
                return Some(id);
            }
        }
        None
    }

    /// An address with real ids in it, where there are any.
    async fn fill(&mut self, path: &str) -> String {
        let nobody = || "1".to_owned();
        let mut path = path.to_owned();
        if let Some((list, below)) = path.split_once("/{id}") {
            let lowest = below.split("/{").next().unwrap_or_default();
            let id = if lowest.is_empty() {
                self.of(list).await.into_iter().next()
            } else if lowest == "/avatar" {
                self.pictured(list).await
            } else {
                self.parent(list, lowest).await
            };
            path = path.replace("{id}", &id.unwrap_or_else(nobody));
        }
        if let Some((list, _)) = path.split_once("/{subResourceId}") {
            let id = self.of(list).await.into_iter().next();
            path = path.replace("{subResourceId}", &id.unwrap_or_else(nobody));
        }
        path
    }
}
