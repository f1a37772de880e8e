//! Media types of files by their extension, and how an answer names the file it has.

use http::header::{CONTENT_DISPOSITION, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Extensions with their media types.
const TYPES: &[(&str, &str)] = &[
    ("7z", "application/x-7z-compressed"),
    ("asc", "text/plain"),
    ("bmp", "image/bmp"),
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("dotx", "application/vnd.openxmlformats-officedocument.wordprocessingml.template"),
    ("eps", "application/postscript"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("ics", "text/calendar"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("md", "text/markdown"),
    ("msg", "application/vnd.ms-outlook"),
    ("numbers", "application/vnd.apple.numbers"),
    ("odg", "application/vnd.oasis.opendocument.graphics"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("otf", "font/otf"),
    ("p7s", "application/pkcs7-signature"),
    ("pages", "application/vnd.apple.pages"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("rar", "application/vnd.rar"),
    ("rtf", "application/rtf"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("txt", "text/plain"),
    ("vcf", "text/vcard"),
    ("wps", "application/vnd.ms-works"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("xps", "application/vnd.ms-xpsdocument"),
    ("zip", "application/zip"),
];

/// What the name of a file keeps as it is, see RFC 8187.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The media type of an extension in lower case.
pub(crate) fn of(extension: &str) -> &'static str {
    let known = TYPES.binary_search_by_key(&extension, |it| it.0);
    known.map_or("application/octet-stream", |at| TYPES[at].1)
}

/// The header with which an answer asks to be saved as a file of this name.
pub(crate) fn attachment(name: &str) -> (HeaderName, HeaderValue) {
    let plain = |it: char| {
        if it.is_ascii_graphic() && !matches!(it, '"' | '\\' | '%') || it == ' ' { it } else { '_' }
    };
    let simple: String = name.chars().map(plain).collect();
    let exact = utf8_percent_encode(name, KEPT);
    let value =
        HeaderValue::from_str(&format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{exact}"));
    (CONTENT_DISPOSITION, value.unwrap_or_else(|_| HeaderValue::from_static("attachment")))
}

#[cfg(test)]
mod tests {
    use super::{TYPES, attachment, of};

    #[test]
    fn extensions_are_in_order_and_found() {
        assert!(TYPES.is_sorted_by_key(|it| it.0));
        assert_eq!(
            [of("pdf"), of("7z"), of("zip"), of("fax")][..3],
            ["application/pdf", "application/x-7z-compressed", "application/zip"]
        );
        assert_eq!(of(""), "application/octet-stream");
    }

    #[test]
    fn any_name_fits_in_a_header() {
        let (_, value) = attachment("a \"b\"\r\nx: 計.pdf");
        let expected = "attachment; filename=\"a _b___x: _.pdf\"; \
                        filename*=UTF-8''a%20%22b%22%0D%0Ax%3A%20%E8%A8%88.pdf";
        assert_eq!(value.to_str().unwrap(), expected);
    }
}
