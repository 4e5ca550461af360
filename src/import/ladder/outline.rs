//! Headings, lists and paragraphs as ladders: which headings are levels, themes or something else.

mod blocks;
mod sections;

use self::blocks::{DEPTHS, HeadingBlock, blocks, has_content, heading_certainty, level_depth};
use super::draft::{Draft, RoleIndex};
use super::families::strip_ladder_words;
use super::files::LadderFile;
use super::level::{Certainty, certainty, ends_with_job, job_of};
use super::map::LadderMap;
use super::meaning::{LabelMeaning, Section};
use super::table::{self, TableContext};
use super::understanding::{SourceReading, list};
use super::words::{humanise, key, label, word_count};
use crate::reading::layout::{LaidOutText, LineShape};

/// Returns the text of a file with its layout.
pub(super) fn lay_out(name: &str, bytes: &[u8]) -> Result<LaidOutText, String> {
    let said = |error: crate::reading::formats::ReadingError| error.fault().to_string();
    crate::reading::formats::lay_out(name, bytes).map_err(said)
}

/// Reads a text into `draft`; or returns why it is not a ladder.
pub(super) fn read(
    text: &LaidOutText,
    file: &LadderFile,
    (family, explicit): (&str, bool),
    map: &LadderMap,
    draft: &mut Draft,
) -> Result<Vec<SourceReading>, String> {
    let blocks = blocks(text);
    let names = names(&blocks, text, file, family, map);
    let depth = level_depth(&blocks, map);
    let mut reader = OutlineReader {
        blocks: &blocks,
        map,
        draft,
        name: &file.name,
        readings: vec![SourceReading::new(&file.name, "")],
        roles: Vec::new(),
        themes: Vec::new(),
        requirement_headings: Vec::new(),
        explicit,
    };
    match depth {
        Some(depth) => reader.levels_as_headings(depth, &names),
        None => reader.tables_or_one_role(&names)?,
    }
    reader.finish()
}

/// Whether a text names what a role does by a heading.
pub(super) fn names_duties(text: &LaidOutText) -> bool {
    text.lines.iter().any(|line| {
        matches!(line.shape, LineShape::Heading(_))
            && Section::of(&label(&line.text)) == Section::Duties
    })
}

/// Names that a file gives what it is about.
struct Names {
    /// Its title: its first heading, or the name of the file.
    title: String,
    /// The family of its levels.
    family: String,
}

fn names(
    blocks: &[HeadingBlock],
    text: &LaidOutText,
    file: &LadderFile,
    family: &str,
    map: &LadderMap,
) -> Names {
    let first = blocks.iter().find(|block| block.depth == 1).map(|block| block.heading.clone());
    let stem = label(&humanise(&file.stem));
    let usable = |title: &String| !title.is_empty() && word_count(title) <= 12;
    // The heading of a file may say less than its name: "Role description" in `level-3-senior.md`.
    let says_level = |title: &String| certainty(title) > Certainty::No;
    let title =
        first.filter(usable).filter(|title| says_level(title) || !says_level(&stem)).or_else(
            || text.title.clone().map(|title| label(&title)).filter(usable).filter(says_level),
        );
    let title = title.unwrap_or(stem);
    let stripped = strip_ladder_words(&title);
    let stripped = if certainty(&stripped) > Certainty::No { job_of(&stripped) } else { stripped };
    let family = match &map.family {
        Some(stated) => stated.clone(),
        None if stripped.is_empty() => family.to_string(),
        None => stripped,
    };
    Names { title, family }
}

/// Reads headings and lists.
struct OutlineReader<'a, 'd> {
    blocks: &'a [HeadingBlock],
    map: &'a LadderMap,
    draft: &'d mut Draft,
    name: &'a str,
    /// The first is that of the file itself, the others those of its tables.
    readings: Vec<SourceReading>,
    roles: Vec<RoleIndex>,
    themes: Vec<String>,
    requirement_headings: Vec<String>,
    /// Whether other files of the ladder name what a role does: competencies are requirements then.
    explicit: bool,
}

impl OutlineReader<'_, '_> {
    fn reading(&mut self) -> &mut SourceReading {
        &mut self.readings[0]
    }

    /// Reads a text whose headings at `depth` are levels.
    fn levels_as_headings(&mut self, depth: usize, names: &Names) {
        self.reading().shape = format!("headings of depth {depth} as levels");
        let themed = self.levels_repeat(depth);
        let mut parents: Vec<String> = vec![String::new(); DEPTHS];
        let mut at = 0;
        while at < self.blocks.len() {
            let block = &self.blocks[at];
            if block.depth > 0 && block.depth < DEPTHS {
                parents[block.depth].clone_from(&block.heading);
                parents.iter_mut().skip(block.depth + 1).for_each(String::clear);
            }
            let end = self.end_of(at);
            if block.depth == depth
                && heading_certainty(&block.heading, self.map) > Certainty::No
                && !has_content(self.blocks, at)
            {
                let what = format!("level “{}” (line {})", block.heading, block.number);
                self.reading().leave_out(what, "nothing below it");
                at += 1;
                continue;
            }
            if block.depth == depth && heading_certainty(&block.heading, self.map) > Certainty::No {
                let parent = (2..depth)
                    .rev()
                    .map(|depth| parents[depth].clone())
                    .find(|parent| !parent.is_empty());
                let (family, theme) = match parent {
                    Some(parent) if themed => (names.family.clone(), Some(parent)),
                    Some(parent)
                        if self.map.family.is_none() && !strip_ladder_words(&parent).is_empty() =>
                    {
                        (strip_ladder_words(&parent), None)
                    }
                    _ => (names.family.clone(), None),
                };
                let role = self.draft.role(&family, &block.heading, true, self.name);
                self.add_role(role);
                if let Some(theme) = &theme {
                    self.note_theme(theme);
                }
                self.section_tree(at, end, role, theme.as_ref(), (depth, Some(at)));
                at = end;
                continue;
            }
            if block.depth >= depth && block.depth > 0 && has_content(self.blocks, at) {
                let what = format!("heading “{}” (line {})", block.heading, block.number);
                self.reading().leave_out(what, "not a level");
                at = end;
                continue;
            }
            self.tables_of(at, names, None);
            at += 1;
        }
    }

    /// Whether the same levels repeat below most headings above them: those are themes then.
    fn levels_repeat(&self, depth: usize) -> bool {
        let mut parents: Vec<(String, Vec<String>)> = Vec::new();
        for block in self.blocks {
            if block.depth > 0 && block.depth < depth {
                parents.push((block.heading.clone(), Vec::new()));
            } else if block.depth == depth
                && heading_certainty(&block.heading, self.map) > Certainty::No
                && let Some((_, levels)) = parents.last_mut()
            {
                levels.push(key(&block.heading));
            }
        }
        parents.retain(|(_, levels)| !levels.is_empty());
        if parents.len() < 2 {
            return false;
        }
        if parents.iter().any(|(parent, _)| self.map.meaning(parent) == Some(LabelMeaning::Theme)) {
            return true;
        }
        if parents.iter().any(|(parent, _)| self.map.meaning(parent) == Some(LabelMeaning::Family))
        {
            return false;
        }
        let jobs = parents
            .iter()
            .filter(|(parent, _)| ends_with_job(parent) || key(parent).ends_with("track"))
            .count();
        let repeated = parents
            .iter()
            .skip(1)
            .filter(|(_, levels)| levels.iter().any(|level| parents[0].1.contains(level)))
            .count();
        jobs * 2 < parents.len() && repeated * 2 >= parents.len() - 1
    }

    /// Returns where the blocks below a heading end.
    fn end_of(&self, at: usize) -> usize {
        let depth = self.blocks[at].depth;
        let below = self.blocks[at + 1..].iter().take_while(|block| block.depth > depth).count();
        at + 1 + below
    }

    fn add_role(&mut self, role: RoleIndex) {
        if !self.roles.contains(&role) {
            self.roles.push(role);
        }
    }

    fn note_theme(&mut self, theme: &str) {
        if !self.themes.iter().any(|known| key(known) == key(theme)) {
            self.themes.push(theme.to_string());
        }
    }

    /// Reads a file without levels among its headings: its tables, or the role that it is about.
    fn tables_or_one_role(&mut self, names: &Names) -> Result<(), String> {
        let mut why = None;
        let mut parents: Vec<String> = vec![String::new(); DEPTHS];
        let before = self.draft.roles.len();
        let any_table = self.blocks.iter().any(|block| !block.tables.is_empty());
        if any_table {
            for at in 0..self.blocks.len() {
                let block = &self.blocks[at];
                if block.depth > 0 {
                    parents[block.depth].clone_from(&block.heading);
                    parents.iter_mut().skip(block.depth + 1).for_each(String::clear);
                }
                let theme = (2..DEPTHS)
                    .rev()
                    .map(|depth| parents[depth].clone())
                    .find(|heading| !heading.is_empty());
                why = self.tables_of(at, names, theme.as_deref()).or(why);
            }
            if self.draft.roles.len() > before || self.readings.len() > 1 {
                self.reading().shape = "tables".to_string();
                return Ok(());
            }
        }
        self.one_role(names).map_err(|other| why.unwrap_or(other))
    }

    /// Reads the tables of a block; returns why one is not read.
    fn tables_of(&mut self, at: usize, names: &Names, theme: Option<&str>) -> Option<String> {
        let mut last = None;
        for table in &self.blocks[at].tables {
            let number = table.rows.first().map_or(0, |row| row.number);
            let name = format!("{}, table at line {number}", self.name);
            // Headings above tables are families where they name jobs.
            let parent = theme.filter(|heading| !heading.is_empty());
            let job = parent.filter(|heading| {
                ends_with_job(&strip_ladder_words(heading))
                    || self.map.meaning(heading) == Some(LabelMeaning::Family)
            });
            let family = match job {
                Some(heading) if self.map.family.is_none() => strip_ladder_words(heading),
                _ => names.family.clone(),
            };
            let theme = parent.filter(|heading| {
                job.is_none()
                    && Section::of(heading) != Section::Duties
                    && !strip_ladder_words(heading).is_empty()
                    && strip_ladder_words(heading) != family
            });
            let context =
                TableContext { name: &name, family: &family, role: None, theme, map: self.map };
            match table::read(table, context, self.draft) {
                Ok(reading) => self.readings.push(reading),
                Err(why) => {
                    self.reading().leave_out(format!("table at line {number}"), why.clone());
                    last = Some(why);
                }
            }
        }
        last
    }

    /// Reads a file that is about one role.
    fn one_role(&mut self, names: &Names) -> Result<(), String> {
        let items: usize = self.blocks.iter().map(|block| block.items.len()).sum();
        let paragraphs: usize = self.blocks.iter().map(|block| block.paragraphs.len()).sum();
        let stated = heading_certainty(&names.title, self.map);
        let (items, stated) = if stated == Certainty::Yes {
            (items.max(paragraphs / 2), true)
        } else {
            (items, stated > Certainty::No)
        };
        let duties = self.blocks.iter().any(|block| Section::of(&block.heading) == Section::Duties);
        if items < 2 || (!stated && !duties) {
            return Err("no levels among its headings, and its title is not a role's".to_string());
        }
        self.reading().shape = "a role".to_string();
        let family = if let Some(family) = &self.map.family {
            family.clone()
        } else {
            let job = job_of(&names.title);
            if job.is_empty() || !ends_with_job(&job) { String::new() } else { job }
        };
        let family = if family.is_empty() { names.family.clone() } else { family };
        let level = super::level::LevelName::parse(&names.title);
        let title = super::level::title_of(&level, &family);
        let role = self.draft.titled_role((&family, ""), level, title, false, self.name);
        self.add_role(role);
        let first =
            self.blocks.iter().position(|block| block.depth == 1 && block.heading == names.title);
        let depth = first.map_or(0, |at| self.blocks[at].depth);
        self.section_tree(0, self.blocks.len(), role, None, (depth, first));
        Ok(())
    }

    /// Returns the accounts of the file and its tables.
    fn finish(self) -> Result<Vec<SourceReading>, String> {
        let Self { mut readings, roles, themes, requirement_headings, draft, .. } = self;
        let own = &mut readings[0];
        let titles: Vec<String> =
            roles.iter().map(|role| draft.roles[*role].title.clone()).collect();
        if !titles.is_empty() {
            own.note(if titles.len() == 1 { "role" } else { "levels" }, list(&titles));
            own.note("themes", list(&themes));
            own.note("requirements", list(&requirement_headings));
        }
        let empty = roles.is_empty() && readings.len() == 1;
        if empty {
            return Err(
                "no levels among its headings or tables; name them under `levels` in a map"
                    .to_string(),
            );
        }
        // A file that only has tables says nothing of its own.
        if roles.is_empty() && readings[0].left_out.is_empty() {
            readings.remove(0);
        }
        Ok(readings)
    }
}
