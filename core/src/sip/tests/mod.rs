//! Both sides of a subscription against each other and against hand-written messages.
//!
//! `checklist_*` are the items of our conformance checklist (RFC 6665 unless they say otherwise),
//! by their numbers.

mod checklist_notifier;
mod checklist_watcher;
mod convergence;
mod exchange;
mod golden;
mod mutants;
mod pair;
