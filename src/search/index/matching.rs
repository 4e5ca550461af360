//! Matches the labels of items with one alternative of a query.

use super::best::{BestFits, Likeness, UNDERSTOOD_SCORE};
use super::hit::Hit;
use super::matcher::{Matcher, is_allowed};
use super::partial::CrossTextFit;
use super::tables::{RESPONSIBILITIES, ROLE_NAMES, ROLE_PROSE, SKILL_NAMES, SKILL_PROSE};
use crate::search::filter::AllowedItems;
use crate::search::labels::{FoundLabel, INITIALS, Labels, WordFits};
use crate::search::loan::PooledVec;
use crate::search::query::QueryAlternative;
use crate::search::scope::SearchScope;
use crate::search::term::QueryTerm;
use crate::search::word::TypedWord;

/// Descriptions are searched if fewer names than this match: after that many, nobody reads on to
/// passing mentions.
pub(super) const ENOUGH_NAMES: usize = 500;

/// Abbreviations and misspellings are also searched if fewer names than this match.
pub(super) const FEW_NAMES: usize = 10;

/// Maximum number of labels with scattered letters that are listed.
pub(super) const MAX_SCATTERED: usize = 100;

/// Maximum number of letters that may be taken for initials rather than the start of a word; they
/// are unless more than `RARE_FACTOR` times as many labels contain them otherwise.
pub(super) const FEW_LETTERS: usize = 3;

pub(super) const RARE_FACTOR: usize = 16;

pub(super) const SURELY_INITIALS: i32 = 130;

/// Bonus if words match the capitals as typed: enough to outrank the start of a longer word, or to
/// settle a tie.
pub(super) const CASE_BONUS: i32 = 110;

pub(super) const WEAK_CASE_BONUS: i32 = 4;

/// Deduction for a responsibility if names are searched too: more than what a word at its start
/// gains over another form of the word at the start of a name.
pub(super) const SENTENCE_DISCOUNT: i32 = 175;

/// Score of a literal match (`'exact`): at the start of a word, and inside.
pub(super) const VERBATIM_SCORE: i32 = 900;

/// Returns the parts of the index to search in `scope`, names first.
pub(super) const fn parts_of(scope: SearchScope) -> &'static [usize] {
    match scope {
        SearchScope::Roles => &[ROLE_NAMES, ROLE_PROSE],
        SearchScope::Skills => &[SKILL_NAMES, SKILL_PROSE],
        SearchScope::Responsibilities => &[RESPONSIBILITIES],
        SearchScope::All => &[ROLE_NAMES, SKILL_NAMES, RESPONSIBILITIES, ROLE_PROSE, SKILL_PROSE],
    }
}

impl Matcher<'_> {
    /// Marks the places that have one of `not` in a name or a responsibility; empty if nothing is
    /// excluded. Descriptions exclude nothing, as they mention many things in passing.
    pub(super) fn banned(self, parts: &[usize], not: &[QueryTerm]) -> Vec<bool> {
        let mut banned: Vec<bool> = Vec::new();
        let names = parts.iter().filter(|part| !matches!(**part, ROLE_PROSE | SKILL_PROSE));
        for (at, term) in names.flat_map(|at| not.iter().map(move |term| (*at, term))) {
            banned.resize(self.tables.places(), false);
            let part = &self.tables.parts[at];
            part.labels.containing(&term.text, |label| {
                if term.matches(part.labels.text(label)) {
                    banned[part.place(label) as usize] = true;
                }
            });
        }
        banned
    }

    pub(super) fn match_alternative(
        self,
        alternative: &QueryAlternative,
        scope: SearchScope,
        sieve: Option<&AllowedItems>,
    ) -> BestFits {
        let QueryAlternative { words, required: must, excluded: not, whole, .. } = alternative;
        let parts = parts_of(scope);
        let banned = self.banned(parts, not);
        let permitted = &|place: u32| is_permitted(place, &banned, sieve, self);
        let mut best = BestFits::new(self.tables.places());
        // Number of items found by a name; descriptions mention many things in passing.
        let mut named = 0;
        let mut take = |at: usize, found: &mut PooledVec<FoundLabel>| {
            let part = &self.tables.parts[at];
            for FoundLabel { label, score } in found.drain(..) {
                let (place, matched, _) = part.tag(label);
                if permitted(place) && must.iter().all(|term| term.matches(part.labels.text(label)))
                {
                    let discount = discount_of(at, parts);
                    let (score, least) =
                        (score - matched.discount() - discount, UNDERSTOOD_SCORE - discount);
                    let new = score >= least && best.of[place as usize].score < least;
                    named += usize::from(new && !matches!(at, ROLE_PROSE | SKILL_PROSE));
                    best.offer(place, score, at, label, 0);
                }
            }
            (named, best.found.len())
        };
        let mut found = PooledVec::new();
        let (mut named, mut any) = (0, 0);
        let typed: Vec<Vec<WordFits>> =
            parts.iter().map(|&at| self.tables.parts[at].labels.fit_words(words)).collect();
        for (&at, typed) in parts.iter().zip(&typed) {
            if named >= ENOUGH_NAMES && matches!(at, ROLE_PROSE | SKILL_PROSE) {
                continue;
            }
            let labels = &self.tables.parts[at].labels;
            if words.is_empty() {
                verbatim_labels(labels, alternative, &mut found);
            } else {
                labels.labels_with_all(typed, whole, &mut found);
            }
            if let [word] = &words[..] {
                find_initials(labels, word, &mut found);
            }
            (named, any) = take(at, &mut found);
        }
        if words.is_empty() || named >= FEW_NAMES {
            return best;
        }
        let one_word = words.len() < 2;
        for (&at, typed) in parts.iter().zip(&typed) {
            let labels = &self.tables.parts[at].labels;
            labels.rejoined(words, typed, &mut found);
            if let [word] = &words[..] {
                labels.abbreviated(word, &mut found);
            }
            any = take(at, &mut found).1;
        }
        let mut likeness = (one_word && any == 0).then_some(Likeness::Spelling);
        for (&at, typed) in parts.iter().zip(&typed) {
            self.tables.parts[at].labels.labels_with_all_loosely(words, typed, whole, &mut found);
            any = take(at, &mut found).1;
        }
        if any == 0 && one_word {
            self.offer_scattered(parts, alternative, permitted, &mut best);
            if !best.found.is_empty() {
                likeness = Some(Likeness::Letters);
            }
        }
        if !one_word {
            for &CrossTextFit { place, best: fit, .. } in
                self.cross_text_matches(parts, &typed, &best).iter()
            {
                if permitted(place) && must.is_empty() {
                    best.offer(place, fit.score, fit.part as usize, fit.label, 0);
                }
            }
        }
        if best.found.is_empty() {
            self.offer_partial(parts, words, &typed, must, permitted, &mut best);
        }
        // Scattered letters are less significant than most of the words.
        if best.found.is_empty() && !one_word {
            self.offer_scattered(parts, alternative, permitted, &mut best);
        }
        best.likeness = likeness.filter(|_| !best.found.is_empty());
        best
    }

    /// Offers items that match only some of `words`.
    fn offer_partial(
        self,
        parts: &[usize],
        words: &[TypedWord],
        typed: &[Vec<WordFits>],
        must: &[QueryTerm],
        permitted: impl Fn(u32) -> bool,
        best: &mut BestFits,
    ) {
        for (at, partly) in self.partial_matches(parts, words, typed) {
            let part = &self.tables.parts[at];
            let (place, matched, _) = part.tag(partly.label);
            if permitted(place)
                && must.iter().all(|term| term.matches(part.labels.text(partly.label)))
            {
                let score = partly.score - matched.discount();
                best.offer(place, score, at, partly.label, partly.missing);
            }
        }
    }

    /// Adds labels that only contain the letters of the words, in their order. Titles are not among
    /// them: the letters of "nurse" are those of another job.
    pub(super) fn offer_scattered(
        self,
        parts: &[usize],
        alternative: &QueryAlternative,
        may: impl Fn(u32) -> bool,
        best: &mut BestFits,
    ) {
        let QueryAlternative { words, required: must, .. } = alternative;
        let mut found = PooledVec::new();
        for &at in parts.iter().filter(|at| **at != ROLE_NAMES) {
            let part = &self.tables.parts[at];
            part.labels.scattered(words, MAX_SCATTERED, &mut found);
            for FoundLabel { label, score } in found.drain(..) {
                let (place, matched, _) = part.tag(label);
                if may(place) && must.iter().all(|term| term.matches(part.labels.text(label))) {
                    best.offer(place, score - matched.discount(), at, label, 0);
                }
            }
        }
    }

    /// Prefers texts in which words have the capitals that were typed. Capitals exclude nothing:
    /// most are those of sentences and names.
    pub(super) fn prefer_case(self, cased: &[String], best: &mut BestFits) {
        if cased.is_empty() {
            return;
        }
        let more =
            if cased.iter().all(|word| is_case_meant(word)) { CASE_BONUS } else { WEAK_CASE_BONUS };
        for place in best.found.iter() {
            let fit = best.of[*place as usize];
            let part = &self.tables.parts[fit.part as usize];
            let (_, matched, nth) = part.tag(fit.label);
            let text = Hit { item: self.item(*place), matched, nth, score: 0, missing: 0 }
                .text(self.catalog);
            if cased.iter().all(|word| text.contains(word.as_str())) {
                best.of[*place as usize].score += more;
            }
        }
    }
}

/// Returns the deduction for a match in the group at `part`, searched together with `parts`: a
/// responsibility mentions many things, and a name that has the word comes first.
fn discount_of(part: usize, parts: &[usize]) -> i32 {
    if part == RESPONSIBILITIES && parts.len() > 1 { SENTENCE_DISCOUNT } else { 0 }
}

/// Finds labels with the initials `word`.
fn find_initials(labels: &Labels, word: &TypedWord, found: &mut PooledVec<FoundLabel>) {
    let held = found.len();
    labels.initials(word, found);
    // A few letters that rarely begin a word, and more often are initials of a name: "sdc".
    let all = found[held..].iter().filter(|f| f.score == INITIALS).count();
    if word.chars.len() <= FEW_LETTERS && held <= RARE_FACTOR * all {
        found[held..]
            .iter_mut()
            .filter(|f| f.score == INITIALS)
            .for_each(|f| f.score += SURELY_INITIALS);
    }
}

pub(super) fn is_permitted(
    place: u32,
    banned: &[bool],
    sieve: Option<&AllowedItems>,
    this: Matcher<'_>,
) -> bool {
    !banned.get(place as usize).is_some_and(|banned| *banned)
        && sieve.is_none_or(|sieve| is_allowed(Some(sieve), this.item(place)))
}

/// Capitals as in "SQL", "iOS" and "R" are hardly typed by chance; as in "Ensure" they are.
pub(super) fn is_case_meant(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase) || word.chars().count() == 1
}

/// Finds labels that contain the literal terms of `alternative`; all labels if there are none.
pub(super) fn verbatim_labels(
    labels: &Labels,
    alternative: &QueryAlternative,
    found: &mut PooledVec<FoundLabel>,
) {
    let Some(term) = alternative.required.first() else {
        found.extend((0..labels.len() as u32).map(|label| FoundLabel { label, score: 0 }));
        return;
    };
    labels.containing(&term.text, |label| {
        let text = labels.text(label);
        let at = text.find(&term.text).unwrap_or(0);
        let starts = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let score = match () {
            () if text == term.text => VERBATIM_SCORE + 2_000,
            () if at == 0 => VERBATIM_SCORE + 150,
            () if starts => VERBATIM_SCORE,
            () => VERBATIM_SCORE - 200,
        };
        found.push(FoundLabel { label, score });
    });
}
