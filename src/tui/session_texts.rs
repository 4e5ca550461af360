//! Texts that were read as roles: kept until the explorer ends, and never saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::effect::TextToRead;
use crate::disk::read::bytes;
use crate::engine::Engine;
use crate::model::text::{printable, quoted};
use crate::reading::added::{ReadDescription, added_roles, is_asked};
use crate::reading::formats::{MAX_FILE_SIZE, lay_out};
use crate::reading::layout::LaidOutText;
use crate::reading::role::{ReadRole, RoleReader};

/// A text, and the name of its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SessionText {
    /// The place as shown: a path, or `pasted text`.
    pub(super) source: String,
    /// The file, if it is one.
    pub(super) file: Option<PathBuf>,
    text: LaidOutText,
}

/// The texts read so far, in their order.
pub(super) type SessionTexts = Arc<Vec<Arc<SessionText>>>;

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
    /// Numbers of responsibilities and skills found in it.
    pub(super) found: (usize, usize),
}

/// Opens a text, and gives it a name that no other text has.
pub(super) fn open(text: TextToRead) -> Result<SessionText, String> {
    match text {
        TextToRead::File(path) => {
            let path = expand_home(&path);
            let name = printable(&path);
            let bytes = bytes(&path, MAX_FILE_SIZE)
                .map_err(|error| format!("cannot read {name}: {error}"))?;
            let text = lay_out(&name, &bytes).map_err(|error| error.to_string())?;
            Ok(SessionText { source: name, file: Some(path), text })
        }
        TextToRead::Pasted(text) => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let text = lay_out(PASTED, text.as_bytes()).map_err(|error| error.to_string())?;
            Ok(SessionText { source: PASTED.to_string(), file: None, text })
        }
    }
}

/// The name of a text that was pasted.
const PASTED: &str = "pasted text";

/// Returns the path with the user's home in place of a tilde.
fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) if !home.as_os_str().is_empty() => home.join(rest),
        _ => path.to_path_buf(),
    }
}

/// Reads `text` beside those that were read `before`; the same file again takes the place of its
/// earlier version.
pub(super) fn with_text(
    base: &Arc<Engine>,
    before: &SessionTexts,
    text: Arc<SessionText>,
) -> Result<ReadTexts, String> {
    let mut texts: Vec<Arc<SessionText>> = (**before).clone();
    let text = if text.file.is_some() { text } else { named_paste(&text, &texts) };
    let same = texts.iter().position(|known| known.source == text.source);
    let latest = same.unwrap_or(texts.len());
    if same.is_some() {
        texts[latest] = text;
    } else {
        texts.push(text);
    }
    let (engine, roles) = engine_with(base, &texts);
    let found = roles.get(latest).map_or((0, 0), |role| {
        let skills = role.skills.iter().filter(|skill| is_asked(skill)).count();
        (role.responsibilities.len(), skills)
    });
    if found == (0, 0) {
        let source = texts.get(latest).map_or("", |text| &text.source);
        return Err(format!("no responsibilities and no skills found in {}", quoted(source)));
    }
    engine.differ();
    let before = Arc::clone(before);
    Ok(ReadTexts { base: Arc::clone(base), before, texts: Arc::new(texts), engine, latest, found })
}

/// Returns a pasted text under a name that no other has.
fn named_paste(text: &SessionText, before: &[Arc<SessionText>]) -> Arc<SessionText> {
    let number = before.iter().filter(|known| known.file.is_none()).count() + 1;
    let source = if number == 1 { PASTED.to_string() } else { format!("{PASTED} {number}") };
    Arc::new(SessionText { source, ..text.clone() })
}

/// Returns the engine of the packs with the roles that `texts` describe, and the roles as read.
pub(super) fn engine_with(
    base: &Arc<Engine>,
    texts: &[Arc<SessionText>],
) -> (Arc<Engine>, Vec<ReadRole>) {
    let catalog = base.catalog();
    let mut reader = RoleReader::new(catalog, base.reading(), base.themes());
    let roles: Vec<ReadRole> = texts.iter().map(|text| reader.read(&text.text)).collect();
    let read: Vec<ReadDescription<'_>> = texts
        .iter()
        .zip(&roles)
        .map(|(text, role)| ReadDescription { source: &text.source, text: &text.text, role })
        .collect();
    let engine = base.with_roles(added_roles(catalog, &read));
    (Arc::new(engine), roles)
}
