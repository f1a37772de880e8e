//! What a file is, in the words that published clients take in a download; they fail on any other.
//!
//! `application/json` is one of them and not here: clients read it as an answer in their own form, and lose the file.

/// The word for anything.
const ANYTHING: &str = "application/octet-stream";

/// The words, with the endings that mean them; the first is the one that is put behind a name.
const KNOWN: &[(&str, &[&str])] = &[
    ("application/gzip", &["gz", "tgz"]),
    ("application/msword", &["doc", "dot"]),
    ("application/pdf", &["pdf"]),
    ("application/rtf", &["rtf"]),
    ("application/vnd.ms-excel", &["xls", "xlt"]),
    ("application/vnd.ms-outlook", &["msg"]),
    ("application/vnd.ms-powerpoint", &["ppt", "pps"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/x-7z-compressed", &["7z"]),
    ("application/x-rar-compressed", &["rar"]),
    ("application/xml", &["xml"]),
    ("application/zip", &["zip"]),
    ("audio/mp4", &["m4a"]),
    ("audio/mpeg", &["mp3"]),
    ("audio/wav", &["wav"]),
    ("image/bmp", &["bmp"]),
    ("image/gif", &["gif"]),
    ("image/heic", &["heic"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/png", &["png"]),
    ("image/tiff", &["tif", "tiff"]),
    ("image/webp", &["webp"]),
    ("message/rfc822", &["eml"]),
    ("text/csv", &["csv"]),
    ("text/html", &["html", "htm"]),
    ("text/plain", &["txt"]),
    ("text/rtf", &[]),
    ("video/avi", &["avi"]),
    ("video/mp4", &["mp4"]),
    ("video/quicktime", &["mov", "qt"]),
    ("video/webm", &["webm"]),
];

/// Other words for the same.
const SAME: &[(&str, &str)] = &[
    ("application/vnd.rar", "application/x-rar-compressed"),
    ("application/x-gzip", "application/gzip"),
    ("application/x-zip-compressed", "application/zip"),
    ("audio/mp3", "audio/mpeg"),
    ("audio/x-wav", "audio/wav"),
    ("image/jpg", "image/jpeg"),
    ("image/x-ms-bmp", "image/bmp"),
    ("text/xml", "application/xml"),
    ("video/x-msvideo", "video/avi"),
];

/// The word for a file: what the provider says, or else what the ending means, or else that it is anything.
pub(super) fn media_type(said: Option<&str>, ending: Option<&str>) -> &'static str {
    let said = said.and_then(|it| word(it.split(';').next().unwrap_or_default().trim()));
    let by_ending = || {
        let ending = ending?.to_ascii_lowercase();
        KNOWN.iter().find(|(_, endings)| endings.contains(&ending.as_str())).map(|it| it.0)
    };
    said.or_else(by_ending).unwrap_or(ANYTHING)
}

fn word(said: &str) -> Option<&'static str> {
    let said = said.to_ascii_lowercase();
    let said = SAME.iter().find(|it| it.0 == said).map_or(said.as_str(), |it| it.1);
    KNOWN.iter().find(|it| it.0 == said).map(|it| it.0)
}

/// The ending that a file of this kind has.
pub(super) fn usual_ending(media_type: &str) -> Option<&'static str> {
    KNOWN.iter().find(|it| it.0 == media_type)?.1.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_provider_says_goes_before_the_ending() {
        for (said, ending, expected) in [
            (Some("application/pdf"), None, "application/pdf"),
            (Some("IMAGE/PNG; x=y"), Some("pdf"), "image/png"),
            (Some("text/plain;charset=utf-8"), Some("csv"), "text/plain"),
            (Some("application/vnd.rar"), None, "application/x-rar-compressed"),
            (Some("application/octet-stream"), Some("DOCX"), word_of_docx()),
            (Some("application/x-unknown"), Some("jpeg"), "image/jpeg"),
            (None, Some("zip"), "application/zip"),
            (None, Some("fax"), ANYTHING),
            (None, None, ANYTHING),
        ] {
            assert_eq!(media_type(said, ending), expected, "{said:?} {ending:?}");
        }
    }

    #[test]
    fn what_clients_would_read_as_an_answer_of_their_own_is_anything() {
        assert_eq!(media_type(Some("application/json"), Some("json")), ANYTHING);
    }

    fn word_of_docx() -> &'static str {
        media_type(None, Some("docx"))
    }

    #[test]
    fn each_word_stands_once_in_order() {
        assert!(KNOWN.is_sorted_by_key(|it| it.0) && SAME.is_sorted());
        let mut endings: Vec<&str> = KNOWN.iter().flat_map(|it| it.1).copied().collect();
        let all = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), all);
    }
}
