//! Cuts a text that may be damaged into statements: a header, or a key with its value.

use std::ops::Range;

use toml::de::DeTable;

use super::SyntaxProblem;

/// A statement, as far as it can be recognised.
#[derive(Debug)]
pub(super) struct Statement {
    /// The statement, without the gap before the next one.
    pub(super) at: Range<usize>,
    /// Byte at which to look for the next statement.
    pub(super) next: usize,
    pub(super) kind: StatementKind,
    pub(super) problem: Option<SyntaxProblem>,
    /// Insertions that complete it, each with the byte of the text before which it is missing.
    pub(super) inserts: Vec<(usize, &'static str)>,
    /// Ranges that do not belong to it.
    pub(super) blanks: Vec<Range<usize>>,
}

/// Kind of a statement.
#[derive(Debug)]
pub(super) enum StatementKind {
    /// `[name]` or `[[name]]`. `known` is the header that was meant, if this one is not valid.
    Header { name: String, known: Option<&'static str>, sound: bool },
    /// `key = value`.
    Pair,
    /// A line that is neither; `starts_anew` if it begins with a key of a pack.
    Unrecognised { starts_anew: bool },
}

impl StatementKind {
    pub(super) fn is_valid(&self) -> bool {
        !matches!(self, Self::Unrecognised { .. })
    }

    /// Returns the name of a header.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Header { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Returns the key of a pair, if it is a bare one.
    pub(super) fn key<'t>(&self, words: &'t str) -> Option<&'t str> {
        let key = words.split('=').next()?.trim();
        (matches!(self, Self::Pair) && key.bytes().all(is_bare)).then_some(key)
    }

    /// Returns the value of the key `id`.
    pub(super) fn id<'t>(&self, words: &'t str) -> Option<&'t str> {
        if !matches!(self, Self::Pair) || !words.starts_with("id") {
            return None;
        }
        let value = words[2..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split(quote).next()
    }
}

/// The headers of a pack, as they are written.
const HEADERS: [&str; 18] = [
    "[pack]",
    "[[source]]",
    "[[theme]]",
    "[[skill]]",
    "[skill.levels]",
    "[skill.codes]",
    "[[role]]",
    "[role.codes]",
    "[role.reporting]",
    "[role.experience]",
    "[role.responsibilities]",
    "[role.skills]",
    "[[role.pay]]",
    "[[role.move]]",
    "[[comparison]]",
    "[[comparison.point]]",
    "[comparison.point.texts]",
    "[[comparison.point.positions]]",
];

/// Keys with which a line of a pack begins.
const KEYS: [&str; 34] = [
    "id",
    "title",
    "name",
    "kind",
    "format",
    "version",
    "license",
    "language",
    "as-of",
    "attribution",
    "scale",
    "families",
    "publisher",
    "url",
    "published",
    "accessed",
    "group",
    "aliases",
    "hidden",
    "description",
    "levels",
    "family",
    "track",
    "level",
    "summary",
    "focus",
    "extends",
    "codes",
    "sources",
    "broader",
    "related",
    "essential",
    "useful",
    "roles",
];

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// Returns the name in a header such as `[[role]]`.
fn bare_name(header: &str) -> &str {
    header.trim_matches(['[', ']'])
}

/// Returns the first statement that begins at or after byte `at`; `None` at the end of the text.
pub(super) fn next(text: &str, at: usize) -> Option<Statement> {
    let bytes = text.as_bytes();
    let mut start = at;
    loop {
        match bytes.get(start)? {
            b'#' => start = line_end(text, start),
            b' ' | b'\t' | b'\r' | b'\n' => start += 1,
            // A byte order mark.
            0xef if bytes[start..].starts_with(b"\xef\xbb\xbf") && start == 0 => start += 3,
            _ => break,
        }
    }
    let line = start..trimmed_end(text, start..line_end(text, start));
    if let Some(header) = header(text, line.clone()) {
        return Some(header);
    }
    if pair_at(text, start).is_none() {
        let first = text[line.clone()]
            .split(|c: char| !c.is_ascii() || !is_bare(c as u8))
            .next()
            .unwrap_or_default();
        let starts_anew = KEYS.contains(&first);
        let next = line.end.max(start + 1);
        let words = StatementKind::Unrecognised { starts_anew };
        return Some(Statement {
            at: line,
            next,
            kind: words,
            problem: None,
            inserts: vec![],
            blanks: vec![],
        });
    }
    Some(PairScanner::new(text, start).pair())
}

fn line_end(text: &str, at: usize) -> usize {
    memchr(text, at).unwrap_or(text.len())
}

fn memchr(text: &str, at: usize) -> Option<usize> {
    text[at..].find('\n').map(|end| at + end)
}

fn trimmed_end(text: &str, range: Range<usize>) -> usize {
    range.start + text[range].trim_ascii_end().len()
}

/// Returns the start of the value, if `key =` is at byte `at`.
fn pair_at(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let blanks = |mut at: usize| {
        while bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
            at += 1;
        }
        at
    };
    let mut at = blanks(at);
    loop {
        match *bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while *bytes.get(at)? != quote {
                    if bytes[at] == b'\n' {
                        return None;
                    }
                    at += if bytes[at] == b'\\' && quote == b'"' { 2 } else { 1 };
                }
                at += 1;
            }
            byte if is_bare(byte) => {
                while bytes.get(at).is_some_and(|byte| is_bare(*byte)) {
                    at += 1;
                }
            }
            _ => return None,
        }
        at = blanks(at);
        match bytes.get(at)? {
            b'.' => at = blanks(at + 1),
            b'=' => return Some(at + 1),
            _ => return None,
        }
    }
}

/// Whether the line that begins at byte `at` is a header, which cannot be mistaken: a name without
/// quotes is meaningless in a list.
fn is_header(text: &str, at: usize) -> bool {
    let line = text[at..line_end(text, at)].trim();
    let line = line.split('#').next().unwrap_or_default().trim_end();
    if HEADERS.contains(&line) {
        return true;
    }
    let name = bare_name(line).trim();
    line.starts_with('[')
        && line.ends_with(']')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| is_bare(byte) || byte == b'.')
        && !matches!(name, "true" | "false" | "inf" | "nan")
}

/// Returns the header at `line`: valid, or recognised by its name and a bracket.
fn header(text: &str, line: Range<usize>) -> Option<Statement> {
    let words = &text[line.clone()];
    let statement = |end: usize, name: &str, known, problem: Option<SyntaxProblem>| {
        let words =
            StatementKind::Header { name: name.to_string(), known, sound: problem.is_none() };
        Statement {
            at: line.start..end,
            next: end,
            kind: words,
            problem,
            inserts: vec![],
            blanks: vec![],
        }
    };
    if HEADERS.contains(&words)
        || (words.starts_with('[') && is_header(text, line.start) && DeTable::parse(words).is_ok())
    {
        let name = bare_name(words.split('#').next().unwrap_or_default().trim()).trim();
        return Some(statement(line.end, name, None, None));
    }
    if words.starts_with('[') {
        if DeTable::parse(words).is_ok() {
            // With quotes or blanks in it.
            let name: String = words
                .chars()
                .filter(|c| c.is_ascii() && (is_bare(*c as u8) || *c == '.'))
                .collect();
            return Some(statement(line.end, &name, None, None));
        }
        // The line continues after it.
        if let Some(known) = HEADERS.iter().find(|known| words.starts_with(**known)) {
            let end = line.start + known.len();
            let hint = "move the text after the header to the next line";
            let problem = SyntaxProblem::new(
                end..line.end,
                format!("`{known}` must be alone on its line"),
                hint,
            );
            let mut statement = statement(end, bare_name(known), None, Some(problem));
            statement.inserts.push((end, "\n"));
            if let StatementKind::Header { sound, .. } = &mut statement.kind {
                *sound = true;
            }
            return Some(statement);
        }
    }
    if !words.contains(['[', ']']) || words.len() > 80 || pair_at(text, line.start).is_some() {
        return None;
    }
    let bare = words.split('#').next().unwrap_or_default();
    let name: String =
        bare.chars().filter(|c| !matches!(c, '[' | ']') && !c.is_whitespace()).collect();
    let known = HEADERS.iter().copied().find(|known| {
        let known = bare_name(known);
        name == known
            || (name.contains(known) && name.len() <= known.len() + 3 && !name.contains('.'))
    });
    let known = known.or_else(|| {
        let near = |known: &&&str| strsim::osa_distance(&name, bare_name(known)) <= 1;
        (name.len() <= 30).then(|| HEADERS.iter().find(near).copied()).flatten()
    });
    if known.is_none() && !words.starts_with('[') {
        return None;
    }
    let hint = match known {
        Some(known) => format!("did you mean {known}?"),
        None => "a header is a name in brackets, such as [pack] or [[role]]".to_string(),
    };
    let problem = SyntaxProblem::new(line.clone(), "this header is incomplete", hint);
    Some(statement(line.end, known.map_or("", bare_name), known, Some(problem)))
}

/// Reads one pair.
struct PairScanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    start: usize,
    at: usize,
    /// The open brackets, innermost last.
    open: Vec<(usize, u8)>,
    /// End of the last part read that is neither blank nor a comment.
    end: usize,
    problem: Option<SyntaxProblem>,
    inserts: Vec<(usize, &'static str)>,
    blanks: Vec<Range<usize>>,
}

impl<'t> PairScanner<'t> {
    fn new(text: &'t str, start: usize) -> Self {
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

    fn pair(mut self) -> Statement {
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

    fn note(
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
    fn value(&mut self) -> usize {
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

    fn step(&mut self) {
        self.at += 1;
        self.end = self.at;
    }

    /// Reads the rest of the line after a complete value: empty, unless the line ends were lost.
    fn after_value(&mut self) -> usize {
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
    fn bracket(&mut self, byte: u8) -> bool {
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

    /// Records that the innermost bracket is never closed.
    fn unclosed(&mut self) {
        let Some((at, open)) = self.open.pop() else { return };
        let (name, closer) = if open == b'[' { ("[", "]") } else { ("{", "}") };
        let lines = self.text[at..self.end.max(at)].matches('\n').count();
        let hint = match lines {
            0 => format!("add `{closer}` at the end of this line"),
            1 => format!("add `{closer}` after its last item, on the next line"),
            _ => format!("add `{closer}` after its last item, {lines} lines below"),
        };
        self.note(at, 1, format!("this `{name}` is never closed"), hint);
        self.inserts.push((self.end, closer));
    }

    /// Closes all brackets where the statement must end.
    fn close_all(&mut self, next: usize) -> usize {
        while !self.open.is_empty() {
            self.unclosed();
        }
        next
    }

    /// Returns where the line at byte `at` begins, if it is a list item that lacks its opening
    /// brace.
    fn unopened_item(&self, at: usize) -> Option<usize> {
        let line = &self.text[at..line_end(self.text, at)];
        let words = line.trim();
        let closes = words.trim_end_matches(',').trim_end().ends_with('}') && !words.contains('{');
        let start = at + (line.len() - line.trim_start().len());
        (closes && self.open.last()?.1 == b'[' && pair_at(self.text, start).is_some())
            .then_some(start)
    }

    /// Returns the line from byte `at` on, if the open list continues after it.
    fn stray_line(&self, at: usize) -> Option<Range<usize>> {
        let start = at + self.text[at..].len() - self.text[at..].trim_start().len();
        let line = start..trimmed_end(self.text, start..line_end(self.text, start));
        let opens = self.text[line.clone()].ends_with(['[', '{', '\''])
            || self.text[line.clone()].ends_with("\"\"\"");
        let rest = self.text[line.end..].trim_start();
        let item = rest.starts_with([']', '"', '\'', '{']) && pair_at(rest, 0).is_none();
        (!opens && item && !line.is_empty() && self.open.last()?.1 == b'[').then_some(line)
    }

    /// Whether the open value cannot continue in the line that begins at byte `at`.
    fn must_end(&self, at: usize) -> bool {
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
    fn string(&mut self, quote: u8) -> Option<usize> {
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

    fn long_string(&mut self, delimiter: &'static str) -> Option<usize> {
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
