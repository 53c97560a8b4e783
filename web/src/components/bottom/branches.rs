//! The branches of the run, and what differs between one of them and the run.

use lampfield_markup::html;
use yew::prelude::*;

use super::lane::value_word;
use super::lanes::Lanes;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::{Action, Lens, Run, Shared, TimeState, clock};
use crate::types::{BranchView, CompareView, LaneView};

/// So many lamps that differ now are told in words.
const TOLD: usize = 6;

/// The branches.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct BranchesProps {
    /// The branches, and the comparison.
    pub(super) time: TimeState,
    /// The run.
    pub(super) run: Run,
    /// What is seen of it; all where none is set.
    pub(super) lens: Option<Lens>,
    /// The lamp that is looked at.
    pub(super) selected: Option<AttrValue>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Branches(props: &BranchesProps) -> Html {
    let Some(compare) = props.time.comparison() else {
        return html! { <p class="empty">{ t::BRANCHES_EMPTY }</p> };
    };
    let run = &props.run;
    html! {
        <div class="branches">
            <ul class="branch-list" aria-label={t::BRANCHES}>
                { for props.time.branches.branches.iter().rev().map(|branch| {
                    view_branch(branch, branch.number == compare.number, &props.emit)
                }) }
            </ul>
            <div class="compare">
                { view_first(compare, &props.emit) }
                { view_now(&props.time.lanes) }
                <dl class="own-acts">
                    { view_acts(t::ONLY_HERE, &compare.here) }
                    { view_acts(t::ONLY_THERE, &compare.there) }
                </dl>
                <p class="about">{ t::lamps_alike(compare.same, compare.more) }</p>
                if !props.time.lanes.is_empty() {
                    <Lanes lanes={props.time.lanes.clone()} lens={props.lens} now_us={run.now_us}
                        reached_us={run.now_us} horizon_us={run.horizon_us()}
                        legend={t::LEGEND_COMPARE} selected={props.selected.clone()}
                        emit={props.emit.clone()} />
                }
            </div>
        </div>
    }
}

fn view_branch(branch: &BranchView, compared: bool, emit: &Callback<Intent>) -> Html {
    let number = branch.number;
    let name = name(branch);
    html! {
        <li key={number.to_string()}>
            <button type="button" class="branch-name" aria-pressed={compared.to_string()}
                onclick={say(emit, Action::Compare(number))}>
                <b>{ name.clone() }</b><span>{ t::up_to(&clock(branch.reached_us)) }</span>
            </button>
            <button type="button" class="button" aria-label={t::go_over_to(&name)}
                onclick={say(emit, Intent::Switch(number))}>{ t::GO_OVER }</button>
            <button type="button" class="quiet" aria-label={t::delete_branch(&name)} title={t::DELETE_BRANCH}
                onclick={say(emit, Intent::Forget(number))}><Icon mark={Mark::Close} /></button>
        </li>
    }
}

/// What a branch is called: by what the user did in it first and not here.
fn name(branch: &BranchView) -> String {
    let (at, sentence) = &branch.act;
    match (branch.acts, branch.without) {
        (0, _) => t::FILES_OWN.to_owned(),
        (_, true) if sentence.is_empty() => t::AS_HERE.to_owned(),
        (_, true) => t::without(&clock(*at), sentence),
        (_, false) => t::with(&clock(*at), sentence),
    }
}

fn view_first(compare: &CompareView, emit: &Callback<Intent>) -> Html {
    let at = compare.first_us;
    if at < 0 {
        return html! { <p class="first">{ t::NO_DIFFERENCE }</p> };
    }
    html! {
        <p class="first">
            { t::FIRST_DIFFERENCE }
            <button type="button" class="button" onclick={say(emit, Intent::Seek(at))}>{ clock(at) }</button>
        </p>
    }
}

/// What differs at this moment: both rows of a lane end now.
fn view_now(lanes: &[Shared<LaneView>]) -> Html {
    let last = |lane: &LaneView, row: usize| {
        let span = lane.rows.get(row).and_then(|row| row.spans.last());
        value_word(span.map_or("dark", |span| &span.value))
    };
    let words = lanes.iter().filter_map(|lane| {
        let (here, there) = (last(lane, 0), last(lane, 1));
        (here != there).then(|| t::differs(&lane.subject, here, there))
    });
    let words: Vec<String> = words.collect();
    let more = words.len().saturating_sub(TOLD);
    html! {
        if !words.is_empty() {
            <ul class="differ-now">
                { for words.into_iter().take(TOLD).map(|words| html! { <li>{ words }</li> }) }
                if more > 0 { <li>{ t::and_more(more) }</li> }
            </ul>
        }
    }
}

fn view_acts(title: &'static str, acts: &[(i64, String)]) -> Html {
    html! {
        if !acts.is_empty() {
            <div>
                <dt>{ title }</dt>
                { for acts.iter().take(TOLD).map(|(at, sentence)| html! {
                    <dd><time>{ clock(*at) }</time>{ sentence.clone() }</dd>
                }) }
                if acts.len() > TOLD { <dd>{ t::and_more(acts.len() - TOLD) }</dd> }
            </div>
        }
    }
}
