//! Cursors: where to go on, bound to the account and the query. They are signed and not hidden: ids can be read.
//!
//! A cursor carries all it needs and survives a restart.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use nabe_model::errors::Code;
use nabe_vault::MacKey;

use crate::failure::{Failure, Outcome};

/// Bytes of the code that stands before the position.
const CODE: usize = 16;

/// What a cursor belongs to. Changing any of it makes the cursor invalid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding<'a> {
    pub(crate) account: &'a str,
    pub(crate) resource: &'a str,
    /// The filters, written the same way each time.
    pub(crate) query: &'a str,
}

impl Binding<'_> {
    fn parts<'p>(&'p self, position: &'p str) -> [&'p [u8]; 5] {
        [
            b"cursor-1",
            self.account.as_bytes(),
            self.resource.as_bytes(),
            self.query.as_bytes(),
            position.as_bytes(),
        ]
    }

    /// A cursor for this position.
    pub(crate) fn seal(&self, key: &MacKey, position: &str) -> String {
        let mut bytes = key.sign(&self.parts(position)).to_vec();
        bytes.extend_from_slice(position.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position of a cursor that was made for the same account and query.
    pub(crate) fn open(&self, key: &MacKey, cursor: &str) -> Outcome<String> {
        let invalid = || {
            Failure::new(
                Code::InvalidCursor,
                "This cursor is damaged, or was made for another account or other filters. Begin the list anew without `next`.",
            )
        };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
        let (code, position) = bytes.split_at_checked(CODE).ok_or_else(invalid)?;
        let position = std::str::from_utf8(position).map_err(|_| invalid())?;
        if key.verify(&self.parts(position), code) { Ok(position.to_owned()) } else { Err(invalid()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_for_its_own_account_and_query_only() {
        let key = MacKey::generate();
        let mine = Binding { account: "acct_1", resource: "employees", query: "" };
        let cursor = mine.seal(&key, "100");
        assert_eq!(mine.open(&key, &cursor).as_deref(), Ok("100"));
        for other in [
            Binding { account: "acct_2", ..mine },
            Binding { resource: "time_off", ..mine },
            Binding { query: "email=a", ..mine },
        ] {
            assert_eq!(other.open(&key, &cursor).unwrap_err().code, Code::InvalidCursor);
        }
        assert!(mine.open(&MacKey::generate(), &cursor).is_err());
        for damaged in ["", "x", "AAAA", &cursor[1..], &format!("{cursor}A")] {
            assert!(mine.open(&key, damaged).is_err(), "{damaged}");
        }
    }
}
