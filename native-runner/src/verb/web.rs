//! `lampfield web`: the page out of this very file, for a browser on this machine.

use std::borrow::Cow;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use clap::Args;

use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::http::{self, Find};

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Tried first, so that what a browser keeps for the page is there the next time.
const USUAL_PORT: u16 = 4650;

/// What `web` takes.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1; 0 takes any that is free [default: 4650, else any that is free]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

/// Serves the page until it is told to stop.
pub(crate) fn web(arguments: &Arguments) -> Result<Exit, ExpectedError> {
    if FILES.is_empty() {
        return Err(ExpectedError::NoPage);
    }
    let no_port = |port: u16, why: io::Error| ExpectedError::CannotBind { port, why };
    let listener = match arguments.port {
        Some(port) => http::bind(port).map_err(|why| no_port(port, why))?,
        None => usual().map_err(|why| no_port(USUAL_PORT, why))?,
    };
    let port = listener.local_addr().map_err(|why| no_port(0, why))?.port();
    println!("Lampfield is at http://127.0.0.1:{port}/ until you press ctrl-C");
    let find: Arc<Find> = Arc::new(|path: &str| {
        FILES.iter().find(|(name, _)| *name == path).map(|(_, bytes)| Cow::Borrowed(*bytes))
    });
    http::serve(&listener, &find).map_err(|why| no_port(port, why))?;
    Ok(Exit::Ok)
}

fn usual() -> io::Result<TcpListener> {
    http::bind(USUAL_PORT).or_else(|_| http::bind(0))
}
