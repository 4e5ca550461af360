//! Charts in cells: ranges, overlaps, ladders. Each appears next to the figures that it shows.

use super::doc::{TextTone, TonedText};

/// Returns the number of cells, out of `width`, in proportion to `value` out of `most`; at least
/// one if `value` is not zero. `most` is at least `value`.
fn cells(value: f64, most: f64, width: usize) -> usize {
    if value <= 0.0 || most <= 0.0 || width == 0 {
        return 0;
    }
    ((value / most * width as f64).round() as usize).clamp(1, width)
}

/// Known amounts of one kind: a range, complete or in part, and figures in it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct AmountRange {
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The figure in the middle: a median, or a mean.
    pub middle: Option<f64>,
}

impl AmountRange {
    /// Returns the greatest of them.
    pub(super) fn most(&self) -> f64 {
        [self.low, self.high, self.middle].into_iter().flatten().fold(0.0, f64::max)
    }
}

/// Explains the signs of a [`range`].
pub(crate) const RANGE_LEGEND: &str = "■ lowest  ▒ range  ◆ median or mean  □ maximum";

/// Draws `amounts` on an axis of `width` cells from zero to `most`: `■` up to the lowest
/// amount, `▒` between the ends of the range, `◆` at the figure in the middle.
pub(super) fn range(
    amounts: AmountRange,
    most: f64,
    width: usize,
    tone: TextTone,
) -> Vec<TonedText> {
    let [low, middle, high] = [amounts.low, amounts.middle, amounts.high]
        .map(|amount| amount.map(|amount| cells(amount, most, width)));
    let sure = low.or(middle).or(high).unwrap_or(0);
    let end = high.or(middle).or(low).unwrap_or(0).max(sure);
    let mut axis: Vec<char> = Vec::with_capacity(width);
    axis.extend(std::iter::repeat_n('■', sure));
    axis.extend(std::iter::repeat_n('▒', end - sure));
    if let Some(middle) = middle.filter(|middle| (1..=axis.len()).contains(middle)) {
        axis[middle - 1] = '◆';
    }
    let rest = width - axis.len();
    vec![
        TonedText::new(axis.into_iter().collect::<String>(), tone),
        TonedText::new("□".repeat(rest), TextTone::Dim),
    ]
}

/// Draws how much two sides have in common: one cell for each item that only the left has, both
/// have, or only the right has; scaled down if they do not fit into `width` cells. Together never
/// more than `width` cells.
pub(crate) fn overlap(left: usize, both: usize, right: usize, width: usize) -> [TonedText; 3] {
    let total = left + both + right;
    let parts = [left, both, right];
    let mut shares = parts;
    if total > width {
        let lengths = parts.map(|part| part * width / total);
        shares = lengths;
        // The cells left over by rounding go to the parts that lost most by it.
        let mut order = [0, 1, 2];
        order.sort_by_key(|&i| std::cmp::Reverse(parts[i] * width % total));
        for &i in order.iter().take(width - lengths.iter().sum::<usize>()) {
            shares[i] += 1;
        }
    }
    [
        TonedText::new("■".repeat(shares[0]), TextTone::SideA),
        TonedText::new("▒".repeat(shares[1]), TextTone::Text),
        TonedText::new("□".repeat(shares[2]), TextTone::SideB),
    ]
}

/// Draws the rungs of a ladder, with the one at `at` highlighted: `○ ○ ● ○`.
pub(crate) fn ladder(at: usize, of: usize) -> String {
    (0..of).map(|rung| if rung == at { "●" } else { "○" }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::doc::row_width;
    use proptest::prelude::*;

    fn text(row: &[TonedText]) -> String {
        row.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn pictures_are_in_proportion() {
        let pay = AmountRange { low: Some(40.0), high: Some(80.0), middle: Some(60.0) };
        assert_eq!(text(&range(pay, 100.0, 10, TextTone::Text)), "■■■■▒◆▒▒□□");
        let pay = AmountRange { middle: Some(60.0), ..AmountRange::default() };
        assert_eq!(text(&range(pay, 100.0, 10, TextTone::Text)), "■■■■■◆□□□□");
        let pay = AmountRange { high: Some(60.0), ..AmountRange::default() };
        assert_eq!(text(&range(pay, 100.0, 10, TextTone::Text)), "■■■■■■□□□□");
        assert_eq!(text(&overlap(2, 3, 1, 20)), "■■▒▒▒□");
        assert_eq!(text(&overlap(20, 30, 10, 6)), "■■▒▒▒□");
        assert_eq!(ladder(2, 4), "○ ○ ● ○");
    }

    proptest! {
        #[test]
        fn a_range_fills_its_width(mut amounts in proptest::collection::vec(0.0f64..1e6, 3), known in 0u8..8, width in 0usize..60) {
            amounts.sort_by(f64::total_cmp);
            let known = |bit: u8, at: usize| (known & bit > 0).then_some(amounts[at]);
            let pay = AmountRange { low: known(1, 0), middle: known(2, 1), high: known(4, 2) };
            let row = range(pay, 1e6, width, TextTone::Text);
            prop_assert_eq!(row_width(&row), width);
            prop_assert_eq!(text(&row).contains('◆'), pay.middle.is_some_and(|middle| middle > 0.0) && width > 0);
        }

        #[test]
        fn an_overlap_keeps_within_its_width_and_within_a_cell_of_the_truth(l in 0usize..300, b in 0usize..300, r in 0usize..300, width in 1usize..60) {
            let row = overlap(l, b, r, width);
            let total = l + b + r;
            prop_assert_eq!(row_width(&row), total.min(width));
            for (piece, part) in row.iter().zip([l, b, r]) {
                let exact = if total > width { part as f64 * width as f64 / total as f64 } else { part as f64 };
                prop_assert!((piece.width() as f64 - exact).abs() < 1.0);
            }
        }
    }
}
