//! The engine as the page asks it: one [`Session`] that takes requests and gives replies. It knows
//! neither browser nor worker, so that it is tried natively too.

mod asked;
mod branches;
pub mod build;
mod cast;
mod compare;
mod gallery;
mod learn;
mod matrix;
#[cfg(test)]
mod nodes_tests;
mod open;
mod run;
mod skip;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod time_tests;
mod timers;
#[cfg(test)]
mod timers_tests;
mod view;
mod words;

use crate::types::{ProblemView, Reply, Request};
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::scenario::{
    MemorySources, More, Sources, load, with_acts, with_more, with_settings, without,
};
use lampfield_core::time::{Duration, Instant};
use open::Open;
use run::Run;
use std::sync::Arc;
use words::{problem, refused, rule_in_words};

pub(crate) use words::in_words;

/// The largest time that a page may ask for: a year. Past it nothing of a lamp field is left to see.
const LATEST_US: i64 = 365 * 24 * 3_600 * 1_000_000;

/// A scenario at play, with all that the page may ask of it.
#[derive(Debug)]
pub struct Session {
    files: MemorySources,
    open: Option<Open>,
}

/// A scenario and where to stand in it: the fields of [`Request::Load`].
struct Moment {
    path: String,
    text: String,
    seed: Option<u32>,
    at_us: Option<i64>,
    acts: Vec<(i64, String)>,
}

impl Default for Session {
    fn default() -> Self {
        Session::new()
    }
}

impl Session {
    /// A session with nothing loaded. It knows the embedded scenarios, for their includes.
    pub fn new() -> Self {
        Session { files: gallery::sources(), open: None }
    }

    /// Answers one request. Never panics on what it is given; what makes no sense is told in words.
    pub fn handle(&mut self, request: Request) -> Reply {
        self.handle_telling(request, &mut |_| {})
    }

    /// Answers one request and tells, per mille, how far a long one is.
    pub fn handle_telling(&mut self, request: Request, tell: &mut dyn FnMut(u16)) -> Reply {
        match request {
            Request::Load { path, text, seed, at_us, acts } => {
                self.load(Moment { path, text, seed, at_us, acts }, tell)
            }
            Request::Gallery => Reply::Gallery { items: gallery::items() },
            Request::Rule { id } => rule_in_words(&id),
            Request::Check { path, text } => self.check(&path, &text),
            Request::Document => self.document(""),
            Request::Place { what, .. }
                if matches!(&*what, build::OUTSIDE | "cluster")
                    || [DELETE, CHANGE].iter().any(|start| what.starts_with(start)) =>
            {
                self.document(&what)
            }
            Request::Lessons => Reply::Lessons { items: learn::items() },
            Request::Ticket { seed } => Reply::Ticket { ticket: learn::ticket::view(seed) },
            Request::Sheet { number, first, last } => {
                Reply::Sheet { sheet: learn::sheet::sheet(number, first, last) }
            }
            other => match &mut self.open {
                Some(open) => open.handle(other, &self.files, tell),
                None => refused("nothing is loaded yet: open a scenario first"),
            },
        }
    }

    fn load(&mut self, moment: Moment, tell: &mut dyn FnMut(u16)) -> Reply {
        let Moment { path, text, seed, at_us, acts } = moment;
        self.files.insert(path.as_str(), text.as_bytes());
        let (scenario, learning, ticket) = match learn::load(&self.files, &path) {
            Ok((scenario, learning, ticket)) => (Arc::new(scenario), learning, ticket),
            Err(problems) => return Reply::Problems { problems: self.problems(&problems) },
        };
        let mut run = match Run::new(scenario, seed.map(u64::from)) {
            Ok(run) => run,
            Err(limit) => return refused(&limit.to_string()),
        };
        for (at, sentence) in &acts {
            run.run_until(within(*at).max(run.now()), tell);
            if let Err(not_taken) = run.act(sentence, &self.files) {
                return refused(&format!(
                    "what was done at {} cannot be done here: {}",
                    within(*at),
                    build::words(&not_taken)
                ));
            }
        }
        if let Some(at) = at_us {
            run.run_until(within(at), tell);
        } else if (learning.is_some() || ticket.is_some()) && acts.is_empty() {
            // Whoever comes finds the phones at work.
            run.run_until(run.player().end() + Duration::from_secs(1), tell);
        }
        let (drawn, ladder, lamps) = Default::default();
        let beside = None;
        let open = self.open.insert(Open {
            path,
            text,
            run,
            drawn,
            ladder,
            lamps,
            learning,
            ticket,
            beside,
        });
        open.snapshot(true)
    }

    /// What is wrong with a text. What is loaded under its name stays as it is.
    fn check(&mut self, path: &str, text: &str) -> Reply {
        let own = self.files.read(path).ok();
        self.files.insert(path, text.as_bytes());
        let read = load(&self.files, path);
        let wrong = read.err().unwrap_or_default();
        let problems = self.problems(&wrong);
        if let Some(own) = own {
            self.files.insert(path, own.as_bytes());
        }
        Reply::Problems { problems }
    }

    /// The file with what was done, and one more or one less of what no act can bring.
    fn document(&self, what: &str) -> Reply {
        let Some(open) = &self.open else { return refused("nothing is loaded yet") };
        let scenario = open.run.player().scenario();
        let Some(text) = with_acts(&self.files, scenario, &open.text, &open.run.all_acts()) else {
            return refused("what was done cannot be written into this file: share a link instead");
        };
        if !what.is_empty() && (open.learning.is_some() || open.ticket.is_some()) {
            return refused(
                "lessons and tickets keep their clusters: open a scenario or a blank cluster",
            );
        }
        let (files, path) = (&self.files, &open.path);
        let new = match (what, what.strip_prefix(DELETE)) {
            (_, Some(name)) => without(files, path, &text, name),
            ("", _) => Ok(text),
            (what, _) if what.starts_with(CHANGE) => {
                with_settings(files, path, &text, what.get(CHANGE.len()..).unwrap_or_default())
            }
            (build::OUTSIDE, _) => with_more(files, path, &text, More::Outside),
            _ => with_more(files, path, &text, More::Cluster),
        };
        new.map_or_else(|words| refused(&words), |text| Reply::Text { text })
    }

    fn problems(&self, diagnostics: &[Diagnostic]) -> Vec<ProblemView> {
        diagnostics.iter().map(|diagnostic| problem(diagnostic, &self.files)).collect()
    }
}

/// What stands before the name of one that shall go, in what is to be placed.
const DELETE: &str = "delete ";
/// What stands before the settings of those outside, in what is to be placed.
const CHANGE: &str = "change ";

/// A moment that a page asked for, within what a run may reach.
fn within(us: i64) -> Instant {
    Instant::from_micros(us.clamp(0, LATEST_US))
}
