//! A message as it stood on the wire, and why it was sent.

use lampfield_markup::html;
use yew::prelude::*;

use super::chain::Chain;
use super::why::Why;
use crate::components::{Icon, Mark};
use crate::hooks::{Intent, say};
use crate::messages as t;
use crate::state::Shared;
use crate::types::{MessageView, RowKind};

/// A message.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct RawProps {
    /// What there is to show.
    pub(super) message: Shared<MessageView>,
    /// Whether a learner is to make the change that helps.
    pub(super) learns: bool,
    /// What the user wants.
    pub(super) emit: Callback<Intent>,
}

/// See the module.
#[component]
pub(super) fn Raw(props: &RawProps) -> Html {
    let message = &props.message;
    let raw = message.raw.clone();
    let (row, event) = (&message.row, message.row.event);
    let copy = say(&props.emit, Intent::Copy(raw));
    html! {
        <article class="raw">
            <h2>{ message.row.label.clone() }</h2>
            if !message.meaning.is_empty() { <p class="headline">{ message.meaning.clone() }</p> }
            if row.kind == RowKind::Sip && row.lost.is_empty() && row.arrived_us > row.at_us {
                <button type="button" class="button" title={t::SKIP_HINT}
                    onclick={say(&props.emit, Intent::Skip(event))}>
                    <Icon mark={Mark::Fork} />{ t::IF_LOST }
                </button>
            }
            if !message.raw.is_empty() {
                <div class="bytes">
                    <button type="button" class="button copy" onclick={copy}><Icon mark={Mark::Copy} />{ t::COPY }</button>
                    { view_bytes(&message.raw) }
                </div>
            }
            if !message.causes.is_empty() {
                <h3>{ t::CAUSES }</h3>
                <Chain rows={message.causes.clone()} emit={props.emit.clone()} />
            }
            if let Some(why) = &message.why {
                <details open={message.causes.is_empty()}>
                    <summary>{ t::DECISION }</summary>
                    <Why why={Shared::new(why.clone())} learns={props.learns} emit={props.emit.clone()} />
                </details>
            }
        </article>
    }
}

/// The parts of a message: its first line, its headers, its body.
fn parts(raw: &str) -> (&str, Vec<(&str, &str)>, &str) {
    let (head, body) =
        raw.split_once("\r\n\r\n").or_else(|| raw.split_once("\n\n")).unwrap_or((raw, ""));
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let headers = lines.map(|line| match line.find(':') {
        // A folded line belongs to the header above and has no name of its own.
        Some(colon) if !line.starts_with([' ', '\t']) => line.split_at(colon),
        _ => ("", line),
    });
    (first, headers.collect(), body)
}

fn view_bytes(raw: &str) -> Html {
    let (first, headers, body) = parts(raw);
    html! {
        <pre tabindex="0"><code>
            <b class="start-line">{ first.to_owned() }</b>{ "\n" }
            { for headers.iter().map(|(name, value)| html! {
                <><span class="header-name">{ (*name).to_owned() }</span>{ (*value).to_owned() }{ "\n" }</>
            }) }
            if !body.is_empty() { <>{ "\n" }<span class="body">{ body.to_owned() }</span></> }
        </code></pre>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_a_message_is_shown_in_its_part() {
        let raw = "NOTIFY sip:a SIP/2.0\r\nEvent: presence\r\n folded: on\r\n\r\n<pidf/>";
        let (first, headers, body) = parts(raw);
        assert_eq!(first, "NOTIFY sip:a SIP/2.0");
        assert_eq!(headers, [("Event", ": presence"), ("", " folded: on")]);
        assert_eq!(body, "<pidf/>");
    }

    #[test]
    fn a_message_without_a_body_has_none() {
        assert_eq!(parts("SIP/2.0 200 OK\r\nCSeq: 1 NOTIFY\r\n\r\n").2, "");
    }
}
