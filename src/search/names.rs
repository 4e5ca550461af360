//! Finds the skill that people mean in their own files: a resume contains "HTML 5", "React.js" and
//! "REST APIs".
//!
//! Three degrees of certainty are kept apart. A name written as in the pack is known
//! ([`SkillNames::find_exact`], like [`super::lookup`] for roles). A name that differs only in parts
//! that do not belong to it is accepted ([`SkillNames::find_loosely`], [`SkillNames::find_without_maker`]); callers
//! that accept it must report it. A name that is only similar is for the user to decide
//! ([`SkillNames::similar_skills`]). Misspelt words are never accepted: `Java` and `Lava` are one letter
//! apart.
//!
//! Makers do not belong to a tool's name: some are known, and others are learnt from the catalog,
//! where many tools begin with them. The rest of a name without its maker must be a name of its
//! own, and not a word that the catalog writes in lower case elsewhere: "Excel" is one, "Project"
//! is not.

mod lists;
mod spellings;
mod variants;
mod worded;

use self::lists::{KINDS, LEFT_OUT, MAKERS, NEED_THEIR_MAKER, SHORT_NAMES};
use self::spellings::{SpellingKind, Spellings, names};
use self::variants::{folded, has_capital, is_capital, singular, split_maker, variants, words};
use self::worded::WordedNames;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::index::{MatchedText, SearchIndex, SearchItem};
use super::lookup::{
    LookupResult, SUGGESTIONS, dedup_keep_first, fold_key, is_misspelling, is_similar,
    similar_names,
};
use super::query::Query;
use super::scope::SearchScope;
use super::title;
use crate::model::{Catalog, Skill, SkillId, SkillKind};

/// A name of several skills means the one that this many times more roles require, if there is one.
const FAR_MORE_FACTOR: usize = 5;

/// Minimum similarity (Jaro-Winkler, 0 to 1) of two entire names for one to be suggested.
const NAME_SIMILARITY: f64 = 0.94;

/// Maximum number of search hits checked for similar names.
const MAX_HITS: usize = 20;

/// Maximum number of bytes in a text for which names are suggested.
const MAX_NEAR_BYTES: usize = 5 * MAX_NAME_BYTES;

/// Maximum number of words of a text that are searched individually.
const MAX_QUERIES: usize = 24;

/// Maximum length of a name.
const MAX_NAME_BYTES: usize = 120;

/// Minimum number of roles that require a tool for it to be known by the first word of its name.
const WELL_KNOWN: usize = 10;

/// Short names of skills, each with the name that it stands for.
pub(crate) const SHORT_SKILL_NAMES: &[(&str, &str)] = &SHORT_NAMES;

/// Returns the rest of `name` after a maker that people leave out: "Excel" of "Microsoft Excel".
pub(crate) fn without_known_maker(name: &str) -> Option<&str> {
    let (_, rest) = split_maker(name)
        .find(|(maker, _)| LEFT_OUT.contains(&folded(maker).as_str()))
        .filter(|_| is_capital(name))?;
    let needs_maker = words(rest).iter().all(|word| NEED_THEIR_MAKER.contains(&word.as_str()));
    (!needs_maker).then_some(rest)
}

/// A skill that was found, and the maker that was set aside for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSkill {
    /// The skill.
    pub skill: SkillId,
    /// Maker before the name, as written.
    pub maker: Option<String>,
}

impl NamedSkill {
    /// Returns a skill that was found as written.
    pub fn plain(skill: SkillId) -> Self {
        Self { skill, maker: None }
    }

    /// Returns `text`, by which the skill was found, without its maker.
    pub fn without_maker<'a>(&self, text: &'a str) -> &'a str {
        let text = text.trim();
        self.maker
            .as_ref()
            .and_then(|maker| text.strip_prefix(maker.as_str()))
            .unwrap_or(text)
            .trim()
    }
}

/// Names as written.
struct WrittenNames {
    /// By [`fold_key`].
    keys: Spellings,
    /// By the same without spaces.
    joined: Spellings,
}

/// An index of a catalog's skills by their names.
pub struct SkillNames<'a> {
    catalog: &'a Catalog,
    /// Created when first needed: most profiles have the ids of skills.
    written: OnceLock<WrittenNames>,
    /// Created when first needed: most people write most names as they are.
    worded: OnceLock<WordedNames>,
}

impl<'a> SkillNames<'a> {
    /// Returns an index of every name in `catalog`. The names are read when they are needed.
    pub fn new(catalog: &'a Catalog) -> Self {
        Self { catalog, written: OnceLock::new(), worded: OnceLock::new() }
    }

    fn written(&self) -> &WrittenNames {
        self.written.get_or_init(|| {
            let (mut keys, mut joined) = (Spellings::default(), Spellings::default());
            for (id, kind, text) in names(self.catalog) {
                let key = fold_key(text);
                joined.insert(&key.replace(' ', ""), kind, id);
                keys.insert(&key, kind, id);
            }
            WrittenNames { keys: keys.sorted(), joined: joined.sorted() }
        })
    }

    fn worded(&self) -> &WordedNames {
        self.worded.get_or_init(|| WordedNames::of(self.catalog))
    }

    /// Whether `text` is the id or the name of `skill`, in any spelling, and not an alias.
    pub(crate) fn is_own_name(&self, skill: SkillId, text: &str) -> bool {
        let (skill, text) = (self.catalog.skill(skill), fold_key(text));
        let short = skill.id.rsplit(':').next().unwrap_or_default();
        [&skill.id, short, &skill.name]
            .iter()
            .any(|own| without_spaces(&fold_key(own)) == without_spaces(&text))
    }

    /// Finds the skill called `text`: by id first, then by name, alias and hidden search term,
    /// ignoring case. Makes no suggestions.
    pub fn find_exact(&self, text: &str) -> LookupResult<SkillId> {
        if let Some(id) = self.catalog.skill_by_id(text.trim()) {
            return LookupResult::One(id);
        }
        let key = fold_key(text);
        let found = self.most_needed_first(self.written().keys.first_kind(&key));
        let found = if found.is_empty() {
            self.most_needed_first(self.written().joined.first_kind(&key.replace(' ', "")))
        } else {
            found
        };
        match found[..] {
            [] => LookupResult::Nothing(vec![]),
            [one] => LookupResult::One(one),
            _ => LookupResult::Many(found),
        }
    }

    /// Finds the skill called `text`, or up to three suggestions, likeliest first: those that are
    /// [similar](SkillNames::similar_skills), or else similar as a whole. The `index` of the catalog is
    /// requested only for suggestions.
    pub fn find(
        &self,
        text: &str,
        index: impl FnOnce() -> Arc<SearchIndex>,
    ) -> LookupResult<SkillId> {
        let found = self.find_exact(text);
        if !matches!(found, LookupResult::Nothing(_)) {
            return found;
        }
        let near = self.similar_skills(&index(), text);
        if !near.is_empty() {
            return LookupResult::Nothing(near);
        }
        LookupResult::Nothing(similar_names(
            &fold_key(text),
            self.most_needed_first(self.catalog.skill_ids()).into_iter().map(|id: SkillId| {
                let Skill { id: own, name, aliases, hidden, .. } = self.catalog.skill(id);
                let all = [own, name].into_iter().chain(aliases).chain(hidden);
                (id, all.map(String::as_str).filter(|name| is_misspelling(text, name)))
            }),
        ))
    }

    /// Finds the skill that `text` names without the parts that do not belong to a name:
    /// punctuation, versions, the kind of thing, makers, plural endings; or written out if the pack
    /// has "Structured query language SQL".
    ///
    /// Among several such skills, the one that five times as many roles require as any other. Makes
    /// no suggestions.
    pub fn find_loosely(&self, text: &str) -> LookupResult<SkillId> {
        if text.len() > MAX_NAME_BYTES {
            return LookupResult::Nothing(vec![]);
        }
        let worded = self.worded();
        let variants = variants(text);
        for variant in &variants {
            let hits: Vec<(SpellingKind, SkillId)> =
                worded.plain.of_first_kind(&variant.concat()).collect();
            let kind = hits.first().map(|(kind, _)| *kind);
            let found = self.most_needed_first(hits.into_iter().map(|(_, skill)| skill));
            let found = if found.is_empty() {
                let singulars: String = variant.iter().map(|word| singular(word)).collect();
                self.most_needed_first(worded.singular.first_kind(&singulars))
            } else if let ([word], [_]) = (&variant[..], &found[..])
                && MAKERS.contains(&word.as_str())
                && kind >= Some(SpellingKind::Derived)
            {
                // AWS makes many tools, and is also the name of one.
                found
            } else if let ([word], true) = (&variant[..], kind >= Some(SpellingKind::Derived)) {
                // A rare tool that has this name by chance, and those that are known by the word.
                let made: Vec<SkillId> = worded.plain.derived(word).collect();
                let rare =
                    made.iter().map(|skill| self.catalog.needs(*skill).len()).max().unwrap_or(0);
                // A maker alone refers to one of its tools only if that one is far better known
                // than the others.
                let rare = if worded.makers.contains(word) { 0 } else { rare };
                let known = worded
                    .first
                    .first_kind(word)
                    .filter(|skill| self.catalog.needs(*skill).len() > rare);
                self.most_needed_first(
                    known.chain(made.iter().copied()).collect::<HashSet<_>>().into_iter(),
                )
            } else {
                found
            };
            // "Ads" is not the rarely used tool ADS.
            let in_capitals = !text.chars().any(char::is_lowercase);
            if kind == Some(SpellingKind::Initials)
                && !in_capitals
                && self.need_count(&found, 0) < WELL_KNOWN
            {
                return LookupResult::Many(found);
            }
            match found[..] {
                [] => {}
                [one] => return LookupResult::One(one),
                [first, ..]
                    if self.need_count(&found, 0)
                        >= FAR_MORE_FACTOR * self.need_count(&found, 1).max(1) =>
                {
                    return LookupResult::One(first);
                }
                _ => return LookupResult::Many(found),
            }
        }
        // "SPSS" is SPSS Statistics, but a maker alone does not refer to a particular product.
        if let Some([word]) = variants.first().map(Vec::as_slice)
            && !worded.makers.contains(word)
        {
            let found = self.most_needed_first(worded.first.first_kind(word));
            let needed = self.need_count(&found, 0);
            if needed >= WELL_KNOWN && needed >= FAR_MORE_FACTOR * self.need_count(&found, 1).max(1)
            {
                return LookupResult::One(found[0]);
            }
        }
        LookupResult::Nothing(vec![])
    }

    /// Returns the tool that far more roles require than `skill`, which is called `text`, and that
    /// people also call so: of two tools with one short name, a resume seldom means the rarely used
    /// one.
    pub(crate) fn better_known(&self, skill: SkillId, text: &str) -> Option<SkillId> {
        let [word] = &words(text)[..] else { return None };
        if self.catalog.skill(skill).kind != SkillKind::Tool {
            return None;
        }
        let made: HashSet<SkillId> =
            self.worded().plain.derived(word).filter(|other| *other != skill).collect();
        let found = self.most_needed_first(made.into_iter());
        let rivals = self.catalog.needs(skill).len().max(self.need_count(&found, 1)).max(1);
        (self.need_count(&found, 0) >= FAR_MORE_FACTOR * rivals).then(|| found[0])
    }

    /// Returns the number of roles that require the skill at `at` of `found`.
    fn need_count(&self, found: &[SkillId], at: usize) -> usize {
        found.get(at).map_or(0, |skill| self.catalog.needs(*skill).len())
    }

    /// Finds the skill that `text` names [loosely](SkillNames::find_loosely), or would without the maker
    /// before it: "Microsoft Excel" if the pack has Excel. `None` if there are several.
    ///
    /// ```
    /// let catalog = roledex::builtin::catalog();
    /// let names = roledex::search::SkillNames::new(&catalog);
    /// let taken = names.find_without_maker("Microsoft Excel").unwrap();
    /// assert_eq!(catalog.skill(taken.skill).id, "spreadsheets");
    /// assert_eq!((taken.maker.as_deref(), taken.without_maker("Microsoft Excel")), (Some("Microsoft"), "Excel"));
    /// assert_eq!(names.find_without_maker("Google Docs"), None);
    /// ```
    pub fn find_without_maker(&self, text: &str) -> Option<NamedSkill> {
        match self.find_loosely(text) {
            LookupResult::One(skill) => return Some(NamedSkill::plain(skill)),
            LookupResult::Many(_) => return None,
            LookupResult::Nothing(_) => {}
        }
        let makers = &self.worded().makers;
        split_maker(text).filter(|(maker, _)| makers.contains(&folded(maker))).find_map(
            |(maker, rest)| {
                let found = match self.find_exact(rest) {
                    LookupResult::Nothing(_) => self.find_loosely(rest),
                    found => found,
                };
                let LookupResult::One(id) = found else { return None };
                let skill = self.catalog.skill(id);
                let needs_maker =
                    words(rest).iter().all(|word| NEED_THEIR_MAKER.contains(&word.as_str()));
                // A common word ("docs", "analytics") may refer to something other than the maker's
                // product.
                let named = matches!(skill.kind, SkillKind::Tool | SkillKind::Language)
                    || skill
                        .aliases
                        .iter()
                        .any(|alias| fold_key(alias) == fold_key(rest) && has_capital(alias));
                (named && !needs_maker)
                    .then(|| NamedSkill { skill: id, maker: Some(maker.to_string()) })
            },
        )
    }

    /// Returns up to three skills that `text` may mean, likeliest first; `index` is that of the
    /// same catalog.
    pub fn similar_skills(&self, index: &SearchIndex, text: &str) -> Vec<SkillId> {
        if text.len() > MAX_NEAR_BYTES {
            return Vec::new();
        }
        let mut near: Vec<SkillId> = Vec::new();
        near.extend(self.find_without_maker(text).map(|named| named.skill));
        for found in [self.find_exact(text), self.find_loosely(text)] {
            match found {
                LookupResult::One(one) => near.push(one),
                LookupResult::Many(many) => near.extend(many),
                LookupResult::Nothing(_) => {}
            }
        }
        let words = words(text);
        let mut queries = vec![words.join(" ")];
        queries.extend(words.iter().filter(|word| is_telling(word)).take(MAX_QUERIES).cloned());
        for query in queries {
            if near.len() >= SUGGESTIONS {
                break;
            }
            for hit in index.search(&Query::parse(&query), SearchScope::Skills, MAX_HITS).hits {
                if let SearchItem::Skill(skill) = hit.item
                    && matches!(hit.matched, MatchedText::Name | MatchedText::Alias)
                    && !near.contains(&skill)
                    && is_near_name(&words, hit.text(self.catalog), hit.matched)
                {
                    near.push(skill);
                }
            }
        }
        dedup_keep_first(&mut near);
        near.truncate(SUGGESTIONS);
        near
    }

    /// Sorts skills by the number of roles that require them, most first.
    fn most_needed_first(&self, found: impl Iterator<Item = SkillId>) -> Vec<SkillId> {
        let mut found: Vec<SkillId> = found.collect();
        found.sort_by_key(|id| (std::cmp::Reverse(self.catalog.needs(*id).len()), *id));
        found
    }
}

fn without_spaces(text: &str) -> String {
    text.replace(' ', "")
}

/// Whether `label` contains the distinctive words of `words`, or is similar to it as a whole. A
/// name must contain half of them; an alias, which is not shown, all.
fn is_near_name(words: &[String], label: &str, matched: MatchedText) -> bool {
    let theirs: Vec<String> = self::words(label);
    let telling = theirs.iter().filter(|word| is_telling(word)).count();
    let shared = words
        .iter()
        .filter(|word| is_telling(word))
        .filter(|word: &&String| theirs.iter().any(|other| singular(other) == singular(word)))
        .count();
    // For a tool, the one word that people know it by is enough: "Lightroom".
    let known_by = is_capital(label)
        && shared == words.len()
        && !theirs.iter().all(|word| words.contains(word));
    let enough = known_by
        || if matched == MatchedText::Name {
            2 * shared >= theirs.len()
        } else {
            shared >= telling
        };
    (shared > 0 && enough) || is_similar(&words.join(" "), &theirs.join(" "), NAME_SIMILARITY)
}

/// Whether `word` is distinctive: not a kind of skill, and not a noun for a person with any job.
fn is_telling(word: &str) -> bool {
    word.chars().count() > 2 && !KINDS.contains(&word) && !title::is_head(word)
}

#[cfg(test)]
mod tests;
