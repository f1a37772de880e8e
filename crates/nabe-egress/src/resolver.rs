//! Names become addresses, and addresses that may not be called are left out.
//!
//! The check stands here and not before the call, so that a name can't change its address in between.

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::networks::Networks;

/// Says that a name has addresses, and none that may be called.
#[derive(Debug, thiserror::Error)]
#[error("every address of `{0}` is in a private network")]
pub(crate) struct PrivateOnly(String);

/// A resolver that knows which networks may be called.
pub(crate) struct Guarded(pub(crate) Arc<Networks>);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let networks = Arc::clone(&self.0);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let permitted: Vec<SocketAddr> =
                found.into_iter().filter(|it| networks.permit(it.ip())).collect();
            if permitted.is_empty() {
                return Err(PrivateOnly(name.as_str().to_owned()).into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}
