//! Scans a `key = value` pair: its value may be damaged and may span several lines.

use std::ops::Range;

use super::statement::{
    HEADERS, KEYS, Statement, StatementKind, is_bare, is_blank, is_header, line_end, memchr,
    pair_at, trimmed_end,
};
use crate::pack::repair::problem::SyntaxProblem;

/// Reads one pair.
pub(super) struct PairScanner<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) start: usize,
    pub(super) at: usize,
    /// The open brackets, innermost last.
    pub(super) open: Vec<(usize, u8)>,
    /// End of the last part read that is neither blank nor a comment.
    pub(super) end: usize,
    pub(super) problem: Option<SyntaxProblem>,
    pub(super) inserts: Vec<(usize, &'static str)>,
    pub(super) blanks: Vec<Range<usize>>,
}

impl<'t> PairScanner<'t> {
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        let at = pair_at(text, start).unwrap_or(start);
        let (open, inserts, blanks) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            text,
            bytes: text.as_bytes(),
            start,
            at,
            open,
            end: at,
            problem: None,
            inserts,
            blanks,
        }
    }

    pub(super) fn pair(mut self) -> Statement {
        while self.bytes.get(self.at).is_some_and(|byte| is_blank(*byte)) {
            self.at += 1;
        }
        let next = self.value();
        let end = trimmed_end(self.text, self.start..next).max(self.start + 1);
        self.inserts.sort_by_key(|(at, _)| *at);
        let end = self.inserts.last().map_or(end, |(at, _)| end.max(*at));
        Statement {
            at: self.start..end,
            next: next.max(end),
            kind: StatementKind::Pair,
            problem: self.problem,
            inserts: self.inserts,
            blanks: self.blanks,
        }
    }

    pub(super) fn note(
        &mut self,
        at: usize,
        length: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if self.problem.is_none() {
            self.problem = Some(SyntaxProblem::new(at..at + length, message, hint));
        }
    }

    /// Reads up to the end of the value, and returns the start of the next statement.
    pub(super) fn value(&mut self) -> usize {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => {
                    if self.open.is_empty() {
                        return self.at;
                    }
                    if let Some(at) = self.unopened_item(self.at + 1) {
                        self.note(
                            at,
                            1,
                            "this table has no opening brace",
                            "add `{` before its first key",
                        );
                        self.inserts.push((at, "{"));
                        self.open.push((at, b'{'));
                        self.at = at;
                    } else if self.must_end(self.at + 1) {
                        if let Some(line) = self.stray_line(self.at + 1) {
                            let hint = "move this line out of the list";
                            self.note(
                                line.start,
                                line.len(),
                                "this line does not belong in this list",
                                hint,
                            );
                            self.blanks.push(line.clone());
                            self.at = line.end;
                            continue;
                        }
                        return self.close_all(self.at);
                    } else {
                        self.at += 1;
                    }
                }
                b'#' => self.at = line_end(self.text, self.at),
                b'"' | b'\'' => {
                    if let Some(next) = self.string(byte) {
                        return next;
                    }
                }
                b'[' | b'{' => {
                    self.open.push((self.at, byte));
                    self.step();
                }
                b']' | b'}' => {
                    if !self.bracket(byte) {
                        // There is nothing to close; the parser reports that.
                        return line_end(self.text, self.at);
                    }
                    self.step();
                }
                _ if is_blank(byte) => self.at += 1,
                _ if self.open.is_empty() => {
                    // A bare value, up to the end of the line.
                    while !matches!(self.bytes.get(self.at), None | Some(b'\n' | b'#')) {
                        self.at += 1;
                    }
                    self.end = trimmed_end(self.text, self.start..self.at);
                    return self.at;
                }
                _ => self.step(),
            }
            let complete = self.open.is_empty() && matches!(byte, b'"' | b'\'' | b']' | b'}');
            if complete {
                return self.after_value();
            }
        }
        if self.open.is_empty() {
            return self.at;
        }
        self.close_all(self.at)
    }

    pub(super) fn step(&mut self) {
        self.at += 1;
        self.end = self.at;
    }

    /// Reads the rest of the line after a complete value: empty, unless the line ends were lost.
    pub(super) fn after_value(&mut self) -> usize {
        let end = line_end(self.text, self.at);
        let rest = &self.text[self.at..end];
        let at = self.at + (rest.len() - rest.trim_start().len());
        let rest = rest.trim();
        if rest.is_empty() || rest.starts_with('#') {
            return end;
        }
        let another = pair_at(self.text, at).is_some()
            || HEADERS.iter().any(|header| rest.starts_with(header));
        if !another {
            return end;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        self.note(at, first, "two statements on one line", "put the second one on its own line");
        self.inserts.push((at, "\n"));
        at
    }

    /// Handles a closing bracket; returns whether it closes anything.
    pub(super) fn bracket(&mut self, byte: u8) -> bool {
        let opener = if byte == b']' { b'[' } else { b'{' };
        let Some(found) = self.open.iter().rposition(|(_, open)| *open == opener) else {
            return false;
        };
        // Brackets opened within it were never closed.
        while self.open.len() > found + 1 {
            self.unclosed();
        }
        self.open.pop();
        true
    }

    /// Records that the innermost bracket is never closed. The fault is where the end is missing:
    /// in a long list that is far from its beginning.
    pub(super) fn unclosed(&mut self) {
        let Some((at, open)) = self.open.pop() else { return };
        let (name, closer) = if open == b'[' { ("[", "]") } else { ("{", "}") };
        let lines = self.text[at..self.end.max(at)].matches('\n').count();
        if lines == 0 {
            let hint = format!("add `{closer}` at the end of this line");
            self.note(at, 1, format!("this `{name}` is never closed"), hint);
        } else if self.problem.is_none() {
            let last = self.text[..self.end].char_indices().next_back().map_or(at, |(i, _)| i);
            let message = format!("a `{name}` is not closed after its last item");
            let hint = format!("add `{closer}` on the next line");
            let problem = SyntaxProblem::new(last..self.end, message, hint);
            self.problem =
                Some(SyntaxProblem { related: Some((at..at + 1, "opened here")), ..problem });
        }
        self.inserts.push((self.end, closer));
    }

    /// Closes all brackets where the statement must end.
    pub(super) fn close_all(&mut self, next: usize) -> usize {
        while !self.open.is_empty() {
            self.unclosed();
        }
        next
    }

    /// Returns where the line at byte `at` begins, if it is a list item that lacks its opening
    /// brace.
    pub(super) fn unopened_item(&self, at: usize) -> Option<usize> {
        let line = &self.text[at..line_end(self.text, at)];
        let words = line.trim();
        let closes = words.trim_end_matches(',').trim_end().ends_with('}') && !words.contains('{');
        let start = at + (line.len() - line.trim_start().len());
        (closes && self.open.last()?.1 == b'[' && pair_at(self.text, start).is_some())
            .then_some(start)
    }

    /// Returns the line from byte `at` on, if the open list continues after it.
    pub(super) fn stray_line(&self, at: usize) -> Option<Range<usize>> {
        let start = at + self.text[at..].len() - self.text[at..].trim_start().len();
        let line = start..trimmed_end(self.text, start..line_end(self.text, start));
        let opens = self.text[line.clone()].ends_with(['[', '{', '\''])
            || self.text[line.clone()].ends_with("\"\"\"");
        let rest = self.text[line.end..].trim_start();
        let item = rest.starts_with([']', '"', '\'', '{']) && pair_at(rest, 0).is_none();
        (!opens && item && !line.is_empty() && self.open.last()?.1 == b'[').then_some(line)
    }

    /// Whether the open value cannot continue in the line that begins at byte `at`.
    pub(super) fn must_end(&self, at: usize) -> bool {
        let Some(&(opener, top)) = self.open.last() else { return false };
        let mut at = at;
        loop {
            match self.bytes.get(at) {
                None => return true,
                Some(b'#') => at = line_end(self.text, at),
                Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
                Some(_) => break,
            }
        }
        if self.bytes[at] == b'[' && is_header(self.text, at) {
            return true;
        }
        if top == b'[' {
            return pair_at(self.text, at).is_some();
        }
        // In a table, a comma precedes the next key.
        let one_line = !self.text[opener..self.end].contains('\n');
        let separated = matches!(self.bytes[self.end - 1], b',' | b'{');
        let pair = pair_at(self.text, at).is_some();
        match self.bytes[at] {
            b',' | b'}' | b']' => false,
            _ if separated => !pair,
            _ => one_line || !pair,
        }
    }

    /// Reads a string. Returns the start of the next statement, if the value cannot continue after
    /// it.
    pub(super) fn string(&mut self, quote: u8) -> Option<usize> {
        let delimiter = if quote == b'"' { "\"\"\"" } else { "'''" };
        if self.text[self.at..].starts_with(delimiter) {
            return self.long_string(delimiter);
        }
        let opener = self.at;
        let mut at = opener + 1;
        loop {
            match self.bytes.get(at) {
                Some(b'\\')
                    if quote == b'"'
                        && self.bytes.get(at + 1).is_some_and(|next| *next != b'\n') =>
                {
                    at += 2;
                }
                Some(b) if *b == quote => {
                    self.at = at + 1;
                    self.end = self.at;
                    return None;
                }
                None | Some(b'\n') => break,
                Some(_) => at += 1,
            }
        }
        let at = at.min(self.text.len());
        let mut end = trimmed_end(self.text, opener + 1..at).max(opener + 1);
        if !self.open.is_empty() {
            // Commas and brackets at the end of the line were meant to follow the string.
            let inner = &self.text[opener + 1..end];
            end = opener + 1 + inner.trim_end_matches([',', ']', '}', ' ', '\t']).len();
        }
        let mark = if quote == b'"' { "\"" } else { "'" };
        self.note(
            opener,
            1,
            "this quote is never closed",
            format!("add {mark} at the end of the string"),
        );
        self.inserts.push((end, mark));
        self.at = end;
        self.end = end;
        if self.open.is_empty() {
            return Some(at);
        }
        None
    }

    pub(super) fn long_string(&mut self, delimiter: &'static str) -> Option<usize> {
        let opener = self.at;
        let mut from = opener + 3;
        let mut closed = None;
        while let Some(found) = self.text[from..].find(delimiter) {
            let at = from + found;
            let slashes =
                self.bytes[opener + 3..at].iter().rev().take_while(|byte| **byte == b'\\').count();
            if delimiter == "'''" || slashes % 2 == 0 {
                closed = Some(at);
                break;
            }
            from = at + 1;
        }
        let limit = match closed {
            // A quote that would open a string is the start of the next one, mistaken for the end
            // of this one.
            Some(at) => {
                let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
                let opens = line > opener
                    && pair_at(self.text, line)
                        .is_some_and(|value| self.text[value..at].trim().is_empty());
                opens.then_some(line)
            }
            None => Some(self.text.len()),
        };
        let Some(limit) = limit else {
            let mut at = closed? + 3;
            while at < closed? + 5 && self.bytes.get(at) == self.bytes.get(opener) {
                at += 1;
            }
            self.at = at;
            self.end = at;
            return None;
        };
        // A line that begins something else ends it.
        let mut end = limit;
        let mut line = opener;
        while let Some(next) =
            memchr(self.text, line).map(|end| end + 1).filter(|next| *next < limit)
        {
            let word = self.text[next..]
                .trim_start()
                .split(|c: char| !c.is_ascii() || !is_bare(c as u8))
                .next();
            let key =
                word.is_some_and(|word| KEYS.contains(&word)) && pair_at(self.text, next).is_some();
            let header = HEADERS.contains(&self.text[next..line_end(self.text, next)].trim());
            if key || header {
                end = next;
                break;
            }
            line = next;
        }
        let inner = trimmed_end(self.text, opener + 3..end);
        self.note(
            opener,
            3,
            format!("this {delimiter} is never closed"),
            format!("add {delimiter} at the end of the text"),
        );
        self.inserts.push((inner, delimiter));
        self.end = inner;
        // The enclosing brackets continue in the following lines, if anything does.
        self.at = inner;
        while !self.open.is_empty() {
            self.unclosed();
        }
        Some(end)
    }
}
