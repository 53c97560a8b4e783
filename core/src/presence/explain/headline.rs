//! A decision in one line.

use super::names::{self, Names};
use super::owner;
use crate::gather::Gather;
use crate::presence::decide::blf_buttons;
use crate::presence::{
    Check, Decision, Fact, Found, Outcome, Owner, Proof, Verdict, Watcher, Way, WrongProof,
};
use crate::rules::RuleId;

/// `outcome (rule): why`, and where a button names another directory number, that.
pub(super) fn headline(names: &Names<'_>, d: &Decision) -> String {
    let outcome = match d.answer.outcome {
        Outcome::Allowed => "allowed",
        Outcome::Refused => "refused",
        Outcome::RefusedByDefault => "refused by default",
        Outcome::NoRoute if d.answer.found.is_some() => "not supported",
        Outcome::NoRoute => "no match",
    };
    let mut line = format!("{outcome} ({}): {}", d.answer.rule, why(names, d));
    let another = d.checks.iter().find_map(|check| match check.fact {
        Fact::NamedAnother { named, found: Some(found) } => Some((named, found)),
        _ => None,
    });
    if let Some((named, found)) = another {
        let (named, found) = (names.dn(named), names.entry(found));
        line += &format!("; the button names {named}, but {found} answers ({})", RuleId::R14);
    }
    line
}

fn why(names: &Names<'_>, d: &Decision) -> String {
    match d.answer.rule {
        RuleId::Watch9 => {
            let what = if d.way == Way::Directory { "directories" } else { "call lists" };
            format!("BLF for Call Lists is Disabled, so {what} show no status")
        }
        RuleId::Watch13 => phone_type(names, d),
        RuleId::Admin3 => unassigned(names, d),
        RuleId::Group10 => {
            format!("{}, and a BLF/SpeedDial asks no presence groups", found(names, d))
        }
        RuleId::Group1 | RuleId::Group2 | RuleId::Group3 => groups(names, d),
        RuleId::Css1 | RuleId::Css3 => looked_in(names, d),
        RuleId::Auth14 => format!("{}{}", failed(names, d, RuleId::Auth14), credentials(d)),
        rule => failed(names, d, rule),
    }
}

/// What ended the request, in the words of its check.
fn failed(names: &Names<'_>, d: &Decision, rule: RuleId) -> String {
    let failed = |check: &&Check| check.rule == rule && check.verdict == Verdict::Fail;
    let check = d.checks.iter().rfind(failed);
    check.map_or_else(String::new, |check| super::sentence::sentence(names, Some(d), check))
}

/// What the sender has to do, which no setting of the cluster does for it.
fn credentials(d: &Decision) -> &'static str {
    let Watcher::Trunk(request) = d.watcher else { return "" };
    // An application must prove itself where its level is asked (AUTH-9).
    let application = d.checks.iter().any(|check| check.rule == RuleId::Auth9);
    match (request.proof, application) {
        (Proof::Wrong(WrongProof::Stale | WrongProof::Replayed | WrongProof::Unsupported), _) => "",
        (_, true) => ". The sender needs the credentials of an application user",
        (_, false) => {
            ". The sender needs the device credentials of the trunk, or those of an application user"
        }
    }
}

/// `1111 in Executives is found`, `7001 leads to Trunk C`.
fn found(names: &Names<'_>, d: &Decision) -> String {
    match d.answer.found {
        None => "nothing is found".to_owned(),
        Some(Found::Route(route)) => {
            format!("{} leads to {}", d.target, super::sentence::way(names, route))
        }
        Some(found) => format!("{} is found", names.found(found)),
    }
}

fn phone_type(names: &Names<'_>, d: &Decision) -> String {
    let partly = d.checks.iter().any(|check| matches!(check.fact, Fact::ModelSupport { .. }));
    match partly {
        true => failed(names, d, RuleId::Watch13),
        false => format!("{} is of a phone type that watches nothing", names.watcher(d.watcher)),
    }
}

fn unassigned(names: &Names<'_>, d: &Decision) -> String {
    let phone = d.watcher.phone().and_then(|id| names.0.phones.look_up(id));
    let button = match d.way {
        Way::BlfSpeedDial { button, .. } => button,
        Way::CallList(_) | Way::Directory | Way::Outside => 0,
    };
    let here = match phone.and_then(|p| p.template) {
        None => format!("{} has no phone button template", names.watcher(d.watcher)),
        Some(id) => {
            let count = phone.map_or(0, |phone| usize::from(blf_buttons(names.0, phone)));
            let since = match phone.is_some_and(|p| p.acting.template_at_reset.is_some()) {
                true => " as of the last Reset",
                false => "",
            };
            format!("the template `{}` has {}{since}", names.template(id), buttons(count))
        }
    };
    format!("BLF {button} is an unassigned associated item: {here}")
}

/// `no Speed Dial BLF button`, `1 Speed Dial BLF button`, `2 Speed Dial BLF buttons`.
pub(super) fn buttons(count: usize) -> String {
    match count {
        0 => "no Speed Dial BLF button".to_owned(),
        1 => "1 Speed Dial BLF button".to_owned(),
        n => format!("{n} Speed Dial BLF buttons"),
    }
}

fn groups(names: &Names<'_>, d: &Decision) -> String {
    let decided = d.checks.iter().rev().find_map(|check| match check.fact {
        Fact::SameGroup(group) => Some(format!("both are in `{}`", names.group(group))),
        Fact::SystemDefault { from, to, allows } => Some(format!(
            "`{}` to `{}` is Use System Default, and that is {}",
            names.group(from),
            names.group(to),
            names::allows(allows)
        )),
        Fact::Permission { from, to, permission } => Some(format!(
            "`{}` to `{}` is {}",
            names.group(from),
            names.group(to),
            names::permission(permission)
        )),
        _ => None,
    });
    let decided = decided.unwrap_or_else(|| "the presence groups decided".to_owned());
    format!("{}, and {decided}", found(names, d))
}

/// `looked in Internal, then <None>; 1111 stands in Executives`.
fn looked_in(names: &Names<'_>, d: &Decision) -> String {
    let searched = d.checks.iter().filter_map(|check| match check.fact {
        Fact::Searched { partition, .. } => Some(names.partition(partition)),
        _ => None,
    });
    let searched: Vec<&str> = searched.gather();
    let elsewhere = d.checks.iter().find_map(|check| match check.fact {
        Fact::NoMatch { elsewhere, .. } => elsewhere,
        _ => None,
    });
    let unset = match (d.answer.rule, owner::of_css(names.0, d.watcher)) {
        (RuleId::Css3, Owner::Phone(_)) => "the SUBSCRIBE CSS is None: ".to_owned(),
        (RuleId::Css3, owner) => {
            format!("the SUBSCRIBE CSS of {} is None: ", names.owner(owner))
        }
        _ => String::new(),
    };
    format!(
        "{unset}looked in {}; {}",
        searched.join(", then "),
        super::sentence::elsewhere(names, &d.target, elsewhere)
    )
}
