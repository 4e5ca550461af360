//! The order of the keys of tables, and the layout of lists.

use crate::model::Importance;
use crate::pack::format::{FieldKind, TableFormat};

/// The format of a table.
#[derive(Clone, Copy)]
pub(super) enum FormatShape {
    /// One of the tables of the format.
    Known(&'static TableFormat),
    /// Lists of texts or of such tables by theme, in the order of the author.
    ByTheme(&'static TableFormat),
    /// Lists of texts or of such tables by importance.
    ByImportance(&'static TableFormat),
    /// Anything.
    Free,
}

impl FormatShape {
    /// The kind of value that `key` takes, if it has one.
    pub(super) fn kind(self, key: &str) -> Option<FieldKind> {
        match self {
            Self::Known(format) => format.field(key).map(|field| field.kind),
            Self::ByTheme(_) | Self::ByImportance(_) | Self::Free => None,
        }
    }

    /// The place of `key` among the keys of a table.
    pub(super) fn place(self, key: &str) -> usize {
        match self {
            Self::Known(format) => format
                .fields
                .iter()
                .position(|field| field.key == key)
                .unwrap_or(format.fields.len()),
            Self::ByImportance(_) => Importance::WORDS
                .iter()
                .position(|word| *word == key)
                .unwrap_or(Importance::WORDS.len()),
            Self::ByTheme(_) | Self::Free => 0,
        }
    }

    /// The format of a table below `key`.
    pub(super) fn below(self, key: &str) -> Self {
        match self.kind(key) {
            Some(FieldKind::Table(format) | FieldKind::Tables(format)) => Self::Known(format),
            Some(FieldKind::ByTheme(format)) => Self::ByTheme(format),
            Some(FieldKind::ByImportance(format)) => Self::ByImportance(format),
            _ => Self::Free,
        }
    }
}

/// The format of a list.
#[derive(Clone, Copy)]
pub(super) struct ListFormat {
    /// The format of the tables in it.
    pub(super) tables: FormatShape,
    /// Whether each item has a line of its own, however short the list is.
    pub(super) is_always_long: bool,
}

impl ListFormat {
    /// A list of anything.
    pub(super) const FREE: Self = Self { tables: FormatShape::Free, is_always_long: false };

    /// Returns the format of the list under `key` of a table.
    pub(super) fn of(shape: FormatShape, key: &str) -> Self {
        match shape {
            // Responsibilities are read and compared line by line.
            FormatShape::ByTheme(format) => {
                Self { tables: FormatShape::Known(format), is_always_long: true }
            }
            FormatShape::ByImportance(format) => {
                Self { tables: FormatShape::Known(format), is_always_long: false }
            }
            _ => Self { tables: shape.below(key), is_always_long: false },
        }
    }
}
