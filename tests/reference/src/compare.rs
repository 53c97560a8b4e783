//! Puts the same questions to the engine and to the model.

use crate::ask::{asked_group, expected};
use crate::carriers::carriers;
use crate::engine::{self, Engine};
use crate::generate::{self, Dice};
use crate::question::{Asked, Expected, Found, Said, Who};
use crate::routing::DialPlan;
use crate::tally::Tally;
use crate::{shrink, status};
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{GroupId, PhoneId};
use lampfield_core::presence::{LineState, Outcome};

/// How many questions are asked about one cluster.
const QUESTIONS_FOR_A_CLUSTER: u64 = 40;
/// How many differences are kept: those that follow often have the same cause.
const KEPT: usize = 5;

/// A question that engine and model answer differently, in a cluster that is as small as it gets.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The number of the cluster under its seed.
    pub number: u64,
    /// The cluster.
    pub cluster: Cluster,
    /// The question.
    pub asked: Asked,
    /// What the model says.
    pub expected: Vec<Expected>,
    /// What the engine says.
    pub said: Said,
}

/// What a comparison found.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// What was asked and answered.
    pub tally: Tally,
    /// The first differences.
    pub differences: Vec<Difference>,
    /// The first lines whose status differs, in words.
    pub wrong_statuses: Vec<String>,
}

impl Comparison {
    /// Whether engine and model agreed in everything.
    pub fn agrees(&self) -> bool {
        self.differences.is_empty() && self.wrong_statuses.is_empty()
    }
}

/// Asks this many questions about the clusters of a seed. `progress` hears how many were asked.
pub fn compare(seed: u64, questions: u64, mut progress: impl FnMut(u64)) -> Comparison {
    let mut comparison = Comparison::default();
    let mut asked = 0;
    for number in 0.. {
        if asked >= questions || comparison.differences.len() >= KEPT {
            break;
        }
        let count = QUESTIONS_FOR_A_CLUSTER.min(questions - asked);
        one_cluster(seed, number, count, &mut comparison);
        asked += count;
        progress(asked);
    }
    comparison
}

fn one_cluster(seed: u64, number: u64, questions: u64, comparison: &mut Comparison) {
    let mut dice = Dice::of(seed, number);
    let cluster = generate::cluster(&mut dice);
    let plan = DialPlan::of(&cluster);
    let engine = Engine::of(&cluster);
    for _ in 0..questions {
        let asked = generate::question(&mut dice, &cluster);
        let said = engine.ask(&cluster, &asked);
        let expected = expected(&cluster, &plan, &asked);
        comparison.tally.note(&asked, &expected, &said);
        if !holds(&cluster, &asked, &expected, &said) && comparison.differences.len() < KEPT {
            comparison.differences.push(shrink::smallest(number, &cluster, &asked));
        }
    }
    statuses(&mut dice, &cluster, comparison);
}

/// Whether the engine's answer is one of those that the rules allow, its trunks too.
fn holds(c: &Cluster, asked: &Asked, expected: &[Expected], said: &Said) -> bool {
    let agrees = expected.iter().any(|expected| expected.agrees(said));
    agrees && said.carriers == trunks(c, asked, said)
}

/// The SIP trunks that an allowed request may be forwarded to, with which of them may be seen.
fn trunks(c: &Cluster, asked: &Asked, said: &Said) -> Vec<(lampfield_core::id::TrunkId, bool)> {
    let (Outcome::Allowed, Some(Found::Route(route))) = (said.outcome, said.found) else {
        return Vec::new();
    };
    let group = watcher_group(c, asked).and_then(|group| {
        let watcher = crate::ask::Watcher { css: None, group };
        asked_group(watcher, asked)
    });
    let all = carriers(c, route, group);
    all.into_iter().map(|(id, standing)| (id, standing.is_none_or(|s| s.permitted))).collect()
}

/// The group of a watcher of this cluster. What comes in on a trunk goes out on none.
fn watcher_group(c: &Cluster, asked: &Asked) -> Option<GroupId> {
    match asked.who {
        Who::Phone(phone) => Some(c.phones.get(phone)?.presence_group),
        Who::EndUser(user) => Some(c.end_users.get(user)?.presence_group),
        Who::Trunk { .. } => None,
    }
}

/// The answers of both to one question; `None` where they agree.
pub(crate) fn difference(number: u64, c: &Cluster, asked: &Asked) -> Option<Difference> {
    let expected = expected(c, &DialPlan::of(c), asked);
    let said = Engine::of(c).ask(c, asked);
    let differs = !expected.is_empty() && !holds(c, asked, &expected, &said);
    let (cluster, asked) = (c.clone(), asked.clone());
    differs.then_some(Difference { number, cluster, asked, expected, said })
}

/// Lets every device do something on every line of it, and compares what becomes of the lines.
fn statuses(dice: &mut Dice, c: &Cluster, comparison: &mut Comparison) {
    let states = [
        LineState::NotConnected,
        LineState::NotConnected,
        LineState::OnHook,
        LineState::OffHook,
        LineState::RingingIn,
        LineState::Connected,
    ];
    // Sometimes a whole building is without power.
    let dark = dice.percent(12);
    let mut lines = engine::Lines::of(c);
    let mut truth: Vec<(PhoneId, lampfield_core::id::DnId, LineState)> = Vec::new();
    for (phone, settings) in c.phones.iter() {
        for dn in &settings.lines {
            let state = dice.one(&states).copied().filter(|_| !dark).unwrap_or_default();
            lines.set(c, phone, *dn, state);
            truth.push((phone, *dn, state));
        }
    }
    for (dn, number) in c.directory_numbers.iter() {
        let devices: Vec<_> = truth
            .iter()
            .filter(|(_, line, _)| *line == dn)
            .filter_map(|(phone, _, state)| {
                Some(status::of_device(&c.phones.get(*phone)?.model, *state))
            })
            .collect();
        let (expected, said) = (status::of_line(&devices), lines.status(dn));
        comparison.tally.status(devices.len(), expected);
        if expected != said && comparison.wrong_statuses.len() < KEPT {
            let told = format!("{}: {said:?}, not {expected:?}, by {truth:?}", number.name);
            comparison.wrong_statuses.push(told);
        }
    }
}
