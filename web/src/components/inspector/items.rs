//! What stands on the buttons of a phone or profile, and what stands on none (ADMIN-3).

use lampfield_markup::html;
use yew::prelude::*;

use super::configure::go;
use super::why::rule_link;
use crate::hooks::Intent;
use crate::messages as t;
use crate::state::Place;
use crate::types::FormView;

/// Both panes. What adds a BLF/SpeedDial stands in the one where the next would.
pub(super) fn view_items(form: &FormView, emit: &Callback<Intent>, add: Html) -> Html {
    let (here, there) =
        if form.takes_blf { (add, Html::default()) } else { (Html::default(), add) };
    let item = |(item, line): &(String, String)| {
        let place = Place::of(&form.cluster, "directory_numbers", Some(line));
        html! { <li>{ if line.is_empty() { item.into() } else { go(item.clone(), place, emit) } }</li> }
    };
    html! {
        <>
            if !form.buttons.is_empty() {
                <h3>{ t::ASSOCIATED }</h3>
                <ul class="items">{ for form.buttons.iter().map(item) }</ul>
                { here }
            }
            if !form.takes_blf || !form.unassigned.is_empty() {
                <h3>{ t::UNASSIGNED }{ " " }{ rule_link("ADMIN-3", emit) }</h3>
                <ul class="items">{ for form.unassigned.iter().map(|item| html! { <li>{ item.clone() }</li> }) }</ul>
                { there }
            }
        </>
    }
}
