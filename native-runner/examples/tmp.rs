#![allow(dead_code, unused_imports, missing_docs, reason="x")]
#[path="../src/bug.rs"] mod bug;
#[path="../src/exit.rs"] mod exit;
#[path="../src/error.rs"] mod error;
#[path="../src/filter/mod.rs"] mod filter;
#[path="../src/interrupt.rs"] mod interrupt;
#[path="../src/output/mod.rs"] mod output;
#[path="../src/source/mod.rs"] mod source;
#[path="../src/pool.rs"] mod pool;
#[path="../src/time_arg.rs"] mod time_arg;
#[path="../src/verb/explain/catalogue.rs"] mod catalogue;
fn main(){}
