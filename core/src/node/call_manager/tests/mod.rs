//! CallManager alone, driven by its inputs.

mod calls;
mod presence_link;
mod presence_sip;
mod register_sip;
mod registration;
