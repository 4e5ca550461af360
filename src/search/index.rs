//! The prepared labels of a catalog, and the ranked answers.

use std::io::{self, Read, Write};
use std::sync::Arc;

use super::filter::Sieve;
use super::labels::{Fits, Found, INITIALS, Labels, Manner};
use super::loan::{Loan, pooled};
use super::query::Alternative;
use super::{Query, Scope};
use crate::flat::{self, Source};
use crate::model::{Catalog, RoleId, SkillId, words};

/// Something that search finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A skill.
    Skill(SkillId),
    /// A role.
    Role(RoleId),
    /// A responsibility: its role, and its position in `Role::responsibilities`.
    Responsibility(RoleId, u32),
}

words!(
    /// Which of an item's texts matched.
    Matched {
        /// The name of a skill, the title of a role, the text of a responsibility.
        Name = "name",
        /// Another name that is shown.
        Alias = "alias",
        /// A search term that is never shown.
        Hidden = "hidden",
        /// The description of a skill, the summary of a role.
        Description = "description",
    }
);

impl Matched {
    const ALL: [Self; 4] = [Self::Name, Self::Alias, Self::Hidden, Self::Description];

    /// What a match in this text is worth less than one in the name.
    fn discount(self) -> i32 {
        match self {
            Self::Name => 0,
            Self::Alias => 25,
            Self::Hidden => 110,
            Self::Description => 450,
        }
    }
}

/// Prose is looked at where fewer names than this hold what was typed: after that many, nobody reads on to what mentions it
/// in passing.
const ENOUGH: usize = 500;

/// Where fewer names than this hold what was typed, it is taken for shortened or misspelt too.
const FEW: usize = 10;

/// Words, starts of words and initials are worth this much; what stands inside words is not sure to be meant.
const UNDERSTOOD: i32 = 750;

/// Labels with scattered letters, of which there is no end, are listed up to this many.
const MOST_SCATTERED: usize = 100;

/// So few letters are rather initials than the start of a word, where that many times fewer labels hold them so.
const FEW_LETTERS: usize = 3;
const RARELY: usize = 16;
const SURELY_INITIALS: i32 = 130;

/// What an item loses when no single text of it has all the words.
const SPREAD: i32 = 350;

/// What something found by its words as they stand is worth (`'exact`): at the start of a word, and inside.
const AS_IT_STANDS: i32 = 900;

/// One answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub item: Item,
    /// Which of its texts matched.
    pub matched: Matched,
    /// Which of several such texts.
    pub nth: u32,
    /// Higher is better; comparable within one query only.
    pub score: i32,
}

impl Hit {
    /// The text that matched.
    pub fn text<'a>(&self, catalog: &'a Catalog) -> &'a str {
        let nth = |texts: &'a [String]| texts.get(self.nth as usize).map_or("", String::as_str);
        match (self.item, self.matched) {
            (Item::Skill(id), Matched::Name) => &catalog.skill(id).name,
            (Item::Skill(id), Matched::Alias) => nth(&catalog.skill(id).aliases),
            (Item::Skill(id), Matched::Hidden) => nth(&catalog.skill(id).hidden),
            (Item::Skill(id), Matched::Description) => catalog.skill(id).description.as_deref().unwrap_or_default(),
            (Item::Role(id), Matched::Name) => &catalog.role(id).title,
            (Item::Role(id), Matched::Alias) => nth(&catalog.role(id).aliases),
            (Item::Role(id), Matched::Hidden) => nth(&catalog.role(id).hidden),
            (Item::Role(id), Matched::Description) => &catalog.role(id).summary,
            (Item::Responsibility(id, at), _) => {
                catalog.role(id).responsibilities.get(at as usize).map_or("", |duty| &duty.text)
            }
        }
    }
}

/// The answers to one query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// How many items match in all.
    pub total: usize,
    /// The best of them, best first; each item once.
    pub hits: Vec<Hit>,
    /// What was typed in vain, such as a field that there is not.
    pub hints: Vec<String>,
}

/// Labels of one kind, and what each belongs to.
#[derive(Debug)]
struct Part {
    labels: Labels,
    /// By label: the place of its item.
    places: Vec<u32>,
    /// By label: which text of the item, and which of several; see [`Part::tag`].
    texts: Vec<u32>,
}

/// A label before it is prepared: its text and weight, its place, which text it is, and which of several.
type Raw<'a> = (&'a str, u32, u32, Matched, u32);

/// The parts by position, in the order in which equal fits come.
const PARTS: usize = 5;
const ROLE_NAMES: usize = 0;
const SKILL_NAMES: usize = 1;
const DUTIES: usize = 2;
const ROLE_PROSE: usize = 3;
const SKILL_PROSE: usize = 4;

/// What a catalog's labels come to.
#[derive(Debug)]
struct Tables {
    parts: [Part; PARTS],
    /// For each role the place of its first responsibility among all of them; one more at the end.
    duties: Vec<u32>,
}

/// The prepared labels of a catalog. Immutable: share it with an `Arc`.
#[derive(Debug)]
pub struct Index {
    catalog: Arc<Catalog>,
    tables: Tables,
}

/// The best label of each item so far.
struct Best {
    /// By place.
    of: Loan<Fit>,
    found: Loan<u32>,
}

/// How well an item was found: the score, and the label with its part.
type Fit = (i32, u32, u32);

/// An item whose texts hold the words together.
#[derive(Debug, Clone, Copy)]
struct Spread {
    place: u32,
    /// What the words are worth so far, each in the text that holds it best.
    sum: i32,
    /// The best of those texts; in the end with the score of the item.
    best: Fit,
    /// The best text for the word being looked at.
    word: Fit,
}

pooled!(Fit, Found, Spread);

const NOTHING: i32 = i32::MIN;

impl Best {
    fn new(places: usize) -> Self {
        Self { of: Loan::of((NOTHING, 0, 0), places), found: Loan::new() }
    }

    fn offer(&mut self, place: u32, score: i32, part: usize, label: u32) {
        let (known, part) = (&mut self.of[place as usize], part as u32);
        if known.0 == NOTHING {
            self.found.push(place);
        }
        // Of equal labels the one that comes first in the order of preference.
        if known.0 == NOTHING || (score, known.1, known.2) > (known.0, part, label) {
            *known = (score, part, label);
        }
    }
}

impl Index {
    /// Prepares every label of `catalog`, on two threads.
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let tables = Tables::new(&catalog);
        Self { catalog, tables }
    }

    /// How many labels it holds.
    pub fn labels(&self) -> usize {
        self.tables.parts.iter().map(|part| part.labels.len()).sum()
    }

    /// The bytes that it takes beside the catalog.
    pub fn bytes(&self) -> usize {
        self.tables.parts.iter().map(|part| part.labels.bytes() + 4 * (part.places.len() + part.texts.len())).sum()
    }

    /// Writes the index so that [`Index::read`] finds it, beside the same catalog and in the same build of roledex.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        flat::put(out, &self.tables.duties)?;
        for part in &self.tables.parts {
            part.labels.write(out)?;
            flat::put(out, &part.places)?;
            flat::put(out, &part.texts)?;
        }
        Ok(())
    }

    /// The index of `catalog` that was written; reads no more than `size` bytes. That the bytes are those that were
    /// written is for the caller to know: keep a checksum, and drop the index where it is wrong.
    ///
    /// # Errors
    ///
    /// Those of `input`, and when the bytes cannot be those of an index.
    pub fn read(catalog: Arc<Catalog>, input: &mut dyn Read, size: u64) -> io::Result<Self> {
        let mut input = Source { input, left: size };
        let duties = input.take()?;
        let mut part = |manner| {
            let labels = Labels::read(&mut input, manner)?;
            Ok::<_, io::Error>(Part { labels, places: input.take()?, texts: input.take()? })
        };
        let (roles, skills) = (part(Manner::Name)?, part(Manner::Name)?);
        let parts = [roles, skills, part(Manner::Prose)?, part(Manner::Prose)?, part(Manner::Prose)?];
        Ok(Self { catalog, tables: Tables { parts, duties } })
    }

    /// The best `limit` answers to `query` in `scope`, best first.
    ///
    /// Without words in the query all items of the scope come, skills by name and the rest in catalog order. The order
    /// is total: fit, then roles before skills before responsibilities, then how many roles require the skill, then the
    /// shorter text, then the text, then the item.
    ///
    /// Words that were typed stand in a label, or are its initials. Where fewer than ten names have them so, labels come
    /// too in which they are shortened, misspelt or joined otherwise; where there are still none, labels in which their
    /// letters are scattered. Descriptions are looked at for starts of words from three letters on, and not at all where
    /// five hundred names have what was typed.
    pub fn search(&self, query: &Query, scope: Scope, limit: usize) -> Hits {
        let sieve = (!query.filters.is_empty()).then(|| Sieve::new(&query.filters, &self.catalog));
        let mut hints = query.hints.clone();
        hints.extend(sieve.as_ref().into_iter().flat_map(|sieve| sieve.hints.iter().cloned()));
        if query.alternatives.is_empty() {
            let all: Vec<Item> = self.items(scope).filter(|item| allowed(sieve.as_ref(), *item)).collect();
            let hit = |item| Hit { item, matched: Matched::Name, nth: 0, score: 0 };
            return Hits { total: all.len(), hits: all.into_iter().take(limit).map(hit).collect(), hints };
        }
        let mut best: Option<Best> = None;
        for alternative in &query.alternatives {
            let mut one = self.alternative(alternative, scope, sieve.as_ref());
            self.prefer_case(&alternative.cased, &mut one);
            match &mut best {
                None => best = Some(one),
                Some(best) => {
                    for &place in one.found.iter() {
                        let (score, part, label) = one.of[place as usize];
                        best.offer(place, score, part as usize, label);
                    }
                }
            }
        }
        let Some(best) = best else { return Hits { hints, ..Hits::default() } };
        let mut order: Loan<(u32, u64)> = Loan::new();
        for &place in best.found.iter() {
            let (score, part, label) = best.of[place as usize];
            order.push((upside_down(score.cast_unsigned()), u64::from(part) << 32 | u64::from(label)));
        }
        let total = order.len();
        if limit < total {
            order.select_nth_unstable(limit);
            order.truncate(limit);
        }
        order.sort_unstable();
        let hit = |(score, label): (u32, u64)| {
            let part = &self.tables.parts[(label >> 32) as usize];
            let (place, matched, nth) = part.tag(label as u32);
            Hit { item: self.item(place), matched, nth, score: upside_down(score).cast_signed() }
        };
        Hits { total, hits: order.iter().copied().map(hit).collect(), hints }
    }

    /// All items of `scope` in the order to be shown.
    fn items(&self, scope: Scope) -> impl Iterator<Item = Item> + '_ {
        let catalog = &*self.catalog;
        let (roles, skills, duties) = match scope {
            Scope::Roles => (true, false, false),
            Scope::Skills => (false, true, false),
            Scope::Responsibilities => (false, false, true),
            Scope::All => (true, true, true),
        };
        let skills = skills.then(|| catalog.skills_by_name().iter()).into_iter().flatten();
        let roles = roles.then(|| catalog.role_ids()).into_iter().flatten();
        let count = |role: RoleId| self.tables.duties[role.index() + 1] - self.tables.duties[role.index()];
        let duties = duties.then(|| catalog.role_ids()).into_iter().flatten();
        let duties = duties.flat_map(move |role| (0..count(role)).map(move |at| Item::Responsibility(role, at)));
        roles.map(Item::Role).chain(skills.map(|skill| Item::Skill(*skill))).chain(duties)
    }

    /// Places number all items: roles first, then skills, then responsibilities.
    fn item(&self, place: u32) -> Item {
        let roles = self.tables.duties.len() as u32 - 1;
        let skills = self.catalog.skills().len() as u32;
        if place < roles {
            return Item::Role(RoleId(place));
        }
        if place < roles + skills {
            return Item::Skill(SkillId(place - roles));
        }
        let duty = place - roles - skills;
        let role = self.tables.duties.partition_point(|first| *first <= duty) - 1;
        Item::Responsibility(RoleId(role as u32), duty - self.tables.duties[role])
    }

    fn places(&self) -> usize {
        let duties = self.tables.duties.last().copied().unwrap_or(0) as usize;
        self.tables.duties.len() - 1 + self.catalog.skills().len() + duties
    }

    fn alternative(&self, alternative: &Alternative, scope: Scope, sieve: Option<&Sieve>) -> Best {
        let Alternative { words, must, not, whole, .. } = alternative;
        let parts: &[usize] = match scope {
            Scope::Roles => &[ROLE_NAMES, ROLE_PROSE],
            Scope::Skills => &[SKILL_NAMES, SKILL_PROSE],
            Scope::Responsibilities => &[DUTIES],
            Scope::All => &[ROLE_NAMES, SKILL_NAMES, DUTIES, ROLE_PROSE, SKILL_PROSE],
        };
        let mut banned: Vec<bool> = Vec::new();
        for (&at, term) in parts.iter().flat_map(|at| not.iter().map(move |term| (at, term))) {
            if matches!(at, ROLE_PROSE | SKILL_PROSE) {
                continue;
            }
            banned.resize(self.places(), false);
            let part = &self.tables.parts[at];
            part.labels.containing(&term.text, |label| {
                if term.stands_in(part.labels.text(label)) {
                    banned[part.place(label) as usize] = true;
                }
            });
        }
        let may = |place: u32| {
            !banned.get(place as usize).is_some_and(|banned| *banned)
                && sieve.is_none_or(|sieve| allowed(Some(sieve), self.item(place)))
        };
        let mut best = Best::new(self.places());
        // How many items were found by a name; prose mentions much in passing.
        let mut named = 0;
        let mut take = |at: usize, found: &mut Loan<Found>| {
            let part = &self.tables.parts[at];
            for Found { label, score } in found.drain(..) {
                let (place, matched, _) = part.tag(label);
                if may(place) && must.iter().all(|term| term.stands_in(part.labels.text(label))) {
                    let score = score - matched.discount();
                    let new = score >= UNDERSTOOD && best.of[place as usize].0 < UNDERSTOOD;
                    named += usize::from(new && !matches!(at, ROLE_PROSE | SKILL_PROSE));
                    best.offer(place, score, at, label);
                }
            }
            (named, best.found.len())
        };
        let mut found = Loan::new();
        let (mut named, mut any) = (0, 0);
        let typed: Vec<Vec<Fits>> = parts.iter().map(|&at| self.tables.parts[at].labels.typed(words)).collect();
        for (&at, typed) in parts.iter().zip(&typed) {
            if named >= ENOUGH && matches!(at, ROLE_PROSE | SKILL_PROSE) {
                continue;
            }
            let labels = &self.tables.parts[at].labels;
            if words.is_empty() {
                standing(labels, alternative, &mut found);
            } else {
                labels.holding(typed, whole, &mut found);
            }
            if let [word] = &words[..] {
                let held = found.len();
                labels.initials(word, &mut found);
                // Few letters that rarely begin a word, and more often are those of a name: "sdc".
                let all = found[held..].iter().filter(|f| f.score == INITIALS).count();
                if word.chars.len() <= FEW_LETTERS && held <= RARELY * all {
                    found[held..].iter_mut().filter(|f| f.score == INITIALS).for_each(|f| f.score += SURELY_INITIALS);
                }
            }
            (named, any) = take(at, &mut found);
        }
        if words.is_empty() || named >= FEW {
            return best;
        }
        for (&at, typed) in parts.iter().zip(&typed) {
            let labels = &self.tables.parts[at].labels;
            labels.loosely(words, typed, whole, &mut found);
            labels.rejoined(words, typed, &mut found);
            if let [word] = &words[..] {
                labels.abbreviated(word, &mut found);
            }
            any = take(at, &mut found).1;
        }
        if any == 0 {
            for &at in parts {
                self.tables.parts[at].labels.scattered(words, MOST_SCATTERED, &mut found);
                take(at, &mut found);
            }
        }
        if words.len() > 1 {
            for &Spread { place, best: (score, at, label), .. } in self.spread(parts, &typed, &best).iter() {
                if may(place) && must.is_empty() {
                    best.offer(place, score, at as usize, label);
                }
            }
        }
        best
    }

    /// Items not yet found that hold all the words, but not in one text, by place.
    fn spread(&self, parts: &[usize], typed: &[Vec<Fits>], best: &Best) -> Loan<Spread> {
        let words = typed.first().map_or(0, Vec::len);
        let of_word = |word: usize| parts.iter().zip(typed).map(move |(at, typed)| (*at, &typed[word]));
        // By place: how many of the words were seen there, one after the other.
        let mut seen = Loan::of(0_u8, self.places());
        for word in 0..words {
            for (at, typed) in of_word(word) {
                let part = &self.tables.parts[at];
                part.labels.holders(typed, |label| {
                    let count = &mut seen[part.place(label) as usize];
                    *count += u8::from(usize::from(*count) == word);
                });
            }
        }
        let mut spread: Loan<Spread> = Loan::new();
        let all = |(_, count): &(usize, &u8)| usize::from(**count) == words;
        for (place, _) in seen.iter().enumerate().filter(all) {
            if best.of[place].0 == NOTHING {
                spread.push(Spread { place: place as u32, sum: 0, best: (NOTHING, 0, 0), word: (NOTHING, 0, 0) });
            }
        }
        if spread.is_empty() {
            return spread;
        }
        for word in 0..words {
            spread.iter_mut().for_each(|spread| spread.word = (NOTHING, 0, 0));
            for (at, typed) in of_word(word) {
                let part = &self.tables.parts[at];
                let mut found = Loan::new();
                part.labels.holding(std::slice::from_ref(typed), "", &mut found);
                for &Found { label, score } in found.iter() {
                    let (place, matched, _) = part.tag(label);
                    if let Ok(known) = spread.binary_search_by_key(&place, |spread| spread.place) {
                        let known = &mut spread[known].word;
                        *known = (*known).max((score - matched.discount(), at as u32, label));
                    }
                }
            }
            for spread in spread.iter_mut().filter(|spread| spread.word.0 != NOTHING) {
                spread.sum += spread.word.0;
                if spread.word.0 > spread.best.0 {
                    spread.best = spread.word;
                }
            }
        }
        spread.iter_mut().for_each(|spread| spread.best.0 = spread.sum / words as i32 - SPREAD);
        spread
    }

    /// Where words typed with capitals stand so somewhere, nothing else is meant: what fzf calls smart case, without
    /// hiding everything when nobody writes them so.
    fn prefer_case(&self, cased: &[String], best: &mut Best) {
        if cased.is_empty() {
            return;
        }
        let is_so = |place: &u32| {
            let (_, at, label) = best.of[*place as usize];
            let part = &self.tables.parts[at as usize];
            let (_, matched, nth) = part.tag(label);
            let text = Hit { item: self.item(*place), matched, nth, score: 0 }.text(&self.catalog);
            cased.iter().all(|word| text.contains(word.as_str()))
        };
        let mut so = Loan::new();
        so.extend(best.found.iter().copied().filter(is_so));
        if !so.is_empty() {
            best.found = so;
        }
    }
}

/// Labels that hold the terms of `alternative` which must stand in them; all, where there is none.
fn standing(labels: &Labels, alternative: &Alternative, found: &mut Loan<Found>) {
    let Some(term) = alternative.must.first() else {
        found.extend((0..labels.len() as u32).map(|label| Found { label, score: 0 }));
        return;
    };
    labels.containing(&term.text, |label| {
        let text = labels.text(label);
        let at = text.find(&term.text).unwrap_or(0);
        let starts = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let score = match () {
            () if text == term.text => AS_IT_STANDS + 2_000,
            () if at == 0 => AS_IT_STANDS + 150,
            () if starts => AS_IT_STANDS,
            () => AS_IT_STANDS - 200,
        };
        found.push(Found { label, score });
    });
}

/// The bits of a signed score as a number that is the smaller, the higher the score; and back.
fn upside_down(bits: u32) -> u32 {
    !bits ^ 1 << 31
}

fn allowed(sieve: Option<&Sieve>, item: Item) -> bool {
    sieve.is_none_or(|sieve| match item {
        Item::Skill(id) => sieve.skills[id.index()],
        Item::Role(id) | Item::Responsibility(id, _) => sieve.roles[id.index()],
    })
}

impl Part {
    fn place(&self, label: u32) -> u32 {
        self.places[label as usize]
    }

    /// The place of the item that `label` belongs to, which of its texts it is, and which of several.
    fn tag(&self, label: u32) -> (u32, Matched, u32) {
        let text = self.texts[label as usize];
        (self.place(label), Matched::ALL[text as usize % Matched::ALL.len()], text / Matched::ALL.len() as u32)
    }

    fn new(raw: &[Raw<'_>], manner: Manner) -> Self {
        let (labels, origins) = Labels::new(raw.iter().map(|(text, weight, ..)| (*text, *weight)), manner);
        let places = origins.iter().map(|origin| raw[*origin as usize].2).collect();
        let pack = |matched: Matched, nth: u32| matched as u32 + nth * Matched::ALL.len() as u32;
        let texts = origins.iter().map(|origin| pack(raw[*origin as usize].3, raw[*origin as usize].4)).collect();
        Self { labels, places, texts }
    }

    fn names<'a>(all: impl Iterator<Item = (u32, u32, &'a String, &'a [String], &'a [String])>) -> Vec<Raw<'a>> {
        let mut texts = Vec::new();
        for (place, weight, name, aliases, hidden) in all {
            texts.push((name.as_str(), weight, place, Matched::Name, 0));
            for (matched, others) in [(Matched::Alias, aliases), (Matched::Hidden, hidden)] {
                let others = others.iter().enumerate();
                texts.extend(others.map(|(i, text)| (text.as_str(), weight, place, matched, i as u32)));
            }
        }
        texts
    }
}

impl Tables {
    fn new(catalog: &Catalog) -> Self {
        let roles = catalog.roles().len() as u32;
        let skills = roles + catalog.skills().len() as u32;
        let mut duties = vec![0];
        let weight = |id: SkillId| catalog.needs(id).len() as u32;
        let skill_names = || {
            let all = catalog.skill_ids().map(|id| (roles + id.0, weight(id), catalog.skill(id)));
            let all = all.map(|(place, weight, s)| (place, weight, &s.name, s.aliases.as_slice(), s.hidden.as_slice()));
            Part::new(&Part::names(all), Manner::Name)
        };
        let skill_prose = || {
            let all = catalog.skill_ids().filter_map(|id| Some((id, catalog.skill(id).description.as_deref()?)));
            let all = all.map(|(id, text)| (text, weight(id), roles + id.0, Matched::Description, 0));
            Part::new(&all.collect::<Vec<_>>(), Manner::Prose)
        };
        let mut rest = || {
            let all = catalog.role_ids().map(|id| (id.0, 0, catalog.role(id)));
            let names =
                all.map(|(place, weight, r)| (place, weight, &r.title, r.aliases.as_slice(), r.hidden.as_slice()));
            let names = Part::new(&Part::names(names), Manner::Name);
            let summaries =
                catalog.role_ids().map(|id| (catalog.role(id).summary.as_str(), 0, id.0, Matched::Description, 0));
            let summaries = Part::new(&summaries.collect::<Vec<_>>(), Manner::Prose);
            let mut texts = Vec::new();
            for role in catalog.roles() {
                for duty in &role.responsibilities {
                    texts.push((duty.text.as_str(), 0, skills + texts.len() as u32, Matched::Name, 0));
                }
                duties.push(texts.len() as u32);
            }
            (names, summaries, Part::new(&texts, Manner::Prose))
        };
        let (skill_names, (skill_prose, (role_names, role_prose, duty_texts))) = std::thread::scope(|scope| {
            let names = scope.spawn(skill_names);
            let others = (skill_prose(), rest());
            let names = names.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (names, others)
        });
        Self { parts: [role_names, skill_names, duty_texts, role_prose, skill_prose], duties }
    }
}

#[cfg(test)]
mod tests;
