//! One connection between two nodes, both of whose ends are ours.
//!
//! Bytes are written and then read at the far end before more are written: what is in flight is our
//! own count, and no larger than what every loopback takes at once.

use std::io::{self, Read, Write};
use std::net::{SocketAddrV4, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Instant as Clock;

use lampfield_core::sip::stream::{Framed, Opened, StreamReader};
use lampfield_core::time::Instant;

use super::carry::PATIENCE;

/// So much is in flight at most.
const PIECE_BYTES: usize = 16 * 1024;
/// How often it is looked whether a connection has come.
const LOOK: std::time::Duration = std::time::Duration::from_millis(1);

/// A connection.
#[derive(Debug)]
pub(super) struct Connection {
    /// The end of the one who opened it.
    near: End,
    far: End,
}

#[derive(Debug)]
struct End {
    socket: TcpStream,
    reader: StreamReader,
}

impl End {
    fn new(socket: TcpStream, opened: Opened) -> io::Result<End> {
        socket.set_nodelay(true)?;
        socket.set_nonblocking(false)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        Ok(End { socket, reader: StreamReader::new(opened) })
    }
}

impl Connection {
    /// Connects to a listener of ours. Whoever else comes there is sent away.
    ///
    /// # Errors
    /// It cannot be reached, or does not see us come.
    pub(super) fn open(to: SocketAddrV4, listener: &TcpListener) -> io::Result<Connection> {
        let near = TcpStream::connect_timeout(&to.into(), PATIENCE)?;
        let own = near.local_addr()?;
        let until = Clock::now() + PATIENCE;
        loop {
            match listener.accept() {
                Ok((far, from)) if from == own => {
                    let (near, far) =
                        (End::new(near, Opened::Here)?, End::new(far, Opened::There)?);
                    return Ok(Connection { near, far });
                }
                Ok(_) => {}
                Err(why) if why.kind() == io::ErrorKind::WouldBlock && Clock::now() < until => {
                    std::thread::sleep(LOOK);
                }
                Err(why) => return Err(why),
            }
        }
    }

    /// Breaks it.
    #[cfg(test)]
    pub(super) fn shut(&self) -> io::Result<()> {
        self.near.socket.shutdown(std::net::Shutdown::Both)
    }

    /// Lets it stand still: neither end hears the other any more, and both have somebody silent for
    /// it, who is given.
    #[cfg(test)]
    pub(super) fn stall(&mut self) -> io::Result<[TcpStream; 2]> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let peer = TcpStream::connect(listener.local_addr()?)?;
        let silent = End::new(listener.accept()?.0, Opened::There)?;
        let before = std::mem::replace(&mut self.far, silent).socket;
        Ok([peer, before])
    }

    /// Takes one message from one end to the other; `outwards` is away from the one who opened it.
    ///
    /// # Errors
    /// It does not come out, or not as one message.
    pub(super) fn through(
        &mut self,
        now: Instant,
        outwards: bool,
        bytes: &[u8],
        room: &mut [u8],
    ) -> io::Result<Arc<[u8]>> {
        let (from, to) = match outwards {
            true => (&mut self.near, &mut self.far),
            false => (&mut self.far, &mut self.near),
        };
        let mut framed = Vec::new();
        for piece in bytes.chunks(PIECE_BYTES) {
            from.socket.write_all(piece)?;
            let mut in_flight = piece.len();
            while in_flight > 0 {
                let wanted = room.get_mut(..in_flight).unwrap_or_default();
                let came = match to.socket.read(wanted) {
                    Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
                    came => came?,
                };
                if came == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                let fed = to.reader.feed(now, room.get(..came).unwrap_or_default(), &mut framed);
                fed.map_err(io::Error::other)?;
                in_flight = in_flight.saturating_sub(came);
            }
        }
        let one = framed.pop().filter(|_| framed.is_empty());
        match one {
            Some(Framed::Message(message)) => Ok(message.into()),
            _ => Err(io::Error::other("it is no whole message on a stream")),
        }
    }
}
