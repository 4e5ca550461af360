//! The columns of reports: named once, for the header of records, the cells of rows and the help of
//! the commands.

/// The columns of one kind of report: those of its records, then those that only pages show.
pub trait ColumnSet: Copy + Into<usize> + 'static {
    /// All columns, in order.
    const ALL: &'static [Self];
    /// The names of the columns of records, for programs.
    const NAMES: &'static [&'static str];

    /// The columns of records, in order.
    fn records() -> &'static [Self] {
        &Self::ALL[..Self::NAMES.len()]
    }
}

/// Declares the columns of a report as an enum, in order: those of records with their names, then
/// those that only pages show.
macro_rules! columns {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$record_doc:meta])* $record:ident = $text:literal,)*
        }
        $(pages { $($(#[$page_doc:meta])* $page:ident,)+ })?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$record_doc])* $record,)*
            $($($(#[$page_doc])* $page,)+)?
        }

        impl $crate::report::document::ColumnSet for $name {
            const NAMES: &'static [&'static str] = &[$($text),*];
            const ALL: &'static [Self] = &[$(Self::$record,)* $($(Self::$page,)+)?];
        }

        impl From<$name> for usize {
            fn from(column: $name) -> Self {
                column as Self
            }
        }
    };
}
pub(crate) use columns;
