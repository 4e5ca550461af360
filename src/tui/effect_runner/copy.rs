//! Copies texts to the clipboard, by programs and by the terminal.

use std::io;

use super::EffectRunner;
use crate::model::text::visible_line;
use crate::tui::clipboard::{CopyReport, MAX_TERMINAL_BYTES};
use crate::tui::effect::Effects;
use crate::tui::event::AppEvent;
use crate::tui::screen::Screen;
use crate::tui::state::AppState;
use crate::tui::update::{Msg, update};

impl EffectRunner {
    /// Copies `text`, which is `what`, by all ways to the clipboard. Programs copy on a thread.
    pub(super) fn copy_text(
        &mut self,
        text: String,
        what: &str,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Effects> {
        if self.clipboard.programs.is_empty() {
            return self.end_copy(&text, what, &CopyReport::default(), state, screen);
        }
        let (sender, programs) = (self.jobs.sender(), self.clipboard.programs.clone());
        let what = what.to_string();
        self.jobs.run_writer("copy", move || {
            let report = CopyReport::of(&programs, &text);
            // The receiver may be gone by then.
            let _ = sender.send(AppEvent::CopiedByPrograms(text, what, report));
        })?;
        Ok(Effects::default())
    }

    /// Asks the terminal to copy `text` if the programs are not enough, and reports the copy.
    pub(super) fn end_copy(
        &self,
        text: &str,
        what: &str,
        report: &CopyReport,
        state: &mut AppState,
        screen: &mut dyn Screen,
    ) -> io::Result<Effects> {
        let is_short = text.len() <= MAX_TERMINAL_BYTES;
        let asks = is_short && (self.clipboard.terminal || report.needs_terminal);
        if asks {
            screen.copy(text)?;
        } else if report.has_failed() {
            return Ok(update(state, Msg::Copied(Err(report.failure()))));
        } else if self.clipboard.programs.is_empty() {
            let why = format!(
                "{} bytes of {what} are too many for terminals; export it instead",
                text.len()
            );
            return Ok(update(state, Msg::Copied(Err(why))));
        }
        let copied = report.text(&copy_summary(text, what), asks);
        Ok(update(state, Msg::Copied(Ok(copied))))
    }
}

/// Describes a copied `text`, which is `what`, in at most a line.
fn copy_summary(text: &str, what: &str) -> String {
    let count = text.chars().count();
    let summary = if count > 60 {
        format!("{count} characters of {what}")
    } else {
        format!("{what}: {}", text.trim())
    };
    visible_line(&summary)
}
