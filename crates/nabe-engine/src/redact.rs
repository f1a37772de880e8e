//! The one redactor before everything that leaves.
//!
//! Knows the secrets of the session and the forms of the provider's secrets. Must not know where a text goes.

use std::borrow::Cow;

use nabe_connector::Manifest;
use regex::bytes::Regex;

/// What stands in place of a secret.
const MARK: &str = "[redacted]";
/// Shorter texts are no secrets: replacing them would damage answers.
const SHORTEST: usize = 8;
/// The longest text of a provider's that is passed on. It is cut here and not where it is read: of a secret that is
/// cut in two, the first half would not be known any more.
const MESSAGE_LIMIT: usize = 300;

/// Takes secrets out of texts.
pub struct Redactor {
    forms: Forms,
}

/// What is looked for.
enum Forms {
    /// Nothing: there are no secrets.
    None,
    Known(Regex),
    /// There are secrets that can't be looked for, so any text may hold one.
    Unknown,
}

impl Redactor {
    /// A redactor for a provider's forms and these known secrets.
    pub fn new<'a>(manifest: &Manifest, secrets: impl Iterator<Item = &'a str>) -> Self {
        let known = secrets.filter(|it| it.len() >= SHORTEST).map(pattern);
        let forms: Vec<String> = known.chain(manifest.secret_patterns.iter().cloned()).collect();
        Self { forms: Forms::of(&forms) }
    }

    /// The bytes without secrets; borrowed when there were none. Nothing is left when secrets can't be looked for.
    pub fn bytes<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        match &self.forms {
            Forms::None => Cow::Borrowed(text),
            Forms::Known(forms) => forms.replace_all(text, MARK.as_bytes()),
            Forms::Unknown => Cow::Borrowed(MARK.as_bytes()),
        }
    }

    /// A provider's sentence without secrets, short enough to be passed on.
    pub fn message(&self, text: &str) -> String {
        self.text(text).chars().take(MESSAGE_LIMIT).collect()
    }

    /// The text without secrets.
    pub fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.bytes(text.as_bytes())).into_owned()
    }
}

impl Forms {
    /// Secrets can be too long to be looked for, and the provider makes its tokens as long as it wants.
    fn of(patterns: &[String]) -> Self {
        if patterns.is_empty() {
            return Self::None;
        }
        Regex::new(&patterns.join("|")).map_or(Self::Unknown, Self::Known)
    }
}

/// A secret as an answer may repeat it: as it is, escaped in JSON (also twice), or encoded in an address or a form.
fn pattern(secret: &str) -> String {
    secret.chars().map(character).collect()
}

fn character(it: char) -> String {
    let literal = regex::escape(&it.to_string());
    if it.is_ascii_alphanumeric() || "-_.".contains(it) {
        return literal;
    }
    let plain = if it == '\\' { r"\\+".to_owned() } else { format!(r"\\*{literal}") };
    let percent: Vec<String> = it.to_string().bytes().map(|it| format!("%{it:02x}")).collect();
    let escape: Vec<String> =
        it.encode_utf16(&mut [0; 2]).iter().map(|it| format!(r"\\+u{it:04x}")).collect();
    format!("(?:{plain}|(?i:{}|{}))", percent.concat(), escape.concat())
}

#[cfg(test)]
mod tests {
    use super::{Forms, MARK, Redactor, Regex, pattern};

    fn is_found(secret: &str, text: &str) -> bool {
        Regex::new(&pattern(secret)).unwrap().is_match(text.as_bytes())
    }

    #[test]
    fn no_text_leaves_when_secrets_can_not_be_looked_for() {
        let redacted =
            |secrets: &[String]| Redactor { forms: Forms::of(secrets) }.text("nothing, or a secret");
        assert_eq!(redacted(&["no pattern: (".to_owned()]), MARK);
        assert_eq!(redacted(&[pattern("a secret")]), format!("nothing, or {MARK}"));
        assert_eq!(redacted(&[]), "nothing, or a secret");
    }

    #[test]
    fn a_secret_is_found_however_it_is_written() {
        let secret = r#"a"b\c/d&e+ö"#;
        for text in [
            r#"a"b\c/d&e+ö"#,
            r#"a\"b\\c/d&e+ö"#,
            r#"a\"b\\c\/d\u0026e+\u00F6"#,
            r#"a\\\"b\\\\c\\\/d&e+\\u00f6"#,
            "a%22b%5Cc%2Fd%26e%2B%C3%B6",
            "a%22b%5cc/d%26e%2b%c3%b6",
        ] {
            assert!(is_found(secret, text), "{text}");
        }
        assert!(!is_found(secret, r#"a"b\c/d&e ö"#));
        assert!(!is_found("a.b", "axb"));
    }
}
