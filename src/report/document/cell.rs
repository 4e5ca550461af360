//! The content of a cell: pieces of text, each with its meaning and the item that it names.

use std::borrow::Cow;

use crate::model::text::{DisplayWidth as _, LIST_SEPARATOR, escape_list_item, truncate};
use crate::model::{Catalog, RoleId, SkillId, SourceId, family_name};
use crate::report::{AnsiStyle, PageSetup};

/// The meaning of a piece of text; each writer has its own way to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanMeaning {
    /// Running text.
    Plain,
    /// Less important than the text around it.
    Dim,
    /// Found on the left side only.
    Left,
    /// Found on the right side only.
    Right,
    /// Text that a search matched.
    Match,
    /// A family as the pack writes it: records have it so, and people see its name.
    Family,
    /// A sign that repeats the meaning of the words beside it: left out of records.
    Sign,
    /// Starts a new line; has no text.
    Break,
    /// Starts an item of a list; has no text.
    Item,
}

/// The item that a text names, to which linked pages lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentLink {
    /// A role.
    Role(RoleId),
    /// A skill.
    Skill(SkillId),
    /// Two roles side by side.
    Comparison(RoleId, RoleId),
    /// The entry of a source.
    Source(SourceId),
    /// The address that a source states.
    SourceAddress(SourceId),
}

/// A piece of text with one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellSpan {
    /// The text.
    pub text: String,
    /// The meaning.
    pub meaning: SpanMeaning,
    /// The item that the text names.
    pub link: Option<DocumentLink>,
}

impl CellSpan {
    /// A piece of text that names nothing.
    pub fn new(text: impl Into<String>, meaning: SpanMeaning) -> Self {
        Self { text: text.into(), meaning, link: None }
    }

    /// The pieces of this text, those that are one of `titles` as names.
    fn split_titles(self, titles: &[(&str, RoleId)]) -> Vec<Self> {
        if self.link.is_some()
            || self.meaning == SpanMeaning::Family
            || !titles.iter().any(|(title, _)| self.text.contains(title))
        {
            return vec![self];
        }
        let (mut spans, mut start, mut at) = (Vec::new(), 0, 0);
        while let Some(next) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            let is_start = !self.text[..at].ends_with(char::is_alphanumeric);
            let found = titles.iter().find(|(title, _)| {
                let end = rest.strip_prefix(title);
                is_start && end.is_some_and(|end| !end.starts_with(char::is_alphanumeric))
            });
            let Some((title, role)) = found else {
                at += next.len_utf8();
                continue;
            };
            if start < at {
                spans.push(Self::new(&self.text[start..at], self.meaning));
            }
            let link = Some(DocumentLink::Role(*role));
            spans.push(Self { link, ..Self::new(*title, self.meaning) });
            at += title.len();
            start = at;
        }
        if start < self.text.len() {
            spans.push(Self::new(&self.text[start..], self.meaning));
        }
        spans
    }

    /// The text for people.
    pub(super) fn page_text(&self) -> Cow<'_, str> {
        match self.meaning {
            SpanMeaning::Family => family_name(&self.text).into(),
            _ => Cow::Borrowed(&self.text),
        }
    }

    /// The text, with words of one side only between `‹` and `›`, or in colour.
    fn marked(&self, page: PageSetup) -> Cow<'_, str> {
        match self.meaning {
            SpanMeaning::Left if page.colour => page.styled(&self.text, AnsiStyle::Left).into(),
            SpanMeaning::Right if page.colour => page.styled(&self.text, AnsiStyle::Right).into(),
            SpanMeaning::Left | SpanMeaning::Right => format!("‹{}›", self.text).into(),
            _ => Cow::Borrowed(&self.text),
        }
    }
}

/// The separator between the items of a list for people.
pub(in crate::report) const PAGE_LIST_SEPARATOR: &str = " · ";

/// The content of one cell of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentCell {
    /// The pieces of text, in reading order.
    pub spans: Vec<CellSpan>,
}

impl DocumentCell {
    /// `text` with one meaning; an empty cell if it is empty.
    pub fn new(text: impl Into<String>, meaning: SpanMeaning) -> Self {
        Self::default().append(text, meaning)
    }

    /// The title of a role.
    pub fn role(catalog: &Catalog, role: RoleId) -> Self {
        Self::from(catalog.role_title(role)).linked(DocumentLink::Role(role))
    }

    /// The name of a skill.
    pub fn skill(catalog: &Catalog, skill: SkillId) -> Self {
        Self::from(&catalog.skill(skill).name).linked(DocumentLink::Skill(skill))
    }

    /// The family `family`, as the pack writes it; an empty one is that of roles without a family.
    pub(crate) fn family(family: &str) -> Self {
        Self { spans: vec![CellSpan::new(family, SpanMeaning::Family)] }
    }

    /// This cell as the name of an item.
    #[must_use]
    pub fn linked(mut self, link: DocumentLink) -> Self {
        self.spans.iter_mut().for_each(|span| span.link = Some(link));
        self
    }

    /// This cell with the titles of `roles` in it as names of these roles.
    #[must_use]
    pub(crate) fn link_titles(
        self,
        catalog: &Catalog,
        roles: impl IntoIterator<Item = RoleId>,
    ) -> Self {
        let mut titles: Vec<(&str, RoleId)> =
            roles.into_iter().map(|role| (catalog.role_title(role), role)).collect();
        titles.retain(|(title, _)| !title.is_empty());
        // A title may be a part of another one.
        titles.sort_by_key(|(title, role)| (std::cmp::Reverse(title.len()), *role));
        let spans = self.spans.into_iter();
        Self { spans: spans.flat_map(|span| span.split_titles(&titles)).collect() }
    }

    /// This cell with the spans of `cell` appended.
    #[must_use]
    pub(crate) fn append_cell(mut self, cell: Self) -> Self {
        self.spans.extend(cell.spans);
        self
    }

    /// A sign and the word that it represents.
    pub(crate) fn with_sign(sign: &str, word: impl Into<String>) -> Self {
        Self::new(sign, SpanMeaning::Sign).append(word, SpanMeaning::Plain)
    }

    /// A cell with one line for each of `cells`.
    pub fn lines(cells: impl IntoIterator<Item = Self>) -> Self {
        let mut spans = Vec::new();
        for cell in cells.into_iter().filter(|cell| !cell.is_empty()) {
            if !spans.is_empty() {
                spans.push(CellSpan::new("", SpanMeaning::Break));
            }
            spans.extend(cell.spans);
        }
        Self { spans }
    }

    /// A list on one line: people see ` · ` between its items, and records contain it as written by
    /// [`crate::model::text::join_list`].
    pub(crate) fn inline_list(cells: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        let item = || CellSpan::new("", SpanMeaning::Item);
        let cells = cells.into_iter().map(Into::into).filter(|cell: &Self| !cell.is_empty());
        Self { spans: cells.flat_map(|cell| std::iter::once(item()).chain(cell.spans)).collect() }
    }

    /// A [list](Self::inline_list) of plain texts.
    pub(crate) fn text_list<'a>(texts: impl ExactSizeIterator<Item = &'a String>) -> Self {
        let mut spans = Vec::with_capacity(2 * texts.len());
        for text in texts.filter(|text| !text.is_empty()) {
            spans.push(CellSpan::new("", SpanMeaning::Item));
            spans.push(CellSpan::new(text, SpanMeaning::Plain));
        }
        Self { spans }
    }

    /// This cell with `text` appended.
    #[must_use]
    pub fn append(mut self, text: impl Into<String>, meaning: SpanMeaning) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.spans.push(CellSpan::new(text, meaning));
        }
        self
    }

    /// Whether the cell has no content.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The text for people, without signs and marks.
    pub fn text(&self) -> String {
        self.render(CellSpan::page_text)
    }

    /// The sign, if there is one.
    pub fn sign(&self) -> &str {
        self.spans
            .iter()
            .find(|span| span.meaning == SpanMeaning::Sign)
            .map_or("", |span| &span.text)
    }

    /// The text for people, with words of one side only between `‹` and `›`, or in colour.
    pub fn marked(&self, page: PageSetup) -> String {
        self.render(|span| match span.meaning {
            SpanMeaning::Family => span.page_text(),
            _ => span.marked(page),
        })
    }

    /// The text for programs: lines and lists can be split again.
    pub(super) fn record(&self, page: PageSetup) -> Cow<'_, str> {
        // Most cells consist of one span.
        if let [span] = &self.spans[..]
            && !matches!(span.meaning, SpanMeaning::Sign | SpanMeaning::Break | SpanMeaning::Item)
        {
            return span.marked(page);
        }
        let listed = self
            .spans
            .iter()
            .any(|span| matches!(span.meaning, SpanMeaning::Break | SpanMeaning::Item));
        let mut out = String::new();
        for span in &self.spans {
            match span.meaning {
                SpanMeaning::Sign => {}
                SpanMeaning::Break | SpanMeaning::Item if out.is_empty() => {}
                SpanMeaning::Break | SpanMeaning::Item => out.push_str(LIST_SEPARATOR),
                _ if listed => out.push_str(&escape_list_item(&span.marked(page))),
                _ => out.push_str(&span.marked(page)),
            }
        }
        Cow::Owned(out)
    }

    fn render<'a>(&'a self, show: impl Fn(&'a CellSpan) -> Cow<'a, str>) -> String {
        let mut out = String::new();
        for span in &self.spans {
            match span.meaning {
                SpanMeaning::Sign => {}
                SpanMeaning::Break | SpanMeaning::Item if out.is_empty() => {}
                SpanMeaning::Break => out.push_str("; "),
                SpanMeaning::Item => out.push_str(PAGE_LIST_SEPARATOR),
                _ => out.push_str(&show(span)),
            }
        }
        out
    }

    /// The lines of the cell, each as the items of its [list](Self::inline_list) or as a single item;
    /// none if it is empty.
    pub(in crate::report) fn items_by_line(&self) -> Vec<Vec<Self>> {
        self.split_lines().map(Self::items_of).filter(|items| !items.is_empty()).collect()
    }

    /// The items of a line.
    fn items_of(line: &[CellSpan]) -> Vec<Self> {
        line.split(|span| span.meaning == SpanMeaning::Item)
            .filter(|spans| !spans.is_empty())
            .map(|spans| Self { spans: spans.to_vec() })
            .collect()
    }

    /// This cell with `cell` on a line of its own below.
    #[must_use]
    pub(in crate::report) fn append_line(mut self, cell: Self) -> Self {
        if !self.is_empty() && !cell.is_empty() {
            self.spans.push(CellSpan::new("", SpanMeaning::Break));
        }
        self.spans.extend(cell.spans);
        self
    }

    /// The lines of the cell, each [`marked`](Self::marked); none if it is empty.
    pub(in crate::report) fn marked_lines(&self, page: PageSetup) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        self.split_lines().map(|spans| Self { spans: spans.to_vec() }.marked(page)).collect()
    }

    /// The text for people in a line of `room` cells, in which less important words may be
    /// shortened.
    pub(in crate::report) fn shorten_dim(&self, room: usize) -> Option<String> {
        let (mut dim, mut rest) = (0, 0);
        for span in &self.spans {
            let width = if span.meaning == SpanMeaning::Dim { &mut dim } else { &mut rest };
            *width += span.page_text().width();
        }
        if dim == 0 || rest >= room {
            return None;
        }
        Some(self.render(|span| match span.meaning {
            SpanMeaning::Dim => truncate(&span.text, room - rest),
            _ => span.page_text(),
        }))
    }

    /// The lines of the cell: one, except for [`DocumentCell::lines`].
    pub(super) fn split_lines(&self) -> impl Iterator<Item = &[CellSpan]> {
        self.spans.split(|span| span.meaning == SpanMeaning::Break)
    }
}

impl From<&str> for DocumentCell {
    fn from(text: &str) -> Self {
        Self::new(text, SpanMeaning::Plain)
    }
}

impl From<&String> for DocumentCell {
    fn from(text: &String) -> Self {
        Self::new(text, SpanMeaning::Plain)
    }
}

impl From<String> for DocumentCell {
    fn from(text: String) -> Self {
        Self::new(text, SpanMeaning::Plain)
    }
}

impl From<usize> for DocumentCell {
    fn from(number: usize) -> Self {
        Self::new(number.to_string(), SpanMeaning::Plain)
    }
}
