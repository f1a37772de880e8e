//! Opaque cursors of v2 lists: they carry the page size, the filters and how far the client has read.
//!
//! They are signed, so that an altered one is noticed rather than misread, and they survive a restart
//! with the same seed. How long a real cursor lives is not known (facts §15.11 [?]).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const PREFIX: &str = "cur_";
const TAG: usize = 9;

/// What a cursor says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// The path of the list it belongs to.
    pub(crate) path: String,
    pub(crate) limit: usize,
    /// The key of the last row that was sent; 0 before the first.
    pub(crate) after: u64,
    pub(crate) filters: Vec<(String, String)>,
    /// How many pages come before it.
    #[serde(default)]
    pub(crate) depth: usize,
    /// When it was made, in seconds since 1970; only for cursors that expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) made: Option<i64>,
}

impl Cursor {
    /// The text that clients carry around.
    pub(crate) fn encode(&self, key: u64) -> String {
        let payload = serde_json::to_vec(self).unwrap_or_default();
        let mut bytes = tag(key, &payload).to_vec();
        bytes.extend_from_slice(&payload);
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What a text says, if this sandbox made it.
    pub(crate) fn decode(text: &str, key: u64) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        let (signed, payload) = bytes.split_at_checked(TAG)?;
        if signed != tag(key, payload) {
            return None;
        }
        serde_json::from_slice(payload).ok()
    }
}

fn tag(key: u64, payload: &[u8]) -> [u8; TAG] {
    let digest = Sha256::new().chain_update(key.to_be_bytes()).chain_update(payload).finalize();
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_comes_back_and_an_altered_one_does_not() {
        let filters = vec![("status".to_owned(), "ACTIVE".to_owned())];
        let cursor =
            Cursor { path: "/v2/persons".to_owned(), limit: 7, after: 3_021, filters, ..Cursor::default() };
        let text = cursor.encode(1);
        assert_eq!(Cursor::decode(&text, 1).unwrap(), cursor);
        assert_eq!(Cursor::decode(&text, 2), None);
        for at in 0..text.len() {
            let mut altered = text.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(Cursor::decode(&altered, 1), None, "{at}");
        }
        assert_eq!(Cursor::decode("cur_", 1), None);
    }
}
