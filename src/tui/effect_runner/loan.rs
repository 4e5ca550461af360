//! Programs that are to have the terminal instead of the explorer.

use std::io;

use super::editor::ExternalEditor;
use crate::pack::FileLocation;
use crate::tui::screen::{ChildOutcome, Screen};

/// Something that is to have the terminal instead of the explorer.
pub(in crate::tui) enum Loan {
    /// An editor, the place that it opens, and a remark about that place.
    Editor(ExternalEditor, FileLocation, Option<String>),
    /// The shell.
    Shell,
}

/// How a [`Loan`] ended.
pub(in crate::tui) enum LoanEnd {
    /// The editor, how it ended, and the remark about the place.
    Editor(ExternalEditor, ChildOutcome, Option<String>),
    /// Whether there was a shell to stop for.
    Shell(bool),
}

impl Loan {
    /// Gives the terminal away and takes it over again. Nothing may be locked meanwhile.
    pub(in crate::tui) fn run(self, screen: &mut dyn Screen, mouse: bool) -> io::Result<LoanEnd> {
        match self {
            Self::Editor(editor, place, remark) => {
                let lent = screen.lend(mouse, &mut || editor.run(&place.file, place.line))?;
                Ok(LoanEnd::Editor(editor, lent, remark))
            }
            Self::Shell => screen.suspend(mouse).map(LoanEnd::Shell),
        }
    }
}
