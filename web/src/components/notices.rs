//! What the page has to tell beside the run, in words, where one sees it.

use lampfield_core::sorted::SortedMap;
use lampfield_markup::html;
use yew::prelude::*;

use super::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{Action, EngineState, Notice, NoticeKind};

/// What there is to tell.
#[derive(Clone, PartialEq, Properties)]
pub struct NoticesProps {
    /// Each of them.
    pub notices: SortedMap<NoticeKind, Notice>,
    /// Whether there is an engine.
    pub engine: EngineState,
    /// A limit that the run reached.
    pub limit: Option<AttrValue>,
    /// What the user wants.
    pub emit: Callback<Intent>,
}

/// See the module.
#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    html! {
        <div class="notices" aria-live="polite">
            if let EngineState::Failed(words) = &props.engine { { view_failed(words) } }
            if let Some(limit) = &props.limit {
                <p class="notice limit"><Icon mark={Mark::Warning} />{ limit.clone() }</p>
            }
            { for props.notices.values().map(|notice| view_notice(notice, &props.emit)) }
        </div>
    }
}

fn view_failed(words: &str) -> Html {
    html! {
        <p class="notice failed" role="alert">
            <Icon mark={Mark::Warning} />
            <span>{ words.to_owned() }</span>
            <a class="button" href="">{ t::RELOAD }</a>
        </p>
    }
}

fn view_notice(notice: &Notice, emit: &Callback<Intent>) -> Html {
    let kind = notice.kind;
    let dismiss = say(emit, Action::Dismiss(kind));
    let warns = !matches!(kind, NoticeKind::Done | NoticeKind::Resume);
    html! {
        <p key={format!("{kind:?}")} class={classes(&["notice", when(warns, "warns")])}>
            <Icon mark={if warns { Mark::Warning } else { Mark::Note }} />
            if let Some(offer) = &notice.offer {
                <span>{ t::RESUME_OFFER }{ " " }<b>{ notice.text.clone() }</b></span>
                <button type="button" class="button" onclick={
                    let offer = offer.clone();
                    say(emit, Intent::Resume(offer))
                }>{ t::RESUME_BUTTON }</button>
            } else {
                <span>{ notice.text.clone() }</span>
            }
            <button type="button" class="quiet" onclick={dismiss} aria-label={t::DISMISS}
                title={t::DISMISS}><Icon mark={Mark::Close} /></button>
        </p>
    }
}
