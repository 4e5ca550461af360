//! Puts the pieces of text of a page into lines, column by column.

use super::glyphs::PdfSegment;

/// Maximum number of times that a page is divided.
const MAX_DIVISIONS: usize = 4;

/// Minimum number of lines of a column.
const MIN_COLUMN: usize = 3;

/// A line of a page.
#[derive(Debug, Clone)]
pub(super) struct PdfLine {
    /// Its left and right ends.
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its baseline, from the bottom of the page.
    pub(super) baseline: f64,
    /// The size of its type.
    pub(super) size: f64,
    /// Its text. Tabs separate pieces that are far apart.
    pub(super) text: String,
    /// Whether all of its letters are bold.
    pub(super) is_bold: bool,
    /// The right end of its column.
    pub(super) column_right: f64,
}

/// Returns the lines of a page in the order in which they are read.
pub(super) fn lines_in_order(segments: Vec<PdfSegment>) -> Vec<PdfLine> {
    let mut lines = Vec::new();
    divide(segments, 0, &mut lines);
    lines
}

/// Adds the lines of `segments`, which are of one column or of several.
fn divide(segments: Vec<PdfSegment>, divisions: usize, lines: &mut Vec<PdfLine>) {
    let Some(gutter) = find_gutter(&segments).filter(|_| divisions < MAX_DIVISIONS) else {
        return add_lines(segments, lines);
    };
    let mut sorted = segments;
    sorted.sort_by(|a, b| b.baseline.total_cmp(&a.baseline));
    // Lines across both columns, such as a heading, separate those above from those below.
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut across: Vec<PdfSegment> = Vec::new();
    for segment in sorted {
        if segment.left < gutter && segment.right > gutter {
            add_columns(&mut left, &mut right, divisions, lines);
            across.push(segment);
            continue;
        }
        let is_level = across
            .last()
            .is_some_and(|line| (line.baseline - segment.baseline).abs() < 0.4 * segment.size);
        if is_level {
            across.push(segment);
            continue;
        }
        add_lines(std::mem::take(&mut across), lines);
        if segment.left < gutter { left.push(segment) } else { right.push(segment) }
    }
    add_columns(&mut left, &mut right, divisions, lines);
    add_lines(across, lines);
}

/// Adds the lines of two columns.
fn add_columns(
    left: &mut Vec<PdfSegment>,
    right: &mut Vec<PdfSegment>,
    divisions: usize,
    lines: &mut Vec<PdfLine>,
) {
    let (left, right) = (std::mem::take(left), std::mem::take(right));
    if right.is_empty() || left.is_empty() {
        let one = if left.is_empty() { right } else { left };
        return divide(one, divisions + 1, lines);
    }
    if are_rows(&left, &right) {
        return add_lines(left.into_iter().chain(right).collect(), lines);
    }
    divide(left, divisions + 1, lines);
    divide(right, divisions + 1, lines);
}

/// Finds the place between two columns: left of it are lines that end before it, and right of it
/// lines that begin at the same place.
fn find_gutter(segments: &[PdfSegment]) -> Option<f64> {
    let from = segments.iter().map(|s| s.left).min_by(f64::total_cmp)?;
    let to = segments.iter().map(|s| s.right).max_by(f64::total_cmp)?;
    let written = segments.iter().filter(|segment| !segment.is_drawn);
    let mut starts: Vec<f64> = written.map(|segment| segment.left).collect();
    starts.sort_by(f64::total_cmp);
    // Where a column right of a line may begin.
    let written = segments.iter().filter(|segment| !segment.is_drawn);
    let mut ends: Vec<f64> = written.map(|s| (s.right + 0.5 * s.size).max(s.left + 1.0)).collect();
    ends.sort_by(f64::total_cmp);
    let mut best: Option<(usize, f64)> = None;
    let mut at = 0;
    while at < starts.len() {
        let start = starts[at];
        let count = starts[at..].iter().take_while(|other| **other < start + 2.0).count();
        at += count;
        let is_inside = start > from + (to - from) * 0.15 && start < from + (to - from) * 0.9;
        if count < MIN_COLUMN || !is_inside || best.is_some_and(|(most, _)| most >= count) {
            continue;
        }
        // The lines to the left must end well before it.
        let ends_before = ends.partition_point(|end| *end < start);
        let crosses =
            starts.partition_point(|other| *other < start - 1.0).saturating_sub(ends_before);
        let after = segments.len() - ends_before - crosses;
        if ends_before >= MIN_COLUMN && crosses * 4 <= ends_before.min(after) + crosses * 2 {
            best = Some((count, start - 0.5));
        }
    }
    best.map(|(_, gutter)| gutter)
}

/// Whether the pieces left and right are the cells of rows, rather than columns of text.
fn are_rows(left: &[PdfSegment], right: &[PdfSegment]) -> bool {
    let (few, many) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let mut baselines: Vec<f64> = many.iter().map(|segment| segment.baseline).collect();
    baselines.sort_by(f64::total_cmp);
    let aligned = few.iter().filter(|one| {
        let at = baselines.partition_point(|other| *other < one.baseline);
        let nearest = [at.checked_sub(1), Some(at)].into_iter().flatten();
        let mut nearest = nearest.filter_map(|at| baselines.get(at));
        nearest.any(|other| (other - one.baseline).abs() < 0.2 * one.size)
    });
    let is_aligned = aligned.count() * 5 >= few.len() * 4;
    let letters: usize = few.iter().map(|segment| segment.text.chars().count()).sum();
    is_aligned && letters <= few.len() * 30 && !is_sidebar(few, many)
}

/// Whether `few` is a column of lines close to each other, beside a column of text.
fn is_sidebar(few: &[PdfSegment], many: &[PdfSegment]) -> bool {
    let mut baselines: Vec<f64> = few.iter().map(|segment| segment.baseline).collect();
    baselines.sort_by(f64::total_cmp);
    let size = few.first().map_or(0.0, |segment| segment.size);
    let close = baselines.windows(2).filter(|pair| pair[1] - pair[0] < 2.0 * size).count();
    let to = many.iter().map(|segment| segment.right).fold(0.0, f64::max);
    let from = many.iter().map(|segment| segment.left).fold(f64::MAX, f64::min);
    let full = many.iter().filter(|segment| segment.right > from + (to - from) * 0.9).count();
    close * 5 >= few.len() * 2 && full * 10 >= many.len() * 3
}

/// Adds the lines of one column.
fn add_lines(mut segments: Vec<PdfSegment>, lines: &mut Vec<PdfLine>) {
    segments.sort_by(|a, b| b.baseline.total_cmp(&a.baseline));
    let column_right = segments.iter().map(|segment| segment.right).fold(0.0, f64::max);
    let mut rest = segments.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut level = vec![first];
        while let Some(next) = rest.next_if(|next| {
            let first = &level[0];
            (first.baseline - next.baseline).abs() < 0.4 * first.size.min(next.size).max(1.0)
        }) {
            level.push(next);
        }
        level.sort_by(|a, b| a.left.total_cmp(&b.left));
        leave_out_ornaments(&mut level);
        if !level.is_empty() {
            lines.push(line_of(level, column_right));
        }
    }
}

/// Removes shapes that are not the bullet of a line.
fn leave_out_ornaments(level: &mut Vec<PdfSegment>) {
    let has_bullet = level.iter().take(2).map(|piece| piece.is_drawn).eq([true, false])
        && level[1].left - level[0].right < 3.0 * level[1].size;
    let mut at = 0;
    level.retain(|piece| {
        at += 1;
        !piece.is_drawn || (has_bullet && at == 1)
    });
}

/// Joins the pieces of a line.
fn line_of(pieces: Vec<PdfSegment>, column_right: f64) -> PdfLine {
    let letters: usize = pieces.iter().map(|piece| piece.letters).sum();
    let bold: usize = pieces.iter().map(|piece| piece.bold).sum();
    let mut line = PdfLine {
        left: pieces.first().map_or(0.0, |piece| piece.left),
        right: f64::MIN,
        baseline: pieces.first().map_or(0.0, |piece| piece.baseline),
        size: pieces.iter().map(|piece| piece.size).fold(0.0, f64::max),
        text: String::new(),
        is_bold: letters > 0 && bold == letters,
        column_right,
    };
    for piece in pieces {
        if !line.text.is_empty() {
            let gap = piece.left - line.right;
            let is_far = gap > 0.9 * piece.size.max(line.size);
            let has_blank = line.text.ends_with(char::is_whitespace)
                || piece.text.starts_with(char::is_whitespace);
            if is_far {
                line.text.push('\t');
            } else if gap > 0.17 * piece.size && !has_blank {
                line.text.push(' ');
            }
        }
        line.text.push_str(&piece.text);
        line.right = line.right.max(piece.right);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(left: f64, baseline: f64, text: &str) -> PdfSegment {
        let letters = text.chars().count();
        let right = left + 5.0 * letters as f64;
        let (text, is_drawn) = (text.to_string(), false);
        PdfSegment { left, right, baseline, size: 10.0, text, letters, bold: 0, is_drawn }
    }

    fn texts(segments: Vec<PdfSegment>) -> Vec<String> {
        lines_in_order(segments).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut segments =
            vec![segment(50.0, 700.0, "A name that goes across all of the columns of the page")];
        for at in 0..6 {
            let y = 680.0 - 12.0 * f64::from(at);
            segments.push(segment(50.0, y, &format!("Skill {at}")));
            segments.push(segment(
                200.0,
                y,
                &format!("A long line of text about work, number {at}"),
            ));
        }
        let wanted: Vec<String> =
            ["A name that goes across all of the columns of the page".to_string()]
                .into_iter()
                .chain((0..6).map(|at| format!("Skill {at}")))
                .chain((0..6).map(|at| format!("A long line of text about work, number {at}")))
                .collect();
        assert_eq!(texts(segments), wanted);
    }

    #[test]
    fn rows_stay_together() {
        let mut segments = Vec::new();
        for (at, (label, value)) in
            [("Place", "Leeds"), ("Hours", "37 a week"), ("Pay", "30,000"), ("Start", "May")]
                .iter()
                .enumerate()
        {
            segments.push(segment(50.0, 600.0 - 30.0 * at as f64, label));
            segments.push(segment(150.0, 600.0 - 30.0 * at as f64, value));
        }
        assert_eq!(
            texts(segments),
            ["Place\tLeeds", "Hours\t37 a week", "Pay\t30,000", "Start\tMay"]
        );
    }
}
