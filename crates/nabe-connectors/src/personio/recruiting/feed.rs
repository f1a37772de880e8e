//! The XML feed of the careers page: its positions, read one by one.
//!
//! The root is `workzag-jobs` and each job a `position` (official but for the latter's name, which readers of live
//! feeds report). Entities that a document defines itself are never put in: they stay as they are written, and a
//! nested document costs no more than its length. Must not know the unified model.

use std::borrow::Cow;
use std::ops::Range;

use nabe_connector::CallError;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde::Serialize;

/// The most positions that are read: more than any company advertises.
const MOST: usize = 50_000;

/// Why XML can't be read.
pub(super) struct Broken;

impl From<quick_xml::Error> for Broken {
    fn from(_: quick_xml::Error) -> Self {
        Self
    }
}

impl From<Broken> for CallError {
    fn from(_: Broken) -> Self {
        malformed("the feed")
    }
}

fn malformed(at: &str) -> CallError {
    CallError::Malformed { at: at.to_owned() }
}

/// A text of the feed.
type Text<'b> = Cow<'b, str>;

/// A position, with its elements by their names in the feed.
#[derive(Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Position<'b> {
    pub(super) id: Option<Text<'b>>,
    pub(super) subcompany: Option<Text<'b>>,
    pub(super) office: Option<Text<'b>>,
    pub(super) additional_offices: Vec<Text<'b>>,
    pub(super) department: Option<Text<'b>>,
    pub(super) recruiting_category: Option<Text<'b>>,
    pub(super) name: Option<Text<'b>>,
    pub(super) job_descriptions: Vec<Description<'b>>,
    pub(super) employment_type: Option<Text<'b>>,
    pub(super) seniority: Option<Text<'b>>,
    pub(super) schedule: Option<Text<'b>>,
    pub(super) years_of_experience: Option<Text<'b>>,
    pub(super) keywords: Option<Text<'b>>,
    pub(super) occupation: Option<Text<'b>>,
    pub(super) occupation_category: Option<Text<'b>>,
    pub(super) created_at: Option<Text<'b>>,
    /// Elements that hold others where a text is expected.
    #[serde(skip)]
    pub(super) unreadable: Vec<&'static str>,
}

impl Position<'_> {
    /// Notes what holds elements where a text is expected.
    fn note(&mut self, path: &'static str, inside: &Inside<'_>) {
        if inside.is_nested {
            self.unreadable.push(path);
        }
    }
}

/// A part of a position's description.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Description<'b> {
    pub(super) name: Option<Text<'b>>,
    /// HTML.
    pub(super) value: Option<Text<'b>>,
}

/// Where the positions stand in a feed.
///
/// # Errors
/// When it is no feed, or breaks off.
pub(super) fn positions(body: &[u8]) -> Result<Vec<&str>, CallError> {
    let text = std::str::from_utf8(body).map_err(|_| malformed("the feed: it is not in UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = reader(text);
    let mut places: Vec<&str> = Vec::new();
    let (mut has_root, mut is_whole) = (false, false);
    loop {
        match step(&mut reader)? {
            Step::Begin(start) if !has_root => {
                if start.name().as_ref() != "workzag-jobs" {
                    return Err(malformed("the feed: its root is not workzag-jobs"));
                }
                has_root = true;
            }
            Step::Begin(start) => {
                let name = start.name();
                let inside: Range<u64> = reader.read_to_end(name).map_err(Broken::from)?;
                if name.as_ref() != "position" {
                    continue;
                }
                if places.len() == MOST {
                    return Err(malformed("the feed: it has more than 50000 positions"));
                }
                places.push(part(text, &inside).ok_or(Broken)?);
            }
            Step::End => is_whole = true,
            Step::Over => break,
            Step::Text(_) => {}
        }
    }
    if is_whole { Ok(places) } else { Err(malformed("the end of the feed: it breaks off")) }
}

fn part<'b>(text: &'b str, range: &Range<u64>) -> Option<&'b str> {
    text.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}

/// A reader that gives an empty element as a begin and an end.
fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    // An ampersand that nobody escaped is one.
    config.allow_dangling_amp = true;
    reader
}

/// What comes next that counts.
enum Step<'b> {
    Begin(BytesStart<'b>),
    Text(Text<'b>),
    End,
    Over,
}

/// The next step; comments, and what a document says of itself, are none.
fn step<'b>(reader: &mut Reader<&'b [u8]>) -> Result<Step<'b>, Broken> {
    loop {
        return Ok(match reader.read_event()? {
            Event::Start(start) => Step::Begin(start),
            Event::End(_) => Step::End,
            Event::Text(text) => Step::Text(text.into_inner()),
            Event::CData(data) => Step::Text(data.into_inner()),
            Event::GeneralRef(reference) => Step::Text(resolved(&reference)),
            Event::Eof => Step::Over,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                continue;
            }
        });
    }
}

/// Passes over the element that has just begun, however deep it is.
fn skip(reader: &mut Reader<&[u8]>, start: &BytesStart<'_>) -> Result<(), Broken> {
    reader.read_to_end(start.name())?;
    Ok(())
}

/// The id of a position, without reading the rest of it.
pub(super) fn id_of(position: &str) -> Result<Option<Text<'_>>, Broken> {
    let mut reader = reader(position);
    loop {
        match step(&mut reader)? {
            Step::Begin(start) if start.name().as_ref() == "id" => return Ok(text(&mut reader)?.plain()),
            Step::Begin(start) => skip(&mut reader, &start)?,
            Step::Over => return Ok(None),
            Step::End | Step::Text(_) => {}
        }
    }
}

/// Reads a position.
pub(super) fn read(position: &str) -> Result<Position<'_>, Broken> {
    let mut reader = reader(position);
    let mut read = Position::default();
    loop {
        match step(&mut reader)? {
            Step::Begin(start) => element(&mut read, start.name().as_ref(), &mut reader)?,
            Step::Over => return Ok(read),
            Step::End | Step::Text(_) => {}
        }
    }
}

/// Reads the element that has just begun to its end.
fn element<'b>(read: &mut Position<'b>, name: &str, reader: &mut Reader<&'b [u8]>) -> Result<(), Broken> {
    match name {
        "additionalOffices" => {
            for office in list(reader, "office", text)? {
                read.note("additionalOffices[]", &office);
                read.additional_offices.extend(office.plain());
            }
        }
        "jobDescriptions" => {
            for [name, value] in list(reader, "jobDescription", description)? {
                read.note("jobDescriptions[].name", &name);
                read.note("jobDescriptions[].value", &value);
                let description = Description { name: name.plain(), value: value.html() };
                read.job_descriptions.push(description);
            }
        }
        _ => {
            let found = text(reader)?;
            let Some((path, place)) = place(read, name) else { return Ok(()) };
            let is_nested = found.is_nested;
            *place = found.plain();
            if is_nested {
                read.unreadable.push(path);
            }
        }
    }
    Ok(())
}

/// The place of a plain element, and its path in `Position`.
fn place<'p, 'b>(read: &'p mut Position<'b>, name: &str) -> Option<(&'static str, &'p mut Option<Text<'b>>)> {
    Some(match name {
        "id" => ("id", &mut read.id),
        "subcompany" => ("subcompany", &mut read.subcompany),
        "office" => ("office", &mut read.office),
        "department" => ("department", &mut read.department),
        "recruitingCategory" => ("recruitingCategory", &mut read.recruiting_category),
        "name" => ("name", &mut read.name),
        "employmentType" => ("employmentType", &mut read.employment_type),
        "seniority" => ("seniority", &mut read.seniority),
        "schedule" => ("schedule", &mut read.schedule),
        "yearsOfExperience" => ("yearsOfExperience", &mut read.years_of_experience),
        "keywords" => ("keywords", &mut read.keywords),
        "occupation" => ("occupation", &mut read.occupation),
        "occupationCategory" => ("occupationCategory", &mut read.occupation_category),
        "createdAt" => ("createdAt", &mut read.created_at),
        _ => return None,
    })
}

/// Reads the children of this name of the element that has just begun, to its end.
fn list<'b, T>(
    reader: &mut Reader<&'b [u8]>,
    wanted: &str,
    mut read: impl FnMut(&mut Reader<&'b [u8]>) -> Result<T, Broken>,
) -> Result<Vec<T>, Broken> {
    let mut items = Vec::new();
    loop {
        match step(reader)? {
            Step::Begin(start) if start.name().as_ref() == wanted => items.push(read(reader)?),
            Step::Begin(start) => skip(reader, &start)?,
            Step::End => return Ok(items),
            Step::Over => return Err(Broken),
            Step::Text(_) => {}
        }
    }
}

/// The name and the value of a part of a description.
fn description<'b>(reader: &mut Reader<&'b [u8]>) -> Result<[Inside<'b>; 2], Broken> {
    let [mut name, mut value] = [Inside::default(), Inside::default()];
    loop {
        match step(reader)? {
            Step::Begin(start) => {
                let found = text(reader)?;
                match start.name().as_ref() {
                    "name" => name = found,
                    "value" => value = found,
                    _ => {}
                }
            }
            Step::End => return Ok([name, value]),
            Step::Over => return Err(Broken),
            Step::Text(_) => {}
        }
    }
}

/// What stands in an element.
#[derive(Default)]
struct Inside<'b> {
    text: Text<'b>,
    /// Whether there are elements in it: then it is no text.
    is_nested: bool,
}

impl<'b> Inside<'b> {
    fn push(&mut self, piece: Text<'b>) {
        if self.text.is_empty() {
            self.text = piece;
        } else {
            self.text.to_mut().push_str(&piece);
        }
    }

    /// The text without the space around it; none if nothing is left.
    fn plain(self) -> Option<Text<'b>> {
        let found = self.html()?;
        Some(match found {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// The text as it stands; none if there is but space.
    fn html(self) -> Option<Text<'b>> {
        Some(self.text).filter(|it| !self.is_nested && !it.trim().is_empty())
    }
}

/// Reads the text of the element that has just begun, to its end.
fn text<'b>(reader: &mut Reader<&'b [u8]>) -> Result<Inside<'b>, Broken> {
    let mut inside = Inside::default();
    loop {
        match step(reader)? {
            Step::Text(text) => inside.push(text),
            Step::Begin(start) => {
                inside.is_nested = true;
                skip(reader, &start)?;
            }
            Step::End => return Ok(inside),
            Step::Over => return Err(Broken),
        }
    }
}

/// The letter that a reference stands for. One that XML doesn't know stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> Text<'static> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Cow::Owned(letter.to_string());
    }
    match resolve_predefined_entity(reference) {
        Some(letter) => Cow::Borrowed(letter),
        None => Cow::Owned(format!("&{};", &**reference)),
    }
}

#[cfg(test)]
mod tests;
