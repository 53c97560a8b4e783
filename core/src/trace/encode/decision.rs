//! Decisions with all their checks, as bytes. Rules are their lasting number, as `u16`.

use super::Encoder;
use super::asker::{encode_entry, encode_found, encode_watcher, optional_entry};
use super::node::{encode_way, line_state, published};
use crate::cluster::{Permission, Protocol};
use crate::id::{CssId, DnId, GroupId, PartitionId};
use crate::presence::{Check, Decision, Entry, Fact, Outcome, Verdict};

pub(super) fn encode_decision(e: &mut Encoder, decision: &Decision) {
    encode_watcher(e, decision.watcher);
    encode_way(e, decision.way);
    e.text(&decision.target);
    e.u8(outcome(decision.answer.outcome));
    e.u16(decision.answer.rule.code());
    e.option(decision.answer.found, encode_found);
    e.u16(decision.answer.code);
    // A decision has a handful of checks for each partition searched; far below 2^32.
    e.u32(u32::try_from(decision.checks.len()).unwrap_or(u32::MAX));
    for check in &decision.checks {
        encode_check(e, check);
    }
}

fn encode_check(e: &mut Encoder, check: &Check) {
    e.u16(check.rule.code());
    e.u8(match check.verdict {
        Verdict::Pass => 0,
        Verdict::Fail => 1,
        Verdict::NotApplied => 2,
        Verdict::Noted => 3,
    });
    encode_fact(e, &check.fact);
}

fn outcome(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Allowed => 0,
        Outcome::Refused => 1,
        Outcome::RefusedByDefault => 2,
        Outcome::NoRoute => 3,
    }
}

fn encode_fact(e: &mut Encoder, fact: &Fact) {
    match fact {
        Fact::Model { protocol } => {
            e.u8(0);
            e.u8(match protocol {
                Protocol::Sip => 0,
                Protocol::Sccp => 1,
                Protocol::H323 => 2,
            });
        }
        Fact::Template { button, available } => {
            e.u8(1);
            e.u16(*button);
            e.u16(*available);
        }
        Fact::CallListsEnabled(enabled) => {
            e.u8(2);
            e.u8(u8::from(*enabled));
        }
        Fact::Searched { css, partition, candidate } => {
            e.u8(3);
            e.option(*css, |e, CssId(id)| e.u32(id));
            e.option(*partition, |e, PartitionId(id)| e.u32(id));
            optional_entry(e, *candidate);
        }
        Fact::Matched(found) => {
            e.u8(4);
            encode_entry(e, *found);
        }
        Fact::RunnerUp { loser, winner, by_order } => {
            match (loser, winner) {
                (Entry::DirectoryNumber(loser), Entry::DirectoryNumber(winner)) => {
                    e.u8(5);
                    e.u32(loser.0);
                    e.u32(winner.0);
                }
                _ => {
                    e.u8(26);
                    encode_entry(e, *loser);
                    encode_entry(e, *winner);
                }
            }
            e.u8(u8::from(*by_order));
        }
        Fact::NoMatch { css, elsewhere } => {
            e.u8(6);
            e.option(*css, |e, CssId(id)| e.u32(id));
            optional_entry(e, *elsewhere);
        }
        Fact::NamedAnother { named, found } => {
            e.u8(7);
            e.u32(named.0);
            optional_entry(e, *found);
        }
        Fact::GroupsNotAsked => e.u8(8),
        _ => encode_permission(e, fact),
    }
}

/// What the groups said; every other fact belongs to the story.
fn encode_permission(e: &mut Encoder, fact: &Fact) {
    match fact {
        Fact::SameGroup(GroupId(id)) => {
            e.u8(9);
            e.u32(*id);
        }
        Fact::Permission { from, to, permission } => {
            e.u8(10);
            e.u32(from.0);
            e.u32(to.0);
            e.u8(match permission {
                Permission::UseSystemDefault => 0,
                Permission::AllowSubscription => 1,
                Permission::DisallowSubscription => 2,
            });
        }
        Fact::SystemDefault { from, to, allows } => {
            e.u8(11);
            e.u32(from.0);
            e.u32(to.0);
            e.u8(u8::from(*allows));
        }
        Fact::GroupsDecided { from, to } => {
            e.u8(12);
            e.u32(from.0);
            e.u32(to.0);
        }
        Fact::Status(status) => {
            e.u8(13);
            e.u8(published(*status));
        }
        _ => encode_story(e, fact),
    }
}

/// The facts that decide nothing and belong to the story.
fn encode_story(e: &mut Encoder, fact: &Fact) {
    match fact {
        Fact::Subscriber(DnId(id)) => {
            e.u8(14);
            e.u32(*id);
        }
        Fact::CssUnset => e.u8(15),
        Fact::CallCss(css) => {
            e.u8(16);
            e.option(*css, |e, CssId(id)| e.u32(id));
        }
        Fact::ByPattern(Entry::DirectoryNumber(DnId(id))) => {
            e.u8(17);
            e.u32(*id);
        }
        Fact::ByPattern(entry) => {
            e.u8(27);
            encode_entry(e, *entry);
        }
        Fact::NotOnCluster => e.u8(18),
        Fact::Colocated(DnId(id)) => {
            e.u8(19);
            e.u32(*id);
        }
        Fact::OnlyStandardGroup => e.u8(20),
        Fact::RoutedAndAuthorized { permitted } => {
            e.u8(21);
            e.u8(u8::from(*permitted));
        }
        Fact::AnsweredWith(code) => {
            e.u8(22);
            e.u16(*code);
        }
        Fact::ShownInstead => e.u8(23),
        Fact::DeviceStatus { phone, state, status } => {
            e.u8(24);
            e.u32(phone.0);
            e.u8(line_state(*state));
            e.u8(published(*status));
        }
        Fact::SharedLine { devices, status } => {
            e.u8(25);
            e.u32(*devices);
            e.u8(published(*status));
        }
        fact => super::outside::encode_outside(e, fact),
    }
}
