//! The user's intents.

use std::rc::Rc;

use crate::messages as t;
use crate::state::{
    Action, BottomTab, EngineState, InspectorTab, Moment, News, Notice, NoticeKind, Place,
    Selection, Source, Turn,
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
            Intent::Turn(turn) => self.turn(turn),
            Intent::Apply => self.apply(),
            Intent::Blank => self.blank(),
            Intent::Learn(wish) => self.learn(wish),
            Intent::Switch(branch) => {
                self.fork(Request::Switch { branch }, t::UNDO_BRANCH);
            }
            Intent::Skip(event) => self.fork(Request::Skip { event }, t::UNDO_SKIP),
            Intent::Forget(branch) => {
                self.look_at_branches();
                self.ask(Request::Forget { branch }, Asked::Move);
            }
            Intent::Replay(moment, digest) => {
                self.start_afresh();
                browser::clear_hash();
                self.show(Action::Dialog(None));
                self.load_as_new(*moment, false);
                self.expected.replace(Some(digest));
            }
            Intent::CopyLadder => self.ask(Request::LadderText, Asked::LadderText),
            Intent::NextExpiry => self.stop_and(Request::StepToExpiry),
            Intent::Cell(watcher, line, list) => {
                self.show(Action::Select(Selection::Nothing));
                self.show(Action::Inspect(InspectorTab::Why));
                self.ask(Request::Cell { watcher, line, list }, Asked::Cell);
            }
            Intent::Change(sentence, place) => {
                self.change(sentence.clone(), Request::Act { sentence }, Some(place));
            }
            Intent::Place(what) => {
                let cluster = self.bench().build.into.clone();
                self.change(what.clone(), Request::Place { cluster, what }, None);
                self.show(Action::Play(true));
            }
            Intent::Watch(phone, button, number, label) => {
                let words = [phone.as_str(), " BLF ", &number].concat();
                self.change(words, Request::Watch { phone, button, number, label }, None);
                self.show(Action::Play(true));
            }
        }
    }

    pub(super) fn act(&self, sentence: String) {
        self.change(sentence.clone(), Request::Act { sentence }, None);
    }

    fn change(&self, words: String, request: Request, then: Option<Place>) {
        let bench = self.bench();
        self.ask(request, Asked::Change(words, then));
        // A file that is over stands still: whoever acts then wants to see what follows.
        if bench.run.is_over() || bench.learn.lesson.is_some() || bench.learn.ticket.is_some() {
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
        self.load_as_new(Moment { source, ..Moment::default() }, true);
    }

    /// Opens another document, as a change that can be undone.
    pub(super) fn load_as_new(&self, moment: Moment, play: bool) {
        let turn = self.as_new(t::undo_open(moment.source.file_name()));
        self.load_as(moment, play, turn);
    }

    /// A change of the document; the first one that is loaded is none.
    fn as_new(&self, label: String) -> Turn {
        if self.bench().run.head.version == 0 { Turn::Same } else { Turn::New(label) }
    }

    /// Undoes the last change, or does it again.
    fn turn(self: &Rc<Self>, turn: Turn) {
        if let Some(moment) = self.bench().turned(&turn) {
            self.start_afresh();
            self.show(Action::Play(false));
            self.load_as(moment, false, turn);
        }
    }

    /// What was typed becomes the document; the run stands where it stood.
    fn apply(self: &Rc<Self>) {
        let bench = self.bench();
        let Some(draft) = &bench.writing.draft else { return };
        self.start_afresh();
        let same = draft.path == bench.source.path;
        let source = Source {
            seed: bench.source.seed.filter(|_| same),
            gallery: false,
            ..(**draft).clone()
        };
        let at_us = if same { bench.run.now_us } else { 0 };
        let moment =
            Moment { source, at_us, selection: bench.selection.clone(), ..Moment::default() };
        let turn = self.as_new(t::UNDO_YAML.to_owned());
        self.load_as(moment, bench.playing, turn);
    }

    /// Begins with an empty cluster, which waits to be filled.
    fn blank(self: &Rc<Self>) {
        self.start_afresh();
        browser::clear_hash();
        self.show(Action::Dialog(None));
        self.show(Action::Bottom(BottomTab::Yaml));
        let source = Source::file(t::BLANK_NAME, t::BLANK);
        let turn = self.as_new(t::NEW.to_owned());
        self.load_as(Moment { source, ..Moment::default() }, false, turn);
    }

    fn resume(self: &Rc<Self>, moment: Moment) {
        self.start_afresh();
        self.show(Action::Dismiss(NoticeKind::Resume));
        self.load_as_new(moment, false);
    }

    /// Another run: what stopped the engine before counts no more.
    pub(super) fn start_afresh(self: &Rc<Self>) {
        self.crashes.set(0);
        if matches!(self.bench().engine, EngineState::Failed(_)) {
            self.spawn();
        }
    }

    fn reload(self: &Rc<Self>, seed: Option<u32>) {
        self.start_afresh();
        let bench = self.bench();
        let source = Source { seed: seed.or(bench.source.seed), ..(*bench.source).clone() };
        let turn = self.as_new(seed.map_or(t::YOURS_AGAIN.to_owned(), t::undo_seed));
        self.load_as(Moment { source, ..Moment::default() }, true, turn);
    }

    fn save(&self) {
        self.ask(Request::Document, Asked::Save);
    }

    pub(super) fn copy(&self, text: String) {
        let dispatch = self.dispatch.clone();
        browser::copy(text, move |copied| {
            let words = if copied { t::COPIED } else { t::COPY_FAILED };
            dispatch.dispatch(News::Wish(Action::Tell(Notice::new(NoticeKind::Done, words))));
        });
    }

    fn walk(&self, by: i32) {
        let bench = self.bench();
        self.show(Action::Bottom(BottomTab::Ladder));
        if let Some(event) = bench.ladder.beside(bench.selection.event(), by) {
            self.show(Action::Select(Selection::Event(event)));
        }
    }

    /// What is done in the run that one goes over to is another document.
    fn fork(&self, request: Request, words: &str) {
        self.look_at_branches();
        self.ask(request, Asked::Change(words.to_owned(), None));
    }

    /// Whoever forks wants to see what comes of it.
    fn look_at_branches(&self) {
        self.show(Action::Bottom(BottomTab::Branches));
        self.show(Action::Compare(0));
        self.show(Action::Play(false));
    }

    fn cancel(self: &Rc<Self>) {
        let moment = self.bench().work();
        self.show(Action::Play(false));
        self.spawn();
        self.load(moment, false);
    }
}
