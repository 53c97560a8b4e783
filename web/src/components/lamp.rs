//! Lamps: shape first, then words, then colour.

use lampfield_markup::html;
use yew::prelude::*;

use super::{Icon, Mark};
use crate::markup::classes;
use crate::messages as t;

/// What a lamp shows.
#[derive(Clone, PartialEq, Properties)]
pub struct LampProps {
    /// `idle`, `busy`, `unknown`, `no-icon`, `dark`.
    pub face: AttrValue,
}

/// A handset, lying down.
const HANDSET: &str = "M5.6 11.7c-.6-.2-1-.7-.9-1.4.4-2 2.7-3 5.3-3s4.9 1 5.3 3c.1.7-.3 1.2-.9 \
     1.4l-1.6.5c-.6.2-1.1-.2-1.1-.8v-1.1c-1.1-.3-2.3-.3-3.4 0v1.1c0 .6-.5 1-1.1.8z";

/// The ground of a lamp: a ring, a block, a smaller ring.
const RING: &str = "M10 2a8 8 0 1 1 0 16a8 8 0 1 1 0-16z";
const BLOCK: &str = "M5.5 1.5h9a4 4 0 0 1 4 4v9a4 4 0 0 1-4 4h-9a4 4 0 0 1-4-4v-9a4 4 0 0 1 4-4z";
const SMALL_RING: &str = "M10 4a6 6 0 1 1 0 12a6 6 0 1 1 0-12z";

const QUESTION: &str = "M9.1 11.9h1.6v-.2c0-1.2 2.2-1.5 2.2-3.6 0-1.6-1.2-2.7-2.9-2.7-1.6 0-2.8 1-2.9 \
     2.7h1.7c.1-.8.5-1.2 1.2-1.2s1.2.5 1.2 1.2c0 1.3-2.1 1.6-2.1 3.5zm0 1.2h1.7v1.7H9.1z";
const DASH: &str = "M6 9.2h8v1.6H6z";

/// What a face is drawn of: its ground, and what stands on it.
fn shapes(face: &str) -> (&'static str, &'static str) {
    match face {
        "idle" => (RING, HANDSET),
        "busy" => (BLOCK, HANDSET),
        "unknown" => (RING, QUESTION),
        "no-icon" => ("", DASH),
        _ => (SMALL_RING, ""),
    }
}

/// The lamp, as the phone would really show it: the shape tells, the colour helps. Always the same
/// elements, so that a lamp that changes makes none.
#[component]
pub fn Lamp(props: &LampProps) -> Html {
    let (ground, glyph) = shapes(&props.face);
    html! {
        <svg class={classes(&["lamp", &props.face])} viewBox="0 0 20 20" aria-hidden="true"
            focusable="false">
            <path class="ground" d={ground} />
            <path class="glyph" d={glyph} />
        </svg>
    }
}

/// The word for a face, as it stands beside a lamp.
#[must_use]
pub fn face_word(face: &str) -> &'static str {
    match face {
        "idle" => t::LAMP_IDLE,
        "busy" => t::LAMP_BUSY,
        "unknown" => t::LAMP_UNKNOWN,
        "no-icon" => t::LAMP_NO_ICON,
        _ => t::LAMP_DARK,
    }
}

/// The mark beside a lamp.
#[derive(Clone, PartialEq, Properties)]
pub struct BadgeProps {
    /// `refused`, `pending`, `expired`, `unreachable`, `unmonitored`; empty for none.
    pub badge: AttrValue,
}

/// What we know beyond what the phone shows: a mark with its word.
#[component]
pub fn Badge(props: &BadgeProps) -> Html {
    let mark = match props.badge.as_str() {
        "refused" => Mark::Lock,
        "pending" => Mark::Dots,
        "expired" => Mark::Clock,
        "unreachable" => Mark::BrokenLink,
        "unmonitored" => Mark::EyeOff,
        _ => return Html::default(),
    };
    let word = badge_word(&props.badge);
    html! { <span class="badge" title={word}><Icon {mark} /><span>{ word }</span></span> }
}

/// The word of a badge; empty for none.
#[must_use]
pub fn badge_word(badge: &str) -> &'static str {
    match badge {
        "refused" => t::BADGE_REFUSED,
        "pending" => t::BADGE_PENDING,
        "expired" => t::BADGE_EXPIRED,
        "unreachable" => t::BADGE_UNREACHABLE,
        "unmonitored" => t::BADGE_UNMONITORED,
        _ => "",
    }
}
