//! `roledex keys`.

use serde_json::{Value, json};

use super::{CommandContext, CommandError, Exit, OutputFormat, config};
use crate::report;
use crate::tui::action::KeyContext;
use crate::tui::keymap::{BoundAction, Keymap};

/// Returns the keys as JSON: the actions of each context.
fn keymap_json(keymap: &Keymap) -> Value {
    let key = |BoundAction { spec, keys }: BoundAction<'_>| json!({ "action": spec.id, "does": spec.doc, "keys": keys.iter().map(ToString::to_string).collect::<Vec<_>>() });
    let context = |context: KeyContext| {
        json!({
            "id": context.id(), "title": context.title(), "actions": keymap.rows(context).map(key).collect::<Vec<_>>(),
        })
    };
    json!({ "schema": "roledex/keys/1", "contexts": KeyContext::ALL.into_iter().map(context).collect::<Vec<_>>() })
}

impl CommandContext<'_> {
    /// Lists the keys of the explorer: the default bindings, changed by the user's file.
    pub(super) fn run_keys(&mut self) -> Result<Exit, CommandError> {
        self.require_format(&[OutputFormat::Text, OutputFormat::Json, OutputFormat::Markdown])?;
        let (settings, faults) = self.load_settings()?;
        match self.format {
            OutputFormat::Json => {
                report::write_json(&mut self.out, &keymap_json(&settings.keymap))?;
            }
            _ => settings.keymap.write_markdown(&mut self.out)?,
        }
        self.out.flush()?;
        match config::first_diagnostic_line(&faults) {
            Some(fault) => Err(CommandError::NoResult(fault)),
            None => Ok(Exit::Success),
        }
    }
}
