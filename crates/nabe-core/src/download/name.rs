//! What a file is called: its name at the provider, made harmless, with an ending that says what it is.

use nabe_model::file_format::{ending, file_format};
use nabe_model::hris::Document;

use super::media_type::usual_ending;

/// The longest name without its ending, in characters.
const LONGEST: usize = 200;

/// What the record of a file says of it.
#[derive(Debug, Default)]
pub(super) struct Named {
    name: Option<String>,
    /// Its format, if it is a known one.
    pub(super) format: Option<String>,
}

impl Named {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let format = document.file_format.as_ref().and_then(|it| it.value);
        Self {
            name: document.name.as_deref().map(str::to_owned),
            format: format.filter(|it| file_format(it).is_some()).map(str::to_owned),
        }
    }
}

/// The name of a file that is of this kind.
pub(super) fn file_name(named: &Named, media_type: &str) -> String {
    let name: String = named.name.as_deref().unwrap_or_default().chars().filter_map(harmless).collect();
    let name = name.trim().trim_start_matches('.');
    let known = ending(name).filter(|it| file_format(it).is_some());
    let stem = known.and_then(|it| name.strip_suffix(it)?.strip_suffix('.')).unwrap_or(name);
    let ending = known.or(named.format.as_deref()).or_else(|| usual_ending(media_type));
    let stem: String = if stem.is_empty() { "file".to_owned() } else { stem.chars().take(LONGEST).collect() };
    match ending {
        Some(ending) => format!("{stem}.{ending}"),
        None => stem,
    }
}

/// A character as a name may have it: no part of a path, nothing that can't be seen, and nothing that turns the
/// direction of what is read, by which `exe.fdp` looks like `pdf.exe`.
fn harmless(it: char) -> Option<char> {
    match it {
        '/' | '\\' | ':' => Some('_'),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        it if it.is_control() => None,
        it => Some(it),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: Option<&str>, format: Option<&str>, media_type: &str, expected: &str) {
        let named = Named { name: name.map(str::to_owned), format: format.map(str::to_owned) };
        assert_eq!(file_name(&named, media_type), expected);
    }

    #[test]
    fn a_name_says_what_the_file_is() {
        check(Some("Vertrag.PDF"), Some("pdf"), "application/pdf", "Vertrag.PDF");
        check(Some("Vertrag Größe"), Some("pdf"), "application/pdf", "Vertrag Größe.pdf");
        check(Some("Vertrag v1.5"), Some("docx"), "application/octet-stream", "Vertrag v1.5.docx");
        check(Some("Vertrag"), None, "image/jpeg", "Vertrag.jpg");
        check(Some("Vertrag"), None, "application/octet-stream", "Vertrag");
        check(None, None, "image/png", "file.png");
    }

    #[test]
    fn a_name_is_harmless() {
        check(Some("../../etc/passwd"), None, "text/plain", "_.._etc_passwd.txt");
        check(Some("a\r\nset-cookie: b\0.pdf"), Some("pdf"), "application/pdf", "aset-cookie_ b.pdf");
        check(Some("rechnung\u{202e}fdp.exe"), None, "application/octet-stream", "rechnungfdp.exe");
        check(Some(" . "), None, "application/octet-stream", "file");
        let long = "x".repeat(5_000);
        check(Some(&format!("{long}.pdf")), None, "application/pdf", &format!("{}.pdf", &long[..200]));
    }
}
