//! The page's entry: the same WebAssembly module runs in the page and in the engine's worker, so
//! this must do nothing where there is no document.

fn main() {}
