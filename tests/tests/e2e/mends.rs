//! What is mended by one click, and what forms tell beside their fields.

use crate::build::{REFUSED, choose, click_words, enter, opened};
use crate::learn::{SAID, lesson, there};
use crate::looks::{LOOKS, axe, looked_at, shot, width};
use crate::page::Page;

const BLF: &str = "Phone A BLF 1";

async fn open_form(page: &Page, kind: &str, name: &str) {
    page.press("e").await;
    if !there(page, ".objects [data-kind]").await {
        click_words(page, ".crumbs", "All kinds").await;
    }
    enter(page, &format!("[data-kind='{kind}']")).await;
    click_words(page, ".configure", name).await;
    page.see(".form .setting").await;
}

#[tokio::test]
async fn a_refused_watcher_is_mended_by_one_click_and_undo_brings_the_dark_lamp_back() {
    let page = opened(REFUSED).await;
    page.click(".play").await;
    page.until_lamp(BLF, "unknown").await;
    page.click(&format!(".lamp-button[data-subject='{BLF}']")).await;
    let button = ".remedies button[aria-label^='Do it: give Phone A the SUBSCRIBE']";
    enter(&page, button).await;
    page.until_lamp(BLF, "idle").await;
    page.until_true("!document.querySelector('.remedies')").await;
    page.press("u").await;
    page.until_lamp(BLF, "unknown").await;
    page.see(button).await;
    page.press("U").await;
    page.until_lamp(BLF, "idle").await;
    page.done().await;
}

#[tokio::test]
async fn a_phone_tells_what_its_buttons_hold_and_leads_to_its_line() {
    let page = opened(REFUSED).await;
    open_form(&page, "phones", "Phone A").await;
    assert_eq!(page.see(".form > h2").await, "Phone A");
    let panes = "[data-key='blf_speed_dials']";
    page.until_true(&format!(
        "document.querySelector({panes:?}).innerText.includes('2 BLF/SpeedDial 1: 1111 in Office')"
    ))
    .await;
    let add = format!("{panes} [data-at^='add.']");
    assert_eq!(page.see(&add).await, "Add a new BLF SD");
    enter(&page, &add).await;
    choose(&page, &format!("{panes} .cells:nth-of-type(2) select"), "1000").await;
    click_words(&page, ".form", "Save").await;
    let rest = format!("document.querySelector({panes:?}).innerText.split('Unassigned')[1] ?? ''");
    page.until(&rest, |words| {
        words.as_str().is_some_and(|words| words.contains("BLF/SpeedDial 2: 1000"))
    })
    .await;
    click_words(&page, ".form", "1 Line: 1000").await;
    page.until_true("document.querySelector('.form > h2')?.textContent === '1000'").await;
    page.done().await;
}

const GROUPS: &str = "\
lampfield: 1
name: Groups and a password
cluster:
  presence_groups: { Day: {}, Night: {}, Late: {} }
  application_users: { bob: { digest_credentials: lab } }
  phones: { Phone A: { type: 7970 SIP } }
steps: [{ at: 0s, do: everybody connects }]
";

#[tokio::test]
async fn a_permission_is_set_toward_several_groups_at_once_and_a_password_is_unset() {
    let (axe, page) = (axe(), opened(GROUPS).await);
    open_form(&page, "presence_groups", "Day").await;
    let pane = "[data-key='relationships']";
    for group in ["Night", "Late"] {
        let pick = format!(
            "[...document.querySelectorAll({pane:?} + ' label')].find(l => l.textContent.trim() === {group:?}).querySelector('input')"
        );
        page.value(&format!("{pick}.focus()")).await;
        page.press(" ").await;
        page.until_true(&format!("{pick}.checked")).await;
    }
    choose(&page, &format!("{pane} select"), "Allow Subscription").await;
    click_words(&page, ".form", "Save").await;
    let shown =
        format!("[...document.querySelectorAll({pane:?} + ' li')].map(l => l.textContent).join()");
    page.until(&shown, |shown| shown == "Late: Allow Subscription,Night: Allow Subscription").await;
    page.until_true(&format!("!document.querySelector({pane:?} + ' input:checked')")).await;
    let mut found = Vec::new();
    for look in LOOKS {
        let (name, more) = looked_at(&page, &axe, "relations", look).await;
        found.extend(more);
        page.value(&format!("document.querySelector({pane:?}).scrollIntoView()")).await;
        shot(&page, &name).await;
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    width(&page, 1440, 900).await;
    open_form(&page, "application_users", "bob").await;
    let password = "[data-key='digest_credentials'] select";
    choose(&page, password, "None").await;
    click_words(&page, ".form", "Save").await;
    page.until_true(&format!("document.querySelector({password:?}).options.length === 3")).await;
    page.done().await;
}

#[tokio::test]
async fn the_matrix_stays_closed_while_a_question_is_open() {
    let page = lesson(3).await;
    page.press("m").await;
    assert!(page.see(".bottom .empty").await.contains("would tell the answer"));
    page.click(".choice input").await;
    page.click(".learn .button.primary").await;
    page.until_true(SAID).await;
    page.see(".bottom .matrix").await;
    page.done().await;
}
