//! Cases: one file with a `matrix`, played once for each combination of its values.

use super::Scenario;
use crate::gather::Gather;
use crate::rng::Chance;
use crate::time::Duration;

/// One line of a `matrix`: a setting, and the values that it takes in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The key: `seed`, `latency`.
    pub key: String,
    /// The values as they are written, with what each sets.
    pub values: Vec<(String, Set)>,
}

/// What one value of a `matrix` sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Set {
    /// The seed of all dice.
    Seed(u64),
    /// How long a message takes.
    Latency(Duration),
    /// How much longer at most.
    Jitter(Duration),
    /// How likely a message is lost.
    Loss(Chance),
    /// How likely it arrives twice.
    Duplication(Chance),
    /// How likely it is overtaken.
    Reordering(Chance),
    /// When CallManager notices that a device is gone.
    UnpluggedNoticedAfter(Duration),
}

impl Scenario {
    /// How many cases the file has: 1 without a `matrix`.
    pub fn case_count(&self) -> usize {
        self.matrix.iter().map(|axis| axis.values.len()).product()
    }

    /// All cases in order: the last line of the `matrix` changes first. A file without one is a case
    /// by itself, without a name.
    pub fn cases(&self) -> impl Iterator<Item = Scenario> + '_ {
        (0..self.case_count()).map(|at| self.case_at(at))
    }

    /// The case of this name: `seed=3,latency=5ms`.
    pub fn case_named(&self, name: &str) -> Option<Scenario> {
        let at = (0..self.case_count()).find(|at| self.case_name(*at) == name)?;
        Some(self.case_at(at))
    }

    /// The names of all cases, in order.
    pub fn case_names(&self) -> impl Iterator<Item = String> + '_ {
        (0..self.case_count()).map(|at| self.case_name(at))
    }

    /// Whether the case sets the seed, so that it runs with no other.
    pub fn case_has_seed(&self) -> bool {
        self.matrix.iter().any(|axis| matches!(axis.values.first(), Some((_, Set::Seed(_)))))
    }

    fn case_name(&self, at: usize) -> String {
        let parts = self.values_at(at).map(|(key, text, _)| format!("{key}={text}"));
        parts.gather().join(",")
    }

    /// The scenario as one of its cases; past the last one, as it is.
    pub(in super::super) fn case_at(&self, at: usize) -> Scenario {
        let mut scenario = self.clone();
        scenario.case = self.case_name(at);
        for (_, _, set) in self.values_at(at) {
            set.apply(&mut scenario);
        }
        scenario
    }

    /// The value of each line in one case, in the order of the file.
    fn values_at(&self, at: usize) -> impl Iterator<Item = (&str, &str, Set)> {
        let mut faster = self.case_count();
        self.matrix.iter().filter_map(move |axis| {
            let count = axis.values.len().max(1);
            faster /= count;
            let (text, set) = axis.values.get(at / faster.max(1) % count)?;
            Some((axis.key.as_str(), text.as_str(), *set))
        })
    }
}

impl Set {
    fn apply(self, scenario: &mut Scenario) {
        let link = &mut scenario.network.default;
        match self {
            Set::Seed(seed) => scenario.seed = seed,
            Set::Latency(latency) => link.latency = latency,
            Set::Jitter(jitter) => link.jitter = jitter,
            Set::Loss(chance) => link.loss = chance,
            Set::Duplication(chance) => link.duplication = chance,
            Set::Reordering(chance) => link.reordering = chance,
            Set::UnpluggedNoticedAfter(after) => scenario.timers.unplugged_noticed_after = after,
        }
    }
}
