//! The working lives of the invented people: when they came, how much they work, how they left.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{Span, Timestamp, ToSpan};

use super::places::{Place, SCHEDULES};
use super::rng::Rng;
use super::structure::{Level, Seat};
use crate::model::person::{Employment, Status, Termination};

/// What becomes of a seat's holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Active,
    Rehired,
    OnLeave,
    Onboarding,
    Left,
}

/// How many people of each kind a company has; everyone else is active.
pub(crate) fn fates(rng: &mut Rng, seats: &[Seat]) -> Vec<Fate> {
    let mut fates = vec![Fate::Active; seats.len()];
    let mut members: Vec<usize> = (0..seats.len()).filter(|at| seats[*at].level == Level::Member).collect();
    rng.shuffle(&mut members);
    let total = members.len();
    // Companies with hardly anyone still have one of each kind as long as there are members for it.
    let share = |percent: usize| (total * percent / 100).max(1);
    let wanted = [
        (Fate::Left, share(12).max(2)),
        (Fate::Onboarding, share(3)),
        (Fate::OnLeave, share(4)),
        (Fate::Rehired, share(4)),
    ];
    let mut next = members.into_iter();
    for (fate, count) in wanted {
        for at in next.by_ref().take(count) {
            fates[at] = fate;
        }
    }
    fates
}

/// What an employment depends on.
pub(crate) struct Frame<'a> {
    pub(crate) seat: &'a Seat,
    pub(crate) fate: Fate,
    pub(crate) place: &'a Place,
    pub(crate) job: Option<u32>,
    /// Number of the supervisor.
    pub(crate) supervisor: Option<u32>,
    pub(crate) today: Date,
    pub(crate) now: Timestamp,
}

/// The days on which a person came and, if so, left.
fn period(rng: &mut Rng, frame: &Frame<'_>) -> (Date, Option<Date>) {
    let today = frame.today;
    let senior = match frame.seat.level {
        Level::Chief => 4_300,
        Level::Head | Level::GroupHead => 3_300,
        Level::Lead => 2_600,
        Level::Member => 2_200,
    };
    match frame.fate {
        Fate::Onboarding => (shift(today, rng.range(5, 120)), None),
        Fate::Left => {
            let start = shift(today, -rng.range(400, senior + 900));
            (start, Some(shift(today, -rng.range(1, 380))))
        }
        Fate::Rehired => (shift(today, -rng.range(40, 700)), None),
        Fate::Active | Fate::OnLeave => {
            let floor = if frame.seat.level == Level::Chief { 3_900 } else { 20 };
            (shift(today, -rng.range(floor, senior)), None)
        }
    }
}

/// The employments of one person, newest first.
pub(crate) fn employments(rng: &mut Rng, frame: &Frame<'_>) -> Vec<Employment> {
    let (start, end) = period(rng, frame);
    let mut newest = employment(rng, frame, start);
    newest.status = match frame.fate {
        Fate::Active | Fate::Rehired => Status::Active,
        Fate::OnLeave => Status::Leave,
        Fate::Onboarding => Status::Onboarding,
        Fate::Left => Status::Inactive,
    };
    if let Some(end) = end {
        end_it(&mut newest, termination(rng, end), frame.today);
    } else if frame.fate == Fate::Active && frame.seat.level == Level::Member && rng.chance(2) {
        // Notice given: still active, the end lies ahead.
        let end = shift(frame.today, rng.range(10, 95));
        end_it(&mut newest, termination(rng, end), frame.today);
    }
    let mut all = vec![newest];
    if frame.fate == Fate::Rehired {
        let mut before = start;
        for _ in 0..=usize::from(rng.chance(20)) {
            let end = shift(before, -rng.range(60, 700));
            let start = shift(end, -rng.range(200, 1_100));
            let mut earlier = employment(rng, frame, start);
            earlier.status = Status::Inactive;
            earlier.contract_end = None;
            end_it(&mut earlier, termination(rng, end), frame.today);
            earlier.updated_at = at_noonish(rng, shift(end, 3)).min(frame.now);
            all.push(earlier);
            before = start;
        }
    }
    all
}

fn employment(rng: &mut Rng, frame: &Frame<'_>, start: Date) -> Employment {
    let seat = frame.seat;
    let member = seat.level == Level::Member;
    let external = member && rng.chance(6);
    let schedule = if member && rng.chance(16) { 2 + rng.below(4) } else { rng.below(2) };
    let (before_start, before_today) = (rng.range(8, 60), rng.range(1, 30));
    let recorded = shift(start, -before_start).min(shift(frame.today, -before_today));
    let created_at = at_noonish(rng, recorded);
    Employment {
        id: rng.uuid(),
        status: Status::Active,
        external,
        position: (!member || !rng.chance(2)).then(|| seat.title.into()),
        job: frame.job.filter(|_| !rng.chance(10)),
        supervisor: frame.supervisor,
        office: (!rng.chance(2)).then(|| frame.place.office()),
        department: seat.department.filter(|_| !member || !rng.chance(1)),
        team: seat.team.filter(|_| !member || !rng.chance(3)),
        legal_entity: (!rng.chance(3)).then(|| frame.place.legal_entity()),
        cost_centers: cost_centers(rng, seat.cost_center),
        weekly_hours: u16::try_from(SCHEDULES[schedule].1).ok(),
        full_time_hours: Some(if schedule == 1 { 3_850 } else { 4_000 }),
        start: Some(start),
        probation_end: rng.chance(85).then(|| months(start, 6)),
        contract_end: (external || (member && rng.chance(7))).then(|| contract_end(rng, frame.today, start)),
        termination: None,
        created_at,
        updated_at: created_at,
    }
}

/// Mostly one cost center, sometimes two or three with shares, sometimes none.
fn cost_centers(rng: &mut Rng, own: u32) -> Vec<(u32, i64)> {
    match rng.weighted(&[78, 8, 7, 3, 4]) {
        0 => vec![(own, 10_000)],
        1 => vec![(own, 6_000), (83_001, 4_000)],
        2 => vec![(own, 5_000), (83_002, 5_000)],
        3 => vec![(own, 5_000), (83_001, 3_000), (83_002, 2_000)],
        _ => Vec::new(),
    }
}

fn contract_end(rng: &mut Rng, today: Date, start: Date) -> Date {
    let soonest = if start > today { start } else { today };
    shift(soonest, rng.range(30, 500))
}

/// Gives an employment its end: notice was given while it lasted, and by now; no contract goes on after it.
fn end_it(employment: &mut Employment, mut termination: Termination, today: Date) {
    let began = employment.start.unwrap_or(today).min(today);
    termination.announced = termination.announced.clamp(began, today);
    employment.contract_end = employment.contract_end.map(|it| it.min(termination.date));
    employment.termination = Some(termination);
}

fn termination(rng: &mut Rng, end: Date) -> Termination {
    const KINDS: &[(&str, &[&str])] = &[
        ("EMPLOYEE", &["Moving to a different position", "Umzug", "Studium"]),
        ("FIRED", &["Betriebsbedingt"]),
        ("AGREEMENT", &["Aufhebungsvertrag"]),
        ("CONTRACT_EXPIRED", &["Fixed term ended"]),
        ("RETIREMENT", &["Ruhestand"]),
        ("QUIT", &["Better offer", "Família"]),
    ];
    let (kind, reasons) = rng.pick(KINDS);
    let reason = rng.chance(70).then(|| rng.pick(reasons));
    let unused_leave = rng.range(0, 12);
    let notice = rng.range(14, 95);
    Termination {
        date: end,
        last_working_day: shift(end, -unused_leave),
        announced: shift(end, -unused_leave - notice),
        kind: kind.into(),
        reason: reason.map(Into::into),
    }
}

/// A day so many days later, or earlier when negative.
pub(crate) fn shift(date: Date, days: i64) -> Date {
    Span::new().try_days(days).and_then(|span| date.checked_add(span)).unwrap_or(date)
}

fn months(date: Date, months: i64) -> Date {
    date.checked_add(months.months()).unwrap_or(date)
}

/// The first moment of that day in UTC.
pub(crate) fn midnight(date: Date) -> Timestamp {
    Offset::UTC.to_timestamp(date.to_datetime(Time::midnight())).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Some second of the office hours of that day, in UTC.
pub(crate) fn at_noonish(rng: &mut Rng, date: Date) -> Timestamp {
    let second = rng.range(7 * 3_600, 17 * 3_600);
    let start = midnight(date);
    start.checked_add(second.seconds()).unwrap_or(start)
}
