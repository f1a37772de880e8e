//! What is known of the real API, what is guessed, and what of it can be switched: one row for each behaviour.
//!
//! The rows are data, one file a topic. They say how sure a behaviour is, where it stands in the facts, which switch
//! changes it and which quirk brings it about. They know nothing of the code that behaves so; tests hold that every
//! switch and every quirk has a row.

mod absences;
mod attendance;
mod auth;
mod compensations;
mod consistency;
mod credentials;
mod dates;
mod documents;
mod employees;
mod errors;
mod generations;
mod headers;
mod limits;
mod open;
mod organisation;
mod paging;
mod persons;
mod quirks;
mod recruiting;
pub(crate) mod remote;
mod reports;
pub(crate) mod shown;
pub(crate) mod table;
mod webhooks;

use self::mark::Mark;
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

/// How sure a behaviour is.
pub(crate) mod mark {
    /// A mark of the facts (§0).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Mark {
        Official,
        Live,
        Reported,
        ThirdParty,
        Unknown,
    }

    impl Mark {
        /// Every mark, the surest first.
        pub(crate) const ALL: [Self; 5] =
            [Self::Official, Self::Live, Self::Reported, Self::ThirdParty, Self::Unknown];

        /// The letter that stands for it.
        pub(crate) fn letter(self) -> &'static str {
            match self {
                Self::Official => "O",
                Self::Live => "L",
                Self::Reported => "Q",
                Self::ThirdParty => "T",
                Self::Unknown => "?",
            }
        }

        /// What the letter means.
        pub(crate) fn meaning(self) -> &'static str {
            match self {
                Self::Official => "published by Personio: a specification file or the text of a page",
                Self::Live => "checked against a live account, as somebody else's client says",
                Self::Reported => "reported by a user in the official forum",
                Self::ThirdParty => {
                    "assumed by somebody else's code or guide, without a check that can be seen"
                }
                Self::Unknown => "found in no source: a guess of the sandbox",
            }
        }
    }

    pub(in crate::facts) const O: &[Mark] = &[Mark::Official];
    pub(in crate::facts) const L: &[Mark] = &[Mark::Live];
    pub(in crate::facts) const Q: &[Mark] = &[Mark::Reported];
    pub(in crate::facts) const T: &[Mark] = &[Mark::ThirdParty];
    pub(in crate::facts) const U: &[Mark] = &[Mark::Unknown];
    pub(in crate::facts) const OL: &[Mark] = &[Mark::Official, Mark::Live];
    pub(in crate::facts) const OQ: &[Mark] = &[Mark::Official, Mark::Reported];
    pub(in crate::facts) const OT: &[Mark] = &[Mark::Official, Mark::ThirdParty];
    pub(in crate::facts) const OU: &[Mark] = &[Mark::Official, Mark::Unknown];
    pub(in crate::facts) const LQ: &[Mark] = &[Mark::Live, Mark::Reported];
    pub(in crate::facts) const LT: &[Mark] = &[Mark::Live, Mark::ThirdParty];
    pub(in crate::facts) const LU: &[Mark] = &[Mark::Live, Mark::Unknown];
    pub(in crate::facts) const QT: &[Mark] = &[Mark::Reported, Mark::ThirdParty];
    pub(in crate::facts) const QU: &[Mark] = &[Mark::Reported, Mark::Unknown];
    pub(in crate::facts) const TU: &[Mark] = &[Mark::ThirdParty, Mark::Unknown];
}

/// One behaviour.
#[derive(Debug)]
pub(crate) struct Fact {
    /// The section of the facts without the sign, like `2.1`; rows of tables with numbers add theirs, like `13.5`.
    pub(crate) section: &'static str,
    pub(crate) marks: &'static [Mark],
    /// Keys of the sources as the facts list them (§0); empty where there is none.
    pub(crate) sources: &'static str,
    pub(crate) says: &'static str,
    /// The switches that change it.
    pub(crate) switches: &'static [Switch],
    /// The quirks that bring it about; without one it is always so, or as the switches stand.
    pub(crate) quirks: &'static [Quirk],
}

/// A behaviour that is always so.
const fn fact(
    section: &'static str,
    marks: &'static [Mark],
    sources: &'static str,
    says: &'static str,
) -> Fact {
    Fact { section, marks, sources, says, switches: &[], quirks: &[] }
}

impl Fact {
    /// The same behaviour, as switches change it.
    const fn switched(mut self, switches: &'static [Switch]) -> Self {
        self.switches = switches;
        self
    }

    /// The same behaviour, as a quirk brings it about.
    const fn quirk(mut self, quirks: &'static [Quirk]) -> Self {
        self.quirks = quirks;
        self
    }
}

/// The behaviours of one topic.
#[derive(Debug)]
pub(crate) struct Topic {
    /// The name of its file, and what the command and the routes call it.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) facts: &'static [Fact],
}

const fn topic(name: &'static str, title: &'static str, facts: &'static [Fact]) -> Topic {
    Topic { name, title, facts }
}

/// Every topic, in the order of the facts.
pub(crate) const TOPICS: &[Topic] = &[
    topic("generations", "The two generations", generations::FACTS),
    topic("credentials", "Credentials and scopes", credentials::FACTS),
    topic("auth", "Tokens", auth::FACTS),
    topic("headers", "Headers", headers::FACTS),
    topic("errors", "Errors", errors::FACTS),
    topic("limits", "Rate limits", limits::FACTS),
    topic("paging", "Pages", paging::FACTS),
    topic("dates", "Dates, times, zones, languages", dates::FACTS),
    topic("employees", "Employees, first generation", employees::FACTS),
    topic("persons", "Persons and employments, second generation", persons::FACTS),
    topic("absences", "Absences", absences::FACTS),
    topic("attendance", "Attendance and projects", attendance::FACTS),
    topic("documents", "Documents", documents::FACTS),
    topic("organisation", "Organisation and jobs", organisation::FACTS),
    topic("compensations", "Compensations", compensations::FACTS),
    topic("reports", "Reports", reports::FACTS),
    topic("recruiting", "Recruiting and career site", recruiting::FACTS),
    topic("webhooks", "Webhooks", webhooks::FACTS),
    topic("consistency", "Concurrency and consistency", consistency::FACTS),
    topic("quirks", "Quirks", quirks::FACTS),
    topic("open", "Not verified by anyone", open::FACTS),
];

#[cfg(test)]
mod tests;
