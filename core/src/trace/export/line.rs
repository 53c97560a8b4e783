//! One event as one line of JSON.

use super::asker::{found_json, watcher_json};
use super::bytes::base64;
use super::fact::{fact_json, way_json};
use crate::gather::Gather;
use crate::json::{Json, json};
use crate::network::{Disturbance, DropReason, Fault, LinkEnd};
use crate::node::{
    CallCommand, Command, LampCause, LinkMessage, NodeEvent, OutsideAnswer, OutsideCommand,
    Subscribe, WakeReason,
};
use crate::presence::{CallList, Decision, LineState, Verdict};
use crate::trace::words::{lamp_word, list_word, outcome_word, status_word};
use crate::trace::{Event, LampKey, LampPlace, What};

/// One event as one line, without its end.
pub fn event_line(event: &Event) -> String {
    let (what, fields) = what_json(&event.what);
    let (id, at, node) = (event.id.0, event.at.as_micros(), event.node.0);
    let cause = event.cause.map(|cause| format!("\"cause\":{},", cause.0)).unwrap_or_default();
    let mut line = format!("{{\"id\":{id},\"at\":{at},\"node\":{node},{cause}\"what\":\"{what}\"");
    // Every kind has at least one field, so a comma always belongs before them.
    let after_what = line.len();
    fields.write(&mut line);
    line.replace_range(after_what..=after_what, ",");
    line
}

fn what_json(what: &What) -> (&'static str, Json) {
    match what {
        What::Command(command) => ("command", json!({ "command": command_json(command) })),
        What::Fault(fault) => ("fault", json!({ "fault": fault_json(fault) })),
        What::Configured { words } => ("configured", json!({ "words": words })),
        What::Sent { message, to, bytes } => {
            let (form, content) = match core::str::from_utf8(bytes) {
                Ok(text) => ("sip", text.to_owned()),
                Err(_) => ("base64", base64(bytes)),
            };
            ("sent", json!({ "message": message.0, "to": to.0, form: content }))
        }
        What::Duplicated { message } => ("duplicated", json!({ "message": message.0 })),
        What::Dropped { message, why } => {
            ("dropped", json!({ "message": message.0, "why": drop_name(*why) }))
        }
        What::Delivered { message, from } => {
            ("delivered", json!({ "message": message.0, "from": from.0 }))
        }
        What::LinkSent { message, to, content } => {
            let says = link_json(content);
            ("link-sent", json!({ "message": message.0, "to": to.0, "says": says }))
        }
        What::LinkDelivered { message, from } => {
            ("link-delivered", json!({ "message": message.0, "from": from.0 }))
        }
        What::Node(told) => node_json(told),
    }
}

fn node_json(told: &NodeEvent) -> (&'static str, Json) {
    match told {
        NodeEvent::Line { dn, state } => {
            ("line", json!({ "dn": dn.0, "state": line_name(*state) }))
        }
        NodeEvent::LineLearned { phone, dn, state, status, rule } => {
            let (state, status) = (line_name(*state), status_word(*status));
            let rule = rule.as_str();
            let fields = json!({
                "phone": phone.0, "dn": dn.0, "state": state, "status": status, "rule": rule
            });
            ("learned", fields)
        }
        NodeEvent::Published { dn, status } => {
            ("published", json!({ "dn": dn.0, "status": status_word(*status) }))
        }
        NodeEvent::Lamp { key, lamp, because } => {
            let (lamp, because) = (lamp_word(*lamp), because_json(*because));
            ("lamp", json!({ "lamp": key_json(key), "shows": lamp, "because": because }))
        }
        NodeEvent::LampGone { key } => ("lamp-gone", json!({ "lamp": key_json(key) })),
        NodeEvent::ListEntry { list, number } => {
            ("list-entry", json!({ "list": list_word(*list), "number": number }))
        }
        NodeEvent::Decided(decision) => ("decided", decision_json(decision)),
        NodeEvent::TimerFired(reason) => ("timer", json!({ "timer": timer_name(*reason) })),
    }
}

fn decision_json(decision: &Decision) -> Json {
    let checks = decision.checks.iter().map(|check| {
        let verdict = match check.verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::NotApplied => "not applied",
            Verdict::Noted => "noted",
        };
        json!({ "rule": check.rule.as_str(), "verdict": verdict, "fact": fact_json(&check.fact) })
    });
    let answer = decision.answer;
    json!({
        "watcher": watcher_json(decision.watcher),
        "way": way_json(decision.way),
        "target": &decision.target,
        "outcome": outcome_word(answer.outcome),
        "rule": answer.rule.as_str(),
        "code": answer.code,
        "found": answer.found.map(found_json),
        "checks": checks.gather(),
    })
}

fn command_json(command: &Command) -> Json {
    match command {
        Command::Connect => json!("connect"),
        Command::Unplug => json!("unplug"),
        Command::Call(call) => call_json(call),
        Command::PressBlf(button) => json!({ "press-blf": button }),
        Command::OpenList(list) => json!({ "open": list_word(*list) }),
        Command::CloseList(list) => json!({ "close": list_word(*list) }),
        Command::OpenDirectory => json!("open-directory"),
        Command::CloseDirectory => json!("close-directory"),
        Command::TrunkService { trunk, in_service } => {
            json!({ "trunk": trunk.0, "in-service": in_service })
        }
        Command::Restart => json!("restart"),
        Command::Outside(command) => outside_json(command),
    }
}

fn outside_json(command: &OutsideCommand) -> Json {
    match command {
        OutsideCommand::Subscribe(Subscribe { target, user, peculiar: None }) => {
            json!({ "subscribe": target, "for": user })
        }
        OutsideCommand::Subscribe(Subscribe { target, user, peculiar: Some(peculiar) }) => {
            json!({ "subscribe": target, "for": user, "with": peculiar.words() })
        }
        OutsideCommand::Unsubscribe { target } => json!({ "unsubscribe": target }),
        OutsideCommand::SetStatus { presentity, status } => {
            json!({ "set": presentity, "status": status_word(*status) })
        }
        OutsideCommand::EndSubscriptions { presentity, reason } => {
            json!({ "end": presentity, "reason": reason })
        }
        OutsideCommand::Answer(OutsideAnswer::Honest) => json!({ "answer": "honest" }),
        OutsideCommand::Answer(OutsideAnswer::Code(code)) => json!({ "answer": code }),
        OutsideCommand::Answer(OutsideAnswer::Silence) => json!({ "answer": "nothing" }),
        OutsideCommand::Dial { from, to } => json!({ "dial": to, "from": from }),
        OutsideCommand::HangUp { from } => json!({ "hang-up": from }),
    }
}

fn call_json(call: &CallCommand) -> Json {
    match call {
        CallCommand::Lift => json!("lift"),
        CallCommand::Dial(number) => json!({ "dial": number }),
        CallCommand::Answer => json!("answer"),
        CallCommand::Hold => json!("hold"),
        CallCommand::Resume => json!("resume"),
        CallCommand::HangUp => json!("hang-up"),
    }
}

fn fault_json(fault: &Fault) -> Json {
    match fault {
        Fault::Cut(phone) => json!({ "cut": phone.0 }),
        Fault::Heal(phone) => json!({ "heal": phone.0 }),
        Fault::LoseNext { but, method, end, phone } => {
            let end = match end {
                LinkEnd::To => "to",
                LinkEnd::From => "from",
            };
            if *but > 0 {
                return json!({ "lose-next": method, "but": *but, end: phone.0 });
            }
            json!({ "lose-next": method, end: phone.0 })
        }
        Fault::Disturb { phone, disturbance } => {
            let (name, value) = disturbance_value(*disturbance);
            json!({ name: value, "phone": phone.map(|phone| phone.0) })
        }
        Fault::Calm => json!("calm"),
    }
}

/// Chances count hits in a million, times microseconds.
fn disturbance_value(disturbance: Disturbance) -> (&'static str, i64) {
    match disturbance {
        Disturbance::Loss(chance) => ("loss", i64::from(chance.per_million)),
        Disturbance::Duplication(chance) => ("duplication", i64::from(chance.per_million)),
        Disturbance::Reordering(chance) => ("reordering", i64::from(chance.per_million)),
        Disturbance::Latency(time) => ("latency", time.as_micros()),
        Disturbance::Jitter(time) => ("jitter", time.as_micros()),
    }
}

fn link_json(message: &LinkMessage) -> Json {
    match message {
        LinkMessage::Register { session } => json!({ "register": session }),
        LinkMessage::Registered { session } => json!({ "registered": session }),
        LinkMessage::LinkLost { .. } => json!("link-lost"),
        LinkMessage::Restart => json!("restart"),
        LinkMessage::Unregister => json!("unregister"),
        LinkMessage::TrunkUp => json!("trunk-up"),
        LinkMessage::TrunkCall { from, to } => json!({ "trunk-call": to, "from": from }),
        LinkMessage::WatchEnded { token, again } => json!({ "ended": token, "again": again }),
        LinkMessage::AskAgain { button } => json!({ "ask-again": button }),
        LinkMessage::TrunkHangUp { from } => json!({ "trunk-hang-up": from }),
        LinkMessage::User(call) => json!({ "user": call_json(call) }),
        LinkMessage::Line { dn, state } => json!({ "line": dn.0, "state": line_name(*state) }),
        LinkMessage::ListEntry { list, number, line } => {
            json!({ "list": list_word(*list), "number": number, "line": line.0 })
        }
        LinkMessage::Watch { token, way, target, line } => json!({
            "watch": token,
            "way": way_json(*way),
            "target": target,
            "line": line.map(|line| line.0),
        }),
        LinkMessage::Unwatch { token } => json!({ "unwatch": token }),
        LinkMessage::Status { token, status } => {
            json!({ "watched": token, "status": status_word(*status) })
        }
        LinkMessage::WatchRefused { token, code } => json!({ "refused": token, "code": code }),
    }
}

fn key_json(key: &LampKey) -> Json {
    match &key.place {
        LampPlace::Blf(button) => json!({ "phone": key.phone.0, "blf": button }),
        LampPlace::Entry(list, number) => entry_json(key, *list, number),
        LampPlace::Directory(number) => json!({ "phone": key.phone.0, "directory": number }),
        LampPlace::Watch(target) => json!({ "phone": key.phone.0, "watch": target }),
    }
}

fn entry_json(key: &LampKey, list: CallList, number: &str) -> Json {
    json!({ "phone": key.phone.0, "list": list_word(list), "number": number.to_owned() })
}

fn because_json(because: LampCause) -> Json {
    let name = match because {
        LampCause::Notified => "notified",
        LampCause::Pending => "pending",
        LampCause::Refused(code) => return json!({ "refused": code }),
        LampCause::NoAnswer => "no-answer",
        LampCause::Expired => "expired",
        LampCause::Terminated => "terminated",
        LampCause::PhoneGone => "phone-gone",
        LampCause::Unreadable => "unreadable",
        LampCause::NotMonitoring => "not-monitoring",
    };
    json!(name)
}

pub(super) const fn line_name(state: LineState) -> &'static str {
    match state {
        LineState::NotConnected => "not-connected",
        LineState::OnHook => "on-hook",
        LineState::OffHook => "off-hook",
        LineState::RingingIn => "ringing-in",
        LineState::Connected => "connected",
    }
}

const fn drop_name(why: DropReason) -> &'static str {
    match why {
        DropReason::Loss => "loss",
        DropReason::Cut => "cut",
        DropReason::OneShot => "one-shot",
        DropReason::NoLink => "no-link",
        DropReason::TooLong => "too-long",
    }
}

const fn timer_name(reason: WakeReason) -> &'static str {
    match reason {
        WakeReason::Retransmit => "E",
        WakeReason::GiveUp => "F",
        WakeReason::Forget => "K",
        WakeReason::AwaitNotify => "N",
        WakeReason::Expire => "expire",
        WakeReason::Refresh => "refresh",
        WakeReason::Retry => "retry",
        WakeReason::NoticeGone => "notice-gone",
        WakeReason::Patience => "patience",
    }
}
