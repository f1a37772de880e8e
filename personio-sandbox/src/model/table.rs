//! Rows ordered by their number, found by it quickly.

/// A row that has a number of its own.
pub(crate) trait Row {
    /// The number that no other row of the table has.
    fn number(&self) -> u32;
}

/// Rows in ascending order of their numbers.
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: Vec<T>,
}

impl<T: Row> Table<T> {
    /// A table of `rows`, which may come in any order.
    pub(crate) fn new(mut rows: Vec<T>) -> Self {
        rows.sort_by_key(Row::number);
        Self { rows }
    }

    /// The row with this number.
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        let at = self.rows.binary_search_by_key(&number, Row::number).ok()?;
        self.rows.get(at)
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
}

/// Implements [`Row`] for types whose number is their field `id`.
macro_rules! numbered {
    ($($row:ty),+ $(,)?) => {
        $(impl crate::model::table::Row for $row {
            fn number(&self) -> u32 {
                self.id
            }
        })+
    };
}
pub(crate) use numbered;
