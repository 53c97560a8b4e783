//! Laws that hold for every cluster.

use super::*;
use crate::cluster::{ClusterBuilder, DefaultPermission, DirectoryNumber, Permission};
use crate::id::{DnId, GroupId, PhoneId, WatchId};
use proptest::prelude::*;

const GROUPS: [&str; 3] = ["Standard Presence group", "A", "B"];
const PARTITIONS: [&str; 3] = ["P", "Q", "R"];
const NUMBERS: [&str; 6] = ["1000", "1001", "10XX", "1!", "2000", "[12]000"];
const DIALLED: [&str; 6] = ["1000", "1001", "1050", "2000", "3", "a@b"];

/// A small cluster in settings that a generator can draw.
#[derive(Clone, Debug)]
struct Draw {
    call_lists: bool,
    default: DefaultPermission,
    permissions: [[Permission; 3]; 3],
    /// Number, partition (3: null) and group of each DN.
    dns: Vec<(usize, usize, usize)>,
    /// The SUBSCRIBE CSS of the watcher: none, or these partitions.
    css: Option<Vec<usize>>,
    model: &'static str,
    buttons: usize,
    group: usize,
}

fn permission() -> impl Strategy<Value = Permission> {
    use Permission::{AllowSubscription, DisallowSubscription, UseSystemDefault};
    prop::sample::select(vec![UseSystemDefault, AllowSubscription, DisallowSubscription])
}

fn draw() -> impl Strategy<Value = Draw> {
    let permissions = prop::array::uniform3(prop::array::uniform3(permission()));
    let default = prop::sample::select(vec![DefaultPermission::Allow, DefaultPermission::Disallow]);
    let css = prop::option::weighted(
        0.8,
        prop::sample::subsequence(vec![0_usize, 1, 2], 0..=3).prop_shuffle(),
    );
    let dns = prop::collection::vec((0_usize..6, 0_usize..4, 0_usize..3), 0..8);
    let model = prop::sample::select(vec!["7970 SIP", "7960 SIP", "7961 SCCP", "H.323"]);
    (any::<bool>(), default, permissions, dns, css, model, 0_usize..3, 0_usize..3).prop_map(
        |(call_lists, default, permissions, dns, css, model, buttons, group)| Draw {
            call_lists,
            default,
            permissions,
            dns,
            css,
            model,
            buttons,
            group,
        },
    )
}

impl Draw {
    fn cluster(&self) -> Cluster {
        let mut b = ClusterBuilder::new()
            .blf_for_call_lists(self.call_lists)
            .default_permission(self.default)
            .template("T", self.buttons)
            .group("A")
            .group("B");
        for (from, row) in self.permissions.iter().enumerate() {
            for (to, permission) in row.iter().enumerate().filter(|(to, _)| *to != from) {
                b = b.permission(GROUPS[from], GROUPS[to], *permission);
            }
        }
        b = PARTITIONS.iter().fold(b, |b, p| b.partition(p));
        for (number, partition, group) in &self.dns {
            let number = NUMBERS[*number];
            let name = match PARTITIONS.get(*partition) {
                Some(partition) => format!("{number} in {partition}"),
                None => number.to_owned(),
            };
            b = b.dn_in_group(&name, GROUPS[*group]);
        }
        let partitions: Vec<&str> = self.css.iter().flatten().map(|p| PARTITIONS[*p]).collect();
        b = b.css("CSS", &partitions);
        b.phone("Phone", self.model, |p| {
            let p = p.group(GROUPS[self.group]).template("T");
            if self.css.is_some() { p.subscribe_css("CSS") } else { p }
        })
        .build()
        .unwrap()
    }
}

fn way() -> impl Strategy<Value = Way> {
    let named = prop::option::of((0_u32..8).prop_map(DnId));
    let blf = (1_u16..4, named).prop_map(|(button, named)| Way::BlfSpeedDial { button, named });
    let lists = vec![CallList::Missed, CallList::Placed, CallList::Received];
    prop_oneof![blf, prop::sample::select(lists).prop_map(Way::CallList)]
}

fn target() -> impl Strategy<Value = &'static str> {
    prop::sample::select(DIALLED.to_vec())
}

fn answer(c: &Cluster, way: Way, target: &str) -> Answer {
    ask(c, "Phone", way, target).answer
}

proptest! {
    #[test]
    fn a_record_changes_no_answer_and_words_can_be_found_for_all(
        draw in draw(), way in way(), target in target(),
    ) {
        let c = draw.cluster();
        // `ask` compares the recorded answer with the unrecorded one.
        let d = ask(&c, "Phone", way, target);
        let e = explain(&c, &d);
        prop_assert!(e.headline.contains(d.answer.rule.as_str()));
        prop_assert!(e.checks.iter().all(|check| !check.sentence.is_empty()), "{:?}", e.checks);
        let failed = d.checks.iter().any(|check| check.verdict == Verdict::Fail);
        prop_assert_eq!(failed, d.answer.outcome != Outcome::Allowed);
    }

    #[test]
    fn the_code_and_what_was_found_follow_from_the_outcome(
        draw in draw(), way in way(), target in target(),
    ) {
        let a = answer(&draw.cluster(), way, target);
        let code = match a.outcome {
            Outcome::Allowed => 200,
            Outcome::Refused | Outcome::RefusedByDefault => 403,
            Outcome::NoRoute => 404,
        };
        prop_assert_eq!(a.code, code);
        prop_assert!(a.outcome != Outcome::Allowed || a.found.is_some());
        prop_assert!(a.outcome != Outcome::NoRoute || a.found.is_none());
        prop_assert_eq!(a.outcome == Outcome::RefusedByDefault, a.rule == RuleId::Group3 && code == 403);
    }

    #[test]
    fn within_one_group_everything_found_is_allowed(draw in draw(), target in target()) {
        let mut draw = draw;
        draw.call_lists = true;
        draw.dns.iter_mut().for_each(|dn| dn.2 = draw.group);
        let a = answer(&draw.cluster(), MISSED, target);
        prop_assert!(a.found.is_none() || a.outcome == Outcome::Allowed);
    }

    #[test]
    fn permissions_are_directed(draw in draw(), target in target(), other in permission()) {
        let before = answer(&draw.cluster(), MISSED, target);
        let mut turned = draw.clone();
        for to in (0..3).filter(|to| *to != draw.group) {
            turned.permissions[to][draw.group] = other;
        }
        prop_assert_eq!(before, answer(&turned.cluster(), MISSED, target));
    }

    #[test]
    fn a_blf_speed_dial_never_asks_groups(
        draw in draw(), other in draw_groups(), target in target(), button in 1_u16..4,
    ) {
        let way = Way::BlfSpeedDial { button, named: None };
        let before = answer(&draw.cluster(), way, target);
        let mut changed = draw.clone();
        (changed.permissions, changed.default, changed.group) = other;
        changed.dns.iter_mut().for_each(|dn| dn.2 = 2 - dn.2);
        prop_assert_eq!(before, answer(&changed.cluster(), way, target));
        let d = ask(&changed.cluster(), "Phone", way, target);
        let asked = [RuleId::Group1, RuleId::Group2, RuleId::Group3, RuleId::Auth1];
        prop_assert!(!rules(&d).iter().any(|rule| asked.contains(rule)));
    }

    #[test]
    fn what_cannot_be_reached_or_does_not_match_changes_no_answer(
        draw in draw(), way in way(), target in target(), number in 0_usize..6,
    ) {
        let mut c = draw.cluster();
        let before = answer(&c, way, target);
        // The same numbers in a partition that nobody searches, and a number that nobody dials.
        let name = "Elsewhere";
        let id = c.partitions.push(crate::cluster::Partition { name: name.to_owned() });
        let group = GroupId(1);
        c.directory_numbers.push(DirectoryNumber::new(NUMBERS[number], Some((id, name)), group));
        c.directory_numbers.push(DirectoryNumber::new("777", None, group));
        prop_assert_eq!(before, answer(&c, way, target));
    }

    #[test]
    fn one_more_partition_at_the_end_loses_no_route(draw in draw(), target in target()) {
        let before = answer(&draw.cluster(), MISSED, target);
        let mut wider = draw.clone();
        let css = wider.css.get_or_insert_default();
        css.extend((0..3).find(|p| !css.contains(p)));
        let after = answer(&wider.cluster(), MISSED, target);
        prop_assert!(before.found.is_none() || after.found.is_some());
    }

    #[test]
    fn the_engine_equals_one_that_looks_at_everything(
        steps in prop::collection::vec((0_u32..4, 0_u32..3, 0_usize..5, 0_u32..3), 1..60),
    ) {
        let c = watched();
        let mut engine = Engine::new(&c);
        let mut watches: Vec<(DnId, WatchId, u32)> = Vec::new();
        for (handle, (phone, dn, state, act)) in steps.into_iter().enumerate() {
            let (phone, dn) = (PhoneId(phone), DnId(dn));
            let state = STATES[state];
            let before = engine.status(dn);
            let told = engine.set_line(&c, phone, dn, state);
            let now = shared_status(engine.devices(dn).map(|(phone, state)| {
                device_status(&c.phones.get(phone).unwrap().model, state)
            }));
            prop_assert_eq!(engine.status(dn), now);
            prop_assert_eq!(told, (before != now).then_some(now));
            let handle = u32::try_from(handle).unwrap();
            if act == 0 && !watches.is_empty() {
                let gone = watches.remove(handle as usize % watches.len());
                engine.unwatch(gone.1);
            } else {
                watches.push((dn, engine.watch(dn, handle).unwrap(), handle));
            }
            let expected: Vec<(WatchId, u32)> =
                watches.iter().filter(|w| w.0 == dn).map(|w| (w.1, w.2)).collect();
            prop_assert_eq!(engine.watchers(dn).collect::<Vec<_>>(), expected);
            prop_assert_eq!(engine.watch_count(), watches.len());
        }
    }
}

type Groups = ([[Permission; 3]; 3], DefaultPermission, usize);

fn draw_groups() -> impl Strategy<Value = Groups> {
    draw().prop_map(|d| (d.permissions, d.default, d.group))
}

const STATES: [LineState; 5] = [
    LineState::NotConnected,
    LineState::OnHook,
    LineState::OffHook,
    LineState::RingingIn,
    LineState::Connected,
];

/// Three lines, on one, two and three of four phones.
fn watched() -> Cluster {
    ClusterBuilder::new()
        .dn("1")
        .dn("2")
        .dn("3")
        .phone("A", "7970 SIP", |p| p.line("1").line("2").line("3"))
        .phone("B", "7960 SIP", |p| p.line("3").line("2"))
        .phone("C", "H.323", |p| p.line("3"))
        .phone("D", "7961 SCCP", |p| p)
        .build()
        .unwrap()
}
