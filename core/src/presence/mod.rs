//! What CallManager decides: pure, without SIP, sockets or time of its own.
//!
//! An SCCP phone, a SIP phone and (later) a trunk ask the same [`Question`]; one function answers
//! it, and can tell every check behind the answer.

mod decision;
mod status;

pub use decision::{
    Answer, CallList, Check, Decision, Fact, Found, NoRecord, Outcome, Question, Recorder, Verdict,
    Way,
};
pub use status::{LineState, PublishedStatus};
