//! Lessons: what a learner reads, answers and does, in a run that is the learner's own. What the
//! right answer is, and whether a goal is reached, the engine tells of the run as it stands.

mod faults;
mod prose;
pub(super) mod sheet;
#[cfg(test)]
mod tests;
pub(super) mod ticket;
#[cfg(test)]
mod ticket_tests;

use super::run::Run;
use super::{Open, gallery, in_words, refused};
use crate::types::{LessonItem, LessonView, Reply, Request, VerdictView};
use core::ops::Range;
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::scenario::{
    Action, Asker, Lesson, MemorySources, Part, Prediction, Question, Scenario, Sources, Step,
    is_lesson, load_lesson,
};
use lampfield_core::time::Instant;
use lampfield_core::trace::words;
use std::sync::Arc;

/// A lesson that is learnt.
#[derive(Debug)]
pub(super) struct Learning {
    lesson: Lesson,
    /// How many parts have happened in the run.
    done: usize,
    /// What is still to happen of a part, in order: when, and in which words.
    due: Vec<(Instant, String)>,
}

/// What a file is loaded as: a scenario, and the lesson or the ticket that it belongs to.
pub(super) type Loaded = (Scenario, Option<Learning>, Option<ticket::Ticket>);

/// Reads a scenario, what a lesson starts from, or a ticket with its fault.
pub(super) fn load(files: &MemorySources, path: &str) -> Result<Loaded, Vec<Diagnostic>> {
    // Whoever has changed the text of a ticket has a file of their own.
    let own = |seed: &u32| files.read(path).is_ok_and(|text| *text == *ticket::view(*seed).text);
    if let Some(seed) = ticket::seed_of(path).filter(own) {
        return ticket::load(seed).map(|(scenario, ticket)| (scenario, None, Some(ticket)));
    }
    if !is_lesson(path) {
        return lampfield_core::scenario::load(files, path).map(|scenario| (scenario, None, None));
    }
    let lesson = load_lesson(files, path)?;
    Ok((lesson.start(), Some(Learning { lesson, done: 0, due: Vec::new() }), None))
}

/// The lessons in the order of their numbers.
pub(super) fn items() -> Vec<LessonItem> {
    let (sources, mut items) = (gallery::sources(), Vec::new());
    gallery::each(|name, text| {
        if !is_lesson(name) {
            return;
        }
        if let Ok(lesson) = load_lesson(&sources, name) {
            let count = |kind: fn(&Part) -> bool| {
                u32::try_from(lesson.parts.iter().filter(|part| kind(part)).count()).unwrap_or(0)
            };
            items.push(LessonItem {
                path: name.to_owned(),
                number: lesson.number,
                minutes: lesson.minutes,
                predictions: count(|part| matches!(part, Part::Predict(_))),
                goals: count(|part| matches!(part, Part::Goal(_))),
                name: lesson.scenario.name.clone(),
                about: lesson.scenario.about.clone(),
                text: text.to_owned(),
            });
        }
    });
    items
}

impl Request {
    /// Whether it lets time go, or changes the run.
    pub(super) fn moves(&self) -> bool {
        matches!(
            self,
            Request::Step
                | Request::StepBack
                | Request::StepToLamp
                | Request::BackToLamp
                | Request::RunUntil { .. }
                | Request::Act { .. }
                | Request::LessonGo { .. }
                | Request::LessonPlay { .. }
                | Request::LessonCheck { .. }
                | Request::StepToExpiry
                | Request::Place { .. }
                | Request::Watch { .. }
                | Request::Switch { .. }
                | Request::Skip { .. }
        )
    }
}

impl Learning {
    fn part(&self, part: u32) -> Option<&Part> {
        self.lesson.parts.get(usize::try_from(part).ok()?)
    }

    /// The moment that a part's steps count from, in the time of the lesson.
    fn since(&self, start: usize) -> Instant {
        let before = start.checked_sub(1).and_then(|last| self.lesson.scenario.steps.get(last));
        before.map_or(Instant::ZERO, |step| step.at)
    }

    /// Whether something has to happen before a part begins.
    fn skips(&self, part: usize) -> bool {
        let skipped = self.lesson.parts.get(self.done..part).unwrap_or_default();
        skipped.iter().any(|part| range(part).is_some())
    }

    fn steps(&self, range: Range<usize>) -> &[Step] {
        self.lesson.scenario.steps.get(range).unwrap_or_default()
    }

    /// Lets steps happen from now on, as far behind it as in the lesson. Gives when the last one
    /// has happened.
    fn put_off(&mut self, range: Range<usize>, now: Instant, text: &str) -> Instant {
        let since = self.since(range.start);
        let steps = self.steps(range).iter();
        let steps: Vec<_> =
            steps.map(|step| (now + (step.at - since), sentence(step, text))).collect();
        let until = steps.last().map_or(now, |(at, _)| *at);
        self.due = steps.into_iter().filter_map(|(at, words)| Some((at, words?))).collect();
        until
    }
}

/// What a step says, in the words that an act is told by; `None` where it does nothing.
fn sentence(step: &Step, text: &str) -> Option<String> {
    match &step.action {
        Action::Do { sentence, .. } | Action::Fault { sentence, .. } => Some(sentence.clone()),
        Action::Change { .. } => {
            // The lines below the first are indented as in the file, so the first has to be, too.
            let range = step.span.range();
            let above = text.get(..range.start)?;
            let column = above.len() - above.rfind('\n').map_or(0, |line| line + 1);
            let mut words = "change ".to_owned();
            words.extend(core::iter::repeat_n(' ', column));
            words.push_str(text.get(range)?.trim_end());
            Some(words)
        }
        _ => None,
    }
}

/// What belongs to a part and does something: all steps of a question, the solution and the checks
/// of a goal.
fn range(part: &Part) -> Option<Range<usize>> {
    match part {
        Part::Predict(question) => Some(question.steps.clone()),
        Part::Goal(goal) => Some(goal.solution.start..goal.check.end),
        _ => None,
    }
}

impl Open {
    /// What is due of a part up to this moment happens.
    pub(super) fn play_part(&mut self, until: Instant, tell: &mut dyn FnMut(u16)) {
        let Some(learning) = &mut self.learning else { return };
        if until < self.run.now() {
            learning.due.clear();
        }
        let later = learning.due.iter().position(|(at, _)| *at > until);
        let rest = learning.due.split_off(later.unwrap_or(learning.due.len()));
        for (at, words) in std::mem::replace(&mut learning.due, rest) {
            self.run.run_until(at.max(self.run.now()), tell);
            // What the learner has made impossible does not happen; the verdict tells.
            drop(self.run.act(&words, &MemorySources::default()));
        }
    }

    /// Whatever is due of a part happens at once: the learner goes on.
    pub(super) fn finish_part(&mut self, tell: &mut dyn FnMut(u16)) {
        self.play_part(Instant::FAR_FUTURE, tell);
    }

    /// Answers what is asked of a lesson.
    pub(super) fn teach(&mut self, request: &Request, tell: &mut dyn FnMut(u16)) -> Reply {
        let Some(learning) = &self.learning else { return refused("no lesson is open") };
        match request {
            Request::LessonGo { part } => self.go(*part, tell),
            Request::LessonPlay { part } => self.play(*part, tell),
            Request::LessonVerdict { part } => self.verdict(*part),
            Request::LessonCheck { part } => self.check_goal(*part),
            _ => Reply::Lesson {
                lesson: LessonView {
                    number: learning.lesson.number,
                    name: learning.lesson.scenario.name.clone(),
                    cards: prose::cards(&learning.lesson),
                },
            },
        }
    }

    fn go(&mut self, part: u32, tell: &mut dyn FnMut(u16)) -> Reply {
        let part = usize::try_from(part).unwrap_or(usize::MAX);
        let skips = self.learning.as_ref().is_some_and(|learning| learning.skips(part));
        if skips && let Err(words) = self.bring_to(part, tell) {
            return refused(&words);
        }
        self.snapshot(true)
    }

    /// Starts the lesson again and goes through it up to a part, everything at its time.
    fn bring_to(&mut self, part: usize, tell: &mut dyn FnMut(u16)) -> Result<(), String> {
        let player = self.run.player();
        let (scenario, seed) = (Arc::clone(player.scenario()), player.seed());
        let mut run = match Run::new(scenario, Some(seed)) {
            Ok(run) => run,
            Err(limit) => return Err(limit.to_string()),
        };
        let start = run.player().end();
        run.run_until(start, tell);
        self.run = run;
        let Some(learning) = &mut self.learning else { return Ok(()) };
        learning.done = part;
        let before = learning.lesson.parts.get(..part).unwrap_or_default();
        let ranges: Vec<_> = before.iter().filter_map(range).collect();
        if let (Some(first), Some(last)) = (ranges.first(), ranges.last()) {
            let (from, end) = (first.start, last.end);
            let now = learning.since(from);
            let until = learning.put_off(from..end, now, &self.text);
            self.play_part(until, tell);
            self.run.run_until(until, tell);
        }
        Ok(())
    }

    fn play(&mut self, part: u32, tell: &mut dyn FnMut(u16)) -> Reply {
        let Some(learning) = &self.learning else { return refused("no lesson is open") };
        let place = usize::try_from(part).unwrap_or(usize::MAX);
        let (steps, again) = match learning.part(part) {
            Some(Part::Predict(question)) => {
                (question.steps.clone(), place < learning.done || learning.skips(place))
            }
            // A solution is shown from where the lesson stood, whatever the learner has tried.
            Some(Part::Goal(goal)) => (goal.solution.clone(), true),
            _ => return refused("this part of the lesson has nothing to play"),
        };
        if again && let Err(words) = self.bring_to(place, tell) {
            return refused(&words);
        }
        let now = self.run.now();
        let Some(learning) = &mut self.learning else { return refused("no lesson is open") };
        // A goal counts as done once it is checked.
        let asked = matches!(learning.part(part), Some(Part::Predict(_)));
        learning.done = place + usize::from(asked);
        let until = learning.put_off(steps, now, &self.text);
        Reply::Plays { until_us: until.as_micros() }
    }

    fn verdict(&self, part: u32) -> Reply {
        let part_of = |learning: &Learning| match learning.part(part) {
            Some(Part::Predict(question)) => Some(question.clone()),
            _ => None,
        };
        let Some(question) = self.learning.as_ref().and_then(part_of) else {
            return refused("this part of the lesson asks nothing");
        };
        let answer = match self.run.player().answer(&question.question) {
            Ok(answer) => answer,
            Err(diagnostic) => return refused(&in_words(&diagnostic)),
        };
        let why = if answer == question.is { question.why.clone() } else { ELSEWHERE.to_owned() };
        let subject = self.asked_lamp(&question);
        let answer = answer.to_string();
        Reply::Verdict { verdict: VerdictView { part, answer, why, subject } }
    }

    /// The name of the lamp that a question is about.
    fn asked_lamp(&self, question: &Prediction) -> String {
        let player = self.run.player();
        let lamp = match &question.question {
            Question::Lamp(lamp)
            | Question::Answer(Asker::Lamp(lamp))
            | Question::StoppedBy(Asker::Lamp(lamp)) => player.lamp_key(lamp).ok(),
            _ => None,
        };
        lamp.map(|key| words::lamp_name(player.site(), &key)).unwrap_or_default()
    }

    fn check_goal(&mut self, part: u32) -> Reply {
        let Some(learning) = &mut self.learning else { return refused("no lesson is open") };
        let Some(Part::Goal(goal)) = learning.part(part) else {
            return refused("this part of the lesson has no goal");
        };
        let check = goal.check.clone();
        let since = learning.since(check.start);
        let outcomes = self.run.player().attempt(learning.steps(check.clone()), since);
        let failures = outcomes.iter().filter_map(|outcome| outcome.failure.as_ref());
        let failures: Vec<String> = failures.map(missed).collect();
        let now = self.run.now();
        let mut until = now;
        if failures.is_empty() {
            until = learning.put_off(check, now, &self.text);
            learning.done = usize::try_from(part).unwrap_or_default() + 1;
        }
        Reply::Checked { failures, until_us: until.as_micros() }
    }
}

/// What does not hold, in a sentence.
fn missed(failure: &Diagnostic) -> String {
    let mut words = failure.message.clone();
    if let Some(label) = failure.primary.as_ref().filter(|label| !label.text.is_empty()) {
        words.push_str(": ");
        words.push_str(&label.text);
    }
    words
}

/// Where the engine does not answer as the lesson expects.
const ELSEWHERE: &str = "What was done before differs from the lesson, and so does the answer. Ask \
                         Why?, or start the lesson again to see what it meant.";
