//! Both sides of a subscription against each other and against hand-written messages.
//!
//! `checklist_*` are the items of our conformance checklist (RFC 6665 unless they say otherwise),
//! by their numbers.

mod back_to_back;
mod calls;
mod calls_agent;
mod calls_hook;
mod calls_law;
mod calls_session;
mod calls_within;
mod checklist_forms;
mod checklist_notifier;
mod checklist_watcher;
mod convergence;
mod digest;
mod exchange;
mod golden;
pub(super) mod joined;
mod leg;
mod mutants;
mod net;
pub(super) mod pair;
mod state_mutants;
