//! Facts that a job ad states: title, years, education, place, pay.

use std::ops::Range;

use super::cues::words_at;
use super::found::{LineLabel, StatedPay, StatedValue, StatedYears, TextFact, TextPlace};
use super::headings::heading_subject;
use super::marks::{LineMark, MarkedLine};
use super::pay::find_pay;
use super::words::{LineWord, sentences};

/// Returns the fact of `found`, in which the same value may be stated several times.
pub(super) fn fact_of<T: PartialEq>(found: Vec<StatedValue<T>>) -> TextFact<T> {
    let mut values: Vec<StatedValue<T>> = Vec::new();
    for stated in found {
        if !values.iter().any(|known| known.value == stated.value) {
            values.push(stated);
        }
    }
    if values.len() > 1 {
        return TextFact::Ambiguous(values);
    }
    values.pop().map_or(TextFact::NotStated, TextFact::Stated)
}

pub(super) fn is_one_of(word: &LineWord, list: &[&str]) -> bool {
    list.contains(&word.lower.as_str())
}

/// Whether one of `words` is in `list`.
pub(super) fn has_any(words: &[LineWord], list: &[&str]) -> bool {
    words.iter().any(|word| is_one_of(word, list))
}

/// Returns the value of a line with a key, as bytes: what is after its colon or equals sign.
pub(super) fn value_of(text: &str) -> Range<usize> {
    let start = text.find([':', '=', '\t']).map_or(0, |sign| sign + 1);
    trimmed(text, start..text.len(), &[' ', '"', '\'', '\t', '*'])
}

pub(super) fn trimmed(text: &str, range: Range<usize>, signs: &[char]) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start_matches(signs).len();
    let length = part.trim_matches(signs).len();
    start..start + length
}

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

fn number_of(word: &LineWord) -> Option<f64> {
    let named = NUMBERS.iter().position(|name| *name == word.lower).map(|at| at as f64);
    named.or_else(|| word.lower.parse().ok()).filter(|number| *number <= 40.0)
}

/// Returns the years of experience that are required; those that are only welcome where none are
/// required.
pub(super) fn years(lines: &[MarkedLine<'_>], labels: &[LineLabel]) -> TextFact<StatedYears> {
    [LineLabel::Must, LineLabel::Summary, LineLabel::Nice]
        .into_iter()
        .map(|wanted| labelled_years(lines, labels, wanted))
        .find(|fact| *fact != TextFact::NotStated)
        .unwrap_or_default()
}

/// Returns the years of experience in the lines with the label `wanted`.
fn labelled_years(
    lines: &[MarkedLine<'_>],
    labels: &[LineLabel],
    wanted: LineLabel,
) -> TextFact<StatedYears> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| labels[*at] == wanted) {
        for (value, bytes) in stated_years(line, wanted.is_requirement()) {
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
        let names_experience = words.iter().any(|word| word.lower.starts_with("experience"));
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
    let other = ["age", "old", "ago", "probation", "probationary", "vesting"];
    if words.iter().any(|word| is_one_of(word, &other)) {
        return found;
    }
    for (at, word) in words.iter().enumerate() {
        let is_years = word.lower.starts_with("year") || is_one_of(word, &["yrs", "yr", "yoe"]);
        let next = words.get(at + 1).map_or("", |word| word.lower.as_str());
        if !is_years || matches!(next, "degree" | "contract" | "term" | "university" | "college") {
            continue;
        }
        if let Some(first) = numbers_before(words, at)
            && let Some(years) = years_of(text, &words[first..=at])
        {
            found.push((years, words[first].range.start..word.range.end));
        }
    }
    found
}

/// Returns where the numbers begin that belong to the word at `end`.
fn numbers_before(words: &[LineWord], end: usize) -> Option<usize> {
    let mut first = None;
    for at in (end.saturating_sub(6)..end).rev() {
        let word = &words[at];
        if number_of(word).is_some() {
            first = Some(at);
        } else if !is_one_of(
            word,
            &["to", "or", "more", "and", "plus", "full", "minimum", "least", "at"],
        ) {
            break;
        }
    }
    first
}

/// Returns the years that `words` state, which end with "years".
fn years_of(text: &str, words: &[LineWord]) -> Option<StatedYears> {
    let mut numbers: Vec<f64> = words.iter().filter_map(number_of).collect();
    // "three (3) years"
    numbers.dedup();
    let before = text[..words.first()?.range.start].trim_end().to_lowercase();
    let is_limit = before.ends_with("up to") || before.ends_with("maximum of");
    match numbers.as_slice() {
        [max] if is_limit => Some(StatedYears { min: 0.0, max: Some(*max) }),
        [min] => Some(StatedYears { min: *min, max: None }),
        [min, max] if min < max => Some(StatedYears { min: *min, max: Some(*max) }),
        _ => None,
    }
}

/// Whether the word at `at` names a degree or a diploma.
pub(super) fn names_degree(words: &[LineWord], at: usize) -> bool {
    let word = words[at].lower.trim_end_matches("'s");
    let next = words.get(at + 1).map_or("", |word| word.lower.as_str());
    let before = at.checked_sub(1).map_or("", |at| words[at].lower.as_str());
    match word {
        "bachelor" | "bachelors" | "phd" | "doctorate" | "doctoral" | "ged" | "msc" | "bsc"
        | "mba" | "gcse" | "gcses" | "hnd" | "hnc" | "nvq" | "baccalaureate" | "diploma" => true,
        "degree" => next != "of" && !matches!(before, "high" | "some" | "a" if next == "of"),
        "master" | "masters" => {
            words[at].lower.ends_with('s') && !matches!(next, "data" | "of") || next == "degree"
        }
        "b" | "m" => next == "s" || next == "sc" || next == "a",
        "high" => next == "school",
        "associate" => words[at].lower.ends_with("'s"),
        _ => false,
    }
}

/// Returns the education that is required; or that is welcome, where none is required.
pub(super) fn education(lines: &[MarkedLine<'_>], labels: &[LineLabel]) -> TextFact<String> {
    [LineLabel::Must, LineLabel::Nice]
        .into_iter()
        .map(|wanted| labelled_education(lines, labels, wanted))
        .find(|fact| *fact != TextFact::NotStated)
        .unwrap_or_default()
}

/// Returns the education in the lines with the label `wanted`.
fn labelled_education(
    lines: &[MarkedLine<'_>],
    labels: &[LineLabel],
    wanted: LineLabel,
) -> TextFact<String> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| labels[*at] == wanted) {
        let text = line.line.text.as_str();
        let first = match line.mark {
            LineMark::Inline(_, first) => line.words[first].range.start,
            _ => 0,
        };
        for mut sentence in sentences(text) {
            let words = words_at(&line.words, &sentence);
            if (0..words.len()).any(|at| names_degree(words, at)) {
                sentence.start = sentence.start.max(first.min(sentence.end));
                let value = text[sentence.clone()].to_string();
                let place = TextPlace { line: at, bytes: sentence };
                found.push(StatedValue { value, place });
            }
        }
    }
    fact_of(found)
}

/// Keys of places of work.
const PLACES: [&str; 8] = [
    "location",
    "locations",
    "job location",
    "work location",
    "place of work",
    "position location",
    "city",
    "based",
];

/// Returns the place of work.
pub(super) fn location(lines: &[MarkedLine<'_>], labels: &[LineLabel]) -> TextFact<String> {
    let mut found = Vec::new();
    let mut add = |line: usize, bytes: Range<usize>| {
        let value = lines[line].line.text[bytes.clone()].to_string();
        if value.chars().any(char::is_alphabetic) {
            found.push(StatedValue { value, place: TextPlace { line, bytes } });
        }
    };
    for (at, line) in lines.iter().enumerate() {
        let text = line.line.text.as_str();
        let sign = text.find([':', '=']);
        let key = line.words.iter().filter(|word| sign.is_none_or(|sign| word.range.end <= sign));
        let key: Vec<&str> = key.map(|word| word.lower.as_str()).collect();
        if key.len() > 3 || !PLACES.contains(&key.join(" ").as_str()) {
            continue;
        }
        let value = value_of(text);
        if sign.is_some() && !value.is_empty() {
            add(at, value);
        } else if let Some(next) = lines.get(at + 1).filter(|next| next.words.len() <= 8)
            && heading_subject(&next.words).is_none_or(|subject| subject.coverage < 0.7)
        {
            add(at + 1, 0..next.line.text.len());
        }
    }
    if found.is_empty() {
        let places = lines.iter().enumerate().filter(|(at, _)| {
            !matches!(
                labels[*at],
                LineLabel::Employer
                    | LineLabel::Benefits
                    | LineLabel::EqualOpportunity
                    | LineLabel::Responsibility
            )
        });
        for (at, line) in places {
            for bytes in named_places(line) {
                let value = line.line.text[bytes.clone()].to_string();
                found.push(StatedValue { value, place: TextPlace { line: at, bytes } });
            }
        }
    }
    fact_of(found)
}

/// Returns the places of work that a line names: "fully remote", "based in Leeds".
fn named_places(line: &MarkedLine<'_>) -> Vec<Range<usize>> {
    let words = &line.words;
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &words[at]);
        let next = words.get(at + 1);
        if word.lower == "remote"
            && let Some(before) =
                before.filter(|word| is_one_of(word, &["fully", "100", "entirely"]))
        {
            found.push(before.range.start..word.range.end);
        } else if word.lower == "remote"
            && let Some(next) = next.filter(|word| is_one_of(word, &["position", "role", "job"]))
        {
            found.push(word.range.start..next.range.end);
        } else if word.lower == "in"
            && before.is_some_and(|word| is_one_of(word, &["based", "located"]))
            && let Some(first) = next.filter(|word| word.is_capital)
        {
            let run = words[at + 1..].iter().zip(words[at + 1..].iter().skip(1));
            let run = run.take_while(|(word, next)| {
                let signs = &line.line.text[word.range.end..next.range.start];
                next.is_capital && (signs == " " || signs == ", ")
            });
            let last = run.last().map_or(first, |(_, next)| next);
            found.push(first.range.start..last.range.end);
        }
    }
    found
}

/// Words that tell of pay, and of money that is not.
const PAY: [&str; 16] = [
    "salary",
    "salaries",
    "pay",
    "paid",
    "compensation",
    "wage",
    "wages",
    "remuneration",
    "hourly",
    "annum",
    "earn",
    "earnings",
    "ote",
    "hour",
    "rate",
    "gross",
];
const NOT_PAY: [&str; 22] = [
    "budget",
    "budgets",
    "revenue",
    "revenues",
    "funding",
    "raised",
    "turnover",
    "allowance",
    "reimbursement",
    "bonus",
    "grant",
    "grants",
    "sign",
    "insurance",
    "stipend",
    "referral",
    "investment",
    "fund",
    "funds",
    "assets",
    "sales",
    "contribution",
];

/// Countries whose money is called dollar, besides the United States.
const DOLLARS: [&str; 14] = [
    "canada",
    "canadian",
    "toronto",
    "vancouver",
    "montreal",
    "ottawa",
    "australia",
    "australian",
    "sydney",
    "melbourne",
    "zealand",
    "auckland",
    "singapore",
    "hong",
];

/// Returns the pay.
pub(super) fn pay(lines: &[MarkedLine<'_>], labels: &[LineLabel]) -> TextFact<StatedPay> {
    let mut found: Vec<StatedValue<StatedPay>> = Vec::new();
    let is_elsewhere =
        lines.iter().any(|line| line.words.iter().any(|word| is_one_of(word, &DOLLARS)));
    for (at, line) in lines.iter().enumerate() {
        let text = line.line.text.as_str();
        if !text.contains(|c: char| c.is_ascii_digit())
            || matches!(labels[at], LineLabel::Responsibility | LineLabel::Employer)
        {
            continue;
        }
        let is_key = labels[at] == LineLabel::Pay;
        for sentence in sentences(text) {
            let words = words_at(&line.words, &sentence);
            if !is_key && (!has_any(words, &PAY) || has_any(words, &NOT_PAY)) {
                continue;
            }
            for mut pay in find_pay(&text[sentence.clone()], is_key) {
                if pay.in_dollars && !is_elsewhere {
                    pay.pay.currency = Some("USD".to_string());
                }
                let bytes = sentence.start + pay.bytes.start..sentence.start + pay.bytes.end;
                add_pay(&mut found, pay.pay, TextPlace { line: at, bytes });
            }
        }
    }
    fact_of(found)
}

/// Adds pay to `found`. The same amounts are stated once, with the period where one has it.
fn add_pay(found: &mut Vec<StatedValue<StatedPay>>, pay: StatedPay, place: TextPlace) {
    let same = found.iter_mut().find(|known| {
        (known.value.low, known.value.high) == (pay.low, pay.high)
            && (known.value.period.is_none()
                || pay.period.is_none()
                || known.value.period == pay.period)
    });
    match same {
        Some(known) if known.value.period.is_none() && pay.period.is_some() => {
            *known = StatedValue { value: pay, place };
        }
        Some(_) => {}
        None => found.push(StatedValue { value: pay, place }),
    }
}
