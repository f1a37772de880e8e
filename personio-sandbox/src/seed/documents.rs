//! The documents that people have, and those of invented applications.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::employment::{at_noonish, shift};
use super::papers;
use super::rng::Rng;
use crate::model::company::Company;
use crate::model::document::{Content, Document, DocumentOwner, Paper, Signature};
use crate::model::person::{Person, Status};
use crate::model::text::Text;

/// The number of the first one.
const FIRST: u32 = 48_101_337;
/// Every so many people have one whose file isn't safe.
const INFECTED: usize = 4_000;

/// What people have besides their contract: paper, category, name, and how many of a hundred have it.
const OTHERS: [(Paper, u32, &str, u64); 5] = [
    (Paper::Reference, 41_202, "Interim reference", 26),
    (Paper::SickNote, 41_204, "AU-Bescheinigung", 22),
    (Paper::Application, 41_205, "Bewerbungsunterlagen", 14),
    (Paper::Hours, 41_206, "Training \"lasers & optics\"; hours", 6),
    (Paper::Note, 41_206, "Jahresgespräch / 面談メモ", 8),
];

/// The documents of a company as it is at midnight. Payroll documents are left out by Personio (facts §9.4 [T]), so
/// there are none.
pub(super) fn documents(company: &Company, seed: u64, now: Timestamp) -> Vec<Document> {
    let mut rows = Vec::with_capacity(company.people.len() * 2);
    for (at, person) in company.people.rows().iter().enumerate() {
        of_person(&mut rows, seed, person, at % INFECTED == 1, now);
    }
    for file in company.application_files.rows() {
        let Some(application) = file.application.and_then(|it| company.applications.get(it)) else {
            continue;
        };
        rows.push(Document {
            name: file.name.clone(),
            extension: file.extension.clone(),
            content: Content::Sent(file.id),
            ..blank(DocumentOwner::Application(application.id), application.created_at)
        });
    }
    rows.sort_by_key(|it| (it.created_at, it.owner.key()));
    for (id, row) in (FIRST..).zip(&mut rows) {
        row.id = id;
    }
    rows
}

fn of_person(rows: &mut Vec<Document>, seed: u64, person: &Person, infected: bool, now: Timestamp) {
    let mut rng = Rng::new(seed, &[150, u64::from(person.id)]);
    let owner = DocumentOwner::Person(person.id);
    let current = person.current();
    let signature = match current.status {
        Status::Onboarding => Some(Signature::Requested),
        Status::Active | Status::Leave | Status::Inactive => rng.chance(70).then_some(Signature::Signed),
    };
    rows.push(Document {
        date: current.start,
        signature,
        ..paper(owner, Paper::Contract, 41_201, "Arbeitsvertrag", current.created_at.min(now))
    });
    let today = Offset::UTC.to_datetime(now).date();
    for (kind, category, name, percent) in OTHERS {
        // Whoever has one that isn't safe has it for sure.
        let infected = infected && kind == Paper::Application;
        if !rng.chance(percent) && !infected {
            continue;
        }
        let age = rng.range(1, 900);
        let created_at = at_noonish(&mut rng, shift(today, -age)).max(person.created_at);
        let made = paper(owner, kind, category, name, created_at.min(now));
        rows.push(Document {
            date: rng.chance(60).then(|| Offset::UTC.to_datetime(made.created_at).date()),
            comment: rng.chance(20).then(|| rng.pick(&["Original im Archiv", "per E-Mail", "Kopie"]).into()),
            infected,
            ..made
        });
    }
}

fn paper(owner: DocumentOwner, paper: Paper, category: u32, name: &'static str, at: Timestamp) -> Document {
    Document {
        name: Text::from(name),
        extension: papers::extension(paper).into(),
        category: Some(category),
        content: Content::Invented(paper),
        ..blank(owner, at)
    }
}

fn blank(owner: DocumentOwner, at: Timestamp) -> Document {
    Document {
        id: 0,
        owner,
        name: Text::default(),
        extension: Text::default(),
        date: None,
        comment: None,
        category: None,
        content: Content::Sent(0),
        created_at: at,
        scanned_at: at,
        infected: false,
        signature: None,
    }
}
