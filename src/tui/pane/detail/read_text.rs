//! The sections of a role that was read from a text: skills that are likely, corrections, and the text
//! itself with the words that were read as skills lit.

use super::RoleText;
use crate::model::text::{count_text, group_digits, visible_line};
use crate::model::{Catalog, SkillId};
use crate::reading::role::{MarkedWords, marked_parts};
use crate::reading::sections::LineLabel;
use crate::tui::doc::{TextTone, TonedText};
use crate::tui::pane::linked_page::{PageDraft, PageLink};
use crate::tui::session_texts::SessionText;
use crate::tui::word_meaning::ReadWords;
use crate::wording::read_facts::label_word;

/// Maximum number of likely skills that are listed.
const MAX_LIKELY: usize = 12;

/// Maximum number of lines of the text that are shown.
const MAX_LINES: usize = 2_000;

/// Adds the sections that only a role has that was read from a text.
pub(super) fn add(draft: &mut PageDraft, text: &RoleText<'_>) {
    let Some(read) = text.read_from else { return };
    likely(draft, text, read);
    not_asked(draft, text, read);
    corrections(draft, text, read);
    lines(draft, text, read);
}

/// Adds the skills that are likely, the likeliest first.
fn likely(draft: &mut PageDraft, text: &RoleText<'_>, read: &SessionText) {
    let skills = read.role.skills.iter().enumerate();
    let mut likely: Vec<_> = skills.filter(|(_, skill)| !skill.sure).collect();
    if likely.is_empty() {
        return;
    }
    likely.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
    likely.truncate(MAX_LIKELY);
    let remark = "similar to the text; check these yourself";
    draft.doc.section(format!("Likely skills {}", likely.len()), remark, text.width);
    for (at, found) in likely {
        let name = &text.catalog.skill(found.skill).name;
        let link = PageLink::Words(ReadWords::Likely(at));
        let mut pieces = draft.linked(name, TextTone::Text, link).to_vec();
        let words = visible_line(found.place.words(&read.opened.text));
        let from = format!("  {:.0} %  from “{words}”", found.score * 100.0);
        pieces.push(TonedText::new(from, TextTone::Dim));
        draft.doc.field("  ", &pieces, text.width, 2);
    }
}

/// Adds the skills that the text says are not needed, or can be learnt.
fn not_asked(draft: &mut PageDraft, text: &RoleText<'_>, read: &SessionText) {
    let skills = &read.role.not_asked;
    if skills.is_empty() {
        return;
    }
    let remark = "the text says that you don't need it, or can learn it";
    draft.doc.section(format!("Not asked for {}", skills.len()), remark, text.width);
    for (at, found) in skills.iter().enumerate() {
        let name = &text.catalog.skill(found.skill).name;
        let link = PageLink::Words(ReadWords::NotAsked(at));
        let mut pieces = draft.linked(name, TextTone::Text, link).to_vec();
        let words = visible_line(found.place.words(&read.opened.text));
        let from = format!("  {}  from “{words}”", found.mention.word());
        pieces.push(TonedText::new(from, TextTone::Dim));
        draft.doc.field("  ", &pieces, text.width, 2);
    }
}

/// Adds what words of the text mean, as the user said.
fn corrections(draft: &mut PageDraft, text: &RoleText<'_>, read: &SessionText) {
    let corrections = &read.role.corrections;
    if corrections.is_empty() {
        return;
    }
    let remark = "a pack that you save keeps them";
    draft.doc.section(format!("Corrections {}", corrections.len()), remark, text.width);
    for (at, correction) in corrections.iter().enumerate() {
        let link = PageLink::Words(ReadWords::Corrected(at));
        let words = visible_line(&correction.words);
        let mut pieces = draft.linked(&words, TextTone::Text, link).to_vec();
        let meaning = format!("  {}", visible_line(&correction.predicate(text.catalog)));
        pieces.push(TonedText::new(meaning, TextTone::Dim));
        draft.doc.field("  ", &pieces, text.width, 2);
    }
}

/// Adds the lines of the text. Words that were read as skills are links, with the names of the skills
/// below where they are others.
fn lines(draft: &mut PageDraft, text: &RoleText<'_>, read: &SessionText) {
    let layout = &read.opened.text;
    let title = format!("The text: {}", count_text(layout.lines.len(), "line", "lines"));
    draft.doc.section(title, "▸ marks skills; enter corrects one", text.width);
    let last = layout.lines.last().map_or(0, |line| line.number);
    let column = last.to_string().len() + 3;
    let mut label = None;
    let labels = &read.role.sections.labels;
    let shown = layout.lines.iter().enumerate().take(MAX_LINES);
    for (at, line) in shown.filter(|(_, line)| !line.text.trim().is_empty()) {
        let is_heading = matches!(labels.get(at), Some(LineLabel::Heading | LineLabel::Title));
        if !is_heading && labels.get(at) != label {
            label = labels.get(at);
            let word = label.copied().map_or("", label_word);
            draft.doc.text(&format!("  read as {word}"), TextTone::Dim, text.width, 0);
        }
        let marked = read.role.marked_in(at);
        let first = read.role.marked.partition_point(|words| words.place.line < at);
        let tone = if is_heading { TextTone::Heading } else { TextTone::Text };
        let words = (line.text.as_str(), tone);
        let (pieces, names) = line_pieces(draft, text.catalog, words, (first, marked));
        draft.doc.field(&format!("  {}", line.number), &pieces, text.width, column);
        if !names.is_empty() {
            draft.doc.lines(&names, text.width, column);
        }
    }
    if let Some(more) = layout.lines.len().checked_sub(MAX_LINES).filter(|more| *more > 0) {
        let more = format!("{} more lines are not shown here", group_digits(more as u64));
        draft.doc.text(&more, TextTone::Dim, text.width, 2);
    }
}

/// Returns the pieces of a line, and the names of skills that its words do not say. `marked` are the
/// words of the line that were read as skills, and the number of the first.
fn line_pieces(
    draft: &mut PageDraft,
    catalog: &Catalog,
    (line, tone): (&str, TextTone),
    (first, marked): (usize, &[MarkedWords]),
) -> (Vec<TonedText>, Vec<TonedText>) {
    let mut pieces: Vec<TonedText> = Vec::new();
    // The skills whose words are lit, and the words.
    let mut lit: Vec<(SkillId, String)> = Vec::new();
    for (words, position) in marked_parts(line, marked) {
        let shown = visible_line(words);
        let Some(at) = position else {
            pieces.push(TonedText::new(shown, tone));
            continue;
        };
        let link = PageLink::Words(ReadWords::Marked(first + at));
        pieces.extend(draft.linked(&shown, TextTone::Match, link));
        lit.push((marked[at].skill, shown.to_lowercase()));
    }
    let mut names: Vec<TonedText> = Vec::new();
    let mut named: Vec<SkillId> = Vec::new();
    for (at, words) in marked.iter().enumerate() {
        let name = &catalog.skill(words.skill).name;
        let is_lit = lit.iter().any(|(skill, _)| *skill == words.skill);
        let is_said = lit.contains(&(words.skill, name.to_lowercase()));
        if is_said || named.contains(&words.skill) {
            continue;
        }
        named.push(words.skill);
        names.push(TonedText::new(if names.is_empty() { "= " } else { ", " }, TextTone::Dim));
        if is_lit {
            names.push(TonedText::new(name, TextTone::Dim));
        } else {
            let link = PageLink::Words(ReadWords::Marked(first + at));
            names.extend(draft.linked(name, TextTone::Dim, link));
        }
    }
    (pieces, names)
}
