//! What CallManager decides: pure, without SIP, sockets or time of its own.
//!
//! An SCCP phone, a SIP phone and a trunk ask the same [`Question`]; one function answers
//! it, and can tell every check behind the answer.

mod authorization;
mod decide;
mod decision;
mod engine;
mod entry;
mod explain;
mod fact;
mod question;
pub mod route_list;
mod routing;
mod status;
mod status_table;
#[cfg(test)]
mod tests;
mod trail;

pub use decide::{Carrier, asks_groups, carriers, decide, watcher_group};
pub use decision::{Answer, Check, Decision, Found, NoRecord, Outcome, Recorder, Verdict};
pub use engine::Engine;
pub use entry::{Entry, Owner, TrunkResult};
pub use explain::{CheckText, Explanation, Remedy, check_texts, explain, explain_checks};
pub use fact::Fact;
pub use question::{CallList, Proof, Question, TrunkRequest, Watcher, Way, WrongProof};
pub use routing::{BadPattern, Pattern, RouteIndex, find_number};
pub use status::{LineState, PublishedStatus};
pub use status_table::{device_rule, device_status, shared_status, status_checks};
