//! Those outside and clusters that go again, and what is typed when another file comes.

use crate::build::{BLANK, REFUSED, choose, click_words, enter, opened, put_in};
use crate::learn::{SAID, lesson, there};
use crate::looks::{LOOKS, axe, looked_at, shot};
use crate::page::Page;
use crate::write::{ESCAPE, TWO_PHONES, type_over, until_text};

const TEXT: &str = "document.querySelector('#yaml-field')?.value";

#[tokio::test]
async fn with_the_keyboard_alone_a_server_and_a_cluster_are_deleted_and_undo_gives_the_text_back() {
    let (axe, page) = (axe(), opened(BLANK).await);
    put_in(&page, "Cluster").await;
    page.see("[aria-label='Cluster B']").await;
    put_in(&page, "Outside server").await;
    page.see(".outside .chip").await;
    page.press("y").await;
    until_text(&page, "Server: {").await;
    let text = page.value(TEXT).await;
    enter(&page, "[aria-label='Cluster B'] .delete summary").await;
    enter(&page, ".outside .chip").await;
    enter(&page, ".belt .delete summary").await;
    let mut found = Vec::new();
    for look in LOOKS {
        let (name, more) = looked_at(&page, &axe, "delete", look).await;
        found.extend(more);
        page.value("document.querySelector('.field').scrollIntoView()").await;
        shot(&page, &name).await;
        let over = page.value("document.documentElement.scrollWidth - innerWidth").await;
        assert!(over.as_i64() <= Some(0), "{name}: {over} px run over to the right");
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    enter(&page, ".belt .delete .primary").await;
    page.until_true("!document.querySelector('.outside')").await;
    page.until_true(&format!("!{TEXT}.includes('Server: {{')")).await;
    page.press("u").await;
    page.see(".outside .chip").await;
    page.until(TEXT, |now| *now == text).await;
    enter(&page, "[aria-label='Cluster B'] .delete .primary").await;
    page.until_true("!document.querySelector('.several')").await;
    page.see(".outside .chip").await;
    page.press("u").await;
    page.see("[aria-label='Cluster B']").await;
    page.until(TEXT, |now| *now == text).await;
    page.done().await;
}

#[tokio::test]
async fn a_server_outside_becomes_a_proxy_by_its_form_and_its_phone_sees_a_call() {
    let (axe, page) = (axe(), opened(REFUSED).await);
    page.click(".palette summary").await;
    put_in(&page, "Outside server").await;
    enter(&page, ".outside .chip").await;
    choose(&page, "[data-key='type'] select", "proxy").await;
    click_words(&page, ".form", "Save").await;
    let told = "document.querySelector('.notices').innerText";
    let refused = "a proxy has no `presentities`";
    page.until(told, |told| told.as_str().is_some_and(|told| told.contains(refused))).await;
    page.click("[data-key='presentities'] [data-at^='out']").await;
    click_words(&page, ".form", "Save").await;
    page.click("[data-key='phones'] [data-at^='add']").await;
    for (cell, words) in ["Reception", "2105", "1000"].iter().enumerate() {
        choose(&page, &format!("[data-key='phones'] [data-at$='.0.{cell}']"), words).await;
    }
    assert!(!there(&page, ".notice").await, "what was refused is done now");
    let (name, found) = looked_at(&page, &axe, "outside", LOOKS[0]).await;
    page.value("document.querySelector('[data-key=phones]').scrollIntoView()").await;
    shot(&page, &name).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
    click_words(&page, ".form", "Save").await;
    page.until_lamp("Reception BLF 1", "idle").await;
    assert!(page.see(".outside .chip").await.contains("proxy"));
    click_words(&page, "[data-phone=\"Phone A\"]", "Lift").await;
    page.until_lamp("Reception BLF 1", "busy").await;
    page.press("u").await;
    page.press("u").await;
    page.until_true("!document.querySelector('.outside .lamp-button')").await;
    page.done().await;
}

#[tokio::test]
async fn what_is_typed_is_told_of_when_a_scenario_or_a_lesson_opens_and_undo_brings_it_back() {
    let page = Page::at(TWO_PHONES, 2_500_000, &[]).await;
    page.press("y").await;
    until_text(&page, "lines: [1111]").await;
    type_over(&page, "lines: [1111]", "lines: [11").await;
    for opens in [
        "[...document.querySelectorAll('.gallery li button')][3]",
        "[...document.querySelectorAll('.lessons li button')][0]",
    ] {
        page.press(ESCAPE).await;
        page.press(if opens.contains("gallery") { "g" } else { "L" }).await;
        page.until_true(&format!("!!{opens}")).await;
        page.value(&format!("{opens}.focus()")).await;
        page.press("\u{e007}").await;
        let told = "document.querySelector('.notices').innerText";
        page.until(told, |told| told.as_str().is_some_and(|told| told.contains("is set aside")))
            .await;
        click_words(&page, ".notice", "").await;
        page.until_true("!document.querySelector('#yaml')?.innerText.includes('*')").await;
        page.value("document.activeElement.blur()").await;
        page.press("u").await;
        page.press("y").await;
        until_text(&page, "lines: [11 }").await;
    }
    page.done().await;
}

#[tokio::test]
async fn a_lesson_says_what_would_help_and_leaves_it_to_the_learner() {
    let page = lesson(3).await;
    while !there(&page, ".choice input").await {
        page.click(".learn-foot .button:last-child").await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    page.click(".choice input").await;
    page.click(".learn .button.primary").await;
    page.until_true(SAID).await;
    page.click(".lamp-button").await;
    page.see(".remedies li").await;
    assert!(!there(&page, ".remedies .button").await);
    page.done().await;
}
