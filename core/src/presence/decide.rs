//! The one function that answers a presence request (R-5, as far as phones ask).

use super::authorization::authorize;
use super::routing::{Number, RouteIndex, Scope};
use super::trail;
use super::{Answer, Fact, Found, Outcome, Question, Recorder, Verdict, Way};
use crate::cluster::{Cluster, Phone};
use crate::id::{DnId, GroupId};
use crate::rules::RuleId;

/// Decides whether a watcher may see what it asks for.
///
/// The order is that of R-5: may this watcher watch in this way at all (WATCH-9, WATCH-13,
/// ADMIN-3); does its SUBSCRIBE CSS find the number (CSS-1); do the groups permit it (AUTH-1; not
/// asked for a BLF/SpeedDial: GROUP-10). With [`super::NoRecord`] nothing is allocated; the
/// answer is the same with and without a record.
pub fn decide<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    q: &Question<'_>,
    record: &mut R,
) -> Answer {
    let answer = match q.watcher.phone().and_then(|id| c.phones.get(id)) {
        Some(phone) => answer(c, index, q, phone, record),
        // A watcher that was deleted while its request was on the way.
        None => refused(Outcome::Refused, RuleId::Watch13, None),
    };
    trail::end(q, &answer, record);
    answer
}

fn answer<R: Recorder>(
    c: &Cluster,
    index: &RouteIndex,
    q: &Question<'_>,
    phone: &Phone,
    record: &mut R,
) -> Answer {
    if let Err(rule) = may_watch(c, q, phone, record) {
        return refused(Outcome::Refused, rule, None);
    }
    trail::subscriber(q, record);
    let number = Number::parse(q.target);
    let scope = Scope::of(c, phone.subscribe_css);
    let dn = number.and_then(|number| index.search(&scope, &number));
    if R::RECORDS {
        trail::routing(c, index, q, phone, dn, record);
    }
    let found = dn.and_then(|dn| c.directory_numbers.get(dn).map(|d| (dn, d.presence_group)));
    match found {
        None => no_route(q, phone),
        Some((dn, group)) => match q.way {
            Way::BlfSpeedDial { .. } => {
                record.check(RuleId::Group10, Verdict::NotApplied, || Fact::GroupsNotAsked);
                allowed(RuleId::Group10, dn)
            }
            Way::CallList(_) | Way::Directory | Way::Outside => {
                ask_groups(c, phone.presence_group, dn, group, record)
            }
        },
    }
}

/// Whether the watcher may watch in this way at all, whatever it asks for.
fn may_watch<R: Recorder>(
    c: &Cluster,
    q: &Question<'_>,
    phone: &Phone,
    record: &mut R,
) -> Result<(), RuleId> {
    if matches!(q.way, Way::CallList(_) | Way::Directory) {
        let enabled = c.parameters.blf_for_call_lists;
        pass(record, RuleId::Watch9, enabled, || Fact::CallListsEnabled(enabled))?;
    }
    let supported = phone.model.supports_presence();
    let protocol = phone.model.protocol;
    pass(record, RuleId::Watch13, supported, || Fact::Model { protocol })?;
    if let Way::BlfSpeedDial { button, .. } = q.way {
        let template = phone.template.and_then(|id| c.button_templates.get(id));
        let available = template.map_or(0, |t| t.blf_button_count());
        let available = u16::try_from(available).unwrap_or(u16::MAX);
        let fact = || Fact::Template { button, available };
        pass(record, RuleId::Admin3, button <= available, fact)?;
    }
    Ok(())
}

/// Takes a check down and ends the request where it fails.
fn pass<R: Recorder>(
    record: &mut R,
    rule: RuleId,
    passed: bool,
    fact: impl FnOnce() -> Fact,
) -> Result<(), RuleId> {
    record.check(rule, if passed { Verdict::Pass } else { Verdict::Fail }, fact);
    if passed { Ok(()) } else { Err(rule) }
}

fn ask_groups<R: Recorder>(
    c: &Cluster,
    from: GroupId,
    dn: DnId,
    to: GroupId,
    record: &mut R,
) -> Answer {
    let said = authorize(c, from, to, record);
    let permitted = said.outcome == Outcome::Allowed;
    record.check(RuleId::Auth3, Verdict::Noted, || Fact::RoutedAndAuthorized { permitted });
    if permitted { allowed(said.rule, dn) } else { refused(said.outcome, said.rule, Some(dn)) }
}

fn allowed(rule: RuleId, dn: DnId) -> Answer {
    let found = Some(Found::DirectoryNumber(dn));
    Answer { outcome: Outcome::Allowed, rule, found, code: 200 }
}

fn refused(outcome: Outcome, rule: RuleId, dn: Option<DnId>) -> Answer {
    Answer { outcome, rule, found: dn.map(Found::DirectoryNumber), code: 403 }
}

/// Nothing matched: by the rule that best says why.
fn no_route(q: &Question<'_>, phone: &Phone) -> Answer {
    let rule = match phone.subscribe_css {
        _ if trail::is_sip_uri(q.target) => RuleId::Css6,
        None => RuleId::Css3,
        Some(_) => RuleId::Css1,
    };
    Answer { outcome: Outcome::NoRoute, rule, found: None, code: 404 }
}
