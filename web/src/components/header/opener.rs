//! Opens a file of the user.

use lampfield_markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::tool;
use crate::components::Mark;
use crate::hooks::{Intent, browser, read_file};
use crate::messages as t;

/// The opener.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct OpenerProps {
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module. The input is hidden, a button clicks it: the browser's own control cannot be
/// given our words.
#[component]
pub(super) fn Opener(props: &OpenerProps) -> Html {
    let emit = props.emit.clone();
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read_file(file, emit.clone());
        }
        // So that the same file can be opened again after an edit.
        input.set_value("");
    });
    html! {<>
        <input id="open-file" type="file" accept=".yaml,.yml,.jsonl,text/yaml" hidden=true
            aria-label={t::OPEN_HINT} {onchange} />
        { tool(Mark::Open, t::OPEN, t::OPEN_HINT, Callback::from(|_| browser::click("open-file"))) }
    </>}
}
