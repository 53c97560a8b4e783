//! One file for each verb.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod list;
mod load;
mod play;
mod record;
pub(crate) mod replay;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod schema;
mod select;
mod timers;
pub(crate) mod trace;
pub(crate) mod web;
