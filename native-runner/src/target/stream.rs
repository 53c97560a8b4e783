//! One connection of one of our nodes with the server under test.

use std::io::{self, Read, Write};

use lampfield_core::sip::stream::{Framed, Opened, PONG, StreamReader};
use lampfield_core::time::Instant;
use mio::net::TcpStream;

/// So many bytes may wait for a server that does not read; then the connection is closed.
const WAITING_BYTES: usize = 1 << 20;
/// So much is read at once.
const PIECE_BYTES: usize = 16 * 1024;

/// A connection with what has not become whole, and what could not be written yet.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) socket: TcpStream,
    reader: StreamReader,
    waiting: Vec<u8>,
}

/// A connection that is of no more use.
#[derive(Debug)]
pub(super) struct Closed;

impl Stream {
    pub(super) fn new(socket: TcpStream, opened: Opened) -> Stream {
        Stream { socket, reader: StreamReader::new(opened), waiting: Vec::new() }
    }

    /// Reads what is there; whole messages go to `each`.
    ///
    /// # Errors
    /// The server is gone, or what it says cannot be framed.
    pub(super) fn read(
        &mut self,
        now: Instant,
        each: &mut dyn FnMut(Vec<u8>),
    ) -> Result<(), Closed> {
        let mut piece = [0; PIECE_BYTES];
        loop {
            match self.socket.read(&mut piece) {
                Ok(0) => return Err(Closed),
                Ok(length) => self.take(now, piece.get(..length).unwrap_or_default(), each)?,
                Err(why) if is_later(&why) => return Ok(()),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Closed),
            }
        }
    }

    fn take(
        &mut self,
        now: Instant,
        bytes: &[u8],
        each: &mut dyn FnMut(Vec<u8>),
    ) -> Result<(), Closed> {
        let mut framed = Vec::new();
        let fed = self.reader.feed(now, bytes, &mut framed);
        for part in framed {
            match part {
                Framed::Message(message) => each(message),
                Framed::Ping => self.write(PONG)?,
                Framed::Pong => {}
            }
        }
        fed.map_err(|_| Closed)
    }

    /// Writes, or keeps what cannot be written yet.
    ///
    /// # Errors
    /// The server is gone, or has not read for too long.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Closed> {
        if self.waiting.len() + bytes.len() > WAITING_BYTES {
            return Err(Closed);
        }
        self.waiting.extend_from_slice(bytes);
        self.flush()
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// The server is gone.
    pub(super) fn flush(&mut self) -> Result<(), Closed> {
        while !self.waiting.is_empty() {
            match self.socket.write(&self.waiting) {
                Ok(0) => return Err(Closed),
                Ok(length) => drop(self.waiting.drain(..length)),
                Err(why) if is_later(&why) => return Ok(()),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Closed),
            }
        }
        Ok(())
    }
}

/// Nothing is there, or the connection does not stand yet.
fn is_later(why: &io::Error) -> bool {
    matches!(why.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::NotConnected)
}
