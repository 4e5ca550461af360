//! `roledex import ladder`.

use std::io::Write;
use std::path::Path;

use super::import::check_output;
use super::output::OutputTarget;
use super::{CommandContext, CommandError, Exit, OutputFormat, args, stderr};
use crate::disk::{self, IfExists};
use crate::import::ladder::{self, LadderMap, LadderOptions};
use crate::model::text::printable;
use crate::pack;
use crate::report::{self, PageSetup};

impl CommandContext<'_> {
    /// Converts a career ladder into a pack file, or reports how it is understood.
    pub(super) fn import_ladder(&mut self, args: &args::ImportArgs) -> Result<Exit, CommandError> {
        if args.language.is_some() || !args.without.is_empty() {
            return Err(CommandError::Usage("--language and --without are not for ladders; leave parts out with `ignore` in a --map".to_string()));
        }
        let existing = if args.force { IfExists::Replace } else { IfExists::Keep };
        let path = args.output.as_deref();
        if let Some(path) = path {
            check_output(args, &OutputTarget::of(path), existing)?;
        }
        let map = args.map.as_deref().map(read_map).transpose()?.unwrap_or_default();
        let options = LadderOptions { map, id: args.id.clone(), title: args.title.clone() };
        let imported = ladder::read(&args.paths, &options).map_err(CommandError::failed)?;
        let answer = report::ladder::LadderReport { output: path, imported: &imported };
        let mut to_stdout = false;
        if let Some(path) = path {
            let output = OutputTarget::of(path);
            to_stdout = matches!(output, OutputTarget::Stdout);
            output
                .write(existing, &mut self.out, |out| pack::write(&imported.tables, out))
                .map_err(|error| output.write_failure(error))?;
        }
        // If the pack goes to standard output, nothing else does.
        let mut aside = Vec::new();
        let (mut out, page): (&mut dyn Write, _) =
            if to_stdout { (&mut aside, PageSetup::PLAIN) } else { (&mut self.out, self.page) };
        if self.format == OutputFormat::Json {
            report::write_json(&mut out, &report::ladder::json(&answer))?;
        } else {
            report::ladder::write_text(&mut out, &answer, page)?;
        }
        stderr::write_raw(&aside);
        Ok(Exit::Success)
    }
}

/// Reads the map of a ladder.
fn read_map(path: &Path) -> Result<LadderMap, CommandError> {
    let text = disk::read::text(path, disk::read::MAX_SETTINGS_SIZE).map_err(|error| {
        CommandError::Failed(format!("cannot read {}: {error}", printable(path)).into())
    })?;
    LadderMap::parse(&text).map_err(|why| {
        CommandError::Failed(
            format!("{}: {why}\nfor its keys, see `roledex schema ladder-map`", printable(path))
                .into(),
        )
    })
}
