//! Feeds, good and hostile.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::*;

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<workzag-jobs>
  <position>
    <id>4103</id>
    <subcompany/>
    <office> Munich </office>
    <additionalOffices><office>Köln &amp; Bonn</office><office></office></additionalOffices>
    <department>Management</department>
    <recruitingCategory>Various</recruitingCategory>
    <name>Office- &#x26; Feelgood&#45;Manager</name>
    <jobDescriptions>
      <jobDescription><name>Tasks</name><value><![CDATA[ <p>A &amp; b</p> ]]]]><![CDATA[> ]]></value></jobDescription>
      <jobDescription><name>More</name><value>&lt;b&gt;x&lt;/b&gt;&nbsp;y</value></jobDescription>
    </jobDescriptions>
    <employmentType>permanent</employmentType>
    <unknown><id>7</id><position>no</position></unknown>
    <schedule>full-time</schedule>
    <createdAt>2016-05-31T12:14:07+0200</createdAt>
  </position>
  <note>not a position</note>
  <position><id>9</id></position>
</workzag-jobs>
"#;

fn all(feed: &str) -> Vec<Position<'_>> {
    let places = positions(feed.as_bytes()).unwrap();
    places.into_iter().map(|it| read(it).ok().unwrap()).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "what a field holds")]
fn some(text: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(text))
}

#[test]
fn a_position_is_read_element_by_element() {
    let positions = all(FEED);
    assert_eq!(positions.len(), 2);
    assert_eq!(
        positions[0],
        Position {
            id: some("4103"),
            office: some("Munich"),
            additional_offices: vec!["Köln & Bonn".into()],
            department: some("Management"),
            recruiting_category: some("Various"),
            name: some("Office- & Feelgood-Manager"),
            job_descriptions: vec![
                Description { name: some("Tasks"), value: some(" <p>A &amp; b</p> ]]> ") },
                Description { name: some("More"), value: some("<b>x</b>&nbsp;y") },
            ],
            employment_type: some("permanent"),
            schedule: some("full-time"),
            created_at: some("2016-05-31T12:14:07+0200"),
            ..Position::default()
        }
    );
    assert_eq!(positions[1], Position { id: some("9"), ..Position::default() });
}

#[test]
fn what_is_no_feed_is_refused() {
    for text in [
        "",
        "hello",
        "<html><body>Jobs</body></html>",
        "<workzag-jobs><position><id>1</id></position>",
        "<workzag-jobs><position><id>1</id></workzag-jobs>",
        "<workzag-jobs><position><id>1</position></workzag-jobs>",
    ] {
        assert!(positions(text.as_bytes()).is_err(), "{text}");
    }
    assert!(positions(b"<workzag-jobs>\xff</workzag-jobs>").is_err());
    assert!(all("<workzag-jobs></workzag-jobs>").is_empty());
    assert!(all("\u{feff}<workzag-jobs/>").is_empty());
}

#[test]
fn elements_where_a_text_is_expected_are_no_text() {
    let feed = "<workzag-jobs><position><id>1</id><name>a<b>c</b></name></position></workzag-jobs>";
    let position = &all(feed)[0];
    assert_eq!((&position.name, &position.unreadable), (&None, &vec!["name"]));
}

#[test]
fn entities_of_a_document_stay_as_they_are_written() {
    let feed = r#"<?xml version="1.0"?>
        <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
        <workzag-jobs><position><id>1</id><name>&b;&f;</name></position></workzag-jobs>"#;
    assert_eq!(all(feed)[0].name, some("&b;&f;"));
}

#[test]
fn what_is_nested_deeply_costs_no_more_than_its_length() {
    let started = Instant::now();
    let depth = 500_000;
    let (open, close) = ("<a>".repeat(depth), "</a>".repeat(depth));
    let feed = format!(
        "<workzag-jobs><position><id>1</id>{open}{close}<name>{open}{close}</name></position></workzag-jobs>"
    );
    assert_eq!(all(&feed)[0].id, some("1"));
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn a_large_feed_is_read_and_one_without_end_is_not() {
    let feed = |count: usize| {
        let mut feed = String::from("<workzag-jobs>");
        for id in 0..count {
            write!(feed, "<position><id>{id}</id></position>").unwrap();
        }
        feed + "</workzag-jobs>"
    };
    assert_eq!(positions(feed(MOST).as_bytes()).unwrap().len(), MOST);
    assert!(positions(feed(MOST + 1).as_bytes()).is_err());
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,300}", cut in proptest::prelude::any::<proptest::sample::Index>()) {
        let mut cut = cut.index(FEED.len());
        while !FEED.is_char_boundary(cut) {
            cut -= 1;
        }
        for feed in [text.clone(), format!("{}{text}{}", &FEED[..cut], &FEED[cut..])] {
            for place in positions(feed.as_bytes()).unwrap_or_default() {
                let _ = id_of(place);
                let _ = read(place);
            }
        }
        // What breaks off before its last tag is no feed.
        if cut + "</workzag-jobs>\n".len() <= FEED.len() {
            proptest::prop_assert!(positions(&FEED.as_bytes()[..cut]).is_err());
        }
    }
}
