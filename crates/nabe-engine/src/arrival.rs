//! What has arrived of an answer when it is classified: all of it, or the beginning of a file.
//!
//! Must not know what is done about it.

use nabe_connector::Answer;
use nabe_egress::{Egress, EgressError, Flowing, Inbound, Opened, Outbound};

/// What has arrived.
pub(crate) trait Arrival: Sized + Send {
    /// Sends a call and waits for it.
    fn send(egress: &Egress, call: Outbound) -> impl Future<Output = Result<Self, EgressError>> + Send;

    /// What it says so far.
    fn answer(&self) -> Answer<'_>;
}

impl Arrival for Inbound {
    fn send(egress: &Egress, call: Outbound) -> impl Future<Output = Result<Self, EgressError>> + Send {
        egress.send(call)
    }

    fn answer(&self) -> Answer<'_> {
        Answer { status: self.status, headers: &self.headers, body: &self.body }
    }
}

impl Arrival for Opened {
    fn send(egress: &Egress, call: Outbound) -> impl Future<Output = Result<Self, EgressError>> + Send {
        egress.open(call)
    }

    fn answer(&self) -> Answer<'_> {
        match self {
            Self::Flowing(Flowing { status, headers, flow }) => {
                Answer { status: *status, headers, body: flow.first() }
            }
            Self::Whole(inbound) => inbound.answer(),
        }
    }
}
