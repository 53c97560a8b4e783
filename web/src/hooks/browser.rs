//! The browser's own things, each in one small function that says in its result when it fails.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlDocument, HtmlElement,
    HtmlTextAreaElement, Url, Window,
};

use crate::share::Store;

fn window() -> Option<Window> {
    web_sys::window()
}

/// Wall time, milliseconds from some start.
#[must_use]
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// How high the window is, CSS pixels.
#[must_use]
pub fn window_height() -> f64 {
    window().and_then(|w| w.inner_height().ok()?.as_f64()).unwrap_or_default()
}

/// What the address bar holds from its `#` on.
#[must_use]
pub fn hash() -> String {
    window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// What the address bar holds from its `?` on, up to its `#`.
#[must_use]
pub fn query() -> String {
    window().and_then(|w| w.location().search().ok()).unwrap_or_default()
}

/// The address without its hash.
#[must_use]
pub fn base_address() -> String {
    let href = window().and_then(|w| w.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Puts a hash into the address bar without a step in the history; false where that is not allowed.
pub fn set_hash(hash: &str) -> bool {
    let history = window().and_then(|w| w.history().ok());
    history.is_some_and(|history| {
        history.replace_state_with_url(&JsValue::NULL, "", Some(hash)).is_ok()
    })
}

/// Takes a hash out of the address bar: it names another run.
pub fn clear_hash() {
    if !hash().is_empty() {
        set_hash(&base_address());
    }
}

/// Whether the page looks dark now.
#[must_use]
pub fn dark_now() -> bool {
    let scheme = root().and_then(|root| root.style().get_property_value("color-scheme").ok());
    match scheme.as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => prefers("(prefers-color-scheme: dark)"),
    }
}

/// Whether the user wants things to stand still.
#[must_use]
pub fn reduced_motion() -> bool {
    prefers("(prefers-reduced-motion: reduce)")
}

fn prefers(query: &str) -> bool {
    window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|m| m.matches())
}

fn root() -> Option<HtmlElement> {
    window()?.document()?.document_element()?.dyn_into().ok()
}

/// Sets CSS `color-scheme` on the page.
pub fn set_color_scheme(scheme: &str) {
    if let Some(root) = root() {
        // Cannot fail for a name and a value without syntax.
        let _ = root.style().set_property("color-scheme", scheme);
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|w| w.document()) {
        document.set_title(title);
    }
}

/// The element with this id.
#[must_use]
pub fn element(id: &str) -> Option<Element> {
    window()?.document()?.get_element_by_id(id)
}

/// Gives an element the focus, where there is one.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Types a text in place of all that stands in a field. The browser can undo it, as all that is
/// typed.
pub fn type_over(field: &HtmlTextAreaElement, text: &str) {
    let document = field.owner_document().and_then(|one| one.dyn_into::<HtmlDocument>().ok());
    let _ = field.focus();
    field.select();
    if let Some(document) = document {
        let _ = document.exec_command_with_show_ui_and_value("insertText", false, text);
    }
    let _ = field.set_selection_range(0, 0);
}

/// Clicks an element, where there is one.
pub fn click(id: &str) {
    if let Some(element) = element(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        // Where nothing can be printed, nothing is.
        let _ = window.print();
    }
}

/// Saves a text as a file; false where the browser does not let us.
pub fn download(name: &str, mime: &str, text: &str) -> bool {
    try_download(name, mime, text).is_ok()
}

fn try_download(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    let bag = BlobPropertyBag::new();
    bag.set_type(mime);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let url =
        Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &bag)?)?;
    let document = window().and_then(|w| w.document()).ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}

/// Copies a text and tells whether it did.
pub fn copy(text: String, then: impl FnOnce(bool) + 'static) {
    let clipboard = window().map(|w| w.navigator());
    let clipboard = clipboard
        .and_then(|n| js_sys::Reflect::get(&n, &"clipboard".into()).ok())
        .and_then(|c| c.dyn_into::<web_sys::Clipboard>().ok());
    let Some(clipboard) = clipboard else { return then(false) };
    wasm_bindgen_futures::spawn_local(async move {
        then(JsFuture::from(clipboard.write_text(&text)).await.is_ok());
    });
}

/// What the browser keeps for this page, where it keeps anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserStore;

impl Store for BrowserStore {
    fn get(&self, name: &str) -> Option<String> {
        window()?.local_storage().ok()??.get_item(name).ok()?
    }

    fn set(&self, name: &str, text: Option<&str>) -> bool {
        let storage = window().and_then(|w| w.local_storage().ok().flatten());
        storage.is_some_and(|storage| match text {
            Some(text) => storage.set_item(name, text).is_ok(),
            None => storage.remove_item(name).is_ok(),
        })
    }
}
