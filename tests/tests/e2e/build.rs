//! What administrators do.

use crate::page::Page;
use lampfield_web::share::{at_once, to_hash};
use lampfield_web::state::{Moment, Source};

/// A phone that may not see what its key watches.
const REFUSED: &str = "\
lampfield: 1
name: A watcher without a search space
cluster:
  partitions: [Office]
  calling_search_spaces: { Everyone: [Office] }
  button_templates: { Keys: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] } }
  directory_numbers: { 1000: {}, 1111 in Office: {} }
  phones:
    Phone A:
      type: 7970 SIP
      template: Keys
      lines: [1000]
      blf_speed_dials: [{ directory_number: 1111 in Office, label: Phone B }]
    Phone B: { type: 7961 SCCP, lines: [1111 in Office] }
steps: [{ at: 0s, do: everybody connects }]
";

async fn opened(text: &str) -> Page {
    let (path, text) = ("mine.yaml".to_owned(), text.to_owned());
    let source = Source { path, text, seed: None, gallery: false };
    let page = Page::new().await;
    page.go(&to_hash(&Moment { source, at_us: 1_000_000, ..Moment::default() }).await).await;
    page.see(".digest").await;
    page
}

/// Chooses in a drop-down list, as the keyboard does.
async fn choose(page: &Page, css: &str, value: &str) {
    page.see(css).await;
    page.value(&format!(
        "(e => {{ e.value = {value:?}; e.dispatchEvent(new Event('change', {{ bubbles: true }})); }})\
         (document.querySelector({css:?}))"
    ))
    .await;
}

async fn click_words(page: &Page, within: &str, words: &str) {
    let found = format!(
        "[...document.querySelectorAll('{within} button')].find(b => b.textContent.trim() === {words:?} && !b.disabled)"
    );
    page.until_true(&format!("!!{found}")).await;
    page.value(&format!("{found}.click()")).await;
}

#[tokio::test]
async fn a_refused_watcher_is_mended_through_the_form_and_a_reset() {
    let page = opened(REFUSED).await;
    page.click(".play").await;
    page.until_lamp("Phone A BLF 1", "unknown").await;
    page.click(".lamp-button[data-subject='Phone A BLF 1']").await;
    let link = "[...document.querySelectorAll('.path-link')]\
        .find(b => b.textContent.includes('SUBSCRIBE Calling Search Space'))";
    page.until_true(&format!("!!{link}")).await;
    page.value(&format!("{link}.click()")).await;
    page.see(".form .focused[data-key='subscribe_css']").await;
    choose(&page, "[data-key='subscribe_css'] select", "Everyone").await;
    click_words(&page, ".form", "Save").await;
    page.see("[data-key='subscribe_css'] .waits").await;
    page.see("[data-phone='Phone A'] .admin .waits").await;
    page.until_lamp("Phone A BLF 1", "unknown").await;
    page.click("[aria-label='Reset: Phone A']").await;
    page.until_lamp("Phone A BLF 1", "idle").await;
    page.until_true("!document.querySelector('.waits')").await;
    page.done().await;
}
