//! `POST /v1/recruiting/applications/documents`: takes in files that applications name afterwards.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::recruiting::allowed;
use super::recruiting_errors::{self, reason};
use crate::model::company::{Company, fresh_uuid};
use crate::model::recruiting::ApplicationFile;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::input::{File, Input, Unreadable};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The largest file: 20 MB (facts §10 [O]), read as 20 times 1,024 times 1,024 bytes [?].
pub(super) const LARGEST: usize = 20 << 20;

/// Extensions with their media types (facts §10 [O]). The list of answers spells `ppt` as `ptt`, which is a slip.
const TYPES: [(&str, &str); 26] = [
    ("pdf", "application/pdf"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("7z", "application/x-7z-compressed"),
    ("gz", "application/gzip"),
    ("rar", "application/vnd.rar"),
    ("zip", "application/zip"),
    ("bmp", "image/bmp"),
    ("gif", "image/gif"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("tif", "image/tiff"),
    ("csv", "text/csv"),
    ("txt", "text/plain"),
    ("rtf", "application/rtf"),
    ("mp4", "video/mp4"),
    ("3gp", "video/3gpp"),
    ("mov", "video/quicktime"),
    ("avi", "video/x-msvideo"),
    ("wmv", "video/x-ms-wmv"),
];

/// Keeps a file and answers with the uuid under which an application can name it.
pub(crate) fn upload(call: &Call<'_>) -> Outcome {
    // The published file has a body for it with applications, but not here.
    allowed(&call.company()).map_err(|_| Answer::empty(StatusCode::FORBIDDEN))?;
    // What is no form at all has no file; one that can't be read is told so [?].
    let input = match Input::read(call) {
        Ok(input) => input,
        Err(Unreadable::Json) => Input::default(),
        Err(Unreadable::Form) => {
            let (title, detail) = ("Unprocessable Entity", "The form can't be read.");
            return Err(refusal::recruiting_general(StatusCode::UNPROCESSABLE_ENTITY, title, detail));
        }
    };
    let Some(file) = input.file("file") else {
        return Err(refusal::recruiting_field(StatusCode::UNPROCESSABLE_ENTITY, "file", reason::REQUIRED));
    };
    if file.bytes.len() > LARGEST {
        let context = json!({"limit": LARGEST});
        return Err(recruiting_errors::refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            "file",
            reason::FILE_SIZE,
            &context,
        ));
    }
    let extension = extension(&file.name);
    let Some((extension, media_type)) = TYPES.iter().find(|it| it.0 == extension) else {
        let context = json!({"supported": TYPES.map(|it| it.0)});
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(recruiting_errors::refusal(status, "file", reason::FILE_TYPE, &context));
    };
    call.change(|company| {
        let uuid = keep(company, file, extension, media_type);
        let mut json = Json::with_capacity(256);
        let mut body = Object::open(&mut json);
        body.key("uuid").uuid(uuid);
        body.key("size").value(&file.bytes.len());
        body.text("mimetype", Some(media_type)).text("original_filename", Some(&file.name));
        body.text("extension", Some(extension)).close();
        Ok(Answer::ok(json))
    })
}

/// The extension of a file's name in lower case; empty if it has none.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase()
}

/// The media type of an extension; the old form takes some that this route doesn't.
pub(super) fn media_type(extension: &str) -> &'static str {
    let extension = match extension {
        "jpeg" => "jpg",
        "tiff" => "tif",
        _ => extension,
    };
    TYPES.iter().find(|it| it.0 == extension).map_or("application/octet-stream", |it| it.1)
}

/// Keeps a file that belongs to no application yet; answers with its uuid.
pub(super) fn keep(company: &mut Company, file: &File, extension: &str, media_type: &str) -> Uuid {
    let (id, uuid) = (company.application_files.next_number(), fresh_uuid());
    company.application_files.insert(ApplicationFile {
        id,
        uuid,
        name: file.name.clone().into(),
        extension: extension.to_owned().into(),
        media_type: media_type.to_owned().into(),
        size: file.bytes.len(),
        category: None,
        application: None,
        content: Some(STANDARD.encode(&file.bytes)),
    });
    uuid
}
