//! Other ways of writing a skill name: without a version or a kind, with a maker, in full.

use super::lists::{KINDS, MAKERS, NEED_THEIR_MAKER, SHORT_NAMES};
use crate::model::{Catalog, SkillKind};
use crate::search::fold::{append_folded, for_each_word};
use std::collections::{HashMap, HashSet};

/// Minimum number of tools that begin with a word, and go on with a name of their own, for it to be
/// learnt as a maker.
pub(super) const TOOLS_OF_A_MAKER: usize = 5;

/// Returns the words of `text`, folded; `&` is a word, and a dot before a word belongs to it:
/// `.net` is not `net`.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word_of(text, &mut String::new(), |word| words.push(word.to_string()));
    words
}

/// Calls `each` with the [`words`] of `text`; `folded` is a buffer.
pub(super) fn for_each_word_of(text: &str, folded: &mut String, mut each: impl FnMut(&str)) {
    folded.clear();
    append_folded(text.trim(), folded);
    if folded.contains(['&', '\'']) {
        *folded = folded.replace('&', " and ").replace('\'', "");
    }
    for_each_word(folded, |at| {
        let before = &folded[..at.start];
        let dotted = before.ends_with('.')
            && before[..before.len() - 1].chars().next_back().is_none_or(|c| c == ' ');
        each(&folded[at.start - usize::from(dotted)..at.end]);
    });
}

/// Returns `word` without a plural ending.
pub(super) fn singular(word: &str) -> String {
    let mut singular = String::new();
    push_singular(&mut singular, word);
    singular
}

/// Appends `word` without a plural ending to `to`.
pub(super) fn push_singular(to: &mut String, word: &str) {
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match (long_stem("ies", word), long_stem("s", word)) {
        (Some(stem), _) => {
            to.push_str(stem);
            to.push('y');
        }
        (None, Some(stem)) if !kept => to.push_str(stem),
        _ => to.push_str(word),
    }
}

pub(super) fn long_stem<'a>(ending: &str, word: &'a str) -> Option<&'a str> {
    word.strip_suffix(ending).filter(|stem| stem.chars().count() > 2)
}

/// A rewording with the same meaning, if it applies.
pub(super) type NameVariant = fn(&[String]) -> Option<Vec<String>>;

/// Returns the words of `text`, and its variants without optional parts; the least changed first.
pub(super) fn variants(text: &str) -> Vec<Vec<String>> {
    let mut variants = vec![words(text)];
    if let (Some(open), Some(close)) = (text.find('('), text.rfind(')'))
        && open < close
    {
        variants.push(words(&format!("{} {}", &text[..open], &text[close + 1..])));
    }
    for change in
        [without_version as NameVariant, without_js, without_kind, with_maker, written_out]
    {
        let changed: Vec<Vec<String>> = variants.iter().filter_map(|words| change(words)).collect();
        variants.extend(changed);
    }
    variants.retain(|words| !words.is_empty());
    variants
}

/// Removes a number that looks like that of a version: "HTML 5", "HTML5", "Python 3.11", "Angular
/// 2+".
pub(super) fn without_version(words: &[String]) -> Option<Vec<String>> {
    let kept = words.len() - words.iter().rev().take_while(|word| is_version_number(word)).count();
    if kept < words.len() {
        return (kept > 0).then(|| words[..kept].to_vec());
    }
    let (last, others) = words.split_last()?;
    let stem = last.trim_end_matches('+').trim_end_matches(|c: char| c.is_ascii_digit());
    // Short ones are names in themselves: S3, EC2, MP4.
    let version = last.len() - stem.len();
    let stands = stem.chars().count() > 2 && stem.chars().all(char::is_alphabetic);
    (stands && (1..=2).contains(&version))
        .then(|| others.iter().cloned().chain([stem.to_string()]).collect())
}

pub(super) fn is_version_number(word: &str) -> bool {
    let digits = word.trim_start_matches('v').trim_end_matches(['x', '+']);
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    (year || matches!(digits.len(), 1 | 2)) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Removes the ending of `React.js` and `ReactJS`.
pub(super) fn without_js(words: &[String]) -> Option<Vec<String>> {
    let (last, others) = words.split_last()?;
    let stem = if last == "js" {
        ""
    } else {
        last.strip_suffix("js").filter(|stem| stem.chars().count() > 2)?
    };
    let kept: Vec<String> =
        others.iter().cloned().chain((!stem.is_empty()).then(|| stem.to_string())).collect();
    (!kept.is_empty()).then_some(kept)
}

/// Removes the word for the kind of thing: "REST APIs", "Bash scripting".
pub(super) fn without_kind(words: &[String]) -> Option<Vec<String>> {
    let kept =
        words.len() - words.iter().rev().take_while(|word| KINDS.contains(&word.as_str())).count();
    (kept > 0 && kept < words.len()).then(|| words[..kept].to_vec())
}

/// Writes out the maker: "MS Project".
pub(super) fn with_maker(words: &[String]) -> Option<Vec<String>> {
    let (first, others) = words.split_first()?;
    (first == "ms" && !others.is_empty())
        .then(|| std::iter::once("microsoft".to_string()).chain(others.iter().cloned()).collect())
}

/// Writes out short names: "K8s", "Postgres".
pub(super) fn written_out(short: &[String]) -> Option<Vec<String>> {
    let short = short.join(" ");
    SHORT_NAMES.iter().find(|(known, _)| *known == short).map(|(_, long)| words(long))
}

/// Returns the names that people use for `name` of a pack, if the pack writes out more than they
/// do.
pub(super) fn derived(name: &str) -> Vec<Vec<String>> {
    let mut derived = Vec::new();
    let all = words(name);
    if let Some(open) = name.find('(').filter(|open| *open > 0) {
        derived.push(words(&name[..open]));
    }
    derived.extend(without_js(&all));
    derived.retain(|words| !words.is_empty() && *words != all);
    derived
}

/// Removes "software" and "systems" from the end of `words`, which mean nothing after the name of a
/// maker: "Microsoft Azure software".
pub(super) fn without_software(mut words: Vec<String>) -> Vec<String> {
    while words.len() > 1 && words.last().is_some_and(|word| word == "software") {
        words.pop();
    }
    words
}

/// Returns the beginnings of `text` that may be a maker, longest first, each with the rest.
pub(super) fn split_maker(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let text = text.trim();
    let mut ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(3).collect();
    ends.reverse();
    ends.into_iter()
        .map(move |at| (text[..at].trim(), text[at..].trim()))
        .filter(|(_, rest)| !rest.is_empty())
}

pub(super) fn folded(text: &str) -> String {
    words(text).join(" ")
}

/// Returns the known makers, and those that many tools of `catalog` begin with, each followed by a
/// name of its own.
pub(super) fn makers(catalog: &Catalog) -> HashSet<String> {
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for skill in catalog
        .skill_ids()
        .map(|id| catalog.skill(id))
        .filter(|skill| skill.kind == SkillKind::Tool)
    {
        let parts: Vec<&str> = skill.name.split_whitespace().take(3).collect();
        for count in 1..parts.len() {
            let of = counts.entry(words(&parts[..count].join(" ")).join(" ")).or_default();
            of.0 += 1;
            of.1 += usize::from(begins_a_name(parts[count]) && begins_a_name(parts[0]));
        }
    }
    let learnt = counts.into_iter().filter(|(maker, (all, named))| {
        let least = if maker.contains(' ') { TOOLS_OF_A_MAKER / 2 + 1 } else { TOOLS_OF_A_MAKER };
        *named >= least && named * 10 >= all * 9
    });
    learnt.map(|(maker, _)| maker).chain(MAKERS.map(String::from)).collect()
}

/// Returns the words that `catalog` writes in lower case after other words.
pub(super) fn common_words(catalog: &Catalog) -> HashSet<String> {
    let mut common = HashSet::new();
    for id in catalog.skill_ids() {
        for word in catalog.skill(id).name.split(|c: char| !c.is_alphanumeric()).skip(1) {
            if word.len() > 2 && word.chars().all(char::is_lowercase) && !common.contains(word) {
                common.insert(word.to_string());
            }
        }
    }
    common
}

/// Whether `word`, folded, can be the name of a tool by itself.
pub(super) fn is_a_name(word: &str, common: &HashSet<String>) -> bool {
    let word_alone = singular(word);
    let plural = format!("{word_alone}s");
    let is_common =
        common.contains(word) || common.contains(&word_alone) || common.contains(&plural);
    let ending = ["ing", "ment", "ware"]
        .iter()
        .any(|ending| word.ends_with(ending) && word.len() > ending.len() + 2);
    word.len() > 1 && !is_common && !ending && !NEED_THEIR_MAKER.contains(&word)
}

pub(super) fn begins_a_name(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether every word of `name` except "software" begins with a capital, as in a tool's own name.
pub(super) fn is_capital(name: &str) -> bool {
    name.split_whitespace().all(|word| word == "software" || begins_a_name(word))
}

pub(super) fn has_capital(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
}

/// Returns the initials at the end of `name` if the words before spell them out: `SQL` of
/// "Structured query language SQL", `AWS` of "Amazon Web Services AWS software".
pub(super) fn initials(name: &str) -> Option<String> {
    let parts: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let at = (1..parts.len())
        .rev()
        .find(|at| is_last_part(*at, &parts) && parts[*at].chars().all(char::is_uppercase))?;
    let letters: Vec<char> = parts[at].to_lowercase().chars().collect();
    let before: Vec<Vec<char>> =
        parts[..at].iter().map(|part| part.to_lowercase().chars().collect()).collect();
    let short = letters.len() < 2 || letters.len() > 8;
    (!short && (0..at).any(|from| words_spell(&before[from..], &letters)))
        .then(|| letters.iter().collect())
}

pub(super) fn is_last_part(at: usize, parts: &[&str]) -> bool {
    at + 1 == parts.len() || (at + 2 == parts.len() && parts[at + 1] == "software")
}

/// Whether `words` spell `letters`: each its first letter, and perhaps more of its own: Hypertext
/// gives H and T. An X may represent Ex.
pub(super) fn words_spell(words: &[Vec<char>], letters: &[char]) -> bool {
    let Some((word, others)) = words.split_first() else { return letters.is_empty() };
    if !letters.first().is_some_and(|letter| gives_letter(*letter, word)) {
        return false;
    }
    let mut rest = word[1..].iter();
    // Letters after the first that occur in the word in this order, one more each time.
    (1..=letters.len()).any(|given| {
        (given == 1 || rest.any(|c| *c == letters[given - 1]))
            && words_spell(others, &letters[given..])
    })
}

pub(super) fn gives_letter(letter: char, word: &[char]) -> bool {
    word.first() == Some(&letter) || (letter == 'x' && word.starts_with(&['e', 'x']))
}
