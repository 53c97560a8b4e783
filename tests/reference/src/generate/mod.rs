//! Random small clusters with everything in them, and questions that mostly hit something.

mod dial_plan;
mod people;
mod phones;
mod questions;
mod trunks;

pub use phones::{blf_speed_dials, buttons};
pub use questions::{number, question};

use crate::mobility::acting_phone;
use lampfield_core::cluster::{
    CallingSearchSpace, Cluster, DefaultPermission, Model, ModelSupport, Partition, Permission,
    PresenceGroup,
};
use lampfield_core::id::{CssId, GroupId, Id, PartitionId};
use lampfield_core::rng::Rng;

/// Dice for everything that is drawn.
#[derive(Debug)]
pub struct Dice(Rng);

impl Dice {
    /// The dice of the `n`-th cluster of a seed.
    pub fn of(seed: u64, n: u64) -> Dice {
        Dice(Rng::stream(seed, &format!("cluster:{n}")))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0.below(bound)
    }

    /// A size from `from` to `to`, both included.
    pub fn size(&mut self, from: usize, to: usize) -> usize {
        let span = u64::try_from(to - from + 1).unwrap_or(1);
        from + usize::try_from(self.below(span)).unwrap_or(0)
    }

    /// Whether something of so many in a hundred happens.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these; `None` where there are none.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let at = self.size(0, all.len().saturating_sub(1));
        all.get(at)
    }

    /// The id of one of `count` objects; `None` where there are none.
    pub fn id<I: Id>(&mut self, count: usize) -> Option<I> {
        (count > 0).then(|| I::from_index(self.size(0, count - 1)))
    }

    /// Up to `most` different ones of these, in any order.
    pub fn some<T: Copy>(&mut self, all: &[T], most: usize) -> Vec<T> {
        let mut rest = all.to_vec();
        let count = self.size(0, most.min(rest.len()));
        (0..count).map(|_| rest.remove(self.size(0, rest.len() - 1))).collect()
    }
}

/// A cluster as it is active: with phones on which somebody is logged in, and others that show
/// their log-out profile.
pub fn cluster(dice: &mut Dice) -> Cluster {
    let mut c = saved_cluster(dice);
    activate(dice, &mut c);
    c
}

/// A cluster as it is saved.
pub fn saved_cluster(dice: &mut Dice) -> Cluster {
    let mut c = Cluster::new("CallManager");
    parameters(dice, &mut c);
    search_spaces(dice, &mut c);
    groups(dice, &mut c);
    trunks::add(dice, &mut c);
    dial_plan::add(dice, &mut c);
    phones::add_templates(dice, &mut c);
    people::add(dice, &mut c);
    phones::add(dice, &mut c, (1, 4));
    c
}

/// A cluster whose phones have much to do: more of them, with numbers of each other on buttons that
/// their template has.
pub fn busy_cluster(dice: &mut Dice) -> Cluster {
    let mut c = Cluster::new("CallManager");
    parameters(dice, &mut c);
    c.parameters.blf_for_call_lists = true;
    search_spaces(dice, &mut c);
    groups(dice, &mut c);
    dial_plan::add_numbers(dice, &mut c);
    phones::add_templates(dice, &mut c);
    phones::add(dice, &mut c, (4, 7));
    phones::keep_busy(dice, &mut c);
    c
}

fn parameters(dice: &mut Dice, c: &mut Cluster) {
    c.parameters.blf_for_call_lists = dice.percent(85);
    if dice.percent(50) {
        c.parameters.default_inter_presence_group = DefaultPermission::Allow;
    }
    let model = Model::parse("7912 SIP");
    if let Some(model) = model.filter(|_| dice.percent(60)) {
        let support = ModelSupport {
            blf_speed_dials: dice.percent(30),
            call_lists: dice.percent(30),
            extension_mobility: dice.percent(50),
            internationalization: dice.percent(50),
        };
        c.models.insert(model, support);
    }
}

fn search_spaces(dice: &mut Dice, c: &mut Cluster) {
    for n in 0..dice.size(0, 3) {
        c.partitions.push(Partition { name: format!("P{n}") });
    }
    let all: Vec<PartitionId> = c.partitions.iter().map(|(id, _)| id).collect();
    for n in 0..dice.size(1, 3) {
        let partitions = dice.some(&all, all.len());
        let css = CallingSearchSpace { name: format!("CSS {n}"), partitions };
        c.calling_search_spaces.push(css);
    }
}

fn groups(dice: &mut Dice, c: &mut Cluster) {
    for n in 0..dice.size(0, 3) {
        c.presence_groups.push(PresenceGroup::new(&format!("Group {n}")));
    }
    let all: Vec<GroupId> = c.presence_groups.iter().map(|(id, _)| id).collect();
    for from in &all {
        for to in all.iter().filter(|to| *to != from) {
            let permission = match dice.below(5) {
                0 => Permission::AllowSubscription,
                1 => Permission::DisallowSubscription,
                _ => continue,
            };
            if let Some(group) = c.presence_groups.get_mut(*from) {
                group.relationships.insert(*to, permission);
            }
        }
    }
}

/// Any group, the Standard Presence group too.
pub fn group(dice: &mut Dice, c: &Cluster) -> GroupId {
    dice.id(c.presence_groups.len()).unwrap_or(GroupId(0))
}

/// A calling search space, or none.
pub fn css(dice: &mut Dice, c: &Cluster) -> Option<CssId> {
    if dice.percent(12) { None } else { dice.id(c.calling_search_spaces.len()) }
}

/// Logs users in, and gives the other phones their log-out profiles.
fn activate(dice: &mut Dice, c: &mut Cluster) {
    let phones: Vec<_> = c.phones.iter().map(|(id, _)| id).collect();
    let users: Vec<_> = c.end_users.iter().map(|(id, _)| id).collect();
    for id in phones {
        let user = dice.one(&users).copied().filter(|_| dice.percent(60));
        let acting = c.phones.get(id).and_then(|phone| {
            acting_phone(c, phone, user).or_else(|| acting_phone(c, phone, None))
        });
        let Some(mut acting) = acting else { continue };
        if dice.percent(15) {
            acting.acting.template_at_reset = Some(buttons(dice));
        }
        c.phones.replace(id, acting);
    }
}
