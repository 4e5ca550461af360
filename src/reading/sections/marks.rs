//! Headings, lead-ins and keys among the lines of a text.

use foldhash::HashMap;

use super::cues::{opening_verb, sentence_scores};
use super::found::LineLabel;
use super::headings::{HeadingSubject, heading_subject, key_subject, may_be_title_key};
use super::page::{heads_what_follows, is_of_page};
use super::words::{LineWord, line_words, sentences, words_at};
use super::workers::names_worker;
use crate::reading::layout::{LaidOutText, LineShape, TextLine};
use crate::reading::skills::lists::list_has;

/// Maximum number of words of a heading without marks of layout.
const LONGEST_HEADING: usize = 9;

/// Maximum number of words of a line that leads in to a list.
const LONGEST_LEAD_IN: usize = 45;

/// Minimum share of the words of a heading without marks of layout that must be known.
const MIN_COVERAGE: f32 = 0.75;

/// Ranks of headings without levels: below all that have one.
const CAPITALS_RANK: u8 = 75;
const PLAIN_RANK: u8 = 80;
pub(super) const LEAD_IN_RANK: u8 = 100;
pub(super) const ITEM_RANK: u8 = 110;

/// The part of a line in the structure of its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum LineMark {
    /// A heading. Lines below belong to it until a heading of the same rank or a lower number.
    Heading(HeadingMark),
    /// A heading on the same line as its text, which begins at this word.
    Inline(HeadingMark, usize),
    /// A sentence before a list, such as "You will:".
    LeadIn(HeadingMark),
    /// A key and a value, such as "Location: Leeds".
    Key(LineLabel),
    /// The head or foot of a page, an address, a date: nothing of the text.
    Furniture,
    /// A menu, a cookie banner or the like.
    Page,
    /// Anything else.
    Content,
}

/// A heading or a lead-in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HeadingMark {
    pub(super) rank: u8,
    pub(super) subject: Option<HeadingSubject>,
}

impl HeadingMark {
    /// Whether it is a heading without a level.
    pub(super) fn is_plain(self) -> bool {
        matches!(self.rank, CAPITALS_RANK | PLAIN_RANK)
    }
}

/// A line with its words.
#[derive(Debug)]
pub(super) struct MarkedLine<'a> {
    pub(super) line: &'a TextLine,
    pub(super) words: Vec<LineWord>,
    pub(super) mark: LineMark,
    /// Whether the line before is an item of a list.
    pub(super) follows_item: bool,
}

impl MarkedLine<'_> {
    /// Returns how deep the line is in lists, if it is an item.
    pub(super) fn depth(&self) -> Option<u8> {
        item_depth(self.line)
    }

    /// Returns the subject of the heading that the line is.
    pub(super) fn subject(&self) -> Option<HeadingSubject> {
        match self.mark {
            LineMark::Heading(mark) | LineMark::Inline(mark, _) | LineMark::LeadIn(mark) => {
                mark.subject
            }
            LineMark::Key(_) | LineMark::Furniture | LineMark::Page | LineMark::Content => None,
        }
    }

    /// Whether the line begins a block of text. One in lower case goes on after a page break.
    pub(super) fn begins_block(&self) -> bool {
        self.line.after_gap && !self.line.text.starts_with(char::is_lowercase)
    }

    /// Whether the line is neither an item nor a sentence.
    pub(super) fn is_short(&self) -> bool {
        let lower = self.words.iter().filter(|word| !word.is_capital && !word.is_number());
        self.depth().is_none() && lower.count() < SHORT
    }
}

/// Minimum number of words in lower case in a sentence.
const SHORT: usize = 3;

fn item_depth(line: &TextLine) -> Option<u8> {
    match line.shape {
        LineShape::Item(depth) => Some(depth),
        _ => None,
    }
}

/// Returns the lines of `text` with their marks.
pub(super) fn mark_lines(text: &LaidOutText) -> Vec<MarkedLine<'_>> {
    let words: Vec<Vec<LineWord>> = text.lines.iter().map(|line| line_words(&line.text)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::default();
    for line in &text.lines {
        *counts.entry(line.text.as_str()).or_default() += 1;
    }
    let marks: Vec<LineMark> = (0..text.lines.len())
        .map(|at| {
            let line = &text.lines[at];
            let is_repeated = counts.get(line.text.as_str()).is_some_and(|count| *count > 1);
            if is_furniture(line, &words[at], is_repeated) {
                LineMark::Furniture
            } else {
                mark_of(&text.lines, &words, at)
            }
        })
        .collect();
    let mut follows_item = false;
    text.lines
        .iter()
        .zip(words)
        .zip(marks)
        .map(|((line, words), mark)| {
            let marked = MarkedLine { line, words, mark, follows_item };
            follows_item = item_depth(line).is_some();
            marked
        })
        .collect()
}

/// Whether a line is the head or foot of a page, an address or a number.
fn is_furniture(line: &TextLine, words: &[LineWord], is_repeated: bool) -> bool {
    if line.shape != LineShape::Paragraph || words.is_empty() {
        return words.is_empty();
    }
    let text = line.text.trim();
    let is_address = is_web_address(text) || is_postal_address(words);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_page = !text.contains(['$', '£', '€'])
        && words.len() <= 5
        && letters <= 6
        && words.iter().all(|word| {
            word.lower.starts_with(|c: char| c.is_ascii_digit())
                || matches!(word.lower.as_str(), "page" | "of" | "am" | "pm")
        });
    let is_running = is_repeated && words.len() >= 2 && heading_subject(words).is_none();
    is_address || is_page || is_running
}

/// Ends of names of hosts.
const HOSTS: [&str; 12] =
    [".org", ".com", ".gov", ".edu", ".net", ".io", ".uk", ".ca", ".eu", ".us", ".au", ".ie"];

fn is_web_address(text: &str) -> bool {
    let is_host = HOSTS.iter().any(|end| text.ends_with(end)) && !text.contains(['@', ',']);
    !text.contains(' ') && (text.contains("://") || text.starts_with("www.") || is_host)
}

/// Whether `words` end as an address in the United States does: `… Springfield, IL 62701`.
fn is_postal_address(words: &[LineWord]) -> bool {
    let [first, .., state, code] = words else { return false };
    let is_code = code.lower.len() == 5 && code.lower.bytes().all(|byte| byte.is_ascii_digit());
    first.is_number() && state.is_upper && state.lower.len() == 2 && is_code
}

fn mark_of(lines: &[TextLine], words: &[Vec<LineWord>], at: usize) -> LineMark {
    let (line, here) = (&lines[at], words[at].as_slice());
    if here.is_empty() {
        return LineMark::Content;
    }
    if let Some(mark) = mark_of_page(line, here) {
        return mark;
    }
    match &line.shape {
        LineShape::Heading(level) => return mark_of_heading(line, here, *level),
        LineShape::Row(row) if row.starts_table => {
            if let Some(mark) = mark_of_table(&row.cells) {
                return LineMark::Heading(mark);
            }
            if heads_table(&row.cells, lines.get(at + 1)) {
                // Its columns are parts of what the section is about.
                return LineMark::Heading(HeadingMark { rank: ITEM_RANK, subject: None });
            }
        }
        LineShape::Row(row) => {
            if let Some(label) = key_of_row(&row.cells) {
                return LineMark::Key(label);
            }
        }
        _ => {}
    }
    if let Some(label) = key_of(&line.text, here) {
        return LineMark::Key(label);
    }
    let next = lines.get(at + 1);
    let leads = lead_in(line, here, next).or_else(|| item_heading(line, here, next));
    let before = at.checked_sub(1).map(|before| &lines[before]);
    leads
        .or_else(|| plain_heading(line, here, next))
        .or_else(|| inline_heading(line, here))
        .or_else(|| unknown_heading(line, here, (before, next)))
        .unwrap_or(LineMark::Content)
}

/// Returns the mark of a line of the page around an ad: a menu, or what heads similar jobs.
fn mark_of_page(line: &TextLine, words: &[LineWord]) -> Option<LineMark> {
    if item_depth(line).is_some() {
        return None;
    }
    if heads_what_follows(&line.text, words) {
        let rank = match line.shape {
            LineShape::Heading(level) => level.saturating_mul(10),
            _ => PLAIN_RANK,
        };
        let subject = HeadingSubject {
            label: LineLabel::Page,
            strength: 5.0,
            coverage: 1.0,
            is_explicit: false,
        };
        return Some(LineMark::Inline(HeadingMark { rank, subject: Some(subject) }, 0));
    }
    is_of_page(&line.text, words).then_some(LineMark::Page)
}

/// Returns the mark of the head of a table that says in columns what is required and what is nice to
/// have, as in a person specification.
fn mark_of_table(cells: &[Vec<String>]) -> Option<HeadingMark> {
    let columns = cells.iter().filter_map(|cell| column_kind(&cell.join(" ")));
    let subject = columns.min_by_key(|subject| subject.label.number())?;
    Some(HeadingMark { rank: PLAIN_RANK, subject: Some(subject) })
}

/// Maximum number of words of a cell in the head of a table.
const LONGEST_HEAD: usize = 4;

/// Names of columns beside those that head sections.
const COLUMNS: &str = "area areas task tasks item criteria criterion description detail details topic theme \
     category what no nr number weight share percentage importance type priority evidence \
     assessment assessed";

/// Whether a row is the head of a table: short names of columns, above another row.
fn heads_table(cells: &[Vec<String>], next: Option<&TextLine>) -> bool {
    let is_above = next.is_some_and(|next| match &next.shape {
        LineShape::Row(row) => !row.starts_table,
        _ => false,
    });
    let cells: Vec<Vec<LineWord>> = cells.iter().map(|cell| line_words(&cell.join(" "))).collect();
    let is_short = cells
        .iter()
        .all(|cell| cell.len() <= LONGEST_HEAD && !cell.iter().any(LineWord::is_number));
    let names_column = |cell: &Vec<LineWord>| {
        heading_subject(cell).is_some_and(|subject| subject.coverage >= MIN_COVERAGE)
            || cell.len() == 1 && list_has(COLUMNS, &cell[0].lower)
    };
    is_above
        && is_short
        && cells.len() >= 2
        && cells.iter().any(names_column)
        && key_of_cells(&cells).is_none()
}

/// Returns the subject of a row of a key and a value.
fn key_of_row(cells: &[Vec<String>]) -> Option<LineLabel> {
    let cells: Vec<Vec<LineWord>> = cells.iter().map(|cell| line_words(&cell.join(" "))).collect();
    key_of_cells(&cells)
}

fn key_of_cells(cells: &[Vec<LineWord>]) -> Option<LineLabel> {
    let [key, value] = cells else { return None };
    key_subject(key).filter(|_| !value.is_empty())
}

/// Returns the subject of a column if it says which kind of requirements it holds.
pub(super) fn column_kind(head: &str) -> Option<HeadingSubject> {
    let subject = heading_subject(&line_words(head))?;
    (subject.is_explicit && subject.label.is_requirement() && subject.coverage >= MIN_COVERAGE)
        .then_some(subject)
}

/// Returns the mark of a line that the layout shows as a heading.
fn mark_of_heading(line: &TextLine, words: &[LineWord], level: u8) -> LineMark {
    let rank = level.saturating_mul(10);
    if let Some(label) = key_of(&line.text, words) {
        return LineMark::Key(label);
    }
    let subject = named_subject(words).or_else(|| heading_subject(words));
    // A title such as "Technical writer" is no heading on what is asked for.
    let subject =
        subject.or_else(|| subject_by_cues(words).filter(|_| !names_worker(&line.text, words)));
    LineMark::Heading(HeadingMark { rank, subject })
}

/// Maximum number of words of a title after a key that may be that of prose.
const LONGEST_KEYED_TITLE: usize = 15;

/// Returns the subject of a line with a key before its first colon or equals sign, or before its
/// first word that is not in capitals.
fn key_of(text: &str, words: &[LineWord]) -> Option<LineLabel> {
    let sign = text.find([':', '=', '\t'])?;
    let has_value = text[sign + 1..].chars().any(char::is_alphanumeric);
    let key = words.partition_point(|word| word.range.end <= sign);
    // "Role: Baker", and not "Role: you bake bread".
    let value = &words[key..];
    if has_value
        && may_be_title_key(&words[..key])
        && value.len() <= LONGEST_KEYED_TITLE
        && !text.trim_end().ends_with('.')
        && names_worker(&text[sign..], &line_words(&text[sign..]))
    {
        return Some(LineLabel::Title);
    }
    let known = key_subject(&words[..key]).filter(|_| has_value);
    // A line of the data before a page.
    let is_data = key <= 2 && text[sign..].starts_with("= ");
    known.or(is_data.then_some(LineLabel::Fact))
}

/// Returns the subject of a heading that names the employer: "About Acme", "Why Acme?".
fn named_subject(words: &[LineWord]) -> Option<HeadingSubject> {
    let [first, rest @ ..] = words else { return None };
    let names = !rest.is_empty() && rest.len() <= 6 && heading_subject(rest).is_none();
    let certain =
        |label| Some(HeadingSubject { label, strength: 3.0, coverage: 1.0, is_explicit: false });
    match first.lower.as_str() {
        "about" if names && !is_you(rest) => certain(LineLabel::Employer),
        "why" | "joining" if names && !is_you(rest) => certain(LineLabel::Benefits),
        _ => None,
    }
}

fn is_you(words: &[LineWord]) -> bool {
    words.iter().any(|word| word.lower == "you")
}

/// Returns the subject that the cues of a heading or a lead-in show.
fn subject_by_cues(words: &[LineWord]) -> Option<HeadingSubject> {
    let scores = sentence_scores(words);
    let best = LineLabel::best(&scores);
    let strength = scores[best.number()];
    (strength >= 3.0).then_some(HeadingSubject {
        label: best,
        strength,
        coverage: 0.0,
        is_explicit: false,
    })
}

/// Whether `words` begin as headings do that are questions: "What you'll do at work".
fn asks_heading(words: &[LineWord]) -> bool {
    words.first().is_some_and(|word| {
        matches!(word.lower.as_str(), "what" | "what's" | "who" | "how" | "why" | "where")
    })
}

/// Whether `words` are a heading on the reader, no sentence: "About you", "What you bring".
fn names_reader(words: &[LineWord]) -> bool {
    words.len() <= LONGEST_UNKNOWN
        && (asks_heading(words) || words.first().is_some_and(|word| word.lower == "about"))
}

/// Whether a line that ends with a colon is a sentence that a list completes.
fn is_clause(words: &[LineWord]) -> bool {
    let is_question = words.first().is_some_and(|word| {
        matches!(word.lower.as_str(), "what" | "how" | "who" | "why" | "where")
    });
    let is_person = words.iter().any(|word| word.lower.starts_with("candidate"));
    !is_person
        && words.iter().any(|word| match word.lower.as_str() {
            "require" | "requires" | "include" | "includes" | "including" | "following" => true,
            "will" | "should" | "must" | "may" => !is_question,
            _ => false,
        })
}

fn is_next_item(next: Option<&TextLine>, depth: Option<u8>) -> bool {
    let next = next.and_then(item_depth);
    next.is_some_and(|next| depth.is_none_or(|depth| next > depth))
}

/// Returns the mark of a line that leads in to a list.
fn lead_in(line: &TextLine, words: &[LineWord], next: Option<&TextLine>) -> Option<LineMark> {
    let depth = item_depth(line);
    let text = line.text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let is_open = text.ends_with([':', '…']) || text.ends_with("...");
    if !is_open || words.len() > LONGEST_LEAD_IN || next.is_none() {
        return None;
    }
    let last = sentences(&line.text).pop()?;
    let last = words_at(words, &last);
    let subject = named_subject(words)
        .or_else(|| heading_subject(last))
        .or_else(|| heading_subject(words))
        .or_else(|| subject_by_cues(last))
        .or_else(|| subject_by_cues(words));
    if depth.is_some() {
        let is_named = subject.is_some_and(|subject| subject.coverage >= MIN_COVERAGE);
        if !is_next_item(next, depth) || words.len() > 6 || !is_named {
            return None;
        }
    }
    let is_heading = words.len() <= LONGEST_HEADING
        && subject.is_some_and(|subject| subject.coverage >= MIN_COVERAGE)
        && (!is_you(words) || names_reader(words))
        && !is_clause(words);
    if is_heading && depth.is_none() {
        let rank = if is_in_capitals(words) { CAPITALS_RANK } else { PLAIN_RANK };
        return Some(LineMark::Heading(HeadingMark { rank, subject }));
    }
    if depth.is_none() && subject.is_none() && names_section(line, words) {
        return Some(LineMark::Heading(HeadingMark { rank: PLAIN_RANK, subject: None }));
    }
    let is_list = is_next_item(next, None);
    (is_list || words.len() <= 15)
        .then_some(LineMark::LeadIn(HeadingMark { rank: LEAD_IN_RANK, subject }))
}

/// Returns the mark of an item that is the heading of a deeper list.
fn item_heading(line: &TextLine, words: &[LineWord], next: Option<&TextLine>) -> Option<LineMark> {
    let depth = item_depth(line)?;
    let is_heading = is_next_item(next, Some(depth))
        && words.len() <= 5
        && !line.text.trim_end().ends_with('.')
        && (opening_verb(words).is_none() || words.len() <= 2);
    is_heading.then_some(LineMark::Heading(HeadingMark {
        rank: ITEM_RANK.saturating_add(depth),
        subject: heading_subject(words).filter(|subject| subject.coverage >= MIN_COVERAGE),
    }))
}

fn is_in_capitals(words: &[LineWord]) -> bool {
    words.iter().all(|word| word.is_upper || !word.lower.starts_with(char::is_alphabetic))
        && words.iter().any(|word| word.is_upper)
        && words.iter().map(|word| word.lower.len()).sum::<usize>() > 3
}

/// Returns the mark of a paragraph that is a heading by its words alone.
fn plain_heading(line: &TextLine, words: &[LineWord], next: Option<&TextLine>) -> Option<LineMark> {
    if line.shape != LineShape::Paragraph || words.len() > LONGEST_HEADING {
        return None;
    }
    let text = line.text.trim_end();
    if text.ends_with(['.', ',', ';']) {
        return None;
    }
    let is_apart = line.after_gap
        || text.ends_with(':')
        || next.is_none_or(|next| next.after_gap || item_depth(next).is_some());
    let in_capitals = is_in_capitals(words);
    let subject =
        named_subject(words).filter(|_| line.after_gap).or_else(|| heading_subject(words));
    let is_known =
        subject.is_some_and(|subject| subject.coverage >= MIN_COVERAGE && subject.strength >= 1.5);
    // "Required" between lines of a list heads the rest of it.
    let is_label = (words.len() <= 3 || asks_heading(words))
        && words[0].is_capital
        && subject.is_some_and(|subject| subject.coverage >= 1.0 && subject.strength >= 3.0);
    if !((is_apart || is_label) && is_known || in_capitals && (line.after_gap || is_known)) {
        return None;
    }
    let rank = if in_capitals { CAPITALS_RANK } else { PLAIN_RANK };
    Some(LineMark::Heading(HeadingMark { rank, subject }))
}

/// Maximum number of words of a heading that is not known.
const LONGEST_UNKNOWN: usize = 7;

/// Words that lead in to examples of the line before, and head nothing.
const EXAMPLES: [&str; 8] =
    ["for", "such", "eg", "including", "specifically", "e", "namely", "especially"];

/// Whether a line that no phrase is known of names a section: short, no sentence, with a capital.
fn names_section(line: &TextLine, words: &[LineWord]) -> bool {
    let text = line.text.trim_end();
    line.shape == LineShape::Paragraph
        && (1..=LONGEST_UNKNOWN).contains(&words.len())
        && words[0].is_capital
        && !EXAMPLES.contains(&words[0].lower.as_str())
        && !text.ends_with(['.', ',', ';', '!', '…'])
        && !text.trim_end_matches(':').contains([':', '|', '•', '·', ';', '@'])
        && !is_clause(words)
        && (opening_verb(words).is_none() || words.len() <= 2 && text.ends_with(':'))
}

/// Returns the mark of a line that looks like a heading, and of which no phrase is known: it stands
/// right above a list, and not within one.
fn unknown_heading(
    line: &TextLine,
    words: &[LineWord],
    (before, next): (Option<&TextLine>, Option<&TextLine>),
) -> Option<LineMark> {
    let is_above_list = is_next_item(next, None)
        && (line.after_gap || before.is_some_and(|before| item_depth(before).is_some()));
    (is_above_list && names_section(line, words))
        .then_some(LineMark::Heading(HeadingMark { rank: PLAIN_RANK, subject: None }))
}

/// Returns the mark of a paragraph that begins with a heading: "SKILLS: …", "BRIEF DESCRIPTION The …".
fn inline_heading(line: &TextLine, words: &[LineWord]) -> Option<LineMark> {
    if line.shape != LineShape::Paragraph {
        return None;
    }
    let capitals = words.iter().take_while(|word| word.is_upper && word.lower.len() > 1).count();
    let colon = line.text.find(':');
    let before = colon.map_or(0, |colon| words.partition_point(|word| word.range.end <= colon));
    let end = [before, capitals].into_iter().find(|end| (1..=6).contains(end))?;
    if end >= words.len() {
        return None;
    }
    let subject = heading_subject(&words[..end])?;
    let is_known = subject.coverage >= MIN_COVERAGE && subject.strength >= 1.5;
    let rank = if is_in_capitals(&words[..end]) { CAPITALS_RANK } else { PLAIN_RANK };
    // "Pay and benefits: (see below)"
    let rest = line.text[words[end - 1].range.end..].trim_start_matches([':', '*', ' ']);
    if is_known && rest.starts_with('(') && rest.trim_end().ends_with(')') {
        return Some(LineMark::Heading(HeadingMark { rank, subject: Some(subject) }));
    }
    if is_known && matches!(subject.label, LineLabel::Pay | LineLabel::Fact) {
        return Some(LineMark::Key(subject.label));
    }
    is_known.then_some(LineMark::Inline(HeadingMark { rank, subject: Some(subject) }, end))
}
