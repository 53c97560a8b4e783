//! The words of events: those that a scenario would use.

use super::{Lamp, LampKey, LampPlace};
use crate::id::{DnId, NodeId, PhoneId};
use crate::network::{Disturbance, DropReason, Fault, LinkEnd};
use crate::node::{
    CallCommand, Command, LampCause, LinkMessage, NodeEvent, OutsideAnswer, OutsideCommand,
    Subscribe, WakeReason,
};
use crate::presence::{CallList, LineState, Outcome, PublishedStatus, Watcher};
use crate::rng::Chance;
use crate::site::Roster;
use core::fmt::{self, Display};

/// The name of a node: the cluster's, or the phone's.
pub fn node_name(roster: &dyn Roster, node: NodeId) -> &str {
    roster.name_of_node(node).unwrap_or("(deleted phone)")
}

/// The name of a phone.
pub fn phone_name(roster: &dyn Roster, phone: PhoneId) -> &str {
    roster.name_of_phone(phone).unwrap_or("(deleted phone)")
}

/// The name of a link, as a sentence of `fault` says it: a phone, who is outside, or a trunk.
pub fn link_name(roster: &dyn Roster, link: PhoneId) -> String {
    roster.name_of_link(link).unwrap_or_else(|| "(deleted phone)".to_owned())
}

/// The name of a watcher: the phone's, the trunk's through which a request came in, or the user id.
pub fn watcher_name(roster: &dyn Roster, watcher: Watcher) -> &str {
    match watcher {
        Watcher::Phone(phone) => phone_name(roster, phone),
        Watcher::Trunk(request) => {
            roster.trunk(request.trunk).map_or("(deleted trunk)", |trunk| &trunk.name)
        }
        Watcher::EndUser(user) => roster.end_user(user).map_or("(deleted user)", |user| &user.name),
    }
}

/// The name of a directory number: `1111 in Executives`.
pub fn dn_name(roster: &dyn Roster, dn: DnId) -> &str {
    roster.directory_number(dn).map_or("(deleted number)", |dn| &dn.name)
}

/// The name of a lamp as a scenario writes it: `Phone A BLF 1`, `Phone A missed call 1111`.
pub fn lamp_name(roster: &dyn Roster, key: &LampKey) -> String {
    let phone = phone_name(roster, key.phone);
    match &key.place {
        LampPlace::Blf(button) => format!("{phone} BLF {button}"),
        LampPlace::Entry(list, number) => format!("{phone} {} call {number}", list_word(*list)),
        LampPlace::Directory(number) => format!("{phone} directory {number}"),
        LampPlace::Watch(target) => format!("{phone} watch {target}"),
    }
}

/// `missed`, `placed`, `received`.
pub const fn list_word(list: CallList) -> &'static str {
    match list {
        CallList::Missed => "missed",
        CallList::Placed => "placed",
        CallList::Received => "received",
    }
}

/// `idle`, `busy`, `unknown`, `no icon`: as expectations write it.
pub const fn lamp_word(lamp: Lamp) -> &'static str {
    match lamp {
        Lamp::Idle => "idle",
        Lamp::Busy => "busy",
        Lamp::Unknown => "unknown",
        Lamp::NoIcon => "no icon",
    }
}

/// `on-hook`, `off-hook` and so on.
pub const fn line_word(state: LineState) -> &'static str {
    match state {
        LineState::NotConnected => "not connected",
        LineState::OnHook => "on-hook",
        LineState::OffHook => "off-hook",
        LineState::RingingIn => "ringing in",
        LineState::Connected => "in a call",
    }
}

/// `idle`, `busy`, `unknown`.
pub const fn status_word(status: PublishedStatus) -> &'static str {
    match status {
        PublishedStatus::Idle => "idle",
        PublishedStatus::Busy => "busy",
        PublishedStatus::Unknown => "unknown",
    }
}

/// `allowed`, `refused` and so on.
pub const fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::Refused => "refused",
        Outcome::RefusedByDefault => "refused by default",
        Outcome::NoRoute => "no route",
    }
}

/// Why a datagram was dropped.
pub const fn drop_word(why: DropReason) -> &'static str {
    match why {
        DropReason::Loss => "lost",
        DropReason::Cut => "link cut",
        DropReason::OneShot => "lost by the scenario",
        DropReason::NoLink => "no link",
        DropReason::TooLong => "too long for a datagram",
    }
}

/// The timer's name for people and for the standards.
pub const fn timer_word(reason: WakeReason) -> &'static str {
    match reason {
        WakeReason::Retransmit => "timer E: sends again",
        WakeReason::GiveUp => "timer F: gives up",
        WakeReason::Forget => "timer K: forgets the transaction",
        WakeReason::AwaitNotify => "timer N: no NOTIFY came",
        WakeReason::Expire => "subscription expires",
        WakeReason::Refresh => "refreshes the subscription",
        WakeReason::Retry => "tries again",
        WakeReason::NoticeGone => "notices that a device is gone",
        WakeReason::Patience => "has waited long enough for the far end",
    }
}

/// Why a lamp shows what it shows; empty for a plain status.
pub fn cause_words(because: LampCause) -> String {
    let words = match because {
        LampCause::Notified => "",
        LampCause::Pending => "no NOTIFY yet",
        LampCause::Refused(code) => return format!("refused with {code}"),
        LampCause::NoAnswer => "no answer",
        LampCause::Expired => "subscription expired",
        LampCause::Terminated => "ended by the far end",
        LampCause::PhoneGone => "phone not connected",
        LampCause::Unreadable => "NOTIFY unreadable",
        LampCause::NotMonitoring => "monitors nothing",
    };
    words.to_owned()
}

/// What a user does, as after the name of a phone: `dials 1000`.
pub fn command_words(command: &Command) -> String {
    match command {
        Command::Connect => "connects".to_owned(),
        Command::Unplug => "is unplugged".to_owned(),
        Command::Call(call) => call_words(call),
        Command::PressBlf(button) => format!("presses BLF {button}"),
        Command::OpenList(list) => format!("opens {} calls", list_word(*list)),
        Command::CloseList(list) => format!("closes {} calls", list_word(*list)),
        Command::OpenDirectory => "opens directory".to_owned(),
        Command::CloseDirectory => "closes directory".to_owned(),
        Command::TrunkService { in_service: true, .. } => "takes a trunk into service".to_owned(),
        Command::TrunkService { in_service: false, .. } => {
            "takes a trunk out of service".to_owned()
        }
        Command::Restart => "restarts".to_owned(),
        Command::Outside(command) => outside_words(command),
    }
}

fn outside_words(command: &OutsideCommand) -> String {
    match command {
        OutsideCommand::Subscribe(Subscribe { target, user, peculiar }) => {
            let user = user.as_ref().map_or(String::new(), |user| format!(" for {user}"));
            let with =
                peculiar.as_ref().map_or(String::new(), |it| format!(" with {}", it.words()));
            format!("subscribes to {target}{user}{with}")
        }
        OutsideCommand::Unsubscribe { target } => format!("unsubscribes from {target}"),
        OutsideCommand::SetStatus { presentity, status } => {
            format!("sets {presentity} {}", status_word(*status))
        }
        OutsideCommand::EndSubscriptions { presentity, reason } => {
            format!("ends the subscription of {presentity} with {reason}")
        }
        OutsideCommand::Answer(OutsideAnswer::Honest) => "answers as it should".to_owned(),
        OutsideCommand::Answer(OutsideAnswer::Code(code)) => format!("answers {code}"),
        OutsideCommand::Answer(OutsideAnswer::Silence) => "answers nothing".to_owned(),
        OutsideCommand::Dial { from, to } => format!("dials {to} from {from}"),
        OutsideCommand::HangUp { from } => format!("hangs up {from}"),
    }
}

fn call_words(call: &CallCommand) -> String {
    match call {
        CallCommand::Lift => "lifts".to_owned(),
        CallCommand::Dial(number) => format!("dials {number}"),
        CallCommand::Answer => "answers".to_owned(),
        CallCommand::Hold => "holds".to_owned(),
        CallCommand::Resume => "resumes".to_owned(),
        CallCommand::HangUp => "hangs up".to_owned(),
    }
}

/// A fault as a scenario writes it: `lose next NOTIFY to Phone A`.
pub fn fault_words(roster: &dyn Roster, fault: &Fault) -> String {
    match fault {
        Fault::Cut(phone) => format!("cut {}", link_name(roster, *phone)),
        Fault::Heal(phone) => format!("heal {}", link_name(roster, *phone)),
        Fault::LoseNext { but, method, end, phone } => {
            let end = match end {
                LinkEnd::To => "to",
                LinkEnd::From => "from",
            };
            let but = if *but > 0 { format!("but {but} ") } else { String::new() };
            format!("lose next {but}{method} {end} {}", link_name(roster, *phone))
        }
        Fault::Disturb { phone: None, disturbance } => disturbance_words(*disturbance),
        Fault::Disturb { phone: Some(phone), disturbance } => {
            format!("{} on {}", disturbance_words(*disturbance), link_name(roster, *phone))
        }
        Fault::Calm => "calm".to_owned(),
    }
}

fn disturbance_words(disturbance: Disturbance) -> String {
    match disturbance {
        Disturbance::Loss(chance) => format!("loss {}", Percent(chance)),
        Disturbance::Duplication(chance) => format!("duplication {}", Percent(chance)),
        Disturbance::Reordering(chance) => format!("reordering {}", Percent(chance)),
        Disturbance::Latency(time) => format!("latency {time}"),
        Disturbance::Jitter(time) => format!("jitter {time}"),
    }
}

/// A chance in percent, with as many digits as it needs: `30%`, `0.5%`.
struct Percent(Chance);

impl Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.per_million / 10_000, self.0.per_million % 10_000);
        if rest == 0 {
            return write!(f, "{whole}%");
        }
        let digits = format!("{rest:04}");
        write!(f, "{whole}.{}%", digits.trim_end_matches('0'))
    }
}

/// What an in-process message says.
pub fn link_words(roster: &dyn Roster, message: &LinkMessage) -> String {
    match message {
        LinkMessage::Register { .. } => "register".to_owned(),
        LinkMessage::Registered { .. } => "registered".to_owned(),
        LinkMessage::LinkLost { .. } => "link lost".to_owned(),
        LinkMessage::Restart => "restart".to_owned(),
        LinkMessage::Unregister => "unregister".to_owned(),
        LinkMessage::TrunkUp => "trunk up".to_owned(),
        LinkMessage::TrunkCall { from, to } => format!("{from} calls {to}"),
        LinkMessage::WatchEnded { .. } => "watch ended".to_owned(),
        LinkMessage::AskAgain { button } => format!("ask again for BLF {button}"),
        LinkMessage::TrunkHangUp { from } => format!("{from} hangs up"),
        LinkMessage::User(call) => call_words(call),
        LinkMessage::Line { dn, state } => {
            format!("{} {}", dn_name(roster, *dn), line_word(*state))
        }
        LinkMessage::ListEntry { list, number, .. } => {
            format!("{} call {number}", list_word(*list))
        }
        LinkMessage::Watch { target, .. } => format!("watch {target}"),
        LinkMessage::Unwatch { .. } => "unwatch".to_owned(),
        LinkMessage::Status { status, .. } => format!("status {}", status_word(*status)),
        LinkMessage::WatchRefused { code, .. } => format!("watch refused ({code})"),
    }
}

/// What a node tells of itself.
pub fn node_event_words(roster: &dyn Roster, node: NodeId, event: &NodeEvent) -> String {
    match event {
        NodeEvent::Line { dn, state } => {
            format!("{} is {}", dn_name(roster, *dn), line_word(*state))
        }
        NodeEvent::LineLearned { phone, dn, state, status, rule } => format!(
            "learns that {} is {} on {}: {} ({rule})",
            dn_name(roster, *dn),
            line_word(*state),
            phone_name(roster, *phone),
            status_word(*status)
        ),
        NodeEvent::Published { dn, status } => {
            format!("publishes {} as {}", dn_name(roster, *dn), status_word(*status))
        }
        NodeEvent::Lamp { key, lamp, because } => {
            let (name, lamp) = (lamp_name(roster, key), lamp_word(*lamp));
            match cause_words(*because) {
                cause if cause.is_empty() => format!("{name} shows {lamp}"),
                cause => format!("{name} shows {lamp}: {cause}"),
            }
        }
        NodeEvent::LampGone { key } => format!("{} is gone", lamp_name(roster, key)),
        NodeEvent::ListEntry { list, number } => {
            format!("{number} stands in the {} calls", list_word(*list))
        }
        NodeEvent::Decided(decision) => {
            let watcher = watcher_name(roster.at(node), decision.watcher);
            let answer = decision.answer;
            let outcome = outcome_word(answer.outcome);
            format!("decides {watcher} for {}: {outcome} ({})", decision.target, answer.rule)
        }
        NodeEvent::TimerFired(reason) => timer_word(*reason).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_print_without_needless_digits() {
        let print = |per_million| Percent(Chance { per_million }).to_string();
        assert_eq!([300_000, 5_000, 1, 1_000_000].map(print), ["30%", "0.5%", "0.0001%", "100%"]);
    }
}
