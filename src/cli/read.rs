//! `roledex read`.

use std::path::Path;
use std::sync::Arc;

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::authoring::read_role;
use crate::model::Catalog;
use crate::model::text::quoted;
use crate::reading::added::ReadDescription;
use crate::reading::corrections::{CorrectMeaning, WordCorrection};
use crate::reading::formats::{MAX_FILE_SIZE, ReadingFault, lay_out};
use crate::reading::layout::LaidOutText;
use crate::reading::role::RoleReader;
use crate::reading::skills::SkillReaders;
use crate::report;
use crate::report::read;
use crate::search::SkillNames;

/// Maximum length of a line of `--lines`, in bytes.
const MAX_LINE_BYTES: usize = 64 << 10;
/// Number of lines of `--lines` that are read before their answers are written.
const LINES_BEFORE_WRITING: usize = 128;

/// The formats of a text that was read.
const FORMATS: [OutputFormat; 7] = [
    OutputFormat::Text,
    OutputFormat::Json,
    OutputFormat::Ndjson,
    OutputFormat::Csv,
    OutputFormat::Markdown,
    OutputFormat::Html,
    OutputFormat::Toml,
];

impl CommandContext<'_> {
    /// Shows the role that a text describes, or the skills of each line of a file.
    pub(super) fn run_read(&mut self, args: &args::ReadArgs) -> Result<Exit, CommandError> {
        match (&args.lines, &args.path) {
            (Some(path), _) => {
                self.require_format(&OutputFormat::FOR_MANY_ANSWERS)?;
                self.read_lines(path, args.limit)
            }
            (None, Some(path)) => {
                self.require_format(&FORMATS)?;
                let catalog = self.load_valid_catalog()?;
                self.write_read_text(&catalog, path, (&args.correct, args.limit))
            }
            (None, None) => Err(CommandError::Usage("name a file to read, or --lines FILE".into())),
        }
    }

    /// Shows the role that the text in the file at `path` describes, with `corrections`; at most
    /// `limit` skills that are likely.
    pub(super) fn write_read_text(
        &mut self,
        catalog: &Arc<Catalog>,
        path: &Path,
        (corrections, limit): (&[args::CorrectionArg], usize),
    ) -> Result<Exit, CommandError> {
        let source = super::gap::input_name(path);
        let text = read_layout(path)?;
        let engine = self.engine(catalog);
        let corrections = self.corrections(catalog, corrections)?;
        let mut reader = RoleReader::new(catalog, engine.reading(), engine.themes());
        let role = reader.read_corrected(&text, &corrections);
        if let Some(unused) = corrections.iter().find(|known| !role.corrections.contains(known)) {
            return Err(CommandError::Usage(format!(
                "--correct: no skill in {source} was read from exactly these words: `{}`",
                quoted(&unused.words)
            )));
        }
        let reading = ReadDescription { source: &source, text: &text, role: &role };
        let is_empty = read::is_empty(&reading);
        if is_empty && matches!(self.format, OutputFormat::Text | OutputFormat::Toml) {
            let what = "no responsibilities and no skills found in";
            return Err(CommandError::NoResult(format!("{what} {source}")));
        }
        super::role_text::note_several_jobs(&reading);
        let page = self.page;
        match self.format {
            OutputFormat::Text => {
                read::write_text(&mut self.out, catalog, &reading, (limit, page))?;
            }
            OutputFormat::Json => {
                report::write_json(&mut self.out, &read::json(catalog, &reading))?;
            }
            OutputFormat::Ndjson => {
                report::write_json_line(&mut self.out, &read::json(catalog, &reading))?;
            }
            OutputFormat::Toml => {
                self.out.write_all(read_role::pack_file(catalog, &reading).as_bytes())?;
            }
            _ => self.write_document(catalog, &read::document(catalog, &reading, limit))?,
        }
        Ok(if is_empty { Exit::NoResult } else { Exit::Success })
    }

    /// Returns the corrections that `args` state, one for the same words.
    fn corrections(
        &mut self,
        catalog: &Arc<Catalog>,
        args: &[args::CorrectionArg],
    ) -> Result<Vec<WordCorrection>, CommandError> {
        let names = SkillNames::new(catalog);
        let mut all: Vec<WordCorrection> = Vec::new();
        for arg in args {
            let mut skills = Vec::new();
            if !arg.skill.is_empty() {
                let skill = self.resolve_skill(catalog, &names, &arg.skill)?;
                skills.push(catalog.skill(skill).id.clone());
            }
            let Some(known) = all.iter_mut().find(|known| known.is_about(&arg.words)) else {
                let meaning = CorrectMeaning::Skills(skills);
                all.push(WordCorrection { words: arg.words.clone(), meaning });
                continue;
            };
            let mut both = known.skills().to_vec();
            if both.is_empty() || skills.is_empty() {
                return Err(CommandError::Usage(format!(
                    "--correct: `{}` cannot mean both a skill and none",
                    quoted(&arg.words)
                )));
            }
            both.extend(skills.into_iter().filter(|skill| !known.skills().contains(skill)));
            known.meaning = CorrectMeaning::Skills(both);
        }
        Ok(all)
    }

    /// Shows the skills of each line of the file at `path`.
    fn read_lines(&mut self, path: &Path, limit: usize) -> Result<Exit, CommandError> {
        let text = super::diff::read_list(path)?;
        if let Some(at) = text.lines().position(|line| line.len() > MAX_LINE_BYTES) {
            let (source, at) = (super::gap::input_name(path), at + 1);
            return Err(CommandError::Failed(
                format!(
                    "{source}: line {at} is longer than {} KiB; split it, or read the file without \
                     --lines",
                    MAX_LINE_BYTES >> 10
                )
                .into(),
            ));
        }
        let catalog = self.load_valid_catalog()?;
        let engine = self.engine(&catalog);
        let mut readers = SkillReaders::new(engine.reading());
        let mut answers = report::JsonAnswerWriter::new(self.format != OutputFormat::Json);
        let mut found = false;
        let lines: Vec<&str> = text.lines().collect();
        for some in lines.chunks(LINES_BEFORE_WRITING) {
            let skills = readers.read_each(some, |reader, line| reader.read(line, limit));
            for (line, skills) in some.iter().zip(skills) {
                found |= !skills.is_empty();
                answers.push(&mut self.out, &read::json_line(&catalog, line, &skills))?;
            }
        }
        answers.finish(&mut self.out)?;
        Ok(if found { Exit::Success } else { Exit::NoResult })
    }
}

/// Reads the text in the file at `path`, or in standard input for `-`, line by line.
pub(super) fn read_layout(path: &Path) -> Result<LaidOutText, CommandError> {
    let bytes = super::gap::read_input(path, MAX_FILE_SIZE)?;
    lay_out(&super::gap::input_name(path), &bytes).map_err(|error| match error.fault() {
        ReadingFault::Empty => CommandError::NoResult(error.to_string()),
        _ => CommandError::Failed(error.into()),
    })
}
