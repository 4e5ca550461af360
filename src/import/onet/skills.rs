//! Reads the skills: rated skills and knowledge, software and tools.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use super::builder::{ElementNames, NO_NUMBER, RoleCodes, SUPPRESSED};
use super::columns::{CODE, ELEMENT, ELEMENT_NAME, SCALE, VALUE};
use super::tables::{OnetTableKind, TableUse};
use crate::import::archive::{DataSetFiles, FileId};
use crate::import::error::ImportError;
use crate::import::ids::IdGenerator;
use crate::import::options::{DataSetPart, ImportOptions};
use crate::import::table::CsvTable;
use crate::import::tally::{DUPLICATE, EXCLUDED, INCOMPLETE_ROW, ImportTally};
use crate::model::{Importance, Level, Requirement, RoleId, Scale, Skill, SkillId, SkillKind};

/// Minimum number of answers that make a share meaningful; O*NET recommends suppressing smaller
/// ones.
pub(super) const MIN_ANSWERS: f64 = 10.0;

/// Importance (scale 1 to 5) from which O*NET calls an element important.
pub(super) const ESSENTIAL_IMPORTANCE: f64 = 3.0;

/// Importance ("somewhat important") below which an element does not characterise the occupation.
pub(super) const MIN_IMPORTANCE: f64 = 2.0;

/// Top of the level scale of skills and knowledge, which starts at 0.
pub(super) const TOP_LEVEL: f64 = 7.0;

/// The ratings of one skill or body of knowledge in one occupation.
#[derive(Default)]
pub(super) struct ElementRating {
    pub(super) name: String,
    /// 1 to 5.
    pub(super) importance: Option<f64>,
    /// 0 to 7.
    pub(super) level: Option<f64>,
}

/// Ratings by role and element.
pub(super) type ElementRatings = BTreeMap<(RoleId, String), ElementRating>;

/// Kind of a skill in O*NET. Equal names of different kinds are different skills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnetSkillKind {
    Skill,
    Knowledge,
    Software,
    Tool,
}

impl OnetSkillKind {
    const ALL: [Self; 4] = [Self::Skill, Self::Knowledge, Self::Software, Self::Tool];

    pub(super) fn kind(self) -> SkillKind {
        match self {
            Self::Skill => SkillKind::Craft,
            Self::Knowledge => SkillKind::Knowledge,
            Self::Software | Self::Tool => SkillKind::Tool,
        }
    }

    /// Returns the word added to a name that another kind has too.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Knowledge => "knowledge",
            Self::Software => "software",
            Self::Tool => "tool",
        }
    }
}

/// The skills, and the roles that require them.
#[derive(Default)]
pub(super) struct OnetSkills {
    pub(super) all: Vec<Skill>,
    /// Skills by name, for each kind.
    pub(super) names: [HashMap<String, SkillId>; 4],
    pub(super) ids: IdGenerator,
    /// Requirements of each role.
    pub(super) required: Vec<Vec<Requirement>>,
    /// The required skills of all roles, so that nothing is required twice.
    pub(super) known: HashSet<(RoleId, SkillId)>,
    pub(super) tally: ImportTally,
}

impl OnetSkills {
    /// Reads the available tables. The rated ones come first, so that essential skills precede the
    /// others.
    pub(super) fn read(
        &mut self,
        source: &mut DataSetFiles<'_>,
        tables: &[(&'static OnetTableKind, FileId)],
        codes: &HashMap<String, RoleId>,
        elements: &ElementNames,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let codes = RoleCodes::new(codes);
        // Skills may be spread over two tables, and are ordered by importance across both.
        for (of, sort) in [
            (TableUse::Skills, OnetSkillKind::Skill),
            (TableUse::Knowledge, OnetSkillKind::Knowledge),
        ] {
            let mut ratings = ElementRatings::new();
            for (kind, file) in tables.iter().filter(|(kind, _)| kind.of == of) {
                let read = self.read_ratings(source, &codes, *file, elements, &mut ratings);
                self.tally.tolerate_missing_column(read, kind.lost)?;
            }
            self.require_rated(ratings, sort, elements);
        }
        for (kind, file) in tables.iter().filter(|(kind, _)| !kind.of.is_rated()) {
            let read = match kind.of {
                TableUse::Tools => {
                    self.read_tools(source, &codes, *file, OnetSkillKind::Tool, options)
                }
                _ => self.read_tools(source, &codes, *file, OnetSkillKind::Software, options),
            };
            self.tally.tolerate_missing_column(read, kind.lost)?;
        }
        Ok(())
    }

    /// Returns the skill of this kind called `name`, created if necessary. If another kind has the
    /// same name, or `shared` is set, the kind becomes part of its name and id.
    pub(super) fn find_or_add(
        &mut self,
        name: &str,
        code: &str,
        sort: OnetSkillKind,
        shared: impl FnOnce() -> bool,
        group: Option<&str>,
    ) -> SkillId {
        if let Some(&skill) = self.names[sort as usize].get(name) {
            return skill;
        }
        let others = OnetSkillKind::ALL
            .iter()
            .any(|other| *other != sort && self.names[*other as usize].contains_key(name));
        let id = SkillId::from_index(self.all.len());
        let full = if others || shared() {
            Cow::Owned(format!("{name} ({})", sort.word()))
        } else {
            Cow::Borrowed(name)
        };
        let fresh = self.ids.generate(&full, code);
        self.all.push(Skill {
            group: group.map(str::to_string),
            ..Skill::new(fresh, &*full, sort.kind())
        });
        self.names[sort as usize].insert(name.to_string(), id);
        id
    }

    pub(super) fn add_requirement(
        &mut self,
        role: RoleId,
        skill: SkillId,
        importance: Importance,
        level: Option<Level>,
        note: Option<&str>,
    ) {
        self.required[role.index()].push(Requirement {
            skill,
            importance,
            level,
            note: note.map(str::to_string),
            sources: Vec::new(),
        });
    }

    /// Reads `Skills.txt` and `Knowledge.txt`: two rows for each element, its importance and its
    /// level.
    pub(super) fn read_ratings(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        elements: &ElementNames,
        rated: &mut ElementRatings,
    ) -> Result<(), ImportError> {
        let mut table = CsvTable::read(source, file, &mut self.tally)?;
        let [code, element, scale, value] = table.require_columns([CODE, ELEMENT, SCALE, VALUE])?;
        // The database releases name an element only in the content model.
        let name = table.find_column(ELEMENT_NAME);
        if name.is_none() && elements.names.is_empty() {
            table.require_columns([ELEMENT_NAME])?;
        }
        let suppress = table
            .column_or_note(&["Recommend Suppress"], "O*NET's warnings about unreliable figures");
        let irrelevant = table.find_column(&["Not Relevant"]);
        table.for_each_row(&mut self.tally, |row| {
            let role = codes.role(&row, code)?;
            let element = row.get(element).ok_or(INCOMPLETE_ROW)?;
            let name = match name {
                Some(name) => row.get(name).ok_or(INCOMPLETE_ROW)?,
                None => Cow::Borrowed(
                    elements.names.get(element.as_ref()).ok_or("no such element")?.as_str(),
                ),
            };
            let value = row.number(value).ok_or(NO_NUMBER)?;
            if row.is_yes(suppress) {
                return Err(SUPPRESSED);
            }
            let slot = rated.entry((role, element.into_owned())).or_insert_with(|| ElementRating {
                name: name.into_owned(),
                ..ElementRating::default()
            });
            match row.get(scale).as_deref() {
                Some("IM" | "Importance") if slot.importance.is_some() => return Err(DUPLICATE),
                Some("IM" | "Importance") if value >= MIN_IMPORTANCE => {
                    slot.importance = Some(value);
                }
                Some("IM" | "Importance") => return Err("not important for the occupation"),
                Some("LV" | "Level") if row.is_yes(irrelevant) => return Err("not relevant"),
                Some("LV" | "Level") if slot.level.is_some() => return Err(DUPLICATE),
                Some("LV" | "Level") => slot.level = Some(value),
                _ => return Err("another scale"),
            }
            Ok(())
        });
        Ok(())
    }

    /// Adds rated elements as requirements, by importance.
    pub(super) fn require_rated(
        &mut self,
        rated: ElementRatings,
        sort: OnetSkillKind,
        elements: &ElementNames,
    ) {
        let group = if sort == OnetSkillKind::Knowledge { "Knowledge" } else { "Skills" };
        let mut found: Vec<(RoleId, f64, String, String, Option<f64>)> = rated
            .into_iter()
            .filter_map(|((role, element), r)| {
                Some((role, r.importance?, r.name, element, r.level))
            })
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then_with(|| a.3.cmp(&b.3)));
        for (role, importance, name, element, level) in found {
            // The skill keeps the plain name, whether or not the table of knowledge is present.
            let shared = || sort == OnetSkillKind::Knowledge && elements.is_shared(&name);
            let skill = self.find_or_add(&name, &element, sort, shared, Some(group));
            if self.all[skill.index()].codes.is_empty() {
                self.all[skill.index()].codes.push(("onet".to_string(), element));
            }
            let importance = if importance >= ESSENTIAL_IMPORTANCE {
                Importance::Essential
            } else {
                Importance::Useful
            };
            let scale = Scale::default();
            // Divides the scale of 0 to 7 into as many equal parts as the pack has levels.
            let level = level.and_then(|l| {
                let of = scale.names().len();
                scale.level(&scale.names()[((l / TOP_LEVEL * of as f64) as usize).min(of - 1)])
            });
            if self.known.insert((role, skill)) {
                self.add_requirement(role, skill, importance, level, None);
            }
        }
    }

    /// Reads software and tools: the examples, under their commodity or element.
    pub(super) fn read_tools(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        sort: OnetSkillKind,
        options: &ImportOptions,
    ) -> Result<(), ImportError> {
        let mut table = CsvTable::read(source, file, &mut self.tally)?;
        let [code, example] =
            table.require_columns([CODE, &["Workplace Example", "Example", "T2 Example"]])?;
        let title =
            table.column_or_note(&["Element Name", "Commodity Title"], "the groups of tools");
        let scheme =
            if table.find_column(&["Commodity Code"]).is_some() { "unspsc" } else { "onet" };
        let commodity = table.find_column(&["Commodity Code", "Element ID"]);
        let (hot, demand) =
            (table.find_column(&["Hot Technology"]), table.find_column(&["In Demand"]));
        // Releases before 2019 have one table for both.
        let both = table.find_column(&["T2 Type"]);
        let mut tally = std::mem::take(&mut self.tally);
        table.for_each_row(&mut tally, |row| {
            let role = codes.role(&row, code)?;
            let example = row.get(example).ok_or(INCOMPLETE_ROW)?;
            let sort = match row.get_optional(both).as_deref() {
                Some("Tools") => OnetSkillKind::Tool,
                _ => sort,
            };
            if !options.includes(if sort == OnetSkillKind::Tool {
                DataSetPart::Tools
            } else {
                DataSetPart::Technology
            }) {
                return Err(EXCLUDED);
            }
            let commodity = row.get_optional(commodity);
            let title = row.get_optional(title);
            // Releases from 30.3 on give software another code; the id stays the same.
            let suffix = if sort == OnetSkillKind::Software {
                "software"
            } else {
                commodity.as_deref().unwrap_or("tool")
            };
            let skill = self.find_or_add(&example, suffix, sort, || false, title.as_deref());
            let known = &mut self.all[skill.index()];
            if let Some(code) = commodity.filter(|_| known.codes.is_empty()) {
                known.codes.push((scheme.to_string(), code.into_owned()));
            }
            if row.is_yes(hot) {
                known.note = Some("hot technology".to_string());
            }
            if !self.known.insert((role, skill)) {
                return Err("duplicate for this occupation");
            }
            let demand = row.is_yes(demand);
            self.add_requirement(
                role,
                skill,
                Importance::Useful,
                None,
                demand.then_some("in demand"),
            );
            Ok(())
        });
        self.tally = tally;
        Ok(())
    }
}
