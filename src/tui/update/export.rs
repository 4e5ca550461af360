//! Exports: to the clipboard, to files, to an editor, to a browser.

use std::path::{Path, PathBuf};

use crate::model::SourceId;
use crate::model::text::{DisplayWidth, printable, truncate, visible_line};
use crate::question::OutputFormat;
use crate::question::command_line::to_args;
use crate::search::SearchItem;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::export::{
    CopyKind, ExportFile, ExportFormat, ExportOutcome, ExportSubject, ExportTarget, file_name,
};
use crate::tui::overlay::{CopyChoice, OverlayContent};
use crate::tui::session_texts::text_of;
use crate::tui::state::AppState;

/// Returns the item under the cursor.
fn current_item(state: &AppState) -> Option<SearchItem> {
    state.view().item(state)
}

/// Returns the id and the display name of an item.
fn id_and_text(state: &AppState, item: SearchItem) -> (String, String) {
    match item {
        SearchItem::Role(role) => {
            let role = state.catalog.role(role);
            (role.id.clone(), role.title.clone())
        }
        SearchItem::Skill(skill) => {
            let skill = state.catalog.skill(skill);
            (skill.id.clone(), skill.name.clone())
        }
        SearchItem::Responsibility(role, at) => {
            let role = state.catalog.role(role);
            let responsibility = role.responsibilities.get(at as usize);
            (role.id.clone(), responsibility.map(|of| of.text.clone()).unwrap_or_default())
        }
    }
}

/// Returns the links of a role's sources, without duplicates.
fn links(state: &AppState, item: SearchItem) -> Vec<String> {
    let (SearchItem::Role(id) | SearchItem::Responsibility(id, _)) = item else { return vec![] };
    let role = state.catalog.role(id);
    let duties = role.responsibilities.iter().flat_map(|duty| &duty.sources);
    let sources: Vec<SourceId> = role.sources.iter().chain(duties).copied().collect();
    let mut links: Vec<String> = Vec::new();
    for url in sources.into_iter().filter_map(|id| state.catalog.source(id).url.as_ref()) {
        // Only these schemes are opened: packs are not trusted with others.
        let fit = url.starts_with("https://") || url.starts_with("http://");
        if fit && !url.contains(char::is_whitespace) && !links.contains(url) {
            links.push(url.clone());
        }
    }
    links
}

/// Runs `action`, an export.
pub(in crate::tui) fn run_action(state: &mut AppState, action: Action) -> Vec<Effect> {
    match action {
        Action::Copy => {
            state.open_overlay(OverlayContent::Copy(copies(state)));
            vec![]
        }
        Action::CopyLine => copy(state, CopyKind::Line),
        Action::CopyCommand => copy(state, CopyKind::Command),
        Action::Export => {
            match state.question() {
                Some(question) => {
                    let name = file_name(&to_args(&question, &state.catalog));
                    let subject = ExportSubject::new(&question, &state.catalog);
                    state.open_overlay(OverlayContent::Export(name, subject));
                }
                None => state.notice = Some("nothing to save yet".to_string()),
            }
            vec![]
        }
        Action::Edit => {
            let Some(item) = current_item(state) else {
                state.notice = Some("no role or skill here to edit".to_string());
                return vec![];
            };
            vec![Effect::OpenEditor(item)]
        }
        Action::OpenLink => {
            let link = current_item(state).and_then(|item| links(state, item).into_iter().next());
            if link.is_none() {
                state.notice = Some("no source here has a link".to_string());
            }
            link.map(Effect::OpenLink).into_iter().collect()
        }
        _ => vec![],
    }
}

/// Returns the texts that can be copied here, each with its key.
fn copies(state: &AppState) -> Vec<CopyChoice> {
    let item = current_item(state);
    CopyKind::ALL
        .into_iter()
        .filter_map(|(kind, key)| {
            let label = copy_label(state, item, kind)?;
            Some(CopyChoice { kind, key, label })
        })
        .collect()
}

/// Returns the label of a copy of the view or of `item` in the list of copies; `None` if there is
/// nothing of its kind.
fn copy_label(state: &AppState, item: Option<SearchItem>, kind: CopyKind) -> Option<String> {
    let is_exportable = state.question().is_some();
    match kind {
        CopyKind::Id => item.map(|item| format!("ID  {}", id_and_text(state, item).0)),
        CopyKind::Line => item.map(|item| format!("text  {}", id_and_text(state, item).1)),
        CopyKind::Markdown => is_exportable.then(|| "this view as Markdown".to_string()),
        CopyKind::Json => is_exportable.then(|| "this view as JSON".to_string()),
        CopyKind::Command => is_exportable.then(|| format!("command  {}", state.full_command())),
        CopyKind::Link => item
            .and_then(|item| links(state, item).into_iter().next())
            .map(|link| format!("link  {link}")),
    }
}

/// Words after the message about a command that reads a text with corrections.
const WITHOUT_CORRECTIONS: &str =
    ", which reads the text without your corrections; a pack that you save keeps them";

/// Whether a role that the screen shows was read from a text with corrections.
fn has_corrections(state: &AppState) -> bool {
    let roles = state.view().shown_roles(state);
    let mut texts =
        roles.iter().filter_map(|role| text_of(state.detail.texts(), &state.catalog, *role));
    texts.any(|text| !text.role.corrections.is_empty())
}

/// Makes the copy whose key was typed in the list of copies; `None` if no copy has that key.
pub(in crate::tui) fn copy_by_key(state: &mut AppState, c: char) -> Option<Vec<Effect>> {
    let what = state.overlays.last()?.copy_by_key(c)?;
    state.overlays.pop();
    Some(copy(state, what))
}

/// Copies `what`.
pub(in crate::tui) fn copy(state: &mut AppState, what: CopyKind) -> Vec<Effect> {
    let item = current_item(state);
    let question = state.question();
    let effect = match what {
        CopyKind::Id => {
            item.map(|item| Effect::CopyText(id_and_text(state, item).0, "the ID".to_string()))
        }
        CopyKind::Line => {
            item.map(|item| Effect::CopyText(id_and_text(state, item).1, "the text".to_string()))
        }
        CopyKind::Markdown => question
            .map(|asked| Effect::Export(asked, OutputFormat::Markdown, ExportTarget::Clipboard)),
        CopyKind::Json => {
            question.map(|asked| Effect::Export(asked, OutputFormat::Json, ExportTarget::Clipboard))
        }
        CopyKind::Command => question.map(|_| {
            let without = if has_corrections(state) { WITHOUT_CORRECTIONS } else { "" };
            Effect::CopyText(state.full_command(), format!("the command{without}"))
        }),
        CopyKind::Link => item
            .and_then(|item| links(state, item).into_iter().next())
            .map(|link| Effect::CopyText(link, "the link".to_string())),
    };
    if effect.is_none() {
        state.notice = Some("nothing to copy here".to_string());
    }
    effect.into_iter().collect()
}

/// Exports what the screen shows to the file called `name`, in `form`.
pub(in crate::tui) fn export_screen(
    state: &mut AppState,
    form: ExportFormat,
    name: &str,
) -> Vec<Effect> {
    let path = PathBuf::from(name);
    let replace = state.existing_export.take().is_some_and(|there| there == path);
    let file = ExportFile { path, replace };
    let question = state.question();
    state.export_subject = question
        .as_ref()
        .filter(|_| form != ExportFormat::Svg)
        .map_or_else(ExportSubject::picture, |asked| ExportSubject::new(asked, &state.catalog));
    if form == ExportFormat::Pack {
        let source = state.detail.role().and_then(|role| state.catalog.read_from(role));
        let source = source.map(str::to_string);
        return source.map(|source| Effect::WriteReadRole(source, file)).into_iter().collect();
    }
    match (form.output(), question) {
        (None, _) => vec![Effect::ExportSvg(file)],
        (Some(format), Some(question)) => {
            vec![Effect::Export(question, format, ExportTarget::File(file))]
        }
        (Some(_), None) => vec![],
    }
}

/// Reports the result of writing a file.
pub(in crate::tui) fn report_export(state: &mut AppState, path: PathBuf, written: ExportOutcome) {
    let room = usize::from(state.size.0);
    state.notice = Some(match written {
        ExportOutcome::Complete(full) => saved_text(&state.export_subject, &full, room),
        ExportOutcome::AlreadyExists(full) => {
            const REST: usize = 58;
            let shown = fit_path(&full, room.saturating_sub(REST));
            state.existing_export = Some(path);
            let key = state
                .keymap
                .first_key(state.contexts(), Action::Export)
                .unwrap_or("the palette")
                .to_string();
            format!("{shown} already exists; to overwrite it, use {key} and choose it again")
        }
        ExportOutcome::Failed(why) => {
            format!("could not save {}: {}", printable(&path), visible_line(&why))
        }
    });
}

/// Returns the message that `subject` was saved at `path`, in `room` cells: the path stays readable,
/// and the names in the subject give way to its kind.
fn saved_text(subject: &ExportSubject, path: &Path, room: usize) -> String {
    let shown = printable(path).width();
    let names = [subject.full(), subject.kind.to_string()];
    let fits = |name: &&String| "saved  to  ".len() + name.width() + shown <= room;
    let name = names.iter().find(fits).unwrap_or(&names[1]);
    let rest = room.saturating_sub("saved  to  ".len() + name.width());
    format!("saved {name} to {}", fit_path(path, rest))
}

/// Minimum number of cells in which a path is shown.
const SHORTEST_PATH: usize = 24;

/// Returns `path` in at most `room` cells: the middle is left out if necessary, so that the folder
/// and the end of the name can be read.
fn fit_path(path: &Path, room: usize) -> String {
    let shown = printable(path);
    let room = room.max(SHORTEST_PATH);
    if shown.width() <= room {
        return shown;
    }
    let start = truncate(&shown, room / 2);
    let reversed: String = shown.chars().rev().take(room - start.width()).collect();
    let end: String = reversed.chars().rev().collect();
    format!("{start}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_keeps_its_folder_and_the_end_of_its_name() {
        assert_eq!(fit_path(Path::new("/tmp/lead.md"), 40), "/tmp/lead.md");
        let long = "/home/someone/notes/diff-senior-software-engineer-staff-software-engineer.md";
        let shown = fit_path(Path::new(long), 40);
        assert_eq!(shown, "/home/someone/notes…software-engineer.md");
        assert_eq!(shown.width(), 40);
    }
}
