//! Lists that Personio has as they are: one call a page, one row a record.
//!
//! v2 pages by a cursor that stands in the link to the next page (official); the short lists of v1 come whole. Must
//! not know what a row means.

use std::borrow::Cow;

use jiff::Timestamp;
use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, FieldRule, PageInfo, Plan, Resource, Row,
};
use nabe_model::record::Record;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::mappable::denied;
use super::operation;
use super::reading::{from_body, from_json, inline};
use super::values::Values;

/// Makes a record of a row. What has no id makes none.
pub(super) type Map = for<'b> fn(&'b RawValue, &Ask<'_>, &mut Out<'_, 'b>) -> Result<(), serde_json::Error>;

/// A query that is always the same.
type Query = &'static [(&'static str, &'static str)];

/// Where records go.
pub(super) struct Out<'o, 'b> {
    /// What could not be read of the row.
    pub(super) defects: Vec<Defect>,
    source: Option<&'b RawValue>,
    given: bool,
    each: Each<'o>,
}

impl<'b> Out<'_, 'b> {
    /// Takes values out of the row.
    pub(super) fn values(&mut self) -> Values<'_> {
        Values { defects: &mut self.defects }
    }

    /// Hands a record on.
    pub(super) fn give<'r>(&mut self, id: Option<&'r str>, record: impl Into<Record<'r, 'b>>)
    where
        'b: 'r,
    {
        self.give_with(id, record, None);
    }

    /// Hands a record on, with what further calls said of it.
    pub(super) fn give_with<'r>(
        &mut self,
        id: Option<&'r str>,
        record: impl Into<Record<'r, 'b>>,
        detail: Option<&'r [u8]>,
    ) where
        'b: 'r,
    {
        let Some(id) = id else { return };
        self.given = true;
        let (source, defects) = (self.source, &self.defects);
        (self.each)(Row { id, record: record.into(), source, detail, person: None, defects });
    }

    /// That the row is good, but does not meet the conditions.
    pub(super) fn pass_over(&mut self) {
        self.given = true;
    }
}

/// How one record is got.
#[derive(Clone, Copy)]
pub(super) enum One {
    /// By this operation.
    Call(&'static str, Query),
    /// By the list, with this parameter naming it.
    Pick(&'static str),
    /// By looking through the list.
    Scan,
}

/// A list that Personio has as it is.
pub(super) struct Listed {
    pub(super) rules: &'static [FieldRule],
    /// The operation that lists.
    pub(super) list: (&'static str, Query),
    /// The most rows of a page; nothing for a list that comes whole.
    pub(super) page_limit: Option<u32>,
    pub(super) one: One,
    /// The parameter that says whose rows, for lists below a record.
    pub(super) parent: Option<&'static str>,
    pub(super) map: Map,
}

impl Resource for Listed {
    fn rules(&self) -> &'static [FieldRule] {
        self.rules
    }

    fn page_limit(&self) -> u32 {
        self.page_limit.unwrap_or(u32::MAX)
    }

    fn denied(&self) -> Option<&'static str> {
        denied(self.list.0)
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let with = |call: Call, query: Query| {
            query.iter().fold(call, |call, (name, value)| call.query(*name, *value))
        };
        match (ask.id, self.one) {
            (Some(id), One::Call(one, query)) => {
                Ok(Plan::call(with(Call::with_path(operation(one), &[segment(id)?]), query)))
            }
            (Some(id), One::Pick(name)) => {
                let (list, query) = self.list;
                Ok(Plan::call(with(Call::to(operation(list)), query).query(name, segment(id)?)))
            }
            (Some(_), One::Scan) => Ok(Plan::Scan),
            (None, _) => {
                let (list, query) = self.list;
                let limit = self.page_limit.map(|it| ask.limit.clamp(1, it).to_string());
                let parent = match (self.parent, ask.parent) {
                    (Some(name), Some(id)) => Some((name, segment(id)?)),
                    _ => None,
                };
                Ok(Plan::call(on(Call::to(operation(list)), ask.position, |call| {
                    let call = with(call, query);
                    let call = parent.into_iter().fold(call, |call, (name, id)| call.query(name, id));
                    call.query_if("limit", limit)
                })))
            }
        }
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let body = answers.first();
        let page = match (ask.id, self.one) {
            (Some(_), One::Call(..) | One::Scan) => one(body)?,
            (Some(_), One::Pick(_)) => page_at(body, None)?,
            (None, _) => page_at(body, ask.position)?,
        };
        // A condition that the provider doesn't know is passed over: only the one that was meant is handed on.
        let each: Each<'_> = &mut |row| {
            if ask.id.is_none_or(|it| it == row.id || matches!(self.one, One::Call(..))) {
                each(row);
            }
        };
        Ok(each_row(page, ask.explain, each, |row, out| (self.map)(row, ask, out)))
    }
}

/// Makes records of the rows of a page. A row that can't be read costs only itself.
pub(super) fn each_row<'b>(
    Page { rows, next, begins }: Page<&'b RawValue>,
    explain: bool,
    each: Each<'_>,
    map: impl FnMut(&'b RawValue, &mut Out<'_, 'b>) -> Result<(), serde_json::Error>,
) -> PageInfo {
    // Serde would take a list for an object, its items for fields in their order.
    let read = |row: &'b RawValue| (!row.get().starts_with('[')).then_some(row);
    let rows = rows.into_iter().map(|it| ReadRow { row: read(it), source: explain.then_some(it) }).collect();
    each_read(Page { rows, next, begins }, each, map)
}

/// The same of rows that were read before.
pub(super) fn each_read<'b, T>(
    page: Page<ReadRow<'b, T>>,
    each: Each<'_>,
    mut map: impl FnMut(T, &mut Out<'_, 'b>) -> Result<(), serde_json::Error>,
) -> PageInfo {
    let mut info = PageInfo { rows: page.rows.len(), next: page.next, lost: Vec::new() };
    let mut out = Out { defects: Vec::new(), source: None, given: false, each };
    for ReadRow { row, source } in page.rows {
        out.defects.clear();
        (out.source, out.given) = (source, false);
        match row.and_then(|row| map(row, &mut out).ok()) {
            Some(()) if out.given => {}
            Some(()) => info.lost.push(Defect { path: "id".into(), kind: DefectKind::NoId }),
            None => info.lost.push(Defect { path: "[]".into(), kind: DefectKind::WrongType }),
        }
    }
    info
}

/// A moment as v2 takes it in a condition; what is less than a second is left out (official example), which finds more and
/// never less.
pub(super) fn whole_seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An id as a part of a path: numbers and uuids (official); anything else can't be one.
pub(super) fn segment(id: &str) -> Result<&str, CallError> {
    let fits =
        !id.is_empty() && id.len() <= 64 && id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    if fits { Ok(id) } else { Err(CallError::NotFound) }
}

/// The rows of an answer.
pub(super) struct Page<R> {
    pub(super) rows: Vec<R>,
    /// Where the next page begins, for [`on`].
    pub(super) next: Option<String>,
    /// Whether its link to itself says that the list begins here.
    pub(super) begins: bool,
}

impl<R> Page<R> {
    /// Rows without links.
    pub(super) fn alone(rows: Vec<R>) -> Self {
        Self { rows, next: None, begins: false }
    }

    /// The page, if it is the one that `position` asked for: a cursor that has expired may give the first page again (?).
    pub(super) fn at(self, position: Option<&str>) -> Result<Self, CallError> {
        if self.begins && position.is_some() { Err(CallError::ListChanged) } else { Ok(self) }
    }
}

/// A row that was read.
pub(super) struct ReadRow<'b, T> {
    /// What it says; nothing if it is no such row.
    pub(super) row: Option<T>,
    /// How it says that, where it is to be explained.
    pub(super) source: Option<&'b RawValue>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ReadRow<'_, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { row: inline(deserializer)?.value(), source: None })
    }
}

/// Reads a list of either generation, of which no source shows whether it has links.
pub(super) fn page(body: &[u8]) -> Result<Page<&RawValue>, CallError> {
    page_of(body, false)
}

/// Reads the page of a list that was asked for with this position.
pub(super) fn page_at<'b>(body: &'b [u8], position: Option<&str>) -> Result<Page<&'b RawValue>, CallError> {
    page_of(body, true)?.at(position)
}

/// Lists of v2 have links, if only to themselves (official): one without would end here and nobody would know.
fn page_of<'b, R: Deserialize<'b>>(body: &'b [u8], needs_links: bool) -> Result<Page<R>, CallError> {
    #[derive(Deserialize)]
    struct Wire<R> {
        #[serde(rename = "data")]
        v1: Option<Vec<R>>,
        #[serde(rename = "_data")]
        v2: Option<Vec<R>>,
        #[serde(rename = "_meta")]
        meta: Option<Meta>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Meta {
        links: Option<Links>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Links {
        #[serde(rename = "self")]
        here: Option<Link>,
        next: Option<Link>,
    }
    /// The list of reports has bare addresses (checked live by a client's author), the others objects.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Link {
        Bare(String),
        Object { href: String },
    }
    impl Link {
        fn href(&self) -> &str {
            match self {
                Self::Bare(href) | Self::Object { href } => href,
            }
        }
    }

    let Wire { v1, v2, meta } = from_body::<Wire<R>>(body).ok_or_else(|| malformed("the list"))?;
    let links = meta.and_then(|it| it.links);
    if needs_links && v2.is_some() && links.is_none() {
        return Err(malformed("_meta.links"));
    }
    let Links { here, next } = links.unwrap_or_default();
    let next = match next {
        None => None,
        Some(next) => Some(after(next.href()).ok_or_else(|| malformed("_meta.links.next.href"))?),
    };
    let begins = here.is_some_and(|it| after(it.href()).is_none());
    Ok(Page { rows: v2.or(v1).ok_or_else(|| malformed("the list"))?, next, begins })
}

/// Where the list goes on: the cursor of the link alone, or behind `?` all that the link asks for.
///
/// Only what is asked is taken: an address in an answer is never called as it stands.
fn after(href: &str) -> Option<String> {
    let (_, query) = href.split_once('?')?;
    let asked: Vec<(Cow<'_, str>, Cow<'_, str>)> = form_urlencoded::parse(query.as_bytes()).collect();
    let (_, cursor) = asked.iter().find(|(name, _)| name == "cursor")?;
    let is_alone = asked.len() == 1 && !cursor.starts_with('?');
    Some(if is_alone { cursor.to_string() } else { format!("?{query}") })
}

/// A call that goes on where a page of v2 said, or else one that begins with these conditions.
///
/// A cursor carries the conditions and the number of rows (official of persons and employments). Beside it reports
/// refuse them (official), and org units have them in their links (official): so whatever a link asks for is asked, and
/// nothing else.
pub(super) fn on(call: Call, position: Option<&str>, begin: impl FnOnce(Call) -> Call) -> Call {
    let Some(position) = position else { return begin(call) };
    let call = Call { goes_on: true, ..call };
    match position.strip_prefix('?') {
        None => call.query("cursor", position),
        Some(query) => form_urlencoded::parse(query.as_bytes())
            .fold(call, |call, (name, value)| call.query(name.into_owned(), value)),
    }
}

/// The rows of the first answer, or the one that was asked for; none where nothing was asked.
pub(super) fn rows<'b>(ask: &Ask<'_>, first: &[&'b [u8]]) -> Result<Page<&'b RawValue>, CallError> {
    match first.first() {
        None => Ok(Page::alone(Vec::new())),
        Some(body) if ask.id.is_some() => one(body),
        Some(body) => page_at(body, ask.position),
    }
}

/// The same, read as rows of this kind: a whole list in one pass.
///
/// A row that ends the pass would end the page, and an explanation needs rows as they stand there: then each is read
/// by itself.
pub(super) fn read_rows<'b, T: Deserialize<'b>>(
    ask: &Ask<'_>,
    first: &[&'b [u8]],
) -> Result<Page<ReadRow<'b, T>>, CallError> {
    if let (None, false, Some(body)) = (ask.id, ask.explain, first.first())
        && let Ok(page) = page_of(body, true)
    {
        return page.at(ask.position);
    }
    let Page { rows, next, begins } = rows(ask, first)?;
    let read =
        |row: &'b RawValue| ReadRow { row: from_json(row.get()).ok(), source: ask.explain.then_some(row) };
    Ok(Page { rows: rows.into_iter().map(read).collect(), next, begins })
}

/// Reads one record, which comes bare, as `_data` or as `data` (which of them is not certain for all routes).
pub(super) fn one(body: &[u8]) -> Result<Page<&RawValue>, CallError> {
    #[derive(Deserialize)]
    struct Wire<'b> {
        #[serde(borrow, alias = "_data")]
        data: Option<&'b RawValue>,
    }
    let wire: Wire<'_> = from_body(body).ok_or_else(|| malformed("the record"))?;
    let row = match wire.data {
        Some(row) if row.get().starts_with('{') => row,
        Some(_) | None => serde_json::from_slice(body).map_err(|_| malformed("the record"))?,
    };
    Ok(Page::alone(vec![row]))
}

fn malformed(at: &str) -> CallError {
    CallError::Malformed { at: at.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::Scalar;
    use super::*;

    #[test]
    fn the_cursor_is_taken_from_the_link_whatever_its_host() {
        let page = |next: &str| {
            page_at(format!(r#"{{"_data":[1],"_meta":{{"links":{next}}}}}"#).as_bytes(), None)
                .map(|it| it.next)
        };
        let link = r#"{"next":{"href":"https://elsewhere.example/v2/x?limit=5&cursor=a%2Bb"}}"#;
        assert_eq!(page(link), Ok(Some("?limit=5&cursor=a%2Bb".to_owned())));
        assert_eq!(page(r#"{"next":{"href":"/v2/x?cursor=1"}}"#), Ok(Some("1".to_owned())));
        assert_eq!(page(r#"{"next":"/v2/x?cursor=1"}"#), Ok(Some("1".to_owned())));
        assert_eq!(page("{}"), Ok(None));
        assert_eq!(page("null"), Err(malformed("_meta.links")));
        assert!(page(r#"{"next":{"href":"/v2/x?limit=1"}}"#).is_err());
    }

    #[test]
    fn a_list_without_links_is_not_taken_for_a_whole_one() {
        for meta in ["", r#","_meta":null"#, r#","_meta":{}"#, r#","_meta":{"columns":[]}"#] {
            let body = format!(r#"{{"_data":[1]{meta}}}"#);
            assert_eq!(page_at(body.as_bytes(), None).err(), Some(malformed("_meta.links")), "{body}");
            assert!(page(body.as_bytes()).is_ok(), "{body}");
        }
        assert!(page_at(br#"{"success":true,"data":[1]}"#, None).is_ok());
    }

    #[test]
    fn a_list_that_begins_anew_is_not_gone_on_with() {
        let check = |own: &str, position: Option<&str>| {
            let body = format!(r#"{{"_data":[1],"_meta":{{"links":{{"self":{own}}}}}}}"#);
            page_at(body.as_bytes(), position).map(|it| it.rows.len())
        };
        assert_eq!(check(r#"{"href":"/v2/x?limit=5"}"#, None), Ok(1));
        assert_eq!(check(r#"{"href":"/v2/x?limit=5"}"#, Some("a")), Err(CallError::ListChanged));
        assert_eq!(check(r#""/v2/x""#, Some("a")), Err(CallError::ListChanged));
        assert_eq!(check(r#"{"href":"/v2/x?cursor=a"}"#, Some("a")), Ok(1));
        assert_eq!(check("null", Some("a")), Ok(1));
    }

    #[test]
    fn a_list_goes_on_with_what_its_link_asks_for_and_nothing_else() {
        let check = |href: &str, asked: &str| {
            let position = after(href);
            let call = on(Call::to(operation("v2_list_org_units")), position.as_deref(), |call| {
                call.query("a", "b")
            });
            assert_eq!(call.encoded_query().as_deref(), Some(asked), "{href}");
        };
        check("https://elsewhere.example/v2/x?cursor=a%2Bb", "cursor=a%2Bb");
        check("/v2/x?cursor=%3Fa", "cursor=%3Fa");
        check("/v2/x?type=team&cursor=a&name=b%26c", "type=team&cursor=a&name=b%26c");
        check("/v2/x?limit=1", "a=b");
    }

    #[test]
    fn a_row_that_ends_the_one_pass_costs_only_itself() {
        #[derive(Debug, Default, PartialEq, Deserialize)]
        #[serde(default, bound(deserialize = "'de: 'b"))]
        struct Plain<'b> {
            id: Scalar<'b>,
        }
        let plain = |id: &'static str| Some(Plain { id: Scalar::Text(id.into()) });
        let check = |rows: &str, expect: &[Option<Plain<'_>>]| {
            let body = format!(r#"{{"_data":[{rows}],"_meta":{{"links":{{"next":"/x?cursor=1"}}}}}}"#);
            for explain in [false, true] {
                let (filters, asked, account) = Default::default();
                let ask = Ask {
                    parent: None,
                    id: None,
                    position: None,
                    limit: 100,
                    filters: &filters,
                    asked: &asked,
                    account: &account,
                    public_url: "",
                    today: jiff::civil::date(2026, 1, 1),
                    explain,
                };
                let page = read_rows::<Plain<'_>>(&ask, &[body.as_bytes()]).unwrap();
                assert_eq!(page.next.as_deref(), Some("1"), "{rows}");
                assert!(page.rows.iter().all(|it| it.source.is_some() == explain), "{rows}");
                let read: Vec<_> = page.rows.into_iter().map(|it| it.row).collect();
                assert_eq!(read, expect, "{rows}");
            }
        };
        check(r#"{"id":"1"},{"id":"2","x":[]}"#, &[plain("1"), plain("2")]);
        check(
            r#"{"id":"1"},7,null,["2"],"3",true,{"id":"4"}"#,
            &[plain("1"), None, None, None, None, None, plain("4")],
        );
        check(r#"{"id":"1"},{"id":"2","id":"3"},{"id":"4"}"#, &[plain("1"), None, plain("4")]);
        check(r#"{"id":"1"},{"id":1e999},{"id":"4"}"#, &[plain("1"), None, plain("4")]);
    }

    #[test]
    fn one_record_comes_bare_or_wrapped() {
        for body in [r#"{"id":"1"}"#, r#"{"_data":{"id":"1"}}"#, r#"{"success":true,"data":{"id":"1"}}"#] {
            assert_eq!(one(body.as_bytes()).unwrap().rows[0].get(), r#"{"id":"1"}"#, "{body}");
        }
        for body in ["[]", r#"[{"id":"1"}]"#, "7"] {
            assert!(one(body.as_bytes()).is_err() && page(body.as_bytes()).is_err(), "{body}");
        }
    }
}
