//! The line at the bottom of a terminal that tells how far a run is. It is on standard error, is
//! taken away at the end, and is not there where nobody looks.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// When to show how far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressChoice {
    // Where standard error is a terminal.
    #[default]
    Auto,
    None,
}

/// Redrawn at most so many times a second.
const FRAMES_PER_SECOND: u8 = 20;

/// How far a run is.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A line for `total` scenarios, or none.
    pub(crate) fn new(choice: ProgressChoice, total: usize) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if choice == ProgressChoice::None || dumb || !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let target = ProgressDrawTarget::stderr_with_hz(FRAMES_PER_SECOND);
        let total = u64::try_from(total).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(total), target);
        // The template is ours and has no mistake; if it had, the library's own would do.
        if let Ok(style) = ProgressStyle::with_template("  running  {pos}/{len}  {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// A scenario has begun.
    pub(crate) fn begun(&self, name: &str) {
        self.bar.set_message(name.to_owned());
    }

    /// A scenario has ended: what is written about it goes above the line.
    pub(crate) fn ended<T>(&self, write: impl FnOnce() -> T) -> T {
        let written = self.bar.suspend(write);
        self.bar.inc(1);
        written
    }

    /// Nothing more comes.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
