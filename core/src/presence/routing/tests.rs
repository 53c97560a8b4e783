#[cfg(not(target_arch = "wasm32"))]
mod laws;
mod outside;
mod table;
