//! What one lacks for one role or several.

use super::page::{Draft, Link, Page};
use super::rows;
use crate::analysis::gap::{Door, Gap, GapRow, Have, doors, gap, held_in};
use crate::analysis::skills::{Asked, SkillStatus, levels, to_learn};
use crate::model::{Catalog, Importance, Level, RoleId};
use crate::tui::doc::{Piece, Tone};
use crate::tui::remap::Remap;

/// So many doors are shown; more would be no ranking.
const DOORS: usize = 7;

/// What one starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A role.
    Role(RoleId),
    /// The profile that the user keeps.
    Profile,
}

impl Start {
    /// The same in another catalog, if it still is there.
    pub fn remap(self, map: &Remap<'_>) -> Option<Self> {
        match self {
            Self::Role(role) => map.role(role).map(Self::Role),
            Self::Profile => Some(self),
        }
    }
}

/// A question of the gap in another catalog: with the goals that there still are; nothing where
/// there is none.
pub fn remap(question: &(Start, Vec<RoleId>), map: &Remap<'_>) -> Option<(Start, Vec<RoleId>)> {
    let (start, targets) = (question.0.remap(map)?, map.roles(&question.1));
    (!targets.is_empty()).then_some((start, targets))
}

/// State of the gap.
#[derive(Debug, Default)]
pub struct Pane {
    /// What one starts from, and the roles one goes to.
    pub question: Option<(Start, Vec<RoleId>)>,
    /// Whether to start from the profile rather than from A.
    pub from_profile: bool,
    /// Whether only what is to be done is shown.
    pub open_only: bool,
    /// The text.
    pub page: Page,
    gaps: Vec<Gap>,
    doors: Vec<Door>,
    /// What the page was made for: width, open only.
    made: Option<(u16, bool)>,
}

impl Pane {
    /// Goes `from` one role, or from the skills that one has, to `targets`.
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

    /// Shows the gap of nothing any more.
    pub fn clear(&mut self) {
        *self =
            Self { open_only: self.open_only, from_profile: self.from_profile, ..Self::default() };
    }

    /// Asks the same of another catalog, for somebody who has `have` of it; nothing where there is
    /// nothing to ask any more.
    pub fn remap(&mut self, map: &Remap<'_>, have: &[Have]) {
        let Some(before) = self.question.take() else { return };
        let Some((start, targets)) = remap(&before, map) else {
            self.clear();
            return;
        };
        self.page.relink(|link| link.remap(map));
        // The text goes on where it is, as of the same question.
        self.question = Some((start, targets.clone()));
        self.ask(map.new, start, have, targets);
    }

    /// The gaps, one for each target.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Brings the text up to date for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, width: u16) {
        let wanted = Some((width, self.open_only));
        if self.made == wanted || self.question.is_none() {
            return;
        }
        let draft = self.draft(catalog, usize::from(width).max(12));
        match self.made {
            Some((_, open_only)) if open_only == self.open_only => self.page.rewrapped(draft),
            // Of the same question there may be another answer, as what one has changes.
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

    /// A skill, to which level it takes how much learning, and who asks for it.
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

/// How many of the skills that are asked for one has: `5 of 9 essential · 2 of 6 useful · 8 skills
/// to learn, 7.5 levels`.
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

/// The parts in which the skills stand, in the order to be read.
const PARTS: [&str; 5] =
    ["To learn, essential", "To learn, useful", "Keep", "Asks for less", "Not listed"];

/// The first of them are about what is to be done.
const OPEN: usize = 2;

/// The part in which a row stands.
fn part(row: &GapRow) -> usize {
    let essential = row.asked.is_some_and(|asked| asked.importance == Importance::Essential);
    match row.status {
        SkillStatus::Grow | SkillStatus::Right => usize::from(!essential),
        SkillStatus::Same => 2,
        SkillStatus::LetGo => 3,
        SkillStatus::Left => 4,
    }
}

/// The rows about one role.
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

/// What one has, and what is asked.
fn row_levels(catalog: &Catalog, gap: &Gap, row: &GapRow) -> Vec<Piece> {
    let name = |level: Level| {
        format!("{} {}", level.dots(), catalog.own_level_name(level).unwrap_or_default())
    };
    let unknown =
        |unclear| if unclear { "level not understood" } else { "level not said" }.to_string();
    let have = row.have.map(|have| have.level.map_or_else(|| unknown(have.unclear), name));
    // Where all of them are useful the heading says so.
    let plain = |asked: Asked| {
        if row.is_open() { Asked { importance: Importance::Essential, ..asked } } else { asked }
    };
    let asked = row.asked.map(|asked| rows::asked(catalog, gap.target, plain(asked)));
    // Where a level is not said on either side there is nothing to compare.
    match (row.have.and_then(|have| have.level), row.asked.and_then(|asked| asked.level)) {
        (Some(has), Some(asks)) if has == asks => rows::levels(asked.clone(), asked),
        _ => rows::levels(have, asked),
    }
}
