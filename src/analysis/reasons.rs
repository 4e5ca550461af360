//! Explains why responsibilities share a row of a comparison, or do not.
//!
//! A [`Why`] explains the rows of one [`Diff`]: what two responsibilities have in common, how
//! likely they are one kind of work, and how likely is enough. Everything that shows a row takes
//! its words from here.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::align::{LIKELY, LIKELY_MORE, MOST_JOINED, different_words, nearly_the_same};
use super::diff::{Align, Diff, DutyRow, PairedBy, Side, Status};
use super::evidence::{Duty, Table, Word};
use super::mark::words_of;
use super::vocabulary::Vocabulary;
use super::words::{Stems, Term};
use crate::model::{Catalog, Responsibility, RoleId};

/// Maximum number of shared words that are named, rarest first.
const MOST_WORDS: usize = 6;

/// A reason for or against two responsibilities sharing a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// Both have the same words.
    SameWords,
    /// Their authors gave both the same activity.
    SameActivity,
    /// Their authors gave them different activities.
    OtherActivity,
    /// They have many words and differ in only this many.
    NearlyTheSame(usize),
    /// Likelihood that the two are one kind of work, and the threshold.
    Likelihood {
        /// Likelihood that they are.
        likelihood: f64,
        /// Threshold to share a row; `None` if nothing is enough, because the row of the other one
        /// is closed.
        enough: Option<Enough>,
    },
    /// Words that both have, in the left one's spelling, rarest first, and the number of further
    /// ones.
    SharedWords(Vec<String>, usize),
    /// Words of the left and of the right that serve for the same work, most similar first.
    KinWords(Vec<(String, String)>),
    /// Both share only this opening word.
    OnlyOpening(String),
    /// They have no word in common.
    NoSharedWord,
    /// Both are under the same heading, and the roles have several.
    SameTheme(String),
    /// They are under different headings: the left one's and the right one's.
    OtherTheme(String, String),
    /// The row of the other one is closed.
    Closed(Closed),
}

/// Threshold to share a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enough {
    /// To form a pair with one that is alone.
    ToPair,
    /// To join a row that is already a pair.
    ToJoin,
}

impl Enough {
    /// Returns the likelihood that is enough.
    pub fn likelihood(self) -> f64 {
        match self {
            Self::ToPair => LIKELY,
            Self::ToJoin => LIKELY_MORE,
        }
    }

    fn text(self) -> String {
        let what = match self {
            Self::ToPair => "share a row",
            Self::ToJoin => "join a pair",
        };
        format!("{} % is enough to {what}", percent(self.likelihood()))
    }
}

/// Why nothing more can join a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Closed {
    /// Both sides have the same words.
    Same,
    /// The other side already has several against this one, or this side has as many as may join.
    Several,
    /// It is paired with this text.
    Pair(String),
}

impl Reason {
    /// Returns the reason in plain English, in a few words.
    pub fn text(&self) -> String {
        match self {
            Self::SameWords => "same words".to_string(),
            Self::SameActivity => "same activity".to_string(),
            Self::OtherActivity => "different activities".to_string(),
            Self::NearlyTheSame(0) => "same words except small ones and endings".to_string(),
            Self::NearlyTheSame(1) => "same words except one".to_string(),
            Self::NearlyTheSame(count) => format!("same words except {count}"),
            Self::Likelihood { likelihood, enough: None } => {
                format!("{} % likely to be the same work", percent(*likelihood))
            }
            Self::Likelihood { likelihood, enough: Some(enough) } => {
                format!("{} % likely to be the same work; {}", percent(*likelihood), enough.text())
            }
            Self::SharedWords(words, 0) => format!("shared words: {}", words.join(", ")),
            Self::SharedWords(words, more) => {
                format!("shared words: {} and {more} more", words.join(", "))
            }
            Self::KinWords(words) => {
                let words: Vec<String> =
                    words.iter().map(|(left, right)| format!("{left} ~ {right}")).collect();
                format!("related words: {}", words.join(", "))
            }
            Self::OnlyOpening(word) => format!("only the opening word is shared: {word}"),
            Self::NoSharedWord => "no word is shared".to_string(),
            Self::SameTheme(theme) => format!("same theme: {theme}"),
            Self::OtherTheme(left, right) => format!("different themes: {left} and {right}"),
            Self::Closed(Closed::Same) => "it has a counterpart with the same words".to_string(),
            Self::Closed(Closed::Several) => "its row already sets one against several".to_string(),
            Self::Closed(Closed::Pair(text)) => format!("it is paired with “{text}”"),
        }
    }
}

/// The subject of reasons.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// Why the two are a pair.
    Pair,
    /// Why this responsibility joins the pair.
    Joined(String),
    /// The most similar responsibility of the other role for one that is alone, and why they are
    /// not paired.
    Nearest(String),
    /// Another responsibility that is similar to one of a pair, but not in its row.
    Next(String),
    /// Nothing is similar to one that is alone: the title of the other role.
    Nothing(String),
    /// Nothing is similar to one that is alone, among those it was compared with: the title of the
    /// other role.
    NothingOfSome(String),
}

/// Reasons with their subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Subject of the reasons.
    pub about: About,
    /// Reasons, most important first.
    pub reasons: Vec<Reason>,
}

impl Explained {
    /// Returns the reasons in one line: `paired: same words`.
    pub fn text(&self) -> String {
        let reasons: Vec<String> = self.reasons.iter().map(Reason::text).collect();
        let reasons = reasons.join("; ");
        match &self.about {
            About::Pair => format!("paired: {reasons}"),
            About::Joined(text) => format!("“{text}” joins the pair: {reasons}"),
            About::Nearest(text) => format!("no counterpart; nearest is “{text}”: {reasons}"),
            About::Next(text) => format!("also near is “{text}”: {reasons}"),
            About::Nothing(title) => format!("no counterpart; nothing in {title} comes near"),
            About::NothingOfSome(title) => {
                format!(
                    "no counterpart among the responsibilities of {title} that it was compared with"
                )
            }
        }
    }
}

/// Returns `likelihood` in percent. An uncertain value never reads as 100 %, and a value below a
/// threshold never reaches it.
pub fn percent(likelihood: f64) -> usize {
    if likelihood >= 1.0 {
        100
    } else {
        (likelihood.max(0.0) * 100.0 + 1e-9).floor().min(99.0) as usize
    }
}

/// Returns the headings of responsibilities in `row` that differ from the heading of the row:
/// `under Delivery in Product lead`.
pub fn under(catalog: &Catalog, diff: &Diff, row: &DutyRow) -> Vec<String> {
    // Between two copies of one role a new heading is a change, and is listed with the changes.
    if diff.details.of_duty(row).iter().any(|detail| detail.field == "theme") {
        return Vec::new();
    }
    let mut headings = Vec::new();
    for (role, side) in [(diff.left, &row.left), (diff.right, &row.right)] {
        let role = catalog.role(role);
        let duties = side
            .iter()
            .flat_map(Side::duties)
            .filter_map(|duty| role.responsibilities.get(duty.index));
        let others = duties.map(|duty| duty.theme).filter(|theme| *theme != row.theme);
        headings.extend(
            others.map(|theme| format!("under {} in {}", catalog.theme(theme).title, role.title)),
        );
    }
    headings.dedup();
    headings
}

/// Returns the text of the other role's responsibility that is most similar to the one of `row`,
/// and how likely the two are one kind of work.
pub fn nearest<'a>(catalog: &'a Catalog, diff: &Diff, row: &DutyRow) -> Option<(&'a str, f64)> {
    let nearest = row.nearest.as_ref()?;
    let other = if row.left.is_some() { diff.right } else { diff.left };
    let duty = catalog.role(other).responsibilities.get(nearest.index)?;
    Some((&duty.text, nearest.likelihood))
}

/// Explains why the responsibilities of a comparison share a row, or do not.
pub struct Why<'a> {
    catalog: &'a Catalog,
    diff: &'a Diff,
    vocabulary: &'a Vocabulary,
    read: [Arc<[Duty]>; 2],
    /// Likelihood of each pair, if all pairs were compared.
    likelihood: Table<f64>,
    /// Method by which responsibilities were paired.
    align: Align,
    /// Whether the roles have more than one heading.
    themes: bool,
    /// Row of each responsibility, left and right, by position in [`Diff::responsibilities`].
    rows: [HashMap<usize, usize>; 2],
}

impl<'a> Why<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        diff: &'a Diff,
        vocabulary: &'a Vocabulary,
        read: [Arc<[Duty]>; 2],
        (likelihood, align): (Table<f64>, Align),
    ) -> Self {
        let mut rows = [HashMap::new(), HashMap::new()];
        for (number, row) in diff.responsibilities.iter().enumerate() {
            for (rows, side) in rows.iter_mut().zip([&row.left, &row.right]) {
                rows.extend(side.iter().flat_map(Side::duties).map(|duty| (duty.index, number)));
            }
        }
        let mut why =
            Self { catalog, diff, vocabulary, read, likelihood, align, themes: false, rows };
        let duties = [diff.left, diff.right]
            .into_iter()
            .flat_map(|role| &catalog.role(role).responsibilities);
        let themes: HashSet<_> = duties.map(|duty| duty.theme).collect();
        why.themes = themes.len() > 1;
        why
    }

    /// Explains `row`, a row of the comparison: the pair, each that joins it, and other similar
    /// ones.
    pub fn explain(&self, row: &DutyRow) -> Vec<Explained> {
        let (left, right) = (row.left.as_ref(), row.right.as_ref());
        // Without a comparison there is no reason.
        let (Some(left), Some(right)) = (left, right) else {
            return if self.align == Align::Off { Vec::new() } else { vec![self.alone(row)] };
        };
        let places = (left.index(), right.index());
        let pair = Explained { about: About::Pair, reasons: self.of_pair(places, row) };
        let mut all = vec![pair];
        for (side, of_left) in [(left, true), (right, false)] {
            for joined in &side.joined {
                let places = if of_left {
                    (joined.duty.index, right.index())
                } else {
                    (left.index(), joined.duty.index)
                };
                let mut reasons = Vec::new();
                match joined.by {
                    PairedBy::Activity => reasons.push(Reason::SameActivity),
                    PairedBy::Text => {
                        reasons.push(Reason::Likelihood {
                            likelihood: joined.likelihood,
                            enough: Some(Enough::ToJoin),
                        });
                    }
                }
                reasons.extend(self.in_common(places));
                all.push(Explained { about: About::Joined(joined.duty.text()), reasons });
            }
        }
        all.extend(self.next(row, left, right));
        all
    }

    /// Returns the reasons for `row`, with one line for each responsibility that they are about.
    pub fn lines(&self, row: &DutyRow) -> Vec<String> {
        self.explain(row).iter().map(Explained::text).collect()
    }

    /// Whether activities and headings counted.
    fn keys(&self) -> bool {
        self.align == Align::Auto
    }

    fn duty(&self, role: RoleId, at: usize) -> Option<&'a Responsibility> {
        self.catalog.role(role).responsibilities.get(at)
    }

    fn likelihood(&self, left: usize, right: usize) -> Option<f64> {
        self.likelihood.get(left)?.get(right).copied()
    }

    fn of_pair(&self, places: (usize, usize), row: &DutyRow) -> Vec<Reason> {
        let same = match (self.read[0].get(places.0), self.read[1].get(places.1)) {
            (Some(left), Some(right)) => left.same_words(right),
            _ => row.status == Status::Same,
        };
        if same {
            return self.headings(places, vec![Reason::SameWords]);
        }
        let mut reasons = Vec::new();
        match (row.paired_by, row.similarity) {
            (Some(PairedBy::Activity), _) => reasons.push(Reason::SameActivity),
            (_, Some(likelihood)) => {
                reasons.push(Reason::Likelihood { likelihood, enough: Some(Enough::ToPair) });
            }
            _ => {}
        }
        reasons.extend(self.in_common(places));
        reasons
    }

    /// Explains which responsibility is most similar to one that is alone.
    fn alone(&self, row: &DutyRow) -> Explained {
        let other = if row.left.is_some() { self.diff.right } else { self.diff.left };
        let nothing = || {
            let title = self.catalog.role(other).title.clone();
            if self.diff.too_many.is_some() {
                About::NothingOfSome(title)
            } else {
                About::Nothing(title)
            }
        };
        let near = row.nearest.and_then(|near| Some((near, self.duty(other, near.index)?)));
        let own = row.left.as_ref().or(row.right.as_ref()).map(Side::index);
        let (Some((near, duty)), Some(own)) = (near, own) else {
            return Explained { about: nothing(), reasons: Vec::new() };
        };
        let of_left = row.left.is_some();
        let places = if of_left { (own, near.index) } else { (near.index, own) };
        // A responsibility that is already in a row would have to be joined.
        let taken = self.rows[usize::from(of_left)]
            .get(&near.index)
            .map(|&at| &self.diff.responsibilities[at]);
        let taken = taken.filter(|row| row.left.is_some() && row.right.is_some());
        let closed = taken.and_then(|row| closed(row, of_left));
        let enough = match &closed {
            Some(Closed::Same | Closed::Several) => None,
            Some(Closed::Pair(_)) => Some(Enough::ToJoin),
            None => Some(Enough::ToPair),
        };
        let mut reasons = vec![Reason::Likelihood { likelihood: near.likelihood, enough }];
        reasons.extend(closed.map(Reason::Closed));
        reasons.extend(self.in_common(places));
        Explained { about: About::Nearest(duty.text.clone()), reasons }
    }

    /// Explains which responsibility is most similar to one of a pair besides those in its row.
    fn next(&self, row: &DutyRow, left: &Side, right: &Side) -> Option<Explained> {
        let (lefts, rights) = (&self.read[0], &self.read[1]);
        let own = |side: &Side, at: usize| side.duties().any(|duty| duty.index == at);
        let to_right =
            (0..rights.len()).filter(|at| !own(right, *at)).map(|at| (left.index(), at, false));
        let to_left =
            (0..lefts.len()).filter(|at| !own(left, *at)).map(|at| (at, right.index(), true));
        let likely = |(l, r, of_left)| Some((self.likelihood(l, r)?, (l, r, of_left)));
        // Ties go to the first.
        let order = |a: &(f64, (usize, usize, bool)), b: &(f64, (usize, usize, bool))| {
            a.0.total_cmp(&b.0).then((b.1.0 + b.1.1).cmp(&(a.1.0 + a.1.1)))
        };
        let (likelihood, (l, r, of_left)) =
            to_right.chain(to_left).filter_map(likely).max_by(order)?;
        if likelihood < LIKELY || row.status == Status::Same {
            return None;
        }
        let near =
            if of_left { self.duty(self.diff.left, l)? } else { self.duty(self.diff.right, r)? };
        let reasons = vec![Reason::Likelihood { likelihood, enough: Some(Enough::ToJoin) }];
        Some(Explained { about: About::Next(near.text.clone()), reasons })
    }

    /// Returns what two responsibilities have in common, and what distinguishes them.
    fn in_common(&self, (l, r): (usize, usize)) -> Vec<Reason> {
        let (Some(left), Some(right)) =
            (self.duty(self.diff.left, l), self.duty(self.diff.right, r))
        else {
            return Vec::new();
        };
        let words = match (self.read[0].get(l), self.read[1].get(r)) {
            (Some(a), Some(b)) if a.same_words(b) => vec![Reason::SameWords],
            (Some(a), Some(b)) if nearly_the_same(a, b).is_some() => {
                vec![Reason::NearlyTheSame(different_words(a, b))]
            }
            _ => {
                let kin = kin_words(&left.text, &right.text);
                let mut words = vec![shared_words(self.vocabulary, &left.text, &right.text)];
                words.extend((!kin.is_empty()).then_some(Reason::KinWords(kin)));
                words
            }
        };
        self.headings((l, r), words)
    }

    /// Returns `reasons` with those from the authors' keys and headings added.
    fn headings(&self, (l, r): (usize, usize), mut reasons: Vec<Reason>) -> Vec<Reason> {
        let (Some(left), Some(right)) =
            (self.duty(self.diff.left, l), self.duty(self.diff.right, r))
        else {
            return reasons;
        };
        if self.keys()
            && left.activity.is_some()
            && right.activity.is_some()
            && left.activity != right.activity
        {
            reasons.push(Reason::OtherActivity);
        }
        let title = |duty: &Responsibility| self.catalog.theme(duty.theme).title.clone();
        if left.theme != right.theme {
            reasons.push(Reason::OtherTheme(title(left), title(right)));
        } else if self.keys() && self.themes {
            reasons.push(Reason::SameTheme(title(left)));
        }
        reasons
    }
}

/// Returns why nothing more can join `row` on the left, or on the right.
fn closed(row: &DutyRow, on_left: bool) -> Option<Closed> {
    let (own, other) = if on_left { (&row.left, &row.right) } else { (&row.right, &row.left) };
    Some(match (row.status, own, other) {
        (Status::Same, ..) => Closed::Same,
        (_, Some(_), Some(other)) if !other.joined.is_empty() => Closed::Several,
        (_, Some(own), _) if own.joined.len() >= MOST_JOINED => Closed::Several,
        (_, Some(own), _) => Closed::Pair(own.text()),
        _ => return None,
    })
}

/// Maximum number of word pairs that are named.
const MOST_COUPLES: usize = 3;
/// Minimum similarity of words that are named together, 0 to 1.
const LEAST_NEARNESS: f32 = 0.3;
/// Maximum number of words of a text to look at, from the start: comparing all with all grows with
/// the square of the length.
const MOST_LOOKED_AT: usize = 64;

/// Returns pairs of a word only in `left` and a word only in `right` that serve for the same work;
/// each word in one pair, most similar first.
fn kin_words(left: &str, right: &str) -> Vec<(String, String)> {
    let mut stems = Stems::new();
    let mut read = |text: &str| -> Vec<(String, Word)> {
        let words = words_of(text).into_iter().map(|word| word.to_lowercase());
        let stemmed =
            words.filter_map(|word| stems.of(&word).first().map(|term| (word, Word::new(*term))));
        stemmed.take(MOST_LOOKED_AT).collect()
    };
    let (left, right) = (read(left), read(right));
    let only = |own: &[(String, Word)], other: &[(String, Word)]| -> Vec<(String, Word)> {
        let mut known: HashSet<Term> = other.iter().map(|(_, word)| word.term).collect();
        own.iter().filter(|(_, word)| known.insert(word.term)).cloned().collect()
    };
    let (left, right) = (only(&left, &right), only(&right, &left));
    let mut couples: Vec<(f32, usize, usize)> = Vec::new();
    for (l, (_, a)) in left.iter().enumerate() {
        for (r, (_, b)) in right.iter().enumerate() {
            couples.push((a.nearness(*b), l, r));
        }
    }
    couples.retain(|(nearness, _, _)| *nearness >= LEAST_NEARNESS);
    couples.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then((a.1 + a.2).cmp(&(b.1 + b.2))).then(a.1.cmp(&b.1))
    });
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (_, l, r) in couples {
        if taken.len() < MOST_COUPLES && taken.iter().all(|(left, right)| *left != l && *right != r)
        {
            taken.push((l, r));
        }
    }
    taken.into_iter().map(|(l, r)| (left[l].0.clone(), right[r].0.clone())).collect()
}

/// Returns the words that both texts have.
fn shared_words(vocabulary: &Vocabulary, left: &str, right: &str) -> Reason {
    let mut stems = Stems::new();
    let opening = |stems: &mut Stems, text: &str| stems.of(text).first().copied();
    let (first, other_first) = (opening(&mut stems, left), opening(&mut stems, right));
    let theirs: HashSet<Term> = stems.of(right).into_iter().collect();
    let mut known = HashSet::new();
    let mut shared: Vec<(f64, String, Term)> = Vec::new();
    for (at, mut word) in words_of(left).into_iter().enumerate() {
        let mut of_word = stems.of(&word);
        // The capital of a first word is not part of the word.
        if at == 0 && !word.chars().skip(1).any(char::is_uppercase) {
            word = word.to_lowercase();
        }
        of_word.retain(|term| theirs.contains(term) && known.insert(*term));
        let rarity = of_word.iter().map(|term| vocabulary.rarity(*term)).fold(0.0, f64::max);
        if let Some(term) = of_word.first() {
            shared.push((rarity, word, *term));
        }
    }
    match &shared[..] {
        [] => Reason::NoSharedWord,
        [(_, word, term)] if first == Some(*term) && other_first == first => {
            Reason::OnlyOpening(word.clone())
        }
        _ => {
            shared.sort_by(|a, b| b.0.total_cmp(&a.0));
            let more = shared.len().saturating_sub(MOST_WORDS);
            Reason::SharedWords(
                shared.into_iter().take(MOST_WORDS).map(|(_, word, _)| word).collect(),
                more,
            )
        }
    }
}

#[cfg(test)]
mod tests;
