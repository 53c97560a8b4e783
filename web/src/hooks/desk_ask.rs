//! What the desk asks for by itself: time while it plays, and each part of the picture that the
//! run has left behind.

use std::rc::Rc;

use gloo::timers::callback::Timeout;

use crate::state::{BottomTab, InspectorTab, Place, Selection, Workbench};
use crate::types::Request;

use super::browser::now_ms;
use super::desk::{Asked, Desk};
use super::freshness::{Look, Part, Verdict};

/// Between two looks at the same part while time runs, milliseconds: 50 lanes need not be drawn
/// sixty times a second.
const PAUSE_PLAYING_MS: f64 = 200.0;

/// The same for the ladder, which is expected to move; where many phones have to be drawn, it is no
/// quicker than the rest.
const PAUSE_LADDER_MS: f64 = 150.0;

/// Between two looks at what is typed.
const PAUSE_TYPING_MS: f64 = 400.0;

/// Between two moves of time while it runs, microseconds: the clock is read at thirty looks a
/// second as well as at sixty, and every second frame is free for the rest; where many phones have
/// to be drawn, two of three, and of a throng three of four.
const PAUSE_CLOCK_US: i64 = 30_000;
const PAUSE_CLOCK_CROWD_US: i64 = 45_000;
const PAUSE_CLOCK_THRONG_US: i64 = 62_000;

impl Desk {
    /// A frame has passed while time runs.
    pub(super) fn tick(&self, wall_us: i64) {
        self.debt_us.set(self.debt_us.get() + wall_us);
        let bench = self.bench();
        let run = &bench.run;
        let pause_us = match run.is_crowd() {
            _ if run.is_throng() => PAUSE_CLOCK_THRONG_US,
            true => PAUSE_CLOCK_CROWD_US,
            false => PAUSE_CLOCK_US,
        };
        // A frame asked for before may come when another run is there, or none plays any more.
        if self.undrawn.get() || !bench.playing {
            self.debt_us.set(0);
        }
        // In a crowd a frame that draws a part asks for nothing: the answer would come in the same one.
        let draws = run.is_crowd() && self.waiting.any();
        if self.moving.get() || draws || self.debt_us.get() < pause_us {
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
        let mut later = false;
        for mut look in looks(&bench).into_iter().flatten() {
            let verdict =
                self.fresh.borrow_mut().get_or_default(look.part).judge(&mut look, now_ms());
            match verdict {
                Verdict::Fresh => {}
                Verdict::Later => later = true,
                Verdict::Ask => self.ask(look.request, Asked::Part(look.part)),
            }
        }
        if later && self.later.borrow().is_none() {
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
}

/// What is seen of the picture.
fn looks(bench: &Workbench) -> [Option<Look>; 4] {
    let strip = of_run(bench, Part::Strip, Request::Strip);
    [Some(below(bench)), Some(strip), selected(bench), configured(bench)]
}

/// A part that changes with the run and with nothing else.
fn of_run(bench: &Workbench, part: Part, request: Request) -> Look {
    let pause_ms = pause(bench, PAUSE_PLAYING_MS);
    Look { part, request, of: (bench.run.head.version, 0), shown: true, pause_ms }
}

fn below(bench: &Workbench) -> Look {
    match bench.bottom {
        BottomTab::Ladder => {
            let ((from, count), filter) = (bench.ladder.wanted(), bench.ladder.filter.clone());
            let look = of_run(bench, Part::Ladder, Request::Ladder { from, count, filter });
            let many = bench.run.is_crowd();
            let pause_ms = if many { look.pause_ms } else { pause(bench, PAUSE_LADDER_MS) };
            Look { pause_ms, ..look }
        }
        BottomTab::Lamps => of_run(bench, Part::Lanes, Request::Lanes),
        BottomTab::Checks => of_run(bench, Part::Outcomes, Request::Outcomes),
        BottomTab::Yaml => text(bench),
        BottomTab::Branches => {
            let request = Request::Branches { compare: bench.time.compare };
            let look = of_run(bench, Part::Branches, request);
            // Time goes on in a branch while nothing happens in the run.
            Look { of: (look.of.0, bench.run.now_us), ..look }
        }
        BottomTab::Timers => {
            let look = of_run(bench, Part::Timers, Request::Timers);
            // What is left of them passes while nothing happens in the run.
            Look { of: (look.of.0, bench.run.now_us), ..look }
        }
        BottomTab::Matrix => of_run(bench, Part::Matrix, Request::Matrix),
    }
}

/// The document, or what is wrong with what is typed in its place.
fn text(bench: &Workbench) -> Look {
    let writing = &bench.writing;
    let (part, request, of, pause_ms) = match &writing.draft {
        Some(draft) => {
            let (path, text) = (draft.path.clone(), draft.text.clone());
            (Part::Check, Request::Check { path, text }, writing.typed, PAUSE_TYPING_MS)
        }
        None => (Part::Document, Request::Document, writing.edition, 0.0),
    };
    Look { part, request, of: (of, 0), shown: true, pause_ms }
}

fn configured(bench: &Workbench) -> Option<Look> {
    if bench.inspector != InspectorTab::Configure {
        return None;
    }
    let look = match form_request(&bench.build.place) {
        Some(form) => of_run(bench, Part::Form, form),
        None => return Some(of_run(bench, Part::Objects, Request::Objects)),
    };
    Some(Look { shown: bench.build.form.is_some(), ..look })
}

/// What is asked for the form of an object.
pub(super) fn form_request(place: &Place) -> Option<Request> {
    let (cluster, table) = (place.cluster.clone(), place.table.clone());
    Some(Request::Form { cluster, table, name: place.object.clone()? })
}

fn selected(bench: &Workbench) -> Option<Look> {
    match &bench.selection {
        Selection::Lamp(subject) if bench.inspector == InspectorTab::Why => {
            let look = of_run(bench, Part::Why, Request::Explain { subject: subject.clone() });
            Some(Look { shown: bench.why.is_some(), ..look })
        }
        Selection::Event(event) if bench.inspector == InspectorTab::Raw => {
            let look = of_run(bench, Part::Message, Request::Message { event: *event });
            Some(Look { of: (0, 0), shown: bench.message.is_some(), pause_ms: 0.0, ..look })
        }
        _ => None,
    }
}

/// Between two looks at a part, milliseconds: none while time stands still, and the longer the more
/// phones have to be drawn as well, up to a throng.
fn pause(bench: &Workbench, ms: f64) -> f64 {
    let phones = u32::try_from(bench.run.phones.len()).unwrap_or(u32::MAX);
    let longer = (1.0 + f64::from(phones) / 25.0).min(4.5);
    if bench.playing { longer * ms } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Shared;

    #[test]
    fn a_look_rests_the_longer_the_more_phones_there_are_up_to_a_throng_and_not_while_time_stands()
    {
        for (phones, playing, ms) in [
            (0, true, 100.0),
            (25, true, 200.0),
            (200, true, 450.0),
            (500, true, 450.0),
            (500, false, 0.0),
        ] {
            let mut bench = Workbench { playing, ..Workbench::default() };
            bench.run.phones = Shared::new(vec![Shared::default(); phones]);
            let paused = pause(&bench, 100.0);
            assert!((paused - ms).abs() < 1e-9, "{phones} phones: {paused} ms");
        }
    }
}
