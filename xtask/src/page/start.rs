//! `cargo xtask start`: the repository's first command.

use super::build::{How, build};
use crate::http::{self, Find};
use crate::run::Result;
use std::borrow::Cow;
use std::sync::Arc;

/// The same as that of `lampfield web`.
const USUAL_PORT: u16 = 4650;

/// Builds the page, serves it, and says where it is.
pub(super) fn command(arguments: &[&str]) -> Result<()> {
    let port = match arguments {
        [] => None,
        [port] | ["--port", port] => {
            let port = port.parse::<u16>();
            Some(port.map_err(|error| format!("`{}` is no port: {error}", arguments.join(" ")))?)
        }
        other => return Err(format!("`cargo xtask start {}`: it takes a port", other.join(" "))),
    };
    let built = build(How::Shipped)?;
    let listener = match port {
        Some(port) => http::bind(port),
        None => http::bind(USUAL_PORT).or_else(|_| http::bind(0)),
    };
    let listener = listener.map_err(|error| {
        format!("no port to serve at: {error}\n  `cargo xtask start 0` takes any that is free")
    })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("\nLampfield is at http://{address}/ until you press ctrl-C");
    let find: Arc<Find> =
        Arc::new(move |path: &str| std::fs::read(built.dist.join(path)).ok().map(Cow::Owned));
    http::serve(&listener, &find).map_err(|error| format!("the server stopped: {error}"))
}
