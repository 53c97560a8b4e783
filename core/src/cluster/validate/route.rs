//! Route groups and lists, the patterns that lead to them, and hunt lists.

use super::{Problem, ProblemCode, dangling};
use crate::cluster::{Cluster, Field, Named, Object, Route, Table};
use crate::id::{Id, RouteGroupId, TrunkId};
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Vec<Problem>) {
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
        if c.hunt_lists.get(own.hunt_list).is_none() {
            let object = Object::HuntPilot(own.name.clone());
            problems.push(dangling(object, Field::HuntList, "hunt list"));
        }
    }
}

fn is_sip(c: &Cluster, trunk: TrunkId) -> bool {
    c.trunks.get(trunk).is_some_and(|trunk| trunk.sip().is_some())
}

fn group_has_sip(c: &Cluster, group: RouteGroupId) -> bool {
    let members = c.route_groups.get(group).map_or(&[][..], |group| &group.members);
    members.iter().any(|id| is_sip(c, *id))
}

/// Where a pattern leads. What its route group or list lacks is told there.
fn route(c: &Cluster, object: Object, route: Route, problems: &mut Vec<Problem>) {
    let missing = match route {
        Route::Trunk(id) => match c.trunks.get(id) {
            Some(trunk) if trunk.sip().is_none() => {
                let sentence =
                    format!("`{}` is no SIP trunk: presence is rejected there", trunk.name);
                problems.push(no_sip_trunk(object, Field::Route, sentence));
                return;
            }
            found => found.is_none().then_some("trunk"),
        },
        Route::Group(id) => c.route_groups.get(id).is_none().then_some("route group"),
        Route::List(id) => c.route_lists.get(id).is_none().then_some("route list"),
    };
    problems.extend(missing.map(|what| dangling(object, Field::Route, what)));
}

fn no_sip_trunk(object: Object, field: Field, sentence: String) -> Problem {
    Problem::new(ProblemCode::NoSipTrunk, object, field, sentence)
        .rule(RuleId::Route2)
        .help("calls may go there; for presence lead it to a SIP trunk")
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
        problems: &mut Vec<Problem>,
    ) {
        let name = self.object.name().unwrap_or_default();
        if members.is_empty() {
            let sentence = format!("`{name}` is empty");
            let object = self.object.clone();
            let problem =
                Problem::new(ProblemCode::EmptyList, object, self.field.clone(), sentence);
            problems.push(problem.rule(self.rule).help(format!("give it a {what}")));
        }
        for (at, id) in members.iter().enumerate() {
            let Some(member) = table.get(*id) else {
                problems.push(dangling(self.object.clone(), field(at), what));
                continue;
            };
            if let Some(first) = members.iter().take(at).position(|other| other == id) {
                let sentence = format!("`{name}` has `{}` twice", member.name());
                let object = self.object.clone();
                problems.push(
                    Problem::new(ProblemCode::MemberTwice, object.clone(), field(at), sentence)
                        .rule(self.rule)
                        .help("remove the second")
                        .and(object, field(first)),
                );
            }
        }
    }

    /// Whether presence can go out over it (ROUTE-2, R-21).
    fn presence<I>(&self, members: &[I], has_sip: bool, problems: &mut Vec<Problem>) {
        if members.is_empty() || has_sip {
            return;
        }
        let name = self.object.name().unwrap_or_default();
        let sentence = format!("`{name}` has no SIP trunk: presence is rejected there");
        problems.push(no_sip_trunk(self.object.clone(), self.field.clone(), sentence));
    }
}
