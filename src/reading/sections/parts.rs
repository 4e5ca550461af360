//! Prose that is about several subjects, sentence by sentence.

use std::ops::Range;

use super::cues::{
    MONEY_WEIGHT, OpeningVerb, is_work_verb, names_money, opening_verb, statement_scores,
};
use super::found::{LabelledSentence, LineLabel, TextPlace, label_in, parts_of};
use super::importance::importance_of;
use super::marks::{LineMark, MarkedLine};
use super::outline::LineSection;
use super::words::{LineWord, line_words, sentences, words_at};

/// Labels of lines, and of those of their sentences that are about something else.
#[derive(Debug, Clone, Copy)]
pub(super) struct PartLabels<'a> {
    pub(super) lines: &'a [LineLabel],
    pub(super) parts: &'a [LabelledSentence],
}

impl PartLabels<'_> {
    /// Returns the label of the sentence at `bytes` of a line.
    pub(super) fn of(&self, line: usize, bytes: &Range<usize>) -> LineLabel {
        label_in(self.parts, line, bytes.start).unwrap_or(self.lines[line])
    }

    /// Whether a line, or a sentence of it, has the label `wanted`.
    pub(super) fn has(&self, line: usize, wanted: LineLabel) -> bool {
        let parts = parts_of(self.parts, line);
        if parts.is_empty() {
            return self.lines[line] == wanted;
        }
        parts.iter().any(|part| part.label == wanted)
    }
}

/// Returns the sentences of the lines of prose that are about several subjects. A line that turns
/// out to be about another subject than its own gets its label.
pub(super) fn label_parts(
    lines: &[MarkedLine<'_>],
    sections: &[LineSection],
    labels: &mut [LineLabel],
) -> Vec<LabelledSentence> {
    let mut found = Vec::new();
    for (at, (line, section)) in lines.iter().zip(sections).enumerate() {
        let Some(parts) = parts_of_line(line, section, labels[at]) else { continue };
        let first = parts[0].1;
        if parts.iter().all(|(_, label)| *label == first) {
            labels[at] = first;
            continue;
        }
        if !labels[at].may_ask() && parts.iter().any(|(_, label)| label.may_ask()) {
            labels[at] = LineLabel::Summary;
        } else if !parts.iter().any(|(_, label)| *label == labels[at]) {
            let asks = parts.iter().any(|(_, label)| label.may_ask());
            labels[at] = if asks { LineLabel::Summary } else { first };
        }
        found.extend(parts.into_iter().map(|(bytes, label)| LabelledSentence {
            place: TextPlace { line: at, bytes },
            label,
        }));
    }
    found
}

/// Returns the sentences of a line with their labels, if one of them is not about what the line
/// with its `label` is about.
fn parts_of_line(
    line: &MarkedLine<'_>,
    section: &LineSection,
    label: LineLabel,
) -> Option<Vec<(Range<usize>, LineLabel)>> {
    let text = line.line.text.as_str();
    let first = match line.mark {
        LineMark::Inline(_, first) => line.words.get(first)?.range.start,
        LineMark::Content => 0,
        _ => return None,
    };
    // What a heading announces is not taken apart, unless it is about the work.
    let is_announced = section.subject == Some(label) && !label.may_ask();
    let is_other = matches!(label, LineLabel::Title | LineLabel::Page | LineLabel::NotNeeded);
    if line.depth().is_some() || is_announced || is_other {
        return None;
    }
    let sentences = sentences(text);
    if sentences.len() < 2 {
        return None;
    }
    let prior = section.subject.filter(|subject| subject.is_work() && !section.is_after_list);
    let mut parts: Vec<(Range<usize>, LineLabel)> = Vec::new();
    let mut has_work = false;
    for mut bytes in sentences {
        bytes.start = bytes.start.max(first.min(bytes.end));
        let words = words_at(&line.words, &bytes);
        if words.is_empty() {
            continue;
        }
        let clear = sentence_label(text, &bytes, words, prior);
        let goes_on = parts.last().map(|(_, label)| *label).filter(|label| {
            matches!(label, LineLabel::Application | LineLabel::Employer | LineLabel::NotNeeded)
        });
        // Only a heading says of a sentence that is not clear that it is asked for.
        let is_known = label == LineLabel::Summary || label.may_ask() && prior.is_some();
        let by_line = if is_known { label } else { goes_on.unwrap_or(LineLabel::Summary) };
        has_work |= clear.is_some_and(LineLabel::is_work);
        parts.push((bytes, clear.unwrap_or(by_line)));
    }
    // What is told of the employer goes on until a sentence is about the work.
    let tells = matches!(label, LineLabel::Employer | LineLabel::Conditions | LineLabel::Fact);
    if tells && !has_work {
        return None;
    }
    parts.iter().any(|(_, part)| *part != label).then_some(parts)
}

/// Score from which a sentence of prose is a duty or a requirement.
const CERTAIN: f32 = 2.5;

/// Score from which a sentence is about neither.
const CERTAIN_OTHER: f32 = 3.0;

/// Weight of an address of mail, or a number to call, for how to apply.
const ADDRESS_WEIGHT: f32 = 5.0;

/// How strongly a heading on duties or requirements shows the subject of a sentence below.
const PRIOR: f32 = 3.0;

/// Part of the weight of other subjects in a sentence that says what the reader does, such as "You
/// interview customers", or that asks.
const OTHERS: f32 = 0.4;

/// Returns the label of the sentence at `bytes` of `text`, whose words are `words`, where it is
/// clear. `prior` is the subject of a heading on the work that it is under.
pub(super) fn sentence_label(
    text: &str,
    bytes: &Range<usize>,
    words: &[LineWord],
    prior: Option<LineLabel>,
) -> Option<LineLabel> {
    if denies_work(words) {
        return Some(LineLabel::NotNeeded);
    }
    let part = &text[bytes.clone()];
    let mut scores = statement_scores(text, words);
    let pay = &mut scores[LineLabel::Pay.number()];
    if *pay > 0.0 && names_money(part) {
        *pay += MONEY_WEIGHT;
    }
    if part.split(' ').any(is_mail_address) || names_phone(part) {
        scores[LineLabel::Application.number()] += ADDRESS_WEIGHT;
    }
    if hires_to_do(words) {
        scores[LineLabel::Responsibility.number()] += PRIOR;
    }
    let mut duty = scores[LineLabel::Responsibility.number()];
    let mut asked = scores[LineLabel::Must.number()];
    match prior {
        Some(LineLabel::Responsibility) => duty += PRIOR,
        Some(_) => asked += PRIOR,
        None => {}
    }
    let is_to_reader = words[0].lower.starts_with("you");
    let verb = opening_verb(words);
    let (other, score) = best_other(&scores, |label| {
        let is_call = label == LineLabel::Application
            && verb == Some(OpeningVerb::Base)
            && !is_to_reader
            && prior.is_none();
        // "Weekly pay" is no verb after an adverb.
        let begins = opening_verb(&words[..1]).is_some();
        let is_of_work = is_to_reader || begins || asked >= 4.0;
        if is_of_work && !is_call { OTHERS } else { 1.0 }
    });
    let is_ours = other == LineLabel::Employer
        && matches!(words[0].lower.as_str(), "we" | "we're" | "we've" | "our")
        && scores[LineLabel::Summary.number()] <= 0.0;
    let least = if is_ours { 2.0 } else { CERTAIN_OTHER };
    let seeks = other == LineLabel::Employer && scores[LineLabel::Summary.number()] >= CERTAIN;
    if score >= least && score > duty && score > asked && !seeks {
        Some(other)
    } else if duty >= CERTAIN && duty > asked && says_what_is_done(words) {
        Some(LineLabel::Responsibility)
    } else if asked >= CERTAIN && asked > duty {
        Some(importance_of(part, &line_words(part), false))
    } else {
        None
    }
}

/// Returns the label beside those of the work that has the highest of `scores`, each times its
/// `weight`.
fn best_other(
    scores: &[f32; LineLabel::COUNT],
    weight: impl Fn(LineLabel) -> f32,
) -> (LineLabel, f32) {
    let mut best = (LineLabel::Summary, 0.0);
    for label in LineLabel::ALL {
        let is_other = !label.is_work() && label != LineLabel::Summary;
        let score = scores[label.number()] * weight(label);
        if is_other && score > best.1 {
            best = (label, score);
        }
    }
    best
}

fn is_mail_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Minimum number of digits of a number to call.
const PHONE_DIGITS: usize = 9;

/// Whether a text has a number to call: a run of digits in groups, which is no amount of money.
fn names_phone(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '+' | '/');
    !text.contains(['$', '£', '€'])
        && text
            .split(|c| !is_part(c))
            .any(|run| run.chars().filter(char::is_ascii_digit).count() >= PHONE_DIGITS)
}

/// Words with which an employer says whom it wants.
const WANTING: [&str; 10] = [
    "needs",
    "need",
    "seeks",
    "seeking",
    "wants",
    "hiring",
    "recruiting",
    "looking",
    "requires",
    "require",
];

/// Whether a sentence says for what work someone is wanted: "We need a baker to run our shop".
fn hires_to_do(words: &[LineWord]) -> bool {
    let wants = words.iter().position(|word| WANTING.contains(&word.lower.as_str()));
    let Some(wants) = wants else { return false };
    let mut pairs = words[wants..].windows(2);
    let to = pairs.find(|pair| pair[0].lower == "to" && is_work_verb(&pair[1].lower));
    to.is_some() && words.get(wants + 1).is_some_and(|word| word.lower != "to")
}

/// Words before a verb or a noun that say that it is not part of the work.
const DENIALS: [&[&str]; 26] = [
    &["you", "won't"],
    &["you", "will", "not"],
    &["you'll", "not"],
    &["you'll", "never"],
    &["you", "will", "never"],
    &["you", "don't", "need"],
    &["you", "do", "not", "need"],
    &["you", "don't", "have", "to"],
    &["you", "do", "not", "have", "to"],
    &["you", "needn't"],
    &["you", "need", "not"],
    &["this", "is", "not"],
    &["this", "isn't"],
    &["this", "role", "is", "not"],
    &["this", "role", "isn't"],
    &["this", "job", "is", "not"],
    &["this", "position", "is", "not"],
    &["this", "role", "does", "not"],
    &["this", "role", "doesn't"],
    &["this", "position", "does", "not"],
    &["this", "job", "does", "not"],
    &["the", "role", "does", "not"],
    &["the", "role", "is", "not"],
    &["the", "position", "does", "not"],
    &["there", "is", "no"],
    &["not", "a"],
];

/// Words after a denial that take it back: "You won't just write code".
const TAKING_BACK: [&str; 9] =
    ["just", "only", "simply", "merely", "alone", "but", "until", "unless", "without"];

/// Whether a sentence says that something is not part of the work, or not asked for: "You won't
/// manage a team", "This is not a sales role".
pub(super) fn denies_work(words: &[LineWord]) -> bool {
    let denial = DENIALS.iter().find(|denial| {
        words.len() > denial.len()
            && denial.iter().zip(words).all(|(wanted, word)| word.lower == *wanted)
    });
    denial.is_some_and(|denial| {
        // "Not a role for beginners: experience essential" asks for something.
        let asks = words.iter().any(|word| {
            matches!(word.lower.as_str(), "essential" | "required" | "must" | "mandatory")
        });
        let takes_back =
            words[denial.len()..].iter().any(|word| TAKING_BACK.contains(&word.lower.as_str()));
        !asks && !takes_back
    })
}

/// Whether a sentence says what the person does: it begins with a verb, or has "you will" or the
/// like.
fn says_what_is_done(words: &[LineWord]) -> bool {
    opening_verb(words).is_some()
        || hires_to_do(words)
        || (0..words.len()).any(|at| {
            is_word_at(words, at, &["you'll", "responsible"])
                || is_word_at(
                    words,
                    at,
                    &["you", "incumbent", "candidate", "holder", "person", "position", "role"],
                ) && is_word_at(words, at + 1, &["will", "are", "is"])
                || is_word_at(words, at, &["responsibilities", "duties"])
                    && is_word_at(words, at + 1, &["include", "will"])
        })
}

fn is_word_at(words: &[LineWord], at: usize, list: &[&str]) -> bool {
    words.get(at).is_some_and(|word| list.contains(&word.lower.as_str()))
}
