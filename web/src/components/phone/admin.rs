//! What an administrator does with a phone, and who logs in on it.

use yew::prelude::*;

use crate::components::inspector::value_of;
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::{Action, Place};
use crate::types::{LineView, PhoneView};

/// The name of a line: `1111 in Office`.
pub(crate) fn line_name(line: &LineView) -> String {
    let mut name = line.number.clone();
    if !line.partition.is_empty() {
        name.push_str(" in ");
        name.push_str(&line.partition);
    }
    name
}

/// The row below a phone.
pub(super) fn view_admin(phone: &PhoneView, emit: &Callback<Intent>) -> Html {
    let name = &phone.name;
    let place = Place::of("", "phones", Some(name));
    let configure = say(emit, Action::Configure(place));
    let mut said = name.clone();
    said.push_str(" is reset");
    let reset = say(emit, Intent::Act(said));
    html! {
        <div class="admin">
            <button type="button" class="button" aria-label={t::configure_phone(name)}
                onclick={configure}>{ t::TAB_CONFIGURE }</button>
            if phone.waits { <span class="waits">{ t::WAITS }</span> }
            if !phone.model.starts_with("H.323") {
                <span class="slot" draggable="true" data-drag="0" title={t::DRAG_HINT}>{ t::SLOT }</span>
            }
            <button type="button" class="button" aria-label={t::reset_phone(name)}
                onclick={reset}>{ t::RESET }</button>
            if !phone.users.is_empty() { { view_users(phone, emit) } }
        </div>
    }
}

fn view_users(phone: &PhoneView, emit: &Callback<Intent>) -> Html {
    let (emit, name) = (emit.clone(), phone.name.clone());
    let onchange = Callback::from(move |event: Event| {
        let user = value_of(&event);
        let verb = if user.is_empty() { " logs out" } else { " logs in as " };
        let mut said = name.clone();
        said.push_str(verb);
        said.push_str(&user);
        emit.emit(Intent::Act(said));
    });
    html! {
        <select aria-label={t::logged_in(&phone.name)} {onchange}>
            <option value="" selected={phone.user.is_empty()}>{ t::NOBODY }</option>
            { for phone.users.iter().map(|user| html! {
                <option value={user.clone()} selected={*user == phone.user}>{ user.clone() }</option>
            }) }
        </select>
    }
}
