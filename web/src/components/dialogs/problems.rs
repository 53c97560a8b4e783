//! What is wrong with a file: every mistake at once, in the words of the command line.

use yew::prelude::*;

use crate::messages as t;
use crate::state::Shared;
use crate::types::ProblemView;

/// The mistakes.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ProblemsProps {
    /// The file's name and what is wrong with it.
    pub(super) problems: Shared<(String, Vec<ProblemView>)>,
    /// Whether a run from before stands.
    pub(super) stands: bool,
}

/// See the module.
#[component]
pub(super) fn Problems(props: &ProblemsProps) -> Html {
    html! {
        <div class="problems">
            <p class="about">{ if props.stands { t::PROBLEMS_KEPT } else { t::PROBLEMS_NONE_BEFORE } }</p>
            { for props.problems.1.iter().map(|problem| html! {
                <pre tabindex="0">{ problem.rendered.trim_end().to_owned() }</pre>
            }) }
        </div>
    }
}
