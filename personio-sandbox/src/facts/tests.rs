//! The rows are complete: every switch, every quirk and every section of the facts has one.

use super::{Fact, TOPICS, Topic};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

/// Every section of the facts that says how the API behaves.
const SECTIONS: [&str; 29] = [
    "0.1", "1", "1.1", "2.1", "2.2", "2.3", "3", "4.1", "4.2", "5", "6", "7", "8", "8.1", "8.2", "9.1",
    "9.2", "9.3", "9.4", "9.5", "9.6", "9.7", "10", "11.1", "11.2", "11.3", "12", "14", "16",
];

fn rows() -> impl Iterator<Item = (&'static Topic, &'static Fact)> {
    TOPICS.iter().flat_map(|topic| topic.facts.iter().map(move |fact| (topic, fact)))
}

fn with_section(section: &str) -> Vec<(&'static Topic, &'static Fact)> {
    rows().filter(|(_, it)| it.section == section).collect()
}

/// The sections that a switch names as its source, like `§9.3, §15.4`.
fn sources(switch: Switch) -> Vec<&'static str> {
    let parts = switch.definition().source.split(", ");
    parts.filter_map(|it| it.strip_prefix('§')).collect()
}

#[test]
fn every_switch_has_a_row_in_a_section_that_it_names() {
    for switch in Switch::ALL {
        let sections = sources(switch);
        assert!(!sections.is_empty(), "the switch `{}` names no section", switch.name());
        let mut named = rows().filter(|(_, it)| it.switches.contains(&switch));
        let files: Vec<String> = rows()
            .filter(|(_, it)| sections.contains(&it.section))
            .map(|(topic, _)| format!("src/facts/{}.rs", topic.name))
            .collect();
        let file = files.first().map_or("a file of src/facts", String::as_str);
        assert!(
            named.any(|(_, it)| sections.contains(&it.section)),
            "no row of the facts tells the switch `{name}`. Add one to the file of its topic, like {file}:\n    \
             fact(\"{section}\", U, \"\", \"What the sandbox does by default, in a sentence.\")\n        \
             .switched(&[Switch::{switch:?}]),",
            name = switch.name(),
            section = sections[0],
        );
    }
}

#[test]
fn every_quirk_has_a_row_with_its_number() {
    for quirk in Quirk::ALL {
        let mut named = rows().filter(|(_, it)| it.quirks.contains(quirk));
        assert!(
            named.any(|(_, it)| it.section.starts_with("13.")),
            "no row of src/facts/quirks.rs has the quirk `{}`",
            quirk.name()
        );
    }
}

#[test]
fn every_section_and_every_number_has_a_row() {
    for section in SECTIONS {
        assert!(!with_section(section).is_empty(), "no row of src/facts is about §{section}");
    }
    for (section, last) in [(13, 25), (15, 13)] {
        for number in 1..=last {
            let section = format!("{section}.{number}");
            assert!(!with_section(&section).is_empty(), "no row of src/facts is about §{section}");
        }
    }
}

#[test]
fn every_row_is_a_sentence_with_a_mark_and_told_once() {
    let mut seen = std::collections::BTreeSet::new();
    for (topic, Fact { section, marks, says, .. }) in rows() {
        assert!(!marks.is_empty(), "{section}: {says}");
        assert!(says.ends_with('.') && says.len() > 15, "{}: {says}", topic.name);
        assert!(seen.insert((topic.name, *says)), "{} says twice: {says}", topic.name);
        let known = SECTIONS.contains(section) || section.starts_with("13.") || section.starts_with("15.");
        assert!(known, "there is no §{section}: {says}");
    }
}

#[test]
fn what_no_source_tells_has_no_source() {
    for (topic, fact) in rows() {
        let guessed = fact.marks.iter().all(|it| it.letter() == "?");
        assert!(
            guessed || !fact.sources.is_empty() || fact.marks.len() == 1,
            "{}: {}",
            topic.name,
            fact.says
        );
    }
}
