use crate::node::testing::{B, C, Rig, dn, logged, published, told};
use crate::node::{CallDisplay, LinkMessage, Output};
use crate::presence::LineState;

/// One sentence, then what A B C S T H do on line 1, then what call lists gained.
type Step = (&'static str, &'static str, &'static [&'static str]);

fn play(story: &str, steps: &[Step]) {
    let mut rig = Rig::with_everybody();
    for (sentence, states, entries) in steps {
        let outputs = rig.say(sentence);
        assert_eq!(rig.states(), *states, "{story}: after `{sentence}`");
        assert_eq!(logged(&outputs), *entries, "{story}: after `{sentence}`");
    }
}

#[test]
fn a_call_is_off_hook_then_connected_then_over_for_both_at_once() {
    play(
        "answered, then the caller hangs up (R-12, R-23)",
        &[
            ("B lifts", ".O....", &[]),
            ("B lifts", ".O....", &[]),
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A answers", "CC....", &["a received 2001"]),
            ("B hangs up", "......", &[]),
        ],
    );
    play(
        "answered by lifting, then the called one hangs up",
        &[
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A lifts", "CC....", &["a received 2001"]),
            ("A hangs up", "......", &[]),
        ],
    );
    play(
        "given up while it rings: missed",
        &[
            ("B dials 5001", ".O...R", &["b placed 5001"]),
            ("B hangs up", "......", &[]), // H.323 phones have no lists
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("B hangs up", "......", &["a missed 2001"]),
        ],
    );
}

#[test]
fn a_number_that_is_not_found_or_not_here_ends_in_tone_off_hook_until_hang_up() {
    play(
        "nowhere (R-22)",
        &[
            ("B dials 8888", ".O....", &["b placed 8888"]),
            ("B answers", ".O....", &[]),
            ("B hangs up", "......", &[]),
        ],
    );
    play("outside the CSS", &[("B dials 9001", ".O....", &["b placed 9001"])]);
    play("on no phone", &[("B dials 7001", ".O....", &["b placed 7001"])]);
    play("oneself", &[("B dials 2001", ".O....", &["b placed 2001"])]);
    play(
        "not registered",
        &[("C is gone", "..x...", &[]), ("B dials 3001", ".Ox...", &["b placed 3001"])],
    );
    play(
        "another number after a failed one",
        &[
            ("B dials 8888", ".O....", &["b placed 8888"]),
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("B dials 3001", ".OR...", &["a missed 2001", "b placed 3001"]),
        ],
    );
}

#[test]
fn who_calls_a_phone_that_is_not_connected_hears_tone_and_no_ringing() {
    let mut rig = Rig::with_everybody();
    rig.say("B dials 3001");
    let (own, called) = (dn(&rig.cluster, "2001"), dn(&rig.cluster, "3001"));
    assert_eq!(rig.cm.display(B, own), Some(CallDisplay::Calling(called)));
    rig.say("B hangs up");
    rig.say("C is gone");
    rig.say("B dials 3001");
    assert_eq!(rig.cm.display(B, own), Some(CallDisplay::Tone));
}

#[test]
fn a_held_call_stays_connected_and_only_the_active_one_ends() {
    play(
        "hold and resume (R-12)",
        &[
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A answers", "CC....", &["a received 2001"]),
            ("A holds", "CC....", &[]),
            ("A resumes", "CC....", &[]),
            ("A holds", "CC....", &[]),
            ("A hangs up", "......", &[]),
        ],
    );
    play(
        "a held call and a new one: hanging up ends the new one",
        &[
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A answers", "CC....", &["a received 2001"]),
            ("B dials 3001", "CCR...", &["b placed 3001"]),
            ("C answers", "CCC...", &["c received 2001"]),
            ("B hangs up", "CC....", &[]),
            ("A hangs up", "......", &[]),
        ],
    );
    play(
        "resuming one call holds the other",
        &[
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A answers", "CC....", &["a received 2001"]),
            ("B dials 3001", "CCR...", &["b placed 3001"]),
            ("C answers", "CCC...", &["c received 2001"]),
            ("B resumes", "CCC...", &[]),
            ("B hangs up", ".CC...", &[]), // the one with A was active
        ],
    );
}

#[test]
fn a_second_call_rings_behind_the_first_and_shows_only_when_that_ends() {
    play(
        "call waiting (R-12)",
        &[
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A answers", "CC....", &["a received 2001"]),
            ("C dials 1001", "CCO...", &["c placed 1001"]),
            ("A lifts", "CCO...", &[]), // the handset is up already
            ("B hangs up", "R.O...", &[]),
            ("A answers", "C.C...", &["a received 3001"]),
        ],
    );
    play(
        "answering the second holds the first",
        &[
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A answers", "CC....", &["a received 2001"]),
            ("C dials 1001", "CCO...", &["c placed 1001"]),
            ("A answers", "CCC...", &["a received 3001"]),
            ("A hangs up", "CC....", &[]),
            ("A resumes", "CC....", &[]),
        ],
    );
    play(
        "an off-hook line rings behind its tone, and answering gives the attempt up",
        &[
            ("A dials 8888", "O.....", &["a placed 8888"]),
            ("B dials 1001", "OO....", &["b placed 1001"]),
            ("A answers", "CC....", &["a received 2001"]),
        ],
    );
}

#[test]
fn a_line_has_four_calls_at_most_and_the_fifth_caller_hears_busy_tone() {
    let mut rig = Rig::with_everybody();
    for caller in ["B dials 1001", "C dials 1001", "S dials 1001", "T dials 1001"] {
        rig.say(caller);
    }
    assert_eq!(rig.states(), "ROOOO.");
    rig.say("H dials 1001");
    for caller in ["B hangs up", "C hangs up", "S hangs up", "T hangs up"] {
        rig.say(caller);
    }
    assert_eq!(rig.states(), ".....O", "the fifth never rang");
}

#[test]
fn a_shared_line_rings_everywhere_and_connects_where_it_is_answered() {
    play(
        "answered at one device: missed at none",
        &[
            ("B dials 4001", ".O.RR.", &["b placed 4001"]),
            ("T answers", ".C..C.", &["t received 2001"]),
            ("B hangs up", "......", &[]),
        ],
    );
    play(
        "answered nowhere: missed at all",
        &[
            ("B dials 4001", ".O.RR.", &["b placed 4001"]),
            ("B hangs up", "......", &["s missed 2001", "t missed 2001"]),
        ],
    );
    play(
        "a device calls its own line: the other rings",
        &[
            ("S dials 4001", "...OR.", &["s placed 4001"]),
            ("T lifts", "...CC.", &["t received 4001"]),
        ],
    );
    play(
        "one device lost while it rings: the other goes on; both lost: tone",
        &[
            ("B dials 4001", ".O.RR.", &["b placed 4001"]),
            ("S is gone", ".O.xR.", &[]),
            ("T is gone", ".O.xx.", &[]),
            ("B hangs up", "...xx.", &[]),
        ],
    );
}

#[test]
fn an_unplugged_phone_loses_its_calls_in_every_state() {
    play("on-hook", &[("A is gone", "x.....", &[])]);
    play("dial tone", &[("A lifts", "O.....", &[]), ("A is gone", "x.....", &[])]);
    play(
        "ringing the far end: missed there",
        &[
            ("A dials 2001", "OR....", &["a placed 2001"]),
            ("A is gone", "x.....", &["b missed 1001"]),
        ],
    );
    play(
        "ringing in: the caller hears tone, and the phone keeps no list of it",
        &[
            ("B dials 1001", "RO....", &["b placed 1001"]),
            ("A is gone", "xO....", &[]),
            ("B hangs up", "x.....", &[]),
        ],
    );
    for last in ["A answers", "A holds"] {
        let mut rig = Rig::with_everybody();
        for sentence in ["B dials 1001", "A answers", last, "A is gone"] {
            rig.say(sentence);
        }
        assert_eq!(rig.states(), "x.....", "{last}");
    }
    play(
        "not here: no command counts",
        &[("A is gone", "x.....", &[]), ("A lifts", "x.....", &[])],
    );
}

#[test]
fn what_is_published_follows_the_line_and_never_shows_a_state_in_between() {
    let mut rig = Rig::with_everybody();
    let steps: &[(&str, &[&str])] = &[
        ("B dials 1001", &["2001 Busy"]), // ring-in is silent (QUIRK-8)
        ("A answers", &["1001 Busy"]),
        ("C dials 4001", &["3001 Busy"]),
        ("T answers", &["4001 Busy"]), // S stops ringing and T connects: one change
        ("C hangs up", &["3001 Idle", "4001 Idle"]),
        ("B is gone", &["2001 Unknown", "1001 Idle"]),
        ("C dials 5001", &["3001 Busy", "5001 Busy"]), // H.323 shows ring-in (QUIRK-8)
        ("H is gone", &["5001 Idle"]),                 // and idle when it is gone (QUIRK-9)
        ("S is gone", &[]),                            // the shared line is still on T
        ("T is gone", &["4001 Unknown"]),
    ];
    for (sentence, expected) in steps {
        let outputs = rig.say(sentence);
        let mut words = published(&rig.cluster, &outputs);
        let mut expected: Vec<String> = expected.iter().map(|s| (*s).to_owned()).collect();
        words.sort();
        expected.sort();
        assert_eq!(words, expected, "after `{sentence}`");
    }
}

#[test]
fn the_phone_that_acts_hears_its_lines_even_where_nothing_changed() {
    let mut rig = Rig::with_everybody();
    let line = |outputs: &[Output], phone| match told(outputs, phone).as_slice() {
        [LinkMessage::Line { state, .. }] => Some(*state),
        _ => None,
    };
    let outputs = rig.say("B hangs up");
    assert_eq!(line(&outputs, B), Some(LineState::OnHook));
    let outputs = rig.say("C dials 2001");
    assert_eq!(line(&outputs, B), Some(LineState::RingingIn));
    assert_eq!(
        told(&outputs, C)[0],
        LinkMessage::Line { dn: dn(&rig.cluster, "3001"), state: LineState::OffHook }
    );
}
