//! Two roles side by side: key differences, facts, responsibilities paired row by row, skills.

mod excerpt;

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::HashMap;

use super::align::{self, Joined, align};
use super::evidence::{Duty, Figures, Table, figures};
use super::facts::facts;
use super::mark::{joined, mark, mark_change, mark_lists, mark_several, same_words, unmarked};
use super::reasons::Why;
use super::skills::{self, SkillRow};
use super::vocabulary::Vocabulary;
use super::words::Stems;
use crate::model::text::{SEPARATOR, list_item};
use crate::model::{
    Catalog, Comparison, Position, Responsibility, Role, RoleId, SkillId, SourceId, ThemeId, words,
};
pub use excerpt::Excerpt;

words!(
    /// How responsibilities are paired.
    Align {
        /// By `activity` first, then by text.
        Auto = "auto",
        /// By text alone.
        Text = "text",
        /// Not at all: every responsibility stands alone.
        Off = "off",
    }
);

words!(
    /// The verdict on one row of responsibilities.
    Status {
        /// Worded alike on both sides.
        Same = "same",
        /// The same duty in other words.
        Changed = "changed",
        /// On the left only.
        Left = "left",
        /// On the right only.
        Right = "right",
    }
);

words!(
    /// The verdict on one fact.
    FactStatus {
        /// Equal on both sides.
        Same = "same",
        /// Differs.
        Changed = "changed",
        /// Known on the left only.
        Left = "left",
        /// Known on the right only.
        Right = "right",
        /// Known on both sides, but not of the same measure; the note says why.
        Incomparable = "incomparable",
    }
);

words!(
    /// What made two responsibilities a pair.
    PairedBy {
        /// Equal activity keys.
        Activity = "activity",
        /// Likeness of the texts.
        Text = "text",
    }
);

words!(
    /// Which responsibilities of a role that extends another count.
    #[derive(Default)]
    Duties {
        /// All that hold, inherited ones included.
        #[default]
        InForce = "in-force",
        /// Those that the role adds itself.
        AddedHere = "added-here",
    }
);

/// How two roles are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// How responsibilities are paired.
    pub align: Align,
    /// Which of them count.
    pub duties: Duties,
    /// Whether a word in another number or tense is another word. Between two roles that is hardly
    /// a difference; between two copies of one it is what somebody changed.
    pub exact: bool,
}

impl From<Align> for How {
    fn from(align: Align) -> Self {
        Self { align, duties: Duties::InForce, exact: false }
    }
}

impl Duties {
    /// Those of `role` that count: its own stand before the inherited ones.
    pub fn of(self, role: &Role) -> &[Responsibility] {
        let own = role.responsibilities.iter().position(|duty| duty.origin.is_some());
        match self {
            Self::InForce => &role.responsibilities,
            Self::AddedHere => &role.responsibilities[..own.unwrap_or(role.responsibilities.len())],
        }
    }
}

/// Two roles side by side. Swapping the roles mirrors it.
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
    /// Every responsibility of either role that counts in exactly one row, grouped by theme in the
    /// catalog's order.
    pub responsibilities: Vec<DutyRow>,
    /// Every skill of either role in exactly one row.
    pub skills: Vec<SkillRow>,
    /// Moves from either role straight to the other.
    pub steps: Vec<Step>,
    /// How many rows of responsibilities have each verdict, of an excerpt those of the whole.
    pub summary: Summary,
    /// How many responsibilities either role has, where these are too many to compare each with
    /// each: then some that belong together may stand alone.
    pub too_many: Option<(usize, usize)>,
    /// Between two copies of one role: its moves that changed. Between two roles none.
    pub moves: Vec<Change>,
    /// Between two copies of one role: what changed in responsibilities and required skills
    /// besides their words, levels and importance. Between two roles none.
    pub details: Details,
}

/// What one side says: a text, or a list of texts. They are put into one line where they are
/// written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording {
    /// A text, cut where marking changes.
    Text(Vec<Span>),
    /// A list, with a span for each item.
    List(Vec<Span>),
}

impl Wording {
    /// A list of which nothing is marked.
    pub(super) fn list(items: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::List(
            items.into_iter().map(|item| Span { text: item.into(), changed: false }).collect(),
        )
    }

    /// The text, or the items with ` · ` between them, for people.
    pub fn text(&self) -> String {
        self.join(" · ")
    }

    /// The text, or the items with `between` between them.
    fn join(&self, between: &str) -> String {
        let (Self::Text(spans) | Self::List(spans)) = self;
        let between = if matches!(self, Self::List(_)) { between } else { "" };
        spans.iter().map(|span| span.text.as_str()).collect::<Vec<_>>().join(between)
    }

    /// The text, or the items as [`crate::model::text::list`] writes them, for programs.
    pub fn spans(&self) -> Cow<'_, [Span]> {
        let items = match self {
            Self::Text(spans) => return spans.into(),
            Self::List(items) => items,
        };
        let (mut pieces, mut marks) = (Vec::new(), Vec::new());
        for item in items {
            if !pieces.is_empty() {
                pieces.push(Cow::Borrowed(SEPARATOR));
                marks.push(false);
            }
            pieces.push(list_item(&item.text));
            marks.push(item.changed);
        }
        joined(&pieces, &marks).into()
    }

    fn is_empty(&self) -> bool {
        let (Self::Text(spans) | Self::List(spans)) = self;
        spans.is_empty()
    }
}

impl From<String> for Wording {
    fn from(text: String) -> Self {
        Self::Text(unmarked(&text))
    }
}

/// A change between two copies of something, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changed: `description`, `working`.
    pub label: String,
    /// Whether it changed, was dropped or was added.
    pub status: Status,
    /// The text as it was, with what changed marked; empty where there was none.
    pub left: Wording,
    /// The text as it is, likewise.
    pub right: Wording,
    /// Whether nothing but punctuation, capitals and blanks changed, in a text where these hardly
    /// count.
    pub minor: bool,
}

impl Change {
    /// The change from `left` to `right`; `None` where there is no change.
    pub(super) fn text(
        label: impl Into<String>,
        left: Option<&str>,
        right: Option<&str>,
    ) -> Option<Self> {
        let (status, left, right) = match (left, right) {
            (None, None) => return None,
            (Some(left), Some(right)) if left == right => return None,
            (Some(left), None) => (Status::Left, unmarked(left), Vec::new()),
            (None, Some(right)) => (Status::Right, Vec::new(), unmarked(right)),
            (Some(left), Some(right)) => {
                let (left, right) = mark_change(left, right);
                (Status::Changed, left, right)
            }
        };
        let (left, right) = (Wording::Text(left), Wording::Text(right));
        Some(Self { label: label.into(), status, left, right, minor: false })
    }

    /// The same of running text, where punctuation and capitals hardly count: in names they do.
    pub(super) fn prose(
        label: impl Into<String>,
        left: Option<&str>,
        right: Option<&str>,
    ) -> Option<Self> {
        let minor = left.zip(right).is_some_and(|(left, right)| same_words(left, right));
        Self::text(label, left, right).map(|change| Self { minor, ..change })
    }

    /// The same of a list of running texts.
    pub(super) fn prose_list(
        label: impl Into<String>,
        left: &[String],
        right: &[String],
    ) -> Option<Self> {
        let minor = left.len() == right.len()
            && left.iter().zip(right).all(|(left, right)| same_words(left, right));
        Self::list(label, left, right).map(|change| Self { minor, ..change })
    }

    /// The change from the list `left` to the list `right`, order included; `None` where there is
    /// no change.
    pub(super) fn list(
        label: impl Into<String>,
        left: &[String],
        right: &[String],
    ) -> Option<Self> {
        if left == right {
            return None;
        }
        let (left, right) = mark_lists(left, right);
        let (left, right) = (Wording::List(left), Wording::List(right));
        let status = match (left.is_empty(), right.is_empty()) {
            (_, true) => Status::Left,
            (true, _) => Status::Right,
            _ => Status::Changed,
        };
        Some(Self { label: label.into(), status, left, right, minor: false })
    }

    /// The same of something else: `Baking: description`.
    pub(super) fn under(mut self, what: &str) -> Self {
        self.label = format!("{what}: {}", self.label);
        self
    }
}

/// A property of a responsibility or a required skill that changed: `share: 25 % of the time → 40 %
/// of the time`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// What it is.
    pub field: &'static str,
    /// What it was, where it was stated.
    pub left: Option<Wording>,
    /// What it is, where it is stated.
    pub right: Option<Wording>,
}

impl Detail {
    /// The change from `left` to `right`; `None` where there is no change.
    pub(super) fn of<T: Into<Wording>>(
        field: &'static str,
        left: Option<T>,
        right: Option<T>,
    ) -> Option<Self> {
        let (left, right) = (left.map(T::into), right.map(T::into));
        (left != right).then_some(Self { field, left, right })
    }

    /// The change in a line, which may itself be an item of a list.
    pub fn text(&self) -> String {
        let side = |side: &Option<Wording>| {
            side.as_ref().map_or("not stated".to_string(), |side| side.join("; "))
        };
        format!("{}: {} → {}", self.field, side(&self.left), side(&self.right))
    }
}

/// What changed between two copies of a role besides words, levels and importance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    duties: HashMap<(usize, usize), Vec<Detail>>,
    skills: HashMap<SkillId, Vec<Detail>>,
}

impl Details {
    /// Notes `details` of the responsibilities at these positions on the left and on the right.
    pub(super) fn note_duty(
        &mut self,
        places: (usize, usize),
        details: impl IntoIterator<Item = Detail>,
    ) {
        self.duties.entry(places).or_default().extend(details);
    }

    /// Notes `details` of a skill that both copies require.
    pub(super) fn note_skill(&mut self, skill: SkillId, details: impl IntoIterator<Item = Detail>) {
        self.skills.entry(skill).or_default().extend(details);
    }

    /// Those of the pair in `row`.
    pub fn of_duty(&self, row: &DutyRow) -> &[Detail] {
        let places = row
            .left
            .as_ref()
            .zip(row.right.as_ref())
            .map(|(left, right)| (left.index(), right.index()));
        places.and_then(|places| self.duties.get(&places)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Those of a required skill.
    pub fn of_skill(&self, skill: SkillId) -> &[Detail] {
        self.skills.get(&skill).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Diff {
    /// The verdict on a required skill in the words for responsibilities, details included.
    pub fn skill_kind(&self, row: &SkillRow) -> Status {
        match row.kind() {
            Status::Same if !self.details.of_skill(row.skill).is_empty() => Status::Changed,
            kind => kind,
        }
    }

    /// Counts the rows of responsibilities again.
    pub(super) fn count(&mut self) {
        self.summary = Summary::of(&self.responsibilities);
    }
}

/// A move between the two roles, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it starts.
    pub from: RoleId,
    /// Where it leads.
    pub to: RoleId,
    /// What it takes.
    pub requires: Vec<String>,
    /// Who says so; empty means the author's judgement.
    pub sources: Vec<SourceId>,
}

/// An authored difference between the two roles.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyDifference {
    /// What it is about.
    pub aspect: String,
    /// What is said of the left role.
    pub left: Option<String>,
    /// What is said of the right role.
    pub right: Option<String>,
    /// Who says so; empty means the author's judgement.
    pub sources: Vec<SourceId>,
    /// Where sources disagree: what each of them says of the two.
    pub positions: Vec<Position>,
}

/// One fact on both sides, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// What the fact is: `family`, `level`, `reports to`, `experience`, `pay`, …
    pub field: &'static str,
    /// The left role's, where known; between two copies of one role with what changed marked.
    pub left: Option<Wording>,
    /// The right role's, likewise.
    pub right: Option<Wording>,
    /// The verdict.
    pub status: FactStatus,
    /// Why the two do not compare, or what else is to be said.
    pub note: Option<String>,
    /// Two figures of pay that compare, by their positions in [`crate::model::Role::pay`].
    pub pay: Option<(usize, usize)>,
}

/// One row of responsibilities: a pair, one against several, or one that stands alone.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyRow {
    /// The heading that the row stands under.
    pub theme: ThemeId,
    /// The verdict.
    pub status: Status,
    /// How likely the two are one kind of work, 0 to 1, and 1 for the same words; `None` where one
    /// stands alone. Of a group that of the pair that the others join.
    pub similarity: Option<f64>,
    /// What made it a pair.
    pub paired_by: Option<PairedBy>,
    /// The left role's.
    pub left: Option<Side>,
    /// The right role's.
    pub right: Option<Side>,
    /// The responsibility of the other role that comes nearest, where one stands alone and another
    /// comes near.
    pub nearest: Option<Nearest>,
}

impl DutyRow {
    /// Whether one side holds several responsibilities.
    pub fn is_group(&self) -> bool {
        [&self.left, &self.right].into_iter().flatten().any(|side| !side.joined.is_empty())
    }
}

/// One side of a row: a responsibility, and those that join it where the other side's is split into
/// several.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The responsibility that the pair was made of.
    pub main: DutyText,
    /// Those that joined the pair, by their positions.
    pub joined: Vec<JoinedText>,
}

/// A responsibility that joined a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinedText {
    /// The responsibility.
    pub duty: DutyText,
    /// How likely it and the one on the other side are one kind of work.
    pub likelihood: f64,
    /// What made it join.
    pub by: PairedBy,
}

/// The text of a responsibility, marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyText {
    /// Position in [`crate::model::Role::responsibilities`].
    pub index: usize,
    /// The text, cut where marking changes; the spans join to exactly the text.
    pub spans: Vec<Span>,
}

impl DutyText {
    /// The text.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

/// A responsibility of the other role that comes near one that stands alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// Position in [`crate::model::Role::responsibilities`] of the other role.
    pub index: usize,
    /// How likely the two are one kind of work.
    pub likelihood: f64,
}

/// A stretch of text that is all marked as changed, or all not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The stretch.
    pub text: String,
    /// Whether the other side says it otherwise. Always false where a responsibility stands alone
    /// or is the same.
    pub changed: bool,
}

/// How many rows of responsibilities have each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Worded alike.
    pub same: usize,
    /// In other words.
    pub changed: usize,
    /// On the left only.
    pub left: usize,
    /// On the right only.
    pub right: usize,
}

impl Summary {
    /// Counts `rows` by verdict.
    fn of(rows: &[DutyRow]) -> Self {
        let mut summary = Self::default();
        for row in rows {
            match row.status {
                Status::Same => summary.same += 1,
                Status::Changed => summary.changed += 1,
                Status::Left => summary.left += 1,
                Status::Right => summary.right += 1,
            }
        }
        summary
    }
}

/// Puts pairs of roles side by side, knowing how telling each word of the catalog is.
///
/// Making one reads every responsibility of the catalog; each diff after that costs well under a
/// millisecond. It is good for the one catalog that it was made of.
#[derive(Debug)]
pub struct Differ {
    vocabulary: Vocabulary,
    /// The responsibilities of roles that were compared, made ready.
    read: Mutex<HashMap<RoleId, Arc<[Duty]>>>,
}

/// Equal in what they know of words.
impl PartialEq for Differ {
    fn eq(&self, other: &Self) -> bool {
        self.vocabulary == other.vocabulary
    }
}

/// Maximum number of responsibilities kept ready, 2 kB each; then it starts anew. Somebody who
/// compares one role with others finds them here, and nobody looks at so many at once.
const MOST_READ: usize = 2_048;

impl Differ {
    /// Learns the weights of words from `catalog`.
    pub fn new(catalog: &Catalog) -> Self {
        Self::knowing(Vocabulary::new(catalog))
    }

    fn knowing(vocabulary: Vocabulary) -> Self {
        Self { vocabulary, read: Mutex::default() }
    }

    /// Writes the weights so that [`Differ::read`] finds them, for the same catalog and in the same
    /// build of roledex.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.vocabulary.write(out)
    }

    /// What was written; reads no more than `size` bytes. That the bytes are those that were
    /// written is for the caller to know.
    ///
    /// # Errors
    ///
    /// Those of `input`, and when the bytes cannot be those of weights.
    pub fn read(_: &Catalog, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        Vocabulary::read(input, size).map(Self::knowing)
    }

    /// The responsibilities of `role`, made ready.
    fn duties(&self, catalog: &Catalog, role: RoleId) -> Arc<[Duty]> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(duties) = read.get(&role) {
            return Arc::clone(duties);
        }
        let mut stems = Stems::new();
        let duty = |text: &str| Duty::new(&self.vocabulary, &mut stems, text);
        let duties: Arc<[Duty]> =
            catalog.role(role).responsibilities.iter().map(|d| d.text.as_str()).map(duty).collect();
        // A role without any takes its place as well.
        let kept: usize = read.values().map(|duties| duties.len().max(1)).sum();
        if kept + duties.len() > MOST_READ {
            read.clear();
        }
        read.insert(role, Arc::clone(&duties));
        duties
    }

    /// What the words say of each pair of responsibilities, by position on the left and then on the
    /// right.
    pub fn figures(&self, catalog: &Catalog, left: RoleId, right: RoleId) -> Table<Figures> {
        figures(&self.duties(catalog, left), &self.duties(catalog, right))
    }

    /// Answers why the responsibilities of `diff`, which was made by this of the same catalog and
    /// roles and in the same way, share a row or do not.
    pub fn why<'a>(&'a self, catalog: &'a Catalog, diff: &'a Diff, how: impl Into<How>) -> Why<'a> {
        let how = how.into();
        let (a, b) =
            (how.duties.of(catalog.role(diff.left)), how.duties.of(catalog.role(diff.right)));
        let read = [self.duties(catalog, diff.left), self.duties(catalog, diff.right)];
        let keys = how.align == Align::Auto;
        let likelihood = match how.align {
            Align::Off => Vec::new(),
            _ => align::likelihoods(
                align::Duties { told: a, read: &read[0][..a.len()] },
                align::Duties { told: b, read: &read[1][..b.len()] },
                keys,
            ),
        };
        Why::new(catalog, diff, &self.vocabulary, read, (likelihood, how.align))
    }

    /// Puts `left` and `right`, roles of the same catalog, side by side.
    pub fn diff(
        &self,
        catalog: &Catalog,
        left: RoleId,
        right: RoleId,
        how: impl Into<How>,
    ) -> Diff {
        let how = how.into();
        let responsibilities = self.responsibilities(catalog, left, right, how);
        let counts = [left, right].map(|role| how.duties.of(catalog.role(role)).len());
        let too_many = how.align != Align::Off && align::is_too_many(counts[0], counts[1]);
        Diff {
            left,
            right,
            key_differences: key_differences(catalog, left, right),
            facts: facts(catalog, left, right),
            summary: Summary::of(&responsibilities),
            responsibilities,
            skills: skills::compare(catalog.role(left), catalog.role(right)),
            steps: steps(catalog, left, right),
            too_many: too_many.then_some((counts[0], counts[1])),
            moves: Vec::new(),
            details: Details::default(),
        }
    }

    fn responsibilities(
        &self,
        catalog: &Catalog,
        left: RoleId,
        right: RoleId,
        how: How,
    ) -> Vec<DutyRow> {
        let (a, b) = (how.duties.of(catalog.role(left)), how.duties.of(catalog.role(right)));
        let (read_a, read_b) = (self.duties(catalog, left), self.duties(catalog, right));
        let alignment = align(
            align::Duties { told: a, read: &read_a[..a.len()] },
            align::Duties { told: b, read: &read_b[..b.len()] },
            how.align,
            // Two copies of one role have the same duties: what is split has changed, and is to be
            // seen.
            !how.exact,
        );
        let [joined_left, joined_right] = &alignment.joined;
        let (mut in_left, mut in_right) = (vec![false; a.len()], vec![false; b.len()]);
        let mut rows: Vec<(DutyRow, usize)> = Vec::with_capacity(a.len() + b.len());
        for (number, pair) in alignment.pairs.iter().enumerate() {
            let of_pair = |joined: &[Joined]| {
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
        let nearest = |all: &[Option<align::Near>], at: usize| {
            all.get(at)
                .copied()
                .flatten()
                .map(|near| Nearest { index: near.at, likelihood: near.likelihood })
        };
        let lone = |index: usize, duty: &Responsibility, nearest: Option<Nearest>| DutyRow {
            theme: duty.theme,
            status: Status::Left,
            similarity: None,
            paired_by: None,
            left: Some(Side::from(DutyText { index, spans: unmarked(&duty.text) })),
            right: None,
            nearest,
        };
        for (i, duty) in a.iter().enumerate().filter(|(i, _)| !in_left[*i]) {
            rows.push((lone(i, duty, nearest(nearest_left, i)), 2 * i));
        }
        for (i, duty) in b.iter().enumerate().filter(|(i, _)| !in_right[*i]) {
            let row = lone(i, duty, nearest(nearest_right, i));
            rows.push((
                DutyRow { status: Status::Right, left: None, right: row.left, ..row },
                2 * i,
            ));
        }
        // Nothing here asks which side is which, so that swapping the roles keeps the order: pairs
        // before what stands alone, then by place in the roles, then by the words.
        rows.sort_by_cached_key(|(row, place)| {
            let paired = row.left.is_some() && row.right.is_some();
            let mut texts: Vec<String> =
                [&row.left, &row.right].into_iter().flatten().map(Side::text).collect();
            texts.sort();
            (row.theme, !paired, *place, texts)
        });
        rows.into_iter().map(|(row, _)| row).collect()
    }
}

/// The row of `pair`, and of what joins it on the one side or the other.
fn paired_row(
    (a, b): (&[Responsibility], &[Responsibility]),
    pair: &align::Pair,
    (more_left, more_right): (&[Joined], &[Joined]),
    how: How,
) -> DutyRow {
    let (l, r) = (&a[pair.left], &b[pair.right]);
    let side = |index: usize, spans: Vec<Span>| Side::from(DutyText { index, spans });
    let status = if pair.same && more_left.is_empty() && more_right.is_empty() {
        Status::Same
    } else {
        Status::Changed
    };
    let (left, right) = if !more_left.is_empty() {
        let (one, several) = several_against_one((pair.left, a), more_left, &r.text);
        (several, side(pair.right, one))
    } else if !more_right.is_empty() {
        let (one, several) = several_against_one((pair.right, b), more_right, &l.text);
        (side(pair.left, one), several)
    } else {
        let (left_spans, right_spans) = if pair.same {
            (unmarked(&l.text), unmarked(&r.text))
        } else {
            mark(&l.text, &r.text, how.exact)
        };
        (side(pair.left, left_spans), side(pair.right, right_spans))
    };
    DutyRow {
        // The same on both sides, whichever stands left.
        theme: l.theme.min(r.theme),
        status,
        similarity: Some(pair.similarity),
        paired_by: Some(pair.by),
        left: Some(left),
        right: Some(right),
        nearest: None,
    }
}

/// The text of the one, and the side of the several: the one of the pair, at `main`, and what
/// joined it.
fn several_against_one(
    (main, duties): (usize, &[Responsibility]),
    joined: &[Joined],
    one: &str,
) -> (Vec<Span>, Side) {
    let texts: Vec<&str> = std::iter::once(main)
        .chain(joined.iter().map(|join| join.at))
        .map(|at| duties[at].text.as_str())
        .collect();
    let (one, several) = mark_several(one, &texts);
    let mut several = several.into_iter();
    let main = DutyText { index: main, spans: several.next().unwrap_or_default() };
    let joined = joined.iter().zip(several).map(|(join, spans)| JoinedText {
        duty: DutyText { index: join.at, spans },
        likelihood: join.likelihood,
        by: join.by,
    });
    (one, Side { main, joined: joined.collect() })
}

impl From<DutyText> for Side {
    fn from(main: DutyText) -> Self {
        Self { main, joined: Vec::new() }
    }
}

impl Side {
    /// The position of the responsibility that the pair was made of.
    pub fn index(&self) -> usize {
        self.main.index
    }

    /// The text of the responsibility that the pair was made of.
    pub fn text(&self) -> String {
        self.main.text()
    }

    /// All responsibilities of this side, the one of the pair first.
    pub fn duties(&self) -> impl Iterator<Item = &DutyText> {
        std::iter::once(&self.main).chain(self.joined.iter().map(|joined| &joined.duty))
    }
}

/// Puts `left` and `right` side by side. For several pairs of one catalog make a [`Differ`] once.
///
/// ```
/// use roledex::analysis::diff::{Align, diff};
/// let catalog = roledex::builtin::catalog();
/// let role = catalog.role_by_id("product-manager").unwrap();
/// let same = diff(&catalog, role, role, Align::Auto).summary;
/// assert_eq!(same.changed + same.left + same.right, 0);
/// ```
pub fn diff(catalog: &Catalog, left: RoleId, right: RoleId, how: impl Into<How>) -> Diff {
    Differ::new(catalog).diff(catalog, left, right, how)
}

/// What every comparison that names both roles says of them.
fn key_differences(catalog: &Catalog, left: RoleId, right: RoleId) -> Vec<KeyDifference> {
    if left == right {
        return Vec::new();
    }
    let both = |c: &&Comparison| c.roles.contains(&left) && c.roles.contains(&right);
    let points = catalog.comparisons().iter().filter(both).flat_map(|c| &c.points);
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

/// The moves that lead from either role straight to the other.
fn steps(catalog: &Catalog, left: RoleId, right: RoleId) -> Vec<Step> {
    let between = |from: RoleId, to: RoleId| {
        let moves = catalog.role(from).moves.iter().filter(move |m| m.to == to);
        moves.map(move |m| Step {
            from,
            to,
            requires: m.requires.clone(),
            sources: m.sources.clone(),
        })
    };
    // Lower id first: the same order whichever role stands left.
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
