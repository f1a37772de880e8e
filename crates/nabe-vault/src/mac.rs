//! Short authentication codes, for texts that a caller carries and brings back, such as cursors.
//!
//! Must not know what is in them.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::random;
use crate::sealed::join;

/// A key that signs and checks. Wiped from memory when dropped, and never printed.
#[derive(Clone)]
pub struct MacKey(Zeroizing<[u8; 32]>);

impl MacKey {
    /// A new random key.
    pub fn generate() -> Self {
        Self(random::key())
    }

    /// The key with these bytes, or `None` if there aren't 32 of them.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(key))
    }

    /// The bytes of the key, to be sealed and stored.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Signs `parts` with HMAC-SHA256, cut to 16 bytes. How a text is split into parts is signed too.
    pub fn sign(&self, parts: &[&[u8]]) -> [u8; 16] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.as_slice()).expect("HMAC takes keys of any length");
        mac.update(&join(parts));
        let code = mac.finalize().into_bytes();
        *code.first_chunk().expect("a SHA-256 code has 32 bytes")
    }

    /// Whether `code` is what [`Self::sign`] makes of `parts`; takes as long for a wrong code as for a right one.
    pub fn verify(&self, parts: &[&[u8]], code: &[u8]) -> bool {
        crate::constant_time_eq(&self.sign(parts), code)
    }
}

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_for_its_parts_and_its_key_only() {
        let key = MacKey::generate();
        let code = key.sign(&[b"employees", b"acct_1"]);

        assert!(key.verify(&[b"employees", b"acct_1"], &code));
        assert!(!key.verify(&[b"employeesa", b"cct_1"], &code));
        assert!(!key.verify(&[b"employees", b"acct_1", b""], &code));
        assert!(!key.verify(&[b"employees", b"acct_1"], &code[..15]));
        assert!(!key.verify(&[b"employees", b"acct_1"], b""));
        assert!(!MacKey::generate().verify(&[b"employees", b"acct_1"], &code));
    }

    #[test]
    fn a_key_reads_back_from_its_bytes() {
        let key = MacKey::generate();
        let again = MacKey::from_bytes(key.expose()).unwrap();
        assert_eq!(key.sign(&[b"x"]), again.sign(&[b"x"]));
        assert!(MacKey::from_bytes(&[0; 31]).is_none());
        assert_eq!(format!("{key:?}"), "MacKey(…)");
    }

    /// The expected code comes from Python's `hmac`.
    #[test]
    fn the_code_is_hmac_sha256_of_length_prefixed_parts() {
        let key = MacKey::from_bytes(&[7; 32]).unwrap();
        let code = format!("{:032x}", u128::from_be_bytes(key.sign(&[b"a", b"bc"])));
        assert_eq!(code, "174ca60cad6664cd64f2d5870341b83b");
    }
}
