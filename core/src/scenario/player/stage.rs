//! What a run stands on at a moment: the world, and the configurations that act in it.

use crate::cluster::Cluster;
use crate::id::{ClusterId, DnId, PhoneId};
use crate::presence::RouteIndex;
use crate::scenario::model::Scenario;
use crate::site::Site;
use crate::world::World;
use std::sync::Arc;

/// The world and the active configurations.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct Stage<'a> {
    pub(in crate::scenario) world: &'a World,
    /// The site as it acts now.
    pub(in crate::scenario) site: &'a Site,
    /// The route index of each cluster, by [`ClusterId`].
    pub(in crate::scenario) indexes: &'a [Arc<RouteIndex>],
    pub(in crate::scenario) scenario: &'a Scenario,
}

impl<'a> Stage<'a> {
    /// The cluster of a phone, with its route index.
    pub(in crate::scenario) fn of_phone(
        &self,
        phone: PhoneId,
    ) -> Option<(&'a Cluster, &'a RouteIndex)> {
        let id = self.site.cluster_of(phone)?;
        let index = self.indexes.get(id.index())?;
        Some((self.cluster(id)?, index))
    }

    /// A cluster as it acts now.
    pub(in crate::scenario) fn cluster(&self, id: ClusterId) -> Option<&'a Cluster> {
        self.site.cluster(id).map(|cluster| &**cluster)
    }

    /// The cluster of a directory number.
    pub(in crate::scenario) fn of_number(&self, dn: DnId) -> Option<&'a Cluster> {
        self.site.each_cluster().find(|cluster| cluster.directory_numbers.get(dn).is_some())
    }
}
