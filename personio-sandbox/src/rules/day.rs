//! What a new day brings.

use jiff::{Timestamp, ToSpan};

use super::pay;
use super::people::lives;
use super::{recruiting, webhooks};
use crate::model::company::Company;

/// How long events are kept, in hours (facts §11.1 [O]: 30 days).
const KEPT_HOURS: i64 = 30 * 24;

/// The oldest moment of which events and deliveries are still told.
pub(crate) fn oldest(now: Timestamp) -> Timestamp {
    now.checked_sub(KEPT_HOURS.hours()).unwrap_or(Timestamp::MIN)
}

/// Lets everything take effect that became due until `now`.
pub(crate) fn advance(company: &mut Company, now: Timestamp) {
    let today = company.day_of(now);
    if today <= company.profile.day {
        return;
    }
    // First, so that what happened on the way stays to be told until the next day.
    forget_events(company, now);
    lives::pass(company, today);
    pay::pass(company, today);
    recruiting::forget_refused(company, now);
    company.profile.day = today;
}

fn forget_events(company: &mut Company, now: Timestamp) {
    let oldest = oldest(now);
    company.events.retain(|it| it.occurred_at >= oldest);
    webhooks::queue::forget(company, oldest);
}
