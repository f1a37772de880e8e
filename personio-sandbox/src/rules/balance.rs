//! What somebody has left of their days off: what they were given, less what they took.
//!
//! Nothing is stored; everything follows from entitlements, employments, absences and the day. Accounts give days by
//! rules of their own, which no API shows; the company's are switches (facts §8 [O] tells only what the numbers mean).

use jiff::ToSpan;
use jiff::civil::Date;

use super::workday::Workdays;
use crate::model::absence::{Absence, AbsenceStatus};
use crate::model::company::Company;
use crate::model::organisation::{AbsenceType, AbsenceUnit};
use crate::model::person::{Employment, Person};

/// When the days of a year are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accrual {
    /// All on the first day of the year, or of the employment.
    Yearly,
    /// A twelfth on the first day of each month.
    Monthly,
}

/// What becomes of days that a year leaves over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CarryOver {
    /// They can be taken until the end of March.
    UntilMarch,
    Nothing,
    Everything,
}

/// The rules of an account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub(crate) accrual: Accrual,
    pub(crate) carry_over: CarryOver,
    /// Whether requests count as planned that nobody has approved.
    pub(crate) pending_counts: bool,
}

/// What is left of a type, in hundredths of its unit.
#[derive(Debug)]
pub(crate) struct Balance<'a> {
    pub(crate) kind: &'a AbsenceType,
    /// Today: what runs counts up to today.
    pub(crate) now: i64,
    /// After all that is planned.
    pub(crate) available: i64,
}

/// The balances of a person, one for each type they are entitled to.
pub(crate) fn balances<'a>(
    company: &'a Company,
    person: &Person,
    today: Date,
    account: Account,
) -> Vec<Balance<'a>> {
    let workdays = Workdays::of(company, person);
    let entitlements = person.entitlements.iter();
    let kinds = entitlements.filter_map(|(id, yearly)| Some((company.absence_types.get(*id)?, *yearly)));
    let one = |(kind, yearly): (&'a AbsenceType, i64)| {
        let absences: Vec<&Absence> =
            company.absences.of(person.id).filter(|it| it.kind == kind.id).collect();
        let book = Book { company, person, workdays, kind, yearly, absences, today, account };
        Balance { kind, now: book.now(), available: book.now() - book.planned() }
    };
    kinds.map(one).collect()
}

/// Everything that one balance is made of.
struct Book<'a> {
    company: &'a Company,
    person: &'a Person,
    workdays: Workdays<'a>,
    kind: &'a AbsenceType,
    yearly: i64,
    absences: Vec<&'a Absence>,
    today: Date,
    account: Account,
}

impl Book<'_> {
    fn now(&self) -> i64 {
        let joined = self.person.employments.iter().map(|it| start(it).year()).min();
        let first = joined.unwrap_or(self.today.year()).max(self.company.profile.first_year());
        let mut left = 0;
        for year in first..=self.today.year() {
            left = self.left_after(year, left);
        }
        left
    }

    /// What is left at the end of a year, or today, if so much was left of the year before.
    fn left_after(&self, year: i16, before: i64) -> i64 {
        let (begin, march) = (Date::constant(year, 1, 1), Date::constant(year, 3, 31));
        let end = Date::constant(year, 12, 31).min(self.today);
        let lasts = end <= march;
        let carried = match self.account.carry_over {
            // What was taken in advance stays taken.
            _ if before < 0 => before,
            CarryOver::Everything => before,
            CarryOver::UntilMarch if lasts => before,
            CarryOver::UntilMarch => before.min(self.taken(begin, march)),
            CarryOver::Nothing => 0,
        };
        carried + self.given(year, end) - self.taken(begin, end)
    }

    /// What was given in a year up to a day: a twelfth for each month that was worked from its first day to its last.
    fn given(&self, year: i16, upto: Date) -> i64 {
        let months = (1..=12).filter(|month| {
            let first = Date::constant(year, *month, 1);
            let given_on = |job: &Employment| match self.account.accrual {
                Accrual::Yearly => start(job).max(Date::constant(year, 1, 1)),
                Accrual::Monthly => first,
            };
            let works = |job: &&Employment| start(job) <= first && first.last_of_month() <= end(job);
            self.person.employments.iter().filter(works).any(|it| given_on(it) <= upto)
        });
        let months = i64::try_from(months.count()).unwrap_or(0);
        (self.yearly * months + 6) / 12
    }

    /// What was taken of the days from `first` to `last`.
    fn taken(&self, first: Date, last: Date) -> i64 {
        let approved = self.absences.iter().filter(|it| it.status == AbsenceStatus::Approved);
        approved.map(|it| self.sum(it, first, last)).sum()
    }

    /// What is planned after today, and what waits for approval.
    fn planned(&self) -> i64 {
        let tomorrow = self.today.saturating_add(1.day());
        let one = |it: &&Absence| match it.status {
            AbsenceStatus::Approved => self.sum(it, tomorrow, Date::MAX),
            AbsenceStatus::Pending if self.account.pending_counts => self.sum(it, Date::MIN, Date::MAX),
            AbsenceStatus::Pending | AbsenceStatus::Rejected => 0,
        };
        self.absences.iter().map(one).sum()
    }

    fn sum(&self, absence: &Absence, first: Date, last: Date) -> i64 {
        let within = |day: Date| first <= day && day <= last;
        if absence.last_day().is_some_and(|it| it < first) || absence.first_day() > last {
            return 0;
        }
        let shares = self.workdays.shares(absence, self.kind.unit, self.today);
        let sum: i64 = shares.filter(|it| within(it.0)).map(|it| it.1).sum();
        match self.kind.unit {
            AbsenceUnit::Day => sum,
            AbsenceUnit::Hour => sum * 100 / 60,
        }
    }
}

/// The first day of an employment; whoever was entered without one has been there since then.
fn start(job: &Employment) -> Date {
    job.start.unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(job.created_at).date())
}

/// The last day of an employment.
fn end(job: &Employment) -> Date {
    job.termination.as_ref().map_or(Date::MAX, |it| it.date)
}
