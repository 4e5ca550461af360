//! Addresses of pages: file names that every file system keeps apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Catalog, RoleId, SkillId};
use crate::search::fold_with_origins;

/// Length of a name from which it is cut and ends in a checksum, in bytes. Two of them and an ending
/// must fit into a file name.
const MAX_NAME: usize = 100;

/// Length of the start of a cut name.
const CUT_NAME: usize = 80;

/// Names that Windows gives to devices, whatever follows after a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The file name of an id, without its ending: different for different ids, also where case does
/// not count, and safe in an address. The ids of a pack stay as they are; any other character is
/// written as `~` and its bytes in hexadecimal digits.
pub(super) fn file_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    let is_device = is_device(id);
    for (at, byte) in id.bytes().enumerate() {
        let is_plain = byte.is_ascii_lowercase()
            || byte.is_ascii_digit()
            || byte == b'-'
            || (byte == b'.' && at > 0);
        if is_plain && !(at == 0 && is_device) {
            name.push(char::from(byte));
        } else {
            name += &format!("~{byte:02x}");
        }
    }
    if name.len() > MAX_NAME {
        name.truncate(CUT_NAME);
        name += &format!("~{:016x}", xxh3_64(id.as_bytes()));
    }
    name
}

/// Whether Windows would take a file of this name for a device.
fn is_device(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or_default();
    DEVICES.iter().any(|device| match stem.strip_prefix(device) {
        Some("") => !matches!(*device, "com" | "lpt"),
        Some(rest) => {
            matches!(*device, "com" | "lpt")
                && rest.len() == 1
                && rest.as_bytes()[0].is_ascii_digit()
        }
        None => false,
    })
}

/// The file name of a text such as a family, for people: its letters and digits, with hyphens
/// between words. A text that another one has taken, or that has other letters, ends in a checksum.
fn readable_name(text: &str, taken: &mut HashSet<String>) -> String {
    let mut name = String::new();
    let mut is_exact = true;
    for (c, _) in fold_with_origins(text, false) {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            c if c.is_alphanumeric() => is_exact = false,
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let mut name = name.trim_end_matches('-').to_string();
    let is_readable = is_exact && !name.is_empty() && name.len() <= MAX_NAME && !is_device(&name);
    if !is_readable || taken.contains(&name) {
        name.truncate(CUT_NAME);
        name += &format!("~{:016x}", xxh3_64(text.as_bytes()));
    }
    taken.insert(name.clone());
    name
}

/// The reason why a comparison of two roles has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PairReason {
    /// The pack states their key differences.
    Authored,
    /// They are often confused.
    Confused,
    /// One leads to the other within a family.
    Step,
}

/// Two roles whose comparison has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RolePair {
    /// The left role.
    pub(super) left: RoleId,
    /// The right role.
    pub(super) right: RoleId,
    /// The first reason.
    pub(super) reason: PairReason,
}

/// The addresses of all pages, from the folder of the site.
#[derive(Debug)]
pub(super) struct SiteMap {
    roles: Vec<String>,
    skills: Vec<String>,
    families: Vec<String>,
    pairs: HashMap<(RoleId, RoleId), String>,
    /// The compared pairs in the order of their reasons.
    pub(super) compared: Vec<RolePair>,
    /// Number of pairs without a page: there would be too many.
    pub(super) pairs_left_out: usize,
}

/// Maximum number of comparisons that no author has written.
const MAX_PAIRS: usize = 1_000;

impl SiteMap {
    /// Gives every page of `catalog` an address.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let roles = catalog.role_ids().map(|id| file_name(&catalog.role(id).id));
        let skills = catalog.skill_ids().map(|id| file_name(&catalog.skill(id).id));
        let mut taken = HashSet::new();
        let families = catalog.families().map(|(name, _)| readable_name(name, &mut taken));
        let mut map = Self {
            roles: roles.collect(),
            skills: skills.collect(),
            families: families.collect(),
            pairs: HashMap::new(),
            compared: Vec::new(),
            pairs_left_out: 0,
        };
        map.add_authored(catalog);
        map.add_others(catalog);
        map
    }

    fn add_authored(&mut self, catalog: &Catalog) {
        for comparison in catalog.comparisons() {
            for (at, left) in comparison.roles.iter().enumerate() {
                for right in &comparison.roles[at + 1..] {
                    self.add_pair(*left, *right, PairReason::Authored);
                }
            }
        }
    }

    /// Adds roles that are often confused, and steps within a family.
    fn add_others(&mut self, catalog: &Catalog) {
        let authored = self.compared.len();
        let mut left_out = HashSet::new();
        for reason in [PairReason::Confused, PairReason::Step] {
            for left in catalog.role_ids() {
                let role = catalog.role(left);
                let others: Vec<RoleId> = match reason {
                    PairReason::Step => {
                        let steps = role.moves.iter().map(|step| step.to);
                        steps.filter(|to| catalog.same_family(left, *to)).collect()
                    }
                    _ => role.confused_with.clone(),
                };
                for right in others {
                    if self.pair(left, right).is_some() || left == right {
                        continue;
                    }
                    if self.compared.len() - authored < MAX_PAIRS {
                        self.add_pair(left, right, reason);
                    } else {
                        left_out.insert((left.min(right), left.max(right)));
                    }
                }
            }
        }
        self.pairs_left_out = left_out.len();
    }

    fn add_pair(&mut self, left: RoleId, right: RoleId, reason: PairReason) {
        if left == right || self.pair(left, right).is_some() {
            return;
        }
        let address =
            format!("compare/{}_{}.html", self.roles[left.index()], self.roles[right.index()]);
        self.pairs.insert((left, right), address);
        self.compared.push(RolePair { left, right, reason });
    }

    /// Returns the address of a role.
    pub(super) fn role(&self, role: RoleId) -> String {
        format!("role/{}.html", self.roles[role.index()])
    }

    /// Returns the name of the page of a role, without folder and ending.
    pub(super) fn role_name(&self, role: RoleId) -> &str {
        &self.roles[role.index()]
    }

    /// Returns the address of a skill.
    pub(super) fn skill(&self, skill: SkillId) -> String {
        format!("skill/{}.html", self.skills[skill.index()])
    }

    /// Returns the name of the page of a skill, without folder and ending.
    pub(super) fn skill_name(&self, skill: SkillId) -> &str {
        &self.skills[skill.index()]
    }

    /// Returns the address of the family at this position.
    pub(super) fn family(&self, at: usize) -> String {
        format!("family/{}.html", self.families[at])
    }

    /// Returns the address of a part of the matrix of the family at this position.
    pub(super) fn matrix(&self, at: usize, part: usize) -> String {
        let part = if part == 0 { String::new() } else { format!("_{}", part + 1) };
        format!("matrix/{}{part}.html", self.families[at])
    }

    /// Returns the address of the comparison of two roles, in either order, if it has a page.
    pub(super) fn pair(&self, a: RoleId, b: RoleId) -> Option<&str> {
        self.pairs.get(&(a, b)).or_else(|| self.pairs.get(&(b, a))).map(String::as_str)
    }
}

/// The initials under which names are listed, each with the positions of its names: letters and
/// digits without accents, and `#` for everything else.
fn by_initial<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<(bool, String), Vec<usize>> {
    let mut initials: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for (at, name) in names.enumerate() {
        let first = fold_with_origins(name, false).into_iter().map(|(c, _)| c);
        let first = first.into_iter().find(|c| c.is_alphanumeric());
        let initial = match first {
            Some('0'..='9') => "0–9".to_string(),
            Some(c) => c.to_uppercase().collect(),
            None => "#".to_string(),
        };
        // Everything but letters comes last.
        let is_letter = first.is_some_and(char::is_alphabetic);
        initials.entry((!is_letter, initial)).or_default().push(at);
    }
    initials
}

/// Maximum number of skills on one page; more are listed by initial.
const MAX_LISTED: usize = 1_000;

/// The lists of skills.
#[derive(Debug)]
pub(super) struct SkillLists {
    /// The initials, each with its skills by name; none if all skills are on one page.
    pub(super) initials: Vec<(String, Vec<SkillId>)>,
}

impl SkillLists {
    /// Divides the skills of `catalog`.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let by_name = catalog.skills_by_name();
        if by_name.len() <= MAX_LISTED {
            return Self { initials: Vec::new() };
        }
        let names = by_name.iter().map(|id| catalog.skill(*id).name.as_str());
        let initials = by_initial(names)
            .into_iter()
            .map(|((_, initial), at)| (initial, at.into_iter().map(|at| by_name[at]).collect()));
        Self { initials: initials.collect() }
    }

    /// Returns the number of initials.
    pub(super) fn initial_count(&self) -> usize {
        self.initials.len()
    }

    /// Returns the address of the skills with an initial.
    pub(super) fn address(&self, at: usize) -> String {
        let initial = self.initials[at].0.to_lowercase();
        let name = match initial.as_str() {
            "0–9" => "0-9".to_string(),
            "#" => "other".to_string(),
            letter => file_name(letter),
        };
        format!("skills/{name}.html")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_apart_wherever_case_does_not_count() {
        let long = "a".repeat(5_000);
        let ids = [
            "product-lead",
            "a",
            "A",
            "a.b",
            "a..",
            ".a",
            "..",
            "con",
            "Con",
            "con.x",
            "com1",
            "com",
            "com10",
            "nul",
            "pack:role",
            "pack_role",
            "pack~3arole",
            "ä",
            "a\u{308}",
            "Ä",
            "職",
            " ",
            "a b",
            "a/b",
            "a\\b",
            "a%2fb",
            "a?b#c",
            "a\nb",
            "",
            &long,
            &long[1..],
        ];
        let names: Vec<String> = ids.iter().map(|id| file_name(id)).collect();
        let apart: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(apart.len(), ids.len(), "{names:?}");
        for (id, name) in ids.iter().zip(&names) {
            assert!(name.len() <= MAX_NAME, "{name}");
            assert!(!name.contains(|c: char| !"-.~".contains(c) && !c.is_ascii_alphanumeric()));
            assert!(!name.starts_with('.'), "{name}");
            assert!(!is_device(name), "{id}: {name}");
        }
        assert_eq!(names[0], "product-lead");
        assert_eq!(names[14], "pack~3arole");
    }

    #[test]
    fn families_have_readable_names_of_their_own() {
        let long = "x".repeat(400);
        let mut taken = HashSet::new();
        for (family, start) in [
            ("Data & analytics", "data-analytics"),
            ("data-analytics", "data-analytics~"),
            ("Santé", "sante"),
            ("職業", "~"),
            ("con", "con~"),
            ("!!!", "~"),
            (&long, "xxx"),
        ] {
            let name = readable_name(family, &mut taken);
            assert!(name.starts_with(start) && name.len() <= MAX_NAME, "{family}: {name}");
            assert_eq!(name.contains('~'), !matches!(family, "Data & analytics" | "Santé"));
        }
    }

    #[test]
    fn initials_have_no_accents_and_letters_come_first() {
        let names = ["élan", "Eel", "3D", "C", "–", "日本", "ß"];
        let found = by_initial(names.into_iter());
        let initials: Vec<&str> = found.keys().map(|(_, initial)| initial.as_str()).collect();
        assert_eq!(initials, ["C", "E", "S", "日", "#", "0–9"]);
        assert_eq!(found[&(false, "E".to_string())], [0, 1]);
    }
}
