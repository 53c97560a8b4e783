//! `no-status-after-refusal`: per subscription, a refused one never carries a status.

use super::Stage;
use super::wire::Wire;
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place};
use crate::gather::Gather;
use crate::id::{NodeId, PhoneId};
use crate::node::{LinkMessage, node_of_phone};
use crate::scenario::model::Invariant;
use crate::sip::message::Method;
use crate::sorted::SortedMap;
use crate::time::Instant;
use crate::trace::{Event, LampKey, words};
use std::sync::Arc;

/// What is known of subscriptions: over SIP by their Call-IDs, over SCCP by phone and token.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusals {
    dialogs: SortedMap<String, Dialog>,
    tokens: SortedMap<(PhoneId, u32), Instant>,
    broken: Vec<Broken>,
}

#[derive(Clone, Debug, Default)]
struct Dialog {
    lamp: Option<LampKey>,
    refused: Option<Instant>,
}

/// One status too many.
#[derive(Clone, Debug)]
struct Broken {
    at: Instant,
    refused: Instant,
    to: NodeId,
    about: String,
}

impl Refusals {
    pub(super) fn wire(&mut self, wire: &Wire) {
        match (wire.method, wire.code) {
            (Method::Subscribe, None) => {
                let dialog = self.dialogs.get_or_default(wire.call_id.clone());
                if wire.lamp.is_some() {
                    dialog.lamp.clone_from(&wire.lamp);
                }
            }
            (Method::Subscribe, Some(code)) => {
                // Too brief (423) and unknown (481) are no words on permission: both are retried.
                let refused = code >= 300 && !matches!(code, 423 | 481);
                if let Some(dialog) = self.dialogs.get_mut(&wire.call_id) {
                    dialog.refused = refused.then_some(dialog.refused.unwrap_or(wire.at));
                }
            }
            (Method::Notify, None) => {
                let refused = self.dialogs.get(&wire.call_id).and_then(|dialog| dialog.refused);
                if let (Some(refused), Some(_)) = (refused, wire.status) {
                    let about = wire.about.clone().unwrap_or_default();
                    self.broken.push(Broken { at: wire.at, refused, to: wire.to, about });
                }
            }
            _ => {}
        }
    }

    /// The lamp whose SUBSCRIBE a message answers.
    pub(super) fn asker(&self, wire: &Wire) -> Option<&LampKey> {
        if wire.method != Method::Subscribe || wire.code.is_none() {
            return None;
        }
        self.dialogs.get(&wire.call_id)?.lamp.as_ref()
    }

    pub(super) fn link(&mut self, event: &Event, phone: Option<PhoneId>, content: &LinkMessage) {
        let Some(phone) = phone else { return };
        match content {
            LinkMessage::Watch { token, .. } => {
                self.tokens.remove(&(phone, *token));
            }
            LinkMessage::WatchRefused { token, .. } => {
                self.tokens.insert((phone, *token), event.at);
            }
            LinkMessage::Status { token, .. } => {
                if let Some(refused) = self.tokens.get(&(phone, *token)) {
                    let about = format!("watch {token}");
                    self.broken.push(Broken {
                        at: event.at,
                        refused: *refused,
                        to: node_of_phone(phone),
                        about,
                    });
                }
            }
            _ => {}
        }
    }

    pub(super) fn violations(&self, stage: &Stage<'_>) -> Vec<Diagnostic> {
        let scenario = stage.scenario;
        let wanted =
            |(invariant, _): &&(Invariant, _)| *invariant == Invariant::NoStatusAfterRefusal;
        let Some((_, span)) = scenario.always.iter().find(wanted) else { return Vec::new() };
        let tell = |broken: &Broken| {
            let phone = words::node_name(stage.site, broken.to);
            let message =
                format!("a refused subscription of `{phone}` got a status at {}", broken.at);
            let place = Place { file: Arc::clone(&scenario.file), span: *span };
            let why = format!("{} was refused at {}", broken.about, broken.refused);
            Diagnostic::error(Code::InvariantBroken, place, message)
                .label("does not hold")
                .note(NoteKind::Why, why)
        };
        self.broken.iter().take(SHOWN).map(tell).gather()
    }
}

/// One broken invariant breaks often; the first ones tell the story.
const SHOWN: usize = 3;
