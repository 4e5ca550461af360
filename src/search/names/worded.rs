//! Names of skills by their words, without the parts that people leave out.

use std::collections::HashSet;

use super::lists::{LEFT_OUT, NEED_THEIR_MAKER};
use super::spellings::{SpellingKind, Spellings, names};
use super::variants::{
    begins_a_name, common_words, derived, folded, for_each_word_of, initials, is_a_name,
    is_capital, makers, push_singular, split_maker, without_software, words,
};
use crate::model::{Catalog, SkillId, SkillKind};

/// Names by their words.
#[derive(Default)]
pub(super) struct WordedNames {
    /// By words without the characters between them.
    pub(super) plain: Spellings,
    /// By the singulars of the words.
    pub(super) singular: Spellings,
    /// Tools by the first word of their names, with the maker and without.
    pub(super) first: Spellings,
    /// Makers of tools, folded.
    pub(super) makers: HashSet<String>,
}

impl WordedNames {
    /// Returns the names of the skills of `catalog`.
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut worded = Self { makers: makers(catalog), ..Self::default() };
        let common = common_words(catalog);
        let (mut text, mut all, mut each) = (String::new(), String::new(), String::new());
        // If names begin in lower case, one with a capital is a proper name without a plural:
        // "Canvas".
        let lower = catalog.skill_ids().filter(|id| !begins_a_name(&catalog.skill(*id).name));
        let in_lower_case = 2 * lower.count() > catalog.skills().len();
        for (id, kind, name) in names(catalog).filter(|(_, kind, _)| *kind != SpellingKind::Id) {
            all.clear();
            each.clear();
            for_each_word_of(name, &mut text, |word| {
                all.push_str(word);
                push_singular(&mut each, word);
            });
            worded.plain.insert(&all, kind, id);
            if !(in_lower_case && begins_a_name(name)) {
                worded.singular.insert(&each, kind, id);
            }
            if kind == SpellingKind::Name {
                let tool = catalog.skill(id).kind == SkillKind::Tool;
                worded.derive(name, id, tool, &common);
            }
        }
        worded.plain = worded.plain.sorted();
        worded.singular = worded.singular.sorted();
        worded.first = worded.first.sorted();
        worded
    }

    /// Adds the names that people derive from `name`, that of a tool or of another skill.
    fn derive(&mut self, name: &str, id: SkillId, tool: bool, common: &HashSet<String>) {
        for words in derived(name) {
            self.plain.insert(&words.concat(), SpellingKind::Derived, id);
        }
        if let Some(initials) = initials(name) {
            self.plain.insert(&initials, SpellingKind::Initials, id);
        }
        let rests: Vec<(&str, &str)> =
            split_maker(name).filter(|(maker, _)| self.makers.contains(&folded(maker))).collect();
        for (maker, rest) in
            rests.iter().filter(|(maker, _)| tool || is_left_out_maker(maker, name))
        {
            let words = without_software(words(rest));
            // "Word" and "Access" are also names if their maker is one that people always leave
            // out.
            let named = if LEFT_OUT.contains(&folded(maker).as_str()) {
                !words.iter().all(|word| NEED_THEIR_MAKER.contains(&word.as_str()))
            } else {
                words.iter().any(|word| is_a_name(word, common))
            };
            if named {
                self.plain.insert(&words.concat(), SpellingKind::Derived, id);
            }
        }
        let shorter = without_software(words(name));
        if let (Some(short), Some((last, before))) = (initials(name), shorter.split_last())
            && *last == short
            && before.len() > 1
        {
            self.plain.insert(&before.concat(), SpellingKind::Derived, id);
        }
        if tool {
            self.derive_of_tool(name, id, common);
            let rests = rests.iter().map(|(_, rest)| *rest);
            for name in std::iter::once(name).chain(rests).filter(|name| is_capital(name)) {
                if let Some(word) = words(name).first().filter(|word| is_a_name(word, common)) {
                    self.first.insert(word, SpellingKind::Derived, id);
                }
            }
        }
    }

    /// Adds the names that people derive from the `name` of a tool alone.
    fn derive_of_tool(&mut self, name: &str, id: SkillId, common: &HashSet<String>) {
        // "StataCorp Stata"
        if let Some((maker, product)) = name.split_once(' ')
            && folded(maker).starts_with(&folded(product))
        {
            self.plain.insert(&folded(product), SpellingKind::Derived, id);
        }
        // "Unity Technologies Unity"
        if let [first, .., last] = &words(name)[..]
            && first == last
        {
            self.plain.insert(first, SpellingKind::Derived, id);
        }
        if !is_capital(name) {
            return;
        }
        // "Microsoft Office software", "Amazon Web Services AWS software": without the ending.
        let shorter = without_software(words(name));
        if shorter.len() > 1 && shorter.len() < words(name).len() {
            self.plain.insert(&shorter.concat(), SpellingKind::Derived, id);
        }
        // "Ansible software" is Ansible, but "Scheduling software" is not a name.
        if let [word] = &shorter[..]
            && is_a_name(word, common)
        {
            self.plain.insert(word, SpellingKind::Derived, id);
        }
    }
}

/// Whether `maker` is one that names are written without, and `name` looks like a name: "Microsoft
/// Visio" is a tool even if the packs contain no tools.
fn is_left_out_maker(maker: &str, name: &str) -> bool {
    is_capital(name) && LEFT_OUT.contains(&folded(maker).as_str())
}
