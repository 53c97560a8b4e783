//! What the desk asks for by itself: time while it plays, and each part of the picture that the
//! run has left behind.

use std::rc::Rc;

use gloo::timers::callback::Timeout;

use crate::state::{BottomTab, InspectorTab, Selection, Workbench};
use crate::types::Request;

use super::browser::now_ms;
use super::desk::{Asked, Desk, Fresh};
use super::freshness::{Freshness, Verdict};

/// Between two looks at the same part while time runs, milliseconds: 50 lanes need not be drawn
/// sixty times a second.
const PAUSE_PLAYING_MS: f64 = 200.0;

/// The same for the ladder, which is expected to move.
const PAUSE_LADDER_MS: f64 = 100.0;

/// Between two looks at what is typed.
const PAUSE_TYPING_MS: f64 = 400.0;

/// Between two moves of time while it runs, microseconds: the clock is read at thirty looks a
/// second as well as at sixty, and every second frame is free for the rest; where many phones have
/// to be drawn, two of three.
const PAUSE_CLOCK_US: i64 = 30_000;
const PAUSE_CLOCK_CROWD_US: i64 = 45_000;

impl Desk {
    /// A frame has passed while time runs.
    pub(super) fn tick(&self, wall_us: i64) {
        self.debt_us.set(self.debt_us.get() + wall_us);
        let bench = self.bench();
        let run = &bench.run;
        let pause_us = if run.is_crowd() { PAUSE_CLOCK_CROWD_US } else { PAUSE_CLOCK_US };
        if self.moving.get() || self.debt_us.get() < pause_us {
            return;
        }
        let at = run.now_us + bench.speed.ahead(self.debt_us.replace(0));
        let ends = !run.head.acted && run.now_us < run.head.end_us;
        let at_us = if ends { at.min(run.head.end_us) } else { at };
        let at_us = bench.learn.until.map_or(at_us, |until| at.min(until));
        if at_us > run.now_us {
            self.ask(Request::RunUntil { at_us }, Asked::Move);
        }
    }

    /// Asks for each part of the picture that is seen and no longer right.
    pub(super) fn refresh(self: &Rc<Self>) {
        let bench = self.bench();
        if bench.run.head.version == 0 {
            return;
        }
        self.begin_card();
        let part = |part, request, why| self.refresh_part(&bench, part, request, why);
        let bottom = match bench.bottom {
            BottomTab::Ladder => self.refresh_ladder(&bench),
            BottomTab::Lamps => part(|fresh| &mut fresh.lanes, Request::Lanes, Asked::Lanes),
            BottomTab::Checks => {
                part(|fresh| &mut fresh.outcomes, Request::Outcomes, Asked::Outcomes)
            }
            BottomTab::Yaml => self.refresh_text(&bench),
            BottomTab::Branches => self.refresh_branches(&bench),
            BottomTab::Matrix => part(|fresh| &mut fresh.matrix, Request::Matrix, Asked::Matrix),
        };
        let strip = part(|fresh| &mut fresh.strip, Request::Strip, Asked::Strip);
        let verdicts = [bottom, strip, self.refresh_selection(&bench), self.refresh_build(&bench)];
        if verdicts.contains(&Verdict::Later) && self.later.borrow().is_none() {
            let desk = Rc::downgrade(self);
            let timeout = Timeout::new(50, move || {
                if let Some(desk) = desk.upgrade() {
                    // Drops the handle of a timer that has fired already.
                    desk.later.borrow_mut().take();
                    desk.refresh();
                }
            });
            self.later.replace(Some(timeout));
        }
    }

    fn refresh_ladder(&self, bench: &Workbench) -> Verdict {
        let (from, count) = bench.ladder.wanted();
        let filter = bench.ladder.filter.clone();
        let key = (bench.run.head.version, from, count, filter.clone());
        let pause = pause(bench, PAUSE_LADDER_MS);
        let verdict = self.fresh.borrow_mut().ladder.judge(key, now_ms(), pause);
        if verdict == Verdict::Ask {
            self.ask(Request::Ladder { from, count, filter }, Asked::Ladder);
        }
        verdict
    }

    /// The document, or what is wrong with what is typed in its place.
    fn refresh_text(&self, bench: &Workbench) -> Verdict {
        let writing = &bench.writing;
        let mut fresh = self.fresh.borrow_mut();
        let (verdict, request, why) = match &writing.draft {
            Some(draft) => {
                let (path, text) = (draft.path.clone(), draft.text.clone());
                let verdict = fresh.check.judge(writing.typed, now_ms(), PAUSE_TYPING_MS);
                (verdict, Request::Check { path, text }, Asked::Check(writing.typed))
            }
            None => {
                let verdict = fresh.document.judge(writing.edition, now_ms(), 0.0);
                (verdict, Request::Document, Asked::Document)
            }
        };
        drop(fresh);
        if verdict == Verdict::Ask {
            self.ask(request, why);
        }
        verdict
    }

    fn refresh_branches(&self, bench: &Workbench) -> Verdict {
        let compare = bench.time.compare;
        let key = (bench.run.head.version, compare, bench.run.now_us);
        let pause = pause(bench, PAUSE_PLAYING_MS);
        let verdict = self.fresh.borrow_mut().branches.judge(key, now_ms(), pause);
        if verdict == Verdict::Ask {
            self.ask(Request::Branches { compare }, Asked::Branches);
        }
        verdict
    }

    /// A part that changes with the run and with nothing else.
    fn refresh_part(
        &self,
        bench: &Workbench,
        part: fn(&mut Fresh) -> &mut Freshness<u32>,
        request: Request,
        why: Asked,
    ) -> Verdict {
        let pause = pause(bench, PAUSE_PLAYING_MS);
        let version = bench.run.head.version;
        let verdict = part(&mut self.fresh.borrow_mut()).judge(version, now_ms(), pause);
        if verdict == Verdict::Ask {
            self.ask(request, why);
        }
        verdict
    }

    fn refresh_build(&self, bench: &Workbench) -> Verdict {
        if bench.inspector != InspectorTab::Configure {
            return Verdict::Fresh;
        }
        let place = &bench.build.place;
        let Some(name) = place.object.clone() else {
            return self.refresh_part(bench, |f| &mut f.objects, Request::Objects, Asked::Objects);
        };
        let key = (bench.run.head.version, place.clone());
        let (shown, pause) = (bench.build.form.is_some(), pause(bench, PAUSE_PLAYING_MS));
        let verdict = self.fresh.borrow_mut().form.judge_shown(shown, key, now_ms(), pause);
        if verdict == Verdict::Ask {
            let (cluster, table) = (place.cluster.clone(), place.table.clone());
            self.ask(Request::Form { cluster, table, name }, Asked::Form(place.clone()));
        }
        verdict
    }

    fn refresh_selection(&self, bench: &Workbench) -> Verdict {
        let mut fresh = self.fresh.borrow_mut();
        let version = bench.run.head.version;
        match &bench.selection {
            Selection::Lamp(subject) if bench.inspector == InspectorTab::Why => {
                let (shown, pause) = (bench.why.is_some(), pause(bench, PAUSE_PLAYING_MS));
                let key = (version, subject.clone());
                let verdict = fresh.why.judge_shown(shown, key, now_ms(), pause);
                drop(fresh);
                if verdict == Verdict::Ask {
                    self.ask(Request::Explain { subject: subject.clone() }, Asked::Why);
                }
                verdict
            }
            Selection::Event(event) if bench.inspector == InspectorTab::Raw => {
                let shown = bench.message.is_some();
                let verdict = fresh.message.judge_shown(shown, *event, now_ms(), 0.0);
                drop(fresh);
                if verdict == Verdict::Ask {
                    self.ask(Request::Message { event: *event }, Asked::Message);
                }
                verdict
            }
            _ => Verdict::Fresh,
        }
    }
}

/// Between two looks at a part, milliseconds: none while time stands still, and longer where many
/// phones have to be drawn as well.
fn pause(bench: &Workbench, ms: f64) -> f64 {
    match (bench.playing, bench.run.is_crowd()) {
        (false, _) => 0.0,
        (true, false) => ms,
        (true, true) => 2.0 * ms,
    }
}
