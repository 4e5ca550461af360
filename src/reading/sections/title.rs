//! The title of a job.

use std::ops::Range;

use super::facts::{fact_of, is_one_of, trimmed, value_of};
use super::found::{LineLabel, StatedValue, TextFact, TextPlace};
use super::marks::{LineMark, MarkedLine};
use super::words::LineWord;
use crate::analysis::verbs::is_agent;
use crate::reading::layout::LineShape;
use crate::reading::skills::lists::list_has;

/// Words before a title that are not part of it.
const BEFORE_TITLE: [&str; 30] = [
    "a",
    "an",
    "announcement",
    "are",
    "currently",
    "for",
    "hiring",
    "is",
    "job",
    "looking",
    "new",
    "next",
    "now",
    "offer",
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

/// Returns the title of the job. `stated` is the one that the format states.
pub(super) fn title(
    lines: &[MarkedLine<'_>],
    labels: &[LineLabel],
    stated: Option<&str>,
) -> TextFact<String> {
    if let Some(title) = stated {
        let mut same = lines.iter().enumerate().filter(|(_, line)| line.line.text.contains(title));
        let first = same.clone().next();
        let line = same.find(|(_, line)| may_hold_title(line)).or(first).map_or(0, |(at, _)| at);
        let start = lines.get(line).and_then(|line| line.line.text.find(title));
        let bytes = start.map_or(0..0, |start| start..start + title.len());
        let value = bare_title(title, 0..title.len());
        return TextFact::Stated(StatedValue {
            value: title[value].to_string(),
            place: TextPlace { line, bytes },
        });
    }
    let keyed: Vec<StatedValue<String>> = (0..lines.len())
        .filter(|line| {
            labels[*line] == LineLabel::Title && matches!(lines[*line].mark, LineMark::Key(_))
        })
        .map(|line| {
            let text = &lines[line].line.text;
            title_at(lines, line, bare_title(text, value_of(text)))
        })
        .filter(|stated| !stated.value.is_empty())
        .collect();
    if !keyed.is_empty() {
        return fact_of(keyed);
    }
    let first = title_line(lines);
    first.map_or(TextFact::NotStated, |line| {
        let text = &lines[line].line.text;
        let stated = title_at(lines, line, bare_title(text, 0..text.len()));
        if stated.value.is_empty() { TextFact::NotStated } else { TextFact::Stated(stated) }
    })
}

/// Returns the title at `bytes` of a line.
fn title_at(lines: &[MarkedLine<'_>], line: usize, bytes: Range<usize>) -> StatedValue<String> {
    let value = lines[line].line.text[bytes.clone()].to_string();
    StatedValue { value, place: TextPlace { line, bytes } }
}

/// Maximum number of words of a title.
const LONGEST_TITLE: usize = 12;

/// Whether a line is short enough to be a title, and no item of a list.
pub(super) fn may_hold_title(line: &MarkedLine<'_>) -> bool {
    line.words.len() <= LONGEST_TITLE && (line.depth().is_none() || is_key(line))
}

fn is_key(line: &MarkedLine<'_>) -> bool {
    matches!(line.mark, LineMark::Key(_))
}

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

/// Position of the last line that may be the title.
const LAST_TITLE_LINE: usize = 12;

/// Ends and names of words for people by their work.
const WORKER_ENDS: [&str; 14] = [
    "ager",
    "ineer",
    "veloper",
    "signer",
    "analyst",
    "ician",
    "ologist",
    "scientist",
    "ordinator",
    "istrator",
    "isor",
    "ist",
    "eeper",
    "grammer",
];
const WORKERS: [&str; 50] = [
    "accountant",
    "agent",
    "apprentice",
    "architect",
    "artist",
    "assistant",
    "associate",
    "attorney",
    "barista",
    "bookkeeper",
    "bricklayer",
    "broker",
    "butcher",
    "carpenter",
    "cashier",
    "chef",
    "chief",
    "clerk",
    "coach",
    "consultant",
    "cook",
    "counsel",
    "custodian",
    "dentist",
    "doctor",
    "executive",
    "expert",
    "firefighter",
    "foreman",
    "guard",
    "hairdresser",
    "head",
    "intern",
    "lawyer",
    "lead",
    "lecturer",
    "librarian",
    "midwife",
    "nurse",
    "officer",
    "partner",
    "pharmacist",
    "physician",
    "plasterer",
    "plumber",
    "president",
    "professor",
    "representative",
    "roofer",
    "secretary",
];

/// Words with these ends that are not for people: "checklist".
const NOT_WORKERS: &str = "eager wager lager teenager pager voyager visor deeper steeper list checklist wishlist playlist \
     shortlist pricelist waitlist watchlist blacklist whitelist allowlist denylist backlist longlist exist assist \
     consist insist persist resist enlist twist mist gist hoist moist wrist";

/// Words after the head of a title: "Driver in Leeds", "Baker job description", "Worker nights".
const AFTER_HEAD: &str = "of for in at and or to with on job jobs role roles position positions vacancy vacancies wanted \
     needed required apprentice class level grade full part permanent temporary contract remote night nights day days \
     weekend weekends evenings shift shifts";

/// Whether the word at `at` of `words` of `text` may be the head of a title, and not a part of a
/// name such as "Acme Fitters Ltd" or "Baker Street".
fn is_head(text: &str, words: &[LineWord], at: usize) -> bool {
    words.get(at + 1).is_none_or(|next| {
        let gap = &text[words[at].range.end..next.range.start];
        !gap.trim().is_empty() || next.is_number() || list_has(AFTER_HEAD, &next.lower)
    })
}

/// Whether `words` of `text` name a person by their work: "Voter services manager", "Pipeline
/// builder".
fn names_worker(text: &str, words: &[LineWord]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let one = word.lower.strip_suffix('s').unwrap_or(&word.lower);
        (WORKERS.binary_search(&one).is_ok()
            || WORKER_ENDS.iter().any(|end| one.ends_with(end))
            || is_agent(one) && is_head(text, words, at))
            && !list_has(NOT_WORKERS, one)
    })
}

/// Returns the first line that may be the title: short, before any known heading or prose.
pub(super) fn title_line(lines: &[MarkedLine<'_>]) -> Option<usize> {
    for (at, line) in lines.iter().enumerate() {
        match line.mark {
            LineMark::Furniture | LineMark::Key(_) => {}
            LineMark::Heading(mark) if mark.subject.is_some_and(|known| known.coverage > 0.7) => {
                return None;
            }
            LineMark::Heading(_) | LineMark::Content => {
                let is_marked = matches!(line.line.shape, LineShape::Heading(1..=6));
                let is_title = (is_marked || names_worker(&line.line.text, &line.words))
                    && (1..=LONGEST_TITLE).contains(&line.words.len())
                    && line.depth().is_none()
                    && !line.line.text.trim_end().ends_with(['.', ':', ',']);
                if is_title {
                    return Some(at);
                }
                if line.words.len() > LONGEST_TITLE || at >= LAST_TITLE_LINE {
                    return None;
                }
            }
            LineMark::Inline(..) | LineMark::LeadIn(_) => return None,
        }
    }
    None
}

/// Returns the title at `range` of `text` without words such as "We are hiring a".
fn bare_title(text: &str, range: Range<usize>) -> Range<usize> {
    let words = super::words::line_words(&text[range.clone()]);
    let names_work = words.iter().take(4).any(|word| {
        is_one_of(
            word,
            &["hiring", "wanted", "seeking", "vacancy", "opening", "recruiting", "title"],
        )
    });
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
    trimmed(text, start..end, &[' ', '"', '\'', '*', '#', '!', '=', '-', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    #[test]
    fn words_for_people_by_their_work_are_known() {
        for title in [
            "Pipeline builder",
            "Voter services manager",
            "Truck drivers",
            "Welder",
            "Machine operator",
            "Data scientist",
            "Journalist",
            "Price list manager",
            "Head chef",
            "Roofer",
            "Plasterer",
            "Bricklayers",
            "Hairdresser",
            "Firefighter",
            "Midwife",
            "Butcher",
            "Driver (nights)",
            "Driver 7.5 tonne",
            "Cleaner in Leeds",
            "Baker job description",
            "Delivery driver full time",
            "Warehouse worker nights",
            "Cleaner part-time",
            "Driver jobs in Leeds",
            "Driver for Acme Ltd",
            "Baker, Acme Ltd",
        ] {
            assert!(names_worker(title, &line_words(title)), "{title}");
        }
        for line in [
            "Price list",
            "Onboarding checklist",
            "Container shipping",
            "Order number",
            "Eager to learn",
            "Wishlists",
            "Server room",
            "Employer",
            "Careers",
            "Career opportunities",
            "Cover letter",
            "Summer offer",
            "Back to job finder",
            "Letters",
            "Acme Fitters Ltd",
            "Cleaner Homes Ltd",
            "Acme Painters Leeds Limited",
            "Builder Services",
            "Baker Street Clinic",
            "Painters Yard",
            "Teacher Training School",
            "Buyer Guide",
        ] {
            assert!(!names_worker(line, &line_words(line)), "{line}");
        }
    }
}
