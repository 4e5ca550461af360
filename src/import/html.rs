//! Removes HTML from the cells of tables.

use std::borrow::Cow;

use super::cells::clean;

/// Returns `text` without HTML: tags are removed and character references resolved. A literal `<`
/// or `&` stays.
pub(super) fn strip_html(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((skip, instead)) = html_tag_length(rest)
            .map(|skip| (skip, " ".to_string()))
            .or_else(|| character_reference(rest))
        {
            plain.push_str(&instead);
            rest = &rest[skip..];
        } else {
            plain.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    if plain == text { Cow::Borrowed(text) } else { Cow::Owned(clean(&plain).into_owned()) }
}

/// Maximum length of a tag; anything longer is text.
const MAX_TAG_LENGTH: usize = 2_000;

/// Returns the length of the HTML tag that `text` begins with.
fn html_tag_length(text: &str) -> Option<usize> {
    const TAGS: [&str; 31] = [
        "a",
        "b",
        "big",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "td",
        "th",
        "tr",
        "u",
        "ul",
    ];
    let inner = text.strip_prefix('<')?;
    // Never look far ahead: a text may have a million of these signs.
    let name = inner.trim_start_matches('/');
    let (name, _) =
        name.split_at(name.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<'))?);
    if !TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag)) {
        return None;
    }
    inner.bytes().take(MAX_TAG_LENGTH).position(|byte| byte == b'>').map(|end| end + 2)
}

/// Returns the length of the character reference that `text` begins with, and the text it
/// represents.
fn character_reference(text: &str) -> Option<(usize, String)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(9).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => n.parse().ok(),
    });
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => char::from_u32(number?)?,
    };
    Some((end + 2, character.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_goes_and_signs_stay() {
        for (cell, wanted) in [
            ("<p>Plans &amp; builds</p><br/>houses", "Plans & builds houses"),
            ("R&amp;D, &lt; 5 &#8364; &#x20AC;", "R&D, < 5 € €"),
            ("a < b and c > d; AT&T; x&y", "a < b and c > d; AT&T; x&y"),
            ("List<String>", "List<String>"),
            ("<a href=\"https://x\">here</a>", "here"),
        ] {
            assert_eq!(strip_html(cell), wanted);
        }
        // Each sign looks no further than its own tag.
        let many = 20_000;
        for signs in ["<".repeat(many), "&".repeat(many), "<a ".repeat(many), "</".repeat(many)] {
            let text = signs.trim_end().to_string() + &"-".repeat(MAX_TAG_LENGTH) + ">;";
            assert_eq!(strip_html(&text), text);
        }
    }
}
