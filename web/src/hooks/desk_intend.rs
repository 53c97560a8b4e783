//! The user's intents.

use std::rc::Rc;

use crate::messages as t;
use crate::state::{
    Action, BottomTab, EngineState, Moment, Notice, NoticeKind, Place, Selection, Source,
};
use crate::types::Request;

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
            Intent::PreviousLamp => self.stop_and(Request::BackToLamp),
            Intent::ToEnd => self.to_end(),
            Intent::Load(source) => self.open(*source),
            Intent::Resume(moment) => self.resume(*moment),
            Intent::Reload(seed) => self.reload(seed),
            Intent::Save => self.save(),
            Intent::Export => self.ask(Request::Trace, Asked::Trace),
            Intent::Copy(text) => self.copy(text),
            Intent::Walk(by) => self.walk(by),
            Intent::Cancel => self.cancel(),
            Intent::Change(sentence, place) => {
                self.change(Request::Act { sentence }, Some(place));
            }
            Intent::Place(what) => {
                let cluster = self.bench().build.place.cluster.clone();
                self.change(Request::Place { cluster, what }, None);
                self.show(Action::Play(true));
            }
            Intent::Watch(phone, button, number, label) => {
                self.change(Request::Watch { phone, button, number, label }, None);
                self.show(Action::Play(true));
            }
        }
    }

    fn act(&self, sentence: String) {
        self.change(Request::Act { sentence }, None);
    }

    fn change(&self, request: Request, then: Option<Place>) {
        let bench = self.bench();
        self.ask(request, Asked::Change(then));
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

    fn to_end(&self) {
        let bench = self.bench();
        self.show(Action::Play(false));
        self.stand_at(bench.run.horizon_us());
    }

    fn open(self: &Rc<Self>, source: Source) {
        self.start_afresh();
        browser::clear_hash();
        self.show(Action::Dialog(None));
        self.load(Moment { source, ..Moment::default() }, true);
    }

    fn resume(self: &Rc<Self>, moment: Moment) {
        self.start_afresh();
        self.show(Action::Dismiss(NoticeKind::Resume));
        self.load(moment, false);
    }

    /// Another run: what stopped the engine before counts no more.
    fn start_afresh(self: &Rc<Self>) {
        self.crashes.set(0);
        if matches!(self.bench().engine, EngineState::Failed(_)) {
            self.spawn();
        }
    }

    fn reload(self: &Rc<Self>, seed: Option<u32>) {
        self.start_afresh();
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
