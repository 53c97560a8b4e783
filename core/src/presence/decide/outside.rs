//! A presentity behind SIP trunks (ROUTE-1, ROUTE-2, AUTH-16, R-1, R-8).

use super::carriers::{asks_groups, carriers, is_sip, members};
use super::standing::Standing;
use super::{allowed, refused};
use crate::cluster::{Cluster, Route, STANDARD_PRESENCE_GROUP, Trunk};
use crate::id::{GroupId, TrunkId};
use crate::presence::authorization::{Authorization, authorize};
use crate::presence::{Answer, Fact, Found, Outcome, Question, Recorder, Verdict, Way, trail};
use crate::rules::RuleId;

/// Decides a request of the cluster's own for what a route leads to.
pub(super) fn outside<R: Recorder>(
    c: &Cluster,
    q: &Question<'_>,
    standing: &Standing,
    route: Route,
    record: &mut R,
) -> Answer {
    let found = Found::Route(route);
    if R::RECORDS {
        other_members(c, route, record);
    }
    let Some(first) = carriers(c, standing.group, false, route).next() else {
        record.check(RuleId::Route2, Verdict::Fail, || Fact::NoSipTrunk(route));
        return refused(Outcome::Refused, RuleId::Route2, Some(found));
    };
    if !asks_groups(q.way, q.target) {
        record.check(RuleId::Group10, Verdict::NotApplied, || Fact::GroupsNotAsked);
        forwarded(route, first.trunk, record);
        return allowed(RuleId::Group10, found);
    }
    if matches!(q.way, Way::BlfSpeedDial { .. }) {
        let (trunk, group) = (first.trunk, group_of(c, first.trunk));
        record.check(RuleId::R1, Verdict::Noted, || Fact::TrunkGroup { trunk, group });
    }
    trail::group_of(q, standing, record);
    let several = carriers(c, standing.group, false, route).nth(1).is_some();
    let said = match several {
        false => one(c, standing, first.trunk, record),
        true => each(c, standing, route, record),
    };
    let permitted = said.1.outcome == Outcome::Allowed;
    record.check(RuleId::Auth3, Verdict::Noted, || Fact::RoutedAndAuthorized { permitted });
    if !permitted {
        return refused(said.1.outcome, said.1.rule, Some(found));
    }
    forwarded(route, said.0, record);
    allowed(said.1.rule, found)
}

/// Members that carry no presence, told where the route has others or none.
fn other_members<R: Recorder>(c: &Cluster, route: Route, record: &mut R) {
    if let Route::Trunk(_) = route {
        return;
    }
    for (_, trunk) in members(c, route).filter(|(_, trunk)| !is_sip(c, *trunk)) {
        record.check(RuleId::R21, Verdict::Noted, || Fact::NotSip(trunk));
    }
}

fn group_of(c: &Cluster, trunk: TrunkId) -> GroupId {
    let sip = c.trunks.get(trunk).and_then(Trunk::sip);
    sip.map_or(STANDARD_PRESENCE_GROUP, |sip| sip.presence_group)
}

/// The only SIP trunk of a route.
fn one<R: Recorder>(
    c: &Cluster,
    standing: &Standing,
    trunk: TrunkId,
    record: &mut R,
) -> (TrunkId, Authorization) {
    let group = group_of(c, trunk);
    record.check(RuleId::Auth16, Verdict::Noted, || Fact::TrunkGroup { trunk, group });
    (trunk, authorize(c, standing.group, group, record))
}

/// One trunk after the other until the groups permit one. Refused by default only where
/// nothing but the default refused.
fn each<R: Recorder>(
    c: &Cluster,
    standing: &Standing,
    route: Route,
    record: &mut R,
) -> (TrunkId, Authorization) {
    let by_default = Authorization { outcome: Outcome::RefusedByDefault, rule: RuleId::Group3 };
    let mut refusal = (TrunkId(0), by_default);
    for carrier in carriers(c, standing.group, false, route) {
        let (trunk, said) = one(c, standing, carrier.trunk, &mut Softly(record));
        let permitted = said.outcome == Outcome::Allowed;
        let verdict = if permitted { Verdict::Pass } else { Verdict::Noted };
        record.check(RuleId::R8, verdict, || Fact::TrunkAsked { trunk, permitted });
        if permitted {
            return (trunk, said);
        }
        if said.outcome == Outcome::Refused {
            refusal = (trunk, said);
        }
    }
    record.check(RuleId::R8, Verdict::Fail, || Fact::NoTrunkPermitted(route));
    refusal
}

fn forwarded<R: Recorder>(route: Route, trunk: TrunkId, record: &mut R) {
    record.check(RuleId::Route1, Verdict::Noted, || Fact::Forwarded { route, trunk });
}

/// Takes down a refusal as a note: that of one trunk among others does not end the request.
struct Softly<'a, R>(&'a mut R);

impl<R: Recorder> Recorder for Softly<'_, R> {
    const RECORDS: bool = R::RECORDS;
    fn check(&mut self, rule: RuleId, verdict: Verdict, fact: impl FnOnce() -> Fact) {
        let verdict = if verdict == Verdict::Fail { Verdict::Noted } else { verdict };
        self.0.check(rule, verdict, fact);
    }
}
