//! A Personio that fails: lists come whole, each record once, or end with the refusal that is due.
//!
//! The faults are the sandbox's own. What a list has is known from reading it undisturbed; what becomes of it is written
//! down by hand, fault by fault, with what differs from list to list.

mod effects;
mod fields;
mod large;
mod limits;
mod quirks;
mod switches;
mod victim;

use std::collections::BTreeSet;

use super::kit::walk::{Walked, assert_refusal};

/// What becomes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// All of it comes, each record once.
    Whole,
    /// All of it comes, and rows that are there once more: they have no ids by which they could be known.
    More,
    /// It comes to its end without a record, and whoever reads it is not told.
    Empty,
    /// It ends with this code.
    Refused(&'static str),
}

/// Fails unless a list ended as it is due.
#[track_caller]
fn hold(then: Then, walked: &Walked, all: &BTreeSet<String>, at: &str) {
    match (then, walked) {
        (Then::Refused(code), Walked::Refused(answer)) => {
            assert_eq!(assert_refusal(answer, at), code, "{at}");
        }
        (Then::Refused(code), Walked::Whole(ids)) => panic!("{} came instead of `{code}`: {at}", ids.len()),
        (_, Walked::Refused(answer)) => panic!("{answer:?} instead of {then:?}: {at}"),
        (Then::Empty, Walked::Whole(ids)) => assert_eq!(*ids, Vec::<String>::new(), "{at}"),
        (Then::Whole | Then::More, Walked::Whole(ids)) => {
            let once: BTreeSet<String> = ids.iter().cloned().collect();
            assert_eq!(once.len(), ids.len(), "a record came twice: {at}");
            let missing = all.difference(&once).count();
            assert_eq!(missing, 0, "{missing} records are missing: {at}");
            assert_eq!(once.len() > all.len(), then == Then::More, "{} came: {at}", once.len());
        }
    }
}
