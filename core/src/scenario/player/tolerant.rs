//! Checks by a real clock: what must be may be early or late by the tolerance, and what cannot be
//! proven is unknown, never a guess.
//!
//! | expectation | holds | does not hold | else unknown |
//! |---|---|---|---|
//! | a lamp shows, within a time | at some moment of the widened window | at none | |
//! | and holds | no other until the end | another well inside | another near an end |
//! | messages, `never` | what is seen in the widened window is right | what is certain is wrong | |
//! | what is read at a moment | right | wrong, and nothing moved near it | |

use super::check::{Asked, Holds};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Severity};
use crate::gather::Gather;
use crate::scenario::failure::{self, Different};
use crate::scenario::model::{
    Asker, Count, Expected, LampRef, Showing, WaveRow, Waveform, When, Window,
};
use crate::time::{Duration, Instant};
use crate::trace::LampKey;

/// How a run is checked whose clock is this machine's.
#[derive(Clone, Copy, Debug)]
pub struct RealClock {
    /// By so much anything may be early or late.
    pub(super) tolerance: Duration,
    /// Behind a pointer, so that programs without a real clock do not carry it.
    pub(super) judge: fn(&Asked<'_>, Duration) -> Holds,
}

impl RealClock {
    /// A real clock whose moments are known to within `tolerance`.
    pub fn new(tolerance: Duration) -> Self {
        RealClock { tolerance, judge }
    }
}

/// The run was so late at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Late {
    pub(super) at: Instant,
    pub(super) by: Duration,
}

/// So many moments at which a run was late are kept: each is as good a reason as the next.
const LATE_KEPT: usize = 1_000;

impl super::Player {
    /// The run came to a moment later than it should, by this much: what is checked around it is
    /// unknown where that is more than the tolerance.
    pub fn was_late(&mut self, at: Instant, by: Duration) {
        let tolerance = self.clock.map_or(Duration::ZERO, |clock| clock.tolerance);
        if by > tolerance && self.late.len() < LATE_KEPT {
            self.late.push(Late { at, by });
        }
    }
}

fn judge(asked: &Asked<'_>, tolerance: Duration) -> Holds {
    let holds = Tolerant { asked, tolerance }.holds();
    let around = asked.at - tolerance..=asked.player.world().now();
    match asked.player.late.iter().find(|late| around.contains(&late.at)) {
        Some(Late { at, by }) => {
            let why = format!("the run was {by} late at {at}, and the tolerance is {tolerance}");
            let plain = failure::not_proven(&asked.scene());
            Err(unproven(*holds.err().unwrap_or(plain), why))
        }
        None => holds,
    }
}

/// What would have been a failure, as something that is not known.
fn unproven(failure: Diagnostic, why: String) -> Box<Diagnostic> {
    let told = Diagnostic { code: Code::NotProven, severity: Severity::Warning, ..failure };
    Box::new(told.note(NoteKind::Why, why))
}

struct Tolerant<'a> {
    asked: &'a Asked<'a>,
    tolerance: Duration,
}

impl Tolerant<'_> {
    fn holds(&self) -> Holds {
        let asked = self.asked;
        match &asked.expectation.what {
            Expected::Lamp { key, is, when } => {
                let key = asked.key(key)?;
                self.lamp(&key, *is, *when)?;
                asked.because(&key).or_else(|failure| self.unless_moved(Some(&key), failure))
            }
            Expected::Message { count, window, .. } => self.message(*count, *window),
            Expected::NeverMessage { window, .. } => self.never_message(*window),
            Expected::NeverLamp { key, is, window } => {
                self.never_lamp(&asked.key(key)?, *is, *window)
            }
            Expected::Waveform(waveform) => self.waveform(waveform),
            what => asked.holds(&mut Vec::new()).or_else(|failure| {
                let key = match what {
                    Expected::Decision { asker: Asker::Lamp(LampRef::Known(key)), .. }
                    | Expected::Answer { asker: Asker::Lamp(LampRef::Known(key)), .. } => Some(key),
                    _ => None,
                };
                self.unless_moved(key, failure)
            }),
        }
    }

    fn not_known(&self, failure: Diagnostic, what: &str, at: Instant) -> Holds {
        let tolerance = self.tolerance;
        let why = format!("{what} at {at}, and by a real clock that may be {tolerance} off");
        Err(unproven(failure, why))
    }

    /// What is read at one moment may have been otherwise a moment earlier or later.
    fn unless_moved(&self, key: Option<&LampKey>, failure: Box<Diagnostic>) -> Holds {
        let asked = self.asked;
        let (from, to) = (asked.at - self.tolerance, asked.at + self.tolerance);
        let facts = &asked.player.facts;
        let near = |at: &Instant| from <= *at && *at <= to;
        let lamp = key.and_then(|key| {
            let changes = facts.changes(key).iter().map(|change| change.at);
            changes.chain(facts.answer(key).map(|answer| answer.at)).find(near)
        });
        let steps = asked.player.scenario().steps.iter().map(|step| step.at);
        let step = || steps.clone().find(|at| *at > asked.at && near(at));
        match lamp.or_else(step) {
            Some(at) => self.not_known(*failure, "something changed", at),
            None => Err(failure),
        }
    }

    fn lamp(&self, key: &LampKey, is: Showing, when: When) -> Holds {
        let asked = self.asked;
        let early = if when.within == Duration::ZERO { self.tolerance } else { Duration::ZERO };
        let from = asked.at - early;
        let to = asked.at + when.within + self.tolerance;
        let facts = &asked.player.facts;
        let becomes = facts.changes(key).iter().filter(|change| change.showing == is);
        let becomes = becomes.map(|change| change.at).filter(|at| from < *at && *at <= to);
        let at_first = (facts.showing_at(key, from) == is).then_some(from);
        let mut best = None;
        for start in at_first.into_iter().chain(becomes) {
            match self.stays(key, is, when, start) {
                Ok(()) => return Ok(()),
                Err(other) if other.code == Code::NotProven => best = Some(other),
                Err(other) => drop(best.get_or_insert(other)),
            }
        }
        Err(best.unwrap_or_else(|| failure::lamp(&asked.scene(), key, is, when)))
    }

    fn stays(&self, key: &LampKey, is: Showing, when: When, start: Instant) -> Holds {
        let end = start + when.holds;
        let changes = self.asked.player.facts.changes(key).iter();
        let mut others = changes.filter(|change| change.at > start && change.at <= end);
        let Some(change) = others.find(|change| change.showing != is) else { return Ok(()) };
        let failure = failure::does_not_hold(&self.asked.scene(), key, is, when, *change);
        let inside = change.at > start + self.tolerance && change.at <= end - self.tolerance;
        if inside { Err(failure) } else { self.not_known(*failure, "it changed", change.at) }
    }

    /// The window with its ends moved outwards; with a negative tolerance inwards.
    fn moved(window: Window, outwards: Duration) -> Window {
        Window { from: window.from - outwards, to: window.to + outwards }
    }

    fn inwards(&self) -> Duration {
        self.tolerance.times(-1)
    }

    fn message(&self, count: Count, window: Window) -> Holds {
        let asked = self.asked;
        let possible = asked.seen(Self::moved(window, self.tolerance));
        let certain = asked.seen(Self::moved(window, self.inwards()));
        let number = |seen: usize| u32::try_from(seen).unwrap_or(u32::MAX);
        let failure =
            |seen| failure::message(&asked.scene(), count, window, &super::check::told(seen));
        if number(possible.len()) < count.least || number(certain.len()) > count.most {
            return Err(failure(&possible));
        }
        match possible.iter().find(|sighting| certain.iter().all(|sure| sure.at != sighting.at)) {
            Some(edge) if number(possible.len()) > count.most => {
                self.not_known(*failure(&possible), "one was sent", edge.at)
            }
            _ => Ok(()),
        }
    }

    fn never_message(&self, window: Window) -> Holds {
        let asked = self.asked;
        let failure = |seen| failure::happened(&asked.scene(), window, &super::check::told(seen));
        let certain = asked.seen(Self::moved(window, self.inwards()));
        if !certain.is_empty() {
            return Err(failure(&certain));
        }
        let possible = asked.seen(Self::moved(window, self.tolerance));
        match possible.first() {
            Some(edge) => self.not_known(*failure(&possible), "one was sent", edge.at),
            None => Ok(()),
        }
    }

    fn never_lamp(&self, key: &LampKey, is: Showing, window: Window) -> Holds {
        let failure = |at| failure::lamp_happened(&self.asked.scene(), key, is, window, at);
        if let Some(at) = self.shown_in(key, is, Self::moved(window, self.inwards())) {
            return Err(failure(at));
        }
        match self.shown_in(key, is, Self::moved(window, self.tolerance)) {
            Some(at) => self.not_known(*failure(at), "it showed it", at),
            None => Ok(()),
        }
    }

    /// The first moment of a window at which a lamp shows something.
    fn shown_in(&self, key: &LampKey, is: Showing, window: Window) -> Option<Instant> {
        if window.from >= window.to {
            return None;
        }
        let facts = &self.asked.player.facts;
        if facts.showing_at(key, window.from) == is {
            return Some(window.from);
        }
        let mut changes = facts.changes(key).iter();
        let hit = changes.find(|change| window.contains(change.at) && change.showing == is);
        hit.map(|change| change.at)
    }

    fn waveform(&self, waveform: &Waveform) -> Holds {
        let mut different = Vec::new();
        for row in &waveform.rows {
            let key = self.asked.key(&row.key)?;
            let real = self.letters(&key, row, waveform.column);
            if real != row.letters {
                different.push(Different { row, key, real });
            }
        }
        if different.is_empty() {
            return Ok(());
        }
        Err(failure::waveform(&self.asked.scene(), waveform, &different))
    }

    /// What is drawn, where the lamp showed it near the end of the column; else what it showed.
    fn letters(&self, key: &LampKey, row: &WaveRow, column: Duration) -> Vec<Showing> {
        let real = self.asked.letters(key, row, column);
        let near = |index: usize| {
            let columns = i64::try_from(index + 1).unwrap_or(i64::MAX);
            let end = Instant::ZERO + column.times(columns);
            Self::moved(Window { from: end, to: end }, self.tolerance)
        };
        let drawn = row.letters.iter().zip(real).enumerate();
        let letter = |(index, (drawn, real)): (usize, (&Showing, Showing))| match real == *drawn
            || self.shown_in(key, *drawn, near(index)).is_some()
        {
            true => *drawn,
            false => real,
        };
        drawn.map(letter).gather()
    }
}
