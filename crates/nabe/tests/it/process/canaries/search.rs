//! A search that finds a text however it is written: as it is, escaped, encoded, in any case of its letters.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use regex::bytes::Regex;

/// Texts in which nothing may be found.
#[derive(Clone, Debug, Default)]
pub(super) struct Haystack {
    hay: Vec<(String, Vec<u8>)>,
}

impl Haystack {
    pub(super) fn of(place: &str, text: &str) -> Self {
        let mut hay = Self::default();
        hay.add(place, text);
        hay
    }

    pub(super) fn add(&mut self, place: &str, text: &str) {
        self.add_bytes(place, text.as_bytes());
    }

    pub(super) fn add_bytes(&mut self, place: &str, bytes: &[u8]) {
        self.hay.push((place.to_owned(), bytes.to_ascii_lowercase()));
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.hay.extend(other.hay);
    }

    /// Without the places that begin like this.
    pub(super) fn but(&self, places: &[&str]) -> Self {
        let kept = self.hay.iter().filter(|(it, _)| !places.iter().any(|place| it.starts_with(place)));
        Self { hay: kept.cloned().collect() }
    }

    /// Whether the text is somewhere, as it is.
    pub(super) fn finds(&self, text: &str) -> bool {
        self.find(&[text.to_ascii_lowercase()]).is_some()
    }

    /// Fails if the text is somewhere, in any form.
    #[track_caller]
    pub(super) fn must_not_have(&self, text: &str) {
        self.must_have_none(&[text]);
    }

    /// Fails if one of the texts is somewhere, in any form.
    #[track_caller]
    pub(super) fn must_have_none(&self, texts: &[&str]) {
        let forms: Vec<String> = texts.iter().flat_map(|it| forms(it)).collect();
        let Some((place, bytes, found)) = self.find(&forms) else { return };
        let (from, to) = (found.start.saturating_sub(200), bytes.len().min(found.end + 300));
        let shown = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]).into_owned();
        panic!("`{}` stands in {place}: …{}…", shown(found), shown(from..to));
    }

    /// The first place that has one of these, all in small letters.
    fn find(&self, forms: &[String]) -> Option<(&str, &[u8], Range<usize>)> {
        let any = forms.iter().map(|it| regex::escape(it)).collect::<Vec<_>>().join("|");
        let any = Regex::new(&any).unwrap();
        self.hay.iter().find_map(|(place, bytes)| {
            let found = any.find(bytes)?;
            Some((place.as_str(), bytes.as_slice(), found.range()))
        })
    }
}

/// The forms of a text, in small letters.
fn forms(text: &str) -> Vec<String> {
    let json = serde_json::to_string(text).unwrap();
    let json = json[1..json.len() - 1].to_owned();
    let ascii: String =
        json.chars().map(|it| if it.is_ascii() { it.to_string() } else { escaped(it) }).collect();
    let percent = |kept: &str| -> String {
        let encode = |it: u8| {
            let plain = it.is_ascii_alphanumeric() || kept.as_bytes().contains(&it);
            if plain { char::from(it).to_string() } else { format!("%{it:02x}") }
        };
        text.bytes().map(encode).collect()
    };
    let mut forms = vec![
        text.to_owned(),
        json.replace('/', "\\/"),
        ascii.replace('/', "\\/"),
        serde_json::to_string(&json).unwrap().trim_matches('"').to_owned(),
        format!("{text:?}").trim_matches('"').to_owned(),
        percent("-_."),
        percent("-_.~!*'()@:"),
        percent("-_.+/@"),
        text.bytes().map(|it| format!("{it:02x}")).collect::<Vec<_>>().concat(),
        html(text),
        json,
        ascii,
    ];
    // In base64 a text looks different by where it begins; its ends mix with what stands around it.
    for before in 0..3 {
        let bytes = [vec![b' '; before], text.as_bytes().to_vec()].concat();
        for encoded in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            forms.push(encoded[(before * 4).div_ceil(3)..encoded.len() - 2].to_owned());
        }
    }
    for form in &mut forms {
        form.make_ascii_lowercase();
    }
    forms.sort();
    forms.dedup();
    forms
}

fn escaped(it: char) -> String {
    it.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04x}")).collect::<Vec<_>>().concat()
}

fn html(text: &str) -> String {
    text.replace('&', "&#38;").replace('"', "&#34;").replace('\'', "&#39;").replace('<', "&#60;")
}

#[test]
fn the_search_finds_every_form() {
    let text = r#"Größe "x/y" & \z"#;
    let hidden = [
        text.to_owned(),
        serde_json::to_string(text).unwrap(),
        r#"{"a":"Gr\u00f6\u00dfe \"x\/y\" & \\z"}"#.to_owned(),
        "q=Gr%C3%B6%C3%9Fe%20%22x%2Fy%22%20%26%20%5Cz&r".to_owned(),
        STANDARD_NO_PAD.encode(format!("someone:{text}!!")),
        STANDARD_NO_PAD.encode(format!("someon:{text}!!")),
        STANDARD_NO_PAD.encode(format!("someo:{text}!!")),
        text.bytes().map(|it| format!("{it:02X}")).collect::<Vec<_>>().concat(),
    ];
    for hay in hidden {
        let found = std::panic::catch_unwind(|| Haystack::of("there", &hay).must_not_have(text));
        assert!(found.is_err(), "{hay}");
    }
    Haystack::of("there", "Größe x/y & z").must_not_have(text);
}
