//! Below the canvas: the ladder, the lamp lanes, the checks.

mod axis;
mod branches;
mod checks;
mod ladder;
mod ladder_row;
mod ladder_table;
mod ladder_tools;
mod lane;
mod lanes;
mod matrix;
mod timers;
mod yaml;

use std::rc::Rc;

use lampfield_markup::html;
use yew::prelude::*;

use super::{Tab, Tabs};
use crate::hooks::Intent;
use crate::messages as t;
use crate::state::{Action, BottomTab, Workbench};

pub(crate) use ladder_row::fate;

use branches::Branches;
use checks::Checks;
use ladder::Ladder;
use ladder_tools::LadderTools;
use lanes::Lanes;
use matrix::Matrix;
use timers::Timers;
use yaml::Yaml;

/// The tabs, from the left.
const TABS: [BottomTab; 7] = [
    BottomTab::Ladder,
    BottomTab::Lamps,
    BottomTab::Checks,
    BottomTab::Yaml,
    BottomTab::Timers,
    BottomTab::Branches,
    BottomTab::Matrix,
];

/// The pane.
#[derive(Clone, Properties)]
pub struct BottomProps {
    /// The state.
    pub bench: Rc<Workbench>,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

impl PartialEq for BottomProps {
    /// Of the state only what is shown here counts: in the ladder the clock is not, and it moves in
    /// every frame.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.bench, &*other.bench);
        let same = a.bottom == b.bottom
            && a.ladder == b.ladder
            && a.selection == b.selection
            && a.time == b.time
            && a.run.head.branches == b.run.head.branches
            && a.run.head.checks_total == b.run.head.checks_total
            && a.run.head.checks_passed == b.run.head.checks_passed
            && a.learn == b.learn
            && a.writing.draft == b.writing.draft;
        let same_run =
            || a.run == b.run && a.lanes == b.lanes && a.lens == b.lens && a.outcomes == b.outcomes;
        let same_text = || a.writing == b.writing && a.source == b.source;
        let shown = match a.bottom {
            BottomTab::Ladder => true,
            BottomTab::Yaml => same_text(),
            _ => same_run(),
        };
        same && self.emit == other.emit && shown
    }
}

/// See the module.
#[component]
pub fn Bottom(props: &BottomProps) -> Html {
    let (bench, emit) = (&props.bench, &props.emit);
    let head = &bench.run.head;
    let tab =
        |id, label: &'static str, note: String| Tab { id, label: label.into(), note: note.into() };
    let checks = match head.checks_total {
        0 => String::new(),
        total => format!("{}/{total}", head.checks_passed),
    };
    let tabs = TABS.iter().map(|shown| match shown {
        BottomTab::Ladder => tab("ladder", t::TAB_LADDER, String::new()),
        BottomTab::Lamps => tab("lamps", t::TAB_LAMPS, String::new()),
        BottomTab::Checks => tab("checks", t::TAB_CHECKS, checks.clone()),
        BottomTab::Yaml => {
            let typed = if bench.writing.draft.is_some() { "*" } else { "" };
            tab("yaml", t::TAB_YAML, typed.to_owned())
        }
        BottomTab::Branches => tab("branches", t::TAB_BRANCHES, some(head.branches)),
        BottomTab::Timers => tab("timers", t::TAB_TIMERS, String::new()),
        BottomTab::Matrix => tab("matrix", t::TAB_MATRIX, String::new()),
    });
    let tabs: Vec<Tab> = tabs.collect();
    let chosen = TABS.iter().position(|tab| *tab == bench.bottom).unwrap_or_default();
    let on_choose =
        emit.reform(|i: usize| Action::Bottom(TABS.get(i).copied().unwrap_or_default()).into());
    let id = tabs.get(chosen).map_or("", |tab| tab.id);
    html! {
        <section class="bottom" aria-label={t::BOTTOM}>
            <div class="bar">
                <Tabs label={t::BOTTOM} {tabs} {chosen} {on_choose} />
                if bench.bottom == BottomTab::Ladder {
                    <LadderTools filter={bench.ladder.filter.clone()} table={bench.ladder.table}
                        total={bench.ladder.view.total} emit={emit.clone()} />
                }
            </div>
            <div class="pane" role="tabpanel" id={format!("{id}-panel")} aria-labelledby={id}>
                { view_pane(bench, emit) }
            </div>
        </section>
    }
}

/// A number where there is one.
fn some(n: u32) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

fn view_pane(bench: &Workbench, emit: &Callback<Intent>) -> Html {
    let emit = emit.clone();
    match bench.bottom {
        BottomTab::Ladder => html! {
            <Ladder ladder={bench.ladder.clone()} selected={bench.selection.event()} {emit} />
        },
        BottomTab::Lamps => html! {
            <Lanes lanes={bench.lanes.clone()} lens={bench.lens} now_us={bench.run.now_us}
                reached_us={bench.run.head.reached_us.max(bench.run.now_us)}
                horizon_us={bench.run.horizon_us()} {emit} legend={t::LEGEND_LAG}
                selected={bench.selection.lamp().map(|s| AttrValue::from(s.to_owned()))} />
        },
        BottomTab::Checks => html! {
            <Checks outcomes={bench.outcomes.clone()} acted={bench.run.head.acted}
                now_us={bench.run.now_us} {emit} />
        },
        BottomTab::Yaml => html! {
            <Yaml writing={bench.writing.clone()} source={bench.source.clone()} {emit} />
        },
        BottomTab::Branches => html! {
            <Branches time={bench.time.clone()} run={bench.run.clone()} lens={bench.lens} {emit}
                selected={bench.selection.lamp().map(|s| AttrValue::from(s.to_owned()))} />
        },
        BottomTab::Timers => html! {
            <Timers view={bench.time.timers.clone()} {emit}
                selected={bench.selection.lamp().map(|s| AttrValue::from(s.to_owned()))} />
        },
        BottomTab::Matrix if bench.learn.asks() || bench.learn.hides() => {
            html! { <p class="empty">{ t::MATRIX_HUSHED }</p> }
        }
        BottomTab::Matrix => html! { <Matrix view={bench.time.matrix.clone()} {emit} /> },
    }
}
