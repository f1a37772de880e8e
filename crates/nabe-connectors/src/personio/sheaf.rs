//! Things that were gathered from whole lists, given out page by page in the order of their ids.
//!
//! A page begins behind the id that was given last. So nothing that is there all the time is given twice or missed,
//! whatever comes and goes meanwhile. Must not know what is gathered.

use std::collections::BTreeMap;

use nabe_connector::Ask;

/// The place of an id among others: numbers by their value, behind them all other texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place(usize, String);

impl Place {
    fn of(id: &str) -> Self {
        let is_number = !id.is_empty() && id.bytes().all(|it| it.is_ascii_digit());
        Self(if is_number { id.len() } else { usize::MAX }, id.to_owned())
    }
}

/// Things by their ids.
pub(super) struct Sheaf<T>(BTreeMap<Place, T>);

impl<T> Default for Sheaf<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// What of a sheaf a question is about.
pub(super) struct Windowed<T> {
    /// The things with their ids.
    pub(super) items: Vec<(String, T)>,
    /// Where to go on.
    pub(super) next: Option<String>,
}

impl<T> Sheaf<T> {
    /// Adds a thing, unless one with its id is there. Gives the one that is there.
    pub(super) fn add(&mut self, id: &str, thing: impl FnOnce() -> T) -> &mut T {
        self.0.entry(Place::of(id)).or_insert_with(thing)
    }

    /// The one thing that is asked for, or the page.
    pub(super) fn window(mut self, ask: &Ask<'_>) -> Windowed<T> {
        if let Some(id) = ask.id {
            let found = self.0.remove(&Place::of(id));
            return Windowed { items: found.map(|it| (id.to_owned(), it)).into_iter().collect(), next: None };
        }
        let after = ask.position.map(Place::of);
        let limit = usize::try_from(ask.limit.max(1)).unwrap_or(usize::MAX);
        let mut rest = self.0.into_iter().filter(|(place, _)| after.as_ref().is_none_or(|it| place > it));
        let items: Vec<(String, T)> = rest.by_ref().take(limit).map(|(Place(_, id), it)| (id, it)).collect();
        let next = rest.next().and_then(|_| Some(items.last()?.0.clone()));
        Windowed { items, next }
    }
}
