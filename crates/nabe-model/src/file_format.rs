//! Formats of files, by the endings of their names.
//!
//! Must not know any file.

use std::sync::LazyLock;

/// The endings that the published contract has, sorted; those that it marks with `*` as doubled are left out.
static KNOWN: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("file_formats.txt").lines().collect());

/// The longest ending that is known.
const LONGEST: usize = 32;

/// The format that an ending stands for, if the contract has it: `PDF` is `pdf`.
pub fn file_format(ending: &str) -> Option<&'static str> {
    if ending.len() > LONGEST {
        return None;
    }
    let ending = ending.to_ascii_lowercase();
    KNOWN.binary_search(&ending.as_str()).ok().map(|at| KNOWN[at])
}

/// What stands behind the last dot of a file's name, when it may be an ending.
pub fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let fits = (1..=LONGEST).contains(&ending.len())
        && ending.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
    (fits && !stem.is_empty()).then_some(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_sorted_and_found_in_any_case() {
        assert!(KNOWN.is_sorted() && KNOWN.len() > 1_000);
        assert!(KNOWN.iter().all(|it| it.len() <= LONGEST && *it == it.to_ascii_lowercase()));
        assert_eq!(
            [file_format("pdf"), file_format("DocX"), file_format("7z")],
            [Some("pdf"), Some("docx"), Some("7z")]
        );
        for unknown in ["", "fax", "*wav", "unmapped_value", "pdf ", "ü"] {
            assert_eq!(file_format(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn an_ending_stands_behind_the_last_dot() {
        assert_eq!(ending("Vertrag.v2.PDF"), Some("PDF"));
        for none in ["Vertrag", "Dr. Größe", ".hidden", "x.", "a.b c", ""] {
            assert_eq!(ending(none), None, "{none}");
        }
    }
}
