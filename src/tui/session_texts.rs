//! Texts that were read as roles: kept until the explorer ends, and never saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::effect::{CorrectionChange, TextToRead};
use crate::disk;
use crate::engine::Engine;
use crate::model::text::quoted;
use crate::model::{Catalog, RoleId};
use crate::question::command_line::{PASTED, file_text_name};
use crate::reading::added::{ReadDescription, added_roles};
use crate::reading::corrections::{WordCorrection, set_correction};
use crate::reading::formats::{MAX_FILE_SIZE, lay_out};
use crate::reading::layout::LaidOutText;
use crate::reading::role::{ReadRole, RoleReader};

/// A text, the name of its place, and what its words mean where that was read wrongly.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OpenedText {
    /// The place as shown: a path, or `pasted text`.
    pub(super) source: String,
    /// The file without links and dots, if it is one.
    pub(super) file: Option<PathBuf>,
    /// The text.
    pub(super) text: Arc<LaidOutText>,
    /// The corrections by the user.
    pub(super) corrections: Vec<WordCorrection>,
}

/// A text that was read as a role.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SessionText {
    /// The text.
    pub(super) opened: OpenedText,
    /// The role.
    pub(super) role: ReadRole,
}

impl SessionText {
    /// Returns the text and the role.
    pub(super) fn description(&self) -> ReadDescription<'_> {
        ReadDescription { source: &self.opened.source, text: &self.opened.text, role: &self.role }
    }
}

/// The texts read so far, in their order.
pub(super) type SessionTexts = Arc<Vec<SessionText>>;

/// Returns the text that `role` was read from, if it was read from one.
pub(super) fn text_of<'a>(
    texts: &'a SessionTexts,
    catalog: &Catalog,
    role: RoleId,
) -> Option<&'a SessionText> {
    let source = catalog.read_from(role)?;
    texts.iter().find(|text| text.opened.source == source)
}

/// The reason why a text was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RereadReason {
    /// A text was read.
    Read,
    /// The meaning of some of its words was corrected.
    Corrected(CorrectionChange),
}

/// The engine of a catalog with the roles that were read from texts.
#[derive(Debug)]
pub(super) struct ReadTexts {
    /// The engine of the packs alone.
    pub(super) base: Arc<Engine>,
    /// The texts that were read before.
    pub(super) before: SessionTexts,
    /// All texts.
    pub(super) texts: SessionTexts,
    /// The engine with their roles.
    pub(super) engine: Arc<Engine>,
    /// The position of the text that was read last.
    pub(super) latest: usize,
    /// Why it was read.
    pub(super) change: RereadReason,
}

/// Packs with the texts as they were read for them.
#[derive(Debug)]
pub(super) struct PacksAndTexts {
    /// The engine of the packs with the roles of the texts.
    pub(super) engine: Arc<Engine>,
    /// The texts as they were read before.
    pub(super) before: SessionTexts,
    /// The texts.
    pub(super) texts: SessionTexts,
}

/// Opens a text, and gives it a name that no other text has.
pub(super) fn open(text: TextToRead) -> Result<OpenedText, String> {
    match text {
        TextToRead::File(path) => {
            let typed = path;
            let path = disk::expand_home(&typed, disk::home_folder().as_deref());
            let name = file_text_name(&path);
            let is_missing = !path.exists();
            if let Some(text) = as_text(&typed).filter(|_| is_missing) {
                return open(TextToRead::Pasted(text));
            }
            let bytes = disk::read::bytes(&path, MAX_FILE_SIZE).map_err(|error| {
                // The reason comes first: a long name would push it off the screen.
                if is_missing {
                    format!("no such file: {name}")
                } else {
                    format!("cannot read {name}: {error}")
                }
            })?;
            let text = lay_out(&name, &bytes).map_err(|error| error.to_string())?;
            // The same file under two names is one text.
            let file = std::fs::canonicalize(&path).unwrap_or(path);
            Ok(opened_text(name, Some(file), text))
        }
        TextToRead::Pasted(text) => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let text = lay_out(PASTED, text.as_bytes()).map_err(|error| error.to_string())?;
            Ok(opened_text(PASTED.to_string(), None, text))
        }
    }
}

/// Minimum number of words of a line that is a text of its own.
const MIN_TEXT_WORDS: usize = 3;

/// Endings of the names of files with texts.
const TEXT_EXTENSIONS: [&str; 12] =
    ["txt", "text", "md", "pdf", "doc", "docx", "odt", "rtf", "htm", "html", "csv", "json"];

/// Returns the line typed or pasted as the path of a file that does not exist, if it is a text
/// instead: several words that neither begin as a path nor end as the name of a file.
fn as_text(typed: &Path) -> Option<String> {
    let text = typed.to_str()?.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let first = words.first()?;
    let begins_path = first.starts_with(['/', '\\', '~', '.']) || first.contains(['/', '\\']);
    let extension = Path::new(words.last()?).extension().and_then(|extension| extension.to_str());
    let ends_as_file = extension
        .is_some_and(|extension| TEXT_EXTENSIONS.contains(&extension.to_lowercase().as_str()));
    let is_text = words.len() >= MIN_TEXT_WORDS && !begins_path && !ends_as_file;
    is_text.then(|| text.to_string())
}

fn opened_text(source: String, file: Option<PathBuf>, text: LaidOutText) -> OpenedText {
    OpenedText { source, file, text: Arc::new(text), corrections: Vec::new() }
}

/// Reads `text` beside those that were read `before`. The same file again takes the place of its
/// earlier version, and keeps its corrections.
///
/// # Errors
///
/// When nothing of a role is found in it.
pub(super) fn with_text(
    base: &Arc<Engine>,
    before: &SessionTexts,
    text: OpenedText,
) -> Result<ReadTexts, String> {
    let mut texts = opened(before);
    let same = texts.iter().position(|known| known.file.is_some() && known.file == text.file);
    let latest = same.unwrap_or(texts.len());
    match same {
        Some(at) => texts[at] = OpenedText { corrections: texts[at].corrections.clone(), ..text },
        None => texts.push(with_own_name(text, before)),
    }
    let read = read_again(base, before, texts, latest, RereadReason::Read);
    let text = &read.texts[latest];
    if text.description().found() == (0, 0) {
        let source = quoted(&text.opened.source);
        return Err(format!("no responsibilities and no skills found in {source}"));
    }
    Ok(read)
}

/// Reads the text called `source` again with a change of its corrections.
///
/// # Errors
///
/// When there is no such text.
pub(super) fn with_correction(
    base: &Arc<Engine>,
    before: &SessionTexts,
    source: &str,
    change: CorrectionChange,
) -> Result<ReadTexts, String> {
    let mut texts = opened(before);
    let Some(latest) = texts.iter().position(|text| text.source == source) else {
        return Err(format!("{} is no longer open", quoted(source)));
    };
    let corrections = &mut texts[latest].corrections;
    match &change {
        CorrectionChange::Set(correction) => set_correction(corrections, correction.clone()),
        CorrectionChange::Remove(words) => corrections.retain(|known| !known.is_about(words)),
    }
    Ok(read_again(base, before, texts, latest, RereadReason::Corrected(change)))
}

fn read_again(
    base: &Arc<Engine>,
    before: &SessionTexts,
    texts: Vec<OpenedText>,
    latest: usize,
    change: RereadReason,
) -> ReadTexts {
    let (engine, texts) = engine_with(base, texts);
    engine.differ();
    ReadTexts { base: Arc::clone(base), before: Arc::clone(before), texts, engine, latest, change }
}

/// Returns the texts themselves.
pub(super) fn opened(texts: &SessionTexts) -> Vec<OpenedText> {
    texts.iter().map(|text| text.opened.clone()).collect()
}

/// Returns a pasted text under a name that no other has; a file keeps its own.
fn with_own_name(text: OpenedText, before: &[SessionText]) -> OpenedText {
    if text.file.is_some() {
        return text;
    }
    let pasted = before.iter().filter(|known| known.opened.file.is_none()).count();
    let source = match pasted {
        0 => PASTED.to_string(),
        pasted => format!("{PASTED} {}", pasted + 1),
    };
    OpenedText { source, ..text }
}

/// Returns the engine of the packs with the roles that `texts` describe, and the texts as read.
pub(super) fn engine_with(
    base: &Arc<Engine>,
    texts: Vec<OpenedText>,
) -> (Arc<Engine>, SessionTexts) {
    let catalog = base.catalog();
    let mut reader = RoleReader::new(catalog, base.reading(), base.themes());
    let read = texts.into_iter().map(|opened| {
        let role = reader.read_corrected(&opened.text, &opened.corrections);
        SessionText { opened, role }
    });
    let texts: Vec<SessionText> = read.collect();
    let read: Vec<ReadDescription<'_>> = texts.iter().map(SessionText::description).collect();
    let engine = base.with_roles(added_roles(catalog, &read));
    (Arc::new(engine), Arc::new(texts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<OpenedText, String> {
        open(TextToRead::File(PathBuf::from(line)))
    }

    #[test]
    fn a_line_that_names_no_file_is_a_text() {
        for line in [
            "Senior data analyst, London. Writes SQL daily.",
            "We look for a baker who bakes bread, cakes etc.",
            "Node.js developer wanted",
        ] {
            assert_eq!(read(line).unwrap().source, PASTED, "{line}");
        }
    }

    #[test]
    fn a_path_of_no_file_says_so_first() {
        let paths = [
            "nowhere.md",
            "my job ad.pdf",
            "~/no such folder of mine/the ad",
            "/no/such/file of mine",
            "./a job ad",
            "ads/the job ad",
            "an ad",
        ];
        for path in paths {
            let why = read(path).unwrap_err();
            assert!(why.starts_with("no such file: "), "{path}: {why}");
        }
    }
}
