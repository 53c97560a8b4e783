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
