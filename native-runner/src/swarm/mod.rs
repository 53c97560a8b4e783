//! Random faults on scenarios: what must always hold is looked at under many seeds, and the first
//! failure is made so small that a person understands it.

mod candidate;
mod faults;
mod shrink;
mod tree;
mod trial;

use lampfield_core::rng::Rng;
use lampfield_core::scenario::{Invariant, Scenario, Sources};

use candidate::Candidate;
pub(crate) use candidate::Size;
use faults::Victims;
use trial::{Broken, Outcome, Place};

/// The path below the root under which candidates are played.
const PLAYED_AT: &str = "regressions/swarm.yaml";

/// A scenario that can be swarmed.
pub(crate) struct Subject<'a> {
    sources: &'a (dyn Sources + Sync),
    candidate: Candidate,
    victims: Victims,
    /// Invariants that do not hold even without faults: nothing is asked about them.
    pub(crate) left_out: Vec<Invariant>,
}

/// A run that broke something.
pub(crate) struct Found {
    /// The seed of the run.
    pub(crate) seed: u64,
    candidate: Candidate,
    broken: Broken,
}

/// A failure, made small.
pub(crate) struct Small {
    /// The file.
    pub(crate) text: String,
    /// What does not hold: the invariant's word, or the code.
    pub(crate) what: String,
    pub(crate) before: Size,
    pub(crate) after: Size,
    pub(crate) tries: u32,
}

impl<'a> Subject<'a> {
    /// Takes a scenario apart.
    ///
    /// # Errors
    /// Why it cannot be swarmed.
    pub(crate) fn new(
        scenario: &Scenario,
        sources: &'a (dyn Sources + Sync),
    ) -> Result<Self, String> {
        let mut candidate = Candidate::of(scenario)?;
        let place = Place { sources, path: PLAYED_AT };
        let mut left_out = Vec::new();
        match trial::outcome(&candidate, &place) {
            Outcome::Holds => {}
            Outcome::NoScenario(why) => return Err(format!("it does not stand alone: {why}")),
            Outcome::Broken(all) => {
                let broken = |invariant: &Invariant| {
                    all.iter().any(|broken| broken.invariant == invariant.word())
                };
                left_out = candidate.always.iter().copied().filter(broken).collect();
                candidate.always.retain(|invariant| !left_out.contains(invariant));
            }
        }
        let victims = Victims::of(&candidate);
        Ok(Self { sources, candidate, victims, left_out })
    }

    /// One run: the faults and the dice of a seed.
    pub(crate) fn run(&self, seed: u64) -> Option<Found> {
        let mut dice = Rng::stream(seed, "swarm");
        let mut candidate = self.candidate.clone();
        candidate.seed = Some(seed);
        candidate.windows = self.victims.strike(&mut dice, candidate.end());
        match trial::outcome(&candidate, &self.place()) {
            Outcome::Broken(all) => {
                let broken = all.into_iter().next()?;
                Some(Found { seed, candidate, broken })
            }
            Outcome::Holds | Outcome::NoScenario(_) => None,
        }
    }

    /// Makes a failure small. `from` is the file that it came from, as people know it.
    pub(crate) fn shrink(&self, found: &Found, from: &str) -> Small {
        let Found { seed, candidate, broken } = found;
        let fails = |other: &Candidate| self.like(other, broken).is_some();
        let mut only = candidate.clone();
        only.always.retain(|invariant| invariant.word() == broken.invariant);
        let start = if fails(&only) { only } else { candidate.clone() };
        let shrink::Shrunk { candidate: small, tries } = shrink::shrink(start, fails);
        let broken = self.like(&small, broken).unwrap_or_else(|| broken.clone());
        let what = match broken.invariant.as_str() {
            "" => broken.code.to_string(),
            word => word.to_owned(),
        };
        Small {
            text: file(&small, &broken, &what, &self.place(), (from, *seed)),
            what,
            before: candidate.size(),
            after: small.size(),
            tries,
        }
    }

    fn place(&self) -> Place<'_> {
        Place { sources: self.sources, path: PLAYED_AT }
    }

    /// The same mistake in another candidate.
    fn like(&self, candidate: &Candidate, broken: &Broken) -> Option<Broken> {
        match trial::outcome(candidate, &self.place()) {
            Outcome::Broken(all) => all.into_iter().find(|other| other.is_like(broken)),
            Outcome::Holds | Outcome::NoScenario(_) => None,
        }
    }
}

/// The file of a small failure, with its story.
fn file(
    small: &Candidate,
    broken: &Broken,
    what: &str,
    place: &Place<'_>,
    (from, seed): (&str, u64),
) -> String {
    let faults: Vec<String> =
        small.windows.iter().map(|window| window.begin.sentence.clone()).collect();
    let name = match faults.as_slice() {
        [] => format!("{what} without any fault"),
        all => format!("{what} after {}", all.join(" and ")),
    };
    let about = format!("{}.", broken.message);
    let text = small.text(&name, &about);
    format!(
        "# Found by `lampfield swarm` in {from}, seed {seed}, and made smaller.\n\
         # It fails as long as the mistake is there; from then on it guards against it.\n{}",
        trial::as_people_write(&text, place).unwrap_or(text)
    )
}
