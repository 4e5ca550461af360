//! Expanded details of a comparison row.

use super::entry::ComparisonRowKey;
use crate::analysis::diff::{Diff, RowSide};
use crate::analysis::reasons::PairingExplainer;
use crate::model::{Catalog, RoleId, SkillId, SourceId};
use crate::tui::doc::{TextTone, TonedText};
use crate::wording;

/// A line about one side or both.
type DetailLine = Vec<TonedText>;

/// Whether there are details of the row, besides why two responsibilities share it.
pub(super) fn has_details(catalog: &Catalog, answer: &Diff, row: ComparisonRowKey) -> bool {
    !row_details(catalog, answer, None, row).is_empty()
}

/// Returns the details of the row `spot` of `answer`: why it was or was not paired, and what the
/// pack of each side states about it. The lines are not wrapped yet; there are none if the row
/// already shows everything.
pub(super) fn row_details(
    catalog: &Catalog,
    answer: &Diff,
    why: Option<&PairingExplainer<'_>>,
    spot: ComparisonRowKey,
) -> Vec<DetailLine> {
    match spot {
        // The row already shows the sources.
        ComparisonRowKey::KeyDifference(_) => vec![],
        ComparisonRowKey::Fact(at) => fact(catalog, answer, at),
        ComparisonRowKey::Responsibility(..) => responsibility_details(catalog, answer, why, spot),
        ComparisonRowKey::Skill(skill) => self::skill(catalog, answer, skill),
    }
}

/// Returns the sides, each with its sign and tone.
fn sides(answer: &Diff) -> [(&'static str, TextTone, RoleId); 2] {
    [("A ", TextTone::SideA, answer.left), ("B ", TextTone::SideB, answer.right)]
}

/// Formats `source: the publisher, another publisher`; without sources, the author's judgement.
fn sources_text(catalog: &Catalog, sources: &[SourceId]) -> String {
    let text = wording::publishers_text(catalog, sources);
    if sources.is_empty() { text } else { format!("source: {text}") }
}

/// Builds a line about one side.
fn about(name: &str, tone: TextTone, words: &[String]) -> DetailLine {
    vec![TonedText::new(name, tone), TonedText::new(words.join(" · "), TextTone::Dim)]
}

/// Returns the sources of a fact.
fn fact(catalog: &Catalog, answer: &Diff, at: usize) -> Vec<DetailLine> {
    let Some(row) = answer.facts.get(at) else { return vec![] };
    let mut lines = Vec::new();
    let texts = [&row.left, &row.right];
    for (at, (name, tone, role)) in sides(answer).into_iter().enumerate() {
        if texts[at].is_none() {
            continue;
        }
        let sources = match row.sources_of(catalog, role, at) {
            Some(sources) => sources_text(catalog, &sources),
            None => "counted from its responsibilities".to_string(),
        };
        lines.push(about(name, tone, &[sources]));
    }
    lines
}

fn responsibility_details(
    catalog: &Catalog,
    answer: &Diff,
    why: Option<&PairingExplainer<'_>>,
    spot: ComparisonRowKey,
) -> Vec<DetailLine> {
    let Some(row) = answer.responsibilities.iter().find(|row| ComparisonRowKey::of(row) == spot)
    else {
        return vec![];
    };
    let why = why.map(|why| why.lines(row)).unwrap_or_default();
    let mut lines: Vec<DetailLine> =
        why.into_iter().map(|line| vec![TonedText::new(line, TextTone::Dim)]).collect();
    for ((name, tone, id), side) in
        sides(answer).into_iter().zip([row.left.as_ref(), row.right.as_ref()])
    {
        for duty in side.into_iter().flat_map(RowSide::responsibilities) {
            let Some(duty) = catalog.role(id).responsibilities.get(duty.index) else { continue };
            let mut words: Vec<String> = Vec::new();
            words.extend(duty.emphasis.map(|emphasis| emphasis.to_string()));
            words.extend(duty.share_text());
            words.extend(
                duty.inherited_from.map(|origin| format!("from {}", catalog.role(origin).title)),
            );
            words.extend(duty.note.clone());
            words.push(sources_text(catalog, &duty.sources));
            let line = about(name, tone, &words);
            // Identical lines are shown once.
            if lines.last() != Some(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn skill(catalog: &Catalog, answer: &Diff, id: SkillId) -> Vec<DetailLine> {
    let skill = catalog.skill(id);
    let mut lines: Vec<DetailLine> = Vec::new();
    lines.extend(skill.description.as_ref().map(|text| vec![TonedText::new(text, TextTone::Dim)]));
    for (name, tone, role) in sides(answer) {
        let Some(asked) = catalog.role(role).skills.iter().find(|asked| asked.skill == id) else {
            continue;
        };
        let level = asked.level.map(|level| catalog.level_name(role, level));
        let meaning = skill.levels.iter().find(|(name, _)| Some(name.as_str()) == level);
        let mut words = vec![asked.importance.to_string()];
        words.extend(
            meaning.map(|(name, text)| format!("{name}: {text}")).or(level.map(str::to_string)),
        );
        words.extend(asked.note.clone());
        words.push(sources_text(catalog, &asked.sources));
        lines.push(about(name, tone, &words));
    }
    lines
}
