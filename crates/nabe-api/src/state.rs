//! What every handler sees.

use std::sync::Arc;

use ipnet::IpNet;
use nabe_core::Core;

use crate::limits::{Failures, KeyLimits};
use crate::meters::Meters;

/// Settings of the HTTP surface.
#[derive(Clone, Debug)]
pub struct ApiSettings {
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Requests a minute that one key may make; `None` for any number.
    pub requests_per_minute: Option<u32>,
    /// The largest body that is read, in bytes.
    pub body_limit: usize,
}

/// The state of the API. Cheap to clone: every request does so several times.
#[derive(Clone)]
pub struct Api(Arc<Parts>);

/// What every handler may use.
pub struct Parts {
    pub(crate) core: Core,
    pub(crate) settings: ApiSettings,
    pub(crate) limits: KeyLimits,
    pub(crate) failures: Failures,
    pub(crate) meters: Meters,
}

impl std::ops::Deref for Api {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Api {
    /// An API over these use cases.
    pub fn new(core: Core, settings: ApiSettings) -> Self {
        let limits = KeyLimits::new(settings.requests_per_minute);
        Self(Arc::new(Parts { core, settings, limits, failures: Failures::new(), meters: Meters::default() }))
    }
}
