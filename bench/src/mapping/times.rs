//! Pages of absences and of attendance as v2 writes them, and their typed parse that maps nothing.
#![expect(dead_code, reason = "only the parsing is measured")]

use std::borrow::Cow;

use serde::Deserialize;

const COMMENTS: [&str; 4] =
    ["Familienurlaub in Südtirol", "", "Arzttermin am Vormittag", "Überstundenausgleich"];

fn page(rows: u32, route: &str, row: impl Fn(u32) -> String) -> Vec<u8> {
    let rows: Vec<String> = (0..rows).map(row).collect();
    let links = format!(
        r#"{{"self":{{"href":"https://api.personio.de{route}?limit=100"}},"next":{{"href":"https://api.personio.de{route}?limit=100&cursor=ZXlKaFpuUmxjaUk2TVRBd2ZR"}}}}"#
    );
    format!(r#"{{"_data":[{}],"_meta":{{"links":{links}}}}}"#, rows.join(",")).into_bytes()
}

fn comment(row: u32) -> &'static str {
    COMMENTS[row as usize % COMMENTS.len()]
}

/// A page of absences.
pub(super) fn absences(rows: u32) -> Vec<u8> {
    page(rows, "/v2/absence-periods", |row| {
        // An absence ends at the midnight after its last day (checked live by a client's author).
        let (day, after) = (1 + row % 27, 2 + row % 27);
        format!(
            r#"{{"id":"0190f3a2-7b1c-7d3e-9a4b-{row:012}","person":{{"id":"{}"}},"starts_from":{{"date_time":"2026-07-{day:02}T00:00:00","type":"FIRST_HALF"}},"ends_at":{{"date_time":"2026-07-{after:02}T00:00:00","type":"SECOND_HALF"}},"timezone_id":"Europe/Berlin","comment":"{}","absence_type":{{"id":"7f0a1c9e-30d2-4a1b-8f6e-2b0c54d1e0aa"}},"approval":{{"status":"APPROVED"}},"created_at":"2026-03-02T09:15:27.123Z","updated_at":"2026-03-04T07:00:00Z"}}"#,
            1000 + row,
            comment(row)
        )
    })
}

/// A page of attendance.
pub(super) fn attendances(rows: u32) -> Vec<u8> {
    page(rows, "/v2/attendance-periods", |row| {
        let day = 1 + row % 27;
        let kind = if row % 3 == 2 { "BREAK" } else { "WORK" };
        format!(
            r#"{{"id":"0190f3a2-7b1c-7d3e-9a4b-{row:012}","type":"{kind}","person":{{"id":"{}"}},"approval":{{"status":"CONFIRMED"}},"start":{{"date_time":"2026-07-{day:02}T08:30:00"}},"end":{{"date_time":"2026-07-{day:02}T12:15:00"}},"attribution_date":"2026-07-{day:02}","comment":"{}","project":{{"id":"412"}},"is_auto_generated":false,"created_at":"2026-07-{day:02}T12:16:01.482Z","updated_at":"2026-07-{day:02}T12:16:01.482Z"}}"#,
            1000 + row,
            comment(row)
        )
    })
}

/// Text, borrowed if it can be.
#[derive(Deserialize)]
#[serde(transparent)]
struct Str<'a>(#[serde(borrow)] Cow<'a, str>);

/// A page.
#[derive(Deserialize)]
pub(super) struct Page<'a, T> {
    #[serde(rename = "_data")]
    data: Vec<T>,
    #[serde(borrow, rename = "_meta")]
    meta: Meta<'a>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow)]
    links: Links<'a>,
}

#[derive(Deserialize)]
struct Links<'a> {
    #[serde(borrow, rename = "self")]
    this: Link<'a>,
    #[serde(borrow)]
    next: Option<Link<'a>>,
}

#[derive(Deserialize)]
struct Link<'a> {
    #[serde(borrow)]
    href: Str<'a>,
}

#[derive(Deserialize)]
struct Id<'a> {
    #[serde(borrow)]
    id: Str<'a>,
}

#[derive(Deserialize)]
struct Status<'a> {
    #[serde(borrow)]
    status: Str<'a>,
}

#[derive(Deserialize)]
struct Half<'a> {
    #[serde(borrow)]
    date_time: Str<'a>,
    #[serde(borrow, rename = "type")]
    kind: Option<Str<'a>>,
}

/// An absence.
#[derive(Deserialize)]
pub(super) struct Absence<'a> {
    #[serde(borrow)]
    id: Str<'a>,
    #[serde(borrow)]
    person: Id<'a>,
    #[serde(borrow)]
    starts_from: Half<'a>,
    #[serde(borrow)]
    ends_at: Option<Half<'a>>,
    #[serde(borrow)]
    timezone_id: Str<'a>,
    #[serde(borrow)]
    comment: Option<Str<'a>>,
    #[serde(borrow)]
    absence_type: Id<'a>,
    #[serde(borrow)]
    approval: Status<'a>,
    #[serde(borrow)]
    created_at: Str<'a>,
    #[serde(borrow)]
    updated_at: Str<'a>,
}

/// A recorded period.
#[derive(Deserialize)]
pub(super) struct Attendance<'a> {
    #[serde(borrow)]
    id: Str<'a>,
    #[serde(borrow, rename = "type")]
    kind: Str<'a>,
    #[serde(borrow)]
    person: Id<'a>,
    #[serde(borrow)]
    approval: Status<'a>,
    #[serde(borrow)]
    start: Half<'a>,
    #[serde(borrow)]
    end: Option<Half<'a>>,
    #[serde(borrow)]
    attribution_date: Str<'a>,
    #[serde(borrow)]
    comment: Option<Str<'a>>,
    #[serde(borrow)]
    project: Option<Id<'a>>,
    is_auto_generated: bool,
    #[serde(borrow)]
    created_at: Str<'a>,
    #[serde(borrow)]
    updated_at: Str<'a>,
}

/// Parses a page of absences.
pub(super) fn parse_absences(page: &[u8]) -> Page<'_, Absence<'_>> {
    serde_json::from_slice(page).expect("the page is well formed")
}

/// Parses a page of attendance.
pub(super) fn parse_attendances(page: &[u8]) -> Page<'_, Attendance<'_>> {
    serde_json::from_slice(page).expect("the page is well formed")
}
