//! The user's intents.

use std::rc::Rc;

use crate::messages as t;
use crate::state::{Action, BottomTab, Moment, Notice, NoticeKind, Selection, Shared, Source};
use crate::types::{LaneView, Request};

use super::browser;
use super::desk::{Asked, Desk};
use super::intent::Intent;

impl Desk {
    pub(super) fn intend(self: &Rc<Self>, intent: Intent) {
        match intent {
            Intent::Show(action) => self.show(action),
            Intent::Act(sentence) => self.act(sentence),
            Intent::TogglePlay => self.toggle_play(),
            Intent::Seek(at_us) => self.stand_at(at_us.max(0)),
            Intent::Step => self.stop_and(Request::Step),
            Intent::StepBack => self.stop_and(Request::StepBack),
            Intent::NextLamp => self.stop_and(Request::StepToLamp),
            Intent::PreviousLamp => self.previous_lamp(),
            Intent::ToEnd => self.to_end(),
            Intent::Load(source) => self.open(*source),
            Intent::Resume(moment) => self.resume(*moment),
            Intent::Reload(seed) => self.reload(seed),
            Intent::Save => self.save(),
            Intent::Export => self.ask(Request::Trace, Asked::Trace),
            Intent::Copy(text) => self.copy(text),
            Intent::Walk(by) => self.walk(by),
            Intent::Cancel => self.cancel(),
        }
    }

    fn act(&self, sentence: String) {
        let bench = self.bench();
        self.ask(Request::Act { sentence }, Asked::Move);
        // A file that has run to its end stands still: whoever acts then wants to see what follows.
        if bench.run.at_end() {
            self.show(Action::Play(true));
        }
    }

    fn toggle_play(&self) {
        let bench = self.bench();
        if !bench.playing && bench.run.at_end() {
            self.stand_at(0);
        }
        self.debt_us.set(0);
        self.show(Action::Play(!bench.playing));
    }

    fn stop_and(&self, request: Request) {
        self.show(Action::Play(false));
        self.ask(request, Asked::Move);
    }

    fn previous_lamp(&self) {
        let bench = self.bench();
        self.show(Action::Play(false));
        match last_change_before(&bench.lanes, bench.run.now_us) {
            Some(at_us) => self.stand_at(at_us),
            None => {
                self.show(Action::Tell(Notice::new(NoticeKind::Refused, t::NO_LAMP_CHANGE)));
            }
        }
    }

    fn to_end(&self) {
        let bench = self.bench();
        self.show(Action::Play(false));
        self.stand_at(bench.run.horizon_us());
    }

    fn open(&self, source: Source) {
        self.crashes.set(0);
        browser::clear_hash();
        self.show(Action::Dialog(None));
        self.load(Moment { source, ..Moment::default() }, true);
    }

    fn resume(&self, moment: Moment) {
        self.crashes.set(0);
        self.show(Action::Dismiss(NoticeKind::Resume));
        self.load(moment, false);
    }

    fn reload(&self, seed: Option<u32>) {
        let bench = self.bench();
        let source = Source { seed: seed.or(bench.source.seed), ..(*bench.source).clone() };
        self.load(Moment { source, ..Moment::default() }, true);
    }

    fn save(&self) {
        let bench = self.bench();
        browser::download(bench.source.file_name(), "application/yaml", &bench.source.text);
    }

    fn copy(&self, text: String) {
        let dispatch = self.dispatch.clone();
        browser::copy(text, move |copied| {
            let words = if copied { t::COPIED } else { t::COPY_FAILED };
            dispatch.dispatch(Action::Tell(Notice::new(NoticeKind::Done, words)));
        });
    }

    fn walk(&self, by: i32) {
        let bench = self.bench();
        self.show(Action::Bottom(BottomTab::Ladder));
        if let Some(event) = bench.ladder.beside(bench.selection.event(), by) {
            self.show(Action::Select(Selection::Event(event)));
        }
    }

    fn cancel(self: &Rc<Self>) {
        let moment = self.bench().moment();
        self.show(Action::Play(false));
        self.spawn();
        self.load(moment, false);
    }
}

/// The time of the last change of a shown lamp before this one, microseconds.
fn last_change_before(lanes: &[Shared<LaneView>], now_us: i64) -> Option<i64> {
    lanes
        .iter()
        .filter_map(|lane| lane.rows.last())
        .flat_map(|row| row.spans.iter().map(|span| span.from_us))
        .filter(|at| *at < now_us)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{LaneRow, Span};

    #[test]
    fn the_lamp_change_before_is_the_newest_of_all_lanes() {
        let lane = |times: &[i64]| LaneView {
            rows: vec![LaneRow {
                spans: times.iter().map(|t| Span { from_us: *t, ..Span::default() }).collect(),
                ..LaneRow::default()
            }],
            ..LaneView::default()
        };
        let lanes = [lane(&[0, 10, 30]), lane(&[0, 20])].map(Shared::new);
        for (now, want) in [(35, Some(30)), (30, Some(20)), (5, Some(0)), (0, None)] {
            assert_eq!(last_change_before(&lanes, now), want, "{now}");
        }
    }
}
