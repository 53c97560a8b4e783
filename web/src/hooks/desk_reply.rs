//! The engine's answers.

use std::rc::Rc;

use crate::messages as t;
use crate::share::{self, kept_prefs, kept_progress, kept_run, lesson_of};
use crate::state::{
    Action, EngineState, InspectorTab, LearnAct, Moment, News, Notice, NoticeKind, Place,
    Selection, Source, Turn,
};
use crate::types::{GalleryItem, ReasonView, Reply, Request, Snapshot};
use crate::wire::request_bytes;

use super::browser::{self, BrowserStore};
use super::desk::{Asked, Desk};
use super::desk_ask::form_request;
use super::freshness::{Key, Part};
use super::turn::spend;

/// The scenario that a page opens with: the smallest that has a lamp, and at its end both phones
/// wait for a call.
const FIRST: &str = "gallery/03-two-phones-one-lamp.yaml";

/// How often an engine is started again on the same run before the page gives up.
const MAX_CRASHES: u32 = 2;

impl Desk {
    /// Begins: settings, engine, gallery; the first scenario follows when the gallery is there.
    pub(super) fn begin(self: &Rc<Self>) {
        self.show(Action::Prefs(kept_prefs(&BrowserStore)));
        self.show(LearnAct::Progress(kept_progress(&BrowserStore)).into());
        self.spawn();
        self.ask(Request::Gallery, Asked::Gallery);
    }

    pub(super) fn hear(self: &Rc<Self>, id: u32, reply: Reply) {
        match reply {
            Reply::Ready => return,
            Reply::Progress { .. } => return self.came(News::Reply(reply)),
            Reply::Crashed { sentence } => return self.crashed(&sentence),
            _ => {}
        }
        let Some(asked) = self.asked.borrow_mut().remove(&id) else { return };
        if asked.moves() {
            // Time stands still until another run is there: it would move that one.
            self.moving.set(self.asked.borrow().values().any(Asked::moves));
            let another = !matches!(asked, Asked::Move) && matches!(reply, Reply::Snapshot { .. });
            self.undrawn.set(another || self.undrawn.get());
        }
        match asked {
            Asked::Part(part) => {
                self.fresh.borrow_mut().get_or_default(part).answered();
                match part {
                    Part::Message | Part::Document | Part::Check | Part::Objects | Part::Form => {
                        self.take(asked, reply);
                    }
                    _ => self.take_later(part, reply),
                }
            }
            _ => self.take(asked, reply),
        }
        if !self.moving.get()
            && let Some(at_us) = self.seek.take()
        {
            self.stand_at(at_us);
        }
    }

    /// An answer has its turn.
    pub(super) fn take(self: &Rc<Self>, asked: Asked, reply: Reply) {
        if let (Asked::Change(..), Reply::Snapshot { .. } | Reply::Text { .. }) = (&asked, &reply) {
            // What was not done before is done now, or something else is.
            self.show(Action::Dismiss(NoticeKind::Refused));
        }
        match (asked, reply) {
            (Asked::Load(moment, play, turn), Reply::Snapshot { snapshot }) => {
                self.loaded(*moment, snapshot, play, turn);
            }
            (Asked::Load(moment, ..), Reply::Problems { problems }) => {
                self.came(News::Problems(Box::new(moment.source), problems));
            }
            (Asked::Change(words, then), Reply::Snapshot { snapshot }) => {
                self.changed(words, then, snapshot);
            }
            (Asked::Change(words, _), Reply::Text { text }) => self.placed(words, text),
            (_, Reply::Snapshot { snapshot }) => {
                spend();
                let now_us = snapshot.now_us;
                self.lesson_acts(&snapshot.acts);
                self.moved(now_us, Reply::Snapshot { snapshot });
            }
            (_, Reply::Clock { now_us }) => self.moved(now_us, Reply::Clock { now_us }),
            (_, Reply::Denied { reasons }) => self.reasons(reasons),
            (Asked::Part(Part::Form), reply) => self.form(reply),
            (Asked::Gallery, Reply::Gallery { items }) => self.open_first(items),
            (Asked::Trace, Reply::Text { text }) => self.save_trace(&text),
            (Asked::Part(Part::Document), Reply::Text { text }) => {
                self.came(News::Written(text));
            }
            (Asked::Save, Reply::Text { text }) => self.save_text(&text),
            (Asked::Part(Part::Check), Reply::Problems { problems }) => {
                let typed = self.asked_last(Part::Check).map_or(0, |((typed, _), _)| typed);
                self.came(News::Checked(typed, problems));
            }
            (Asked::LadderText, Reply::Text { text }) => self.copy(text),
            (asked, Reply::Refused { sentence }) => self.refused(&asked, &sentence),
            (Asked::Learn, reply) => self.taught(reply),
            (Asked::Sheet, Reply::Sheet { sheet }) => {
                self.came(News::Sheet(sheet));
            }
            (_, reply) => self.came(News::Reply(reply)),
        }
    }

    /// Time went on, or back.
    fn moved(&self, now_us: i64, reply: Reply) {
        self.came(News::Reply(reply));
        self.part_seen(now_us);
    }

    /// A form came, or there is none any more.
    fn form(&self, reply: Reply) {
        let bench = self.bench();
        let place = &bench.build.place;
        let asked = self.asked_last(Part::Form).map(|(_, request)| request);
        let seen = form_request(place).map(|mut request| request_bytes(0, &mut request));
        if asked.is_none() || asked != seen {
            // One that was left in the meantime is not shown under another's name.
            return;
        }
        match reply {
            Reply::Refused { .. } => {
                // It was deleted or renamed: its kind is still there.
                let list = Place::of(&place.cluster, &place.table, None);
                self.show(Action::Configure(list));
            }
            reply => self.came(News::Reply(reply)),
        }
    }

    /// What was asked last for a part of the picture, and of which state.
    fn asked_last(&self, part: Part) -> Option<Key> {
        self.fresh.borrow().get(&part)?.asked().cloned()
    }

    /// Something was done.
    fn changed(&self, words: String, then: Option<Place>, mut snapshot: Box<Snapshot>) {
        let told = std::mem::take(&mut snapshot.told);
        self.show(Action::Turn(Turn::New(words), snapshot.acts.clone()));
        self.came(News::Reply(Reply::Snapshot { snapshot }));
        if let Some(place) = then {
            self.show(Action::Configure(place));
        }
        self.reasons(told);
    }

    /// What no act can bring stands in the file now: it is loaded where the run stood.
    fn placed(&self, words: String, text: String) {
        let bench = self.bench();
        let source = Source { text, gallery: false, ..(*bench.source).clone() };
        let (at_us, selection) = (bench.run.now_us, bench.selection.clone());
        let moment = Moment { source, at_us, selection, ..Moment::default() };
        self.load_as(moment, true, Turn::New(words));
    }

    fn loaded(&self, moment: Moment, snapshot: Box<Snapshot>, play: bool, turn: Turn) {
        self.fresh.take();
        self.waiting.forget();
        // What passed while it was loaded is no time of this run.
        self.debt_us.set(0);
        self.show(Action::Turn(turn, moment.acts));
        let path = moment.source.path.clone();
        if let Some(digest) = self.expected.take() {
            let same = digest == snapshot.digest;
            let words = if same { t::TRACE_SAME } else { t::TRACE_OTHER };
            let kind = if same { NoticeKind::Done } else { NoticeKind::File };
            self.show(Action::Tell(Notice::new(kind, words)));
        }
        self.came(News::Loaded(Box::new(moment.source), snapshot));
        self.loaded_lesson(&path);
        if moment.selection != Selection::Nothing {
            let pane = self.bench().inspector;
            self.show(Action::Select(moment.selection));
            if pane == InspectorTab::Configure {
                self.show(Action::Inspect(pane));
            }
        }
        self.show(Action::Play(play));
        if let Some(draft) = moment.draft {
            self.show(Action::Draft(Some(Box::new(draft))));
        }
    }

    /// What an administrator is told stands in the pane; where that is not open, it is a notice too.
    fn reasons(&self, reasons: Vec<ReasonView>) {
        if self.bench().inspector != InspectorTab::Configure && !reasons.is_empty() {
            let words: Vec<String> = reasons.iter().map(t::reason).collect();
            self.show(Action::Tell(Notice::new(NoticeKind::Refused, words.join(" "))));
        }
        self.came(News::Reply(Reply::Denied { reasons }));
    }

    fn refused(&self, asked: &Asked, sentence: &str) {
        // Why a lamp of a phone that is gone cannot be said is no news: the pane stays empty.
        if !matches!(asked, Asked::Part(Part::Why | Part::Message)) {
            self.show(Action::Tell(Notice::new(NoticeKind::Refused, t::refused(sentence))));
        }
    }

    fn save_text(&self, text: &str) {
        browser::download(self.bench().source.file_name(), "application/yaml", text);
    }

    fn save_trace(&self, text: &str) {
        let bench = self.bench();
        let name = bench.source.file_name();
        let name = name.strip_suffix(".yaml").unwrap_or(name);
        browser::download(&format!("{name}.trace.jsonl"), "application/jsonl", text);
    }

    fn crashed(self: &Rc<Self>, sentence: &str) {
        let bench = self.bench();
        self.crashes.set(self.crashes.get() + 1);
        if self.crashes.get() > MAX_CRASHES {
            self.show(Action::Dismiss(NoticeKind::Crash));
            let words = format!("{} ({sentence})", t::CRASHED_AGAIN);
            return self.show(Action::Engine(EngineState::Failed(words)));
        }
        self.spawn();
        if bench.run.head.version == 0 {
            return self.ask(Request::Gallery, Asked::Gallery);
        }
        self.show(Action::Tell(Notice::new(NoticeKind::Crash, t::CRASHED)));
        self.load(bench.work(), false);
    }

    /// The first scenario: what the link names, else the smallest of the gallery, playing.
    fn open_first(self: &Rc<Self>, items: Vec<GalleryItem>) {
        if let Some(number) = lesson_of(&browser::query(), &browser::hash()) {
            self.open_lesson(number);
            return self.came(News::Reply(Reply::Gallery { items }));
        }
        let desk = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            let text_of = |path: &str| {
                items.iter().find(|item| item.path == path).map(|item| item.text.clone())
            };
            let linked = share::from_hash(&browser::hash(), &text_of).await;
            match linked {
                Ok(Some(moment)) => desk.load(moment, false),
                Ok(None) => {
                    desk.offer_kept(&text_of);
                    desk.load_first(&items);
                }
                Err(error) => {
                    desk.show(Action::Tell(Notice::new(NoticeKind::Link, error.words())));
                    desk.load_first(&items);
                }
            }
            desk.came(News::Reply(Reply::Gallery { items }));
        });
    }

    fn load_first(&self, items: &[GalleryItem]) {
        let first = items.iter().find(|item| item.path == FIRST).or(items.first());
        if let Some(item) = first {
            self.load(Moment { source: Source::gallery(item), ..Moment::default() }, true);
        }
    }

    fn offer_kept(&self, gallery: &dyn Fn(&str) -> Option<String>) {
        match kept_run(&BrowserStore, gallery) {
            Ok(Some(moment)) => self.show(Action::Tell(Notice {
                kind: NoticeKind::Resume,
                text: moment.source.file_name().to_owned(),
                offer: Some(Box::new(moment)),
            })),
            Ok(None) => {}
            Err(_) => {
                self.show(Action::Tell(Notice::new(NoticeKind::Resume, t::KEPT_UNREADABLE)));
            }
        }
    }
}
