//! Years of absences: vacations as far as people are entitled to them, sick leave, hours, parental leave, requests.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan};

use super::employment::{at_noonish, shift};
use super::rng::Rng;
use crate::model::absence::{Absence, AbsenceStatus, Origin};
use crate::model::company::Company;
use crate::model::organisation::AbsenceUnit;
use crate::model::person::{Employment, Person, Status};
use crate::model::text::Text;
use crate::model::zone::Zone;
use crate::rules::absence::zone;
use crate::rules::workday::Workdays;

/// The number of the first row.
const FIRST: u32 = 5_310_442;
/// How many days ahead people plan.
const AHEAD: i64 = 150;

const VACATION: u32 = 113_437;
const SICK: u32 = 113_438;
const PARENTAL: u32 = 113_439;
const CHILD_SICK: u32 = 113_440;
const UNPAID: u32 = 113_441;
const HOME_OFFICE: u32 = 113_442;
const SPECIAL: u32 = 113_443;
const OVERTIME: u32 = 113_450;
const DOCTOR: u32 = 113_451;

/// The rows of a company as it is at midnight.
pub(super) fn rows(company: &Company, seed: u64, today: Date, now: Timestamp) -> Vec<Absence> {
    let mut rows = Vec::new();
    for person in company.people.rows() {
        let mut diary = Diary {
            rng: Rng::new(seed, &[161, u64::from(person.id)]),
            person,
            workdays: Workdays::of(company, person),
            zone: zone(company, person.id),
            today,
            now,
            taken: Vec::new(),
            rows: &mut rows,
        };
        diary.fill(company.profile.first_year());
    }
    rows.sort_by_key(|it| (it.created_at, it.person, it.start));
    for (id, row) in (FIRST..).zip(&mut rows) {
        row.id = id;
    }
    rows.shrink_to_fit();
    rows
}

/// The absences of one person.
struct Diary<'a> {
    rng: Rng,
    person: &'a Person,
    workdays: Workdays<'a>,
    zone: Zone,
    today: Date,
    now: Timestamp,
    /// First and last days of what there is.
    taken: Vec<(Date, Date)>,
    rows: &'a mut Vec<Absence>,
}

/// An absence before it has a place.
struct Plan {
    kind: u32,
    first: Date,
    last: Option<Date>,
    half_start: bool,
    half_end: bool,
    /// Minutes of its only day, if it is a part of one.
    times: Option<(i64, i64)>,
    status: AbsenceStatus,
}

impl Plan {
    fn days(kind: u32, first: Date, last: Date) -> Self {
        let (half_start, half_end) = (false, false);
        let status = AbsenceStatus::Approved;
        Self { kind, first, last: Some(last), half_start, half_end, times: None, status }
    }
}

impl Diary<'_> {
    fn fill(&mut self, first_year: i16) {
        let person = self.person;
        if person.current().status == Status::Leave {
            self.be_on_leave();
        }
        let horizon = shift(self.today, AHEAD);
        for job in &person.employments {
            let Some(start) = job.start else { continue };
            let end = job.termination.as_ref().map_or(horizon, |it| it.last_working_day.min(horizon));
            for year in first_year.max(start.year())..=end.year() {
                let (first, last) = (Date::constant(year, 1, 1), Date::constant(year, 12, 31));
                self.year(job, first.max(start), last.min(end));
            }
        }
    }

    /// A year, or what of it somebody is there.
    fn year(&mut self, job: &Employment, first: Date, last: Date) {
        if job.external {
            return;
        }
        if self.rng.chance(2) {
            let start = self.day(first, last);
            let end = shift(start, self.rng.range(30, 240));
            self.add(&Plan::days(PARENTAL, start, end));
        }
        self.vacations(first, last);
        let past = last.min(shift(self.today, -1));
        for _ in 0..self.rng.weighted(&[40, 32, 18, 10]) {
            self.sick(first, past);
        }
        self.rest(first, last, past);
    }

    /// A long leave that began some months ago.
    fn be_on_leave(&mut self) {
        let back = self.rng.range(20, 160);
        let first = shift(self.today, -back).max(self.person.current().start.unwrap_or(self.today));
        let last = shift(self.today, self.rng.range(14, 260));
        let is_open = self.rng.chance(15);
        let last = if is_open { None } else { Some(last) };
        let kind = if is_open { SICK } else { PARENTAL };
        self.add(&Plan { last, ..Plan::days(kind, first, first) });
    }

    /// One long vacation, short ones, halves of days: about as much as the year gives.
    fn vacations(&mut self, first: Date, last: Date) {
        let yearly = self.person.entitlements.iter().find(|it| it.0 == VACATION).map_or(0, |it| it.1);
        let days = i64::from((last - first).get_days()) + 1;
        let mut budget = yearly * days / 365 * self.rng.range(70, 98) / 100;
        for turn in 0..9 {
            if budget < 100 {
                return;
            }
            let length = if turn == 0 { self.rng.range(11, 18) } else { self.rng.range(0, 5) };
            let start = self.monday_or_so(first, last, turn == 0);
            let mut plan = Plan::days(VACATION, start, shift(start, length).min(last));
            if length == 0 && self.rng.chance(45) {
                let is_morning = self.rng.chance(50);
                (plan.half_start, plan.half_end) = (!is_morning, is_morning);
            } else if length > 1 && self.rng.chance(8) {
                plan.half_end = true;
            }
            plan.status = self.answer(start);
            let blocks = plan.status != AbsenceStatus::Rejected;
            let cost = self.add_within(&plan, budget);
            if blocks {
                budget -= cost;
            }
        }
    }

    fn sick(&mut self, first: Date, last: Date) {
        if last < first {
            return;
        }
        let start = self.day(first, last);
        let length = [0, 1, 2, 4, 11, 25][self.rng.weighted(&[25, 25, 20, 18, 9, 3])];
        let end = shift(start, length);
        let is_open = end >= self.today && self.rng.chance(30);
        self.add(&Plan { last: (!is_open).then_some(end), ..Plan::days(SICK, start, end) });
    }

    /// What not everybody has.
    fn rest(&mut self, first: Date, last: Date, past: Date) {
        if self.rng.chance(9) && first <= past {
            let start = self.day(first, past);
            let end = shift(start, self.rng.range(0, 2)).min(past);
            self.add(&Plan::days(CHILD_SICK, start, end));
        }
        if self.rng.chance(3) {
            let start = self.monday_or_so(first, last, true);
            let end = shift(start, self.rng.range(4, 18)).min(last);
            let status = self.answer(start);
            self.add(&Plan { status, ..Plan::days(UNPAID, start, end) });
        }
        let person = self.person;
        for (kind, most) in [(HOME_OFFICE, 4), (SPECIAL, 2)] {
            if !person.entitlements.iter().any(|it| it.0 == kind) {
                continue;
            }
            for _ in 0..self.rng.below(most) {
                let day = self.day(first, last);
                let status = self.answer(day);
                self.add(&Plan { status, ..Plan::days(kind, day, day) });
            }
        }
        if self.rng.chance(24) {
            let day = self.day(first, last);
            let whole = self.rng.chance(35);
            let from = self.rng.range(26, 30) * 30;
            let times = (!whole).then_some((from, from + self.rng.range(4, 8) * 30));
            let end = if whole { shift(day, self.rng.range(0, 2)).min(last) } else { day };
            let status = self.answer(day);
            self.add(&Plan { times, status, ..Plan::days(OVERTIME, day, end) });
        }
        if self.rng.chance(28) && first <= past {
            let day = self.day(first, past);
            let from = self.rng.range(32, 64) * 15;
            let times = Some((from, from + self.rng.range(3, 8) * 15));
            self.add(&Plan { times, ..Plan::days(DOCTOR, day, day) });
        }
    }

    /// What became of a request, or will.
    fn answer(&mut self, day: Date) -> AbsenceStatus {
        let weights = if day > self.today { [60, 36, 4] } else { [96, 1, 3] };
        [AbsenceStatus::Approved, AbsenceStatus::Pending, AbsenceStatus::Rejected]
            [self.rng.weighted(&weights)]
    }

    fn day(&mut self, first: Date, last: Date) -> Date {
        shift(first, self.rng.range(0, i64::from((last - first).get_days()).max(0)))
    }

    /// A day, or the Monday of its week.
    fn monday_or_so(&mut self, first: Date, last: Date, monday: bool) -> Date {
        let day = self.day(first, last);
        let monday = monday || self.rng.chance(40);
        let back = i64::from(day.weekday().to_monday_zero_offset());
        if monday { shift(day, -back).max(first) } else { day }
    }

    fn add(&mut self, plan: &Plan) {
        self.add_within(plan, i64::MAX);
    }

    /// Writes an absence down if it takes something, but not more than the budget, and no other is there; tells what
    /// it takes.
    fn add_within(&mut self, plan: &Plan, budget: i64) -> i64 {
        let last = plan.last.unwrap_or(Date::MAX);
        let clashes = |it: &(Date, Date)| it.0 <= last && plan.first <= it.1;
        if last < plan.first || self.taken.iter().any(clashes) {
            return 0;
        }
        let absence = self.absence(plan);
        let cost = self.workdays.total(&absence, AbsenceUnit::Day, self.today);
        if cost == 0 || cost > budget {
            return 0;
        }
        self.taken.push((plan.first, last));
        self.rows.push(absence);
        cost
    }

    fn absence(&mut self, plan: &Plan) -> Absence {
        let midnight = |day: Date| day.to_datetime(Time::midnight());
        let at = |minutes: i64| midnight(plan.first).saturating_add(minutes.minutes());
        let (start, end): (DateTime, Option<DateTime>) = match plan.times {
            Some((from, to)) => (at(from), Some(at(to))),
            None => (midnight(plan.first), plan.last.map(|it| midnight(shift(it, 1)))),
        };
        let by_surprise = [SICK, CHILD_SICK, DOCTOR].contains(&plan.kind);
        let ahead = if by_surprise { 0 } else { self.rng.range(2, 60) };
        let asked = at_noonish(&mut self.rng, shift(plan.first, -ahead));
        let most = self.now.checked_sub(self.rng.range(1, 40_000).minutes()).unwrap_or(self.now);
        let created_at = asked.min(most);
        let answered = created_at.saturating_add(self.rng.range(1, 4_000).minutes());
        let answered = answered.unwrap_or(created_at).min(self.now);
        let is_pending = plan.status == AbsenceStatus::Pending;
        let origin = [Origin::Web, Origin::Mobile, Origin::Api, Origin::Slack, Origin::Msteams]
            [self.rng.weighted(&[62, 22, 8, 5, 3])];
        let by = if self.rng.chance(12) { self.person.current().supervisor } else { None };
        Absence {
            id: 0,
            uuid: self.rng.uuid(),
            person: self.person.id,
            kind: plan.kind,
            start,
            end,
            half_start: plan.half_start,
            half_end: plan.half_end,
            zone: self.zone,
            comment: self.comment(plan.kind),
            status: plan.status,
            origin,
            created_by: (origin != Origin::Api).then_some(by.unwrap_or(self.person.id)),
            created_at,
            updated_at: if is_pending { created_at } else { answered },
            approved_at: (plan.status == AbsenceStatus::Approved).then_some(answered),
        }
    }

    fn comment(&mut self, kind: u32) -> Option<Text> {
        const TRAVELS: &[&str] = &[
            "Sommerurlaub",
            "Family visit",
            "Wesele brata",
            "Umzug \"endlich\"",
            "Vacaciones de verano",
            "Отпуск",
            "有給休暇",
        ];
        let is_travel = [VACATION, UNPAID].contains(&kind);
        (is_travel && self.rng.chance(18)).then(|| self.rng.pick(TRAVELS).into())
    }
}
