//! From a finished run to what reports show of it.

use lampfield_core::node::LampCause;
use lampfield_core::presence::{LineState, PublishedStatus};
use lampfield_core::scenario::Player;
use lampfield_core::time::Instant;
use lampfield_core::trace::Lamp;
use lampfield_core::trace::ladder::{LadderOptions, ladder};
use lampfield_core::trace::lamps::{Changes, LampLane, ShownValue, lamps};
use lampfield_core::trace::words::{cause_words, lamp_word, line_word, status_word};

use super::explain;
use crate::output::{Kind, Lane, LaneRow, Picture, Stretch};

/// A page is read by people: nobody reads further than that.
const LADDER_ROWS_MOST: usize = 300;
const LANES_MOST: usize = 40;

/// The picture of a run that has come to its end. `shown` is the path for commands that tell more.
pub(super) fn picture(player: &Player, shown: &str) -> Picture {
    let world = player.world();
    let (site, until) = (world.site(), world.now());
    let mut left_out = Vec::new();
    let mut drawn = ladder(site, world.trace(), &LadderOptions::default());
    if let Some(more) = drawn.rows.len().checked_sub(LADDER_ROWS_MOST).filter(|more| *more > 0) {
        drawn.rows.truncate(LADDER_ROWS_MOST);
        left_out.push(format!(
            "{more} further rows of the ladder are not shown: lampfield trace {shown}"
        ));
    }
    let mut all = lamps(site, world.trace()).lanes;
    if let Some(more) = all.len().checked_sub(LANES_MOST).filter(|more| *more > 0) {
        all.truncate(LANES_MOST);
        left_out
            .push(format!("{more} further lamps are not shown: lampfield trace {shown} --lamps"));
    }
    Picture {
        until,
        ladder: drawn.to_string(),
        left_out,
        lanes: all.iter().map(|lane| self::lane(player, lane, until)).collect(),
    }
}

fn lane(player: &Player, lane: &LampLane, until: Instant) -> Lane {
    let number = lane.dn_name.as_deref().unwrap_or_default();
    let really = lane.truth.iter().map(|truth| LaneRow {
        title: format!("{number} really ({})", truth.name),
        stretches: stretches(&truth.changes, until, line),
    });
    let says = lane.dn.map(|_| LaneRow {
        title: format!("{number} as CallManager says"),
        stretches: stretches(&lane.published, until, status),
    });
    let shows = LaneRow {
        title: format!("{} shows", lane.name),
        stretches: stretches(&lane.shown, until, lamp),
    };
    Lane {
        name: lane.name.clone(),
        rows: really.chain(says).chain([shows]).collect(),
        why: explain::why(player, &lane.key),
    }
}

/// The values of a row one after the other, without those that last no time.
fn stretches<T: Copy>(
    changes: &Changes<T>,
    until: Instant,
    look: impl Fn(T) -> (String, Kind),
) -> Vec<Stretch> {
    let starts = [(Instant::ZERO, changes.initial)];
    let starts = starts.into_iter().chain(changes.list.iter().map(|one| (one.at, one.value)));
    let mut all: Vec<Stretch> = Vec::new();
    for (from, value) in starts {
        if let Some(last) = all.last_mut() {
            last.to = from;
        }
        let (word, kind) = look(value);
        all.push(Stretch { from, to: until, word, kind });
    }
    all.retain(|stretch| stretch.from < stretch.to);
    all
}

fn line(state: LineState) -> (String, Kind) {
    let kind = match state {
        LineState::NotConnected => Kind::Gone,
        LineState::OnHook => Kind::Idle,
        LineState::RingingIn => Kind::Ringing,
        LineState::OffHook | LineState::Connected => Kind::Busy,
    };
    (line_word(state).to_owned(), kind)
}

fn status(status: PublishedStatus) -> (String, Kind) {
    let kind = match status {
        PublishedStatus::Idle => Kind::Idle,
        PublishedStatus::Busy => Kind::Busy,
        // Later statuses may join.
        _ => Kind::Unknown,
    };
    (status_word(status).to_owned(), kind)
}

fn lamp(shown: ShownValue) -> (String, Kind) {
    let Some((lamp, because)) = shown else { return ("no lamp".to_owned(), Kind::Gone) };
    let kind = match lamp {
        Lamp::Idle => Kind::Idle,
        Lamp::Busy => Kind::Busy,
        Lamp::Unknown => Kind::Unknown,
        // Those to come have a word, and that is what counts.
        _ => Kind::Gone,
    };
    let cause = match because {
        LampCause::Notified => String::new(),
        because => format!(": {}", cause_words(because)),
    };
    (format!("{}{cause}", lamp_word(lamp)), kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lampfield_core::id::EventId;
    use lampfield_core::trace::lamps::Change;

    #[test]
    fn what_lasts_no_time_is_not_drawn_and_the_last_value_reaches_to_the_end() {
        let change = |at, value| Change { at: Instant::from_secs(at), event: EventId(0), value };
        let changes = Changes {
            initial: PublishedStatus::Unknown,
            list: vec![change(2, PublishedStatus::Busy), change(2, PublishedStatus::Idle)],
        };
        let drawn = stretches(&changes, Instant::from_secs(5), status);
        let told: Vec<_> =
            drawn.iter().map(|s| (s.from.as_micros(), s.to.as_micros(), s.kind)).collect();
        assert_eq!(told, [(0, 2_000_000, Kind::Unknown), (2_000_000, 5_000_000, Kind::Idle)]);
    }
}
