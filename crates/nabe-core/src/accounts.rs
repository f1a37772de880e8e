//! Linked accounts: listing, reading, changing, deleting.

use std::collections::BTreeMap;
use std::sync::Arc;

use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::{AccountStatus, LinkedAccount};
use nabe_store::{AccountChange, AccountFilter, AccountRow};
use serde_json::{Map, Value};

use crate::caller::{Allowed, Caller};
use crate::core::Core;
use crate::failure::{Failure, Outcome};

/// Which accounts to list. What is empty lets all pass.
#[derive(Clone, Debug, Default)]
pub struct AccountQuery {
    /// Of these providers.
    pub providers: Vec<String>,
    /// With these ids; one that is no account id matches nothing.
    pub account_ids: Vec<String>,
    /// Of these customers.
    pub origin_owner_ids: Vec<String>,
    /// With one of these statuses.
    pub statuses: Vec<AccountStatus>,
    /// The page, counted from 1.
    pub page: u32,
    /// Accounts on a page.
    pub page_size: u32,
}

/// What a product changes in an account; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct AccountPatch {
    /// A name.
    pub label: Option<String>,
    /// The product's id of the customer.
    pub origin_owner_id: Option<String>,
    /// The product's name of the customer.
    pub origin_owner_name: Option<String>,
    /// The product's name of the person who connected.
    pub origin_username: Option<String>,
    /// Whether all end users of the product share it.
    pub shared: Option<bool>,
    /// What the product stores beside the account, replaced as a whole.
    pub metadata: Option<Map<String, Value>>,
    /// The zone in which its people record their work; the empty text takes it away.
    pub time_zone: Option<String>,
}

/// What an account can do.
#[derive(Clone, Debug)]
pub struct AccountMeta {
    /// The provider's key.
    pub provider: String,
    /// The contract's category.
    pub category: String,
    /// Models and what can be done with them.
    pub models: Map<String, Value>,
    /// How much of its rows could not be read lately.
    pub quarantined: i64,
}

impl Core {
    /// The project's accounts, the oldest first.
    pub async fn accounts(&self, caller: &Caller, query: AccountQuery) -> Outcome<Vec<LinkedAccount>> {
        let named = !query.account_ids.is_empty();
        let mut account_ids: Vec<AccountId> =
            query.account_ids.iter().filter_map(|it| it.parse().ok()).collect();
        if named && account_ids.is_empty() {
            return Ok(Vec::new());
        }
        if let Allowed::Only(allowed) = &caller.accounts {
            account_ids.retain(|it| allowed.contains(it));
            if !named {
                account_ids.clone_from(allowed);
            }
            if account_ids.is_empty() {
                return Ok(Vec::new());
            }
        }
        let limit = query.page_size.clamp(1, 100);
        let filter = AccountFilter {
            providers: query.providers,
            account_ids,
            origin_owner_ids: query.origin_owner_ids,
            statuses: query.statuses,
            offset: query.page.saturating_sub(1).saturating_mul(limit),
            limit,
        };
        let rows = self.store.accounts(&caller.project, &filter).await?;
        Ok(rows.iter().map(|it| self.linked_account(it)).collect())
    }

    /// One account.
    pub async fn account(&self, caller: &Caller, id: &AccountId) -> Outcome<LinkedAccount> {
        Ok(self.linked_account(&*self.account_row(caller, id).await?))
    }

    /// Changes an account.
    pub async fn patch_account(
        &self,
        caller: &Caller,
        id: &AccountId,
        patch: AccountPatch,
    ) -> Outcome<LinkedAccount> {
        caller.must_write()?;
        self.account_row(caller, id).await?;
        let AccountPatch {
            label,
            origin_owner_id,
            origin_owner_name,
            origin_username,
            shared,
            metadata,
            time_zone,
        } = patch;
        let change = AccountChange {
            label,
            origin_owner_id,
            origin_owner_name,
            origin_username,
            // A client adds `type: production` to every change on its own, so the kind never changes this way.
            kind: None,
            shared,
            metadata,
            time_zone: time_zone.as_deref().map(zone_name).transpose()?,
        };
        let changed = self.store.update_account(&caller.project, id, &change, self.clock.now()).await?;
        self.forget(&caller.project, id);
        changed.as_ref().map(|it| self.linked_account(it)).ok_or_else(|| not_found(id))
    }

    /// Deletes an account with its credentials, and answers what it was.
    pub async fn delete_account(&self, caller: &Caller, id: &AccountId) -> Outcome<LinkedAccount> {
        caller.must_write()?;
        self.account_row(caller, id).await?;
        let deleted = self.store.delete_account(&caller.project, id, self.clock.now()).await?;
        self.forget(&caller.project, id);
        tracing::info!(account = %id, "the account is deleted");
        deleted.as_ref().map(|it| self.linked_account(it)).ok_or_else(|| not_found(id))
    }

    /// What an account can do.
    pub async fn account_meta(&self, caller: &Caller, id: &AccountId) -> Outcome<AccountMeta> {
        let account = self.account_row(caller, id).await?;
        let provider = self.provider(&account.provider)?;
        Ok(AccountMeta {
            provider: account.provider.clone(),
            category: provider.manifest().category.clone(),
            models: crate::connectors::models(provider),
            quarantined: self.quarantined(caller, id).await?,
        })
    }

    /// The row of an account that the caller may use.
    pub(crate) async fn account_row(&self, caller: &Caller, id: &AccountId) -> Outcome<Arc<AccountRow>> {
        if !caller.may_use(id) {
            return Err(not_found(id));
        }
        let key = (caller.project.clone(), id.clone());
        if let Some(account) = self.accounts.get(&key) {
            return Ok(account);
        }
        let row = self.store.account(&caller.project, id).await?.ok_or_else(|| not_found(id))?;
        let row = Arc::new(row);
        self.accounts.insert(key, Arc::clone(&row));
        Ok(row)
    }

    /// Forgets what is remembered of an account: it has changed.
    pub(crate) fn forget(&self, project: &ProjectId, id: &AccountId) {
        self.accounts.invalidate(&(project.clone(), id.clone()));
        self.live.invalidate(id);
        self.refusals.invalidate(id);
    }

    pub(crate) fn linked_account(&self, row: &AccountRow) -> LinkedAccount {
        let AccountRow {
            id,
            provider,
            origin_owner_id,
            origin_owner_name,
            origin_username,
            label,
            status,
            status_reasons,
            kind,
            shared,
            metadata,
            time_zone,
            created_at,
            updated_at,
        } = row.clone();
        let provider_name =
            self.registry.get(&provider).map_or_else(|| provider.clone(), |it| it.manifest().name.clone());
        LinkedAccount {
            id,
            provider,
            provider_name,
            status,
            status_reasons,
            origin_owner_id,
            origin_owner_name,
            origin_username,
            credentials: BTreeMap::new(),
            setup_information: BTreeMap::new(),
            label,
            metadata,
            shared,
            kind,
            time_zone,
            created_at,
            updated_at,
        }
    }
}

/// The name of a zone as the database of zones writes it; nothing stays nothing.
fn zone_name(text: &str) -> Outcome<String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let zone = nabe_connector::time_zone(text);
    let name = zone.as_ref().and_then(|it| it.iana_name()).map(str::to_owned);
    name.ok_or_else(|| {
        let message = "`time_zone` must be the name of a zone in the IANA database, such as Europe/Berlin, or the \
                       empty text for none.";
        Failure::new(Code::BadRequest, message)
    })
}

pub(crate) fn not_found(id: &AccountId) -> Failure {
    Failure::new(
        Code::AccountNotFound,
        format!("There is no account {id} in this project. `GET /accounts` lists those there are."),
    )
}
