//! A scenario with faults added: what a run of a swarm plays, and what is made smaller.

use lampfield_core::scenario::{Invariant, Scenario};
use lampfield_core::time::Instant;

use super::faults::{Strike, Window};
use super::tree::Node;

/// Keys that are not about what happens: they are left out, or written anew.
const LEFT_OUT: [&str; 13] = [
    "lampfield",
    "name",
    "about",
    "tags",
    "covers",
    "only",
    "seed",
    "matrix",
    "tolerance",
    "known_failure",
    "layout",
    "steps",
    "always",
];

/// A step that is kept: no expectation, which faults would break rightly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) at: Instant,
    /// `do`, `change`, `fault`, `say`.
    key: String,
    pub(super) what: Node,
}

/// A scenario that may fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Clusters, those outside, network, timers.
    pub(super) head: Node,
    pub(super) steps: Vec<Step>,
    pub(super) windows: Vec<Window>,
    pub(super) always: Vec<Invariant>,
    /// The seed of all dice; `None`: whichever a scenario has by itself.
    pub(super) seed: Option<u64>,
}

impl Candidate {
    /// The scenario of a file, without its expectations; of its invariants at least that lamps tell
    /// the truth in the end.
    ///
    /// # Errors
    /// Why it cannot be taken apart.
    pub(super) fn of(scenario: &Scenario) -> Result<Self, String> {
        // What it includes, and phones from CSV files, stand in its own text.
        let mut head =
            Node::parse(&scenario.to_yaml()).ok_or("its text cannot be taken apart".to_owned())?;
        let items = head.get("steps").map(|node| node.items().to_vec()).unwrap_or_default();
        let steps = items.iter().zip(scenario.steps.iter()).filter_map(|(item, step)| {
            let verbs = ["do", "change", "fault", "say"];
            let (key, what) =
                item.entries().iter().find(|(key, _)| verbs.contains(&key.as_str()))?;
            Some(Step { at: step.at, key: key.clone(), what: what.clone() })
        });
        let mut steps: Vec<Step> = steps.collect();
        // What was expected at the end gave the run its length.
        let end = scenario.steps.last().map_or(Instant::ZERO, |step| step.at);
        if steps.last().is_none_or(|step| step.at < end) {
            let what = Node::Text("the end".to_owned());
            steps.push(Step { at: end, key: "say".to_owned(), what });
        }
        head.drop_keys(&LEFT_OUT);
        let asked = |invariant: &Invariant| {
            *invariant == Invariant::LampsTellTheTruthInTheEnd
                || scenario.always.iter().any(|(own, _)| own == invariant)
        };
        let always = Invariant::ALL.iter().map(|(_, invariant)| *invariant).filter(asked).collect();
        Ok(Self { head, steps, windows: Vec::new(), always, seed: Some(scenario.seed) })
    }

    /// When its last step is.
    pub(super) fn end(&self) -> Instant {
        self.steps.last().map_or(Instant::ZERO, |step| step.at)
    }

    /// The file. A name and a story may come later, when it is known what it shows.
    pub(super) fn text(&self, name: &str, about: &str) -> String {
        let word = |text: &str| Node::Text(text.to_owned());
        let mut root = vec![("lampfield".to_owned(), word("1")), ("name".to_owned(), word(name))];
        if !about.is_empty() {
            root.push(("about".to_owned(), word(about)));
        }
        root.extend(self.seed.map(|seed| ("seed".to_owned(), word(&seed.to_string()))));
        root.extend(self.head.entries().iter().cloned());
        root.push(("steps".to_owned(), Node::List(self.all_steps())));
        let always = self.always.iter().map(|invariant| word(invariant.word()));
        root.push(("always".to_owned(), Node::List(always.collect())));
        Node::Map(root).to_text()
    }

    /// Steps and faults in the order of time; at one moment, steps first.
    fn all_steps(&self) -> Vec<Node> {
        let strike = |Strike { at, key, sentence }: &Strike| {
            (*at, (*key).to_owned(), Node::Text(sentence.clone()))
        };
        let own = self.steps.iter().map(|step| (step.at, step.key.clone(), step.what.clone()));
        let faults = self.windows.iter().flat_map(Window::strikes).map(strike);
        let mut all: Vec<_> = own.chain(faults).collect();
        all.sort_by_key(|(at, ..)| *at);
        let node = |(at, key, what): (Instant, String, Node)| {
            Node::Map(vec![("at".to_owned(), Node::Text(moment(at))), (key, what)])
        };
        all.into_iter().map(node).collect()
    }

    /// How large it is, for a comparison: faults and steps before all else.
    pub(super) fn size(&self) -> Size {
        Size {
            faults: self.windows.len(),
            steps: self.steps.len(),
            phones: phones(&self.head).len(),
        }
    }
}

/// What people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    faults: usize,
    steps: usize,
    phones: usize,
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let many = |n: usize, word| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let (faults, steps) = (many(self.faults, "fault"), many(self.steps, "step"));
        write!(f, "{faults}, {steps}, {}", many(self.phones, "phone"))
    }
}

/// The mappings that hold the nouns of a cluster, each with what stands before its names.
pub(super) fn clusters(head: &Node) -> Vec<(String, &Node)> {
    let one = head.get("cluster").map(|cluster| (String::new(), cluster));
    let several = head.get("clusters").map(Node::entries).unwrap_or_default();
    one.into_iter().chain(several.iter().map(|(name, node)| (format!("{name}/"), node))).collect()
}

/// The names of all phones of clusters.
pub(super) fn phones(head: &Node) -> Vec<String> {
    let phones = |(before, cluster): (String, &Node)| -> Vec<String> {
        let names = cluster.get("phones").map(Node::entries).unwrap_or_default();
        names.iter().map(|(name, _)| format!("{before}{name}")).collect()
    };
    clusters(head).into_iter().flat_map(phones).collect()
}

/// A moment as a file writes it: `2s`, `2.5s`, `1.001s`.
pub(super) fn moment(at: Instant) -> String {
    let micros = at.as_micros();
    let (whole, fraction) = (micros / 1_000_000, micros % 1_000_000);
    let digits = format!("{fraction:06}");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() { format!("{whole}s") } else { format!("{whole}.{digits}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lampfield_core::scenario::{MemorySources, load};

    #[test]
    fn what_is_included_stands_in_the_file_and_expectations_are_gone() {
        let good = include_str!("../../tests/data/good.yaml");
        let (before, after) = good.split_once("\n  partitions").unwrap();
        let (cluster, steps) = after.split_once("\nsteps:").unwrap();
        let base = format!("cluster:\n  partitions{cluster}");
        let file = format!("{before}\n  include: base/c.yaml\n\nsteps:{steps}");
        let sources = MemorySources::new([("a.yaml", file.as_str()), ("base/c.yaml", &base)]);
        let scenario = load(&sources, "a.yaml").unwrap();
        let candidate = Candidate::of(&scenario).unwrap();
        let text = candidate.text("It stands alone", "");
        assert!(text.contains("Phone A") && !text.contains("include") && !text.contains("expect"));
        assert_eq!(candidate.size(), Size { faults: 0, steps: 4, phones: 2 });
        assert_eq!(candidate.always, [Invariant::LampsTellTheTruthInTheEnd]);
        let again = MemorySources::new([("b.yaml", text.as_str())]);
        let mistakes = load(&again, "b.yaml").err();
        assert!(mistakes.is_none(), "{mistakes:?}\n{text}");
    }

    #[test]
    fn phones_from_a_csv_file_stand_in_the_file() {
        let file = "lampfield: 1\nname: From CSV\ncluster: { phones_csv: [floor.csv] }\nsteps:\n  - { at: 0s, do: everybody connects }\n";
        let csv = "Device Name,Device Type,Directory Number 1\nDesk 1,7970 SIP,1001\nDesk 2,7970 SIP,1002\n";
        let sources = MemorySources::new([("a.yaml", file), ("floor.csv", csv)]);
        let scenario = load(&sources, "a.yaml").unwrap();
        let candidate = Candidate::of(&scenario).unwrap();
        assert_eq!(candidate.size(), Size { faults: 0, steps: 1, phones: 2 });
        let text = candidate.text("It stands alone", "");
        let again = MemorySources::new([("b.yaml", text.as_str())]);
        assert!(load(&again, "b.yaml").is_ok(), "{text}");
    }

    #[test]
    fn moments_are_written_as_short_as_they_are() {
        for (micros, text) in [(0, "0s"), (2_000_000, "2s"), (2_500_000, "2.5s"), (1, "0.000001s")]
        {
            assert_eq!(moment(Instant::from_micros(micros)), text);
        }
    }
}
