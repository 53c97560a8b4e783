//! The workbench's state and the desk that moves it.

use std::rc::Rc;

use yew::prelude::*;

use crate::state::{BottomTab, Workbench};

use super::use_change::{On, use_change};
use super::use_kept::use_kept;
use super::{Desk, EngineSource, Intent};

/// What [`use_desk`] gives.
pub struct DeskHandle {
    /// The state.
    pub bench: Rc<Workbench>,
    /// Takes intents; the same one at every render.
    pub emit: Callback<Intent>,
    /// The desk itself, for hooks.
    pub desk: Rc<Desk>,
}

/// The state of the page and the callback that components speak to. Starts the engine once.
#[hook]
pub fn use_desk(source: &EngineSource) -> DeskHandle {
    let bench = use_reducer(Workbench::default);
    let dispatch = bench.dispatcher();
    let desk = use_memo(source.clone(), |source| Desk::new(source.clone(), dispatch));
    let state = Rc::new((*bench).clone());
    desk.bench.replace(Rc::clone(&state));
    desk.undrawn.set(false);
    let emit = use_kept(|| {
        let desk = Rc::clone(&desk);
        Callback::from(move |intent: Intent| desk.intend(intent))
    });
    {
        let desk = Rc::clone(&desk);
        use_change(On::new(()), Box::new(move || desk.begin()));
    }
    {
        let desk = Rc::clone(&desk);
        let looked_at = (
            state.run.head.clone(),
            state.bottom,
            state.inspector,
            (state.selection.clone(), state.why.is_some(), state.build.place.clone()),
            (state.ladder.top, state.ladder.visible, state.ladder.follow),
            (state.ladder.filter.clone(), state.ladder.view.total),
            (state.writing.edition, state.writing.typed),
            (state.learn.lesson.clone(), state.learn.hides()),
            (state.bottom == BottomTab::Branches).then_some((state.run.now_us, state.time.compare)),
        );
        use_change(On::new(looked_at), Box::new(move || desk.refresh()));
    }
    DeskHandle { bench: state, emit: (*emit).clone(), desk }
}
