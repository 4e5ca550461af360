//! The words around the rows of an overlay: its heading, its keys, and the message in place of rows.

use std::path::Path;

use super::doc::truncate;
use super::export::ExportFormat;
use super::overlay::{ChoiceTarget, Overlay, OverlayContent, PairAction};
use crate::model::text::{display_width, quoted, visible_line};
use crate::model::{Catalog, RoleId};

impl Overlay {
    /// Returns the heading, in full.
    pub fn title(&self, catalog: &Catalog) -> String {
        self.title_within(catalog, usize::MAX)
    }

    /// Returns the heading in at most `width` cells: its subject gives way first.
    pub(crate) fn title_within(&self, catalog: &Catalog, width: usize) -> String {
        let title = match &self.content {
            OverlayContent::Help(_) => "Keys".to_string(),
            OverlayContent::Palette(_) => "Actions and roles".to_string(),
            OverlayContent::PastQueries(_) => "Recent searches".to_string(),
            OverlayContent::Facets(_) => "Filter roles by".to_string(),
            OverlayContent::Sort(_) => "Sort roles by".to_string(),
            OverlayContent::Bookmarks(_) => "Bookmarks".to_string(),
            OverlayContent::Copy(_) => "Copy".to_string(),
            OverlayContent::ReadText => {
                "Read a text as a role: type its path or paste it".to_string()
            }
            OverlayContent::Correct(words) => {
                let taken = visible_line(&words.taken_for(catalog));
                let room = width.saturating_sub(display_width(&taken) + 4);
                format!("‹{}› {taken}", truncate(&visible_line(&words.words), room.max(8)))
            }
            OverlayContent::Export(_, subject) => {
                let full = save_title(&subject.full());
                let fits = display_width(&full) <= width;
                if fits { full } else { save_title(subject.kind) }
            }
            OverlayContent::OtherRole { purpose, first, .. } => {
                return self.pair_title(*purpose, catalog.role_title(*first), width);
            }
            OverlayContent::FirstRole(purpose) => match (purpose, self.is_reversed()) {
                (PairAction::Compare, _) => "Compare: choose the first role",
                (PairAction::Path, false) => "Path: choose the role to start from",
                (PairAction::Path, true) => "Path: choose the role to get to",
                (PairAction::Gap, false) => "Skill gap: choose the role to start from",
                (PairAction::Gap, true) => "Skill gap: choose the role to get to",
                (PairAction::Matrix, _) => "Matrix: choose the first role",
            }
            .to_string(),
        };
        truncate(&title, width).into_owned()
    }

    /// Returns the heading of a list that asks for the role beside the one called `title`: what
    /// comes after the title says which of the two is asked for, and is never cut.
    fn pair_title(&self, purpose: PairAction, title: &str, width: usize) -> String {
        let (before, after) = match (purpose, self.is_reversed()) {
            (PairAction::Compare, _) => ("Compare", "with …"),
            (PairAction::Path, false) => ("Path from", "to …"),
            (PairAction::Path, true) => ("Path to", "from …"),
            (PairAction::Gap, false) => ("Skill gap from", "to …"),
            (PairAction::Gap, true) => ("Skill gap to", "from …"),
            (PairAction::Matrix, _) => ("Matrix of", "and …"),
        };
        let room = width.saturating_sub(display_width(before) + display_width(after) + 2);
        format!("{before} {} {after}", truncate(title, room))
    }

    /// Returns what `key` would turn the question into: `from Product manager to …`.
    fn other_direction(&self, catalog: &Catalog, key: &str, width: usize) -> Option<String> {
        self.direction()?;
        let reversed = !self.is_reversed();
        let first = match self.content {
            OverlayContent::OtherRole { first, .. } => Some(first),
            _ => None,
        };
        Some(match (first, reversed) {
            (None, true) => format!("{key}: choose the goal"),
            (None, false) => format!("{key}: choose the start"),
            (Some(first), _) => turned(catalog, key, first, reversed, width),
        })
    }

    /// Returns what `enter` does with the row under the cursor, in one word that its box and the last
    /// line share; `None` if there is nothing to choose.
    pub(crate) fn chosen_by_enter(&self) -> Option<&'static str> {
        let target = self.selected()?;
        Some(match (&self.content, target) {
            (OverlayContent::Help(_), _) | (_, ChoiceTarget::Run(_)) => "run",
            (_, ChoiceTarget::Open(_) | ChoiceTarget::OpenSkill(_)) => "open",
            (_, ChoiceTarget::PastQuery) => "search",
            (_, ChoiceTarget::Copy(_)) => "copy",
            (_, ChoiceTarget::Export(_)) => "save",
            (_, ChoiceTarget::ReadText) => "read",
            (_, ChoiceTarget::Sort(_)) => "sort",
            (_, ChoiceTarget::ToggleFacet(_)) => "toggle",
            (
                _,
                ChoiceTarget::FirstRole(..)
                | ChoiceTarget::OtherRole(..)
                | ChoiceTarget::Correct(_),
            ) => "choose",
        })
    }

    /// Returns the keys that matter, in at most `width` cells; `turn` is the key that turns start
    /// and goal round.
    pub(crate) fn keys_text(&self, catalog: &Catalog, turn: Option<&str>, width: usize) -> String {
        let usual = match (&self.content, self.chosen_by_enter()) {
            (OverlayContent::Correct(_), _) => {
                "type the skill that it means · esc close".to_string()
            }
            (OverlayContent::Help(_), Some(verb)) => format!("enter {verb} · esc close the search"),
            (OverlayContent::Help(_), None) => "esc close the search".to_string(),
            (OverlayContent::Facets(_), Some(verb)) => format!("space or enter {verb} · esc close"),
            (_, Some(verb)) => format!("enter {verb} · esc close"),
            (_, None) => "esc close".to_string(),
        };
        let usual = usual.as_str();
        let room = width.saturating_sub(display_width(usual) + 3);
        // On a narrow screen the direction matters more than keys that work everywhere.
        let usual = if turn.is_some() && self.direction().is_some() && room < MIN_DIRECTION {
            ""
        } else {
            usual
        };
        let room = if usual.is_empty() { width } else { room };
        let turned = turn.and_then(|key| self.other_direction(catalog, key, room));
        let nearest = match self.content {
            OverlayContent::OtherRole { here, first, .. } if self.input.value().is_empty() => {
                if here.is_some_and(|here| here != first) {
                    "here, then nearest first"
                } else {
                    "nearest first"
                }
            }
            _ => "",
        };
        let mut parts: Vec<&str> = turned.iter().map(String::as_str).collect();
        parts.extend(Some(usual).filter(|usual| !usual.is_empty()));
        let used: usize = parts.iter().map(|part| display_width(part) + 3).sum();
        if !nearest.is_empty() && used + display_width(nearest) <= width {
            parts.insert(0, nearest);
        }
        parts.join(" · ")
    }

    /// Returns the message for a list without rows.
    pub(crate) fn empty_text(&self) -> String {
        let typed = self.input.value().trim();
        let unknown = match &self.content {
            OverlayContent::Export(_, subject) => {
                let unknown = ExportFormat::unknown_extension(Path::new(typed), subject);
                unknown.map(|unknown| (unknown, subject))
            }
            _ => None,
        };
        let query = quoted(typed);
        match (unknown, &self.content) {
            (Some((unknown, subject)), _) => {
                let known: Vec<&str> = subject.formats().map(ExportFormat::extension).collect();
                let known = known.join(", ");
                format!("{} is not known: {known}. Type another name.", quoted(unknown))
            }
            (None, OverlayContent::OtherRole { .. }) if typed.is_empty() => {
                "There is no other role in this pack.".to_string()
            }
            (None, OverlayContent::OtherRole { .. } | OverlayContent::FirstRole(_))
                if !typed.is_empty() =>
            {
                format!("No role matches ‹{query}›. Try fewer letters.")
            }
            (None, OverlayContent::ReadText) => {
                "Type the path of a job ad or role description, or paste its text here.".to_string()
            }
            _ if typed.is_empty() => "There is nothing to choose from.".to_string(),
            _ => format!("No match for ‹{query}›. Try fewer letters."),
        }
    }
}

/// Minimum number of cells for the key that turns start and goal round, and what it asks.
const MIN_DIRECTION: usize = 26;

/// Returns the heading of the list of files for `subject`.
fn save_title(subject: &str) -> String {
    format!("Save {subject}: type a file name or pick one")
}

/// Returns what `key` asks for instead, in at most `width` cells: the title of `first` gives way.
fn turned(catalog: &Catalog, key: &str, first: RoleId, reversed: bool, width: usize) -> String {
    let (before, after) = if reversed { ("to", "from …") } else { ("from", "to …") };
    let fixed = display_width(key) + display_width(before) + display_width(after) + 4;
    let title = truncate(catalog.role_title(first), width.saturating_sub(fixed));
    format!("{key}: {before} {title} {after}")
}
