//! What people are paid: what is in force when, and what becomes of a new salary.
//!
//! v1 shows salary and wage of today as attributes of an employee: they follow from the rows here, whoever writes them
//! and whenever they take effect.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::people::trace::settle;
use crate::clock::second;
use crate::model::company::{Company, fresh_uuid};
use crate::model::compensation::{Compensation, CompensationType, PayInterval, PayKind};
use crate::model::person::{Employment, Pay, Person};
use crate::model::text::Text;

/// A compensation as it is written.
#[derive(Debug)]
pub(crate) struct NewCompensation {
    /// Ids as they were sent.
    pub(crate) person: String,
    pub(crate) of_type: String,
    pub(crate) value: i64,
    /// The one that the person is paid in already when left out.
    pub(crate) currency: Option<String>,
    pub(crate) interval: Option<PayInterval>,
    pub(crate) from: Date,
    pub(crate) comment: Option<String>,
}

/// The currencies of ISO 4217 that people are paid in.
pub(crate) const CURRENCIES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP \
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR \
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH \
    UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

/// Why a compensation or a type can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    NoPerson,
    NoType,
    /// Bonuses are not for callers (facts §9.5 [O]).
    Bonus,
    NameTaken,
}

/// The days a list is about, both included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) from: Date,
    pub(crate) to: Date,
}

/// Makes a compensation; answers with its number.
///
/// A salary of the same day is replaced (change note of the route [O]); that a wage is as well is [?].
pub(crate) fn create(company: &mut Company, new: NewCompensation, now: Timestamp) -> Result<u32, Refused> {
    let person = new.person.parse().ok().and_then(|it| company.people.get(it)).ok_or(Refused::NoPerson)?;
    let of_type = company.compensation_types.by_uuid_text(&new.of_type).ok_or(Refused::NoType)?;
    let (person, of_type, kind) = (person.id, of_type.id, of_type.kind);
    if kind == PayKind::Bonus {
        return Err(Refused::Bonus);
    }
    let same = |it: &&Compensation| kind.is_base() && it.of_type == of_type && it.from == new.from;
    let known = company.compensations.of(person).find(same).map(|it| it.id);
    let interval = match kind {
        PayKind::Fixed | PayKind::Recurring => Some(new.interval.unwrap_or(PayInterval::Monthly)),
        PayKind::Hourly | PayKind::OneTime | PayKind::Bonus => None,
    };
    let currency = new.currency.map_or_else(
        || company.people.get(person).map(|it| it.pay.currency.clone()).unwrap_or_default(),
        Text::from,
    );
    let id = known.unwrap_or_else(|| company.compensations.next_number());
    company.compensations.insert(Compensation {
        id,
        person,
        of_type,
        value: new.value,
        currency,
        interval,
        from: new.from,
        comment: new.comment.map(Text::from),
        created_at: now,
    });
    if kind.is_base() {
        settle_pay(company, person, company.day_of(now), now);
    }
    Ok(id)
}

/// Makes a type; answers with its number. That no two have one name is [?].
pub(crate) fn create_type(company: &mut Company, name: String, kind: PayKind) -> Result<u32, Refused> {
    if company.compensation_types.rows().iter().any(|it| it.name == name) {
        return Err(Refused::NameTaken);
    }
    let id = company.compensation_types.next_number();
    company.compensation_types.insert(CompensationType { id, uuid: fresh_uuid(), name: name.into(), kind });
    Ok(id)
}

/// Lets salaries and wages take effect that begin on the days after the company's day, until `today`.
pub(crate) fn pass(company: &mut Company, today: Date) {
    let since = company.profile.day;
    let due = company.compensations.rows().iter().filter(|it| since < it.from && it.from <= today);
    let mut due: Vec<(Date, u32)> = due.map(|it| (it.from, it.person)).collect();
    due.sort_unstable();
    for (day, person) in due {
        settle_pay(company, person, day, company.start_of(day));
    }
}

/// Gives a person's record what they are paid on a day.
fn settle_pay(company: &mut Company, id: u32, day: Date, at: Timestamp) {
    let Some(before) = company.people.get(id).cloned() else { return };
    let pay = pay_on(company, &before, day);
    if pay != before.pay {
        settle(company, second(at), &before, Person { pay, ..before.clone() });
    }
}

/// What v1 shows on a day: what is in force then or, before the first, what will be.
fn pay_on(company: &Company, person: &Person, day: Date) -> Pay {
    let base = |wanted: PayKind| {
        let kind = |it: &Compensation| company.compensation_types.get(it.of_type).map(|it| it.kind);
        let mut rows: Vec<&Compensation> =
            company.compensations.of(person.id).filter(|it| kind(it) == Some(wanted)).collect();
        rows.sort_by_key(|it| it.from);
        let begun = rows.iter().rposition(|it| it.from <= day);
        rows.get(begun.unwrap_or(0)).copied()
    };
    let (fixed, hourly) = (base(PayKind::Fixed), base(PayKind::Hourly));
    let currency = fixed.or(hourly).map_or(&person.pay.currency, |it| &it.currency);
    Pay {
        fix: fixed.map_or(0, |it| it.value),
        interval: fixed.and_then(|it| it.interval).map(|it| it.as_str().to_ascii_lowercase().into()),
        hourly: hourly.map_or(0, |it| it.value),
        currency: currency.clone(),
    }
}

/// What a person gets in a window, by number: everything that is in force on one of its days.
///
/// Nothing is prorated and leave makes no difference (facts §9.5 [O], [Q]); what is worth nothing counts as nothing [Q].
pub(crate) fn in_force<'a>(
    company: &'a Company,
    person: &'a Person,
    window: Window,
) -> Vec<&'a Compensation> {
    let all: Vec<&Compensation> = company.compensations.of(person.id).collect();
    let next = |row: &Compensation| {
        let later =
            all.iter().filter(|it| it.of_type == row.of_type && (it.from, it.id) > (row.from, row.id));
        later.map(|it| it.from).min()
    };
    let is_in_force = |row: &&Compensation| {
        let once = kind(company, row).is_none_or(PayKind::is_paid_once);
        if row.value == 0 || row.from > window.to {
            return false;
        }
        if once {
            return window.from <= row.from;
        }
        let until = next(row).map_or(Date::MAX, |it| it.saturating_sub(1.day()));
        let from = row.from.max(window.from);
        let until = until.min(window.to);
        from <= until && person.employments.iter().any(|it| is_employed(it, from, until))
    };
    all.iter().copied().filter(is_in_force).collect()
}

/// The kind of a compensation.
pub(crate) fn kind(company: &Company, row: &Compensation) -> Option<PayKind> {
    company.compensation_types.get(row.of_type).map(|it| it.kind)
}

/// The legal entity that pays a person in a window: that of their newest employment then.
pub(crate) fn payer(person: &Person, window: Window) -> Option<u32> {
    let then = person.employments.iter().find(|it| is_employed(it, window.from, window.to));
    then.unwrap_or(person.current()).legal_entity
}

/// Whether an employment has one of these days.
pub(crate) fn is_employed(employment: &Employment, from: Date, to: Date) -> bool {
    employment.start.is_none_or(|it| it <= to)
        && employment.termination.as_ref().is_none_or(|it| from <= it.date)
}
