//! Subsequence matching. The only file that knows fuzzy-matcher.
//!
//! The crate's matcher keeps state between calls that changes later scores, folds no accents, and takes blanks
//! literally. So it is made fresh for each candidate (after the letter mask has sent most of them away), is given
//! folded text, and single words.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Where `needle` stands in `haystack` as a subsequence, best fit first come, and how well: higher is better, negative
/// is possible. Positions count characters. Both must be folded.
pub(super) fn subsequence(haystack: &[char], needle: &[char]) -> Option<(i64, Vec<usize>)> {
    if !is_subsequence(haystack, needle) {
        return None;
    }
    let (haystack, needle): (String, String) = (haystack.iter().collect(), needle.iter().collect());
    SkimMatcherV2::default().ignore_case().fuzzy_indices(&haystack, &needle)
}

fn is_subsequence(haystack: &[char], needle: &[char]) -> bool {
    let mut rest = haystack.iter();
    needle.iter().all(|n| rest.any(|h| h == n))
}

#[cfg(test)]
mod tests {
    use super::subsequence;

    fn at(haystack: &str, needle: &str) -> Option<Vec<usize>> {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        subsequence(&chars(haystack), &chars(needle)).map(|(_, at)| at)
    }

    #[test]
    fn positions_count_characters() {
        assert_eq!(at("éab", "ab"), Some(vec![1, 2]));
        assert_eq!(at("management", "mgmt"), Some(vec![0, 4, 6, 9]));
        assert_eq!(at("management", "mgx"), None);
    }

    #[test]
    fn a_score_does_not_depend_on_what_came_before() {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        let first = subsequence(&chars("stakeholder management"), &chars("stmgt"));
        for other in ["a-b-c", "stéakeholdér", "mmm ttt ggg"] {
            let _ = subsequence(&chars(other), &chars("mt"));
        }
        assert_eq!(subsequence(&chars("stakeholder management"), &chars("stmgt")), first);
    }
}
