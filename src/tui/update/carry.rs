//! Exports: to the clipboard, to files, to an editor, to a browser.

use std::path::PathBuf;

use crate::model::{RoleId, SkillId, SourceId};
use crate::search::Item;
use crate::tui::action::Action;
use crate::tui::carry::{Copy, File, Form, Sink, Written, file_name};
use crate::tui::effect::Effect;
use crate::tui::overlay::Kind;
use crate::tui::pane::page::Link;
use crate::tui::state::{Focus, State};

/// Returns the item under the cursor.
fn item(state: &State) -> Option<Item> {
    let linked = match state.page().and_then(crate::tui::pane::page::Page::link) {
        Some(Link::Role(role)) => Some(Item::Role(role)),
        Some(Link::Skill(skill)) => Some(Item::Skill(skill)),
        _ => None,
    };
    let found = match state.focus {
        Focus::SkillInput | Focus::Skills => state.skills.item(),
        Focus::Needs => {
            state.skills.selected_need(&state.catalog).map(Item::Role).or(state.skills.item())
        }
        _ => None,
    };
    found.or(state.current_role().map(Item::Role)).or(linked)
}

/// Returns the id and the display name of an item.
fn named(state: &State, item: Item) -> (String, String) {
    let role = |id: RoleId| state.catalog.role(id);
    let skill = |id: SkillId| state.catalog.skill(id);
    match item {
        Item::Role(id) => (role(id).id.clone(), role(id).title.clone()),
        Item::Skill(id) => (skill(id).id.clone(), skill(id).name.clone()),
        Item::Responsibility(id, at) => {
            let text = role(id).responsibilities.get(at as usize).map(|duty| duty.text.clone());
            (role(id).id.clone(), text.unwrap_or_default())
        }
    }
}

/// Returns the links of a role's sources, without duplicates.
fn links(state: &State, item: Item) -> Vec<String> {
    let (Item::Role(id) | Item::Responsibility(id, _)) = item else { return vec![] };
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
pub(super) fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Copy => {
            let rows = copies(state);
            state.lay(Kind::Copy);
            if let Some(top) = state.overlays.last_mut() {
                top.offer_copies(&state.catalog, rows);
            }
            Some(vec![])
        }
        Action::CopyLine => Some(copy(state, Copy::Line)),
        Action::Export => {
            if state.arguments().is_none() {
                state.notice = Some("there is nothing here to carry out yet".to_string());
                return Some(vec![]);
            }
            let name = file_name(&state.arguments().unwrap_or_default());
            state.lay(Kind::Export);
            if let Some(top) = state.overlays.last_mut() {
                top.offer_files(&state.catalog, name);
            }
            Some(vec![])
        }
        Action::Edit => {
            let Some(item) = item(state) else {
                state.notice = Some("no role or skill here to edit".to_string());
                return Some(vec![]);
            };
            Some(vec![Effect::Edit(item)])
        }
        Action::OpenLink => {
            let link = item(state).and_then(|item| links(state, item).into_iter().next());
            if link.is_none() {
                state.notice = Some("no source of this has a link".to_string());
            }
            Some(link.map(Effect::Link).into_iter().collect())
        }
        _ => None,
    }
}

/// Returns the texts that can be copied here, each with its key.
fn copies(state: &State) -> Vec<(Copy, char, String)> {
    let item = item(state);
    let whole = state.arguments().is_some();
    let about = |what: Copy| match what {
        Copy::Id => item.map(|item| format!("id  {}", named(state, item).0)),
        Copy::Line => item.map(|item| format!("text  {}", named(state, item).1)),
        Copy::Markdown => whole.then(|| "all of this as Markdown".to_string()),
        Copy::Json => whole.then(|| "all of this as JSON".to_string()),
        Copy::Command => whole.then(|| format!("command  {}", state.whole_command())),
        Copy::Link => item
            .and_then(|item| links(state, item).into_iter().next())
            .map(|link| format!("link  {link}")),
    };
    Copy::ALL
        .into_iter()
        .filter_map(|(what, key)| about(what).map(|about| (what, key, about)))
        .collect()
}

/// Whether a character can select one of the copies offered.
pub(super) fn is_choosing(state: &State) -> bool {
    state.overlays.last().is_some_and(|top| top.kind == Kind::Copy && top.input.value().is_empty())
}

/// Makes the copy whose key was typed in the list of copies; `None` if no copy has that key.
pub(super) fn typed(state: &mut State, c: char) -> Option<Vec<Effect>> {
    let top = state
        .overlays
        .last()
        .filter(|top| top.kind == Kind::Copy && top.input.value().is_empty())?;
    let what = top.copies().find(|(_, key)| *key == c).map(|(what, _)| what)?;
    state.overlays.pop();
    Some(copy(state, what))
}

/// Copies `what`.
pub(super) fn copy(state: &mut State, what: Copy) -> Vec<Effect> {
    let item = item(state);
    let arguments = state.arguments();
    let effect = match what {
        Copy::Id => item.map(|item| Effect::Clip(named(state, item).0, "the id".to_string())),
        Copy::Line => item.map(|item| Effect::Clip(named(state, item).1, "the text".to_string())),
        Copy::Markdown => {
            arguments.map(|words| Effect::Answer(words, Form::Markdown, Sink::Clipboard))
        }
        Copy::Json => arguments.map(|words| Effect::Answer(words, Form::Json, Sink::Clipboard)),
        Copy::Command => {
            arguments.map(|_| Effect::Clip(state.whole_command(), "the command".to_string()))
        }
        Copy::Link => item
            .and_then(|item| links(state, item).into_iter().next())
            .map(|link| Effect::Clip(link, "the link".to_string())),
    };
    if effect.is_none() {
        state.notice = Some("there is nothing here to copy".to_string());
    }
    effect.into_iter().collect()
}

/// Exports what the screen shows to the file called `name`, in `form`.
pub(super) fn export(state: &mut State, form: Form, name: &str) -> Vec<Effect> {
    let path = PathBuf::from(name);
    let replace = state.there.take().is_some_and(|there| there == path);
    let file = File { path, replace };
    match (form, state.arguments()) {
        (Form::Svg, _) => vec![Effect::Picture(file)],
        (form, Some(words)) => vec![Effect::Answer(words, form, Sink::File(file))],
        (_, None) => vec![],
    }
}

/// Reports the result of writing a file.
pub(super) fn written(state: &mut State, path: PathBuf, written: Written) {
    let shown = crate::model::text::shown(&path);
    state.notice = Some(match written {
        Written::Whole => format!("{shown} is written"),
        Written::There => {
            state.there = Some(path);
            let key = state
                .keymap
                .shown(state.contexts(), Action::Export)
                .unwrap_or("the palette")
                .to_string();
            format!(
                "{shown} is there already, and is as it was: {key} and the same once more writes over it"
            )
        }
        Written::Failed(why) => {
            format!("{shown} is not written: {}", crate::model::text::visible_line(&why))
        }
    });
}
