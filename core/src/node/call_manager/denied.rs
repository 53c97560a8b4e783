//! BLF/SpeedDials that could not be given a status: as soon as the configuration would answer
//! otherwise, their phone is told to ask again, so that nobody has to touch it (WATCH-11, R-9).

use super::CallManager;
use crate::id::{DnId, PhoneId};
use crate::node::{LinkMessage, Outbox, buttons, node_of_phone};
use crate::presence::{Answer, NoRecord, Outcome, Question, Watcher, Way, decide};
use crate::sorted::SortedMap;

/// The refused ones by phone and button. Bounded by the buttons of the cluster.
#[derive(Clone, Debug, Default)]
pub(super) struct Denied {
    phones: SortedMap<PhoneId, SortedMap<u16, Denial>>,
}

/// What was asked, and the answer to it.
#[derive(Clone, Debug)]
struct Denial {
    target: Box<str>,
    line: Option<DnId>,
    answer: Answer,
}

impl Denied {
    /// Takes note of an answer. Entries of lists ask when they are opened, and those outside
    /// ask by themselves: only buttons are kept.
    pub(super) fn note(&mut self, question: &Question<'_>, answer: Answer) {
        let (Watcher::Phone(phone), Way::BlfSpeedDial { button, .. }) =
            (question.watcher, question.way)
        else {
            return;
        };
        if answer.outcome != Outcome::Allowed {
            let denial = Denial { target: question.target.into(), line: question.line, answer };
            self.phones.get_or_default(phone).insert(button, denial);
        } else if let Some(buttons) = self.phones.get_mut(&phone) {
            buttons.remove(&button);
        }
    }

    /// A phone starts afresh.
    pub(super) fn forget(&mut self, phone: PhoneId) {
        self.phones.remove(&phone);
    }
}

impl CallManager {
    /// Tells the phones whose buttons would be answered otherwise now.
    pub(super) fn ask_denied_again(&mut self, out: &mut Outbox) {
        let mut denied = core::mem::take(&mut self.denied);
        denied.phones.retain(|phone, buttons| {
            buttons.retain(|button, denial| self.stays_denied((*phone, *button), denial, out));
            !buttons.is_empty()
        });
        self.denied = denied;
    }

    /// Whether a button is still there and still refused in the same way. Where it would be answered
    /// otherwise, its phone is told.
    fn stays_denied(
        &self,
        (phone, button): (PhoneId, u16),
        denial: &Denial,
        out: &mut Outbox,
    ) -> bool {
        let Denial { target, line, .. } = denial;
        let Some(way) = self.way_of(phone, button, target) else { return false };
        let question = Question { watcher: Watcher::Phone(phone), way, target, line: *line };
        let answer = decide(&self.cluster, &self.index, &question, &mut NoRecord);
        if answer == denial.answer {
            return true;
        }
        out.link(node_of_phone(phone), LinkMessage::AskAgain { button });
        false
    }

    /// How a button watches, where it is on the phone still and is for this number still.
    fn way_of(&self, phone: PhoneId, button: u16, target: &str) -> Option<Way> {
        let phone = self.cluster.phones.get(phone)?;
        let mut all = buttons::numbered(&self.cluster, phone);
        let (_, blf, _) = all.find(|(at, _, number)| *at == button && *number == target)?;
        Some(Way::BlfSpeedDial { button, named: buttons::named(blf) })
    }
}
