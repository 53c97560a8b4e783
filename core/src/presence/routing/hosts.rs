//! SIP route patterns: which way a SIP URI goes by its host (CSS-6, R-10).

use super::scope::Partitions;
use crate::cluster::Cluster;
use crate::id::{PartitionId, SipRoutePatternId};
use crate::order;
use core::cmp::Ordering;

/// One SIP route pattern, without the `*.` of a wildcard domain.
#[derive(Clone, Debug)]
struct HostPattern {
    host: Box<str>,
    partition: Option<PartitionId>,
    id: SipRoutePatternId,
}

/// The SIP route patterns of a cluster, and the hosts that are the cluster itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Hosts {
    own: Vec<Box<str>>,
    /// Hosts and addresses, sorted by host, then partition, then age.
    exact: Vec<HostPattern>,
    /// Wildcard domains, sorted likewise. `*` alone is the shortest of all.
    wild: Vec<HostPattern>,
}

impl Hosts {
    pub(super) fn new(c: &Cluster) -> Self {
        let servers = c.servers.iter().map(|(_, server)| server.name.as_str());
        let mut hosts = Hosts::default();
        hosts.own.extend(servers.chain([c.name.as_str()]).map(Box::from));
        for (id, sip) in c.sip_route_patterns.iter() {
            let text = sip.pattern.as_str();
            let wild = text.strip_prefix("*.").or_else(|| text.strip_prefix('*'));
            let bare = text.trim_start_matches('[').trim_end_matches(']');
            let host = wild.unwrap_or(bare).to_ascii_lowercase().into();
            let list = if wild.is_some() { &mut hosts.wild } else { &mut hosts.exact };
            list.push(HostPattern { host, partition: sip.partition, id });
        }
        for list in [&mut hosts.exact, &mut hosts.wild] {
            order::sort_by(list, |a, b| {
                (&a.host, a.partition, a.id).cmp(&(&b.host, b.partition, b.id))
            });
        }
        hosts
    }

    pub(super) fn add_own(&mut self, host: &str) {
        self.own.push(host.into());
    }

    /// Whether a host is the cluster itself.
    pub(super) fn is_own(&self, host: &str) -> bool {
        self.own.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// The pattern that wins over the partitions in their order: the exact host before a wildcard
    /// domain, a longer domain before a shorter one, then the earlier partition.
    pub(super) fn search(
        &self,
        partitions: &Partitions<'_>,
        host: &str,
    ) -> Option<SipRoutePatternId> {
        let first = |list: &[HostPattern], text: &str| {
            let alike = alike(list, text);
            if alike.is_empty() {
                return None;
            }
            let mut found = None;
            partitions(&mut |partition| {
                let here = || alike.iter().find(|e| e.partition == partition).map(|e| e.id);
                found = found.take().or_else(here);
            });
            found
        };
        if let Some(id) = first(&self.exact, host) {
            return Some(id);
        }
        if self.wild.is_empty() || is_address(host) {
            return None;
        }
        let mut rest = host;
        while let Some((_, domain)) = rest.split_once('.') {
            if let Some(id) = first(&self.wild, domain) {
                return Some(id);
            }
            rest = domain;
        }
        first(&self.wild, "")
    }

    /// Whether two patterns are one text, so that only their order decides.
    pub(super) fn equally_close(&self, a: SipRoutePatternId, b: SipRoutePatternId) -> bool {
        let place = |id| {
            let at =
                |list: &[HostPattern]| list.iter().find(|e| e.id == id).map(|e| e.host.clone());
            (at(&self.exact), at(&self.wild))
        };
        place(a) == place(b)
    }
}

/// Whether a host is an IP address, which stands in no domain.
fn is_address(host: &str) -> bool {
    host.contains(':') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// The patterns with this very host, whatever its case.
fn alike<'a>(list: &'a [HostPattern], host: &str) -> &'a [HostPattern] {
    let compare =
        |e: &HostPattern| e.host.bytes().cmp(host.bytes().map(|b| b.to_ascii_lowercase()));
    let first = list.partition_point(|e| compare(e) == Ordering::Less);
    let rest = list.get(first..).unwrap_or_default();
    let count = rest.partition_point(|e| compare(e) == Ordering::Equal);
    rest.get(..count).unwrap_or_default()
}
