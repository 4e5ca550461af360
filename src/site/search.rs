//! The index of the search: the names of roles and skills, in one file or, in a large pack, in a file
//! for each group of beginnings of words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::address::SiteMap;
use crate::json::to_value;
use crate::model::{Catalog, family_name};
use crate::search::fold_with_origins;

/// Maximum size of an index in one file, in bytes.
const MAX_FILE: usize = 256 << 10;

/// Intended size of each file of an index in several.
const SHARD_SIZE: usize = 64 << 10;

/// Maximum number of files.
const MAX_SHARDS: usize = 512;

/// Number of letters of a word that decide in which file it is.
const KEY_LETTERS: usize = 3;

/// A role or skill with the names by which it is found, in the order that `site.js` reads.
#[derive(Debug, Clone, Serialize)]
struct IndexEntry<'a>(
    /// `r` or `s`.
    &'static str,
    /// The name of its page.
    &'a str,
    /// Its name.
    &'a str,
    /// The family of a role.
    String,
    /// Other names.
    Vec<&'a str>,
    /// Other names that are never shown.
    Vec<&'a str>,
);

/// The content of a file with `entries`.
fn file_text(shard: usize, entries: &[IndexEntry<'_>]) -> String {
    let mut text = format!("roledexIndex({shard}, [");
    for (at, entry) in entries.iter().enumerate() {
        text += if at == 0 { "\n" } else { ",\n" };
        text += &to_value(entry).to_string();
    }
    text + "\n]);\n"
}

/// Returns the files of the index, each with its name.
pub(super) fn files(catalog: &Catalog, map: &SiteMap) -> Vec<(String, String)> {
    let entries = entries(catalog, map);
    let size: usize = entries.iter().map(entry_size).sum();
    if size <= MAX_FILE {
        return vec![("search.js".to_string(), file_text(0, &entries))];
    }
    let keys: Vec<BTreeMap<String, Labels>> = entries.iter().map(labels_by_key).collect();
    let total: usize = keys
        .iter()
        .zip(&entries)
        .flat_map(|(keys, entry)| keys.values().map(|labels| part_size(entry, labels)))
        .sum();
    let count = (total / SHARD_SIZE).next_power_of_two().clamp(2, MAX_SHARDS);
    let mut shards: Vec<Vec<IndexEntry<'_>>> = vec![Vec::new(); count];
    for (entry, keys) in entries.iter().zip(&keys) {
        let mut by_shard: BTreeMap<usize, Labels> = BTreeMap::new();
        for (key, labels) in keys {
            by_shard.entry(shard_of(key, count)).or_default().extend(labels);
        }
        for (shard, labels) in by_shard {
            shards[shard].push(part_of(entry, &labels));
        }
    }
    let files = shards.iter().enumerate();
    files.map(|(at, entries)| (format!("search/{at}.js"), file_text(at, entries))).collect()
}

fn entries<'a>(catalog: &'a Catalog, map: &'a SiteMap) -> Vec<IndexEntry<'a>> {
    fn texts(names: &[String]) -> Vec<&str> {
        names.iter().map(String::as_str).collect()
    }
    let roles = catalog.role_ids().map(|id| {
        let role = catalog.role(id);
        let family = family_name(&role.family);
        let (aliases, hidden) = (texts(&role.aliases), texts(&role.hidden));
        IndexEntry("r", map.role_name(id), &role.title, family, aliases, hidden)
    });
    let skills = catalog.skill_ids().map(|id| {
        let skill = catalog.skill(id);
        let (aliases, hidden) = (texts(&skill.aliases), texts(&skill.hidden));
        IndexEntry("s", map.skill_name(id), &skill.name, String::new(), aliases, hidden)
    });
    roles.chain(skills).collect()
}

/// Positions of names of an entry: 0 is its own name, then the other names.
type Labels = BTreeSet<usize>;

/// The names of an entry by the beginnings of their words.
fn labels_by_key(entry: &IndexEntry<'_>) -> BTreeMap<String, Labels> {
    let IndexEntry(_, _, name, _, aliases, hidden) = entry;
    let mut keys: BTreeMap<String, Labels> = BTreeMap::new();
    for (at, label) in [name].into_iter().chain(aliases).chain(hidden).enumerate() {
        let folded: Vec<char> =
            fold_with_origins(label, false).into_iter().map(|(c, _)| c).collect();
        for word in folded.split(|c| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let key = word.iter().take(KEY_LETTERS).collect();
            keys.entry(key).or_default().insert(at);
        }
    }
    keys
}

/// The entry with only these of its other names.
fn part_of<'a>(entry: &IndexEntry<'a>, labels: &Labels) -> IndexEntry<'a> {
    let IndexEntry(kind, page, name, family, aliases, hidden) = entry.clone();
    let (shown, other) = (chosen(&aliases, 1, labels), chosen(&hidden, 1 + aliases.len(), labels));
    IndexEntry(kind, page, name, family, shown, other)
}

/// Those of `names` whose positions, counted from `first`, are in `labels`.
fn chosen<'a>(names: &[&'a str], first: usize, labels: &Labels) -> Vec<&'a str> {
    let kept = names.iter().enumerate().filter(|(at, _)| labels.contains(&(at + first)));
    kept.map(|(_, name)| *name).collect()
}

fn entry_size(IndexEntry(_, page, name, family, aliases, hidden): &IndexEntry<'_>) -> usize {
    let others: usize = aliases.iter().chain(hidden).map(|name| name.len() + 3).sum();
    page.len() + name.len() + family.len() + others + 24
}

fn part_size(entry: &IndexEntry<'_>, labels: &Labels) -> usize {
    entry_size(&part_of(entry, labels))
}

/// The file in which names with words of this beginning are. `site.js` computes the same.
fn shard_of(key: &str, count: usize) -> usize {
    let hash = key
        .chars()
        .fold(0x811c_9dc5_u32, |hash, c| (hash ^ u32::from(c)).wrapping_mul(0x0100_0193));
    hash as usize % count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CatalogTables, Skill, SkillKind};

    #[test]
    fn every_word_of_every_name_is_in_the_file_of_its_beginning() {
        let skills = (0..4_000).map(|at| {
            let mut skill =
                Skill::new(format!("s-{at}"), format!("Żagle {at} für Segel"), SkillKind::Craft);
            skill.aliases = vec![format!("alias{at} 日本語"), format!("C {at}")];
            skill.hidden = vec![format!("Geheim{at}")];
            skill
        });
        let catalog =
            Catalog::new(CatalogTables { skills: skills.collect(), ..CatalogTables::default() });
        let map = SiteMap::new(&catalog);
        let files = files(&catalog, &map);
        assert!(files.len() > 2 && files.len().is_power_of_two());
        for (word, label) in [
            ("zagle", "Żagle"),
            ("fur", "Żagle"),
            ("alias17", "alias17 "),
            ("日本語", "日本語"),
            ("c", "C 5"),
            ("geheim9", "Geheim9"),
        ] {
            let key: String = word.chars().take(KEY_LETTERS).collect();
            let (name, text) = &files[shard_of(&key, files.len())];
            assert!(text.contains(label), "{word} in {name}");
        }
        // The values that `site.js` must compute as well.
        assert_eq!(
            [shard_of("pro", 512), shard_of("日本語", 512), shard_of("c", 64)],
            [344, 334, 18]
        );
    }

    #[test]
    fn a_small_index_is_one_file() {
        let catalog = crate::builtin::catalog();
        let files = files(&catalog, &SiteMap::new(&catalog));
        assert_eq!(files.len(), 1);
        assert!(files[0].1.starts_with("roledexIndex(0, [\n[\"r\",\""), "{}", &files[0].1[..80]);
    }
}
