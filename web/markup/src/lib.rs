//! The page's `html!`, with the syntax of Yew's.
//!
//! Yew's own makes code of every element, which each visitor has to fetch. This one makes a text of
//! what stands fast (`marks`) and code only for what is put into it.

mod marks;
mod parse;
mod write;

use proc_macro::TokenStream;

/// Markup, as a node.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    match parse::nodes(input) {
        Ok(nodes) => write::markup(&nodes),
        Err(mistake) => mistake.into_tokens(),
    }
}
