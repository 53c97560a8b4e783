//! A CallManager on real sockets, for other people's phones and servers, by a real clock.
//!
//! | file | its one idea |
//! |---|---|
//! | `listen_at` | an address to listen at, as it is written on the command line |
//! | `net` | the sockets: datagrams and streams come in with their ends, messages go out to theirs |
//! | `live` | a player whose clock is this machine's, and the front desk between it and the sockets |
//! | `file` | the cluster that is served, and edits in the words of scenario files |
//! | `control` | lines from standard input and from the control socket, and their answers |
//! | `captured` | what comes and goes, as a capture file that grows |
//! | `show` | what can be asked: registrations, subscriptions, lamps, decisions |

mod captured;
mod control;
mod file;
mod listen_at;
mod live;
mod net;
mod show;

pub(crate) use captured::{CAPTURE_BYTES, Captured};
pub(crate) use control::Control;
pub(crate) use file::ClusterFile;
pub(crate) use listen_at::ListenAt;
pub(crate) use live::Live;
pub(crate) use net::Net;
