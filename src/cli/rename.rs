//! `roledex rename`.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::fmt::replace_file;
use super::{CommandContext, CommandError, Exit, OutputFormat, args, stderr};
use crate::authoring::rename::{EntryKind, FileRename, RenameError, rename_id};
use crate::json::to_value;
use crate::model::text::{path_text, printable};
use crate::pack::{self, Diagnostic, LoadedPacks, Severity};
use crate::report;

/// The name and version of the JSON that `rename` prints.
const SCHEMA_ID: &str = "roledex/rename/1";

/// Returns the JSON Schema of the answers of `rename`.
pub(super) fn rename_schema() -> Value {
    report::schema::schema_of::<RenameAnswer<'static>>("rename", SCHEMA_ID)
}

/// The result of a renaming as JSON.
#[derive(Serialize, JsonSchema)]
struct RenameAnswer<'a> {
    schema: &'static str,
    kind: &'static str,
    old: &'a str,
    new: &'a str,
    written: bool,
    places: Vec<RenamedPlace<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct RenamedPlace<'a> {
    file: String,
    line: usize,
    column: usize,
    key: &'a str,
}

/// The files of a pack with their texts.
type PackFileTexts = Vec<(PathBuf, String)>;

impl CommandContext<'_> {
    /// Renames an id in all files of a pack.
    pub(super) fn run_rename(&mut self, args: &args::RenameArgs) -> Result<Exit, CommandError> {
        self.require_text_or_json()?;
        let packs = self.authored_packs(args.pack_path.as_slice())?;
        let [path] = &packs[..] else {
            let text = "ids are renamed in one pack at a time; name it with --in";
            return Err(CommandError::Usage(text.to_string()));
        };
        let texts = read_texts(path)?;
        let kind = args.kind.as_deref().and_then(EntryKind::from_word);
        let all: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        let renamed = rename_id(&all, &args.id, &args.new, kind);
        let (kind, files) = renamed.map_err(|error| match error {
            RenameError::Syntax => load_errors(path),
            error => CommandError::NoResult(error.to_string()),
        })?;
        check_result(path, &texts, &files)?;
        if !args.dry_run {
            write_all(&texts, &files)?;
        }
        self.report_rename(args, kind, &texts, &files)?;
        Ok(Exit::Success)
    }

    fn report_rename(
        &mut self,
        args: &args::RenameArgs,
        kind: EntryKind,
        texts: &PackFileTexts,
        files: &[FileRename],
    ) -> Result<(), CommandError> {
        let places: Vec<RenamedPlace<'_>> = files
            .iter()
            .flat_map(|file| {
                file.places.iter().map(|place| (path_text(&texts[file.file].0), place))
            })
            .map(|(file, place)| RenamedPlace {
                file,
                line: place.line,
                column: place.column,
                key: &place.key,
            })
            .collect();
        let (count, changed) = (places.len(), files.len());
        match self.format {
            OutputFormat::Json => {
                let (old, new) = (&args.id, &args.new);
                let schema = SCHEMA_ID;
                let written = !args.dry_run;
                let answer = RenameAnswer { schema, kind: kind.word(), old, new, written, places };
                report::write_json(&mut self.out, &to_value(&answer))?;
            }
            _ => {
                for RenamedPlace { file, line, column, key } in &places {
                    let file = printable(file);
                    match self.page.width {
                        Some(_) => writeln!(self.out, "{file}:{line}:{column}  {key}")?,
                        None => writeln!(self.out, "{file}\t{line}\t{column}\t{key}")?,
                    }
                }
            }
        }
        // Where the places cannot be written, nothing is said of their number.
        self.out.flush()?;
        let verb = if args.dry_run { "would rename" } else { "renamed" };
        stderr::print_note(format!(
            "{verb} the {kind} `{}` to `{}`: {} in {}",
            args.id,
            args.new,
            count_of(count, "place"),
            count_of(changed, "file")
        ));
        Ok(())
    }
}

/// Reads the files of the pack at `path`; they must be text.
fn read_texts(path: &Path) -> Result<PackFileTexts, CommandError> {
    let mut texts = Vec::new();
    for file in pack::files(path).map_err(CommandError::failed)? {
        let bytes = pack::read_bytes(&file).map_err(CommandError::failed)?;
        let text = String::from_utf8(bytes).map_err(|_| load_errors(path))?;
        texts.push((file, text));
    }
    Ok(texts)
}

/// Returns the faults of the pack at `path` as the problem.
fn load_errors(path: &Path) -> CommandError {
    match pack::load(&[path.to_path_buf()]) {
        Ok(LoadedPacks { diagnostics, .. }) => CommandError::InvalidPack(diagnostics),
        Err(error) => CommandError::failed(error),
    }
}

/// Checks that the pack has no more errors with the new id than before.
fn check_result(
    path: &Path,
    texts: &PackFileTexts,
    files: &[FileRename],
) -> Result<(), CommandError> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (at, (file, text)) in texts.iter().enumerate() {
        let renamed = files.iter().find(|renamed| renamed.file == at);
        let new = renamed.map_or(text, |renamed| &renamed.text);
        before.push((path_text(file), text.clone().into_bytes()));
        after.push((path_text(file), new.clone().into_bytes()));
    }
    let origin = printable(path);
    let before = pack::from_memory(vec![(origin.clone(), before)]).diagnostics;
    let after = pack::from_memory(vec![(origin, after)]).diagnostics;
    if count_errors(&after) > count_errors(&before) {
        return Err(CommandError::InvalidPack(after));
    }
    Ok(())
}

fn count_errors(faults: &[Diagnostic]) -> usize {
    faults.iter().filter(|fault| fault.severity == Severity::Error).map(|f| 1 + f.more).sum()
}

/// A number of things: `1 place`, `2 files`.
fn count_of(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Writes all files; if one cannot be written, those before it get their old text back.
fn write_all(texts: &PackFileTexts, files: &[FileRename]) -> Result<(), CommandError> {
    for (at, file) in files.iter().enumerate() {
        let (path, text) = &texts[file.file];
        if let Err(problem) = replace_file(path, text.as_bytes(), file.text.as_bytes()) {
            for done in &files[..at] {
                let (path, text) = &texts[done.file];
                // The first problem is the one to report.
                let _ = replace_file(path, done.text.as_bytes(), text.as_bytes());
            }
            return Err(problem);
        }
    }
    Ok(())
}
