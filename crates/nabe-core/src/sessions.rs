//! Connect sessions: the right, handed to a browser, to connect an account of one customer.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use nabe_model::errors::Code;
use nabe_model::ids::{AccountId, ProjectId};
use nabe_model::platform::AccountType;
use nabe_store::{NewSession, SessionRow};
use nabe_vault::Token;
use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::core::Core;
use crate::failure::{Failure, Outcome};
use crate::linking::Door;

/// How long a token is good when the product names no time.
const TOKEN_LIFE_S: u64 = 1_800;
/// The longest life of a token: a year.
const TOKEN_LIFE_LIMIT_S: u64 = 366 * 24 * 3_600;

/// A session to make.
#[derive(Clone, Debug, Default)]
pub struct NewConnectSession {
    /// The product's id of the customer.
    pub origin_owner_id: String,
    /// The product's name of the customer.
    pub origin_owner_name: String,
    /// The account to connect again.
    pub account_id: Option<String>,
    /// The categories to choose from.
    pub categories: Vec<String>,
    /// The integration to connect.
    pub integration_id: Option<String>,
    /// A name for the account.
    pub label: Option<String>,
    /// What the product stores beside the account.
    pub metadata: Map<String, Value>,
    /// The product's name of the person who connects.
    pub origin_username: Option<String>,
    /// The provider to connect.
    pub provider: Option<String>,
    /// The provider's version.
    pub provider_version: Option<String>,
    /// How long the token is good, in seconds.
    pub expires_in: Option<u64>,
    /// Whether several accounts may be connected.
    pub multiple: bool,
    /// The rights without which no account is connected; `None` leaves it to the project.
    pub required_rights: Option<Vec<String>>,
    /// Real or for trying out.
    pub kind: AccountType,
}

/// A session as the product sees it.
#[derive(Clone, Debug)]
pub struct ConnectSession {
    /// The session.
    pub row: SessionRow,
    /// Its token: shown once, when it is made.
    pub token: Option<String>,
    /// The address of the hosted page, likewise.
    pub auth_link_url: Option<String>,
}

/// A session that a browser opened by its token.
#[derive(Clone, Debug)]
pub struct OpenSession {
    /// The session.
    pub(crate) row: SessionRow,
}

impl OpenSession {
    /// The project that made it.
    pub fn project(&self) -> &ProjectId {
        &self.row.project_id
    }

    /// The product's name of the customer.
    pub fn owner_name(&self) -> &str {
        &self.row.origin_owner_name
    }

    /// Its number, for the log.
    pub fn number(&self) -> i64 {
        self.row.id
    }

    /// Whether its account is connected already.
    pub fn is_used(&self) -> bool {
        self.row.used_at.is_some() && !self.row.multiple
    }

    /// The provider to connect, if the person may not choose.
    pub fn provider(&self) -> Option<&str> {
        self.row.provider.as_deref()
    }
}

impl Core {
    /// Makes a session.
    pub async fn create_session(
        &self,
        caller: &Caller,
        wanted: NewConnectSession,
    ) -> Outcome<ConnectSession> {
        caller.must_write()?;
        let NewConnectSession { origin_owner_id, origin_owner_name, .. } = &wanted;
        for (name, value) in [("origin_owner_id", origin_owner_id), ("origin_owner_name", origin_owner_name)]
        {
            if value.trim().is_empty() {
                return Err(Failure::new(Code::BadRequest, format!("`{name}` must not be empty.")));
            }
        }
        let account_id = self.account_of(caller, &wanted).await?;
        if let Some(provider) = wanted.provider.as_deref().or(wanted.integration_id.as_deref()) {
            self.provider(provider)?;
        }
        let required = wanted.required_rights.as_deref().unwrap_or_default();
        crate::diagnosis::rights(self.registry, required).map_err(|why| {
            Failure::new(Code::BadRequest, format!("`required_permissions` can't be taken: {why}."))
        })?;
        let token = Token::generate();
        let now = self.clock.now();
        let life = wanted.expires_in.unwrap_or(TOKEN_LIFE_S).clamp(1, TOKEN_LIFE_LIMIT_S);
        let token_expires_at = later(now, Duration::from_secs(life));
        let link_expires_at = later(now, self.settings().link_life).max(token_expires_at);
        let session = NewSession {
            token_hash: token.hash(),
            origin_owner_id: wanted.origin_owner_id,
            origin_owner_name: wanted.origin_owner_name,
            origin_username: wanted.origin_username,
            label: wanted.label,
            account_id,
            provider: wanted.provider,
            provider_version: wanted.provider_version,
            integration_id: wanted.integration_id,
            categories: wanted.categories,
            metadata: wanted.metadata,
            multiple: wanted.multiple,
            required_rights: wanted.required_rights,
            kind: wanted.kind,
            created_at: now,
            token_expires_at,
            link_expires_at,
        };
        let row = self.store.add_session(&caller.project, session).await?;
        let auth_link_url = format!("{}/connect/{}", self.settings().public_url, token.expose());
        Ok(ConnectSession { row, token: Some(token.expose().to_owned()), auth_link_url: Some(auth_link_url) })
    }

    async fn account_of(&self, caller: &Caller, wanted: &NewConnectSession) -> Outcome<Option<AccountId>> {
        let Some(text) = &wanted.account_id else { return Ok(None) };
        let missing =
            || Failure::new(Code::AccountNotFound, format!("There is no account `{text}` in this project."));
        let id: AccountId = text.parse().map_err(|_| missing())?;
        self.account_row(caller, &id).await?;
        Ok(Some(id))
    }

    /// The session of a token, for the product that made it.
    pub async fn authenticate_session(&self, caller: &Caller, token: &str) -> Outcome<ConnectSession> {
        let session = self.store.session_by_token_hash(&nabe_vault::hash(token)).await?;
        let now = self.clock.now();
        let mine = session.filter(|it| it.project_id == caller.project);
        let live = mine.filter(|it| it.revoked_at.is_none() && now < it.token_expires_at);
        let row = live.ok_or_else(|| {
            Failure::new(
                Code::SessionNotFound,
                "There is no live connect session with this token. Make a new one.",
            )
        })?;
        Ok(ConnectSession { row, token: None, auth_link_url: None })
    }

    /// Revokes a session: neither its token nor its link is good from now on. What it has connected stays connected.
    pub async fn revoke_session(&self, caller: &Caller, number: i64) -> Outcome<()> {
        caller.must_write()?;
        let missing = || {
            Failure::new(
                Code::SessionNotFound,
                format!("There is no connect session {number} in this project, or it was revoked before."),
            )
        };
        let revoked = self.store.revoke_session(&caller.project, number, self.clock.now()).await?;
        if !revoked {
            return Err(missing());
        }
        tracing::info!(session = number, "the session is revoked");
        Ok(())
    }

    /// The session of a token that a browser presents.
    pub async fn open_session(&self, token: &str, door: Door) -> Outcome<OpenSession> {
        let session = self.store.session_by_token_hash(&nabe_vault::hash(token)).await?;
        let now = self.clock.now();
        let expires = |it: &SessionRow| match door {
            Door::Component => it.token_expires_at,
            Door::Page => it.link_expires_at,
        };
        let live = session.filter(|it| it.revoked_at.is_none() && now < expires(it));
        let row = live.ok_or_else(|| {
            Failure::new(
                Code::SessionInvalid,
                "This link is unknown or has expired. Ask whoever sent it to you for a new one.",
            )
        })?;
        Ok(OpenSession { row })
    }

    /// The origins from which a project's pages may embed the component.
    pub async fn allowed_origins(&self, project: &ProjectId) -> Outcome<Vec<String>> {
        Ok(self.store.project(project).await?.map(|it| it.allowed_origins).unwrap_or_default())
    }

    /// The origins that any project allows: all that is known before a token arrives.
    pub async fn all_allowed_origins(&self) -> Outcome<Vec<String>> {
        Ok(self.store.projects().await?.into_iter().flat_map(|it| it.allowed_origins).collect())
    }
}

fn later(now: Timestamp, life: Duration) -> Timestamp {
    let life = SignedDuration::try_from(life).unwrap_or(SignedDuration::MAX);
    now.saturating_add(life).unwrap_or(Timestamp::MAX)
}
