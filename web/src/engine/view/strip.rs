//! The strip behind the slider: what each lamp showed over the whole run, as outlines.

use super::lanes::LampsCache;
use super::phone::face;
use crate::engine::run::Run;
use crate::types::{STRIP_COLUMNS, STRIP_FACES, STRIP_GAP, STRIP_LANE, STRIP_LANES, StripView};
use lampfield_core::time::Instant;
use lampfield_core::trace::lamps::{Change, ShownValue};
use std::fmt::Write;

/// One outline for each of [`STRIP_FACES`], with all stretches of the first lamps that show it.
/// However long the run is, an outline has at most one piece for each column and lane.
pub(in crate::engine) fn strip(run: &Run, lamps: &mut LampsCache) -> StripView {
    let horizon = run.player().end().max(run.reached()).max(run.now());
    let made = lamps.of(run);
    let lanes: Vec<&[Change<ShownValue>]> = made.shown(STRIP_LANES as usize).collect();
    StripView {
        lanes: u32::try_from(lanes.len()).unwrap_or(STRIP_LANES),
        outlines: STRIP_FACES.iter().map(|face| outline(&lanes, face, horizon)).collect(),
    }
}

fn outline(lanes: &[&[Change<ShownValue>]], wanted: &str, horizon: Instant) -> String {
    let mut path = String::new();
    for (lane, changes) in (0u32..).zip(lanes) {
        let top = lane * (STRIP_LANE + STRIP_GAP);
        let mut filled = 0;
        for (i, change) in changes.iter().enumerate() {
            if change.value.map(|(lamp, _)| face(lamp)) != Some(wanted) {
                continue;
            }
            // The last one goes on; what lies ahead is covered.
            let end = changes.get(i + 1).map_or(horizon, |next| next.at);
            let begin = column(change.at, horizon);
            let (from, to) = (begin.max(filled), column(end, horizon).max(begin + 1));
            if to > from {
                // Writing into a string cannot fail.
                let _ = write!(path, "M{from} {top}H{to}v{STRIP_LANE}H{from}z");
                filled = to;
            }
        }
    }
    path
}

fn column(at: Instant, horizon: Instant) -> i64 {
    let whole = horizon.as_micros().max(1);
    let at = i128::from(at.as_micros().clamp(0, whole));
    i64::try_from(at * i128::from(STRIP_COLUMNS) / i128::from(whole)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lampfield_core::id::EventId;
    use lampfield_core::node::LampCause;
    use lampfield_core::trace::Lamp;

    fn shown(at_us: i64, lamp: Lamp) -> Change<ShownValue> {
        let at = Instant::from_micros(at_us);
        Change { at, event: EventId(0), value: Some((lamp, LampCause::Notified)) }
    }

    fn end(at_us: i64) -> Instant {
        Instant::from_micros(at_us)
    }

    #[test]
    fn each_face_is_one_outline_and_the_last_span_goes_on() {
        let lane = [shown(0, Lamp::Idle), shown(100, Lamp::Busy), shown(200, Lamp::Idle)];
        let lanes: [&[Change<ShownValue>]; 1] = [&lane];
        assert_eq!(outline(&lanes, "idle", end(1_000)), "M0 0H100v10H0zM200 0H1000v10H200z");
        assert_eq!(outline(&lanes, "busy", end(1_000)), "M100 0H200v10H100z");
        assert_eq!(outline(&lanes, "unknown", end(1_000)), "");
    }

    #[test]
    fn a_long_run_is_not_drawn_finer_than_the_strip() {
        let lamp = |i| if i % 2 == 0 { Lamp::Busy } else { Lamp::Idle };
        let lane: Vec<_> = (0..100_000).map(|i| shown(i, lamp(i))).collect();
        let lanes: [&[Change<ShownValue>]; 1] = [&lane];
        let pieces = outline(&lanes, "busy", end(100_000)).matches('M').count();
        assert!((500..=1_000).contains(&pieces), "{pieces}");
    }

    #[test]
    fn a_lane_stands_below_the_one_before() {
        let lane = [shown(0, Lamp::Busy)];
        let lanes: [&[Change<ShownValue>]; 2] = [&lane, &lane];
        assert_eq!(outline(&lanes, "busy", end(10)), "M0 0H1000v10H0zM0 12H1000v10H0z");
    }
}
