//! Which changes could help: those that touch what ended the request.

use crate::cluster::{Cluster, Permission, Phone, Route, Trunk};
use crate::gather::Gather;
use crate::id::{CssId, GroupId, PhoneId, TrunkId};
use crate::presence::explain::edit::Edit;
use crate::presence::explain::owner;
use crate::presence::routing::{RouteIndex, Scope, Target};
use crate::presence::{
    Decision, Entry, Fact, Found, Outcome, Owner, Proof, Question, TrunkRequest, Watcher, Way,
    carriers, watcher_group,
};
use crate::rules::RuleId;

pub(super) fn candidates(c: &Cluster, index: &RouteIndex, d: &Decision) -> Vec<Edit> {
    match (d.answer.outcome, d.answer.rule) {
        (_, RuleId::Watch9) => vec![Edit::EnableCallLists],
        (_, RuleId::Admin3) => buttons(c, d),
        (_, RuleId::Quirk3) => members(c, d),
        (_, RuleId::Route2) => sip_trunks_for(c, d),
        // Nothing in the cluster lets it hand on a request from outside.
        (_, RuleId::R15 | RuleId::Watch13 | RuleId::Quirk1) => Vec::new(),
        (
            _,
            RuleId::Auth5
            | RuleId::Auth7
            | RuleId::Auth11
            | RuleId::Auth12
            | RuleId::Auth14
            | RuleId::R13,
        ) => acceptance(c, d),
        (Outcome::Refused | Outcome::RefusedByDefault, _) => groups(c, d),
        // No route, or the wrong presentity.
        (Outcome::NoRoute | Outcome::Allowed, _) => search(c, index, d),
    }
}

fn buttons(c: &Cluster, d: &Decision) -> Vec<Edit> {
    let Some((id, phone)) = phone(c, d.watcher) else { return Vec::new() };
    let Way::BlfSpeedDial { button, .. } = d.way else { return Vec::new() };
    let needed = usize::from(button);
    let missing = phone.template.and_then(|template| {
        let available = c.button_templates.look_up(template)?.blf_button_count();
        let missing = needed.saturating_sub(available);
        (missing > 0).then_some(Edit::AddBlfButtons(template, missing))
    });
    let reset = phone.acting.template_at_reset.is_some().then_some(Edit::ResetPhone(id));
    let fits = c.button_templates.iter().filter(|(_, template)| {
        template.model.as_ref().is_none_or(|model| *model == phone.model)
            && template.blf_button_count() >= needed
    });
    let mut edits: Vec<Edit> = fits.map(|(template, _)| Edit::Template(id, template)).gather();
    edits.extend(missing);
    edits.extend(reset);
    edits
}

fn phone(c: &Cluster, watcher: Watcher) -> Option<(PhoneId, &Phone)> {
    let id = watcher.phone()?;
    Some((id, c.phones.look_up(id)?))
}

/// The tick boxes that could have let a request in.
fn acceptance(c: &Cluster, d: &Decision) -> Vec<Edit> {
    let Watcher::Trunk(TrunkRequest { trunk, proof, .. }) = d.watcher else { return Vec::new() };
    let sip = c.trunks.look_up(trunk).and_then(Trunk::sip);
    let waits = sip.is_some_and(|sip| sip.profile_at_reset.is_some());
    let mut edits: Vec<Edit> = waits.then_some(Edit::ResetTrunk(trunk)).into_iter().gather();
    edits.extend(match (d.answer.rule, proof) {
        (RuleId::Auth5 | RuleId::Auth11, _) => Some(Edit::ProfileAccepts(trunk)),
        (RuleId::Auth12, _) => Some(Edit::ApplicationLevel(trunk, true)),
        (RuleId::R13, _) => Some(Edit::ApplicationLevel(trunk, false)),
        (RuleId::Auth14, _) => Some(Edit::DigestOff(trunk)),
        (_, Proof::Application(user)) => Some(Edit::ApplicationAccepts(user)),
        _ => None,
    });
    edits
}

/// The members of the hunt list behind a hunt pilot.
fn members(c: &Cluster, d: &Decision) -> Vec<Edit> {
    let Some(Found::HuntPilot(pilot)) = d.answer.found else { return Vec::new() };
    let list = c.hunt_pilots.look_up(pilot).and_then(|pilot| c.hunt_lists.look_up(pilot.hunt_list));
    let members = list.map_or(&[][..], |list| &list.members);
    members.iter().map(|dn| Edit::WatchMember(*dn)).gather()
}

fn sip_trunks(c: &Cluster) -> impl Iterator<Item = TrunkId> + '_ {
    c.trunks.iter().filter(|(_, trunk)| trunk.sip().is_some()).map(|(id, _)| id)
}

/// SIP trunks that could join a route without any (ROUTE-2).
fn sip_trunks_for(c: &Cluster, d: &Decision) -> Vec<Edit> {
    let Some(Found::Route(route)) = d.answer.found else { return Vec::new() };
    let pattern = d.checks.iter().find_map(|check| match check.fact {
        Fact::Matched(Entry::RoutePattern(pattern)) => Some(pattern),
        _ => None,
    });
    let group = match route {
        Route::Trunk(_) => None,
        Route::Group(group) => Some(group),
        Route::List(list) => {
            c.route_lists.look_up(list).and_then(|list| list.groups.first()).copied()
        }
    };
    sip_trunks(c)
        .filter_map(|trunk| match (group, pattern) {
            (Some(group), _) => Some(Edit::AddTrunk(group, trunk)),
            (None, Some(pattern)) => Some(Edit::LeadTo(pattern, trunk)),
            (None, None) => None,
        })
        .gather()
}

/// The group that the watcher asks with, and the edit that gives it another.
fn watcher_to(c: &Cluster, d: &Decision, to: GroupId) -> Option<(GroupId, Edit)> {
    let q = Question { watcher: d.watcher, way: d.way, target: &d.target, line: None };
    let from = watcher_group(c, &q)?;
    let edit = match (d.watcher, owner::of_group(c, d)) {
        (Watcher::Phone(phone), _) => Edit::PhoneGroup(phone, to),
        (_, Owner::EndUser(user)) => Edit::EndUserGroup(user, to),
        (_, Owner::Application(user)) => Edit::ApplicationGroup(user, to),
        (_, Owner::Trunk(trunk)) => Edit::TrunkGroup(trunk, to),
        (_, Owner::Phone(_) | Owner::Profile(_)) => return None,
    };
    Some((from, edit))
}

fn groups(c: &Cluster, d: &Decision) -> Vec<Edit> {
    let default = d.checks.iter().any(|check| {
        matches!(check.fact, Fact::Permission { permission: Permission::UseSystemDefault, .. })
    });
    let mut edits = Vec::new();
    let mut toward = |to: GroupId, presentity: &dyn Fn(GroupId) -> Edit| {
        let Some((from, watcher)) = watcher_to(c, d, to) else { return };
        edits.extend([Edit::Allow(from, to), presentity(from), watcher]);
    };
    match d.answer.found {
        Some(Found::DirectoryNumber(id)) => {
            let Some(dn) = c.directory_numbers.look_up(id) else { return Vec::new() };
            toward(dn.presence_group, &|from| Edit::NumberGroup(id, from));
        }
        Some(Found::Route(route)) => {
            for carrier in carriers(c, GroupId(0), false, route) {
                let sip = c.trunks.look_up(carrier.trunk).and_then(Trunk::sip);
                let Some(sip) = sip else { continue };
                toward(sip.presence_group, &|from| Edit::TrunkGroup(carrier.trunk, from));
            }
        }
        Some(Found::HuntPilot(_)) | None => {}
    }
    if default {
        edits.push(Edit::AllowByDefault);
    }
    edits
}

/// The SUBSCRIBE CSS of the watcher, and the edit that gives it another.
fn css_edit(c: &Cluster, watcher: Watcher, css: CssId) -> Option<(Option<CssId>, Edit)> {
    Some(match watcher {
        Watcher::Phone(id) => (c.phones.look_up(id)?.subscribe_css, Edit::SubscribeCss(id, css)),
        Watcher::Trunk(request) => {
            let sip = c.trunks.look_up(request.trunk)?.sip()?;
            (sip.subscribe_css, Edit::TrunkCss(request.trunk, css))
        }
        Watcher::EndUser(id) => (c.end_users.look_up(id)?.subscribe_css, Edit::EndUserCss(id, css)),
    })
}

/// Partitions that have the target, and calling search spaces that reach it.
fn search(c: &Cluster, index: &RouteIndex, d: &Decision) -> Vec<Edit> {
    let target = index.target(&d.target);
    let mut edits = Vec::new();
    let Some((own, _)) = css_edit(c, d.watcher, CssId(0)) else { return edits };
    if let Some(css) = own {
        let searched = c.calling_search_spaces.look_up(css).map_or(&[][..], |css| &css.partitions);
        let named = matches!(d.way, Way::BlfSpeedDial { named: Some(_), .. });
        for (partition, _) in c.partitions.iter() {
            if index.find_in(Some(partition), &target).is_some() {
                if named {
                    edits.push(Edit::PartitionFirst(css, partition));
                }
                if !searched.contains(&partition) {
                    edits.push(Edit::AddPartition(css, partition));
                }
            }
        }
    }
    for (css, _) in c.calling_search_spaces.iter() {
        let reaches = index.find(&Scope::of(c, Some(css)), &target).is_some();
        if reaches && own != Some(css) {
            edits.extend(css_edit(c, d.watcher, css).map(|(_, edit)| edit));
        }
    }
    // A host that no pattern knows: a new one is the way out, but for requests from outside.
    let from_trunk = matches!(d.watcher, Watcher::Trunk(_));
    if matches!(target, Target::Host(_)) && index.anywhere(c, &target).is_none() && !from_trunk {
        edits.extend(sip_trunks(c).map(Edit::AddSipRoutePattern));
    }
    edits
}
