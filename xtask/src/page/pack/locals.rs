//! The locals of a function: what it uses most comes first, the frame's address before all.

use std::cmp::Reverse;
use std::collections::HashMap;
use wasmparser::{FunctionBody, Operator, ValType};

use super::Error;

/// The locals of a function that it uses, in their new order; parameters keep their places.
pub(super) struct Locals {
    /// Their types.
    pub(super) kinds: Vec<ValType>,
    /// The new number of each old one.
    pub(super) numbers: HashMap<u32, u32>,
}

impl Locals {
    pub(super) fn of(body: &FunctionBody<'_>, parameters: u32) -> Result<Self, Error> {
        let mut kinds = Vec::new();
        for declared in body.get_locals_reader()? {
            let (count, kind) = declared?;
            kinds.extend((0..count).map(|_| kind));
        }
        let mut uses: Vec<(u32, u32)> = Vec::new();
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let mut operator = operators.read()?;
            let Some(local) = local_in(&mut operator).filter(|local| **local >= parameters) else {
                continue;
            };
            match uses.iter_mut().find(|(used, _)| used == local) {
                Some((_, count)) => *count += 1,
                None => uses.push((*local, 1)),
            }
        }
        let kind = |local: u32| kinds.get((local - parameters) as usize).copied();
        let frame = frame(body)?;
        uses.sort_by_key(|(local, count)| {
            (kind(*local).map(rank), Some(*local) != frame, Reverse(*count))
        });
        Ok(Self {
            kinds: uses.iter().filter_map(|(local, _)| kind(*local)).collect(),
            numbers: uses.iter().map(|(local, _)| *local).zip(parameters..).collect(),
        })
    }
}

/// The local that an instruction is about.
pub(super) fn local_in<'o>(operator: &'o mut Operator<'_>) -> Option<&'o mut u32> {
    match operator {
        Operator::LocalGet { local_index }
        | Operator::LocalSet { local_index }
        | Operator::LocalTee { local_index } => Some(local_index),
        _ => None,
    }
}

/// The local that keeps the address of the function's frame: a function that has one begins by
/// making room for it.
fn frame(body: &FunctionBody<'_>) -> Result<Option<u32>, Error> {
    let mut operators = body.get_operators_reader()?;
    let mut beginning = Vec::new();
    while beginning.len() < 4 && !operators.eof() {
        beginning.push(operators.read()?);
    }
    Ok(match beginning.as_slice() {
        [Operator::GlobalGet { .. }, .., Operator::LocalTee { local_index }] => Some(*local_index),
        _ => None,
    })
}

/// Locals of one type stand together, so that they are declared at once.
fn rank(kind: ValType) -> u8 {
    match kind {
        ValType::I32 => 0,
        ValType::I64 => 1,
        ValType::F64 => 2,
        ValType::F32 => 3,
        ValType::V128 | ValType::Ref(_) => 4,
    }
}
