//! What a person entered: freed of what copying and pasting adds, and what is wrong with it.
//!
//! Must not know any provider.

use crate::permissions::Text;

/// Something that is wrong with a value that was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// The field's key.
    pub field: String,
    /// A sentence for the person. Never holds the value.
    pub message: Text,
    /// What was probably meant. Offered and not taken: only the person knows.
    pub offer: Option<String>,
    /// Whether the value may be a secret in a field for something else, so that it isn't shown again.
    pub hides_value: bool,
}

impl Complaint {
    /// A complaint of a field.
    pub fn new(field: &str, message: Text) -> Self {
        Self { field: field.to_owned(), message, ..Self::default() }
    }
}

/// Quotation marks that come along when a value is copied from a text.
const QUOTES: [char; 13] = ['"', '\'', '`', '´', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// A value without invisible characters, line breaks, and quotation marks and spaces around it.
///
/// Spaces inside stay: they may be the person's mistake, and guessing is not done here.
pub fn clean(value: &str) -> String {
    let visible: String = value.chars().filter(|it| !is_invisible(*it)).collect();
    visible.trim_matches(|it: char| it.is_whitespace() || QUOTES.contains(&it)).to_owned()
}

/// Control characters, line breaks among them, and the format characters that no keyboard types: soft hyphen,
/// zero-width spaces and joiners, marks of direction, the byte order mark.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_pasting_adds_is_taken_away() {
        for pasted in [
            "papi-a1b2",
            "  papi-a1b2\r\n",
            "\u{feff}papi-\u{200b}a1b2\u{a0}",
            "„papi-a1b2“",
            "\"papi-a1b2\"",
            "papi-\na1b2",
            "\u{202a}papi-a1b2\u{202c}",
            " ' papi-a1b2 ' ",
        ] {
            assert_eq!(clean(pasted), "papi-a1b2", "{pasted:?}");
        }
    }

    #[test]
    fn what_was_meant_stays() {
        for value in ["ACME GMBH", "Müller & Söhne", "pa'pi", "日本 株式会社", ""] {
            assert_eq!(clean(value), value);
        }
    }
}
