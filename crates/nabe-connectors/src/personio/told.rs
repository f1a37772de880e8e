//! What further calls told of the things that records name by their ids.
//!
//! A thing that is not among them may be gone, or may stand in an answer that can't be read: the second is a defect of
//! the record, so that nobody takes it for the first. Must not know what the things are.

use std::collections::HashMap;

use nabe_connector::{Defect, DefectKind};

use super::values::Values;

/// Things by their ids.
pub(super) struct Told<T> {
    by_id: HashMap<String, Thing<T>>,
    /// Whether something could not be read.
    is_torn: bool,
}

/// A thing, and what could not be read of it.
struct Thing<T> {
    told: T,
    defects: Vec<Defect>,
}

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self { by_id: HashMap::new(), is_torn: false }
    }
}

impl<T> Told<T> {
    /// Adds what `read` makes of each row of an answer; what has no id, or is no row, can't be read.
    pub(super) fn add<R, E>(
        &mut self,
        rows: Result<Vec<R>, E>,
        read: impl Fn(R, &mut Values<'_>) -> Option<(String, T)>,
    ) {
        let Ok(rows) = rows else {
            self.is_torn = true;
            return;
        };
        for row in rows {
            let mut defects = Vec::new();
            match read(row, &mut Values { defects: &mut defects }) {
                Some((id, told)) => drop(self.by_id.insert(id, Thing { told, defects })),
                None => self.is_torn = true,
            }
        }
    }

    /// The thing with this id. What could not be read of it stands at `path`, or in the record itself where that is
    /// empty; a defect there if the thing may stand in what can't be read.
    pub(super) fn get(&self, id: &str, path: &'static str, values: &mut Values<'_>) -> Option<&T> {
        let Some(Thing { told, defects }) = self.by_id.get(id) else {
            let path = if path.is_empty() { "_data[]" } else { path };
            return if self.is_torn { values.refuse(path, DefectKind::WrongType) } else { None };
        };
        let at = |it: &Defect| match path {
            "" => it.path.clone(),
            _ => format!("{path}.{}", it.path).into(),
        };
        values.defects.extend(defects.iter().map(|it| Defect { path: at(it), kind: it.kind }));
        Some(told)
    }

    /// Whether there is such a thing.
    pub(super) fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }
}
