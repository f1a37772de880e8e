//! The rows that somebody wants to see, with the switches as they stand.

use serde::{Serialize, Serializer};

use super::mark::Mark;
use super::{Fact, TOPICS, Topic};
use crate::faults::quirk::Quirk;
use crate::switch::{Definition, Switch};

/// Which rows are wanted; the default wants all.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// Every word must be somewhere in the row.
    words: Vec<String>,
    mark: Option<Mark>,
    topic: Option<&'static str>,
    switched: bool,
}

impl Filter {
    /// Wants rows that have all these words in them, in any case.
    pub(crate) fn words<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        let parts = words.into_iter().flat_map(str::split_whitespace);
        self.words.extend(parts.map(str::to_lowercase));
        self
    }

    /// Wants rows with this mark; an empty text wants all.
    pub(crate) fn mark(mut self, letter: &str) -> Result<Self, String> {
        if !letter.is_empty() {
            let found = Mark::ALL.into_iter().find(|it| it.letter().eq_ignore_ascii_case(letter));
            let known = || Mark::ALL.map(Mark::letter).join(", ");
            self.mark =
                Some(found.ok_or_else(|| format!("there is no mark `{letter}`; there are {}", known()))?);
        }
        Ok(self)
    }

    /// Wants rows of this topic; an empty text wants all.
    pub(crate) fn topic(mut self, name: &str) -> Result<Self, String> {
        if !name.is_empty() {
            let found = TOPICS.iter().find(|it| it.name == name);
            let known = || TOPICS.iter().map(|it| it.name).collect::<Vec<_>>().join(", ");
            let found = found.ok_or_else(|| format!("there is no topic `{name}`; there are {}", known()))?;
            self.topic = Some(found.name);
        }
        Ok(self)
    }

    /// Wants only what a switch changes.
    pub(crate) fn switched(mut self, only: bool) -> Self {
        self.switched = only;
        self
    }

    fn wants(&self, topic: &Topic, fact: &Fact) -> bool {
        self.topic.is_none_or(|it| it == topic.name)
            && self.mark.is_none_or(|it| fact.marks.contains(&it))
            && (!self.switched || !fact.switches.is_empty())
            && self.words.iter().all(|it| has_word(topic, fact, it))
    }
}

/// Whether a row has a word in any of its columns.
fn has_word(topic: &Topic, fact: &Fact, word: &str) -> bool {
    let switches = fact.switches.iter().map(|it| it.name());
    let quirks = fact.quirks.iter().map(|it| it.name());
    let texts = [topic.name, topic.title, fact.sources, fact.says];
    texts.into_iter().chain(switches).chain(quirks).any(|it| it.to_lowercase().contains(word))
        || word.strip_prefix('§').is_some_and(|it| is_in(fact.section, it))
}

/// Whether a section is the wanted one or a part of it.
fn is_in(section: &str, wanted: &str) -> bool {
    section.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A row as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    pub(crate) topic: &'static str,
    /// The heading of the topic.
    #[serde(skip)]
    pub(crate) title: &'static str,
    pub(crate) section: &'static str,
    #[serde(serialize_with = "letters")]
    pub(crate) marks: &'static [Mark],
    pub(crate) sources: &'static str,
    pub(crate) says: &'static str,
    pub(crate) switches: Vec<Standing>,
    #[serde(serialize_with = "names")]
    pub(crate) quirks: &'static [Quirk],
}

impl Shown {
    /// The sentence in parts, and which of them are code.
    pub(crate) fn parts(&self) -> Vec<(bool, &'static str)> {
        let parts = self.says.split('`').enumerate();
        parts.map(|(at, it)| (at % 2 == 1, it)).filter(|(_, it)| !it.is_empty()).collect()
    }

    /// The letters of its marks.
    pub(crate) fn letters(&self) -> String {
        self.marks.iter().map(|it| it.letter()).collect::<Vec<_>>().join(" ")
    }
}

/// A switch with its position.
#[derive(Debug, Serialize)]
pub(crate) struct Standing {
    pub(crate) name: &'static str,
    pub(crate) position: String,
    pub(crate) positions: &'static [&'static str],
}

impl Standing {
    fn of(switch: Switch, position: String) -> Self {
        let Definition { name, positions, .. } = switch.definition();
        Self { name, position, positions }
    }

    /// Whether it stands otherwise than by default.
    pub(crate) fn is_moved(&self) -> bool {
        self.positions[0] != self.position
    }
}

/// The wanted rows in the order of the facts, with each switch in the position that `position` tells.
pub(crate) fn shown(filter: &Filter, position: impl Fn(Switch) -> String) -> Vec<Shown> {
    let all = TOPICS.iter().flat_map(|topic| topic.facts.iter().map(move |fact| (topic, fact)));
    let row = |(topic, fact): (&Topic, &'static Fact)| Shown {
        topic: topic.name,
        title: topic.title,
        section: fact.section,
        marks: fact.marks,
        sources: fact.sources,
        says: fact.says,
        switches: fact.switches.iter().map(|it| Standing::of(*it, position(*it))).collect(),
        quirks: fact.quirks,
    };
    all.filter(|(topic, fact)| filter.wants(topic, fact)).map(row).collect()
}

/// The rows as JSON, with what the marks mean.
pub(crate) fn json(rows: &[Shown]) -> serde_json::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Meaning {
        mark: &'static str,
        meaning: &'static str,
    }
    #[derive(Serialize)]
    struct Everything<'a> {
        marks: [Meaning; 5],
        facts: &'a [Shown],
    }
    let marks = Mark::ALL.map(|it| Meaning { mark: it.letter(), meaning: it.meaning() });
    serde_json::to_vec(&Everything { marks, facts: rows })
}

fn letters<S: Serializer>(marks: &&'static [Mark], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(marks.iter().map(|it| it.letter()))
}

fn names<S: Serializer>(quirks: &&'static [Quirk], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(quirks.iter().map(|it| it.name()))
}
