//! Route groups and lists, the patterns that lead to them, and hunt lists.

use super::{ProblemCode, Problems};
use crate::cluster::{Cluster, Field, Named, Object, Route, Table};
use crate::id::{Id, RouteGroupId, TrunkId};
use crate::rules::RuleId;
use core::fmt::Arguments;

pub(super) fn check(c: &Cluster, problems: &mut Problems) {
    for (_, group) in c.route_groups.iter() {
        let list =
            List::new(Object::RouteGroup(group.name.clone()), Field::Members, RuleId::Route1);
        let at = Field::MemberAt;
        list.members(&c.trunks, "trunk", &group.members, at, problems);
        list.presence(&group.members, group.members.iter().any(|id| is_sip(c, *id)), problems);
    }
    for (_, own) in c.route_lists.iter() {
        let list =
            List::new(Object::RouteList(own.name.clone()), Field::RouteGroups, RuleId::Route1);
        list.members(&c.route_groups, "route group", &own.groups, Field::RouteGroupAt, problems);
        list.presence(&own.groups, own.groups.iter().any(|id| group_has_sip(c, *id)), problems);
    }
    for (_, own) in c.hunt_lists.iter() {
        let list = List::new(Object::HuntList(own.name.clone()), Field::Members, RuleId::Quirk2);
        let at = Field::MemberAt;
        list.members(&c.directory_numbers, "directory number", &own.members, at, problems);
    }
    for (_, own) in c.route_patterns.iter() {
        route(c, Object::RoutePattern(own.name.clone()), own.route, problems);
    }
    for (_, own) in c.sip_route_patterns.iter() {
        route(c, Object::SipRoutePattern(own.name.clone()), own.route, problems);
    }
    for (_, own) in c.hunt_pilots.iter() {
        if c.hunt_lists.look_up(own.hunt_list).is_none() {
            let object = Object::HuntPilot(own.name.clone());
            problems.dangling(object, Field::HuntList, "hunt list");
        }
    }
}

fn is_sip(c: &Cluster, trunk: TrunkId) -> bool {
    c.trunks.look_up(trunk).is_some_and(|trunk| trunk.sip().is_some())
}

fn group_has_sip(c: &Cluster, group: RouteGroupId) -> bool {
    let members = c.route_groups.look_up(group).map_or(&[][..], |group| &group.members);
    members.iter().any(|id| is_sip(c, *id))
}

/// Where a pattern leads. What its route group or list lacks is told there.
fn route(c: &Cluster, object: Object, route: Route, problems: &mut Problems) {
    let missing = match route {
        Route::Trunk(id) => match c.trunks.look_up(id) {
            Some(trunk) if trunk.sip().is_none() => {
                let sentence =
                    format_args!("`{}` is no SIP trunk: presence is rejected there", trunk.name);
                no_sip_trunk(object, Field::Route, sentence, problems);
                return;
            }
            found => found.is_none().then_some("trunk"),
        },
        Route::Group(id) => c.route_groups.look_up(id).is_none().then_some("route group"),
        Route::List(id) => c.route_lists.look_up(id).is_none().then_some("route list"),
    };
    if let Some(what) = missing {
        problems.dangling(object, Field::Route, what);
    }
}

fn no_sip_trunk(object: Object, field: Field, sentence: Arguments<'_>, problems: &mut Problems) {
    problems
        .tell(ProblemCode::NoSipTrunk, object, field, sentence)
        .rule(RuleId::Route2)
        .help("calls may go there; for presence lead it to a SIP trunk");
}

/// A list of members.
struct List {
    object: Object,
    field: Field,
    rule: RuleId,
}

impl List {
    fn new(object: Object, field: Field, rule: RuleId) -> Self {
        List { object, field, rule }
    }

    fn members<I: Id, T: Named>(
        &self,
        table: &Table<I, T>,
        what: &str,
        members: &[I],
        field: fn(usize) -> Field,
        problems: &mut Problems,
    ) {
        let name = self.object.name().unwrap_or_default();
        if members.is_empty() {
            let sentence = format_args!("`{name}` is empty");
            let object = self.object.clone();

            problems
                .tell(ProblemCode::EmptyList, object, self.field.clone(), sentence)
                .rule(self.rule)
                .help(&format!("give it a {what}"));
        }
        for (at, id) in members.iter().enumerate() {
            let Some(member) = table.get(*id) else {
                problems.dangling(self.object.clone(), field(at), what);
                continue;
            };
            if let Some(first) = members.iter().take(at).position(|other| other == id) {
                let sentence = format_args!("`{name}` has `{}` twice", member.name());
                let object = self.object.clone();
                problems
                    .tell(ProblemCode::MemberTwice, object.clone(), field(at), sentence)
                    .rule(self.rule)
                    .help("remove the second")
                    .and(object, field(first));
            }
        }
    }

    /// Whether presence can go out over it (ROUTE-2, R-21).
    fn presence<I>(&self, members: &[I], has_sip: bool, problems: &mut Problems) {
        if members.is_empty() || has_sip {
            return;
        }
        let name = self.object.name().unwrap_or_default();
        let sentence = format_args!("`{name}` has no SIP trunk: presence is rejected there");
        no_sip_trunk(self.object.clone(), self.field.clone(), sentence, problems);
    }
}
