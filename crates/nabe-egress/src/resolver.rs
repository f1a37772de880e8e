//! Names become addresses, and addresses that may not be called are left out.
//!
//! The check stands here and not before the call, so that a name can't change its address in between.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
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
            let found: Vec<SocketAddr> = if is_local(name.as_str()) {
                vec![at(Ipv4Addr::LOCALHOST.into()), at(Ipv6Addr::LOCALHOST.into())]
            } else {
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect()
            };
            let permitted: Vec<SocketAddr> =
                found.into_iter().filter(|it| networks.permit(it.ip())).collect();
            if permitted.is_empty() {
                return Err(PrivateOnly(name.as_str().to_owned()).into());
            }
            Ok(permitted.into_iter())
        })
    }
}

fn at(ip: IpAddr) -> SocketAddr {
    SocketAddr::new(ip, 0)
}

/// Whether a name is this machine by definition (RFC 6761, section 6.3): not every system's resolver knows it.
fn is_local(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn names_below_localhost_are_this_machine() {
        for name in ["acme.jobs.localhost", "a.LOCALHOST", "a.localhost."] {
            assert!(is_local(name), "{name}");
        }
        for name in ["localhost.example", "alocalhost", "example.com", ""] {
            assert!(!is_local(name), "{name}");
        }
    }
}
