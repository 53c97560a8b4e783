//! A link to this moment.

use lampfield_markup::html;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::{Intent, On, browser, save_picture, say, use_change, use_kept};
use crate::messages as t;
use crate::share::{LONG_LINK, to_hash};
use crate::state::Moment;

/// The parts of the page that can be a picture: what finds them, their names in a file and in words.
const PICTURES: [(&str, &str, &str); 2] =
    [(".field", "canvas", t::PICTURE_CANVAS), (".bottom > .pane", "pane", t::PICTURE_PANE)];

/// What to share.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ShareProps {
    /// The moment.
    pub(super) moment: Moment,
    /// The scenario's name.
    pub(super) name: AttrValue,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module. The moment is the one at which the dialog was opened, even if time runs on.
#[component]
pub(super) fn Share(props: &ShareProps) -> Html {
    let link = use_kept(String::new);
    {
        let (link, moment) = (link.clone(), props.moment.clone());
        let act = move || {
            wasm_bindgen_futures::spawn_local(async move {
                let hash = to_hash(&moment).await;
                browser::set_hash(&hash);
                link.set(browser::base_address() + &hash);
            });
        };
        use_change(On::new(()), Box::new(act));
    }
    let link = (*link).clone();
    let markdown = format!(
        "[{}]({link})\n\n```yaml\n{}\n```\n",
        props.name,
        props.moment.source.text.trim_end()
    );
    let copy = |text: String| say(&props.emit, Intent::Copy(text));
    html! {
        <div class="share">
            <p class="about">{ t::SHARE_ABOUT }</p>
            <label>
                <span>{ t::SHARE_LINK }</span>
                <input type="text" readonly=true value={link.clone()} onfocus={select_all} />
            </label>
            if link.len() > LONG_LINK { <p class="long">{ t::SHARE_LONG }</p> }
            <div class="buttons">
                <button type="button" class="button primary" onclick={copy(link.clone())}>
                    <Icon mark={Mark::Copy} />{ t::COPY_LINK }
                </button>
                <button type="button" class="button" onclick={copy(markdown)}>{ t::COPY_MARKDOWN }</button>
                <button type="button" class="button" onclick={say(&props.emit, Intent::Save)}>
                    <Icon mark={Mark::Save} />{ t::SAVE }
                </button>
            </div>
            <h3>{ t::SHARE_PICTURES }</h3>
            <div class="buttons">{ for PICTURES.iter().map(|picture| view_picture(props, picture)) }</div>
        </div>
    }
}

/// A part of the page as a drawing and as an image.
fn view_picture(props: &ShareProps, &(find, end, words): &(&'static str, &str, &str)) -> Html {
    let file = props.moment.source.file_name();
    let name = file.strip_suffix(".yaml").unwrap_or(file).to_owned() + "-" + end;
    let button = |kind: &'static str| {
        let (emit, name) = (props.emit.clone(), name.clone());
        let png = kind == "PNG";
        let onclick = Callback::from(move |_: MouseEvent| {
            save_picture(find, name.clone(), png, emit.clone())
        });
        html! { <button type="button" class="button" {onclick}>{ t::picture_of(words, kind) }</button> }
    };
    html! { <>{ button("PNG") }{ button("SVG") }</> }
}

fn select_all(event: FocusEvent) {
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        input.select();
    }
}
