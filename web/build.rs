//! Embeds the gallery, the lessons and what their files include, and the texts of the rules, so that
//! the page needs no second download and works from a stick. In the page they lie in its JavaScript:
//! texts that are read once need not be a part of what is compiled before anything is seen. So do the
//! paths of the marks on buttons, and the scenarios of single rules, so that each rule can be seen at
//! work; regressions stay out, and clusters that the gallery does not include with what includes them:
//! they open from a file all the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::{env, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = here.join("../scenarios");
    let mut files = Vec::new();
    collect(&root, &root.join("gallery"), &mut files)?;
    collect(&root, &root.join("lessons"), &mut files)?;
    collect(&root, &root.join("tickets"), &mut files)?;
    let mut read = 0;
    while let Some((_, path)) = files.get(read) {
        for included in includes(path)? {
            println!("cargo:rerun-if-changed={}", included.display());
            if included.is_file() {
                keep(&root, included, &mut files);
            }
        }
        read += 1;
    }
    files.sort();
    embed("at_work", "at_work.rs", &at_work(&root, &files)?)?;
    let mut pieces = Vec::new();
    for (name, path) in files {
        println!("cargo:rerun-if-changed={}", path.display());
        pieces.push(name);
        pieces.push(fs::read_to_string(path)?);
    }
    embed("carried", "scenarios.rs", &pieces)?;
    embed("marks", "marks.rs", &marks(&here.join("src/components/icon.rs"))?)?;
    embed("rule_texts", "rule_texts.rs", &rule_texts(&here.join("../docs/reference/rules.md"))?)
}

/// Path, name, covered rules and text in turn of each scenario that says which rules it shows, and
/// that includes nothing but what is carried.
fn at_work(root: &Path, carried: &[(String, PathBuf)]) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for folder in ["rules", "gallery", "calls"] {
        collect(root, &root.join(folder), &mut files)?;
    }
    files.sort_by_key(|(name, _)| (!name.starts_with("rules/"), name.clone()));
    let mut pieces = Vec::new();
    for (path, file) in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let text = fs::read_to_string(&file)?;
        let known = |own: &PathBuf| carried.iter().any(|(_, other)| other == own);
        let head = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
        if let (Some(name), Some(covers)) = (head("name: "), head("covers: "))
            && includes(&file)?.iter().all(known)
        {
            // What only a review shows, no run can cover: the file is named after it.
            let named: Vec<&str> =
                path.trim_start_matches("rules/").splitn(3, '-').take(2).collect();
            let named = named.join("-").to_uppercase();
            let covers = format!("{named} {}", covers.trim_matches(['[', ']']).replace(',', ""));
            pieces.extend([path, name.trim_matches('"').to_owned(), covers, text]);
        }
    }
    Ok(pieces)
}

/// Writes a function that gives these pieces, each with an end that no text has.
fn embed(function: &str, file: &str, pieces: &[String]) -> io::Result<()> {
    let page = env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32");
    let code = if page { in_javascript(function, pieces) } else { in_rust(function, pieces) };
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join(file), code)
}

/// The path of each mark, in their order: `    Play "M5 …";`.
fn marks(path: &Path) -> io::Result<Vec<String>> {
    println!("cargo:rerun-if-changed={}", path.display());
    let code = fs::read_to_string(path)?;
    let own = code.split("\nmarks! {").nth(1).and_then(|rest| rest.split("\n}").next());
    let paths = own.unwrap_or_default().lines().filter_map(|line| line.split('"').nth(1));
    Ok(paths.map(str::to_owned).collect())
}

/// Ids and texts of the rules in turn, from the page that is made of the same table: `### ID: title`,
/// then the text.
fn rule_texts(path: &Path) -> io::Result<Vec<String>> {
    println!("cargo:rerun-if-changed={}", path.display());
    let page = fs::read_to_string(path)?;
    let mut pieces = Vec::new();
    for section in page.split("\n### ").skip(1) {
        let mut lines = section.lines().filter(|line| !line.is_empty());
        if let (Some((id, _)), Some(text)) =
            (lines.next().and_then(|heading| heading.split_once(": ")), lines.next())
        {
            pieces.extend([id.to_owned(), text.to_owned()]);
        }
    }
    Ok(pieces)
}

fn in_rust(function: &str, pieces: &[String]) -> String {
    let pieces: Vec<String> = pieces.iter().map(|piece| format!("{piece:?}, \"\\x00\"")).collect();
    format!("fn {function}() -> String {{\n    concat!({}).to_owned()\n}}\n", pieces.join(", "))
}

/// The same as a function of the page's JavaScript.
fn in_javascript(function: &str, pieces: &[String]) -> String {
    let mut script = format!("export function {function}() {{\n  return \"");
    for text in pieces {
        put_quoted(&mut script, text);
        // `\0` before a digit would be another letter.
        script.push_str("\\x00");
    }
    script.push_str("\";\n}\n");
    format!(
        "#[wasm_bindgen::prelude::wasm_bindgen(inline_js = {script:?})]\n\
         extern \"C\" {{\n    fn {function}() -> String;\n}}\n"
    )
}

/// A text within a string of JavaScript.
fn put_quoted(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            // Ends a line in old JavaScript.
            '\u{2028}' | '\u{2029}' => {
                out.extend(letter.escape_unicode().filter(|c| !"{}".contains(*c)))
            }
            _ => out.push(letter),
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "csv" || e == "md") {
            keep(root, path, files);
        }
    }
    Ok(())
}

fn keep(root: &Path, path: PathBuf, files: &mut Vec<(String, PathBuf)>) {
    let relative = path.strip_prefix(root).unwrap_or(&path);
    let name = relative.to_string_lossy().replace('\\', "/");
    if !files.iter().any(|(other, _)| *other == name) {
        files.push((name, path));
    }
}

/// The files that this one includes: whatever stands behind `include:`.
fn includes(path: &Path) -> io::Result<Vec<PathBuf>> {
    let text = fs::read_to_string(path)?;
    let mut found = Vec::new();
    for (_, rest) in text.lines().filter_map(|line| line.split_once("include:")) {
        let name = rest.split('}').next().unwrap_or_default().trim().trim_matches('"');
        let mut whole = path.parent().map(Path::to_path_buf).unwrap_or_default();
        for step in name.split('/') {
            match step {
                ".." => drop(whole.pop()),
                step => whole.push(step),
            }
        }
        found.push(whole);
    }
    Ok(found)
}
