//! Results of comparing two roles.

use crate::analysis::mark::{
    MarkedSpan, join_spans, mark_change, mark_lists, same_words, unmarked,
};
use crate::analysis::skills::SkillRow;
use crate::model::text::{LIST_SEPARATOR, escape_list_item};
use crate::model::{
    Responsibility, Role, RoleId, SkillId, SourceId, SourcePosition, ThemeId, words,
};
use foldhash::HashMap;
use std::borrow::Cow;

words!(
    /// Method of pairing responsibilities.
    PairingMode {
        /// By `activity` first, then by text.
        Auto = "auto",
        /// By text alone.
        Text = "text",
        /// Not at all: every responsibility has a row of its own.
        Off = "off",
    }
);

words!(
    /// Result for a row of responsibilities.
    DiffStatus {
        /// Same words on both sides.
        Same = "same",
        /// The same responsibility in other words.
        Changed = "changed",
        /// On the left only.
        Left = "left",
        /// On the right only.
        Right = "right",
    }
);

words!(
    /// Result for a fact.
    FactStatus {
        /// Equal on both sides.
        Same = "same",
        /// Differs.
        Changed = "changed",
        /// Known on the left only.
        Left = "left",
        /// Known on the right only.
        Right = "right",
        /// Known on both sides, but not comparable; the note gives the reason.
        Incomparable = "incomparable",
    }
);

words!(
    /// Basis of a pair of responsibilities.
    PairingBasis {
        /// Equal activity keys.
        Activity = "activity",
        /// Similarity of the texts.
        Text = "text",
    }
);

words!(
    /// The responsibilities that count, of a role that extends another.
    #[derive(Default)]
    ResponsibilityScope {
        /// All of them, including inherited ones.
        #[default]
        InForce = "in-force",
        /// Those added by the role itself.
        AddedHere = "added-here",
    }
);

/// Options for comparing two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiffOptions {
    /// Method of pairing responsibilities.
    pub align: PairingMode,
    /// The responsibilities that count.
    pub scope: ResponsibilityScope,
    /// Whether a word in another number or tense is another word. Between two roles that is hardly
    /// a difference; between two copies of a role it is an edit.
    pub exact: bool,
}

impl From<PairingMode> for DiffOptions {
    fn from(align: PairingMode) -> Self {
        Self { align, scope: ResponsibilityScope::InForce, exact: false }
    }
}

impl ResponsibilityScope {
    /// Returns the responsibilities of `role` that count: its own come before the inherited ones.
    pub fn of(self, role: &Role) -> &[Responsibility] {
        let own = role.responsibilities.iter().position(|duty| duty.inherited_from.is_some());
        match self {
            Self::InForce => &role.responsibilities,
            Self::AddedHere => &role.responsibilities[..own.unwrap_or(role.responsibilities.len())],
        }
    }
}

/// Comparison of two roles side by side. Swapping the roles mirrors it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// The left role.
    pub left: RoleId,
    /// The right role.
    pub right: RoleId,
    /// Authored differences, from every comparison that names both roles.
    pub key_differences: Vec<KeyDifference>,
    /// Facts known of either role, in a fixed order.
    pub facts: Vec<FactRow>,
    /// Every responsibility of either role that counts, in exactly one row, grouped by theme in the
    /// catalog's order.
    pub responsibilities: Vec<ResponsibilityRow>,
    /// Every skill of either role in exactly one row.
    pub skills: Vec<SkillRow>,
    /// Moves from either role straight to the other.
    pub direct_moves: Vec<DirectMove>,
    /// Number of rows of responsibilities for each status; in an excerpt, still of the full
    /// comparison.
    pub summary: DiffSummary,
    /// Number of responsibilities of either role, if there are too many to compare each with each:
    /// then some that belong together may be left unpaired.
    pub too_many: Option<(usize, usize)>,
    /// Moves that changed between two copies of a role. Empty between two roles.
    pub move_changes: Vec<TextChange>,
    /// Changes of responsibilities and required skills between two copies of a role, other than
    /// words, levels and importance. Empty between two roles.
    pub details: PropertyChanges,
}

/// The value of a side: a text, or a list of texts, which are joined into one line when written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkedText {
    /// A text, cut where marking changes.
    Text(Vec<MarkedSpan>),
    /// A list, with a span for each item.
    List(Vec<MarkedSpan>),
}

impl MarkedText {
    /// Creates a list without any marking.
    pub(in crate::analysis) fn list(items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::List(
            items
                .into_iter()
                .map(|item| MarkedSpan { text: item.into(), changed: false })
                .collect(),
        )
    }

    /// Returns the text, or the items with ` · ` between them, for people.
    pub fn text(&self) -> String {
        self.join(" · ")
    }

    /// Returns the text, or the items with `between` between them.
    pub(super) fn join(&self, between: &str) -> String {
        let (Self::Text(spans) | Self::List(spans)) = self;
        let between = if matches!(self, Self::List(_)) { between } else { "" };
        spans.iter().map(|span| span.text.as_str()).collect::<Vec<_>>().join(between)
    }

    /// Returns the text, or the items as [`crate::model::text::join_list`] writes them, for programs.
    pub fn spans(&self) -> Cow<'_, [MarkedSpan]> {
        let items = match self {
            Self::Text(spans) => return spans.into(),
            Self::List(items) => items,
        };
        let (mut pieces, mut marks) = (Vec::new(), Vec::new());
        for item in items {
            if !pieces.is_empty() {
                pieces.push(Cow::Borrowed(LIST_SEPARATOR));
                marks.push(false);
            }
            pieces.push(escape_list_item(&item.text));
            marks.push(item.changed);
        }
        join_spans(&pieces, &marks).into()
    }

    pub(super) fn is_empty(&self) -> bool {
        let (Self::Text(spans) | Self::List(spans)) = self;
        spans.is_empty()
    }
}

impl From<String> for MarkedText {
    fn from(text: String) -> Self {
        Self::Text(unmarked(&text))
    }
}

/// A change between two copies of something, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// Name of the changed property: `description`, `working`.
    pub label: String,
    /// Whether it was changed, removed or added.
    pub status: DiffStatus,
    /// The old text, with changes marked; empty if there was none.
    pub left: MarkedText,
    /// The new text, with changes marked; empty if there is none.
    pub right: MarkedText,
    /// Whether only punctuation, capitals and blanks changed, in a text where these hardly count.
    pub minor: bool,
}

impl TextChange {
    /// Returns the change from `left` to `right`; `None` if they are equal.
    pub(in crate::analysis) fn text(
        label: impl Into<String>,
        left: Option<&str>,
        right: Option<&str>,
    ) -> Option<Self> {
        let (status, left, right) = match (left, right) {
            (None, None) => return None,
            (Some(left), Some(right)) if left == right => return None,
            (Some(left), None) => (DiffStatus::Left, unmarked(left), Vec::new()),
            (None, Some(right)) => (DiffStatus::Right, Vec::new(), unmarked(right)),
            (Some(left), Some(right)) => {
                let (left, right) = mark_change(left, right);
                (DiffStatus::Changed, left, right)
            }
        };
        let (left, right) = (MarkedText::Text(left), MarkedText::Text(right));
        Some(Self { label: label.into(), status, left, right, minor: false })
    }

    /// Returns the change of running text, where, unlike in names, punctuation and capitals hardly
    /// count.
    pub(in crate::analysis) fn prose(
        label: impl Into<String>,
        left: Option<&str>,
        right: Option<&str>,
    ) -> Option<Self> {
        let minor = left.zip(right).is_some_and(|(left, right)| same_words(left, right));
        Self::text(label, left, right).map(|change| Self { minor, ..change })
    }

    /// Returns the change of a list of running texts.
    pub(in crate::analysis) fn prose_list(
        label: impl Into<String>,
        left: &[String],
        right: &[String],
    ) -> Option<Self> {
        let minor = left.len() == right.len()
            && left.iter().zip(right).all(|(left, right)| same_words(left, right));
        Self::list(label, left, right).map(|change| Self { minor, ..change })
    }

    /// Returns the change from the list `left` to the list `right`, order included; `None` if they
    /// are equal.
    pub(in crate::analysis) fn list(
        label: impl Into<String>,
        left: &[String],
        right: &[String],
    ) -> Option<Self> {
        if left == right {
            return None;
        }
        let (left, right) = mark_lists(left, right);
        let (left, right) = (MarkedText::List(left), MarkedText::List(right));
        let status = match (left.is_empty(), right.is_empty()) {
            (_, true) => DiffStatus::Left,
            (true, _) => DiffStatus::Right,
            _ => DiffStatus::Changed,
        };
        Some(Self { label: label.into(), status, left, right, minor: false })
    }

    /// Prefixes the label with the name of the changed thing: `Baking: description`.
    pub(in crate::analysis) fn with_prefix(mut self, what: &str) -> Self {
        self.label = format!("{what}: {}", self.label);
        self
    }
}

/// A property of a responsibility or a required skill that changed: `share: 25 % of the time → 40 %
/// of the time`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyChange {
    /// Name of the property.
    pub field: &'static str,
    /// Old value, if it was stated.
    pub left: Option<MarkedText>,
    /// New value, if it is stated.
    pub right: Option<MarkedText>,
}

impl PropertyChange {
    /// Returns the change from `left` to `right`; `None` if they are equal.
    pub(in crate::analysis) fn of<T: Into<MarkedText>>(
        field: &'static str,
        left: Option<T>,
        right: Option<T>,
    ) -> Option<Self> {
        let (left, right) = (left.map(T::into), right.map(T::into));
        (left != right).then_some(Self { field, left, right })
    }

    /// Returns the change in a line, which may itself be an item of a list.
    pub fn text(&self) -> String {
        format!(
            "{}: {} → {}",
            self.field,
            side_text(self.left.as_ref()),
            side_text(self.right.as_ref())
        )
    }
}

pub(super) fn side_text(side: Option<&MarkedText>) -> String {
    side.map_or("not stated".to_string(), |side| side.join("; "))
}

/// Changes between two copies of a role other than words, levels and importance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PropertyChanges {
    pub(super) responsibilities: HashMap<(usize, usize), Vec<PropertyChange>>,
    pub(super) skills: HashMap<SkillId, Vec<PropertyChange>>,
}

impl PropertyChanges {
    /// Adds `details` for the responsibilities at these positions on the left and on the right.
    pub(in crate::analysis) fn add_responsibility(
        &mut self,
        places: (usize, usize),
        details: impl IntoIterator<Item = PropertyChange>,
    ) {
        self.responsibilities.entry(places).or_default().extend(details);
    }

    /// Adds `details` for a skill that both copies require.
    pub(in crate::analysis) fn add_skill(
        &mut self,
        skill: SkillId,
        details: impl IntoIterator<Item = PropertyChange>,
    ) {
        self.skills.entry(skill).or_default().extend(details);
    }

    /// Returns the details of the pair in `row`.
    pub fn for_responsibility(&self, row: &ResponsibilityRow) -> &[PropertyChange] {
        let places = row
            .left
            .as_ref()
            .zip(row.right.as_ref())
            .map(|(left, right)| (left.index(), right.index()));
        places
            .and_then(|places| self.responsibilities.get(&places))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Returns the details of a required skill.
    pub fn for_skill(&self, skill: SkillId) -> &[PropertyChange] {
        self.skills.get(&skill).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Diff {
    /// Returns the status of a required skill in the terms for responsibilities, details included.
    pub fn skill_status(&self, row: &SkillRow) -> DiffStatus {
        match row.diff_status() {
            DiffStatus::Same if !self.details.for_skill(row.skill).is_empty() => {
                DiffStatus::Changed
            }
            kind => kind,
        }
    }

    /// Counts the rows of responsibilities again.
    pub(in crate::analysis) fn update_summary(&mut self) {
        self.summary = DiffSummary::of(&self.responsibilities);
    }
}

/// A move between the two roles, and its requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectMove {
    /// Role where it starts.
    pub from: RoleId,
    /// Role where it leads.
    pub to: RoleId,
    /// Requirements for the move.
    pub requires: Vec<String>,
    /// Sources; empty means the author's judgement.
    pub sources: Vec<SourceId>,
}

/// An authored difference between the two roles.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyDifference {
    /// Topic of the difference.
    pub aspect: String,
    /// Text for the left role.
    pub left: Option<String>,
    /// Text for the right role.
    pub right: Option<String>,
    /// Sources; empty means the author's judgement.
    pub sources: Vec<SourceId>,
    /// Positions of sources that disagree: what each states about the two roles.
    pub positions: Vec<SourcePosition>,
}

/// A fact about both sides, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// Name of the fact: `family`, `level`, `reports to`, `experience`, `pay`, …
    pub field: &'static str,
    /// Value of the left role, if known; between two copies of a role with changes marked.
    pub left: Option<MarkedText>,
    /// Value of the right role, if known; between two copies of a role with changes marked.
    pub right: Option<MarkedText>,
    /// Result of the comparison.
    pub status: FactStatus,
    /// Reason why the two cannot be compared, or another remark.
    pub note: Option<String>,
    /// The figures of pay that the row is about, by their positions in [`crate::model::Role::pay`].
    pub pay: [Option<usize>; 2],
}

/// A row of responsibilities: a pair, one against several, or one without a counterpart.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponsibilityRow {
    /// Heading of the row.
    pub theme: ThemeId,
    /// Result of the comparison.
    pub status: DiffStatus,
    /// Likelihood that the two are one kind of work, 0 to 1, and 1 for the same words; `None` for
    /// one without a counterpart. For a group it is that of the pair that the others join.
    pub similarity: Option<f64>,
    /// Basis of the pair.
    pub paired_by: Option<PairingBasis>,
    /// Responsibilities of the left role.
    pub left: Option<RowSide>,
    /// Responsibilities of the right role.
    pub right: Option<RowSide>,
    /// The most similar responsibility of the other role, if this one has no counterpart and
    /// another is similar.
    pub nearest: Option<NearestResponsibility>,
}

impl ResponsibilityRow {
    /// Whether one side has several responsibilities.
    pub fn is_group(&self) -> bool {
        [&self.left, &self.right].into_iter().flatten().any(|side| !side.joined.is_empty())
    }
}

/// A side of a row: a responsibility, and others that join it if they correspond to the same one of
/// the other side.
#[derive(Debug, Clone, PartialEq)]
pub struct RowSide {
    /// The paired responsibility.
    pub main: ResponsibilityText,
    /// Responsibilities that joined the pair, by their positions.
    pub joined: Vec<JoinedResponsibility>,
}

/// A responsibility that joined a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinedResponsibility {
    /// The responsibility.
    pub text: ResponsibilityText,
    /// Likelihood that it and the responsibility on the other side are one kind of work.
    pub likelihood: f64,
    /// Basis of the join.
    pub by: PairingBasis,
}

/// The marked text of a responsibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponsibilityText {
    /// Position in [`crate::model::Role::responsibilities`].
    pub index: usize,
    /// The text, cut where marking changes; the spans joined are exactly the text.
    pub spans: Vec<MarkedSpan>,
}

impl ResponsibilityText {
    /// Returns the text.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// A responsibility of the other role that is similar to one without a counterpart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearestResponsibility {
    /// Position in [`crate::model::Role::responsibilities`] of the other role.
    pub index: usize,
    /// Likelihood that the two are one kind of work.
    pub likelihood: f64,
}

/// Number of rows of responsibilities for each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DiffSummary {
    /// Same words.
    pub same: usize,
    /// Other words.
    pub changed: usize,
    /// On the left only.
    pub left: usize,
    /// On the right only.
    pub right: usize,
}

impl DiffSummary {
    /// Counts `rows` by status.
    pub(super) fn of(rows: &[ResponsibilityRow]) -> Self {
        let mut summary = Self::default();
        for row in rows {
            match row.status {
                DiffStatus::Same => summary.same += 1,
                DiffStatus::Changed => summary.changed += 1,
                DiffStatus::Left => summary.left += 1,
                DiffStatus::Right => summary.right += 1,
            }
        }
        summary
    }
}

impl From<ResponsibilityText> for RowSide {
    fn from(main: ResponsibilityText) -> Self {
        Self { main, joined: Vec::new() }
    }
}

impl RowSide {
    /// Returns the position of the paired responsibility.
    pub fn index(&self) -> usize {
        self.main.index
    }

    /// Returns the text of the paired responsibility.
    pub fn text(&self) -> String {
        self.main.text()
    }

    /// Returns all responsibilities of this side, the paired one first.
    pub fn responsibilities(&self) -> impl Iterator<Item = &ResponsibilityText> {
        std::iter::once(&self.main).chain(self.joined.iter().map(|joined| &joined.text))
    }
}
