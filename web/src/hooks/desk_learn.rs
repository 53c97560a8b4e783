//! What the desk does for a learner.

use std::rc::Rc;

use crate::messages as t;
use crate::state::{Action, LearnAct, Moment, News, Notice, NoticeKind, Source, Then, Turn};
use crate::types::{LessonItem, Reply, Request};

use super::browser;
use super::desk::{Asked, Desk};
use super::freshness::Part;

/// What a learner wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Open the pane, or close it.
    Toggle,
    /// Open a lesson, by its number.
    Lesson(u32),
    /// Back to the list.
    Leave,
    /// So many cards on.
    Turn(isize),
    /// See whether the choice is right.
    Predict,
    /// See whether the goal is reached.
    Check,
    /// See the solution.
    Solve,
    /// See at once what is being played.
    Skip,
    /// Begin the lesson again.
    Again,
    /// Open the ticket of this seed.
    Ticket(u32),
    /// Say what is wrong in it.
    Say,
    /// See whether its lamp is mended.
    Mended,
    /// Be told.
    GiveUp,
    /// See it mended.
    Mend,
    /// The checklist, held against the open cluster.
    Tour,
    /// A worksheet of a lesson, or, without one, of tickets from a number to another.
    Sheet(u32, u32, u32),
}

impl Desk {
    pub(super) fn learn(self: &Rc<Self>, wish: Wish) {
        let bench = self.bench();
        let learn = &bench.learn;
        let part = learn.card().map(|card| card.part);
        match (wish, part) {
            (Wish::Toggle, _) => {
                self.show(LearnAct::Toggle.into());
                if learn.items.is_empty() {
                    self.ask(Request::Lessons, Asked::Learn);
                }
            }
            (Wish::Lesson(number), _) => self.open_lesson(number),
            (Wish::Leave, _) => self.show(LearnAct::Left.into()),
            (Wish::Again, _) => {
                if let Some(lesson) = &learn.lesson {
                    self.show(LearnAct::Progress(learn.without(lesson.number)).into());
                    self.open_lesson(lesson.number);
                }
            }
            (Wish::Turn(by), Some(_)) => self.turn_card(by),
            (Wish::Predict, Some(part)) => self.play_part(part, Then::Verdict),
            (Wish::Solve, Some(part)) => self.play_part(part, Then::Check),
            (Wish::Check, Some(part)) => self.ask(Request::LessonCheck { part }, Asked::Learn),
            (Wish::Skip, _) => learn.until.into_iter().for_each(|until_us| self.stand_at(until_us)),
            (Wish::Ticket(seed), _) => {
                self.wanted.set(Some(seed));
                self.ask(Request::Ticket { seed }, Asked::Learn);
            }
            (Wish::Say, _) => {
                let (cause, object) = (learn.cause.clone(), learn.object.clone());
                self.ask(Request::TicketSay { cause, object }, Asked::Learn);
            }
            (Wish::Mended, _) => self.ask(Request::TicketCheck, Asked::Learn),
            (Wish::GiveUp, _) => self.ask(Request::TicketGiveUp, Asked::Learn),
            (Wish::Mend, _) => {
                let mend = learn.told.iter().flat_map(|told| told.mend.clone());
                mend.for_each(|sentence| self.act(sentence));
                self.show(Action::Play(true));
            }
            (Wish::Tour, _) => self.ask(Request::Tour, Asked::Learn),
            (Wish::Sheet(number, first, last), _) => {
                self.ask(Request::Sheet { number, first, last }, Asked::Sheet);
            }
            (_, None) => {}
        }
    }

    fn turn_card(self: &Rc<Self>, by: isize) {
        let bench = self.bench();
        let cards = bench.learn.lesson.as_ref().map_or(&[][..], |lesson| &lesson.cards);
        let next = bench.learn.card.saturating_add_signed(by);
        if let Some(card) = cards.get(next) {
            self.show(LearnAct::Card(next).into());
            self.seek.set(None);
            self.ask(Request::LessonGo { part: card.part }, Asked::Move);
        }
    }

    fn play_part(self: &Rc<Self>, part: u32, then: Then) {
        self.show(LearnAct::Then(then).into());
        self.ask(Request::LessonPlay { part }, Asked::Learn);
    }

    pub(super) fn open_lesson(self: &Rc<Self>, number: u32) {
        let bench = self.bench();
        let items = &bench.learn.items;
        if items.is_empty() {
            self.wanted.set(Some(number));
            return self.ask(Request::Lessons, Asked::Learn);
        }
        match items.iter().find(|item| item.number == number) {
            Some(item) => self.load_lesson(item),
            None => self.show(Action::Tell(Notice::new(NoticeKind::Link, t::NO_SUCH_LESSON))),
        }
    }

    fn load_lesson(self: &Rc<Self>, item: &LessonItem) {
        self.start_afresh();
        self.show(Action::Play(false));
        browser::set_hash(&t::lesson_hash(item.number));
        let source = Source::file(item.path.clone(), item.text.clone());
        self.load_as_new(Moment { source, ..Moment::default() }, false);
    }

    /// Another run was loaded: of a lesson its cards are wanted.
    pub(super) fn loaded_lesson(&self, path: &str) {
        let seed = path.strip_prefix("tickets/").and_then(|rest| rest.strip_suffix(".yaml"));
        let learn = &self.bench().learn;
        if path.ends_with(".md") {
            self.ask(Request::Lesson, Asked::Learn);
        } else if let Some(seed) = seed.and_then(|seed| seed.parse().ok()) {
            self.ask(Request::Ticket { seed }, Asked::Learn);
        } else if learn.lesson.is_some() || learn.ticket.is_some() {
            self.show(LearnAct::Left.into());
        }
    }

    /// The engine's answers to a learner.
    pub(super) fn taught(self: &Rc<Self>, reply: Reply) {
        match &reply {
            Reply::Lessons { items } => {
                let wanted = self.wanted.take();
                let item = items.iter().find(|item| Some(item.number) == wanted).cloned();
                self.came(News::Reply(reply));
                match (item, wanted) {
                    (Some(item), _) => self.load_lesson(&item),
                    (None, Some(_)) => self.open_lesson(0),
                    (None, None) => {}
                }
                return;
            }
            // To where it was left, once the page knows where that is.
            Reply::Lesson { .. } => self.go_on.set(true),
            Reply::Plays { until_us } => return self.plays(*until_us),
            Reply::Ticket { ticket } => {
                let wanted = self.wanted.take().is_some();
                if !wanted && self.bench().source.text != ticket.text {
                    // Its text was changed: it is a file like any other.
                    return self.show(LearnAct::Left.into());
                }
                if wanted {
                    self.start_afresh();
                    self.show(Action::Play(false));
                    browser::clear_hash();
                    let source = Source::file(ticket.path.clone(), ticket.text.clone());
                    self.load_as_new(Moment { source, ..Moment::default() }, false);
                }
            }
            Reply::Told { .. } => {
                // Why? was silent so far.
                self.fresh.borrow_mut().remove(&Part::Why);
            }
            Reply::Checked { failures, until_us } if failures.is_empty() => {
                self.show(LearnAct::Then(Then::Nothing).into());
                self.plays(*until_us);
            }
            _ => {}
        }
        self.came(News::Reply(reply));
    }

    /// What happens until then is seen.
    fn plays(&self, until_us: i64) {
        self.show(LearnAct::Plays(until_us).into());
        self.debt_us.set(0);
        self.ask(Request::Snapshot, Asked::Move);
        self.show(Action::Play(true));
    }

    /// Time went on: once all of a part has been seen, what follows is asked for.
    pub(super) fn part_seen(&self, now_us: i64) {
        let bench = self.bench();
        let learn = &bench.learn;
        let (Some(until_us), Some(card)) = (learn.until, learn.card()) else { return };
        if now_us < until_us {
            return;
        }
        self.show(Action::Play(false));
        let then = learn.then;
        self.show(LearnAct::Seen.into());
        let part = card.part;
        match then {
            Some(Then::Verdict) => self.ask(Request::LessonVerdict { part }, Asked::Learn),
            Some(Then::Check) => self.ask(Request::LessonCheck { part }, Asked::Learn),
            _ => {}
        }
    }

    /// What a lesson has done in its run belongs to a link of it, as what the learner does.
    pub(super) fn lesson_acts(&self, acts: &[(i64, String)]) {
        let bench = self.bench();
        if bench.learn.lesson.is_some() && bench.writing.acts.as_slice() != acts {
            self.show(Action::Turn(Turn::Same, acts.to_vec()));
        }
    }

    /// The lesson is drawn: its run is brought to the card on which it opens.
    pub(super) fn begin_card(&self) {
        if self.go_on.get()
            && let Some(card) = self.bench().learn.card()
        {
            self.go_on.set(false);
            self.ask(Request::LessonGo { part: card.part }, Asked::Move);
        }
    }
}
