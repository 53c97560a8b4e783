//! What the browser keeps between visits: settings, and the user's own work. A browser that keeps
//! nothing is no error.

use crate::state::{Moment, Prefs};

use super::payload::Gallery;
use super::{Payload, PayloadError};

/// The most that is kept of a run: beyond, the user saves a file.
pub const MAX_KEPT_BYTES: usize = 400_000;

const PREFS: &str = "lampfield.prefs";
const RUN: &str = "lampfield.run";
const LESSONS: &str = "lampfield.lessons";

/// Names and texts, as a browser keeps them. Tests use a map.
pub trait Store {
    /// The text under a name.
    fn get(&self, name: &str) -> Option<String>;
    /// Keeps a text, or forgets it; false where nothing can be kept.
    fn set(&self, name: &str, text: Option<&str>) -> bool;
}

/// What became of an attempt to keep a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptRun {
    /// It is kept.
    Kept,
    /// It is too large.
    TooLarge,
    /// The browser keeps nothing.
    Off,
}

impl dyn Store + '_ {
    /// Keeps the settings.
    pub fn keep_prefs(&self, prefs: &Prefs) -> bool {
        self.set(PREFS, Some(&prefs.to_json()))
    }

    /// Keeps the user's own work.
    pub fn keep_run(&self, moment: &Moment) -> KeptRun {
        let json = Payload::pack(moment).to_json();
        if json.len() > MAX_KEPT_BYTES {
            return KeptRun::TooLarge;
        }
        if self.set(RUN, Some(&json)) { KeptRun::Kept } else { KeptRun::Off }
    }

    /// Keeps what was learnt.
    pub fn keep_progress(&self, progress: &str) -> bool {
        self.set(LESSONS, Some(progress))
    }

    /// Forgets it.
    pub fn forget_run(&self) {
        self.set(RUN, None);
    }
}

/// The settings that were kept, or the usual ones.
#[must_use]
pub fn kept_prefs(store: &dyn Store) -> Prefs {
    store.get(PREFS).map(|json| Prefs::from_json(&json)).unwrap_or_default()
}

/// What was learnt on visits before.
#[must_use]
pub fn kept_progress(store: &dyn Store) -> String {
    store.get(LESSONS).unwrap_or_default()
}

/// The work that was kept.
///
/// # Errors
///
/// Tells what was kept by another version, or names a scenario that this page does not carry.
pub fn kept_run(store: &dyn Store, gallery: &Gallery<'_>) -> Result<Option<Moment>, PayloadError> {
    let Some(json) = store.get(RUN) else { return Ok(None) };
    Payload::from_json(json.as_bytes())?.unpack(gallery).map(Some)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::*;
    use crate::state::{Source, Theme};

    #[derive(Default)]
    struct Map(RefCell<BTreeMap<String, String>>);

    impl Store for Map {
        fn get(&self, name: &str) -> Option<String> {
            self.0.borrow().get(name).cloned()
        }
        fn set(&self, name: &str, text: Option<&str>) -> bool {
            match text {
                Some(text) => self.0.borrow_mut().insert(name.into(), text.into()),
                None => self.0.borrow_mut().remove(name),
            };
            true
        }
    }

    struct Off;

    impl Store for Off {
        fn get(&self, _: &str) -> Option<String> {
            None
        }
        fn set(&self, _: &str, _: Option<&str>) -> bool {
            false
        }
    }

    fn work(text: &str) -> Moment {
        Moment { source: Source::file("mine.yaml", text), at_us: 3, ..Moment::default() }
    }

    #[test]
    fn work_and_settings_come_back_at_the_next_visit() {
        let map = Map::default();
        let store: &dyn Store = &map;
        let prefs = Prefs { theme: Theme::Dark, ..Prefs::default() };
        assert!(store.keep_prefs(&prefs));
        assert_eq!(store.keep_run(&work("x")), KeptRun::Kept);
        assert_eq!(kept_prefs(store), prefs);
        assert_eq!(kept_run(store, &|_| None), Ok(Some(work("x"))));
        store.forget_run();
        assert_eq!(kept_run(store, &|_| None), Ok(None));
    }

    #[test]
    fn what_is_typed_and_not_taken_yet_comes_back_with_the_run() {
        let map = Map::default();
        let draft = Some(Source::file("pasted.yaml", "x: 1\nhalf a li"));
        let moment = Moment { draft, ..work("x") };
        assert_eq!((&map as &dyn Store).keep_run(&moment), KeptRun::Kept);
        assert_eq!(kept_run(&map, &|_| None), Ok(Some(moment)));
    }

    #[test]
    fn a_browser_that_keeps_nothing_is_told_and_harmless() {
        let store: &dyn Store = &Off;
        assert_eq!(store.keep_run(&work("x")), KeptRun::Off);
        assert_eq!(kept_prefs(store), Prefs::default());
        assert_eq!(kept_run(store, &|_| None), Ok(None));
    }

    #[test]
    fn a_run_past_the_cap_is_not_kept_and_the_one_before_stays() {
        let map = Map::default();
        let store: &dyn Store = &map;
        store.keep_run(&work("small"));
        assert_eq!(store.keep_run(&work(&"x".repeat(MAX_KEPT_BYTES))), KeptRun::TooLarge);
        assert_eq!(kept_run(store, &|_| None), Ok(Some(work("small"))));
    }

    #[test]
    fn kept_rubbish_is_told_not_fatal() {
        let map = Map::default();
        map.set(RUN, Some("{"));
        map.set(PREFS, Some("{"));
        assert_eq!(kept_run(&map, &|_| None), Err(PayloadError::Unreadable));
        assert_eq!(kept_prefs(&map), Prefs::default());
    }
}
