//! Which attributes of a customer's feed which fields of employees: told, and decided.
//!
//! A universal id decides first, a mapping of the account second; a label never. What is decided changes the very
//! next read. Trying out a set on one person is beside the reading, in `read/preview.rs`.

mod check;
mod told;

use nabe_connector::{FieldMapping, FieldRule, ListedAttribute, Mappable, Served};
use nabe_model::errors::Code;
use nabe_model::ids::AccountId;
use nabe_model::mapping::FieldMappings;
use tokio::time::Instant;

use self::check::check;
use self::told::told;
use crate::accounts::not_found;
use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome, is_denial};
use crate::live::Ready;

/// The operations whose records mappings fill.
pub(crate) const FILLED: [&str; 2] = ["hris_get_employee", "hris_list_employees"];

/// What a provider lets attributes feed.
#[derive(Clone, Copy)]
struct Field<'p> {
    mappable: &'p dyn Mappable,
    rules: &'static [FieldRule],
    /// The provider's name.
    provider: &'p str,
}

impl Core {
    /// What feeds which fields in an account, and what could.
    pub async fn field_mappings(&self, caller: &Caller, id: &AccountId) -> Outcome<FieldMappings> {
        let ready = self.ready(caller, id).await?;
        let attributes = self.catalogue(caller, &ready).await?;
        let mappings = self.store.field_mappings(&caller.project, id).await?;
        Ok(told(&ready.account, field(&ready)?, &attributes, mappings))
    }

    /// Replaces the mappings of an account, if each of them can be.
    pub async fn put_field_mappings(
        &self,
        caller: &Caller,
        id: &AccountId,
        mut mappings: Vec<FieldMapping>,
    ) -> Outcome<FieldMappings> {
        caller.must_write()?;
        let ready = self.ready(caller, id).await?;
        let attributes = self.catalogue(caller, &ready).await?;
        let field = field(&ready)?;
        check(field, &attributes, &mappings)?;
        let put = self.store.put_field_mappings(&caller.project, id, &mappings, self.clock.now()).await?;
        self.forget(&caller.project, id);
        if !put {
            return Err(not_found(id));
        }
        tracing::info!(account = %id, mappings = mappings.len(), "the account's field mappings were replaced");
        mappings.sort_by(|one, other| one.field.cmp(&other.field));
        Ok(told(&ready.account, field, &attributes, mappings))
    }

    /// Refuses mappings that can't be.
    pub(crate) async fn check_field_mappings(
        &self,
        caller: &Caller,
        ready: &Ready,
        mappings: &[FieldMapping],
    ) -> Outcome<()> {
        let attributes = self.catalogue(caller, ready).await?;
        check(field(ready)?, &attributes, mappings)
    }

    /// The attributes of employees that the credentials may read: one call.
    async fn catalogue(&self, caller: &Caller, ready: &Ready) -> Outcome<Vec<ListedAttribute>> {
        let mappable = field(ready)?.mappable;
        let deadline = Instant::now() + self.settings().request_life;
        let call = mappable.catalogue();
        let listed = match self.engine.call(&ready.live.session, &call, deadline).await {
            Ok(reply) => mappable.read_catalogue(&reply.body).map_err(Into::into),
            Err(error) => Err(error),
        };
        match listed {
            Ok(listed) => {
                self.succeeded(caller, ready).await;
                Ok(listed)
            }
            Err(error) => {
                let denied = mappable.denied().filter(|_| is_denial(&error));
                let failure = self.failed(caller, ready, error).await;
                Err(failure.told(denied))
            }
        }
    }
}

fn field(ready: &Ready) -> Outcome<Field<'_>> {
    let provider = ready.live.session.provider();
    let name = &provider.manifest().name;
    let (Some(mappable), Served::Resource(resource)) = (provider.mappable(), provider.serves(FILLED[0]))
    else {
        let message = format!("{name} has no attributes of its customers' that could be mapped.");
        return Err(Failure::new(Code::NotSupported, message));
    };
    Ok(Field { mappable, rules: resource.rules(), provider: name })
}
