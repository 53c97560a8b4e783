//! A scenario file, read: the scenario, or everything that is wrong with it.

use std::cell::RefCell;
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use lampfield_core::diagnostic::{Diagnostic, NoteKind};
use lampfield_core::rules::RuleId;
use lampfield_core::scenario::{self, Scenario, SourceError, Sources};
use lampfield_core::secret::Secret;
use lampfield_core::trace::export::Source;

use crate::bug;
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::output::{Paint, Told};
use crate::pool;
use crate::source::{Found, find};

/// A file and what came of reading it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) found: Found,
    pub(crate) scenario: Result<Arc<Scenario>, Vec<Diagnostic>>,
    /// Every file that was read for it, the scenario first.
    read: Vec<(String, Arc<str>)>,
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
        let scenario = scenario::load(&sources, &found.path).map(bug::planted).map(Arc::new);
        let read = sources.read.into_inner();
        Self { found, scenario, read }
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
        found.map(Self::read).ok_or_else(nothing)
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
        let real = bug::quoted(&self.found.shown());
        for note in diagnostic.notes.iter_mut().filter(|note| note.kind == NoteKind::See) {
            for verb in ["explain", "trace"] {
                let known = format!("lampfield {verb} {} ", self.found.path);
                note.text = note.text.replace(&known, &format!("lampfield {verb} {real} "));
            }
        }
        diagnostic
    }
}
