//! Exports: to the clipboard, to files, to an editor, to a browser.

use std::path::PathBuf;

use crate::model::{RoleId, SkillId, SourceId};
use crate::question::OutputFormat;
use crate::question::command_line::to_args;
use crate::search::SearchItem;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::export::{
    CopyKind, ExportFile, ExportFormat, ExportOutcome, ExportTarget, file_name,
};
use crate::tui::overlay::OverlayKind;
use crate::tui::pane::linked_page::PageLink;
use crate::tui::state::{AppState, Focus};

/// Returns the item under the cursor.
fn current_item(state: &AppState) -> Option<SearchItem> {
    let linked = match state.page().and_then(crate::tui::pane::linked_page::LinkedPage::link) {
        Some(PageLink::Role(role)) => Some(SearchItem::Role(role)),
        Some(PageLink::Skill(skill)) => Some(SearchItem::Skill(skill)),
        _ => None,
    };
    let found = match state.focus {
        Focus::SkillInput | Focus::Skills => state.skills.item(),
        Focus::Needs => {
            state.skills.selected_need(&state.catalog).map(SearchItem::Role).or(state.skills.item())
        }
        _ => None,
    };
    found.or(state.current_role().map(SearchItem::Role)).or(linked)
}

/// Returns the id and the display name of an item.
fn id_and_text(state: &AppState, item: SearchItem) -> (String, String) {
    let role = |id: RoleId| state.catalog.role(id);
    let skill = |id: SkillId| state.catalog.skill(id);
    match item {
        SearchItem::Role(id) => (role(id).id.clone(), role(id).title.clone()),
        SearchItem::Skill(id) => (skill(id).id.clone(), skill(id).name.clone()),
        SearchItem::Responsibility(id, at) => {
            let text = role(id).responsibilities.get(at as usize).map(|duty| duty.text.clone());
            (role(id).id.clone(), text.unwrap_or_default())
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

/// Runs `action` if it is an export.
pub(super) fn run_action(state: &mut AppState, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Copy => {
            let rows = copies(state);
            state.open_overlay(OverlayKind::Copy);
            if let Some(top) = state.overlays.last_mut() {
                top.offer_copies(&state.catalog, rows);
            }
            Some(vec![])
        }
        Action::CopyLine => Some(copy(state, CopyKind::Line)),
        Action::Export => {
            let Some(question) = state.question() else {
                state.notice = Some("nothing to export yet".to_string());
                return Some(vec![]);
            };
            let name = file_name(&to_args(&question, &state.catalog));
            state.open_overlay(OverlayKind::Export);
            if let Some(top) = state.overlays.last_mut() {
                top.offer_files(&state.catalog, name);
            }
            Some(vec![])
        }
        Action::Edit => {
            let Some(item) = current_item(state) else {
                state.notice = Some("no role or skill here to edit".to_string());
                return Some(vec![]);
            };
            Some(vec![Effect::OpenEditor(item)])
        }
        Action::OpenLink => {
            let link = current_item(state).and_then(|item| links(state, item).into_iter().next());
            if link.is_none() {
                state.notice = Some("no source here has a link".to_string());
            }
            Some(link.map(Effect::OpenLink).into_iter().collect())
        }
        _ => None,
    }
}

/// Returns the texts that can be copied here, each with its key.
fn copies(state: &AppState) -> Vec<(CopyKind, char, String)> {
    let item = current_item(state);
    let is_exportable = state.question().is_some();
    let about = |what: CopyKind| match what {
        CopyKind::Id => item.map(|item| format!("ID  {}", id_and_text(state, item).0)),
        CopyKind::Line => item.map(|item| format!("text  {}", id_and_text(state, item).1)),
        CopyKind::Markdown => is_exportable.then(|| "this view as Markdown".to_string()),
        CopyKind::Json => is_exportable.then(|| "this view as JSON".to_string()),
        CopyKind::Command => is_exportable.then(|| format!("command  {}", state.full_command())),
        CopyKind::Link => item
            .and_then(|item| links(state, item).into_iter().next())
            .map(|link| format!("link  {link}")),
    };
    CopyKind::ALL
        .into_iter()
        .filter_map(|(what, key)| about(what).map(|about| (what, key, about)))
        .collect()
}

/// Whether a character can select one of the copies offered.
pub(super) fn is_choosing(state: &AppState) -> bool {
    state
        .overlays
        .last()
        .is_some_and(|top| top.kind == OverlayKind::Copy && top.input.value().is_empty())
}

/// Makes the copy whose key was typed in the list of copies; `None` if no copy has that key.
pub(super) fn copy_by_key(state: &mut AppState, c: char) -> Option<Vec<Effect>> {
    let top = state
        .overlays
        .last()
        .filter(|top| top.kind == OverlayKind::Copy && top.input.value().is_empty())?;
    let what = top.copies().find(|(_, key)| *key == c).map(|(what, _)| what)?;
    state.overlays.pop();
    Some(copy(state, what))
}

/// Copies `what`.
pub(super) fn copy(state: &mut AppState, what: CopyKind) -> Vec<Effect> {
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
        CopyKind::Command => {
            question.map(|_| Effect::CopyText(state.full_command(), "the command".to_string()))
        }
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
pub(super) fn export_screen(state: &mut AppState, form: ExportFormat, name: &str) -> Vec<Effect> {
    let path = PathBuf::from(name);
    let replace = state.existing_export.take().is_some_and(|there| there == path);
    let file = ExportFile { path, replace };
    match (form.output(), state.question()) {
        (None, _) => vec![Effect::ExportSvg(file)],
        (Some(format), Some(question)) => {
            vec![Effect::Export(question, format, ExportTarget::File(file))]
        }
        (Some(_), None) => vec![],
    }
}

/// Reports the result of writing a file.
pub(super) fn report_export(state: &mut AppState, path: PathBuf, written: ExportOutcome) {
    let shown = crate::model::text::printable(&path);
    state.notice = Some(match written {
        ExportOutcome::Complete => format!("wrote {shown}"),
        ExportOutcome::AlreadyExists => {
            state.existing_export = Some(path);
            let key = state
                .keymap
                .first_key(state.contexts(), Action::Export)
                .unwrap_or("the palette")
                .to_string();
            format!("{shown} already exists; to overwrite it, use {key} and choose it again")
        }
        ExportOutcome::Failed(why) => {
            format!("could not write {shown}: {}", crate::model::text::visible_line(&why))
        }
    });
}
