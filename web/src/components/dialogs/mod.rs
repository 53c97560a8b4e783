//! What lies over the page.

mod gallery;
mod help;
mod share;

use std::rc::Rc;

use lampfield_markup::html;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::{Icon, Mark, learn};
use crate::hooks::{End, Intent, On, use_change_until, use_element};
use crate::messages as t;
use crate::state::{Action, Dialog, Workbench};

use gallery::Gallery;
use help::Help;
use share::Share;

/// The dialog that is open.
#[derive(Clone, Properties)]
pub struct DialogsProps {
    /// The state.
    pub bench: Rc<Workbench>,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

impl PartialEq for DialogsProps {
    /// While none is open, nothing else counts.
    fn eq(&self, other: &Self) -> bool {
        let none = self.bench.dialog.is_none() && other.bench.dialog.is_none();
        self.emit == other.emit && (none || *self.bench == *other.bench)
    }
}

/// See the module.
#[component]
pub fn Dialogs(props: &DialogsProps) -> Html {
    let (bench, emit) = (&props.bench, props.emit.clone());
    let on_close = emit.reform(|()| Action::Dialog(None).into());
    match bench.dialog {
        None => Html::default(),
        Some(Dialog::Gallery) => html! {
            <Modal key="gallery" title={t::GALLERY} {on_close}>
                <Gallery items={bench.gallery.clone()} chosen={bench.source.path.clone()} {emit} />
            </Modal>
        },
        Some(Dialog::Share) => html! {
            <Modal key="share" title={t::SHARE_TITLE} {on_close}>
                <Share moment={bench.moment()} name={bench.run.head.name.clone()} {emit} />
            </Modal>
        },
        Some(Dialog::Help) => html! {
            <Modal key="help" title={t::HELP_TITLE} {on_close}>
                <Help prefs={bench.prefs} {emit} />
            </Modal>
        },
        Some(Dialog::Sheet) => html! {
            <Modal key="sheet" title={t::WORKSHEET} {on_close}>
                { learn::sheet::view(&bench.learn.sheet) }
            </Modal>
        },
    }
}

/// A dialog.
#[derive(Clone, Properties)]
pub struct ModalProps {
    /// Its title.
    pub title: AttrValue,
    /// It was closed.
    pub on_close: Callback<()>,
    /// What is in it.
    pub children: Html,
}

impl PartialEq for ModalProps {
    /// What is in it is compared part by part, once it is drawn.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The browser's own modal dialog: it holds the focus, gives it back, and closes on Escape.
#[component]
pub fn Modal(props: &ModalProps) -> Html {
    let node = use_element();
    {
        let node = node.clone();
        let act = move || {
            let dialog = node.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // Fails only where it is open already.
                let _ = dialog.show_modal();
            }
            let end = move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            };
            Box::new(end) as End
        };
        use_change_until(On::new(()), Box::new(act));
    }
    let onclose = props.on_close.reform(|_: Event| ());
    // A click on the dialog itself is one on its backdrop: what is in it fills it.
    let onclick = {
        let (node, close) = (node.clone(), props.on_close.clone());
        Callback::from(move |event: MouseEvent| {
            let target = event.target_dyn_into::<HtmlDialogElement>();
            if target.is_some() && target == node.cast() {
                close.emit(());
            }
        })
    };
    html! {
        <dialog ref={node} class="modal" aria-label={props.title.clone()} {onclose} {onclick}>
            <div class="modal-body">
                <header>
                    <h2>{ props.title.clone() }</h2>
                    <button type="button" class="quiet" aria-label={t::CLOSE} title={t::CLOSE}
                        onclick={props.on_close.reform(|_| ())}><Icon mark={Mark::Close} /></button>
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
