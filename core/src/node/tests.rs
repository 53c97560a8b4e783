//! Nodes together, in small worlds: the lamp against the truth.

use super::testing::{A, B, C, PHONES, S, T, cluster, dn};
use super::{CALL_MANAGER, CallCommand, Command, LampCause, Node, Timers};
use crate::cluster::{BlfTarget, Cluster, DefaultPermission, Destination};
use crate::id::{DnId, PhoneId};
use crate::network::{Disturbance, Fault, LinkEnd, LinkOptions, NetworkOptions};
use crate::presence::{CallList, Found, Outcome, PublishedStatus, device_status, shared_status};
use crate::rng::{Chance, Rng};
use crate::sip::SipTimers;
use crate::time::{Duration, Instant};
use crate::trace::{Lamp, LampKey, LampPlace, TraceLevel};
use crate::world::{World, WorldOptions};

fn world(seed: u64, link: LinkOptions) -> World {
    timed_world(seed, link, Timers::default())
}

fn timed_world(seed: u64, link: LinkOptions, timers: Timers) -> World {
    let network = NetworkOptions { default: link, ..NetworkOptions::default() };
    let options = WorldOptions { seed, network, timers, ..WorldOptions::default() };
    World::new(cluster(), options).unwrap()
}

/// A quiet world in which everybody is connected at 1 s.
fn calm_world() -> World {
    let mut world = world(1, LinkOptions::default());
    for (_, phone) in PHONES {
        world.command(phone, Command::Connect);
    }
    at(&mut world, 1);
    world
}

fn at(world: &mut World, seconds: i64) {
    world.run_until(Instant::from_secs(seconds));
}

fn call(world: &mut World, phone: PhoneId, call: CallCommand) {
    world.command(phone, Command::Call(call));
}

fn dial(number: &str) -> CallCommand {
    CallCommand::Dial(number.into())
}

fn blf(phone: PhoneId, button: u16) -> LampKey {
    LampKey { phone, place: LampPlace::Blf(button) }
}

fn missed(phone: PhoneId, number: &str) -> LampKey {
    LampKey { phone, place: LampPlace::Entry(CallList::Missed, number.into()) }
}

#[test]
fn a_lamp_follows_a_call_on_sip_and_on_sccp_phones() {
    let mut world = calm_world();
    let lamps = |world: &World| [A, C].map(|phone| world.lamp(&blf(phone, 1)));
    let both = |lamp| [Some(lamp); 2];
    assert_eq!(lamps(&world), both(Lamp::Idle));
    let steps = [
        (A, dial("2001"), Lamp::Idle), // ring-in is silent
        (B, CallCommand::Answer, Lamp::Busy),
        (A, CallCommand::HangUp, Lamp::Idle),
        (B, CallCommand::Lift, Lamp::Busy),
        (B, CallCommand::HangUp, Lamp::Idle),
    ];
    for (second, (phone, command, lamp)) in (2..).zip(steps) {
        call(&mut world, phone, command.clone());
        at(&mut world, second);
        assert_eq!(lamps(&world), both(lamp), "{command:?}");
    }
    world.command(B, Command::Unplug);
    at(&mut world, 9);
    assert_eq!(lamps(&world), both(Lamp::Unknown));
    world.command(B, Command::Connect);
    at(&mut world, 10);
    assert_eq!(lamps(&world), both(Lamp::Idle));
}

#[test]
fn pressing_a_button_calls_and_the_call_is_a_placed_one() {
    let mut world = calm_world();
    world.command(A, Command::PressBlf(1));
    at(&mut world, 2);
    let ringing = world.line(B, dn(world.cluster(), "2001"));
    assert_eq!(ringing, crate::presence::LineState::RingingIn);
    assert_eq!(&*world.call_list(A, CallList::Placed)[0].number, "2001");
}

/// An executive (7001, on B for this test) and a plain caller stand in A's missed calls.
fn with_an_executive() -> World {
    let mut c: Cluster = (*cluster()).clone();
    c.parameters.default_inter_presence_group = DefaultPermission::Allow;
    let executive = dn(&c, "7001");
    c.phones.get_mut(B).unwrap().lines = vec![executive];
    let mut world = World::new(c.into(), WorldOptions::default()).unwrap();
    for (_, phone) in PHONES {
        world.command(phone, Command::Connect);
    }
    at(&mut world, 1);
    for (second, caller) in [(2, B), (4, C)] {
        call(&mut world, caller, dial("1001"));
        at(&mut world, second);
        call(&mut world, caller, CallCommand::HangUp);
        at(&mut world, second + 1);
    }
    world
}

#[test]
fn a_disallow_hides_a_missed_call_and_not_the_button() {
    let mut world = with_an_executive();
    world.command(A, Command::OpenList(CallList::Missed));
    at(&mut world, 6);
    assert_eq!(world.lamp(&missed(A, "7001")), Some(Lamp::NoIcon));
    assert_eq!(world.lamp(&missed(A, "3001")), Some(Lamp::Idle));
    assert_eq!(world.lamp(&blf(A, 2)), Some(Lamp::Idle));
    let shown = world.trace().kept().lamp(&missed(A, "7001")).unwrap();
    assert_eq!(shown.because, LampCause::Refused(403));
    let rules = &world.decision_for(&missed(A, "7001")).unwrap().checks;
    assert!(rules.iter().any(|check| check.rule == crate::rules::RuleId::Group2));
    world.command(A, Command::CloseList(CallList::Missed));
    at(&mut world, 7);
    assert_eq!(world.lamp(&missed(A, "3001")), None);
}

#[test]
fn a_button_with_a_sip_uri_has_no_route_on_this_cluster_and_says_so() {
    let mut c: Cluster = (*cluster()).clone();
    let uri = "2085017328@10.21.91.156:5060";
    let destination = Destination::SipUri(uri.to_owned());
    c.phones.get_mut(A).unwrap().blf_speed_dials[0].target = BlfTarget::Destination(destination);
    let mut world = World::new(c.into(), WorldOptions::default()).unwrap();
    world.command(A, Command::Connect);
    at(&mut world, 1);
    let shown = world.trace().kept().lamp(&blf(A, 1)).unwrap();
    assert_eq!((shown.lamp, shown.because), (Lamp::Unknown, LampCause::Refused(404)));
    assert_eq!(&*world.decision_for(&blf(A, 1)).unwrap().target, uri);
}

#[test]
fn a_lost_notify_is_healed_by_the_next_sending() {
    let mut world = calm_world();
    world.fault(Fault::LoseNext { but: 0, method: "NOTIFY".into(), end: LinkEnd::To, phone: A });
    call(&mut world, B, CallCommand::Lift);
    world.run_until(Instant::ZERO + Duration::from_millis(1_400));
    assert_eq!(world.lamp(&blf(A, 1)), Some(Lamp::Idle), "the lamp lies meanwhile");
    world.run_until(Instant::ZERO + Duration::from_millis(1_600));
    assert_eq!(world.lamp(&blf(A, 1)), Some(Lamp::Busy));
}

#[test]
fn a_watcher_that_the_notifier_gave_up_is_healed_by_its_next_refresh() {
    let mut world = calm_world();
    world.fault(Fault::Cut(A));
    call(&mut world, B, CallCommand::Lift);
    at(&mut world, 100);
    world.fault(Fault::Heal(A));
    at(&mut world, 3_590);
    assert_eq!(world.lamp(&blf(A, 1)), Some(Lamp::Idle), "its NOTIFY was given up (timer F)");
    at(&mut world, 3_600);
    assert_eq!(world.lamp(&blf(A, 1)), Some(Lamp::Busy));
}

#[test]
fn a_phone_that_connects_behind_a_cut_is_true_once_the_cut_is_healed() {
    let mut world = world(3, LinkOptions::default());
    world.fault(Fault::Cut(A));
    for (_, phone) in PHONES {
        world.command(phone, Command::Connect);
    }
    at(&mut world, 50);
    assert_eq!(world.lamp(&blf(A, 1)), Some(Lamp::Unknown));
    world.fault(Fault::Heal(A));
    // Its first REGISTER was given up at 32 s; the second is sent again each 4 s by now.
    at(&mut world, 53);
    assert_eq!(world.lamp(&blf(A, 1)), Some(Lamp::Idle));
}

#[test]
fn a_subscribe_without_answer_is_tried_again_until_it_has_one() {
    let mut world = world(3, LinkOptions::default());
    world.command(B, Command::Connect);
    let everything = |chance| Disturbance::Loss(chance);
    let certain = everything(Chance::percent(100));
    world.command(A, Command::Connect);
    // Its REGISTER has arrived, and the answer is on its way already.
    world.run_until(Instant::ZERO + Duration::from_micros(1_500));
    world.fault(Fault::Disturb { phone: Some(A), disturbance: certain });
    at(&mut world, 40);
    let because = |world: &World| world.trace().kept().lamp(&blf(A, 1)).unwrap().because;
    assert_eq!(because(&world), LampCause::NoAnswer);
    let none = everything(Chance::NEVER);
    world.fault(Fault::Disturb { phone: Some(A), disturbance: none });
    at(&mut world, 140);
    assert_eq!(world.lamp(&blf(A, 1)), Some(Lamp::Idle));
}

/// What the status table makes of the truth.
fn truth(world: &World, dn: DnId) -> PublishedStatus {
    let cluster = world.cluster();
    let having = cluster.phones.iter().filter(|(_, phone)| phone.lines.contains(&dn));
    shared_status(having.map(|(id, phone)| device_status(&phone.model, world.line(id, dn))))
}

/// What a watcher should show: the truth where it may see it, else nothing.
fn should_show(world: &World, key: &LampKey) -> Lamp {
    let dark = super::phone_common::dark(&key.place);
    if world.trace().kept().lamp(key).is_some_and(|l| l.because == LampCause::NotMonitoring) {
        return Lamp::NoIcon;
    }
    match world.decision_for(key).map(|decision| decision.answer) {
        Some(answer) if answer.outcome == Outcome::Allowed => match answer.found {
            Some(Found::DirectoryNumber(dn)) => super::phone_common::lamp_for(truth(world, dn)),
            Some(Found::HuntPilot(_) | Found::Route(_)) | None => dark,
        },
        _ => dark,
    }
}

fn assert_lamps_are_true(world: &World, story: &str) {
    let kept = world.trace().kept();
    assert!(kept.lamps().count() > 0, "{story}");
    for (key, shown) in kept.lamps() {
        if shown.because == LampCause::NotMonitoring {
            continue; // no template button, no request, no icon (ADMIN-3)
        }
        let lamp = shown.lamp;
        assert_eq!(lamp, should_show(world, key), "{story}: {key:?} {:?}", shown.because);
    }
}

/// In the end each phone and CallManager agree on every line, whatever the phone guessed.
fn assert_lines_agree(world: &World, story: &str) {
    let Some(Node::CallManager(call_manager)) = world.node(CALL_MANAGER) else { panic!() };
    for (id, phone) in world.cluster().phones.iter() {
        for &dn in &phone.lines {
            assert_eq!(call_manager.line(id, dn), world.line(id, dn), "{story}: {}", phone.name);
        }
    }
}

fn any_command(rng: &mut Rng) -> Command {
    let numbers = ["1001", "1002", "2001", "3001", "4001", "5001", "7001", "9001", "8888"];
    let number = numbers[usize::try_from(rng.below(9)).unwrap()];
    match rng.below(12) {
        0 => Command::Unplug,
        1 | 2 => Command::Connect,
        3 => Command::PressBlf(u16::try_from(rng.below(5)).unwrap()),
        4 => Command::OpenList(CallList::Missed),
        5 => Command::CloseList(CallList::Missed),
        6 => Command::Call(CallCommand::Lift),
        7 | 8 => Command::Call(dial(number)),
        9 => Command::Call(CallCommand::Answer),
        10 => Command::Call(CallCommand::Hold),
        _ => Command::Call(CallCommand::HangUp),
    }
}

/// A minute of random acts on a bad network; then calm, and the longest refresh passes.
fn hard_minute(seed: u64) -> World {
    let bad = LinkOptions {
        latency: Duration::from_millis(20),
        jitter: Duration::from_millis(30),
        loss: Chance::percent(30),
        duplication: Chance::percent(20),
        reordering: Chance::percent(20),
    };
    let noticed = i64::try_from(seed % 3).unwrap() * 10;
    let subscribe_expires = if seed.is_multiple_of(2) { 3_600 } else { 120 };
    let timers = Timers {
        unplugged_noticed_after: Duration::from_secs(noticed),
        sip: SipTimers { subscribe_expires, ..SipTimers::default() },
        ..Timers::default()
    };
    let mut world = timed_world(seed, bad, timers);
    for (_, phone) in PHONES {
        world.command(phone, Command::Connect);
    }
    let mut rng = Rng::stream(seed, "test");
    for step in 1..=120 {
        world.run_until(Instant::ZERO + Duration::from_millis(step * 500));
        let (_, phone) = PHONES[usize::try_from(rng.below(6)).unwrap()];
        world.command(phone, any_command(&mut rng));
    }
    for (_, phone) in PHONES {
        world.command(phone, Command::Connect);
    }
    world.run_until(Instant::from_secs(61));
    world.fault(Fault::Calm);
    at(&mut world, 61 + 3_600 + 200);
    world
}

#[test]
fn lamps_tell_the_truth_in_the_end_after_loss_duplication_and_reordering() {
    for seed in 0..120 {
        let world = hard_minute(seed);
        assert_eq!(world.halted(), None);
        let story = format!("seed {seed}");
        assert_lamps_are_true(&world, &story);
        assert_lines_agree(&world, &story);
    }
}

#[test]
fn the_same_seed_gives_the_same_digest_and_another_does_not() {
    let digest = |seed| hard_minute(seed).digest();
    assert_eq!(digest(7), digest(7));
    assert_ne!(digest(7), digest(8));
}

#[test]
fn a_fork_of_a_world_ends_as_its_original() {
    let mut one = hard_minute(5);
    let mut other = one.clone();
    for world in [&mut one, &mut other] {
        world.command(T, Command::Call(dial("2001")));
        world.command(S, Command::Unplug);
        at(world, 4_000);
    }
    assert_eq!(one.digest(), other.digest());
    let level = one.trace().level();
    assert!(matches!(level, TraceLevel::Full), "{level:?}");
}
