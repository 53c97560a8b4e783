//! What the page leaves in the browser and takes from it: settings, work, links.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::messages as t;
use crate::share::{self, KeptRun, Store};
use crate::state::{Action, Notice, NoticeKind, Prefs};

use super::browser::{self, BrowserStore};
use super::use_change::{On, ends_with, use_change, use_change_until};
use super::{Desk, Intent, Wish};

/// After the last act, before the work is kept, milliseconds.
const KEEP_AFTER_MS: u32 = 800;

/// Shows the theme, and keeps the settings once they change.
#[hook]
pub fn use_theme(prefs: Prefs) {
    let first = use_mut_ref(|| true);
    let act = move || {
        browser::set_color_scheme(prefs.theme.color_scheme());
        let untouched = first.replace(false) || prefs == Prefs::default();
        let store: &dyn Store = &BrowserStore;
        if !untouched || store.get("lampfield.prefs").is_some() {
            store.keep_prefs(&prefs);
        }
    };
    use_change(On::new(prefs), Box::new(act));
}

/// Keeps the user's own work between visits: a file of theirs, or a run in which they acted.
#[hook]
pub fn use_autosave(desk: &Rc<Desk>, emit: &Callback<Intent>) {
    let (desk, emit) = (Rc::clone(desk), emit.clone());
    let bench = desk.bench();
    let writing = &bench.writing;
    let own = !bench.source.gallery && !bench.source.text.is_empty() || bench.run.head.acted;
    // What is typed and not taken yet is kept too.
    let own = own || writing.draft.is_some();
    let changes = writing.edition.wrapping_add(writing.typed);
    let deps = (own, bench.source.clone(), changes, bench.playing);
    let told = use_mut_ref(|| false);
    let act = move || {
        let timer = own.then(|| {
            Timeout::new(KEEP_AFTER_MS, move || {
                // Where it stands by now: what was done last has had its effect.
                let moment = desk.bench().work();
                let words = match (&BrowserStore as &dyn Store).keep_run(&moment) {
                    KeptRun::Kept => return,
                    KeptRun::TooLarge => t::KEPT_TOO_LARGE,
                    KeptRun::Off => t::STORAGE_OFF,
                };
                if !told.replace(true) {
                    emit.emit(Action::Tell(Notice::new(NoticeKind::Storage, words)).into());
                }
            })
        });
        ends_with(timer)
    };
    use_change_until(On::new(deps), Box::new(act));
}

/// Keeps what was learnt.
#[hook]
pub fn use_progress(progress: &str) {
    let first = use_mut_ref(|| true);
    let (now, kept) = (On::new(progress.to_owned()), progress.to_owned());
    let act = move || {
        // At first the page does not know yet what was kept.
        if !first.replace(false) {
            (&BrowserStore as &dyn Store).keep_progress(&kept);
        }
    };
    use_change(now, Box::new(act));
}

/// Opens a link that is pasted into the address bar of a page that is open already.
#[hook]
pub fn use_hash(desk: &Rc<Desk>, emit: &Callback<Intent>) {
    let (desk, emit) = (Rc::clone(desk), emit.clone());
    let act = move || {
        let listener = web_sys::window().map(|window| {
            EventListener::new(&window, "hashchange", move |_| {
                if let Some(number) = share::lesson_of("", &browser::hash()) {
                    return emit.emit(Intent::Learn(Wish::Lesson(number)));
                }
                let (desk, emit) = (Rc::clone(&desk), emit.clone());
                wasm_bindgen_futures::spawn_local(async move {
                    match share::from_hash(&browser::hash(), &|path| desk.carried(path)).await {
                        Ok(Some(moment)) => emit.emit(Intent::Resume(Box::new(moment))),
                        Ok(None) => {}
                        Err(error) => {
                            let notice = Notice::new(NoticeKind::Link, error.words());
                            emit.emit(Action::Tell(notice).into());
                        }
                    }
                });
            })
        });
        ends_with(listener)
    };
    use_change_until(On::new(()), Box::new(act));
}
