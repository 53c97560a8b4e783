//! Scenarios over real sockets, with the clock of the simulator.
//!
//! Every CallManager, SIP phone and outside node has a socket of its own on this machine's loopback.
//! Whatever one of them sends goes out through the sender's socket and comes in at the receiver's;
//! what came in is what the receiver reads. The network of the scenario stands before each sending,
//! and the engine takes what arrived at the moment that the network gave it, so that the order of a
//! run is the simulator's ([`lampfield_core::world::Departure`]). SCCP and H.323 phones, calls and
//! registration keep their in-process links.
//!
//! | file | its one idea |
//! |---|---|
//! | `bound` | the sockets: who has which, and how a port is found that is free for all |
//! | `carry` | one datagram through two sockets, and what is waited for |
//! | `compare` | that a run over sockets is the simulator's, but for addresses |

mod bound;
mod carry;
mod compare;

pub(crate) use bound::Sockets;
pub(crate) use compare::{Difference, difference};
