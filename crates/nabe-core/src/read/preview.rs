//! What mappings would change for one person: one answer of the provider, read twice. Nothing is stored or logged.

use std::collections::BTreeSet;

use nabe_connector::{AccountSettings, Ask, FieldMapping, Filters};
use nabe_engine::EngineError;
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::mapping::MappingPreview;
use nabe_model::select::{Asked, Fields};
use nabe_model::unified::operation;
use serde_json::{Map, Value};

use super::{Read, ReadAsk};
use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome};
use crate::fetch::Fetched;
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
        match self.twice(after).await {
            Ok(preview) => {
                self.fetch.succeeded().await;
                Ok(preview)
            }
            Err(error) => Err(self.fetch.failed(error).await),
        }
    }

    /// One person as the account has it, and as it would be.
    async fn twice(&self, after: &AccountSettings) -> Result<MappingPreview, EngineError> {
        let ask = self.fetch.ask(self.resource, self.ask.id.as_deref(), None, 1);
        let fetched = self.fetch.page(self.resource, &ask).await?;
        let (employee_id, before) = self.person(&ask, &fetched)?;
        let (_, after) = self.person(&Ask { account: after, ..ask }, &fetched)?;
        let differs = |field: &&String| *field != "explain" && before.get(*field) != after.get(*field);
        let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        let changed = fields.into_iter().filter(differs).cloned().collect();
        let (before, after) = (Value::Object(before), Value::Object(after));
        Ok(MappingPreview { employee_id, changed, before, after })
    }

    /// The person that was asked for, with this account's settings, and the id.
    fn person(&self, ask: &Ask<'_>, fetched: &Fetched) -> Result<(String, Map<String, Value>), EngineError> {
        let mut person = None;
        fetched.read(self.resource, ask, &mut |row| {
            if person.is_none() {
                person = self.explained(&row, ask.account).map(|it| (row.id.to_owned(), it));
            }
        })?;
        person.ok_or(EngineError::NotFound)
    }
}
