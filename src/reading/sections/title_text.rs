//! The title within a line: without what announces it, and without pay, place and terms.

use std::ops::Range;

use super::facts::{is_one_of, trimmed};
use super::words::{LineWord, line_words};
use super::workers::names_worker;
use crate::reading::skills::lists::list_has;

/// Words before a title that are not part of it.
const BEFORE_TITLE: [&str; 33] = [
    "a",
    "an",
    "announcement",
    "another",
    "are",
    "currently",
    "for",
    "hiring",
    "immediately",
    "is",
    "job",
    "looking",
    "new",
    "next",
    "now",
    "offer",
    "once",
    "open",
    "opening",
    "opportunity",
    "our",
    "position",
    "post",
    "posting",
    "recruiting",
    "role",
    "seeking",
    "the",
    "title",
    "vacancy",
    "wanted",
    "we",
    "we're",
];

/// Words of which one is before a title that is announced.
const ANNOUNCING: [&str; 8] =
    ["hiring", "looking", "wanted", "seeking", "vacancy", "opening", "recruiting", "title"];

/// Names of the text itself after a title: "Baker job description".
const TEXT_NAMES: [[&str; 2]; 8] = [
    ["job", "description"],
    ["role", "description"],
    ["position", "description"],
    ["job", "specification"],
    ["person", "specification"],
    ["job", "posting"],
    ["job", "advert"],
    ["job", "ad"],
];

/// Maximum number of words before the word that announces a title: "Acme Bread Ltd is hiring a …".
const LONGEST_EMPLOYER: usize = 8;

/// Words after which an announced title is over: "a baker in Leeds", "a baker who …".
const AFTER_TITLE: &str = "in at to who with for based that which on from within near";

/// Returns the title that a sentence announces: "We are looking for a baker", "Acme is hiring a
/// baker in Leeds".
pub(super) fn announced_title(text: &str, words: &[LineWord]) -> Option<Range<usize>> {
    let verb = words.iter().take(LONGEST_EMPLOYER).position(|word| {
        is_one_of(word, &["hiring", "looking", "seeking", "recruiting", "seeks", "hires", "wanted"])
    })?;
    if words[verb].lower == "looking" && words.get(verb + 1)?.lower != "for" {
        return None;
    }
    let rest = &words[verb + 1..];
    let skipped = rest.iter().take_while(|word| is_one_of(word, &BEFORE_TITLE)).count();
    let rest = &rest[skipped..];
    let first = rest.first()?;
    let over = rest.iter().zip(rest.iter().skip(1)).position(|(word, next)| {
        let signs = &text[word.range.end..next.range.start];
        list_has(AFTER_TITLE, &next.lower)
            || signs.contains([',', '.', ';', ':', '!', '?', '|'])
            || [" (", " - ", " – ", " — "].iter().any(|sign| signs.contains(sign))
    });
    let title = &rest[..over.map_or(rest.len(), |last| last + 1)];
    let range = first.range.start..title.last()?.range.end;
    let words = line_words(&text[range.clone()]);
    (words.len() <= LONGEST_ANNOUNCED && names_worker(&text[range.clone()], &words))
        .then_some(range)
}

/// Maximum number of words of a title that a sentence announces.
const LONGEST_ANNOUNCED: usize = 7;

/// Returns the title at `range` of `text`: without words such as "We are hiring a", without signs
/// around it, and without the employer, pay, place and terms after it.
pub(super) fn bare_title(text: &str, range: Range<usize>) -> Range<usize> {
    let range = without_signs(text, range);
    let words = line_words(&text[range.clone()]);
    if let Some(title) = announced_title(&text[range.clone()], &words) {
        return range.start + title.start..range.start + title.end;
    }
    let names_work = words.iter().take(4).any(|word| is_one_of(word, &ANNOUNCING));
    let skipped = if names_work {
        words.iter().take_while(|word| is_one_of(word, &BEFORE_TITLE)).count()
    } else {
        0
    };
    let start = words.get(skipped).map_or(range.end, |word| range.start + word.range.start);
    let start = if skipped == 0 { range.start } else { start };
    let end = match words.get(skipped..) {
        Some([.., title, first, last])
            if TEXT_NAMES.contains(&[first.lower.as_str(), last.lower.as_str()]) =>
        {
            range.start + title.range.end
        }
        _ => range.end,
    };
    without_signs(text, without_terms(text, start..end))
}

/// Returns `range` of `text` without signs and pictures around it.
fn without_signs(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trimmed(text, range, &[' ', '"', '\'', '*', '!', '=', '-', ':']);
    let start = range.end - text[range.clone()].trim_start_matches(['#', ' ']).len();
    let range = start..range.end;
    let part = &text[range.clone()];
    let is_sign = |c: char| !c.is_alphanumeric() && !"()[]{}+#&.'\"“”/*".contains(c);
    let start = range.start + part.len() - part.trim_start_matches(is_sign).len();
    let end = range.start + part.trim_end_matches(is_sign).len();
    start..end.max(start)
}

/// Signs between the parts of a line with a title, and those within its parts.
const SEPARATORS: [&str; 7] = [" - ", " – ", " — ", " | ", " · ", " • ", " @ "];
const INNER_SEPARATORS: [&str; 3] = [", ", " (", " / "];

/// Returns `range` of `text`, a title, up to the employer, pay, place or terms on the same line.
fn without_terms(text: &str, range: Range<usize>) -> Range<usize> {
    let range = before_terms(text, range, &SEPARATORS);
    let range = before_terms(text, range, &INNER_SEPARATORS);
    let title = &text[range.clone()];
    let words = line_words(title);
    // "Data analyst at Acme"
    let at = words
        .iter()
        .zip(words.iter().skip(1))
        .position(|(word, next)| word.lower == "at" && !word.is_upper && next.is_capital);
    let before = at.filter(|at| *at > 0 && names_worker(title, &words[..*at]));
    let end = before.map_or(title.len(), |at| words[at - 1].range.end);
    range.start..range.start + end
}

/// Returns `range` of `text` up to the first part between `separators` that states terms.
fn before_terms(text: &str, range: Range<usize>, separators: &[&str]) -> Range<usize> {
    let title = &text[range.clone()];
    let mut cuts: Vec<(usize, usize)> = separators
        .iter()
        .flat_map(|sign| title.match_indices(sign).map(|(at, sign)| (at, at + sign.len())))
        .collect();
    cuts.sort_unstable();
    for (at, (start, next)) in cuts.iter().enumerate() {
        let end = cuts.get(at + 1).map_or(title.len(), |(end, _)| *end);
        let is_company = title[*start..*next].contains('@');
        if *start > 0 && (is_company || states_terms(&title[*next..end.max(*next)])) {
            return range.start..range.start + start;
        }
    }
    range
}

/// Words on the place of work that stand for themselves: "hybrid", and not "Hybrid cloud".
const PLACES_OF_WORK: [&str; 5] = ["remote", "hybrid", "onsite", "wfh", "remotely"];

/// Words after one on the place of work with which it stays one: "remote within Germany".
const AFTER_PLACE: &str = "in within from or and w with us uk eu usa only first possible friendly work working days \
     option optional anywhere worldwide role position job based ok";

/// Terms of employment.
const TERMS: [&str; 24] = [
    "full time",
    "part time",
    "permanent",
    "temporary",
    "fixed term",
    "ftc",
    "ir35",
    "immediate start",
    "immediate starts",
    "start immediately",
    "per day",
    "per hour",
    "per annum",
    "per month",
    "months",
    "month contract",
    "days a week",
    "home based",
    "work from home",
    "on site",
    "contract to hire",
    "temp to perm",
    "asap",
    "competitive salary",
];

/// Whether a part of a line with a title states pay, place of work or terms of employment.
fn states_terms(part: &str) -> bool {
    let words = line_words(part);
    let money = ['$', '£', '€', '₹', '¥'];
    let is_pay = part.contains(money) && part.contains(|c: char| c.is_ascii_digit())
        || words.iter().any(|word| {
            let digits = word.lower.trim_end_matches('k');
            word.lower.ends_with('k')
                && digits.len() >= 2
                && digits.bytes().all(|b| b.is_ascii_digit())
        });
    let is_place = words.iter().enumerate().any(|(at, word)| {
        PLACES_OF_WORK.contains(&word.lower.as_str())
            && words.get(at + 1).is_none_or(|next| {
                let signs = &part[word.range.end..next.range.start];
                list_has(AFTER_PLACE, &next.lower) || signs.trim() != "" && signs != "-"
            })
    });
    let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
    let lower = format!(" {} ", lower.join(" "));
    let has_terms = TERMS.iter().any(|term| lower.contains(&format!(" {term} ")));
    is_pay || is_place || has_terms || lower == " contract "
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_bare_of_what_is_around_it() {
        for (line, title) in [
            ("We are hiring a baker", "baker"),
            ("We are looking for a Data Analyst", "Data Analyst"),
            ("Acme is hiring a Data Analyst in Leeds", "Data Analyst"),
            ("Acme Bread Ltd seeks an experienced baker, full time", "experienced baker"),
            ("Wanted: Data Analyst", "Data Analyst"),
            ("Data Analyst - £40k", "Data Analyst"),
            ("Data Analyst | Permanent | Leeds", "Data Analyst"),
            ("Recruiter (Tech) — Amsterdam, hybrid — €4,000–€5,200/mo", "Recruiter (Tech)"),
            ("🚀 Data Analyst 🚀", "Data Analyst"),
            ("🚀 Social Media Manager @ GlowUp 🌸", "Social Media Manager"),
            ("Data Analyst at Acme", "Data Analyst"),
            ("Data Analyst (Hybrid)", "Data Analyst"),
            ("Oracle/SQL Server DBA – Outside IR35 – £475-£525 per day", "Oracle/SQL Server DBA"),
            (
                "Forklift Driver / Warehouse Operative – Immediate Start",
                "Forklift Driver / Warehouse Operative",
            ),
            (
                "Marketing Manager (all genders) – Munich or remote within Germany",
                "Marketing Manager (all genders)",
            ),
            ("Registered Nurse – Night Shift", "Registered Nurse – Night Shift"),
            ("Engineer - Hybrid Cloud", "Engineer - Hybrid Cloud"),
            ("Legal Counsel – Commercial Contracts", "Legal Counsel – Commercial Contracts"),
            ("Product Manager, Integrations", "Product Manager, Integrations"),
            ("Teacher of Computer Science", "Teacher of Computer Science"),
            ("Developer C#", "Developer C#"),
            (".NET Developer", ".NET Developer"),
            ("Scientist at CERN", "Scientist"),
            ("Baker job description", "Baker"),
            ("Project Manager (m/f/d)", "Project Manager (m/f/d)"),
        ] {
            assert_eq!(&line[bare_title(line, 0..line.len())], title, "{line}");
        }
    }

    #[test]
    fn sentences_that_announce_no_title_have_none() {
        for line in [
            "We are looking for people who love bread",
            "What we're looking for",
            "We are looking forward to your call",
            "Looking for more",
        ] {
            assert_eq!(announced_title(line, &line_words(line)), None, "{line}");
        }
    }
}
