//! A scenario file, read: the scenario, or everything that is wrong with it.

use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::rules::RuleId;
use lampfield_core::scenario::{self, Scenario, Sources};

use crate::error::ExpectedError;
use crate::output::{Paint, Told};
use crate::source::Found;

/// A file and what came of reading it.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) found: Found,
    pub(crate) scenario: Result<Scenario, Vec<Diagnostic>>,
}

impl Loaded {
    /// Reads, parses and checks.
    pub(crate) fn read(found: Found) -> Self {
        let scenario = scenario::load(found.disk.as_ref(), &found.path);
        Self { found, scenario }
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
    pub(crate) fn scenario(&self, paint: Paint) -> Result<&Scenario, ExpectedError> {
        self.scenario.as_ref().map_err(|diagnostics| {
            let texts: Vec<String> =
                diagnostics.iter().map(|d| self.tell(d, paint).text).collect();
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
        let text = diagnostic.render(sources, paint.0);
        let at = diagnostic.primary.as_ref().map(|label| {
            let (line, column) = label.place.line_and_column(sources);
            (self.found.disk.shown(&label.place.file), line, column)
        });
        let (file, line, column) = at.unwrap_or_default();
        let place = if line == 0 { file } else { format!("{file}:{line}:{column}") };
        Told { diagnostic: diagnostic.clone(), text, place, line, column }
    }
}
