//! What the rules say to a request: each step as R-5 orders them.

use crate::carriers::carriers;
use crate::groups::standing;
use crate::question::{Asked, Expected, Found, How, Who};
use crate::routing::{DialPlan, route};
use crate::trunk;
use lampfield_core::cluster::{Button, Cluster, Phone, Route};
use lampfield_core::id::{CssId, EndUserId, GroupId, PhoneId};
use lampfield_core::presence::Outcome;
use lampfield_core::rules::RuleId;

/// With what a request is routed and authorized.
#[derive(Clone, Copy, Debug)]
pub struct Watcher {
    /// The SUBSCRIBE calling search space.
    pub css: Option<CssId>,
    /// The group as a watcher.
    pub group: GroupId,
}

/// What the rules say to a request; more than one answer where they leave open which of them.
pub fn expected(c: &Cluster, plan: &DialPlan, asked: &Asked) -> Vec<Expected> {
    match asked.who {
        Who::Phone(phone) => from_phone(c, plan, phone, asked),
        Who::EndUser(user) => from_user(c, plan, user, asked),
        Who::Trunk { trunk, proof, user } => match trunk::entrance(c, trunk, proof, user) {
            Ok(watcher) => routed(c, plan, watcher, asked),
            Err(answer) => vec![answer],
        },
    }
}

/// The watcher's group where groups are asked for this request (GROUP-10, R-1).
pub fn asked_group(watcher: Watcher, asked: &Asked) -> Option<GroupId> {
    let is_uri = asked.target.contains('@');
    match asked.how {
        How::Blf { .. } if !is_uri => None,
        How::Blf { .. } | How::List(_) | How::Directory | How::Outside => Some(watcher.group),
    }
}

/// A refusal without a route: before it is looked for, or because it leads nowhere.
pub(crate) fn refused(code: u16, found: Option<Found>, rules: &[RuleId]) -> Expected {
    Expected { outcome: Outcome::Refused, code, found, rules: rules.to_vec() }
}

fn from_phone(c: &Cluster, plan: &DialPlan, id: PhoneId, asked: &Asked) -> Vec<Expected> {
    let Some(phone) = c.phones.get(id) else { return vec![refused(403, None, &[])] };
    let against = against_phone(c, phone, asked);
    if !against.is_empty() {
        return vec![refused(403, None, &against)];
    }
    let watcher = Watcher { css: phone.subscribe_css, group: phone.presence_group };
    routed(c, plan, watcher, asked)
}

/// The rules that keep a phone from asking at all.
fn against_phone(c: &Cluster, phone: &Phone, asked: &Asked) -> Vec<RuleId> {
    let support = c.support_of(&phone.model);
    let mut against = Vec::new();
    match asked.how {
        How::Blf { button, .. } => {
            if !support.blf_speed_dials {
                against.push(RuleId::Watch13);
            }
            if usize::from(button) > blf_buttons(c, phone) {
                against.push(RuleId::Admin3);
            }
        }
        How::List(_) | How::Directory | How::Outside => {
            if !support.call_lists {
                against.push(RuleId::Watch13);
            }
            if !c.parameters.blf_for_call_lists {
                against.push(RuleId::Watch9);
            }
        }
    }
    against
}

/// How many *Speed Dial BLF* buttons the template in force on a phone has (ADMIN-2, ADMIN-3).
fn blf_buttons(c: &Cluster, phone: &Phone) -> usize {
    let own = phone.template.and_then(|id| c.button_templates.get(id));
    let buttons = match (&phone.acting.template_at_reset, own) {
        (Some(at_reset), _) => at_reset.as_slice(),
        (None, Some(template)) => template.buttons.as_slice(),
        (None, None) => &[],
    };
    buttons.iter().filter(|button| **button == Button::SpeedDialBlf).count()
}

/// An end user without a phone: the user's own settings, and what applies to lists (R-19, WATCH-9).
fn from_user(c: &Cluster, plan: &DialPlan, id: EndUserId, asked: &Asked) -> Vec<Expected> {
    let Some(user) = c.end_users.get(id) else { return vec![refused(403, None, &[])] };
    if !c.parameters.blf_for_call_lists {
        return vec![refused(403, None, &[RuleId::Watch9])];
    }
    routed(c, plan, Watcher { css: user.subscribe_css, group: user.presence_group }, asked)
}

/// Routing, and then groups.
fn routed(c: &Cluster, plan: &DialPlan, watcher: Watcher, asked: &Asked) -> Vec<Expected> {
    let found = route(c, plan, watcher.css, &asked.target);
    if found.is_empty() {
        return vec![no_route(watcher, asked)];
    }
    found
        .into_iter()
        .map(|found| match found {
            Found::DirectoryNumber(dn) => {
                let group = c.directory_numbers.get(dn).map(|dn| dn.presence_group);
                colocated(c, watcher, group, found, asked)
            }
            // Hunt pilots are never watched (QUIRK-3).
            Found::HuntPilot(_) => refused(403, Some(found), &[RuleId::Quirk3]),
            Found::Route(route) => outward(c, watcher, route, asked),
        })
        .collect()
}

/// Nothing matches (R-5: 404).
fn no_route(watcher: Watcher, asked: &Asked) -> Expected {
    let mut rules = vec![RuleId::Css1];
    if watcher.css.is_none() {
        rules.push(RuleId::Css3);
    }
    if asked.target.contains('@') {
        rules.push(RuleId::Css6);
    }
    if asked.how == How::Outside {
        rules.push(RuleId::Req5);
    }
    Expected { outcome: Outcome::NoRoute, code: 404, found: None, rules }
}

/// The presentity is on the cluster: only groups can refuse it (AUTH-1).
fn colocated(
    c: &Cluster,
    watcher: Watcher,
    presentity: Option<GroupId>,
    found: Found,
    asked: &Asked,
) -> Expected {
    let (outcome, rule) = match (asked_group(watcher, asked), presentity) {
        (Some(watcher), Some(presentity)) => {
            let standing = standing(c, watcher, presentity);
            (standing.outcome(), standing.rule)
        }
        _ => (Outcome::Allowed, RuleId::Group10),
    };
    let code = if outcome == Outcome::Allowed { 200 } else { 403 };
    Expected { outcome, code, found: Some(found), rules: vec![rule] }
}

/// The presentity is behind a route.
fn outward(c: &Cluster, watcher: Watcher, route: Route, asked: &Asked) -> Expected {
    let found = Some(Found::Route(route));
    if asked.how == How::Outside {
        // A trunk asks for what is behind a trunk of whatever kind: CallManager does not support it
        // and R-5 asks that before whether it could be watched at all.
        let rules = vec![RuleId::R15, RuleId::Req5];
        return Expected { outcome: Outcome::NoRoute, code: 404, found, rules };
    }
    let trunks = carriers(c, route, asked_group(watcher, asked));
    if trunks.is_empty() {
        // ROUTE-2, and R-21 for lists of nothing but other trunks.
        return refused(403, found, &[RuleId::Route2]);
    }
    through(&trunks, Found::Route(route))
}

/// The SIP trunks of a route, at least one: one of them that may be seen is enough.
fn through(
    trunks: &[(lampfield_core::id::TrunkId, Option<crate::groups::Standing>)],
    found: Found,
) -> Expected {
    let standings: Option<Vec<_>> = trunks.iter().map(|(_, standing)| *standing).collect();
    let Some(standings) = standings else {
        let rules = vec![RuleId::Group10];
        return Expected { outcome: Outcome::Allowed, code: 200, found: Some(found), rules };
    };
    let permitted = standings.iter().any(|standing| standing.permitted);
    let mut rules: Vec<RuleId> =
        standings.iter().filter(|s| s.permitted == permitted).map(|s| s.rule).collect();
    // Only the default says no where it says so for each of them.
    let outcome = match permitted {
        true => Outcome::Allowed,
        false if rules.iter().all(|rule| *rule == RuleId::Group3) => Outcome::RefusedByDefault,
        false => Outcome::Refused,
    };
    if standings.len() > 1 {
        rules.push(RuleId::R8);
    }
    let code = if permitted { 200 } else { 403 };
    Expected { outcome, code, found: Some(found), rules }
}
