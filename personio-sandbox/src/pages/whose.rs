//! Whose rows a list shows: everybody's, those of somebody who was looked for, or those on one person's own page.

use super::frame::Visit;
use super::people::pick;
use super::show;

/// Whose rows a list shows.
pub(super) struct Whose {
    /// Number and name, on a person's own page.
    pub(super) person: Option<(u32, String)>,
    /// What was entered to find somebody.
    pub(super) q: String,
    wanted: Result<Option<u32>, pick::Unclear>,
}

impl Whose {
    /// Everybody's, or those of whoever the visitor looks for.
    pub(super) fn asked(visit: &Visit) -> Self {
        let q = visit.asked("person").to_owned();
        let wanted = match q.as_str() {
            "" => Ok(None),
            text => pick::find(&visit.tenant.company(), text).map(Some),
        };
        Self { person: None, q, wanted }
    }

    /// Those of one person, if there is such a person.
    pub(super) fn of(visit: &Visit, id: u32) -> Option<Self> {
        let name = visit.tenant.company().people.get(id).map(show::name)?;
        Some(Self { person: Some((id, name)), q: String::new(), wanted: Ok(Some(id)) })
    }

    /// The rows to show: all of them, or one person's; none while it is not clear who is meant.
    pub(super) fn rows<'r, T, All, Of>(
        &self,
        all: impl FnOnce() -> All,
        of: impl FnOnce(u32) -> Of,
        fits: impl Fn(&&'r T) -> bool,
    ) -> Vec<&'r T>
    where
        All: Iterator<Item = &'r T>,
        Of: Iterator<Item = &'r T>,
    {
        match &self.wanted {
            Ok(None) => all().filter(fits).collect(),
            Ok(Some(person)) => of(*person).filter(fits).collect(),
            Err(_) => Vec::new(),
        }
    }

    /// Why nobody was found.
    pub(super) fn error(&self) -> Option<&'static str> {
        self.wanted.as_ref().err().map(|it| it.text())
    }

    /// The address of a form, filled in for whoever is shown.
    pub(super) fn form(&self, path: &str) -> String {
        match self.wanted {
            Ok(Some(person)) => format!("{path}?person={person}"),
            Ok(None) | Err(_) => path.to_owned(),
        }
    }
}
