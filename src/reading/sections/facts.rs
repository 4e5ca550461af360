//! Facts that a job ad states: place and pay, and what facts have in common.

use std::ops::Range;

use super::found::{LineLabel, StatedPay, StatedValue, TextFact, TextPlace};
use super::headings::heading_subject;
use super::marks::MarkedLine;
use super::pay::find_pay;
use super::words::{LineWord, sentences, words_at};

/// Returns what `read` reads from the lines with the first of these labels that state anything.
pub(super) fn first_stated<T: PartialEq>(
    labels: &[LineLabel],
    read: impl Fn(LineLabel) -> TextFact<T>,
) -> TextFact<T> {
    let mut facts = labels.iter().map(|label| read(*label));
    facts.find(|fact| *fact != TextFact::NotStated).unwrap_or_default()
}

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

/// Returns the bytes of the value on a line with a key: the text after its colon or equals sign.
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
        if is_denied(&line.line.text, words, at) {
            continue;
        }
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

/// Words that deny what follows them.
const DENYING: [&str; 7] = ["not", "no", "never", "isn't", "aren't", "cannot", "nor"];

/// Whether the words of `text` around the one at `at`, which names a place of work, say that it is
/// not so: "not a fully remote position", "remote work is not possible".
fn is_denied(text: &str, words: &[LineWord], at: usize) -> bool {
    let is_joined = |from: usize, to: usize| {
        let between = &text[words[from].range.end..words[to].range.start];
        !between.contains([',', ';', ':', '.', '(', '–', '—', '?', '!']) && !between.contains(" - ")
    };
    let before = (at.saturating_sub(4)..at).rev().find(|no| is_one_of(&words[*no], &DENYING));
    let is_before = before.is_some_and(|no| {
        is_joined(no, at) && !has_any(&words[no + 1..at], &["but", "only", "just"])
    });
    let mut after = at + 1..words.len().saturating_sub(1).min(at + 4);
    let is_after = after.any(|is| {
        is_one_of(&words[is], &["is", "are"])
            && is_one_of(&words[is + 1], &DENYING)
            && is_joined(at, is)
    });
    is_before || is_after
}

/// Words about pay, and words about other money.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    #[test]
    fn signs_end_a_denial() {
        for (text, denied) in [
            ("No experience needed - remote position", false),
            ("No experience? Remote position", false),
            ("No experience needed – remote position", false),
            ("Not a fully-remote position", true),
            ("Not a remote position", true),
        ] {
            let words = line_words(text);
            let remote = words.iter().position(|word| word.lower == "remote").unwrap();
            assert_eq!(is_denied(text, &words, remote), denied, "{text}");
        }
    }
}
