//! Says what a WASM file imports and exports.

use wasmparser::{BinaryReaderError, Parser, Payload};

/// What a WASM file asks for and offers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Surface {
    /// `module.name` of every import.
    pub(crate) imports: Vec<String>,
    /// The name of every export.
    pub(crate) exports: Vec<String>,
}

/// Reads a file's import and export sections. The error says where the file stops making sense.
pub(crate) fn surface(bytes: &[u8]) -> Result<Surface, BinaryReaderError> {
    let mut surface = Surface::default();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    surface.imports.push(format!("{}.{}", import.module, import.name));
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    surface.exports.push(export?.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(surface)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    fn file(sections: &[&[u8]]) -> Vec<u8> {
        [&[HEADER], sections].concat().concat()
    }

    #[test]
    fn a_file_without_sections_imports_nothing() {
        assert_eq!(surface(HEADER).unwrap(), Surface::default());
    }

    #[test]
    fn every_kind_of_import_is_seen() {
        let section = b"\x02\x2f\x05\
            \x03env\x01f\x00\x07\
            \x03env\x01t\x01\x70\x00\x01\
            \x03env\x01m\x02\x01\x01\x10\
            \x03env\x01g\x03\x7f\x00\
            \x03env\x01x\x04\x00\x01";
        assert_eq!(section.len() - 2, 0x2f, "the section announces its own length");
        let found = surface(&file(&[b"\x00\x02\x01z", section])).unwrap();
        assert_eq!(found.imports, ["env.f", "env.t", "env.m", "env.g", "env.x"]);
    }

    #[test]
    fn exports_are_named() {
        let found = surface(&file(&[b"\x07\x08\x01\x04main\x00\x00"])).unwrap();
        assert_eq!(found.exports, ["main"]);
        assert!(found.imports.is_empty());
    }

    #[test]
    fn a_broken_file_is_an_error() {
        let whole = file(&[b"\x02\x0b\x01\x03env\x03now\x00\x00"]);
        assert_eq!(surface(&whole).unwrap().imports, ["env.now"]);
        for length in 0..whole.len() {
            let cut = surface(&whole[..length]);
            assert!(length == HEADER.len() || cut.is_err(), "cut at {length}: {cut:?}");
        }
        assert!(surface(&file(&[b"\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"])).is_err());
    }
}
