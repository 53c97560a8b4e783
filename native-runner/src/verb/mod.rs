//! One file for each verb.

pub(crate) mod backend;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod init;
mod known;
pub(crate) mod list;
mod load;
mod mode;
mod picture;
mod play;
pub(crate) mod put_load;
mod record;
pub(crate) mod reference;
pub(crate) mod replay;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod schema;
mod select;
pub(crate) mod serve;
pub(crate) mod swarm;
mod timers;
pub(crate) mod trace;
mod update;
pub(crate) mod web;
