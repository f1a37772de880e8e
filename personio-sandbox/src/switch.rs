//! Switches for what nobody knows: each behaviour with two plausible answers has a name, its positions and a default.
//!
//! The first position is the default. It must not know what a position does: whoever behaves one way or the other asks.

use std::sync::atomic::{AtomicU8, Ordering};

/// One switch.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) name: &'static str,
    /// The question that no source answers.
    pub(crate) question: &'static str,
    /// Where the question stands in the facts.
    pub(crate) source: &'static str,
    /// The first is the default.
    pub(crate) positions: &'static [&'static str],
}

/// Declares the switches once: variant, name, positions, question, source.
macro_rules! switches {
    ($($variant:ident $name:literal [$($position:literal)+] $question:literal $source:literal;)+) => {
        /// A behaviour that can be switched.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Switch { $($variant),+ }

        /// Every switch, in the order of the variants.
        pub(crate) const SWITCHES: &[Definition] = &[
            $(Definition { name: $name, question: $question, source: $source, positions: &[$($position),+] }),+
        ];

        const COUNT: usize = SWITCHES.len();
    };
}

switches! {
    V1Attendance "v1-attendance" ["live" "410" "404"]
        "What attendance and project routes of v1 answer after 2026-08-30." "§0.1, §15.1";
    EmployeesOverLimit "v1-employees-over-limit" ["clamp" "400"]
        "What v1 employees answer to a `limit` over 100." "§15.2";
}

/// Where the switches stand.
#[derive(Debug)]
pub(crate) struct Switches {
    positions: [AtomicU8; COUNT],
}

/// Why a switch can't be set.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnknownSwitch {
    #[error("there is no switch `{0}`; `personio-sandbox facts` lists them")]
    Name(String),
    #[error("`{name}` can't be `{position}`; it can be {known}")]
    Position { name: &'static str, position: String, known: String },
}

impl Default for Switches {
    fn default() -> Self {
        Self { positions: [const { AtomicU8::new(0) }; COUNT] }
    }
}

impl Switches {
    /// The position of a switch.
    pub(crate) fn get(&self, switch: Switch) -> &'static str {
        let place = switch as usize;
        SWITCHES[place].positions[usize::from(self.positions[place].load(Ordering::Relaxed))]
    }

    /// Whether a switch stands in this position.
    pub(crate) fn is(&self, switch: Switch, position: &str) -> bool {
        debug_assert!(
            SWITCHES[switch as usize].positions.contains(&position),
            "{switch:?} has no {position}"
        );
        self.get(switch) == position
    }

    /// Whether a switch can be put into a position.
    pub(crate) fn check(&self, name: &str, position: &str) -> Result<(), UnknownSwitch> {
        place(name, position).map(drop)
    }

    /// Puts a switch into a position.
    pub(crate) fn set(&self, name: &str, position: &str) -> Result<(), UnknownSwitch> {
        let (place, at) = place(name, position)?;
        self.positions[place].store(at, Ordering::Relaxed);
        Ok(())
    }

    /// Puts every switch into its default position.
    pub(crate) fn reset(&self) {
        for position in &self.positions {
            position.store(0, Ordering::Relaxed);
        }
    }

    /// Every switch with its position.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static Definition, &'static str)> {
        let place = |(at, it): (usize, &'static Definition)| {
            (it, it.positions[usize::from(self.positions[at].load(Ordering::Relaxed))])
        };
        SWITCHES.iter().enumerate().map(place)
    }
}

/// The place of a switch, and that of one of its positions.
fn place(name: &str, position: &str) -> Result<(usize, u8), UnknownSwitch> {
    let Some(place) = SWITCHES.iter().position(|it| it.name == name) else {
        return Err(UnknownSwitch::Name(name.to_owned()));
    };
    let Definition { name, positions, .. } = &SWITCHES[place];
    let found = positions.iter().position(|it| *it == position);
    found.and_then(|it| u8::try_from(it).ok()).map(|at| (place, at)).ok_or_else(|| UnknownSwitch::Position {
        name,
        position: position.to_owned(),
        known: positions.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::{Switch, Switches};

    #[test]
    fn a_switch_is_set_by_name_and_refuses_what_it_does_not_have() {
        let switches = Switches::default();
        assert_eq!(switches.get(Switch::V1Attendance), "live");
        switches.set("v1-attendance", "410").unwrap();
        assert!(switches.is(Switch::V1Attendance, "410"));
        assert!(switches.set("v1-attendance", "on").unwrap_err().to_string().contains("`404`"));
        assert!(switches.set("nothing", "on").is_err());
        switches.reset();
        assert!(switches.is(Switch::V1Attendance, "live"));
    }
}
