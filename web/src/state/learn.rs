//! What is being learnt: the lesson that is open, and how far one is in it.

use crate::types::{
    CardView, LessonItem, LessonView, Reply, SheetView, TicketView, ToldView, VerdictView,
};

use super::Shared;

/// What follows once what belongs to a part has been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The answer is read.
    Verdict,
    /// The goal is checked.
    Check,
    /// Nothing: it was only to be seen.
    Nothing,
}

/// What is wished of it.
#[derive(Clone, Debug, PartialEq)]
pub enum LearnAct {
    /// The pane opens or closes.
    Toggle,
    /// Back to the list of lessons; also where another run was opened.
    Left,
    /// Another card.
    Card(usize),
    /// Something was chosen, by its word.
    Choose(String),
    /// Something is seen up to a moment, microseconds.
    Plays(i64),
    /// What follows then.
    Then(Then),
    /// It has been seen.
    Seen,
    /// One hint more.
    Hint,
    /// What was kept of visits before.
    Progress(String),
    /// What is wrong in it, as the learner believes.
    Cause(String),
    /// Where it is.
    Object(String),
}

/// See the module.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learn {
    /// Whether the pane is open.
    pub open: bool,
    /// The lessons to choose from.
    pub items: Shared<Vec<LessonItem>>,
    /// The one that is open.
    pub lesson: Option<Shared<LessonView>>,
    /// The card.
    pub card: usize,
    /// What is chosen on it, by its word.
    pub chosen: String,
    /// Until when something is to be seen, microseconds, and what follows.
    pub until: Option<i64>,
    /// What follows then.
    pub then: Option<Then>,
    /// Questions that were answered in this run: what was chosen, and what the engine says.
    pub verdicts: Vec<(String, VerdictView)>,
    /// Parts whose goal was reached in this run.
    pub reached: Vec<u32>,
    /// What did not hold when the goal was checked last.
    pub failures: Vec<String>,
    /// How many hints are shown.
    pub hints: usize,
    /// What was learnt so far, also on visits before: `3p:lit` a question of lesson 3 answered
    /// rightly, `3x:lit` wrongly, `3g:lit` a goal reached.
    pub progress: String,
    /// The ticket that is open.
    pub ticket: Option<Shared<TicketView>>,
    /// What is wrong in it, as the learner believes.
    pub cause: String,
    /// Where it is.
    pub object: String,
    /// What the engine said to that.
    pub told: Option<ToldView>,
    /// The checklist that is open.
    pub tour: Option<Shared<SheetView>>,
    /// The worksheet that is open.
    pub sheet: Shared<SheetView>,
}

impl Learn {
    /// The card that is read.
    #[must_use]
    pub fn card(&self) -> Option<&CardView> {
        self.lesson.as_ref()?.cards.get(self.card)
    }

    /// What was chosen and answered on the card, where it was.
    #[must_use]
    pub fn verdict(&self) -> Option<&(String, VerdictView)> {
        let part = self.card()?.part;
        self.verdicts.iter().find(|(_, verdict)| verdict.part == part)
    }

    /// Whether the goal of the card is reached.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.card().is_some_and(|card| card.kind == "goal" && self.reached.contains(&card.part))
    }

    /// Whether a question is open, so that nothing may be told.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.open
            && self.card().is_some_and(|card| card.kind == "predict")
            && self.verdict().is_none()
    }

    /// Whether a ticket is open, so that lamps show what phones show and nothing else.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.ticket.is_some() && !self.told.as_ref().is_some_and(|told| told.over)
    }

    /// Whether a goal of the lesson is still to be reached, or a ticket to be mended, so that nothing
    /// may be done for the learner.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let open = |card: &CardView| card.kind == "goal" && !self.reached.contains(&card.part);
        self.hides() || self.lesson.as_ref().is_some_and(|own| own.cards.iter().any(open))
    }

    /// How many questions and goals of a lesson are done.
    #[must_use]
    pub fn score(&self, number: u32) -> (usize, usize) {
        let count = |kind: &str| {
            let mark = mark(number, kind, "");
            self.progress.split_whitespace().filter(|word| word.starts_with(&mark)).count()
        };
        (count("p"), count("g"))
    }

    pub(super) fn take(&mut self, act: LearnAct) {
        match act {
            LearnAct::Toggle => self.open = !self.open,
            LearnAct::Left => self.left(),
            LearnAct::Card(card) => self.turn_to(card),
            LearnAct::Choose(word) => self.chosen = word,
            LearnAct::Plays(until_us) => self.until = Some(until_us),
            LearnAct::Then(then) => self.then = Some(then),
            LearnAct::Seen => (self.until, self.then) = (None, None),
            LearnAct::Hint => self.hints += 1,
            LearnAct::Progress(text) => self.progress = text,
            LearnAct::Cause(cause) => self.cause = cause,
            LearnAct::Object(object) => self.object = object,
        }
    }

    /// The engine answered.
    pub(super) fn answered(&mut self, reply: Reply) {
        match reply {
            Reply::Lessons { items } => self.items = Shared::new(items),
            Reply::Lesson { lesson } => self.opened(lesson),
            Reply::Verdict { verdict } => self.judged(verdict),
            Reply::Checked { failures, .. } => self.checked(failures),
            Reply::Ticket { ticket } => {
                self.left();
                (self.open, self.ticket) = (true, Some(Shared::new(ticket)));
            }
            Reply::Sheet { sheet } => {
                self.left();
                (self.open, self.tour) = (true, Some(Shared::new(sheet)));
            }
            Reply::Told { told } => self.told = Some(told),
            _ => {}
        }
    }

    fn left(&mut self) {
        let (open, items) = (self.open, self.items.clone());
        let progress = std::mem::take(&mut self.progress);
        *self = Learn { open, items, progress, ..Learn::default() };
    }

    fn turn_to(&mut self, card: usize) {
        self.card = card;
        self.chosen.clear();
        self.failures.clear();
        self.hints = 0;
        (self.until, self.then) = (None, None);
    }

    /// A lesson opens where it was left: at the first card that is not done.
    fn opened(&mut self, lesson: LessonView) {
        let number = lesson.number;
        let known = |card: &CardView, kinds: &[&str]| {
            let known = |kind: &&str| self.knows(&mark(number, kind, &card.id));
            kinds.iter().any(known)
        };
        let open = lesson.cards.iter().position(|card| match card.kind.as_str() {
            "predict" => !known(card, &["p", "x"]),
            "goal" => !known(card, &["g"]),
            _ => false,
        });
        let begun = self.progress.split_whitespace().any(|word| {
            word.split_once(':').is_some_and(|(head, _)| {
                head.trim_end_matches(char::is_alphabetic).parse() == Ok(number)
            })
        });
        self.left();
        self.open = true;
        self.card = open.filter(|_| begun).unwrap_or_default();
        self.lesson = Some(Shared::new(lesson));
    }

    fn judged(&mut self, verdict: VerdictView) {
        let (Some(card), Some(lesson)) = (self.card(), &self.lesson) else { return };
        let kind = if self.chosen == verdict.answer { "p" } else { "x" };
        let (number, id) = (lesson.number, card.id.clone());
        // The first answer counts.
        if !self.knows(&mark(number, "p", &id)) && !self.knows(&mark(number, "x", &id)) {
            self.note(&mark(number, kind, &id));
        }
        self.verdicts.push((self.chosen.clone(), verdict));
    }

    fn checked(&mut self, failures: Vec<String>) {
        let (Some(card), Some(lesson)) = (self.card(), &self.lesson) else { return };
        let (part, mark) = (card.part, mark(lesson.number, "g", &card.id));
        if failures.is_empty() {
            self.note(&mark);
            self.reached.push(part);
        }
        self.failures = failures;
    }

    fn knows(&self, mark: &str) -> bool {
        self.progress.split_whitespace().any(|word| word == mark)
    }

    fn note(&mut self, mark: &str) {
        if !self.knows(mark) {
            self.progress.push(' ');
            self.progress.push_str(mark);
        }
    }

    /// What is known without one lesson.
    #[must_use]
    pub fn without(&self, number: u32) -> String {
        let own = |word: &&str| {
            let head = word.split(':').next().unwrap_or_default();
            head.trim_end_matches(char::is_alphabetic).parse() == Ok(number)
        };
        let rest: Vec<&str> = self.progress.split_whitespace().filter(|word| !own(word)).collect();
        rest.join(" ")
    }
}

fn mark(number: u32, kind: &str, id: &str) -> String {
    let mut mark = number.to_string();
    mark.push_str(kind);
    mark.push(':');
    mark.push_str(id);
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(part: u32, kind: &str, id: &str) -> CardView {
        CardView { part, kind: kind.into(), id: id.into(), ..CardView::default() }
    }

    fn lesson() -> LessonView {
        let cards = vec![card(0, "read", ""), card(1, "predict", "lit"), card(2, "goal", "dark")];
        LessonView { number: 3, cards, ..LessonView::default() }
    }

    fn opened() -> Reply {
        Reply::Lesson { lesson: lesson() }
    }

    fn checked(failures: &[&str]) -> Reply {
        let failures = failures.iter().map(|words| (*words).to_owned()).collect();
        Reply::Checked { failures, until_us: 0 }
    }

    fn verdict(answer: &str) -> Reply {
        let verdict = VerdictView { part: 1, answer: answer.into(), ..VerdictView::default() };
        Reply::Verdict { verdict }
    }

    #[test]
    fn the_first_answer_counts_and_a_goal_counts_once_it_is_reached() {
        let mut learn = Learn::default();
        learn.answered(opened());
        learn.take(LearnAct::Card(1));
        for chosen in ["busy", "idle"] {
            learn.take(LearnAct::Choose(chosen.into()));
            learn.answered(verdict("idle"));
        }
        learn.take(LearnAct::Card(2));
        learn.answered(checked(&["not so"]));
        assert_eq!((learn.score(3), learn.is_reached()), ((0, 0), false));
        learn.answered(checked(&[]));
        assert_eq!((learn.score(3), learn.is_reached()), ((0, 1), true));
        assert_eq!(learn.score(30), (0, 0));
    }

    #[test]
    fn a_lesson_opens_where_it_was_left_and_from_its_start_once_it_is_forgotten() {
        let mut learn = Learn::default();
        learn.take(LearnAct::Progress("13p:lit 3x:lit".into()));
        learn.answered(opened());
        assert_eq!((learn.card, learn.open), (2, true));
        assert_eq!(learn.without(3), "13p:lit");
        let mut learn = Learn::default();
        learn.answered(opened());
        assert_eq!(learn.card, 0);
    }

    #[test]
    fn nothing_is_done_for_a_learner_before_each_goal_is_reached() {
        let mut learn = Learn::default();
        assert!(!learn.is_open());
        learn.answered(opened());
        learn.take(LearnAct::Card(2));
        learn.answered(checked(&["not so"]));
        assert!(learn.is_open());
        learn.answered(checked(&[]));
        assert!(!learn.is_open());
        learn.answered(Reply::Ticket { ticket: TicketView::default() });
        assert!(learn.is_open());
        learn.answered(Reply::Told { told: ToldView { over: true, ..ToldView::default() } });
        assert!(!learn.is_open());
    }

    #[test]
    fn nothing_is_told_while_a_question_is_open() {
        let mut learn = Learn::default();
        learn.answered(opened());
        learn.take(LearnAct::Card(1));
        assert!(learn.asks());
        learn.answered(verdict("idle"));
        assert!(!learn.asks());
    }
}
