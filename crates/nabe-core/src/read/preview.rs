//! What mappings would change for one person: one answer of the provider, read twice. Nothing is stored or logged.

use std::collections::{BTreeSet, HashMap, HashSet};

use nabe_connector::{AccountSettings, Answers, Ask, FieldMapping, Filters, Plan};
use nabe_engine::EngineError;
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::mapping::MappingPreview;
use nabe_model::select::{Asked, Fields};
use nabe_model::unified::operation;
use serde_json::{Map, Value};

use super::page::Page;
use super::{Read, ReadAsk};
use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome};
use crate::live::Ready;

impl Core {
    /// What `mappings` would change for one person; without them, what those of the account say. Without `employee`
    /// it is the first of the list.
    pub async fn preview_field_mappings(
        &self,
        caller: &Caller,
        account: &AccountId,
        mappings: Option<Vec<FieldMapping>>,
        employee: Option<String>,
    ) -> Outcome<MappingPreview> {
        let ready = self.ready(caller, account).await?;
        let mut after = ready.live.settings.clone();
        if let Some(mappings) = mappings {
            self.check_field_mappings(caller, &ready, &mappings).await?;
            after.mappings = mappings;
        }
        let ask = question(&ready, employee)?;
        self.begin(caller, account, &ask).await?.preview(&after).await
    }
}

/// The fields that attributes may feed, of one person, each explained.
fn question(ready: &Ready, employee: Option<String>) -> Outcome<ReadAsk> {
    let operation = operation(if employee.is_some() { "hris_get_employee" } else { "hris_list_employees" });
    let (operation, mappable) = operation.zip(ready.live.session.provider().mappable()).ok_or_else(|| {
        Failure::new(Code::NotSupported, "This provider has no attributes that could be mapped.")
    })?;
    let filled: BTreeSet<&str> = mappable.targets().iter().flat_map(|it| it.fills).copied().collect();
    let fields: Vec<&str> = filled.into_iter().chain(["id"]).collect();
    Ok(ReadAsk {
        operation,
        parent: None,
        id: employee,
        asked: Asked { fields: Fields::parse(&fields.join(",")), ..Asked::default() },
        filters: Filters::default(),
        page_size: None,
        next: None,
        proxy: Vec::new(),
        raw: false,
        explain: true,
    })
}

impl Read<'_> {
    async fn preview(&self, after: &AccountSettings) -> Outcome<MappingPreview> {
        let ask = self.question(None, 1, self.ask.id.as_deref());
        let Plan::Calls(calls) = self.plan(&ask).await? else {
            return Err(self.failed(EngineError::NotFound).await);
        };
        let replies = self.first(calls, &mut Page::new(false)).await?;
        let first: Vec<&[u8]> = replies.iter().map(|it| &it.body[..]).collect();
        let read = self
            .person(&ask, &first)
            .and_then(|it| Ok((it, self.person(&Ask { account: after, ..ask }, &first)?)));
        let ((employee_id, before), (_, after)) = match read {
            Ok(read) => read,
            Err(error) => return Err(self.failed(error).await),
        };
        self.core.succeeded(self.caller, &self.ready).await;
        let differs = |field: &&String| *field != "explain" && before.get(*field) != after.get(*field);
        let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let changed = fields.into_iter().filter(differs).cloned().collect();
        Ok(MappingPreview {
            employee_id,
            changed,
            before: Value::Object(before),
            after: Value::Object(after),
        })
    }

    /// The person that was asked for, with this account's settings, and the id.
    fn person(&self, ask: &Ask<'_>, first: &[&[u8]]) -> Result<(String, Map<String, Value>), EngineError> {
        let answers = Answers { first, further: &HashMap::new(), gone: &HashSet::new() };
        let mut person = None;
        self.resource.read(ask, &answers, &mut |row| {
            if person.is_none() {
                person = self.explained(&row, ask.account).map(|it| (row.id.to_owned(), it));
            }
        })?;
        person.ok_or(EngineError::NotFound)
    }
}
