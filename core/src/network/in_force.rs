//! What disturbs the network now, and what would take it back.

use super::{Disturbance, Fault, LinkOptions, Network, NetworkOptions, OneShot};
use crate::id::PhoneId;

/// A fault that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The fault.
    pub fault: Fault,
    /// What takes it back; one that waits for its message ends with all others only.
    pub undo: Fault,
}

impl Network {
    /// What differs from how the network was at the start.
    pub(crate) fn in_force(&self, start: &NetworkOptions) -> Vec<InForce> {
        let mut all = Vec::new();
        changes(None, self.default, start.default, &mut all);
        for (n, link) in (0_u32..).zip(&self.links) {
            let phone = PhoneId(n);
            let own = start.links.get(&phone).copied().unwrap_or(start.default);
            let expected = spread(own, start.default, self.default);
            changes(Some(phone), link.options, expected, &mut all);
            if link.cut {
                all.push(InForce { fault: Fault::Cut(phone), undo: Fault::Heal(phone) });
            }
        }
        all.extend(
            self.one_shots.iter().map(|shot| InForce { fault: waiting(shot), undo: Fault::Calm }),
        );
        all
    }
}

fn waiting(shot: &OneShot) -> Fault {
    let OneShot { but, method, end, phone } = shot.clone();
    Fault::LoseNext { but, method, end, phone }
}

/// The options of a link after what changed for all of them.
fn spread(own: LinkOptions, start: LinkOptions, now: LinkOptions) -> LinkOptions {
    let mut expected = own;
    for (before, after) in each(start).into_iter().zip(each(now)) {
        if before != after {
            after.apply(&mut expected);
        }
    }
    expected
}

fn changes(phone: Option<PhoneId>, now: LinkOptions, was: LinkOptions, all: &mut Vec<InForce>) {
    for (now, was) in each(now).into_iter().zip(each(was)) {
        if now != was {
            let of = |disturbance| Fault::Disturb { phone, disturbance };
            all.push(InForce { fault: of(now), undo: of(was) });
        }
    }
}

fn each(options: LinkOptions) -> [Disturbance; 5] {
    [
        Disturbance::Loss(options.loss),
        Disturbance::Duplication(options.duplication),
        Disturbance::Reordering(options.reordering),
        Disturbance::Latency(options.latency),
        Disturbance::Jitter(options.jitter),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::sample;
    use crate::network::LinkEnd;
    use crate::rng::Chance;
    use crate::site::Site;
    use crate::time::Duration;
    use std::sync::Arc;

    #[test]
    fn each_fault_is_in_force_until_it_is_taken_back() {
        let site = Site::of(Arc::new(sample::full()));
        let start = NetworkOptions::default();
        let mut network = Network::new(&site, 1, &start);
        assert_eq!(network.in_force(&start), []);
        let of = |phone, disturbance| Fault::Disturb { phone, disturbance };
        let faults = [
            of(None, Disturbance::Loss(Chance { per_million: 300_000 })),
            of(Some(PhoneId(1)), Disturbance::Latency(Duration::from_millis(500))),
            Fault::Cut(PhoneId(0)),
        ];
        for fault in &faults {
            network.apply(fault).unwrap();
        }
        let all = network.in_force(&start);
        assert_eq!(all.len(), 3);
        assert!(faults.iter().all(|fault| all.iter().any(|own| own.fault == *fault)));
        for own in all {
            network.apply(&own.undo).unwrap();
        }
        assert_eq!(network.in_force(&start), []);
    }

    #[test]
    fn a_fault_that_waits_for_its_message_is_in_force_and_ends_with_all_others() {
        let site = Site::of(Arc::new(sample::full()));
        let start = NetworkOptions::default();
        let mut network = Network::new(&site, 1, &start);
        let (method, end, phone) = ("NOTIFY".into(), LinkEnd::To, PhoneId(0));
        let fault = Fault::LoseNext { but: 1, method, end, phone };
        network.apply(&fault).unwrap();
        assert_eq!(network.in_force(&start), [InForce { fault, undo: Fault::Calm }]);
        network.fate(Some(phone), true, b"NOTIFY sip:a SIP/2.0");
        let left = network.in_force(&start);
        assert!(matches!(left[..], [InForce { fault: Fault::LoseNext { but: 0, .. }, .. }]));
        let lost = network.fate(Some(phone), true, b"NOTIFY sip:a SIP/2.0");
        assert_eq!(lost, super::super::Fate::Dropped(super::super::DropReason::OneShot));
        assert_eq!(network.in_force(&start), []);
    }
}
