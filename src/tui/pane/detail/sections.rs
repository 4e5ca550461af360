//! The sections of the text about a role.

use super::{BAR, CitationNumbers, RoleText, SimilarRoles, amounts, family_of};
use crate::analysis::diff::ResponsibilityScope;
use crate::analysis::pay::{figures_by_fit, greatest_amount};
use crate::analysis::related::RelatedRole;
use crate::model::text::{DisplayWidth, display_width};
use crate::model::{Emphasis, Importance, Requirement, Responsibility, ThemeId, family_name};
use crate::tui::chart;
use crate::tui::doc::{TextDoc, TextRow, TextTone, TonedText, pad, row_width, wrap};
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::wording::{self, SIMILARITY_MEANING};

/// Groups `duties`, each with its position, by theme, in the order in which the role names the
/// themes.
fn by_theme(duties: &[Responsibility]) -> Vec<(ThemeId, Vec<(usize, &Responsibility)>)> {
    let mut themes: Vec<(ThemeId, Vec<(usize, &Responsibility)>)> = Vec::new();
    for (at, duty) in duties.iter().enumerate() {
        match themes.iter_mut().find(|(theme, _)| *theme == duty.theme) {
            Some((_, duties)) => duties.push((at, duty)),
            None => themes.push((duty.theme, vec![(at, duty)])),
        }
    }
    themes
}

/// Adds the responsibilities, by theme.
pub(super) fn responsibilities(
    doc: &mut TextDoc,
    text: &RoleText<'_>,
    notes: &mut CitationNumbers,
) {
    let (catalog, role, width) = (text.catalog, text.role, text.width);
    if role.responsibilities.is_empty() {
        return;
    }
    let shown = text.scope.of(role);
    let mut remarks: Vec<String> = Vec::new();
    if let (ResponsibilityScope::AddedHere, Some(base)) = (text.scope, role.extends) {
        remarks.push(format!("added to those of {}", catalog.role(base).title));
    }
    // The legend of the signs before the texts.
    for emphasis in [Emphasis::Strategic, Emphasis::Tactical] {
        let count = shown.iter().filter(|duty| duty.emphasis == Some(emphasis)).count();
        if count > 0 {
            remarks.push(format!("{} {count} {emphasis}", emphasis_sign(Some(emphasis))));
        }
    }
    let unmarked = shown.iter().filter(|duty| duty.emphasis.is_none()).count();
    // Without any emphasis, the dots are mere bullets.
    if (1..shown.len()).contains(&unmarked) {
        remarks.push(format!("{} {unmarked} unmarked", emphasis_sign(None)));
    }
    let title = format!("{} {}", wording::RESPONSIBILITIES, shown.len());
    doc.section(title, &remarks.join("  "), width);
    for (theme, duties) in by_theme(shown) {
        doc.pieces(&theme_head(&catalog.theme(theme).title, &duties), width, 0);
        for (at, duty) in duties {
            doc.begin_responsibility(at);
            let mut pieces = vec![TonedText::new(&duty.text, TextTone::Text)];
            let mut remarks: Vec<String> = Vec::new();
            remarks.extend(duty.share_text());
            remarks.extend(duty.note.clone());
            remarks.extend(duty.inherited_from.map(|o| format!("from {}", catalog.role(o).title)));
            if !remarks.is_empty() {
                pieces.push(TonedText::new(format!("  {}", remarks.join(", ")), TextTone::Dim));
            }
            pieces.extend(notes.cite(&duty.sources));
            doc.field(&format!("  {}", emphasis_sign(duty.emphasis)), &pieces, width, 4);
        }
    }
}

/// Returns the sign before a responsibility.
fn emphasis_sign(emphasis: Option<Emphasis>) -> char {
    match emphasis {
        Some(Emphasis::Strategic) => '◆',
        Some(Emphasis::Tactical) => '◇',
        None => '·',
    }
}

/// Builds a theme heading, with the share of the working time that its responsibilities take if the
/// pack states it for all of them.
fn theme_head(title: &str, duties: &[(usize, &Responsibility)]) -> [TonedText; 2] {
    let shares: Option<Vec<f64>> = duties.iter().map(|(_, duty)| duty.share).collect();
    let time =
        shares.map(|shares| format!("  {:.0} % of the time", shares.iter().sum::<f64>() * 100.0));
    [
        TonedText::new(title, TextTone::Heading),
        TonedText::new(time.unwrap_or_default(), TextTone::Dim),
    ]
}

/// Adds the skills, essential ones first.
pub(super) fn skills(draft: &mut PageDraft, text: &RoleText<'_>, notes: &mut CitationNumbers) {
    let (catalog, role, width) = (text.catalog, text.role, text.width);
    if role.skills.is_empty() {
        return;
    }
    draft.doc.section(format!("{} {}", wording::SKILLS, role.skills.len()), "", width);
    let scale = &catalog.pack(role.pack).scale;
    // Dots and the level's name come first, so that names start in one column.
    let dots_width = scale.names().len();
    let name_width = scale.names().iter().map(|name| display_width(name)).max().unwrap_or(0);
    // Packs without any levels have no column for them.
    let has_levels = role.skills.iter().any(|asked| asked.level.is_some());
    let column = if has_levels { dots_width + name_width + 5 } else { 2 };
    for importance in [Importance::Essential, Importance::Useful] {
        let asked: Vec<&Requirement> =
            role.skills.iter().filter(|r| r.importance == importance).collect();
        if asked.is_empty() {
            continue;
        }
        let word = if importance == Importance::Essential { "Essential" } else { "Useful" };
        draft.doc.text(&format!("{word} {}", asked.len()), TextTone::Title, width, 0);
        for requirement in asked {
            let level = requirement.level.map_or_else(String::new, |l| {
                format!("{} {}", pad(&l.dots(), dots_width), pad(scale.name(l), name_width))
            });
            let name = &catalog.skill(requirement.skill).name;
            let link = PageLink::Skill(requirement.skill);
            let mut pieces = draft.linked(name, TextTone::Text, link).to_vec();
            if let Some(note) = &requirement.note {
                pieces.push(TonedText::new(format!("  {note}"), TextTone::Dim));
            }
            pieces.extend(notes.cite(&requirement.sources));
            draft.doc.field(&format!("  {level}"), &pieces, width, column);
        }
    }
}

/// The heading of the most similar roles.
pub(super) const SIMILAR: &str = "Similar roles";

/// The heading of those of them that have little in common with the role.
pub(super) const LESS_SIMILAR: &str = "Less similar";

/// Adds the most similar roles, each with what it has in common with this one.
pub(super) fn similar(draft: &mut PageDraft, text: &RoleText<'_>) {
    let near = match text.similar {
        Some(SimilarRoles::Known(near)) => near,
        Some(SimilarRoles::Pending) => {
            draft.doc.section(SIMILAR, "being found …", text.width);
            return;
        }
        // The same sections are listed before the role is opened.
        None => {
            draft.doc.section(SIMILAR, "found when the role is opened", text.width);
            return;
        }
    };
    if near.is_empty() {
        draft.doc.section(SIMILAR, "none", text.width);
        return;
    }
    let close = near.iter().filter(|other| !other.has_little_in_common()).count();
    let title = if close > 0 { format!("{SIMILAR} {close}") } else { SIMILAR.to_string() };
    draft.doc.section(title, SIMILARITY_MEANING, text.width);
    for (at, other) in near.iter().enumerate() {
        if at == close {
            let count = near.len() - close;
            draft.doc.text(&format!("{LESS_SIMILAR} {count}"), TextTone::Title, text.width, 0);
        }
        let title = text.catalog.role_title(other.role);
        let link = PageLink::Role(other.role);
        let mut pieces = draft.linked(title, TextTone::Text, link).to_vec();
        let score = format!("  {}", other.score_text()).replace(' ', "\u{a0}");
        pieces.push(TonedText::new(score, TextTone::Text));
        draft.doc.pieces(&pieces, text.width, 2);
        shared_texts(&mut draft.doc, other, text);
        let reasons = other.reasons_text(text.catalog);
        if !reasons.is_empty() {
            draft.doc.lines(&[TonedText::new(reasons, TextTone::Dim)], text.width, 4);
        }
    }
}

/// Number of responsibilities in common that are named.
const NAMED_TEXTS: usize = 2;

/// The label of the responsibilities that both roles have.
const IN_COMMON: &str = "in common  ";

/// Adds the responsibilities that both roles have: the first of them, each in full.
fn shared_texts(doc: &mut TextDoc, other: &RelatedRole, text: &RoleText<'_>) {
    let blank = " ".repeat(IN_COMMON.width());
    let (count, mut label) = (other.shared_positions.len(), IN_COMMON);
    // One more takes no more room than the number of others.
    let named = if count == NAMED_TEXTS + 1 { count } else { NAMED_TEXTS };
    for shared in other.shared_texts(text.catalog).take(named) {
        let room = text.width.saturating_sub(4 + label.width()).max(8);
        for mut line in wrap(&[TonedText::new(shared, TextTone::Text)], room) {
            line.insert(0, TonedText::new(format!("    {label}"), TextTone::Dim));
            doc.row(line);
            label = &blank;
        }
        label = &blank;
    }
    if count > named {
        let more = format!("{label}and {} more", count - named);
        doc.lines(&[TonedText::new(more, TextTone::Dim)], text.width, 4);
    }
}

/// Adds the moves from the role and to it.
pub(super) fn moves(draft: &mut PageDraft, text: &RoleText<'_>, notes: &mut CitationNumbers) {
    let (catalog, role, width) = (text.catalog, text.role, text.width);
    let into = catalog.moves_into(text.id);
    if role.moves.is_empty() && into.is_empty() {
        return;
    }
    draft.doc.section(format!("Moves {}", role.moves.len() + into.len()), "", width);
    for step in &role.moves {
        let mut pieces = vec![TonedText::new("→ ", TextTone::Text)];
        let title = catalog.role_title(step.to);
        pieces.extend(draft.linked(title, TextTone::Text, PageLink::Role(step.to)));
        pieces.extend(notes.cite(&step.sources));
        draft.doc.pieces(&pieces, width, 2);
        if !step.requires.is_empty() {
            let takes = format!("takes {}", step.requires.join("; "));
            draft.doc.lines(&[TonedText::new(takes, TextTone::Dim)], width, 4);
        }
    }
    for &from in into {
        let mut pieces = vec![TonedText::new("← from ", TextTone::Text)];
        let title = catalog.role_title(from);
        pieces.extend(draft.linked(title, TextTone::Text, PageLink::Role(from)));
        draft.doc.pieces(&pieces, width, 2);
    }
}

/// Adds the pay figures, those of other occupations after those of the role.
pub(super) fn pay(doc: &mut TextDoc, text: &RoleText<'_>, notes: &mut CitationNumbers) {
    let (catalog, role, width) = (text.catalog, text.role, text.width);
    if role.pay.is_empty() {
        return;
    }
    doc.section(format!("Pay {}", role.pay.len()), "", width);
    let heading = doc.rows.len() - 1;
    let mut has_bars = false;
    let figures = figures_by_fit(role);
    let column = 3 + figures.iter().map(|pay| display_width(&pay.year_text())).max().unwrap_or(0);
    for figure in figures {
        let proxy = figure.proxy_text().map(|proxy| format!("{proxy}: ")).unwrap_or_default();
        let mut pieces = vec![TonedText::new(proxy, TextTone::Title)];
        pieces.push(TonedText::new(figure.amounts_text(), TextTone::Text));
        pieces.push(TonedText::new(format!("  {}", figure.scope_text()), TextTone::Dim));
        pieces.extend(notes.cite(&[figure.source]));
        doc.field(&format!("  {}", figure.year_text()), &pieces, width, column);
        // Show it relative to the family's pay: a bar alone would mean little.
        let family = family_of(catalog, &role.family);
        let most = greatest_amount(catalog, family.iter().copied(), figure);
        let told =
            format!(" (max {} in {})", figure.format_amount(most), family_name(&role.family));
        if most > amounts(figure).most() && width >= BAR + display_width(&told) + column {
            has_bars = true;
            let mut row = vec![TonedText::new(" ".repeat(column), TextTone::Text)];
            row.extend(chart::range(amounts(figure), most, BAR, TextTone::Text));
            row.push(TonedText::new(told, TextTone::Dim));
            doc.row(row);
        }
    }
    // What the signs of the bars mean, if there are any.
    if let Some(row) = doc.rows.get_mut(heading).filter(|_| has_bars) {
        let legend = TonedText::new(format!("  {}", chart::RANGE_LEGEND), TextTone::Dim);
        if row_width(row) + legend.width() <= width {
            row.push(legend);
        }
    }
}

/// Adds the authored differences from other roles, with the text of each of them.
pub(super) fn differences(draft: &mut PageDraft, text: &RoleText<'_>, notes: &mut CitationNumbers) {
    let (catalog, id, width) = (text.catalog, text.id, text.width);
    let about: Vec<_> = catalog.comparisons().iter().filter(|c| c.roles.contains(&id)).collect();
    if about.is_empty() {
        return;
    }
    draft.doc.section(format!("Differs from {}", about.len()), "", width);
    for comparison in about {
        let mut heading = TextRow::new();
        for &other in comparison.roles.iter().filter(|&&other| other != id) {
            let title = catalog.role_title(other);
            heading.extend(draft.linked(title, TextTone::Heading, PageLink::Role(other)));
            heading.push(TonedText::new("  ", TextTone::Dim));
        }
        draft.doc.pieces(&heading, width, 0);
        for point in &comparison.points {
            let mut aspect = vec![TonedText::new(&point.aspect, TextTone::Title)];
            if !point.positions.is_empty() {
                aspect.push(TonedText::new("  sources disagree", TextTone::Dim));
            }
            draft.doc.pieces(&aspect, width, 2);
            // This role comes first.
            let own = point.texts.iter().filter(|(role, _)| *role == id);
            let others = point.texts.iter().filter(|(role, _)| *role != id);
            for (role, said) in own.chain(others) {
                let pieces = [
                    TonedText::new(format!("{}: ", catalog.role(*role).title), TextTone::Dim),
                    TonedText::new(said, TextTone::Text),
                ];
                let cited = notes.cite(&point.sources);
                let pieces: Vec<TonedText> = pieces.into_iter().chain(cited).collect();
                draft.doc.lines(&pieces, width, 4);
            }
            for position in &point.positions {
                let publishers = position.sources.iter().map(|&s| &*catalog.source(s).publisher);
                let publishers = publishers.collect::<Vec<_>>().join(", ");
                let pieces = [
                    TonedText::new(format!("{publishers}: "), TextTone::Dim),
                    TonedText::new(&position.text, TextTone::Text),
                ];
                let cited = notes.cite(&position.sources);
                let pieces: Vec<TonedText> = pieces.into_iter().chain(cited).collect();
                draft.doc.lines(&pieces, width, 4);
            }
        }
    }
}

/// Adds the list of sources.
pub(super) fn sources(doc: &mut TextDoc, text: &RoleText<'_>, notes: &mut CitationNumbers) {
    let (catalog, role, width) = (text.catalog, text.role, text.width);
    for &source in &role.sources {
        // Sources of the role itself are listed too, after those that the text cites.
        let _ = notes.cite(&[source]);
    }
    if notes.cited.is_empty() {
        return;
    }
    doc.section(format!("Sources {}", notes.cited.len()), "", width);
    for (i, &id) in notes.cited.iter().enumerate() {
        let source = catalog.source(id);
        let pieces = [
            TonedText::new(format!("{}, ", source.title), TextTone::Text),
            TonedText::new(source.terms_text(), TextTone::Dim),
        ];
        doc.field(&format!("  [{}]", i + 1), &pieces, width, 7);
    }
}
