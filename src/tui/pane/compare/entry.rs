//! Rows of a comparison and the layout they are shown in.

use std::ops::Range;

use crate::analysis::diff::{
    Diff, ExcerptOptions, FactRow, ResponsibilityRow, ResponsibilityText, RowSide,
};
use crate::analysis::reasons::percent;
use crate::model::SkillId;
use crate::model::text::{DisplayWidth, truncate};
use crate::tui::doc::{TextRow, TextTone, TonedText};
use crate::tui::pane::linked_page::PageDraft;
use crate::tui::remap::IdRemap;

/// Identity of a comparison row: its subject, whatever its position and however many other rows are
/// shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ComparisonRowKey {
    /// An authored difference, by its position in [`Diff::key_differences`].
    KeyDifference(usize),
    /// A fact, by its position in [`Diff::facts`].
    Fact(usize),
    /// A responsibility or a pair of them, by their positions in the roles.
    Responsibility(Option<usize>, Option<usize>),
    /// A skill.
    Skill(SkillId),
}

impl ComparisonRowKey {
    /// Returns the same row in `new`, the comparison of the same roles in another catalog, given
    /// its row in `old`. Rows with the same name or wording are the same.
    pub(super) fn remap(self, map: &IdRemap<'_>, old: &Diff, new: &Diff) -> Option<Self> {
        Some(match self {
            Self::KeyDifference(at) => {
                let point = old.key_differences.get(at)?;
                Self::KeyDifference(
                    new.key_differences.iter().position(|other| other.aspect == point.aspect)?,
                )
            }
            Self::Fact(at) => {
                let fact = old.facts.get(at)?;
                // There may be several about pay.
                let same =
                    |other: &FactRow| (&other.left, &other.right) == (&fact.left, &fact.right);
                let fields =
                    || new.facts.iter().enumerate().filter(|(_, other)| other.field == fact.field);
                Self::Fact(fields().find(|(_, other)| same(other)).or_else(|| fields().next())?.0)
            }
            Self::Responsibility(left, right) => {
                let row = old
                    .responsibilities
                    .iter()
                    .find(|row| Self::of(row) == Self::Responsibility(left, right))?;
                Self::of(new.responsibilities.iter().find(|other| {
                    is_same_text(other.left.as_ref(), row.left.as_ref())
                        || is_same_text(other.right.as_ref(), row.right.as_ref())
                })?)
            }
            Self::Skill(skill) => Self::Skill(map.skill(skill)?),
        })
    }

    /// Returns the identity of `row`, a row of responsibilities.
    pub(super) fn of(row: &ResponsibilityRow) -> Self {
        Self::Responsibility(
            row.left.as_ref().map(RowSide::index),
            row.right.as_ref().map(RowSide::index),
        )
    }
}

/// Whether two sides have the same text; a side without a text has none to compare.
fn is_same_text(a: Option<&RowSide>, b: Option<&RowSide>) -> bool {
    a.is_some() && a.map(RowSide::text) == b.map(RowSide::text)
}

/// Layout of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ComparisonLayout {
    /// Width in cells.
    pub(super) width: usize,
    /// Whether there are two columns rather than one.
    pub(super) split: bool,
    /// Offset of the column divider to the right of the centre, in cells.
    pub(super) divider_offset: i16,
    /// The rows shown.
    pub(super) excerpt: ExcerptOptions,
    /// Number of cells by which unwrapped texts are shifted to the left; `None` if they are
    /// wrapped.
    pub(super) shift: Option<usize>,
    /// The expanded rows.
    pub(super) expanded: Vec<ComparisonRowKey>,
}

/// A comparison as text.
#[derive(Debug, Default)]
pub(super) struct RenderedComparison {
    /// The text.
    pub(super) draft: PageDraft,
    /// The lines and the identity of every row, in order.
    pub(super) rows: Vec<(Range<usize>, ComparisonRowKey)>,
    /// Number of cells by which the texts can be shifted until the end of the last one is visible.
    pub(super) max_shift: usize,
    /// The most telling differences, each as its lines.
    pub(super) telling: Vec<Vec<TextRow>>,
}

/// One row of any section, ready for either layout.
pub(super) struct ComparisonEntry {
    /// Identity of the row.
    pub(super) key: ComparisonRowKey,
    /// Name of the row's subject, before or above it.
    pub(super) label: Option<String>,
    /// The sign in the gutter.
    pub(super) sign: &'static str,
    pub(super) tone: TextTone,
    pub(super) left: SideTexts,
    pub(super) right: SideTexts,
    /// A remark, such as the similarity or why two figures cannot be compared.
    pub(super) remark: Option<String>,
    /// The most similar text on the other side, if there is no counterpart.
    pub(super) nearest: Option<NearestTextLine>,
    pub(super) changed: bool,
}

/// The text most similar to one without a counterpart.
pub(super) struct NearestTextLine {
    /// The letter of the role that has it.
    pub(super) side: char,
    /// The text.
    pub(super) text: String,
    /// Likelihood that the two are the same kind of work.
    pub(super) likelihood: f64,
}

/// Content of a side: nothing, one text, or several that belong together.
pub(super) type SideTexts = Vec<Vec<TonedText>>;

/// Returns the texts of a side with the changes marked. If the sides share no word there is nothing
/// to distinguish, and marking everything would only be noise: the text then just has its side's
/// tone.
pub(super) fn side_texts(side: Option<&RowSide>, changed: TextTone, all: TextTone) -> SideTexts {
    let texts = side.into_iter().flat_map(RowSide::responsibilities);
    texts.map(|text| marked_pieces(text, changed, all)).collect()
}

/// Returns a text with its changes in the tone `changed`, or all of it in the tone `all` if no word
/// is unchanged.
fn marked_pieces(text: &ResponsibilityText, changed: TextTone, all: TextTone) -> Vec<TonedText> {
    let shares_a_word =
        text.spans.iter().any(|span| !span.changed && span.text.contains(char::is_alphanumeric));
    let changed = if shares_a_word { changed } else { all };
    let spans = text.spans.iter();
    spans
        .map(|span| TonedText::new(&span.text, if span.changed { changed } else { TextTone::Text }))
        .collect()
}

/// Formats the text most similar to an unpaired responsibility, in a line of at most `width` cells:
/// `not in B; nearest there, 27 %: “…”`, so that it is not taken for a text of the column that it is
/// in.
pub(super) fn nearest_line(nearest: &NearestTextLine, width: usize) -> TextRow {
    let NearestTextLine { side, text, likelihood } = nearest;
    let before = format!("not in {side}; nearest there, {} %", percent(*likelihood));
    let room = width.saturating_sub(before.width() + ": “”".width());
    let line = if room < MIN_QUOTED_CELLS {
        before
    } else {
        format!("{before}: “{}”", truncate(text, room))
    };
    vec![TonedText::new(truncate(&line, width), TextTone::Dim)]
}

/// Minimum number of cells for quoting a text: fewer would mean nothing.
const MIN_QUOTED_CELLS: usize = 6;

/// Returns the remark of more than half of `entries`, if all have one.
pub(super) fn most_common_remark(entries: &[ComparisonEntry]) -> Option<String> {
    let all = entries.iter().map(|entry| entry.remark.as_deref()).collect::<Option<Vec<_>>>()?;
    let common = all
        .iter()
        .find(|remark| all.iter().filter(|other| other == remark).count() * 2 > entries.len());
    common.map(ToString::to_string)
}
