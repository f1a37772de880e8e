//! Between the wire and the routes: what a call is, how an answer looks, who is let through.
//!
//! It must not know any resource.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod cursor;
pub(crate) mod dispatch;
pub(crate) mod input;
pub(crate) mod json;
pub(crate) mod media_type;
pub(crate) mod page;
pub(crate) mod refusal;
