//! Questions as the core asks them, and their answers as JSON.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::{Date, date};
use nabe_connector::{
    AccountSettings, Answers, Ask, Call, CallError, FileResource, Filters, PageInfo, Plan, Provider,
    Resource, Served,
};
use nabe_model::select::{Asked, Fields};
use serde_json::Value;

/// The day on which everything is asked.
pub(crate) const TODAY: Date = date(2026, 3, 15);

/// Where this server is reached.
pub(crate) const PUBLIC_URL: &str = "https://nabe.example.com";

/// The resource behind an operation of the unified API.
pub(crate) fn resource(provider: &dyn Provider, operation: &str) -> &'static dyn Resource {
    match provider.serves(operation) {
        Served::Resource(resource) => resource,
        Served::File(_) => panic!("{operation} answers with a file"),
        Served::Absent(why) => panic!("{operation} is not served: {why}"),
        Served::NotYet => panic!("{operation} is not served yet"),
    }
}

/// The file behind an operation of the unified API.
pub(crate) fn file(provider: &dyn Provider, operation: &str) -> &'static dyn FileResource {
    match provider.serves(operation) {
        Served::File(file) => file,
        Served::Resource(_) | Served::Absent(_) | Served::NotYet => {
            panic!("{operation} answers with no file")
        }
    }
}

/// All that a caller may ask for.
pub(crate) fn everything(resource: &dyn Resource) -> Asked {
    let names: Vec<&str> = resource.rules().iter().map(|it| it.field).collect();
    Asked { fields: Fields::parse(&names.join(",")), ..Asked::default() }
}

/// Conditions.
pub(crate) fn filters<const N: usize>(conditions: [(&str, &str); N]) -> Filters {
    Filters(conditions.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
}

/// A question about a resource.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) resource: &'static dyn Resource,
    pub(crate) asked: Asked,
    pub(crate) filters: Filters,
    pub(crate) parent: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) position: Option<String>,
    pub(crate) limit: u32,
    pub(crate) account: AccountSettings,
}

/// What came of a question.
pub(crate) struct Read {
    pub(crate) records: Vec<Value>,
    /// Path and kind of what could not be read, row by row.
    pub(crate) defects: Vec<String>,
    pub(crate) info: PageInfo,
}

impl Question {
    pub(crate) fn new(resource: &'static dyn Resource) -> Self {
        let asked = everything(resource);
        let filters = Filters(BTreeMap::new());
        let account = AccountSettings::default();
        Self { resource, asked, filters, parent: None, id: None, position: None, limit: 100, account }
    }

    pub(crate) fn one(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }

    pub(crate) fn below(self, parent: &str) -> Self {
        Self { parent: Some(parent.to_owned()), ..self }
    }

    fn ask(&self) -> Ask<'_> {
        Ask {
            parent: self.parent.as_deref(),
            id: self.id.as_deref(),
            position: self.position.as_deref(),
            limit: self.limit,
            filters: &self.filters,
            asked: &self.asked,
            account: &self.account,
            public_url: PUBLIC_URL,
            today: TODAY,
            explain: false,
        }
    }

    /// The first calls.
    pub(crate) fn calls(&self) -> Result<Vec<Call>, CallError> {
        match self.resource.plan(&self.ask())? {
            Plan::Calls(calls) => Ok(calls),
            Plan::Scan => Ok(Vec::new()),
        }
    }

    /// The further calls that these answers need.
    pub(crate) fn further(&self, first: &[Vec<u8>]) -> Result<Vec<(String, Call)>, CallError> {
        self.more(first, &HashMap::new())
    }

    /// The calls that those answers need in turn.
    pub(crate) fn more(
        &self,
        first: &[Vec<u8>],
        further: &HashMap<String, Vec<u8>>,
    ) -> Result<Vec<(String, Call)>, CallError> {
        let first: Vec<&[u8]> = first.iter().map(Vec::as_slice).collect();
        let none = HashSet::new();
        let answers = Answers { first: &first, further, gone: &none, refused: &none };
        let mut calls = self.resource.further(&self.ask(), &answers)?;
        calls.retain(|(key, _)| !answers.is_made(key));
        Ok(calls)
    }

    /// Whether these answers show enough of people.
    pub(crate) fn check(&self, first: &[Vec<u8>]) -> Result<(), CallError> {
        let first: Vec<&[u8]> = first.iter().map(Vec::as_slice).collect();
        let (further, none) = (HashMap::new(), HashSet::new());
        let answers = Answers { first: &first, further: &further, gone: &none, refused: &none };
        self.resource.check(&self.ask(), &answers)
    }

    /// What becomes of these answers.
    pub(crate) fn read(&self, first: &[Vec<u8>], further: &[(&str, Value)]) -> Result<Read, CallError> {
        let further = further.iter().map(|(key, body)| ((*key).to_owned(), body.to_string().into_bytes()));
        self.read_bytes(first, &further.collect())
    }

    /// The same, whatever the answers are.
    pub(crate) fn read_bytes(
        &self,
        first: &[Vec<u8>],
        further: &HashMap<String, Vec<u8>>,
    ) -> Result<Read, CallError> {
        self.mapped(first, further, &HashSet::new())
    }

    /// Everything that the core does for one page: `provider` answers the calls, or has nothing for them. Also says how
    /// many calls it took.
    pub(crate) fn page(
        &self,
        mut provider: impl FnMut(&str) -> Option<Value>,
    ) -> Result<(Read, usize), CallError> {
        self.page_of(|path| provider(path).map(|it| it.to_string().into_bytes()))
    }

    /// The same, whatever the answers are.
    pub(crate) fn page_of(
        &self,
        mut provider: impl FnMut(&str) -> Option<Vec<u8>>,
    ) -> Result<(Read, usize), CallError> {
        if let (Plan::Scan, Some(id)) = (self.resource.plan(&self.ask())?, &self.id) {
            let list = Self { id: None, ..self.clone() };
            let (mut read, made) = list.page_of(provider)?;
            read.records.retain(|it| it["id"] == **id);
            return Ok((read, made));
        }
        let mut made = 0;
        let mut answer = |call: &Call| {
            made += 1;
            provider(&call.path_and_query())
        };
        let first: Option<Vec<Vec<u8>>> = self.calls()?.iter().map(&mut answer).collect();
        let first = first.ok_or(CallError::NotFound)?;
        let (mut further, mut gone, refused) = (HashMap::new(), HashSet::new(), HashSet::new());
        let bodies: Vec<&[u8]> = first.iter().map(Vec::as_slice).collect();
        loop {
            let answers = Answers { first: &bodies, further: &further, gone: &gone, refused: &refused };
            let mut wanted = self.resource.further(&self.ask(), &answers)?;
            wanted.retain(|(key, _)| !answers.is_made(key));
            if wanted.is_empty() {
                break;
            }
            for (key, call) in wanted {
                match answer(&call) {
                    Some(body) => drop(further.insert(key, body)),
                    None => drop(gone.insert(key)),
                }
            }
        }
        Ok((self.mapped(&first, &further, &gone)?, made))
    }

    fn mapped(
        &self,
        first: &[Vec<u8>],
        further: &HashMap<String, Vec<u8>>,
        gone: &HashSet<String>,
    ) -> Result<Read, CallError> {
        let first: Vec<&[u8]> = first.iter().map(Vec::as_slice).collect();
        let answers = Answers { first: &first, further, gone, refused: &HashSet::new() };
        let (mut records, mut defects) = (Vec::new(), Vec::new());
        let info = self.resource.read(&self.ask(), &answers, &mut |row| {
            defects.extend(row.defects.iter().map(|it| format!("{} {:?}", it.path, it.kind)));
            records.push(serde_json::to_value(&row.record).expect("a record can be written"));
        })?;
        Ok(Read { records, defects, info })
    }
}
