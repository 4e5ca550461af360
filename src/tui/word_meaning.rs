//! The meaning of words of a text that was read: the skill that they were taken for, and what the
//! user can say instead.

use super::effect::CorrectionChange;
use super::overlay_choice::{ChoiceTarget, OverlayChoice, WordMeaning};
use super::remap::IdRemap;
use super::session_texts::SessionText;
use crate::model::{Catalog, RoleId, SkillId};
use crate::reading::corrections::{CorrectMeaning, NO_SKILL, WordCorrection};

/// Words of the text that a role was read from, by their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadWords {
    /// Words that were read as a skill that is sure.
    Marked(usize),
    /// Words that are similar to a skill: a skill of the role that is not sure.
    Likely(usize),
    /// Words that name a skill that the text does not ask for.
    NotAsked(usize),
    /// Words whose meaning was corrected.
    Corrected(usize),
}

/// Words of a text, and the skills that they were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenWords {
    /// The role that was read from the text.
    pub role: RoleId,
    /// The words.
    pub words: String,
    /// The skill in question; `None` if the words mean no skill.
    pub skill: Option<SkillId>,
    /// The other skills that are sure from the same words.
    others: Vec<SkillId>,
    /// Whether the skill is sure.
    is_sure: bool,
    /// The meaning that the user gave the words before.
    correction: Option<WordCorrection>,
}

impl TakenWords {
    /// Returns the words at `place` of `text`, which `role` was read from.
    pub(super) fn new(
        catalog: &Catalog,
        (role, text): (RoleId, &SessionText),
        place: ReadWords,
    ) -> Option<Self> {
        let (layout, read) = (&text.opened.text, &text.role);
        let (place, skill, is_sure) = match place {
            ReadWords::Marked(at) => {
                let marked = read.marked.get(at)?;
                (&marked.place, marked.skill, true)
            }
            ReadWords::Likely(at) => {
                let likely = read.skills.get(at)?;
                (&likely.place, likely.skill, likely.sure)
            }
            ReadWords::NotAsked(at) => {
                let named = read.not_asked.get(at)?;
                (&named.place, named.skill, false)
            }
            ReadWords::Corrected(at) => {
                let correction = read.corrections.get(at)?;
                let ids = correction.skills().iter().filter_map(|id| catalog.skill_by_id(id));
                let mut skills: Vec<SkillId> = ids.collect();
                return Some(Self {
                    role,
                    words: correction.words.clone(),
                    skill: if skills.is_empty() { None } else { Some(skills.remove(0)) },
                    others: skills,
                    is_sure: true,
                    correction: Some(correction.clone()),
                });
            }
        };
        let words = place.words(layout).to_string();
        let same = read.marked.iter().filter(|other| other.place == *place);
        Some(Self {
            role,
            skill: Some(skill),
            others: same.map(|other| other.skill).filter(|other| *other != skill).collect(),
            is_sure,
            correction: text
                .opened
                .corrections
                .iter()
                .find(|known| known.is_about(&words))
                .cloned(),
            words,
        })
    }

    /// Returns the same words in another catalog, if the role and the skill still exist.
    pub(super) fn remap(self, map: &IdRemap<'_>) -> Option<Self> {
        let skill = match self.skill {
            Some(skill) => Some(map.skill(skill)?),
            None => None,
        };
        Some(Self {
            role: map.role(self.role)?,
            skill,
            others: self.others.iter().filter_map(|skill| map.skill(*skill)).collect(),
            ..self
        })
    }

    /// Returns what the words were taken for, or what the user said of them.
    pub(super) fn taken_for(&self, catalog: &Catalog) -> String {
        match (&self.correction, self.skill) {
            (Some(correction), None) => correction.predicate(catalog),
            _ => format!("read as {}", self.meaning(catalog)),
        }
    }

    /// Returns the name of the skill in question.
    fn meaning<'a>(&self, catalog: &'a Catalog) -> &'a str {
        self.skill.map_or(NO_SKILL, |skill| &catalog.skill(skill).name)
    }

    /// Returns the rows to choose from before a skill is typed.
    pub(super) fn choices(&self, catalog: &Catalog) -> Vec<OverlayChoice> {
        let mut rows: Vec<(ChoiceTarget, String)> = Vec::new();
        let name = self.meaning(catalog);
        if let Some(skill) = self.skill {
            if !self.is_sure {
                let target = ChoiceTarget::Correct(WordMeaning::Skill(skill));
                rows.push((target, format!("It means {name}")));
            }
            let target = ChoiceTarget::Correct(WordMeaning::NotThis);
            rows.push((target, format!("It does not mean {name}")));
        }
        if self.correction.is_some() {
            let target = ChoiceTarget::Correct(WordMeaning::AsRead);
            rows.push((target, "Undo my correction".to_string()));
        }
        if let Some(skill) = self.skill {
            rows.push((ChoiceTarget::OpenSkill(skill), format!("Open {name}")));
        }
        rows.into_iter().map(|(target, label)| choice(target, label, String::new())).collect()
    }

    /// Returns the row that takes the words for `skill`.
    pub(super) fn choice_of(catalog: &Catalog, skill: SkillId) -> OverlayChoice {
        let target = ChoiceTarget::Correct(WordMeaning::Skill(skill));
        let skill = catalog.skill(skill);
        choice(target, skill.name.clone(), skill.group.clone().unwrap_or_default())
    }

    /// Returns the correction that says that the words mean this.
    pub(super) fn change(&self, catalog: &Catalog, meaning: WordMeaning) -> CorrectionChange {
        let meaning = match meaning {
            WordMeaning::AsRead => return CorrectionChange::Remove(self.words.clone()),
            WordMeaning::NotThis => self.without_skill(catalog),
            WordMeaning::Skill(skill) => {
                let mut skills = self.others.clone();
                skills.retain(|other| *other != skill);
                skills.push(skill);
                CorrectMeaning::Skills(ids_of(catalog, &skills))
            }
        };
        CorrectionChange::Set(WordCorrection { words: self.words.clone(), meaning })
    }

    /// Returns the meaning of the words without the skill in question. What else was read from them
    /// stays as it was read.
    fn without_skill(&self, catalog: &Catalog) -> CorrectMeaning {
        let ruled_out = self.skill.map(|skill| catalog.skill(skill).id.clone());
        match self.correction.as_ref().map(|known| &known.meaning) {
            Some(CorrectMeaning::Skills(known)) => {
                let left = known.iter().filter(|id| Some(*id) != ruled_out.as_ref());
                CorrectMeaning::Skills(left.cloned().collect())
            }
            Some(CorrectMeaning::Not(known)) => {
                CorrectMeaning::Not(known.iter().cloned().chain(ruled_out).collect())
            }
            None => CorrectMeaning::Not(ruled_out.into_iter().collect()),
        }
    }
}

fn ids_of(catalog: &Catalog, skills: &[SkillId]) -> Vec<String> {
    skills.iter().map(|skill| catalog.skill(*skill).id.clone()).collect()
}

fn choice(target: ChoiceTarget, label: String, place: String) -> OverlayChoice {
    OverlayChoice { target, keys: String::new(), label, place }
}
