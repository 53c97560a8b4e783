//! The page's module, saying the same in an order that packs better.
//!
//! Brotli sees what repeats nearby. So functions of one type stand together, sorted by what they do,
//! and within a function the local that is used most has the lowest number, the frame's address
//! before all. What the module and its glue call each other is short, and no access to memory says
//! what its address is a multiple of, which is a hint that browsers make nothing of.
//! docs/benchmarks/page.md has what it brings.

mod locals;

use std::fs;
use std::path::Path;
use wasm_encoder::Module;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, ExportSection, Function, FunctionSection, ImportSection, MemArg};
use wasmparser::{CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader};
use wasmparser::{Export, Import, Imports, Parser, Payload, TypeRef};

use super::build::problem;
use super::names::Names;
use locals::{Locals, local_in};

/// Puts a module's file into that order, and changes its glue with it.
pub(super) fn files(path: &Path, glue: &Path) -> crate::run::Result<()> {
    let bytes = fs::read(path).map_err(|error| problem(path, &error))?;
    let text = fs::read_to_string(glue).map_err(|error| problem(glue, &error))?;
    let broken = |error: Error| format!("{}: {error}", path.display());
    let names = Names::of(&bytes, &text).map_err(|error| broken(error.into()))?;
    let packed = module(&bytes, &names).map_err(broken)?;
    fs::write(path, packed).map_err(|error| problem(path, &error))?;
    fs::write(glue, names.in_glue(&text)).map_err(|error| problem(glue, &error))
}

/// The same module, its functions and their locals in another order, what it imports and exports by
/// these names. Its data and its tables stay as they are.
fn module(bytes: &[u8], names: &Names) -> Result<Vec<u8>, Error> {
    let found = Found::in_module(bytes)?;
    let mut rewrite = Rewrite::new(&found, names)?;
    let mut packed = Module::new();
    rewrite.parse_core_module(&mut packed, Parser::new(0), bytes)?;
    Ok(packed.finish())
}

type Error = reencode::Error;

/// What the order depends on.
#[derive(Default)]
struct Found<'a> {
    /// How many parameters each type of function takes.
    parameters: Vec<u32>,
    /// How many functions are imported; the module's own are counted after them.
    imported: u32,
    /// The type of each own function.
    types: Vec<u32>,
    /// The own functions.
    bodies: Vec<FunctionBody<'a>>,
}

impl<'a> Found<'a> {
    fn in_module(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut found = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(types) => {
                    for kind in types.into_iter_err_on_gc_types() {
                        found.parameters.push(small(kind?.params().len()));
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        found.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(types) => {
                    found.types = types.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => found.bodies.push(body),
                _ => {}
            }
        }
        Ok(found)
    }

    /// How many parameters an own function takes.
    fn parameters_of(&self, function: usize) -> u32 {
        let kind = self.types.get(function).and_then(|kind| self.parameters.get(*kind as usize));
        kind.copied().unwrap_or_default()
    }
}

/// The module as it is written anew.
struct Rewrite<'a, 'f> {
    found: &'f Found<'a>,
    names: &'f Names,
    /// Own functions in their new order.
    order: Vec<usize>,
    /// The new number of each function, imports among them; without an order yet all are alike.
    numbers: Vec<u32>,
}

impl<'a, 'f> Rewrite<'a, 'f> {
    fn new(found: &'f Found<'a>, names: &'f Names) -> Result<Self, Error> {
        let mut rewrite = Self { found, names, order: Vec::new(), numbers: Vec::new() };
        // Whom a function calls is left out of what it is sorted by.
        let mut keys = Vec::new();
        for (index, kind) in found.types.iter().enumerate() {
            keys.push((*kind, rewrite.function(index)?.into_raw_body()));
        }
        rewrite.order = (0..keys.len()).collect();
        rewrite.order.sort_by(|one, other| keys.get(*one).cmp(&keys.get(*other)));
        rewrite.numbers = (0..found.imported).collect();
        rewrite.numbers.resize(found.imported as usize + keys.len(), 0);
        for (new, old) in (found.imported..).zip(&rewrite.order) {
            if let Some(number) = rewrite.numbers.get_mut(found.imported as usize + old) {
                *number = new;
            }
        }
        Ok(rewrite)
    }

    /// An own function with its locals in their new order.
    fn function(&mut self, index: usize) -> Result<Function, Error> {
        let found = self.found;
        let Some(body) = found.bodies.get(index) else {
            return Err(Error::InvalidCodeSectionSize);
        };
        let locals = Locals::of(body, found.parameters_of(index))?;
        let kinds = locals.kinds.into_iter().map(|kind| self.val_type(kind));
        let kinds = kinds.collect::<Result<Vec<_>, _>>()?;
        let mut function = Function::new_with_locals_types(kinds);
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let mut operator = operators.read()?;
            if let Some(local) = local_in(&mut operator) {
                *local = locals.numbers.get(local).copied().unwrap_or(*local);
            }
            function.instruction(&self.instruction(operator)?);
        }
        Ok(function)
    }
}

impl Reencode for Rewrite<'_, '_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.numbers.get(function as usize).copied().unwrap_or_default())
    }

    /// Any address is allowed where nothing is said of it.
    fn mem_arg(&mut self, arg: wasmparser::MemArg) -> Result<MemArg, Error> {
        Ok(MemArg { align: 0, ..reencode::utils::mem_arg(self, arg)? })
    }

    /// What the linker was told is asked by nobody.
    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        Ok(())
    }

    fn parse_imports(
        &mut self,
        imports: &mut ImportSection,
        own: Imports<'_>,
    ) -> Result<(), Error> {
        let own = match own {
            Imports::Single(at, import) => {
                Imports::Single(at, Import { name: self.names.get(import.name), ..import })
            }
            other => other,
        };
        reencode::utils::parse_imports(self, imports, own)
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error> {
        let export = Export { name: self.names.get(export.name), ..export };
        reencode::utils::parse_export(self, exports, export)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        for index in &self.order {
            functions.function(self.found.types.get(*index).copied().unwrap_or_default());
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        _: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        for index in self.order.clone() {
            code.function(&self.function(index)?);
        }
        Ok(())
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, ExportKind, ExportSection, Instruction, TypeSection};

    /// Two functions of one type, the first of which calls the second; both have locals.
    fn two_functions() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([wasm_encoder::ValType::I32], [wasm_encoder::ValType::I32]);
        let mut functions = FunctionSection::new();
        functions.function(0).function(0);
        let mut exports = ExportSection::new();
        exports.export("twice", ExportKind::Func, 0).export("next", ExportKind::Func, 1);
        let mut code = CodeSection::new();
        let mut twice = Function::new_with_locals_types([wasm_encoder::ValType::I32; 3]);
        for instruction in [
            Instruction::LocalGet(0),
            Instruction::Call(1),
            Instruction::LocalTee(3),
            Instruction::LocalGet(3),
            Instruction::I32Add,
            Instruction::LocalTee(2),
            Instruction::End,
        ] {
            twice.instruction(&instruction);
        }
        let mut next = Function::new_with_locals_types([]);
        for instruction in [
            Instruction::LocalGet(0),
            Instruction::I32Const(1),
            Instruction::I32Add,
            Instruction::End,
        ] {
            next.instruction(&instruction);
        }
        code.function(&twice).function(&next);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    /// What the exported function does, as text.
    fn said(bytes: &[u8], export: &str) -> String {
        let found = Found::in_module(bytes).unwrap();
        let mut at = None;
        for payload in Parser::new(0).parse_all(bytes) {
            if let Payload::ExportSection(exports) = payload.unwrap() {
                at = exports.into_iter().map(Result::unwrap).find(|known| known.name == export);
            }
        }
        let body = &found.bodies[at.unwrap().index as usize];
        let locals: Vec<_> = body.get_locals_reader().unwrap().into_iter().collect();
        let operators: Vec<_> =
            body.get_operators_reader().unwrap().into_iter().map(Result::unwrap).collect();
        format!("{locals:?} {operators:?}")
    }

    #[test]
    fn locals_that_are_used_most_come_first_and_unused_ones_are_gone() {
        let packed = module(&two_functions(), &Names::default()).unwrap();
        let twice = said(&packed, "twice");
        assert!(twice.starts_with("[Ok((2, I32))]"), "{twice}");
        assert!(twice.contains("LocalTee { local_index: 1 }, LocalGet { local_index: 1 }"));
        assert!(twice.contains("LocalTee { local_index: 2 }, End"), "{twice}");
    }

    #[test]
    fn functions_are_called_and_exported_by_their_new_numbers() {
        let packed = module(&two_functions(), &Names::default()).unwrap();
        // The one without locals is sorted before the other.
        assert!(said(&packed, "next").starts_with("[] [LocalGet { local_index: 0 }, I32Const"));
        assert!(said(&packed, "twice").contains("Call { function_index: 0 }"));
    }

    #[test]
    fn a_packed_module_is_packed_already() {
        let packed = module(&two_functions(), &Names::default()).unwrap();
        assert_eq!(module(&packed, &Names::default()).unwrap(), packed);
    }

    #[test]
    fn a_broken_file_is_an_error() {
        let whole = two_functions();
        assert!(module(&whole[..whole.len() - 3], &Names::default()).is_err());
        assert!(module(b"\0asm", &Names::default()).is_err());
    }
}
