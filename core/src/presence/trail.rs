//! What a decision leaves behind for its explanation. Nothing here changes an answer.

mod acting;

use super::decide::Standing;
use super::routing::{RouteIndex, Scope, Target, is_sip_uri};
use super::{
    Answer, CallList, Entry, Fact, Found, Outcome, Owner, Question, Recorder, Verdict, Watcher, Way,
};
use crate::cluster::Cluster;
use crate::rules::RuleId;

pub(super) use acting::acting;

/// The line named as the subscriber, which decides nothing (WATCH-8).
pub(super) fn subscriber<R: Recorder>(q: &Question<'_>, record: &mut R) {
    let Some(line) = q.line else { return };
    let rule = match q.way {
        Way::BlfSpeedDial { .. } => RuleId::Quirk7,
        Way::CallList(CallList::Missed | CallList::Placed) => RuleId::Quirk6,
        Way::CallList(CallList::Received) | Way::Directory | Way::Outside => RuleId::R18,
    };
    record.check(rule, Verdict::Noted, || Fact::Subscriber(line));
    record.check(RuleId::Watch8, Verdict::Noted, || Fact::Subscriber(line));
}

/// Whose group is asked, where it is not simply the phone's own (GROUP-9). A request from a trunk is
/// asked for its group whatever caused it, and last of all (GROUP-10, AUTH-15).
pub(super) fn group_of<R: Recorder>(q: &Question<'_>, standing: &Standing, record: &mut R) {
    if let Watcher::Trunk(request) = q.watcher {
        let fact = || Fact::AlwaysChecked(request.trunk);
        record.check(RuleId::Auth15, Verdict::Noted, fact);
        record.check(RuleId::Group10, Verdict::Noted, fact);
    }
    let (owner, group) = (standing.group_of, standing.group);
    if !matches!(owner, Owner::Phone(_)) {
        record.check(RuleId::Group9, Verdict::Noted, || Fact::GroupOf { owner, group });
    }
}

/// A search and what came of it.
pub(super) struct Search<'a> {
    pub(super) c: &'a Cluster,
    pub(super) index: &'a RouteIndex,
    pub(super) q: &'a Question<'a>,
    pub(super) standing: &'a Standing,
    pub(super) target: Target<'a>,
    pub(super) winner: Option<Entry>,
}

/// Everything about the search that a reader may ask for: only for a record, as it searches each
/// partition again.
pub(super) fn routing<R: Recorder>(s: &Search<'_>, record: &mut R) {
    if is_sip_uri(s.q.target) {
        let own = !matches!(s.target, Target::Host(_));
        record.check(RuleId::Watch1, Verdict::Noted, || Fact::Uri { own });
    }
    let candidates = searched(s, record);
    match s.winner {
        Some(winner) => {
            let rule = match winner {
                Entry::SipRoutePattern(_) => RuleId::Css6,
                _ => RuleId::Css1,
            };
            record.check(rule, Verdict::Pass, || Fact::Matched(winner));
            runners_up(s, &candidates, winner, record);
            found(s, winner, record);
        }
        None => no_match(s, record),
    }
    named_another(s.q, s.winner, record);
}

/// The partitions in their order, each with the best match in it. Returns all matches.
fn searched<R: Recorder>(s: &Search<'_>, record: &mut R) -> Vec<Entry> {
    let mut candidates = Vec::new();
    let css = s.standing.css;
    if css.is_none() {
        record.check(RuleId::Css3, Verdict::Noted, || Fact::CssUnset);
    }
    for partition in Scope::of(s.c, css).partitions() {
        let rule = if partition.is_some() { RuleId::Css1 } else { RuleId::R4 };
        let candidate = s.index.find_in(partition, &s.target);
        candidates.extend(s.index.all_in(partition, &s.target));
        record.check(rule, Verdict::Noted, || Fact::Searched { css, partition, candidate });
    }
    if s.standing.call_css != css {
        record.check(RuleId::Css2, Verdict::NotApplied, || Fact::CallCss(s.standing.call_css));
    }
    candidates
}

/// More matches that lost than these tell nothing more.
const MOST_LOSERS: usize = 16;

/// The matches that lost, and why.
fn runners_up<R: Recorder>(s: &Search<'_>, candidates: &[Entry], winner: Entry, record: &mut R) {
    if RouteIndex::is_pattern(s.c, winner) {
        record.check(RuleId::R10, Verdict::Noted, || Fact::ByPattern(winner));
    }
    let mut told = 0;
    for (at, loser) in candidates.iter().enumerate() {
        // A partition may stand twice in a calling search space; its match is told once.
        if *loser != winner && !candidates[..at].contains(loser) && told < MOST_LOSERS {
            told += 1;
            let (loser, by_order) = (*loser, s.index.equally_close(*loser, winner, &s.target));
            let fact = || Fact::RunnerUp { loser, winner, by_order };
            record.check(RuleId::R10, Verdict::Noted, fact);
        }
    }
}

/// What is to be told of what was found.
fn found<R: Recorder>(s: &Search<'_>, winner: Entry, record: &mut R) {
    let route = match winner {
        Entry::DirectoryNumber(dn) => {
            if s.c.hunt_lists.iter().any(|(_, list)| list.members.contains(&dn)) {
                record.check(RuleId::Quirk2, Verdict::Pass, || Fact::HuntMember(dn));
            }
            return;
        }
        Entry::HuntPilot(_) => return,
        Entry::RoutePattern(id) => s.c.route_patterns.get(id).map(|e| e.route),
        Entry::SipRoutePattern(id) => s.c.sip_route_patterns.get(id).map(|e| e.route),
    };
    if let (Some(route), Way::BlfSpeedDial { .. }) = (route, s.q.way) {
        record.check(RuleId::Watch5, Verdict::Noted, || Fact::Outside(route));
    }
}

fn no_match<R: Recorder>(s: &Search<'_>, record: &mut R) {
    let css = s.standing.css;
    let elsewhere = s.index.anywhere(s.c, &s.target);
    let rule = match s.target {
        Target::Host(_) => RuleId::Css6,
        Target::Nothing if is_sip_uri(s.q.target) => RuleId::Css6,
        Target::Number(_) | Target::Nothing => RuleId::Css1,
    };
    record.check(rule, Verdict::Fail, || Fact::NoMatch { css, elsewhere });
    if css.is_none() {
        record.check(RuleId::Css3, Verdict::Fail, || Fact::CssUnset);
    }
    if elsewhere.is_none() && matches!(s.q.way, Way::BlfSpeedDial { .. }) {
        record.check(RuleId::Watch5, Verdict::Noted, || Fact::NotOnCluster);
    }
}

/// the button names a partition, the SUBSCRIBE does not carry it.
fn named_another<R: Recorder>(q: &Question<'_>, found: Option<Entry>, record: &mut R) {
    if let Way::BlfSpeedDial { named: Some(named), .. } = q.way
        && found != Some(Entry::DirectoryNumber(named))
    {
        record.check(RuleId::R14, Verdict::Noted, || Fact::NamedAnother { named, found });
    }
}

/// How the answer travels and shows. A phone that cannot watch, or has no button for it, asks
/// nothing: then there is no answer either.
pub(super) fn end<R: Recorder>(q: &Question<'_>, answer: &Answer, record: &mut R) {
    if matches!(answer.rule, RuleId::Watch13 | RuleId::Admin3) {
        return;
    }
    let code = answer.code;
    record.check(RuleId::R5, Verdict::Noted, || Fact::AnsweredWith(code));
    let from_trunk = matches!(q.watcher, Watcher::Trunk(_));
    if answer.outcome == Outcome::Allowed {
        match answer.found {
            Some(Found::DirectoryNumber(dn)) => {
                let rule = if from_trunk { RuleId::Req4 } else { RuleId::Req2 };
                record.check(rule, Verdict::Pass, || Fact::Colocated(dn));
            }
            Some(Found::Route(route)) => {
                record.check(RuleId::Req3, Verdict::Pass, || Fact::Outside(route));
            }
            Some(Found::HuntPilot(_)) | None => {}
        }
        return;
    }
    // What shows outside is not known here.
    if from_trunk {
        return;
    }
    record.check(RuleId::Watch10, Verdict::Noted, || Fact::ShownInstead);
    // What a button, a directory and a list entry without a route show, is our reading.
    let by_reading = matches!(q.way, Way::BlfSpeedDial { .. } | Way::Directory);
    if by_reading || answer.outcome == Outcome::NoRoute {
        record.check(RuleId::R3, Verdict::Noted, || Fact::ShownInstead);
    }
}
