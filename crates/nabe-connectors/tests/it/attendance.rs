//! Personio's recorded time: what the clock on the wall showed, and when that was.
//!
//! Rows are written from Personio's documentation and from readers of live data, not read from the sandbox.

use nabe_connector::{AccountSettings, CallError, time_zone};
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

fn list() -> Question {
    Question::new(resource(registry().get("personio").unwrap(), "hris_list_time_entries"))
}

/// The same with the zone of the account.
fn list_in(zone: &str) -> Question {
    let account = AccountSettings { time_zone: Some(time_zone(zone).unwrap()), ..AccountSettings::default() };
    Question { account, ..list() }
}

fn fields(names: &str) -> Asked {
    Asked { fields: Fields::parse(names), ..Asked::default() }
}

fn body(rows: &Value) -> Vec<u8> {
    json!({ "_data": rows, "_meta": { "links": {} } }).to_string().into_bytes()
}

fn read(question: &Question, rows: &Value, calendars: &[(&str, Value)]) -> Read {
    question.read(&[body(rows)], calendars).unwrap()
}

/// A period of work or of break of person 7.
fn period(kind: &str, start: &str, end: Option<&str>) -> Value {
    json!({
        "id": "0b4d36a2-5b43-4c86-a7d6-0f60c9a2d0aa", "type": kind, "person": { "id": "7" },
        "approval": { "status": "CONFIRMED" }, "start": { "date_time": start },
        "end": end.map(|it| json!({ "date_time": it })), "attribution_date": &start[..10], "comment": null,
        "project": null, "is_auto_generated": false, "created_at": "2026-06-10T15:04:05Z",
        "updated_at": "2026-06-11T08:00:00Z",
    })
}

/// What v1 says of a person whose holidays are those of this country.
fn person(country: &Value) -> Value {
    json!({ "success": true, "data": { "type": "Employee", "attributes": {
        "id": { "label": "ID", "value": 7, "type": "integer", "universal_id": "id" },
        "holiday_calendar": {
            "label": "Feiertage", "type": "standard", "universal_id": "holiday_calendar",
            "value": { "type": "HolidayCalendar", "attributes": {
                "id": 2, "name": "Feiertage", "country": country, "state": null,
            } },
        },
    } } })
}

/// The only record of a period, in this zone.
fn one(zone: &str, kind: &str, start: &str, end: Option<&str>) -> Value {
    let Read { mut records, defects, .. } = read(&list_in(zone), &json!([period(kind, start, end)]), &[]);
    assert_eq!(defects, Vec::<String>::new());
    records.remove(0)
}

#[test]
fn a_break_is_no_work_and_what_is_new_is_neither() {
    let pause = one("Europe/Berlin", "BREAK", "2026-06-10T12:00:00", Some("2026-06-10T12:45:00"));
    assert_eq!((&pause["hours_worked"], &pause["break_duration"]), (&Value::Null, &json!(0.75)));
    assert_eq!(pause["labor_type"], json!({ "code": "BREAK" }));
    let other = one("Europe/Berlin", "STANDBY", "2026-06-10T12:00:00", Some("2026-06-10T12:45:00"));
    assert_eq!((&other["hours_worked"], &other["break_duration"]), (&Value::Null, &Value::Null));
    assert_eq!(other["labor_type"], json!({ "code": "STANDBY" }));
}

#[test]
fn only_what_is_confirmed_is_approved() {
    for (source, value) in [
        ("CONFIRMED", "approved"),
        ("PENDING", "unmapped_value"),
        ("REJECTED", "unmapped_value"),
        ("confirmed", "unmapped_value"),
        ("DRAFT", "unmapped_value"),
    ] {
        let mut row = period("WORK", "2026-06-10T08:30:00", None);
        row["approval"]["status"] = json!(source);
        let records = read(&list(), &json!([row]), &[]).records;
        assert_eq!(records[0]["status"], json!({ "value": value, "source_value": source }));
    }
}

#[test]
fn what_goes_on_has_neither_end_nor_hours() {
    let row = one("Europe/Berlin", "WORK", "2026-06-10T08:30:00", None);
    for field in ["end_time", "end_time_local", "hours_worked", "break_duration"] {
        assert_eq!(row[field], Value::Null, "{field}");
    }
    assert_eq!(row["start_time"], "2026-06-10T06:30:00.000Z");
}

#[test]
fn hours_are_what_passed_and_not_what_the_clock_shows() {
    // From, to, in UTC, hours, how the zone is known.
    for (from, to, start, end, hours, source) in [
        // Spring: an hour is missing.
        ("2026-03-28T22:00:00", "2026-03-29T06:00:00", "2026-03-28T21:00", "2026-03-29T04:00", 7.0, "known"),
        // Autumn: an hour is there twice.
        ("2026-10-24T22:00:00", "2026-10-25T06:00:00", "2026-10-24T20:00", "2026-10-25T05:00", 9.0, "known"),
        // Any other night.
        ("2026-06-10T22:00:00", "2026-06-11T06:00:00", "2026-06-10T20:00", "2026-06-11T04:00", 8.0, "known"),
        // Up to the moment, and from it on.
        ("2026-03-29T01:00:00", "2026-03-29T03:00:00", "2026-03-29T00:00", "2026-03-29T01:00", 1.0, "known"),
        ("2026-10-25T03:00:00", "2026-10-25T04:00:00", "2026-10-25T02:00", "2026-10-25T03:00", 1.0, "known"),
        // Nothing passes within no time.
        ("2026-06-10T08:00:00", "2026-06-10T08:00:00", "2026-06-10T06:00", "2026-06-10T06:00", 0.0, "known"),
    ] {
        let row = one("Europe/Berlin", "WORK", from, Some(to));
        assert_eq!(row["start_time"], format!("{start}:00.000Z"));
        assert_eq!(row["end_time"], format!("{end}:00.000Z"));
        assert_eq!(
            (&row["hours_worked"], &row["time_zone_source"]),
            (&json!(hours), &json!(source)),
            "{from}"
        );
    }
}

#[test]
fn a_time_that_was_there_twice_is_the_first_and_an_assumption() {
    let row = one("Europe/Berlin", "BREAK", "2026-10-25T02:30:00", Some("2026-10-25T03:00:00"));
    assert_eq!(row["start_time"], "2026-10-25T00:30:00.000Z");
    assert_eq!(row["end_time"], "2026-10-25T02:00:00.000Z");
    assert_eq!((&row["time_zone_source"], &row["time_zone"]), (&json!("assumed"), &json!("Europe/Berlin")));
    // Half an hour or an hour and a half: nobody knows.
    assert_eq!(row["break_duration"], Value::Null);
    let row = one("Europe/Berlin", "WORK", "2026-10-24T22:00:00", Some("2026-10-25T02:15:00"));
    assert_eq!(row["end_time"], "2026-10-25T00:15:00.000Z");
    assert_eq!((&row["time_zone_source"], &row["hours_worked"]), (&json!("assumed"), &Value::Null));
}

#[test]
fn a_time_that_never_was_has_no_instant() {
    let row = one("Europe/Berlin", "BREAK", "2026-03-29T02:30:00", Some("2026-03-29T03:00:00"));
    assert_eq!((&row["start_time"], &row["end_time"]), (&Value::Null, &json!("2026-03-29T01:00:00.000Z")));
    assert_eq!(row["start_time_local"], "2026-03-29T02:30:00.000");
    assert_eq!((&row["break_duration"], &row["time_zone_source"]), (&Value::Null, &json!("known")));
}

#[test]
fn an_end_before_the_start_makes_no_hours() {
    let row = one("Europe/Berlin", "WORK", "2026-06-10T22:00:00", Some("2026-06-10T06:00:00"));
    assert_eq!(row["hours_worked"], Value::Null);
    assert_eq!(row["end_time"], "2026-06-10T04:00:00.000Z");
}

#[test]
fn without_a_zone_of_the_account_the_holidays_of_the_person_tell_the_country() {
    let rows = json!([period("WORK", "2026-03-28T22:00:00", Some("2026-03-29T06:00:00"))]);
    let told = |country: Value| read(&list(), &rows, &[("7", person(&country))]).records.remove(0);
    let row = told(json!("DE"));
    assert_eq!((&row["time_zone"], &row["time_zone_source"]), (&json!("Europe/Berlin"), &json!("assumed")));
    assert_eq!((&row["start_time"], &row["hours_worked"]), (&json!("2026-03-28T21:00:00.000Z"), &json!(7.0)));
    let row = told(json!("JP"));
    assert_eq!((&row["time_zone"], &row["hours_worked"]), (&json!("Asia/Tokyo"), &json!(8.0)));
    // Countries with several zones, and what is no country.
    for country in [json!("ES"), json!("US"), json!("PT"), json!("XX"), json!(null), json!(49), json!({})] {
        let row = told(country.clone());
        assert_eq!(
            (&row["time_zone"], &row["time_zone_source"]),
            (&Value::Null, &json!("unknown")),
            "{country}"
        );
        for field in ["start_time", "end_time", "hours_worked"] {
            assert_eq!(row[field], Value::Null, "{field} {country}");
        }
        assert_eq!(row["start_time_local"], "2026-03-28T22:00:00.000");
    }
    // What v1 can leave out or answer instead.
    for odd in
        [json!({}), json!({ "data": 7 }), json!({ "data": { "attributes": { "holiday_calendar": null } } })]
    {
        let row = read(&list(), &rows, &[("7", odd)]).records.remove(0);
        assert_eq!(row["time_zone_source"], "unknown");
    }
}

#[test]
fn the_zone_of_the_account_counts_before_all() {
    let rows = json!([period("WORK", "2026-06-10T08:00:00", None)]);
    let row = read(&list_in("Asia/Tokyo"), &rows, &[("7", person(&json!("DE")))]).records.remove(0);
    assert_eq!((&row["time_zone"], &row["time_zone_source"]), (&json!("Asia/Tokyo"), &json!("known")));
    assert_eq!(row["start_time"], "2026-06-09T23:00:00.000Z");
}

#[test]
fn without_any_zone_hours_are_told_where_no_clock_of_the_world_changed() {
    let hours = |from: &str, to: &str| {
        read(&list(), &json!([period("WORK", from, Some(to))]), &[]).records.remove(0)["hours_worked"].clone()
    };
    assert_eq!(hours("2026-06-10T08:00:00", "2026-06-10T16:30:00"), json!(8.5));
    assert_eq!(hours("2026-06-10T22:00:00", "2026-06-11T06:00:00"), json!(8.0));
    for (from, to) in [
        ("2026-03-28T22:00:00", "2026-03-29T06:00:00"),
        ("2026-10-24T22:00:00", "2026-10-25T06:00:00"),
        ("2026-11-01T01:30:00", "2026-11-01T09:00:00"),
    ] {
        assert_eq!(hours(from, to), Value::Null, "{from}");
    }
}

/// Whose holiday calendars are asked for.
fn people(question: &Question, rows: &Value) -> Vec<String> {
    question.further(&[body(rows)]).unwrap().into_iter().map(|(person, _)| person).collect()
}

#[test]
fn a_person_is_asked_about_once_and_only_where_it_tells_something() {
    let day = || period("WORK", "2026-06-10T08:00:00", Some("2026-06-10T16:30:00"));
    let of = |person: Value, mut row: Value| {
        row["person"]["id"] = person;
        row
    };
    let night = of(json!("9"), period("WORK", "2026-10-24T22:00:00", Some("2026-10-25T06:00:00")));
    let rows = json!([
        day(),
        of(json!(8), day()),
        day(),
        night,
        of(json!("no/id"), day()),
        of(json!(null), day()),
        7
    ]);
    assert_eq!(people(&list(), &rows), ["7", "8", "9"]);
    let call = &list().further(&[body(&rows)]).unwrap()[0].1;
    assert_eq!((call.path_and_query().as_str(), call.is_optional), ("/v1/company/employees/7", true));
    assert!(people(&list_in("Europe/Berlin"), &rows).is_empty(), "the account's zone costs nothing");
    for (names, expected) in [
        ("id,start_time_local,status", vec![]),
        ("start_time", vec!["7", "8", "9"]),
        ("time_zone", vec!["7", "8", "9"]),
        // By day the wall tells it.
        ("hours_worked", vec!["9"]),
    ] {
        let question = Question { asked: fields(names), ..list() };
        assert_eq!(people(&question, &rows), expected, "{names}");
        let wall = Question { filters: filters([("start_time", "2026-06-01")]), ..question.clone() };
        assert_eq!(people(&wall, &rows), expected, "{names}");
        let instant = Question { filters: filters([("end_time", "2026-06-01T00:00:00Z")]), ..question };
        assert_eq!(people(&instant, &rows), ["7", "8", "9"], "{names}");
    }
}

fn query(question: &Question) -> String {
    question.calls().unwrap().remove(0).path_and_query().replace("%3A", ":")
}

#[test]
fn personio_is_asked_for_no_less_than_what_is_wanted() {
    let asked = |question: &Question, conditions: &[(&str, &str)]| {
        let filters = conditions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let filters = nabe_connector::Filters(filters.collect());
        query(&Question { filters, ..question.clone() })
    };
    let path = "/v2/attendance-periods?limit=100";
    assert_eq!(query(&list()), path);
    assert_eq!(asked(&list(), &[("employee_id", "7")]), format!("{path}&person.id=7"));
    // By the clock on the wall there is nothing to reckon.
    let wall = [("start_time", "2026-06-01"), ("end_time", "2026-06-30T23:59:59")];
    let expected = "&start.date_time.gte=2026-06-01T00:00:00&end.date_time.lte=2026-06-30T23:59:59";
    assert_eq!(asked(&list(), &wall), format!("{path}{expected}"));
    assert_eq!(asked(&list_in("Asia/Tokyo"), &wall), format!("{path}{expected}"));
    let instants = [("start_time", "2026-06-01T00:00:00Z"), ("end_time", "2026-06-30T00:00:00+02:00")];
    let expected = "&start.date_time.gte=2026-05-31T09:00:00&end.date_time.lte=2026-06-30T15:00:00";
    assert_eq!(asked(&list(), &instants), format!("{path}{expected}"));
    let expected = "&start.date_time.gte=2026-06-01T06:00:00&end.date_time.lte=2026-06-30T10:00:00";
    assert_eq!(asked(&list_in("Asia/Tokyo"), &instants), format!("{path}{expected}"));
    let updated = asked(&list(), &[("updated_after", "2026-06-01T00:00:00Z")]);
    assert_eq!(updated, format!("{path}&updated_at.gte=2026-05-31T09:00:00"));
}

#[test]
fn a_cursor_goes_alone_and_who_cant_be_is_not_asked_for() {
    let next = Question { position: Some("abc".to_owned()), ..list() };
    assert_eq!(query(&next), "/v2/attendance-periods?cursor=abc");
    for nobody in ["../7", "7 or 8", ","] {
        let question = Question { filters: filters([("employee_id", nobody)]), ..list() };
        assert!(question.calls().unwrap().is_empty(), "{nobody}");
        let Read { records, info, .. } = question.read(&[], &[]).unwrap();
        assert_eq!((records.len(), info.next), (0, None));
        assert!(question.further(&[]).unwrap().is_empty());
    }
}

#[test]
fn what_is_no_time_is_refused() {
    for bad in
        ["yesterday", "2026-06-01T00:00:00 02:00", "2026-6-1", "2026-06-01T25:00:00", "2026-06-01Z", "1"]
    {
        for name in ["start_time", "end_time"] {
            let refused = Question { filters: filters([(name, bad)]), ..list() }.calls().unwrap_err();
            assert!(
                matches!(&refused, CallError::BadFilter { name: it, .. } if it == name),
                "{bad}: {refused}"
            );
        }
    }
}

/// The starts of the rows that meet a condition.
fn met(question: &Question, condition: (&str, &str), calendars: &[(&str, Value)]) -> Vec<String> {
    let rows = ["2026-06-10T08:00:00", "2026-06-10T09:00:00", "2026-06-10T10:00:00", "2026-06-11T08:00:00"];
    let rows = rows.map(|it| period("WORK", it, Some(it)));
    let question = Question { filters: filters([condition]), ..question.clone() };
    let records = read(&question, &json!(rows), calendars).records;
    records.iter().map(|it| it["start_time_local"].as_str().unwrap()[8..16].to_owned()).collect()
}

#[test]
fn conditions_are_exact() {
    let berlin = list_in("Europe/Berlin");
    assert_eq!(
        met(&berlin, ("start_time", "2026-06-10T07:00:00Z"), &[]),
        ["10T09:00", "10T10:00", "11T08:00"]
    );
    assert_eq!(met(&berlin, ("start_time", "2026-06-10T07:00:01Z"), &[]), ["10T10:00", "11T08:00"]);
    assert_eq!(met(&berlin, ("end_time", "2026-06-10T09:00:00+02:00"), &[]), ["10T08:00", "10T09:00"]);
    assert_eq!(met(&list(), ("end_time", "2026-06-10T09:00:00"), &[]), ["10T08:00", "10T09:00"]);
    assert_eq!(met(&list(), ("end_time", "2026-06-11"), &[]), ["10T08:00", "10T09:00", "10T10:00"]);
    let germany = [("7", person(&json!("DE")))];
    assert_eq!(met(&list(), ("start_time", "2026-06-10T08:00:00Z"), &germany), ["10T10:00", "11T08:00"]);
    // Of a zone that nobody knows it can't be told: what may be meant comes along, what can't doesn't.
    assert_eq!(
        met(&list(), ("start_time", "2026-06-10T23:30:00Z"), &[]),
        ["10T09:00", "10T10:00", "11T08:00"]
    );
    assert_eq!(met(&berlin, ("employee_id", "8"), &[]), Vec::<String>::new());
    assert_eq!(met(&berlin, ("employee_id", "7"), &[]).len(), 4);
    assert_eq!(met(&berlin, ("employee_id", "8, 7"), &[]).len(), 4);
    assert_eq!(met(&berlin, ("updated_after", "2026-06-11T07:59:59Z"), &[]).len(), 4);
    assert_eq!(met(&berlin, ("updated_after", "2026-06-11T08:00:00Z"), &[]).len(), 0);
}

#[test]
fn conditions_lose_nothing_where_clocks_were_changed() {
    let berlin = list_in("Europe/Berlin");
    let is_met = |condition: (&str, &str), shown: &str| {
        let question = Question { filters: filters([condition]), ..berlin.clone() };
        let rows = json!([period("WORK", shown, Some(shown))]);
        read(&question, &rows, &[]).records.len() == 1
    };
    // Shown at 00:30 and at 01:30.
    let twice = "2026-10-25T02:30:00";
    for (at, may_begin, may_end) in [
        ("2026-10-25T00:00:00Z", true, true),
        ("2026-10-25T01:00:00Z", true, true),
        ("2026-10-25T01:30:00Z", true, true),
        ("2026-10-25T12:00:00Z", false, true),
        ("2026-10-24T12:00:00Z", true, false),
    ] {
        assert_eq!(
            (is_met(("start_time", at), twice), is_met(("end_time", at), twice)),
            (may_begin, may_end),
            "{at}"
        );
    }
    // Never shown: somebody's clock was wrong by an hour, and nobody knows in which direction.
    let never = "2026-03-29T02:30:00";
    for at in ["2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"] {
        assert!(is_met(("start_time", at), never) && is_met(("end_time", at), never), "{at}");
    }
    assert!(!is_met(("start_time", "2026-03-29T12:00:00Z"), never));
}

#[test]
fn what_goes_on_has_not_ended_before_anything() {
    let rows = json!([period("WORK", "2026-06-10T08:00:00", None)]);
    for end in ["2027-01-01T00:00:00Z", "2027-01-01"] {
        let question = Question { filters: filters([("end_time", end)]), ..list_in("Europe/Berlin") };
        let Read { records, info, .. } = read(&question, &rows, &[]);
        assert_eq!((records.len(), info.rows, info.lost.len()), (0, 1, 0));
    }
}

/// Times on the wall around the nights in which clocks are changed, and others.
fn wall() -> impl Strategy<Value = String> {
    let days = ["2026-03-29", "2026-10-25", "2026-06-10", "2026-11-01", "1999-12-31"];
    (prop::sample::select(days.to_vec()), 0..24_u8, 0..60_u8)
        .prop_map(|(day, hour, minute)| format!("{day}T{hour:02}:{minute:02}:00"))
}

proptest! {
    #[test]
    fn hours_are_those_between_the_instants(start in wall(), end in wall(), zone in prop::sample::select(vec![
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC",
    ])) {
        let row = one(zone, "WORK", &start, Some(&end));
        let instant = |field: &str| row[field].as_str().map(|it| it.parse::<jiff::Timestamp>().unwrap());
        if let Some(hours) = row["hours_worked"].as_f64() {
            let passed = instant("end_time").unwrap().duration_since(instant("start_time").unwrap());
            prop_assert!((passed.as_secs_f64() / 3600.0 - hours).abs() < 1e-9);
        }
        // Without a zone the wall is believed only where every zone agrees.
        let anywhere = read(&list(), &json!([period("WORK", &start, Some(&end))]), &[]).records.remove(0);
        if let Some(hours) = anywhere["hours_worked"].as_f64() {
            prop_assert_eq!(row["hours_worked"].as_f64(), Some(hours));
        }
    }

    #[test]
    fn no_row_that_is_wanted_is_not_asked_for(
        start in wall(),
        end in wall(),
        bound in wall(),
        offset in prop::sample::select(vec!["Z", "", "+14:00", "-12:00"]),
        zone in prop::sample::select(vec!["Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York", ""]),
    ) {
        let base = if zone.is_empty() { list() } else { list_in(zone) };
        let bound = format!("{bound}{offset}");
        for (name, parameter, shown) in [("start_time", "start.date_time.gte", &start), ("end_time", "end.date_time.lte", &end)] {
            let question = Question { filters: filters([(name, bound.as_str())]), ..base.clone() };
            let call = question.calls().unwrap().remove(0);
            let asked = call.query.iter().find(|it| it.0 == parameter).unwrap().1.clone();
            let found = read(&question, &json!([period("WORK", &start, Some(&end))]), &[]).records.len() == 1;
            // Personio compares what the wall showed, which is in order as text.
            let is_asked = if name == "start_time" { shown.as_str() >= asked.as_str() } else { shown.as_str() <= asked.as_str() };
            prop_assert!(!found || is_asked, "{name} {bound} {zone}: {shown} is not within {asked}");
        }
    }
}
