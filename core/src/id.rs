//! Small typed indices. Everything the engine keeps is an array; everything that points is an id.

/// Declares a `u32` index newtype with `index()` and `from_index()`.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its table.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
        impl Id for $name {
            fn from_index(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

/// What every typed index can do.
pub trait Id: Copy + Ord {
    /// The id of position `index` of its table (tables are bounded far below `u32::MAX`).
    fn from_index(index: usize) -> Self;
    /// The position in its table.
    fn index(self) -> usize;
}

id! {
    /// A partition of the dial plan.
    PartitionId;
    /// A calling search space.
    CssId;
    /// A presence group. Id 0 is the Standard Presence group.
    GroupId;
    /// A directory number in a partition.
    DnId;
    /// A phone button template.
    TemplateId;
    /// A phone.
    PhoneId;
    /// One who takes part in a run: CallManager, a phone, later an outside server.
    NodeId;
    /// A live watch inside the presence engine: one watcher, one presentity, one way of watching.
    WatchId;
    /// A decision kept for its explanation.
    DecisionId;
}

/// The number of an event in a trace, from 0, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u64);
