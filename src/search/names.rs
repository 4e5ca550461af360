//! Which skill people mean in their own files: a curriculum vitae says "HTML 5", "React.js" and "REST APIs".
//!
//! Three degrees of certainty are kept apart. A name that is written as the pack writes it is known
//! ([`SkillNames::exact`], as [`super::lookup`] does it for roles). One that differs only in what is no part of the name
//! is taken for it ([`SkillNames::loose`]); whoever takes it says so. What is merely near is for people to decide
//! ([`SkillNames::near`]). Misspelt words are never taken for anything: one letter lies between `Java` and `Lava`.

use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use super::fold::{each_word, fold_onto};
use super::lookup::{Found, SUGGESTIONS, alike, key};
use super::{Index, Item, Matched, Query, Scope};
use crate::model::{Catalog, Skill, SkillId};

/// Names that stand for several skills mean the one that so many times more roles need, if there is such a one.
const FAR_MORE: usize = 5;

/// From this likeness on (Jaro-Winkler, 0 to 1) a name is near another as a whole.
const LIKE: f64 = 0.94;

/// So many hits of a search are looked at for names that are near.
const LOOKED_AT: usize = 20;

/// Longer texts are no names.
const LONGEST: usize = 120;

/// Words that say what kind of thing a name stands for: "REST APIs", "Bash scripting".
const KINDS: [&str; 18] = [
    "api",
    "apis",
    "basics",
    "experience",
    "framework",
    "frameworks",
    "fundamentals",
    "knowledge",
    "language",
    "languages",
    "libraries",
    "library",
    "methodologies",
    "methodology",
    "programming",
    "scripting",
    "skills",
    "use",
];

/// Makers that people leave out: "Excel", "Kafka".
const MAKERS: [&str; 6] = ["adobe", "apache", "atlassian", "autodesk", "microsoft", "oracle"];

/// Names that mean nothing in particular without their maker.
const NEED_THEIR_MAKER: [&str; 14] = [
    "clinical",
    "database",
    "designer",
    "director",
    "exchange",
    "inventory",
    "mechanical",
    "money",
    "project",
    "reports",
    "smoke",
    "software",
    "works",
    "world",
];

/// How a spelling belongs to a skill; the first kind that fits decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Id,
    Name,
    Alias,
    Hidden,
    /// Made from the name.
    Derived,
}

/// Spellings by their hashes, each with the skill that it belongs to, ordered: two that fall together are rarer than two
/// meanings of one name.
#[derive(Default)]
struct Spellings(Vec<(u64, Kind, SkillId)>);

impl Spellings {
    fn put(&mut self, spelling: &str, kind: Kind, id: SkillId) {
        if !spelling.is_empty() {
            self.0.push((xxh3_64(spelling.as_bytes()), kind, id));
        }
    }

    fn close(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// The skills of the first kind that is called `spelling`.
    fn first_kind(&self, spelling: &str) -> impl Iterator<Item = SkillId> + '_ {
        let hash = xxh3_64(spelling.as_bytes());
        let from = self.0.partition_point(|(other, ..)| *other < hash);
        let first = self.0.get(from).map(|(_, kind, _)| *kind);
        let same = move |(other, kind, _): &&(u64, Kind, SkillId)| *other == hash && Some(*kind) == first;
        self.0[from..].iter().take_while(same).map(|(_, _, id)| *id)
    }
}

/// Names as they are written.
struct Written {
    /// By [`key`].
    keys: Spellings,
    /// By the same without blanks.
    joined: Spellings,
}

/// Names by their words.
struct Worded {
    /// By words without what stands between them.
    plain: Spellings,
    /// By the singulars of the words.
    singular: Spellings,
}

/// The skills of a catalog by what they are called.
pub struct SkillNames<'a> {
    catalog: &'a Catalog,
    written: Written,
    /// Made when it is first needed: most people write most names as they are.
    worded: OnceLock<Worded>,
}

impl<'a> SkillNames<'a> {
    /// Reads every name in `catalog` once.
    pub fn new(catalog: &'a Catalog) -> Self {
        let (mut keys, mut joined) = (Spellings::default(), Spellings::default());
        for (id, kind, text) in names(catalog) {
            let key = key(text);
            joined.put(&key.replace(' ', ""), kind, id);
            keys.put(&key, kind, id);
        }
        let written = Written { keys: keys.close(), joined: joined.close() };
        Self { catalog, written, worded: OnceLock::new() }
    }

    fn worded(&self) -> &Worded {
        self.worded.get_or_init(|| {
            let (mut plain, mut singulars) = (Spellings::default(), Spellings::default());
            let (mut text, mut all, mut each) = (String::new(), String::new(), String::new());
            for (id, kind, name) in names(self.catalog).filter(|(_, kind, _)| *kind != Kind::Id) {
                all.clear();
                each.clear();
                each_of(name, &mut text, |word| {
                    all.push_str(word);
                    push_singular(&mut each, word);
                });
                plain.put(&all, kind, id);
                singulars.put(&each, kind, id);
                if kind == Kind::Name {
                    for words in derived(name) {
                        plain.put(&words.concat(), Kind::Derived, id);
                    }
                }
            }
            Worded { plain: plain.close(), singular: singulars.close() }
        })
    }

    /// Whether `text` is the id or the name of `skill`, in any spelling, and not another word for it.
    pub fn is_own(&self, skill: SkillId, text: &str) -> bool {
        let (skill, text) = (self.catalog.skill(skill), key(text));
        let short = skill.id.rsplit(':').next().unwrap_or_default();
        let joined = |text: &str| text.replace(' ', "");
        [&skill.id, short, &skill.name].iter().any(|own| joined(&key(own)) == joined(&text))
    }

    /// The skill called `text`: by id first, then by name, alias and hidden search term, whatever the case. It suggests
    /// nothing.
    pub fn exact(&self, text: &str) -> Found<SkillId> {
        if let Some(id) = self.catalog.skill_by_id(text.trim()) {
            return Found::One(id);
        }
        let key = key(text);
        let found = self.wanted_first(self.written.keys.first_kind(&key));
        let found = if found.is_empty() {
            self.wanted_first(self.written.joined.first_kind(&key.replace(' ', "")))
        } else {
            found
        };
        match found[..] {
            [] => Found::Nothing(vec![]),
            [one] => Found::One(one),
            _ => Found::Many(found),
        }
    }

    /// The same; where there is no such skill up to three that were perhaps meant, likeliest first: what is
    /// [near](SkillNames::near), or else like it as a whole. The `index` of the catalog is asked for only then.
    pub fn find(&self, text: &str, index: impl FnOnce() -> Arc<Index>) -> Found<SkillId> {
        let found = self.exact(text);
        if !matches!(found, Found::Nothing(_)) {
            return found;
        }
        let near = self.near(&index(), text);
        if !near.is_empty() {
            return Found::Nothing(near);
        }
        let named = |id: SkillId| {
            let Skill { id: own, name, aliases, hidden, .. } = self.catalog.skill(id);
            (id, [own, name].into_iter().chain(aliases).chain(hidden).map(String::as_str))
        };
        Found::Nothing(alike(&key(text), self.wanted_first(self.catalog.skill_ids()).into_iter().map(named)))
    }

    /// The skill that `text` names when everything is left out that is no part of a name: punctuation, versions, the
    /// kind of thing, makers, plural endings; or written out where the pack writes "Structured query language SQL".
    ///
    /// Of several such skills the one that five times as many roles need as any other. It suggests nothing.
    pub fn loose(&self, text: &str) -> Found<SkillId> {
        if text.len() > LONGEST {
            return Found::Nothing(vec![]);
        }
        let variants = variants(text);
        for variant in &variants {
            let worded = self.worded();
            let plain = self.wanted_first(worded.plain.first_kind(&variant.concat()));
            let found = if plain.is_empty() {
                let singulars: String = variant.iter().map(|word| singular(word)).collect();
                self.wanted_first(worded.singular.first_kind(&singulars))
            } else {
                plain
            };
            let needs = |at: usize| found.get(at).map_or(0, |skill| self.catalog.needs(*skill).len());
            match found[..] {
                [] => {}
                [one] => return Found::One(one),
                [first, ..] if needs(0) >= FAR_MORE * needs(1).max(1) => return Found::One(first),
                _ => return Found::Many(found),
            }
        }
        Found::Nothing(vec![])
    }

    /// Up to three skills that `text` was perhaps meant to be, likeliest first; `index` is that of the same catalog.
    pub fn near(&self, index: &Index, text: &str) -> Vec<SkillId> {
        let mut near: Vec<SkillId> = Vec::new();
        for found in [self.exact(text), self.loose(text)] {
            match found {
                Found::One(one) => near.push(one),
                Found::Many(many) => near.extend(many),
                Found::Nothing(_) => {}
            }
        }
        let words = words(text);
        let mut queries = vec![words.join(" ")];
        queries.extend(words.iter().filter(|word| is_telling(word)).cloned());
        for query in queries {
            if near.len() >= SUGGESTIONS {
                break;
            }
            for hit in index.search(&Query::parse(&query), Scope::Skills, LOOKED_AT).hits {
                if let Item::Skill(skill) = hit.item
                    && matches!(hit.matched, Matched::Name | Matched::Alias)
                    && !near.contains(&skill)
                    && is_near(&words, hit.text(self.catalog), hit.matched)
                {
                    near.push(skill);
                }
            }
        }
        let mut seen = Vec::new();
        near.retain(|skill| {
            !seen.contains(skill) && {
                seen.push(*skill);
                true
            }
        });
        near.truncate(SUGGESTIONS);
        near
    }

    /// Those that more roles need first.
    fn wanted_first(&self, found: impl Iterator<Item = SkillId>) -> Vec<SkillId> {
        let mut found: Vec<SkillId> = found.collect();
        found.sort_by_key(|id| (std::cmp::Reverse(self.catalog.needs(*id).len()), *id));
        found
    }
}

/// Every name of every skill.
fn names(catalog: &Catalog) -> impl Iterator<Item = (SkillId, Kind, &str)> {
    catalog.skill_ids().flat_map(|id| {
        let Skill { id: own, name, aliases, hidden, .. } = catalog.skill(id);
        let aliases = aliases.iter().map(|alias| (Kind::Alias, alias));
        let hidden = hidden.iter().map(|hidden| (Kind::Hidden, hidden));
        let all = [(Kind::Id, own), (Kind::Name, name)].into_iter().chain(aliases).chain(hidden);
        all.map(move |(kind, text)| (id, kind, text.as_str()))
    })
}

/// Whether `label` has telling words of what was written as `words`, or is like it as a whole. Of a name half must be
/// there; of another name, which is not shown, all.
fn is_near(words: &[String], label: &str, matched: Matched) -> bool {
    let theirs: Vec<String> = self::words(label);
    let telling = theirs.iter().filter(|word| is_telling(word)).count();
    let has = |word: &&String| theirs.iter().any(|other| singular(other) == singular(word));
    let shared = words.iter().filter(|word| is_telling(word)).filter(has).count();
    let enough = if matched == Matched::Name { 2 * shared >= theirs.len() } else { shared >= telling };
    (shared > 0 && enough) || strsim::jaro_winkler(&words.join(" "), &theirs.join(" ")) >= LIKE
}

/// Whether `word` says something of what is meant.
fn is_telling(word: &str) -> bool {
    word.chars().count() > 2 && !KINDS.contains(&word)
}

/// The words of `text`, folded; `&` is a word, and a dot before a word belongs to it: `.net` is no `net`.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_of(text, &mut String::new(), |word| words.push(word.to_string()));
    words
}

/// Calls `each` with the [`words`] of `text`; `folded` is room to work in.
fn each_of(text: &str, folded: &mut String, mut each: impl FnMut(&str)) {
    folded.clear();
    fold_onto(text.trim(), folded);
    if folded.contains(['&', '\'']) {
        *folded = folded.replace('&', " and ").replace('\'', "");
    }
    each_word(folded, |at| {
        let before = &folded[..at.start];
        let dotted = before.ends_with('.') && before[..before.len() - 1].chars().next_back().is_none_or(|c| c == ' ');
        each(&folded[at.start - usize::from(dotted)..at.end]);
    });
}

/// `word` without a plural ending.
fn singular(word: &str) -> String {
    let mut singular = String::new();
    push_singular(&mut singular, word);
    singular
}

/// Appends `word` without a plural ending to `to`.
fn push_singular(to: &mut String, word: &str) {
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.chars().count() > 2);
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match (stem("ies"), stem("s")) {
        (Some(stem), _) => {
            to.push_str(stem);
            to.push('y');
        }
        (None, Some(stem)) if !kept => to.push_str(stem),
        _ => to.push_str(word),
    }
}

/// Other words for the same, where something may be left out of them or added.
type Change = fn(&[String]) -> Option<Vec<String>>;

/// The words of `text`, and what is left of them when what may be left out is; the least changed first.
fn variants(text: &str) -> Vec<Vec<String>> {
    let mut variants = vec![words(text)];
    if let (Some(open), Some(close)) = (text.find('('), text.rfind(')'))
        && open < close
    {
        variants.push(words(&format!("{} {}", &text[..open], &text[close + 1..])));
    }
    for change in [without_version as Change, without_js, without_kind, with_maker] {
        let changed: Vec<Vec<String>> = variants.iter().filter_map(|words| change(words)).collect();
        variants.extend(changed);
    }
    variants.retain(|words| !words.is_empty());
    variants
}

/// "HTML 5", "HTML5", "Python 3.11", "Angular 2+": without the number, when it looks like that of a version.
fn without_version(words: &[String]) -> Option<Vec<String>> {
    let is_number = |word: &str| {
        let digits = word.trim_start_matches('v').trim_end_matches(['x', '+']);
        matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let kept = words.len() - words.iter().rev().take_while(|word| is_number(word)).count();
    if kept < words.len() {
        return (kept > 0).then(|| words[..kept].to_vec());
    }
    let (last, others) = words.split_last()?;
    let stem = last.trim_end_matches('+').trim_end_matches(|c: char| c.is_ascii_digit());
    // Short ones are names of their own: S3, EC2, MP4.
    let version = last.len() - stem.len();
    let stands = stem.chars().count() > 2 && stem.chars().all(char::is_alphabetic);
    (stands && (1..=2).contains(&version)).then(|| others.iter().cloned().chain([stem.to_string()]).collect())
}

/// "React.js", "ReactJS": without the ending.
fn without_js(words: &[String]) -> Option<Vec<String>> {
    let (last, others) = words.split_last()?;
    let stem = if last == "js" { "" } else { last.strip_suffix("js").filter(|stem| stem.chars().count() > 2)? };
    let kept: Vec<String> = others.iter().cloned().chain((!stem.is_empty()).then(|| stem.to_string())).collect();
    (!kept.is_empty()).then_some(kept)
}

/// "REST APIs", "Bash scripting": without the word that says what kind of thing it is.
fn without_kind(words: &[String]) -> Option<Vec<String>> {
    let kept = words.len() - words.iter().rev().take_while(|word| KINDS.contains(&word.as_str())).count();
    (kept > 0 && kept < words.len()).then(|| words[..kept].to_vec())
}

/// "MS Project": with the maker written out.
fn with_maker(words: &[String]) -> Option<Vec<String>> {
    let (first, others) = words.split_first()?;
    (first == "ms" && !others.is_empty())
        .then(|| std::iter::once("microsoft".to_string()).chain(others.iter().cloned()).collect())
}

/// What people call what the pack calls `name`, where it writes out more than they do.
fn derived(name: &str) -> Vec<Vec<String>> {
    let mut derived = Vec::new();
    let all = words(name);
    if let Some(open) = name.find('(').filter(|open| *open > 0) {
        derived.push(words(&name[..open]));
    }
    derived.extend(without_js(&all));
    if let Some((maker, rest)) = all.split_first()
        && MAKERS.contains(&maker.as_str())
    {
        // Behind the name of a maker "software" says nothing: "Microsoft Azure software".
        let named = rest.iter().rposition(|word| word != "software").map_or(0, |last| last + 1);
        if !rest[..named].iter().all(|word| NEED_THEIR_MAKER.contains(&word.as_str())) {
            derived.push(rest[..named].to_vec());
        }
    }
    derived.extend(initials(name).map(|initials| vec![initials]));
    derived.retain(|words| !words.is_empty() && *words != all);
    derived
}

/// The initials at the end of `name`, where the words before them are what they stand for: `SQL` of "Structured query
/// language SQL", `AWS` of "Amazon Web Services AWS software".
fn initials(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let is_last = |at: usize| at + 1 == parts.len() || (at + 2 == parts.len() && parts[at + 1] == "software");
    let at = (1..parts.len()).rev().find(|at| is_last(*at) && parts[*at].chars().all(char::is_uppercase))?;
    let letters: Vec<char> = parts[at].to_lowercase().chars().collect();
    let before: Vec<Vec<char>> = parts[..at].iter().map(|part| part.to_lowercase().chars().collect()).collect();
    let short = letters.len() < 2 || letters.len() > 8;
    (!short && (0..at).any(|from| spell(&before[from..], &letters))).then(|| letters.iter().collect())
}

/// Whether `words` give `letters`: each its first one, and perhaps more of its own: Hypertext gives H and
/// T. An X stands for Ex.
fn spell(words: &[Vec<char>], letters: &[char]) -> bool {
    let Some((word, others)) = words.split_first() else { return letters.is_empty() };
    let gives = |letter: char| word.first() == Some(&letter) || (letter == 'x' && word.starts_with(&['e', 'x']));
    if !letters.first().is_some_and(|letter| gives(*letter)) {
        return false;
    }
    let mut rest = word[1..].iter();
    // Letters from the second on that stand in the word in this order, one more at a time.
    (1..=letters.len())
        .any(|given| (given == 1 || rest.any(|c| *c == letters[given - 1])) && spell(others, &letters[given..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SkillKind, Tables};

    fn catalog(names: &[&str]) -> Catalog {
        let skill = |name: &&str| Skill::new(key(name).replace(' ', "-"), *name, SkillKind::Tool);
        Catalog::new(Tables { skills: names.iter().map(skill).collect(), ..Tables::default() })
    }

    #[test]
    fn what_is_written_as_the_pack_writes_it_is_known() {
        let catalog = crate::builtin::catalog();
        let names = SkillNames::new(&catalog);
        let bare = |text: &str| key(text).replace(' ', "");
        let named = |id: SkillId, text: &str| {
            let Skill { id, name, aliases, .. } = catalog.skill(id);
            [id, name].into_iter().chain(aliases).any(|name| bare(name) == bare(text))
        };
        for id in catalog.skill_ids() {
            let skill = catalog.skill(id);
            for text in [&skill.id, &skill.name].into_iter().chain(&skill.aliases).chain(&skill.hidden) {
                for text in [text.to_uppercase(), text.replace([' ', '-'], "")] {
                    let found = match names.exact(&text) {
                        Found::One(one) => vec![one],
                        Found::Many(many) => many,
                        Found::Nothing(_) => vec![],
                    };
                    // What is the name of one may be another name of others.
                    assert!(found.contains(&id) || found.iter().any(|other| named(*other, &text)), "{text}");
                }
            }
        }
        for text in ["", "Kubernet", "HTML 5", "nothing of the kind"] {
            assert_eq!(names.exact(text), Found::Nothing(vec![]), "{text}");
        }
    }

    #[test]
    fn what_is_no_part_of_a_name_may_be_left_out_or_added() {
        let all = [
            "HTML",
            "Python (computer programming)",
            "Node.js",
            "React",
            "REST",
            "JavaScript",
            "Structured query language SQL",
            "Hypertext markup language HTML5",
            "Amazon Web Services AWS software",
            "Extensible markup language XML",
            "Microsoft Excel",
            "Microsoft Project",
            "Oracle Database",
            "Oracle software",
            "Microsoft Azure software",
            "Nets",
            "Go",
            "C++",
            "C#",
            "Dashboards",
            "HTML and CSS",
            "AWS Elastic MapReduce (EMR)",
            "Scheduling software",
        ];
        let catalog = catalog(&all);
        let names = SkillNames::new(&catalog);
        let taken = |text: &str| match names.loose(text) {
            Found::One(id) => catalog.skill(id).name.clone(),
            Found::Many(_) => "several".to_string(),
            Found::Nothing(_) => String::new(),
        };
        for (text, name) in [
            ("HTML 5", "HTML"),
            ("html5", "HTML"),
            ("HTML & CSS", "HTML and CSS"),
            ("Python 3.11", "Python (computer programming)"),
            ("python programming", "Python (computer programming)"),
            ("NodeJS", "Node.js"),
            ("node js", "Node.js"),
            ("Node", "Node.js"),
            ("React.js", "React"),
            ("ReactJS 18", "React"),
            ("REST APIs", "REST"),
            ("JavaScript (ES6+)", "JavaScript"),
            ("SQL", "Structured query language SQL"),
            ("XML", "Extensible markup language XML"),
            ("AWS", "Amazon Web Services AWS software"),
            ("EMR", "AWS Elastic MapReduce (EMR)"),
            ("Excel", "Microsoft Excel"),
            ("MS Project", "Microsoft Project"),
            ("Project", ""),
            ("Databases", ""),
            ("Azure", "Microsoft Azure software"),
            ("Oracle", ""),
            (".NET", ""),
            ("Golang", ""),
            ("Go 1.21", "Go"),
            ("C", ""),
            ("C++ 17", "C++"),
            ("Dashboard", "Dashboards"),
            ("Scheduling", ""),
            ("Java", ""),
            ("Reactor", ""),
            ("S3", ""),
            ("", ""),
            ("(", ""),
            (")(", ""),
            ("5", ""),
            ("API", ""),
        ] {
            assert_eq!(taken(text), name, "{text}");
        }
    }

    #[test]
    fn initials_are_told_from_other_capitals() {
        for (name, wanted) in [
            ("Structured query language SQL", Some("sql")),
            ("Hypertext markup language HTML", Some("html")),
            ("Amazon Web Services AWS software", Some("aws")),
            ("AWS Elastic MapReduce (EMR)", Some("emr")),
            ("Project portfolio management PPM software", Some("ppm")),
            ("Integrated development environment IDE software", Some("ide")),
            ("Computer aided design CAD", Some("cad")),
            ("Windent SQL", None),
            ("Quality control QC charts", None),
            ("SQL", None),
            ("", None),
        ] {
            assert_eq!(initials(name).as_deref(), wanted, "{name}");
        }
    }

    #[test]
    fn what_stands_for_several_is_not_taken_for_one() {
        let catalog = catalog(&["Apache Spark", "Adobe Spark"]);
        let names = SkillNames::new(&catalog);
        assert_eq!(names.loose("Spark"), Found::Many(catalog.skill_ids().collect()));
        let index = Index::new(Arc::new(catalog.clone()));
        assert_eq!(names.near(&index, "Spark").len(), 2);
    }

    #[test]
    fn what_is_near_shares_a_word_or_nearly_all_letters() {
        let catalog = crate::builtin::catalog();
        let names = SkillNames::new(&catalog);
        let index = Index::new(Arc::new(crate::builtin::catalog()));
        let near = |text: &str| -> Vec<&str> {
            names.near(&index, text).into_iter().map(|id| catalog.skill(id).id.as_str()).collect()
        };
        assert_eq!(near("Kubernets").first(), Some(&"kubernetes"));
        assert!(near("Vendor negotiation").contains(&"negotiation"));
        assert!(near("Stakeholder mgmt").contains(&"stakeholder-management"));
        for text in ["Hibernate", "TFS", "", "!", "role:baker", "|", "^"] {
            assert_eq!(near(text), Vec::<&str>::new(), "{text}");
        }
    }
}
