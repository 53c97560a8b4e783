//! The strip behind the slider: lamps at a glance.

/// How many lamps it shows at most.
pub const STRIP_LANES: u32 = 5;

/// How finely it is drawn: what lies in one column is one.
pub const STRIP_COLUMNS: u32 = 1_000;

/// The height of a lane.
pub const STRIP_LANE: u32 = 10;

/// What lies between two lanes.
pub const STRIP_GAP: u32 = 2;

/// The faces that it draws; where a lamp shows another, the ground is seen.
pub const STRIP_FACES: [&str; 3] = ["idle", "busy", "unknown"];

/// What the first lamps showed over the whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StripView {
    /// How many lamps.
    pub lanes: u32,
    /// For each of [`STRIP_FACES`] the data of an SVG path, [`STRIP_COLUMNS`] wide.
    pub outlines: Vec<String>,
}

impl StripView {
    /// Its height, in the units of its outlines.
    #[must_use]
    pub fn height(&self) -> u32 {
        (self.lanes * (STRIP_LANE + STRIP_GAP)).saturating_sub(STRIP_GAP).max(1)
    }
}
