//! State of a search within the page that has the focus.

use tui_input::Input;

use super::action::Focus;
use super::doc::TextDoc;
use super::pane::page_search::{PageMatch, PagePattern, page_matches};

/// A search within a page. It ends when something else gets the focus.
#[derive(Debug, Default)]
pub struct PageFind {
    /// The text typed.
    pub input: Input,
    /// Whether the field has the caret.
    pub is_typing: bool,
    /// The focus of the page that is searched.
    focus: Option<Focus>,
    pattern: PagePattern,
    /// The row from which a search that is being typed starts.
    origin: usize,
    matches: Vec<PageMatch>,
    /// Position of the match under the cursor.
    at: Option<usize>,
    /// That the last step went around the end, or into another section.
    pub passage: Option<String>,
}

impl PageFind {
    /// Begins a search from the row `origin` of the page that has `focus`.
    pub fn new(focus: Focus, origin: usize) -> Self {
        Self { is_typing: true, focus: Some(focus), origin, ..Self::default() }
    }

    /// Shows where a role has the `words` of a search that led to it; `None` if there are no words.
    pub(crate) fn for_words(words: &[String]) -> Option<Self> {
        let pattern = PagePattern::words(words);
        let input = Input::new(words.join(" "));
        let focus = Some(Focus::Detail);
        (!pattern.is_empty()).then(|| Self { input, focus, pattern, ..Self::default() })
    }

    /// Whether it searches the page that has `focus`.
    pub(crate) fn is_of(&self, focus: Focus) -> bool {
        self.focus == Some(focus)
    }

    /// Takes the typed text as what is searched for in `doc`. Returns the row of the first match
    /// from where the search began.
    pub(crate) fn set_typed(&mut self, doc: &TextDoc) -> Option<usize> {
        self.pattern = PagePattern::typed(self.input.value());
        self.matches = page_matches(doc, &self.pattern);
        self.passage = None;
        let first = self.matches.iter().position(|found| found.item >= self.origin);
        self.at = first.or((!self.matches.is_empty()).then_some(0));
        self.at.map(|at| self.matches[at].item)
    }

    /// Searches `doc` again, which may have changed, with the cursor on `item`.
    pub(crate) fn refresh(&mut self, doc: &TextDoc, item: usize) {
        self.matches = page_matches(doc, &self.pattern);
        let before = self.at;
        self.at = self
            .at
            .filter(|at| self.matches.get(*at).is_some_and(|found| found.item == item))
            .or_else(|| self.matches.iter().position(|found| found.item == item));
        if self.at != before {
            self.passage = None;
        }
    }

    /// Goes to the next or previous match from the row `item`, around the ends. Returns its row;
    /// `None` if there is no match.
    pub(crate) fn walk(&mut self, item: usize, forward: bool) -> Option<usize> {
        let len = self.matches.len();
        let last = len.checked_sub(1)?;
        let next = match (self.at, forward) {
            (Some(at), true) => (at + 1) % len,
            (Some(at), false) => at.checked_sub(1).unwrap_or(last),
            (None, true) => self.matches.iter().position(|found| found.item > item).unwrap_or(0),
            (None, false) => {
                self.matches.iter().rposition(|found| found.item < item).unwrap_or(last)
            }
        };
        self.at = Some(next);
        self.origin = self.matches[next].item;
        Some(self.origin)
    }

    /// Returns the position of the match under the cursor.
    pub(crate) fn current_position(&self) -> Option<usize> {
        self.at
    }

    /// Returns the match under the cursor.
    pub(crate) fn current(&self) -> Option<&PageMatch> {
        self.matches.get(self.at?)
    }

    /// Returns the matches.
    pub fn matches(&self) -> &[PageMatch] {
        &self.matches
    }

    /// Whether there is something to look for, and the page does not have it.
    pub(crate) fn is_in_vain(&self) -> bool {
        self.matches.is_empty() && !self.pattern.is_empty()
    }

    /// Returns how many matches there are and which is under the cursor: `3 of 12`, with a word if
    /// the last step went around the end or into another section.
    pub fn count_text(&self) -> String {
        match (self.at, self.matches.len()) {
            _ if self.pattern.is_empty() => String::new(),
            (_, 0) => "no match on this page".to_string(),
            (Some(at), len) => match &self.passage {
                Some(passage) => format!("{} of {len} {passage}", at + 1),
                None => format!("{} of {len}", at + 1),
            },
            (None, 1) => "1 match".to_string(),
            (None, len) => format!("{len} matches"),
        }
    }
}
