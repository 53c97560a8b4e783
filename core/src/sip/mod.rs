//! SIP as data.
