//! British and American spelling in one pack.

use std::collections::BTreeMap;

use super::finding::{ProseFinding, ProseRule};
use super::texts::english_texts;
use crate::model::{Catalog, CatalogPart, PackId};

/// A kind of difference between British and American spelling. A pack may write `organize` and
/// `colour`, as some British publishers do, but not `organize` and `organise`.
struct SpellingPair {
    /// Beginnings of words up to the difference.
    stems: &'static [&'static str],
    /// The difference, in British and in American spelling.
    forms: [&'static str; 2],
    /// The letters that may follow; empty if the word may end there or go on in any way.
    followed_by: &'static [char],
}

const SPELLING_PAIRS: &[SpellingPair] = &[
    SpellingPair {
        stems: &[
            "author",
            "categor",
            "central",
            "character",
            "custom",
            "digit",
            "emphas",
            "final",
            "general",
            "global",
            "harmon",
            "local",
            "maxim",
            "minim",
            "mobil",
            "modern",
            "monet",
            "normal",
            "optim",
            "organ",
            "personal",
            "priorit",
            "recogn",
            "reorgan",
            "special",
            "standard",
            "summar",
            "synchron",
            "util",
            "visual",
        ],
        forms: ["is", "iz"],
        followed_by: &['a', 'e', 'i'],
    },
    SpellingPair { stems: &["analy"], forms: ["sed", "zed"], followed_by: &[] },
    SpellingPair { stems: &["analy"], forms: ["sing", "zing"], followed_by: &[] },
    SpellingPair {
        stems: &["behavi", "col", "endeav", "fav", "flav", "harb", "lab", "neighb"],
        forms: ["our", "or"],
        followed_by: &[],
    },
    SpellingPair { stems: &["cent", "fib"], forms: ["re", "er"], followed_by: &[] },
    SpellingPair {
        stems: &["cance", "labe", "mode", "signa", "trave"],
        forms: ["lled", "led"],
        followed_by: &[],
    },
    SpellingPair {
        stems: &["cance", "labe", "mode", "signa", "trave"],
        forms: ["lling", "ling"],
        followed_by: &[],
    },
];

/// Words that begin like one in American spelling, but are not.
const OTHER_WORDS: &[&str] = &["elaborate", "laboratories", "laboratory"];

/// Returns the kind of difference that `word` shows, by its stems, and whether it is American;
/// `None` for words that are written alike.
fn spelling(word: &str) -> Option<(&'static [&'static str], bool)> {
    if OTHER_WORDS.contains(&word) {
        return None;
    }
    SPELLING_PAIRS.iter().find_map(|kind| {
        let rest = kind.stems.iter().find_map(|stem| {
            let rest = word.strip_prefix(stem)?;
            kind.forms.iter().any(|form| rest.starts_with(form)).then_some(rest)
        })?;
        let form = kind.forms.iter().position(|form| rest.starts_with(form))?;
        let after = rest[kind.forms[form].len()..].chars().next();
        let fits =
            kind.followed_by.is_empty() || after.is_some_and(|c| kind.followed_by.contains(&c));
        fits.then_some((kind.stems, form == 1))
    })
}

/// The words of one kind in a pack: number, first word and place in each of the two spellings.
type SpellingCounts<'a> = [Option<(usize, &'a str, CatalogPart)>; 2];

/// Checks that each pack keeps to one spelling of each kind: one remark for a pack, at the first
/// word in the rarer spelling.
pub(super) fn check_mixed_spelling(catalog: &Catalog, remarks: &mut Vec<ProseFinding>) {
    let texts = english_texts(catalog);
    let mut counts: BTreeMap<(PackId, &[&str]), SpellingCounts<'_>> = BTreeMap::new();
    for text in &texts {
        // Names begin with a capital and keep their spelling.
        for word in text.text.split(|c: char| !c.is_alphabetic()) {
            if !word.starts_with(char::is_lowercase) {
                continue;
            }
            let Some((kind, is_american)) = spelling(word) else { continue };
            let count = &mut counts.entry((text.pack, kind)).or_default()[usize::from(is_american)];
            count.get_or_insert((0, word, text.about)).0 += 1;
        }
    }
    let mut reported: Vec<PackId> = Vec::new();
    for ((pack, _), counts) in counts {
        let [Some(british), Some(american)] = counts else { continue };
        if reported.contains(&pack) {
            continue;
        }
        reported.push(pack);
        let (rare, common) =
            if british.0 < american.0 { (british, american) } else { (american, british) };
        remarks.push(ProseFinding::new(
            ProseRule::MixedSpelling,
            rare.2,
            format!(
                "‹{}› is spelt one way and ‹{}› the other: {} to {} words in this pack",
                rare.1, common.1, rare.0, common.0
            ),
            "keep to British or to American spelling throughout",
        ));
    }
}
