//! A decision in one line.

use super::names::{self, Names};
use crate::presence::{Decision, Fact, Outcome, Way};
use crate::rules::RuleId;

/// `outcome (rule): why`, and where a button names another directory number, that.
pub(super) fn headline(names: &Names<'_>, d: &Decision) -> String {
    let outcome = match d.answer.outcome {
        Outcome::Allowed => "allowed",
        Outcome::Refused => "refused",
        Outcome::RefusedByDefault => "refused by default",
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
        RuleId::Watch9 => "BLF for Call Lists is Disabled, so call lists show no status".to_owned(),
        RuleId::Watch13 => {
            format!("{} is of a phone type that watches nothing", names.watcher(d.watcher))
        }
        RuleId::Admin3 => unassigned(names, d),
        RuleId::Group10 => {
            format!("{} is found, and a BLF/SpeedDial asks no presence groups", found(names, d))
        }
        RuleId::Group1 | RuleId::Group2 | RuleId::Group3 => groups(names, d),
        RuleId::Css6 => format!("no SIP route pattern leads to {}", d.target),
        _ => looked_in(names, d),
    }
}

fn found<'a>(names: &Names<'a>, d: &Decision) -> &'a str {
    d.answer.found.map_or("nothing", |found| names.found(found))
}

fn unassigned(names: &Names<'_>, d: &Decision) -> String {
    let phone = d.watcher.phone().and_then(|id| names.0.phones.get(id));
    let button = match d.way {
        Way::BlfSpeedDial { button, .. } => button,
        Way::CallList(_) | Way::Directory | Way::Outside => 0,
    };
    let here = match phone.and_then(|p| p.template) {
        None => format!("{} has no phone button template", names.watcher(d.watcher)),
        Some(id) => {
            let template = names.0.button_templates.get(id);
            let count = template.map_or(0, |t| t.blf_button_count());
            format!("the template `{}` has {}", names.template(id), buttons(count))
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
    format!("{} is found, and {decided}", found(names, d))
}

/// `looked in Internal, then <None>; 1111 stands in Executives`.
fn looked_in(names: &Names<'_>, d: &Decision) -> String {
    let searched = d.checks.iter().filter_map(|check| match check.fact {
        Fact::Searched { partition, .. } => Some(names.partition(partition)),
        _ => None,
    });
    let searched: Vec<&str> = searched.collect();
    let elsewhere = d.checks.iter().find_map(|check| match check.fact {
        Fact::NoMatch { elsewhere, .. } => elsewhere,
        _ => None,
    });
    let unset = if d.answer.rule == RuleId::Css3 { "the SUBSCRIBE CSS is None: " } else { "" };
    format!(
        "{unset}looked in {}; {}",
        searched.join(", then "),
        super::sentence::elsewhere(names, &d.target, elsewhere)
    )
}
