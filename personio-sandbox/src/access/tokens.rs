//! The credentials of the sandbox and the tokens given out for them.
//!
//! A token stays the same for 24 hours: whoever asks again with the same credential gets it again
//! (facts §2.1, §2.2 [O]). One token serves both generations ("all APIs except recruiting v1").
//! A token request with a list of scopes gets a token of its own, stable as well [?].

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::credential::{
    Attributes, ClientSecret, Credential, InvalidCredential, Kept, NewCredential, Permissions, fresh_secret,
};
use super::scope::ScopeSet;
use crate::model::attribute::Catalogue;
use crate::tenant::Tenant;

/// How long a token lives.
const LIFETIME_S: i64 = 86_400;

/// A valid token and what it allows.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) token: String,
    pub(crate) credential: Arc<Credential>,
    pub(crate) scopes: ScopeSet,
    expires_at: Timestamp,
    /// Whether it is refused until it is given out again.
    revoked: bool,
}

impl Grant {
    fn copy(&self) -> Self {
        let credential = Arc::clone(&self.credential);
        Self { token: self.token.clone(), credential, ..*self }
    }

    /// Seconds until the token ends.
    pub(crate) fn expires_in(&self, now: Timestamp) -> i64 {
        self.expires_at.as_second().saturating_sub(now.as_second()).clamp(0, LIFETIME_S)
    }
}

/// A token as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct KeptGrant {
    token: String,
    client_id: String,
    scopes: ScopeSet,
    expires_at: Timestamp,
    #[serde(default)]
    revoked: bool,
}

/// All credentials and tokens.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    inner: RwLock<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    last_number: u64,
    credentials: Vec<Arc<Credential>>,
    by_token: HashMap<String, Arc<Grant>>,
}

impl Inner {
    fn known(&self, client_id: &str) -> Option<Arc<Credential>> {
        self.credentials.iter().find(|it| it.client_id == client_id).cloned()
    }

    /// Puts another form of a credential in its place.
    fn replace(
        &mut self,
        client_id: &str,
        change: impl FnOnce(&Credential) -> Credential,
    ) -> Option<Arc<Credential>> {
        let place = self.credentials.iter_mut().find(|it| it.client_id == client_id)?;
        *place = Arc::new(change(place));
        Some(Arc::clone(place))
    }
}

impl Tokens {
    /// Makes a credential.
    pub(crate) fn add(
        &self,
        wanted: NewCredential,
        tenant: &Arc<Tenant>,
        catalogue: &Catalogue,
        now: Timestamp,
    ) -> Result<ClientSecret, InvalidCredential> {
        let mut inner = self.write();
        let credential = Credential::new(inner.last_number + 1, wanted, tenant, catalogue, now)?;
        inner.last_number = credential.number;
        let secret = ClientSecret {
            client_id: credential.client_id.clone(),
            client_secret: credential.secret.clone(),
        };
        inner.credentials.push(Arc::new(credential));
        Ok(secret)
    }

    /// All credentials, oldest first.
    pub(crate) fn credentials(&self) -> Vec<Arc<Credential>> {
        self.read().credentials.clone()
    }

    /// Changes what a credential may do; `None` if there is none with this id.
    ///
    /// That an integration can be changed, and what becomes of its tokens, is not published [?]: here its token stays
    /// and may what the credential may from now on; tokens for a list of scopes end.
    pub(crate) fn change(
        &self,
        client_id: &str,
        permissions: &Permissions,
        attributes: Attributes,
        catalogue: &Catalogue,
    ) -> Option<Result<(), InvalidCredential>> {
        let mut inner = self.write();
        let place = inner.credentials.iter().position(|it| it.client_id == client_id)?;
        let old = Arc::clone(&inner.credentials[place]);
        let new = match old.changed(permissions, attributes, catalogue) {
            Ok(new) => Arc::new(new),
            Err(error) => return Some(Err(error)),
        };
        inner.credentials[place] = Arc::clone(&new);
        inner.by_token.retain(|_, it| it.credential.number != old.number || it.scopes == old.scopes);
        for grant in inner.by_token.values_mut().filter(|it| it.credential.number == old.number) {
            *grant = Arc::new(Grant {
                token: grant.token.clone(),
                credential: Arc::clone(&new),
                scopes: new.scopes,
                expires_at: grant.expires_at,
                revoked: grant.revoked,
            });
        }
        Some(Ok(()))
    }

    /// Gives a credential a fresh secret, and says which; `None` if there is none with this id.
    ///
    /// The old secret and every token of it end at once [?].
    pub(crate) fn rotate(&self, client_id: &str) -> Option<ClientSecret> {
        let mut inner = self.write();
        let credential = inner.replace(client_id, Credential::rotated)?;
        inner.by_token.retain(|_, grant| grant.credential.number != credential.number);
        let (client_id, client_secret) = (credential.client_id.clone(), credential.secret.clone());
        Some(ClientSecret { client_id, client_secret })
    }

    /// Enables or disables a credential; false if there is none with this id.
    ///
    /// Its tokens end when it is disabled [?]: once enabled again, it gets new ones.
    pub(crate) fn enable(&self, client_id: &str, enabled: bool) -> bool {
        let mut inner = self.write();
        let Some(credential) = inner.known(client_id) else { return false };
        if credential.enabled == enabled {
            return true;
        }
        inner.replace(client_id, |it| it.switched(enabled));
        inner.by_token.retain(|_, grant| grant.credential.number != credential.number);
        true
    }

    /// Removes a credential and its tokens; false if there is none with this id.
    pub(crate) fn remove(&self, client_id: &str) -> bool {
        let mut inner = self.write();
        let before = inner.credentials.len();
        inner.credentials.retain(|it| it.client_id != client_id);
        inner.by_token.retain(|_, grant| grant.credential.client_id != client_id);
        inner.credentials.len() < before
    }

    /// The credential with this id, whatever the secret.
    pub(crate) fn known(&self, client_id: &str) -> Option<Arc<Credential>> {
        self.read().known(client_id)
    }

    /// The token of a credential for these scopes: the one that is still valid, or a new one.
    pub(crate) fn grant(&self, credential: &Arc<Credential>, scopes: ScopeSet, now: Timestamp) -> Arc<Grant> {
        let mut inner = self.write();
        inner.by_token.retain(|_, grant| grant.expires_at > now);
        let same = |it: &&Arc<Grant>| it.credential.number == credential.number && it.scopes == scopes;
        let old = inner.by_token.values().find(same).cloned();
        if let Some(grant) = old.as_ref().filter(|it| !it.revoked) {
            return Arc::clone(grant);
        }
        let fresh = || (fresh_secret(), now.checked_add(LIFETIME_S.seconds()).unwrap_or(Timestamp::MAX));
        let (token, expires_at) = old.map_or_else(fresh, |it| (it.token.clone(), it.expires_at));
        let credential = Arc::clone(credential);
        let grant = Arc::new(Grant { token, credential, scopes, expires_at, revoked: false });
        inner.by_token.insert(grant.token.clone(), Arc::clone(&grant));
        grant
    }

    /// What a token allows, if it is valid now.
    pub(crate) fn check(&self, token: &str, now: Timestamp) -> Option<Arc<Grant>> {
        let grant = self.read().by_token.get(token).cloned()?;
        (grant.expires_at > now && !grant.revoked).then_some(grant)
    }

    /// Ends a token at once. What the next request for one gets is not known (facts §2.3 [?]); `effect` is the position
    /// of the switch.
    pub(crate) fn revoke(&self, token: &str, effect: &str) {
        let mut inner = self.write();
        match effect {
            "none" => {}
            "same-value" => {
                if let Some(grant) = inner.by_token.get_mut(token) {
                    *grant = Arc::new(Grant { revoked: true, ..grant.copy() });
                }
            }
            _ => drop(inner.by_token.remove(token)),
        }
    }

    /// All credentials and all tokens, as JSON.
    pub(crate) fn dump(&self) -> (Vec<String>, Vec<String>) {
        let inner = self.read();
        let credentials = inner.credentials.iter().map(|it| serde_json::json!(Kept::of(it)).to_string());
        let grants = inner.by_token.values().map(|it| {
            let kept = KeptGrant {
                token: it.token.clone(),
                client_id: it.credential.client_id.clone(),
                scopes: it.scopes,
                expires_at: it.expires_at,
                revoked: it.revoked,
            };
            serde_json::json!(kept).to_string()
        });
        (credentials.collect(), grants.collect())
    }

    /// Puts what was dumped in the place of what is there.
    pub(crate) fn restore(&self, restored: Restored) {
        *self.write() = restored.0;
    }

    /// Forgets all credentials and tokens.
    pub(crate) fn clear(&self) {
        let mut inner = self.write();
        inner.credentials.clear();
        inner.by_token.clear();
    }

    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Credentials and tokens that were dumped.
#[derive(Debug)]
pub(crate) struct Restored(Inner);

impl Restored {
    /// Reads them; what belongs to a company that isn't there is left out.
    pub(crate) fn read(
        credentials: &[String],
        grants: &[String],
        company: &dyn Fn(&str) -> Option<Arc<Tenant>>,
    ) -> Result<Self, serde_json::Error> {
        let mut restored = Inner::default();
        for text in credentials {
            let kept: Kept = serde_json::from_str(text)?;
            restored.last_number = restored.last_number.max(kept.number);
            if let Some(tenant) = company(&kept.company) {
                restored.credentials.push(Arc::new(kept.restored(tenant)));
            }
        }
        for text in grants {
            let KeptGrant { token, client_id, scopes, expires_at, revoked } = serde_json::from_str(text)?;
            if let Some(credential) = restored.credentials.iter().find(|it| it.client_id == client_id) {
                let credential = Arc::clone(credential);
                let grant = Grant { token: token.clone(), credential, scopes, expires_at, revoked };
                restored.by_token.insert(token, Arc::new(grant));
            }
        }
        Ok(Self(restored))
    }
}
