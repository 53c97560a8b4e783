//! The names by which the page's module and its glue know each other's things, made short.
//!
//! wasm-bindgen's end with digits that have no pattern, so that brotli can take nothing off them: two
//! hundred of them weigh three kilobytes. The glue is made for this module alone, so both are
//! changed together.

use std::collections::{HashMap, HashSet};
use wasmparser::{Parser, Payload, Result};

/// What stands before the names of wasm-bindgen's own things; ours are left as we named them.
const OWN: [&str; 2] = ["__wb", "wasm_bindgen_"];

const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";

/// The short name of each long one.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, String>);

impl Names {
    /// For what this module imports and exports, none of them a word of this glue. A name that the
    /// glue does not know stays.
    pub(super) fn of(module: &[u8], glue: &str) -> Result<Self> {
        let known: HashSet<&str> = words(glue).collect();
        // What begins so is no word of the language.
        let mut short = (0..).map(|number| format!("_{}", spelled(number)));
        let mut names = HashMap::new();
        for long in long(module)? {
            if known.contains(long) && !names.contains_key(long) {
                let own = short.find(|name| !known.contains(name.as_str()));
                names.extend(own.map(|own| (long.to_owned(), own)));
            }
        }
        Ok(Self(names))
    }

    /// The name for this one.
    pub(super) fn get<'n>(&'n self, name: &'n str) -> &'n str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The glue with the short names.
    pub(super) fn in_glue(&self, glue: &str) -> String {
        let mut text = String::with_capacity(glue.len());
        for piece in glue.split_inclusive(|sign| !is_of_word(sign)) {
            let word = piece.trim_end_matches(|sign| !is_of_word(sign));
            text.push_str(self.get(word));
            text.push_str(piece.get(word.len()..).unwrap_or_default());
        }
        text
    }
}

/// wasm-bindgen's names of what a module imports and exports.
fn long(module: &[u8]) -> Result<Vec<&str>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    names.push(import?.name);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    names.push(export?.name);
                }
            }
            _ => {}
        }
    }
    names.retain(|name| OWN.iter().any(|own| name.starts_with(own)));
    Ok(names)
}

fn is_of_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_' || sign == '$'
}

/// The words of JavaScript.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign| !is_of_word(sign))
}

/// A number in letters.
fn spelled(number: usize) -> String {
    let letter = |place| char::from(LETTERS.get(place).copied().unwrap_or(b'_'));
    let last = letter(number % LETTERS.len());
    match number / LETTERS.len() {
        0 => last.to_string(),
        more => spelled(more - 1) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module, TypeSection};

    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./glue.js", "__wbg_now_0123456789abcdef", EntityType::Function(0));
        imports.import("./glue.js", "__wbg_now_fedcba9876543210", EntityType::Function(0));
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 0);
        exports.export("wasm_bindgen_00__invoke_", ExportKind::Func, 1);
        exports.export("__wbindgen_unused", ExportKind::Func, 1);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&exports);
        module.finish()
    }

    const GLUE: &str = "let _a = wasm.main; export { wasm_bindgen_00__invoke_ };\n\
        const own = { __wbg_now_0123456789abcdef: () => _b(), __wbg_now_fedcba9876543210() {} };";

    #[test]
    fn module_and_glue_know_each_other_by_names_that_the_glue_has_for_nothing_else() {
        let names = Names::of(&module(), GLUE).unwrap();
        assert_eq!(
            names.in_glue(GLUE),
            "let _a = wasm.main; export { _e };\nconst own = { _c: () => _b(), _d() {} };"
        );
        assert_eq!(names.get("__wbg_now_fedcba9876543210"), "_d");
        assert_eq!(names.get("wasm_bindgen_00__invoke_"), "_e");
    }

    #[test]
    fn what_we_named_and_what_the_glue_does_not_know_keeps_its_name() {
        let names = Names::of(&module(), GLUE).unwrap();
        for name in ["main", "__wbindgen_unused", "anything"] {
            assert_eq!(names.get(name), name);
        }
    }

    #[test]
    fn no_two_numbers_are_the_same_letters() {
        let all: HashSet<String> = (0..20_000).map(spelled).collect();
        assert_eq!(all.len(), 20_000);
        assert_eq!(
            (spelled(25), spelled(26), spelled(701)),
            ("z".into(), "aa".into(), "zz".into())
        );
    }
}
