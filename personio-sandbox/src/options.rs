//! What a sandbox can be told at its start.

use std::path::PathBuf;

use crate::clock::Clock;

/// How a sandbox starts; the default is a small company with limits and the machine's clock.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many people the company has, leavers and future joiners included; at least one.
    pub people: usize,
    /// The same seed invents the same company on the same day.
    pub seed: u64,
    /// More companies beside the first, each with its own people and credentials.
    pub more_companies: Vec<NewCompany>,
    /// False still counts calls for the rate limit headers but never refuses one; the switch `rate-limits` changes it
    /// later.
    pub rate_limits: bool,
    /// The SQLite file in which everything is kept; none keeps it in memory. A file that has a state already wins over
    /// `people`, `seed` and `more_companies`.
    pub state_file: Option<PathBuf>,
    /// Switches that stand otherwise than by default, by name; see `personio-sandbox facts`.
    pub switches: Vec<(String, String)>,
    /// Whether webhooks may go to `http` addresses of this machine besides `https` ones.
    pub insecure_webhooks: bool,
    /// How many times shorter than the real ones the waits are between the attempts of a delivery; at least one.
    pub webhook_speed: u32,
    /// Where the time comes from.
    pub clock: Clock,
}

/// A company to invent.
#[derive(Clone, Debug)]
pub struct NewCompany {
    /// Its name in the control API and the first label of its career site: lower-case letters, digits and hyphens.
    pub key: String,
    /// How many people it has; at least one.
    pub people: usize,
    /// What it is invented from.
    pub seed: u64,
}

impl Options {
    /// The default options with a company of this size.
    pub fn sized(size: Size) -> Self {
        Self { people: size.people(), ..Self::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            people: Size::Small.people(),
            seed: 1,
            more_companies: Vec::new(),
            rate_limits: true,
            state_file: None,
            switches: Vec::new(),
            insecure_webhooks: false,
            webhook_speed: 1,
            clock: Clock::real(),
        }
    }
}

/// A size of company to choose by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Size {
    /// 25 people.
    Small,
    /// 1,000 people.
    Medium,
    /// 10,000 people.
    Large,
}

impl Size {
    /// How many people that is.
    pub fn people(self) -> usize {
        match self {
            Self::Small => 25,
            Self::Medium => 1_000,
            Self::Large => 10_000,
        }
    }
}
