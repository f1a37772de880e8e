//! The files of invented documents: nothing of them is kept, they are made again each time somebody wants them.
//!
//! They depend only on what never changes of a document, so that every download gives the same bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::tz::Offset;

use super::pdf::pdf;
use super::png;
use super::rng::Rng;
use crate::model::company::Company;
use crate::model::document::{Content, Document, Paper};

/// The bytes of a document's file.
pub(crate) fn file(company: &Company, document: &Document) -> Vec<u8> {
    match &document.content {
        Content::Invented(paper) => invented(company, document, *paper),
        Content::Uploaded { base64, .. } => STANDARD.decode(base64).unwrap_or_default(),
        Content::Sent(file) => {
            let sent = company.application_files.get(*file);
            match sent.map(|it| &it.content) {
                Some(Some(base64)) => STANDARD.decode(base64).unwrap_or_default(),
                Some(None) => application(*file),
                None => Vec::new(),
            }
        }
    }
}

/// How many bytes a document's file has.
pub(crate) fn size(company: &Company, document: &Document) -> usize {
    match &document.content {
        Content::Invented(paper) => invented(company, document, *paper).len(),
        Content::Uploaded { size, .. } => *size,
        Content::Sent(file) => company.application_files.get(*file).map_or(0, |it| it.size),
    }
}

/// The extension that an invented document has.
pub(super) fn extension(paper: Paper) -> &'static str {
    match paper {
        Paper::Contract | Paper::Reference | Paper::Application => "pdf",
        Paper::SickNote => "png",
        Paper::Hours => "csv",
        Paper::Note => "txt",
    }
}

fn invented(company: &Company, document: &Document, paper: Paper) -> Vec<u8> {
    let seed = company.profile.seed;
    let mut rng = Rng::new(seed, &[151, u64::from(document.id)]);
    let day = day(document.created_at);
    let number = format!("Personalnummer: {}", document.owner.id());
    let head = |subject: &str| {
        vec![company.profile.name.to_string(), number.clone(), day.clone(), String::new(), subject.to_owned()]
    };
    match paper {
        Paper::Contract => {
            let mut lines = head("Zwischen den oben Genannten wird Folgendes vereinbart:");
            let months = rng.range(3, 6);
            lines.push("§ 1  Beginn und Tätigkeit ergeben sich aus der Anlage.".to_owned());
            lines.push(format!("§ 2  Die Probezeit beträgt {months} Monate."));
            lines.push(format!("§ 3  Der Urlaub beträgt {} Tage im Jahr.", rng.range(24, 30)));
            pdf("Arbeitsvertrag", &lines)
        }
        Paper::Reference => {
            let mut lines = head("To whom it may concern:");
            lines.push(format!("Projects led: {}. We are fully satisfied.", rng.range(1, 9)));
            pdf("Interim reference", &lines)
        }
        Paper::Application => pdf("Bewerbungsunterlagen", &head("Anschreiben, Lebenslauf, Zeugnisse")),
        Paper::SickNote => png::picture(seed ^ u64::from(document.id) << 17, 96),
        Paper::Hours => {
            let weeks = (1..=12).map(|week| format!("{week};{}\r\n", rng.range(20, 45)));
            std::iter::once("week;hours\r\n".to_owned()).chain(weeks).collect::<String>().into_bytes()
        }
        Paper::Note => {
            format!("{day}\n{number}\nGespräch geführt – nächste Runde in {} Wochen.\n", rng.range(2, 26))
                .into_bytes()
        }
    }
}

/// What an invented applicant sent.
pub(super) fn application(file: u32) -> Vec<u8> {
    let mut rng = Rng::new(u64::from(file), &[152]);
    let years = rng.range(1, 25);
    pdf("Bewerbung", &[format!("Anlage {file}"), format!("Berufserfahrung: {years} Jahre")])
}

fn day(at: Timestamp) -> String {
    Offset::UTC.to_datetime(at).date().to_string()
}
