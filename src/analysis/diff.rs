//! Two roles side by side: key differences, facts, responsibilities paired row by row, skills.

mod excerpt;

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use super::align::{self, GroupMember, align};
use super::evidence::{PairFeatures, PairMatrix, PreparedText, pair_features};
use super::facts::facts;
use super::mark::{join_spans, mark, mark_change, mark_group, mark_lists, same_words, unmarked};
use super::reasons::PairingExplainer;
use super::skills::{self, SkillRow};
use super::vocabulary::Vocabulary;
use super::words::StemHasher;
use crate::model::text::{LIST_SEPARATOR, escape_list_item};
use crate::model::{
    Catalog, Comparison, Responsibility, Role, RoleId, SkillId, SourceId, SourcePosition, ThemeId,
    words,
};
pub use excerpt::ExcerptOptions;

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
    pub(super) fn list(items: impl IntoIterator<Item = impl Into<String>>) -> Self {
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
    fn join(&self, between: &str) -> String {
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

    fn is_empty(&self) -> bool {
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
    pub(super) fn text(
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
    pub(super) fn prose(
        label: impl Into<String>,
        left: Option<&str>,
        right: Option<&str>,
    ) -> Option<Self> {
        let minor = left.zip(right).is_some_and(|(left, right)| same_words(left, right));
        Self::text(label, left, right).map(|change| Self { minor, ..change })
    }

    /// Returns the change of a list of running texts.
    pub(super) fn prose_list(
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
    pub(super) fn list(
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
    pub(super) fn with_prefix(mut self, what: &str) -> Self {
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
    pub(super) fn of<T: Into<MarkedText>>(
        field: &'static str,
        left: Option<T>,
        right: Option<T>,
    ) -> Option<Self> {
        let (left, right) = (left.map(T::into), right.map(T::into));
        (left != right).then_some(Self { field, left, right })
    }

    /// Returns the change in a line, which may itself be an item of a list.
    pub fn text(&self) -> String {
        let side = |side: &Option<MarkedText>| {
            side.as_ref().map_or("not stated".to_string(), |side| side.join("; "))
        };
        format!("{}: {} → {}", self.field, side(&self.left), side(&self.right))
    }
}

/// Changes between two copies of a role other than words, levels and importance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PropertyChanges {
    responsibilities: HashMap<(usize, usize), Vec<PropertyChange>>,
    skills: HashMap<SkillId, Vec<PropertyChange>>,
}

impl PropertyChanges {
    /// Adds `details` for the responsibilities at these positions on the left and on the right.
    pub(super) fn add_responsibility(
        &mut self,
        places: (usize, usize),
        details: impl IntoIterator<Item = PropertyChange>,
    ) {
        self.responsibilities.entry(places).or_default().extend(details);
    }

    /// Adds `details` for a skill that both copies require.
    pub(super) fn add_skill(
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
    pub(super) fn update_summary(&mut self) {
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
    /// Two pay figures that can be compared, by their positions in [`crate::model::Role::pay`].
    pub pay: Option<(usize, usize)>,
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

/// A piece of text that is either all marked as changed, or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedSpan {
    /// Text of the span.
    pub text: String,
    /// Whether the other side is worded differently. Always false for a responsibility that has no
    /// counterpart or is the same.
    pub changed: bool,
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
    fn of(rows: &[ResponsibilityRow]) -> Self {
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

/// Compares pairs of roles, weighting each word by how telling it is in the catalog.
///
/// Creating a differ reads every responsibility of the catalog; each diff after that takes well
/// under a millisecond. It can only be used with the catalog that it was created from.
#[derive(Debug)]
pub struct Differ {
    vocabulary: Vocabulary,
    /// Prepared responsibilities of roles that were compared.
    prepared: Mutex<HashMap<RoleId, Arc<[PreparedText]>>>,
}

/// Compares the vocabularies only, not the cache.
impl PartialEq for Differ {
    fn eq(&self, other: &Self) -> bool {
        self.vocabulary == other.vocabulary
    }
}

/// Maximum number of responsibilities kept ready, 2 kB each; then the cache is cleared. It is
/// enough for comparing one role with others in turn.
const MAX_READ: usize = 2_048;

impl Differ {
    /// Learns the weights of words from `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        Self::with_vocabulary(Vocabulary::new(catalog))
    }

    fn with_vocabulary(vocabulary: Vocabulary) -> Self {
        Self { vocabulary, prepared: Mutex::default() }
    }

    /// Writes the weights for [`Differ::read`] to restore, for the same catalog and in the same
    /// build of roledex.
    ///
    /// # Errors
    ///
    /// Errors of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.vocabulary.write(out)
    }

    /// Restores the weights from what [`Differ::write`] wrote; reads no more than `size` bytes. The
    /// caller must make sure that the bytes are the ones that were written.
    ///
    /// # Errors
    ///
    /// Errors of `input`, and an error if the bytes cannot be weights.
    pub fn read(_: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        Vocabulary::read(input, size).map(Self::with_vocabulary)
    }

    /// Returns the prepared responsibilities of `role`.
    fn prepared_responsibilities(&self, catalog: &Catalog, role: RoleId) -> Arc<[PreparedText]> {
        let mut read = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(duties) = read.get(&role) {
            return Arc::clone(duties);
        }
        let mut stems = StemHasher::new();
        let duties: Arc<[PreparedText]> = catalog
            .role(role)
            .responsibilities
            .iter()
            .map(|d| d.text.as_str())
            .map(|text: &str| PreparedText::new(&self.vocabulary, &mut stems, text))
            .collect();
        // A role without any responsibilities counts as one.
        let kept: usize = read.values().map(|duties| duties.len().max(1)).sum();
        if kept + duties.len() > MAX_READ {
            read.clear();
        }
        read.insert(role, Arc::clone(&duties));
        duties
    }

    /// Returns the figures of each pair of responsibilities, by position on the left and then on
    /// the right.
    pub fn pair_features(
        &self,
        catalog: &Catalog,
        left: RoleId,
        right: RoleId,
    ) -> PairMatrix<PairFeatures> {
        pair_features(
            &self.prepared_responsibilities(catalog, left),
            &self.prepared_responsibilities(catalog, right),
        )
    }

    /// Explains why the responsibilities of `diff` share a row or do not. `diff` must have been
    /// made by this differ, of the same catalog and roles and with the same options.
    pub fn explainer<'a>(
        &'a self,
        catalog: &'a Catalog,
        diff: &'a Diff,
        how: impl Into<DiffOptions>,
    ) -> PairingExplainer<'a> {
        let how = how.into();
        let (a, b) =
            (how.scope.of(catalog.role(diff.left)), how.scope.of(catalog.role(diff.right)));
        let read = [
            self.prepared_responsibilities(catalog, diff.left),
            self.prepared_responsibilities(catalog, diff.right),
        ];
        let keys = how.align == PairingMode::Auto;
        let likelihood = match how.align {
            PairingMode::Off => Vec::new(),
            _ => align::likelihoods(
                align::AlignSide { responsibilities: a, prepared: &read[0][..a.len()] },
                align::AlignSide { responsibilities: b, prepared: &read[1][..b.len()] },
                keys,
            ),
        };
        PairingExplainer::new(catalog, diff, &self.vocabulary, read, (likelihood, how.align))
    }

    /// Compares `left` and `right`, roles of the same catalog.
    pub fn diff(
        &self,
        catalog: &Catalog,
        left: RoleId,
        right: RoleId,
        how: impl Into<DiffOptions>,
    ) -> Diff {
        let how = how.into();
        let responsibilities = self.responsibilities(catalog, left, right, how);
        let counts = [left, right].map(|role| how.scope.of(catalog.role(role)).len());
        let too_many =
            how.align != PairingMode::Off && align::exceeds_pair_limit(counts[0], counts[1]);
        Diff {
            left,
            right,
            key_differences: key_differences(catalog, left, right),
            facts: facts(catalog, left, right),
            summary: DiffSummary::of(&responsibilities),
            responsibilities,
            skills: skills::compare_skills(catalog.role(left), catalog.role(right)),
            direct_moves: direct_moves(catalog, left, right),
            too_many: too_many.then_some((counts[0], counts[1])),
            move_changes: Vec::new(),
            details: PropertyChanges::default(),
        }
    }

    fn responsibilities(
        &self,
        catalog: &Catalog,
        left: RoleId,
        right: RoleId,
        how: DiffOptions,
    ) -> Vec<ResponsibilityRow> {
        let (a, b) = (how.scope.of(catalog.role(left)), how.scope.of(catalog.role(right)));
        let (read_a, read_b) = (
            self.prepared_responsibilities(catalog, left),
            self.prepared_responsibilities(catalog, right),
        );
        let alignment = align(
            align::AlignSide { responsibilities: a, prepared: &read_a[..a.len()] },
            align::AlignSide { responsibilities: b, prepared: &read_b[..b.len()] },
            how.align,
            // Two copies of a role have the same responsibilities: a split one has changed, and the
            // change must be visible.
            !how.exact,
        );
        let [joined_left, joined_right] = &alignment.joined;
        let (mut in_left, mut in_right) = (vec![false; a.len()], vec![false; b.len()]);
        let mut rows: Vec<(ResponsibilityRow, usize)> = Vec::with_capacity(a.len() + b.len());
        for (number, pair) in alignment.pairs.iter().enumerate() {
            let of_pair = |joined: &[GroupMember]| {
                joined.iter().filter(|join| join.pair == number).copied().collect::<Vec<_>>()
            };
            let (more_left, more_right) = (of_pair(joined_left), of_pair(joined_right));
            in_left[pair.left] = true;
            in_right[pair.right] = true;
            for (in_side, joined) in [(&mut in_left, &more_left), (&mut in_right, &more_right)] {
                for join in joined {
                    in_side[join.at] = true;
                }
            }
            let row = paired_row((a, b), pair, (&more_left, &more_right), how);
            rows.push((row, pair.left + pair.right));
        }
        let [nearest_left, nearest_right] = &alignment.nearest;
        let nearest = |all: &[Option<align::NearestMatch>], at: usize| {
            all.get(at)
                .copied()
                .flatten()
                .map(|near| NearestResponsibility { index: near.at, likelihood: near.likelihood })
        };
        let lone = |index: usize, duty: &Responsibility, nearest: Option<NearestResponsibility>| {
            ResponsibilityRow {
                theme: duty.theme,
                status: DiffStatus::Left,
                similarity: None,
                paired_by: None,
                left: Some(RowSide::from(ResponsibilityText {
                    index,
                    spans: unmarked(&duty.text),
                })),
                right: None,
                nearest,
            }
        };
        for (i, duty) in a.iter().enumerate().filter(|(i, _)| !in_left[*i]) {
            rows.push((lone(i, duty, nearest(nearest_left, i)), 2 * i));
        }
        for (i, duty) in b.iter().enumerate().filter(|(i, _)| !in_right[*i]) {
            let row = lone(i, duty, nearest(nearest_right, i));
            rows.push((
                ResponsibilityRow { status: DiffStatus::Right, left: None, right: row.left, ..row },
                2 * i,
            ));
        }
        // The order does not depend on the side, so that swapping the roles keeps it: pairs before
        // responsibilities without a counterpart, then by place in the roles, then by the words.
        rows.sort_by_cached_key(|(row, place)| {
            let paired = row.left.is_some() && row.right.is_some();
            let mut texts: Vec<String> =
                [&row.left, &row.right].into_iter().flatten().map(RowSide::text).collect();
            texts.sort();
            (row.theme, !paired, *place, texts)
        });
        rows.into_iter().map(|(row, _)| row).collect()
    }
}

/// Returns the row of `pair`, with the responsibilities that join it on either side.
fn paired_row(
    (a, b): (&[Responsibility], &[Responsibility]),
    pair: &align::AlignedPair,
    (more_left, more_right): (&[GroupMember], &[GroupMember]),
    how: DiffOptions,
) -> ResponsibilityRow {
    let (l, r) = (&a[pair.left], &b[pair.right]);
    let side =
        |index: usize, spans: Vec<MarkedSpan>| RowSide::from(ResponsibilityText { index, spans });
    let status = if pair.same && more_left.is_empty() && more_right.is_empty() {
        DiffStatus::Same
    } else {
        DiffStatus::Changed
    };
    let (left, right) = if !more_left.is_empty() {
        let (one, several) = group_sides((pair.left, a), more_left, &r.text);
        (several, side(pair.right, one))
    } else if !more_right.is_empty() {
        let (one, several) = group_sides((pair.right, b), more_right, &l.text);
        (side(pair.left, one), several)
    } else {
        let (left_spans, right_spans) = if pair.same {
            (unmarked(&l.text), unmarked(&r.text))
        } else {
            mark(&l.text, &r.text, how.exact)
        };
        (side(pair.left, left_spans), side(pair.right, right_spans))
    };
    ResponsibilityRow {
        // Independent of which role is on the left.
        theme: l.theme.min(r.theme),
        status,
        similarity: Some(pair.similarity),
        paired_by: Some(pair.by),
        left: Some(left),
        right: Some(right),
        nearest: None,
    }
}

/// Returns the text of the single responsibility and the side of the several: the paired one, at
/// `main`, and those that joined it.
fn group_sides(
    (main, duties): (usize, &[Responsibility]),
    joined: &[GroupMember],
    one: &str,
) -> (Vec<MarkedSpan>, RowSide) {
    let texts: Vec<&str> = std::iter::once(main)
        .chain(joined.iter().map(|join| join.at))
        .map(|at| duties[at].text.as_str())
        .collect();
    let (one, several) = mark_group(one, &texts);
    let mut several = several.into_iter();
    let main = ResponsibilityText { index: main, spans: several.next().unwrap_or_default() };
    let joined = joined.iter().zip(several).map(|(join, spans)| JoinedResponsibility {
        text: ResponsibilityText { index: join.at, spans },
        likelihood: join.likelihood,
        by: join.by,
    });
    (one, RowSide { main, joined: joined.collect() })
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

/// Compares `left` and `right`. For several pairs of one catalog create a [`Differ`] once.
///
/// ```
/// use roledex::analysis::diff::{Align, diff};
/// let catalog = roledex::builtin::catalog();
/// let role = catalog.role_by_id("product-manager").unwrap();
/// let same = diff(&catalog, role, role, Align::Auto).summary;
/// assert_eq!(same.changed + same.left + same.right, 0);
/// ```
pub fn diff(catalog: &Catalog, left: RoleId, right: RoleId, how: impl Into<DiffOptions>) -> Diff {
    Differ::new(catalog).diff(catalog, left, right, how)
}

/// Returns the points about the two roles from every comparison that names both.
fn key_differences(catalog: &Catalog, left: RoleId, right: RoleId) -> Vec<KeyDifference> {
    if left == right {
        return Vec::new();
    }
    let points = catalog
        .comparisons()
        .iter()
        .filter(|c: &&Comparison| c.roles.contains(&left) && c.roles.contains(&right))
        .flat_map(|c| &c.points);
    points
        .filter_map(|point| {
            let said =
                |role| point.texts.iter().find(|(r, _)| *r == role).map(|(_, text)| text.clone());
            let (left, right) = (said(left), said(right));
            let told = left.is_some() || right.is_some() || !point.positions.is_empty();
            told.then(|| KeyDifference {
                aspect: point.aspect.clone(),
                left,
                right,
                sources: point.sources.clone(),
                positions: point.positions.clone(),
            })
        })
        .collect()
}

/// Returns the moves that lead from either role directly to the other.
fn direct_moves(catalog: &Catalog, left: RoleId, right: RoleId) -> Vec<DirectMove> {
    let between = |from: RoleId, to: RoleId| {
        let moves = catalog.role(from).moves.iter().filter(move |m| m.to == to);
        moves.map(move |m| DirectMove {
            from,
            to,
            requires: m.requires.clone(),
            sources: m.sources.clone(),
        })
    };
    // Lower id first: the same order whichever role is on the left.
    let (first, second) = (left.min(right), left.max(right));
    if first == second {
        Vec::new()
    } else {
        between(first, second).chain(between(second, first)).collect()
    }
}

#[cfg(test)]
pub(super) mod fixture;
#[cfg(test)]
mod tests;
