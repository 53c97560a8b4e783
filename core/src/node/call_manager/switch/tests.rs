//! Laws of the switch, whatever users do.

use super::call::LegState;
use super::commands::Switch;
use super::{DeviceLine, Effects};
use crate::id::{DnId, PhoneId};
use crate::presence::LineState;
use proptest::prelude::*;

/// Phone `n` has line `n`; all share line 9 as their second.
const PHONES: u32 = 4;
const SHARED: DnId = DnId(9);

#[derive(Clone, Debug)]
enum Act {
    Lift(u32),
    Dial(u32, u32),
    DialShared(u32),
    Answer(u32),
    Hold(u32),
    Resume(u32),
    HangUp(u32),
    Gone(u32),
}

fn act() -> impl Strategy<Value = Act> {
    let phone = || 0..PHONES;
    prop_oneof![
        phone().prop_map(Act::Lift),
        (phone(), 0..PHONES + 1).prop_map(|(phone, number)| Act::Dial(phone, number)),
        phone().prop_map(Act::DialShared),
        phone().prop_map(Act::Answer),
        phone().prop_map(Act::Hold),
        phone().prop_map(Act::Resume),
        phone().prop_map(Act::HangUp),
        phone().prop_map(Act::Gone),
    ]
}

fn own(phone: u32) -> (DeviceLine, &'static str) {
    (DeviceLine { phone: PhoneId(phone), dn: DnId(phone) }, "1")
}

fn perform(switch: &mut Switch, act: &Act, effects: &mut Effects) {
    let everywhere = || (0..PHONES).map(|n| DeviceLine { phone: PhoneId(n), dn: SHARED });
    match *act {
        Act::Lift(phone) => switch.lift(own(phone), effects),
        Act::Dial(phone, number) => {
            let found = (number < PHONES).then(|| own(number).0);
            switch.dial(own(phone), "2", found.into_iter(), effects);
        }
        Act::DialShared(phone) => switch.dial(own(phone), "9", everywhere(), effects),
        Act::Answer(phone) => switch.answer(PhoneId(phone), effects),
        Act::Hold(phone) => switch.hold(PhoneId(phone), effects),
        Act::Resume(phone) => switch.resume(PhoneId(phone), effects),
        Act::HangUp(phone) => switch.hang_up(PhoneId(phone), effects),
        Act::Gone(phone) => switch.gone(PhoneId(phone), effects),
    }
}

fn all_lines() -> impl Iterator<Item = DeviceLine> {
    (0..PHONES).flat_map(|n| [DnId(n), SHARED].map(|dn| DeviceLine { phone: PhoneId(n), dn }))
}

/// What holds of every call at every time.
fn check_calls(switch: &Switch) -> Result<(), TestCaseError> {
    for (number, call) in switch.calls() {
        let count = |state| call.legs.iter().filter(|leg| leg.state == state).count();
        let in_call = count(LegState::Talks) + count(LegState::Held);
        let attempts = call.legs.iter().filter(|leg| leg.state.is_attempt()).count();
        prop_assert!(
            (in_call == 2 && call.legs.len() == 2) || (in_call == 0 && attempts == 1),
            "a call is two in conversation, or one who tries: {call:?}"
        );
        prop_assert_eq!(count(LegState::RingsOut) == 1, call.rings(), "{:?}", call);
        for leg in &call.legs {
            prop_assert!(switch.calls_of(leg.at.phone).contains(&number));
            let same = call.legs.iter().filter(|other| other.at.phone == leg.at.phone).count();
            prop_assert_eq!(same, 1, "a phone is in a call once");
        }
    }
    for phone in (0..PHONES).map(PhoneId) {
        let at_once = switch.calls_of(phone).iter().filter(|&&number| {
            let leg = switch.calls().find(|(n, _)| *n == number).and_then(|(_, c)| c.leg(phone));
            leg.is_some_and(|leg| leg.state == LegState::Talks || leg.state.is_attempt())
        });
        prop_assert!(at_once.count() <= 1, "one handset, one call at the ear");
    }
    Ok(())
}

proptest! {
    #[test]
    fn calls_stay_whole_and_every_change_of_a_line_is_told(
        acts in proptest::collection::vec(act(), 1..60),
    ) {
        let mut switch = Switch::new(PHONES as usize);
        let mut effects = Effects::default();
        for act in &acts {
            let before: Vec<LineState> = all_lines().map(|line| switch.line_state(line)).collect();
            effects.clear();
            perform(&mut switch, act, &mut effects);
            for (line, before) in all_lines().zip(before) {
                let told = effects.lines.contains(&line);
                prop_assert!(told || switch.line_state(line) == before, "{line:?} after {act:?}");
            }
            check_calls(&switch)?;
        }
        for phone in 0..PHONES {
            switch.gone(PhoneId(phone), &mut effects);
        }
        prop_assert_eq!(switch.calls().count(), 0, "no call outlives its phones");
    }
}
