//! The page shows what the command line says.

use crate::page::{Page, hash, root};
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, load};
use std::path::Path;
use std::sync::Arc;

fn gallery() -> Vec<String> {
    let folder = root().join("scenarios/gallery");
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.to_string_lossy().into_owned());
    let mut paths: Vec<String> = names
        .filter(|name| name.ends_with(".yaml"))
        .map(|name| format!("gallery/{name}"))
        .collect();
    paths.sort();
    paths
}

/// The end of the run, microseconds, and the digest there.
fn natively(path: &str) -> (i64, String) {
    let mut files = Vec::new();
    below(&root().join("scenarios"), "", &mut files);
    let files = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let scenario = load(&MemorySources::new(files), path).unwrap();
    let player = Player::new(Arc::new(scenario), PlayOptions::default()).unwrap();
    let end = player.end().as_micros();
    (end, player.run().digest.to_string())
}

/// Every file, for the includes of some.
fn below(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            below(&path, &format!("{name}/"), files);
        } else {
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
}

#[tokio::test]
async fn the_digest_on_the_page_is_the_native_one_for_every_file_of_the_gallery() {
    let page = Page::open().await;
    let gallery = gallery();
    assert!(gallery.len() >= 28);
    for path in gallery {
        let (end, digest) = natively(&path);
        page.go("ten-lines.html").await;
        page.go(&hash(&path, end, &[])).await;
        let shown = "document.querySelector('.digest')?.dataset.digest";
        page.until(shown, |value| value.as_str() == Some(&digest)).await;
        println!("{digest} {path}");
    }
    page.done().await;
}

#[tokio::test]
async fn the_javascript_face_works_from_ten_lines() {
    let page = Page::new().await;
    page.go("ten-lines.html").await;
    page.until_true("document.querySelector('#why').textContent.includes('GROUP-10')").await;
    assert_eq!(page.see("#lamp").await, "Phone B: on the phone");
    page.done().await;
}

/// Loads by the JavaScript face with options of many kinds, and answers what came of each.
const OPTIONS: &str = "const done = arguments[arguments.length - 1]; (async () => { \
    const { default: init, Lampfield } = await import('./lampfield.js'); await init(); \
    const text = await (await fetch('./two-phones.yaml')).text(); \
    const load = (options) => { try { return new Lampfield().load(text, options); } \
        catch (error) { return error.message; } }; \
    const wrong = [{ sed: 1 }, { seed: -1 }, { seed: 1.5 }, { atUs: 'now' }, { acts: [[1]] }, 5, 'x']; \
    const right = load({ path: null, seed: 7, atUs: 2500000, acts: [[2000000, 'Phone B lifts']] }); \
    done({ wrong: wrong.map(load), right, absent: [undefined, null, {}].map((o) => load(o).seed), \
        broken: (() => { try { new Lampfield().load('lampfield: 1\\nclutser: {}'); } \
            catch (error) { return error.problems; } })() }); })()";

#[tokio::test]
async fn the_javascript_face_gives_plain_values_and_says_what_was_mistyped() {
    let page = Page::new().await;
    page.go("ten-lines.html").await;
    let told = page.browser.client.execute_async(OPTIONS, Vec::new()).await.unwrap();
    for wrong in told["wrong"].as_array().unwrap() {
        assert!(wrong.as_str().is_some_and(|why| why.contains("options of load are")), "{wrong}");
    }
    let right = &told["right"];
    assert_eq!((&right["seed"], &right["nowUs"]), (&7.into(), &2_500_000.into()), "{right}");
    assert_eq!(right["phones"][0]["keys"][0]["lamp"]["face"], "busy");
    assert_eq!(right["notice"], serde_json::Value::Null);
    assert_eq!(told["absent"], serde_json::json!([42, 42, 42]));
    let misspelt = told["broken"].as_array().unwrap().iter().find(|problem| problem["line"] == 2);
    let message = misspelt.and_then(|problem| problem["message"].as_str());
    assert!(message.is_some_and(|message| message.contains("clutser")), "{}", told["broken"]);
    page.done().await;
}
