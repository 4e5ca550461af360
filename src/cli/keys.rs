//! `roledex keys`.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{CommandContext, CommandError, Exit, OutputFormat, config};
use crate::json::to_value;
use crate::report;
use crate::tui::action::KeyContext;
use crate::tui::keymap::{BoundAction, Keymap};

/// The name of the schema of the keys.
pub(super) const SCHEMA_NAME: &str = "keys";

/// Returns the JSON Schema of the keys.
pub(super) fn keys_schema() -> Value {
    report::schema::schema_of::<KeysAnswer>(SCHEMA_NAME, "roledex/keys/1")
}

/// The keys as JSON.
#[derive(Serialize, JsonSchema)]
struct KeysAnswer {
    schema: &'static str,
    contexts: Vec<ContextKeys>,
}

/// The actions of a context as JSON.
#[derive(Serialize, JsonSchema)]
struct ContextKeys {
    id: &'static str,
    title: &'static str,
    actions: Vec<ActionKeys>,
}

/// An action and its keys as JSON.
#[derive(Serialize, JsonSchema)]
struct ActionKeys {
    action: &'static str,
    does: &'static str,
    keys: Vec<String>,
}

impl KeysAnswer {
    /// Returns the actions of each context with their keys.
    fn new(keymap: &Keymap) -> Self {
        let contexts = KeyContext::ALL.into_iter().map(|context| ContextKeys {
            id: context.id(),
            title: context.title(),
            actions: keymap.rows(context).map(ActionKeys::new).collect(),
        });
        Self { schema: "roledex/keys/1", contexts: contexts.collect() }
    }
}

impl ActionKeys {
    fn new(BoundAction { spec, keys }: BoundAction<'_>) -> Self {
        let keys = keys.iter().map(ToString::to_string).collect();
        Self { action: spec.id, does: spec.doc, keys }
    }
}

impl CommandContext<'_> {
    /// Lists the keys of the explorer: the default bindings, changed by the user's file.
    pub(super) fn run_keys(&mut self) -> Result<Exit, CommandError> {
        self.require_format(&[OutputFormat::Text, OutputFormat::Json, OutputFormat::Markdown])?;
        let (settings, faults) = self.load_settings()?;
        match self.format {
            OutputFormat::Json => {
                report::write_json(&mut self.out, &to_value(&KeysAnswer::new(&settings.keymap)))?;
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
