//! The data model: roles, their responsibilities and skills, and the validated [`Catalog`] that
//! contains them.
//!
//! Everything is checked before it is built: an id in a [`Catalog`] always refers to something in
//! the same catalog. This module knows no file format and no terminal.

mod catalog;
mod columns;
mod date;
mod family;
mod part;
mod pay;
mod reporting_lines;
mod role;
mod role_head;
mod rows;
mod scale;
mod skill;
mod source;
pub mod text;

pub use catalog::{
    AddedRole, AddedRoles, Catalog, CatalogTables, Comparison, ComparisonPoint, NO_THEME_ID, Pack,
    PackId, PackedTables, RequiringRole, SourcePosition, Theme,
};
pub use columns::CatalogColumns;
pub use date::Date;
pub(crate) use family::family_name;
pub use part::CatalogPart;
pub use pay::{Pay, PayBasis, PayPeriod};
pub use reporting_lines::{ReportingLines, ReportingTable};
pub use role::{
    Emphasis, Experience, Focus, IdReference, Importance, Move, Reporting, Requirement,
    Responsibility, Role, Track,
};
pub use role_head::RoleHead;
pub use rows::{ByteStore, LazyRows, RowStore};
pub use scale::{Level, Scale};
pub use skill::{Skill, SkillKind};
pub use source::{Source, SourceKind};

/// Declares a dense index type into one table of a [`Catalog`].
macro_rules! dense_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its table, counted from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at position `index` of its table.
            ///
            /// Tables never contain more than `u32::MAX` rows: a pack that large does not load.
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    };
}
use dense_id;

dense_id!(
    /// A role of a [`Catalog`], by position in [`Catalog::roles`].
    RoleId
);
dense_id!(
    /// A skill of a [`Catalog`], by position in [`Catalog::skills`].
    SkillId
);
dense_id!(
    /// A theme of a [`Catalog`], by position in [`Catalog::themes`].
    ThemeId
);
dense_id!(
    /// A source of a [`Catalog`], by position in [`Catalog::sources`].
    SourceId
);

/// Declares an enum whose variants have one spelling in packs, JSON and on the screen.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every spelling, in declaration order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The spelling used in packs, in JSON and on the screen.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The variant spelt `word`, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use words;
