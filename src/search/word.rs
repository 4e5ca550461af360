//! Scores a typed word against a word of a label.

use super::fold::letter_mask;

/// Score of an entire word. The steps between these scores are so wide that the bonuses of a label
/// rarely exceed one.
pub(super) const WHOLE: u16 = 1_000;
/// Score of another form of the same word: "tests" in "testing".
pub(super) const INFLECTED: u16 = 970;
/// Score of the start of a word.
pub(super) const START: u16 = 900;
/// Score of a match inside a word.
pub(super) const INSIDE: u16 = 641;
/// Score of the first consonants of a word: `mrkt`, `prjct`.
pub(super) const SKELETON: u16 = 640;
/// Score with one letter wrong, too many, too few, or two swapped.
const TYPO: u16 = 560;
/// Bonus for swapped neighbours, the likeliest typo.
const SWAPPED: u16 = 6;
/// Score of such a typo in an incomplete word.
const TYPO_IN_START: u16 = 500;
/// Score of two such typos.
const TWO_TYPOS: u16 = 440;
/// Score of two in a word too short for them to be forgiven.
pub(super) const TWO_OFF: u16 = 400;
/// Cost of each consonant that an abbreviation skips.
const PASSED_OVER: u16 = 30;

/// A typed word, prepared to be compared with thousands.
#[derive(Debug, Clone)]
pub(super) struct TypedWord {
    /// Folded.
    pub(super) text: String,
    /// Its characters, at most 64.
    pub(super) chars: Vec<char>,
    /// Set of its letters.
    pub(super) mask: u64,
    /// Positions of each ASCII character, as bits.
    places: Box<[u64; 128]>,
}

impl TypedWord {
    /// Creates the needle for a folded word of at most 64 characters.
    pub(super) fn new(chars: &[char]) -> Self {
        let chars = chars[..chars.len().min(64)].to_vec();
        let mut places = Box::new([0; 128]);
        for (i, &c) in chars.iter().enumerate() {
            if let Some(bits) = places.get_mut(c as usize) {
                *bits |= 1 << i;
            }
        }
        Self { text: chars.iter().collect(), mask: letter_mask(&chars), places, chars }
    }

    /// Returns the positions of `c`, as bits.
    pub(super) fn places(&self, c: char) -> u64 {
        match self.places.get(c as usize) {
            Some(bits) => *bits,
            None => self
                .chars
                .iter()
                .enumerate()
                .filter(|(_, n)| **n == c)
                .fold(0, |bits, (i, _)| bits | 1 << i),
        }
    }

    /// Returns the number of forgiven typos: none in short words, one up to seven letters, two
    /// beyond.
    pub(super) fn forgiven(&self) -> u32 {
        match self.chars.len() {
            0..=2 => 0,
            3..=7 => 1,
            _ => 2,
        }
    }

    /// Returns the number of edits from the needle to `word`, and to the most similar start of
    /// `word`: wrong, missing and additional letters and swapped neighbours (optimal string
    /// alignment).
    ///
    /// Bit-parallel after Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
    /// distances", 2003.
    fn mistakes(&self, word: impl Iterator<Item = char>) -> (u32, u32) {
        let m = self.chars.len() as u32;
        let last = 1_u64 << (m - 1);
        let (mut vp, mut vn, mut d0, mut before) = (!0_u64, 0_u64, 0_u64, 0_u64);
        let (mut distance, mut least) = (m, m);
        for c in word {
            let here = self.places(c);
            let swapped = ((!d0 & here) << 1) & before;
            d0 = ((here & vp).wrapping_add(vp) ^ vp) | here | vn | swapped;
            let hp = vn | !(d0 | vp);
            let hn = d0 & vp;
            distance += u32::from(hp & last != 0);
            distance -= u32::from(hn & last != 0);
            least = least.min(distance);
            let hp = hp << 1 | 1;
            let hn = hn << 1;
            vp = hn | !(d0 | hp);
            vn = d0 & hp;
            before = here;
        }
        (distance, least)
    }

    /// Returns the score of the needle in `word` as typed: entire, at its start, inside. `inside`
    /// is whether the last counts.
    pub(super) fn fit_in(&self, word: &str, inside: bool) -> Option<u16> {
        match word.find(&self.text)? {
            0 if word.len() == self.text.len() => Some(WHOLE),
            0 => Some(START),
            _ => (inside && self.is_meaningful()).then_some(INSIDE),
        }
    }

    /// Whether it may match inside words: a single Latin letter occurs in every other word.
    pub(super) fn is_meaningful(&self) -> bool {
        self.text.len() > 1
    }

    /// Returns the score of the needle as a misspelling or, if `shortened`, an abbreviation of
    /// `word`, which has `len` characters and the letters `letters`.
    pub(super) fn resembles(
        &self,
        word: &str,
        len: u32,
        letters: u64,
        shortened: bool,
    ) -> Option<u16> {
        let missing = (self.mask & !letters).count_ones();
        let forgiven = self.forgiven();
        if missing > forgiven || len == 0 {
            return None;
        }
        let first = word.chars().next() == self.chars.first().copied();
        let short = (shortened && missing == 0 && first).then(|| self.abbreviates(word)).flatten();
        short.max(self.misspells(word, len, letters, first))
    }

    /// Whether one edit can lead from the needle to `word`, judging by two letters: the start is
    /// right, or the first letter is wrong, missing, additional or swapped.
    fn may_misspell_start(&self, word: &[u8]) -> bool {
        match (&self.chars[..], word) {
            (&[a, b, ..], &[v, w, ..]) => {
                let (v, w) = (char::from(v), char::from(w));
                a == v || b == w || b == v || a == w
            }
            _ => true,
        }
    }

    fn misspells(&self, word: &str, len: u32, letters: u64, first: bool) -> Option<u16> {
        let (m, forgiven) = (self.chars.len() as u32, self.forgiven());
        if forgiven == 0 || len + forgiven < m {
            return None;
        }
        let ascii = len as usize == word.len();
        if forgiven == 1 && ascii && !self.may_misspell_start(word.as_bytes()) {
            return None;
        }
        // Further letters can only add edits, and there are already too many for the entire word.
        let enough = (m + forgiven + 1) as usize;
        let (whole, start) = if ascii {
            self.mistakes(word.bytes().take(enough).map(char::from))
        } else {
            self.mistakes(word.chars().take(enough))
        };
        // With three letters, the only recognisable typos are a missing letter and two swapped
        // ones.
        if m == 3 {
            return (whole == 1 && (len == 4 || (len == 3 && self.mask == letters)))
                .then_some(TYPO - 20);
        }
        // People rarely miss the first letter.
        let rarely = if first { 0 } else { 10 };
        match (whole, start) {
            (1, _) => {
                Some(TYPO - rarely + if len == m && self.mask == letters { SWAPPED } else { 0 })
            }
            (_, 1) if len > m => Some(TYPO_IN_START - rarely),
            (2, _) if forgiven == 2 => Some(TWO_TYPOS - rarely),
            (_, 2) if forgiven == 2 && len > m => Some(TWO_TYPOS - 20 - rarely),
            _ => None,
        }
    }

    /// Returns the score of the needle as letters of the word in order, beginning with the first:
    /// the fewer consonants are skipped, the better. People who leave letters out leave out vowels
    /// first.
    fn abbreviates(&self, word: &str) -> Option<u16> {
        let mut wanted = self.chars.iter();
        let mut next = wanted.next();
        let (mut passed, mut gap) = (0, false);
        for c in word.chars() {
            match next {
                None => break,
                Some(n) if *n == c => {
                    passed += u16::from(gap && is_vowel(c));
                    next = wanted.next();
                }
                Some(_) => {
                    passed += u16::from(!is_vowel(c));
                    gap = true;
                }
            }
        }
        (self.chars.len() > 1 && next.is_none() && usize::from(passed) <= self.chars.len())
            .then(|| SKELETON.saturating_sub(PASSED_OVER * passed))
    }
}

/// Whether `c` is a letter that abbreviations leave out.
pub(super) fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn needle(text: &str) -> TypedWord {
        TypedWord::new(&text.chars().collect::<Vec<_>>())
    }

    fn resembles(typed: &str, word: &str) -> Option<u16> {
        let chars: Vec<char> = word.chars().collect();
        needle(typed).resembles(word, chars.len() as u32, letter_mask(&chars), true)
    }

    #[test]
    fn abbreviations_and_mistakes_are_told_apart() {
        assert_eq!(resembles("prjct", "project"), Some(SKELETON));
        assert_eq!(resembles("mgmt", "management"), Some(SKELETON - 2 * PASSED_OVER));
        assert_eq!(resembles("projcet", "project"), Some(TYPO + SWAPPED));
        assert_eq!(resembles("projekt", "project"), Some(TYPO));
        assert_eq!(resembles("brojects", "projects"), Some(TYPO - 10));
        assert_eq!(resembles("sq", "sales"), None);
        // A vowel kept after letters were left out costs as much as a skipped consonant.
        assert_eq!(resembles("dta", "data"), Some(SKELETON - PASSED_OVER));
        assert_eq!(resembles("dt", "data"), Some(SKELETON));
        assert_eq!(resembles("cat", "car"), None);
    }

    proptest! {
        #[test]
        fn mistakes_are_counted_as_osa_does(typed in "[a-dä]{1,9}", word in "[a-dä]{0,9}") {
            let (whole, start) = needle(&typed).mistakes(word.chars());
            prop_assert_eq!(whole as usize, strsim::osa_distance(&typed, &word));
            let chars: Vec<char> = word.chars().collect();
            let starts = (0..=chars.len()).map(|n| strsim::osa_distance(&typed, &chars[..n].iter().collect::<String>()));
            prop_assert_eq!(Some(start as usize), starts.min());
        }

        #[test]
        fn no_mistake_that_is_forgiven_is_passed_over(typed in "[a-dä]{4,9}", word in "[a-dä]{1,14}") {
            let chars: Vec<char> = word.chars().collect();
            let forgiven = needle(&typed).forgiven() as usize;
            let start = (0..=chars.len()).map(|n| strsim::osa_distance(&typed, &chars[..n].iter().collect::<String>()));
            let nearest = if chars.len() > typed.chars().count() { start.min() } else { None };
            let whole = strsim::osa_distance(&typed, &word);
            let forgivable = (1..=forgiven).contains(&whole) || nearest.is_some_and(|n| (1..=forgiven).contains(&n));
            let found = needle(&typed).resembles(&word, chars.len() as u32, letter_mask(&chars), false);
            prop_assert_eq!(found.is_some(), forgivable, "{} {}", typed, word);
        }
    }
}
