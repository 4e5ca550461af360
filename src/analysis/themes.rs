//! Finds the theme of a catalog that a responsibility fits best, by the responsibilities that the
//! catalog lists under its themes.
//!
//! The responsibilities most similar to a text vote for their themes, the more similar the more.
//! If the responsibilities of each role of the built-in pack are read in this way with those of all
//! other roles, 65 % get their own theme among 19. A theme needs at least [`MIN_SHARE`] of the
//! votes: 78 % of the responsibilities get one, and 73 % of these are right.

mod index;

pub use self::index::ThemeIndex;

use super::diff::Differ;
use super::evidence::PreparedText;
use super::vocabulary::Vocabulary;
use super::words::StemHasher;
use crate::model::{RoleId, ThemeId};

/// Number of responsibilities that vote.
const VOTERS: usize = 25;

/// Power of the similarity that a vote counts.
const VOTE_POWER: i32 = 3;

/// Weights of the words and of the meaning in the similarity.
const WORDS_WEIGHT: f64 = 0.55;
const MEANING_WEIGHT: f64 = 0.45;

/// Minimum share of the votes for a theme.
pub const MIN_SHARE: f64 = 0.3;

/// Minimum similarity of the best voter. What resembles nothing in the catalog has no theme.
const MIN_SIMILARITY: f64 = 0.2;

/// A theme that fits a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FittingTheme {
    /// The theme.
    pub theme: ThemeId,
    /// How likely it is the right one, 0 to 1, as measured on the built-in pack.
    pub confidence: f64,
    /// Whether it fits well enough to be shown as the theme of the text.
    pub is_clear: bool,
}

/// Finds themes of a catalog.
pub struct ThemeFinder<'a> {
    index: &'a ThemeIndex,
    vocabulary: &'a Vocabulary,
    stems: StemHasher,
}

impl std::fmt::Debug for ThemeFinder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ThemeFinder").finish_non_exhaustive()
    }
}

impl<'a> ThemeFinder<'a> {
    /// Returns a finder with the `index` of a catalog and the `differ` of the same catalog.
    pub fn new(index: &'a ThemeIndex, differ: &'a Differ) -> Self {
        Self { index, vocabulary: differ.vocabulary(), stems: StemHasher::new() }
    }

    /// Returns the theme that `text` fits best; `None` if it resembles no responsibility of the
    /// catalog.
    pub fn find(&mut self, text: &str) -> Option<FittingTheme> {
        self.find_without(text, None)
    }

    /// Returns the theme that `text` fits best by the responsibilities of the roles besides `left_out`.
    fn find_without(&mut self, text: &str, left_out: Option<RoleId>) -> Option<FittingTheme> {
        let text = PreparedText::new(self.vocabulary, &mut self.stems, text);
        let voters = self.index.similarities(&text).filter(|voter| Some(voter.role) != left_out);
        let mut similar: Vec<(f64, ThemeId)> = voters
            .map(|voter| {
                let meaning = voter.meaning.max(0.0);
                (WORDS_WEIGHT * voter.words + MEANING_WEIGHT * meaning, voter.theme)
            })
            .collect();
        let by_similarity =
            |a: &(f64, ThemeId), b: &(f64, ThemeId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if similar.len() > VOTERS {
            similar.select_nth_unstable_by(VOTERS, by_similarity);
            similar.truncate(VOTERS);
        }
        similar.sort_by(by_similarity);
        if similar.first().is_none_or(|(best, _)| *best < MIN_SIMILARITY) {
            return None;
        }
        let mut votes: Vec<(ThemeId, f64)> = Vec::new();
        for (similarity, theme) in similar {
            let vote = similarity.powi(VOTE_POWER);
            match votes.iter_mut().find(|(known, _)| *known == theme) {
                Some((_, sum)) => *sum += vote,
                None => votes.push((theme, vote)),
            }
        }
        let all: f64 = votes.iter().map(|(_, sum)| sum).sum();
        let (theme, most) =
            votes.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let share = most / all.max(f64::MIN_POSITIVE);
        let confidence = (0.1 + 1.2 * share).min(1.0);
        Some(FittingTheme { theme, confidence, is_clear: share >= MIN_SHARE })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalog;

    #[test]
    fn responsibilities_of_other_roles_show_the_theme() {
        let catalog = crate::builtin::catalog();
        let (index, differ) = (ThemeIndex::new(&catalog), Differ::new(&catalog));
        let mut finder = ThemeFinder::new(&index, &differ);
        let (mut all, mut right, mut clear, mut clear_right) = (0.0, 0.0, 0.0, 0.0);
        for role in catalog.role_ids() {
            let duties = &catalog.role(role).responsibilities;
            for duty in duties.iter().filter(|duty| duty.inherited_from.is_none()).step_by(7) {
                let Some(found) = finder.find_without(&duty.text, Some(role)) else { continue };
                let is_right = f64::from(u8::from(found.theme == duty.theme));
                all += 1.0;
                right += is_right;
                clear += f64::from(u8::from(found.is_clear));
                clear_right += if found.is_clear { is_right } else { 0.0 };
            }
        }
        assert!(all > 200.0, "{all}");
        let figures = (right / all, clear / all, clear_right / clear);
        assert!(figures.0 >= 0.58 && figures.1 >= 0.65 && figures.2 >= 0.66, "{figures:?}");
    }

    #[test]
    fn a_text_unlike_all_responsibilities_has_no_clear_theme() {
        let catalog = crate::builtin::catalog();
        let (index, differ) = (ThemeIndex::new(&catalog), Differ::new(&catalog));
        let mut finder = ThemeFinder::new(&index, &differ);
        for text in ["", "…", "Zzyzx qwrtk", "软件"] {
            assert!(finder.find(text).is_none_or(|found| !found.is_clear), "{text}");
        }
        let none = ThemeIndex::default();
        let differ = Differ::new(&Catalog::default());
        assert_eq!(ThemeFinder::new(&none, &differ).find("Writes reports."), None);
    }

    #[test]
    fn an_index_survives_its_bytes_and_damage_is_noticed() {
        let catalog = crate::builtin::catalog();
        let index = ThemeIndex::new(&catalog);
        let mut bytes = Vec::new();
        index.write(&mut bytes).unwrap();
        let read = |mut bytes: &[u8]| {
            let size = bytes.len() as u64;
            ThemeIndex::read(&catalog, &mut bytes, size)
        };
        assert_eq!(read(&bytes).unwrap(), index);
        for end in [0, 7, 8, 100, bytes.len() / 2, bytes.len() - 1] {
            assert!(read(&bytes[..end]).is_err(), "{end}");
        }
        // A theme that the catalog lacks.
        bytes[8..12].fill(0xff);
        assert!(read(&bytes).is_err());
    }
}
