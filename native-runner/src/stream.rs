//! One connection of `serve` or of a run against a server: framing, what waits to be written, how long
//! it may be silent in a message.

use std::io::{self, Read, Write};
use std::sync::Arc;

use lampfield_core::sip::stream::{Framed, Opened, PONG, StreamReader};
use lampfield_core::time::Instant;
use mio::net::TcpStream;

/// So many bytes may wait for a far end that does not read; then the connection is closed.
const WAITING_BYTES: usize = 1 << 20;
/// So much is read at once.
const PIECE_BYTES: usize = 16 * 1024;

/// A connection with what has not become whole, and what could not be written yet.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) socket: TcpStream,
    reader: StreamReader,
    waiting: Vec<u8>,
    /// Whether the far end has taken anything, and so the connection.
    taken: bool,
    /// What is to go out as datagrams where it does not.
    instead: Vec<Arc<[u8]>>,
}

/// A connection that is of no more use.
#[derive(Debug)]
pub(crate) struct Closed;

impl Stream {
    pub(crate) fn new(socket: TcpStream, opened: Opened) -> Stream {
        let reader = StreamReader::new(opened);
        Stream { socket, reader, waiting: Vec::new(), taken: false, instead: Vec::new() }
    }

    /// Reads what is there; whole messages go to `each`.
    ///
    /// # Errors
    /// The far end is gone, or what it says cannot be framed.
    pub(crate) fn read(
        &mut self,
        now: Instant,
        each: &mut impl FnMut(Vec<u8>),
    ) -> Result<(), Closed> {
        let mut piece = [0; PIECE_BYTES];
        loop {
            match self.socket.read(&mut piece) {
                Ok(0) => return Err(Closed),
                Ok(length) => self.take(now, piece.get(..length).unwrap_or_default(), each)?,
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Closed),
            }
        }
    }

    fn take(
        &mut self,
        now: Instant,
        bytes: &[u8],
        each: &mut impl FnMut(Vec<u8>),
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
        let Err(fault) = fed else { return Ok(()) };
        if let Some(answer) = fault.answer {
            // The last words; nobody waits for them.
            self.write(&answer)?;
        }
        Err(Closed)
    }

    /// Gives up a message that takes too long.
    ///
    /// # Errors
    /// It does.
    pub(crate) fn tick(&mut self, now: Instant) -> Result<(), Closed> {
        self.reader.tick(now).map_err(|_| Closed)
    }

    /// When to call [`Stream::tick`] next.
    pub(crate) fn next_at(&self) -> Option<Instant> {
        self.reader.next_at()
    }

    /// Writes what can go out as a datagram instead, should nobody take the connection.
    ///
    /// # Errors
    /// The far end is gone, or has not read for too long.
    pub(crate) fn write_or(
        &mut self,
        bytes: &[u8],
        instead: Option<&Arc<[u8]>>,
    ) -> Result<(), Closed> {
        if !self.taken {
            self.instead.extend(instead.map(Arc::clone));
        }
        self.write(bytes)
    }

    /// What nobody has taken, of what can go out as datagrams.
    pub(crate) fn take_unsaid(&mut self) -> Vec<Arc<[u8]>> {
        std::mem::take(&mut self.instead)
    }

    /// Writes, or keeps what cannot be written yet.
    ///
    /// # Errors
    /// The far end is gone, or has not read for too long.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Closed> {
        if self.waiting.len() + bytes.len() > WAITING_BYTES {
            return Err(Closed);
        }
        self.waiting.extend_from_slice(bytes);
        self.flush()
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// The far end is gone.
    pub(crate) fn flush(&mut self) -> Result<(), Closed> {
        while !self.waiting.is_empty() {
            match self.socket.write(&self.waiting) {
                Ok(0) => return Err(Closed),
                Ok(length) => {
                    self.taken = true;
                    self.instead.clear();
                    self.waiting.drain(..length);
                }
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // Not connected yet: it is written once it is.
                Err(why) if why.kind() == io::ErrorKind::NotConnected => return Ok(()),
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(Closed),
            }
        }
        Ok(())
    }
}
