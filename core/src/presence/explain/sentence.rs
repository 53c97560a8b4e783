//! What each check says, in a sentence.

mod accepted;
mod carried;
mod outside;

pub(super) use outside::way;

use super::headline::buttons;
use super::names::{self, Names};
use super::owner;
use crate::cluster::Protocol;
use crate::id::{DnId, PhoneId};
use crate::presence::{Check, Decision, Entry, Fact, LineState, PublishedStatus, Verdict, Way};
use crate::rules::RuleId;
use crate::trace::words::status_word;

/// The sentence of one check. `d` is the decision that it belongs to, if it belongs to one.
pub(super) fn sentence(names: &Names<'_>, d: Option<&Decision>, check: &Check) -> String {
    let watcher = d.map_or("the phone", |d| names.watcher(d.watcher));
    let target = d.map_or("the number", |d| &d.target);
    match &check.fact {
        Fact::Model { protocol: Protocol::H323 } => {
            format!("{watcher} is an H.323 phone, which watches nothing")
        }
        Fact::Model { protocol } => format!("{watcher} is a {protocol} phone, which can watch"),
        Fact::Template { button, available } => template(check.verdict, *button, *available),
        Fact::CallListsEnabled(true) => "BLF for Call Lists is Enabled".to_owned(),
        Fact::CallListsEnabled(false) => "BLF for Call Lists is Disabled".to_owned(),
        Fact::CssUnset => {
            let owner = d.map_or(watcher, |d| names.owner(owner::of_css(names.0, d.watcher)));
            format!(
                "{owner} has no SUBSCRIBE calling search space: only numbers without a partition are found"
            )
        }
        Fact::CallCss(css) => {
            let css = css.map_or("<None>", |css| names.css(css));
            format!("the calling search space for calls, {css}, is another one and was not asked")
        }
        Fact::Searched { partition, candidate, .. } => {
            let partition = names.partition(*partition);
            match candidate {
                Some(entry) => format!("looked in {partition}: {} matches", names.entry(*entry)),
                None => format!("looked in {partition}: nothing matches"),
            }
        }
        Fact::Matched(entry) => format!("the closest match is {}", names.entry(*entry)),
        Fact::RunnerUp { loser, winner, by_order } => runner_up(names, *loser, *winner, *by_order),
        Fact::ByPattern(entry) => {
            format!("{} is a pattern, and {target} matches it", names.entry(*entry))
        }
        Fact::NoMatch { elsewhere: entry, .. } if check.rule == RuleId::Css6 => match entry {
            None => format!("no SIP route pattern leads to {target}"),
            Some(entry) => {
                let elsewhere = stands_in(names, *entry);
                format!("no SIP route pattern in reach leads to {target}: {elsewhere}")
            }
        },
        Fact::NoMatch { elsewhere: entry, .. } => {
            format!("nothing matches {target}: {}", elsewhere(names, target, *entry))
        }
        Fact::NotOnCluster => {
            format!("{target} is not on the cluster; the button dials it all the same")
        }
        Fact::NamedAnother { named, found } => named_another(names, *named, *found),
        _ => groups(names, group_owner(names, d), check)
            .or_else(|| answered(names, d, check))
            .or_else(|| status(names, check))
            .or_else(|| outside::sentence(names, watcher, target, check))
            .unwrap_or_default(),
    }
}

/// Whose group was asked.
fn group_owner<'a>(names: &Names<'a>, d: Option<&Decision>) -> &'a str {
    d.map_or("the phone", |d| names.owner(owner::of_group(names.0, d)))
}

fn template(verdict: Verdict, button: u16, available: u16) -> String {
    let available = buttons(usize::from(available));
    match verdict {
        Verdict::Fail => {
            format!("BLF {button} is an unassigned associated item: the template has {available}")
        }
        _ => format!("BLF {button} has its button: the template has {available}"),
    }
}

fn runner_up(names: &Names<'_>, loser: Entry, winner: Entry, by_order: bool) -> String {
    let (loser, winner) = (names.entry(loser), names.entry(winner));
    if by_order {
        format!("{loser} matches as closely, but {winner} is searched first")
    } else {
        format!("{loser} matches too, but {winner} matches more closely")
    }
}

/// Where a number that was not found stands instead.
pub(super) fn elsewhere(names: &Names<'_>, target: &str, entry: Option<Entry>) -> String {
    match entry {
        None => format!("no partition has {target}"),
        Some(entry) => stands_in(names, entry),
    }
}

fn stands_in(names: &Names<'_>, entry: Entry) -> String {
    format!("{} stands in {}", names.number_of(entry), names.partition_of(entry))
}

fn named_another(names: &Names<'_>, named: DnId, found: Option<Entry>) -> String {
    let named = names.dn(named);
    match found {
        Some(found) => format!(
            "the button names {named}, but a SUBSCRIBE carries only the number, and {} answers",
            names.entry(found)
        ),
        None => format!(
            "the button names {named}, but a SUBSCRIBE carries only the number, and the search does not reach it"
        ),
    }
}

/// What groups have to say; `None` for other facts.
fn groups(names: &Names<'_>, watcher: &str, check: &Check) -> Option<String> {
    Some(match &check.fact {
        Fact::GroupsNotAsked => "a BLF/SpeedDial asks no presence groups".to_owned(),
        Fact::SameGroup(group) => {
            format!("{watcher} and the presentity are in one group, `{}`", names.group(*group))
        }
        Fact::OnlyStandardGroup => {
            "there is no group but the Standard Presence group, so groups refuse nothing".to_owned()
        }
        Fact::Permission { from, to, permission } => {
            let permission = names::permission(*permission);
            format!("`{}` to `{}` is {permission}", names.group(*from), names.group(*to))
        }
        Fact::SystemDefault { allows, .. } => {
            let default = names::allows(*allows);
            format!("Default Inter-Presence Group Subscription is {default}")
        }
        Fact::GroupsDecided { from, to } => {
            let may = if check.verdict == Verdict::Pass { "may" } else { "may not" };
            format!("`{}` {may} see `{}`", names.group(*from), names.group(*to))
        }
        Fact::RoutedAndAuthorized { permitted: true } => {
            "routing found the number and the groups permit it: each was asked on its own"
                .to_owned()
        }
        Fact::RoutedAndAuthorized { permitted: false } => {
            "routing found the number, and the groups, asked on their own, refuse it".to_owned()
        }
        _ => return None,
    })
}

/// What was answered, and who stood as the subscriber; `None` for other facts.
fn answered(names: &Names<'_>, d: Option<&Decision>, check: &Check) -> Option<String> {
    Some(match &check.fact {
        Fact::Subscriber(line) => subscriber(names, d, check.rule, *line),
        Fact::Colocated(dn) => {
            format!("{} is on this cluster, which answers itself", names.dn(*dn))
        }
        Fact::AnsweredWith(code) => match code {
            200 => "answered 200: accepted".to_owned(),
            403 => "answered 403: forbidden".to_owned(),
            401 => "answered 401: prove who you are".to_owned(),
            404 => "answered 404: not found".to_owned(),
            code => format!("answered {code}"),
        },
        Fact::ShownInstead => match d.map(|d| d.way) {
            Some(Way::CallList(_) | Way::Directory) => "the entry shows no icon".to_owned(),
            _ => "the lamp shows unknown".to_owned(),
        },
        _ => return None,
    })
}

fn subscriber(names: &Names<'_>, d: Option<&Decision>, rule: RuleId, line: DnId) -> String {
    let line = names.dn(line);
    match rule {
        RuleId::Watch8 => {
            let phone = d.map_or("the phone", |d| names.watcher(d.watcher));
            format!("the watcher is {phone}, not its line {line}: its own group and CSS count")
        }
        RuleId::Quirk7 => format!("{line} stands as the subscriber: the first line in service"),
        _ if d.is_some_and(|d| d.way == Way::Directory) => {
            format!(
                "{line} stands as the subscriber: of an entry without a call the first line in service"
            )
        }
        _ => format!("{line} stands as the subscriber: the line of the call"),
    }
}

/// What the status table has to say; `None` for other facts.
fn status(names: &Names<'_>, check: &Check) -> Option<String> {
    Some(match &check.fact {
        Fact::DeviceStatus { phone, state, status } => {
            device(names, check.rule, *phone, *state, *status)
        }
        Fact::SharedLine { devices: 0, .. } => {
            "no phone has this line, so its status is unknown".to_owned()
        }
        Fact::SharedLine { devices, status } => {
            let status = status_word(*status);
            format!("{devices} phones have this line: together they make {status}")
        }
        Fact::Status(status) => format!("CallManager says {}", status_word(*status)),
        _ => return None,
    })
}

fn device(
    names: &Names<'_>,
    rule: RuleId,
    phone: PhoneId,
    state: LineState,
    status: PublishedStatus,
) -> String {
    if rule == RuleId::R12 && state == LineState::OffHook {
        return "dial tone, dialling and ringing the far end are off-hook".to_owned();
    }
    let model = names.0.phones.look_up(phone).map(|p| p.model.to_string()).unwrap_or_default();
    let (phone, state) = (names.phone(phone), names::state(state));
    let status = status_word(status);
    match rule {
        RuleId::R12 => format!("{phone} is {state}, a held one too: {status}"),
        RuleId::Watch7 => format!("{phone} is {state}: {status}"),
        _ => format!("{phone} is {state}; for a {model} phone that means {status}"),
    }
}
