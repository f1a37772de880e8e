//! How documents come, change and go, and when their files are safe.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::model::company::Company;
use crate::model::document::{Content, Document, DocumentOwner, Signature};
use crate::model::text::Text;

/// What scanners agree to find in a file that is meant to be found; the harmless test file of the industry has it.
const FOUND: &[u8] = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

/// After how many seconds a file is scanned where that takes time.
pub(crate) const SCAN_SECONDS: i64 = 10;

/// A document as it is uploaded for a person.
#[derive(Debug)]
pub(crate) struct NewDocument {
    pub(crate) person: u32,
    pub(crate) category: u32,
    pub(crate) name: String,
    pub(crate) comment: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) extension: String,
    pub(crate) bytes: Bytes,
}

/// Why a document can't be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    NoDocument,
    NoPerson,
    NoCategory,
    /// It belongs to an application, or is signed already.
    NotToSign,
}

/// What changes about a document; what is none stays as it is.
#[derive(Debug, Default)]
pub(crate) struct DocumentChange {
    pub(crate) name: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) comment: Option<String>,
    /// As it was sent: a number that nothing can have is refused as one that nothing has.
    pub(crate) category: Option<String>,
}

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    Pending,
    Clean,
    Infected,
}

/// What is known of a document's file by now.
pub(crate) fn scan(document: &Document, now: Timestamp) -> Scan {
    match document.infected {
        _ if now < document.scanned_at => Scan::Pending,
        true => Scan::Infected,
        false => Scan::Clean,
    }
}

/// Keeps a document of a person; its file is scanned after so many seconds.
pub(crate) fn upload(
    company: &mut Company,
    new: NewDocument,
    now: Timestamp,
    scan_seconds: i64,
) -> Result<u32, Refused> {
    if company.people.get(new.person).is_none() {
        return Err(Refused::NoPerson);
    }
    if company.document_categories.get(new.category).is_none() {
        return Err(Refused::NoCategory);
    }
    let id = company.documents.next_number();
    company.documents.insert(Document {
        id,
        owner: DocumentOwner::Person(new.person),
        name: new.name.into(),
        extension: new.extension.into(),
        date: new.date,
        comment: new.comment.map(Text::from),
        category: Some(new.category),
        infected: has_virus(&new.bytes),
        content: Content::Uploaded { size: new.bytes.len(), base64: STANDARD.encode(&new.bytes) },
        created_at: now,
        scanned_at: now.checked_add(scan_seconds.seconds()).unwrap_or(now),
        signature: None,
    });
    tell(company, "document.created", id, now);
    Ok(id)
}

/// Makes a document of a file that came with an application.
pub(crate) fn attach(company: &mut Company, application: u32, file: u32, now: Timestamp) {
    let Some(sent) = company.application_files.get(file) else { return };
    let infected =
        sent.content.as_ref().and_then(|it| STANDARD.decode(it).ok()).is_some_and(|it| has_virus(&it));
    let document = Document {
        id: company.documents.next_number(),
        owner: DocumentOwner::Application(application),
        name: sent.name.clone(),
        extension: sent.extension.clone(),
        date: None,
        comment: None,
        category: None,
        content: Content::Sent(file),
        created_at: now,
        scanned_at: now,
        infected,
        signature: None,
    };
    company.documents.insert(document);
}

fn has_virus(bytes: &[u8]) -> bool {
    let first = FOUND[0];
    let begins = bytes.iter().enumerate().filter(|(_, it)| **it == first);
    begins.into_iter().any(|(at, _)| bytes[at..].starts_with(FOUND))
}

/// Changes what is said of a document.
pub(crate) fn change(
    company: &mut Company,
    id: u32,
    change: DocumentChange,
    now: Timestamp,
) -> Result<(), Refused> {
    let before = company.documents.get(id).ok_or(Refused::NoDocument)?;
    let category = match change.category {
        Some(sent) => {
            let known = sent.parse().ok().and_then(|it| company.document_categories.get(it));
            Some(known.ok_or(Refused::NoCategory)?.id)
        }
        None => before.category,
    };
    let name = change.name.map_or_else(|| before.name.clone(), Text::from);
    let comment = change.comment.map(Text::from).or_else(|| before.comment.clone());
    let date = change.date.or(before.date);
    let is_same = name == before.name
        && comment == before.comment
        && date == before.date
        && category == before.category;
    if is_same {
        return Ok(());
    }
    if let Some(document) = company.documents.get_mut(id) {
        (document.name, document.comment, document.date, document.category) = (name, comment, date, category);
    }
    tell(company, "document.updated", id, now);
    Ok(())
}

/// Takes a document away.
pub(crate) fn delete(company: &mut Company, id: u32, now: Timestamp) -> Result<(), Refused> {
    if company.documents.get(id).is_none() {
        return Err(Refused::NoDocument);
    }
    tell(company, "document.deleted", id, now);
    company.documents.remove(id);
    Ok(())
}

/// Signs a document electronically, as people do in Personio, whether or not somebody asked for it.
pub(crate) fn sign(company: &mut Company, id: u32, now: Timestamp) -> Result<(), Refused> {
    let document = company.documents.get_mut(id).ok_or(Refused::NoDocument)?;
    if document.owner.person().is_none() || document.signature == Some(Signature::Signed) {
        return Err(Refused::NotToSign);
    }
    document.signature = Some(Signature::Signed);
    tell(company, "document.signed", id, now);
    Ok(())
}

/// Takes the documents of an application away.
pub(crate) fn forget_application(company: &mut Company, application: u32) {
    let key = DocumentOwner::Application(application).key();
    let theirs: Vec<u32> = company.documents.of(key).map(|it| it.id).collect();
    for id in theirs {
        company.documents.remove(id);
    }
}

/// Only documents of people are told (facts §11.3 [O]). That it happens at once, not after the scan, follows from the
/// note that a document may be told before it can be seen.
fn tell(company: &mut Company, event: &'static str, id: u32, now: Timestamp) {
    let person = company.documents.get(id).and_then(|it| it.owner.person());
    if let Some(person) = person {
        company.emit(event, now, of_document(id, person));
    }
}

fn of_document(id: u32, person: u32) -> Value {
    json!({"document": {"id": id.to_string()}, "person": {"id": person.to_string()}})
}

#[cfg(test)]
mod tests {
    use super::{FOUND, has_virus};

    #[test]
    fn the_test_file_of_scanners_is_found_wherever_it_stands() {
        let around = [b"xEE".as_slice(), FOUND, b"E"].concat();
        assert!(has_virus(FOUND) && has_virus(&around));
        assert!(!has_virus(b"") && !has_virus(b"EICAR") && !has_virus(&FOUND[..FOUND.len() - 1]));
    }
}
