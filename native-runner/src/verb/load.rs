//! A scenario file, read: the scenario, or everything that is wrong with it.

use std::cell::RefCell;
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use lampfield_core::diagnostic::{Code, Diagnostic, NoteKind, list_words, nearest};
use lampfield_core::rules::RuleId;
use lampfield_core::scenario::{self, Lesson, Scenario, SourceError, Sources};
use lampfield_core::secret::Secret;
use lampfield_core::trace::export::Source;

use crate::bug;
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::output::{Paint, Told, Verbosity};
use crate::pool;
use crate::source::{Found, find};

/// A file and what came of reading it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) found: Found,
    pub(crate) scenario: Result<Arc<Scenario>, Vec<Diagnostic>>,
    /// What the scenario must keep besides, where the file is a lesson.
    pub(crate) lesson: Option<Arc<Lesson>>,
    /// Every file that was read for it, the scenario first.
    read: Vec<(String, Arc<str>)>,
}

/// Diagnostics as they are printed, of a file that is not a loaded scenario.
pub(super) fn rendered(told: &[Diagnostic], sources: &dyn Sources, paint: Paint) -> String {
    let texts: Vec<String> = told.iter().map(|one| one.render(sources, paint.0)).collect();
    texts.join("\n")
}

/// The case of this name.
///
/// # Errors
/// There is none, with the nearest name.
fn case_of(scenario: &Scenario, name: &str) -> Result<Scenario, Vec<Diagnostic>> {
    if let Some(case) = scenario.case_named(name).filter(|_| !scenario.matrix.is_empty()) {
        return Ok(case);
    }
    let message = format!("`{}` has no case `{name}`", scenario.file);
    let told = Diagnostic::without_place(Code::UnknownName, message);
    let names: Vec<String> = scenario.case_names().filter(|name| !name.is_empty()).collect();
    let names = || names.iter().map(String::as_str);
    let help = match (nearest(name, names()), scenario.matrix.is_empty()) {
        (_, true) => "it has no `matrix`: leave the brackets out".to_owned(),
        (Some(near), false) => format!("did you mean `{near}`?"),
        (None, false) => format!("there is {}", list_words(names())),
    };
    Err(vec![told.help(help)])
}

/// Sources that remember what was read.
struct Remembering<'a> {
    sources: &'a dyn Sources,
    read: RefCell<Vec<(String, Arc<str>)>>,
}

impl Sources for Remembering<'_> {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        let text = self.sources.read(path)?;
        let mut read = self.read.borrow_mut();
        if !read.iter().any(|(known, _)| known == path) {
            read.push((path.to_owned(), Arc::clone(&text)));
        }
        Ok(text)
    }

    /// Not remembered: what was read goes into trace files.
    fn secret(&self, path: &str) -> Result<Secret, SourceError> {
        self.sources.secret(path)
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.sources.env(name)
    }

    fn shown(&self, path: &str) -> String {
        self.sources.shown(path)
    }
}

impl Loaded {
    /// Reads, parses and checks.
    pub(crate) fn read(found: Found) -> Self {
        let sources = Remembering { sources: found.disk.as_ref(), read: RefCell::default() };
        let (scenario, lesson) = match scenario::load_any(&sources, &found.path) {
            Ok((scenario, lesson)) => (Ok(bug::planted(Scenario::clone(&scenario))), lesson),
            Err(mistakes) => (Err(mistakes), None),
        };
        let scenario = match &found.case {
            Some(case) => scenario.and_then(|scenario| case_of(&scenario, case)),
            None => scenario,
        };
        let read = sources.read.into_inner();
        Self { found, scenario: scenario.map(Arc::new), lesson: lesson.map(Arc::new), read }
    }

    /// Each case of the file for itself; a file without a `matrix`, and a case that was asked for by
    /// its name, is one.
    pub(crate) fn cases(self) -> Vec<Self> {
        let several = |scenario: &&Arc<Scenario>| !scenario.matrix.is_empty();
        let scenario = self.scenario.as_ref().ok().filter(several).map(Arc::clone);
        let (Some(scenario), None) = (scenario, &self.found.case) else { return vec![self] };
        let case = |own: Scenario| Self {
            found: Found { case: Some(own.case.clone()), ..self.found.clone() },
            scenario: Ok(Arc::new(own)),
            lesson: None,
            read: self.read.clone(),
        };
        scenario.cases().map(case).collect()
    }

    /// Says so where a file has several cases, and this is the first.
    fn first_case(mut self, quiet: bool) -> Self {
        let Ok(scenario) = &self.scenario else { return self };
        if scenario.matrix.is_empty() || self.found.case.is_some() {
            return self;
        }
        self.found.case = Some(scenario.case.clone());
        if let (Some(other), false) = (scenario.case_names().nth(1), quiet) {
            let (shown, count) = (self.found.shown(), scenario.case_count());
            let other = bug::quoted(&format!("{shown}[{other}]"));
            eprintln!("note: this is the first of {count} cases; another one: {other}");
        }
        self
    }

    /// Reads all of them, on every processor; they come in their order.
    pub(crate) fn all(found: &[Found]) -> Vec<Self> {
        let jobs = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let mut files = Vec::with_capacity(found.len());
        let never = || false;
        let read = pool::in_order(
            found,
            jobs,
            never,
            |one| Self::read(one.clone()),
            |file| {
                files.push(file);
                Ok::<(), Infallible>(())
            },
        );
        match read {
            Ok(()) => files,
            Err(never) => match never {},
        }
    }

    /// The one file that a verb was given.
    ///
    /// # Errors
    /// There is none, it is a folder, or it cannot be read.
    pub(crate) fn one(path: &Path, common: &Common) -> Result<Self, ExpectedError> {
        if path.is_dir() {
            return Err(ExpectedError::BadQuestion {
                text: format!("`{}` is a folder", path.display()),
                help: "name one scenario file; `lampfield list` shows them".to_owned(),
            });
        }
        let paths = [path.to_path_buf()];
        let found = find(&paths, common.root.as_deref())?.into_iter().next();
        let nothing = || ExpectedError::NoScenarios { paths: vec![path.display().to_string()] };
        let quiet = common.verbosity() == Verbosity::Quiet;
        found.map(Self::read).map(|file| file.first_case(quiet)).ok_or_else(nothing)
    }

    /// The texts that the scenario is made of, for a trace that can be replayed anywhere.
    pub(crate) fn sources(&self) -> Vec<Source> {
        let source = |(path, text): &(String, Arc<str>)| Source {
            path: path.clone(),
            text: text.to_string(),
        };
        self.read.iter().map(source).collect()
    }

    /// The text of the file itself.
    pub(crate) fn text(&self) -> Option<&str> {
        self.read.first().map(|(_, text)| &**text)
    }

    /// The rules that it claims to show.
    pub(crate) fn covers(&self) -> impl Iterator<Item = RuleId> + '_ {
        let covers = self.scenario.iter().flat_map(|scenario| &scenario.covers);
        covers.map(|(rule, _)| *rule)
    }

    /// The scenario, for verbs that take one file.
    ///
    /// # Errors
    /// It does not parse: all its diagnostics.
    pub(crate) fn scenario(&self, paint: Paint) -> Result<&Arc<Scenario>, ExpectedError> {
        self.scenario.as_ref().map_err(|diagnostics| {
            let texts: Vec<String> = diagnostics.iter().map(|d| self.tell(d, paint).text).collect();
            let mistakes = if texts.len() == 1 { "mistake" } else { "mistakes" };
            ExpectedError::Invalid {
                headline: format!("{} {mistakes} in {}", texts.len(), self.found.shown()),
                detail: format!("\n{}", texts.join("\n").trim_end()),
            }
        })
    }

    /// Puts a diagnostic into its final words: the excerpt, and paths as a shell takes them.
    pub(crate) fn tell(&self, diagnostic: &Diagnostic, paint: Paint) -> Told {
        let sources: &dyn Sources = self.found.disk.as_ref();
        let diagnostic = self.with_real_commands(diagnostic);
        let text = diagnostic.render(sources, paint.0);
        let bare = Diagnostic { picture: None, ..diagnostic.clone() };
        let plain = bare.render(sources, false);
        let at = diagnostic.primary.as_ref().map(|label| {
            let (line, column) = label.place.line_and_column(sources);
            (self.found.disk.shown(&label.place.file), line, column)
        });
        let (file, line, column) = at.unwrap_or_default();
        let place = if line == 0 { file.clone() } else { format!("{file}:{line}:{column}") };
        Told { diagnostic, text, plain, file, place, line, column }
    }

    /// The engine knows a file by its path below the root; a command that is to be copied needs the
    /// path that the shell takes.
    fn with_real_commands(&self, diagnostic: &Diagnostic) -> Diagnostic {
        let mut diagnostic = diagnostic.clone();
        let real = bug::quoted(&self.found.shown_case());
        for note in diagnostic.notes.iter_mut().filter(|note| note.kind == NoteKind::See) {
            for verb in ["explain", "trace"] {
                let known = format!("lampfield {verb} {} ", self.found.path);
                note.text = note.text.replace(&known, &format!("lampfield {verb} {real} "));
            }
        }
        diagnostic
    }
}
