//! Draws what other scopes hold where a search found nothing in its own.

use ratatui::layout::Rect;

use crate::model::{Catalog, SkillId};
use crate::search::SearchItem;
use crate::tui::canvas::DrawCanvas;
use crate::tui::doc::{TextDoc, TextTone, TonedText};
use crate::tui::layout::{self, ScreenAreas};
use crate::tui::pane::elsewhere::FoundElsewhere;
use crate::tui::pane::skills::filled_skill_doc;
use crate::tui::state::AppState;

/// Draws the name of a skill and what kind of skill it is above its text.
pub(super) fn skill_header(
    state: &AppState,
    id: SkillId,
    focused: bool,
    areas: &ScreenAreas,
    canvas: &mut DrawCanvas<'_>,
) {
    let header = layout::header_rows(areas.main.height);
    let (head, _) = layout::split_top(areas.main, header);
    if header == 0 {
        return;
    }
    let skill = state.catalog.skill(id);
    let left = [TonedText::new(&skill.name, TextTone::Title)];
    let about =
        skill.group.as_deref().map_or(skill.kind.to_string(), |g| format!("{} · {g}", skill.kind));
    canvas.sides(head, &left, &[TonedText::new(format!("{about} "), TextTone::Dim)]);
    if focused {
        focus_sign(areas, canvas);
    }
}

/// Draws the sign of the focus before the title of the main pane: in the gap behind the divider, so
/// that the title stays where it is.
pub(crate) fn focus_sign(areas: &ScreenAreas, canvas: &mut DrawCanvas<'_>) {
    if !areas.divider.is_empty() && areas.main.x > areas.divider.right() {
        let gap = Rect { x: areas.main.x - 1, width: 1, height: 1, ..areas.main };
        canvas.row(gap, &[TonedText::new("▌", TextTone::Accent)]);
    }
}

/// Draws what a search that found nothing in its own scope found in the others: the skill if it is
/// one, otherwise the best of each kind.
pub(crate) fn elsewhere(
    state: &AppState,
    found: &FoundElsewhere,
    areas: &ScreenAreas,
    canvas: &mut DrawCanvas<'_>,
) {
    let rows = layout::main_rows(areas);
    if rows.is_empty() {
        return;
    }
    let (width, height) = (usize::from(rows.width), usize::from(rows.height));
    if let Some(skill) = found.only_skill() {
        skill_header(state, skill, false, areas, canvas);
        let doc = filled_skill_doc(&state.catalog, &state.profile, skill, (width, height));
        return canvas.doc(rows, &doc, 0);
    }
    let mut doc = TextDoc::default();
    let counts = found.counts;
    for (heading, count, is_kind) in [
        ("In skills", counts.skills, is_skill as fn(&SearchItem) -> bool),
        ("In roles", counts.roles, is_role),
        ("In responsibilities", counts.responsibilities, is_responsibility),
    ] {
        let items: Vec<&SearchItem> = found.items().iter().filter(|item| is_kind(item)).collect();
        if items.is_empty() {
            continue;
        }
        doc.section(heading, &count.to_string(), width);
        for item in &items {
            doc.text(&item_text(&state.catalog, **item), TextTone::Text, width, 2);
        }
        if count > items.len() {
            let more = format!("and {} more", count - items.len());
            doc.text(&more, TextTone::Dim, width, 2);
        }
    }
    canvas.doc(rows, &doc, 0);
}

fn is_skill(item: &SearchItem) -> bool {
    matches!(item, SearchItem::Skill(_))
}

fn is_role(item: &SearchItem) -> bool {
    matches!(item, SearchItem::Role(_))
}

fn is_responsibility(item: &SearchItem) -> bool {
    matches!(item, SearchItem::Responsibility(..))
}

/// Returns the name of an item, or the text of a responsibility with its role.
fn item_text(catalog: &Catalog, item: SearchItem) -> String {
    match item {
        SearchItem::Skill(skill) => catalog.skill(skill).name.clone(),
        SearchItem::Role(role) => catalog.role_title(role).to_string(),
        SearchItem::Responsibility(role, at) => {
            let role = catalog.role(role);
            let text = role.responsibilities.get(at as usize).map_or("", |of| of.text.as_str());
            format!("{text} ({})", role.title)
        }
    }
}
