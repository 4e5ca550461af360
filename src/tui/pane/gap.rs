//! Skill gaps for one role or several.

use super::page::{Draft, Link, Page};
use super::rows;
use crate::analysis::gap::{Door, Gap, GapRow, Have, doors, gap, held_in};
use crate::analysis::skills::{Asked, SkillStatus, levels, to_learn};
use crate::model::{Catalog, Importance, Level, RoleId};
use crate::tui::doc::{Piece, Tone};
use crate::tui::remap::Remap;

/// Maximum number of doors shown; more would not be a ranking.
const DOORS: usize = 7;

/// The starting point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A role.
    Role(RoleId),
    /// The user's saved profile.
    Profile,
}

impl Start {
    /// Returns the same start in another catalog, if it still exists.
    pub fn remap(self, map: &Remap<'_>) -> Option<Self> {
        match self {
            Self::Role(role) => map.role(role).map(Self::Role),
            Self::Profile => Some(self),
        }
    }
}

/// Maps a gap question to another catalog, with the goals that still exist; `None` if the start or
/// all goals are gone.
pub fn remap(question: &(Start, Vec<RoleId>), map: &Remap<'_>) -> Option<(Start, Vec<RoleId>)> {
    let (start, targets) = (question.0.remap(map)?, map.roles(&question.1));
    (!targets.is_empty()).then_some((start, targets))
}

/// State of the gap.
#[derive(Debug, Default)]
pub struct Pane {
    /// The start and the goal roles.
    pub question: Option<(Start, Vec<RoleId>)>,
    /// Whether to start from the profile rather than from A.
    pub from_profile: bool,
    /// Whether only skills to learn are shown.
    pub open_only: bool,
    /// The text.
    pub page: Page,
    gaps: Vec<Gap>,
    doors: Vec<Door>,
    /// Inputs of the current page: width, open only.
    made: Option<(u16, bool)>,
}

impl Pane {
    /// Computes the gaps to `targets`, `from` one role or from the skills that the user has.
    pub fn ask(&mut self, catalog: &Catalog, from: Start, have: &[Have], targets: Vec<RoleId>) {
        let held = match from {
            Start::Role(role) => held_in(catalog.role(role)),
            Start::Profile => have.to_vec(),
        };
        let gaps: Vec<Gap> = targets.iter().map(|target| gap(catalog, &held, *target)).collect();
        let doors = if gaps.len() > 1 { doors(catalog, &gaps) } else { Vec::new() };
        let same = self.question.as_ref() == Some(&(from, targets.clone()));
        let page = if same { std::mem::take(&mut self.page) } else { Page::default() };
        let (open_only, from_profile) = (self.open_only, self.from_profile);
        *self = Self {
            question: Some((from, targets)),
            from_profile,
            open_only,
            page,
            gaps,
            doors,
            made: None,
        };
    }

    /// Clears the pane.
    pub fn clear(&mut self) {
        *self =
            Self { open_only: self.open_only, from_profile: self.from_profile, ..Self::default() };
    }

    /// Asks the same question of another catalog, in which the user's skills are `have`; clears the
    /// pane if there is nothing left to ask.
    pub fn remap(&mut self, map: &Remap<'_>, have: &[Have]) {
        let Some(before) = self.question.take() else { return };
        let Some((start, targets)) = remap(&before, map) else {
            self.clear();
            return;
        };
        self.page.relink(|link| link.remap(map));
        // The text keeps its position, as the question is the same.
        self.question = Some((start, targets.clone()));
        self.ask(map.new, start, have, targets);
    }

    /// Returns the gaps, one for each target.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Updates the text for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let wanted = Some((width, self.open_only));
        if self.made == wanted || self.question.is_none() {
            return;
        }
        let draft = self.draft(catalog, usize::from(width).max(12));
        match self.made {
            Some((_, open_only)) if open_only == self.open_only => self.page.rewrapped(draft),
            // The same question may have a new answer, as the user's skills change.
            _ => self.page.retold(draft),
        }
        self.made = wanted;
    }

    fn draft(&self, catalog: &Catalog, width: usize) -> Draft {
        let mut draft = Draft::default();
        if !self.doors.is_empty() {
            draft.doc.section("Opens most doors", "", width);
            let shown = &self.doors[..self.doors.len().min(DOORS)];
            let column =
                rows::column(shown.iter().map(|door| catalog.skill(door.skill).name.as_str()));
            for door in shown {
                Self::door(&mut draft, catalog, door, column, width);
            }
        }
        for gap in &self.gaps {
            target(&mut draft, catalog, gap, self.open_only, self.gaps.len() > 1, width);
        }
        draft
    }

    /// Adds a skill to learn: the level to reach, the learning it takes, and the roles that ask for
    /// it.
    fn door(draft: &mut Draft, catalog: &Catalog, door: &Door, column: usize, width: usize) {
        let title = |role: &RoleId| catalog.role(*role).title.as_str();
        let mut steps: Vec<Piece> = Vec::new();
        for step in &door.steps {
            if !steps.is_empty() {
                steps.push(Piece::new(" · ", Tone::Dim));
            }
            let level = step.level.map(|level| format!("{} ", level.dots())).unwrap_or_default();
            steps.push(Piece::new(
                format!("{level}{}", levels(u64::from(step.effort))),
                Tone::Accent,
            ));
            for (word, roles) in [("essential for", &step.essential), ("useful for", &step.useful)]
            {
                if !roles.is_empty() {
                    let titles: Vec<&str> = roles.iter().map(title).collect();
                    steps.push(Piece::new(format!("  {word} {}", titles.join(", ")), Tone::Dim));
                }
            }
        }
        draft.link(Link::Skill(door.skill));
        let have = door.have.is_some();
        let status = if have { SkillStatus::Grow } else { SkillStatus::Right };
        rows::skill(
            &mut draft.doc,
            width,
            status,
            (&catalog.skill(door.skill).name, column),
            &steps,
        );
    }
}

/// Formats how many of the skills asked for the user has:
/// `5 of 9 essential · 2 of 6 useful · 8 skills to learn, 7.5 levels`.
pub fn told(gap: &Gap) -> String {
    let mut parts = Vec::new();
    for importance in [Importance::Essential, Importance::Useful] {
        let met = gap.met(importance);
        if met.asked > 0 {
            let unsure = match gap.unsure(importance) {
                0 => String::new(),
                n => format!(" ({n} at a level not said)"),
            };
            parts.push(format!("{} of {} {importance}{unsure}", met.met, met.asked));
        }
    }
    parts.push(to_learn(gap.open(), gap.effort()));
    parts.join(" · ")
}

/// Headings of the groups of skills, in reading order.
const PARTS: [&str; 5] =
    ["To learn, essential", "To learn, useful", "Keep", "Asks for less", "Not listed"];

/// Number of leading groups that contain skills to learn.
const OPEN: usize = 2;

/// Returns the group that a row belongs to.
fn part(row: &GapRow) -> usize {
    let essential = row.asked.is_some_and(|asked| asked.importance == Importance::Essential);
    match row.status {
        SkillStatus::Grow | SkillStatus::Right => usize::from(!essential),
        SkillStatus::Same => 2,
        SkillStatus::LetGo => 3,
        SkillStatus::Left => 4,
    }
}

/// Adds the rows about one role.
fn target(
    draft: &mut Draft,
    catalog: &Catalog,
    gap: &Gap,
    open_only: bool,
    several: bool,
    width: usize,
) {
    if several {
        draft.doc.section(&catalog.role(gap.target).title, "", width);
        draft.doc.text(&told(gap), Tone::Dim, width, 0);
    }
    let column = rows::column(gap.rows.iter().map(|row| catalog.skill(row.skill).name.as_str()));
    let mut any = false;
    for (at, title) in PARTS.into_iter().enumerate() {
        let rows: Vec<&GapRow> = gap.rows.iter().filter(|row| part(row) == at).collect();
        let open = at < OPEN;
        if rows.is_empty() || (open_only && !open) {
            continue;
        }
        any |= open;
        if several {
            draft.doc.text(&format!("{title} {}", rows.len()), Tone::Heading, width, 0);
        } else {
            draft.doc.section(format!("{title} {}", rows.len()), "", width);
        }
        for row in rows {
            draft.link(Link::Skill(row.skill));
            let name = (catalog.skill(row.skill).name.as_str(), column);
            rows::skill(&mut draft.doc, width, row.status, name, &row_levels(catalog, gap, row));
        }
    }
    if open_only && !any {
        draft.doc.text("Nothing to learn: all that is asked is there.", Tone::Text, width, 0);
    }
}

/// Formats the level that the user has and the level asked for.
fn row_levels(catalog: &Catalog, gap: &Gap, row: &GapRow) -> Vec<Piece> {
    let name = |level: Level| {
        format!("{} {}", level.dots(), catalog.own_level_name(level).unwrap_or_default())
    };
    let unknown =
        |unclear| if unclear { "level not understood" } else { "level not said" }.to_string();
    let have = row.have.map(|have| have.level.map_or_else(|| unknown(have.unclear), name));
    // If all of them are useful, the heading states it.
    let plain = |asked: Asked| {
        if row.is_open() { Asked { importance: Importance::Essential, ..asked } } else { asked }
    };
    let asked = row.asked.map(|asked| rows::asked(catalog, gap.target, plain(asked)));
    // If the level is unknown on either side, there is nothing to compare.
    match (row.have.and_then(|have| have.level), row.asked.and_then(|asked| asked.level)) {
        (Some(has), Some(asks)) if has == asks => rows::levels(asked.clone(), asked),
        _ => rows::levels(have, asked),
    }
}
