//! Acting in the past forks a run: the future that was there is kept as a branch.
//!
//! A branch is what the user did in it and how far it went. It is played again when it is looked
//! at: the same acts at the same steps give the same run.

use super::run::{Act, Run};
use crate::types::BranchView;
use lampfield_core::time::Instant;

/// At most so many branches, and so many acts in all of them; past it the oldest goes.
const BRANCHES: usize = 16;
const ACTS: usize = 4_096;

/// A run that is not the present one.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) number: u32,
    pub(super) acts: Vec<Act>,
    pub(super) reached: Instant,
}

impl Run {
    /// Keeps what is to come where the run stands, before something else is done here.
    pub(super) fn keep_the_future(&mut self) {
        let taken_over = self.acts().iter().any(|act| !act.is_fault());
        let of_the_file = !taken_over && self.now() < self.player().end();
        if of_the_file || self.acts.len() > self.acts_done || self.reached > self.now() {
            self.keep(self.as_branch());
        }
    }

    fn as_branch(&self) -> Branch {
        Branch { number: self.number, acts: self.acts.clone(), reached: self.reached }
    }

    /// Keeps a branch, the one that was left last at the end; the present run is another one from now on.
    fn keep(&mut self, branch: Branch) {
        let newest = self.branches.iter().map(|branch| branch.number).max().unwrap_or(0);
        self.number = newest.max(branch.number) + 1;
        self.branches.push(branch);
        let acts = |all: &[Branch]| all.iter().map(|one| one.acts.len()).sum::<usize>();
        while self.branches.len() > BRANCHES
            || (self.branches.len() > 1 && acts(&self.branches) > ACTS)
        {
            self.branches.remove(0);
        }
    }

    /// The run becomes that branch, at the same moment; what it was is the branch. `false`: there is
    /// none of this number.
    pub(super) fn switch(&mut self, number: u32) -> bool {
        let Some(place) = self.branches.iter().position(|one| one.number == number) else {
            return false;
        };
        let branch = self.branches.remove(place);
        self.branches.push(self.as_branch());
        self.become_run(self.beside(branch));
        true
    }

    /// Becomes a run of [`Run::beside`], with the branches of this one.
    pub(super) fn become_run(&mut self, mut other: Run) {
        let now = self.now();
        other.branches = core::mem::take(&mut self.branches);
        other.run_until(now, &mut |_| {});
        other.returns = self.returns.wrapping_add(1);
        *self = other;
    }

    /// Puts the present run among the branches and becomes another one, at the same moment.
    pub(super) fn leave_for(&mut self, other: Run) {
        self.keep(self.as_branch());
        let number = self.number;
        self.become_run(other);
        self.number = number;
    }

    /// Deletes a branch.
    pub(super) fn forget(&mut self, number: u32) {
        self.branches.retain(|one| one.number != number);
    }

    /// The run of a branch, beside this one: it stands where this one has its last checkpoint before
    /// they part, and no later than this one stands.
    pub(super) fn beside(&self, branch: Branch) -> Run {
        let common = common(&self.acts, &branch.acts);
        let parts = branch.acts.get(common);
        let mut other = self.at_the_start();
        let fits = self.checkpoints.iter().rev().find(|point| {
            let at = point.player.world().now();
            point.acts <= common
                && at <= self.now()
                && parts.is_none_or(|act| point.steps <= act.after_steps && at <= act.at)
        });
        other.checkpoints.extend(fits.filter(|point| point.steps > 0).cloned());
        (other.number, other.acts, other.reached) = (branch.number, branch.acts, branch.reached);
        other.restore(|_| true);
        other
    }

    /// The branches as the page lists them.
    pub(super) fn branch_views(&self) -> Vec<BranchView> {
        self.branches.iter().map(|branch| self.branch_view(branch)).collect()
    }

    fn branch_view(&self, branch: &Branch) -> BranchView {
        let there = only(&branch.acts, &self.acts).next();
        let act = there.or_else(|| only(&self.acts, &branch.acts).next());
        BranchView {
            number: branch.number,
            act: act.map(Act::told).unwrap_or_default(),
            without: there.is_none(),
            acts: u32::try_from(branch.acts.len()).unwrap_or(u32::MAX),
            reached_us: branch.reached.as_micros(),
        }
    }
}

/// The acts of one run that are not in another at their time.
pub(super) fn only<'a>(acts: &'a [Act], of: &'a [Act]) -> impl Iterator<Item = &'a Act> {
    acts.iter().filter(|act| !of.iter().any(|other| alike(act, other)))
}

fn alike(a: &Act, b: &Act) -> bool {
    a.at == b.at && a.sentence == b.sentence
}

/// How many acts two runs have in common at the same steps before they part.
fn common(a: &[Act], b: &[Act]) -> usize {
    let same = |(a, b): &(&Act, &Act)| alike(a, b) && a.after_steps == b.after_steps;
    a.iter().zip(b).take_while(same).count()
}
