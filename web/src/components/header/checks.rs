//! How many of the file's checks hold, or that the run is the user's by now.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::markup::classes;
use crate::messages as t;
use crate::state::{Action, BottomTab, Shared};
use crate::types::Snapshot;

/// The run.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChecksPillProps {
    /// Its counts.
    pub(super) head: Shared<Snapshot>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn ChecksPill(props: &ChecksPillProps) -> Html {
    let head = &props.head;
    if head.version == 0 {
        return Html::default();
    }
    if head.acted {
        return html! {
            <button type="button" class="pill yours" title={t::YOURS_HINT}
                onclick={say(&props.emit, Intent::Reload(None))}>
                <Icon mark={Mark::Hand} />{ t::YOURS }<Icon mark={Mark::Replay} />
            </button>
        };
    }
    let (look, mark, words) = match (head.checks_total, head.checks_failed) {
        (0, _) => ("none", Mark::Dash, t::NO_CHECKS.to_owned()),
        (total, 0) if head.checks_passed < total => {
            ("open", Mark::Dots, t::checks_ok(head.checks_passed, total))
        }
        (total, 0) => ("ok", Mark::Check, t::checks_ok(head.checks_passed, total)),
        (total, failed) => ("failed", Mark::Cross, t::checks_failed(failed, total)),
    };
    let show = say(&props.emit, Action::Bottom(BottomTab::Checks));
    html! {
        <button type="button" class={classes(&["pill", look])} title={t::CHECKS_HINT} onclick={show}>
            <Icon {mark} />{ words }
        </button>
    }
}
