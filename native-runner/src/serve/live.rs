//! A player by this machine's clock, and the front desk between it and the sockets.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration as Wall, Instant as Clock};

use lampfield_core::cluster::Protocol;
use lampfield_core::diagnostic::{Diagnostic, nearest};
use lampfield_core::front::{DeskAction, End, FrontDesk};
use lampfield_core::id::OutsideId;
use lampfield_core::limits::LimitReached;
use lampfield_core::node::{CALL_MANAGER, CallDisplay, Node, phone_of_node};
use lampfield_core::scenario::{Order, PhoneRef, PlayOptions, Player, Scenario, Spoken};
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::site::Roster;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::TraceLevel;
use lampfield_core::world::ForGuest;

use super::captured::Captured;
use super::file::ClusterFile;
use super::net::Net;
use super::show;

/// So many events stay to be asked about.
const EVENTS: u32 = 8_192;

/// What is done in no time before real ends come: in-process phones register.
const HEAD_START: Duration = Duration::from_secs(1);

/// How often CallManager forgets what it need not remember, where nobody comes who makes it do so.
const NUDGE: Duration = Duration::from_secs(1);

/// A CallManager with its clock.
pub(crate) struct Live {
    pub(crate) player: Player,
    pub(crate) desk: FrontDesk,
    clock: Clock,
    actions: Vec<DeskAction>,
    /// What came and went, where it is wanted.
    pub(crate) captured: Option<Captured>,
    /// When CallManager looks at its clock next, whatever is due.
    nudge_at: Instant,
    /// How many datagrams and messages came in and went out.
    pub(crate) received: u64,
    pub(crate) sent: u64,
}

impl Live {
    /// Starts: in-process phones and those outside who are not real connect at once, SIP phones are
    /// waited for. `own` is where CallManager answers, `outside` who is real.
    ///
    /// # Errors
    /// The cluster is too large.
    pub(crate) fn start(
        scenario: &Arc<Scenario>,
        own: HostPort,
        outside: &BTreeMap<OutsideId, End>,
        seed: u64,
    ) -> Result<Live, LimitReached> {
        let options = PlayOptions {
            seed: Some(seed),
            trace: TraceLevel::Ring(EVENTS),
            addresses: AddressPlan::served_at(own),
            live: true,
            ..PlayOptions::default()
        };
        let real = outside.iter().map(|(id, end)| (*id, end.address));
        let site = scenario.site.as_ref().clone().with_real_outside(real);
        let scenario = Scenario { site: Arc::new(site), ..scenario.as_ref().clone() };
        let timers = scenario.timers;
        let player = Player::new(Arc::new(scenario), options)?;
        let seats: Vec<(OutsideId, End)> = outside.iter().map(|(id, end)| (*id, *end)).collect();
        let site = Arc::clone(player.site());
        let desk = FrontDesk::new(site, own, &seats, timers, seed);
        let mut live = Live {
            player,
            desk,
            clock: Clock::now(),
            actions: Vec::new(),
            captured: None,
            nudge_at: Instant::ZERO,
            received: 0,
            sent: 0,
        };
        live.desk.open(&mut live.actions);
        Ok(live)
    }

    /// The time of the run: since it was started.
    pub(crate) fn now(&self) -> Instant {
        since(self.clock)
    }

    /// The same for one who cannot hold on to this.
    pub(crate) fn clock(&self) -> impl Fn() -> Instant + use<> {
        let clock = self.clock;
        move || since(clock)
    }

    /// How long nothing is due.
    pub(crate) fn idle(&self, net: &Net, at_most: Wall) -> Wall {
        let due = [self.player.world().next_at(), self.desk.next_at(), net.next_at()];
        let Some(due) = due.into_iter().flatten().min() else { return at_most };
        let micros = (due - self.now()).as_micros();
        Wall::from_micros(u64::try_from(micros).unwrap_or(0)).min(at_most)
    }

    /// One message from a real end.
    pub(crate) fn receive(&mut self, from: End, bytes: &[u8]) {
        self.received += 1;
        let now = self.now();
        if let Some(captured) = &mut self.captured {
            captured.came(now, from, bytes);
        }
        self.desk.receive(now, from, bytes, &mut self.actions);
    }

    /// Lets everything happen that is due now, and sends what comes of it.
    pub(crate) fn settle(&mut self, net: &mut Net) {
        let now = self.now();
        if self.nudge_at <= now {
            self.nudge_at = now + NUDGE;
            self.player.nudge();
        }
        net.tick(now);
        self.desk.tick(now, &mut self.actions);
        self.player.run_until(now);
        loop {
            self.carry_out(net);
            self.player.run_until(now);
            let waiting = self.player.take_for_guests();
            if waiting.is_empty() && self.actions.is_empty() {
                if let Some(captured) = &mut self.captured {
                    captured.write();
                }
                return net.flush();
            }
            waiting.into_iter().for_each(|what| self.hand_over(now, what));
        }
    }

    /// The configuration changed: the desk shall know.
    pub(crate) fn reconfigured(&mut self) {
        self.desk.reconfigure(Arc::clone(self.player.site()));
    }

    /// In-process phones connect, and those outside who are not real are there already. SIP phones
    /// are waited for: they are real, unless somebody says otherwise (`Phone A connects`).
    pub(crate) fn connect_in_process(
        &mut self,
        file: &ClusterFile,
        real: &BTreeMap<OutsideId, End>,
    ) {
        let site = Arc::clone(self.player.site());
        let phones = site.phones().filter(|(_, phone)| phone.model.protocol != Protocol::Sip);
        let phones = phones.map(|(_, phone)| phone.name.clone());
        let outside = site.outside().iter().filter(|(id, _)| !real.contains_key(id));
        let outside = outside.map(|(_, one)| one.name.clone());
        for name in phones.chain(outside) {
            // A name of the file itself.
            let answer = self.obey(file, &format!("{name} connects"));
            debug_assert_eq!(answer, "ok");
        }
        // All of that is over before anybody comes.
        self.player.run_until(Instant::ZERO + HEAD_START);
    }

    /// One line: a question, an edit, or a sentence. The answer, in words.
    pub(crate) fn obey(&mut self, file: &ClusterFile, line: &str) -> String {
        if line == "stop" {
            return "stopping".to_owned();
        }
        if let Some(answer) = show::answer(self, line) {
            return answer;
        }
        let done = match line.strip_prefix("change ") {
            Some(edit) => self.change(file, edit),
            None => self.say(file, line),
        };
        match done {
            Ok(()) => "ok".to_owned(),
            Err(why) => format!("error: {}", why.trim_end()),
        }
    }

    fn change(&mut self, file: &ClusterFile, text: &str) -> Result<(), String> {
        let site = Arc::clone(self.player.site());
        let (cluster, edit) = file
            .scenario
            .edit_in(&site, file.sources(), text)
            .map_err(|told| in_words(told.iter()))?;
        self.player.change(cluster, &edit).map_err(|refusal| refusal.to_string())?;
        self.reconfigured();
        Ok(())
    }

    fn say(&mut self, file: &ClusterFile, line: &str) -> Result<(), String> {
        let site = Arc::clone(self.player.site());
        let spoken = file.scenario.spoken_in(&site, line).map_err(|told| {
            let near = nearest(line.split_whitespace().next().unwrap_or(line), show::words());
            let near = near.map(|near| format!("\n  = help: or did you mean `{near}`?"));
            format!("{}{}", in_words([&*told].into_iter()), near.unwrap_or_default())
        })?;
        match spoken {
            Spoken::Do(orders) => {
                if let Some(phone) = orders.iter().find_map(|order| self.real(order)) {
                    return Err(format!(
                        "{phone} is a real phone now: its own user does that\n  \
                         = help: `{phone} is reset` makes it register anew"
                    ));
                }
                for order in &orders {
                    self.player.obey(order).map_err(|told| in_words([&*told].into_iter()))?;
                }
            }
            Spoken::Fault(faults) => faults.into_iter().for_each(|fault| self.player.fault(fault)),
            _ => return Err("this cannot be done here".to_owned()),
        }
        self.reconfigured();
        Ok(())
    }

    /// The name of the real phone that an order is for.
    fn real(&self, order: &Order) -> Option<&str> {
        let Order::Phone(PhoneRef::Known(id), _) = order else { return None };
        let real = self.desk.is_registered(*id);
        self.player.site().name_of_phone(*id).filter(|_| real)
    }

    /// Ends every subscription.
    pub(crate) fn close_down(&mut self) {
        self.player.close_down();
    }

    /// Whether nothing is on its way any more: every last NOTIFY has its answer.
    pub(crate) fn is_quiet(&self) -> bool {
        match self.player.world().node(CALL_MANAGER) {
            Some(Node::CallManager(cm)) => cm.owes_nothing(),
            _ => true,
        }
    }

    fn carry_out(&mut self, net: &mut Net) {
        let now = self.now();
        for action in std::mem::take(&mut self.actions) {
            match action {
                DeskAction::Send { to, bytes } => {
                    self.sent += 1;
                    if let Some(captured) = &mut self.captured {
                        captured.goes(now, to, &bytes);
                    }
                    net.send(to, bytes);
                }
                DeskAction::Welcome(node) => self.player.welcome(node),
                DeskAction::Datagram { from, bytes } => self.player.from_guest(from, bytes),
                DeskAction::Link { phone, message } => self.player.link_from_guest(phone, message),
            }
        }
    }

    fn hand_over(&mut self, now: Instant, what: ForGuest) {
        match what {
            ForGuest::Datagram { to, bytes, .. } => {
                self.desk.send(now, to, &bytes, &mut self.actions);
            }
            ForGuest::Link { to, message } => {
                let Some(phone) = phone_of_node(to) else { return };
                let display = match &message {
                    lampfield_core::node::LinkMessage::Line { dn, .. } => self.display(phone, *dn),
                    _ => None,
                };
                self.desk.hear(now, phone, &message, display.as_ref(), &mut self.actions);
            }
        }
    }

    fn display(
        &self,
        phone: lampfield_core::id::PhoneId,
        dn: lampfield_core::id::DnId,
    ) -> Option<CallDisplay> {
        match self.player.world().node(CALL_MANAGER)? {
            Node::CallManager(cm) => cm.display(phone, dn),
            _ => None,
        }
    }
}

/// What is wrong, with the nearest right thing.
fn in_words<'a>(told: impl Iterator<Item = &'a Diagnostic>) -> String {
    let one = |told: &Diagnostic| {
        let notes = told.notes.iter().map(|note| format!("\n  = {}: {}", note.kind, note.text));
        let label = told.primary.as_ref().filter(|label| !label.text.is_empty());
        let label = label.map(|label| format!(": {}", label.text)).unwrap_or_default();
        format!("{}{label}{}", told.message, notes.collect::<String>())
    };
    told.map(one).collect::<Vec<_>>().join("\n")
}

fn since(clock: Clock) -> Instant {
    let micros = i64::try_from(clock.elapsed().as_micros()).unwrap_or(i64::MAX);
    Instant::ZERO + HEAD_START + Duration::from_micros(micros)
}
