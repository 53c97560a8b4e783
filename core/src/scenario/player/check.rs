//! Checks: whether an expectation holds, and if not, why.

use super::Player;
use super::facts::{Change, FinalAnswer, Sighting};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::gather::Gather;
use crate::id::{ClusterId, TrunkId};
use crate::presence::{CheckText, Decision, Outcome};
use crate::rules::RuleId;
use crate::scenario::failure::{self, Different, Scene};
use crate::scenario::model::{
    Action, Asker, Count, Expectation, Expected, LampRef, Showing, WaveRow, Waveform, When, Window,
};
use crate::time::{Duration, Instant};
use crate::trace::LampKey;

/// What came of one expectation.
#[derive(Clone, Debug)]
pub struct CheckOutcome {
    /// The position of its step.
    pub step: usize,
    /// Its position among the expectations of the step.
    pub expectation: usize,
    /// Where it stands.
    pub span: Span,
    /// When it was checked.
    pub at: Instant,
    /// What did not hold, or could not be proven ([`Code::NotProven`]); `None`: it held.
    pub failure: Option<Diagnostic>,
    /// Of a waveform that differs: each row that does, with the letters that are true.
    pub updates: Vec<(Span, String)>,
}

/// Checks one expectation now. `None` only for numbers that name none.
pub(super) fn check(player: &Player, step: usize, index: usize) -> Option<CheckOutcome> {
    let scenario = player.scenario();
    let Action::Expect(all) = &scenario.steps.get(step)?.action else { return None };
    let expectation = all.get(index)?;
    let at = scenario.steps.get(step)?.at;
    let asked = Asked { player, expectation, at, step, index };
    let mut updates = Vec::new();
    let holds = match player.clock {
        None => asked.holds(&mut updates),
        Some(clock) => (clock.judge)(&asked, clock.tolerance),
    };
    let failure = holds.err().map(|failure| *failure);
    let at = player.world().now();
    Some(CheckOutcome { step, expectation: index, span: expectation.span, at, failure, updates })
}

/// `Err`: what does not hold.
pub(super) type Holds = Result<(), Box<Diagnostic>>;

/// One expectation with its surroundings.
pub(super) struct Asked<'a> {
    pub(super) player: &'a Player,
    pub(super) expectation: &'a Expectation,
    /// The time of its step.
    pub(super) at: Instant,
    step: usize,
    index: usize,
}

impl Asked<'_> {
    pub(super) fn scene(&self) -> Scene<'_> {
        Scene { player: self.player, expectation: self.expectation, at: self.at }
    }

    pub(super) fn holds(&self, updates: &mut Vec<(Span, String)>) -> Holds {
        match &self.expectation.what {
            Expected::Lamp { key, is, when } => {
                let key = self.key(key)?;
                self.lamp(&key, *is, *when).and_then(|()| self.because(&key))
            }
            Expected::Message { count, window, .. } => self.message(*count, *window),
            Expected::NeverMessage { window, .. } => self.never_message(*window),
            Expected::NeverLamp { key, is, window } => {
                self.never_lamp(&self.key(key)?, *is, *window)
            }
            Expected::Decision { asker, is } => self.decided(asker, *is),
            Expected::Answer { asker, is } => self.answered(asker, *is),
            Expected::Refused(act) => self.refused(*act),
            Expected::Warned(act) => self.warned(*act),
            Expected::Cancelled => self.cancelled(),
            Expected::Found(names) => self.found(names),
            Expected::Pending(names) => self.pending(names),
            Expected::View { cluster, view, shows } => self.view(*cluster, view, shows),
            Expected::Waveform(waveform) => self.waveform(waveform, updates),
        }
    }

    /// The lamp that a name means now.
    pub(super) fn key(&self, lamp: &LampRef) -> Result<LampKey, Box<Diagnostic>> {
        self.player.lamp_key(lamp).map_err(|no| failure::not_there(&self.scene(), *no))
    }

    /// At its moment, or within a time, and from then on for as long as it holds.
    fn lamp(&self, key: &LampKey, is: Showing, when: When) -> Holds {
        let facts = &self.player.facts;
        let start = if when.within == Duration::ZERO {
            (facts.showing_at(key, self.at) == is).then_some(self.at)
        } else {
            self.becomes(key, is, when.within)
        };
        let Some(start) = start else { return Err(failure::lamp(&self.scene(), key, is, when)) };
        let end = start + when.holds;
        let later = |change: &&Change| change.at > start && change.at <= end;
        match facts.changes(key).iter().filter(later).find(|change| change.showing != is) {
            Some(change) => Err(failure::does_not_hold(&self.scene(), key, is, when, *change)),
            None => Ok(()),
        }
    }

    /// The first moment after the step, within the time, at which the lamp shows it.
    fn becomes(&self, key: &LampKey, is: Showing, within: Duration) -> Option<Instant> {
        let facts = &self.player.facts;
        let just_after = self.at + Duration::from_micros(1);
        if facts.showing_at(key, just_after) == is {
            return Some(just_after);
        }
        let in_time = |change: &&Change| change.at > self.at && change.at <= self.at + within;
        facts
            .changes(key)
            .iter()
            .filter(in_time)
            .find(|change| change.showing == is)
            .map(|change| change.at)
    }

    /// Every rule that is named must be among the reasons of now.
    pub(super) fn because(&self, key: &LampKey) -> Holds {
        if self.expectation.because.is_empty() {
            return Ok(());
        }
        let reasons = self.player.reasons(key);
        match self.missing(&reasons) {
            missing if missing.is_empty() => Ok(()),
            missing => Err(failure::because(&self.scene(), key, &missing, &reasons)),
        }
    }

    /// The rules under `because` that are not among these reasons.
    fn missing(&self, reasons: &[CheckText]) -> Vec<(RuleId, Span)> {
        let absent = |(rule, _): &(RuleId, Span)| reasons.iter().all(|reason| reason.rule != *rule);
        self.expectation.because.iter().copied().filter(absent).gather()
    }

    pub(super) fn seen(&self, window: Window) -> Vec<&Sighting> {
        let all = self.player.facts.sightings(self.step, self.index);
        all.iter().filter(|sighting| window.contains(sighting.at)).gather()
    }

    fn message(&self, count: Count, window: Window) -> Holds {
        let seen = self.seen(window);
        let number = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        if (count.least..=count.most).contains(&number) {
            return Ok(());
        }
        Err(failure::message(&self.scene(), count, window, &told(&seen)))
    }

    fn never_message(&self, window: Window) -> Holds {
        let seen = self.seen(window);
        if seen.is_empty() {
            Ok(())
        } else {
            Err(failure::happened(&self.scene(), window, &told(&seen)))
        }
    }

    fn never_lamp(&self, key: &LampKey, is: Showing, window: Window) -> Holds {
        let facts = &self.player.facts;
        let before = facts.showing_at(key, window.from);
        let within = |change: &&Change| window.contains(change.at) && change.showing == is;
        let found = if before == is {
            Some(window.from)
        } else {
            facts.changes(key).iter().find(within).map(|change| change.at)
        };
        match found {
            Some(at) => Err(failure::lamp_happened(&self.scene(), key, is, window, at)),
            None => Ok(()),
        }
    }

    fn decided(&self, asker: &Asker, is: Outcome) -> Holds {
        if let Asker::Lamp(lamp) = asker {
            let key = self.key(lamp)?;
            return self.decision(&key, is).and_then(|()| self.because(&key));
        }
        match self.decision_over(asker)? {
            Some(decision) if decision.answer.outcome == is => self.because_over(asker, &decision),
            decision => Err(failure::decision_over(&self.scene(), asker, is, decision.as_ref())),
        }
    }

    fn answered(&self, asker: &Asker, is: u16) -> Holds {
        if let Asker::Lamp(lamp) = asker {
            let key = self.key(lamp)?;
            return self.answer(&key, is).and_then(|()| self.because(&key));
        }
        match self.answer_over(asker)? {
            Some(answer) if answer.code == is => match self.decision_over(asker)? {
                Some(decision) => self.because_over(asker, &decision),
                None => Ok(()),
            },
            answer => {
                let answer = answer.map(|answer| (answer.code, answer.at));
                Err(failure::answer_over(&self.scene(), asker, is, answer))
            }
        }
    }

    /// The latest decision on what came in over a trunk.
    fn decision_over(&self, asker: &Asker) -> Result<Option<Decision>, Box<Diagnostic>> {
        let Asker::Trunk { cluster, target, .. } = asker else { return Ok(None) };
        let trunk = self.trunk(asker)?;
        let decision = self.player.facts.decision_over(*cluster, trunk, target);
        Ok(decision.map(|decision| Decision::clone(decision)))
    }

    fn answer_over(&self, asker: &Asker) -> Result<Option<FinalAnswer>, Box<Diagnostic>> {
        let Asker::Trunk { cluster, target, .. } = asker else { return Ok(None) };
        let trunk = self.trunk(asker)?;
        Ok(self.player.facts.answer_over(*cluster, trunk, target))
    }

    fn trunk(&self, asker: &Asker) -> Result<TrunkId, Box<Diagnostic>> {
        let Asker::Trunk { cluster, trunk, .. } = asker else { return Ok(TrunkId(0)) };
        let found = trunk_named(self.player, *cluster, trunk);
        found.map_err(|nobody| failure::not_there(&self.scene(), *nobody))
    }

    fn because_over(&self, asker: &Asker, decision: &Decision) -> Holds {
        let Asker::Trunk { cluster, .. } = asker else { return Ok(()) };
        let Some(cluster) = self.player.site().cluster(*cluster) else { return Ok(()) };
        let reasons = super::reasons::of_decision(cluster, decision);
        match self.missing(&reasons) {
            missing if missing.is_empty() => Ok(()),
            missing => Err(failure::because_over(&self.scene(), asker, &missing, &reasons)),
        }
    }

    fn decision(&self, key: &LampKey, is: Outcome) -> Holds {
        match super::reasons::decision(&self.player.stage(), key) {
            Some(decision) if decision.answer.outcome == is => Ok(()),
            decision => Err(failure::decision(&self.scene(), key, is, decision.as_ref())),
        }
    }

    fn answer(&self, key: &LampKey, is: u16) -> Holds {
        let answer = self.player.facts.answer(key);
        match answer {
            Some(answer) if answer.code == is => Ok(()),
            answer => Err(failure::answer(&self.scene(), key, is, answer.map(|a| (a.code, a.at)))),
        }
    }

    fn waveform(&self, waveform: &Waveform, updates: &mut Vec<(Span, String)>) -> Holds {
        let mut different = Vec::new();
        for row in &waveform.rows {
            let key = self.key(&row.key)?;
            let real = self.letters(&key, row, waveform.column);
            if real != row.letters {
                updates.push((row.span, real.iter().map(|showing| showing.letter()).collect()));
                different.push(Different { row, key, real });
            }
        }
        if different.is_empty() {
            Ok(())
        } else {
            Err(failure::waveform(&self.scene(), waveform, &different))
        }
    }

    /// What the lamp showed just before the end of each column.
    pub(super) fn letters(&self, key: &LampKey, row: &WaveRow, column: Duration) -> Vec<Showing> {
        let facts = &self.player.facts;
        let end = |index: usize| {
            Instant::ZERO + column.times(i64::try_from(index + 1).unwrap_or(i64::MAX))
        };
        let read = |index: usize| facts.showing_at(key, end(index) - Duration::from_micros(1));
        (0..row.letters.len()).map(read).gather()
    }
}

/// The trunk of this name, if there is one now.
pub(super) fn trunk_named(
    player: &Player,
    cluster: ClusterId,
    trunk: &str,
) -> Result<TrunkId, Box<Diagnostic>> {
    let found = player.site().cluster(cluster).and_then(|own| own.trunks.id_of(trunk));
    found.ok_or_else(|| {
        let message = format!("there is no trunk `{trunk}` now");
        Box::new(Diagnostic::without_place(Code::NotThere, message))
    })
}

pub(super) fn told(seen: &[&Sighting]) -> Vec<(Instant, String)> {
    seen.iter().map(|sighting| (sighting.at, sighting.words.clone())).gather()
}
