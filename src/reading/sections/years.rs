//! Years of experience that a text states.

use std::ops::Range;

use super::facts::{fact_of, first_stated, has_any, is_one_of};
use super::found::{LineLabel, StatedValue, StatedYears, TextFact, TextPlace};
use super::marks::MarkedLine;
use super::parts::PartLabels;
use super::words::{LineWord, sentences, words_at};

/// Names of numbers in texts.
const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A number of years in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
struct YearNumber {
    value: f64,
    /// Positions of its first and last word: two for "1.5".
    first: usize,
    last: usize,
}

/// Returns the number that ends with the word at `last` of `words`.
fn number_at(text: &str, words: &[LineWord], last: usize) -> Option<YearNumber> {
    let word = &words[last];
    let named = NUMBERS.iter().position(|name| *name == word.lower).map(|at| at as f64);
    let number = named.or_else(|| word.lower.parse().ok())?;
    let whole = last.checked_sub(1).filter(|first| {
        let is_decimal = words[*first].is_number() && word.is_number();
        is_decimal && matches!(&text[words[*first].range.end..word.range.start], "." | ",")
    });
    let (value, first) = match whole {
        Some(first) => (format!("{}.{}", words[first].lower, word.lower).parse().ok()?, first),
        None => (number, last),
    };
    (value <= 40.0).then_some(YearNumber { value, first, last })
}

/// Returns the years of experience that are required; those that are only welcome where none are
/// required.
pub(super) fn years(lines: &[MarkedLine<'_>], labels: PartLabels<'_>) -> TextFact<StatedYears> {
    let order = [LineLabel::Must, LineLabel::Summary, LineLabel::Nice];
    first_stated(&order, |wanted| labelled_years(lines, labels, wanted))
}

/// Returns the years of experience in the lines with the label `wanted`.
fn labelled_years(
    lines: &[MarkedLine<'_>],
    labels: PartLabels<'_>,
    wanted: LineLabel,
) -> TextFact<StatedYears> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| labels.has(*at, wanted)) {
        for (value, bytes) in stated_years(line, wanted.is_requirement()) {
            if labels.of(at, &bytes) != wanted {
                continue;
            }
            found.push(StatedValue { value, place: TextPlace { line: at, bytes } });
        }
    }
    fact_of(found)
}

/// Returns the years of experience that a line states, each with its words.
fn stated_years(line: &MarkedLine<'_>, is_requirement: bool) -> Vec<(StatedYears, Range<usize>)> {
    let text = line.line.text.as_str();
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let words = words_at(&line.words, &sentence);
        let names_experience = words.iter().any(|word| {
            word.lower.starts_with("experience") || is_one_of(word, &["exp", "pqe", "yoe"])
        });
        if names_experience || is_requirement {
            found.extend(years_in(text, words));
        }
    }
    found
}

/// Returns the years of work that `words` of `text`, a sentence, state, each with its words.
pub(in crate::reading) fn years_in(
    text: &str,
    words: &[LineWord],
) -> Vec<(StatedYears, Range<usize>)> {
    let mut found = Vec::new();
    let other = ["probation", "probationary", "vesting"];
    if words.iter().any(|word| is_one_of(word, &other)) {
        return found;
    }
    for (at, word) in words.iter().enumerate() {
        let glued = glued_years(&word.lower);
        let is_years = word.lower.starts_with("year") || is_one_of(word, &["yrs", "yr", "yoe"]);
        let is_months = is_one_of(word, &["month", "months", "months'", "month's"]);
        if !is_years && !is_months && glued.is_none()
            || is_schooling(text, words, at)
            || is_of_age(words, at)
            || is_months && !is_of_experience(words, at)
        {
            continue;
        }
        let mut numbers = match glued {
            // "3-5yrs": the number before is the low end.
            Some(value) => {
                let last = YearNumber { value, first: at, last: at };
                let low = at.checked_sub(1).and_then(|low| number_at(text, words, low));
                let is_range = low.is_some_and(|low| {
                    matches!(&text[words[low.last].range.end..word.range.start], "-" | "–" | " - ")
                });
                low.filter(|_| is_range).into_iter().chain([last]).collect()
            }
            None => numbers_before(text, words, at),
        };
        if numbers.is_empty() && is_years && is_a_year(words, at) {
            numbers.push(YearNumber { value: 1.0, first: at - 1, last: at - 1 });
        }
        if is_months {
            for number in &mut numbers {
                number.value /= 12.0;
            }
        }
        let Some(first) = numbers.first() else { continue };
        let range = words[first.first].range.start..word.range.end;
        if let Some(years) = years_of(&words[..first.first], &numbers) {
            found.push((years, range));
        }
    }
    found
}

/// Returns the years that a number and its unit in one word state: "3yrs", "2y".
fn glued_years(word: &str) -> Option<f64> {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &word[..word.len() - unit.len()];
    let is_unit = matches!(unit, "y" | "yr" | "yrs" | "year" | "years" | "yoe");
    number.parse().ok().filter(|number: &f64| is_unit && *number <= 40.0)
}

/// Whether "a year" at `at` is a length of experience: "at least a year", "a year's experience".
fn is_a_year(words: &[LineWord], at: usize) -> bool {
    let is_single = at.checked_sub(1).is_some_and(|at| is_one_of(&words[at], &["a", "one"]));
    let is_least = at >= 2 && is_one_of(&words[at - 2], &["least", "minimum", "over", "than"]);
    let goes_on = words.get(at + 1).is_some_and(|next| is_one_of(next, &["experience", "of"]));
    is_single && (is_least || words[at].lower.ends_with("'s") && goes_on)
}

/// Whether the months of the word at `at` are of experience, and not of a contract or a probation:
/// "18 months of experience", "6 months in a similar role", "minimum 12 months".
fn is_of_experience(words: &[LineWord], at: usize) -> bool {
    let after = &words[at + 1..words.len().min(at + 7)];
    let before = &words[at.saturating_sub(4)..at];
    let other = [
        "contract",
        "term",
        "initial",
        "ftc",
        "probation",
        "probationary",
        "placement",
        "training",
        "maternity",
        "cover",
        "notice",
        "project",
        "rolling",
        "programme",
        "program",
        "period",
    ];
    let is_within = has_any(before, &["within", "first", "last", "past", "every", "after", "next"]);
    let names_work = after.iter().any(|word| word.lower.starts_with("exp"))
        || has_any(before, &["least", "minimum"])
        || after.first().is_some_and(|word| is_one_of(word, &["in", "as", "of", "working"]));
    names_work && !is_within && !has_any(after, &other)
}

/// Words between years and a school that is not where they were spent: "3 years and a degree".
const APART_FROM_SCHOOL: [&str; 7] = ["and", "or", "with", "plus", "as", "after", "experience"];

/// Whether the words after the one at `at`, "years", show that the years are of a school or a
/// contract: "two-year technical degree".
fn is_schooling(text: &str, words: &[LineWord], at: usize) -> bool {
    let after = &words[at + 1..];
    if after.first().is_some_and(|word| is_one_of(word, &["contract", "term"])) {
        return true;
    }
    let schools = ["degree", "diploma", "university", "college"];
    let Some(school) = after.iter().take(3).position(|word| is_one_of(word, &schools)) else {
        return false;
    };
    let between = &text[words[at].range.end..after[school].range.start];
    // "5 years in university administration" are of work, "2 years at university" are not.
    let goes_on = after.get(school + 1).is_some_and(|next| {
        let gap = &text[after[school].range.end..next.range.start];
        gap.trim().is_empty() && !is_one_of(next, &["and", "or"])
    });
    if goes_on && has_any(&after[..school], &["in", "at"]) {
        return false;
    }
    !between.contains([',', ';', ':', '('])
        && !has_any(&after[..school], &APART_FROM_SCHOOL)
        && !after.iter().take(5).any(|word| word.lower.starts_with("experience"))
}

/// Whether the years of the word at `at` are an age or a time that has passed: "21 years of age".
fn is_of_age(words: &[LineWord], at: usize) -> bool {
    let after = &words[at + 1..words.len().min(at + 3)];
    let before = &words[at.saturating_sub(4)..at];
    has_any(after, &["age", "old", "ago"]) || has_any(before, &["age", "aged"])
}

/// Words before a number that is the name of a level: "NVQ Level 3".
const NUMBERED: [&str; 6] = ["level", "band", "grade", "class", "stage", "step"];

/// Returns the numbers that belong to the word at `end`, at most two if there are not more: "3",
/// "three (3)", "2 to 3".
fn numbers_before(text: &str, words: &[LineWord], end: usize) -> Vec<YearNumber> {
    let mut numbers: Vec<YearNumber> = Vec::new();
    let mut at = end;
    // Where the words begin that are read so far.
    let mut start = words[end].range.start;
    while let Some(last) = at.checked_sub(1).filter(|last| end - last <= 7) {
        let gap = &text[words[last].range.end..start];
        if gap.contains([',', ';', ':']) {
            break;
        }
        if let Some(number) = number_at(text, words, last) {
            // "Python 3 (5 years)": numbers with nothing between are of different things.
            let is_apart = numbers.last().is_some_and(|next| {
                next.first == last + 1
                    && gap.trim_matches([' ', '(']).is_empty()
                    && next.value.total_cmp(&number.value).is_ne()
            });
            let is_named = number
                .first
                .checked_sub(1)
                .is_some_and(|name| !numbers.is_empty() && is_one_of(&words[name], &NUMBERED));
            if is_apart || is_named {
                break;
            }
            at = number.first;
            numbers.push(number);
        } else if is_one_of(
            &words[last],
            &["to", "or", "more", "and", "plus", "full", "minimum", "least", "at"],
        ) {
            at = last;
        } else {
            break;
        }
        start = words[at].range.start;
    }
    numbers.reverse();
    // "three (3) years"
    numbers.dedup_by_key(|number| number.value);
    numbers
}

/// Returns the years of experience that `numbers` state after the words `before`; `None` if
/// they are not of a requirement, as in "in the last 5 years".
fn years_of(before: &[LineWord], numbers: &[YearNumber]) -> Option<StatedYears> {
    let before: Vec<&str> = before.iter().rev().take(3).map(|word| word.lower.as_str()).collect();
    let is_limit = match before.as_slice() {
        [
            "last" | "past" | "previous" | "recent" | "next" | "first" | "every" | "within"
            | "after",
            ..,
        ] => return None,
        ["than", "less" | "fewer" | "more", "no" | "not"] => before[1] == "more",
        ["than", "less" | "fewer", ..]
        | ["to", "up", ..]
        | ["of", "maximum", ..]
        | ["most", "at", ..]
        | ["under" | "maximum" | "max", ..] => true,
        _ => false,
    };
    match numbers {
        [max] if is_limit => Some(StatedYears { min: 0.0, max: Some(max.value) }),
        [min, max] if min.value < max.value => {
            Some(StatedYears { min: min.value, max: Some(max.value) })
        }
        // "Python 3 and 2 years": the first is of something else.
        [min] | [_, min] => Some(StatedYears { min: min.value, max: None }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    #[test]
    fn years_are_read_with_their_limits() {
        for (text, years) in [
            ("3 years of experience", Some((3.0, None))),
            ("3+ years", Some((3.0, None))),
            ("3-5 years", Some((3.0, Some(5.0)))),
            ("three (3) years", Some((3.0, None))),
            ("two to four years", Some((2.0, Some(4.0)))),
            ("1.5 years of experience", Some((1.5, None))),
            ("1.5 to 2.5 years", Some((1.5, Some(2.5)))),
            ("1,5 years", Some((1.5, None))),
            ("less than 3 years", Some((0.0, Some(3.0)))),
            ("no more than 3 years", Some((0.0, Some(3.0)))),
            ("under 3 years", Some((0.0, Some(3.0)))),
            ("up to 3 years", Some((0.0, Some(3.0)))),
            ("at most 3 years", Some((0.0, Some(3.0)))),
            ("more than 3 years", Some((3.0, None))),
            ("no less than 3 years", Some((3.0, None))),
            ("at least 3 years", Some((3.0, None))),
            ("Python 3, 5 years", Some((5.0, None))),
            ("Python 3 (5 years)", Some((5.0, None))),
            ("Python 3 5 years", Some((5.0, None))),
            ("Band 6: 2 years", Some((2.0, None))),
            ("18 months+ in a SOC", Some((1.5, None))),
            ("6 months+ experience", Some((0.5, None))),
            ("Minimum 18 months experience", Some((1.5, None))),
            ("at least 24 months of accounting experience", Some((2.0, None))),
            ("6-12 months of experience", Some((0.5, Some(1.0)))),
            ("at least a year's experience", Some((1.0, None))),
            ("a year's experience in sales", Some((1.0, None))),
            ("3yrs exp", Some((3.0, None))),
            ("2y+", Some((2.0, None))),
            ("3-5yrs", Some((3.0, Some(5.0)))),
            ("a 12 month contract", None),
            ("6 months initial", None),
            ("a licence within 6 months of starting", None),
            ("twice a year", None),
            ("a year of maternity cover", None),
            ("used SQL in the last 5 years", None),
            ("over the past 2 years", None),
            ("a licence within 1 year", None),
            ("renewed every 2 years", None),
            ("a two-year technical degree", None),
            ("2 years of college", None),
            ("2 years at university", None),
            ("2 years in college", None),
            ("2 years at university and 3 years in a shop", Some((3.0, None))),
            ("2 years of college teaching experience", Some((2.0, None))),
            ("5 years in university administration", Some((5.0, None))),
            ("3 years at a university library", Some((3.0, None))),
            ("2 years at university, then work", None),
            ("21 years of age", None),
            ("over 18 years old", None),
            ("a minimum age of 18 years", None),
            ("3 years and a degree", Some((3.0, None))),
            ("3 years with a degree", Some((3.0, None))),
            ("5 years, degree preferred", Some((5.0, None))),
            ("5 years as a college lecturer", Some((5.0, None))),
            ("3 years after your degree", Some((3.0, None))),
            ("NVQ Level 3 and 5 years of experience", Some((5.0, None))),
            ("NVQ Level 3 and at least 2 years", Some((2.0, None))),
            ("Band 6 or 2 years", Some((2.0, None))),
            ("Python 3 or 2 years", Some((2.0, None))),
            ("10 years of experience with old buildings", Some((10.0, None))),
            ("3 years' experience in retail; over 18 years old", Some((3.0, None))),
        ] {
            let found = years_in(text, &line_words(text));
            let found = found.first().map(|(years, _)| (years.min, years.max));
            assert_eq!(found, years, "{text}");
        }
    }
}
