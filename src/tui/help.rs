//! The help: the keys that work here, in columns by group.

use super::action::{Action, ActionSpec, KeyContext};
use super::keymap::{BoundAction, Keymap};
use crate::model::text::display_width;

/// A line of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HelpLine {
    /// The heading of a group.
    Heading(&'static str),
    /// Keys and what they do.
    Keys(String, String),
    /// An empty line between groups.
    Blank,
}

/// The help: its lines, and how far it is scrolled.
#[derive(Debug, Clone)]
pub(crate) struct HelpPage {
    /// The keys of the views, in one line above the columns.
    pub views: String,
    lines: Vec<HelpLine>,
    top: usize,
}

/// Minimum width of a column.
const MIN_COLUMN_WIDTH: u16 = 24;

/// Maximum number of columns.
const MAX_COLUMNS: u16 = 3;

impl HelpPage {
    /// Lists the keys that work in `contexts`.
    pub(crate) fn new(keymap: &Keymap, contexts: &[KeyContext]) -> Self {
        let bound = keymap.effective(contexts);
        let views: Vec<String> = bound
            .iter()
            .filter_map(|bound| Some((bound.keys.first()?, view_name(bound.spec.action)?)))
            .map(|(key, name)| format!("{key} {name}"))
            .collect();
        let mut lines = Vec::new();
        for (heading, is_in_group) in GROUPS {
            let rows: Vec<&BoundAction<'_>> = bound
                .iter()
                .filter(|bound| view_name(bound.spec.action).is_none() && !bound.keys.is_empty())
                .filter(|bound| is_in_group(bound.spec))
                .collect();
            if rows.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(HelpLine::Blank);
            }
            lines.push(HelpLine::Heading(heading));
            lines.extend(group_lines(&rows));
        }
        let marks = marks(contexts);
        lines.extend([HelpLine::Blank, HelpLine::Heading("Marks")]);
        lines.extend(marks.map(|(mark, text)| HelpLine::Keys(mark.to_string(), text.to_string())));
        Self { views: views.join("   "), lines, top: 0 }
    }

    /// Returns the number of columns in a box of `width` cells.
    fn column_count(width: u16) -> u16 {
        (width.saturating_sub(2) / MIN_COLUMN_WIDTH).clamp(1, MAX_COLUMNS)
    }

    /// Returns the number of rows that it takes in a box of `width` cells, its first line included.
    pub(crate) fn rows(&self, width: u16) -> usize {
        let columns = usize::from(Self::column_count(width));
        let least = self.lines.len().div_ceil(columns);
        // Headings that move to the next column may make it longer.
        let most = self.lines.len();
        let height = (least..most).find(|&height| self.filled(height).len() <= columns);
        height.unwrap_or(most) + usize::from(!self.views.is_empty())
    }

    /// Fills columns of `height` lines: no heading is the last line of a column, and no empty line
    /// the first.
    fn filled(&self, height: usize) -> Vec<&[HelpLine]> {
        let (mut columns, mut from) = (Vec::new(), 0);
        while from < self.lines.len() {
            if self.lines[from] == HelpLine::Blank {
                from += 1;
                continue;
            }
            let mut to = (from + height.max(2)).min(self.lines.len());
            while to < self.lines.len()
                && to > from + 1
                && matches!(self.lines[to - 1], HelpLine::Heading(_) | HelpLine::Blank)
            {
                to -= 1;
            }
            columns.push(&self.lines[from..to]);
            from = to;
        }
        columns
    }

    /// Returns the columns in a box of `width` cells, and the first line of them that is visible.
    pub(crate) fn columns(&self, width: u16) -> (Vec<&[HelpLine]>, usize) {
        let rows = self.rows(width) - usize::from(!self.views.is_empty());
        (self.filled(rows), self.top)
    }

    /// Scrolls by `delta` lines.
    pub(crate) fn scroll(&mut self, delta: isize) {
        self.top = self.top.saturating_add_signed(delta);
    }

    /// Keeps the last line at the bottom of a box of `width` cells with `height` rows inside.
    pub(crate) fn clamp(&mut self, width: u16, height: usize) {
        self.top = self.top.min(self.rows(width).saturating_sub(height));
    }
}

/// Whether an action belongs to a group.
type IsInGroup = fn(&ActionSpec) -> bool;

/// The groups, each with its actions.
const GROUPS: [(&str, IsInGroup); 3] = [
    ("Move", |spec| spec.context == KeyContext::Scroll),
    ("This view", |spec| !matches!(spec.context, KeyContext::Scroll | KeyContext::Global)),
    ("Everywhere", |spec| spec.context == KeyContext::Global),
];

/// Returns the marks on the screen of `contexts`, each with its meaning.
fn marks(contexts: &[KeyContext]) -> impl Iterator<Item = (&'static str, &'static str)> {
    let marks: &[(&str, &str)] = match contexts.first() {
        Some(KeyContext::Compare) => &[
            ("~ =", "changed, same"),
            ("− +", "only A, only B"),
            ("▲ ▼", "B asks more, less"),
            ("●●●○", "level 3 of 4"),
        ],
        Some(KeyContext::Gap | KeyContext::Path) => &[
            ("+", "to learn"),
            ("▲", "level to raise"),
            ("= ▼", "you have enough"),
            ("−", "not asked for"),
            ("●●●○", "level 3 of 4"),
            ("····", "not yet"),
        ],
        Some(KeyContext::Matrix) => {
            &[("●●●○", "level 3 of 4"), ("(●●●○)", "useful only"), ("·", "not asked for")]
        }
        Some(KeyContext::Skills) => &[("●●●○", "level 3 of 4"), ("✓", "in your profile")],
        Some(KeyContext::Roles | KeyContext::Detail) => &[
            ("◆", "strategic"),
            ("◇", "tactical"),
            ("·", "neither of them"),
            ("●●●○", "level 3 of 4"),
            ("■▒◆□", "range of pay"),
            ("[1]", "source 1"),
        ],
        _ => &[],
    };
    marks.iter().copied()
}

/// Returns the name of the view that `action` opens.
pub(crate) fn view_name(action: Action) -> Option<&'static str> {
    Some(match action {
        Action::ViewRoles => "Roles",
        Action::ViewDetail => "Role",
        Action::ViewCompare => "Compare",
        Action::ViewSkills => "Skills",
        Action::ViewPath => "Path",
        Action::ViewGap => "Gap",
        Action::ViewMatrix => "Matrix",
        _ => return None,
    })
}

/// Actions that share a line, and what they do.
const SHARED: &[(&[Action], &str)] = {
    use Action as A;
    &[
        (&[A::Down, A::Up], "down, up"),
        (&[A::Top, A::Bottom], "top, bottom"),
        (&[A::HalfDown, A::HalfUp], "half a page"),
        (&[A::PageDown, A::PageUp], "a page"),
        (&[A::Left, A::Right], "left, right"),
        (&[A::NextSection, A::PreviousSection], "section"),
        (&[A::NextChange, A::PreviousChange], "change"),
        (&[A::NextMatch, A::PreviousMatch], "match"),
        (&[A::NextPath, A::PreviousPath], "path"),
        (&[A::RaiseLevel, A::LowerLevel], "have it, less"),
        (&[A::LessContext, A::MoreContext], "context"),
        (&[A::Narrow, A::Widen, A::ResetSplit], "width"),
        (&[A::Bookmark, A::Bookmarks], "bookmark, all"),
        (&[A::HistoryBack, A::HistoryForward], "history"),
        (&[A::NextPane, A::PreviousPane], "pane"),
        (&[A::PreviewDown, A::PreviewUp], "preview"),
        (&[A::CharLeft, A::CharRight], "character"),
        (&[A::WordLeft, A::WordRight], "word"),
        (&[A::LineStart, A::LineEnd], "start, end"),
        (&[A::DeleteLeft, A::DeleteRight], "delete"),
        (&[A::DeleteWord, A::DeleteWordRight], "delete word"),
        (&[A::DeleteToStart, A::DeleteToEnd], "delete line"),
    ]
};

/// Returns the short description of an action: a few words that fit into a column.
fn short_text(spec: &ActionSpec) -> &'static str {
    match spec.action {
        Action::Help => "help",
        Action::Matrix => "matrix",
        Action::Mark if matches!(spec.context, KeyContext::List | KeyContext::Detail) => {
            "mark from, to"
        }
        Action::Mark => "mark",
        Action::SimilarRoles => "similar roles",
        Action::Search => "filter, find",
        Action::Zoom => "maximise",
        Action::CopyCommand => "copy command",
        Action::Edit => "edit the file",
        Action::OpenLink => "open source",
        Action::Back => "back, or quit",
        Action::Cancel => "close, clear",
        Action::Interrupt => "close, or quit",
        Action::ToggleMarks => "clear marks",
        Action::ReadText => "read a text",
        Action::ToggleMouse => "mouse",
        Action::Reload => "reload packs",
        Action::NextTheme => "theme",
        Action::Redraw => "redraw",
        Action::Suspend => "to the shell",
        Action::Quit => "quit",
        Action::ToggleTree => "flat list",
        Action::FoldAll => "fold all",
        Action::ToggleInherited => "own only, all",
        Action::ToggleWrap => "wrap",
        Action::CopyLine => "copy result",
        Action::Yank => "put back",
        Action::NextPane => "next pane",
        Action::PreviousPane => "pane before",
        _ if !spec.hint.is_empty() => spec.hint,
        _ => spec.doc,
    }
}

/// Maximum width of the keys of actions that share a line.
const MAX_KEYS_WIDTH: usize = 9;

/// Returns a line for each of `rows`, and one for those that share it.
fn group_lines(rows: &[&BoundAction<'_>]) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let mut done: Vec<Action> = Vec::new();
    for row in rows {
        if done.contains(&row.spec.action) {
            continue;
        }
        let shared = SHARED.iter().find(|(actions, _)| actions.contains(&row.spec.action));
        let together: Vec<&BoundAction<'_>> = match shared {
            Some((actions, _)) => actions
                .iter()
                .filter_map(|action| rows.iter().copied().find(|row| row.spec.action == *action))
                .collect(),
            None => vec![row],
        };
        let keys: Vec<&str> = together.iter().filter_map(|row| row.keys.first().copied()).collect();
        let joined = joined_keys(&keys);
        let (keys, text) = match shared {
            Some((_, text)) if together.len() > 1 && display_width(&joined) <= MAX_KEYS_WIDTH => {
                done.extend(together.iter().map(|row| row.spec.action));
                (joined, *text)
            }
            _ => (row.keys.first().copied().unwrap_or_default().to_string(), short_text(row.spec)),
        };
        lines.push(HelpLine::Keys(keys, text.to_string()));
    }
    lines
}

/// Joins keys, with a modifier that they share once: `ctrl-d/u`.
fn joined_keys(keys: &[&str]) -> String {
    let prefix = ["ctrl-", "alt-"]
        .into_iter()
        .find(|prefix| keys.len() > 1 && keys.iter().all(|key| key.starts_with(prefix)));
    let rest = keys.iter().skip(1).map(|key| &key[prefix.map_or(0, str::len)..]);
    let keys: Vec<&str> = keys.first().copied().into_iter().chain(rest).collect();
    // A blank would make a key of its own of what has the same modifier.
    keys.join(if prefix.is_some() { "/" } else { " " })
}

/// Returns the width of the keys of `lines`, in cells.
pub(crate) fn keys_width(lines: &[HelpLine]) -> usize {
    let widths = lines.iter().map(|line| match line {
        HelpLine::Keys(keys, _) => display_width(keys),
        HelpLine::Heading(_) | HelpLine::Blank => 0,
    });
    widths.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Focus;

    #[test]
    fn the_help_of_every_view_fits_on_a_screen_of_80_by_24() {
        for focus in Focus::ALL.into_iter().filter(|focus| !focus.is_input()) {
            let help = HelpPage::new(&Keymap::default(), focus.contexts());
            assert!(help.rows(80) <= 21, "{focus:?}: {} rows", help.rows(80));
            let (columns, _) = help.columns(80);
            assert_eq!(columns.len(), 3, "{focus:?}");
            assert_eq!(columns[0][0], HelpLine::Heading("Move"));
            assert!(help.views.starts_with("1 Roles   2 Role   3 Compare"), "{}", help.views);
        }
    }

    #[test]
    fn every_key_that_works_is_in_the_help() {
        for focus in Focus::ALL {
            let keymap = Keymap::default();
            let help = HelpPage::new(&keymap, focus.contexts());
            let shown: String = help
                .lines
                .iter()
                .filter_map(|line| match line {
                    HelpLine::Keys(keys, _) => Some(format!("{keys} ")),
                    _ => None,
                })
                .collect();
            for bound in keymap.effective(focus.contexts()) {
                let Some(key) = bound.keys.first() else { continue };
                let bare = key.trim_start_matches("ctrl-").trim_start_matches("alt-");
                // Keys with the same modifier are joined: `ctrl-d/u`.
                let is_shown = shown.split(' ').any(|word| word == *key)
                    || shown.contains(&format!("{key}/"))
                    || shown.contains(&format!("/{bare} "));
                assert!(
                    is_shown || view_name(bound.spec.action).is_some(),
                    "{focus:?}: {key} for {}",
                    bound.spec.doc
                );
            }
        }
    }

    #[test]
    fn the_columns_hold_every_line_on_any_screen() {
        let help = HelpPage::new(&Keymap::default(), Focus::Roles.contexts());
        let wanted = help.lines.iter().filter(|line| **line != HelpLine::Blank).count();
        for width in 0..200 {
            let (columns, _) = help.columns(width);
            let shown = columns.concat().into_iter().filter(|line| *line != HelpLine::Blank);
            assert_eq!(shown.count(), wanted, "{width}");
            assert!(columns.len() <= usize::from(HelpPage::column_count(width)), "{width}");
        }
    }
}
