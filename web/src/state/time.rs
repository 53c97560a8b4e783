//! Time that went otherwise: branches, and what is compared.

use super::Shared;
use crate::types::{BranchesView, CompareView, LaneView, MatrixView, TimersView};

/// What the page knows of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeState {
    /// The branches; of the comparison all but its lanes.
    pub branches: Shared<BranchesView>,
    /// The lanes of the comparison.
    pub lanes: Shared<Vec<Shared<LaneView>>>,
    /// The branch that is compared with the run; of one that is not there, the one left last.
    pub compare: u32,
    /// Who may watch whom.
    pub matrix: Shared<MatrixView>,
    /// What runs out.
    pub timers: Shared<TimersView>,
    /// Whose link a fault is about; empty for all.
    pub link: String,
}

impl TimeState {
    /// The branches came.
    pub fn came(&mut self, mut view: BranchesView) {
        let lanes = view.compare.as_mut().map(|compare| core::mem::take(&mut compare.lanes));
        self.lanes = self.lanes.keep_each(lanes.unwrap_or_default());
        self.branches = self.branches.keep_or(view);
    }

    /// What is compared.
    #[must_use]
    pub fn comparison(&self) -> Option<&CompareView> {
        self.branches.compare.as_ref()
    }
}
