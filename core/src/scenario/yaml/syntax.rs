//! What the parser crate complains about, in words for people who write scenarios.

use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::limits;
use granit_parser::{ErrorKind, ScanError};
use std::sync::Arc;

/// Why a text is no YAML that we read.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    code: Code,
    /// Bytes into the text that was parsed.
    at: usize,
    message: String,
    help: Option<&'static str>,
}

impl Trouble {
    /// A bound was reached.
    pub(super) fn limit(at: usize, message: String) -> Trouble {
        Trouble { code: Code::TooMuch, at, message, help: None }
    }

    /// The diagnostic for a text that starts at byte `offset` of its file.
    pub(super) fn diagnostic(&self, file: &Arc<str>, text: &str, offset: usize) -> Diagnostic {
        let at = visible(text, self.at);
        let end =
            text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
        let place = Place { file: Arc::clone(file), span: Span::new(offset + at, offset + end) };
        Diagnostic::error(self.code, place, self.message.clone())
            .maybe_help(self.help.map(str::to_owned))
    }
}

/// A place that can be seen: trouble found at the end of a text belongs to its last line.
fn visible(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    let rest = text.get(at..).unwrap_or_default();
    if rest.trim().is_empty() { text.trim_end().len() } else { at }
}

/// Our words for what the parser crate says.
pub(super) fn trouble(error: &ScanError) -> Trouble {
    use ErrorKind as K;
    let at = error.marker().byte_offset().unwrap_or(0);
    let (code, plain, help) = words(error.kind());
    let message = match error.kind() {
        K::RecursionLimitExceeded => limits::SCENARIO_NESTING.reached().to_string(),
        K::UnclosedFlowCollection { open } => format!("this `{open}` is never closed"),
        K::MismatchedFlowCollectionEnd { open, close } => {
            format!("`{open}` is closed by `{close}`")
        }
        K::UnexpectedCharacter { character } => {
            format!("the character `{}` cannot start a text", character.escape_default())
        }
        _ => plain.to_owned(),
    };
    Trouble { code, at, message, help }
}

const TAB_HELP: &str = "indent with blanks";
const QUOTE_HELP: &str = "put quotes around a text that contains `: ` or ` #`, or that starts with a sign like `*`, `&`, `@` or `%`";
const INDENT_HELP: &str = "lines that belong together start in the same column; what belongs to a line above is indented deeper";

/// A code, a sentence (empty where it names what it found) and the way out.
type Words = (Code, &'static str, Option<&'static str>);

fn words(kind: &ErrorKind) -> Words {
    use ErrorKind as K;
    let yaml = |message, help| (Code::NotYaml, message, help);
    match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart => {
            (Code::Tab, "a tab stands in the indentation", Some(TAB_HELP))
        }
        K::TabInPlainScalar => (Code::Tab, "a tab stands within a text", Some(TAB_HELP)),
        K::DirectiveDisallowed => (
            Code::YamlFeature,
            "directives (`%YAML`, `%TAG`) are not used in scenarios",
            Some("leave the line out"),
        ),
        K::RecursionLimitExceeded => (Code::TooMuch, "", None),
        K::UnclosedFlowCollection { .. } => yaml("", Some("close it on the same line if you can")),
        K::MismatchedFlowCollectionEnd { .. } => yaml("", None),
        K::MisplacedFlowCollectionEnd => yaml("a bracket closes that was never opened", None),
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar => yaml(
            "a quote is never closed",
            Some("a quote within a text: put the text in the other kind of quotes"),
        ),
        K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping => {
            yaml("the file ends before a bracket is closed", None)
        }
        K::UnexpectedEof | K::UnexpectedEofBlockMapping | K::UnexpectedEofBlockSequence => {
            yaml("the file ends too early", None)
        }
        _ => out_of_place(kind),
    }
}

/// What stands where something else is expected.
fn out_of_place(kind: &ErrorKind) -> Words {
    use ErrorKind as K;
    let yaml = |message, help| (Code::NotYaml, message, help);
    match kind {
        K::ExpectedFlowMappingSeparator => yaml("expected `,` or `}` here", Some(QUOTE_HELP)),
        K::ExpectedFlowSequenceSeparator => yaml("expected `,` or `]` here", Some(QUOTE_HELP)),
        K::ExpectedBlockMappingKey | K::SimpleKeyExpected | K::InvalidSimpleKey => {
            yaml("expected `key: value` here", Some(INDENT_HELP))
        }
        K::ExpectedBlockSequenceEntry | K::BlockSequenceEntryNotAllowed => {
            yaml("a list is not expected here", Some(INDENT_HELP))
        }
        K::InvalidIndentation
        | K::InvalidQuotedScalarIndent
        | K::InvalidFlowScalarIndent
        | K::InvalidBlockScalarIndent => {
            yaml("the indentation does not fit the lines above", Some(INDENT_HELP))
        }
        K::MappingValueNotAllowed | K::MappingKeyNotAllowed | K::InvalidColonPlacement => {
            yaml("a `key: value` is not expected here", Some(QUOTE_HELP))
        }
        K::UnexpectedCharacter { .. } => yaml("", Some(QUOTE_HELP)),
        K::ExpectedDocumentStart => {
            yaml("this line belongs to nothing above it", Some(INDENT_HELP))
        }
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidUnicodeEscape => yaml(
            "a `\\` in double quotes starts an escape, and this is none",
            Some("write `\\\\` for the sign itself"),
        ),
        K::BomInsideDocument => {
            yaml("a byte-order mark stands in the middle of the file", Some("delete it"))
        }
        _ => yaml("this is no YAML", Some(QUOTE_HELP)),
    }
}
