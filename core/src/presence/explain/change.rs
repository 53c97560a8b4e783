//! New values for settings, tried in place and taken back.

use crate::cluster::{Button, Cluster, Parameters, Permission};
use crate::id::{CssId, DnId, GroupId, PartitionId, PhoneId, TemplateId};
use core::mem::swap;
use std::collections::BTreeMap;

/// A value for one setting of a cluster.
pub(super) enum Change {
    Partitions(CssId, Vec<PartitionId>),
    SubscribeCss(PhoneId, Option<CssId>),
    Relationships(GroupId, BTreeMap<GroupId, Permission>),
    Parameters(Parameters),
    NumberGroup(DnId, GroupId),
    PhoneGroup(PhoneId, GroupId),
    Template(PhoneId, Option<TemplateId>),
    Buttons(TemplateId, Vec<Button>),
}

impl Change {
    /// Exchanges the value with the cluster's: once to try it, once more to take it back.
    pub(super) fn exchange(&mut self, c: &mut Cluster) {
        match self {
            Change::Partitions(id, new) => {
                put(c.calling_search_spaces.get_mut(*id).map(|css| &mut css.partitions), new);
            }
            Change::SubscribeCss(id, new) => {
                put(c.phones.get_mut(*id).map(|phone| &mut phone.subscribe_css), new);
            }
            Change::Relationships(id, new) => {
                put(c.presence_groups.get_mut(*id).map(|group| &mut group.relationships), new);
            }
            Change::Parameters(new) => swap(&mut c.parameters, new),
            Change::NumberGroup(id, new) => {
                put(c.directory_numbers.get_mut(*id).map(|dn| &mut dn.presence_group), new);
            }
            Change::PhoneGroup(id, new) => {
                put(c.phones.get_mut(*id).map(|phone| &mut phone.presence_group), new);
            }
            Change::Template(id, new) => {
                put(c.phones.get_mut(*id).map(|phone| &mut phone.template), new);
            }
            Change::Buttons(id, new) => {
                put(c.button_templates.get_mut(*id).map(|template| &mut template.buttons), new);
            }
        }
    }
}

fn put<T>(place: Option<&mut T>, new: &mut T) {
    if let Some(old) = place {
        swap(old, new);
    }
}
