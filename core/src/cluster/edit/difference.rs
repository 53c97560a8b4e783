//! What is different between two active configurations, for the nodes.

use super::Effect;
use super::devices::Checked;
use crate::cluster::{BlfTarget, Cluster, DirectoryNumber, Named, Phone, Table, Trunk};
use crate::gather::Gather;
use crate::id::{CssId, DnId, EndUserId, GroupId, Id, PartitionId, PhoneId};
use crate::sorted::SortedSet;

/// Every difference, in the order of [`Effect`], each once.
pub(super) fn difference(before: &Cluster, after: &Cluster) -> Vec<Effect> {
    let mut found = SortedSet::new();
    phones(before, after, &mut found);
    trunks(before, after, &mut found);
    let mut note = |different: bool, effect| {
        if different {
            found.insert(effect);
        }
    };
    let (b, a) = (before, after);
    note(b.parameters != a.parameters, Effect::Parameters);
    note(dial_plan(b, a), Effect::DialPlan);
    let routes = differ(&b.calling_search_spaces, &a.calling_search_spaces)
        || differ(&b.route_groups, &a.route_groups)
        || differ(&b.route_lists, &a.route_lists)
        || differ(&b.hunt_lists, &a.hunt_lists);
    note(routes, Effect::Routes);
    let default = |c: &Cluster| c.parameters.default_inter_presence_group;
    let groups = differ(&b.presence_groups, &a.presence_groups)
        || default(b) != default(a)
        || differ(&b.directory_numbers, &a.directory_numbers);
    note(groups, Effect::Permissions);
    note(differ(&b.application_users, &a.application_users), Effect::ApplicationUsers);
    note(end_users(b) != end_users(a), Effect::EndUsers);
    note(b.corporate_directory() != a.corporate_directory(), Effect::Directory);
    note(b.models != a.models, Effect::Models);
    found.into_iter().gather()
}

fn differ<I: Id, T: Named + PartialEq>(before: &Table<I, T>, after: &Table<I, T>) -> bool {
    !before.iter().eq(after.iter())
}

/// What a request in an end user's name asks of the user.
fn end_users(c: &Cluster) -> Vec<(EndUserId, &str, GroupId, Option<CssId>)> {
    let users = c.end_users.iter();
    users.map(|(id, user)| (id, &*user.name, user.presence_group, user.subscribe_css)).gather()
}

/// Whether numbers and patterns, or the partitions that they stand in, are others.
fn dial_plan(before: &Cluster, after: &Cluster) -> bool {
    numbers(before) != numbers(after)
        || differ(&before.partitions, &after.partitions)
        || differ(&before.route_patterns, &after.route_patterns)
        || differ(&before.sip_route_patterns, &after.sip_route_patterns)
        || differ(&before.hunt_pilots, &after.hunt_pilots)
}

fn numbers(c: &Cluster) -> Vec<(DnId, &str, Option<PartitionId>)> {
    c.directory_numbers.iter().map(|(id, dn)| (id, dn.number.as_str(), dn.partition)).gather()
}

fn phones(before: &Cluster, after: &Cluster, found: &mut SortedSet<Effect>) {
    for (id, _) in before.phones.iter() {
        if after.phones.look_up(id).is_none() {
            found.insert(Effect::PhoneRemoved(id));
        }
    }
    let moved = moved(before, after);
    for (id, phone) in after.phones.iter() {
        let Some(old) = before.phones.look_up(id) else {
            found.insert(Effect::PhoneAdded(id));
            continue;
        };
        if old != phone {
            changed(id, old, phone, found);
        }
        if buttons(before, old) != buttons(after, phone)
            || phone.blf_speed_dials.iter().any(
                |blf| matches!(&blf.target, BlfTarget::DirectoryNumber(dn) if moved.contains(dn)),
            )
        {
            found.insert(Effect::PhoneButtons(id));
        }
        if phone.lines.iter().any(|line| moved.contains(line)) {
            found.insert(Effect::PhoneLines(id));
        }
    }
}

/// The directory numbers that have another number or stand in another partition.
fn moved(before: &Cluster, after: &Cluster) -> SortedSet<DnId> {
    let other = |(id, dn): &(DnId, &DirectoryNumber)| {
        let old = before.directory_numbers.look_up(*id);
        old.is_some_and(|old| old.number != dn.number || old.partition != dn.partition)
    };
    after.directory_numbers.iter().filter(other).map(|(id, _)| id).collect()
}

/// The buttons that act on a phone.
fn buttons<'a>(c: &'a Cluster, phone: &'a Phone) -> Option<&'a [crate::cluster::Button]> {
    let template = || c.button_templates.look_up(phone.template?).map(|t| t.buttons.as_slice());
    phone.acting.template_at_reset.as_deref().or_else(template)
}

/// What is different on a phone itself.
fn changed(id: PhoneId, old: &Phone, new: &Phone, found: &mut SortedSet<Effect>) {
    let mut note = |different: bool, effect: fn(PhoneId) -> Effect| {
        if different {
            found.insert(effect(id));
        }
    };
    let renamed = old.name != new.name || old.device_name != new.device_name;
    note(renamed || old.model != new.model, Effect::PhoneIdentity);
    let mobility = |p: &Phone| (p.acting.user, p.acting.watches_as, p.acting.buttons_of);
    note(mobility(old) != mobility(new), Effect::PhoneMobility);
    let watcher = |p: &Phone| (p.subscribe_css, p.presence_group, p.dialect);
    note(watcher(old) != watcher(new), Effect::PhoneWatcher);
    note(old.lines != new.lines || old.css != new.css, Effect::PhoneLines);
    let shows = old.blf_speed_dials != new.blf_speed_dials || old.template != new.template;
    note(shows, Effect::PhoneButtons);
}

fn trunks(before: &Cluster, after: &Cluster, found: &mut SortedSet<Effect>) {
    for (id, _) in before.trunks.iter() {
        if after.trunks.look_up(id).is_none() {
            found.insert(Effect::TrunkRemoved(id));
        }
    }
    for (id, trunk) in after.trunks.iter() {
        match before.trunks.look_up(id) {
            Some(old) if same((before, old), (after, trunk)) => {}
            Some(_) => drop(found.insert(Effect::TrunkChanged(id))),
            None => drop(found.insert(Effect::TrunkAdded(id))),
        }
    }
}

/// Whether a trunk acts as before: where its security profile was changed in the database alone,
/// it does.
fn same((before, old): (&Cluster, &Trunk), (after, new): (&Cluster, &Trunk)) -> bool {
    let plain = |trunk: &Trunk| {
        let mut trunk = trunk.clone();
        trunk.description.clear();
        if let Some(sip) = trunk.sip_mut() {
            sip.profile_at_reset = None;
        }
        trunk
    };
    let checked = |c: &Cluster, trunk: &Trunk| {
        trunk.sip().and_then(|s| c.profile_in_force(s)).map(Checked::of)
    };
    plain(old) == plain(new) && checked(before, old) == checked(after, new)
}
