//! Names become addresses, and addresses that may not be called are left out.
//!
//! The check stands here and not before the call, so that a name can't change its address in between.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use crate::networks::Networks;

/// Says that a name has addresses, and none that may be called.
#[derive(Debug, thiserror::Error)]
#[error("every address of `{0}` is in a private network")]
pub(crate) struct PrivateOnly(String);

/// Why a name has no address.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A resolver that knows which networks may be called.
#[derive(Clone, Debug)]
pub(crate) struct Guarded(pub(crate) Arc<Networks>);

impl Service<Name> for Guarded {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Failed>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failed>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let networks = Arc::clone(&self.0);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let permitted: Vec<SocketAddr> = found.filter(|it| networks.permit(it.ip())).collect();
            if permitted.is_empty() {
                return Err(PrivateOnly(name.as_str().to_owned()).into());
            }
            Ok(permitted.into_iter())
        })
    }
}
