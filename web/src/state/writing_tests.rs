//! What is undone and done again, and what is typed.

use std::rc::Rc;

use yew::Reducible;

use super::*;
use crate::engine::Session;
use crate::types::{ProblemView, Reply, Request, Snapshot};

const FILE: &str = include_str!("../../../scenarios/gallery/03-two-phones-one-lamp.yaml");

/// A page without its browser: the engine and the state.
struct Page {
    session: Session,
    bench: Rc<Workbench>,
}

impl Page {
    fn open() -> Self {
        let mut page = Page { session: Session::new(), bench: Rc::default() };
        let source = Source::file("x.yaml", FILE);
        page.load(Moment { source, at_us: 1_000_000, ..Moment::default() }, Turn::Same);
        page
    }

    fn show(&mut self, news: impl Into<News>) {
        self.bench = Rc::clone(&self.bench).reduce(news.into());
    }

    fn ask(&mut self, request: Request) -> Box<Snapshot> {
        match self.session.handle(request) {
            Reply::Snapshot { snapshot } => snapshot,
            Reply::Clock { now_us } => {
                self.show(Reply::Clock { now_us });
                self.ask(Request::Snapshot)
            }
            other => panic!("{other:?}"),
        }
    }

    fn load(&mut self, moment: Moment, turn: Turn) {
        let Moment { source, at_us, acts, .. } = moment;
        let snapshot = self.ask(Request::Load {
            path: source.path.clone(),
            text: source.text.clone(),
            seed: source.seed,
            at_us: Some(at_us),
            acts: acts.clone(),
        });
        self.show(Action::Turn(turn, acts));
        self.show(News::Loaded(Box::new(source), snapshot));
    }

    fn run(&mut self, at_us: i64) {
        let snapshot = self.ask(Request::RunUntil { at_us });
        self.show(Reply::Snapshot { snapshot });
    }

    fn act(&mut self, sentence: &str) {
        let snapshot = self.ask(Request::Act { sentence: sentence.to_owned() });
        self.show(Action::Turn(Turn::New(sentence.to_owned()), snapshot.acts.clone()));
        self.show(Reply::Snapshot { snapshot });
    }

    /// Undoes or does again, as often as it goes.
    fn all(&mut self, turn: Turn) -> u32 {
        let mut times = 0;
        while let Some(moment) = self.bench.turned(&turn) {
            self.load(moment, turn.clone());
            times += 1;
        }
        times
    }

    /// Everything that can be seen of it once all of this moment has happened, but for what counts
    /// up and for the branches beside it: a run that is loaded stands there, and alone.
    fn seen(&mut self) -> Snapshot {
        self.run(self.bench.run.now_us);
        let snapshot = self.ask(Request::Snapshot);
        Snapshot { version: 0, flights: Vec::new(), reached_us: 0, branches: 0, ..*snapshot }
    }
}

/// A number below `n`, by a seed.
fn dice(seed: &mut u64, n: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % n
}

#[test]
fn all_undone_is_the_beginning_and_all_done_again_is_the_end() {
    let sentences = ["Phone B lifts", "Phone B hangs up", "Phone A dials 1111", "Phone B answers"];
    for run in 0..40 {
        let (mut page, mut seed) = (Page::open(), run);
        let start = page.seen();
        let mut changes = 0;
        for _ in 0..8 {
            match dice(&mut seed, 6) {
                0 => page.run(dice(&mut seed, 9_000_000).try_into().unwrap_or(0)),
                1 => {
                    let text = FILE.replace("Two phones", &format!("{changes} phones"));
                    let at_us = page.bench.run.now_us;
                    let source = Source::file("x.yaml", text);
                    let moment = Moment { source, at_us, ..Moment::default() };
                    page.load(moment, Turn::New("text".into()));
                    changes += 1;
                }
                n => {
                    page.act(sentences[usize::try_from(n - 2).unwrap_or(0)]);
                    changes += 1;
                }
            }
        }
        let end = page.seen();
        assert_eq!(page.all(Turn::Undo), changes);
        let back = page.seen();
        assert_eq!((&back.acts, &back.name), (&start.acts, &start.name));
        page.run(start.now_us);
        assert_eq!(page.seen(), start, "run {run}");
        assert_eq!(page.all(Turn::Redo), changes);
        assert_eq!(page.seen(), end, "run {run}");
    }
}

#[test]
fn a_new_act_drops_what_was_undone_and_an_undo_names_what_it_undoes() {
    let mut page = Page::open();
    page.act("Phone B lifts");
    page.run(3_000_000);
    page.act("Phone B hangs up");
    let undone = page.bench.turned(&Turn::Undo).expect("an undo");
    assert_eq!((undone.at_us, undone.acts.len()), (3_000_000, 1));
    page.load(undone, Turn::Undo);
    assert_eq!(page.bench.writing.redo[0].label, "Phone B hangs up");
    assert_eq!(page.bench.writing.undo[0].label, "Phone B lifts");
    page.act("Phone A dials 1111");
    assert_eq!(page.bench.turned(&Turn::Redo), None);
}

#[test]
fn an_act_that_lies_ahead_is_still_there_after_a_look_back() {
    let mut page = Page::open();
    page.run(2_500_000);
    page.act("Phone B hangs up");
    page.run(1_000_000);
    assert_eq!(page.bench.run.head.acts.len(), 0);
    assert_eq!(page.bench.moment().acts.len(), 1);
    page.act("Phone A lifts");
    let undone = page.bench.turned(&Turn::Undo).expect("an undo");
    assert_eq!(undone.acts, [(2_500_000, "Phone B hangs up".to_owned())]);
}

#[test]
fn what_is_typed_outlives_acts_and_checks_and_other_tabs() {
    let mut page = Page::open();
    let draft = Source::file("x.yaml", "half a wo");
    page.show(Action::Draft(Some(Box::new(draft.clone()))));
    // It belongs to the user's own work, and to no link.
    assert_eq!(page.bench.work().draft, Some(draft.clone()));
    assert_eq!(page.bench.moment().draft, None);
    let typed = page.bench.writing.typed;
    page.act("Phone B lifts");
    page.show(News::Checked(typed, vec![ProblemView::default()]));
    page.show(Action::Bottom(BottomTab::Lamps));
    let kept = page.bench.writing.draft.as_ref().map(|draft| (**draft).clone());
    assert_eq!(kept, Some(draft));
    // What is wrong with an older text is no news.
    page.show(News::Checked(typed.wrapping_sub(1), Vec::new()));
    assert_eq!(page.bench.writing.problems.as_ref().map(|all| all.len()), Some(1));
}

fn typed(page: &Page) -> Option<&str> {
    page.bench.writing.draft.as_ref().map(|draft| draft.text.as_str())
}

#[test]
fn what_is_typed_is_told_of_when_another_file_comes_and_an_undo_brings_it_back() {
    let other = FILE.replace("Two phones", "Other phones");
    for path in ["x.yaml", "y.yaml"] {
        let mut page = Page::open();
        let draft = Box::new(Source::file("x.yaml", "half a wo"));
        page.show(Action::Draft(Some(draft)));
        let source = Source::file(path, &*other);
        page.load(Moment { source, ..Moment::default() }, Turn::New("open".into()));
        assert_eq!(typed(&page), None);
        assert!(
            page.bench
                .notices
                .get(&NoticeKind::File)
                .is_some_and(|own| own.text.contains("x.yaml"))
        );
        let back = page.bench.turned(&Turn::Undo).expect("an undo");
        assert_eq!(back.draft.as_ref().map(|own| own.text.as_str()), Some("half a wo"));
        assert_eq!(back.source.text, FILE);
    }
}

#[test]
fn what_is_typed_stays_where_the_same_text_is_loaded_again_and_goes_once_it_is_taken() {
    let mut page = Page::open();
    page.act("Phone B lifts");
    let text = FILE.replace("Two phones", "Other phones");
    let draft = Source::file("x.yaml", &*text);
    page.show(Action::Draft(Some(Box::new(draft.clone()))));
    page.all(Turn::Undo);
    assert_eq!(typed(&page), Some(&*text));
    let taken = Source { seed: Some(4), ..draft };
    page.load(Moment { source: taken, ..Moment::default() }, Turn::New("text".into()));
    assert_eq!((typed(&page), page.bench.notices.len()), (None, 0));
}

#[test]
fn a_text_that_is_pasted_or_a_broken_file_in_the_place_of_what_is_typed_is_undone_as_well() {
    let pasted = News::from(Action::Draft(Some(Box::new(Source::file("pasted.yaml", "")))));
    let broken = News::Problems(Box::new(Source::file("x.yaml", "a: [")), Vec::new());
    for news in [pasted, broken] {
        let mut page = Page::open();
        page.show(Action::Draft(Some(Box::new(Source::file("x.yaml", "half a wo")))));
        page.show(news);
        assert_ne!(typed(&page), Some("half a wo"));
        let back = page.bench.turned(&Turn::Undo).expect("an undo");
        assert!(back.draft.is_some_and(|own| own.text == "half a wo"));
    }
}

#[test]
fn old_changes_are_let_go_where_they_would_be_too_much() {
    let mut page = Page::open();
    for n in 0..12 {
        let source = Source::file("x.yaml", "#".repeat(1_000_000));
        let here = Past { source: Shared::new(source), ..page.bench.here() };
        let mut writing = page.bench.writing.clone();
        writing.turn(Turn::New(n.to_string()), here, Vec::new());
        Rc::make_mut(&mut page.bench).writing = writing;
    }
    let labels: Vec<&str> =
        page.bench.writing.undo.iter().map(|past| past.label.as_str()).collect();
    assert_eq!(labels, ["4", "5", "6", "7", "8", "9", "10", "11"]);
}
