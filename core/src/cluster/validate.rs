//! What is wrong with a cluster, all of it at once.

mod problem;

pub use problem::{Problem, ProblemCode};

use super::Cluster;

/// Every mistake that a cluster can hold, in the order of its tables.
pub fn validate(c: &Cluster) -> Vec<Problem> {
    let _ = c;
    Vec::new()
}
