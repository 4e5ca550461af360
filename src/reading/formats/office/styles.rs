//! Styles of paragraphs and words.

use std::collections::HashMap;

/// Maximum length of a chain of styles, each based on the next.
const MAX_CHAIN: usize = 20;

/// The styles of a document by their names.
#[derive(Debug, Default)]
pub(super) struct StyleSheet(HashMap<String, StyleEntry>);

/// Properties of a text that a style states; others are those of the style it is based on.
#[derive(Debug, Default, Clone)]
pub(super) struct StyleEntry {
    /// The style that it is based on.
    pub(super) parent: Option<String>,
    /// The level of headings, from 1; 0 says that it is not a heading.
    pub(super) level: Option<u8>,
    /// The depth of items.
    pub(super) item: Option<usize>,
    /// Whether it is bold.
    pub(super) is_bold: Option<bool>,
    /// Whether the text is left out: hidden or struck out, or a table of contents.
    pub(super) is_left_out: Option<bool>,
}

impl StyleSheet {
    /// Adds a style.
    pub(super) fn insert(&mut self, name: String, style: StyleEntry) {
        self.0.insert(name, style);
    }

    /// Returns the first answer of the style `name` or those that it is based on.
    pub(super) fn find<T>(
        &self,
        name: Option<&str>,
        answer: impl Fn(&StyleEntry) -> Option<T>,
    ) -> Option<T> {
        let first = self.0.get(name?);
        std::iter::successors(first, |style| self.0.get(style.parent.as_deref()?))
            .take(MAX_CHAIN)
            .find_map(answer)
    }

    /// Whether `name` is the style `base` or one that is based on it.
    pub(super) fn is_based_on(&self, name: Option<&str>, base: &str) -> bool {
        std::iter::successors(name, |name| self.0.get(*name)?.parent.as_deref())
            .take(MAX_CHAIN)
            .any(|name| name == base)
    }
}
