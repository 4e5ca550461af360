//! The ways from one role to another, as a table.

use crate::analysis::path::{CareerPath, PathAnswer};
use crate::analysis::skills::levels_number;
use crate::model::Catalog;
use crate::model::text::DisplayWidth;
use crate::tui::doc::{TextRow, TextTone, TonedText, wrap};
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::tui::pane::rows::GUTTER;
use crate::wording;

/// The heading of the table.
const HEADING: &str = "Paths";

/// Number of digits and blanks before the roles of a path.
const NUMBER: usize = 3;

/// Minimum width of the column of the roles, for which other columns give way.
const MIN_ROLES: usize = 26;

/// Maximum width of that column, so that figures stay near to the roles.
const MAX_ROLES: usize = 90;

/// A column of figures.
#[derive(Debug, Clone, Copy)]
struct FigureColumn {
    head: &'static str,
    text: fn(&CareerPath) -> String,
}

/// The columns of figures, the most important first: the last give way where there is no room.
const FIGURES: [FigureColumn; 4] = [
    FigureColumn { head: "skill levels", text: levels_text },
    FigureColumn { head: "steps", text: |path| path.hops.len().to_string() },
    FigureColumn { head: "to learn", text: |path| path.skills_to_learn.to_string() },
    FigureColumn { head: "known moves", text: recorded_text },
];

/// The order in which the columns are shown.
const SHOWN: [usize; 4] = [1, 2, 0, 3];

/// Formats the levels to learn on a path: `63`, or `63 ?` if a role lists no skills.
fn levels_text(path: &CareerPath) -> String {
    let levels = levels_number(path.effort);
    if path.hops.iter().any(|hop| hop.guessed) { format!("{levels} ?") } else { levels }
}

/// Formats how many steps of a path are moves that the pack records: `1 of 2`.
fn recorded_text(path: &CareerPath) -> String {
    format!("{} of {}", path.recorded_moves(), path.hops.len())
}

/// Returns the roles that a path passes through: `by way of Support engineer, Software engineer`.
fn roles_text(catalog: &Catalog, path: &CareerPath) -> String {
    let passed = path.hops.iter().rev().skip(1).rev();
    let titles: Vec<&str> = passed.map(|hop| catalog.role_title(hop.to)).collect();
    match titles[..] {
        [] => wording::DIRECT_PATH.to_string(),
        _ => format!("via {}", titles.join(", ")),
    }
}

/// Adds the table, in which the path number `shown` stands out, and returns the line of each path.
pub(super) fn table(
    draft: &mut PageDraft,
    catalog: &Catalog,
    answer: &PathAnswer,
    shown: usize,
    width: usize,
) -> Vec<usize> {
    let mut room = width.saturating_sub(GUTTER + NUMBER);
    let mut figures: Vec<(usize, usize)> = Vec::new();
    for (at, column) in FIGURES.iter().enumerate() {
        let cells = answer.paths.iter().map(|path| (column.text)(path).width());
        let wide = cells.max().unwrap_or(0).max(column.head.len());
        if room < MIN_ROLES + wide + 2 {
            break;
        }
        room -= wide + 2;
        figures.push((at, wide));
    }
    figures.sort_by_key(|(at, _)| SHOWN.iter().position(|other| other == at));
    let longest = answer.paths.iter().map(|path| roles_text(catalog, path).width()).max();
    let roles = longest.unwrap_or(0).min(MAX_ROLES).min(room).max(8);
    let figure = |text: &str, wide: usize, tone| {
        TonedText::new(format!("  {}{text}", " ".repeat(wide.saturating_sub(text.width()))), tone)
    };
    draft.doc.section(HEADING, "", width);
    if let Some(head) = draft.doc.rows.last_mut().filter(|_| !figures.is_empty()) {
        head.push(TonedText::new(
            " ".repeat((GUTTER + NUMBER + roles).saturating_sub(HEADING.len())),
            TextTone::Text,
        ));
        head.extend(
            figures.iter().map(|(at, wide)| figure(FIGURES[*at].head, *wide, TextTone::Dim)),
        );
    }
    let mut lines = Vec::with_capacity(answer.paths.len());
    for (at, path) in answer.paths.iter().enumerate() {
        let tone = if at == shown { TextTone::Title } else { TextTone::Text };
        draft.link(PageLink::Path(at));
        lines.push(draft.doc.rows.len());
        let text = [TonedText::new(roles_text(catalog, path), tone)];
        for (line, piece) in wrap(&text, roles).into_iter().enumerate() {
            let number = if line == 0 { format!("{at}") } else { String::new() };
            let mut row: TextRow =
                vec![TonedText::new(format!("{:GUTTER$}{number:NUMBER$}", ""), tone)];
            row.extend(piece);
            if line == 0 {
                let taken = crate::tui::doc::row_width(&row);
                let gap = (GUTTER + NUMBER + roles).saturating_sub(taken);
                row.push(TonedText::new(" ".repeat(gap), TextTone::Text));
                row.extend(
                    figures
                        .iter()
                        .map(|(column, wide)| figure(&(FIGURES[*column].text)(path), *wide, tone)),
                );
            }
            draft.doc.row(row);
        }
        let cautions: Vec<String> = path.cautions().iter().map(|reason| reason.text()).collect();
        if !cautions.is_empty() {
            let text = [
                TonedText::new("caution: ", TextTone::Warning),
                TonedText::new(cautions.join("; "), TextTone::Dim),
            ];
            draft.doc.lines(&text, width.min(GUTTER + NUMBER + MAX_ROLES), GUTTER + NUMBER);
        }
    }
    lines
}
