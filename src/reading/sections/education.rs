//! Education that a job ad asks for.

use super::facts::{fact_of, first_stated, is_one_of};
use super::found::{LineLabel, StatedValue, TextFact, TextPlace};
use super::marks::{LineMark, MarkedLine};
use super::parts::PartLabels;
use super::words::{LineWord, line_words, sentences, words_at};

/// Abbreviations of degrees that also mean other things.
const SHORT_DEGREES: [&str; 4] = ["ba", "bs", "ma", "ms"];

/// Programs that "MS" names the maker of.
const OFFICE: [&str; 6] = ["excel", "word", "office", "access", "project", "outlook"];

/// Subjects of masters: "Master of Science", but not "master of ceremonies".
const MASTERS_OF: [&str; 26] = [
    "surgery",
    "pharmacy",
    "music",
    "technology",
    "accounting",
    "medicine",
    "health",
    "research",
    "design",
    "teaching",
    "arts",
    "science",
    "sciences",
    "business",
    "engineering",
    "education",
    "public",
    "social",
    "fine",
    "laws",
    "philosophy",
    "nursing",
    "theology",
    "architecture",
    "commerce",
    "library",
];

/// Words after "high school" where it is an education.
const SCHOOL_ENDS: [&str; 14] = [
    "or",
    "and",
    "diploma",
    "graduate",
    "graduation",
    "education",
    "degree",
    "equivalent",
    "equivalency",
    "certificate",
    "ged",
    "level",
    "completion",
    "leaving",
];

/// Whether the word at `at` of `words`, which are words of `text`, names a degree or a diploma.
pub(super) fn names_degree(text: &str, words: &[LineWord], at: usize) -> bool {
    let word = words[at].lower.trim_end_matches("'s");
    let [next, second] =
        [1, 2].map(|next| words.get(at + next).map_or("", |word| word.lower.as_str()));
    let before = at.checked_sub(1).map_or("", |at| words[at].lower.as_str());
    let gap = words.get(at + 1).map_or("", |next| &text[words[at].range.end..next.range.start]);
    match word {
        "bachelor" | "bachelors" | "phd" | "doctorate" | "doctoral" | "ged" | "msc" | "bsc"
        | "mba" | "gcse" | "gcses" | "hnd" | "hnc" | "nvq" | "baccalaureate" | "diploma"
        | "beng" | "meng" | "llb" | "pgce" | "bsn" | "btech" | "mtech" | "bcom" | "mcom"
        | "bca" | "mca" | "bba" | "abitur" | "fachhochschulreife" | "apprenticeship" => true,
        // "Completed studies in computer science", "completed vocational training".
        "studies" | "training" => {
            let is_done = |at: usize| {
                is_one_of(&words[at], &["completed", "university", "successful", "finished"])
            };
            (at.saturating_sub(2)..at).any(is_done)
                && (word == "studies" || has_vocation(&words[at.saturating_sub(2)..at]))
        }
        // "Any graduate", "a graduate of an accredited school", "graduate in economics".
        "graduate" => {
            before == "any"
                || matches!(next, "of" | "in" | "degree")
                    && at.checked_sub(1).is_none_or(|at| {
                        is_one_of(&words[at], &["a", "an", "university", "recent"])
                    })
        }
        // "Educated to A-level standard".
        "educated" => next == "to",
        "a" => matches!(next, "level" | "levels") && gap == "-" && words[at].is_upper,
        // Neither "a high degree of care" nor "to some degree" nor "360 degree feedback".
        "degree" => {
            let is_extent = match before {
                "high" | "some" | "certain" | "large" | "great" => true,
                "any" => at.checked_sub(2).is_some_and(|at| is_one_of(&words[at], &["to", "in"])),
                _ => false,
            };
            let is_round = before.starts_with(|c: char| c.is_ascii_digit())
                && matches!(next, "feedback" | "view" | "review" | "reviews" | "angle");
            next != "of" && !is_extent && !is_round
        }
        "master" | "masters" if next == "of" => MASTERS_OF.contains(&second),
        "master" | "masters" => {
            next == "degree" || words[at].lower.ends_with('s') && next != "data"
        }
        // "B.S.", "M.A.", but not "M&A".
        "b" | "m" => {
            matches!(next, "s" | "sc" | "a" | "e" | "ed" | "eng" | "tech" | "com") && gap == "."
        }
        "ph" => next == "d" && matches!(gap, "." | ". "),
        "high" => {
            next == "school"
                && (SCHOOL_ENDS.contains(&second)
                    || words.get(at + 2).is_none_or(|second| {
                        !text[words[at + 1].range.end..second.range.start].trim().is_empty()
                    }))
        }
        "associate" => words[at].lower.ends_with("'s"),
        "associates" => next == "degree",
        short if words[at].is_upper => SHORT_DEGREES.contains(&short) && is_short_degree(words, at),
        _ => false,
    }
}

/// Whether the capitals at `at` are a degree and not the name of a state or a maker: "BS in", "BA or
/// BS", "BS/MS".
fn is_short_degree(words: &[LineWord], at: usize) -> bool {
    let is_other = |at: usize| {
        words.get(at).is_some_and(|word| {
            is_one_of(word, &["bsc", "msc", "phd", "mba", "equivalent", "higher"])
                || word.is_upper && SHORT_DEGREES.contains(&word.lower.as_str())
        })
    };
    let is_or = |at: usize| words.get(at).is_some_and(|word| is_one_of(word, &["or", "and"]));
    let is_office = words
        .get(at + 2)
        .is_some_and(|second| words[at].lower == "ms" && is_one_of(second, &OFFICE));
    words.get(at + 1).is_some_and(|next| {
        is_one_of(next, &["degree", "degrees", "hons", "honours"])
            || next.lower == "in" && !is_office
    }) || is_other(at + 1)
        || is_or(at + 1) && is_other(at + 2)
        || at.checked_sub(1).is_some_and(is_other)
        || at.checked_sub(2).is_some_and(|first| is_or(first + 1) && is_other(first))
}

/// Whether `words` say that a training is one for a trade.
fn has_vocation(words: &[LineWord]) -> bool {
    words.iter().any(|word| is_one_of(word, &["vocational", "professional", "apprenticeship"]))
}

/// Returns the education that is required; or that is welcome, where none is required.
pub(super) fn education(lines: &[MarkedLine<'_>], labels: PartLabels<'_>) -> TextFact<String> {
    let order = [LineLabel::Must, LineLabel::Nice];
    first_stated(&order, |wanted| labelled_education(lines, labels, wanted))
}

/// Returns the education in the lines with the label `wanted`.
fn labelled_education(
    lines: &[MarkedLine<'_>],
    labels: PartLabels<'_>,
    wanted: LineLabel,
) -> TextFact<String> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| labels.has(*at, wanted)) {
        let text = line.line.text.as_str();
        let first = match line.mark {
            LineMark::Inline(_, first) => line.words[first].range.start,
            _ => 0,
        };
        for mut sentence in sentences(text) {
            let words = words_at(&line.words, &sentence);
            if labels.of(at, &(sentence.start.max(first)..sentence.end)) != wanted {
                continue;
            }
            if (0..words.len()).any(|at| names_degree(text, words, at)) {
                sentence.start = sentence.start.max(first.min(sentence.end));
                let value = text[sentence.clone()].to_string();
                let place = TextPlace { line: at, bytes: sentence };
                found.push(StatedValue { value, place });
            }
        }
    }
    fact_of(without_repeats(found))
}

/// Leaves out what says no more than a longer statement of the same degree: "bachelor degree" beside
/// "Bachelor's degree in statistics".
fn without_repeats(found: Vec<StatedValue<String>>) -> Vec<StatedValue<String>> {
    let stems = |value: &str| -> Vec<String> {
        let words = line_words(value).into_iter();
        words
            .map(|word| word.lower.trim_end_matches("'s").trim_end_matches('s').to_string())
            .collect()
    };
    let all: Vec<Vec<String>> = found.iter().map(|stated| stems(&stated.value)).collect();
    let says_no_more = |at: usize, other: usize| {
        at != other
            && all[at].len() < all[other].len()
            && all[at].iter().all(|word| all[other].contains(word))
    };
    let kept = (0..all.len()).map(|at| !(0..all.len()).any(|other| says_no_more(at, other)));
    let kept: Vec<bool> = kept.collect();
    found.into_iter().zip(kept).filter_map(|(stated, kept)| kept.then_some(stated)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    fn has_degree(text: &str) -> bool {
        let words = line_words(text);
        (0..words.len()).any(|at| names_degree(text, &words, at))
    }

    #[test]
    fn degrees_are_told_from_words_that_look_like_them() {
        for text in [
            "Bachelor's degree in any field",
            "BS in Computer Science",
            "BA/BS required",
            "BA or BS",
            "MS or PhD",
            "B.S. in biology",
            "M.A. in history",
            "B.Sc. in physics",
            "Ph.D. in physics",
            "Master of Science",
            "Master of Business Administration",
            "Master's in nursing",
            "Masters degree",
            "Associate's degree",
            "High school diploma",
            "High school or equivalent",
            "Completed high school",
            "A degree in nursing",
            "Any degree",
            "Any degree, 2:1 or above",
            "BA (Hons) in design",
            "BEng (Hons)",
            "A PGCE",
            "LLB",
            "Master of Surgery",
            "Master of Pharmacy",
            "Master of Accounting",
            "MS in statistics",
            "Completed studies in computer science",
            "Completed vocational training in commerce",
            "B.E/B.Tech/MCA",
            "Any graduate",
            "Educated to A-level standard",
            "A-levels in two sciences",
            "Graduate of an accredited school of nursing; BSN preferred",
        ] {
            assert!(has_degree(text), "{text}");
        }
        for text in [
            "Experience in M&A",
            "M & A experience",
            "MS Office",
            "MS in Excel",
            "Not in any degree",
            "Boston, MA",
            "BS 7671 wiring regulations",
            "Masters of the craft",
            "master of ceremonies",
            "Master data management",
            "A high degree of autonomy",
            "Works to a high degree",
            "360 degree feedback",
            "Experience with high school students",
            "A sales associate",
            "Supports case studies",
            "Completed training on safety",
            "Our graduate programme",
            "Recruits graduates",
            "A level head",
        ] {
            assert!(!has_degree(text), "{text}");
        }
    }
}
