//! Random faults: which, on whom, from when to when.

use lampfield_core::rng::Rng;
use lampfield_core::time::{Duration, Instant};

use super::candidate::{Candidate, clusters, phones};
use super::tree::Node;

/// One sentence of a fault at its moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strike {
    pub(super) at: Instant,
    /// `fault` or `do`.
    pub(super) key: &'static str,
    pub(super) sentence: String,
}

/// A fault, and where it has one, its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) begin: Strike,
    pub(super) end: Option<Strike>,
}

impl Window {
    pub(super) fn strikes(&self) -> impl Iterator<Item = &Strike> {
        std::iter::once(&self.begin).chain(&self.end)
    }

    /// The same from another moment on, for another time.
    pub(super) fn moved(&self, begin: Instant, length: Duration) -> Self {
        let mut moved = self.clone();
        moved.begin.at = begin;
        if let Some(end) = &mut moved.end {
            end.at = begin + length;
        }
        moved
    }

    /// How long it lasts.
    pub(super) fn length(&self) -> Duration {
        self.end.as_ref().map_or(Duration::ZERO, |end| end.at - self.begin.at)
    }
}

/// At most so many faults at once: with more, nobody understands what happened.
const WINDOWS_MOST: u64 = 4;

/// How long faults last, in tenths of a second: from a blink to longer than SIP tries again.
const LENGTHS: [i64; 7] = [5, 10, 20, 50, 100, 400, 1_200];

/// Faults begin on tenths of seconds: round times are read better.
const TENTH: i64 = 100_000;

/// Who can be struck.
pub(super) struct Victims {
    phones: Vec<String>,
    trunks: Vec<String>,
    outside: Vec<String>,
    /// The latency to come back to.
    latency: String,
}

impl Victims {
    /// Everybody in the scenario.
    pub(super) fn of(candidate: &Candidate) -> Self {
        let head = &candidate.head;
        let trunks = |(before, cluster): (String, &Node)| -> Vec<String> {
            let all = cluster.get("trunks").map(Node::entries).unwrap_or_default();
            let sip = |node: &Node| node.get("type").and_then(Node::text) == Some("SIP");
            let all = all.iter().filter(|(_, node)| sip(node));
            all.map(|(name, _)| format!("{before}{name}")).collect()
        };
        let outside = head.get("outside").map(Node::entries).unwrap_or_default();
        let latency = head.get("network").and_then(|network| network.get("latency")?.text());
        Self {
            phones: phones(head),
            trunks: clusters(head).into_iter().flat_map(trunks).collect(),
            outside: outside.iter().map(|(name, _)| name.clone()).collect(),
            latency: latency.unwrap_or("1ms").to_owned(),
        }
    }

    /// Faults at random, somewhere between the start and `end`.
    pub(super) fn strike(&self, dice: &mut Rng, end: Instant) -> Vec<Window> {
        let many = 1 + dice.below(WINDOWS_MOST);
        (0..many).filter_map(|_| self.one(dice, end)).collect()
    }

    fn one(&self, dice: &mut Rng, end: Instant) -> Option<Window> {
        let begin = tenth(dice, end);
        let length = pick(dice, &LENGTHS).copied().unwrap_or(10) * TENTH;
        let end = begin + Duration::from_micros(length);
        let percent = 10 * (1 + dice.below(10));
        let milliseconds = 50 * (1 + dice.below(60));
        let (key, sentence, over) = match dice.below(9) {
            0 => self
                .on_phone(dice, |name| ("fault", format!("cut {name}"), format!("heal {name}")))?,
            1 => ("fault", format!("loss {percent}%"), "loss 0%".to_owned()),
            2 => {
                ("fault", format!("latency {milliseconds}ms"), format!("latency {}", self.latency))
            }
            3 => ("fault", format!("duplication {percent}%"), "duplication 0%".to_owned()),
            4 => ("fault", format!("reordering {percent}%"), "reordering 0%".to_owned()),
            5 => self.on_phone(dice, |name| {
                ("do", format!("{name} is unplugged"), format!("{name} connects"))
            })?,
            6 => {
                let name = pick(dice, &self.trunks)?;
                let over = format!("{name} comes into service");
                ("do", format!("{name} goes out of service"), over)
            }
            7 => {
                let name = pick(dice, &self.outside)?;
                ("do", format!("{name} is unplugged"), format!("{name} connects"))
            }
            _ => {
                let all = [self.phones.as_slice(), &self.trunks].concat();
                let sentence = format!("{} is reset", pick(dice, &all)?);
                let begin = Strike { at: begin, key: "do", sentence };
                return Some(Window { begin, end: None });
            }
        };
        let strike = |at, sentence| Strike { at, key, sentence };
        Some(Window { begin: strike(begin, sentence), end: Some(strike(end, over)) })
    }

    fn on_phone<T>(&self, dice: &mut Rng, sentences: impl Fn(&str) -> T) -> Option<T> {
        pick(dice, &self.phones).map(|name| sentences(name))
    }
}

fn tenth(dice: &mut Rng, end: Instant) -> Instant {
    let tenths = u64::try_from(end.as_micros() / TENTH).unwrap_or(0);
    let at = i64::try_from(dice.below(tenths + 1)).unwrap_or(0);
    Instant::from_micros(at * TENTH)
}

fn pick<'a, T>(dice: &mut Rng, all: &'a [T]) -> Option<&'a T> {
    let at = dice.below(u64::try_from(all.len()).unwrap_or(0));
    all.get(usize::try_from(at).unwrap_or(0))
}
