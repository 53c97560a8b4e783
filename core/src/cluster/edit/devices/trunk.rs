//! What a SIP trunk acts with.

use super::Own;
use crate::cluster::{Cluster, SecurityProfile, SipTrunk};
use crate::id::SecurityProfileId;

/// What a SIP trunk took over at its last Reset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct TrunkState {
    pub(in super::super) own: Own,
    pub(in super::super) security_profile: SecurityProfileId,
    /// What that profile had checked: digest, application level, accept.
    pub(in super::super) checked: Checked,
}

/// The three check boxes of a security profile that presence asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Checked {
    pub(in super::super) digest: bool,
    pub(in super::super) application: bool,
    pub(in super::super) accept: bool,
}

impl Checked {
    pub(in super::super) fn of(profile: &SecurityProfile) -> Self {
        Checked {
            digest: profile.digest_authentication,
            application: profile.application_level_authorization,
            accept: profile.accept_presence_subscription,
        }
    }
}

impl TrunkState {
    pub(super) fn fresh(saved: &Cluster, sip: &SipTrunk) -> Self {
        let (subscribe_css, presence_group) = (sip.subscribe_css, sip.presence_group);
        TrunkState {
            own: Own { subscribe_css, presence_group },
            security_profile: sip.security_profile,
            checked: saved
                .security_profiles
                .get(sip.security_profile)
                .map(Checked::of)
                .unwrap_or_default(),
        }
    }

    pub(super) fn put_on(&self, saved: &Cluster, sip: &mut SipTrunk) {
        sip.subscribe_css = self.own.subscribe_css;
        sip.presence_group = self.own.presence_group;
        sip.security_profile = self.security_profile;
        let now = saved.security_profiles.look_up(self.security_profile);
        sip.profile_at_reset = now.filter(|now| Checked::of(now) != self.checked).map(|now| {
            Box::new(SecurityProfile {
                digest_authentication: self.checked.digest,
                application_level_authorization: self.checked.application,
                accept_presence_subscription: self.checked.accept,
                ..now.clone()
            })
        });
    }
}
