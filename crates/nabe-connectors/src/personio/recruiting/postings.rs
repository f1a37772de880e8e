//! Job postings, and the places where they are: from the feed of the careers page.
//!
//! The whole feed comes with each call, and pages go by the ids in it, so that a feed that changes meanwhile still
//! gives everything that was there all the time exactly once. Must not know how calls are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, Evidence, FieldRule, PageInfo, Plan, Resource,
    Row, Rules,
};
use nabe_model::ats::{JobPosting, Place, PostingContent, PostingSection};
use nabe_model::record::Record;
use nabe_model::value::{Choice, DateTime, Text};
use serde_json::value::{RawValue, to_raw_value};

use super::feed::{Description, Position, id_of, positions, read};
use crate::personio::operation;
use crate::personio::sheaf::{Sheaf, Windowed};

/// The field of the form that says where the careers page is.
const HOST: &str = "careers_host";
/// The languages of the feed (official).
const LANGUAGES: [&str; 7] = ["de", "en", "fr", "es", "nl", "it", "pt"];
/// The language that is read when none is asked for.
const LANGUAGE: &str = "en";

/// The call for the feed, if the account says where it is.
fn call(ask: &Ask<'_>) -> Result<Call, CallError> {
    host(ask)?;
    let language = language(ask);
    if !LANGUAGES.contains(&language) {
        let expected = "one of de, en, fr, es, nl, it, pt";
        return Err(CallError::BadParameter { name: "language", expected });
    }
    Ok(Call::to(operation("careers_feed")).query("language", language))
}

fn host<'a>(ask: &Ask<'a>) -> Result<&'a str, CallError> {
    let why = "is empty. What is advertised is read from the company's careers page, whose host name stands there, \
               such as acme.jobs.personio.de.";
    let host = ask.account.entered.get(HOST).map(String::as_str);
    host.ok_or(CallError::BadField { field: HOST, why })
}

/// What is wrong with the field when its host has no feed.
pub(in crate::personio) const NO_FEED: CallError = CallError::BadField {
    field: HOST,
    why: "leads to no feed: there is no such careers page, it moved between .de and .com, or its XML feed is \
          switched off in Personio.",
};

fn language<'a>(ask: &Ask<'a>) -> &'a str {
    ask.filters.text("language").unwrap_or(LANGUAGE)
}

/// Postings.
pub(in crate::personio) struct Postings;

impl Resource for Postings {
    fn rules(&self) -> &'static [FieldRule] {
        POSTING
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        ask.filters.instant("created_after")?;
        call(ask).map(Plan::call)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let host = host(ask)?;
        let (mut sheaf, mut lost) = (Sheaf::default(), Vec::new());
        for place in positions(answers.first())? {
            match id_of(place)? {
                Some(id) => drop(sheaf.add(&id, || place)),
                None => lost.push(Defect { path: "id".into(), kind: DefectKind::NoId }),
            }
        }
        let Windowed { items, next } = sheaf.window(ask);
        let rows = items.len();
        for (id, place) in items {
            let position = read(place)?;
            let mut defects = unreadable(&position);
            let source = if ask.explain { to_raw_value(&position).ok() } else { None };
            let record = posting(position, host, language(ask), &mut defects);
            if ask.filters.passes_after("created_after", record.created_at) {
                give(&id, &record, source.as_deref(), &defects, each);
            }
        }
        Ok(PageInfo { next, rows, lost })
    }
}

fn give(id: &str, record: &JobPosting<'_>, source: Option<&RawValue>, defects: &[Defect], each: Each<'_>) {
    each(Row { id, record: Record::JobPosting(record), source, detail: None, person: None, defects });
}

fn unreadable(position: &Position<'_>) -> Vec<Defect> {
    let paths = position.unreadable.iter();
    paths.map(|it| Defect { path: (*it).into(), kind: DefectKind::WrongType }).collect()
}

fn posting<'b>(
    position: Position<'b>,
    host: &str,
    language: &'b str,
    defects: &mut Vec<Defect>,
) -> JobPosting<'b> {
    let id: Option<Text<'b>> = position.id.map(Text);
    let url = id.as_deref().map(|it| format!("https://{host}/job/{it}"));
    let offices = position.office.into_iter().chain(position.additional_offices);
    let created_at = position.created_at.and_then(|text| {
        let at = DateTime::instant(&text);
        if at.is_none() {
            defects.push(Defect { path: "createdAt".into(), kind: DefectKind::NotADate });
        }
        at
    });
    JobPosting {
        id: id.clone(),
        remote_id: id.clone(),
        title: position.name.map(Text),
        locations: Some(offices.map(office).collect()),
        internal: Some("false"),
        status: Some(Choice::own("live")),
        job_id: id.clone(),
        remote_job_id: id,
        content: content(position.job_descriptions),
        employment_type: position.employment_type.map(|it| Choice::new(employment_type(&it), it)),
        employment_contract_type: position.schedule.map(|it| Choice::new(schedule(&it), it)),
        external_apply_url: url.as_ref().map(|it| format!("{it}/apply").into()),
        external_url: url.map(Text::from),
        created_at,
        updated_at: None,
        language: Some(language.into()),
        department: position.department.map(Text),
        company: position.subcompany.map(Text),
        category: position.recruiting_category.map(Text),
        seniority: position.seniority.map(Text),
        years_of_experience: position.years_of_experience.map(Text),
        keywords: position.keywords.map(Text),
        occupation: position.occupation.map(Text),
        occupation_category: position.occupation_category.map(Text),
    }
}

/// An office is known by its name: the feed gives it no id.
fn office(name: std::borrow::Cow<'_, str>) -> Place<'_> {
    let name = Text(name);
    Place { id: Some(name.clone()), remote_id: None, name: Some(name) }
}

/// The description as Personio has it, HTML that nobody cleaned; nothing where nobody wrote one.
fn content(descriptions: Vec<Description<'_>>) -> Option<PostingContent<'_>> {
    if descriptions.is_empty() {
        return None;
    }
    let html = descriptions.iter().map(as_html).collect::<Vec<String>>().concat();
    let sections = descriptions.into_iter().map(section).collect();
    Some(PostingContent { plain: None, html: Some(html.into()), sections: Some(sections) })
}

fn section(part: Description<'_>) -> PostingSection<'_> {
    PostingSection { label: part.name.map(Text), content: part.value.map(Text) }
}

/// A part with its heading before it.
fn as_html(part: &Description<'_>) -> String {
    let heading = part.name.as_deref().map(|it| format!("<h2>{}</h2>\n", quick_xml::escape::escape(it)));
    format!("{}{}\n", heading.unwrap_or_default(), part.value.as_deref().unwrap_or_default())
}

/// The kinds of employment (official); a trainee has no counterpart.
fn employment_type(word: &str) -> Option<&'static str> {
    match word {
        "permanent" => Some("permanent"),
        "intern" => Some("intern"),
        "freelance" => Some("freelance"),
        _ => None,
    }
}

fn schedule(word: &str) -> Option<&'static str> {
    match word {
        "full-time" => Some("full_time"),
        "part-time" => Some("part_time"),
        _ => None,
    }
}

/// Where offices stand.
const OFFICES: [&str; 2] = ["office", "additionalOffices[]"];

/// Offices of postings.
pub(in crate::personio) struct Offices;

impl Resource for Offices {
    fn rules(&self) -> &'static [FieldRule] {
        OFFICE
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        call(ask).map(Plan::call)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let (mut sheaf, mut lost) = (Sheaf::default(), Vec::new());
        for place in positions(answers.first())? {
            let position = read(place)?;
            lost.extend(unreadable(&position).into_iter().filter(|it| OFFICES.contains(&&*it.path)));
            for name in position.office.into_iter().chain(position.additional_offices) {
                sheaf.add(&name, || ());
            }
        }
        let Windowed { items, next } = sheaf.window(ask);
        let rows = items.len();
        for (id, ()) in items {
            let record = office(id.as_str().into());
            each(Row {
                id: &id,
                record: Record::Place(&record),
                source: None,
                detail: None,
                person: None,
                defects: &[],
            });
        }
        Ok(PageInfo { next, rows, lost })
    }
}

use Evidence::{Guess, Official, ThirdParty};

const READ: Rules = Rules("public:read");

const LISTED: &str = "always so: the careers page shows it to everybody";
const SAME: &str = "the same number as the posting's: that both are one was not seen written";

#[rustfmt::skip] // a table: one row a field
static POSTING: &[FieldRule] = &[
    READ.row("id", "id", "as it stands", Official),
    READ.row("remote_id", "id", "as it stands", Official),
    READ.row("title", "name", "as it stands", Official),
    READ.row("locations", "office, additionalOffices[]", "all offices, by their names", ThirdParty),
    READ.row("internal", "id", LISTED, Official),
    READ.row("status", "id", LISTED, Official),
    READ.row("job_id", "id", SAME, Guess),
    READ.row("remote_job_id", "id", SAME, Guess),
    READ.row("content", "jobDescriptions[]", "parts as they stand: HTML that Nabe does not clean; html is all of them with their names as headings; null where there is none in the language", Official),
    READ.row("employment_type", "employmentType", "unified; a trainee has no counterpart", Official),
    READ.row("employment_contract_type", "schedule", "unified", Official),
    READ.row("external_url", "id", "/job/ and the id on the careers page", ThirdParty),
    READ.row("external_apply_url", "id", "the posting's page with /apply behind it", ThirdParty),
    READ.row("created_at", "createdAt", "as it stands", Official),
    READ.nowhere("updated_at", "the feed does not tell it"),
    READ.row("language", "jobDescriptions[]", "the language that was asked for: what is written there is up to the company", Official),
    READ.row("department", "department", "by its name", Official),
    READ.row("company", "subcompany", "by its name", Official),
    READ.row("category", "recruitingCategory", "by its name", Official),
    READ.row("seniority", "seniority", "as it stands", Official),
    READ.row("years_of_experience", "yearsOfExperience", "as it stands", Official),
    READ.row("keywords", "keywords", "as it stands: words with commas between them", Official),
    READ.row("occupation", "occupation", "as it stands", Official),
    READ.row("occupation_category", "occupationCategory", "as it stands", Official),
];

#[rustfmt::skip] // a table: one row a field
static OFFICE: &[FieldRule] = &[
    READ.row("id", "office, additionalOffices[]", "its name, since the feed gives it no id; offices of what is advertised, each once", ThirdParty),
    READ.nowhere("remote_id", "offices have no ids in the feed"),
    READ.row("name", "office, additionalOffices[]", "as it stands", ThirdParty),
];
