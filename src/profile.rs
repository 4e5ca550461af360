//! The user's skills: the profile file, and what the open packs know of it.
//!
//! `edit` changes the text of the file where necessary and leaves the rest as the user wrote it,
//! `file` reads and writes the file, `reference` names its keys, `resolve` finds the skills of a catalog that are meant, and
//! `phrase` takes apart free text that names skills. The file outlives packs: entries that the open
//! ones do not know stay in it.

mod cv;
mod edit;
mod file;
mod phrase;
mod reference;
mod resolve;

use std::ops::Range;

use self::reference::{FILE_KEYS, FORMAT, SKILL_KEYS};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use cv::resolve_cv;
pub use file::{ProfileError, ProfileFile};
pub use phrase::name_and_level;
pub use reference::reference;
pub use resolve::{
    KnownSkill, LeftOutSkill, ResolvedSkills, StatedLevel, UnknownSkill, find_level, parse_level,
    resolve, resolve_resume,
};

use crate::import::resume::{self, Resume};
use crate::model::text::visible;
use crate::pack::DiagnosticCode;
use crate::pack::toml_reader::{self, TomlReader};
use crate::pack::{Diagnostic, LineIndex};
use crate::pack::{FileKind, file_kind};
use crate::reading::formats::{self, ReadingFault};
use crate::reading::layout::LaidOutText;

/// The start of a new file.
const NEW_FILE_TEXT: &str =
    "# My skills. Maintained by roledex; you can edit this file.\nformat = 1\nskills = [\n]\n";

/// A skill of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileEntry {
    /// The skill as it is written: an id, if roledex wrote it.
    pub skill: String,
    /// The level as it is written.
    pub level: Option<String>,
    /// A remark by the user.
    pub note: Option<String>,
}

/// A person's skills, as an editable text.
///
/// ```
/// use roledex::profile::Profile;
/// let mut profile = Profile::parse("profile.toml", "skills = [\"sql\"] # so far").unwrap();
/// profile.set("sql", Some("working"));
/// profile.set("figma", None);
/// assert_eq!(profile.text(), "skills = [\"sql: working\", \"figma\"] # so far");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    text: String,
    entries: Vec<ProfileEntry>,
}

impl Default for Profile {
    /// Returns an empty profile.
    fn default() -> Self {
        Self { text: NEW_FILE_TEXT.to_string(), entries: Vec::new() }
    }
}

impl Profile {
    /// Reads `text`, the full content of `file`.
    ///
    /// # Errors
    ///
    /// Every fault of the file, if it has any.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let entries =
            ProfileParser { file, text, lines: LineIndex::of(text), faults: Vec::new() }.read()?;
        Ok(Self {
            text: text.to_string(),
            entries: entries.into_iter().map(|(entry, _)| entry).collect(),
        })
    }

    /// Returns the skills, in the order in which they are written.
    pub fn entries(&self) -> &[ProfileEntry] {
        &self.entries
    }

    /// Returns the text with all changes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Sets the level of the entry that is written `skill`, or adds one at the end. The rest of the
    /// text stays. A blank `skill` is ignored.
    pub fn set(&mut self, skill: &str, level: Option<&str>) {
        let skill = visible(skill).into_owned();
        let level =
            level.map(|level| visible(level).into_owned()).filter(|level| !level.is_empty());
        match self.entries.iter().position(|entry| entry.skill == skill) {
            Some(at) if self.entries[at].level == level => return,
            Some(at) => {
                self.entries[at].level = level;
                self.text = edit::replace(&self.text, at, &self.entries[at]);
            }
            None if skill.is_empty() => return,
            None => {
                let entry = ProfileEntry { skill, level, note: None };
                self.text = edit::append(&self.text, &entry);
                self.entries.push(entry);
            }
        }
        self.verify_text();
    }

    /// Removes the entry that is written `skill`, with the comment after it on its line; returns
    /// whether there was one.
    pub fn remove(&mut self, skill: &str) -> bool {
        let Some(at) = self.entries.iter().position(|entry| entry.skill == skill) else {
            return false;
        };
        self.entries.remove(at);
        self.text = edit::remove(&self.text, at);
        self.verify_text();
        true
    }

    /// If an in-place edit did not produce the intended entries, rewrites the file: losing comments
    /// is better than losing skills.
    fn verify_text(&mut self) {
        let sound = Self::parse("", &self.text).is_ok_and(|again| again.entries == self.entries);
        debug_assert!(sound, "{:?} is not {:?}", self.text, self.entries);
        if !sound {
            self.text = self
                .entries
                .iter()
                .fold(NEW_FILE_TEXT.to_string(), |text, entry| edit::append(&text, entry));
        }
    }
}

/// A file about a person's skills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkillFile {
    /// A profile of roledex.
    Profile(Profile),
    /// A resume or a list of skills.
    Resume(Resume),
    /// The text of a CV.
    Cv(LaidOutText),
}

impl SkillFile {
    /// Whether the file is about a person, and not a profile of roledex.
    pub fn is_resume(&self) -> bool {
        !matches!(self, Self::Profile(_))
    }
}

/// Reads `bytes`, the content of `file`: a profile, a resume in JSON or YAML, a table of skills, or a
/// CV as plain text, Markdown, HTML, DOCX, ODT or PDF. The content determines which.
///
/// # Errors
///
/// When it is none of these; for a file of another kind the error names the kind in one line.
pub fn read(file: &str, bytes: &[u8]) -> Result<SkillFile, ProfileError> {
    let Ok(text) = str::from_utf8(bytes) else { return read_other_encoding(file, bytes) };
    if resume::is_json(text) {
        return resume_file(resume::read(text), file);
    }
    let faults = match Profile::parse(file, text) {
        Ok(profile) => return Ok(SkillFile::Profile(profile)),
        Err(faults) => faults,
    };
    match file_kind(file, bytes) {
        Some(FileKind::Csv) => {
            let is_named = file.rsplit('.').next().is_some_and(|end| {
                ["csv", "tsv", "tab"].iter().any(|known| end.eq_ignore_ascii_case(known))
            });
            match resume::read_table(text) {
                // A text with many commas is no table unless it is called one.
                Err(error) if !is_named => {
                    read_cv_file(file, bytes).or_else(|_| resume_file(Err(error), file))
                }
                read => resume_file(read, file),
            }
        }
        Some(FileKind::Yaml) => {
            let is_named = file.rsplit('.').next().is_some_and(|end| {
                ["yaml", "yml"].iter().any(|known| end.eq_ignore_ascii_case(known))
            });
            match resume::read_yaml(text) {
                // "Name: …" at the start of lines is as common in texts as in YAML.
                Err(_) if !is_named => read_cv_file(file, bytes),
                read => resume_file(read, file),
            }
        }
        // A single column has no separator that identifies a CSV, so its header decides.
        Some(FileKind::Text) if is_list(text) => resume_file(resume::read_table(text), file),
        Some(
            FileKind::Text
            | FileKind::Markdown
            | FileKind::Html
            | FileKind::Pdf
            | FileKind::Office
            | FileKind::Rtf,
        ) => read_cv_file(file, bytes),
        Some(kind) => Err(ProfileError::Kind { file: file.to_string(), kind }),
        None => Err(ProfileError::Faults(faults)),
    }
}

/// Reads a file that is not UTF-8: a document, or a text in another encoding. Data in another
/// encoding is refused, as its names would be wrong.
fn read_other_encoding(file: &str, bytes: &[u8]) -> Result<SkillFile, ProfileError> {
    let is_data = ["json", "csv", "tsv", "tab", "toml", "yaml", "yml"]
        .iter()
        .any(|end| file.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(end)));
    match file_kind(file, bytes) {
        Some(FileKind::Csv | FileKind::Json | FileKind::Yaml) => {
            Err(ProfileError::NotUtf8 { file: file.to_string() })
        }
        Some(kind) if is_data && kind != FileKind::Text => {
            Err(ProfileError::Kind { file: file.to_string(), kind })
        }
        _ if is_data => Err(ProfileError::NotUtf8 { file: file.to_string() }),
        _ => read_cv_file(file, bytes),
    }
}

/// Reads a CV.
fn read_cv_file(file: &str, bytes: &[u8]) -> Result<SkillFile, ProfileError> {
    match formats::lay_out(file, bytes) {
        Ok(text) => Ok(SkillFile::Cv(text)),
        Err(error) => match (error.fault(), file_kind(file, bytes)) {
            (ReadingFault::OtherFormat { .. } | ReadingFault::Empty, Some(kind))
                if !matches!(kind, FileKind::Office | FileKind::Text | FileKind::Html) =>
            {
                Err(ProfileError::Kind { file: file.to_string(), kind })
            }
            _ => Err(ProfileError::Cv(error)),
        },
    }
}

/// The result of reading a resume as a file of skills.
fn resume_file(
    read: Result<Resume, resume::ResumeError>,
    file: &str,
) -> Result<SkillFile, ProfileError> {
    read.map(SkillFile::Resume)
        .map_err(|source| ProfileError::Resume { file: file.to_string(), source })
}

/// Whether `text` is a list of skills with one on each line below a head. "Skills" begins CVs too:
/// there blank lines follow, bullets, or several names on a line.
fn is_list(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut lines = text.lines().map(str::trim);
    let head = lines.next().unwrap_or_default().trim_matches('"').to_lowercase();
    matches!(head.as_str(), "name" | "skill" | "skills" | "skill name")
        && lines.all(|line| {
            let is_quoted = line.len() > 1 && line.starts_with('"') && line.ends_with('"');
            let is_item = line.starts_with(['-', '*', '•']) || line.ends_with(':');
            !line.is_empty() && !is_item && (is_quoted || !line.contains([',', ';']))
        })
}

/// Reads a file, collecting all its faults.
struct ProfileParser<'a> {
    file: &'a str,
    text: &'a str,
    lines: LineIndex,
    faults: Vec<Diagnostic>,
}

impl TomlReader for ProfileParser<'_> {
    fn report(
        &mut self,
        code: DiagnosticCode,
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        let fault = self.lines.error_at(self.file, self.text, span, code, message);
        self.faults.push(Diagnostic { hint, ..fault });
    }

    fn wrong_type_hint(&self, wanted: &str) -> Option<String> {
        let hint = match wanted {
            SKILL_LIST => "write: skills = [\"sql: working\", \"roadmapping\"]",
            _ => "put it in quotes",
        };
        Some(hint.to_string())
    }

    fn unknown_key_hint(&self, key: &str, known: &[&str]) -> String {
        match key {
            "pack" => "this is a pack; open it with `--pack`".to_string(),
            _ => toml_reader::known_keys_hint(key, known),
        }
    }
}

/// The type of the skills of a profile.
const SKILL_LIST: &str = "a list";

impl ProfileParser<'_> {
    fn fault(
        &mut self,
        code: DiagnosticCode,
        span: Range<usize>,
        message: String,
        hint: impl Into<String>,
    ) {
        self.report(code, span, message, Some(hint.into()));
    }

    /// Returns the entries with their places.
    fn read(mut self) -> Result<Vec<(ProfileEntry, Range<usize>)>, Vec<Diagnostic>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            let message = if message.is_empty() { "this is not TOML".to_string() } else { message };
            let hint = "a profile looks like this: skills = [\"sql: working\", \"roadmapping\"]";
            self.fault(DiagnosticCode::Syntax, error.span().unwrap_or(0..0), message, hint);
        }
        let mut entries = Vec::new();
        if errors.is_empty() {
            for (key, value) in root.get_ref() {
                match key.get_ref().as_ref() {
                    "format" => self.format(value),
                    "skills" => entries = self.skills(value),
                    other => {
                        let known = FILE_KEYS.map(|key| key.name);
                        self.unknown_key(other, key.span(), "a profile", &known);
                    }
                }
            }
        }
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        if self.faults.is_empty() { Ok(entries) } else { Err(self.faults) }
    }

    fn format(&mut self, value: &Spanned<DeValue<'_>>) {
        if toml_reader::whole_number(value.get_ref()) != Some(FORMAT) {
            let found = visible(&self.text[value.span()]).into_owned();
            let hint = "this version of roledex reads format 1; the file may be from a newer one";
            self.fault(
                DiagnosticCode::BadFormat,
                value.span(),
                format!("unknown format {found}"),
                hint,
            );
        }
    }

    fn skills(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<(ProfileEntry, Range<usize>)> {
        let items = self.list("skills", SKILL_LIST, value);
        let mut entries: Vec<(ProfileEntry, Range<usize>)> = Vec::new();
        for item in items.into_iter().flat_map(|items| items.iter()) {
            let Some(entry) = self.entry(item) else { continue };
            if entries.iter().any(|(other, _)| other.skill == entry.skill) {
                let message = format!("`{}` is listed twice", entry.skill);
                self.fault(
                    DiagnosticCode::DuplicateSkill,
                    item.span(),
                    message,
                    "keep one of them",
                );
                continue;
            }
            entries.push((entry, item.span()));
        }
        entries
    }

    /// Reads `"skill"`, `"skill: level"`, or a table.
    fn entry(&mut self, item: &Spanned<DeValue<'_>>) -> Option<ProfileEntry> {
        let (skill, level, note) = match item.get_ref() {
            DeValue::String(short) => match short.split_once(':') {
                Some((skill, level)) => (skill, Some(level), None),
                None => (short.as_ref(), None, None),
            },
            DeValue::Table(table) => {
                let known = SKILL_KEYS.map(|key| key.name);
                let mut texts = [None; SKILL_KEYS.len()];
                for (key, value) in table {
                    let key_text = key.get_ref().as_ref();
                    match known.iter().position(|known| *known == key_text) {
                        Some(at) => texts[at] = self.text(key_text, "a string", value),
                        None => self.unknown_key(key_text, key.span(), "a skill", &known),
                    }
                }
                let [skill, level, note] = texts;
                (skill.unwrap_or_default(), level, note)
            }
            _ => {
                let hint = "write \"skill\" or \"skill: level\"";
                self.fault(
                    DiagnosticCode::WrongType,
                    item.span(),
                    "this is not a skill".to_string(),
                    hint,
                );
                return None;
            }
        };
        let [level, note] =
            [level, note].map(|text| text.map(visible_text).filter(|text| !text.is_empty()));
        let entry = ProfileEntry { skill: visible_text(skill), level, note };
        if entry.skill.is_empty() {
            let hint = "write \"skill\" or \"skill: level\"";
            self.fault(
                DiagnosticCode::Empty,
                item.span(),
                "the skill name is missing".to_string(),
                hint,
            );
            return None;
        }
        Some(entry)
    }
}

/// The text without invisible characters.
fn visible_text(text: &str) -> String {
    visible(text).into_owned()
}

/// Returns the places of the list of skills in a valid `text`, and of each of its items.
fn skill_spans(text: &str) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let root = DeTable::parse(text).ok()?;
    let list = root.get_ref().get("skills")?;
    let items = list.get_ref().as_array()?;
    Some((list.span(), items.iter().map(Spanned::span).collect()))
}

#[cfg(test)]
mod tests;
