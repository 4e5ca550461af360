//! Comments of a TOML file: which line each belongs to.

use toml_edit::{Decor, RawString};

/// The comments around the header of a table.
#[derive(Debug, Default)]
pub(super) struct HeaderComments {
    /// Whether an empty line precedes them.
    leading_blank: bool,
    /// Comments without an empty line between them.
    paragraphs: Vec<Vec<String>>,
    /// Whether an empty line is between them and the header.
    trailing_blank: bool,
    /// The comment on the line of the header.
    pub(super) beside: Option<String>,
}

impl HeaderComments {
    /// Reads the comments of a header from its decor.
    pub(super) fn of(decor: &Decor) -> Self {
        let beside = trailing_comment(decor.suffix());
        Self { beside, ..Self::parse(decor.prefix().and_then(RawString::as_str).unwrap_or("")) }
    }

    /// Reads the comments at the end of the file.
    pub(super) fn of_trailing(raw: &RawString) -> Self {
        Self { trailing_blank: true, ..Self::parse(raw.as_str().unwrap_or("")) }
    }

    fn parse(raw: &str) -> Self {
        let mut comments = Self::default();
        let mut is_open = false;
        for line in raw.split_inclusive('\n') {
            let text = line.trim();
            if text.is_empty() {
                // The indentation of what follows is not an empty line.
                if line.ends_with('\n') {
                    is_open = false;
                    if comments.paragraphs.is_empty() {
                        comments.leading_blank = true;
                    } else {
                        comments.trailing_blank = true;
                    }
                }
                continue;
            }
            comments.trailing_blank = false;
            if !is_open {
                comments.paragraphs.push(Vec::new());
                is_open = true;
            }
            if let Some(paragraph) = comments.paragraphs.last_mut() {
                paragraph.push(text.to_string());
            }
        }
        comments
    }

    /// Whether there are any.
    pub(super) fn has_any(&self) -> bool {
        self.beside.is_some() || !self.paragraphs.is_empty()
    }

    /// Removes the comments that belong to the lines above: those without an empty line between,
    /// unless they are directly above the header.
    pub(super) fn take_attached(&mut self) -> Vec<String> {
        let is_attached = !self.leading_blank
            && !self.paragraphs.is_empty()
            && (self.paragraphs.len() > 1 || self.trailing_blank);
        if is_attached { self.paragraphs.remove(0) } else { Vec::new() }
    }

    /// Writes the comments above the header.
    pub(super) fn push_above(&self, out: &mut String) {
        push_paragraphs(out, &self.paragraphs, "");
        if self.trailing_blank && !self.paragraphs.is_empty() {
            out.push('\n');
        }
    }

    /// Writes the comments at the end of the file.
    pub(super) fn push_last(&self, out: &mut String) {
        if !self.paragraphs.is_empty() && !out.is_empty() {
            out.push('\n');
        }
        push_paragraphs(out, &self.paragraphs, "");
    }
}

/// Writes comments with an empty line between paragraphs.
fn push_paragraphs(out: &mut String, paragraphs: &[Vec<String>], indent: &str) {
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        for line in paragraph {
            out.push_str(indent);
            out.push_str(line);
            out.push('\n');
        }
    }
}

/// Writes the comments above a key. Empty lines without comments are dropped.
pub(super) fn push_comments(out: &mut String, prefix: Option<&RawString>, indent: &str) {
    let comments = HeaderComments::parse(prefix.and_then(RawString::as_str).unwrap_or(""));
    if comments.paragraphs.is_empty() {
        return;
    }
    let last_line = out.lines().next_back().unwrap_or("[");
    if comments.leading_blank && !last_line.starts_with('[') && !last_line.is_empty() {
        out.push('\n');
    }
    push_paragraphs(out, &comments.paragraphs, indent);
    if comments.trailing_blank {
        out.push('\n');
    }
}

/// Returns the comment on the same line after a value or a header.
pub(super) fn trailing_comment(suffix: Option<&RawString>) -> Option<String> {
    let text = suffix.and_then(RawString::as_str)?.trim();
    text.starts_with('#').then(|| text.to_string())
}

/// Splits what is between two items of a list: the comment on the line of the first, and those on
/// lines of their own.
pub(super) fn split_comments(raw: Option<&RawString>) -> (Option<String>, Vec<String>) {
    let raw = raw.and_then(RawString::as_str).unwrap_or("");
    let (first, rest) = raw.split_once('\n').unwrap_or((raw, ""));
    let first = Some(first.trim()).filter(|first| !first.is_empty()).map(str::to_string);
    let rest = rest.lines().map(str::trim).filter(|line| !line.is_empty());
    (first, rest.map(str::to_string).collect())
}

/// Returns the comments of the valid TOML `text`, sorted.
pub(super) fn all_comments(text: &str) -> Vec<&str> {
    let mut comments = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        let (mark, tail) = rest[at..].split_at(1);
        rest = match mark {
            "#" => {
                let end = tail.find('\n').unwrap_or(tail.len());
                comments.push(rest[at..at + 1 + end].trim_end());
                &tail[end..]
            }
            _ => after_string(mark, &rest[at..]),
        };
    }
    comments.sort_unstable();
    comments
}

/// Returns the text after the string that `text` begins with.
fn after_string<'t>(mark: &str, text: &'t str) -> &'t str {
    let triple = mark.repeat(3);
    let end_mark = if text.starts_with(&triple) { triple.as_str() } else { mark };
    let mut rest = &text[end_mark.len()..];
    loop {
        if mark == "\"" && rest.starts_with('\\') {
            let mut chars = rest.chars();
            chars.nth(1);
            rest = chars.as_str();
        } else if let Some(after) = rest.strip_prefix(end_mark) {
            // Up to two more quotes may belong to a string in triple quotes.
            return if end_mark.len() == 3 { after.trim_start_matches(mark) } else { after };
        } else {
            let mut chars = rest.chars();
            if chars.next().is_none() {
                return rest;
            }
            rest = chars.as_str();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_strings() {
        let text = "a = \"# no\" # one\nb = '# no' \nc = \"\"\"\n# no \\\" \"\" # no\"\"\"\" # two\nd = '''# \\'''#three\n";
        assert_eq!(all_comments(text), ["# one", "# two", "#three"]);
        assert!(all_comments("a = \"\\\\\"\nb = \"\"\n").is_empty());
    }
}
