//! Parts of a title, set apart by commas, dashes and brackets.

/// A part of a title that is set apart by a comma, a dash or brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) struct TitleSegment {
    /// As typed, trimmed.
    pub(in crate::search) text: String,
    /// Whether it is in brackets.
    pub(in crate::search) bracketed: bool,
}

/// Returns the parts of `text` in order; none of them is empty.
pub(in crate::search) fn segments(text: &str) -> Vec<TitleSegment> {
    let mut segments: Vec<TitleSegment> = Vec::new();
    let mut part = String::new();
    let mut depth = 0_usize;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let blank_after = chars.peek().is_none_or(|next| next.is_whitespace());
        match c {
            '(' | '[' | '{' => {
                push_segment(&mut part, depth > 0, &mut segments);
                depth += 1;
            }
            ')' | ']' | '}' => {
                push_segment(&mut part, depth > 0, &mut segments);
                depth = depth.saturating_sub(1);
            }
            ',' | ';' | '|' | '–' | '—' | '·' | '•' | '@' => {
                push_segment(&mut part, depth > 0, &mut segments);
            }
            // A hyphen joins words, a dash separates them.
            '-' | ':' if blank_after || before.is_whitespace() => {
                push_segment(&mut part, depth > 0, &mut segments);
            }
            c => part.push(c),
        }
        before = c;
    }
    push_segment(&mut part, depth > 0, &mut segments);
    segments
}

pub(super) fn push_segment(part: &mut String, bracketed: bool, segments: &mut Vec<TitleSegment>) {
    let text = part.trim().trim_matches(['-', '.', ';', ':']).trim().to_string();
    if text.chars().any(char::is_alphanumeric) {
        segments.push(TitleSegment { text, bracketed });
    }
    part.clear();
}
