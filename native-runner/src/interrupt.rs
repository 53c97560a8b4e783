//! Ctrl-C: the first one asks the run to end with what it has, the second one ends the process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::exit::Exit;

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Listens from now on: for verbs that have something partial to report. Elsewhere, and where the platform refuses,
/// ctrl-C simply ends the process as ever.
pub(crate) fn listen() {
    let asked = ASKED.get_or_init(|| Arc::new(AtomicBool::new(false)));
    // In this order: a signal is first looked at by the one that ends the process if an earlier
    // signal has set the flag, and only then sets the flag itself.
    let code = i32::from(Exit::Interrupted.code());
    if flag::register_conditional_shutdown(SIGINT, code, Arc::clone(asked)).is_ok() {
        let registered = flag::register(SIGINT, Arc::clone(asked));
        drop(registered);
    }
}

/// What ends a service in order counts as ctrl-C from now on: for verbs that run until they are told.
pub(crate) fn listen_to_termination() {
    let asked = ASKED.get_or_init(|| Arc::new(AtomicBool::new(false)));
    // Where the platform has no such signal, nothing is to be listened to.
    drop(flag::register(SIGTERM, Arc::clone(asked)));
}

/// Whether the user has asked for the end.
pub(crate) fn asked() -> bool {
    ASKED.get().is_some_and(|asked| asked.load(Ordering::Relaxed))
}
