//! `roledex schema`.

use super::{CommandContext, CommandError, Exit, args, keys};
use crate::import::ladder;
use crate::report::OutputFormat;
use crate::report::schema::{answer_names, answer_schema};
use crate::{pack, report};

/// The schema of pack files.
const PACK: &str = "pack";

/// The schema of the maps of ladders.
const LADDER_MAP: &str = "ladder-map";

/// Returns the names of everything that has a schema.
pub(super) fn schema_names() -> Vec<String> {
    let before = [PACK, LADDER_MAP, keys::SCHEMA_NAME].map(str::to_string);
    before.into_iter().chain(answer_names()).collect()
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
        match args.output_name.as_deref() {
            None | Some(PACK) => {
                let formats = [OutputFormat::Text, OutputFormat::Json, OutputFormat::Markdown];
                self.require_format(&formats)?;
            }
            Some(_) => self.require_text_or_json()?,
        }
        let schema = match args.output_name.as_deref() {
            None | Some(PACK) => Some(pack::schema()),
            Some(keys::SCHEMA_NAME) => Some(keys::keys_schema()),
            Some(LADDER_MAP) => Some(ladder::map_schema()),
            Some(name) => answer_schema(name),
        };
        let schema = schema
            .ok_or_else(|| CommandError::Usage("no answer with this name has a schema".into()))?;
        report::write_json(&mut self.out, &schema)?;
        Ok(Exit::Success)
    }
}
