//! What an administrator does with a phone, and who logs in on it.

use lampfield_markup::html;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::inspector::value_of;
use crate::engine::build::sentence;
use crate::hooks::{Intent, use_element, use_kept};
use crate::messages as t;
use crate::state::{Action, Place, Shared};
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

/// What is open below the buttons.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Watch,
    Delete,
}

/// The row.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct AdminProps {
    /// The phone.
    pub(super) phone: Shared<PhoneView>,
    /// Numbers and the phones that have them.
    pub(super) book: Shared<Vec<(String, String)>>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// The row below a phone.
#[component]
pub(super) fn Admin(props: &AdminProps) -> Html {
    let (phone, emit) = (&props.phone, &props.emit);
    let open = use_kept(|| Open::Nothing);
    let opener = use_element();
    let place = Place::of(&phone.cluster, "phones", Some(phone.own_name()));
    let mut reset = phone.name.clone();
    reset.push_str(" is reset");
    let button = |name: String, words: &'static str, intent: Intent| {
        let onclick = emit.reform(move |_: MouseEvent| intent.clone());
        html! { <button type="button" class="button" aria-label={name} {onclick}>{ words }</button> }
    };
    let toggle = |name: String, words: &'static str, what: Open| {
        let (now, expanded) = (open.clone(), (*open == what).to_string());
        let onclick = Callback::from(move |_: MouseEvent| {
            now.set(if *now.now() == what { Open::Nothing } else { what });
        });
        // What closes gives the focus back to what opened it.
        let own = if *open == what { opener.clone() } else { NodeRef::default() };
        html! {
            <button type="button" class="button" ref={own} aria-label={name} aria-expanded={expanded}
                {onclick}>{ words }</button>
        }
    };
    let close = {
        let (open, opener) = (open.clone(), opener.clone());
        Callback::from(move |()| {
            if let Some(opener) = opener.cast::<HtmlElement>() {
                let _ = opener.focus();
            }
            open.set(Open::Nothing);
        })
    };
    let watches = !phone.model.starts_with("H.323");
    html! {
        <div class="admin">
            { button(t::configure_phone(&phone.name), t::TAB_CONFIGURE, Action::Configure(place).into()) }
            if watches {
                { toggle(t::watch_from(&phone.name), t::WATCH_FROM, Open::Watch) }
                <span class="slot" draggable="true" data-drag="0" title={t::DRAG_HINT}>{ t::SLOT }</span>
            }
            { button(t::reset_phone(&phone.name), t::RESET, Intent::Act(reset)) }
            { toggle(t::delete_phone(&phone.name), t::DELETE_FROM, Open::Delete) }
            if phone.waits { <span class="waits">{ t::WAITS }</span> }
            if !phone.users.is_empty() { { view_users(phone, emit) } }
            if *open == Open::Watch && watches { { view_lines(props, &close) } }
            if *open == Open::Delete { { view_question(props, &close) } }
        </div>
    }
}

/// The lines that the phone could watch.
fn view_lines(props: &AdminProps, close: &Callback<()>) -> Html {
    let own = &props.phone.name;
    let others = props.book.iter().filter(|(_, phone)| phone != own);
    let line = |(number, phone): &(String, String)| {
        let intent = Intent::Watch(own.clone(), 0, number.clone(), phone.clone());
        let (emit, close) = (props.emit.clone(), close.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            close.emit(());
            emit.emit(intent.clone());
        });
        html! {
            <li key={[number.as_str(), phone].join("/")}>
                <button type="button" class="button" {onclick}>
                    <b>{ number.clone() }</b>{ " " }<span>{ phone.clone() }</span>
                </button>
            </li>
        }
    };
    html! { <ul class="choices" aria-label={t::watch_from(own)}>{ for others.map(line) }</ul> }
}

/// The question before a deletion.
fn view_question(props: &AdminProps, close: &Callback<()>) -> Html {
    let phone = &props.phone;
    let said = sentence::delete(&phone.cluster, "phones", &[phone.own_name().to_owned()]);
    let on_delete = {
        let (emit, close) = (props.emit.clone(), close.clone());
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            emit.emit(Intent::Act(said.clone()));
        })
    };
    html! {
        <p class="choices">
            <span>{ t::DELETE_ASK }</span>
            <button type="button" class="button primary" onclick={on_delete}>{ t::DELETE }</button>
            <button type="button" class="button" onclick={close.reform(|_| ())}>{ t::CANCEL }</button>
        </p>
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
