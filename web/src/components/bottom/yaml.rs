//! The scenario's text: what runs, with all that was done; and what the user makes of it.

use lampfield_core::scenario::{format, format_lesson, is_lesson};
use lampfield_markup::html;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::engine::in_words;
use crate::hooks::{Intent, browser};
use crate::messages as t;
use crate::state::{Action, Notice, NoticeKind, Shared, Source, Writing};
use crate::types::ProblemView;

/// The height of a line in CSS pixels; `yaml.css` says the same.
const LINE: i32 = 20;

/// The text.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct YamlProps {
    /// The document, and what is typed.
    pub(super) writing: Writing,
    /// The file that runs.
    pub(super) source: Shared<Source>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Yaml(props: &YamlProps) -> Html {
    let writing = &props.writing;
    let text = match &writing.draft {
        Some(draft) => &draft.text,
        None if writing.text.is_empty() => &props.source.text,
        None => &*writing.text,
    };
    let path = writing.draft.as_ref().map_or(&props.source.path, |draft| &draft.path);
    let problems = writing.problems.as_ref().map_or(&[][..], |all| all);
    html! {
        <div class="yaml">
            { view_bar(props, path, text) }
            <div class="yaml-text" id="yaml-scroll">
                <pre class="yaml-lines" aria-hidden="true">{ numbers(text) }</pre>
                { for problems.iter().filter(|one| one.line > 0).map(view_mark) }
                { view_field(&props.emit, path, text) }
            </div>
            if !problems.is_empty() {
                <ul class="yaml-problems" aria-label={t::YAML_PROBLEMS}>
                    { for problems.iter().map(view_problem) }
                </ul>
            }
        </div>
    }
}

/// What state it is in, and what can be done with it.
fn view_bar(props: &YamlProps, path: &str, text: &str) -> Html {
    let writing = &props.writing;
    let words = match (&writing.draft, &writing.problems) {
        (None, _) => t::YAML_SAME.to_owned(),
        (Some(_), None) => t::YAML_CHECKING.to_owned(),
        (Some(_), Some(all)) if all.is_empty() => t::YAML_GOOD.to_owned(),
        (Some(_), Some(all)) => t::mistakes(all.len()),
    };
    let button = |word: &'static str, hint: &'static str, intent: Intent| {
        let onclick = props.emit.reform(move |_: MouseEvent| intent.clone());
        html! { <button type="button" class="button" title={hint} {onclick}>{ word }</button> }
    };
    html! {
        <div class="yaml-bar">
            <span role="status">{ words }</span>
            if writing.draft.is_some() {
                { button(t::YAML_APPLY, t::YAML_APPLY_HINT, Intent::Apply) }
                { button(t::YAML_DISCARD, t::YAML_DISCARD_HINT, Action::Draft(None).into()) }
            }
            <button type="button" class="button" title={t::YAML_FORMAT_HINT}
                onclick={on_format(props, path)}>{ t::YAML_FORMAT }</button>
            { button(t::COPY, t::COPY, Intent::Copy(text.to_owned())) }
            { button(t::SAVE, t::SAVE_HINT, Intent::Save) }
        </div>
    }
}

/// Formats what stands in the field, as the command line does.
fn on_format(props: &YamlProps, path: &str) -> Callback<MouseEvent> {
    let (emit, path) = (props.emit.clone(), path.to_owned());
    Callback::from(move |_: MouseEvent| {
        let Some(field) = field() else { return };
        let text = field.value();
        let formatted =
            if is_lesson(&path) { format_lesson(&path, &text) } else { format(&path, &text) };
        let (kind, words) = match formatted {
            Ok(own) if own != text => return browser::type_over(&field, &own),
            Ok(_) => (NoticeKind::Done, t::YAML_FORMATTED.to_owned()),
            Err(all) => (NoticeKind::Refused, all.first().map(in_words).unwrap_or_default()),
        };
        emit.emit(Action::Tell(Notice::new(kind, words)).into());
    })
}

/// The field in which one types.
fn field() -> Option<HtmlTextAreaElement> {
    use wasm_bindgen::JsCast;
    browser::element("yaml-field")?.dyn_into().ok()
}

fn view_field(emit: &Callback<Intent>, path: &str, text: &str) -> Html {
    let oninput = {
        let path = path.to_owned();
        emit.reform(move |event: InputEvent| {
            let field: Option<HtmlTextAreaElement> = event.target_dyn_into();
            let text = field.map(|field| field.value()).unwrap_or_default();
            Action::Draft(Some(Box::new(Source::file(path.clone(), text)))).into()
        })
    };
    let onkeydown = {
        let emit = emit.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                emit.emit(Intent::Apply);
            }
            "Escape" => browser::focus("yaml"),
            _ => {}
        })
    };
    let lines = text.split('\n');
    let (rows, cols) =
        lines.fold((0, 0), |(n, wide), line| (n + 1, wide.max(line.chars().count())));
    html! {
        <textarea id="yaml-field" aria-label={t::YAML_TEXT} placeholder={t::YAML_PASTE} wrap="off"
            spellcheck="false" autocomplete="off" autocapitalize="off"
            rows={rows.to_string()} cols={(cols + 2).to_string()} value={text.to_owned()}
            {oninput} {onkeydown} />
    }
}

fn numbers(text: &str) -> String {
    let mut all = String::new();
    for n in 1..=text.split('\n').count() {
        all.push_str(&n.to_string());
        all.push('\n');
    }
    all
}

/// A mistake beside its line.
fn view_mark(problem: &ProblemView) -> Html {
    let line = problem.line;
    let top = (i32::try_from(line).unwrap_or(1) - 1) * LINE;
    let words = t::mark_of(line, &problem.message);
    html! {
        <button type="button" class="yaml-mark" style={["top:", &top.to_string(), "px"].concat()}
            title={words.clone()} aria-label={words} onclick={move |_| go_to(line)}>
            <Icon mark={Mark::Warning} />
        </button>
    }
}

/// A mistake as the command line prints it.
fn view_problem(problem: &ProblemView) -> Html {
    let line = problem.line;
    html! {
        <li><button type="button" onclick={move |_| go_to(line)}>
            <pre>{ problem.rendered.trim_end().to_owned() }</pre>
        </button></li>
    }
}

/// Puts the cursor onto a line, from 1, and shows it.
fn go_to(line: u32) {
    let Some(field) = field() else { return };
    let text = field.value();
    let before = text.split_inclusive('\n').take(line.saturating_sub(1) as usize);
    // The browser counts in units of UTF-16.
    let start: usize = before.map(|line| line.encode_utf16().count()).sum();
    let start = u32::try_from(start).unwrap_or(0);
    let _ = field.focus();
    let _ = field.set_selection_range(start, start);
    let scroll: Option<Element> = browser::element("yaml-scroll");
    if let Some(scroll) = scroll {
        let top = i32::try_from(line).unwrap_or(1) * LINE - scroll.client_height() / 2;
        scroll.set_scroll_top(top.max(0));
    }
}
