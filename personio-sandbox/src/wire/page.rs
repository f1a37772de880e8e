//! Pages of v2 lists: reads `limit`, `cursor` and filters, writes `_data` and `_meta.links`.

use jiff::Timestamp;

use super::answer::Answer;
use super::call::Call;
use super::cursor::Cursor;
use super::json::{Json, Object};
use super::refusal;
use crate::switch::Switch;

/// How many seconds a cursor lives where it expires.
const LIFETIME: i64 = 3_600;

/// The rules of one list.
pub(crate) struct ListSpec {
    pub(crate) default: usize,
    pub(crate) most: usize,
    /// The parameters it knows besides `limit` and `cursor`.
    pub(crate) filters: &'static [&'static str],
    /// Whether unknown parameters are ignored instead of refused.
    pub(crate) lenient: bool,
}

impl ListSpec {
    /// A list with these limits that refuses parameters it does not know.
    pub(crate) const fn new(default: usize, most: usize, filters: &'static [&'static str]) -> Self {
        Self { default, most, filters, lenient: false }
    }
}

/// The page a client wants.
pub(crate) struct Page {
    cursor: Cursor,
    /// The cursor of this very page, for its link to itself; none for the plain first page.
    here: Option<String>,
    /// Whether links repeat the filters beside the cursor.
    repeats: bool,
}

impl Page {
    /// Reads the query of a list.
    pub(crate) fn read(call: &Call<'_>, spec: &ListSpec) -> Result<Self, Answer> {
        let path = call.parts.uri.path();
        let query = call.query();
        let mut wanted = Cursor { path: path.to_owned(), limit: spec.default, ..Cursor::default() };
        let (mut given, mut limit) = (None, None);
        for (name, value) in &query {
            match name.as_ref() {
                "cursor" if given.as_ref().is_some_and(|it| it != value) => {
                    return Err(refusal::bad_value(call));
                }
                "cursor" => given = Some(value.clone()),
                "limit" => limit = Some(read_limit(call, value, spec.most)?),
                name if spec.filters.contains(&name) => {
                    let filter = (name.to_owned(), value.clone().into_owned());
                    if !wanted.filters.contains(&filter) {
                        wanted.filters.push(filter);
                    }
                }
                _ if spec.lenient => {}
                name if is_time(name) && value.parse::<Timestamp>().is_err() => {
                    return Err(refusal::bad_value(call));
                }
                // A parameter nobody knows is a filter nobody knows (facts §4.2 [O]).
                _ => return Err(refusal::bad_filter(call)),
            }
        }
        wanted.limit = limit.unwrap_or(spec.default);
        let Some(given) = given else {
            let plain = limit.is_none() && wanted.filters.is_empty();
            let here = (!plain).then(|| wanted.encode(call.state.cursor_key()));
            return Ok(Self { cursor: wanted, here, repeats: false });
        };
        let cursor = Cursor::decode(&given, call.state.cursor_key()).filter(|it| it.path == path);
        let Some(cursor) = cursor.filter(|it| lives(call, it)) else {
            // What an altered or expired cursor gets is not known (facts §15.11 [?]).
            if call.switched(Switch::AlteredCursor, "first-page") {
                return Ok(Self { cursor: wanted, here: None, repeats: false });
            }
            return Err(refusal::bad_value(call));
        };
        // Clients repeat the parameters of the first page next to the cursor. Equal ones are fine;
        // what happens to different ones is not known [?].
        let same_limit = limit.is_none_or(|it| it == cursor.limit);
        let contradicts = !same_limit || wanted.filters.iter().any(|it| !cursor.filters.contains(it));
        if contradicts && call.switched(Switch::CursorParameters, "400") {
            return Err(refusal::bad_value(call));
        }
        Ok(Self { cursor, here: Some(given.into_owned()), repeats: false })
    }

    /// The same page with links that repeat the filters.
    pub(crate) fn repeating(self) -> Self {
        Self { repeats: true, ..self }
    }

    /// The key of the last row the client has.
    pub(crate) fn after(&self) -> u64 {
        self.cursor.after
    }

    /// The values of a filter.
    pub(crate) fn values<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.cursor.filters.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The comma-separated values of a filter; `None` when the client did not filter.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<&str>> {
        let mut all = self.values(name).flat_map(|it| it.split(',')).map(str::trim).peekable();
        all.peek()?;
        Some(all.filter(|it| !it.is_empty()).collect())
    }

    /// The times of a filter, or a refusal if one is not a time.
    pub(crate) fn times(&self, call: &Call<'_>, name: &str) -> Result<Vec<Timestamp>, Answer> {
        self.values(name).map(|it| it.parse().map_err(|_| refusal::bad_value(call))).collect()
    }

    /// Writes as many of `rows` as fit; each comes with the key that a cursor remembers.
    pub(crate) fn answer<T>(
        &self,
        call: &Call<'_>,
        rows: impl Iterator<Item = (u64, T)>,
        write: impl FnMut(&mut Json, T),
    ) -> Answer {
        self.answer_with(call, ("", ""), rows, write)
    }

    /// The same with more fields before the rows and before the links: JSON that ends with a comma.
    pub(crate) fn answer_with<T>(
        &self,
        call: &Call<'_>,
        (before, meta): (&str, &str),
        rows: impl Iterator<Item = (u64, T)>,
        mut write: impl FnMut(&mut Json, T),
    ) -> Answer {
        let mut json = Json::with_capacity(self.cursor.limit.min(64) * 1_024);
        let (mut count, mut last, mut more) = (0, self.cursor.after, false);
        json.raw("{").raw(before).raw("\"_data\":[");
        for (key, row) in rows {
            if count == self.cursor.limit {
                more = true;
                break;
            }
            if count > 0 {
                json.raw(",");
            }
            write(&mut json, row);
            last = key;
            count += 1;
        }
        json.raw("],\"_meta\":{").raw(meta).raw("\"links\":");
        let base = call.base();
        let mut links = Object::open(&mut json);
        self.link(links.key("self"), &base, self.here.as_deref());
        if more {
            let made = call.switched(Switch::CursorLifetime, "1h").then(|| call.now().as_second());
            let next = Cursor { after: last, depth: self.cursor.depth + 1, made, ..self.cursor.clone() };
            self.link(links.key("next"), &base, Some(&next.encode(call.state.cursor_key())));
        }
        links.close();
        json.raw("}}");
        Answer::ok(json)
    }

    /// A list of rows that are numbered from 1 in the order they come in.
    pub(crate) fn numbered<T>(
        &self,
        call: &Call<'_>,
        rows: impl Iterator<Item = T>,
        write: impl FnMut(&mut Json, T),
    ) -> Answer {
        let rest = (1..).zip(rows).filter(|(at, _)| *at > self.after());
        self.answer(call, rest, write)
    }

    fn link(&self, json: &mut Json, base: &str, cursor: Option<&str>) {
        json.raw("{\"href\":\"").text(base).text(&self.cursor.path);
        if let Some(cursor) = cursor {
            json.raw("?");
            if self.repeats {
                let mut filters = form_urlencoded::Serializer::new(String::new());
                json.raw(&filters.extend_pairs(&self.cursor.filters).finish());
                json.raw(if self.cursor.filters.is_empty() { "" } else { "&" });
            }
            json.raw("cursor=").text(cursor);
        }
        json.raw("\"}");
    }
}

/// Whether a cursor has not expired; one that was made while cursors lived for ever does so still.
fn lives(call: &Call<'_>, cursor: &Cursor) -> bool {
    let old = cursor.made.is_some_and(|it| call.now().as_second() - it >= LIFETIME);
    !old || call.switched(Switch::CursorLifetime, "unlimited")
}

fn read_limit(call: &Call<'_>, value: &str, most: usize) -> Result<usize, Answer> {
    let limit = value.parse().ok().filter(|it| (1..=most).contains(it));
    limit.ok_or_else(|| refusal::bad_limit(call))
}

/// Whether a parameter, known or not, holds a time.
fn is_time(name: &str) -> bool {
    name.split('.').next().is_some_and(|it| it.ends_with("_at"))
}
