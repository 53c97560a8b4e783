//! Where a run can begin to play again, so that no moment that it has seen is far, behind it or ahead.

use super::Run;
use crate::engine::cast::Cast;
use lampfield_core::scenario::Player;
use lampfield_core::time::Instant;

/// A checkpoint is made every so many steps.
pub(super) const CHECKPOINT_STEPS: u64 = 512;
/// At most so many checkpoints; past it every second one goes.
const CHECKPOINTS: usize = 64;

#[derive(Clone, Debug)]
pub(in crate::engine) struct Checkpoint {
    pub(in crate::engine) steps: u64,
    pub(in crate::engine) acts: usize,
    pub(in crate::engine) player: Player,
    pub(super) cast: Cast,
}

impl Run {
    /// Stands at the last checkpoint that fits; where none does, it stays.
    pub(in crate::engine) fn restore(&mut self, fits: impl Fn(&Checkpoint) -> bool) {
        let found = self.checkpoints.iter().rev().find(|checkpoint| fits(checkpoint));
        let Some(checkpoint) = found else { return };
        // Ahead the past is the same and longer: what was made of it is still true.
        if checkpoint.steps <= self.steps {
            self.returns = self.returns.wrapping_add(1);
        }
        self.player = checkpoint.player.clone();
        self.cast = checkpoint.cast.clone();
        self.steps = checkpoint.steps;
        self.acts_done = checkpoint.acts;
    }

    /// Stands at the last checkpoint before this time, where that is on the way there.
    pub(super) fn leap(&mut self, t: Instant) {
        let (steps, back) = (self.steps, t < self.now());
        self.restore(|checkpoint| {
            (back || checkpoint.steps > steps) && checkpoint.player.world().now() <= t
        });
    }

    pub(super) fn keep_checkpoint(&mut self) {
        let newest = self.checkpoints.last().map_or(0, |checkpoint| checkpoint.steps);
        if self.steps < newest + CHECKPOINT_STEPS {
            return;
        }
        let (player, cast) = (self.player.clone(), self.cast.clone());
        self.checkpoints.push(Checkpoint { steps: self.steps, acts: self.acts_done, player, cast });
        if self.checkpoints.len() > CHECKPOINTS {
            let mut position = 0;
            self.checkpoints.retain(|_| {
                position += 1;
                position % 2 == 1
            });
        }
    }
}
