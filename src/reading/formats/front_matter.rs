//! Splits off the front matter that site generators put before a text.

/// Maximum number of lines of front matter.
const MAX_LINES: usize = 200;

/// The front matter of a text.
#[derive(Debug)]
pub(super) struct FrontMatter<'a> {
    /// The title that it states.
    pub(super) title: Option<String>,
    /// Number of lines, with those around it.
    pub(super) lines: usize,
    /// The text after it.
    pub(super) body: &'a str,
}

/// Splits off the front matter of `text`, in YAML or TOML, if it has one.
pub(super) fn split_front_matter(text: &str) -> Option<FrontMatter<'_>> {
    let fence = text.lines().next()?.trim_end();
    let (separator, ends): (char, &[&str]) = match fence {
        "---" => (':', &["---", "..."]),
        "+++" => ('=', &["+++"]),
        _ => return None,
    };
    let mut title = None;
    let mut at = 0;
    for (count, line) in text.split_inclusive('\n').enumerate().take(MAX_LINES) {
        at += line.len();
        let line = line.trim_end();
        if count == 0 {
            continue;
        }
        if ends.contains(&line) {
            return Some(FrontMatter { title, lines: count + 1, body: &text[at..] });
        }
        if let Some((key, value)) = line.split_once(separator)
            && key.trim_end().eq_ignore_ascii_case("title")
            && title.is_none()
        {
            title = unquoted(value);
        }
        // A rule above a text is not front matter.
        if count == 1 && !line.contains(separator) && !line.starts_with('#') && !line.is_empty() {
            return None;
        }
    }
    None
}

/// Returns the text of a scalar of YAML or TOML.
fn unquoted(value: &str) -> Option<String> {
    let value = value.trim();
    let text = match value.chars().next()? {
        '"' => value.strip_prefix('"')?.rsplit_once('"')?.0.replace("\\\"", "\""),
        '\'' => value.strip_prefix('\'')?.rsplit_once('\'')?.0.replace("''", "'"),
        '|' | '>' => return None,
        _ => value.split(" #").next().unwrap_or_default().trim().to_string(),
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_split_off() {
        for (text, title, lines, body) in [
            ("---\ntitle: A \"b\" c # x\n---\nText", Some("A \"b\" c"), 3, "Text"),
            ("---\r\ntitle: 'It''s'\r\n---\r\n", Some("It's"), 3, ""),
            ("+++\nx = 1\ntitle = \"A: b\"\n+++\nText", Some("A: b"), 4, "Text"),
            ("---\ntags:\n  - a\n---\nText", None, 4, "Text"),
        ] {
            let front = split_front_matter(text).unwrap();
            assert_eq!((front.title.as_deref(), front.lines, front.body), (title, lines, body));
        }
        for text in ["---\nA rule\n---\n", "Text\n---\ntitle: a\n---\n", "---\ntitle: open", ""] {
            assert!(split_front_matter(text).is_none(), "{text}");
        }
    }
}
