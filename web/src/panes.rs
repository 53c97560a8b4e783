//! Which of its panes the page has.
//!
//! The page as it is shipped may weigh 600 kB over the wire, page and worker together. What does not
//! fit stands behind these constants until there is room for it: the whole page has it (`cargo xtask
//! page --whole`, and every build for work), and all of it is tested there. docs/benchmarks/page.md
//! has what each weighs.

/// Whether this is a whole page. A lean one is what is shipped.
const WHOLE: bool = !cfg!(lean);

/// Forms, lists and the palette: what an administrator does.
pub const BUILD: bool = WHOLE;
/// The text beside the canvas, undo and redo, new clusters.
pub const WRITE: bool = WHOLE;
/// Lessons, tickets, worksheets, the nine steps.
pub const LEARN: bool = WHOLE;
/// Branches, lost messages, faults, who may watch whom.
pub const TIME: bool = WHOLE;
