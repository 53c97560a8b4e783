//! One file for each verb.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod list;
mod load;
pub(crate) mod replay;
pub(crate) mod rules;
pub(crate) mod run;
mod select;
pub(crate) mod trace;
