//! What a person entered to connect an account.
//!
//! Must not know where it is stored or sealed.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// The fields of the connect form by their keys. Their values never print.
#[derive(Clone, Default)]
pub struct Credentials {
    fields: BTreeMap<String, SecretString>,
}

impl Credentials {
    /// Sets a field; an empty value takes it away.
    pub fn set(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            self.fields.remove(key);
        } else {
            self.fields.insert(key.to_owned(), SecretString::from(value));
        }
    }

    /// A field's value, if it was entered.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.fields.get(key).map(ExposeSecret::expose_secret)
    }

    /// A field's value, or nothing.
    pub fn get_or_empty(&self, key: &str) -> &str {
        self.get(key).unwrap_or_default()
    }

    /// The keys that were entered.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    /// The fields as JSON, to be sealed and nothing else.
    pub fn to_json(&self) -> Vec<u8> {
        let plain: BTreeMap<&str, &str> =
            self.fields.iter().map(|(key, value)| (key.as_str(), value.expose_secret())).collect();
        serde_json::to_vec(&plain).expect("a map of texts is always JSON")
    }

    /// Reads what `to_json` wrote.
    pub fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        let plain: BTreeMap<String, String> = serde_json::from_slice(json)?;
        let fields = plain.into_iter().map(|(key, value)| (key, SecretString::from(value))).collect();
        Ok(Self { fields })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Credentials").field(&self.fields.keys().collect::<Vec<_>>()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_never_print_and_survive_the_round_trip() {
        let mut credentials = Credentials::default();
        credentials.set("client_secret", "papi-hidden");
        credentials.set("client_id", "");
        assert_eq!(format!("{credentials:?}"), r#"Credentials(["client_secret"])"#);
        let again = Credentials::from_json(&credentials.to_json()).unwrap();
        assert_eq!(again.get("client_secret"), Some("papi-hidden"));
        assert_eq!(again.get("client_id"), None);
    }
}
