//! Tokens and API keys: made here once, kept elsewhere as hashes only.
//!
//! Must not know whom a token lets in.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::random;

/// The SHA-256 of a token or key: what is stored. They are random, so that no slow hash is needed.
pub type TokenHash = [u8; 32];

/// The hash under which a presented text is looked up and compared.
pub fn hash(text: &str) -> TokenHash {
    Sha256::digest(text).into()
}

/// Whether two values are equal, in a time that doesn't tell where they differ (but does tell their lengths).
pub fn constant_time_eq(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// Whether `presented` is the text whose hash was stored, in constant time.
pub fn matches(presented: &str, stored: &TokenHash) -> bool {
    constant_time_eq(&hash(presented), stored)
}

/// A random secret that stands for a right, for example of a connect session: 43 characters, safe in a URL.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// A new token of 256 random bits.
    pub fn generate() -> Self {
        Self(secret())
    }

    /// The text, to be shown to its owner once.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored in its place.
    pub fn hash(&self) -> TokenHash {
        hash(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The text of an API key: `v1.self.`, 16 characters by which it is found, 43 that are the secret.
///
/// The lookup is no secret: it may be shown and logged, so that a key can be named without giving it away.
#[derive(Clone)]
pub struct ApiKeyText {
    text: Zeroizing<String>,
}

impl ApiKeyText {
    /// What every key begins with: the version of the form and the region, which is always this server.
    pub const PREFIX: &'static str = "v1.self.";

    const LOOKUP: usize = 16;
    const SECRET: usize = 43;

    /// A new key.
    pub fn generate() -> Self {
        // 32 characters that can't be taken for one another: five bits each, 80 bits in all.
        const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let lookup = random::bytes::<{ Self::LOOKUP }>().map(|it| ALPHABET[usize::from(it) % ALPHABET.len()]);
        let mut text =
            Zeroizing::new(String::with_capacity(Self::PREFIX.len() + Self::LOOKUP + Self::SECRET));
        text.push_str(Self::PREFIX);
        text.extend(lookup.map(char::from));
        text.push_str(&secret());
        Self { text }
    }

    /// Reads what a caller presents, or `None` if it doesn't have the form of a key.
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix(Self::PREFIX)?;
        let (lookup, secret) = body.split_at_checked(Self::LOOKUP)?;
        let found = lookup.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        let safe = secret.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
        let good = found && safe && secret.len() == Self::SECRET;
        good.then(|| Self { text: Zeroizing::new(text.to_owned()) })
    }

    /// The whole key, to be shown to its owner once.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The part by which the stored key is found.
    pub fn lookup(&self) -> &str {
        &self.text[Self::PREFIX.len()..][..Self::LOOKUP]
    }

    /// What is stored in its place.
    pub fn hash(&self) -> TokenHash {
        hash(&self.text)
    }

    /// Whether this is the key whose hash was stored, in constant time.
    pub fn matches(&self, stored: &TokenHash) -> bool {
        matches(&self.text, stored)
    }
}

impl fmt::Debug for ApiKeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKeyText({}{}…)", Self::PREFIX, self.lookup())
    }
}

fn secret() -> Zeroizing<String> {
    Zeroizing::new(URL_SAFE_NO_PAD.encode(random::key().as_slice()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_is_long_safe_in_a_url_and_never_printed() {
        let token = Token::generate();
        assert_eq!(token.expose().len(), 43);
        assert_eq!(form_encoded(token.expose()), token.expose());
        assert!(!format!("{token:?}").contains(token.expose()));
        assert_ne!(token.expose(), Token::generate().expose());
        assert!(matches(token.expose(), &token.hash()));
        assert!(!matches(Token::generate().expose(), &token.hash()));
    }

    fn form_encoded(text: &str) -> String {
        text.chars().filter(|it| it.is_ascii_alphanumeric() || "-_".contains(*it)).collect()
    }

    #[test]
    fn a_hash_is_sha_256() {
        let halves =
            hash("abc").as_chunks::<16>().0.iter().map(|it| u128::from_be_bytes(*it)).collect::<Vec<_>>();
        assert_eq!(
            halves,
            [0xba78_16bf_8f01_cfea_4141_40de_5dae_2223, 0xb003_61a3_9617_7a9c_b410_ff61_f200_15ad]
        );
    }

    #[test]
    fn a_key_reads_back_and_matches_itself_only() {
        let key = ApiKeyText::generate();
        let read = ApiKeyText::parse(key.expose()).unwrap();
        assert_eq!(read.lookup(), key.lookup());
        assert!(read.matches(&key.hash()));
        assert!(!ApiKeyText::generate().matches(&key.hash()));
        // With the right lookup, too.
        let forged = format!("{}{}{}", ApiKeyText::PREFIX, key.lookup(), Token::generate().expose());
        assert!(!ApiKeyText::parse(&forged).unwrap().matches(&key.hash()));
    }

    #[test]
    fn a_key_shows_how_it_is_found_and_not_its_secret() {
        let key = ApiKeyText::generate();
        let shown = format!("{key:?}");
        assert!(shown.contains(key.lookup()));
        assert!(!shown.contains(&key.expose()[ApiKeyText::PREFIX.len() + 16..]));
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        let key = ApiKeyText::generate();
        let text = key.expose();
        let short = &text[..text.len() - 1];
        for text in [
            "",
            "v1.self.",
            "v2.self.x",
            short,
            &format!("{text}x"),
            &text.to_uppercase(),
            &format!(" {text}"),
        ] {
            assert!(ApiKeyText::parse(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "(v1\\.self\\.)?\\PC*") {
            if let Some(key) = ApiKeyText::parse(&text) {
                prop_assert_eq!(key.expose(), text);
            }
        }
    }
}
