//! Splits lists of skills in a CV into those that its author has, is learning, or does not have.

use std::ops::Range;

use super::found::LeftOutReason;
use crate::reading::skills::lists::list_has;

/// The relation of the author to the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListStance {
    /// The author has them.
    Has,
    /// The author is learning them.
    Learning,
    /// They are not counted.
    LeftOut(LeftOutReason),
}

/// Cues in lists.
const LIST_CUES: &[(&str, ListStance)] = &[
    ("want to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("wants to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("would like to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("i'd like to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("hope to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("hoping to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("keen to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("eager to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("plan to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("planning to ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("to learn", ListStance::LeftOut(LeftOutReason::Wished)),
    ("learning next", ListStance::LeftOut(LeftOutReason::Wished)),
    ("interested in ", ListStance::LeftOut(LeftOutReason::Wished)),
    ("interested in:", ListStance::LeftOut(LeftOutReason::Wished)),
    ("no experience", ListStance::LeftOut(LeftOutReason::Negated)),
    ("no knowledge", ListStance::LeftOut(LeftOutReason::Negated)),
    ("never used", ListStance::LeftOut(LeftOutReason::Negated)),
    ("not familiar", ListStance::LeftOut(LeftOutReason::Negated)),
    ("unfamiliar with", ListStance::LeftOut(LeftOutReason::Negated)),
    ("not proficient", ListStance::LeftOut(LeftOutReason::Negated)),
    ("no skills", ListStance::LeftOut(LeftOutReason::Negated)),
    ("no exposure", ListStance::LeftOut(LeftOutReason::Negated)),
    ("not yet", ListStance::LeftOut(LeftOutReason::Negated)),
    ("not used", ListStance::LeftOut(LeftOutReason::Negated)),
    ("haven't used", ListStance::LeftOut(LeftOutReason::Negated)),
    ("have not used", ListStance::LeftOut(LeftOutReason::Negated)),
    ("do not know", ListStance::LeftOut(LeftOutReason::Negated)),
    ("don't know", ListStance::LeftOut(LeftOutReason::Negated)),
    ("lacking", ListStance::LeftOut(LeftOutReason::Negated)),
    ("currently learning", ListStance::Learning),
    ("now learning", ListStance::Learning),
    ("still learning", ListStance::Learning),
    ("also learning", ListStance::Learning),
    ("currently studying", ListStance::Learning),
];

/// Words after "not used" that say that it was used before.
const USED_BEFORE: &str = "since for recently lately much often";

/// Words after "learning" in names of skills.
const LEARNING_NAMES: &str = "and management design platforms platform systems technology technologies experience strategy analytics \
     theory content outcomes needs development";

/// Words after a cue that are not items: "no experience with Python", "want to learn more".
const BESIDE_CUES: &str = "with in of to learn use master study try using yet it this next more about now as well also at all \
     skill skills level the moment soon someday one day";

/// Part of a list with the relation of the author to its items.
type ListPart = (Range<usize>, ListStance);

/// Returns the parts of a list, each with the relation of the author to its items.
pub(super) fn list_parts(text: &str) -> Vec<ListPart> {
    let mut parts = Vec::new();
    let mut start = 0;
    let ends = text
        .char_indices()
        .filter(|(at, c)| *c == ';' || *c == '.' && text[at + 1..].starts_with(' ') || *c == '|');
    for end in ends.map(|(at, _)| at).chain([text.len()]) {
        push_parts(&mut parts, text, start..end);
        start = (end + 1).min(text.len());
    }
    let all_had = parts.iter().all(|(_, stance)| *stance == ListStance::Has);
    if all_had { vec![(0..text.len(), ListStance::Has)] } else { parts }
}

/// Adds the parts of a segment of `text` at `range`. A cue before an item holds for it and for all
/// that follow; one after an item, or in brackets, for that item alone.
fn push_parts(parts: &mut Vec<ListPart>, text: &str, range: Range<usize>) {
    // Small letters of the alphabet alone, so that bytes agree with those of the text.
    let lower = text.to_ascii_lowercase();
    let mut had = range.start;
    for item in items(text, range.clone()) {
        let begins = item.start == range.start;
        let Some((cue, stance)) = cue_in(&lower, &item, begins) else {
            continue;
        };
        if let Some(list) = list_in_brackets(text, &item, &cue) {
            push_part(parts, text, had..list.start, ListStance::Has);
            push_parts(parts, text, list);
            had = item.end;
        } else if is_after_item(&lower, &item, &cue, begins) {
            let named = item_before(text, &item, &cue);
            // "SQL, Python, no experience": of Python, if of any.
            let named = if is_blank(&text[named.clone()]) {
                let before = items(text, had..item.start.saturating_sub(1).max(had));
                before.into_iter().rfind(|item| !is_blank(&text[item.clone()])).unwrap_or(named)
            } else {
                named
            };
            push_part(parts, text, had..named.start, ListStance::Has);
            push_part(parts, text, named, stance);
            had = item.end;
        } else {
            push_part(parts, text, had..cue.start, ListStance::Has);
            // The words of the cue itself are no item.
            let rest = text[cue.end..range.end].trim_start_matches([':', ' ', '-', ')']);
            let start = range.end - rest.len();
            let from = if stance == ListStance::Learning { start } else { cue.start };
            parts.push((from..range.end, stance));
            return;
        }
    }
    push_part(parts, text, had..range.end, ListStance::Has);
}

/// Adds a part, without the commas around it, unless it has no item.
fn push_part(parts: &mut Vec<ListPart>, text: &str, range: Range<usize>, stance: ListStance) {
    let part = text[range.clone()].trim_end_matches([',', ' ']);
    let start = range.start + part.len() - part.trim_start_matches([',', ' ']).len();
    let end = range.start + part.len();
    if !is_blank(part) {
        parts.push((start..end, stance));
    }
}

fn is_blank(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// Returns the items of `text` at `range`: what is between commas outside brackets.
fn items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (range.start, 0_usize);
    for (at, c) in text[range.clone()].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(start..range.start + at);
                start = range.start + at + 1;
            }
            _ => {}
        }
    }
    found.push(start..range.end);
    found
}

/// Returns the first cue in the item of `lower`, a text in lower case, with what it says.
/// `begins` says that nothing is before the item.
fn cue_in(lower: &str, item: &Range<usize>, begins: bool) -> Option<ListPart> {
    let words = &lower[item.clone()];
    let cues = LIST_CUES.iter().filter_map(|(cue, stance)| {
        let found = [words.find(cue).map(|at| at..at + cue.len()), find_curly(words, cue)];
        let found = found.into_iter().flatten().min_by_key(|found| found.start)?;
        let before = words[..found.start].chars().next_back();
        let next = words[found.end..].split_whitespace().next().unwrap_or_default();
        let is_cue = before.is_none_or(|c| !c.is_alphanumeric())
            && !(cue.ends_with("used") && list_has(USED_BEFORE, next));
        is_cue.then_some((found, *stance))
    });
    let leading = words.len() - words.trim_start().len();
    let bare = words.trim_start().strip_prefix("learning ").filter(|rest| {
        let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        begins && !list_has(LEARNING_NAMES, next) && !next.is_empty()
    });
    let bare = bare.map(|_| (leading..leading + "learning ".len(), ListStance::Learning));
    let (found, stance) = cues.chain(bare).min_by_key(|(found, _)| found.start)?;
    Some((item.start + found.start..item.start + found.end, stance))
}

/// Returns where `cue` is in `words`, with a curly apostrophe.
fn find_curly(words: &str, cue: &str) -> Option<Range<usize>> {
    let cue = cue.contains('\'').then(|| cue.replace('\'', "’"))?;
    words.find(&cue).map(|at| at..at + cue.len())
}

/// Whether `cue` is about the words before it, and not about those that follow: "SQL (no
/// experience)", "SQL, (no experience)", "SQL: no experience". "Languages (learning): SQL" and
/// "(learning) SQL" lead to what follows. `begins` says that nothing is before the item.
fn is_after_item(lower: &str, item: &Range<usize>, cue: &Range<usize>, begins: bool) -> bool {
    let before = &lower[item.start..cue.start];
    if let Some(open) = open_bracket(before)
        && let Some(close) = lower[cue.end..item.end].find(')')
    {
        let behind = lower[cue.end + close + 1..item.end].trim_start();
        let leads = is_blank(&before[..open]) && (begins || !is_blank(behind));
        return !leads && !behind.starts_with(':');
    }
    lower[cue.end..item.end]
        .split(|c: char| !c.is_alphanumeric())
        .all(|word| word.is_empty() || list_has(BESIDE_CUES, word))
        && !lower[cue.end..].trim_start().starts_with(':')
}

/// Returns where the innermost bracket is that `before` opens and does not close.
fn open_bracket(before: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, c) in before.char_indices() {
        match c {
            '(' => open.push(at),
            ')' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// Returns the inside of the brackets around `cue` in `item` if it is a list: "Tools (SQL, no
/// experience with Python)".
fn list_in_brackets(text: &str, item: &Range<usize>, cue: &Range<usize>) -> Option<Range<usize>> {
    let open = item.start + open_bracket(&text[item.start..cue.start])? + 1;
    let close = cue.end + text[cue.end..item.end].find(')')?;
    text[open..cue.start].contains(',').then_some(open..close)
}

/// Returns the bytes of the item before `cue`, without the signs between.
fn item_before(text: &str, item: &Range<usize>, cue: &Range<usize>) -> Range<usize> {
    let signs = |c: char| c.is_whitespace() || matches!(c, '(' | ':' | '-' | '–' | '—' | '=');
    item.start..item.start + text[item.start..cue.start].trim_end_matches(signs).len()
}
