//! Whole sites by their size: for benches, load and what-if questions.

use super::{BuildError, ClusterBuilder};
use crate::cluster::{Cluster, DefaultPermission, Permission};

/// How large a generated site is. Every phone has one directory number of five digits or more
/// and watches its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// Phones, and as many directory numbers. The `n`-th is `Phone n` with number `10000 + n`.
    pub phones: usize,
    /// Partitions `Floor 0` and on; phone `n` stands in number `n` modulo this.
    pub partitions: usize,
    /// Presence groups `Group 0` and on; phone and number `n` are in number `n` modulo this.
    pub groups: usize,
    /// BLF/SpeedDials on each phone: to the numbers after its own, around the end.
    pub blf_speed_dials: usize,
}

impl Site {
    /// Ten thousand phones on 50 floors in 20 groups, ten BLF/SpeedDials each.
    pub const CAMPUS: Site =
        Site { phones: 10_000, partitions: 50, groups: 20, blf_speed_dials: 10 };

    /// The name of the `n`-th directory number: `10007 in Floor 7`.
    pub fn dn(&self, n: usize) -> String {
        let n = n % self.phones.max(1);
        format!("{} in {}", 10_000 + n, self.partition(n))
    }

    fn partition(&self, n: usize) -> String {
        format!("Floor {}", n % self.partitions.max(1))
    }

    fn group(&self, n: usize) -> String {
        format!("Group {}", n % self.groups.max(1))
    }

    /// The cluster: every phone searches all partitions for calls and for presence; each group may
    /// see the next one, may not see the one before, and of the others what the default says:
    /// nothing. Every third phone is a 7960 with SIP, every third a 7961 with SCCP, the rest 7970
    /// with SIP.
    ///
    /// # Errors
    /// None that a site can cause: all its names are its own.
    pub fn build(&self) -> Result<Cluster, BuildError> {
        let mut b = ClusterBuilder::new()
            .blf_for_call_lists(true)
            .default_permission(DefaultPermission::Disallow)
            .template("BLF", self.blf_speed_dials);
        let floors: Vec<String> = (0..self.partitions.max(1)).map(|n| self.partition(n)).collect();
        b = floors.iter().fold(b, |b, floor| b.partition(floor));
        let floors: Vec<&str> = floors.iter().map(String::as_str).collect();
        b = self.add_groups(b.css("Everyone", &floors));
        b = (0..self.phones).fold(b, |b, n| b.dn_in_group(&self.dn(n), &self.group(n)));
        (0..self.phones).fold(b, |b, n| self.add_phone(b, n)).build()
    }

    fn add_groups(&self, b: ClusterBuilder) -> ClusterBuilder {
        let count = self.groups.max(1);
        let mut b = (0..count).fold(b, |b, n| b.group(&self.group(n)));
        if count > 2 {
            for n in 0..count {
                let (this, next) = (self.group(n), self.group(n + 1));
                b = b.permission(&this, &next, Permission::AllowSubscription);
                b = b.permission(&next, &this, Permission::DisallowSubscription);
            }
        }
        b
    }

    fn add_phone(&self, b: ClusterBuilder, n: usize) -> ClusterBuilder {
        let model = ["7970 SIP", "7961 SCCP", "7960 SIP"][n % 3];
        b.phone(&format!("Phone {n}"), model, |p| {
            let p = p.css("Everyone").subscribe_css("Everyone").group(&self.group(n));
            let p = p.template("BLF").line(&self.dn(n));
            (1..=self.blf_speed_dials).fold(p, |p, ahead| p.blf(&self.dn(n + ahead)))
        })
    }
}
