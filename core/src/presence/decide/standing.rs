//! Who stands behind a request: whether it may ask at all, and with which SUBSCRIBE CSS and group.

use super::{Answer, accept, refused};
use crate::cluster::{Cluster, Phone, Protocol, WatchesAs};
use crate::id::{CssId, EndUserId, GroupId, PhoneId};
use crate::presence::{Fact, Outcome, Owner, Question, Recorder, Verdict, Watcher, Way, trail};
use crate::rules::RuleId;

/// With what a watcher asks.
#[derive(Clone, Copy, Debug)]
pub(in crate::presence) struct Standing {
    /// The SUBSCRIBE CSS (CSS-1).
    pub(in crate::presence) css: Option<CssId>,
    /// The CSS for calls beside it (CSS-2).
    pub(in crate::presence) call_css: Option<CssId>,
    /// Whose the SUBSCRIBE CSS is (CSS-4).
    pub(in crate::presence) css_of: Owner,
    /// The group as a watcher.
    pub(in crate::presence) group: GroupId,
    /// Whose the group is (GROUP-9).
    pub(in crate::presence) group_of: Owner,
}

/// Whether the watcher may ask at all, and with what; else the refusal.
pub(super) fn standing<R: Recorder>(
    c: &Cluster,
    q: &Question<'_>,
    record: &mut R,
) -> Result<Standing, Answer> {
    let standing = match q.watcher {
        Watcher::Phone(id) => match c.phones.get(id) {
            Some(phone) => of_phone(c, q, (id, phone), record),
            None => gone(RuleId::Watch13, record),
        },
        Watcher::Trunk(request) => return accept::accept(c, &request, record),
        Watcher::EndUser(id) => of_user(c, q, id, record),
    };
    standing.map_err(|rule| refused(Outcome::Refused, rule, None))
}

/// A watcher that was deleted while its request was on the way.
pub(super) fn gone<T>(rule: RuleId, record: &mut impl Recorder) -> Result<T, RuleId> {
    record.check(rule, Verdict::Fail, || Fact::WatcherGone);
    Err(rule)
}

fn of_phone<R: Recorder>(
    c: &Cluster,
    q: &Question<'_>,
    (id, phone): (PhoneId, &Phone),
    record: &mut R,
) -> Result<Standing, RuleId> {
    lists_enabled(c, q, record)?;
    model(c, q, phone, record)?;
    if let Way::BlfSpeedDial { button, .. } = q.way {
        let available = blf_buttons(c, phone);
        let fact = || Fact::Template { button, available };
        pass(record, RuleId::Admin3, button <= available, fact)?;
    }
    trail::subscriber(q, record);
    // An active phone has the settings in force itself; `acting` says whose they are (EM-1 to EM-4).
    let owner = match phone.acting.watches_as {
        WatchesAs::Phone => Owner::Phone(id),
        WatchesAs::EndUser(user) => Owner::EndUser(user),
        WatchesAs::Profile(profile) => Owner::Profile(profile),
    };
    let standing = Standing {
        css: phone.subscribe_css,
        call_css: phone.css,
        css_of: owner,
        group: phone.presence_group,
        group_of: owner,
    };
    trail::acting(c, q, phone, &standing, record);
    Ok(standing)
}

/// An end user in whose name a request is made without a phone: its own group and CSS.
fn of_user<R: Recorder>(
    c: &Cluster,
    q: &Question<'_>,
    id: EndUserId,
    record: &mut R,
) -> Result<Standing, RuleId> {
    let Some(user) = c.end_users.get(id) else { return gone(RuleId::R19, record) };
    lists_enabled(c, q, record)?;
    let (css, group, owner) = (user.subscribe_css, user.presence_group, Owner::EndUser(id));
    record.check(RuleId::R19, Verdict::Noted, || Fact::GroupOf { owner, group });
    record.check(RuleId::Css4, Verdict::Noted, || Fact::CssOf { owner, css });
    Ok(Standing { css, call_css: css, css_of: owner, group, group_of: owner })
}

/// *BLF for Call Lists*: for call lists, and by our reading for directories (WATCH-9, R-19).
fn lists_enabled<R: Recorder>(c: &Cluster, q: &Question<'_>, record: &mut R) -> Result<(), RuleId> {
    let enabled = c.parameters.blf_for_call_lists;
    let fact = || Fact::CallListsEnabled(enabled);
    if q.way == Way::Directory {
        record.check(RuleId::R19, Verdict::Noted, fact);
    }
    match q.way {
        Way::CallList(_) | Way::Directory => pass(record, RuleId::Watch9, enabled, fact),
        Way::BlfSpeedDial { .. } | Way::Outside => Ok(()),
    }
}

/// WATCH-13: BLF/SpeedDials and call lists are two things, and a model may have one of them.
fn model<R: Recorder>(
    c: &Cluster,
    q: &Question<'_>,
    phone: &Phone,
    record: &mut R,
) -> Result<(), RuleId> {
    let support = c.support_of(&phone.model);
    let buttons = matches!(q.way, Way::BlfSpeedDial { .. });
    let supported = if buttons { support.blf_speed_dials } else { support.call_lists };
    let protocol = phone.model.protocol;
    let expected = protocol != Protocol::H323;
    pass(record, RuleId::Watch13, supported, || match supported == expected {
        true => Fact::Model { protocol },
        false => Fact::ModelSupport { buttons, supported },
    })
}

/// How many BLF/SpeedDials the phone can show: by its template as of its last Reset (ADMIN-2,
/// ADMIN-3).
pub(in crate::presence) fn blf_buttons(c: &Cluster, phone: &Phone) -> u16 {
    u16::try_from(c.blf_buttons_of(phone)).unwrap_or(u16::MAX)
}

/// Takes a check down and ends the request where it fails.
pub(super) fn pass<R: Recorder>(
    record: &mut R,
    rule: RuleId,
    passed: bool,
    fact: impl FnOnce() -> Fact,
) -> Result<(), RuleId> {
    record.check(rule, if passed { Verdict::Pass } else { Verdict::Fail }, fact);
    if passed { Ok(()) } else { Err(rule) }
}
