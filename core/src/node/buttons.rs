//! BLF/SpeedDial buttons as both ends read them: the phone, to ask and to dial; CallManager, to
//! believe why a phone asks.

use crate::cluster::{BlfTarget, Cluster, Destination, Phone};
use crate::id::DnId;

/// The number behind a BLF/SpeedDial: what it watches and dials (WATCH-12). `None` where it names a
/// directory number that is no more.
pub(super) fn target_number<'a>(cluster: &'a Cluster, target: &'a BlfTarget) -> Option<&'a str> {
    match target {
        BlfTarget::DirectoryNumber(dn) => {
            cluster.directory_numbers.get(*dn).map(|dn| dn.number.as_str())
        }
        BlfTarget::Destination(Destination::Number(number)) => Some(number),
        BlfTarget::Destination(Destination::SipUri(uri)) => Some(uri),
    }
}

/// The directory number that a BLF/SpeedDial names, where it names one.
pub(super) fn named(target: &BlfTarget) -> Option<DnId> {
    match target {
        BlfTarget::DirectoryNumber(dn) => Some(*dn),
        BlfTarget::Destination(_) => None,
    }
}

/// The numbers behind a phone's BLF/SpeedDials with their positions, from 1.
pub(super) fn numbered<'a>(
    cluster: &'a Cluster,
    phone: &'a Phone,
) -> impl Iterator<Item = (u16, &'a BlfTarget, &'a str)> {
    (1..).zip(&phone.blf_speed_dials).filter_map(|(button, blf)| {
        Some((button, &blf.target, target_number(cluster, &blf.target)?))
    })
}

/// How many BLF/SpeedDials the phone has buttons for (ADMIN-3).
pub(super) fn available(cluster: &Cluster, phone: &Phone) -> u16 {
    u16::try_from(cluster.blf_buttons_of(phone)).unwrap_or(u16::MAX)
}
