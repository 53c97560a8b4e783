//! The watchers' sockets, and a clock finer than a poll's.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration as Wall;

use lampfield_core::sip::address::HostPort;
use lampfield_core::time::Duration;
use mio::{Events, Interest, Poll, Token};

use super::plan::Plan;
use crate::datagrams::{Datagrams, Room};

/// Sockets, each with its address.
#[derive(Debug)]
pub(super) struct Sockets {
    poll: Poll,
    events: Events,
    sockets: Vec<Datagrams>,
    addresses: Vec<HostPort>,
    room: Room,
    alarm: Alarm,
}

/// What the alarm comes as.
const ALARM: Token = Token(usize::MAX);

impl Sockets {
    /// The sockets of a plan.
    ///
    /// # Errors
    /// The address that cannot be had, and why.
    pub(super) fn open(plan: &Plan) -> Result<Sockets, (HostPort, io::Error)> {
        let at = |why| (plan.from, why);
        let poll = Poll::new().map_err(at)?;
        let alarm = Alarm::new(&poll).map_err(at)?;
        let from = local(plan).map_err(at)?;
        let mut all = Sockets {
            poll,
            events: Events::with_capacity(256),
            sockets: Vec::new(),
            addresses: Vec::new(),
            room: Room::new(),
            alarm,
        };
        for nth in 0..plan.sockets {
            let step = if from.port == 0 { 0 } else { nth };
            let port = u32::from(from.port) + step;
            let port = u16::try_from(port).map_err(|_| at(io::ErrorKind::AddrNotAvailable.into()));
            let address = HostPort { port: port?, ..from };
            all.add(address).map_err(|why| (address, why))?;
        }
        Ok(all)
    }

    fn add(&mut self, address: HostPort) -> io::Result<()> {
        let mut socket = Datagrams::bind(address)?;
        let token = Token(self.sockets.len());
        self.poll.registry().register(socket.socket(), token, Interest::READABLE)?;
        self.addresses.push(socket.address()?);
        self.sockets.push(socket);
        Ok(())
    }

    /// Where each of them is.
    pub(super) fn addresses(&self) -> &[HostPort] {
        &self.addresses
    }

    /// Sends one datagram through one of them, at the latest with [`Sockets::flush`].
    pub(super) fn send(&mut self, socket: u32, to: HostPort, bytes: Arc<[u8]>) {
        if let Some(socket) = self.sockets.get_mut(socket as usize) {
            socket.send(to, bytes);
        }
    }

    /// Sends what waits.
    pub(super) fn flush(&mut self) {
        self.sockets.iter_mut().for_each(Datagrams::flush);
    }

    /// Waits for something to come, at most so long, and gives each datagram with its socket and its
    /// source.
    ///
    /// # Errors
    /// The system's own.
    pub(super) fn wait(
        &mut self,
        at_most: Duration,
        each: &mut dyn FnMut(u32, HostPort, &[u8]),
    ) -> io::Result<()> {
        let at_most = self.alarm.set(at_most)?;
        match self.poll.poll(&mut self.events, at_most) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => return Ok(()),
            polled => polled?,
        }
        for event in &self.events {
            let Token(nth) = event.token();
            let Some(socket) = self.sockets.get_mut(nth) else { continue };
            let number = u32::try_from(nth).unwrap_or(u32::MAX);
            if socket.receive(&mut self.room, &mut |from, bytes| each(number, from, bytes)) {
                let registry = self.poll.registry();
                registry.reregister(socket.socket(), Token(nth), Interest::READABLE)?;
            }
        }
        Ok(())
    }
}

/// The address of this machine that leads to the target, where none was named.
fn local(plan: &Plan) -> io::Result<HostPort> {
    if plan.from.ip != [0; 4] {
        return Ok(plan.from);
    }
    let probe = UdpSocket::bind(("0.0.0.0", 0))?;
    probe.connect((std::net::Ipv4Addr::from(plan.target.ip), plan.target.port))?;
    match probe.local_addr()? {
        SocketAddr::V4(own) => Ok(HostPort { ip: own.ip().octets(), ..plan.from }),
        SocketAddr::V6(_) => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// Wakes a poll within microseconds: a poll by itself knows milliseconds, in which eight thousand
/// requests a second come in heaps of eight.
#[cfg(target_os = "linux")]
#[derive(Debug)]
struct Alarm(std::os::fd::OwnedFd);

#[cfg(target_os = "linux")]
impl Alarm {
    fn new(poll: &Poll) -> io::Result<Alarm> {
        use rustix::time::{TimerfdClockId, TimerfdFlags, timerfd_create};
        use std::os::fd::AsRawFd;

        let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK)?;
        let fd = timer.as_raw_fd();
        poll.registry().register(&mut mio::unix::SourceFd(&fd), ALARM, Interest::READABLE)?;
        Ok(Alarm(timer))
    }

    /// Rings after so long; how long the poll itself waits then.
    fn set(&self, after: Duration) -> io::Result<Option<Wall>> {
        use rustix::time::{Itimerspec, TimerfdTimerFlags, Timespec, timerfd_settime};

        let micros = after.as_micros();
        if micros <= 0 {
            return Ok(Some(Wall::ZERO));
        }
        let never = Timespec { tv_sec: 0, tv_nsec: 0 };
        let first = Timespec { tv_sec: micros / 1_000_000, tv_nsec: micros % 1_000_000 * 1_000 };
        let times = Itimerspec { it_interval: never, it_value: first };
        timerfd_settime(&self.0, TimerfdTimerFlags::empty(), &times)?;
        Ok(None)
    }
}

/// The poll's own clock.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
struct Alarm;

#[cfg(not(target_os = "linux"))]
impl Alarm {
    fn new(_: &Poll) -> io::Result<Alarm> {
        Ok(Alarm)
    }

    fn set(&self, after: Duration) -> io::Result<Option<Wall>> {
        Ok(Some(Wall::from_micros(u64::try_from(after.as_micros()).unwrap_or(0))))
    }
}
