//! Leaves out what is printed on every page: running heads and page numbers.

use std::collections::{HashMap, HashSet};

use super::columns::PdfLine;

/// Number of lines at the top and at the bottom of a page that may be its head or foot.
const MAX_HEAD: usize = 3;

/// Removes running heads and page numbers. The first of the heads stays: it may be the title.
pub(super) fn leave_out_running_heads(pages: &mut [Vec<PdfLine>]) {
    let count = pages.len();
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        for (at, _) in outer_lines(page) {
            *seen.entry(key(&page[at])).or_default() += 1;
        }
    }
    let mut kept = HashSet::new();
    for page in pages.iter_mut() {
        let outer = outer_lines(page);
        let mut at = 0;
        page.retain(|line| {
            let place = outer.iter().find(|(outer, _)| *outer == at);
            at += 1;
            let Some((_, is_upper)) = place else { return true };
            if is_page_number(&line.text, count) {
                return false;
            }
            let key = key(line);
            let is_repeated = count > 1 && seen.get(&key).is_some_and(|n| *n > 1 && n * 2 > count);
            !is_repeated || (*is_upper && kept.insert(key))
        });
    }
}

/// Returns the positions of the highest and lowest lines of a page, and whether each is in the upper
/// half.
fn outer_lines(page: &[PdfLine]) -> Vec<(usize, bool)> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|a, b| page[*a].baseline.total_cmp(&page[*b].baseline));
    let upper = order.len().saturating_sub(MAX_HEAD);
    order
        .iter()
        .enumerate()
        .filter(|(at, _)| *at < MAX_HEAD || *at >= upper)
        .map(|(at, id)| (*id, at * 2 >= order.len()))
        .collect()
}

/// The text and place of a line; numbers count as equal.
fn key(line: &PdfLine) -> (String, i64) {
    let text = line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c });
    (text.filter(|c| !c.is_whitespace()).collect(), (line.baseline / 2.0).round() as i64)
}

/// Whether a line is a page number: `3`, `- 3 -`, `Page 3 of 5`, `3/5`.
fn is_page_number(text: &str, pages: usize) -> bool {
    let lower = text.to_lowercase();
    let mut numbers = 0;
    let mut has_name = false;
    for word in
        lower.split(|c: char| c.is_whitespace() || "-–—/|.".contains(c)).filter(|w| !w.is_empty())
    {
        match word {
            "page" | "p" | "seite" => has_name = true,
            "of" => {}
            word => match word.parse::<usize>() {
                Ok(number) if number <= pages.max(1) => numbers += 1,
                _ => return false,
            },
        }
    }
    (1..=2).contains(&numbers) && (has_name || numbers == 2 || pages > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_recognised() {
        for (text, wanted) in [
            ("3", true),
            ("- 3 -", true),
            ("Page 3 of 5", true),
            ("3/5", true),
            ("2019", false),
            ("Page", false),
            ("Level 3", false),
            ("", false),
        ] {
            assert_eq!(is_page_number(text, 5), wanted, "{text}");
        }
        assert!(!is_page_number("1", 1));
    }
}
