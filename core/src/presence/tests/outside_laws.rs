//! Laws for every watcher and every way out.

use super::outside::cluster;
use super::*;
use crate::cluster::{Permission, SecurityProfile};
use crate::id::{ApplicationUserId, EndUserId, GroupId, TrunkId};
use proptest::prelude::*;

const TARGETS: [&str; 14] = [
    "1000",
    "1001",
    "6000",
    "7000",
    "7100",
    "8000",
    "91234",
    "5000",
    "999",
    "bob@example.com",
    "bob@a.example.com",
    "bob@nowhere.org",
    "1000@callmanager",
    "x@10.21.91.156",
];

/// What a generator draws: groups, boxes, permissions.
#[derive(Clone, Debug)]
struct Draw {
    boxes: [bool; 3],
    trunk_groups: Vec<u32>,
    number_groups: [u32; 2],
    permissions: Vec<(u32, u32, bool)>,
    assistant: bool,
}

fn draw() -> impl Strategy<Value = Draw> {
    let permissions = prop::collection::vec((0_u32..6, 0_u32..6, any::<bool>()), 0..12);
    let trunk_groups = prop::collection::vec(0_u32..6, 10);
    (any::<[bool; 3]>(), trunk_groups, prop::array::uniform2(0_u32..6), permissions, any::<bool>())
        .prop_map(|(boxes, trunk_groups, number_groups, permissions, assistant)| Draw {
            boxes,
            trunk_groups,
            number_groups,
            permissions,
            assistant,
        })
}

impl Draw {
    fn cluster(&self) -> Cluster {
        let mut c = cluster().build().unwrap();
        let [digest, level, accept] = self.boxes;
        let profile = c.security_profiles.id_of("a").unwrap();
        *c.security_profiles.get_mut(profile).unwrap() = SecurityProfile {
            digest_authentication: digest,
            application_level_authorization: level && digest,
            accept_presence_subscription: accept,
            ..SecurityProfile::new("a")
        };
        for (at, group) in self.trunk_groups.iter().enumerate() {
            let trunk = c.trunks.get_mut(TrunkId(u32::try_from(at).unwrap()));
            if let Some(sip) = trunk.and_then(|trunk| trunk.sip_mut()) {
                sip.presence_group = GroupId(*group);
            }
        }
        for (name, group) in [("1000 in Internal", 0), ("1001 in Internal", 1)] {
            let dn = c.directory_numbers.id_of(name).unwrap();
            c.directory_numbers.get_mut(dn).unwrap().presence_group =
                GroupId(self.number_groups[group]);
        }
        for (from, to, allow) in self.permissions.iter().filter(|(from, to, _)| from != to) {
            let permission = match allow {
                true => Permission::AllowSubscription,
                false => Permission::DisallowSubscription,
            };
            let group = c.presence_groups.get_mut(GroupId(*from)).unwrap();
            group.relationships.insert(GroupId(*to), permission);
        }
        let assistant = c.application_users.id_of("Assistant").unwrap();
        c.application_users.get_mut(assistant).unwrap().ip_manager_assistant = self.assistant;
        c
    }
}

fn proof() -> impl Strategy<Value = Proof> {
    let wrong = vec![
        WrongProof::UnknownUser,
        WrongProof::WrongPassword,
        WrongProof::Stale,
        WrongProof::Replayed,
        WrongProof::Unsupported,
    ];
    prop_oneof![
        Just(Proof::NotChecked),
        Just(Proof::Missing),
        Just(Proof::Device),
        prop::sample::select(wrong).prop_map(Proof::Wrong),
        (0_u32..5).prop_map(|id| Proof::Application(ApplicationUserId(id))),
    ]
}

fn watcher() -> impl Strategy<Value = Watcher> {
    let trunk = (0_u32..10, proof(), prop::option::of(Just(EndUserId(0)))).prop_map(
        |(trunk, proof, user)| Watcher::Trunk(TrunkRequest { trunk: TrunkId(trunk), proof, user }),
    );
    prop_oneof![
        2 => Just(Watcher::Phone(crate::id::PhoneId(0))),
        3 => trunk,
        1 => Just(Watcher::EndUser(EndUserId(0))),
    ]
}

fn question() -> impl Strategy<Value = (Watcher, Way, &'static str)> {
    let ways = vec![BLF, MISSED, Way::Directory];
    (watcher(), prop::sample::select(ways), prop::sample::select(TARGETS.to_vec())).prop_map(
        |(watcher, way, target)| match watcher {
            Watcher::Trunk(_) => (watcher, Way::Outside, target),
            _ => (watcher, way, target),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn record_code_words_and_the_first_failing_check_agree(
        draw in draw(), (watcher, way, target) in question(),
    ) {
        let c = draw.cluster();
        // `ask_as` compares the recorded answer with the unrecorded one.
        let d = ask_as(&c, watcher, way, target);
        let failed: Vec<RuleId> = d.checks.iter()
            .filter(|check| check.verdict == Verdict::Fail).map(|check| check.rule).collect();
        prop_assert_eq!(failed.is_empty(), d.answer.outcome == Outcome::Allowed);
        let fits = match d.answer.outcome {
            Outcome::Allowed => d.answer.code == 200 && d.answer.found.is_some(),
            Outcome::NoRoute => d.answer.code == 404,
            Outcome::RefusedByDefault => d.answer.code == 403 && d.answer.rule == RuleId::Group3,
            Outcome::Refused => matches!(d.answer.code, 401 | 403),
        };
        prop_assert!(fits, "{:?}", d.answer);
        prop_assert_eq!(d.answer.code == 401, d.answer.rule == RuleId::Auth14);
        prop_assert!(rules(&d).contains(&d.answer.rule), "{:?}", d);
        let e = explain(&c, &d);
        prop_assert!(e.headline.contains(d.answer.rule.as_str()));
        prop_assert!(!e.headline.ends_with(": "), "{}", e.headline);
        prop_assert!(e.checks.iter().all(|check| !check.sentence.is_empty()), "{:?}", e.checks);
        prop_assert!(e.remedies.iter().all(|remedy| !remedy.sentence.is_empty()));
    }

    #[test]
    fn nothing_asked_later_can_mend_what_failed_before(
        draw in draw(), (watcher, _, target) in question(), other in prop::sample::select(TARGETS.to_vec()),
    ) {
        let c = draw.cluster();
        let Watcher::Trunk(_) = watcher else { return Ok(()) };
        let d = ask_as(&c, watcher, Way::Outside, target);
        // Refused before routing: whatever is asked for, the answer is the same.
        if d.answer.found.is_none() && d.answer.outcome == Outcome::Refused {
            prop_assert_eq!(ask_as(&c, watcher, Way::Outside, other).answer, d.answer);
        }
    }

    #[test]
    fn one_group_for_all_refuses_nothing_by_group((watcher, way, target) in question(), draw in draw()) {
        let mut draw = draw;
        draw.trunk_groups.iter_mut().for_each(|group| *group = 0);
        draw.number_groups = [0, 0];
        let mut c = draw.cluster();
        let standard = GroupId(0);
        c.phones.get_mut(crate::id::PhoneId(0)).unwrap().presence_group = standard;
        c.end_users.get_mut(EndUserId(0)).unwrap().presence_group = standard;
        for id in 0..4 {
            c.application_users.get_mut(ApplicationUserId(id)).unwrap().presence_group = None;
        }
        let rule = ask_as(&c, watcher, way, target).answer.rule;
        prop_assert!(!matches!(rule, RuleId::Group2 | RuleId::Group3 | RuleId::R8));
    }

    #[test]
    fn what_others_may_see_of_the_watcher_changes_nothing(
        draw in draw(), (watcher, way, target) in question(), allow in any::<bool>(),
    ) {
        let c = draw.cluster();
        let before = ask_as(&c, watcher, way, target).answer;
        let q = Question { watcher, way, target, line: None };
        let Some(own) = watcher_group(&c, &q) else { return Ok(()) };
        let mut turned = draw.clone();
        turned.permissions.extend((0..6).filter(|from| *from != own.0).map(|from| (from, own.0, allow)));
        prop_assert_eq!(before, ask_as(&turned.cluster(), watcher, way, target).answer);
    }

    #[test]
    fn carriers_agree_with_the_decision(draw in draw(), target in prop::sample::select(TARGETS.to_vec())) {
        let c = draw.cluster();
        for way in [BLF, MISSED] {
            let d = ask(&c, "Phone A", way, target);
            let Some(Found::Route(route)) = d.answer.found else { continue };
            let q = Question { watcher: d.watcher, way, target, line: None };
            let from = watcher_group(&c, &q).unwrap();
            let mut all = carriers(&c, from, asks_groups(way, target), route);
            prop_assert_eq!(all.any(|carrier| carrier.permitted), d.answer.outcome == Outcome::Allowed);
        }
    }
}
