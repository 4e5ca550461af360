//! The most telling differences of an authored comparison, above its sections.

use super::builder::divider;
use super::entry::ComparisonLayout;
use crate::analysis::diff::Diff;
use crate::model::text::DisplayWidth;
use crate::tui::doc::{COLUMN_RULE, TextRow, TextTone, TonedText, pad_row, wrap};
use crate::tui::pane::rows::{GUTTER, blank};

/// Maximum number of differences.
const MAX: usize = 3;

/// Maximum number of lines of one difference in two columns: a longer one is read in its section.
const LINES: usize = 2;

/// Returns the first differences of `answer` that are short enough, each as the lines of a row.
pub(super) fn differences(
    answer: &Diff,
    layout: &ComparisonLayout,
    is_split: bool,
) -> Vec<Vec<TextRow>> {
    let sides = answer.key_differences.iter().filter_map(|point| {
        let (left, right) = (point.left.as_deref()?, point.right.as_deref()?);
        (left != right).then_some((point, left, right))
    });
    let lines = sides.filter_map(|(point, left, right)| {
        if is_split {
            in_columns(&point.aspect, left, right, layout)
        } else {
            below_each_other(&point.aspect, left, right, layout.width)
        }
    });
    lines.take(MAX).collect()
}

/// Returns one difference in two columns, with the aspect before the left text.
fn in_columns(
    aspect: &str,
    left: &str,
    right: &str,
    layout: &ComparisonLayout,
) -> Option<Vec<TextRow>> {
    let rule = divider(layout.width, layout.divider_offset);
    let left = [
        TonedText::new(format!("{aspect}: "), TextTone::Title),
        TonedText::new(left, TextTone::Text),
    ];
    let left = wrap(&left, rule.checked_sub(GUTTER)?);
    let right = wrap(
        &[TonedText::new(right, TextTone::Text)],
        layout.width.checked_sub(rule + COLUMN_RULE.width() + GUTTER)?,
    );
    let count = left.len().max(right.len());
    if count > LINES {
        return None;
    }
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let lines = (0..count).map(|_| {
        let mut row = vec![TonedText::new(" ".repeat(GUTTER), TextTone::Text)];
        row.extend(left.next().unwrap_or_default());
        let mut row = pad_row(row, rule);
        row.push(TonedText::new(COLUMN_RULE, TextTone::Faint));
        row.push(blank());
        row.extend(right.next().unwrap_or_default());
        row
    });
    Some(lines.collect())
}

/// Returns one difference with a line for each side, each of which has to fit.
fn below_each_other(aspect: &str, left: &str, right: &str, width: usize) -> Option<Vec<TextRow>> {
    let sides = [("A ", TextTone::SideA, left), ("B ", TextTone::SideB, right)].map(
        |(letter, tone, text)| {
            vec![TonedText::new(letter, tone), TonedText::new(text, TextTone::Text)]
        },
    );
    let fits = |taken: usize| {
        taken + "A ".width() + left.width() <= width
            && taken + "B ".width() + right.width() <= width
    };
    let label = TonedText::new(format!("{aspect}  "), TextTone::Title);
    let taken = GUTTER + label.width();
    if fits(taken) {
        let mut first = Some(label);
        let rows = sides.map(|side| {
            let indent = TonedText::new(" ".repeat(taken - GUTTER), TextTone::Text);
            let mut row = vec![blank(), first.take().unwrap_or(indent)];
            row.extend(side);
            row
        });
        return Some(rows.to_vec());
    }
    if !fits(GUTTER) || taken > width {
        return None;
    }
    let sides = sides.map(|side| [vec![blank()], side].concat());
    Some([vec![vec![blank(), label]], sides.to_vec()].concat())
}
