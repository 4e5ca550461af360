//! Skills found as one types, and beside them who needs the one under the cursor.

use tui_input::Input;

use crate::model::{Catalog, Importance, RoleId, SkillId};
use crate::search::{Hit, Hits, Item};
use crate::tui::cursor::Cursor;
use crate::tui::doc::{Doc, Piece, Tone};
use crate::tui::pane::detail::dots;
use crate::tui::state::Mine;

/// One skill of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The skill.
    pub skill: SkillId,
    /// How it was found, when something was asked.
    pub hit: Option<Hit>,
}

/// State of the skills.
#[derive(Debug, Default)]
pub struct Pane {
    /// What was typed.
    pub input: Input,
    /// The question last asked.
    pub generation: u64,
    /// What was typed when the list was found; highlights follow it.
    pub asked: String,
    /// The selection in [`Pane::found`].
    pub cursor: Cursor,
    /// The selection among the roles that need the skill; `top` is the first visible line of the text.
    pub needs: Cursor,
    found: Vec<Found>,
    shown: Option<(SkillId, u16)>,
    /// Whether what the text says of the user has changed.
    outdated: bool,
    doc: Doc,
    needs_at: usize,
}

impl Pane {
    /// All skills of `catalog`, by name.
    pub fn new(catalog: &Catalog) -> Self {
        let found = |&skill| Found { skill, hit: None };
        let found = catalog.skills_by_name().iter().map(found).collect();
        Self { found, ..Self::default() }
    }

    /// The list.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// The skill under the cursor.
    pub fn selected(&self) -> Option<SkillId> {
        self.found.get(self.cursor.at).map(|f| f.skill)
    }

    /// The role under the cursor among those that need the skill.
    pub fn selected_need(&self, catalog: &Catalog) -> Option<RoleId> {
        catalog.needs(self.selected()?).get(self.needs.at).map(|need| need.role)
    }

    /// Takes the answer to `query`: the best hit is selected, or all skills stand there again when nothing was asked.
    pub fn answered(&mut self, catalog: &Catalog, query: &str, hits: &Hits) {
        let before = self.selected();
        if query.trim().is_empty() {
            let all = Self::new(catalog);
            self.found = all.found;
            self.cursor.at = before.and_then(|b| self.found.iter().position(|f| f.skill == b)).unwrap_or(0);
        } else {
            self.found = hits
                .hits
                .iter()
                .filter_map(|hit| match hit.item {
                    Item::Skill(skill) => Some(Found { skill, hit: Some(*hit) }),
                    _ => None,
                })
                .collect();
            self.cursor = Cursor::default();
        }
        self.asked = query.to_string();
    }

    /// Selects `skill`; where the list does not have it all skills stand there again.
    pub fn select(&mut self, catalog: &Catalog, skill: SkillId) {
        if self.found.iter().all(|found| found.skill != skill) {
            self.input.reset();
            self.answered(catalog, "", &Hits::default());
        }
        self.cursor.at = self.found.iter().position(|found| found.skill == skill).unwrap_or(0);
    }

    /// The text is made anew when it is looked at next.
    pub fn outdate(&mut self) {
        self.outdated = true;
    }

    /// The text about the skill under the cursor, and the line at which the roles that need it start.
    pub fn doc(&self) -> (&Doc, usize) {
        (&self.doc, self.needs_at)
    }

    /// Brings the text up to date for a pane `width` cells wide.
    pub fn refresh(&mut self, catalog: &Catalog, mine: &Mine, width: u16) {
        let wanted = self.selected().map(|skill| (skill, width));
        if self.shown == wanted && !std::mem::take(&mut self.outdated) {
            return;
        }
        if self.shown.map(|(skill, _)| skill) != wanted.map(|(skill, _)| skill) {
            self.needs = Cursor::default();
        }
        self.shown = wanted;
        (self.doc, self.needs_at) =
            wanted.map_or_else(Default::default, |(skill, width)| skill_doc(catalog, mine, skill, usize::from(width)));
    }

    /// Moves among the roles by `delta`; past the first and the last, the text around them scrolls into view.
    pub fn step_needs(&mut self, catalog: &Catalog, delta: isize, height: usize) {
        let len = self.selected().map_or(0, |s| catalog.needs(s).len());
        let row = self.needs_at + self.needs.at;
        let before = delta < 0 && (self.needs.at == 0 || len == 0);
        let after = delta > 0 && (row >= self.needs.top + height || self.needs.at + 1 >= len);
        if before || after {
            self.needs.top = self.needs.top.saturating_add_signed(delta);
        } else {
            self.needs.step(delta, len);
            self.reveal_need(height);
        }
        self.needs.top = self.needs.top.min(self.doc.rows.len().saturating_sub(height.max(1)));
    }

    /// Scrolls until the selected role is visible.
    pub fn reveal_need(&mut self, height: usize) {
        let mut window = Cursor { at: self.needs_at + self.needs.at, top: self.needs.top };
        window.settle(self.doc.rows.len(), height);
        self.needs.top = window.top;
    }
}

/// What is known of `skill`, then one line for each role that needs it.
fn skill_doc(catalog: &Catalog, mine: &Mine, id: SkillId, width: usize) -> (Doc, usize) {
    let skill = catalog.skill(id);
    let mut doc = Doc::default();
    if let Some(level) = mine.level(id) {
        let level = level.map(|l| format!(" at {} {}", l.dots(), catalog.own_level_name(l).unwrap_or_default()));
        let told = format!("✓ in your profile{}", level.unwrap_or_default());
        doc.text(&told, Tone::Grow, width, 0);
    }
    if let Some(description) = &skill.description {
        doc.text(description, Tone::Text, width, 0);
    }
    if !skill.aliases.is_empty() {
        doc.text(&format!("also: {}", skill.aliases.join(", ")), Tone::Dim, width, 0);
    }
    let needs = catalog.needs(id);
    doc.section(
        if needs.is_empty() { "Required by no role".to_string() } else { format!("Required by {}", needs.len()) },
        "",
        width,
    );
    let at = doc.rows.len();
    for need in needs {
        let level = need.level.map_or(String::new(), |l| format!("{} {}", dots(l), catalog.level_name(need.role, l)));
        let importance = match need.importance {
            Importance::Essential => "essential",
            Importance::Useful => "useful",
        };
        doc.row(need_row(&catalog.role(need.role).title, &level, importance, width));
    }
    if !skill.levels.is_empty() {
        doc.section("What the levels mean", "", width);
        let column = skill.levels.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0) + 2;
        for (name, text) in &skill.levels {
            doc.field(name, &[Piece::new(text, Tone::Text)], width, column);
        }
    }
    (doc, at)
}

/// `Product lead   ●●●● expert   essential`, the title giving way first.
fn need_row(title: &str, level: &str, importance: &str, width: usize) -> Vec<Piece> {
    use crate::tui::doc::{fit, pad};
    const LEVEL: usize = 18;
    const IMPORTANCE: usize = 9;
    let title_width = width.saturating_sub(LEVEL + IMPORTANCE + 2);
    if title_width >= 24 {
        return vec![
            Piece::new(format!("{} ", pad(title, title_width)), Tone::Text),
            Piece::new(format!("{} ", pad(level, LEVEL)), Tone::Accent),
            Piece::new(importance, Tone::Dim),
        ];
    }
    // Too narrow for columns: the dots alone, and the importance where it fits.
    let short = level.split(' ').next().unwrap_or_default();
    let rest = width.saturating_sub(short.chars().count() + 1);
    let dots = Piece::new(format!("{short} "), Tone::Accent);
    if rest < IMPORTANCE + 20 {
        return vec![dots, Piece::new(fit(title, rest), Tone::Text)];
    }
    let title = Piece::new(format!("{} ", pad(title, rest - IMPORTANCE - 1)), Tone::Text);
    vec![dots, title, Piece::new(importance, Tone::Dim)]
}
