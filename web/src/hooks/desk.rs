//! The desk: it takes the user's intents to the engine, and the engine's answers to the state.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use lampfield_core::sorted::SortedMap;
use yew::UseReducerDispatcher;

use crate::state::{Action, EngineState, Moment, News, Place, Source, Turn, Workbench};
use crate::types::{Reply, Request};

use super::freshness::{Freshness, Part};
use super::waiting::Waiting;
use super::{EnginePort, EngineSource};

/// Why a request was sent, so that its answer finds its place.
#[derive(Debug)]
pub(super) enum Asked {
    /// The gallery, at the start.
    Gallery,
    /// A moment to come back to, and why; plays on where told to.
    Load(Box<Moment>, bool, Turn),
    /// Something that moves time.
    Move,
    /// A part of the picture.
    Part(Part),
    Cell,
    LadderText,
    /// The trace, to be saved.
    Trace,
    /// The document's text, to be saved.
    Save,
    /// Something of a lesson.
    Learn,
    /// A worksheet.
    Sheet,
    /// Something that the user does, in words; where to stand once it is done.
    Change(String, Option<Place>),
}

impl Asked {
    /// Whether the answer moves time.
    pub(super) fn moves(&self) -> bool {
        matches!(self, Asked::Move | Asked::Load(..) | Asked::Change(..))
    }
}

/// What was asked for which state of the run.
pub(super) type Fresh = SortedMap<Part, Freshness>;

/// See the module. One for the life of the page; components hold callbacks into it.
pub struct Desk {
    source: EngineSource,
    pub(super) dispatch: UseReducerDispatcher<Workbench>,
    /// The state as it was drawn last.
    pub(super) bench: RefCell<Rc<Workbench>>,
    port: RefCell<Option<Box<dyn EnginePort>>>,
    pub(super) asked: RefCell<SortedMap<u32, Asked>>,
    /// Whether a request that moves time is out: there is at most one.
    pub(super) moving: Cell<bool>,
    /// Whether another run came that is not drawn yet: time is not its to pass.
    pub(super) undrawn: Cell<bool>,
    /// Where the user wants to stand once it is answered.
    pub(super) seek: Cell<Option<i64>>,
    /// Wall time that play has not yet turned into virtual time, microseconds.
    pub(super) debt_us: Cell<i64>,
    pub(super) fresh: RefCell<Fresh>,
    pub(super) later: RefCell<Option<Timeout>>,
    /// Answers that wait for a frame of their own.
    pub(super) waiting: Waiting,
    pub(super) crashes: Cell<u32>,
    /// The digest that the trace file names whose run is being loaded.
    pub(super) expected: RefCell<Option<String>>,
    /// Which engine it is: an answer of one that is gone is not heard.
    pub(super) era: Cell<u32>,
    /// The lesson to open once the lessons are there.
    pub(super) wanted: Cell<Option<u32>>,
    /// Whether the run of the lesson is to be brought to its card.
    pub(super) go_on: Cell<bool>,
}

impl Desk {
    pub(super) fn new(source: EngineSource, dispatch: UseReducerDispatcher<Workbench>) -> Self {
        Self {
            source,
            dispatch,
            bench: RefCell::default(),
            port: RefCell::default(),
            asked: RefCell::default(),
            moving: Cell::new(false),
            undrawn: Cell::new(false),
            seek: Cell::new(None),
            debt_us: Cell::new(0),
            fresh: RefCell::default(),
            later: RefCell::default(),
            waiting: Waiting::default(),
            crashes: Cell::new(0),
            expected: RefCell::default(),
            era: Cell::new(0),
            wanted: Cell::new(None),
            go_on: Cell::new(false),
        }
    }

    /// The state as it was drawn last.
    pub(super) fn bench(&self) -> Rc<Workbench> {
        Rc::clone(&self.bench.borrow())
    }

    pub(super) fn show(&self, action: Action) {
        self.came(News::Wish(action));
    }

    pub(super) fn came(&self, news: News) {
        self.dispatch.dispatch(news);
    }

    /// Starts an engine, in place of the one before.
    pub(super) fn spawn(self: &Rc<Self>) {
        self.port.replace(None);
        self.asked.take();
        self.moving.set(false);
        self.undrawn.set(false);
        self.seek.set(None);
        self.fresh.replace(Fresh::default());
        self.waiting.forget();
        self.era.set(self.era.get().wrapping_add(1));
        let (desk, era) = (Rc::downgrade(self), self.era.get());
        let on_reply = move |(id, reply): (u32, Reply)| {
            if let Some(desk) = desk.upgrade().filter(|desk| desk.era.get() == era) {
                desk.hear(id, reply);
            }
        };
        match self.source.spawn(on_reply.into()) {
            Ok(port) => {
                self.port.replace(Some(port));
            }
            Err(words) => self.show(Action::Engine(EngineState::Failed(words))),
        }
    }

    /// Sends a request and remembers why.
    pub(super) fn ask(&self, request: Request, why: Asked) {
        let port = self.port.borrow();
        let Some(port) = port.as_ref() else { return };
        let id = port.send(request);
        if why.moves() {
            self.moving.set(true);
        }
        self.asked.borrow_mut().insert(id, why);
    }

    /// Comes back to a moment of the same document.
    pub(super) fn load(&self, moment: Moment, play: bool) {
        self.load_as(moment, play, Turn::Same);
    }

    /// Goes to a moment of this document or another.
    pub(super) fn load_as(&self, moment: Moment, play: bool, turn: Turn) {
        let Moment { source: Source { path, text, seed, .. }, at_us, acts, .. } = moment.clone();
        let at_us = (at_us > 0 || !acts.is_empty()).then_some(at_us);
        self.seek.set(None);
        self.debt_us.set(0);
        self.expected.replace(None);
        let request = Request::Load { path, text, seed, at_us, acts };
        self.ask(request, Asked::Load(Box::new(moment), play, turn));
    }

    /// Stands at this time as soon as the engine is free; of many wishes the last one counts.
    pub(super) fn stand_at(&self, at_us: i64) {
        self.debt_us.set(0);
        if self.moving.get() {
            self.seek.set(Some(at_us));
        } else {
            self.ask(Request::RunUntil { at_us }, Asked::Move);
        }
    }

    /// The text of a scenario that the page carries.
    pub(super) fn carried(&self, path: &str) -> Option<String> {
        let bench = self.bench();
        bench.gallery.iter().find(|item| item.path == path).map(|item| item.text.clone())
    }
}
