//! One change of a presentity, and who has heard of it.

use std::io::{self, Read, Write};
use std::path::Path;

use lampfield_core::time::{Duration, Instant};

use super::dialog::Phase;
use super::tally::{Failure, Latencies};
use super::watchers::Watchers;

/// A change on its way to those who watch.
#[derive(Clone, Debug)]
pub(super) struct Spreading {
    number: u32,
    began: Instant,
    presentity: u32,
    /// How many watch.
    expected: u32,
    told: u32,
    latencies: Latencies,
}

/// What became of a change.
#[derive(Clone, Debug)]
pub(crate) struct Spread {
    /// How many watched.
    pub(crate) watchers: u32,
    /// How many heard of it.
    pub(crate) told: u32,
    /// From the change to their NOTIFYs.
    pub(crate) latencies: Latencies,
}

impl Watchers<'_> {
    /// From now on NOTIFYs tell a change of the plan's presentity.
    pub(super) fn change_begins(&mut self, now: Instant, number: u32) {
        let presentity = self.plan.changed;
        let mine = |nth: &u32| self.plan.presentity_of(*nth) == presentity;
        let live = (0..).zip(&self.dialogs).filter(|(_, dialog)| dialog.phase == Phase::Live);
        let expected = live.map(|(nth, _)| nth).filter(mine).count();
        self.spreading = Some(Spreading {
            number,
            began: now,
            presentity,
            expected: u32::try_from(expected).unwrap_or(u32::MAX),
            told: 0,
            latencies: Latencies::default(),
        });
    }

    /// A live subscription got a NOTIFY.
    pub(super) fn heard(&mut self, now: Instant, nth: u32) {
        let presentity = self.plan.presentity_of(nth);
        let (Some(spreading), Some(dialog)) =
            (&mut self.spreading, self.dialogs.get_mut(nth as usize))
        else {
            return;
        };
        if spreading.presentity != presentity || dialog.told == spreading.number {
            return;
        }
        dialog.told = spreading.number;
        spreading.told += 1;
        let took = now - spreading.began;
        spreading.latencies.note(took);
        self.tally.told(took);
    }

    /// Whether everybody has heard of the change, and nothing else is under way.
    pub(super) fn change_is_through(&self) -> bool {
        let all = self.spreading.as_ref().is_none_or(|change| change.told >= change.expected);
        all && self.open == 0
    }

    /// What became of the change; whoever has not heard of it by now does not.
    pub(super) fn change_ends(&mut self) -> Option<Spread> {
        let Spreading { expected, told, latencies, .. } = self.spreading.take()?;
        (told..expected).for_each(|_| self.tally.fail(Failure::NotTold));
        Some(Spread { watchers: expected, told, latencies })
    }
}

/// The control socket of a server, which changes what its lines say.
#[derive(Debug)]
pub(super) struct Talk {
    #[cfg(unix)]
    stream: std::os::unix::net::UnixStream,
    answer: Vec<u8>,
}

/// So long a line may take to be taken.
pub(super) const TALK_PATIENCE: Duration = Duration::from_secs(5);
/// No answer to a change is longer.
const ANSWER_BYTES: usize = 64 * 1_024;

#[cfg(unix)]
impl Talk {
    /// A connection to a control socket.
    ///
    /// # Errors
    /// Nobody listens there.
    pub(super) fn open(at: &Path) -> io::Result<Talk> {
        let stream = std::os::unix::net::UnixStream::connect(at)?;
        stream.set_nonblocking(true)?;
        Ok(Talk { stream, answer: Vec::new() })
    }

    /// Says a line. (It is short, so it has room.)
    ///
    /// # Errors
    /// The server is gone.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        self.answer.clear();
        self.stream.write_all(format!("{line}\n").as_bytes())
    }

    /// The answer to the line, once it is there whole: without its end.
    ///
    /// # Errors
    /// The server is gone.
    pub(super) fn answer(&mut self) -> io::Result<Option<String>> {
        let mut piece = [0; 4_096];
        loop {
            match self.stream.read(&mut piece) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(length) => {
                    self.answer.extend_from_slice(piece.get(..length).unwrap_or_default());
                }
                Err(why) if why.kind() == io::ErrorKind::WouldBlock => break,
                Err(why) => return Err(why),
            }
            if self.answer.len() > ANSWER_BYTES {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        let text = String::from_utf8_lossy(&self.answer);
        Ok(text.strip_suffix("\n\n").map(|text| text.trim().to_owned()))
    }
}

#[cfg(not(unix))]
impl Talk {
    /// Other systems have no such sockets.
    ///
    /// # Errors
    /// Always.
    pub(super) fn open(_: &Path) -> io::Result<Talk> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// See the other one.
    ///
    /// # Errors
    /// Always.
    pub(super) fn say(&mut self, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// See the other one.
    ///
    /// # Errors
    /// Always.
    pub(super) fn answer(&mut self) -> io::Result<Option<String>> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
