//! Files of employees: those of their documents, and their pictures.
//!
//! Must not know how calls are made.

use nabe_connector::{Call, CallError, FileAsk, FileResource, Resource};

use super::documents::EmployeeDocuments;
use super::employees::number;
use super::listed::segment;
use super::operation;

/// The operation that answers with a file of any content.
pub(super) const DOWNLOAD: &str = "v2_download_document";

/// The widest picture that is asked for; which widths Personio takes was not seen (?).
const WIDEST: u32 = 4_096;

/// The file of a document. Personio's call names the document only, so the document must stand in its owner's list.
pub(super) struct EmployeeDocumentFile;

impl FileResource for EmployeeDocumentFile {
    fn field(&self) -> &'static str {
        "contents"
    }

    fn listed(&self) -> Option<&'static dyn Resource> {
        Some(&EmployeeDocuments)
    }

    fn call(&self, ask: &FileAsk<'_>) -> Result<Call, CallError> {
        as_it_is(ask)?;
        number(ask.parent.unwrap_or_default())?;
        let id = segment(ask.id.unwrap_or_default())?;
        Ok(Call::with_path(operation(DOWNLOAD), &[id]))
    }

    fn refusal(&self, status: u16) -> Option<&'static str> {
        // Official.
        (status == 409).then_some(
            "does not give this file out, because it is flagged as unsafe. Nobody can download it; look at the document \
             in Personio",
        )
    }
}

/// Files are not made into others.
pub(super) fn as_it_is(ask: &FileAsk<'_>) -> Result<(), CallError> {
    let expected = "left out: files are given out as they are";
    let named = ["format", "export_format"].into_iter().find(|name| ask.parameters.text(name).is_some());
    named.map_or(Ok(()), |name| Err(CallError::BadParameter { name, expected }))
}

/// The picture of an employee, in its own size or as wide as is wanted.
pub(super) struct EmployeePicture;

impl FileResource for EmployeePicture {
    fn field(&self) -> &'static str {
        "avatar_url"
    }

    fn listed(&self) -> Option<&'static dyn Resource> {
        None
    }

    fn call(&self, ask: &FileAsk<'_>) -> Result<Call, CallError> {
        let id = number(ask.parent.unwrap_or_default())?;
        let Some(width) = ask.parameters.text("width") else {
            return Ok(Call::with_path(operation("v1_get_picture"), &[id]));
        };
        let width: Option<u32> = width.parse().ok().filter(|it| (1..=WIDEST).contains(it));
        let expected = "a number of pixels from 1 to 4096";
        let width = width.ok_or(CallError::BadParameter { name: "width", expected })?;
        Ok(Call::with_path(operation("v1_get_scaled_picture"), &[id, &width.to_string()]))
    }

    fn refusal(&self, status: u16) -> Option<&'static str> {
        // Official: the attribute must be ticked; the answers look alike.
        (status == 404).then_some(
            "has no picture of this person, or these credentials may not read the attribute Profile Picture: then an \
             admin opens the integration, ticks it and saves",
        )
    }
}
