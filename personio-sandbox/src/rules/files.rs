//! Which files can be documents of people.

/// The largest file: 30 MB (official file), read as 30 times 1,024 times 1,024 bytes [?].
pub(crate) const LARGEST: usize = 30 << 20;

/// What a file may be, in the order in which a refusal lists it (facts §4.1, §8 [O]).
pub(crate) const EXTENSIONS: [&str; 45] = [
    "pdf",
    "docx",
    "doc",
    "jpg",
    "zip",
    "png",
    "txt",
    "jpeg",
    "odt",
    "xlsx",
    "rtf",
    "htm",
    "xls",
    "p7s",
    "pptx",
    "pages",
    "rar",
    "ppt",
    "gif",
    "tif",
    "html",
    "msg",
    "asc",
    "tiff",
    "wps",
    "bmp",
    "7z",
    "csv",
    "ics",
    "vcf",
    "dotx",
    "numbers",
    "eps",
    "gz",
    "ods",
    "otf",
    "odp",
    "odg",
    "rtfd",
    "txz",
    "webarchive",
    "xml",
    "xps",
    "md",
    "fax",
];

/// The extension of a file that may be a document, in lower case.
pub(crate) fn extension(name: &str) -> Option<String> {
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    EXTENSIONS.contains(&extension.as_str()).then_some(extension)
}
