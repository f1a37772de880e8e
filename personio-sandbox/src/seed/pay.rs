//! What the invented people are paid, and were before, and what their jobs are worth.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::employment::midnight;
use super::rng::Rng;
use crate::model::company::Company;
use crate::model::compensation::{Compensation, CompensationType, PayInterval, PayKind, SalaryBand};
use crate::model::person::{Employment, Person, Status};
use crate::model::text::Text;

/// Types by their number, which is their place and one more.
const TYPES: [(&str, PayKind); 10] = [
    ("Salary", PayKind::Fixed),
    ("Hourly wage", PayKind::Hourly),
    ("Car allowance", PayKind::Recurring),
    ("Vermögenswirksame Leistungen", PayKind::Recurring),
    ("Fahrtkostenzuschuss", PayKind::Recurring),
    ("13. Gehalt", PayKind::Recurring),
    ("Signing bonus", PayKind::OneTime),
    ("Jubiläumsprämie", PayKind::OneTime),
    ("紹介手当", PayKind::OneTime),
    ("Goal bonus", PayKind::Bonus),
];
const FIXED: u32 = 1;
const HOURLY: u32 = 2;
const BONUS: u32 = 10;
/// The most raises that are remembered of an employment.
const RAISES: usize = 3;

/// The types of a company.
pub(super) fn types(seed: u64) -> Vec<CompensationType> {
    let mut rng = Rng::new(seed, &[160]);
    let one = |(id, (name, kind)): (u32, (&'static str, PayKind))| CompensationType {
        id,
        uuid: rng.uuid(),
        name: name.into(),
        kind,
    };
    (1..).zip(TYPES).map(one).collect()
}

/// What everybody gets and got.
pub(super) fn compensations(company: &Company, seed: u64, today: Date) -> Vec<Compensation> {
    let mut rows = Vec::with_capacity(company.people.len() * 3);
    let people = company.people.rows();
    let complete = people.iter().position(|it| {
        let job = it.current();
        let stays = job.status == Status::Active && job.termination.is_none();
        stays && job.legal_entity.is_some() && it.pay.fix > 0
    });
    for (at, person) in people.iter().enumerate() {
        let rng = Rng::new(seed, &[161, u64::from(person.id)]);
        let mut slip = Slip { rng, person, today, rows: &mut rows };
        slip.base();
        slip.more(complete == Some(at));
    }
    for (id, row) in (1..).zip(&mut rows) {
        row.id = id;
    }
    rows
}

/// What one person gets.
struct Slip<'a> {
    rng: Rng,
    person: &'a Person,
    today: Date,
    rows: &'a mut Vec<Compensation>,
}

impl Slip<'_> {
    /// Salary or wage of every employment with their raises; the last one is what is paid today.
    fn base(&mut self) {
        let pay = &self.person.pay;
        let (of_type, value) = if pay.fix > 0 { (FIXED, pay.fix) } else { (HOURLY, pay.hourly) };
        if value == 0 {
            return;
        }
        let is_yearly = pay.interval.as_deref() == Some("yearly");
        let interval = if is_yearly { PayInterval::Yearly } else { PayInterval::Monthly };
        let interval = (of_type == FIXED).then_some(interval);
        let mut value = value;
        for employment in &self.person.employments {
            let days = self.raises(employment);
            for day in days.into_iter().rev() {
                self.write(of_type, value, interval, day, None);
                value = self.before(value);
            }
        }
    }

    /// The days on which an employment began and pay was raised, oldest first.
    fn raises(&mut self, employment: &Employment) -> Vec<Date> {
        let Some(start) = employment.start else { return vec![self.today] };
        let end = employment.termination.as_ref().map_or(self.today, |it| it.date.min(self.today));
        let mut days = vec![start];
        for year in start.year().saturating_add(1)..=end.year() {
            let day = Date::constant(year, if self.rng.chance(70) { 1 } else { 7 }, 1);
            if self.rng.chance(55) && start < day && day <= end {
                days.push(day);
            }
        }
        let raises = days.len() - 1;
        days.drain(1..=raises.saturating_sub(RAISES).min(raises));
        days
    }

    /// What was paid before a raise, in round numbers.
    fn before(&mut self, value: i64) -> i64 {
        let percent = self.rng.range(2, 8);
        let round = if value > 1_000_000 { 10_000 } else { 10 };
        (value * 100 / (100 + percent) / round * round).max(round)
    }

    /// What some get besides, and `complete` people in every way.
    fn more(&mut self, complete: bool) {
        let Some(start) = self.person.current().start else { return };
        let pay = &self.person.pay;
        let has_begun = start <= self.today;
        let month = self.today.first_of_month();
        // A hundredth of a month's pay or so, whatever the currency.
        let yearly = pay.interval.as_deref() == Some("yearly");
        let unit = (if yearly { pay.fix / 12 } else { pay.fix } / 100).max(1) / 100 * 100;
        if pay.fix == 0 || unit == 0 {
            return;
        }
        let recurring = [
            (3, 12, 8, PayInterval::Monthly),
            (4, 28, 1, PayInterval::Monthly),
            (5, 8, 3, PayInterval::Quarterly),
            (6, 18, 100, PayInterval::Yearly),
        ];
        for (of_type, percent, units, interval) in recurring {
            if self.rng.chance(percent) || (complete && of_type == 3) {
                self.write(of_type, unit * units, Some(interval), start, None);
            }
        }
        if self.rng.chance(6) {
            self.write(7, unit * 50, None, start, Some("with the first salary"));
        }
        if has_begun && (self.rng.chance(5) || complete) {
            let of_type = if self.rng.chance(70) { 8 } else { 9 };
            let day = month.saturating_add(self.rng.range(0, 27).days());
            self.write(of_type, unit * 20, None, day.max(start), None);
        }
        if has_begun && (self.rng.chance(12) || complete) {
            let months = if complete { 0 } else { self.rng.range(0, 6) };
            let day = month.saturating_sub(months.months()).max(start);
            let value = unit * self.rng.range(30, 120);
            self.write(BONUS, value, None, day, Some("Ziele erreicht"));
        }
        // Not in force yet: it will be when the clock gets there.
        if has_begun && (self.rng.chance(2) || complete) && self.person.current().termination.is_none() {
            let day = month.saturating_add(self.rng.range(1, 3).months());
            let interval = if yearly { PayInterval::Yearly } else { PayInterval::Monthly };
            self.write(FIXED, pay.fix + unit * 5, Some(interval), day, Some("Beförderung"));
        }
    }

    fn write(
        &mut self,
        of_type: u32,
        value: i64,
        interval: Option<PayInterval>,
        from: Date,
        comment: Option<&'static str>,
    ) {
        let created_at: Timestamp = midnight(from.min(self.today));
        self.rows.push(Compensation {
            id: 0,
            person: self.person.id,
            of_type,
            value,
            currency: self.person.pay.currency.clone(),
            interval,
            from,
            comment: comment.map(Text::from),
            created_at,
        });
    }
}

/// A band for each job in each currency: around what those who have it earn in a year of full time.
pub(super) fn bands(company: &Company, seed: u64) -> Vec<SalaryBand> {
    let mut found: BTreeMap<(u32, Text), (i64, i64)> = BTreeMap::new();
    for person in company.people.rows() {
        let (pay, job) = (&person.pay, person.current());
        let hours = job.weekly_hours.zip(job.full_time_hours).filter(|it| it.0 > 0);
        let (Some(number), Some((hours, full))) = (job.job, hours) else { continue };
        let yearly = if pay.interval.as_deref() == Some("yearly") { pay.fix } else { pay.fix * 12 };
        if yearly == 0 {
            continue;
        }
        let full_time = yearly * i64::from(full) / i64::from(hours);
        let band = found.entry((number, pay.currency.clone())).or_insert((full_time, full_time));
        *band = (band.0.min(full_time), band.1.max(full_time));
    }
    let mut rng = Rng::new(seed, &[162]);
    let round = |value: i64| value / 100_000 * 100_000;
    let one = |(id, ((job, currency), (low, high)))| SalaryBand {
        id,
        uuid: rng.uuid(),
        job,
        currency,
        lowest: round(low * 95 / 100),
        highest: round(high * 105 / 100) + 100_000,
    };
    (1..).zip(found).map(one).collect()
}
