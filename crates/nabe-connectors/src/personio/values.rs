//! Takes values out of rows, and notes those that can't be read: null and a defect, never a guess.
//!
//! Paths name no row: they are counted by path. Must not know any record.

use nabe_connector::{Defect, DefectKind};
use nabe_model::value::{DateTime, Text};

use super::reading::Found;
use super::scalar::Scalar;

/// Takes values out of a row.
pub(super) struct Values<'d> {
    /// What could not be read.
    pub(super) defects: &'d mut Vec<Defect>,
}

impl Values<'_> {
    /// An identifier.
    pub(super) fn id<'b>(&mut self, path: &'static str, scalar: Scalar<'b>) -> Option<Text<'b>> {
        self.found(path, Found::from(scalar).and_then(Scalar::id)).map(Text)
    }

    /// A text.
    pub(super) fn text<'b>(&mut self, path: &'static str, scalar: Scalar<'b>) -> Option<Text<'b>> {
        self.found(path, Found::from(scalar).and_then(Scalar::text)).map(Text)
    }

    /// A number.
    pub(super) fn number(&mut self, path: &'static str, scalar: Scalar<'_>) -> Option<f64> {
        self.found(path, Found::from(scalar).and_then(Scalar::number))
    }

    /// A date or an instant.
    pub(super) fn moment(
        &mut self,
        path: &'static str,
        scalar: Scalar<'_>,
        read: fn(&str) -> Option<DateTime>,
    ) -> Option<DateTime> {
        let text = self.text(path, scalar)?;
        read(&text).or_else(|| self.refuse(path, DefectKind::NotADate))
    }

    /// Whatever was found.
    pub(super) fn found<T>(&mut self, path: &'static str, found: Found<T>) -> Option<T> {
        match found {
            Found::Value(value) => Some(value),
            Found::Nothing => None,
            Found::Unreadable => self.refuse(path, DefectKind::WrongType),
        }
    }

    /// Notes what can't be read; the answer is null.
    pub(super) fn refuse<T>(&mut self, path: &'static str, kind: DefectKind) -> Option<T> {
        self.defects.push(Defect { path: path.into(), kind });
        None
    }
}
