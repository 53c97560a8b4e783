//! Scenarios over real sockets, with the clock of the simulator.
//!
//! Every CallManager, SIP phone and outside node has a socket of its own on this machine's loopback, of
//! UDP or, with a connection for each two of them, of TCP.
//! Whatever one of them sends goes out through the sender's socket and comes in at the receiver's;
//! what came in is what the receiver reads. The network of the scenario stands before each sending,
//! and the engine takes what arrived at the moment that the network gave it, so that the order of a
//! run is the simulator's ([`lampfield_core::world::Departure`]). SCCP and H.323 phones keep their
//! in-process links.
//!
//! | file | its one idea |
//! |---|---|
//! | `bound` | the sockets: who has which, and how a port is found that is free for all |
//! | `connection` | one connection of which both ends are ours |
//! | `carry` | one message through two sockets, and what is waited for |
//! | `compare` | that a run over sockets is the simulator's, but for addresses |

mod bound;
mod carry;
mod compare;
mod connection;

pub(crate) use bound::{Sockets, to_socket, wording};
pub(crate) use compare::{Difference, difference};
