//! Several clusters, trunks and those outside on the canvas.

use crate::build::{BLANK, choose, click_words, enter, opened};
use crate::looks::{LOOKS, axe, looked_at, shot};
use crate::page::{Page, root};

async fn three_clusters() -> Page {
    let file = "scenarios/rules/route-3-three-clusters-watch-one-another.yaml";
    let page = opened(&std::fs::read_to_string(root().join(file)).unwrap()).await;
    page.until_true("document.querySelectorAll('.cluster').length === 3").await;
    page
}

/// How many elements there are of a kind.
async fn until_count(page: &Page, css: &str, count: usize) {
    page.until_true(&format!("document.querySelectorAll({css:?}).length === {count}")).await;
}

#[tokio::test]
async fn each_cluster_has_its_frame_with_its_trunks_and_a_trunk_leads_to_its_form() {
    let page = three_clusters().await;
    let frames = "[...document.querySelectorAll('.cluster')].map(c => [c.querySelector('h2').textContent, \
        c.querySelectorAll('.seat').length, c.querySelectorAll('.chip').length].join(' ')).join()";
    page.until(frames, |frames| frames == "North 1 5,East 1 2,West 1 2").await;
    until_count(&page, ".wires path.trunk", 8).await;
    until_count(&page, ".wires path:not(.trunk)", 3).await;
    enter(&page, "[aria-label='West'] li:nth-child(2) .chip").await;
    page.until_true(
        "document.querySelector('.configure')?.textContent.includes('West Device > Trunk')",
    )
    .await;
    page.done().await;
}

#[tokio::test]
async fn one_outside_is_chosen_and_unplugged_and_a_trunk_goes_out_of_service_and_comes_back() {
    let page = three_clusters().await;
    page.until_true("!document.querySelector('.belt').open").await;
    enter(&page, ".outside .chip").await;
    page.until_true("document.querySelector('.belt').open").await;
    page.until_true("document.querySelector('.belt select').value === 'Relay'").await;
    click_words(&page, ".belt", "Unplug").await;
    assert!(page.see(".outside .chip.down").await.contains("unplugged"));
    click_words(&page, ".belt", "Plug in").await;
    page.until_true("!document.querySelector('.outside .chip.down')").await;
    choose(&page, ".belt select", "East/To West").await;
    click_words(&page, ".belt", "Out of service").await;
    assert!(page.see("[aria-label='East'] .chip.down").await.contains("out of service"));
    page.see(".wires path.trunk.down").await;
    click_words(&page, ".belt", "In service").await;
    page.until_true("!document.querySelector('[aria-label=East] .chip.down')").await;
    page.done().await;
}

#[tokio::test]
async fn what_disturbs_a_link_stands_at_its_wire_until_it_is_taken_back() {
    let page = three_clusters().await;
    page.click(".belt summary").await;
    choose(&page, ".belt select", "Phone E").await;
    click_words(&page, ".belt", "Loss").await;
    assert_eq!(page.see(".wiring .in-force").await, "loss 30%");
    let inside = "((b, s) => b.left > s.left && b.right < s.right && b.bottom < s.bottom)(\
        document.querySelector('.wiring .in-force').getBoundingClientRect(), \
        document.querySelector('[aria-label=East]').getBoundingClientRect())";
    page.until_true(inside).await;
    click_words(&page, ".belt", "Cut").await;
    page.until_true("document.querySelector('.wiring .in-force').textContent.includes('cut')")
        .await;
    page.see(".wires path.down:not(.trunk)").await;
    click_words(&page, ".belt", "Heal").await;
    page.until_true("!document.querySelector('.wires path.down')").await;
    click_words(&page, ".belt", "Take back: loss 30% on Phone E").await;
    page.until_true("!document.querySelector('.wiring .in-force')").await;
    page.done().await;
}

#[tokio::test]
async fn a_message_between_clusters_flies_from_one_call_manager_to_the_other() {
    let page = three_clusters().await;
    let between = "(hubs => [...document.querySelectorAll('.flight')].some(flight => \
        ['--p0', '--p8'].every(end => hubs.includes(flight.style.getPropertyValue(end)))))\
        ([...document.querySelectorAll('.call-manager')].map(hub => \
        Math.trunc(hub.offsetLeft + hub.offsetWidth / 2) + 'px,' + hub.offsetTop + 'px'))";
    let rows = "+document.body.innerText.match(/(\\d+) rows/)?.[1]";
    for _ in 0..120 {
        let before = page.value(rows).await.as_f64();
        page.press(".").await;
        if page.value(between).await == true {
            return page.done().await;
        }
        page.until(rows, |now| now.as_f64() >= before).await;
    }
    panic!("no message flew between two clusters");
}

#[tokio::test]
async fn the_palette_stays_as_it_was_left_and_puts_things_into_the_cluster_that_is_chosen() {
    let page = three_clusters().await;
    let open = "document.querySelector('.palette').open";
    assert_eq!(page.value(open).await, false);
    page.click(".palette summary").await;
    choose(&page, "[aria-label='Into cluster']", "East").await;
    click_words(&page, ".palette", "Phone").await;
    until_count(&page, "[aria-label='East'] .seat", 2).await;
    page.press("1").await;
    until_count(&page, "[aria-label='East'] .seat", 3).await;
    assert_eq!(page.value(open).await, true);
    page.click(".palette summary").await;
    page.press("1").await;
    until_count(&page, "[aria-label='East'] .seat", 4).await;
    assert_eq!(page.value(open).await, false);
    page.done().await;
}

#[tokio::test]
async fn on_a_blank_cluster_the_palette_is_open_until_it_is_closed() {
    let page = opened(BLANK).await;
    let open = "document.querySelector('.palette').open";
    page.until_true(open).await;
    click_words(&page, ".palette", "Trunk").await;
    assert!(page.see(".cluster .chip").await.contains("no presence"));
    page.press("1").await;
    page.see("[data-phone='Phone A']").await;
    assert_eq!(page.value(open).await, true);
    assert_eq!(page.value("document.querySelectorAll('.several, .cluster > h2').length").await, 0);
    page.done().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_several_clusters_and_nothing_runs_over_in_a_narrow_window() {
    let axe = axe();
    let page = three_clusters().await;
    page.click(".belt summary").await;
    page.click(".palette summary").await;
    choose(&page, ".belt select", "North/To East").await;
    click_words(&page, ".belt", "Out of service").await;
    choose(&page, ".belt select", "Relay").await;
    click_words(&page, ".belt", "Cut").await;
    page.see(".wiring .in-force").await;
    let mut found = Vec::new();
    for look in LOOKS {
        let (name, more) = looked_at(&page, &axe, "clusters", look).await;
        found.extend(more);
        shot(&page, &name).await;
        let over = page.value("document.documentElement.scrollWidth - innerWidth").await;
        assert!(over.as_i64() <= Some(0), "{name}: {over} px run over to the right");
        let low = "Math.min(...[...document.querySelectorAll('.chip')].map(c => c.offsetHeight))";
        let low = page.value(low).await;
        assert!(low.as_i64() >= Some(24), "{name}: a button is {low} px high");
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.done().await;
}
