//! In which form a watcher is told: the event package that he asks for, and how it is written.

use super::screen::PACKAGE;
use crate::presence::PublishedStatus;
use crate::sip::dialog_info::{self, LineWord, Writer, dialogs_of};
use crate::sip::message::Message;
use crate::sip::pidf::{self, Dialect, Entity};
use crate::time::Instant;

/// What a watcher may ask for, and how it is written for him.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// How presence documents are written.
    pub dialect: Dialect,
    /// Whether `Event: dialog` is served too: phones may ask for it, trunks may not.
    pub dialogs: bool,
}

impl Served {
    /// The packages for Allow-Events.
    pub(super) fn packages(self) -> &'static str {
        if self.dialogs { "presence, dialog" } else { PACKAGE }
    }

    /// In which form a request is to be answered; none where its package is not served.
    pub(super) fn form(self, message: &Message) -> Option<Form> {
        match message.event()?.package {
            PACKAGE => Some(Form::Presence(self.dialect)),
            dialog_info::PACKAGE if self.dialogs => Some(Form::Dialogs { call: 0 }),
            _ => None,
        }
    }
}

/// In which form the status goes to one watcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a presence document (RFC 3863).
    Presence(Dialect),
    /// As the dialogs of the line (RFC 4235).
    Dialogs {
        /// The number of the call that the line was busy with last.
        call: u16,
    },
}

impl Form {
    /// Its event package.
    pub(super) fn package(self) -> &'static str {
        match self {
            Form::Presence(_) => PACKAGE,
            Form::Dialogs { .. } => dialog_info::PACKAGE,
        }
    }

    /// The media type of its documents.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Form::Presence(_) => pidf::MEDIA_TYPE,
            Form::Dialogs { .. } => dialog_info::MEDIA_TYPE,
        }
    }

    /// Whether its documents satisfy this media range. Phones ask for the older `cpim-pidf+xml` and
    /// understand PIDF.
    pub(super) fn meets(self, range: &str) -> bool {
        let older = matches!(self, Form::Presence(_)).then_some("application/cpim-pidf+xml");
        let known = [self.media_type(), "application/*", "*/*"];
        known.into_iter().chain(older).any(|known| range.eq_ignore_ascii_case(known))
    }

    /// A status comes after another. A line that becomes busy again has another call: its dialog has
    /// an id of its own (RFC 4235 4.1.1).
    pub(super) fn turn(&mut self, before: Option<PublishedStatus>, now: PublishedStatus) {
        if let Form::Dialogs { call } = self
            && now == PublishedStatus::Busy
            && before != Some(now)
        {
            *call = call.wrapping_add(1);
        }
    }

    /// Appends the document of a NOTIFY; `cseq` is its number in the dialog, from 1 on. Dialogs
    /// cannot tell that a status is unknown: then there is no document, which phones show as that.
    pub(super) fn write(
        self,
        entity: Entity<'_>,
        (status, cseq): (PublishedStatus, u32),
        now: Instant,
        out: &mut Vec<u8>,
    ) {
        let call = match self {
            Form::Presence(dialect) => return dialect.write(entity, status, now, out),
            Form::Dialogs { call } => u32::from(call),
        };
        let word = match status {
            PublishedStatus::Idle => LineWord::Idle,
            PublishedStatus::Busy => LineWord::Busy,
            PublishedStatus::Unknown => return,
        };
        // The documents of a subscription are counted from 0 on, as its requests are from 1.
        let mut writer = Writer::from_version(cseq.saturating_sub(1));
        writer.write(entity, &dialogs_of(word, entity.user, call), out);
    }
}
