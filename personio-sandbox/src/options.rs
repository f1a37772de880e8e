//! What a sandbox can be told at its start.

use crate::clock::Clock;

/// How a sandbox starts; the default is a small company with limits and the machine's clock.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many people the company has, leavers and future joiners included; at least one.
    pub people: usize,
    /// The same seed invents the same company on the same day.
    pub seed: u64,
    /// False still counts calls for the rate limit headers but never refuses one.
    pub rate_limits: bool,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Options {
    /// The default options with a company of this size.
    pub fn sized(size: Size) -> Self {
        Self { people: size.people(), ..Self::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { people: Size::Small.people(), seed: 1, rate_limits: true, clock: Clock::real() }
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
