//! The form of an object: the same for every kind, as rows of cells.

use lampfield_markup::html;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::configure::reset_button;
use super::items::view_items;
use super::relations;
use crate::engine::build::{OUTSIDE, sentence};
use crate::hooks::{Intent, On, browser, use_change, use_kept};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Place, Shared};
use crate::types::{ColumnView, FieldView, FormView};

/// The id of the setting that one came for.
const FOCUSED: &str = "focused-field";

/// A form.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FormProps {
    /// What is saved.
    pub(super) form: Shared<FormView>,
    /// The word of the setting to stand at; empty for none.
    pub(super) field: String,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// What stands in an element of a form.
pub(crate) fn value_of(event: &Event) -> String {
    let target = event.target();
    let input = target.as_ref().and_then(|t| t.dyn_ref::<HtmlInputElement>());
    let select = target.as_ref().and_then(|t| t.dyn_ref::<HtmlSelectElement>());
    let value = input.map(HtmlInputElement::value).or(select.map(HtmlSelectElement::value));
    value.unwrap_or_default()
}

/// What an element of the form is about: `what.field.row.column`.
fn about(event: &Event) -> Option<(String, [usize; 3])> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let element = element.closest("[data-at]").ok()??;
    let at = element.get_attribute("data-at")?;
    let mut parts = at.split('.');
    let what = parts.next()?.to_owned();
    let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or_default();
    Some((what, [number(), number(), number()]))
}

/// See the module.
#[component]
pub(super) fn Form(props: &FormProps) -> Html {
    let form = &props.form;
    let draft = use_kept(|| Shared::new(relations::begun(&form.fields)));
    let name = use_kept(|| form.name.clone());
    let asking = use_kept(|| false);
    {
        let (draft, name, asking) = (draft.clone(), name.clone(), asking.clone());
        let form = form.clone();
        let on = On::new(form.clone());
        let act = move || {
            draft.set(Shared::new(relations::begun(&form.fields)));
            name.set(form.name.clone());
            asking.set(false);
        };
        use_change(on, Box::new(act));
    }
    let on = On::new(([&*form.menu, &form.title].concat(), props.field.clone()));
    use_change(on, Box::new(|| browser::focus(FOCUSED)));
    let onchange = {
        let (draft, name) = (draft.clone(), name.clone());
        Callback::from(move |event: Event| match about(&event) {
            Some((what, _)) if what == "name" => name.set(value_of(&event)),
            Some((what, at)) => {
                let mut fields = (**draft.now()).clone();
                match what.as_str() {
                    "pick" => relations::pick(&mut fields, at),
                    _ => write(&mut fields, at, value_of(&event)),
                }
                draft.set(Shared::new(fields));
            }
            None => {}
        })
    };
    let onclick = {
        let (form, emit, asking) = (form.clone(), props.emit.clone(), asking.clone());
        let (draft, name) = (draft.clone(), (*name).clone());
        Callback::from(move |event: MouseEvent| {
            let Some((what, at)) = about(&event) else { return };
            match what.as_str() {
                "add" | "out" | "up" => {
                    let mut fields = (**draft.now()).clone();
                    reshape(&mut fields, &what, at);
                    draft.set(Shared::new(fields));
                }
                "ask" => asking.set(true),
                "cancel" => asking.set(false),
                what => {
                    if let Some(intent) = intent(what, &form, &draft.now(), name.trim()) {
                        emit.emit(intent);
                    }
                }
            }
        })
    };
    html! {
        <form class="form" {onchange} {onclick} onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <h2>{ form.title.clone() }</h2>
            <p class="where">
                if !form.cluster.is_empty() { <b>{ form.cluster.clone() }</b>{ " " } }
                { form.menu.clone() }
            </p>
            { view_name(form, &name, *asking, &props.emit) }
            { for form.notes.iter().map(|note| html! { <p class="waits">{ note.clone() }</p> }) }
            { for draft.iter().enumerate().map(|(i, field)| view_field(props, i, field)) }
            <div class="doing">{ button("save", t::SAVE_FORM, "button primary") }</div>
            { view_users(form) }
        </form>
    }
}

fn button(at: &str, words: &'static str, class: &'static str) -> Html {
    html! { <button type="button" {class} data-at={at.to_owned()}>{ words }</button> }
}

fn view_name(form: &FormView, name: &str, asking: bool, emit: &Callback<Intent>) -> Html {
    if !form.named {
        return Html::default();
    }
    let old = !form.name.is_empty();
    html! {
        <>
            <label class="form-part"><span>{ t::NEW_NAME }</span>
                <input data-at="name" value={name.to_owned()} /></label>
            if old {
                <div class="doing">
                    { button("rename", t::RENAME, "button") }{ button("copy", t::COPY_OBJECT, "button") }
                    if asking {
                        <span>{ t::DELETE_ASK }</span>
                        { button("delete", t::DELETE, "button primary") }{ button("cancel", t::CANCEL, "button") }
                    } else {
                        { button("ask", t::DELETE, "button") }
                    }
                    if form.resets { { reset_button(&form.cluster, &form.name, emit) } }
                </div>
            }
        </>
    }
}

fn view_users(form: &FormView) -> Html {
    if !form.named || form.name.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ t::USED_BY }</h3>
            if form.users.is_empty() { <p class="about">{ t::USED_BY_NOBODY }</p> }
            <ul>{ for form.users.iter().map(|user| html! { <li>{ user.clone() }</li> }) }</ul>
        </>
    }
}

fn view_field(props: &FormProps, i: usize, field: &FieldView) -> Html {
    let focused = field.word == props.field;
    let many = matches!(field.shape.as_str(), "list" | "blf" | "pairs" | "phones");
    let mut help = field.help.clone();
    if !field.acts.is_empty() {
        help.push_str(" Acts ");
        help.push_str(&field.acts);
        help.push('.');
    }
    let (blf, relations) = (field.shape == "blf", field.shape == "relations");
    let rows = if relations { &[][..] } else { &field.rows };
    let add = html! {
        <button type="button" class="button" data-at={format!("add.{i}")}
            aria-label={format!("{}: {}", if blf { t::ADD_BLF } else { t::ADD_ROW }, field.word)}>
            { if blf { t::ADD_BLF } else { "+" } }</button>
    };
    html! {
        <fieldset id={focused.then_some(FOCUSED)} tabindex={focused.then_some("-1")}
            class={classes(&["setting", when(focused, "focused")])} data-key={field.key.clone()}>
            <legend>{ field.word.clone() }{ if field.required { " *" } else { "" } }</legend>
            if !field.active.is_empty() { <p class="waits">{ t::active_value(&field.active) }</p> }
            if relations { { relations::view(&props.form, i, field) } }
            { for rows.iter().enumerate().map(|(row, cells)| html! {
                <div key={row} class="cells">
                    { for field.columns.iter().enumerate().map(|(column, head)| {
                        let value = cells.get(column).map_or("", String::as_str);
                        view_cell(&format!("cell.{i}.{row}.{column}"), head, value,
                            t::cell_name(&field.word, row, &head.word))
                    }) }
                    if many {
                        <button type="button" class="quiet" aria-label={t::cell_name(t::UP, row, &field.word)}
                            data-at={format!("up.{i}.{row}")}>{ "↑" }</button>
                        <button type="button" class="quiet" aria-label={t::cell_name(t::REMOVE, row, &field.word)}
                            data-at={format!("out.{i}.{row}")}>{ "×" }</button>
                    }
                </div>
            }) }
            if blf {
                { view_items(&props.form, &props.emit, add) }
            } else if many {
                { add }
            }
            if field.key == "buttons" { { view_items(&props.form, &props.emit, Html::default()) } }
            <p class="help-line">{ help }</p>
        </fieldset>
    }
}

pub(super) fn view_cell(at: &str, column: &ColumnView, value: &str, name: String) -> Html {
    let at = at.to_owned();
    let cell = if column.choices.is_empty() {
        html! { <input data-at={at} value={value.to_owned()} aria-label={name} autocomplete="off" /> }
    } else {
        // What is saved is offered too, whatever it is.
        let strange = !column.choices.iter().any(|(own, _)| own == value);
        let option = |own: &str, shown: &str| {
            html! { <option value={own.to_owned()} selected={own == value}>{ shown.to_owned() }</option> }
        };
        html! {
            <select data-at={at} aria-label={name}>
                if strange { { option(value, value) } }
                { for column.choices.iter().map(|(own, shown)| option(own, shown)) }
            </select>
        }
    };
    if column.word.is_empty() {
        return cell;
    }
    html! { <label class="form-part"><span>{ column.word.clone() }</span>{ cell }</label> }
}

fn write(fields: &mut [FieldView], [i, row, column]: [usize; 3], value: String) {
    let Some(field) = fields.get_mut(i) else { return };
    let Some(cells) = field.rows.get_mut(row) else { return };
    // A BLF/SpeedDial has a directory number or a destination, the one that was given last (ADMIN-5).
    if field.shape == "blf"
        && column < 2
        && !matches!(value.as_str(), "" | "None")
        && let Some(other) = cells.get_mut(1 - column)
    {
        other.clear();
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = value;
    }
}

fn reshape(fields: &mut [FieldView], what: &str, [i, row, _]: [usize; 3]) {
    let Some(field) = fields.get_mut(i) else { return };
    match what {
        "add" => {
            let first = |column: &ColumnView| {
                column.choices.first().map(|(value, _)| value.clone()).unwrap_or_default()
            };
            field.rows.push(field.columns.iter().map(first).collect());
        }
        "out" if row < field.rows.len() => drop(field.rows.remove(row)),
        "up" if row > 0 && row < field.rows.len() => field.rows.swap(row - 1, row),
        _ => {}
    }
}

/// What a button of the form wants.
fn intent(what: &str, form: &FormView, draft: &[FieldView], name: &str) -> Option<Intent> {
    let (cluster, table) = (form.cluster.as_str(), form.table.as_str());
    let there = |name: &str| Place::of(cluster, table, Some(name));
    match what {
        "save" => {
            let new = form.named && form.name.is_empty();
            let draft = relations::ended(draft);
            let saved = |field: &FieldView| form.fields.iter().find(|own| own.key == field.key);
            let changed = |field: &&FieldView| {
                let picked = field.shape == "relations" && field.rows.is_empty();
                saved(field).is_none_or(|own| own.rows != field.rows && !picked)
                    || new && field.required
            };
            let fields: Vec<&FieldView> = draft.iter().filter(changed).collect();
            if fields.is_empty() && !new {
                return None;
            }
            let own = if new { name } else { &form.name };
            let said = sentence::save(cluster, table, own, new, &fields);
            // What no act can change goes into the text.
            let outside = table == OUTSIDE;
            Some(if outside { Intent::Place(said) } else { Intent::Change(said, there(own)) })
        }
        "rename" | "copy" => Some(Intent::Change(
            sentence::renamed(cluster, what, table, &form.name, name),
            there(name),
        )),
        "delete" => {
            let said = sentence::delete(cluster, table, std::slice::from_ref(&form.name));
            Some(Intent::Change(said, Place::of(cluster, table, None)))
        }
        _ => None,
    }
}
