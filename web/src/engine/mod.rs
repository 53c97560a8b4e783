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

use crate::rule_texts::rule_text;
use crate::types::{ProblemView, Reply, Request};
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::node::{NodeEvent, WakeReason};
use lampfield_core::rules::{RuleId, rule};
use lampfield_core::scenario::{MemorySources, More, Sources, load, with_acts, with_more, without};
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::{What, export};
use run::Run;
use std::sync::Arc;
use view::{Drawn, LadderCache, LampsCache};

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

/// What is loaded.
#[derive(Debug)]
struct Open {
    path: String,
    text: String,
    run: Run,
    drawn: Drawn,
    ladder: LadderCache,
    lamps: LampsCache,
    /// The lesson, where it is one.
    learning: Option<learn::Learning>,
    /// The trouble ticket, where it is one.
    ticket: Option<learn::ticket::Ticket>,
    /// The branch that the run is compared with.
    beside: Option<compare::Beside>,
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
                if matches!(&*what, "outside" | "cluster") || what.starts_with(DELETE) =>
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
            ("outside", _) => with_more(files, path, &text, More::Outside),
            _ => with_more(files, path, &text, More::Cluster),
        };
        new.map_or_else(|words| refused(&words), |text| Reply::Text { text })
    }

    fn problems(&self, diagnostics: &[Diagnostic]) -> Vec<ProblemView> {
        diagnostics.iter().map(|diagnostic| problem(diagnostic, &self.files)).collect()
    }
}

impl Open {
    fn handle(
        &mut self,
        request: Request,
        files: &MemorySources,
        tell: &mut dyn FnMut(u16),
    ) -> Reply {
        if !matches!(request, Request::RunUntil { .. }) && request.moves() {
            self.finish_part(tell);
        }
        match request {
            Request::Snapshot => self.snapshot(true),
            Request::Step => {
                self.run.step_to_event();
                self.snapshot(false)
            }
            Request::StepBack => {
                self.run.step_back();
                self.snapshot(true)
            }
            Request::StepToLamp => {
                self.run.step_to(tell, is_lamp);
                self.snapshot(false)
            }
            Request::RunUntil { at_us } => self.run_until(within(at_us), tell),
            Request::Act { sentence } => {
                self.act_all(Ok(sentence.split('\n').map(str::to_owned).collect()), files)
            }
            Request::Explain { .. } | Request::Message { .. } => self.tell_why(request),
            Request::Ladder { from, count, filter } => {
                Reply::Ladder { ladder: self.ladder.page(&self.run, from, count, &filter) }
            }
            Request::BackToLamp => self.back_to_lamp(),
            Request::Lanes => Reply::Lanes { lanes: self.lamps.lanes(&self.run) },
            Request::Strip => Reply::Strip { strip: view::strip(&self.run, &mut self.lamps) },
            Request::Outcomes => {
                Reply::Outcomes { outcomes: view::outcomes(&self.run, &self.path, &self.text) }
            }
            Request::Trace => Reply::Text { text: self.trace(files) },
            other => self.of_a_pane(other, files, tell),
        }
    }

    /// Whether a learner is still to find out what is wrong.
    fn hides(&self) -> bool {
        self.ticket.as_ref().is_some_and(learn::ticket::Ticket::hides)
    }

    /// Several acts as one: a later one that is refused takes those before it back.
    fn act_all(&mut self, acts: Result<Vec<String>, String>, files: &MemorySources) -> Reply {
        let acts = match acts {
            Ok(acts) => acts,
            Err(words) => return refused(&words),
        };
        // One that is refused changes nothing by itself.
        let before = (acts.len() > 1).then(|| self.run.clone());
        let mut told = Vec::new();
        for sentence in &acts {
            match self.run.act(sentence, files) {
                Ok(more) => told.extend(more),
                Err(not_taken) => {
                    if let Some(before) = before {
                        self.run = before;
                    }
                    return build::not_taken(&not_taken);
                }
            }
        }
        build::told(self.snapshot(false), &told)
    }

    fn run_until(&mut self, at: Instant, tell: &mut dyn FnMut(u16)) -> Reply {
        let back = at < self.run.now();
        // A check is no event, and the page counts the checks.
        let drawn_of =
            |run: &Run| (run.player().world().trace().count(), run.player().outcomes().len());
        let before = drawn_of(&self.run);
        self.play_part(at, tell);
        self.run.run_until(at, tell);
        if !back && drawn_of(&self.run) == before && self.drawn.is_drawn() {
            return Reply::Clock { now_us: self.run.now().as_micros() };
        }
        self.snapshot(back)
    }

    fn back_to_lamp(&mut self) -> Reply {
        let Some(at) = view::last_lamp_change(&self.run) else {
            return refused("no lamp changed before this moment");
        };
        self.run.run_until(at, &mut |_| {});
        self.snapshot(true)
    }

    /// The state to draw. `jumped`: not reached by time going on, so nothing is in flight.
    fn snapshot(&mut self, jumped: bool) -> Reply {
        let hides = self.hides();
        let snapshot = self.drawn.snapshot(&self.run, &self.path, jumped, hides);
        Reply::Snapshot { snapshot: Box::new(snapshot) }
    }

    /// Another run took the place of this one: all that is done in it is told, also what is still to
    /// come.
    fn another(&mut self) -> Reply {
        let hides = self.hides();
        let mut snapshot = self.drawn.snapshot(&self.run, &self.path, true, hides);
        let acts = self.run.all_acts().into_iter();
        snapshot.acts = acts.map(|(at, act)| (at.as_micros(), act.to_owned())).collect();
        Reply::Snapshot { snapshot: Box::new(snapshot) }
    }

    /// The trace, with the file that plays it again: what was done is written into it, where it can be.
    fn trace(&self, files: &MemorySources) -> String {
        let player = self.run.player();
        let world = player.world();
        let own = with_acts(files, player.scenario(), &self.text, &self.run.all_acts());
        let text = own.unwrap_or_else(|| self.text.clone());
        let sources = vec![export::Source { path: self.path.clone(), text }];
        let (site, trace) = (world.site(), world.trace());
        let header = export::Header::new(site, trace, player.seed(), self.run.now(), sources);
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = export::write(&header, world.trace(), &mut text);
        text
    }
}

/// What stands before the name of one that shall go, in what is to be placed.
const DELETE: &str = "delete ";

/// What a lamp of a ticket says instead of its why.
const HIDDEN: &str = "while a ticket is open, a lamp does not say why";

/// A moment that a page asked for, within what a run may reach.
fn within(us: i64) -> Instant {
    Instant::from_micros(us.clamp(0, LATEST_US))
}

fn is_lamp(what: &What) -> bool {
    matches!(what, What::Node(NodeEvent::Lamp { .. }))
}

/// Whether a subscription or registration runs out, is refreshed or tried again.
fn is_expiry(what: &What) -> bool {
    use WakeReason::{Expire, Refresh, Retry};
    matches!(what, What::Node(NodeEvent::TimerFired(Expire | Refresh | Retry)))
}

fn refused(sentence: &str) -> Reply {
    Reply::Refused { sentence: sentence.to_owned() }
}

/// A diagnostic in one sentence, with its help.
pub(crate) fn in_words(diagnostic: &Diagnostic) -> String {
    let mut words = diagnostic.message.clone();
    for note in &diagnostic.notes {
        words.push_str("; ");
        words.push_str(&note.text);
    }
    words
}

fn problem(diagnostic: &Diagnostic, files: &dyn Sources) -> ProblemView {
    let place = diagnostic.primary.as_ref().map(|label| label.place.line_and_column(files));
    let (line, column) = place.unwrap_or((0, 0));
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    ProblemView {
        code: diagnostic.code.to_string(),
        message: diagnostic.message.clone(),
        line: small(line),
        column: small(column),
        rendered: diagnostic.render(files, false),
    }
}

fn rule_in_words(id: &str) -> Reply {
    match id.parse::<RuleId>() {
        Ok(id) => {
            let rule = rule(id);
            Reply::Text { text: format!("{}\n{}\n\n{}", rule.id, rule.title, rule_text(id)) }
        }
        Err(unknown) => refused(&unknown.to_string()),
    }
}
