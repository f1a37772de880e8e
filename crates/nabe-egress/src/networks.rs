//! Which addresses are public.
//!
//! Must not know how names become addresses.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

/// Networks that no public host lives in (IANA special-purpose registries).
const SPECIAL: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/127",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
];

/// The networks that may be called.
#[derive(Debug)]
pub(crate) struct Networks {
    special: Vec<IpNet>,
    allowed: Vec<IpNet>,
}

impl Networks {
    /// Every public network, and `allowed`.
    pub(crate) fn new(allowed: Vec<IpNet>) -> Self {
        let special = SPECIAL.iter().map(|it| it.parse().expect("the list is tested")).collect();
        Self { special, allowed }
    }

    /// Whether this address may be called.
    pub(crate) fn permit(&self, address: IpAddr) -> bool {
        let address = plain(address);
        let within = |nets: &[IpNet]| nets.iter().any(|it| it.contains(&address));
        within(&self.allowed) || !within(&self.special)
    }
}

/// An IPv4 address that is wrapped in an IPv6 one is judged as what it is.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped().or_else(|| translated(v6)) {
            Some(v4) => IpAddr::V4(v4),
            None => address,
        },
    }
}

/// The address inside `64:ff9b::/96`, by which IPv6-only networks reach IPv4 hosts.
fn translated(address: Ipv6Addr) -> Option<std::net::Ipv4Addr> {
    let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() else { return None };
    let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
    Some(std::net::Ipv4Addr::new(a, b, c, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permits(allowed: &[&str], address: &str) -> bool {
        let allowed = allowed.iter().map(|it| it.parse().unwrap()).collect();
        Networks::new(allowed).permit(address.parse().unwrap())
    }

    #[test]
    fn private_networks_are_refused_in_every_disguise() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "169.254.169.254",
            "192.168.1.1",
            "0.0.0.0",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "100.64.0.1",
            "255.255.255.255",
        ] {
            assert!(!permits(&[], address), "{address}");
        }
    }

    #[test]
    fn public_and_named_networks_are_permitted() {
        assert!(permits(&[], "1.1.1.1"));
        assert!(permits(&[], "2606:4700::1111"));
        assert!(permits(&["127.0.0.0/8"], "127.0.0.1"));
        assert!(!permits(&["127.0.0.0/8"], "10.0.0.1"));
    }
}
