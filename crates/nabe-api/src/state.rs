//! What every handler sees.

use std::sync::Arc;

use ipnet::IpNet;
use nabe_core::Core;

use crate::limits::{Failures, KeyLimits};

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

/// The state of the API.
#[derive(Clone)]
pub struct Api {
    pub(crate) core: Core,
    pub(crate) settings: Arc<ApiSettings>,
    pub(crate) limits: Arc<KeyLimits>,
    pub(crate) failures: Arc<Failures>,
}

impl Api {
    /// An API over these use cases.
    pub fn new(core: Core, settings: ApiSettings) -> Self {
        let limits = Arc::new(KeyLimits::new(settings.requests_per_minute));
        Self { core, settings: Arc::new(settings), limits, failures: Arc::new(Failures::new()) }
    }
}
