//! A second opinion: the rules of presence once more, slow and plain.
//!
//! It is written from the rules alone. With the engine it shares what an administrator configures
//! (`lampfield_core::cluster`), ids, and the words for outcomes and states, and nothing that
//! decides. Random small clusters and questions ([`generate`]) are put to both ([`compare`]); where
//! they differ, the cluster is made smaller until nothing can be left out ([`shrink`]) and shown.
//!
//! Where the rules leave open which of two answers is right, the model gives both.

pub mod ask;
pub mod carriers;
pub mod compare;
pub mod engine;
pub mod generate;
pub mod groups;
pub mod history;
pub mod mobility;
pub mod numbers;
pub mod question;
pub mod routing;
pub mod settings;
pub mod show;
pub mod shrink;
pub mod status;
pub mod tally;
pub mod trunk;
pub mod uris;
