use std::collections::BTreeSet;

use nabe_connector::CallError;
use proptest::prelude::*;
use proptest::sample::Index;

use super::{List, Place};

const MOST: u32 = 100;

/// What came of reading a list.
#[derive(Debug, Default)]
struct Walked {
    given: Vec<u32>,
    calls: u32,
}

/// Reads a list page by page as it stands at each moment; `before` may change it before each page.
fn walk(
    mut list: Vec<u32>,
    size: u32,
    mut before: impl FnMut(usize, &mut Vec<u32>),
) -> Result<Walked, CallError> {
    let (mut walked, mut position) = (Walked::default(), None::<String>);
    for turn in 0.. {
        before(turn, &mut list);
        let place = Place::read(position.as_deref())?;
        let from = usize::try_from(place.offset()).unwrap().min(list.len());
        let limit = place.limit(size, MOST) as usize;
        assert!(limit <= MOST as usize);
        let rows: Vec<u32> = list[from..].iter().copied().take(limit).collect();
        let mut page = List::new(place, size, MOST);
        let new: Vec<u32> = rows.iter().copied().filter(|it| page.is_new(Some(&it.to_string()))).collect();
        assert!(new.len() <= size as usize, "a page of {} rows", new.len());
        walked.given.extend(new);
        walked.calls += 1;
        let next = page.next(rows.len(), Some(list.len() as u64))?;
        assert!(next.is_none() || next != position, "the same place again: {next:?}");
        position = next;
        if position.is_none() {
            break;
        }
    }
    Ok(walked)
}

#[test]
fn a_list_that_stays_is_given_once() {
    for (count, size) in [(0, 100), (1, 2), (99, 100), (100, 100), (101, 100), (1000, 100), (7, 1), (300, 99)]
    {
        let list: Vec<u32> = (1..=count).collect();
        assert_eq!(walk(list.clone(), size, |_, _| ()).unwrap().given, list, "{count} by {size}");
    }
}

#[test]
fn overlapping_costs_next_to_nothing() {
    for (size, most) in [(100, 102), (25, 401), (50, 201)] {
        let walked = walk((1..=10_000).collect(), size, |_, _| ()).unwrap();
        assert!(walked.calls <= most, "{size}: {}", walked.calls);
    }
}

#[test]
fn rows_that_come_and_go_cost_nobody_else() {
    let list: Vec<u32> = (1..=50).collect();
    // Somebody of an earlier page leaves before the third page.
    let walked = walk(list.clone(), 10, |turn, list| {
        if turn == 2 {
            list.retain(|it| ![3, 4].contains(it));
        }
    });
    assert_eq!(walked.unwrap().given, list);
    // Somebody comes in at the beginning.
    let walked = walk(list.clone(), 10, |turn, list| {
        if turn == 2 {
            list.insert(0, 99);
        }
    });
    assert_eq!(walked.unwrap().given, list);
}

#[test]
fn the_last_given_rows_may_go() {
    let list: Vec<u32> = (1..=500).collect();
    // Pages of a hundred begin with one row that was given, so that 99 are new.
    for (size, last) in [(1, 4), (10, 40), (98, 392), (99, 396), (100, 397)] {
        for gone in [vec![0], vec![1], vec![0, 1], vec![0, 1, 2]] {
            let walked = walk(list.clone(), size, |turn, list| {
                if turn == 4 {
                    list.retain(|it| !gone.iter().any(|back| it + back == last));
                }
            });
            assert_eq!(walked.unwrap().given, list, "{gone:?} by {size}");
        }
    }
}

#[test]
fn the_first_row_may_go_as_well() {
    let walked = walk((1..=9).collect(), 1, |turn, list| {
        if turn == 1 {
            list.remove(0);
        }
    });
    assert_eq!(walked.unwrap().given, (1..=9).collect::<Vec<_>>());
}

#[test]
fn every_row_may_go_as_soon_as_it_was_given() {
    let walked = walk((1..=8).collect(), 1, |turn, list| {
        if turn > 0 {
            list.remove(0);
        }
    });
    assert_eq!(walked.unwrap().given, (1..=8).collect::<Vec<_>>());
}

#[test]
fn when_all_known_rows_are_gone_the_list_says_so() {
    let walked = walk((1..=50).collect(), 10, |turn, list| {
        if turn == 2 {
            list.retain(|it| !(11..=20).contains(it));
        }
    });
    assert_eq!(walked.map(|it| it.given), Err(CallError::ListChanged));
}

#[test]
fn a_given_row_that_was_pushed_on_is_not_given_again() {
    let walked = walk((1..=40).collect(), 10, |turn, list| {
        if turn == 1 {
            let at = list.iter().position(|it| *it == 10).unwrap();
            list.splice(at..at, 100..250);
        }
    });
    let mut once = walked.unwrap().given;
    once.retain(|it| *it < 100);
    assert_eq!(once, (1..=40).collect::<Vec<_>>());
}

/// One change of the list: where, and how many rows come or go.
#[derive(Clone, Debug)]
enum Change {
    Come(Index, u32),
    Go(Index, u32),
    /// Rows right where the last page ended.
    GoThere(u32),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), 1..12_u32).prop_map(|(at, many)| Change::Come(at, many)),
        (any::<Index>(), 1..8_u32).prop_map(|(at, many)| Change::Go(at, many)),
        (1..4_u32).prop_map(Change::GoThere),
    ]
}

/// A list and everything that happens to it.
struct Moving {
    changes: Vec<Vec<Change>>,
    newest: u32,
    gone: BTreeSet<u32>,
}

impl Moving {
    fn turn(&mut self, turn: usize, size: u32, list: &mut Vec<u32>) {
        for change in self.changes.get(turn).cloned().unwrap_or_default() {
            match change {
                Change::Come(at, many) => {
                    let at = at.index(list.len() + 1);
                    let new = self.newest..self.newest + many;
                    self.newest += many;
                    list.splice(at..at, new);
                }
                Change::Go(at, many) => {
                    let from = at.index(list.len() + 1);
                    self.go(from, many, list);
                }
                Change::GoThere(many) => {
                    let at = (size as usize * turn).saturating_sub(many as usize);
                    self.go(at, many, list);
                }
            }
        }
    }

    fn go(&mut self, from: usize, many: u32, list: &mut Vec<u32>) {
        let from = from.min(list.len());
        let to = (from + many as usize).min(list.len());
        self.gone.extend(list.drain(from..to));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn every_row_that_stays_is_given_once_or_the_list_says_that_it_changed(
        count in 0..160_u32,
        size in prop_oneof![1..6_u32, 6..40_u32, 95..=100_u32],
        changes in prop::collection::vec(prop::collection::vec(change(), 0..3), 0..8),
    ) {
        let mut moving =
            Moving { changes, newest: 10_000, gone: BTreeSet::new() };
        let walked = walk((0..count).collect(), size, |turn, list| {
            if turn > 0 {
                moving.turn(turn, size, list);
            }
        });
        match walked {
            Err(error) => prop_assert_eq!(error, CallError::ListChanged),
            Ok(Walked { given, .. }) => {
                let once: BTreeSet<u32> = given.iter().copied().collect();
                prop_assert_eq!(once.len(), given.len(), "nobody comes twice: {:?}", given);
                let stayed = (0..count).filter(|it| !moving.gone.contains(it));
                for row in stayed {
                    prop_assert!(once.contains(&row), "{} is missing: {:?}", row, given);
                }
            }
        }
    }

    #[test]
    fn a_list_that_only_loses_a_row_at_a_time_is_read_to_its_end(
        count in 1..300_u32,
        size in prop_oneof![1..6_u32, 20..40_u32, 99..=100_u32],
        changes in prop::collection::vec(prop_oneof![(any::<Index>()).prop_map(|it| Change::Go(it, 1)), Just(Change::GoThere(1))], 0..8),
    ) {
        let changes = changes.into_iter().map(|it| vec![it]).collect();
        let mut moving =
            Moving { changes, newest: 10_000, gone: BTreeSet::new() };
        let walked = walk((0..count).collect(), size, |turn, list| {
            if turn > 0 {
                moving.turn(turn, size, list);
            }
        });
        prop_assert!(walked.is_ok());
    }
}
