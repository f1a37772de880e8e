//! Rows ordered by their number, found by number, by uuid and by the person they belong to.
//!
//! A table remembers which of its rows changed, so that whoever keeps them elsewhere need not look at all of them. It
//! must not know what the rows are.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use uuid::Uuid;

/// A row that has a number of its own.
pub(crate) trait Row: Serialize + DeserializeOwned {
    /// The number that no other row of the table has; it never changes.
    fn number(&self) -> u32;

    /// The uuid of the row, if it has one; it never changes.
    fn uuid(&self) -> Option<Uuid> {
        None
    }

    /// The number of the person to whom the row belongs, if it belongs to one; it never changes. Rows of others have
    /// numbers that no person has.
    fn owner(&self) -> Option<u32> {
        None
    }
}

/// Rows in ascending order of their numbers.
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: Vec<T>,
    by_uuid: HashMap<Uuid, u32>,
    by_owner: HashMap<u32, Vec<u32>>,
    /// The largest number that a row ever had, so that none is given twice.
    last: u32,
    /// Numbers of the rows that were added, changed or removed since [`Stored::forget_changed`] was called.
    changed: Vec<u32>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            by_uuid: HashMap::new(),
            by_owner: HashMap::new(),
            last: 0,
            changed: Vec::new(),
        }
    }
}

impl<T: Row> Table<T> {
    /// A table of `rows`, which may come in any order.
    pub(crate) fn new(mut rows: Vec<T>) -> Self {
        rows.sort_by_key(Row::number);
        let mut table = Self { last: rows.last().map_or(0, Row::number), ..Self::default() };
        for row in &rows {
            table.index(row);
        }
        for numbers in table.by_owner.values_mut() {
            numbers.shrink_to_fit();
        }
        table.rows = rows;
        table
    }

    fn index(&mut self, row: &T) {
        self.by_uuid.extend(row.uuid().map(|uuid| (uuid, row.number())));
        if let Some(owner) = row.owner() {
            self.by_owner.entry(owner).or_default().push(row.number());
        }
    }

    /// The row with this number.
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.rows.get(self.place(number)?)
    }

    /// The row with this number, to be changed; its number, uuid and owner stay as they are.
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let place = self.place(number)?;
        self.changed.push(number);
        self.rows.get_mut(place)
    }

    /// The row with this uuid.
    pub(crate) fn by_uuid(&self, uuid: Uuid) -> Option<&T> {
        self.get(*self.by_uuid.get(&uuid)?)
    }

    /// The row whose uuid a client spelled like this.
    pub(crate) fn by_uuid_text(&self, text: &str) -> Option<&T> {
        // Only the usual spelling: the library would take others as well.
        let uuid = (text.len() == 36).then(|| text.parse().ok()).flatten()?;
        self.by_uuid(uuid)
    }

    /// The rows that belong to a person, in ascending order of their numbers.
    pub(crate) fn of(&self, owner: u32) -> impl DoubleEndedIterator<Item = &T> {
        self.by_owner.get(&owner).into_iter().flatten().filter_map(|it| self.get(*it))
    }

    /// All rows.
    pub(crate) fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The rows whose number is greater than `number`.
    pub(crate) fn after(&self, number: u32) -> &[T] {
        let at = self.rows.partition_point(|it| it.number() <= number);
        &self.rows[at..]
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A number that no row has or had.
    pub(crate) fn next_number(&self) -> u32 {
        self.last + 1
    }

    /// Adds a row with a new number, or puts it in the place of the row with the same number.
    pub(crate) fn insert(&mut self, row: T) {
        let number = row.number();
        if self.place(number).is_some() {
            self.remove(number);
        }
        self.index(&row);
        let place = self.rows.partition_point(|it| it.number() < number);
        self.rows.insert(place, row);
        self.last = self.last.max(number);
        self.changed.push(number);
    }

    /// Takes a row away.
    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        let row = self.rows.remove(self.place(number)?);
        if let Some(uuid) = row.uuid() {
            self.by_uuid.remove(&uuid);
        }
        if let Some(numbers) = row.owner().and_then(|it| self.by_owner.get_mut(&it)) {
            numbers.retain(|it| *it != number);
        }
        self.changed.push(number);
        Some(row)
    }

    /// Takes every row away that is not to be kept, all at once.
    pub(crate) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        for row in self.rows.iter().filter(|it| !keep(it)) {
            if let Some(uuid) = row.uuid() {
                self.by_uuid.remove(&uuid);
            }
            if let Some(numbers) = row.owner().and_then(|it| self.by_owner.get_mut(&it)) {
                numbers.retain(|it| *it != row.number());
            }
            self.changed.push(row.number());
        }
        self.rows.retain(keep);
    }

    /// Whether a row changed since [`Stored::forget_changed`] was called.
    pub(crate) fn has_changed(&self) -> bool {
        !self.changed.is_empty()
    }

    fn place(&self, number: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&number, Row::number).ok()
    }
}

/// What a keeper of rows can do with any table.
pub(crate) trait Stored {
    /// The rows that changed since [`Stored::forget_changed`] was called, each once, as JSON; none for rows that are no
    /// longer there.
    fn changed(&self) -> Vec<(u32, Option<String>)>;

    /// Forgets which rows changed.
    fn forget_changed(&mut self);

    /// All rows, as JSON.
    fn all(&self) -> Box<dyn Iterator<Item = (u32, String)> + '_>;

    /// All rows, as a JSON list.
    fn dump(&self) -> Box<RawValue>;

    /// The largest number that a row ever had.
    fn last(&self) -> u32;

    /// Notes that a row had this number once, so that it is not given again.
    fn gave(&mut self, number: u32);

    /// Takes every row away that belongs to a person.
    fn forget_owner(&mut self, owner: u32);

    /// Replaces all rows by those of JSON texts.
    fn load(&mut self, rows: &[&str]) -> Result<(), serde_json::Error>;
}

impl<T: Row> Stored for Table<T> {
    fn changed(&self) -> Vec<(u32, Option<String>)> {
        let mut numbers = self.changed.clone();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| (number, self.get(number).map(body))).collect()
    }

    fn forget_changed(&mut self) {
        self.changed = Vec::new();
    }

    fn all(&self) -> Box<dyn Iterator<Item = (u32, String)> + '_> {
        Box::new(self.rows.iter().map(|it| (it.number(), body(it))))
    }

    fn dump(&self) -> Box<RawValue> {
        serde_json::value::to_raw_value(&self.rows).unwrap_or_default()
    }

    fn last(&self) -> u32 {
        self.last
    }

    fn gave(&mut self, number: u32) {
        self.last = self.last.max(number);
    }

    fn forget_owner(&mut self, owner: u32) {
        let Some(numbers) = self.by_owner.remove(&owner) else { return };
        for uuid in numbers.iter().filter_map(|it| self.get(*it)?.uuid()).collect::<Vec<_>>() {
            self.by_uuid.remove(&uuid);
        }
        self.rows.retain(|it| it.owner() != Some(owner));
        self.changed.extend(numbers);
    }

    fn load(&mut self, rows: &[&str]) -> Result<(), serde_json::Error> {
        let rows: Result<Vec<T>, _> = rows.iter().map(|it| serde_json::from_str(it)).collect();
        *self = Self::new(rows?);
        Ok(())
    }
}

fn body(row: &impl Serialize) -> String {
    // Only maps with keys that aren't strings can fail; rows have none.
    serde_json::to_string(row).unwrap_or_default()
}

/// Implements [`Row`] for types whose number is their field `id`, with the field of their uuid after a colon and that
/// of the person they belong to after an arrow.
macro_rules! numbered {
    ($($row:ty $(: $uuid:ident)? $(=> $owner:ident)?),+ $(,)?) => {
        $(impl crate::model::table::Row for $row {
            fn number(&self) -> u32 {
                self.id
            }
            $(fn uuid(&self) -> Option<uuid::Uuid> {
                Some(self.$uuid)
            })?
            $(fn owner(&self) -> Option<u32> {
                Some(self.$owner)
            })?
        })+
    };
}
pub(crate) use numbered;

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use uuid::Uuid;

    use super::{Stored, Table};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Note {
        id: u32,
        uuid: Uuid,
        person: u32,
        text: String,
    }

    numbered!(Note: uuid => person);

    fn note(id: u32, person: u32) -> Note {
        Note { id, uuid: Uuid::from_u128(u128::from(id)), person, text: format!("note {id}") }
    }

    #[test]
    fn a_row_is_found_by_each_of_its_keys_until_it_is_removed() {
        let mut notes = Table::new(vec![note(5, 1), note(2, 2), note(9, 1)]);
        assert_eq!(notes.next_number(), 10);
        assert_eq!(notes.of(1).map(|it| it.id).collect::<Vec<_>>(), [5, 9]);
        notes.insert(note(10, 2));
        assert_eq!(notes.by_uuid(Uuid::from_u128(10)).unwrap().id, 10);
        assert_eq!(notes.remove(9).unwrap().id, 9);
        assert_eq!(notes.by_uuid(Uuid::from_u128(9)), None);
        assert_eq!(notes.of(1).map(|it| it.id).collect::<Vec<_>>(), [5]);
        assert_eq!(notes.after(2).iter().map(|it| it.id).collect::<Vec<_>>(), [5, 10]);
        notes.remove(10);
        assert_eq!(notes.next_number(), 11, "no number is given twice");
        notes.insert(note(11, 3));
        notes.retain(|it| it.id != 11);
        assert_eq!((notes.by_uuid(Uuid::from_u128(11)), notes.of(3).count()), (None, 0));
        assert!(notes.changed().contains(&(11, None)) && notes.next_number() == 12);
        notes.forget_owner(1);
        assert_eq!(notes.rows().iter().map(|it| it.id).collect::<Vec<_>>(), [2]);
        assert_eq!((notes.by_uuid(Uuid::from_u128(5)), notes.of(1).count()), (None, 0));
        assert!(notes.changed().contains(&(5, None)));
    }

    #[test]
    fn changed_rows_are_told_once_and_come_back() {
        let mut notes = Table::new(vec![note(1, 1), note(2, 1)]);
        assert_eq!(notes.changed(), []);
        notes.get_mut(1).unwrap().text = "other".to_owned();
        notes.get_mut(1).unwrap().text.push('!');
        notes.remove(2);
        let changed = notes.changed();
        notes.forget_changed();
        assert_eq!(changed.len(), 2);
        assert!(changed[0].1.as_ref().unwrap().contains("other!"));
        assert_eq!(changed[1], (2, None));
        assert_eq!(notes.changed(), []);

        let mut again: Table<Note> = Table::default();
        again.load(&[changed[0].1.as_ref().unwrap()]).unwrap();
        assert_eq!(again.rows(), notes.rows());
        assert_eq!(again.by_uuid_text("00000000-0000-0000-0000-000000000001").unwrap().id, 1);
    }
}
