//! What speaks for two responsibilities being one and the same kind of work, judged by their words.
//!
//! Six figures speak for each pair of one role's responsibilities with another's. Their weighted sum is the log-odds of
//! the pair: a logistic regression, fitted on the related occupations of O*NET 30.1, where two tasks belong together
//! when the analysts gave them a common detailed work activity. `benches/align.rs` fits them anew.
//!
//! | figure | weight |
//! | --- | --- |
//! | the words that both have, by rarity and by place: a cosine of TF-IDF, where the first words count most | [`Weights::words`] |
//! | the company that their words keep: the cosine of the `vocabulary`'s vectors, less what all duties of the two roles are about | [`Weights::company`] |
//! | the rarest word that both have, in nats | [`Weights::rarest`] |
//! | by how much the pair's company beats the next best of the one side, and of the other: the lesser lead and the greater | [`Weights::lesser_lead`], [`Weights::greater_lead`] |
//! | how well the duties of the two roles find each other at all | [`Weights::kinship`] |
//!
//! Of forty figures tried these carry nearly all that any of them knew: letter groups, phrases, the verb alone, bag-of-words
//! topics and the neighbours of neighbours add nothing to them that lasts on roles they were not fitted on.

use foldhash::{HashSet, HashSetExt};

use super::mark::wording;
use super::vocabulary::{COMPONENTS, Vocabulary, prominence};
use super::words::{Stems, Term, term};

/// The rarity of a word counts to this power, so that a single odd word does not decide.
const RARITY: f64 = 0.85;

/// What each figure weighs in the log-odds of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Shared words.
    pub words: f64,
    /// Like company.
    pub company: f64,
    /// The rarest shared word.
    pub rarest: f64,
    /// The lesser of the two leads over other pairs.
    pub lesser_lead: f64,
    /// The greater of them.
    pub greater_lead: f64,
    /// How near the two roles are.
    pub kinship: f64,
    /// The log-odds when nothing speaks for a pair.
    pub base: f64,
}

/// The weights in force.
pub const WEIGHTS: Weights = Weights {
    words: 2.43,
    company: 2.55,
    rarest: 0.10,
    lesser_lead: 1.51,
    greater_lead: 1.29,
    kinship: 1.34,
    base: -4.39,
};

/// The six figures of a pair, in the order of [`Weights`].
pub type Figures = [f64; 6];

impl Weights {
    /// The log-odds of a pair with these figures.
    pub fn log_odds(&self, figures: &Figures) -> f64 {
        let weights = [self.words, self.company, self.rarest, self.lesser_lead, self.greater_lead, self.kinship];
        weights.iter().zip(figures).map(|(weight, figure)| weight * figure).sum::<f64>() + self.base
    }
}

/// A text made ready for comparison. Only duties of one [`Vocabulary`] compare.
#[derive(Debug, Clone)]
pub(super) struct Duty {
    /// Tells wordings apart.
    wording: Term,
    /// Its stems with their weights, ordered by stem; of length 1, or empty.
    words: Vec<(Term, f32)>,
    /// The rarity of each of them.
    rarity: Vec<f32>,
    /// The mean company of its words; of length 1, or zeros.
    company: [f32; COMPONENTS],
}

impl Duty {
    /// `text`, as `vocabulary` sees it.
    pub(super) fn new(vocabulary: &Vocabulary, stems: &mut Stems, text: &str) -> Self {
        let mut words: Vec<(Term, f32)> = Vec::new();
        let mut known: HashSet<Term> = HashSet::new();
        for term in stems.of(text) {
            if known.insert(term) {
                let weight = prominence(words.len()) * vocabulary.rarity(term).powf(RARITY);
                words.push((term, weight as f32));
            }
        }
        words.sort_unstable_by_key(|(term, _)| *term);
        let mut company = [0.0; COMPONENTS];
        for (term, weight) in &words {
            for (to, from) in company.iter_mut().zip(vocabulary.vector(*term).into_iter().flatten()) {
                *to += weight * f32::from(*from);
            }
        }
        to_length_1(&mut company);
        let length = words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        for (_, weight) in &mut words {
            *weight /= length;
        }
        let rarity = words.iter().map(|(term, _)| vocabulary.rarity(*term) as f32).collect();
        Self { wording: term(&wording(text).join("\n")), words, rarity, company }
    }

    /// Tells wordings apart: the same for the [same words](Duty::same_words).
    pub(super) fn wording(&self) -> Term {
        self.wording
    }

    /// Its stems with their weights, ordered by stem.
    pub(super) fn words(&self) -> &[(Term, f32)] {
        &self.words
    }

    /// Whether both have the same words; case, blanks and punctuation around words are passed over.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        self.wording == other.wording
    }

    /// The cosine of the words of both, 0 to 1, and the rarity of the rarest that both have, or 0.
    pub(super) fn shared(&self, other: &Self) -> (f64, f64) {
        let (mut at, mut cosine, mut rarest) = (0, 0.0, 0.0_f32);
        for ((term, weight), rarity) in self.words.iter().zip(&self.rarity) {
            while other.words.get(at).is_some_and(|(theirs, _)| theirs < term) {
                at += 1;
            }
            if let Some((_, theirs)) = other.words.get(at).filter(|(theirs, _)| theirs == term) {
                cosine += f64::from(weight * theirs);
                rarest = rarest.max(*rarity);
            }
        }
        (cosine, f64::from(rarest))
    }
}

fn to_length_1(vector: &mut [f32; COMPONENTS]) {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 1e-6 {
        for x in vector {
            *x /= length;
        }
    } else {
        vector.fill(0.0);
    }
}

fn dot(a: &[f32; COMPONENTS], b: &[f32; COMPONENTS]) -> f64 {
    // In eight sums, which a machine adds side by side.
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    sums.iter().map(|sum| f64::from(*sum)).sum()
}

/// Something of each pair: by position on the left, then on the right.
pub type Table<T> = Vec<Vec<T>>;

/// The figures of each pair of `left` with `right`, the same from either side.
pub(super) fn figures(left: &[Duty], right: &[Duty]) -> Table<Figures> {
    if left.is_empty() || right.is_empty() {
        return vec![Vec::new(); left.len()];
    }
    let shared: Table<(f64, f64)> = left.iter().map(|l| right.iter().map(|r| l.shared(r)).collect()).collect();
    let company: Table<f64> =
        left.iter().map(|l| right.iter().map(|r| dot(&l.company, &r.company)).collect()).collect();
    let (own_left, own_right) = own_company(left, right);
    let (by_row, by_column) = (leads(&company, false), leads(&company, true));
    let kinship = kinship(&shared);
    let figures = |l: usize, r: usize| {
        let (row, column) = (by_row[l].lead(company[l][r]), by_column[r].lead(company[l][r]));
        let (words, rarest) = shared[l][r];
        [words, dot(&own_left[l], &own_right[r]), rarest, row.min(column), row.max(column), kinship]
    };
    (0..left.len()).map(|l| (0..right.len()).map(|r| figures(l, r)).collect()).collect()
}

/// The figures of pairs where not all pairs are compared: what a pair is measured against is the pairs that are.
pub(super) struct FiguresOfSome<'a> {
    left: &'a [Duty],
    right: &'a [Duty],
    own_left: Side,
    own_right: Side,
    by_row: Vec<Best>,
    by_column: Vec<Best>,
    kinship: f64,
}

impl<'a> FiguresOfSome<'a> {
    /// Compares each of `left` with those of `right` that `compared` names for it.
    pub(super) fn new(left: &'a [Duty], right: &'a [Duty], compared: &[Vec<usize>]) -> Self {
        let (own_left, own_right) = own_company(left, right);
        let (mut by_row, mut by_column) = (vec![Best::default(); left.len()], vec![Best::default(); right.len()]);
        let (mut best_left, mut best_right) = (vec![0.0_f64; left.len()], vec![0.0_f64; right.len()]);
        for (l, rights) in compared.iter().enumerate() {
            for &r in rights {
                let company = dot(&left[l].company, &right[r].company);
                by_row[l].take(company);
                by_column[r].take(company);
                let (cosine, _) = left[l].shared(&right[r]);
                best_left[l] = best_left[l].max(cosine);
                best_right[r] = best_right[r].max(cosine);
            }
        }
        let mean = |best: &[f64]| best.iter().sum::<f64>() / best.len().max(1) as f64;
        let kinship = f64::midpoint(mean(&best_left), mean(&best_right));
        Self { left, right, own_left, own_right, by_row, by_column, kinship }
    }

    /// The figures of the pair at these positions.
    pub(super) fn of(&self, l: usize, r: usize) -> Figures {
        let company = dot(&self.left[l].company, &self.right[r].company);
        let (row, column) = (self.by_row[l].lead(company), self.by_column[r].lead(company));
        let (words, rarest) = self.left[l].shared(&self.right[r]);
        let own = dot(&self.own_left[l], &self.own_right[r]);
        [words, own, rarest, row.min(column), row.max(column), self.kinship]
    }
}

/// A vector for each duty of a side.
type Side = Vec<[f32; COMPONENTS]>;

/// The company of each duty without what the duties of both roles have in common: between a dentist and a hygienist,
/// that both speak of teeth says nothing.
fn own_company(left: &[Duty], right: &[Duty]) -> (Side, Side) {
    let mean = |side: &[Duty]| {
        let mut mean = [0.0; COMPONENTS];
        for duty in side {
            for (to, from) in mean.iter_mut().zip(&duty.company) {
                *to += from / side.len() as f32;
            }
        }
        mean
    };
    // Of few duties the mean is mostly themselves.
    let known = 1.0 - 2.0 / (left.len() + right.len()) as f32;
    let common: Vec<f32> = mean(left).iter().zip(mean(right)).map(|(l, r)| known * f32::midpoint(*l, r)).collect();
    let own = |side: &[Duty]| {
        let less = |duty: &Duty| {
            let mut own = duty.company;
            for (to, common) in own.iter_mut().zip(&common) {
                *to -= common;
            }
            to_length_1(&mut own);
            own
        };
        side.iter().map(less).collect()
    };
    (own(left), own(right))
}

/// The two best figures of a row or a column, where there are so many.
#[derive(Debug, Clone, Copy, Default)]
struct Best {
    first: Option<f64>,
    second: Option<f64>,
}

impl Best {
    fn take(&mut self, value: f64) {
        if self.first.is_none_or(|first| value >= first) {
            self.second = self.first.replace(value);
        } else {
            self.second = Some(self.second.map_or(value, |second| second.max(value)));
        }
    }

    /// By how much `value`, one of the row, beats the best other; all of it where it is alone.
    fn lead(self, value: f64) -> f64 {
        let other = if self.first.is_some_and(|first| value >= first) { self.second } else { self.first };
        value - other.unwrap_or(0.0)
    }
}

/// The best figures of each row, or of each column.
fn leads(table: &Table<f64>, columns: bool) -> Vec<Best> {
    let mut best = vec![Best::default(); if columns { table[0].len() } else { table.len() }];
    for (l, row) in table.iter().enumerate() {
        for (r, &value) in row.iter().enumerate() {
            best[if columns { r } else { l }].take(value);
        }
    }
    best
}

/// The mean of what each duty shares with the one that shares most with it, over both sides alike.
fn kinship(shared: &Table<(f64, f64)>) -> f64 {
    let mut of_right = vec![0.0_f64; shared[0].len()];
    let mut of_left = 0.0;
    for row in shared {
        let mut best = 0.0_f64;
        for ((cosine, _), of_right) in row.iter().zip(&mut of_right) {
            best = best.max(*cosine);
            *of_right = of_right.max(*cosine);
        }
        of_left += best;
    }
    f64::midpoint(of_left / shared.len() as f64, of_right.iter().sum::<f64>() / of_right.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diff::fixture;

    fn log_odds(left: &[&str], right: &[&str]) -> Table<f64> {
        let catalog = fixture::catalog(&[left, right]);
        let vocabulary = Vocabulary::new(&catalog);
        let mut stems = Stems::new();
        let mut duties = |texts: &[&str]| -> Vec<Duty> {
            texts.iter().map(|text| Duty::new(&vocabulary, &mut stems, text)).collect()
        };
        let table = figures(&duties(left), &duties(right));
        table.iter().map(|row| row.iter().map(|figures| WEIGHTS.log_odds(figures)).collect()).collect()
    }

    #[test]
    fn the_same_duty_in_other_words_is_nearer_than_the_same_frame_about_something_else() {
        for (duty, same, other) in [
            ("Prioritises the product backlog.", "Prioritises the backlog of the team.", "Prioritises hiring plans."),
            ("Writes detailed product requirements.", "Writes requirements.", "Writes release notes."),
            ("Defines the product strategy.", "Defines strategic goals of the product.", "Defines the test data."),
        ] {
            let odds = log_odds(&[duty, "Keeps the books."], &[same, other]);
            assert!(odds[0][0] > odds[0][1], "{duty}: {odds:?}");
        }
    }

    #[test]
    fn both_sides_see_the_same() {
        let (left, right) = (["Keeps bees.", "Sells honey in jars.", "—"], ["Sells honey.", "Builds hives of wood."]);
        let (there, back) = (log_odds(&left, &right), log_odds(&right, &left));
        for (l, row) in there.iter().enumerate() {
            for (r, odds) in row.iter().enumerate() {
                assert_eq!(odds.to_bits(), back[r][l].to_bits());
            }
        }
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        for odds in log_odds(&["—", ""], &["Writes.", "…"]).into_iter().flatten() {
            assert!(odds < WEIGHTS.base + 0.5, "{odds}");
        }
        assert_eq!(log_odds(&["Writes."], &[]), [Vec::<f64>::new()]);
    }
}
