//! Those who talk: CallManager and the phones. Each is sans-IO and takes the same [`Input`] and
//! gives the same [`Output`].
//!
//! **One input, then drain.** A node is handed one `Input`, pushes what follows from it into an
//! [`Outbox`], and returns. It never calls back, never blocks, never asks for the time.

mod io;

pub use io::{
    CallCommand, Cause, Command, Input, LampCause, LinkMessage, NodeEvent, Outbox, Output,
    WakeReason,
};
