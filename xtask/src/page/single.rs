//! The page in one file, for a stick or a mail: no server, no network.
//!
//! A browser lets a page from a disk load neither modules nor WebAssembly from beside it. Both are
//! written into the HTML: the glue as a `data:` module, WebAssembly packed with gzip, which
//! browsers unpack by themselves.

use super::build::{Built, problem};
use crate::run::{Result, shown};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAME: &str = "lampfield-single-file.html";

/// Writes the file into the page's folder.
pub(super) fn write(built: &Built) -> Result<PathBuf> {
    let read = |name: &str| {
        let path = built.dist.join(name);
        fs::read(&path).map_err(|error| problem(&path, &error))
    };
    let html = String::from_utf8(read("index.html")?).map_err(|error| error.to_string())?;
    let glue = base64(&read(&built.glue)?);
    let wasm = base64(&gzip(&built.dist.join(&built.wasm))?);
    let out = built.dist.join(NAME);
    fs::write(&out, inlined(&html, &glue, &wasm)?).map_err(|error| problem(&out, &error))?;
    Ok(out)
}

/// Puts glue and module, both in base64, in the place of Trunk's script and its links.
fn inlined(html: &str, glue: &str, wasm: &str) -> Result<String> {
    let without = dropped(html, "<link rel=\"modulepreload\"", ">");
    let without = dropped(&without, "<link rel=\"preload\"", ">");
    let (before, rest) = without
        .split_once("<script type=\"module\"")
        .ok_or("index.html holds no module script to put the page in the place of")?;
    let (_, after) = rest.split_once("</script>").ok_or("index.html's script does not end")?;
    let script = format!(
        "<script type=\"module\">\
         const {{default: init}} = await import('data:text/javascript;base64,{glue}');\
         const packed = Uint8Array.from(atob('{wasm}'), c => c.charCodeAt(0));\
         const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));\
         await init({{module_or_path: await new Response(plain).arrayBuffer()}});</script>"
    );
    Ok(format!("{before}{script}{after}"))
}

/// Leaves out each piece from `start` to the next `end`.
pub(super) fn dropped(text: &str, start: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, piece)) = rest.split_once(start) {
        kept.push_str(before);
        rest = piece.split_once(end).map_or("", |(_, after)| after);
    }
    kept + rest
}

fn gzip(file: &Path) -> Result<Vec<u8>> {
    let mut command = Command::new("gzip");
    command.args(["-9", "-n", "-c"]).arg(file);
    let output = command.output().map_err(|error| {
        format!("`gzip` could not be started: {error}\n  install gzip, which packs the page")
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}` failed: {}", shown(&command), said.trim_end()))
}

/// Bytes as text that may stand in a URL (RFC 4648 4).
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * place)) as usize & 63);
            let padded = place > three.len();
            text.push(if padded { '=' } else { letter.map_or('=', |byte| char::from(*byte)) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn script_and_links_give_way_and_the_rest_stays() {
        let html = "<head><style>a</style><link rel=\"modulepreload\" href=\"./a.js\">\
            <link rel=\"icon\" href=\"data:,\"><link rel=\"preload\" href=\"./a.wasm\" as=\"fetch\">\
            <script type=\"module\" nonce=\"x\">import init from './a.js'</script></head><body>b</body>";
        let one = inlined(html, "R0xVRQ==", "V0FTTQ==").unwrap();
        assert!(!one.contains("./a"), "{one}");
        for kept in ["<style>a</style>", "rel=\"icon\"", "<body>b</body>", "R0xVRQ==", "V0FTTQ=="] {
            assert!(one.contains(kept), "{one}");
        }
        assert!(inlined("<p>no script</p>", "", "").is_err());
    }
}
