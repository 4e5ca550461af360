//! One role in full, as text to scroll.

mod family;
mod read_text;
mod sections;
mod summary;

use crate::analysis::diff::ResponsibilityScope;
use crate::analysis::related::RelatedRole;
use crate::model::{Catalog, Level, Pay, Role, RoleId, SourceId};
use crate::tui::chart::AmountRange;
use crate::tui::doc::{TextDoc, TextTone, TonedText};
use crate::tui::layout_memo::{LayoutChange, LayoutMemo};
use crate::tui::pane::linked_page::{LinkedPage, PageDraft};
use crate::tui::pane::rows::{self, NO_BREAK_BLANK};
use crate::tui::remap::IdRemap;
use crate::tui::session_texts::{SessionText, SessionTexts, text_of};

/// Maximum width of a text, in cells: longer lines are hard to read.
const MAX_TEXT: usize = 90;

/// Minimum width of a text with facts beside it, in cells.
const MIN_TEXT: usize = 62;

/// Number of cells between the text and the facts beside it.
const GAP: usize = 4;

/// Minimum width of the facts beside the text.
const MIN_ASIDE: usize = 34;

/// State of the text.
#[derive(Debug, Default)]
pub struct RoleDetailPane {
    /// Subject and width of the text; stale when the catalog has changed.
    memo: LayoutMemo<DetailKey>,
    /// The text.
    pub page: LinkedPage,
    /// The facts beside the text, where there is room; they do not scroll.
    aside: TextDoc,
    /// Texts shown earlier or prepared in advance, oldest first.
    cached: Vec<(DetailKey, PageDraft)>,
    /// The most similar roles of roles that were shown, oldest first.
    similar: Vec<(RoleId, Vec<RelatedRole>)>,
    /// The role whose most similar ones were asked for.
    asked_similar: Option<RoleId>,
    /// The texts that roles of the catalog were read from.
    texts: SessionTexts,
    /// The place to show once the text is ready.
    pending_reveal: Option<DetailPlace>,
}

/// A place in the text of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DetailPlace {
    /// The responsibility at this position.
    Responsibility(usize),
    /// The roles most similar to this one.
    Similar(RoleId),
}

/// Options of a text besides its role, which other parts of the explorer determine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailOptions {
    /// Its width in cells.
    pub width: u16,
    /// The responsibilities that it shows.
    pub scope: ResponsibilityScope,
    /// Whose skills are compared with the role's, and how many of them suffice.
    pub you: Option<(&'static str, String)>,
}

/// Key of a laid-out text within a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DetailKey {
    subject: DetailSubject,
    options: DetailOptions,
    similar: SimilarState,
}

/// Knowledge about the most similar roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SimilarState {
    /// Nobody asked.
    Unknown,
    /// The answer is pending.
    Asked,
    /// They are known.
    Known,
}

/// Maximum number of roles whose most similar ones are kept.
const MAX_SIMILAR_KEPT: usize = 64;

/// Maximum number of texts kept aside: those around a cursor, and those that it just left.
const MAX_CACHED: usize = 4;

/// Subject of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DetailSubject {
    /// One role.
    Role(RoleId),
    /// The roles of a family.
    Family(String),
}

impl RoleDetailPane {
    /// Returns the role shown.
    pub fn role(&self) -> Option<RoleId> {
        match self.memo.key().map(|key| &key.subject) {
            Some(DetailSubject::Role(role)) => Some(*role),
            _ => None,
        }
    }

    /// Returns the text.
    pub fn doc(&self) -> &TextDoc {
        self.page.doc()
    }

    /// Returns the facts beside the text, and how far right of its start they are.
    pub(crate) fn aside(&self) -> (&TextDoc, usize) {
        let text = self.memo.key().map_or(0, |key| column_widths(&key.options).0);
        (&self.aside, text + GAP)
    }

    /// Returns the texts that roles of the catalog were read from.
    pub(in crate::tui) fn texts(&self) -> &SessionTexts {
        &self.texts
    }

    /// Takes the texts that roles of the next catalog were read from.
    pub(in crate::tui) fn set_texts(&mut self, texts: SessionTexts) {
        self.texts = texts;
    }

    /// Notes that the most similar roles of `role` are asked for. Returns whether that is needed.
    pub(crate) fn ask_similar(&mut self, role: RoleId) -> bool {
        let known = self.similar.iter().any(|(of, _)| *of == role);
        !known && self.asked_similar.replace(role) != Some(role)
    }

    /// Takes the roles most similar to `role`.
    pub(crate) fn set_similar(&mut self, role: RoleId, near: Vec<RelatedRole>) {
        self.asked_similar = self.asked_similar.filter(|asked| *asked != role);
        if self.similar.len() == MAX_SIMILAR_KEPT {
            self.similar.remove(0);
        }
        self.similar.retain(|(of, _)| *of != role);
        self.similar.push((role, near));
    }

    fn similar_state(&self, subject: &DetailSubject) -> SimilarState {
        match subject {
            DetailSubject::Role(role) if self.similar_to(*role).is_some() => SimilarState::Known,
            DetailSubject::Role(role) if self.asked_similar == Some(*role) => SimilarState::Asked,
            _ => SimilarState::Unknown,
        }
    }

    fn similar_to(&self, role: RoleId) -> Option<&[RelatedRole]> {
        self.similar.iter().find(|(of, _)| *of == role).map(|(_, near)| near.as_slice())
    }

    /// Shows `subject` with those `options`; starts at the top if the subject is new.
    pub fn show(&mut self, catalog: &Catalog, subject: DetailSubject, options: DetailOptions) {
        let similar = self.similar_state(&subject);
        let key = DetailKey { subject, options, similar };
        if !self.memo.is_current(&key) {
            self.lay_out_again(catalog, key);
        }
        self.reveal_pending();
    }

    /// Goes to the place that was asked for.
    fn reveal_pending(&mut self) {
        let Some(place) = self.pending_reveal else { return };
        let line = match place {
            DetailPlace::Responsibility(duty) => self.doc().responsibility_line(duty),
            DetailPlace::Similar(of) if self.role() == Some(of) => self.similar_line(),
            DetailPlace::Similar(_) => None,
        };
        let Some(line) = line else {
            self.pending_reveal = None;
            return;
        };
        self.page.reveal(line);
        if let DetailPlace::Responsibility(_) = place {
            // Show its theme above it.
            self.page.scroll.move_to(line.saturating_sub(1));
        }
        // The list comes when they are known.
        let waits = matches!(place, DetailPlace::Similar(_))
            && self.memo.key().is_some_and(|key| key.similar == SimilarState::Asked);
        self.pending_reveal = self.pending_reveal.filter(|_| waits);
    }

    fn lay_out_again(&mut self, catalog: &Catalog, key: DetailKey) {
        if self.memo.is_stale() {
            self.cached.clear();
        }
        let draft = match self.cached.iter().position(|(cached, _)| *cached == key) {
            Some(at) => self.cached.remove(at).1,
            None => self.lay_out(catalog, &key),
        };
        self.aside = match (&key.subject, column_widths(&key.options).1) {
            (DetailSubject::Role(role), Some(width)) => summary::aside(catalog, *role, width),
            _ => TextDoc::default(),
        };
        let (subject, options, similar) = (key.subject.clone(), key.options.clone(), key.similar);
        let width = options.width;
        let is_same = self.memo.key().is_some_and(|key| key.subject == subject);
        match self.memo.replace(key) {
            LayoutChange::Contents(_) if is_same => self.page.show_changed(draft),
            LayoutChange::First | LayoutChange::Contents(_) => self.page.show(draft),
            LayoutChange::Key(before) => {
                let is_width = before.similar == similar
                    && before.options == DetailOptions { width: before.options.width, ..options };
                self.cache_draft(before.clone(), self.page.draft().clone());
                if !is_same {
                    self.page.show(draft);
                } else if is_width {
                    self.page.show_rewrapped(draft);
                } else {
                    // Rows are recognised by their words, which the same width wraps alike.
                    if before.options.width != width {
                        let options = DetailOptions { width, ..before.options.clone() };
                        let rewrapped = self.lay_out(catalog, &DetailKey { options, ..before });
                        self.page.show_rewrapped(rewrapped);
                    }
                    self.page.show_changed(draft);
                }
            }
        }
    }

    /// Lays out the text of `subject` in advance, as the one shown.
    pub(crate) fn prepare(&mut self, catalog: &Catalog, subject: DetailSubject) {
        let Some(shown) = self.memo.key() else { return };
        let similar = self.similar_state(&subject);
        let key = DetailKey { subject, options: shown.options.clone(), similar };
        let there = self.cached.iter().any(|(other, _)| *other == key) || *shown == key;
        if !there && !self.memo.is_stale() && key.options.you.is_none() {
            let draft = self.lay_out(catalog, &key);
            self.cache_draft(key, draft);
        }
    }

    fn cache_draft(&mut self, key: DetailKey, draft: PageDraft) {
        if self.cached.len() == MAX_CACHED {
            self.cached.remove(0);
        }
        self.cached.push((key, draft));
    }

    /// Shows the responsibility at this position when the text is next built.
    pub(crate) fn reveal_responsibility(&mut self, duty: Option<usize>) {
        self.pending_reveal = duty.map(DetailPlace::Responsibility);
    }

    /// Shows the roles most similar to `role`, now or when they are known.
    pub(crate) fn reveal_similar(&mut self, role: RoleId) {
        self.pending_reveal = Some(DetailPlace::Similar(role));
    }

    /// Returns the line of the heading of the most similar roles.
    fn similar_line(&self) -> Option<usize> {
        let mut sections = self.doc().sections.iter();
        sections.find(|(_, title)| title.starts_with(sections::SIMILAR)).map(|(line, _)| *line)
    }

    /// Shows the same role or family from another catalog, at the same scroll position.
    pub(crate) fn remap(&mut self, map: &IdRemap<'_>) {
        self.memo.remap(|key| {
            let subject = match key.subject {
                DetailSubject::Role(role) => DetailSubject::Role(map.role(role)?),
                DetailSubject::Family(name) => DetailSubject::Family(name),
            };
            Some(DetailKey { subject, ..key })
        });
        (self.similar, self.asked_similar) = (Vec::new(), None);
        self.page.remap_links(|link| link.remap(map));
    }

    /// Clears the pane.
    pub(crate) fn clear(&mut self) {
        *self = Self { texts: std::mem::take(&mut self.texts), ..Self::default() };
    }
}

impl RoleDetailPane {
    fn lay_out(&self, catalog: &Catalog, key: &DetailKey) -> PageDraft {
        let (width, aside) = column_widths(&key.options);
        let role = match &key.subject {
            DetailSubject::Role(role) => *role,
            DetailSubject::Family(family) => {
                // A family has no facts beside its text, which gets the full width.
                let width = usize::from(key.options.width).min(MAX_TEXT);
                return family::family_draft(catalog, family, width);
            }
        };
        let similar = match key.similar {
            SimilarState::Unknown => None,
            SimilarState::Asked => Some(SimilarRoles::Pending),
            SimilarState::Known => self.similar_to(role).map(SimilarRoles::Known),
        };
        let text = RoleText {
            catalog,
            id: role,
            role: catalog.role(role),
            width,
            scope: key.options.scope,
            similar,
            you: key.options.you.as_ref(),
            has_aside: aside.is_some(),
            read_from: text_of(&self.texts, catalog, role),
        };
        role_draft(&text)
    }
}

/// Returns the width of the text, and of the facts beside it if there is room for them.
fn column_widths(options: &DetailOptions) -> (usize, Option<usize>) {
    let width = usize::from(options.width);
    if width < MIN_TEXT + GAP + MIN_ASIDE {
        return (width.min(MAX_TEXT), None);
    }
    let aside = width.saturating_sub(MAX_TEXT + GAP).clamp(MIN_ASIDE, MAX_TEXT / 2);
    ((width - GAP - aside).min(MAX_TEXT), Some(aside))
}

/// The roles most similar to a role.
#[derive(Debug, Clone, Copy)]
enum SimilarRoles<'a> {
    /// They are being found.
    Pending,
    /// The most similar first.
    Known(&'a [RelatedRole]),
}

/// The inputs of the text about a role.
struct RoleText<'a> {
    catalog: &'a Catalog,
    id: RoleId,
    role: &'a Role,
    width: usize,
    scope: ResponsibilityScope,
    similar: Option<SimilarRoles<'a>>,
    you: Option<&'a (&'static str, String)>,
    /// Whether the facts are beside the text.
    has_aside: bool,
    /// The text that the role was read from.
    read_from: Option<&'a SessionText>,
}

/// Builds the text with everything known about a role, wrapped to `width`, with the
/// responsibilities selected by `duties`.
pub fn role_doc(
    catalog: &Catalog,
    id: RoleId,
    width: usize,
    duties: ResponsibilityScope,
) -> TextDoc {
    let text = RoleText {
        catalog,
        id,
        role: catalog.role(id),
        width: width.min(MAX_TEXT),
        scope: duties,
        similar: None,
        you: None,
        has_aside: false,
        read_from: None,
    };
    role_draft(&text).doc
}

fn role_draft(text: &RoleText<'_>) -> PageDraft {
    let mut draft = PageDraft::default();
    let mut notes = CitationNumbers { cited: Vec::new() };
    draft.doc.sections.push((0, "Summary".to_string()));
    draft.doc.text(&text.role.summary, TextTone::Text, text.width, 0);
    summary::add(&mut draft, text, &mut notes);
    sections::responsibilities(&mut draft.doc, text, &mut notes);
    sections::skills(&mut draft, text, &mut notes);
    read_text::add(&mut draft, text);
    sections::similar(&mut draft, text);
    sections::moves(&mut draft, text, &mut notes);
    sections::pay(&mut draft.doc, text, &mut notes);
    sections::differences(&mut draft, text, &mut notes);
    if !text.has_aside {
        summary::facts(&mut draft.doc, text.catalog, text.role, text.width, &mut notes);
    }
    sections::sources(&mut draft.doc, text, &mut notes);
    draft.doc.rows.iter_mut().flatten().for_each(rows::restore_blanks);
    draft
}

/// Numbers sources in the order in which the text cites them.
struct CitationNumbers {
    cited: Vec<SourceId>,
}

impl CitationNumbers {
    /// Cites `sources` if there is something that they are about.
    fn cite_if(&mut self, is_stated: bool, sources: &[SourceId]) -> Option<TonedText> {
        if is_stated { self.cite(sources) } else { None }
    }

    /// Returns ` [1 3]`, dimmed, for text based on `sources`; nothing for the author's judgement.
    /// It is bound to the word before it, so that it never begins a line; see [`rows::restore_blanks`].
    fn cite(&mut self, sources: &[SourceId]) -> Option<TonedText> {
        if sources.is_empty() {
            return None;
        }
        let mut numbers = Vec::with_capacity(sources.len());
        for &source in sources {
            let at = self.cited.iter().position(|&s| s == source).unwrap_or_else(|| {
                self.cited.push(source);
                self.cited.len() - 1
            });
            numbers.push((at + 1).to_string());
        }
        Some(TonedText::new(
            format!("{NO_BREAK_BLANK}[{}]", numbers.join("\u{a0}")),
            TextTone::Faint,
        ))
    }
}

/// Formats how far up its scale `level` is: `●●○○`.
pub(crate) fn dots(level: Level) -> String {
    level.dots()
}

/// Width in cells of a bar beside figures.
const BAR: usize = 30;

/// Converts the amounts of `pay` for drawing.
pub(super) fn amounts(pay: &Pay) -> AmountRange {
    AmountRange { low: pay.low, high: pay.high, middle: pay.median.or(pay.mean) }
}

fn family_of<'a>(catalog: &'a Catalog, family: &str) -> &'a [RoleId] {
    catalog.families().find(|(name, _)| *name == family).map_or(&[], |(_, roles)| roles)
}
