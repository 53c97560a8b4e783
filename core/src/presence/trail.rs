//! What a decision leaves behind for its explanation. Nothing here changes an answer.

use super::routing::{Number, RouteIndex, Scope};
use super::{Answer, CallList, Entry, Fact, Found, Outcome, Question, Recorder, Verdict, Way};
use crate::cluster::{Cluster, Phone};
use crate::id::DnId;
use crate::rules::RuleId;

/// Whether a target is a SIP URI (CSS-6) and no number.
pub(super) fn is_sip_uri(target: &str) -> bool {
    target.contains('@')
}

/// The line named as the subscriber, which decides nothing (WATCH-8).
pub(super) fn subscriber<R: Recorder>(q: &Question<'_>, record: &mut R) {
    let Some(line) = q.line else { return };
    let rule = match q.way {
        Way::BlfSpeedDial { .. } => RuleId::Quirk7,
        Way::CallList(CallList::Received) => RuleId::R18,
        Way::CallList(CallList::Missed | CallList::Placed) | Way::Directory | Way::Outside => {
            RuleId::Quirk6
        }
    };
    record.check(rule, Verdict::Noted, || Fact::Subscriber(line));
    record.check(RuleId::Watch8, Verdict::Noted, || Fact::Subscriber(line));
}

/// Everything about the search that a reader may ask for: only for a record, as it searches each
/// partition again.
pub(super) fn routing<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    q: &Question<'_>,
    phone: &Phone,
    winner: Option<DnId>,
    record: &mut R,
) {
    let number = Number::parse(q.target);
    let candidates = searched(c, index, phone, number.as_ref(), record);
    match winner {
        Some(winner) => {
            let found = Entry::DirectoryNumber(winner);
            record.check(RuleId::Css1, Verdict::Pass, || Fact::Matched(found));
            runners_up(c, index, number.as_ref(), &candidates, winner, record);
        }
        None => no_match(c, index, q, phone, number.as_ref(), record),
    }
    named_another(q, winner, record);
}

/// The partitions in their order, each with the best match in it. Returns these matches.
fn searched<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    phone: &Phone,
    number: Option<&Number>,
    record: &mut R,
) -> Vec<DnId> {
    let mut candidates = Vec::new();
    let css = phone.subscribe_css;
    if css.is_none() {
        record.check(RuleId::Css3, Verdict::Noted, || Fact::CssUnset);
    }
    for partition in Scope::of(c, css).partitions() {
        let rule = if partition.is_some() { RuleId::Css1 } else { RuleId::R4 };
        let candidate = number.and_then(|n| index.search_partition(partition, n));
        candidates.extend(candidate);
        let candidate = candidate.map(Entry::DirectoryNumber);
        let fact = || Fact::Searched { css, partition, candidate };
        record.check(rule, Verdict::Noted, fact);
    }
    if phone.css != css {
        record.check(RuleId::Css2, Verdict::NotApplied, || Fact::CallCss(phone.css));
    }
    candidates
}

/// The matches that lost, and why.
fn runners_up<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    number: Option<&Number>,
    candidates: &[DnId],
    winner: DnId,
    record: &mut R,
) {
    if c.directory_numbers.get(winner).is_some_and(RouteIndex::is_pattern) {
        record
            .check(RuleId::R10, Verdict::Noted, || Fact::ByPattern(Entry::DirectoryNumber(winner)));
    }
    let Some(number) = number else { return };
    for (at, loser) in candidates.iter().enumerate() {
        // A partition may stand twice in a calling search space; its match is told once.
        if *loser != winner && !candidates[..at].contains(loser) {
            let by_order = index.equally_close(*loser, winner, number);
            let (loser, winner) = (Entry::DirectoryNumber(*loser), Entry::DirectoryNumber(winner));
            let fact = || Fact::RunnerUp { loser, winner, by_order };
            record.check(RuleId::R10, Verdict::Noted, fact);
        }
    }
}

fn no_match<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    q: &Question<'_>,
    phone: &Phone,
    number: Option<&Number>,
    record: &mut R,
) {
    let css = phone.subscribe_css;
    let elsewhere = number.and_then(|number| index.anywhere(c, number));
    let elsewhere = elsewhere.map(Entry::DirectoryNumber);
    let rule = if is_sip_uri(q.target) { RuleId::Css6 } else { RuleId::Css1 };
    record.check(rule, Verdict::Fail, || Fact::NoMatch { css, elsewhere });
    if css.is_none() {
        record.check(RuleId::Css3, Verdict::Fail, || Fact::CssUnset);
    }
    if elsewhere.is_none() && matches!(q.way, Way::BlfSpeedDial { .. }) {
        record.check(RuleId::Watch5, Verdict::Noted, || Fact::NotOnCluster);
    }
}

/// the button names a partition, the SUBSCRIBE does not carry it.
fn named_another<R: Recorder>(q: &Question<'_>, found: Option<DnId>, record: &mut R) {
    if let Way::BlfSpeedDial { named: Some(named), .. } = q.way
        && found != Some(named)
    {
        let found = found.map(Entry::DirectoryNumber);
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
    if let (Outcome::Allowed, Some(Found::DirectoryNumber(dn))) = (answer.outcome, answer.found) {
        record.check(RuleId::Req2, Verdict::Pass, || Fact::Colocated(dn));
        return;
    }
    record.check(RuleId::Watch10, Verdict::Noted, || Fact::ShownInstead);
    // What a list entry without a route shows, and what a button shows, is our reading.
    let blf = matches!(q.way, Way::BlfSpeedDial { .. });
    if blf || answer.outcome == Outcome::NoRoute {
        record.check(RuleId::R3, Verdict::Noted, || Fact::ShownInstead);
    }
}
