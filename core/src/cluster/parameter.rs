//! Enterprise and service parameters (ADMIN-1).

/// The cluster-wide service parameter *Default Inter-Presence Group Subscription* (GROUP-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefaultPermission {
    /// Allow Subscription.
    Allow,
    /// Disallow Subscription.
    Disallow,
}

/// The parameters that presence asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Enterprise parameter *BLF for Call Lists* (WATCH-9); disabled from installation.
    pub blf_for_call_lists: bool,
    /// Service parameter *Default Inter-Presence Group Subscription*; Disallow from installation.
    pub default_inter_presence_group: DefaultPermission,
    /// Enterprise parameter *Enable Dependency Records* (GROUP-11, ADMIN-1); disabled from
    /// installation.
    pub dependency_records: bool,
    /// The laboratory's own setting: whether a refusal carries a `Warning` header that tells the
    /// 403s apart. No real cluster has it.
    pub warnings_on_refusals: bool,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            blf_for_call_lists: false,
            default_inter_presence_group: DefaultPermission::Disallow,
            dependency_records: false,
            warnings_on_refusals: false,
        }
    }
}
