//! `roledex keys`.

use serde_json::{Value, json};

use super::{Exit, Format, Problem, Run, config};
use crate::report;
use crate::tui::action::Context;
use crate::tui::keymap::{Bound, Keymap};

/// Returns the keys as JSON: the actions of each context.
fn json(keymap: &Keymap) -> Value {
    let key = |Bound { spec, keys }: Bound<'_>| json!({ "action": spec.id, "does": spec.doc, "keys": keys.iter().map(ToString::to_string).collect::<Vec<_>>() });
    let context = |context: Context| {
        json!({
            "id": context.id(), "title": context.title(), "actions": keymap.rows(context).map(key).collect::<Vec<_>>(),
        })
    };
    json!({ "schema": "roledex/keys/1", "contexts": Context::ALL.into_iter().map(context).collect::<Vec<_>>() })
}

impl Run<'_> {
    /// Lists the keys of the explorer: the default bindings, changed by the user's file.
    pub(super) fn keys(&mut self) -> Result<Exit, Problem> {
        self.takes(&[Format::Text, Format::Json, Format::Markdown])?;
        let (settings, faults) = self.settings()?;
        match self.format {
            Format::Json => report::write_json(&mut self.out, &json(&settings.keymap))?,
            _ => settings.keymap.write_markdown(&mut self.out)?,
        }
        self.out.flush()?;
        match config::told(&faults) {
            Some(fault) => Err(Problem::No(fault)),
            None => Ok(Exit::Done),
        }
    }
}
