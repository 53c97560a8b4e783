//! The reducer: the state after an action. Pure, so that a test is a list of actions.

use std::rc::Rc;

use yew::Reducible;

use super::{
    Action, BottomTab, Build, Dialog, EngineState, InspectorTab, LadderState, News, Notice,
    NoticeKind, Run, Selection, Shared, Source, TimeState, Turn, Workbench,
};
use crate::engine::build::OUTSIDE;
use crate::messages as t;
use crate::types::{ProblemView, Reply, Snapshot};

impl Reducible for Workbench {
    type Action = News;

    fn reduce(self: Rc<Self>, news: News) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        match news {
            News::Wish(wish) => next.obey(wish),
            News::Reply(reply) => next.answered(reply),
            News::Loaded(source, snapshot) => next.loaded(*source, *snapshot),
            News::Problems(source, problems) => next.refused_file(*source, problems),
            News::Checked(typed, problems) => next.writing.checked(typed, problems),
            News::Written(text) => {
                next.writing.text = next.writing.text.keep_or(text);
            }
            News::Sheet(sheet) => {
                next.learn.change().sheet = Shared::new(sheet);
                next.dialog = Some(Dialog::Sheet);
            }
        }
        Rc::new(next)
    }
}

impl Workbench {
    fn answered(&mut self, reply: Reply) {
        match reply {
            Reply::Progress { per_mille } => self.progress = Some(per_mille),
            Reply::Snapshot { snapshot } => self.advanced(*snapshot),
            Reply::Clock { now_us } => self.ticked(now_us),
            Reply::Ladder { mut ladder } => {
                // What was read of the same lanes is read.
                let lanes = &self.ladder.view.lanes;
                if ladder.lanes == *lanes {
                    ladder.lanes = lanes.clone();
                }
                self.ladder.view = Shared::new(ladder);
            }
            Reply::Lanes { lanes } => self.lanes = self.lanes.keep_each(lanes),
            Reply::Strip { strip } => self.strip = self.strip.keep_or(strip),
            Reply::Timers { view } => self.time.timers = self.time.timers.keep_or(view),
            Reply::Outcomes { outcomes } => self.outcomes = self.outcomes.keep_or(outcomes),
            Reply::Gallery { items } => self.gallery = Shared::new(items),
            Reply::Why { why } => {
                self.why = Some(Shared::keep_some(self.why.as_ref(), why));
            }
            Reply::Message { message } => self.message = Some(Shared::new(*message)),
            Reply::Branches { view } => self.time.came(view),
            Reply::Matrix { view } => {
                self.time.matrix = self.time.matrix.keep_or(view);
            }
            Reply::Objects { kinds } => {
                self.build.kinds = self.build.kinds.keep_or(kinds);
            }
            Reply::Form { form } => self.build.filled(*form),
            Reply::Denied { reasons } => self.build.reasons = reasons,
            reply => self.learn.change().answered(reply),
        }
    }

    fn obey(&mut self, wish: Action) {
        match wish {
            Action::Engine(state) => self.engine_is(state),
            Action::Turn(turn, acts) => {
                let here = self.here();
                self.writing.turn(turn, here, acts);
            }
            Action::Play(playing) => self.playing = playing,
            Action::Speed(speed) => self.speed = speed,
            Action::Select(selection) => self.select(selection),
            Action::Inspect(tab) => self.inspector = tab,
            Action::Rule(rule) => {
                self.rule = Some(rule);
                self.inspector = InspectorTab::Rule;
            }
            Action::Bottom(tab) => self.bottom = tab,
            Action::LadderSeen { top, visible, at_end } => {
                self.ladder.top = top;
                self.ladder.visible = visible;
                self.ladder.follow = at_end;
            }
            Action::Filter(filter) => {
                self.ladder.filter = filter;
                self.bottom = BottomTab::Ladder;
            }
            Action::LadderTable(table) => self.ladder.table = table,
            Action::Lens(lens) => self.lens = lens,
            Action::Dialog(dialog) => self.dialog = dialog,
            Action::Tell(notice) => self.tell(notice),
            Action::Dismiss(kind) => {
                self.notices.remove(&kind);
            }
            Action::Prefs(prefs) => self.prefs = prefs,
            Action::Draft(draft) => {
                match draft {
                    Some(text) => self.typed(*text, false),
                    None => self.writing.typed(None),
                }
                self.bottom = BottomTab::Yaml;
                self.dialog = None;
            }
            Action::Learn(act) => self.learn.change().take(*act),
            Action::Compare(branch) => self.time.compare = branch,
            Action::Link(link) => self.time.link = link,
            Action::Into(cluster) => self.build.into = cluster,
            Action::Configure(place) => {
                self.inspector = InspectorTab::Configure;
                if let (true, Some(name)) = (place.table == OUTSIDE, &place.object) {
                    // What befalls one outside is at hand beside its settings.
                    self.time.link.clone_from(name);
                }
                self.build.go(place);
            }
        }
    }

    fn engine_is(&mut self, state: EngineState) {
        self.progress = None;
        self.engine = state;
    }

    fn loaded(&mut self, source: Source, snapshot: Snapshot) {
        let same_file = is_text(&self.source, &source);
        let stays = self.source.path == source.path && self.inspector == InspectorTab::Configure;
        if !same_file || self.writing.draft.as_ref().is_some_and(|own| is_text(own, &source)) {
            self.set_aside(&source);
        }
        self.source = Shared::new(source);
        // A phone of another file may have the same name: nothing is carried over.
        self.run = Run::default().after(snapshot);
        self.engine = EngineState::Ready;
        self.progress = None;
        self.lens = None;
        self.message = None;
        if !same_file {
            let place = std::mem::take(&mut self.build.place);
            self.build = Build::default();
            let table = self.ladder.table;
            self.ladder = LadderState { table, visible: self.ladder.visible, ..Default::default() };
            self.why = None;
            self.time = TimeState::default();
            self.select(first_lamp(&self.run));
            self.inspector = InspectorTab::Why;
            if stays {
                // Who changes a file by a form goes on in it.
                self.build.place = place;
                self.inspector = InspectorTab::Configure;
            }
        }
    }

    fn advanced(&mut self, snapshot: Snapshot) {
        self.engine = EngineState::Ready;
        self.progress = None;
        self.run = self.run.after(snapshot);
        self.stop_at_end();
    }

    fn ticked(&mut self, now_us: i64) {
        self.progress = None;
        self.run.now_us = now_us;
        self.stop_at_end();
    }

    fn stop_at_end(&mut self) {
        // What belongs to a lesson is seen to its own end.
        if self.run.at_end() && self.learn.until.is_none() {
            self.playing = false;
        }
    }

    /// What is typed makes room for a text; where that is another one, a change that can be undone has
    /// it.
    fn set_aside(&mut self, text: &Source) {
        let draft = self.writing.draft.take();
        self.writing.problems = None;
        if let Some(draft) = draft.filter(|own| !is_text(own, text)) {
            let words = t::draft_aside(draft.file_name());
            self.tell(Notice::new(NoticeKind::File, words));
        }
    }

    /// A text stands where one types. Where it takes the place of what was typed in another file, or
    /// came from elsewhere, that is a change.
    fn typed(&mut self, text: Source, came: bool) {
        let other = |own: &Shared<Source>| own.path != text.path || came && !is_text(own, &text);
        if self.writing.draft.as_ref().is_some_and(other) {
            let (here, acts) = (self.here(), (*self.writing.acts).clone());
            self.writing.turn(Turn::New(t::undo_open(text.file_name())), here, acts);
            self.set_aside(&text);
        }
        self.writing.typed(Some(text));
    }

    /// Its text stands beside the canvas to be mended.
    fn refused_file(&mut self, source: Source, problems: Vec<ProblemView>) {
        self.progress = None;
        self.typed(source, true);
        self.writing.checked(self.writing.typed, problems);
        self.bottom = BottomTab::Yaml;
        self.dialog = None;
    }

    fn select(&mut self, selection: Selection) {
        match &selection {
            Selection::Nothing => {}
            Selection::Lamp(_) => self.inspector = InspectorTab::Why,
            Selection::Event(_) => self.inspector = InspectorTab::Raw,
        }
        if self.why.as_ref().is_some_and(|why| selection.lamp() != Some(&why.subject)) {
            self.why = None;
        }
        self.selection = selection;
    }

    fn tell(&mut self, notice: Notice) {
        if notice.kind == NoticeKind::Refused && notice.text.is_empty() {
            return self.tell(Notice::new(NoticeKind::Refused, t::REFUSED_WITHOUT_WORDS));
        }
        self.notices.insert(notice.kind, notice);
    }
}

/// Whether two are the same text of the same file.
fn is_text(own: &Source, other: &Source) -> bool {
    own.path == other.path && own.text == other.text
}

/// The first BLF/SpeedDial of the run: a page that opens says at once why its lamp shows what it
/// shows.
fn first_lamp(run: &Run) -> Selection {
    let key = run.phones.iter().find_map(|phone| phone.keys.first());
    key.map_or(Selection::Nothing, |key| Selection::Lamp(key.subject.clone()))
}
