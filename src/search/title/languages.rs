//! Titles of developers who are named after what they work with: "Java Developer".

use super::JobTitle;
use super::words;

/// Returns the kinds of software whose developers `text` may mean, if it names a framework and no
/// kind: "React Developer".
pub(in crate::search) fn kinds_by_framework(text: &str) -> Option<Vec<String>> {
    let title = JobTitle::of(&words::canonical(&words::title_words(text)));
    let (last, before) = title.core.split_last()?;
    if !words::is_software_head(last) || before.is_empty() {
        return None;
    }
    let kind = before.iter().find_map(|word| words::kind_of_framework(word))?;
    if !before
        .iter()
        .all(|word: &String| words::is_technology(word) || word == "web" || word == "software")
    {
        return None;
    }
    let ranks: String = title.ranks.iter().fold(String::new(), |mut text, rank| {
        rank.push_onto(&mut text);
        text.push(' ');
        text
    });
    Some([kind, "software"].iter().map(|kind| format!("{ranks}{kind} {last}")).collect())
}

/// Splits `text` of a job in software into the title without the languages and technologies before
/// its head, and those, if one of them is a general-purpose language or a platform that developers
/// write software for: "Java Developer", "Python/Django Developer", "Salesforce Developer".
pub(in crate::search) fn without_language(text: &str) -> Option<(String, Vec<String>)> {
    let words: Vec<&str> = text.split([' ', '/', '&']).filter(|word| !word.is_empty()).collect();
    let first = words.iter().position(|word| is_language_or_technology(word))?;
    let mut languages: Vec<String> = Vec::new();
    let mut at = first;
    while let Some(word) = words.get(at).filter(|word| is_language_or_technology(word)) {
        languages.push((*word).to_string());
        at += 1;
        // "Ruby on Rails" is one technology.
        while let [on, word, ..] = words[at..]
            && folded_word(on) == "on"
            && is_language_or_technology(word)
            && let Some(last) = languages.last_mut()
        {
            *last = format!("{last} {on} {word}");
            at += 2;
        }
    }
    let (before, named, head) = (&words[..first], &words[first..at], &words[at..]);
    let head_word = folded_word(head.first()?);
    let is_made_with = named.iter().any(|word| words::is_language(&folded_word(word)))
        && (words::is_software_head(&head_word) || words::is_software(&head_word));
    let is_made_for = named.iter().any(|word| words::is_platform(&folded_word(word)))
        && head.len() == 1
        && words::is_software_maker(&head_word);
    if !is_made_with && !is_made_for {
        return None;
    }
    let says_so = head.iter().any(|word| folded_word(word) == "software");
    let software = if says_so { "" } else { "software " };
    let plain = format!("{} {software}{}", before.join(" "), head.join(" "));
    Some((plain.trim().to_string(), languages))
}

fn folded_word(word: &str) -> String {
    words::canonical(&words::title_words(word)).concat()
}

fn is_language_or_technology(word: &str) -> bool {
    let word = folded_word(word);
    words::is_language(&word) || words::is_technology(&word) || words::is_platform(&word)
}
