//! Both themes, a narrow window, and what axe-core finds.

use crate::page::{Page, shots};
use fantoccini::Locator;
use serde_json::{Value, json};

const FIRST: &str = "gallery/01-disallow-and-blf.yaml";
const MANY: &str = "gallery/22-twenty-watchers-one-lamp.yaml";

pub(crate) async fn theme(page: &Page, theme: &str) {
    let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
    page.browser.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
}

pub(crate) async fn shot(page: &Page, name: &str) {
    let picture = page.browser.client.screenshot().await.unwrap();
    std::fs::write(shots().join(format!("{name}.png")), picture).unwrap();
}

pub(crate) async fn width(page: &Page, width: u32, height: u32) {
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    page.browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
}

/// A window and a theme: its name, width and height in CSS pixels, and the theme.
type Look = (&'static str, u32, u32, &'static str);

/// How each screen is looked at.
pub(crate) const LOOKS: [Look; 4] = [
    ("wide", 1440, 900, "light"),
    ("wide", 1440, 900, "dark"),
    ("narrow", 400, 844, "light"),
    ("narrow", 400, 844, "dark"),
];

/// Goes over to a look. Gives the name of its picture, and what axe finds.
pub(crate) async fn looked_at(
    page: &Page,
    axe: &str,
    screen: &str,
    (wide, w, h, light): Look,
) -> (String, Vec<String>) {
    width(page, w, h).await;
    theme(page, light).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let name = format!("{screen}-{wide}-{light}");
    let found = violations(page, axe, &name).await;
    (name, found)
}

/// A call from Phone A rings at Phone B, and its lamp says so.
async fn ringing() -> Page {
    let page = Page::at(FIRST, 4_500_000, &[]).await;
    page.click(".lamp-button").await;
    page.see(".why .headline").await;
    page
}

/// Many phones as tiles, all lamps busy, one tile open.
async fn many() -> Page {
    let page = Page::at(MANY, 2_500_000, &[]).await;
    page.click(".tile:nth-child(2) > [aria-expanded]").await;
    page.see(".tile.open .phone").await;
    page
}

#[tokio::test]
async fn both_themes_and_a_narrow_window_are_pictured_and_nothing_runs_over() {
    pictures("", ringing().await).await;
    pictures("many-", many().await).await;
}

async fn pictures(what: &str, page: Page) {
    for (name, w, h) in [("wide", 1440, 900), ("narrow", 390, 844), ("half", 720, 900)] {
        width(&page, w, h).await;
        for light in ["light", "dark"] {
            theme(&page, light).await;
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            shot(&page, &format!("{what}{name}-{light}")).await;
            let over = "document.documentElement.scrollWidth - innerWidth";
            let over = page.value(over).await.as_i64().unwrap();
            assert!(over <= 0, "{what}{name}, {light}: {over} px run over to the right");
        }
    }
    page.done().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_any_screen() {
    let axe = axe();
    let page = ringing().await;
    let mut found = Vec::new();
    for light in ["light", "dark"] {
        theme(&page, light).await;
        for (screen, keys) in [
            ("why", "w"),
            ("table", "t"),
            ("raw", "jr"),
            ("rules", "i"),
            ("lamps", "6"),
            ("checks", "7"),
            ("ladder", "5t"),
        ] {
            page.press(keys).await;
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            found.extend(violations(&page, &axe, &format!("{screen}, {light}")).await);
        }
        for (screen, key) in [("gallery", "g"), ("share", "s"), ("help", "?")] {
            page.press(key).await;
            page.see("dialog[open]").await;
            found.extend(violations(&page, &axe, &format!("{screen}, {light}")).await);
            page.browser
                .client
                .find(Locator::Css("dialog[open] .quiet"))
                .await
                .unwrap()
                .click()
                .await
                .unwrap();
            page.until_true("!document.querySelector('dialog[open]')").await;
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    page.done().await;
}

#[tokio::test]
async fn axe_finds_nothing_on_tiles() {
    let page = many().await;
    let axe = axe();
    for light in ["light", "dark"] {
        theme(&page, light).await;
        let found = violations(&page, &axe, light).await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    page.done().await;
}

/// The text of axe-core.
pub(crate) fn axe() -> String {
    let axe = std::env::var("LAMPFIELD_AXE")
        .expect("LAMPFIELD_AXE names axe.min.js; to get it: cargo xtask test e2e");
    std::fs::read_to_string(axe).unwrap()
}

pub(crate) async fn violations(page: &Page, axe: &str, screen: &str) -> Vec<String> {
    let script = format!(
        "const done = arguments[0]; if (!window.axe) {{ {axe} }} \
         window.axe.run(document).then(r => done(r.violations.map(v => v.id + ': ' + v.help + ' ' + \
         v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | '))))"
    );
    let result = page.browser.client.execute_async(&script, Vec::new()).await.unwrap();
    let Value::Array(found) = result else { panic!("axe said {result}") };
    found.iter().map(|one| format!("{screen}: {}", one.as_str().unwrap_or_default())).collect()
}
