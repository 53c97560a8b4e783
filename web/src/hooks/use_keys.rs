//! The keyboard.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::state::{
    Action, BottomTab, Dialog, InspectorTab, KeyAct, KeyPress, Prefs, Speed, Turn, find_key,
};

use super::use_change::{On, ends_with, use_change_until};
use super::{Intent, Wish, browser};

/// What keys need to know of the state.
#[derive(Clone, Copy, PartialEq)]
pub struct KeyScene {
    /// The user's settings.
    pub prefs: Prefs,
    /// The pace.
    pub speed: Speed,
    /// Whether the ladder is a table.
    pub table: bool,
}

/// Listens to the whole document.
#[hook]
pub fn use_keys(scene: KeyScene, emit: &Callback<Intent>) {
    let emit = emit.clone();
    let act = move || {
        let listener = web_sys::window().and_then(|w| w.document()).map(|document| {
            EventListener::new_with_options(
                &document,
                "keydown",
                gloo::events::EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        pressed(event, scene, &emit);
                    }
                },
            )
        });
        ends_with(listener)
    };
    use_change_until(On::new(scene), Box::new(act));
}

fn pressed(event: &KeyboardEvent, scene: KeyScene, emit: &Callback<Intent>) {
    let (key, undo) = key_of(event);
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        target.as_ref().is_some_and(|e| e.closest(selector).ok().flatten().is_some())
    };
    let press = KeyPress {
        key: &key,
        modified: !undo && (event.ctrl_key() || event.alt_key() || event.meta_key()),
        in_text: within(
            "input:not([type=range],[type=checkbox],[type=radio]),textarea,[contenteditable]",
        ),
        on_control: within("button,a,summary,select,input,[role=tab],[role=listbox]"),
        in_dialog: within("dialog"),
    };
    if let Some(act) = find_key(press, scene.prefs.letters) {
        event.prevent_default();
        do_act(act, scene, emit);
    }
}

/// The name of the key; Ctrl+Z is one of ours, Cmd+Z where that is the habit.
fn key_of(event: &KeyboardEvent) -> (String, bool) {
    let key = event.key();
    let undo =
        (event.ctrl_key() || event.meta_key()) && !event.alt_key() && matches!(&*key, "z" | "Z");
    match (undo, event.shift_key()) {
        (true, false) => ("Ctrl+Z".to_owned(), true),
        (true, true) => ("Ctrl+Shift+Z".to_owned(), true),
        (false, _) => (key, false),
    }
}

fn do_act(act: KeyAct, scene: KeyScene, emit: &Callback<Intent>) {
    let intent = match act {
        KeyAct::PlayPause => Intent::TogglePlay,
        KeyAct::Step => Intent::Step,
        KeyAct::StepBack => Intent::StepBack,
        KeyAct::NextLamp => Intent::NextLamp,
        KeyAct::PreviousLamp => Intent::PreviousLamp,
        KeyAct::Home => Intent::Seek(0),
        KeyAct::End => Intent::ToEnd,
        KeyAct::Faster => Action::Speed(scene.speed.faster()).into(),
        KeyAct::Slower => Action::Speed(scene.speed.slower()).into(),
        KeyAct::Down => Intent::Walk(1),
        KeyAct::Up => Intent::Walk(-1),
        KeyAct::Why => Action::Inspect(InspectorTab::Why).into(),
        KeyAct::Raw => Action::Inspect(InspectorTab::Raw).into(),
        KeyAct::Rule => Action::Inspect(InspectorTab::Rule).into(),
        KeyAct::Filter => {
            emit.emit(Action::Bottom(BottomTab::Ladder).into());
            return browser::focus("ladder-filter");
        }
        KeyAct::Ladder => Action::Bottom(BottomTab::Ladder).into(),
        KeyAct::Lamps => Action::Bottom(BottomTab::Lamps).into(),
        KeyAct::Checks => Action::Bottom(BottomTab::Checks).into(),
        KeyAct::Table => Action::LadderTable(!scene.table).into(),
        KeyAct::Gallery => Action::Dialog(Some(Dialog::Gallery)).into(),
        KeyAct::Share => Action::Dialog(Some(Dialog::Share)).into(),
        KeyAct::Open => return browser::click("open-file"),
        KeyAct::PhoneTruth => {
            let prefs = Prefs { phone_truth: !scene.prefs.phone_truth, ..scene.prefs };
            Action::Prefs(prefs).into()
        }
        KeyAct::Help => Action::Dialog(Some(Dialog::Help)).into(),
        KeyAct::Yaml => Action::Bottom(BottomTab::Yaml).into(),
        KeyAct::Undo => Intent::Turn(Turn::Undo),
        KeyAct::Redo => Intent::Turn(Turn::Redo),
        KeyAct::Learn => Intent::Learn(Wish::Toggle),
        KeyAct::NextCard => Intent::Learn(Wish::Turn(1)),
        KeyAct::PreviousCard => Intent::Learn(Wish::Turn(-1)),
        KeyAct::Branches => Action::Bottom(BottomTab::Branches).into(),
        KeyAct::Timers => Action::Bottom(BottomTab::Timers).into(),
        KeyAct::Matrix => Action::Bottom(BottomTab::Matrix).into(),
        // Clicks the button: it knows its link, and what is in force there.
        KeyAct::Cut => return browser::click("belt-0"),
        KeyAct::Lag => return browser::click("belt-1"),
        KeyAct::Expiry => Intent::NextExpiry,
        KeyAct::Configure => Action::Inspect(InspectorTab::Configure).into(),
        KeyAct::PlacePhone => Intent::Place("7970 SIP".to_owned()),
        KeyAct::PlaceLine => Intent::Place("line".to_owned()),
        KeyAct::PlaceTrunk => Intent::Place("trunk".to_owned()),
        KeyAct::PlaceHuntPilot => Intent::Place("hunt pilot".to_owned()),
    };
    emit.emit(intent);
}
