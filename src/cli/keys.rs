//! `roledex keys`.

use super::{Exit, Format, Problem, Run};

impl Run<'_> {
    /// The keys of the explorer, from the table that binds them.
    pub(super) fn keys(&mut self) -> Result<Exit, Problem> {
        self.takes(&[Format::Text, Format::Markdown])?;
        crate::tui::action::write_markdown(&mut self.out)?;
        Ok(Exit::Done)
    }
}
