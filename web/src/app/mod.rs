//! The page: header, canvas, inspector, what happened, time.

mod drop_zone;

use lampfield_markup::html;
use yew::prelude::*;

use crate::components::bottom::Bottom;
use crate::components::canvas::Canvas;
use crate::components::dialogs::Dialogs;
use crate::components::header::Header;
use crate::components::inspector::Inspector;
use crate::components::learn::LearnPane;
use crate::components::live::Live;
use crate::components::notices::Notices;
use crate::components::transport::Transport;
use crate::hooks::{
    EngineSource, KeyScene, On, browser, use_autosave, use_change, use_desk, use_hash, use_keys,
    use_play, use_progress, use_theme,
};
use crate::markup::{classes, when};
use crate::messages as t;
use crate::state::{EngineState, Past, Prefs};

use drop_zone::DropZone;

/// Where the page's engine comes from.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The worker on the page, a script in a test.
    pub engine: EngineSource,
}

/// See the module.
#[component]
pub fn App(props: &AppProps) -> Html {
    let handle = use_desk(&props.engine);
    let (bench, emit) = (&handle.bench, &handle.emit);
    let ready = bench.engine == EngineState::Ready;
    use_play(&handle.desk, bench.playing && ready);
    use_keys(KeyScene { prefs: bench.prefs, speed: bench.speed, table: bench.ladder.table }, emit);
    use_theme(bench.prefs);
    use_autosave(&handle.desk, emit);
    use_hash(&handle.desk, emit);
    use_progress(&bench.learn.progress);
    let name = bench.run.head.name.clone();
    let on = On::new(name.clone());
    let act = move || {
        if !name.is_empty() {
            browser::set_title(&format!("{name} · {}", t::PRODUCT));
        }
    };
    use_change(on, Box::new(act));
    let head = bench.run.head.clone();
    let label = |past: &Past| AttrValue::from(past.label.clone());
    let turns = [&bench.writing.undo, &bench.writing.redo].map(|all| all.last().map(label));
    // Marks beside lamps would tell what a ticket hides.
    let phone_truth = bench.prefs.phone_truth || bench.learn.hides();
    let shown = Prefs { phone_truth, ..bench.prefs };
    let limit = head.notice.clone().map(AttrValue::from);
    html! {
        <DropZone emit={emit.clone()}>
            <Header head={head} prefs={bench.prefs} turns={turns} emit={emit.clone()} />
            <Notices notices={bench.notices.clone()} engine={bench.engine.clone()} {limit}
                emit={emit.clone()} />
            <main class={classes(&["work", when(bench.learn.open, "learning")])}>
                if bench.learn.open { <LearnPane learn={bench.learn.clone()} emit={emit.clone()} /> }
                <Canvas run={bench.run.clone()} selection={bench.selection.clone()}
                    link={bench.time.link.clone()} into={bench.build.into.clone()} prefs={shown} emit={emit.clone()} />
                <Inspector tab={bench.inspector} selection={bench.selection.clone()}
                    why={bench.why.clone()} message={bench.message.clone()} rule={bench.rule}
                    hush={bench.learn.asks() || bench.learn.hides()} learns={bench.learn.is_open()} build={bench.build.clone()}
                    emit={emit.clone()} />
                <Bottom bench={bench.clone()} emit={emit.clone()} />
            </main>
            <Transport run={bench.run.clone()} strip={bench.strip.clone()} playing={bench.playing}
                speed={bench.speed} progress={bench.progress} emit={emit.clone()} />
            <Live spoken={bench.run.spoken.clone()} on={bench.prefs.speak || !bench.playing} />
            <Dialogs bench={bench.clone()} emit={emit.clone()} />
        </DropZone>
    }
}
