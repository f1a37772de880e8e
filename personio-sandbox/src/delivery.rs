//! Sends events to webhooks: one task that looks what is due, and a lane for each webhook, so that a slow receiver
//! holds up nobody else.
//!
//! What is due, and when it is tried again, is decided by [`crate::rules::webhooks`] and kept with the company: a
//! request that was made and not noted, because the process was killed, is made again.

pub(crate) mod form;
pub(crate) mod letter;
mod loopback;
mod post;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rand::seq::IteratorRandom;
use tokio::task::{AbortHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::letter::Letter;
use self::post::Sender;
use crate::rules::webhooks::queue::{self, Result, Sending};
use crate::rules::webhooks::schedule::Retries;
use crate::state::State;
use crate::switch::Switch;
use crate::tenant::Tenant;

/// How often it looks what is due when nothing rings: the clock may be moved from outside, and days begin.
const LOOK: Duration = Duration::from_secs(1);
/// How long it breathes before it looks again, as each request that is noted rings as well.
const BREATH: Duration = Duration::from_millis(5);
/// How long events gather before a lane shuffles them.
const GATHER: Duration = Duration::from_millis(200);
/// How many events are shuffled at most.
const SHUFFLED: usize = 256;

/// Sends what is due until it is stopped, then waits for the requests that are under way.
///
/// Where several listeners serve one state, one of them sends.
pub(crate) async fn run(state: Arc<State>, stopping: CancellationToken) {
    while !state.take_sending() {
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    let courier = Courier { state, sender: Sender::new(), stopping };
    let courier = Arc::new(courier);
    let mut lanes = JoinSet::new();
    let mut running: HashMap<(String, Uuid), AbortHandle> = HashMap::new();
    while !courier.stopping.is_cancelled() {
        running.retain(|_, lane| !lane.is_finished());
        let pause = courier.open_lanes(&mut lanes, &mut running);
        tokio::select! {
            () = courier.stopping.cancelled() => {}
            () = courier.state.events().notified() => {}
            Some(_) = lanes.join_next() => {}
            () = tokio::time::sleep(pause) => {}
        }
        tokio::time::sleep(BREATH).await;
    }
    while lanes.join_next().await.is_some() {}
    courier.state.end_sending();
}

/// Who sends.
struct Courier {
    state: Arc<State>,
    sender: Sender,
    stopping: CancellationToken,
}

impl Courier {
    /// Opens a lane for each webhook for which something is due; says how long until more is.
    fn open_lanes(
        self: &Arc<Self>,
        lanes: &mut JoinSet<()>,
        running: &mut HashMap<(String, Uuid), AbortHandle>,
    ) -> Duration {
        let (now, mut pause) = (self.state.clock().now(), LOOK);
        for tenant in self.state.companies() {
            if let Err(error) = self.state.advance(&tenant) {
                tracing::error!(%error, "what became due could not be kept");
            }
            let (ready, next) = queue::agenda(&tenant.company(), now);
            for webhook in ready {
                let key = (tenant.key().to_owned(), webhook);
                running.entry(key).or_insert_with(|| {
                    let lane = Arc::clone(self).lane(Arc::clone(&tenant), webhook);
                    lanes.spawn(lane)
                });
            }
            if let Some(next) = next.filter(|_| !self.state.clock().stands()) {
                let wait = next.duration_since(now).try_into().unwrap_or_default();
                pause = pause.min(wait).max(Duration::from_millis(1));
            }
        }
        pause
    }

    /// Sends what is due for one webhook, one request after the other.
    async fn lane(self: Arc<Self>, tenant: Arc<Tenant>, webhook: Uuid) {
        let shuffled = self.state.switches().is(Switch::WebhookOrder, "shuffled");
        if shuffled {
            tokio::time::sleep(GATHER).await;
        }
        while !self.stopping.is_cancelled() {
            let Some(letter) = self.next(&tenant, webhook, shuffled) else { return };
            let result = self.sender.post(&letter).await;
            if !self.settle(&tenant, letter, result) {
                return;
            }
        }
    }

    /// The next request for a webhook.
    fn next(&self, tenant: &Tenant, webhook: Uuid, shuffled: bool) -> Option<Letter> {
        let company = tenant.company();
        let now = self.state.clock().now();
        let webhook = company.webhooks.by_uuid(webhook)?;
        let mut due = queue::due(&company, webhook, now);
        let pending = if shuffled { due.take(SHUFFLED).choose(&mut rand::rng()) } else { due.next() }?;
        Letter::write(&self.state, &company, webhook, pending, now)
    }

    /// Notes what became of a request; whether that could be kept.
    fn settle(&self, tenant: &Arc<Tenant>, letter: Letter, result: Result) -> bool {
        if !self.state.companies().iter().any(|it| Arc::ptr_eq(it, tenant)) {
            return false;
        }
        let now = self.state.clock().now();
        let sending = self.sending();
        let settled = self.state.change(tenant, |company| {
            queue::settle(company, letter.made, result, now, sending);
        });
        if let Err(error) = &settled {
            tracing::error!(%error, "a delivery could not be kept");
        }
        settled.is_ok()
    }

    fn sending(&self) -> Sending {
        let switches = self.state.switches();
        Sending {
            retries: Retries {
                six_days: switches.is(Switch::WebhookRetrySpan, "6-days"),
                unreachable: switches.is(Switch::WebhookUnreachable, "retried"),
                speed: self.state.webhook_speed(),
            },
            twice: switches.is(Switch::WebhookDuplicates, "every"),
        }
    }
}
