//! Copies and other names.

use super::Draft;
use crate::cluster::setting::{Item, in_partition, named_model, new_name};
use crate::cluster::{
    Cluster, Field, Named, Object, Permission, Phone, Table, Wrong, name_in_partition,
};
use crate::gather::Gather;
use crate::id::{Id, PartitionId};
use std::sync::Arc;

impl Draft<'_> {
    pub(super) fn copy(&mut self, object: &Object, name: &str) {
        let may = self.has_name(object, "copied");
        let Some(item) = self.existing(object).filter(|_| may) else { return };
        let copy = object.renamed(name);
        if !self.is_free(&copy) {
            return;
        }
        match under_name(&self.c, item, name) {
            Ok(mut item) => {
                if let Item::Phone(Phone { device_name, .. }) = &mut item {
                    // Two devices cannot have one name in the database.
                    *device_name = None;
                }
                let c = Arc::make_mut(&mut self.c);
                item.add(c);
                if let Object::PresenceGroup(original) = object {
                    copy_permissions_toward(c, original, name);
                }
            }
            Err(wrong) => self.wrong(&copy, Field::Whole, wrong),
        }
    }
}

/// What others may see of the copy is what they may see of the original; what the copy may see was
/// copied with it.
fn copy_permissions_toward(c: &mut Cluster, original: &str, copy: &str) {
    let groups = &mut c.presence_groups;
    let (Some(original), Some(copy)) = (groups.id_of(original), groups.id_of(copy)) else { return };
    let toward: Vec<(_, Permission)> = groups
        .iter()
        .filter_map(|(id, group)| Some((id, *group.relationships.get(&original)?)))
        .gather();
    for (id, permission) in toward {
        if let Some(group) = groups.get_mut(id) {
            group.relationships.insert(copy, permission);
        }
    }
}

/// The same item under another name: for a number or pattern, perhaps in another partition.
pub(super) fn under_name(c: &Cluster, item: Item, name: &str) -> Result<Item, Wrong> {
    Ok(match item {
        Item::DirectoryNumber(mut dn) => {
            (dn.name, dn.number, dn.partition) = in_partition(c, name)?;
            Item::DirectoryNumber(dn)
        }
        Item::RoutePattern(mut own) => {
            (own.name, own.pattern, own.partition) = in_partition(c, name)?;
            Item::RoutePattern(own)
        }
        Item::SipRoutePattern(mut own) => {
            (own.name, own.pattern, own.partition) = in_partition(c, name)?;
            Item::SipRoutePattern(own)
        }
        Item::HuntPilot(mut own) => {
            (own.name, own.pattern, own.partition) = in_partition(c, name)?;
            Item::HuntPilot(own)
        }
        Item::Model(_, support) => Item::Model(named_model(name)?, support),
        mut other => {
            if let Some(place) = new_name(&mut other) {
                name.clone_into(place);
            }
            other
        }
    })
}

/// A partition with another name takes the names of everything in it along.
pub(super) fn follow_partition(c: &mut Cluster, renamed: &Object, name: &str) {
    let Object::Partition(_) = renamed else { return };
    let Some(id) = c.partitions.id_of(name) else { return };
    let label = |number: &str| name_in_partition(number, Some(name));
    let here = |partition: Option<PartitionId>| partition == Some(id);
    follow(&mut c.directory_numbers, |dn| {
        here(dn.partition).then(|| dn.name = label(&dn.number)).is_some()
    });
    follow(&mut c.route_patterns, |own| {
        here(own.partition).then(|| own.name = label(&own.pattern)).is_some()
    });
    follow(&mut c.sip_route_patterns, |own| {
        here(own.partition).then(|| own.name = label(&own.pattern)).is_some()
    });
    follow(&mut c.hunt_pilots, |own| {
        here(own.partition).then(|| own.name = label(&own.pattern)).is_some()
    });
}

/// Renames those of a table that want another name.
fn follow<I: Id, T: Named + Clone>(table: &mut Table<I, T>, rename: impl Fn(&mut T) -> bool) {
    let mut renamed = Vec::new();
    for (id, item) in table.iter() {
        let mut item = item.clone();
        if rename(&mut item) {
            renamed.push((id, item));
        }
    }
    for (id, item) in renamed {
        table.replace(id, item);
    }
}
