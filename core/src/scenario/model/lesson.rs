//! A lesson: a scenario that is told in prose, with questions to be answered beforehand and goals to
//! be reached.

use super::{Asker, LampRef, Scenario, Showing};
use crate::diagnostic::Span;
use crate::rules::RuleId;
use core::fmt;
use core::ops::Range;
use std::sync::Arc;

/// A lesson without mistakes in its file. Whether it keeps its promises, [`Lesson::prove`] tells.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its place among the lessons, from 1.
    pub number: u32,
    /// How many minutes it takes a learner, about.
    pub minutes: u32,
    /// What the learner reads, answers and does, in the order of the file.
    pub parts: Vec<Part>,
    /// The whole lesson as a scenario: what it starts from, then for each part what it adds, each
    /// goal with its solution. Title, rules and words are those of the front matter.
    pub scenario: Arc<Scenario>,
}

/// One part of a lesson.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Part {
    /// Markdown for the learner to read.
    Prose(String),
    /// Here the scenario starts; these are its steps.
    Start(Range<usize>),
    /// A question that the learner answers before the engine does.
    Predict(Prediction),
    /// Something that the learner has to reach.
    Goal(Goal),
}

/// A question, with what is answered to it and what happens meanwhile.
#[derive(Clone, Debug)]
pub struct Prediction {
    /// Its name, unique in the lesson.
    pub id: String,
    /// The question in words.
    pub ask: String,
    /// The question to the engine.
    pub question: Question,
    /// What the learner can choose from; the right one is among them.
    pub choices: Vec<Choice>,
    /// What the file says is right.
    pub is: Choice,
    /// Where the file says so.
    pub span: Span,
    /// Why it is so, in words for the learner who has answered.
    pub why: String,
    /// Those steps of the lesson's scenario that happen between the question and its answer. The
    /// last one tells the question; at its moment the answer is read.
    pub steps: Range<usize>,
}

/// What is asked of the engine.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Question {
    /// What a lamp shows.
    Lamp(LampRef),
    /// The last final SIP answer to a request.
    Answer(Asker),
    /// The rule whose check stops a request.
    StoppedBy(Asker),
}

/// One answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Choice {
    /// A lamp shows this.
    Lamp(Showing),
    /// The SIP status code; `None`: no final answer.
    Code(Option<u16>),
    /// The rule; `None`: nothing stops it.
    Rule(Option<RuleId>),
}

/// Something to be reached, and how to see that it is.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its name, unique in the lesson.
    pub id: String,
    /// What the learner has to do, in words.
    pub task: String,
    /// Hints, from the first nudge to the nearly told.
    pub hints: Vec<String>,
    /// Those steps of the lesson's scenario that reach it.
    pub solution: Range<usize>,
    /// Those steps, right after the solution, that tell whether it is reached.
    pub check: Range<usize>,
    /// Where the check stands in the file.
    pub span: Span,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Choice::Lamp(showing) => showing.fmt(f),
            Choice::Code(Some(code)) => code.fmt(f),
            Choice::Rule(Some(rule)) => rule.fmt(f),
            Choice::Code(None) | Choice::Rule(None) => f.write_str("nothing"),
        }
    }
}

impl Lesson {
    /// What the learner starts from: the lesson's scenario without the steps of its questions and
    /// goals.
    #[must_use]
    pub fn start(&self) -> Scenario {
        let own = self.parts.iter().find_map(|part| match part {
            Part::Start(steps) => self.scenario.steps.get(steps.clone()),
            _ => None,
        });
        Scenario { steps: own.unwrap_or_default().into(), ..Scenario::clone(&self.scenario) }
    }

    /// The lesson's scenario up to the check of a goal, as it goes for somebody who does nothing
    /// about it; everything keeps its moment.
    pub(in crate::scenario) fn without(&self, goal: &Goal) -> Scenario {
        let before = self.scenario.steps.get(..goal.solution.start).unwrap_or_default();
        let check = self.scenario.steps.get(goal.check.clone()).unwrap_or_default();
        let steps = before.iter().chain(check).cloned().collect();
        Scenario { steps, ..Scenario::clone(&self.scenario) }
    }
}
