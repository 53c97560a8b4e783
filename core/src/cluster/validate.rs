//! What is wrong with a cluster, all of it at once.

mod blf;
mod bounds;
mod group;
mod names;
mod phone;
mod plan;
mod problem;
mod route;
mod seat;
#[cfg(test)]
mod tests;
mod trunk;
mod user;

pub use problem::{Problem, ProblemCode, Severity};

use super::Cluster;
use problem::Problems;

/// Every mistake that a cluster can hold, table by table. Empty: nothing is wrong.
pub fn validate(c: &Cluster) -> Vec<Problem> {
    let mut problems = Problems::default();
    bounds::check(c, &mut problems);
    names::check(c, &mut problems);
    group::check(c, &mut problems);
    plan::check(c, &mut problems);
    trunk::check(c, &mut problems);
    route::check(c, &mut problems);
    phone::check(c, &mut problems);
    user::check(c, &mut problems);
    problems.0
}
