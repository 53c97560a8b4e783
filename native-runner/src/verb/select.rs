//! Which scenarios a command line means: paths, then the partition, then the filter.

use std::path::PathBuf;

use clap::Args;

use super::load::Loaded;
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::filter::{Candidate, Filter, Header};
use crate::partition::Partition;
use crate::source::{Found, find};

/// Paths and filter, as `run` and `list` take them.
#[derive(Args, Debug)]
pub(crate) struct Selection {
    /// Scenario files and folders
    #[arg(default_value = "scenarios", value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Only scenarios that match, e.g. 'tag(faults) & !name(~expiry)', 'path(gallery/**)',
    /// 'covers(GROUP-10)'; several filters add up
    #[arg(short = 'E', long = "filter", value_name = "FILTER")]
    filters: Vec<Filter>,
    /// Only this part of them, e.g. 2/4: a file stays in its part when others join
    #[arg(long, value_name = "PART/OF")]
    partition: Option<Partition>,
}

/// What was selected.
#[derive(Debug)]
pub(crate) struct Selected {
    /// Read, whether they parse or not, in order; each case of a `matrix` for itself.
    pub(crate) files: Vec<Loaded>,
    /// How many files the filter left out.
    pub(crate) filtered_out: usize,
    /// The part of all that was asked for.
    pub(crate) partition: Option<Partition>,
    /// How many are in the other parts.
    pub(crate) elsewhere: usize,
}

impl Selection {
    /// Finds and reads the files. One that does not parse is selected unless the filter rules it
    /// out by its path: a broken file must not disappear. A partition may be empty.
    ///
    /// # Errors
    /// No file at all, none selected, or a path that cannot be read.
    pub(crate) fn select(&self, common: &Common) -> Result<Selected, ExpectedError> {
        let found = find(&self.paths, common.root.as_deref())?;
        if found.is_empty() {
            let paths = self.paths.iter().map(|path| path.display().to_string()).collect();
            return Err(ExpectedError::NoScenarios { paths });
        }
        let all = found.len();
        let here = |found: &Found| self.partition.is_none_or(|part| part.holds(&found.path));
        let found: Vec<Found> = found.into_iter().filter(here).collect();
        let here = found.len();
        let wanted: Vec<Loaded> =
            Loaded::all(&found).into_iter().filter(|file| self.wants(file)).collect();
        // In another part there may be what the filter is about.
        if wanted.is_empty() && self.partition.is_none() {
            return Err(ExpectedError::NothingSelected { filter: self.filter_text(), found: all });
        }
        Ok(Selected {
            filtered_out: here - wanted.len(),
            files: wanted.into_iter().flat_map(Loaded::cases).collect(),
            partition: self.partition,
            elsewhere: all - here,
        })
    }

    fn wants(&self, file: &Loaded) -> bool {
        let scenario = file.scenario.as_ref().ok();
        let covers: Vec<String> = file.covers().map(|rule| rule.to_string()).collect();
        let header = scenario.map(|s| Header { name: &s.name, tags: &s.tags, covers: &covers });
        let shown = file.found.shown();
        let candidate = Candidate { path: &file.found.path, shown: &shown, header };
        let wanted = |filter: &Filter| filter.selects(&candidate) != Some(false);
        self.filters.is_empty() || self.filters.iter().any(wanted)
    }

    fn filter_text(&self) -> String {
        let texts: Vec<String> = self.filters.iter().map(Filter::to_string).collect();
        texts.join("` or `")
    }
}
