//! Ways out of the cluster: route groups, route lists and the patterns that lead to them (ROUTE-1).

use super::Named;
use crate::id::{PartitionId, RouteGroupId, RouteListId, TrunkId};

/// In which order the trunks of a route group are tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Distribution {
    /// From the first member down, for each request anew.
    #[default]
    TopDown,
    /// Beginning after the member that was tried first for the request before.
    Circular,
}

/// Trunks that lead to the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteGroup {
    /// Its name.
    pub name: String,
    /// The order of trying.
    pub distribution: Distribution,
    /// Its trunks; those that are no SIP trunks are skipped for presence.
    pub members: Vec<TrunkId>,
}

/// Route groups in the order of trying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteList {
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Its route groups, first tried first.
    pub groups: Vec<RouteGroupId>,
}

/// Where a pattern leads: the *route* of R-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// One trunk.
    Trunk(TrunkId),
    /// A route group.
    Group(RouteGroupId),
    /// A route list.
    List(RouteListId),
}

/// A route pattern: numbers that are outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutePattern {
    /// `9.XXXX in Internal`, or `9.XXXX` in the null partition: how files and explanations name it.
    pub name: String,
    /// The pattern alone.
    pub pattern: String,
    /// The partition; none is the null partition.
    pub partition: Option<PartitionId>,
    /// Where it leads.
    pub route: Route,
}

/// A SIP route pattern: SIP URIs that are outside (CSS-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SipRoutePattern {
    /// `example.com in Internal`, or `*.example.com` in the null partition.
    pub name: String,
    /// A domain, a wildcard domain (`*.example.com`) or an IP address.
    pub pattern: String,
    /// The partition; none is the null partition.
    pub partition: Option<PartitionId>,
    /// Where it leads.
    pub route: Route,
}

/// The name of a number or pattern in a partition: `1111 in Executives`, or `1111` alone.
pub fn name_in_partition(number: &str, partition: Option<&str>) -> String {
    match partition {
        Some(partition) => format!("{number} in {partition}"),
        None => number.to_owned(),
    }
}

impl Named for RouteGroup {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for RouteList {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for RoutePattern {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for SipRoutePattern {
    fn name(&self) -> &str {
        &self.name
    }
}
