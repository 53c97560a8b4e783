//! What the page's state does, told as lists of actions.

use std::rc::Rc;

use yew::Reducible;

use super::*;
use crate::types::{
    BranchesView, CompareView, LadderView, LaneView, ProblemView, Reply, Snapshot, WhyView,
};

fn after(news: Vec<News>) -> Workbench {
    let bench = news.into_iter().fold(Rc::new(Workbench::default()), Reducible::reduce);
    Rc::unwrap_or_clone(bench)
}

fn loaded(path: &str) -> News {
    News::Loaded(Box::new(Source::file(path, path)), snapshot(path, 0))
}

fn snapshot(path: &str, now_us: i64) -> Box<Snapshot> {
    Box::new(Snapshot {
        version: 1,
        path: path.into(),
        now_us,
        end_us: 1_000,
        ..Snapshot::default()
    })
}

fn at(snapshot: Box<Snapshot>) -> News {
    News::Reply(Reply::Snapshot { snapshot })
}

fn clock(now_us: i64) -> News {
    News::Reply(Reply::Clock { now_us })
}

fn wish(action: Action) -> News {
    News::Wish(action)
}

#[test]
fn a_broken_file_leaves_the_run_before_it_standing_and_its_text_to_be_mended() {
    let problem = ProblemView { code: "E0101".into(), ..ProblemView::default() };
    let bad = Box::new(Source::file("bad", "a: ["));
    let bench = after(vec![loaded("good"), News::Problems(bad, vec![problem])]);
    assert_eq!(bench.run.head.path, "good");
    assert_eq!(bench.bottom, BottomTab::Yaml);
    assert_eq!(bench.writing.draft.as_ref().map(|draft| draft.text.as_str()), Some("a: ["));
    assert_eq!(bench.writing.problems.as_ref().map(|all| all.len()), Some(1));
}

#[test]
fn a_good_file_after_a_broken_one_leaves_nothing_of_it() {
    let bad = Box::new(Source::file("x", ""));
    let bench = after(vec![News::Problems(bad, vec![ProblemView::default()]), loaded("x")]);
    assert_eq!((bench.writing.draft, bench.writing.problems), (None, None));
}

#[test]
fn play_stops_at_the_end_of_the_file() {
    let bench = after(vec![loaded("x"), wish(Action::Play(true)), at(snapshot("x", 1_000))]);
    assert!(!bench.playing);
}

#[test]
fn play_stops_at_the_end_even_where_nothing_happens_there() {
    let bench = after(vec![loaded("x"), wish(Action::Play(true)), clock(1_000)]);
    assert!(!bench.playing);
}

#[test]
fn play_goes_on_in_a_file_whose_steps_all_lie_at_the_start() {
    let without_end = |now_us| Box::new(Snapshot { end_us: 0, ..*snapshot("x", now_us) });
    let opened = News::Loaded(Box::new(Source::file("x", "x")), without_end(0));
    let bench = after(vec![opened, wish(Action::Play(true)), clock(0), at(without_end(30_000))]);
    assert!(bench.playing && !bench.run.at_end());
}

#[test]
fn a_user_who_acted_goes_on_past_the_end() {
    let acted = Snapshot { acted: true, ..*snapshot("x", 5_000) };
    let bench = after(vec![loaded("x"), wish(Action::Play(true)), at(Box::new(acted))]);
    assert!(bench.playing);
}

#[test]
fn only_the_clock_moves_while_nothing_happens() {
    let before = after(vec![loaded("x")]);
    let bench = Rc::new(before.clone()).reduce(clock(77));
    assert_eq!(bench.run.now_us, 77);
    assert_eq!(bench.run.head, before.run.head);
}

#[test]
fn a_lamp_opens_why_and_an_event_opens_the_raw_message() {
    let bench = after(vec![wish(Action::Select(Selection::Event(4)))]);
    assert_eq!(bench.inspector, InspectorTab::Raw);
    let bench = after(vec![
        wish(Action::Select(Selection::Event(4))),
        wish(Action::Select(Selection::Lamp("Phone A BLF 1".into()))),
    ]);
    assert_eq!(bench.inspector, InspectorTab::Why);
}

#[test]
fn who_changes_a_file_by_a_form_goes_on_in_it_and_another_file_begins_with_why() {
    let form = || wish(Action::Configure(Place::of("", "outside", Some("Server"))));
    let again =
        |name: &str| News::Loaded(Box::new(Source::file(name, "with a proxy")), snapshot("x", 0));
    let bench = after(vec![loaded("x"), form(), again("x")]);
    assert_eq!(bench.inspector, InspectorTab::Configure);
    assert_eq!(bench.build.place.object.as_deref(), Some("Server"));
    let bench = after(vec![loaded("x"), form(), again("y")]);
    assert_eq!((bench.inspector, bench.build.place), (InspectorTab::Why, Place::default()));
}

#[test]
fn a_form_of_one_outside_has_what_befalls_it_at_hand() {
    let bench = after(vec![wish(Action::Configure(Place::of("", "outside", Some("Server"))))]);
    assert_eq!(bench.time.link, "Server");
    let bench = after(vec![wish(Action::Configure(Place::of("", "phones", Some("Phone A"))))]);
    assert_eq!(bench.time.link, "");
}

#[test]
fn the_why_of_another_lamp_does_not_stay() {
    let why = WhyView { subject: "Phone A BLF 1".into(), ..WhyView::default() };
    let bench = after(vec![
        wish(Action::Select(Selection::Lamp("Phone A BLF 1".into()))),
        Reply::Why { why }.into(),
        wish(Action::Select(Selection::Lamp("Phone A BLF 2".into()))),
    ]);
    assert_eq!(bench.why, None);
}

#[test]
fn another_file_starts_at_a_clean_bench_and_keeps_what_the_user_likes() {
    let prefs = Prefs { theme: Theme::Dark, ..Prefs::default() };
    let bench = after(vec![
        wish(Action::Prefs(prefs)),
        loaded("one"),
        wish(Action::Select(Selection::Event(4))),
        wish(Action::Filter("NOTIFY".into())),
        Reply::Ladder { ladder: LadderView { total: 9, ..LadderView::default() } }.into(),
        loaded("two"),
    ]);
    assert_eq!(bench.selection, Selection::Nothing);
    assert_eq!(bench.ladder.filter, "");
    assert_eq!(bench.ladder.view.total, 0);
    assert_eq!(bench.prefs, prefs);
}

#[test]
fn a_rule_opens_in_the_inspector() {
    let rule = lampfield_core::rules::RuleId::ALL[0];
    let bench = after(vec![wish(Action::Rule(rule))]);
    assert_eq!((bench.inspector, bench.rule), (InspectorTab::Rule, Some(rule)));
}

#[test]
fn a_moment_holds_what_a_link_needs() {
    let acts = vec![(5, "Phone B lifts".to_owned())];
    let run = Snapshot { acts: acts.clone(), ..*snapshot("x", 9) };
    let bench = after(vec![
        loaded("x"),
        wish(Action::Turn(Turn::New("Phone B lifts".into()), acts)),
        at(Box::new(run)),
        wish(Action::Select(Selection::Lamp("Phone A BLF 1".into()))),
    ]);
    let moment = bench.moment();
    assert_eq!(moment.source.path, "x");
    assert_eq!((moment.at_us, moment.acts.len()), (9, 1));
    assert_eq!(moment.selection.lamp(), Some("Phone A BLF 1"));
}

#[test]
fn a_notice_of_a_kind_replaces_the_one_before() {
    let tell = |text: &str| wish(Action::Tell(Notice::new(NoticeKind::Link, text)));
    let bench = after(vec![tell("one"), tell("two")]);
    assert_eq!(bench.notices.len(), 1);
    let bench = Rc::new(bench).reduce(wish(Action::Dismiss(NoticeKind::Link)));
    assert!(bench.notices.is_empty());
}

#[test]
fn branches_that_come_keep_the_lanes_that_did_not_change_and_another_file_has_none() {
    let lane = |subject: &str, label: &str| LaneView {
        subject: subject.into(),
        label: label.into(),
        ..LaneView::default()
    };
    let view = |label: &str| {
        let lanes = vec![lane("a", "same"), lane("b", label)];
        let compare = Some(CompareView { lanes, ..CompareView::default() });
        News::Reply(Reply::Branches { view: BranchesView { compare, ..BranchesView::default() } })
    };
    let before = after(vec![loaded("x"), view("one")]);
    let kept = before.time.lanes.clone();
    let bench = Reducible::reduce(Rc::new(before), view("two"));
    assert_eq!(bench.time.lanes[0], kept[0]);
    assert_ne!(bench.time.lanes[1], kept[1]);
    assert!(bench.time.comparison().is_some());
    let bench = Reducible::reduce(bench, loaded("y"));
    assert_eq!(bench.time.lanes.len(), 0);
    assert!(bench.time.comparison().is_none());
}

#[test]
fn going_elsewhere_in_the_configuration_forgets_the_form_and_what_was_said_of_it() {
    use crate::types::{FormView, ReasonView};
    let phone = || Place::of("", "phones", Some("Phone A"));
    let filled = vec![
        wish(Action::Configure(phone())),
        Reply::Form { form: FormView { name: "Phone A".into(), ..FormView::default() }.into() }
            .into(),
        Reply::Denied { reasons: vec![ReasonView::default()] }.into(),
    ];
    let stays = after([filled.clone(), vec![wish(Action::Configure(phone()))]].concat());
    assert!(stays.build.form.is_some() && stays.build.reasons.len() == 1);
    assert_eq!(stays.inspector, InspectorTab::Configure);
    let list = Place::of("", "phones", None);
    let gone = after([filled.clone(), vec![wish(Action::Configure(list))]].concat());
    assert!(gone.build.form.is_none() && gone.build.reasons.is_empty());
    let other = after([vec![loaded("a")], filled, vec![loaded("b")]].concat());
    assert!(other.build.place == Place::default() && other.build.form.is_none());
}

#[test]
fn new_things_go_into_the_chosen_cluster_until_another_file_comes() {
    let chosen = vec![loaded("a"), wish(Action::Into("East".into()))];
    assert_eq!(after(chosen.clone()).build.into, "East");
    assert_eq!(after([chosen, vec![loaded("b")]].concat()).build.into, "");
}
