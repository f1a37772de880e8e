use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::*;
use crate::select::{Fields as Chosen, Selected};
use crate::value::{DateTime, LocalDateTime};

/// Everything that serde tells apart.
#[derive(Serialize)]
struct All<'a> {
    #[serde(rename = "type")]
    text: &'a str,
    letter: char,
    numbers: (i8, u16, i64, u64, f32, f64),
    no_numbers: [f64; 2],
    truth: Option<bool>,
    nothing: Option<u8>,
    unit: (),
    list: Vec<Inner<'a>>,
    empty: Vec<u8>,
    map: BTreeMap<&'a str, Option<&'a RawValue>>,
    untouched: &'a RawValue,
    word: Word,
    at: [Option<DateTime>; 2],
    wall: Option<LocalDateTime>,
}

#[derive(Serialize)]
struct Inner<'a> {
    name: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Plain,
}

fn check<T: Serialize>(value: &T) {
    let mut json = b"before".to_vec();
    write(&mut json, value).unwrap();
    let json = String::from_utf8(json).unwrap();
    assert_eq!(json, format!("before{}", serde_json::to_string(value).unwrap()));
}

#[test]
fn what_is_written_is_what_serde_json_writes() {
    let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
    let (amount, object) = (raw("38.50"), raw(r#"{ "a" : [1] }"#));
    let all = All {
        text: "Jörg \"Jo\" \\ \n\u{1}\u{7f} Öztürk",
        letter: '"',
        numbers: (-1, 2, i64::MIN, u64::MAX, 0.1, 1e300),
        no_numbers: [f64::NAN, f64::INFINITY],
        truth: Some(true),
        nothing: None,
        unit: (),
        list: vec![Inner { name: Some("a") }, Inner { name: None }],
        empty: Vec::new(),
        map: BTreeMap::from([("a\"b", Some(&*amount)), ("c", None)]),
        untouched: &object,
        word: Word::Plain,
        at: [DateTime::civil("2026-02-28"), DateTime::instant("2026-02-28T23:59:59.987+01:00")],
        wall: LocalDateTime::parse("2026-02-28T08:05:09"),
    };
    check(&all);
    for fields in ["type", "list.name,map", "untouched,map.c", "nothing,word,numbers", "none"] {
        check(&Selected(&all, &Chosen::parse(fields)));
    }
    check(&(All { untouched: &amount, list: Vec::new(), ..all }, "y"));
}

#[test]
fn every_letter_at_every_place_is_escaped_as_serde_json_does() {
    for around in ["a", "ü", "€", "\u{7f}"] {
        for length in 0..20 {
            for at in 0..=length {
                for letter in (0_u8..=0x7f).map(char::from).chain(['\u{80}', '\u{a2}', 'ÿ', '\u{2028}']) {
                    let (before, behind) = (around.repeat(at), around.repeat(length - at));
                    check(&format!("{before}{letter}{behind}"));
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_written_says_so() {
    #[derive(Serialize)]
    struct Pair(u8, u8);
    #[derive(Serialize)]
    enum Other {
        With(u8),
        Both(u8, u8),
        Named { it: u8 },
    }

    let ancient = LocalDateTime(jiff::civil::date(-44, 3, 15).at(12, 0, 0, 0));
    assert!(write(&mut Vec::new(), &ancient).is_err());
    assert!(write(&mut Vec::new(), &BTreeMap::from([((1, 2), 3)])).is_err());
    assert!(write(&mut Vec::new(), &Pair(1, 2)).is_err());
    for other in [Other::With(1), Other::Both(1, 2), Other::Named { it: 1 }] {
        assert!(write(&mut Vec::new(), &other).is_err());
    }
}
