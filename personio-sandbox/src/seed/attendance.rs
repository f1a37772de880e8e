//! The time that some of the people recorded: the last five weeks, and the nights in which clocks were changed.
//!
//! Breaks lie within the work around them, so that all work less all breaks is what was worked.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::employment::shift;
use super::rng::Rng;
use crate::model::attendance::{Approval, AttendancePeriod, PeriodKind};
use crate::model::company::Company;
use crate::model::person::{Person, Status};
use crate::model::text::Text;
use crate::rules::projects::top;

/// For how many people there are rows, and how many days back.
const PEOPLE: usize = 500;
const DAYS: i64 = 35;
/// The number of the first row.
const FIRST: u32 = 25_000_008;

/// The rows of a company as it is at midnight.
pub(super) fn rows(company: &Company, seed: u64, today: Date, now: Timestamp) -> Vec<AttendancePeriod> {
    let working = |it: &&Person| it.current().status == Status::Active;
    let mut rows = Vec::new();
    for (at, person) in company.people.rows().iter().filter(working).take(PEOPLE).enumerate() {
        let rng = Rng::new(seed, &[121, u64::from(person.id)]);
        let projects = projects(company, person.id);
        let mut diary =
            Diary { rng, person: person.id, projects, zone: &company.zone, now, rows: Vec::new() };
        diary.fill(company, person, at % 20 == 3, today);
        rows.append(&mut diary.rows);
    }
    rows.sort_by_key(|it| (it.start, it.person, it.id));
    for (id, row) in (FIRST..).zip(&mut rows) {
        row.id = id;
    }
    rows
}

/// The projects on which a person may record time.
fn projects(company: &Company, person: u32) -> Vec<u32> {
    let rows = company.projects.rows().iter().filter(|it| {
        let top = top(company, it);
        it.active && (top.assigned_to_all || top.members.contains(&person))
    });
    rows.map(|it| it.id).collect()
}

/// What one person wrote down.
struct Diary<'a> {
    rng: Rng,
    person: u32,
    projects: Vec<u32>,
    zone: &'a TimeZone,
    now: Timestamp,
    /// Numbered by their order for the time being.
    rows: Vec<AttendancePeriod>,
}

impl Diary<'_> {
    fn fill(&mut self, company: &Company, person: &Person, by_night: bool, today: Date) {
        let job = person.current();
        let last = job.termination.as_ref().map_or(Date::MAX, |it| it.last_working_day);
        let employed = |day: Date| job.start.is_some_and(|it| it <= day) && day <= last;
        if by_night || self.rng.chance(6) {
            let changes = clock_changes(today).map(|it| shift(it, -1));
            for saturday in changes.into_iter().filter(|it| employed(*it)) {
                // At this time the clocks are changed: one of these half hours is missing, the other is there twice.
                self.night(saturday, 30);
            }
        }
        for age in (1..=DAYS).rev() {
            let day = shift(today, -age);
            let minutes = scheduled(company, person, day);
            if minutes == 0 || !employed(day) || self.rng.chance(8) {
                continue;
            }
            match by_night {
                // The shift of last night isn't over at midnight.
                true if age > 1 => self.night(day, 0),
                true => {}
                false => self.day(day, minutes, age),
            }
        }
    }

    /// A day at work, sometimes on two projects, sometimes without an end.
    fn day(&mut self, day: Date, minutes: i64, age: i64) {
        let approval = self.approval(age);
        let start = day.to_datetime(Time::midnight()).saturating_add(self.minutes(450, 570));
        if age <= 10 && self.rng.chance(3) {
            self.write(PeriodKind::Work, start, None, day, Approval::Pending);
            return;
        }
        let pause = match minutes {
            361.. => self.rng.pick(&[30, 30, 45, 60]),
            _ if self.rng.chance(25) => 15,
            _ => 0,
        };
        let end = start.saturating_add((minutes + pause).minutes()).saturating_add(self.minutes(-20, 40));
        let noon = start.saturating_add((minutes / 2).minutes());
        if minutes > 360 && self.rng.chance(12) {
            self.write(PeriodKind::Work, start, Some(noon), day, approval);
            self.write(PeriodKind::Work, noon, Some(end), day, approval);
        } else {
            self.write(PeriodKind::Work, start, Some(end), day, approval);
        }
        if pause > 0 {
            let from = noon.saturating_add(10.minutes());
            self.write(PeriodKind::Break, from, Some(from.saturating_add(pause.minutes())), day, approval);
        }
    }

    /// A shift from ten in the evening to six in the morning with its break some minutes after two.
    fn night(&mut self, day: Date, after_two: i64) {
        let morning = day.saturating_add(1.day());
        let from = morning.at(2, 0, 0, 0).saturating_add(after_two.minutes());
        let end = Some(morning.at(6, 0, 0, 0));
        self.write(PeriodKind::Work, day.at(22, 0, 0, 0), end, day, Approval::Confirmed);
        self.write(
            PeriodKind::Break,
            from,
            Some(from.saturating_add(30.minutes())),
            day,
            Approval::Confirmed,
        );
    }

    /// What became of a day that is so old.
    fn approval(&mut self, age: i64) -> Approval {
        let weights = if age <= 7 { [66, 32, 2] } else { [96, 2, 2] };
        [Approval::Confirmed, Approval::Pending, Approval::Rejected][self.rng.weighted(&weights)]
    }

    /// Some minutes, in steps of five.
    fn minutes(&mut self, low: i64, high: i64) -> jiff::Span {
        (self.rng.range(low / 5, high / 5) * 5).minutes()
    }

    fn write(
        &mut self,
        kind: PeriodKind,
        start: DateTime,
        end: Option<DateTime>,
        day: Date,
        approval: Approval,
    ) {
        let is_work = kind == PeriodKind::Work;
        let recorded = end.unwrap_or(start).saturating_add(self.minutes(0, 90));
        let created_at = self.zone.to_timestamp(recorded).unwrap_or(self.now).min(self.now);
        let later = created_at.saturating_add(self.minutes(0, 2_880)).unwrap_or(created_at).min(self.now);
        let on_project = is_work && !self.projects.is_empty() && self.rng.chance(45);
        let comment = if is_work { self.comment() } else { None };
        self.rows.push(AttendancePeriod {
            id: u32::try_from(self.rows.len()).unwrap_or(u32::MAX),
            uuid: self.rng.uuid(),
            person: self.person,
            kind,
            start,
            end,
            day,
            comment,
            project: on_project.then(|| self.rng.pick(&self.projects)),
            approval,
            auto_generated: !is_work && self.rng.chance(20),
            created_at,
            updated_at: if approval == Approval::Pending { created_at } else { later },
        });
    }

    fn comment(&mut self) -> Option<Text> {
        const COMMENTS: &[&str] = &[
            "Homeoffice",
            "Kundentermin",
            "Client visit",
            "Inventur",
            "Schulung \"Brandschutz\"",
            "Дорога к клиенту",
        ];
        self.rng.chance(14).then(|| self.rng.pick(COMMENTS).into())
    }
}

/// The minutes that a person's schedule has on a day; without one, eight hours from Monday to Friday.
fn scheduled(company: &Company, person: &Person, day: Date) -> i64 {
    let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    let schedule = person.work_schedule.and_then(|it| company.work_schedules.get(it.schedule));
    let Some(schedule) = schedule else { return if place < 5 { 480 } else { 0 } };
    let time =
        schedule.days[place].split_once(':').and_then(|(h, m)| Some((h.parse().ok()?, m.parse().ok()?)));
    time.map_or(0, |(hours, minutes): (i64, i64)| hours * 60 + minutes)
}

/// The last two Sundays before a day on which clocks were changed in Europe.
fn clock_changes(today: Date) -> [Date; 2] {
    let year = today.year();
    let last_sunday = |year, month| {
        let last = Date::constant(year, month, 31);
        shift(last, -i64::from(last.weekday().to_sunday_zero_offset()))
    };
    let all = [(year, 10), (year, 3), (year - 1, 10), (year - 1, 3)];
    let mut before = all.into_iter().map(|(year, month)| last_sunday(year, month)).filter(|it| *it < today);
    [before.next().unwrap_or(today), before.next().unwrap_or(today)]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::clock_changes;

    #[test]
    fn clocks_change_on_the_last_sundays_of_march_and_october() {
        assert_eq!(clock_changes(date(2026, 10, 14)), [date(2026, 3, 29), date(2025, 10, 26)]);
        assert_eq!(clock_changes(date(2026, 10, 26)), [date(2026, 10, 25), date(2026, 3, 29)]);
        assert_eq!(clock_changes(date(2026, 1, 1)), [date(2025, 10, 26), date(2025, 3, 30)]);
    }
}
