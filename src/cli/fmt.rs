//! `roledex fmt`.

use std::io;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::output::cannot_write;
use super::{CommandContext, CommandError, Exit, OutputFormat, args, stderr};
use crate::authoring::style::{StyleError, restyle};
use crate::disk::{self, FileAccess, read as disk_read};
use crate::json::to_value;
use crate::model::text::{path_text, printable};
use crate::pack::{self, Diagnostic, DiagnosticCode, LineIndex};
use crate::report::{self, diagnostics};

/// The name and version of the JSON that `fmt` prints.
const SCHEMA_ID: &str = "roledex/fmt/1";

/// Returns the JSON Schema of the answers of `fmt`.
pub(super) fn fmt_schema() -> Value {
    report::schema::schema_of::<FmtAnswer>("fmt", SCHEMA_ID)
}

/// The result of formatting as JSON.
#[derive(Serialize, JsonSchema)]
struct FmtAnswer {
    schema: &'static str,
    files: usize,
    changed: Vec<String>,
}

impl CommandContext<'_> {
    /// Rewrites pack files in one style, or lists those that are not in it.
    pub(super) fn run_fmt(&mut self, args: &args::FmtArgs) -> Result<Exit, CommandError> {
        self.require_text_or_json()?;
        if let [only] = &args.paths[..]
            && pack::is_standard_input(only)
        {
            self.require_format(&[OutputFormat::Text])?;
            return self.format_standard_input(args.check);
        }
        let mut files = Vec::new();
        for path in self.authored_packs(&args.paths)? {
            files.extend(pack::files(&path).map_err(CommandError::failed)?);
        }
        files.sort();
        files.dedup();
        let (mut changed, mut faults) = (Vec::new(), Vec::new());
        for file in &files {
            match format_file(file, args.check)? {
                Ok(true) => changed.push(path_text(file)),
                Ok(false) => {}
                Err(fault) => faults.push(*fault),
            }
        }
        if self.format == OutputFormat::Json {
            let schema = SCHEMA_ID;
            let answer = FmtAnswer { schema, files: files.len(), changed: changed.clone() };
            report::write_json(&mut self.out, &to_value(&answer))?;
        } else {
            for file in &changed {
                writeln!(self.out, "{}", printable(file))?;
            }
        }
        if !faults.is_empty() {
            self.out.flush()?;
            let mut text = Vec::new();
            diagnostics::write_text(&mut text, &faults, self.config.stderr_colour)?;
            stderr::write_raw(&text);
            return Err(CommandError::Failed(
                "files that cannot be read as TOML were left alone".into(),
            ));
        }
        Ok(if args.check && !changed.is_empty() { Exit::NoResult } else { Exit::Success })
    }

    /// Returns the packs to write in: `given`, or else those that are open.
    pub(super) fn authored_packs(&self, given: &[PathBuf]) -> Result<Vec<PathBuf>, CommandError> {
        if given.is_empty() {
            self.check_project()?;
        }
        let packs = if given.is_empty() { &self.config.packs } else { given };
        let packs: Vec<PathBuf> =
            packs.iter().filter(|path| path.as_os_str() != "built-in").cloned().collect();
        if let Some(path) = packs.iter().find(|path| pack::is_standard_input(path)) {
            let name = printable(path);
            return Err(CommandError::Usage(format!(
                "`{name}` cannot be combined with other packs; name files or folders"
            )));
        }
        if packs.is_empty() {
            let text =
                "name the files or folders of your pack; the built-in pack cannot be changed";
            return Err(CommandError::Usage(text.to_string()));
        }
        Ok(packs)
    }

    fn format_standard_input(&mut self, is_check: bool) -> Result<Exit, CommandError> {
        let bytes = disk_read::standard_input(disk_read::MAX_LIST_SIZE)
            .map_err(|error| CommandError::failed_to("cannot read standard input", error))?;
        let styled =
            styled("<stdin>", &bytes).map_err(|fault| CommandError::InvalidPack(vec![*fault]))?;
        if !is_check {
            self.out.write_all(styled.as_bytes())?;
        }
        let same = styled.as_bytes() == bytes;
        Ok(if is_check && !same { Exit::NoResult } else { Exit::Success })
    }
}

/// Rewrites the file at `path` unless `is_check`; returns whether its style was another, or why
/// it cannot be read.
fn format_file(path: &Path, is_check: bool) -> Result<Result<bool, Box<Diagnostic>>, CommandError> {
    let bytes = pack::read_bytes(path).map_err(CommandError::failed)?;
    let styled = match styled(&path_text(path), &bytes) {
        Ok(styled) => styled,
        Err(fault) => return Ok(Err(fault)),
    };
    if styled.as_bytes() == bytes {
        return Ok(Ok(false));
    }
    if !is_check {
        replace_file(path, &bytes, styled.as_bytes())?;
    }
    Ok(Ok(true))
}

/// Returns the content of a file in the one style, or why it cannot be read.
fn styled(name: &str, bytes: &[u8]) -> Result<String, Box<Diagnostic>> {
    let fault = |text: &str, span, code, message| {
        Box::new(LineIndex::of(text).error_at(name, text, span, code, message))
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (text, at) = (String::from_utf8_lossy(bytes), error.valid_up_to());
        let message = "this is not UTF-8 text".to_string();
        fault(&text, at..at + 1, DiagnosticCode::NotUtf8, message)
    })?;
    restyle(text).map_err(|error| match error {
        StyleError::Syntax { message, span } => fault(text, span, DiagnosticCode::Syntax, message),
        StyleError::Changed => fault(text, 0..0, DiagnosticCode::Syntax, error.to_string()),
    })
}

/// Replaces the content `known` of the file at `path`.
pub(super) fn replace_file(path: &Path, known: &[u8], new: &[u8]) -> Result<(), CommandError> {
    let written = disk::write_if_unchanged(path, Some(known), FileAccess::Default, |out| {
        io::Write::write_all(out, new)
    });
    match written {
        Ok(true) => Ok(()),
        Ok(false) => Err(CommandError::Failed(
            format!("{} has just changed; run the command again", printable(path)).into(),
        )),
        Err(error) => Err(cannot_write(path, error)),
    }
}
