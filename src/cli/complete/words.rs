//! The words of a command line that is being typed.

use std::ffi::{OsStr, OsString};

use clap_complete::CompletionCandidate;

/// The words before the cursor, with the program first, and the word at the cursor.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CommandWords {
    pub(super) before: Vec<OsString>,
    pub(super) current: OsString,
    /// The part of the word at the cursor that the shell takes for words of their own.
    known: String,
}

impl CommandWords {
    /// Reads the words `given` by a shell, with the cursor in the one at `index`, or in the last.
    /// Bash takes words apart at `=` and `:` if `is_bash`.
    pub(super) fn new(is_bash: bool, mut given: Vec<OsString>, index: Option<usize>) -> Self {
        let index = index.unwrap_or(given.len().saturating_sub(1));
        given.truncate(index + 1);
        let mut current = if given.len() > index { given.pop() } else { None }.unwrap_or_default();
        let mut known = String::new();
        if is_bash {
            let mut joined: Vec<OsString> = Vec::new();
            let mut is_open = false;
            for word in given {
                let is_break = is_break(&word);
                match joined.last_mut() {
                    Some(last) if (is_break || is_open) && !last.is_empty() => last.push(&word),
                    _ => joined.push(word),
                }
                is_open = is_break;
            }
            given = joined;
            let starts_here = is_break(&current);
            if (is_open || starts_here)
                && given.len() > 1
                && let Some(before) = given.pop()
            {
                known = before.to_string_lossy().into_owned();
                if starts_here {
                    known += &current.to_string_lossy();
                    current.clear();
                }
                current = [OsStr::new(&known), &current].iter().copied().collect();
            }
            current = unquoted(&current);
        }
        Self { before: given, current, known }
    }

    /// Returns `candidate` without the part that the shell already has.
    pub(super) fn rest_of(&self, candidate: CompletionCandidate) -> Option<CompletionCandidate> {
        if self.known.is_empty() {
            return Some(candidate);
        }
        let value = candidate.get_value().to_str()?;
        let rest = CompletionCandidate::new(value.strip_prefix(&self.known)?);
        Some(rest.help(candidate.get_help().cloned()))
    }
}

/// Whether Bash makes a word of its own of these characters.
fn is_break(word: &OsStr) -> bool {
    !word.is_empty() && word.as_encoded_bytes().iter().all(|byte| matches!(byte, b'=' | b':'))
}

/// Returns the text of a word that is being typed in Bash: without an opening quote, and without
/// backslashes before special characters.
fn unquoted(word: &OsStr) -> OsString {
    let Some(text) = word.to_str() else { return word.to_os_string() };
    let text = text.strip_prefix(['"', '\'']).unwrap_or(text);
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain.into()
}

/// Returns `text` as a word of Bash.
pub(super) fn quoted_for_bash(text: &str) -> String {
    let mut quoted = String::new();
    for c in text.chars() {
        if " \t\"'\\$`&|;<>()*?[]{}!#".contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &[&str], index: usize) -> (Vec<String>, String, String) {
        let given = text.iter().map(OsString::from).collect();
        let words = CommandWords::new(true, given, Some(index));
        let before = words.before.into_iter().map(|word| word.into_string().unwrap());
        (before.collect(), words.current.into_string().unwrap(), words.known)
    }

    #[test]
    fn words_that_bash_took_apart_are_joined() {
        for (given, index, before, current, known) in [
            (&["roledex", "sh"][..], 1, &["roledex"][..], "sh", ""),
            (&["roledex", "list", ""], 2, &["roledex", "list"], "", ""),
            (&["roledex", "list"], 2, &["roledex", "list"], "", ""),
            (
                &["roledex", "list", "--format", "=", "js"],
                4,
                &["roledex", "list"],
                "--format=js",
                "--format=",
            ),
            (
                &["roledex", "list", "--format", "="],
                3,
                &["roledex", "list"],
                "--format=",
                "--format=",
            ),
            (&["roledex", "show", "pack", ":", "ba"], 4, &["roledex", "show"], "pack:ba", "pack:"),
            (&["roledex", "show", "Head\\ b"], 2, &["roledex", "show"], "Head b", ""),
            (&["roledex", "show", "\"Head b"], 2, &["roledex", "show"], "Head b", ""),
            (&["roledex", "show", "a", "b"], 2, &["roledex", "show"], "a", ""),
        ] {
            let (found, word, rest) = words(given, index);
            assert_eq!(
                (found, word.as_str(), rest.as_str()),
                (before.iter().map(ToString::to_string).collect(), current, known)
            );
        }
        assert_eq!(quoted_for_bash("Head & tail"), "Head\\ \\&\\ tail");
    }
}
