//! What a new day brings.

use jiff::{Timestamp, ToSpan};

use super::people::lives;
use super::recruiting;
use crate::model::company::Company;

/// How long events are kept, in hours (facts §11.1 [O]: 30 days).
const KEPT_HOURS: i64 = 30 * 24;

/// Lets everything take effect that became due until `now`.
pub(crate) fn advance(company: &mut Company, now: Timestamp) {
    let today = company.day_of(now);
    if today <= company.profile.day {
        return;
    }
    // First, so that what happened on the way stays to be told until the next day.
    forget_events(company, now);
    lives::pass(company, today);
    recruiting::forget_refused(company, now);
    company.profile.day = today;
}

fn forget_events(company: &mut Company, now: Timestamp) {
    let Ok(oldest) = now.checked_sub(KEPT_HOURS.hours()) else { return };
    let old: Vec<u32> =
        company.events.rows().iter().take_while(|it| it.occurred_at < oldest).map(|it| it.id).collect();
    for id in old {
        company.events.remove(id);
    }
}
