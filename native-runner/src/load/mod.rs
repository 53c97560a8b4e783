//! A load for any SIP presence server: watchers by the thousand, by an open schedule.
//!
//! The schedule does not wait for answers, and a latency is counted from when its request was due: a
//! server that stalls, or a load that comes late, shows in the numbers.
//!
//! | file | its one idea |
//! |---|---|
//! | `plan` | what is to be done, within which bounds |
//! | `names` | users by a pattern: `w{1..50}` |
//! | `watchers` | all watchers as one sans-IO machine: requests out, answers and NOTIFYs in |
//! | `pending` | the request that is out for somebody, until its answer |
//! | `dialog` | one subscription, as small as it can be |
//! | `exchange` | one exchange with a subscription, from its SUBSCRIBE to its NOTIFY |
//! | `lines` | watchers that register first |
//! | `documents` | presentities that are published |
//! | `changes` | one change, and who has heard of it |
//! | `tally` | what was counted and measured |
//! | `process` | processor time and memory of the server under load |
//! | `sockets` | the watchers' sockets, and a clock finer than a poll's |
//! | `drive` | the phases, one after the other |
//! | `report` | what came out: for people, as JSON, as CSV |

mod changes;
mod dialog;
mod documents;
mod drive;
mod exchange;
mod lines;
mod names;
mod pending;
mod plan;
mod process;
mod report;
mod sockets;
mod tally;
mod watchers;

pub(crate) use drive::{Done, Trouble, drive};
pub(crate) use names::Names;
pub(crate) use plan::{Change, MOST, Plan, Proof};
pub(crate) use process::Process;
pub(crate) use report::{human, json, rows};
