//! One link: its dice, and its in-process messages on their way.

use super::LinkOptions;
use crate::id::EventId;
use crate::node::LinkMessage;
use crate::queue::Queue;
use crate::rng::Rng;
use crate::time::Duration;
use crate::trace::MessageId;

/// What happens to a datagram, decided when it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It never arrives.
    Dropped(DropReason),
    /// It arrives after this time, and once more after the second, if there is one.
    Arrives(Duration, Option<Duration>),
}

/// Why a datagram did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DropReason {
    /// The dice of the link said so.
    Loss,
    /// The link was cut.
    Cut,
    /// A `lose next ...` waited for it.
    OneShot,
    /// No link joins the two.
    NoLink,
    /// Longer than UDP can carry.
    TooLong,
}

/// An in-process message on its way.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    pub(crate) message: MessageId,
    pub(crate) sent: EventId,
    pub(crate) content: LinkMessage,
}

/// One direction of in-process messages, first in, first out.
///
/// For each message one arrival is scheduled; an arrival takes whatever is first in line. So the
/// order holds whatever the jitter. An arrival during a cut is only counted, and made up for when
/// the cut is healed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) waiting: Queue<Carried>,
    pub(crate) missed_arrivals: u32,
}

/// One link between a CallManager and a phone, one outside, or another CallManager.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) options: LinkOptions,
    pub(crate) cut: bool,
    rng: Rng,
    /// In-process messages away from the CallManager in the middle.
    down: Line,
    /// In-process messages towards it.
    up: Line,
}

impl Link {
    pub(crate) fn new(seed: u64, name: &str, options: LinkOptions) -> Self {
        let rng = Rng::stream(seed, &format!("link:{name}"));
        Link { options, cut: false, rng, down: Line::default(), up: Line::default() }
    }

    /// The in-process messages of one direction.
    pub(crate) fn line_mut(&mut self, outwards: bool) -> &mut Line {
        if outwards { &mut self.down } else { &mut self.up }
    }

    /// Draws the fate of one datagram. Always draws the same number of times, so that changing
    /// one option does not shift what the others do to later datagrams.
    pub(crate) fn draw(&mut self) -> Fate {
        let options = self.options;
        let lost = self.rng.happens(options.loss);
        let doubled = self.rng.happens(options.duplication);
        let first = self.draw_delay();
        let second = self.draw_delay();
        if lost {
            return Fate::Dropped(DropReason::Loss);
        }
        Fate::Arrives(first, doubled.then_some(second))
    }

    /// The time that one in-process message takes.
    pub(crate) fn draw_latency(&mut self) -> Duration {
        let jitter = draw_up_to(&mut self.rng, self.options.jitter);
        // Time never goes back, whatever the options say.
        self.options.latency.max(Duration::ZERO) + jitter
    }

    fn draw_delay(&mut self) -> Duration {
        let options = self.options;
        let lingers = self.rng.happens(options.reordering);
        let latency = self.draw_latency();
        let longest = (options.latency + options.jitter).times(3);
        let lingering = draw_up_to(&mut self.rng, longest);
        if lingers { latency + lingering } else { latency }
    }
}

/// An even draw from no time to `longest`, both included.
fn draw_up_to(rng: &mut Rng, longest: Duration) -> Duration {
    let bound = u64::try_from(longest.as_micros()).unwrap_or(0).saturating_add(1);
    Duration::from_micros(i64::try_from(rng.below(bound)).unwrap_or(i64::MAX))
}
