//! Files that the user opens or drops.

use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use yew::Callback;

use crate::messages as t;
use crate::state::{Action, Notice, NoticeKind, Source, recorded};

use super::Intent;

/// The largest file that is read, bytes: a scenario is far smaller.
const MAX_FILE_BYTES: f64 = 4_000_000.0;

/// Reads a file and opens it, or tells why not.
pub fn read_file(file: File, emit: Callback<Intent>) {
    if file.size() > MAX_FILE_BYTES {
        return emit.emit(Action::Tell(Notice::new(NoticeKind::File, t::FILE_TOO_LARGE)).into());
    }
    wasm_bindgen_futures::spawn_local(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let tell = |words| Action::Tell(Notice::new(NoticeKind::File, words)).into();
        emit.emit(match (text.as_deref().and_then(recorded), text) {
            (Some(Ok((moment, digest))), _) => Intent::Replay(Box::new(moment), digest),
            (Some(Err(words)), _) => tell(words),
            (None, Some(text)) => Intent::Load(Box::new(Source::file(file.name(), text))),
            (None, None) => tell(t::FILE_UNREADABLE),
        });
    });
}
