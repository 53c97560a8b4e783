//! Stories that the rules tell, and laws for every story.

#[cfg(not(target_arch = "wasm32"))]
mod laws;

use super::*;
use crate::cluster::{Cluster, ClusterBuilder, Distribution, Permission, Route, TrunkKind};
use crate::id::GroupId;

/// Route list `Out`: `First` with trunks A and B, then `Second` with C, an MGCP trunk and D. A and C
/// are in group Red, B and D in Blue. Group Reds may see Red, Blues Blue, Both both.
fn cluster(distribution: Distribution) -> Cluster {
    let mut b = ClusterBuilder::new();
    for group in ["Red", "Blue", "Reds", "Blues", "Both"] {
        b = b.group(group);
    }
    for (from, to) in [("Reds", "Red"), ("Blues", "Blue"), ("Both", "Red"), ("Both", "Blue")] {
        b = b.permission(from, to, Permission::AllowSubscription);
    }
    for (trunk, group) in [("A", "Red"), ("B", "Blue"), ("C", "Red"), ("D", "Blue")] {
        b = b.sip_trunk(trunk, "Non Secure SIP Trunk Profile", group, None);
    }
    b.trunk("Old", TrunkKind::Mgcp)
        .route_group("First", distribution, &["A", "B"])
        .route_group("Second", Distribution::TopDown, &["C", "Old", "D"])
        .route_list("Out", &["First", "Second"])
        .build()
        .unwrap()
}

const TRUNKS: [&str; 4] = ["A", "B", "C", "D"];

/// A run with what it said last, in words.
struct Run {
    c: Cluster,
    up: Upstreams,
    checks: Vec<Check>,
}

impl Run {
    fn new(distribution: Distribution) -> Self {
        Run { c: cluster(distribution), up: Upstreams::new(), checks: Vec::new() }
    }

    fn group(&self, name: &str) -> GroupId {
        self.c.presence_groups.id_of(name).unwrap()
    }

    fn ask(&mut self, watcher: u32, group: &str, presentity: &str) -> Vec<String> {
        let (from, asks_groups) = (self.group(group), true);
        let route = Route::List(self.c.route_lists.id_of("Out").unwrap());
        let mut steps = Vec::new();
        let ask = Ask { watcher, route, presentity, from, asks_groups };
        self.up.ask(&self.c, &ask, &mut steps).unwrap();
        self.words(steps)
    }

    fn ask_again(&mut self, watcher: u32, group: &str, presentity: &str) -> Vec<String> {
        let (from, asks_groups) = (self.group(group), true);
        let route = Route::List(self.c.route_lists.id_of("Out").unwrap());
        let mut steps = Vec::new();
        let ask = Ask { watcher, route, presentity, from, asks_groups };
        self.up.ask_again(&self.c, &ask, &mut steps).unwrap();
        self.words(steps)
    }

    fn on(&mut self, act: impl FnOnce(&mut Upstreams, &mut Vec<Step>)) -> Vec<String> {
        let mut steps = Vec::new();
        act(&mut self.up, &mut steps);
        self.words(steps)
    }

    fn attempted(&mut self, leg: u32, result: TrunkResult) -> Vec<String> {
        self.on(|up, steps| up.attempted(LegId(leg), result, steps))
    }

    fn code(&mut self, leg: u32, code: u16) -> Vec<String> {
        self.attempted(leg, TrunkResult::Answered(code))
    }

    fn words(&mut self, steps: Vec<Step>) -> Vec<String> {
        let word = |step: Step| match step {
            Step::Subscribe { leg, trunk, presentity } => {
                let trunk = &self.c.trunks.get(trunk).unwrap().name;
                format!("{}: subscribe to {presentity} on {trunk}", leg.0)
            }
            Step::Unsubscribe { leg } => format!("{}: unsubscribe", leg.0),
            Step::Accept { watcher, leg, status, checks } => {
                self.checks = checks;
                format!("{watcher} accepted on {} with {status:?}", leg.0)
            }
            Step::Fail { watcher, code, checks } => {
                self.checks = checks;
                format!("{watcher} fails with {code}")
            }
            Step::Tell { watcher, status } => format!("{watcher} is told {status:?}"),
            Step::End { watcher, reason } => format!("{watcher} ends: {reason}"),
        };
        steps.into_iter().map(word).collect()
    }

    fn rules(&self) -> Vec<RuleId> {
        self.checks.iter().map(|check| check.rule).collect()
    }
}

#[test]
fn one_trunk_after_the_other_is_tried_and_the_last_answer_counts() {
    let mut run = Run::new(Distribution::TopDown);
    assert_eq!(run.ask(1, "Both", "7001"), ["0: subscribe to 7001 on A"]);
    assert_eq!(run.code(0, 503), ["1: subscribe to 7001 on B"]);
    assert_eq!(run.attempted(1, TrunkResult::TransportFailed), ["2: subscribe to 7001 on C"]);
    assert_eq!(run.code(2, 408), ["3: subscribe to 7001 on D"]);
    assert_eq!(run.attempted(3, TrunkResult::NoAnswer), ["1 fails with 408"]);
    let tried = run.checks.iter().filter(|check| check.rule == RuleId::Route3).count();
    assert_eq!((tried, run.up.len()), (4, 0));
    assert_eq!(run.checks.last().unwrap().fact, Fact::RouteFailed(408));
}

#[test]
fn where_nobody_answered_the_answer_is_503_and_the_word_of_the_presentity_is_final() {
    let mut run = Run::new(Distribution::TopDown);
    run.ask(1, "Reds", "7001");
    assert_eq!(run.attempted(0, TrunkResult::ChallengeUnmet), ["1: subscribe to 7001 on C"]);
    assert_eq!(run.attempted(1, TrunkResult::NoAnswer), ["1 fails with 503"]);
    assert!(run.rules().contains(&RuleId::R8), "B and D were skipped");
    for code in [302, 404, 486, 603] {
        run.ask(2, "Both", "7002");
        let leg = run.up.legs.keys().next().unwrap().0;
        assert_eq!(run.code(leg, code), [format!("2 fails with {code}")]);
    }
}

#[test]
fn what_is_out_of_service_is_not_tried_and_an_attempt_on_it_goes_on() {
    let mut run = Run::new(Distribution::TopDown);
    let trunk = |run: &Run, name| run.c.trunks.id_of(name).unwrap();
    let (a, b) = (trunk(&run, "A"), trunk(&run, "B"));
    assert!(run.on(|up, steps| up.set_available(a, false, steps)).is_empty());
    assert_eq!(run.ask(1, "Both", "7001"), ["0: subscribe to 7001 on B"]);
    assert_eq!(
        run.on(|up, steps| up.set_available(b, false, steps)),
        ["0: unsubscribe", "1: subscribe to 7001 on C"]
    );
    assert_eq!(run.code(1, 200), ["1 accepted on 1 with None"]);
    let out = Fact::TrunkTried { trunk: a, result: TrunkResult::OutOfService };
    assert!(run.checks.iter().any(|check| check.rule == RuleId::R6 && check.fact == out));
    run.on(|up, steps| up.set_available(a, true, steps));
    assert_eq!(run.ask(2, "Both", "7002"), ["2: subscribe to 7002 on A"]);
}

#[test]
fn further_watchers_share_one_subscription_and_its_cached_status() {
    let mut run = Run::new(Distribution::TopDown);
    run.ask(1, "Both", "7001");
    assert!(run.ask(2, "Both", "7001").is_empty(), "it waits for the attempt under way");
    assert_eq!(run.code(0, 202), ["1 accepted on 0 with None", "2 accepted on 0 with None"]);
    let busy = PublishedStatus::Busy;
    assert_eq!(
        run.on(|up, steps| up.notified(LegId(0), busy, steps)),
        ["1 is told Busy", "2 is told Busy"]
    );
    assert_eq!(run.ask(3, "Reds", "7001"), ["3 accepted on 0 with Some(Busy)"]);
    assert!(run.rules().contains(&RuleId::Route5) && run.rules().contains(&RuleId::R16));
    let second = |check: &Check| matches!(check.fact, Fact::SecondUpstream { .. });
    assert!(!run.checks.iter().any(second), "it is told of no second one");
    assert_eq!(run.ask(4, "Both", "7002"), ["1: subscribe to 7002 on A"]);
    // The last who leaves ends it.
    assert_eq!(run.on(|up, steps| up.leave(4, steps)), ["1: unsubscribe"]);
    run.on(|up, steps| up.leave(1, steps));
    run.on(|up, steps| up.leave(3, steps));
    assert_eq!(run.up.watchers(LegId(0)), [2]);
    assert_eq!(run.on(|up, steps| up.leave(2, steps)), ["0: unsubscribe"]);
    assert!(run.up.is_empty());
}

#[test]
fn who_may_not_see_the_carrying_trunk_gets_a_second_subscription() {
    let mut run = Run::new(Distribution::TopDown);
    run.ask(1, "Reds", "7001");
    run.code(0, 200);
    assert_eq!(run.ask(2, "Blues", "7001"), ["1: subscribe to 7001 on B"]);
    assert_eq!(run.code(1, 200), ["2 accepted on 1 with None"]);
    assert!(run.checks.iter().any(|check| matches!(check.fact, Fact::SecondUpstream { .. })));
    // One who may see both is served by the older one; a status on one is for its watchers alone.
    assert_eq!(run.ask(3, "Both", "7001"), ["3 accepted on 0 with None"]);
    let idle = PublishedStatus::Idle;
    assert_eq!(run.on(|up, steps| up.notified(LegId(1), idle, steps)), ["2 is told Idle"]);
}

#[test]
fn a_subscription_that_stands_is_shared_before_an_older_one_that_is_being_tried() {
    let mut run = Run::new(Distribution::TopDown);
    assert_eq!(run.ask(1, "Reds", "7001"), ["0: subscribe to 7001 on A"]);
    assert_eq!(run.ask(2, "Blues", "7001"), ["1: subscribe to 7001 on B"]);
    assert_eq!(run.code(1, 200), ["2 accepted on 1 with None"]);
    assert_eq!(run.ask(3, "Both", "7001"), ["3 accepted on 1 with None"], "it need not wait for A");
    assert_eq!(run.code(0, 200), ["1 accepted on 0 with None"]);
}

#[test]
fn two_operations_that_meet_on_a_trunk_become_one() {
    let mut run = Run::new(Distribution::TopDown);
    run.ask(1, "Both", "7001");
    assert_eq!(run.ask(2, "Blues", "7001"), ["1: subscribe to 7001 on B"]);
    assert!(run.code(0, 500).is_empty(), "B is being tried already: no second attempt on it");
    assert_eq!(run.up.watchers(LegId(1)), [2, 1]);
    // D is tried already when the turn is at the other, so it waits there; then C is left for it.
    assert_eq!(run.code(1, 500), ["2: subscribe to 7001 on D"]);
    assert_eq!(run.up.watchers(LegId(2)), [2, 1]);
    assert_eq!(run.code(2, 500), ["2 fails with 500", "3: subscribe to 7001 on C"]);
}

#[test]
fn a_watcher_whose_group_changed_keeps_its_place_only_where_it_may_see_the_trunk() {
    let mut run = Run::new(Distribution::TopDown);
    run.ask(1, "Both", "7001");
    run.ask(2, "Both", "7001");
    run.code(0, 200);
    assert!(run.ask_again(1, "Reds", "7001").is_empty(), "A is still seen");
    assert_eq!(run.ask_again(2, "Blues", "7001"), ["1: subscribe to 7001 on B"]);
    assert_eq!(run.code(1, 200), ["2 accepted on 1 with None"]);
    let standard = crate::cluster::STANDARD_PRESENCE_GROUP_NAME;
    assert_eq!(run.ask_again(1, standard, "7001"), ["0: unsubscribe", "1 fails with 403"]);
}

#[test]
fn a_termination_reaches_every_watcher_with_its_reason() {
    let mut run = Run::new(Distribution::TopDown);
    run.ask(1, "Both", "7001");
    run.ask(2, "Both", "7001");
    run.code(0, 200);
    assert_eq!(
        run.on(|up, steps| up.ended(LegId(0), "timeout", steps)),
        ["1 ends: timeout", "2 ends: timeout"]
    );
    assert!(run.up.is_empty() && run.code(0, 200).is_empty(), "what is late changes nothing");
    assert_eq!(run.ask(1, "Both", "7001"), ["1: subscribe to 7001 on A"]);
}

#[test]
fn a_status_that_overtakes_the_answer_is_an_answer() {
    let mut run = Run::new(Distribution::TopDown);
    run.ask(1, "Both", "7001");
    let idle = PublishedStatus::Idle;
    let told = run.on(|up, steps| up.notified(LegId(0), idle, steps));
    assert_eq!(told, ["1 accepted on 0 with None", "1 is told Idle"]);
    assert!(run.code(0, 200).is_empty());
}

#[test]
fn a_circular_group_begins_after_the_member_that_it_began_with() {
    let mut run = Run::new(Distribution::Circular);
    let mut first = Vec::new();
    for watcher in 0..4 {
        let said = run.ask(watcher, "Both", &format!("700{watcher}"));
        first.push(said[0].rsplit(' ').next().unwrap().to_owned());
    }
    assert_eq!(first, ["A", "B", "A", "B"]);
    // The rest of the group comes before the next group, and does not count as begun with.
    assert_eq!(run.code(3, 500), ["4: subscribe to 7003 on A"]);
    assert_eq!(run.ask(9, "Both", "7009"), ["5: subscribe to 7009 on A"]);
    run.code(5, 200);
    let circular = run.checks.iter().find(|check| check.rule == RuleId::R21);
    assert!(matches!(circular.unwrap().fact, Fact::Circular { .. }));
}

#[test]
fn a_watcher_that_may_see_no_trunk_fails_at_once() {
    let mut run = Run::new(Distribution::TopDown);
    let standard = crate::cluster::STANDARD_PRESENCE_GROUP_NAME;
    assert_eq!(run.ask(1, standard, "7001"), ["1 fails with 403"]);
}
