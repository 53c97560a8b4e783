//! A run that is open: what the page asks of it, and what it draws of it.

use super::run::Run;
use super::view::{self, Drawn, LadderCache, LampsCache};
use super::words::refused;
use super::{build, compare, learn, within};
use crate::types::{Reply, Request};
use lampfield_core::node::NodeEvent;
use lampfield_core::scenario::{MemorySources, with_acts};
use lampfield_core::time::Instant;
use lampfield_core::trace::{What, export};

/// What is loaded.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) run: Run,
    pub(super) drawn: Drawn,
    pub(super) ladder: LadderCache,
    pub(super) lamps: LampsCache,
    /// The lesson, where it is one.
    pub(super) learning: Option<learn::Learning>,
    /// The trouble ticket, where it is one.
    pub(super) ticket: Option<learn::ticket::Ticket>,
    /// The branch that the run is compared with.
    pub(super) beside: Option<compare::Beside>,
}

impl Open {
    pub(super) fn handle(
        &mut self,
        request: Request,
        files: &MemorySources,
        tell: &mut dyn FnMut(u16),
    ) -> Reply {
        if !matches!(request, Request::RunUntil { .. }) && request.moves() {
            self.finish_part(tell);
        }
        match request {
            Request::Snapshot => self.snapshot(true),
            Request::Step => {
                self.run.step_to_event();
                self.snapshot(false)
            }
            Request::StepBack => {
                self.run.step_back();
                self.snapshot(true)
            }
            Request::StepToLamp => {
                self.run.step_to(tell, is_lamp);
                self.snapshot(false)
            }
            Request::RunUntil { at_us } => self.run_until(within(at_us), tell),
            Request::Act { sentence } => {
                self.act_all(Ok(sentence.split('\n').map(str::to_owned).collect()), files)
            }
            Request::Explain { .. } | Request::Message { .. } => self.tell_why(request),
            Request::Ladder { from, count, filter } => {
                Reply::Ladder { ladder: self.ladder.page(&self.run, from, count, &filter) }
            }
            Request::BackToLamp => self.back_to_lamp(),
            Request::Lanes => Reply::Lanes { lanes: self.lamps.lanes(&self.run) },
            Request::Strip => Reply::Strip { strip: view::strip(&self.run, &mut self.lamps) },
            Request::Outcomes => {
                Reply::Outcomes { outcomes: view::outcomes(&self.run, &self.path, &self.text) }
            }
            Request::Trace => Reply::Text { text: self.trace(files) },
            other => self.of_a_pane(other, files, tell),
        }
    }

    /// Whether a learner is still to find out what is wrong.
    pub(super) fn hides(&self) -> bool {
        self.ticket.as_ref().is_some_and(learn::ticket::Ticket::hides)
    }

    /// Several acts as one: a later one that is refused takes those before it back.
    pub(super) fn act_all(
        &mut self,
        acts: Result<Vec<String>, String>,
        files: &MemorySources,
    ) -> Reply {
        let acts = match acts {
            Ok(acts) => acts,
            Err(words) => return refused(&words),
        };
        // One that is refused changes nothing by itself.
        let before = (acts.len() > 1).then(|| self.run.clone());
        let mut told = Vec::new();
        for sentence in &acts {
            match self.run.act(sentence, files) {
                Ok(more) => told.extend(more),
                Err(not_taken) => {
                    if let Some(before) = before {
                        self.run = before;
                    }
                    return build::not_taken(&not_taken);
                }
            }
        }
        build::told(self.snapshot(false), &told)
    }

    fn run_until(&mut self, at: Instant, tell: &mut dyn FnMut(u16)) -> Reply {
        let back = at < self.run.now();
        // A check is no event, and the page counts the checks.
        let drawn_of =
            |run: &Run| (run.player().world().trace().count(), run.player().outcomes().len());
        let before = drawn_of(&self.run);
        self.play_part(at, tell);
        self.run.run_until(at, tell);
        if !back && drawn_of(&self.run) == before && self.drawn.is_drawn() {
            return Reply::Clock { now_us: self.run.now().as_micros() };
        }
        self.snapshot(back)
    }

    fn back_to_lamp(&mut self) -> Reply {
        let Some(at) = view::last_lamp_change(&self.run) else {
            return refused("no lamp changed before this moment");
        };
        self.run.run_until(at, &mut |_| {});
        self.snapshot(true)
    }

    /// The state to draw. `jumped`: not reached by time going on, so nothing is in flight.
    pub(super) fn snapshot(&mut self, jumped: bool) -> Reply {
        let hides = self.hides();
        let snapshot = self.drawn.snapshot(&self.run, &self.path, jumped, hides);
        Reply::Snapshot { snapshot: Box::new(snapshot) }
    }

    /// Another run took the place of this one: all that is done in it is told, also what is still to
    /// come.
    pub(super) fn another(&mut self) -> Reply {
        let hides = self.hides();
        let mut snapshot = self.drawn.snapshot(&self.run, &self.path, true, hides);
        let acts = self.run.all_acts().into_iter();
        snapshot.acts = acts.map(|(at, act)| (at.as_micros(), act.to_owned())).collect();
        Reply::Snapshot { snapshot: Box::new(snapshot) }
    }

    /// The trace, with the file that plays it again: what was done is written into it, where it can be.
    fn trace(&self, files: &MemorySources) -> String {
        let player = self.run.player();
        let world = player.world();
        let own = with_acts(files, player.scenario(), &self.text, &self.run.all_acts());
        let text = own.unwrap_or_else(|| self.text.clone());
        let sources = vec![export::Source { path: self.path.clone(), text }];
        let (site, trace) = (world.site(), world.trace());
        let header = export::Header::new(site, trace, player.seed(), self.run.now(), sources);
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = export::write(&header, world.trace(), &mut text);
        text
    }
}

fn is_lamp(what: &What) -> bool {
    matches!(what, What::Node(NodeEvent::Lamp { .. }))
}
