//! What nodes are told and tell, as bytes.

use super::{Encoder, encode_decision};
use crate::id::DnId;
use crate::node::{
    CallCommand, Command, LampCause, LinkMessage, NodeEvent, OutsideAnswer, OutsideCommand,
    Subscribe, WakeReason,
};
use crate::presence::{CallList, LineState, PublishedStatus, Way};
use crate::trace::{Lamp, LampKey, LampPlace};

pub(super) fn encode_command(e: &mut Encoder, command: &Command) {
    match command {
        Command::Connect => e.u8(0),
        Command::Unplug => e.u8(1),
        Command::Call(call) => {
            e.u8(2);
            encode_call(e, call);
        }
        Command::PressBlf(button) => {
            e.u8(3);
            e.u16(*button);
        }
        Command::OpenList(list) => {
            e.u8(4);
            e.u8(call_list(*list));
        }
        Command::CloseList(list) => {
            e.u8(5);
            e.u8(call_list(*list));
        }
        Command::OpenDirectory => e.u8(6),
        Command::CloseDirectory => e.u8(7),
        Command::TrunkService { trunk, in_service } => {
            e.u8(9);
            e.u32(trunk.0);
            e.u8(u8::from(*in_service));
        }
        Command::Restart => e.u8(10),
        Command::Outside(command) => {
            e.u8(8);
            encode_outside(e, command);
        }
    }
}

fn encode_outside(e: &mut Encoder, command: &OutsideCommand) {
    match command {
        OutsideCommand::Subscribe(Subscribe { target, user, peculiar }) => {
            e.u8(if peculiar.is_some() { 8 } else { 0 });
            e.text(target);
            e.option(user.as_deref(), Encoder::text);
            if let Some(peculiar) = peculiar {
                e.text(&peculiar.words());
            }
        }
        OutsideCommand::Unsubscribe { target } => {
            e.u8(1);
            e.text(target);
        }
        OutsideCommand::SetStatus { presentity, status } => {
            e.u8(2);
            e.text(presentity);
            e.u8(published(*status));
        }
        OutsideCommand::EndSubscriptions { presentity, reason } => {
            e.u8(3);
            e.text(presentity);
            e.text(reason);
        }
        OutsideCommand::Answer(answer) => {
            e.u8(4);
            match answer {
                OutsideAnswer::Honest => e.u16(0),
                OutsideAnswer::Code(code) => e.u16(*code),
                OutsideAnswer::Silence => e.u16(1),
            }
        }
        OutsideCommand::Dial { from, to } => {
            e.u8(5);
            e.text(from);
            e.text(to);
        }
        OutsideCommand::HangUp { from } => {
            e.u8(6);
            e.text(from);
        }
    }
}

fn encode_call(e: &mut Encoder, call: &CallCommand) {
    match call {
        CallCommand::Lift => e.u8(0),
        CallCommand::Dial(number) => {
            e.u8(1);
            e.text(number);
        }
        CallCommand::Answer => e.u8(2),
        CallCommand::Hold => e.u8(3),
        CallCommand::Resume => e.u8(4),
        CallCommand::HangUp => e.u8(5),
    }
}

pub(super) fn encode_link_message(e: &mut Encoder, message: &LinkMessage) {
    match message {
        LinkMessage::Register { session } => {
            e.u8(0);
            e.u32(*session);
        }
        LinkMessage::Registered { session } => {
            e.u8(1);
            e.u32(*session);
        }
        LinkMessage::User(call) => {
            e.u8(2);
            encode_call(e, call);
        }
        LinkMessage::Line { dn, state } => {
            e.u8(3);
            e.u32(dn.0);
            e.u8(line_state(*state));
        }
        LinkMessage::ListEntry { list, number, line } => {
            e.u8(4);
            e.u8(call_list(*list));
            e.text(number);
            e.u32(line.0);
        }
        LinkMessage::Watch { token, way, target, line } => {
            e.u8(5);
            e.u32(*token);
            encode_way(e, *way);
            e.text(target);
            e.option(*line, |e, line: DnId| e.u32(line.0));
        }
        LinkMessage::Unwatch { token } => {
            e.u8(6);
            e.u32(*token);
        }
        LinkMessage::Status { token, status } => {
            e.u8(7);
            e.u32(*token);
            e.u8(published(*status));
        }
        LinkMessage::WatchRefused { token, code } => {
            e.u8(8);
            e.u32(*token);
            e.u16(*code);
        }
        LinkMessage::LinkLost { .. } => e.u8(9),
        LinkMessage::Restart => e.u8(10),
        LinkMessage::Unregister => e.u8(11),
        LinkMessage::TrunkUp => e.u8(12),
        LinkMessage::TrunkCall { from, to } => {
            e.u8(13);
            e.text(from);
            e.text(to);
        }
        LinkMessage::WatchEnded { token, again } => {
            e.u8(15);
            e.u32(*token);
            e.u8(u8::from(*again));
        }
        LinkMessage::AskAgain { button } => {
            e.u8(16);
            e.u16(*button);
        }
        LinkMessage::TrunkHangUp { from } => {
            e.u8(14);
            e.text(from);
        }
    }
}

pub(super) fn encode_node_event(e: &mut Encoder, event: &NodeEvent) {
    match event {
        NodeEvent::Line { dn, state } => {
            e.u8(0);
            e.u32(dn.0);
            e.u8(line_state(*state));
        }
        NodeEvent::Published { dn, status } => {
            e.u8(1);
            e.u32(dn.0);
            e.u8(published(*status));
        }
        NodeEvent::Lamp { key, lamp, because } => {
            e.u8(2);
            encode_key(e, key);
            e.u8(encoded_lamp(*lamp));
            encode_because(e, *because);
        }
        NodeEvent::LampGone { key } => {
            e.u8(3);
            encode_key(e, key);
        }
        NodeEvent::ListEntry { list, number } => {
            e.u8(4);
            e.u8(call_list(*list));
            e.text(number);
        }
        NodeEvent::Decided(decision) => {
            e.u8(5);
            encode_decision(e, decision);
        }
        NodeEvent::TimerFired(reason) => {
            e.u8(6);
            e.u8(wake_reason(*reason));
        }
        NodeEvent::LineLearned { phone, dn, state, status, rule } => {
            e.u8(7);
            e.u32(phone.0);
            e.u32(dn.0);
            e.u8(line_state(*state));
            e.u8(published(*status));
            e.u16(rule.code());
        }
    }
}

pub(super) fn encode_way(e: &mut Encoder, way: Way) {
    match way {
        Way::BlfSpeedDial { button, named } => {
            e.u8(0);
            e.u16(button);
            e.option(named, |e, dn| e.u32(dn.0));
        }
        Way::CallList(list) => {
            e.u8(1);
            e.u8(call_list(list));
        }
        Way::Directory => e.u8(2),
        Way::Outside => e.u8(3),
    }
}

fn encode_key(e: &mut Encoder, key: &LampKey) {
    e.u32(key.phone.0);
    match &key.place {
        LampPlace::Blf(button) => {
            e.u8(0);
            e.u16(*button);
        }
        LampPlace::Entry(list, number) => {
            e.u8(1);
            e.u8(call_list(*list));
            e.text(number);
        }
        LampPlace::Directory(number) => {
            e.u8(2);
            e.text(number);
        }
        LampPlace::Watch(target) => {
            e.u8(3);
            e.text(target);
        }
    }
}

fn encode_because(e: &mut Encoder, because: LampCause) {
    let kind = match because {
        LampCause::Notified => 0,
        LampCause::Pending => 1,
        LampCause::Refused(_) => 2,
        LampCause::NoAnswer => 3,
        LampCause::Expired => 4,
        LampCause::Terminated => 5,
        LampCause::PhoneGone => 6,
        LampCause::Unreadable => 7,
        LampCause::NotMonitoring => 8,
    };
    e.u8(kind);
    if let LampCause::Refused(code) = because {
        e.u16(code);
    }
}

fn call_list(list: CallList) -> u8 {
    match list {
        CallList::Missed => 0,
        CallList::Placed => 1,
        CallList::Received => 2,
    }
}

pub(super) fn line_state(state: LineState) -> u8 {
    match state {
        LineState::NotConnected => 0,
        LineState::OnHook => 1,
        LineState::OffHook => 2,
        LineState::RingingIn => 3,
        LineState::Connected => 4,
    }
}

pub(super) fn published(status: PublishedStatus) -> u8 {
    match status {
        PublishedStatus::Idle => 0,
        PublishedStatus::Busy => 1,
        PublishedStatus::Unknown => 2,
    }
}

fn encoded_lamp(lamp: Lamp) -> u8 {
    match lamp {
        Lamp::Idle => 0,
        Lamp::Busy => 1,
        Lamp::Unknown => 2,
        Lamp::NoIcon => 3,
    }
}

fn wake_reason(reason: WakeReason) -> u8 {
    match reason {
        WakeReason::Retransmit => 0,
        WakeReason::GiveUp => 1,
        WakeReason::Forget => 2,
        WakeReason::AwaitNotify => 3,
        WakeReason::Expire => 4,
        WakeReason::Refresh => 5,
        WakeReason::Retry => 6,
        WakeReason::NoticeGone => 7,
        WakeReason::Patience => 8,
    }
}
