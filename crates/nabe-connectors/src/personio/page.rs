//! A page of v1: rows are handed on as they are read, and a row that breaks the reading costs only itself.
//!
//! Must not know what a row means.

use std::fmt;

use nabe_connector::{Ask, CallError, Defect, DefectKind};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::reading::{Any, Key};
use super::wire::{IntoRow, WireEmployee};

/// What a page says about the list, beside its rows.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    /// Rows that were handed on or lost.
    pub(super) rows: usize,
    /// All rows of the list, if the page says so.
    pub(super) total: Option<u64>,
    /// Rows that could not be read at all.
    pub(super) lost: Vec<Defect>,
}

impl Envelope {
    /// The same, unless it has no rows where the list has some: that would be taken for its end. What the total counts
    /// of a list with conditions is not known (?).
    pub(super) fn has_rows_or_ends(self, ask: &Ask<'_>, offset: u64) -> Result<Self, CallError> {
        let is_cut = self.rows == 0 && self.total.is_some_and(|it| it > offset);
        if is_cut && ask.filters.0.is_empty() { Err(malformed("data: it lacks rows")) } else { Ok(self) }
    }
}

/// Takes a row, and its source when that is wanted; the next one is read into the same place.
type Each<'f, 'b> = &'f mut dyn FnMut(&mut WireEmployee<'b>, Option<&'b RawValue>);

/// Takes a row without its source.
type EachRow<'f, 'b> = &'f mut dyn FnMut(&mut WireEmployee<'b>);

/// Reads a page, handing on its rows; with their sources it takes the slow way.
pub(super) fn read<'b>(body: &'b [u8], with_source: bool, each: Each<'_, 'b>) -> Result<Envelope, CallError> {
    if with_source {
        return read_rows(body, 0, each);
    }
    let mut done = 0;
    let mut counted = |row: &mut WireEmployee<'b>| {
        done += 1;
        each(row, None);
    };
    let page = Page { each: &mut counted };
    // Texts of a body that was checked as a whole are not checked again one by one.
    let whole = match str::from_utf8(body) {
        Ok(text) => to_its_end(page, serde_json::Deserializer::from_str(text)),
        Err(_) => to_its_end(page, serde_json::Deserializer::from_slice(body)),
    };
    match whole {
        Ok(envelope) => Ok(envelope),
        Err(error) if error.is_eof() => Err(malformed("the end: it was cut off")),
        Err(_) => read_rows(body, done, each),
    }
}

/// The slow way, for a page with a row that can't be read: each row on its own, from row `from` on.
fn read_rows<'b>(body: &'b [u8], from: usize, each: Each<'_, 'b>) -> Result<Envelope, CallError> {
    #[derive(Deserialize)]
    struct Rows<'b> {
        #[serde(borrow)]
        data: Vec<&'b RawValue>,
        #[serde(borrow)]
        metadata: Option<&'b RawValue>,
    }

    let Rows { data, metadata } = serde_json::from_slice(body).map_err(|_| malformed("data"))?;
    let metadata: Metadata = metadata.and_then(|it| serde_json::from_str(it.get()).ok()).unwrap_or_default();
    let mut envelope = Envelope { rows: data.len(), total: metadata.total_elements, lost: Vec::new() };
    let mut row = WireEmployee::default();
    for raw in data.into_iter().skip(from) {
        match read_row(raw, &mut row) {
            Ok(()) => each(&mut row, Some(raw)),
            Err(_) => envelope.lost.push(Defect { path: "data[]".into(), kind: DefectKind::WrongType }),
        }
    }
    Ok(envelope)
}

fn read_row<'b>(raw: &'b RawValue, row: &mut WireEmployee<'b>) -> Result<(), serde_json::Error> {
    Any(IntoRow(row)).deserialize(&mut serde_json::Deserializer::from_str(raw.get()))
}

/// Reads `{"data": {…}}`, the answer for one employee.
pub(super) fn read_one(
    body: &[u8],
    with_source: bool,
) -> Result<(WireEmployee<'_>, Option<&RawValue>), CallError> {
    let mut row = WireEmployee::default();
    let one = One { row: &mut row };
    let found = match str::from_utf8(body) {
        Ok(text) => to_its_end(one, serde_json::Deserializer::from_str(text)),
        Err(_) => to_its_end(one, serde_json::Deserializer::from_slice(body)),
    };
    if !matches!(found, Ok(true)) {
        return Err(malformed("data"));
    }
    let source = with_source.then(|| serde_json::from_slice::<Source<'_>>(body).ok()).flatten();
    Ok((row, source.map(|it| it.data)))
}

/// The answer for one employee, unread.
#[derive(Deserialize)]
struct Source<'b> {
    #[serde(borrow)]
    data: &'b RawValue,
}

/// Reads a body, behind which nothing may stand.
fn to_its_end<'b, R: serde_json::de::Read<'b>, S: DeserializeSeed<'b>>(
    seed: S,
    mut deserializer: serde_json::Deserializer<R>,
) -> Result<S::Value, serde_json::Error> {
    let value = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

fn malformed(at: &str) -> CallError {
    CallError::Malformed { at: at.to_owned() }
}

#[derive(Default, Deserialize)]
struct Metadata {
    total_elements: Option<u64>,
}

struct Page<'f, 'b> {
    each: EachRow<'f, 'b>,
}

impl<'de> DeserializeSeed<'de> for Page<'_, 'de> {
    type Value = Envelope;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Envelope, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Page<'_, 'de> {
    type Value = Envelope;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope, A::Error> {
        let mut envelope = Envelope::default();
        let mut rows = None;
        while let Some(Key(key)) = map.next_key()? {
            match key.as_ref() {
                "data" if rows.is_none() => rows = Some(map.next_value_seed(Rows { each: &mut *self.each })?),
                "metadata" => envelope.total = map.next_value::<Metadata>()?.total_elements,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        envelope.rows = rows.ok_or_else(|| Error::missing_field("data"))?;
        Ok(envelope)
    }
}

/// Says whether there was a row.
struct One<'r, 'b> {
    row: &'r mut WireEmployee<'b>,
}

impl<'de> DeserializeSeed<'de> for One<'_, 'de> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for One<'_, 'de> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer for one employee")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(Key(key)) = map.next_key()? {
            if key == "data" && !found {
                map.next_value_seed(Any(IntoRow(&mut *self.row)))?;
                found = true;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

struct Rows<'f, 'b> {
    each: EachRow<'f, 'b>,
}

impl<'de> DeserializeSeed<'de> for Rows<'_, 'de> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_, 'de> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<usize, A::Error> {
        let mut row = WireEmployee::default();
        let mut rows = 0;
        while seq.next_element_seed(Any(IntoRow(&mut row)))?.is_some() {
            rows += 1;
            (self.each)(&mut row);
        }
        Ok(rows)
    }
}
