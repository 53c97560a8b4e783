//! The one function that answers a presence request.

mod accept;
mod carriers;
mod outside;
mod standing;

use super::authorization::authorize;
use super::routing::{RouteIndex, Scope, Target, is_sip_uri, led_to};
use super::trail;
use super::{Answer, Fact, Found, Outcome, Question, Recorder, Verdict, Watcher, Way};
use crate::cluster::{Cluster, Route, STANDARD_PRESENCE_GROUP};
use crate::id::DnId;
use crate::rules::RuleId;

pub use carriers::{Carrier, asks_groups, carriers, watcher_group};
pub(super) use standing::{Standing, blf_buttons};

/// Decides whether a watcher may see what it asks for.
///
/// The order is that of R-5. May this watcher ask at all: for a phone WATCH-9, WATCH-13 and ADMIN-3;
/// for a request from a trunk the trunk's profile (AUTH-5), digest (AUTH-14), then the application
/// (AUTH-7). Does its SUBSCRIBE CSS find the target (CSS-1, CSS-6), and can that be watched
/// (QUIRK-3, ROUTE-2). Do the groups permit it (AUTH-1; not asked for a BLF/SpeedDial: GROUP-10,
/// but ). With [`super::NoRecord`] nothing is allocated; the answer is the same with and
/// without a record.
pub fn decide<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    q: &Question<'_>,
    record: &mut R,
) -> Answer {
    let answer = match standing::standing(c, q, record) {
        Ok(standing) => answer(c, index, q, &standing, record),
        Err(refusal) => refusal,
    };
    trail::end(q, &answer, record);
    answer
}

fn answer<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    q: &Question<'_>,
    standing: &Standing,
    record: &mut R,
) -> Answer {
    let target = index.target(q.target);
    let entry = index.find(&Scope::of(c, standing.css), &target);
    if R::RECORDS {
        trail::routing(&trail::Search { c, index, q, standing, target, winner: entry }, record);
    }
    match entry.and_then(|entry| led_to(c, entry)) {
        None => no_route(q, standing, &target, record),
        Some(Found::DirectoryNumber(dn)) => colocated(c, q, standing, dn, record),
        Some(found @ Found::HuntPilot(pilot)) => {
            record.check(RuleId::Quirk3, Verdict::Fail, || Fact::HuntPilot(pilot));
            refused(Outcome::Refused, RuleId::Quirk3, Some(found))
        }
        Some(found @ Found::Route(route)) => match q.watcher {
            Watcher::Trunk(_) => not_supported(found, route, record),
            Watcher::Phone(_) | Watcher::EndUser(_) => {
                outside::outside(c, q, standing, route, record)
            }
        },
    }
}

/// A directory number of the cluster: the groups decide, but for the buttons of the cluster's own
/// phones (GROUP-10).
fn colocated<R: Recorder>(
    c: &Cluster,
    q: &Question<'_>,
    standing: &Standing,
    dn: DnId,
    record: &mut R,
) -> Answer {
    let found = Found::DirectoryNumber(dn);
    if !matches!(q.watcher, Watcher::Trunk(_)) && matches!(q.way, Way::BlfSpeedDial { .. }) {
        record.check(RuleId::Group10, Verdict::NotApplied, || Fact::GroupsNotAsked);
        return allowed(RuleId::Group10, found);
    }
    trail::group_of(q, standing, record);
    let number = c.directory_numbers.get(dn);
    let to = number.map_or(STANDARD_PRESENCE_GROUP, |dn| dn.presence_group);
    let said = authorize(c, standing.group, to, record);
    let permitted = said.outcome == Outcome::Allowed;
    record.check(RuleId::Auth3, Verdict::Noted, || Fact::RoutedAndAuthorized { permitted });
    if permitted {
        allowed(said.rule, found)
    } else {
        refused(said.outcome, said.rule, Some(found))
    }
}

fn allowed(rule: RuleId, found: Found) -> Answer {
    Answer { outcome: Outcome::Allowed, rule, found: Some(found), code: 200 }
}

fn refused(outcome: Outcome, rule: RuleId, found: Option<Found>) -> Answer {
    Answer { outcome, rule, found, code: 403 }
}

/// Nothing matched: by the rule that best says why.
fn no_route<R: Recorder>(
    q: &Question<'_>,
    standing: &Standing,
    target: &Target<'_>,
    record: &mut R,
) -> Answer {
    if matches!(q.watcher, Watcher::Trunk(_)) {
        record.check(RuleId::Req5, Verdict::Fail, || Fact::NotSupported(None));
    }
    let rule = match (target, standing.css) {
        (Target::Host(_), _) => RuleId::Css6,
        (Target::Nothing, _) if is_sip_uri(q.target) => RuleId::Css6,
        (_, None) => RuleId::Css3,
        (_, Some(_)) => RuleId::Css1,
    };
    Answer { outcome: Outcome::NoRoute, rule, found: None, code: 404 }
}

/// A request from a trunk is not handed on to another one.
fn not_supported<R: Recorder>(found: Found, route: Route, record: &mut R) -> Answer {
    record.check(RuleId::Req5, Verdict::Fail, || Fact::NotSupported(Some(route)));
    record.check(RuleId::R15, Verdict::Fail, || Fact::NotSupported(Some(route)));
    Answer { outcome: Outcome::NoRoute, rule: RuleId::R15, found: Some(found), code: 404 }
}
