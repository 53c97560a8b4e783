//! Whole lives: two clusters, servers behind a route list and a proxy, to which a hundred things
//! happen by dice. The laws hold in each of them, whatever happens.
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::id::NodeId;
use lampfield_core::node::CALL_MANAGER;
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Verdict, load};
use lampfield_core::sip::message::{Message, Method, State};
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::{TraceLevel, What};
use lampfield_reference::generate::Dice;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// How many lives are lived.
const LIVES: u64 = 150;
/// What happens in each.
const ACTS: usize = 60;

const SITE: &str = include_str!("data/lives.yaml");

/// What may happen; `do` but where it says otherwise.
const ACTS_OF_ALL: &[&str] = &[
    "Phone A lifts",
    "Phone A hangs up",
    "Phone A dials 2001",
    "Phone B dials 1000",
    "Phone D dials 1000",
    "Phone B hangs up",
    "Phone D hangs up",
    "Phone C lifts",
    "Phone C hangs up",
    "Phone C is unplugged",
    "Phone C connects",
    "Phone W lifts",
    "Phone W hangs up",
    "Phone A answers",
    "Phone A holds",
    "Phone A opens missed calls",
    "Phone A closes missed calls",
    "Phone A is unplugged",
    "Phone A connects",
    "Phone B is unplugged",
    "Phone B connects",
    "Phone A is reset",
    "Phone B is reset",
    "Server S sets 7100 busy",
    "Server S sets 7100 idle",
    "Server S sets 8100 busy",
    "Server S sets 8100 idle",
    "Server T sets 7100 idle",
    "Server S answers 503",
    "Server S answers nothing",
    "Server S answers as it should",
    "Server S ends the subscription of 7100 with timeout",
    "Server S ends the subscription of 8100 with deactivated",
    "Server S is unplugged",
    "Server S connects",
    "To S goes out of service",
    "To S comes into service",
    "To West is reset",
    "To S is reset",
    "East restarts",
    "West restarts",
];

const CHANGES: &[&str] = &[
    "presence_groups: { Staff: { relationships: { Board: Disallow Subscription } } }",
    "presence_groups: { Staff: { relationships: { Board: Allow Subscription } } }",
    "directory_numbers: { 2001 in Hidden: { presence_group: Staff } }",
    "directory_numbers: { 2001 in Hidden: { presence_group: Board } }",
    "calling_search_spaces: { Everyone: [Internal] }",
    "calling_search_spaces: { Everyone: [Internal, Hidden] }",
    "enterprise_parameters: { BLF for Call Lists: Disabled }",
    "enterprise_parameters: { BLF for Call Lists: Enabled }",
    "trunks: { To S: { presence_group: Staff } }",
    "phones: { Phone A: { blf_speed_dials: { BLF 1: { directory_number: 2002 in Internal } } } }",
    "phones: { Phone A: { blf_speed_dials: { BLF 1: { directory_number: 2001 in Hidden } } } }",
    "sip_trunk_security_profiles: { Open: { accept_presence_subscription: no } }",
    "sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }",
];

const FAULTS: &[&str] = &[
    "loss 20%",
    "duplication 20%",
    "reordering 20%",
    "latency 80ms",
    "cut Phone A",
    "heal Phone A",
    "cut Server S",
    "heal Server S",
    "cut Proxy P",
    "heal Proxy P",
    "lose next NOTIFY from Server S",
    "cut To West",
    "heal To East",
    "lose next NOTIFY to To East",
    "loss 40% on To West",
    "calm",
];

fn any(dice: &mut Dice, all: &'static [&'static str]) -> &'static str {
    dice.one(all).copied().unwrap_or_default()
}

/// The end of each file.
const ALWAYS: &str = "always: [no-status-after-refusal, one-upstream-subscription-per-trunk, \
                      lamps-tell-the-truth-in-the-end]\n";

/// The file of one life: its steps by dice, then quiet.
fn life(seed: u64) -> String {
    let mut dice = Dice::of(seed, 0);
    let mut text = String::from(SITE);
    let _ = writeln!(text, "  - {{ at: 0s, do: everybody connects }}");
    for _ in 0..ACTS {
        let pause = if dice.percent(20) { dice.below(60_000) } else { dice.below(2_000) };
        let step = match dice.below(9) {
            0..=5 => format!("do: {}", any(&mut dice, ACTS_OF_ALL)),
            6 | 7 => format!("change: {{ cluster: East, {} }}", any(&mut dice, CHANGES)),
            _ => format!("fault: {}", any(&mut dice, FAULTS)),
        };
        let _ = writeln!(text, "  - {{ after: {pause}ms, {step} }}");
    }
    for step in ["fault: calm", "do: Server S answers as it should", "do: To S comes into service"]
    {
        let _ = writeln!(text, "  - {{ after: 10ms, {step} }}");
    }
    text
}

/// # Errors
/// What is wrong with the file.
fn player(text: &str, seed: u64, trace: TraceLevel) -> Result<Player, String> {
    let sources = MemorySources::new([("life.yaml", text.as_bytes())]);
    let scenario = load(&sources, "life.yaml").map_err(|all| told(&sources, &all))?;
    let options = PlayOptions { seed: Some(seed), trace, ..PlayOptions::default() };
    Player::new(Arc::new(scenario), options).map_err(|limit| limit.to_string())
}

fn told(sources: &MemorySources, all: &[Diagnostic]) -> String {
    all.iter().map(|one| one.render(sources, false)).collect::<Vec<_>>().join("\n")
}

#[test]
fn invariants_hold_and_the_seed_replays_to_its_digest_in_every_life() -> Result<(), String> {
    for seed in 0..LIVES {
        let text = life(seed) + ALWAYS;
        let sources = MemorySources::new([("life.yaml", text.as_bytes())]);
        let report = player(&text, seed, TraceLevel::DigestOnly)?.run();
        let failures = told(&sources, &report.failures);
        assert_eq!(report.verdict, Verdict::Passed, "life {seed}:\n{failures}\n{text}");
        let again = player(&text, seed, TraceLevel::Full)?.run();
        assert_eq!(report.digest, again.digest, "life {seed}");
    }
    Ok(())
}

/// What was on the wire: when, by whom, and the message.
type Wire = Vec<(Instant, NodeId, Message)>;

/// A life lived to its end and two hours further, and what was on the wire.
fn lived(seed: u64, last: &[&str]) -> Result<(Instant, Wire), String> {
    let mut text = life(seed);
    for step in last {
        let _ = writeln!(text, "  - {{ after: 100ms, do: {step} }}");
    }
    let mut player = player(&text, seed, TraceLevel::Full)?;
    player.run_until(player.end());
    let mut world = player.world().clone();
    let end = world.now();
    world.run_until(end + Duration::from_secs(7200));
    let mut wire = Wire::new();
    for event in world.trace().events() {
        if let What::Sent { bytes, .. } = &event.what {
            let message = Message::parse(bytes).map_err(|error| format!("{error:?}"))?;
            wire.push((event.at, event.node, message));
        }
    }
    Ok((end, wire))
}

#[test]
fn an_accepted_subscription_ends_once_and_says_nothing_afterwards() -> Result<(), String> {
    let mut ended = 0;
    for seed in 0..LIVES {
        let mut last: BTreeMap<(String, String), u32> = BTreeMap::new();
        let notified = |(_, node, message): &(Instant, NodeId, Message)| {
            let notify = message.method() == Method::Notify && message.status().is_none();
            *node == CALL_MANAGER && notify
        };
        for (at, _, message) in lived(seed, &[])?.1.into_iter().filter(notified) {
            let tag = message.from_tag().unwrap_or_default().to_owned();
            let dialog = (message.call_id().to_owned(), tag);
            if let Some(end) = last.get(&dialog) {
                assert!(message.cseq() <= *end, "life {seed}: {dialog:?} goes on at {at}");
            }
            let state = message.subscription_state().map(|state| state.state);
            if state == Some(State::Terminated) {
                ended += usize::from(last.insert(dialog, message.cseq()).is_none());
            }
        }
    }
    assert!(ended > 500, "only {ended} subscriptions ended: this shows nothing");
    Ok(())
}

#[test]
fn when_everybody_has_left_nobody_asks_for_anything_any_more() -> Result<(), String> {
    let everybody = [
        "everybody is unplugged",
        "Proxy P is unplugged",
        "Server S is unplugged",
        "Server T is unplugged",
    ];
    for seed in 0..LIVES {
        let (end, wire) = lived(seed, &everybody)?;
        let late = end + Duration::from_secs(3600);
        let spoke = wire.iter().find(|(at, ..)| *at > late);
        assert!(spoke.is_none(), "life {seed}: {spoke:?}");
        assert!(wire.len() > 20, "life {seed} was silent from the start");
    }
    Ok(())
}
