//! What is wrong with a filter: the filter once, and each mistake under its place.

use std::fmt;
use std::ops::Range;

/// One mistake in a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where, in bytes of the filter. May reach one past its end.
    pub(crate) span: Range<usize>,
    /// What is wrong.
    pub(crate) text: String,
    /// What would be right.
    pub(crate) help: Option<String>,
}

impl Mistake {
    pub(crate) fn new(span: Range<usize>, text: impl Into<String>) -> Self {
        Self { span, text: text.into(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A filter and all its mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FilterError {
    /// The filter as typed.
    pub(crate) filter: String,
    /// At least one.
    pub(crate) mistakes: Vec<Mistake>,
}

impl std::error::Error for FilterError {}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Clap puts its own words before this.
        writeln!(f, "the filter does not parse")?;
        writeln!(f, "  |")?;
        writeln!(f, "  | {}", self.filter.replace(['\n', '\t', '\r'], " "))?;
        for mistake in &self.mistakes {
            let columns = |byte: usize| {
                let head = self.filter.get(..byte.min(self.filter.len())).unwrap_or_default();
                head.chars().count() + byte.saturating_sub(self.filter.len())
            };
            let (start, end) = (columns(mistake.span.start), columns(mistake.span.end));
            let carets = "^".repeat(end.saturating_sub(start).max(1));
            writeln!(f, "  | {:start$}{carets} {}", "", mistake.text)?;
        }
        write!(f, "  |")?;
        for help in self.mistakes.iter().filter_map(|mistake| mistake.help.as_ref()) {
            write!(f, "\n  = help: {help}")?;
        }
        Ok(())
    }
}
