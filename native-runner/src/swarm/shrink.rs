//! Makes a candidate smaller that fails, as long as it fails in the same way.

use lampfield_core::time::{Duration, Instant};

use super::candidate::{Candidate, phones};
use super::faults::Window;
use super::tree::Node;

/// A candidate and how often others were tried.
pub(super) struct Shrunk {
    pub(super) candidate: Candidate,
    pub(super) tries: u32,
}

/// Enough for a file that people can read; a swarm must come to an end.
const TRIES_MOST: u32 = 4_000;

/// The smallest that was found. `fails` plays a candidate.
pub(super) fn shrink(candidate: Candidate, fails: impl Fn(&Candidate) -> bool) -> Shrunk {
    let mut shrinker = Shrinker { best: candidate, tries: 0, fails };
    loop {
        let before = shrinker.best.clone();
        shrinker.faults();
        shrinker.steps();
        shrinker.phones();
        shrinker.parts();
        shrinker.windows();
        shrinker.certainties();
        shrinker.times();
        shrinker.seed();
        if shrinker.best == before || shrinker.tries >= TRIES_MOST {
            return Shrunk { candidate: shrinker.best, tries: shrinker.tries };
        }
    }
}

struct Shrinker<F> {
    best: Candidate,
    tries: u32,
    fails: F,
}

impl<F: Fn(&Candidate) -> bool> Shrinker<F> {
    /// Takes the candidate if it is another one and fails too.
    fn takes(&mut self, candidate: Candidate) -> bool {
        if candidate == self.best || self.tries >= TRIES_MOST {
            return false;
        }
        self.tries += 1;
        let fails = (self.fails)(&candidate);
        if fails {
            self.best = candidate;
        }
        fails
    }

    /// Fewer faults.
    fn faults(&mut self) {
        let mut at = 0;
        while at < self.best.windows.len() {
            let mut fewer = self.best.clone();
            fewer.windows.remove(at);
            if !self.takes(fewer) {
                at += 1;
            }
        }
    }

    /// Fewer steps: first many at once, then one by one.
    fn steps(&mut self) {
        let mut chunk = self.best.steps.len() / 2;
        while chunk > 0 {
            let mut at = 0;
            while at < self.best.steps.len() {
                let mut fewer = self.best.clone();
                let end = (at + chunk).min(fewer.steps.len());
                fewer.steps.drain(at..end);
                if !self.takes(fewer) {
                    at += chunk;
                }
            }
            chunk /= 2;
        }
    }

    /// Fewer phones, each with all that names it.
    fn phones(&mut self) {
        for name in phones(&self.best.head) {
            let fewer = without(&self.best, &name);
            self.takes(fewer);
        }
    }

    /// Fewer of all else that a cluster has: large parts first.
    fn parts(&mut self) {
        let mut at = 0;
        loop {
            let paths = paths(&self.best.head);
            let Some(path) = paths.get(at) else { return };
            let mut fewer = self.best.clone();
            fewer.head.remove(path);
            if !self.takes(fewer) {
                at += 1;
            }
            if self.tries >= TRIES_MOST {
                return;
            }
        }
    }

    /// Shorter faults, that begin later or end earlier.
    fn windows(&mut self) {
        for at in 0..self.best.windows.len() {
            while self.window(at, |window| {
                let half = half(window.length())?;
                Some(window.moved(window.begin.at, half))
            }) {}
            while self.window(at, |window| {
                let half = half(window.length())?;
                Some(window.moved(window.begin.at + half, half))
            }) {}
        }
    }

    fn window(&mut self, at: usize, change: impl Fn(&Window) -> Option<Window>) -> bool {
        let Some(changed) = self.best.windows.get(at).and_then(change) else { return false };
        let mut other = self.best.clone();
        if let Some(window) = other.windows.get_mut(at) {
            *window = changed;
        }
        self.takes(other)
    }

    /// Certain faults instead of likely ones: what happens then hangs on no dice.
    fn certainties(&mut self) {
        for at in 0..self.best.windows.len() {
            self.window(at, |window| {
                let (verb, _) = window.begin.sentence.split_once(' ')?;
                let likely = matches!(verb, "loss" | "duplication" | "reordering");
                let mut certain = window.clone();
                certain.begin.sentence = format!("{verb} 100%");
                likely.then_some(certain)
            });
        }
    }

    /// Whole seconds, and no waiting for nothing.
    fn times(&mut self) {
        for second in [1_000_000, 500_000] {
            let rounded =
                map_times(&self.best, |at| Instant::from_micros(at.as_micros() / second * second));
            self.takes(rounded);
        }
        for gap in 0.. {
            let moments = moments(&self.best);
            let (Some(from), Some(to)) = (moments.get(gap), moments.get(gap + 1)) else { return };
            let (from, to) = (*from, *to);
            let second = Duration::from_secs(1);
            if to - from > second {
                let less = to - (from + second);
                let shift = |at: Instant| if at >= to { at - less } else { at };
                let shorter = map_times(&self.best, shift);
                self.takes(shorter);
            }
        }
    }

    /// No seed of its own.
    fn seed(&mut self) {
        let other = Candidate { seed: None, ..self.best.clone() };
        self.takes(other);
    }
}

/// Half of a time, in whole milliseconds; `None` where it is short enough.
fn half(length: Duration) -> Option<Duration> {
    let half = length.as_micros() / 2_000 * 1_000;
    (half >= 100_000).then(|| Duration::from_micros(half))
}

/// Every moment at which something happens, each once.
fn moments(candidate: &Candidate) -> Vec<Instant> {
    let strikes = candidate.windows.iter().flat_map(Window::strikes).map(|strike| strike.at);
    let mut all: Vec<Instant> = candidate.steps.iter().map(|step| step.at).chain(strikes).collect();
    all.sort();
    all.dedup();
    all
}

fn map_times(candidate: &Candidate, change: impl Fn(Instant) -> Instant) -> Candidate {
    let mut changed = candidate.clone();
    for step in &mut changed.steps {
        step.at = change(step.at);
    }
    for window in &mut changed.windows {
        window.begin.at = change(window.begin.at);
        if let Some(end) = &mut window.end {
            end.at = change(end.at);
        }
    }
    changed
}

/// Without a phone, the steps and faults that name it, and numbers that only it had.
fn without(candidate: &Candidate, name: &str) -> Candidate {
    let mut fewer = candidate.clone();
    let plain = name.rsplit('/').next().unwrap_or(name);
    let names = |node: &Node| node.text().is_some_and(|text| text.contains(plain));
    fewer.steps.retain(|step| !names(&step.what));
    fewer.windows.retain(|window| !window.begin.sentence.contains(plain));
    let path = paths(&fewer.head).into_iter().find(|path| is_phone(&fewer.head, path, plain));
    if let Some(path) = path {
        fewer.head.remove(&path);
    }
    fewer
}

fn is_phone(head: &Node, path: &[usize], name: &str) -> bool {
    let Some((last, above)) = path.split_last() else { return false };
    let mut node = head;
    let mut key = "";
    for at in above {
        let Some(child) = node.child(*at) else { return false };
        key = node.entries().get(*at).map_or("", |(key, _)| key.as_str());
        node = child;
    }
    key == "phones" && node.entries().get(*last).is_some_and(|(known, _)| known == name)
}

/// The paths to all parts, the largest part first.
fn paths(head: &Node) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    collect(head, &mut Vec::new(), &mut all);
    all.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    all.into_iter().map(|(_, path)| path).collect()
}

fn collect(node: &Node, path: &mut Vec<usize>, all: &mut Vec<(usize, Vec<usize>)>) {
    for at in 0..node.len() {
        let Some(child) = node.child(at) else { continue };
        path.push(at);
        all.push((child.size(), path.clone()));
        collect(child, path, all);
        path.pop();
    }
}
