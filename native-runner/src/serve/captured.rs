//! What a server receives and sends, written as a capture while it serves.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use lampfield_core::front::End;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::HostPort;
use lampfield_core::time::{Duration, Instant};

use crate::capture::{Packets, header};

/// A capture has no more bytes: a server that is forgotten fills no disk.
pub(crate) const CAPTURE_BYTES: u64 = 1 << 30;

/// A file that grows until the server ends, or until it is full.
#[derive(Debug)]
pub(crate) struct Captured {
    path: PathBuf,
    /// `None` once it is over.
    file: Option<File>,
    /// What is not in the file yet.
    waiting: Vec<u8>,
    packets: Packets,
    /// Where the server listens.
    own: Vec<End>,
    /// Between 1970 and the time at which the server's own begins.
    begins: Duration,
    /// So many bytes may still be written.
    left: u64,
}

impl Captured {
    /// Begins a file of at most `most` bytes, in place of one that is there; `own` are the ends at
    /// which the server listens, `now` its own time.
    ///
    /// # Errors
    /// The file cannot be made.
    pub(crate) fn create(path: &Path, own: &[End], now: Instant, most: u64) -> io::Result<Self> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let since = i64::try_from(since.as_micros()).unwrap_or_default();
        Ok(Captured {
            path: path.to_path_buf(),
            file: Some(File::create(path)?),
            waiting: header(),
            packets: Packets::default(),
            own: own.to_vec(),
            begins: Duration::from_micros(since.saturating_sub(now.as_micros())),
            left: most,
        })
    }

    /// One message came.
    pub(crate) fn came(&mut self, now: Instant, from: End, message: &[u8]) {
        let own = self.own(from.transport);
        self.add(now, from.transport, (from.address, own), message);
    }

    /// One message goes out.
    pub(crate) fn goes(&mut self, now: Instant, to: End, message: &[u8]) {
        let own = self.own(to.transport);
        self.add(now, to.transport, (own, to.address), message);
    }

    fn add(
        &mut self,
        now: Instant,
        transport: Transport,
        ends: (HostPort, HostPort),
        message: &[u8],
    ) {
        if self.file.is_some() {
            let at = now + self.begins;
            self.packets.add(&mut self.waiting, at, transport, ends, message);
        }
    }

    /// Where messages of a transport come to.
    fn own(&self, transport: Transport) -> HostPort {
        let same = self.own.iter().find(|own| own.transport == transport);
        let own = same.or(self.own.first());
        own.map_or(HostPort { ip: [127, 0, 0, 1], port: 0 }, |own| own.address)
    }

    /// Writes what waits. Whatever ends the capture early is told once, on standard error: the server
    /// goes on.
    pub(crate) fn write(&mut self) {
        let Some(file) = &mut self.file else { return };
        let bytes = u64::try_from(self.waiting.len()).unwrap_or(u64::MAX);
        let path = self.path.display();
        if bytes > self.left {
            eprintln!("note: `{path}` is full: the capture ends here, the server goes on");
            self.end();
            return;
        }
        if let Err(why) = file.write_all(&self.waiting) {
            eprintln!("note: `{path}` cannot be written, the capture ends here: {why}");
            self.end();
            return;
        }
        self.left -= bytes;
        self.waiting.clear();
    }

    fn end(&mut self) {
        (self.file, self.waiting, self.packets) = (None, Vec::new(), Packets::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_that_is_full_ends_with_a_whole_packet() {
        let folder = std::env::temp_dir().join(format!("lampfield-capture-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("full.pcap");
        let end = |port| End {
            transport: Transport::Udp,
            address: HostPort { ip: [127, 0, 0, 1], port },
        };
        // The head of the file, and two packets of 16 + 28 + 100 bytes.
        let most = 24 + 2 * 144;
        let mut captured = Captured::create(&path, &[end(5060)], Instant::ZERO, most).unwrap();
        for _ in 0..4 {
            captured.came(Instant::ZERO, end(5070), &[b'x'; 100]);
            captured.write();
        }
        assert!(captured.file.is_none());
        assert_eq!(std::fs::metadata(&path).unwrap().len(), most);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
