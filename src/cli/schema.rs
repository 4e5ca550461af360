//! `roledex schema`.

use serde_json::Value;

use super::{CommandContext, CommandError, Exit, args, fmt, keys, new, rename};
use crate::import::ladder;
use crate::report::OutputFormat;
use crate::report::schema::{answer_names, answer_schema};
use crate::{pack, report};

/// The schema of pack files.
const PACK: &str = "pack";

/// A schema: its name, and what makes it.
type OwnSchema = (&'static str, fn() -> Value);

/// The schemas of files, and of the answers of commands that are not reports.
const OWN_SCHEMAS: [OwnSchema; 6] = [
    (PACK, pack::schema),
    ("ladder-map", ladder::map_schema),
    (keys::SCHEMA_NAME, keys::keys_schema),
    ("new", new::new_schema),
    ("fmt", fmt::fmt_schema),
    ("rename", rename::rename_schema),
];

/// Returns the names of everything that has a schema.
pub(super) fn schema_names() -> Vec<String> {
    let own = OWN_SCHEMAS.iter().map(|(name, _)| (*name).to_string());
    own.chain(answer_names()).collect()
}

impl CommandContext<'_> {
    /// Prints the JSON Schema of pack files or of a JSON answer, or the reference of pack files.
    pub(super) fn run_schema(&mut self, args: &args::SchemaArgs) -> Result<Exit, CommandError> {
        if self.format == OutputFormat::Markdown
            && matches!(args.output_name.as_deref(), None | Some(PACK))
        {
            write!(self.out, "# The pack format\n\n{}", pack::reference())?;
            return Ok(Exit::Success);
        }
        let name = args.output_name.as_deref().unwrap_or(PACK);
        if name == PACK {
            let formats = [OutputFormat::Text, OutputFormat::Json, OutputFormat::Markdown];
            self.require_format(&formats)?;
        } else {
            self.require_text_or_json()?;
        }
        let own = OWN_SCHEMAS.iter().find(|(known, _)| *known == name);
        let schema = match own {
            Some((_, make)) => Some(make()),
            None => answer_schema(name),
        };
        let schema = schema
            .ok_or_else(|| CommandError::Usage("no answer with this name has a schema".into()))?;
        report::write_json(&mut self.out, &schema)?;
        Ok(Exit::Success)
    }
}
