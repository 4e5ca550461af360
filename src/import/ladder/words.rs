//! Words of labels: headings, columns and keys without case, signs and markup.

use crate::import::cells::clean;

/// Returns `text` without the markup of Markdown and HTML that cells keep: emphasis, code, links,
/// line breaks.
pub(super) fn plain(text: &str) -> String {
    let mut text = replace_breaks(text);
    for mark in ["**", "__", "`"] {
        if text.matches(mark).count() >= 2 {
            text = text.replace(mark, "");
        }
    }
    let text = strip_links(&text);
    let lines: Vec<String> = text.split('\n').map(strip_emphasis).collect();
    lines.join("\n")
}

/// Replaces `<br>` in any spelling, and carriage returns, by line breaks.
fn replace_breaks(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{b}'], "\n");
    for form in ["<br>", "<br/>", "<br />", "<BR>", "</br>", "<p>", "</p>"] {
        if text.contains(form) {
            text = text.replace(form, "\n");
        }
    }
    text.replace("&amp;", "&").replace("&nbsp;", " ")
}

/// Removes the asterisk or underscore around a text of one line.
fn strip_emphasis(line: &str) -> String {
    let trimmed = line.trim();
    for mark in ['*', '_'] {
        let inner = trimmed.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        if let Some(inner) = inner.filter(|inner| !inner.starts_with([' ', mark])) {
            return inner.to_string();
        }
    }
    line.to_string()
}

/// Replaces `[text](address)` by `text`.
fn strip_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|middle| {
            let inner = &rest[open + 1..open + middle];
            let end = rest[open + middle..].find(')')?;
            (!inner.contains(['\n', '['])).then_some((inner, open + middle + end + 1))
        });
        if let Some((inner, end)) = link {
            out.push_str(&rest[..open]);
            out.push_str(inner);
            rest = &rest[end..];
        } else {
            out.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
        }
    }
    out.push_str(rest);
    out
}

/// Returns a label on one line: without markup, signs at its ends, pictures and doubled blanks.
pub(super) fn label(text: &str) -> String {
    let text = plain(text);
    let text: String = text.chars().map(|c| if is_picture(c) { ' ' } else { c }).collect();
    let text = clean(&text).into_owned();
    let trimmed = text
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '_' | '#' | '|' | '•'))
        .trim_end_matches('-');
    trimmed.trim().to_string()
}

/// Whether `c` is a picture, as some ladders put before their headings.
fn is_picture(c: char) -> bool {
    matches!(c as u32, 0x1f000..=0x1faff | 0x2600..=0x27bf | 0xfe0f | 0x200d | 0x2b00..=0x2bff)
        && !matches!(c, '✓' | '✔' | '✗' | '✘' | '★' | '☆' | '☑' | '☐' | '✅' | '❌')
}

/// Returns the words of a label in lower case; camelCase is split.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower = false;
    for c in text.chars() {
        if c.is_alphanumeric() || c == '+' || c == '#' {
            if lower && c.is_uppercase() {
                words.push(std::mem::take(&mut word));
            }
            lower = c.is_lowercase();
            word.extend(c.to_lowercase());
        } else if c != '\'' && c != '’' {
            lower = false;
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Returns the words of a label joined by blanks: the form in which labels are compared.
pub(super) fn key(text: &str) -> String {
    words(text).join(" ")
}

/// Returns a key of a tree as people write it: `problem_solving` is `Problem solving`.
pub(super) fn humanise(key: &str) -> String {
    if key.contains(' ') || key.chars().any(char::is_uppercase) && !key.contains(['_', '-']) {
        let camel = key.chars().next().is_some_and(char::is_lowercase) && !key.contains(' ');
        if !camel {
            return label(key);
        }
    }
    let text = words(key).join(" ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether a cell says that it has nothing to say.
pub(super) fn is_blank(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.chars().all(|c| matches!(c, '-' | '–' | '—' | '.' | '…' | '/' | '_'))
        || [
            "n/a",
            "na",
            "tbd",
            "tbc",
            "todo",
            "n.a.",
            "#n/a",
            "#ref!",
            "#value!",
            "#name?",
            "null",
            "tba",
            "not applicable",
            "lorem ipsum",
            "not in use",
            "missing",
            "wip",
            "coming soon",
        ]
        .iter()
        .any(|blank| text.eq_ignore_ascii_case(blank))
        || is_placeholder(text)
}

/// Whether a short text only says that something is still to be written.
fn is_placeholder(text: &str) -> bool {
    word_count(text) <= 7 && {
        let text = key(text);
        [
            "to be defined",
            "to be determined",
            "to be added",
            "to be written",
            "to be done",
            "coming soon",
            "under construction",
            "work in progress",
            "fill in",
            "to do",
            "placeholder",
        ]
        .iter()
        .any(|phrase| {
            text == *phrase
                || text.ends_with(&format!(" {phrase}"))
                || text.contains("to be defined")
        })
    }
}

/// Returns the first words of a text for the account.
pub(super) fn opening(text: &str) -> String {
    const MOST: usize = 8;
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= MOST { words.join(" ") } else { format!("{} …", words[..MOST].join(" ")) }
}

/// Whether a text has words, and not only numbers and signs.
pub(super) fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Number of words, in the sense of people.
pub(super) fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_markup_and_pictures() {
        for (text, wanted) in [
            ("**Scope:**", "Scope"),
            ("🛠️ Backend", "Backend"),
            ("[Level 1](#level-1) ", "Level 1"),
            ("*Mastery*", "Mastery"),
            ("Personal Development \n\n\n", "Personal Development"),
            ("C#", "C"),
        ] {
            assert_eq!(label(text), wanted, "{text}");
        }
        assert_eq!(plain("a<br><br>b [c](d) [e"), "a\n\nb c [e");
    }

    #[test]
    fn keys_are_read_as_people_write_them() {
        for (key, wanted) in [
            ("problem_solving", "Problem solving"),
            ("displayName", "Display name"),
            ("Team Work", "Team Work"),
            ("curiosity-learning", "Curiosity learning"),
            ("SQL", "SQL"),
        ] {
            assert_eq!(humanise(key), wanted, "{key}");
        }
    }
}
