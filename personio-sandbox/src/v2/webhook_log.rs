//! `/v2/webhooks/{id}/activity` and `/events`: what a webhook was told in the last 30 days, and what came back.
//!
//! The filters are those of the published pages [O]. The fields of a row are not published [?], nor is their order:
//! the oldest comes first.

use jiff::Timestamp;

use super::webhooks::find;
use crate::access::tokens::Grant;
use crate::delivery::form::Form;
use crate::model::webhook::DeliveryRequest;
use crate::rules::day::oldest;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const ACTIVITY: ListSpec =
    ListSpec::new(50, 100, &["completed_at.gte", "completed_at.lte", "event_name", "is_delivered"]);
const EVENTS: ListSpec = ListSpec::new(50, 100, &["occurred_at.gte", "occurred_at.lte", "event_name"]);

/// Lists the requests that were made, as they were completed.
pub(crate) fn activity(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &ACTIVITY)?;
    let span = Span::read(call, &page, "completed_at")?;
    let names = page.list("event_name");
    let delivered: Option<Vec<bool>> =
        page.values("is_delivered").map(|it| it.parse().ok()).collect::<Option<_>>();
    let delivered = delivered.ok_or_else(|| refusal::bad_value(call))?;
    let company = call.company();
    let webhook = find(call, &company)?.id;
    let after = u32::try_from(page.after()).unwrap_or(u32::MAX);
    let has = |it: &&DeliveryRequest| {
        it.webhook == webhook
            && span.includes(it.completed_at)
            && names.as_ref().is_none_or(|all| all.contains(&&*it.name))
            && delivered.iter().all(|wanted| *wanted == it.reply.is_delivered())
    };
    let rows = company.webhook_requests.after(after).iter().filter(has).map(|it| (u64::from(it.id), it));
    Ok(page.answer(call, rows, request))
}

/// Lists the events that were sent or will be, in the order in which they came.
pub(crate) fn events(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &EVENTS)?;
    let span = Span::read(call, &page, "occurred_at")?;
    let names = page.list("event_name");
    let company = call.company();
    let webhook = find(call, &company)?.id;
    let after = u32::try_from(page.after()).unwrap_or(u32::MAX);
    let form = Form::of(call.state.switches());
    let own = company.webhook_deliveries.after(after).iter().filter(|it| it.webhook == webhook);
    let rows = own
        .filter(|it| span.includes(it.occurred_at))
        .filter(|it| names.as_ref().is_none_or(|all| all.contains(&&*it.name)));
    Ok(page.answer(call, rows.map(|it| (u64::from(it.id), it)), |json, it| {
        let mut body = Object::open(json);
        body.key("id").uuid(it.event);
        form.write(&mut body, &company, it);
        body.close();
    }))
}

/// From when to when rows are wanted, never further back than 30 days.
pub(super) struct Span {
    from: Timestamp,
    to: Timestamp,
}

impl Span {
    /// The span between these moments.
    pub(super) fn new(now: Timestamp, from: Option<Timestamp>, to: Option<Timestamp>) -> Self {
        let oldest = oldest(now);
        Self { from: from.map_or(oldest, |it| it.max(oldest)), to: to.unwrap_or(Timestamp::MAX) }
    }

    /// The span that a list is filtered by.
    fn read(call: &Call<'_>, page: &Page, name: &str) -> Result<Self, Answer> {
        let from = page.times(call, &format!("{name}.gte"))?.into_iter().max();
        let to = page.times(call, &format!("{name}.lte"))?.into_iter().min();
        Ok(Self::new(call.now(), from, to))
    }

    /// Whether a moment is in it.
    pub(super) fn includes(&self, at: Timestamp) -> bool {
        (self.from..=self.to).contains(&at)
    }
}

fn request(json: &mut Json, it: &DeliveryRequest) {
    let mut body = Object::open(json);
    body.key("id").uuid(it.uuid);
    body.key("event_id").uuid(it.event);
    body.text("event_name", Some(&it.name)).text("url", Some(&it.url));
    body.key("attempt").value(&it.attempt);
    body.key("response_status").value(&it.reply.status);
    body.key("is_delivered").value(&it.reply.is_delivered());
    body.text("error", it.reply.error.as_deref());
    body.key("started_at").utc(it.started_at);
    body.key("completed_at").utc(it.completed_at);
    body.close();
}
