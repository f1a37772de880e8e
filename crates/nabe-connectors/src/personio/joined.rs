//! Several lists that are read as one, one behind the other. Their ids begin with the name of their part.
//!
//! Must not know what a row means.

use nabe_connector::{Answers, Ask, CallError, Each, FieldRule, PageInfo, Plan, Resource, Row};

use super::group_id::group_id;
use super::listed::Listed;

/// Lists one behind the other.
pub(super) struct Joined {
    pub(super) rules: &'static [FieldRule],
    /// The lists, with the word that their ids begin with.
    pub(super) parts: &'static [(&'static str, &'static Listed)],
}

/// A question about one part.
struct Part<'a> {
    at: usize,
    ask: Ask<'a>,
}

impl Joined {
    /// The part that a question is about: that of the id, or that in which the page begins.
    fn part<'a>(&self, ask: &Ask<'a>) -> Result<Part<'a>, CallError> {
        if let Some(id) = ask.id {
            let own = |word: &str| id.strip_prefix(word)?.strip_prefix('_');
            let found = self.parts.iter().enumerate().find_map(|(at, (word, _))| Some((at, own(word)?)));
            let (at, own) = found.ok_or(CallError::NotFound)?;
            return Ok(Part { at, ask: Ask { id: Some(own), ..*ask } });
        }
        let Some(position) = ask.position else { return Ok(Part { at: 0, ask: *ask }) };
        let malformed = || CallError::Malformed { at: "position".to_owned() };
        let (at, inside) = position.split_once(':').ok_or_else(malformed)?;
        let at = at.parse().ok().filter(|it| *it < self.parts.len()).ok_or_else(malformed)?;
        let position = Some(inside).filter(|it| !it.is_empty());
        Ok(Part { at, ask: Ask { position, ..*ask } })
    }

    /// Where to go on: in the same part, or at the beginning of the next.
    fn next(&self, at: usize, inside: Option<&str>) -> Option<String> {
        match inside {
            Some(inside) => Some(format!("{at}:{inside}")),
            None => (at + 1 < self.parts.len()).then(|| format!("{}:", at + 1)),
        }
    }
}

impl Resource for Joined {
    fn rules(&self) -> &'static [FieldRule] {
        self.rules
    }

    fn page_limit(&self) -> u32 {
        self.parts.iter().map(|(_, list)| list.page_limit()).min().unwrap_or(u32::MAX)
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let Part { at, ask } = self.part(ask)?;
        self.parts[at].1.plan(&ask)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let part = self.part(ask)?;
        let (word, list) = self.parts[part.at];
        let info = list.read(&part.ask, answers, &mut |row| {
            let id = group_id(word, row.id);
            each(Row { id: &id, ..row });
        })?;
        let next = self.next(part.at, info.next.as_deref()).filter(|_| ask.id.is_none());
        Ok(PageInfo { next, ..info })
    }
}
