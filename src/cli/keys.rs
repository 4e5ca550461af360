//! `roledex keys`.

use super::{Exit, Format, Problem, Run, config};

impl Run<'_> {
    /// The keys of the explorer: those of the table that binds them, changed by the user's file.
    pub(super) fn keys(&mut self) -> Result<Exit, Problem> {
        self.takes(&[Format::Text, Format::Markdown])?;
        let (settings, faults) = self.settings()?;
        settings.keymap.write_markdown(&mut self.out)?;
        self.out.flush()?;
        match config::told(&faults) {
            Some(fault) => Err(Problem::No(fault)),
            None => Ok(Exit::Done),
        }
    }
}
