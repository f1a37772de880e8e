//! Texts of rows: written in the program for invented rows, owned for rows that a caller wrote.

use std::borrow::Cow;

/// A text that costs nothing to keep when the program itself has it.
pub(crate) type Text = Cow<'static, str>;
