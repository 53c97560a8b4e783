//! What phone models support (WATCH-13, EM-5, ADMIN-8).

use super::{Model, Protocol};

/// What phones of one model can do. What a model really supports stands in its own manual, so that
/// a cluster can say otherwise for a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelSupport {
    /// Whether its BLF/SpeedDials can watch.
    pub blf_speed_dials: bool,
    /// Whether its call lists and directories can show status.
    pub call_lists: bool,
    /// Whether users can log in on it (EM-5).
    pub extension_mobility: bool,
    /// Whether it shows labels that are not ASCII (ADMIN-8).
    pub internationalization: bool,
}

impl ModelSupport {
    /// What a model supports unless the cluster says otherwise: everything, but for H.323 phones,
    /// which are presentities only.
    pub fn of(model: &Model) -> Self {
        let all = model.protocol != Protocol::H323;
        ModelSupport {
            blf_speed_dials: all,
            call_lists: all,
            extension_mobility: all,
            internationalization: all,
        }
    }

    /// Whether it can watch in any way.
    pub fn watches(self) -> bool {
        self.blf_speed_dials || self.call_lists
    }
}
