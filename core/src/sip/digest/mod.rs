//! Digest authentication (RFC 7616, RFC 8760; RFC 2617 where MD5 alone is spoken), `qop=auth`.
//!
//! | file | its one idea |
//! |---|---|
//! | `algorithm` | MD5 and SHA-256: texts to hexadecimal digits, and the response of the RFCs |
//! | `header` | the value of a header: a scheme and its parameters |
//! | `nonce` | nonces that prove themselves, and the counts used with them |
//! | `server` | challenges, and the verdict on what comes back |
//! | `client` | the topmost challenge that is understood, and its answer |

mod algorithm;
mod client;
mod header;
mod nonce;
mod server;
#[cfg(test)]
mod tests;

pub use crate::secret::Secret;
pub use algorithm::Algorithm;
pub use client::{Credentials, Session};
pub use nonce::Nonce;
pub use server::{Authenticator, Challenge, DigestOptions, NONCE_LIFETIME, Unsupported, Verdict};
