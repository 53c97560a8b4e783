//! BLF/SpeedDials that could not be given a status: as soon as the configuration would answer
//! otherwise, their phone is told to ask again, so that nobody has to touch it (WATCH-11, R-9).

use super::CallManager;
use super::requests::{Claim, believed};
use crate::id::{DnId, PhoneId};
use crate::node::{LinkMessage, Outbox, buttons, node_of_phone};
use crate::presence::{Answer, NoRecord, Outcome, Question, Watcher, Way, decide};
use std::collections::BTreeMap;

/// The refused ones by phone and button. Bounded by the buttons of the cluster.
#[derive(Clone, Debug, Default)]
pub(super) struct Denied {
    buttons: BTreeMap<(PhoneId, u16), Denial>,
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
        if answer.outcome == Outcome::Allowed {
            self.buttons.remove(&(phone, button));
        } else {
            let denial = Denial { target: question.target.into(), line: question.line, answer };
            self.buttons.insert((phone, button), denial);
        }
    }

    /// A phone starts afresh.
    pub(super) fn forget(&mut self, phone: PhoneId) {
        self.buttons.retain(|(of, _), _| *of != phone);
    }
}

impl CallManager {
    /// Tells the phones whose buttons would be answered otherwise now.
    pub(super) fn ask_denied_again(&mut self, out: &mut Outbox) {
        let mut denied = core::mem::take(&mut self.denied);
        denied.buttons.retain(|(phone, button), denial| {
            let stands = self.stands(*phone, *button, &denial.target);
            let other = stands && self.would_answer(*phone, *button, denial) != denial.answer;
            if other {
                out.link(node_of_phone(*phone), LinkMessage::AskAgain { button: *button });
            }
            stands && !other
        });
        self.denied = denied;
    }

    /// Whether the button still is on the phone and still is for this number.
    fn stands(&self, phone: PhoneId, button: u16, target: &str) -> bool {
        let phone = self.cluster.phones.get(phone);
        let is = |(at, _, number): (u16, _, &str)| at == button && number == target;
        phone.is_some_and(|phone| buttons::numbered(&self.cluster, phone).any(is))
    }

    fn would_answer(&self, phone: PhoneId, button: u16, denial: &Denial) -> Answer {
        let Denial { target, line, .. } = denial;
        let way = believed(&self.cluster, phone, Some(Claim::Blf(button)), target);
        let question = Question { watcher: Watcher::Phone(phone), way, target, line: *line };
        decide(&self.cluster, &self.index, &question, &mut NoRecord)
    }
}
