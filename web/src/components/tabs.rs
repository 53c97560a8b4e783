//! A row of tabs, after the pattern of the ARIA practices: arrows walk, the chosen one has the
//! focus.

use lampfield_markup::html;
use yew::prelude::*;

use crate::hooks::browser;

/// A tab.
#[derive(Clone, PartialEq)]
pub struct Tab {
    /// Its id in the document; its panel is `ID-panel`.
    pub id: &'static str,
    /// Its words.
    pub label: AttrValue,
    /// A number or a word after them; empty for none.
    pub note: AttrValue,
}

/// The row.
#[derive(Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// What the row is for.
    pub label: AttrValue,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// The chosen one, counted from 0.
    pub chosen: usize,
    /// Another one was chosen.
    pub on_choose: Callback<usize>,
}

/// See the module.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let count = props.tabs.len().max(1);
    let onkeydown = {
        let (tabs, chosen, choose) = (props.tabs.clone(), props.chosen, props.on_choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" => (chosen + 1) % count,
                "ArrowLeft" => (chosen + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            choose.emit(next);
            tabs.get(next).into_iter().for_each(|tab| browser::focus(tab.id));
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label.clone()} {onkeydown}>
            { for props.tabs.iter().enumerate().map(|(i, tab)| view_tab(props, i, tab)) }
        </div>
    }
}

fn view_tab(props: &TabsProps, i: usize, tab: &Tab) -> Html {
    let chosen = i == props.chosen;
    let onclick = props.on_choose.reform(move |_| i);
    html! {
        <button key={tab.id} id={tab.id} type="button" role="tab" class="tab" {onclick}
            aria-selected={chosen.to_string()} aria-controls={format!("{}-panel", tab.id)}
            tabindex={if chosen { "0" } else { "-1" }}>
            { tab.label.clone() }
            if !tab.note.is_empty() { <span class="tab-note">{ tab.note.clone() }</span> }
        </button>
    }
}
