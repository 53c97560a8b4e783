//! Ctrl-C: the first one asks the run to end with what it has, the second one ends the process.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::Exit;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Listens from now on. Where the platform refuses, ctrl-C simply ends the process as ever.
pub(crate) fn listen() {
    let heard = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            Exit::Interrupted.quit();
        }
    });
    drop(heard);
}

/// Whether the user has asked for the end.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
