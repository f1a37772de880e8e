//! What is to be sent to webhooks: new events, what is asked for, what failed and is tried again.

use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use uuid::Uuid;

use super::schedule::{self, Retries};
use crate::clock::second;
use crate::model::company::{Company, fresh_uuid};
use crate::model::event::Event;
use crate::model::text::Text;
use crate::model::webhook::{Delivery, DeliveryRequest, Outcome, Pending, Reply, Webhook};

/// The most events that one call sends again, and all calls of an hour (published page of the route [O]).
const MOST_AT_ONCE: usize = 100;
const MOST_AN_HOUR: usize = 500;

/// How events are told where no source tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sending {
    pub(crate) retries: Retries,
    /// Whether everything is delivered twice.
    pub(crate) twice: bool,
}

/// Which request was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) delivery: Uuid,
    pub(crate) cycle: u32,
    pub(crate) attempt: u32,
    pub(crate) url: Text,
    pub(crate) secret_headers: Vec<Text>,
    pub(crate) started_at: Timestamp,
}

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Result {
    Answered(Reply),
    /// Nothing came within the limit.
    TimedOut(Reply),
    /// The receiver can't be reached, or broke off.
    Unreachable(Reply),
    /// It may not be made at all.
    Forbidden(Reply),
}

/// Takes up the events from number `first` on: each webhook gets those that it wants.
///
/// Those that a disabled webhook wants are noted if `noted`, so that they can be sent later on demand.
pub(crate) fn take_up(company: &mut Company, first: u32, now: Timestamp, noted: bool) {
    if company.webhooks.len() == 0 {
        return;
    }
    let events = company.events.after(first.saturating_sub(1)).to_vec();
    for event in &events {
        let wants = |it: &&Webhook| (it.enabled || noted) && it.events.contains(&event.name);
        let wanting: Vec<u32> = company.webhooks.rows().iter().filter(wants).map(|it| it.id).collect();
        for webhook in wanting {
            let number = add(company, webhook, event);
            if company.webhooks.get(webhook).is_some_and(|it| it.enabled) {
                enqueue(company, number, now, false);
            }
        }
    }
}

/// Sends an event to one webhook that only a call asks for; gives its uuid.
pub(crate) fn send(company: &mut Company, webhook: u32, name: Text, payload: Value, now: Timestamp) -> Uuid {
    let event = Event { id: 0, uuid: fresh_uuid(), name, occurred_at: second(now), payload };
    let number = add(company, webhook, &event);
    enqueue(company, number, now, true);
    event.uuid
}

fn add(company: &mut Company, webhook: u32, event: &Event) -> u32 {
    let id = company.webhook_deliveries.next_number();
    let Event { uuid: event, name, occurred_at, payload, .. } = event.clone();
    company.webhook_deliveries.insert(Delivery {
        id,
        uuid: fresh_uuid(),
        webhook,
        event,
        name,
        occurred_at,
        payload,
        outcome: Outcome::Unsent,
        cycle: 0,
        requests: 0,
    });
    id
}

fn enqueue(company: &mut Company, number: u32, now: Timestamp, regardless: bool) {
    let Some(delivery) = company.webhook_deliveries.get_mut(number) else { return };
    let Some(webhook) = company.webhooks.get(delivery.webhook) else { return };
    delivery.cycle += 1;
    delivery.outcome = Outcome::Waiting;
    company.webhook_pending.insert(Pending {
        id: number,
        webhook: webhook.id,
        cycle: delivery.cycle,
        due: now,
        sent: 0,
        auth: webhook.auth.clone(),
        regardless,
        again: false,
    });
}

/// Sends a delivery again from the start.
pub(crate) fn redeliver(company: &mut Company, number: u32, now: Timestamp) {
    enqueue(company, number, now, true);
}

/// That more was asked for than an hour allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// Sends the events again that are wanted, the oldest first; gives their uuids.
pub(crate) fn redeliver_all(
    company: &mut Company,
    webhook: u32,
    now: Timestamp,
    limited: bool,
    wanted: impl Fn(&Delivery) -> bool,
) -> std::result::Result<Vec<Uuid>, TooMany> {
    let own = company.webhook_deliveries.rows().iter().filter(|it| it.webhook == webhook && wanted(it));
    let found: Vec<(u32, Uuid)> = own.take(MOST_AT_ONCE).map(|it| (it.id, it.event)).collect();
    let Some(row) = company.webhooks.get_mut(webhook) else { return Ok(Vec::new()) };
    let hour_ago = now.checked_sub(1.hour()).unwrap_or(now);
    row.redelivered.retain(|(at, _)| *at > hour_ago);
    let before: usize = row.redelivered.iter().map(|(_, count)| count).sum();
    if limited && before + found.len() > MOST_AN_HOUR {
        return Err(TooMany);
    }
    if !found.is_empty() {
        row.redelivered.push((now, found.len()));
    }
    for (number, _) in &found {
        redeliver(company, *number, now);
    }
    Ok(found.into_iter().map(|(_, event)| event).collect())
}

/// What waits for a webhook and is due, in the order in which it happened.
pub(crate) fn due<'a>(
    company: &'a Company,
    webhook: &'a Webhook,
    now: Timestamp,
) -> impl Iterator<Item = &'a Pending> {
    company
        .webhook_pending
        .rows()
        .iter()
        .filter(move |it| it.webhook == webhook.id && it.due <= now && (webhook.enabled || it.regardless))
}

/// The webhooks for which something is due, and when something will be next.
pub(crate) fn agenda(company: &Company, now: Timestamp) -> (Vec<Uuid>, Option<Timestamp>) {
    let (mut ready, mut next): (Vec<Uuid>, Option<Timestamp>) = (Vec::new(), None);
    for pending in company.webhook_pending.rows() {
        let Some(webhook) = company.webhooks.get(pending.webhook) else { continue };
        if !webhook.enabled && !pending.regardless {
            continue;
        }
        if pending.due > now {
            next = Some(next.map_or(pending.due, |it| it.min(pending.due)));
        } else if !ready.contains(&webhook.uuid) {
            ready.push(webhook.uuid);
        }
    }
    (ready, next)
}

/// Notes what became of a request, and whether another one follows.
pub(crate) fn settle(company: &mut Company, made: Made, result: Result, now: Timestamp, sending: Sending) {
    let Made { delivery, cycle, attempt, url, secret_headers, started_at } = made;
    // It may have gone meanwhile, with its webhook or with the whole company.
    let Some(number) = company.webhook_deliveries.by_uuid(delivery).map(|it| it.id) else { return };
    let again = match &result {
        Result::Answered(reply) => reply.status.is_some_and(|it| it >= 500 && it != 501),
        Result::TimedOut(_) => true,
        Result::Unreachable(_) => sending.retries.unreachable,
        Result::Forbidden(_) => false,
    };
    let (Result::Answered(reply)
    | Result::TimedOut(reply)
    | Result::Unreachable(reply)
    | Result::Forbidden(reply)) = result;
    let is_delivered = reply.is_delivered();
    let Some(row) = company.webhook_deliveries.get_mut(number) else { return };
    row.requests += 1;
    company.webhook_requests.insert(DeliveryRequest {
        id: company.webhook_requests.next_number(),
        uuid: fresh_uuid(),
        webhook: row.webhook,
        delivery: number,
        event: row.event,
        name: row.name.clone(),
        url,
        attempt,
        secret_headers,
        reply,
        started_at: second(started_at),
        completed_at: second(now),
    });
    let Some(pending) = company.webhook_pending.get_mut(number).filter(|it| it.cycle == cycle) else {
        return;
    };
    pending.sent += 1;
    let next = if pending.again {
        None
    } else if is_delivered {
        row.outcome = Outcome::Delivered;
        pending.again = true;
        sending.twice.then_some(now)
    } else if again {
        schedule::next(pending.sent, now, sending.retries)
    } else {
        None
    };
    if let Some(due) = next {
        pending.due = due;
        return;
    }
    if row.outcome == Outcome::Waiting {
        row.outcome = Outcome::Failed;
    }
    company.webhook_pending.remove(number);
}

/// Gives up what is still to be sent to a webhook, but for what a call asked for.
pub(super) fn drop_all(company: &mut Company, webhook: u32) {
    let gone = |it: &Pending| it.webhook == webhook && !it.regardless;
    let numbers: Vec<u32> =
        company.webhook_pending.rows().iter().filter(|it| gone(it)).map(|it| it.id).collect();
    for number in numbers {
        if let Some(delivery) = company.webhook_deliveries.get_mut(number)
            && delivery.outcome == Outcome::Waiting
        {
            delivery.outcome = Outcome::Dropped;
        }
    }
    company.webhook_pending.retain(|it| !gone(it));
}

/// Forgets what is older than this and not still to be sent.
pub(crate) fn forget(company: &mut Company, oldest: Timestamp) {
    let pending = &company.webhook_pending;
    company.webhook_deliveries.retain(|it| it.occurred_at >= oldest || pending.get(it.id).is_some());
    company.webhook_requests.retain(|it| it.completed_at >= oldest);
}
