//! The soft keys under the display: what makes sense now, the likeliest first.

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::{Icon, Mark};
use crate::hooks::Intent;
use crate::messages as t;
use crate::state::Shared;
use crate::types::PhoneView;

/// The keys of a phone.
#[derive(Clone, Properties)]
pub(super) struct SoftKeysProps {
    /// The phone.
    pub(super) phone: Shared<PhoneView>,
    /// The number that its user most likely dials.
    pub(super) speed: Option<AttrValue>,
    /// Digits typed and not yet dialled.
    pub(super) typed: AttrValue,
    /// Whether the directory is open.
    pub(super) directory: bool,
    /// What was typed is dialled or dropped.
    pub(super) on_done: Callback<()>,
    /// Open the directory, or close it.
    pub(super) on_directory: Callback<()>,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

impl PartialEq for SoftKeysProps {
    /// Of the phone only what is shown here counts.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&*self.phone, &*other.phone);
        let same = self.phone == other.phone
            || a.name == b.name && a.verbs == b.verbs && a.lines == b.lines;
        same && self.speed == other.speed
            && self.typed == other.typed
            && self.directory == other.directory
            && self.on_done == other.on_done
            && self.on_directory == other.on_directory
            && self.emit == other.emit
    }
}

/// See the module.
#[component]
pub(super) fn SoftKeys(props: &SoftKeysProps) -> Html {
    let has = |verb: &str| props.phone.verbs.iter().any(|v| v == verb);
    let dials = has("dials") && waits_for_a_number(&props.phone);
    let act = |verb: &'static str, word: &'static str, look: &'static str| {
        has(verb).then(|| soft_key(props, verb, word.into(), look))
    };
    html! {
        <div class="soft-keys" role="group" aria-label={props.phone.name.clone()}>
            { for act("connects", t::PLUG_IN, "go") }
            { for act("answers", t::ANSWER, "go") }
            { for act("lifts", t::LIFT, "") }
            { for act("hangs up", t::HANG_UP, "stop") }
            { for act("holds", t::HOLD, "") }
            { for act("resumes", t::RESUME, "go") }
            if dials && !props.typed.is_empty() {
                { soft_key(props, &format!("dials {}", props.typed), t::call_number(&props.typed), "go") }
                { view_clear(props) }
            } else if dials {
                { for props.speed.iter().map(|number| {
                    soft_key(props, &format!("dials {number}"), t::call_number(number), "")
                }) }
                <button key="book" type="button" class="book" title={t::DIAL_OTHER} aria-expanded={props.directory.to_string()}
                    aria-label={t::do_on(t::DIAL_OTHER, &props.phone.name)}
                    onclick={props.on_directory.reform(|_| ())}><Icon mark={Mark::Book} /></button>
            } else if !props.typed.is_empty() {
                { view_clear(props) }
            }
        </div>
    }
}

fn soft_key(props: &SoftKeysProps, verb: &str, word: String, look: &'static str) -> Html {
    let name = &props.phone.name;
    let sentence = format!("{name} {verb}");
    let (emit, done) = (props.emit.clone(), props.on_done.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        emit.emit(Intent::Act(sentence.clone()));
        done.emit(());
    });
    html! {
        <button key={word.clone()} type="button" class={look} aria-label={t::do_on(&word, name)}
            {onclick}>{ word.clone() }</button>
    }
}

fn view_clear(props: &SoftKeysProps) -> Html {
    html! {
        <button key="clear" type="button" aria-label={t::do_on(t::CLEAR, &props.phone.name)}
            onclick={props.on_done.reform(|_| ())}>{ t::CLEAR }</button>
    }
}

/// Whether a number is what the phone waits for: on-hook, or with a dial tone. In a call one may
/// still dial by the keys, but it is not what one is offered.
fn waits_for_a_number(phone: &PhoneView) -> bool {
    let busy = |state: &str| !matches!(state, "on-hook" | "gone");
    phone.lines.iter().all(|line| !busy(&line.state) || line.hint == DIAL_TONE)
}

/// What the display says while a number is waited for.
const DIAL_TONE: &str = "dial tone";

/// Whom the user of a phone most likely calls: the target of its first BLF/SpeedDial, else the
/// first other number in the book.
#[must_use]
pub(crate) fn speed_number(phone: &PhoneView, book: &[(String, String)]) -> Option<AttrValue> {
    let listed = |target: &str| book.iter().any(|(number, _)| number == target);
    let watched = phone.keys.iter().map(|key| &key.target).find(|target| listed(target));
    let other = || book.iter().find(|(_, name)| *name != phone.name).map(|(number, _)| number);
    watched.or_else(other).map(|number| number.clone().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::KeyView;

    #[test]
    fn a_phone_offers_whom_it_watches_else_another_number_never_its_own() {
        let book = [("1000".to_owned(), "A".to_owned()), ("1111".to_owned(), "B".to_owned())];
        let key = |target: &str| KeyView { target: target.into(), ..KeyView::default() };
        let phone = |name: &str, keys: Vec<KeyView>| PhoneView {
            name: name.into(),
            keys: keys.into(),
            ..PhoneView::default()
        };
        for (phone, want) in [
            (phone("A", vec![key("1111")]), Some("1111")),
            (phone("A", vec![]), Some("1111")),
            (phone("B", vec![]), Some("1000")),
            (phone("A", vec![key("9999")]), Some("1111")),
        ] {
            assert_eq!(speed_number(&phone, &book).as_deref(), want);
        }
        assert_eq!(speed_number(&phone("A", vec![]), &book[..1]), None);
    }
}
