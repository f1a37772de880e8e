//! The privacy step that every read passes: what this caller may see of what it asked for.
//!
//! Today a key sees everything; a narrower one changes this file and no handler.

use nabe_model::errors::Code;
use nabe_model::select::Fields;

use crate::caller::Caller;
use crate::failure::{Failure, Outcome};

/// The fields of a record that are answered.
pub(crate) fn visible(caller: &Caller, asked: &Fields) -> Fields {
    caller.fields.intersect(asked)
}

/// The provider's own answer shows every field, so only those may have it who may see every field.
pub(crate) fn may_see_raw(caller: &Caller) -> Outcome<()> {
    if caller.fields.is_all() {
        return Ok(());
    }
    Err(Failure::new(Code::Forbidden, "This key sees only some fields, so it can't have `raw`."))
}

/// A file shows all that is in it, so only those may have it who may see the field that names it.
pub(crate) fn may_have_file(caller: &Caller, field: &str) -> Outcome<()> {
    if caller.fields.inside(field).is_some() {
        return Ok(());
    }
    Err(Failure::new(Code::Forbidden, format!("This key does not see `{field}`, so it can't have the file.")))
}
