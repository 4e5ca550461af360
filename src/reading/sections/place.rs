//! The place of work that a job ad states.

use std::ops::Range;

use super::facts::{fact_of, has_any, is_one_of, trimmed, value_of};
use super::found::{LineLabel, StatedValue, TextFact, TextPlace};
use super::headings::heading_subject;
use super::marks::MarkedLine;
use super::words::{LineWord, words_at};
use crate::reading::layout::LineShape;

/// Keys of places of work.
const PLACES: [&str; 21] = [
    "location",
    "locations",
    "job location",
    "job locations",
    "work location",
    "work locations",
    "location of work",
    "place",
    "place of work",
    "workplace",
    "work place",
    "position location",
    "office",
    "office location",
    "city",
    "based",
    "based in",
    "base",
    "where",
    "site",
    "standort",
];

/// Returns the place of work.
pub(super) fn location(lines: &[MarkedLine<'_>], labels: &[LineLabel]) -> TextFact<String> {
    let keyed = keyed_places(lines);
    if !keyed.is_empty() {
        return fact_of(stated(lines, keyed));
    }
    let places = lines.iter().enumerate().filter(|(at, line)| {
        let is_elsewhere = matches!(
            labels[*at],
            LineLabel::Employer
                | LineLabel::Benefits
                | LineLabel::EqualOpportunity
                | LineLabel::Page
                | LineLabel::Responsibility
        );
        // "Based in Cardiff" looks like something to do.
        let says_where =
            line.words.first().is_some_and(|word| is_one_of(word, &["based", "located"]));
        !is_elsewhere || says_where
    });
    let named: Vec<_> = places
        .flat_map(|(at, line)| named_places(line).into_iter().map(move |bytes| (at, bytes)))
        .collect();
    if !named.is_empty() {
        return fact_of(stated(lines, named));
    }
    fact_of(stated(lines, head_places(lines)))
}

/// Returns the places at the given bytes of lines as values.
fn stated(
    lines: &[MarkedLine<'_>],
    places: Vec<(usize, Range<usize>)>,
) -> Vec<StatedValue<String>> {
    let values = places.into_iter().map(|(line, bytes)| {
        let value = lines[line].line.text[bytes.clone()].to_string();
        StatedValue { value, place: TextPlace { line, bytes } }
    });
    values.filter(|stated| stated.value.chars().any(char::is_alphabetic)).collect()
}

/// Returns the values of the keys of places: the text after the key, the next cell of a row, or the
/// next line.
fn keyed_places(lines: &[MarkedLine<'_>]) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let text = line.line.text.as_str();
        let sign = match &line.line.shape {
            LineShape::Row(_) => text.find(" | ").map(|bar| bar + 1),
            _ => text.find([':', '=']),
        };
        let key = line.words.iter().filter(|word| sign.is_none_or(|sign| word.range.end <= sign));
        let key: Vec<&str> = key.map(|word| word.lower.as_str()).collect();
        let key = key.join(" ");
        // Without a colon, "where" or "office" on its own line is a heading of something else.
        let is_key = PLACES.contains(&key.as_str())
            && (sign.is_some() || key.contains("location") || key == "place of work");
        if !is_key {
            continue;
        }
        let value = match (&line.line.shape, sign) {
            (LineShape::Row(_), Some(bar)) => {
                let end = text[bar + 1..].find(" | ").map_or(text.len(), |next| bar + 1 + next);
                trimmed(text, bar + 1..end, &[' ', '*'])
            }
            _ => value_of(text),
        };
        if sign.is_some() && !value.is_empty() {
            found.push((at, value));
        } else if let Some(next) = lines.get(at + 1).filter(|next| next.words.len() <= 8)
            && heading_subject(&next.words).is_none_or(|subject| subject.coverage < 0.7)
        {
            found.push((at + 1, 0..next.line.text.len()));
        }
    }
    found
}

/// Number of lines at the head of a text that may name the place between other facts.
const HEAD_LINES: usize = 6;

/// Returns the places in the head of a text, between other facts: "Acme · Denver, CO · Full-time".
fn head_places(lines: &[MarkedLine<'_>]) -> Vec<(usize, Range<usize>)> {
    let head = lines.iter().enumerate().take(HEAD_LINES);
    let mut found = Vec::new();
    for (at, line) in head.take_while(|(at, line)| *at == 0 || line.subject().is_none()) {
        let text = line.line.text.as_str();
        if line.depth().is_some() || text.ends_with(['.', '!', '?']) {
            continue;
        }
        // The first line begins with the title.
        let mut start = if at == 0 { fact_part(text, 0).end } else { 0 };
        while start < text.len() {
            let part = fact_part(text, start);
            start = next_part(text, part.end);
            if let Some(place) = place_in(text, &line.words, part) {
                found.push((at, place));
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// Signs that part the facts of a line, and not the names of a place.
fn parts_places(c: char) -> bool {
    matches!(c, '|' | '·' | '•' | ';' | '–' | '—' | '\t')
        || !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && c != '’'
}

/// Returns the part of `text` from byte `start` to the next sign that parts facts.
fn fact_part(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start..];
    let dashes = [" - ", "   "].iter().filter_map(|dash| rest.find(dash));
    start..start + dashes.chain(rest.find(parts_places)).min().unwrap_or(rest.len())
}

/// Returns where the part after the sign at byte `end` of `text` begins.
fn next_part(text: &str, end: usize) -> usize {
    end + text[end..].chars().next().map_or(1, char::len_utf8)
}

/// How people work, which is said with the place of it or in its stead.
const WAYS_TO_WORK: [&str; 9] =
    ["remote", "hybrid", "onsite", "on-site", "wfh", "wfo", "homeworking", "homebased", "telework"];

/// Returns the place that the part at `part` of `text` names, if it names one: "Denver, CO (Hybrid)",
/// "Berlin, Germany", "Remote (US only)", or anything after a sign for places.
fn place_in(text: &str, words: &[LineWord], part: Range<usize>) -> Option<Range<usize>> {
    let bytes = trimmed(text, part.clone(), &[' ', '*', '_', ',']);
    let here = words_at(words, &bytes);
    let first = here.first().filter(|_| here.len() <= 8)?;
    let has_sign = text[..part.start].trim_end().ends_with(['📍', '🌍', '🌎', '🌏', '🏢', '📌']);
    if has_sign {
        return Some(bytes);
    }
    let is_way = is_one_of(first, &WAYS_TO_WORK) || first.lower == "fully" && here.len() > 1;
    if is_way && is_one_of(&here[usize::from(first.lower == "fully")], &WAYS_TO_WORK) {
        // "Hybrid" alone says how, not where.
        let is_where = here.iter().any(|word| word.lower == "remote");
        return is_where.then_some(bytes);
    }
    // "Denver, CO", "Berlin, Germany", "Tulsa OK": a name, and the state or country that it is in.
    let is_region = |from: usize| {
        let gap = &text[here[from - 1].range.end..here[from].range.start];
        let is_name = here[..from].iter().all(|word| word.is_capital)
            && (gap.contains(',') || gap == " " && !here[from - 1].is_upper);
        is_name
            && (from + 1..=here.len().min(from + 3)).rev().any(|to| {
                let name: Vec<&str> =
                    here[from..to].iter().map(|word| word.lower.as_str()).collect();
                let region = here[from..to].iter().all(|word| word.is_capital)
                    && REGIONS.contains(&name.join(" ").as_str());
                let state = to == from + 1 && here[from].is_upper && STATES.contains(&name[0]);
                // What follows is a postcode or how people work.
                let ends = here[to..].iter().all(|word| {
                    word.is_number()
                        || text[first.range.start..word.range.start].contains('(')
                        || is_one_of(word, &WAYS_TO_WORK)
                        || is_one_of(word, &["or", "and", "friendly", "on", "site"])
                });
                (region || state) && ends
            })
    };
    (1..here.len()).any(is_region).then_some(bytes)
}

/// States of the United States and provinces of Canada, as addresses have them.
const STATES: [&str; 61] = [
    "al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl", "ga", "hi", "id", "il", "in", "ia",
    "ks", "ky", "la", "me", "md", "ma", "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm",
    "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri", "sc", "sd", "tn", "tx", "ut", "vt", "va", "wa",
    "wv", "wi", "wy", "ab", "bc", "mb", "nb", "nl", "ns", "on", "pe", "qc", "sk",
];

/// Countries and larger regions, as addresses have them, and states by their names.
const REGIONS: [&str; 129] = [
    "usa",
    "us",
    "united states",
    "canada",
    "mexico",
    "brazil",
    "argentina",
    "chile",
    "colombia",
    "peru",
    "uk",
    "united kingdom",
    "england",
    "scotland",
    "wales",
    "northern ireland",
    "ireland",
    "france",
    "germany",
    "deutschland",
    "austria",
    "switzerland",
    "spain",
    "portugal",
    "italy",
    "belgium",
    "netherlands",
    "the netherlands",
    "luxembourg",
    "denmark",
    "sweden",
    "norway",
    "finland",
    "iceland",
    "estonia",
    "latvia",
    "lithuania",
    "poland",
    "czech republic",
    "czechia",
    "slovakia",
    "hungary",
    "romania",
    "bulgaria",
    "greece",
    "croatia",
    "slovenia",
    "serbia",
    "turkey",
    "ukraine",
    "cyprus",
    "malta",
    "israel",
    "egypt",
    "morocco",
    "tunisia",
    "nigeria",
    "ghana",
    "kenya",
    "south africa",
    "uae",
    "united arab emirates",
    "saudi arabia",
    "qatar",
    "bahrain",
    "kuwait",
    "oman",
    "india",
    "pakistan",
    "bangladesh",
    "sri lanka",
    "nepal",
    "china",
    "hong kong",
    "taiwan",
    "japan",
    "south korea",
    "singapore",
    "malaysia",
    "indonesia",
    "thailand",
    "vietnam",
    "philippines",
    "australia",
    "new zealand",
    "europe",
    "eu",
    "emea",
    "apac",
    "alabama",
    "alaska",
    "arizona",
    "arkansas",
    "california",
    "colorado",
    "connecticut",
    "delaware",
    "florida",
    "georgia",
    "hawaii",
    "idaho",
    "illinois",
    "indiana",
    "iowa",
    "kansas",
    "kentucky",
    "louisiana",
    "maine",
    "maryland",
    "massachusetts",
    "michigan",
    "minnesota",
    "mississippi",
    "missouri",
    "montana",
    "nebraska",
    "nevada",
    "new hampshire",
    "new jersey",
    "new mexico",
    "new york",
    "north carolina",
    "ohio",
    "oklahoma",
    "oregon",
    "pennsylvania",
    "tennessee",
    "texas",
    "washington",
];

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
            && at.checked_sub(1).is_some_and(|last| is_of_place(words, last))
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

/// Whether the word at `at`, before "in", is about a place of work: "based in", "our office in".
fn is_of_place(words: &[LineWord], at: usize) -> bool {
    is_one_of(&words[at], &["based", "located"])
        || is_one_of(&words[at], &["office", "location", "site", "branch", "headquarters", "hq"])
            && at.checked_sub(1).is_some_and(|at| is_one_of(&words[at], &["our", "the"]))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sections::words::line_words;

    #[test]
    fn the_head_of_an_ad_names_its_place() {
        for (text, place) in [
            ("San Francisco, CA (Hybrid)", Some("San Francisco, CA (Hybrid)")),
            ("Acme Pay · San Francisco, CA · $175K", Some("San Francisco, CA")),
            ("Denver, CO", Some("Denver, CO")),
            ("Columbus, OH 43215 (on-site)", Some("Columbus, OH 43215 (on-site)")),
            ("St. Mary Medical Center, Tulsa OK", Some("St. Mary Medical Center, Tulsa OK")),
            ("Berlin, Germany · Full-time · Hybrid", Some("Berlin, Germany")),
            ("Munich, Germany or remote", Some("Munich, Germany or remote")),
            ("Auckland, New Zealand", Some("Auckland, New Zealand")),
            (
                "📍 Lisbon or remote (EU time zones) | 💰 €32–38k",
                Some("Lisbon or remote (EU time zones)"),
            ),
            ("*Remote — US only (ET/CT hours)* · **$24/hr**", Some("Remote")),
            ("Remote (US only)", Some("Remote (US only)")),
            ("Fully remote", Some("Fully remote")),
            ("Hybrid", None),
            ("Full-time, permanent", None),
            ("Data Analyst, Growth", None),
            ("Director of Growth, US", None),
            ("Head of Data (IN)", None),
            ("Nurse, RN", None),
            ("We work in Germany and help clinics.", None),
        ] {
            let words = line_words(text);
            let mut start = 0;
            let mut found = None;
            while start < text.len() && found.is_none() {
                let part = fact_part(text, start);
                start = next_part(text, part.end);
                found = place_in(text, &words, part).map(|bytes| &text[bytes]);
            }
            assert_eq!(found, place, "{text}");
        }
    }

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
