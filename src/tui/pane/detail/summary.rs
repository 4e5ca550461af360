//! The summary of a role: its place among other roles, its pay, the user's fit; and its facts.

use super::sections::LESS_SIMILAR;
use super::{CitationNumbers, RoleText, SimilarRoles, family_of};
use crate::analysis::pay::main_figure;
use crate::model::text::DisplayWidth;
use crate::model::{Catalog, Role, RoleId, SourceId, family_name};
use crate::tui::chart;
use crate::tui::doc::{TextDoc, TextRow, TextTone, TonedText};
use crate::tui::pane::linked_page::{LINK_MARK, PageDraft, PageLink};
use crate::tui::pane::rows::restore_blanks;
use crate::wording::{self, SIMILARITY_MEANING, capitalize};

/// Width of the label column.
const LABELS: usize = 16;

/// Maximum number of names listed; more are counted instead, and `roledex show` lists all.
const MAX_NAMES: usize = 12;

/// Maximum number of names where a section lists all of them.
const FIRST_NAMES: usize = 3;

/// Adds the summary, a field for each thing that is known.
pub(super) fn add(draft: &mut PageDraft, text: &RoleText<'_>, notes: &mut CitationNumbers) {
    let (catalog, role) = (text.catalog, text.role);
    draft.doc.blank_line();
    let (reporting, sources) = (&role.reporting, catalog.reporting_sources(text.id));
    let fields: [(&str, &[RoleId], &[SourceId]); 5] = [
        (wording::REPORTS_TO, catalog.reports_to(text.id), &sources),
        (wording::LEADS, catalog.leads(text.id), &sources),
        (wording::NEVER_LEADS, &reporting.never_manages, &reporting.sources),
        (wording::PART_OF, &role.broader, &[]),
        (wording::BUILDS_ON, role.extends.as_slice(), &[]),
    ];
    for (label, roles, sources) in fields {
        role_field(
            draft,
            text,
            label,
            roles,
            (MAX_NAMES, notes.cite_if(!roles.is_empty(), sources)),
        );
    }
    pay(draft, text, notes);
    let to: Vec<RoleId> = role.moves.iter().map(|step| step.to).collect();
    role_field(draft, text, "comes from", catalog.moves_into(text.id), (FIRST_NAMES, None));
    role_field(draft, text, "leads on to", &to, (FIRST_NAMES, None));
    similar(draft, text);
    role_field(draft, text, wording::RELATED, &role.related, (MAX_NAMES, None));
    role_field(draft, text, wording::CONFUSED_WITH_SHORT, &role.confused_with, (MAX_NAMES, None));
    if let Some((who, fit)) = text.you {
        draft.doc.field(who, &[TonedText::new(fit, TextTone::Text)], text.width, LABELS);
    }
}

/// Adds the names of `roles` as links, at most `most` of them, unless there are none.
fn role_field(
    draft: &mut PageDraft,
    text: &RoleText<'_>,
    label: &str,
    roles: &[RoleId],
    (most, mut note): (usize, Option<TonedText>),
) {
    if roles.is_empty() {
        return;
    }
    // One more takes no more room than the number of others.
    let shown = if roles.len() == most + 1 { roles.len() } else { roles.len().min(most) };
    // The numbers of the sources stay with the words before them: with the last name that has room
    // for them, or with the label. Only if none has, a name breaks.
    let mut label = capitalize(label);
    let has_more = roles.len() > shown;
    let room = |role: &RoleId| {
        let note = note.as_ref().map_or(0, TonedText::width);
        fits(text.catalog.role_title(*role).width() + note, text.width)
    };
    let cited = roles[..shown].iter().rposition(room);
    if let Some(cite) =
        note.take_if(|note| cited.is_none() && !has_more && label.width() + note.width() < LABELS)
    {
        label += &cite.text;
    }
    let mut pieces = TextRow::new();
    for (at, &role) in roles[..shown].iter().enumerate() {
        if at > 0 {
            pieces.push(TonedText::new("  ", TextTone::Dim));
        }
        let breaks = note.is_some() && cited.is_none() && !has_more && at + 1 == shown;
        let title = text.catalog.role_title(role);
        let title = if breaks { title.to_string() } else { bound(title, text.width) };
        pieces.extend(draft.linked(&title, TextTone::Text, PageLink::Role(role)));
        if !has_more && at == cited.unwrap_or(shown - 1) {
            pieces.extend(note.clone());
        }
    }
    if has_more {
        let more = format!("  and{BOUND}{}{BOUND}more", roles.len() - shown);
        pieces.push(TonedText::new(more, TextTone::Dim));
        pieces.extend(note);
    }
    draft.doc.field(&label, &pieces, text.width, LABELS);
}

/// Maximum number of dots for the rank of a role.
const MAX_DOTS: usize = 10;

/// A blank at which no line breaks.
const BOUND: &str = "\u{a0}";

/// Returns `title` so that no line breaks within it, unless it is too long for one.
fn bound(title: &str, width: usize) -> String {
    if fits(title.width(), width) { title.replace(' ', BOUND) } else { title.to_string() }
}

/// Whether a link of `cells` fits on a line beside its label.
fn fits(cells: usize, width: usize) -> bool {
    LABELS + LINK_MARK.width() + cells <= width
}

/// Adds the figure that fits best. If it is that of another occupation, says so before it.
fn pay(draft: &mut PageDraft, text: &RoleText<'_>, notes: &mut CitationNumbers) {
    let figures = &text.role.pay;
    let Some(shown) = main_figure(text.role, None) else { return };
    let mut pieces = TextRow::new();
    pieces.extend(wording::proxy_words(shown).map(|text| TonedText::new(text, TextTone::Title)));
    pieces.push(TonedText::new(wording::pay_figure_text(shown), TextTone::Text));
    pieces.extend(notes.cite(&[shown.source]));
    if figures.len() > 1 {
        let more = format!("  and{BOUND}{}{BOUND}more", figures.len() - 1);
        pieces.push(TonedText::new(more, TextTone::Dim));
    }
    draft.doc.field(wording::PAY, &pieces, text.width, LABELS);
}

/// Adds the most similar roles, each with how similar it is.
fn similar(draft: &mut PageDraft, text: &RoleText<'_>) {
    let near = match text.similar {
        None | Some(SimilarRoles::Known([])) => return,
        Some(SimilarRoles::Pending) => {
            let pending = [TonedText::new("…", TextTone::Dim)];
            return draft.doc.field("Similar", &pending, text.width, LABELS);
        }
        Some(SimilarRoles::Known(near)) => near,
    };
    let mut pieces = TextRow::new();
    let mut is_close = true;
    for (at, other) in near.iter().take(FIRST_NAMES).enumerate() {
        if at > 0 {
            pieces.push(TonedText::new("  ", TextTone::Dim));
        }
        if std::mem::replace(&mut is_close, !other.has_little_in_common()) && !is_close {
            let mark = format!("{}:  ", LESS_SIMILAR.to_lowercase().replace(' ', BOUND));
            pieces.push(TonedText::new(mark, TextTone::Dim));
        }
        let title = text.catalog.role_title(other.role);
        let score = format!(" {}", other.score_text()).replace(' ', BOUND);
        // A name that has no room beside its figure breaks, so that they stay together.
        let title = if fits(title.width() + score.width(), text.width) {
            bound(title, text.width)
        } else {
            title.to_string()
        };
        pieces.extend(draft.linked(&title, TextTone::Text, PageLink::Role(other.role)));
        pieces.push(TonedText::new(score, TextTone::Dim));
    }
    let meaning = SIMILARITY_MEANING.replacen(' ', BOUND, 1);
    pieces.push(TonedText::new(format!("  ({meaning})"), TextTone::Dim));
    draft.doc.field("Similar", &pieces, text.width, LABELS);
}

/// Returns the facts about a role that are no names of other roles, each with its label and sources.
fn fact_texts<'a>(
    catalog: &'a Catalog,
    role: &'a Role,
) -> Vec<(&'static str, String, &'a [SourceId])> {
    let (reporting, experience) = (&role.reporting, &role.experience);
    let codes: Vec<String> = role.codes.iter().map(|(k, v)| format!("{k} {v}")).collect();
    let fields: [(&str, String, &[SourceId]); 7] = [
        ("Span", reporting.span_text().unwrap_or_default(), &reporting.sources),
        ("Experience", experience.years_text().unwrap_or_default(), &experience.sources),
        ("Education", experience.education.clone().unwrap_or_default(), &experience.sources),
        ("Seniority", ladder_text(catalog, role).unwrap_or_default(), &[]),
        ("Focus", role.focus.map(|focus| focus.word().to_string()).unwrap_or_default(), &[]),
        (wording::ALSO_CALLED, first_names(&role.aliases), &[]),
        ("Codes", codes.join(" · "), &[]),
    ];
    fields.into_iter().filter(|(_, text, _)| !text.is_empty()).collect()
}

/// Adds the section of facts.
pub(super) fn facts(
    doc: &mut TextDoc,
    catalog: &Catalog,
    role: &Role,
    width: usize,
    notes: &mut CitationNumbers,
) {
    let facts = fact_texts(catalog, role);
    if facts.is_empty() {
        return;
    }
    doc.section(wording::FACTS, "", width);
    for (label, text, sources) in facts {
        let mut pieces = vec![TonedText::new(text, TextTone::Text)];
        pieces.extend(notes.cite(sources));
        doc.field(&capitalize(label), &pieces, width, LABELS);
    }
}

/// Returns the facts as a text beside that of the role.
pub(super) fn aside(catalog: &Catalog, role: RoleId, width: usize) -> TextDoc {
    let mut doc = TextDoc::default();
    let facts = fact_texts(catalog, catalog.role(role));
    if !facts.is_empty() {
        doc.section(wording::FACTS, "", width);
    }
    for (label, text, _) in facts {
        doc.field(&capitalize(label), &[TonedText::new(text, TextTone::Text)], width, 12);
    }
    doc.rows.iter_mut().flatten().for_each(restore_blanks);
    doc
}

/// Lists the first few names and the number of others: public classifications have dozens.
fn first_names(names: &[String]) -> String {
    let more = names.len().saturating_sub(MAX_NAMES);
    let shown = &names[..names.len().min(MAX_NAMES)];
    let mut text = shown.join(" · ");
    if more > 0 {
        text += &format!(" · and {more} more");
    }
    text
}

/// Formats the rank of `role` in its family: `○ ● ○ ○  2 of 4 in Product`.
fn ladder_text(catalog: &Catalog, role: &Role) -> Option<String> {
    let level = role.seniority?;
    let mut levels: Vec<_> = family_of(catalog, &role.family)
        .iter()
        .filter_map(|&id| catalog.role(id).seniority)
        .collect();
    levels.sort_unstable();
    levels.dedup();
    let at = levels.binary_search(&level).ok()?;
    // The dots stay together; more of them are not counted at a glance.
    let dots = match levels.len() {
        ..=MAX_DOTS => format!("{}  ", chart::ladder(at, levels.len()).replace(' ', BOUND)),
        _ => String::new(),
    };
    let family = family_name(&role.family);
    (levels.len() > 1).then(|| format!("{dots}{} of {} in {family}", at + 1, levels.len()))
}
