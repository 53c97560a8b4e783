//! Reads as much of a WASM file as it takes to say what it imports and exports.

/// What a WASM file asks for and offers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Surface {
    /// `module.name` of every import.
    pub(crate) imports: Vec<String>,
    /// The name of every export.
    pub(crate) exports: Vec<String>,
}

/// Reads a file's import and export sections. The error says where the file stops making sense.
pub(crate) fn surface(bytes: &[u8]) -> Result<Surface, String> {
    let mut file = Reader { bytes, at: 0 };
    if file.take(8)? != b"\0asm\x01\0\0\0" {
        return Err("this is no WASM file of version 1".into());
    }
    let mut surface = Surface::default();
    while file.at < bytes.len() {
        let kind = file.byte()?;
        let length = file.number()?;
        let mut section = Reader { bytes: file.take(length)?, at: 0 };
        match kind {
            IMPORTS => surface.imports = imports(&mut section)?,
            EXPORTS => surface.exports = exports(&mut section)?,
            _ => {}
        }
    }
    Ok(surface)
}

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

fn imports(section: &mut Reader<'_>) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for _ in 0..section.number()? {
        found.push(format!("{}.{}", section.name()?, section.name()?));
        match section.byte()? {
            // A function, by its type.
            0 => drop(section.number()?),
            // A table: what it holds, then its limits.
            1 => {
                section.byte()?;
                section.limits()?;
            }
            2 => section.limits()?,
            // A global: its type and whether it changes. A tag: its kind and type.
            3 | 4 => {
                section.byte()?;
                section.number()?;
            }
            other => return Err(format!("an import of the unknown kind {other}")),
        }
    }
    Ok(found)
}

fn exports(section: &mut Reader<'_>) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for _ in 0..section.number()? {
        found.push(section.name()?);
        section.byte()?;
        section.number()?;
    }
    Ok(found)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], String> {
        let end = self.at.checked_add(length);
        let part = end.and_then(|end| self.bytes.get(self.at..end));
        let part =
            part.ok_or_else(|| format!("the file ends within {length} bytes it announced"))?;
        self.at += length;
        Ok(part)
    }

    fn byte(&mut self) -> Result<u8, String> {
        Ok(self.take(1)?.first().copied().unwrap_or_default())
    }

    /// An unsigned number in LEB128, as all of the format's numbers that matter here.
    fn number(&mut self) -> Result<usize, String> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            if byte & 0x80 == 0 {
                return usize::try_from(value).map_err(|_| "a number past all bounds".into());
            }
        }
        Err("a number that does not end".into())
    }

    fn name(&mut self) -> Result<String, String> {
        let length = self.number()?;
        Ok(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn limits(&mut self) -> Result<(), String> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Ok(())
    }
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
        assert_eq!(surface(HEADER), Ok(Surface::default()));
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
