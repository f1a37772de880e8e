//! The language of a page: the one that was chosen, else the browser's, else English.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use nabe_core::Text;
use nabe_model::diagnosis::{Finding, FindingText};

use crate::words::{DE, EN, Words};

/// A language that people are spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
}

impl Language {
    /// The language of a request: `chosen` goes before what the browser asks for.
    pub(crate) fn of(chosen: Option<&str>, headers: &HeaderMap) -> Self {
        let asked = || headers.get(ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).and_then(preferred);
        chosen.and_then(Self::parse).or_else(asked).unwrap_or(Self::English)
    }

    fn parse(tag: &str) -> Option<Self> {
        match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            _ => None,
        }
    }

    /// Its tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::English => Self::German,
            Self::German => Self::English,
        }
    }

    /// The words of its pages.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::English => &EN,
            Self::German => &DE,
        }
    }

    /// A text in it.
    pub(crate) fn pick(self, text: &Text) -> &str {
        match self {
            Self::English => &text.en,
            Self::German => &text.de,
        }
    }

    /// Several texts in it.
    pub(crate) fn pick_all(self, texts: &Text<Vec<String>>) -> &[String] {
        match self {
            Self::English => &texts.en,
            Self::German => &texts.de,
        }
    }

    /// A finding in it.
    pub(crate) fn finding(self, finding: &Finding) -> &FindingText {
        match self {
            Self::English => &finding.en,
            Self::German => &finding.de,
        }
    }
}

/// The language that a browser wants most, of those that there are.
fn preferred(header: &str) -> Option<Language> {
    let weighted = header.split(',').filter_map(|it| {
        let mut parts = it.split(';').map(str::trim);
        let language = Language::parse(parts.next()?)?;
        let weight =
            parts.find_map(|it| it.strip_prefix("q=")).map_or(Some(1.0), |it| it.parse::<f32>().ok())?;
        (weight > 0.0).then_some((language, weight))
    });
    // Of equals, the first.
    let best = weighted.reduce(|best, it| if it.1 > best.1 { it } else { best });
    best.map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_asked_and_the_person_decides() {
        let language = |chosen, header: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, header.parse().unwrap());
            Language::of(chosen, &headers).tag()
        };
        assert_eq!(language(None, "de-AT,de;q=0.9,en;q=0.8"), "de");
        assert_eq!(language(None, "fr,en;q=0.5,de;q=0.7"), "de");
        assert_eq!(language(None, "fr;q=1, de;q=0, en;q=nonsense"), "en");
        assert_eq!(language(None, ""), "en");
        assert_eq!(language(Some("en"), "de"), "en");
        assert_eq!(language(Some("fr"), "de"), "de");
        assert_eq!(Language::of(None, &HeaderMap::new()), Language::English);
    }
}
