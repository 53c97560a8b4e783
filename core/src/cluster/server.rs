//! The servers of a cluster and the services on them.

use super::Named;
use crate::sorted::SortedSet;

/// A service that can be activated on a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Calls, registrations and presence: the parameters of presence belong to it (ADMIN-1).
    CallManager,
    /// Log-in and log-out of users on phones (EM-1).
    ExtensionMobility,
    /// Files for phones. Presence asks nothing of it.
    Tftp,
}

impl Service {
    /// All services with the names that files and menus give them.
    pub const ALL: [(&'static str, Service); 3] = [
        ("CallManager", Service::CallManager),
        ("Extension Mobility", Service::ExtensionMobility),
        ("TFTP", Service::Tftp),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or("", |(name, _)| name)
    }
}

/// A server of the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// The services that are active on it (ADMIN-12).
    pub services: SortedSet<Service>,
}

impl Server {
    /// A server with every service active.
    pub fn new(name: &str) -> Self {
        let services = Service::ALL.iter().map(|(_, service)| *service).collect();
        Server { name: name.to_owned(), description: String::new(), services }
    }
}

impl Named for Server {
    fn name(&self) -> &str {
        &self.name
    }
}
