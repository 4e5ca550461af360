//! Headings, lists and paragraphs as ladders: which headings are levels, themes or something else.

mod blocks;
mod sections;

use self::blocks::{DEPTHS, HeadingBlock, blocks, has_content, heading_certainty, level_depth};
pub(super) use self::blocks::{FactMeaning, StatedFact};
use super::draft::{Draft, RoleIndex, TABLE_AT};
use super::families::{names_field, strip_ladder_words};
use super::files::LadderFile;
use super::level::{Certainty, certainty, ends_with_job, job_of, rank_of};
use super::map::LadderMap;
use super::meaning::{LabelMeaning, Section};
use super::series::{names_a_document, names_a_document_on_levels, names_one_job, names_several};
use super::table::{self, TableContext};
use super::track;
use super::understanding::{SourceReading, list, number_of};
use super::words::{humanise, key, label, opening, word_count, words};
use crate::model::Track;
use crate::reading::layout::{LaidOutText, LineShape};

/// How to have a page read that is left out.
const NAME_IT: &str =
    "name it alone, or give its title the meaning `title` under `labels` in a map";

/// Returns the text of a file with its layout.
pub(super) fn lay_out(name: &str, bytes: &[u8]) -> Result<LaidOutText, String> {
    crate::reading::formats::lay_out(name, bytes).map_err(|error| error.fault().to_string())
}

/// Reads a text into `draft`; or returns why it is not a ladder.
pub(super) fn read(
    text: &LaidOutText,
    file: &LadderFile,
    context: OutlineContext<'_>,
    map: &LadderMap,
    draft: &mut Draft,
) -> Result<Vec<SourceReading>, String> {
    let mut blocks = blocks(text);
    blocks[0].facts.extend(context.stated.iter().cloned());
    let mut names = names(&blocks, text, file, context.family, map);
    let before = draft.roles.len();
    let depth = level_depth(&blocks, map);
    if depth.is_some_and(|depth| chapters(&blocks, depth, map) > 1) {
        // Each chapter has its levels: none of them is the title of all.
        names.title = label(&humanise(&file.stem));
        names.family = map.family.clone().unwrap_or_else(|| context.family.to_string());
    }
    let mut reader = OutlineReader {
        blocks: &blocks,
        map,
        draft,
        name: &file.name,
        readings: vec![SourceReading::new(&file.name, "")],
        roles: Vec::new(),
        themes: Vec::new(),
        requirement_headings: Vec::new(),
        explicit: context.explicit,
        alone: context.alone,
    };
    let Some(depth) = depth else {
        reader.tables_or_one_role(&names)?;
        return reader.finish();
    };
    if !context.alone && names_a_document_on_levels(&names.title) && map.levels.is_empty() {
        return Err(format!("its title names a document, not a ladder; {NAME_IT}"));
    }
    reader.levels_as_headings(depth, &names);
    if !context.alone && !reader.draft.is_series_from(before) {
        reader.draft.truncate(before);
        return Err(table::NO_SERIES.to_string());
    }
    reader.finish()
}

/// The surroundings of a text.
#[derive(Clone, Copy)]
pub(super) struct OutlineContext<'a> {
    /// The family by the name of its file.
    pub(super) family: &'a str,
    /// Whether most texts of the ladder name what a role does by a heading.
    pub(super) explicit: bool,
    /// Whether it was named as the ladder, not found in a folder with others.
    pub(super) alone: bool,
    /// Facts about a role that its front matter states.
    pub(super) stated: &'a [StatedFact],
}

/// Number of headings of the first depth with levels of the depth `depth` below.
fn chapters(blocks: &[HeadingBlock], depth: usize, map: &LadderMap) -> usize {
    let (mut count, mut open) = (0, false);
    for block in blocks {
        if block.depth == 1 && depth > 1 {
            open = true;
        } else if open
            && block.depth == depth
            && heading_certainty(&block.heading, map) > Certainty::No
        {
            count += 1;
            open = false;
        }
    }
    count
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
    /// Its first heading, if that is not the title.
    heading: Option<String>,
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
    // The heading of a file may say less than its name: "Role description" in `level-3-senior.md`.
    let title = first
        .filter(|title| is_usable(title) && (says_level(title) || !says_level(&stem)))
        .or_else(|| {
            let own = text.title.as_deref().map(label);
            own.filter(|title| is_usable(title) && says_level(title))
        });
    let title = title.unwrap_or(stem);
    let heading = blocks.iter().find(|block| block.depth == 1).map(|block| block.heading.clone());
    let heading = heading.filter(|heading| key(heading) != key(&title));
    let stripped = strip_ladder_words(&title);
    let stripped = if certainty(&stripped) > Certainty::No { job_of(&stripped) } else { stripped };
    let family = match &map.family {
        Some(stated) => stated.clone(),
        None if stripped.is_empty() => family.to_string(),
        None => stripped,
    };
    Names { title, family, heading }
}

/// Whether a text is short enough for a title.
fn is_usable(title: &str) -> bool {
    !title.is_empty() && word_count(title) <= 12
}

/// Whether a title may be that of a level.
fn says_level(title: &str) -> bool {
    certainty(title) > Certainty::No
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
    /// Whether the text was named as the ladder, not found in a folder with others.
    alone: bool,
}

impl OutlineReader<'_, '_> {
    fn reading(&mut self) -> &mut SourceReading {
        &mut self.readings[0]
    }

    /// Reads a text whose headings at `depth` are levels.
    fn levels_as_headings(&mut self, depth: usize, names: &Names) {
        self.reading().shape = format!("headings of depth {depth} as levels");
        let themed = self.levels_repeat(depth);
        let top = if chapters(self.blocks, depth, self.map) > 1 { 1 } else { 2 };
        if themed {
            self.reading().note(
                "themes",
                "headings above the same levels; where they are jobs, give them the meaning \
                 `family` under `labels` in a map",
            );
        }
        // "Engineers" above "Senior Engineer" is the job, above "Senior Engineers" a level.
        let are_plural = self.blocks.iter().any(|block| {
            heading_certainty(&block.heading, self.map) == Certainty::Yes
                && names_several(&block.heading)
        });
        let mut parents: Vec<String> = vec![String::new(); DEPTHS];
        let mut at = 0;
        while at < self.blocks.len() {
            let block = &self.blocks[at];
            if block.depth > 0 && block.depth < DEPTHS {
                parents[block.depth].clone_from(&block.heading);
                parents.iter_mut().skip(block.depth + 1).for_each(String::clear);
            }
            let end = self.end_of(at);
            let certainty = heading_certainty(&block.heading, self.map);
            let is_job = certainty == Certainty::Maybe && !are_plural && self.names_job(at, depth);
            if block.depth == depth && is_job {
                self.leave_out_texts(at..end, "they are about the job at all levels");
                at = end;
                continue;
            }
            if block.depth == depth && certainty > Certainty::No && !has_content(self.blocks, at) {
                let what = format!("level “{}” (line {})", block.heading, block.number);
                self.reading().leave_out(what, "nothing below it");
                at += 1;
                continue;
            }
            if block.depth == depth && certainty > Certainty::No {
                let parent = (top..depth)
                    .rev()
                    .map(|depth| parents[depth].clone())
                    .find(|parent| !parent.is_empty());
                let track = parent.clone().filter(|parent| track::is_sure(parent));
                let (family, theme) = match parent {
                    Some(_) if track.is_some() => (names.family.clone(), None),
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
                if track.is_some() {
                    self.draft.roles[role].track = track;
                }
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
            self.leave_out_texts(at..at + 1, "they belong to no level");
            self.tables_of(at, names, None);
            at += 1;
        }
    }

    /// Whether a heading names several of the job of which other headings are levels.
    fn names_job(&self, at: usize, depth: usize) -> bool {
        let heading = key(&self.blocks[at].heading);
        let Some(one) = heading.strip_suffix('s').filter(|_| names_several(&heading)) else {
            return false;
        };
        self.blocks.iter().filter(|block| block.depth == depth).any(|block| {
            heading_certainty(&block.heading, self.map) == Certainty::Yes
                && key(&job_of(&block.heading)).ends_with(one)
        })
    }

    /// Notes the paragraphs and items of lists of some blocks, which are not read.
    fn leave_out_texts(&mut self, range: std::ops::Range<usize>, why: &str) {
        let blocks = &self.blocks[range];
        let paragraphs: usize =
            blocks.iter().map(|block| block.paragraphs.len() + block.facts.len()).sum();
        let items: usize = blocks.iter().map(|block| block.items.len()).sum();
        if paragraphs + items == 0 {
            return;
        }
        let place = match blocks {
            [block] if block.heading.is_empty() => " before the first heading".to_string(),
            [block] => format!(" below “{}”", block.heading),
            _ => String::new(),
        };
        let texts = number_of(paragraphs, "paragraph", "paragraphs");
        let of_lists = number_of(items, "item of a list", "items of lists");
        let what = match (paragraphs, items) {
            (_, 0) => format!("{texts}{place}"),
            (0, _) => format!("{of_lists}{place}"),
            _ => format!("{texts} and {of_lists}{place}"),
        };
        self.reading().leave_out(what, why);
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
        if parents.iter().all(|(parent, _)| names_field(parent)) {
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
                self.leave_out_texts(0..self.blocks.len(), "beside the tables");
                return Ok(());
            }
        }
        self.one_role(names).map_err(|other| why.unwrap_or(other))
    }

    /// Returns the track that a heading names: "Analyst track" beside "Management track" is that of
    /// those who lead nobody.
    fn track_of(&self, heading: &str) -> Option<String> {
        if track::is_sure(heading) {
            return Some(heading.to_string());
        }
        let of_managers = self.blocks.iter().any(|block| {
            track::is_sure(&block.heading) && track::of(&block.heading) == Some(Track::Management)
        });
        let is_track = key(heading).ends_with(" track");
        (is_track && of_managers).then(|| "Individual contributor".to_string())
    }

    /// Returns the family of tables below the heading of a track: that of the file, else the job
    /// that another heading of a track names.
    fn family_of_tracks(&self, names: &Names) -> String {
        if !names.family.is_empty() {
            return names.family.clone();
        }
        let tracks = self.blocks.iter().filter(|block| key(&block.heading).ends_with(" track"));
        let mut jobs = tracks.map(|block| strip_ladder_words(&block.heading));
        jobs.find(|job| ends_with_job(job)).unwrap_or_default()
    }

    /// Reads the tables of a block; returns why one is not read.
    fn tables_of(&mut self, at: usize, names: &Names, theme: Option<&str>) -> Option<String> {
        let mut last = None;
        for table in &self.blocks[at].tables {
            let number = table.rows.first().map_or(0, |row| row.number);
            let name = format!("{}{TABLE_AT}{number}", self.name);
            // Headings above tables are families where they name jobs.
            let parent = theme.filter(|heading| !heading.is_empty());
            let track = parent.and_then(|heading| self.track_of(heading));
            let parent = parent.filter(|heading| !track::is_sure(heading));
            let job = parent.filter(|heading| {
                ends_with_job(&strip_ladder_words(heading))
                    || self.map.meaning(heading) == Some(LabelMeaning::Family)
            });
            let family = match job {
                Some(heading) if self.map.family.is_none() => strip_ladder_words(heading),
                _ if track.is_some() => self.family_of_tracks(names),
                _ => names.family.clone(),
            };
            let theme = parent.filter(|heading| {
                job.is_none()
                    && Section::of(heading) != Section::Duties
                    && !strip_ladder_words(heading).is_empty()
                    && strip_ladder_words(heading) != family
            });
            let context = TableContext {
                name: &name,
                family: &family,
                role: None,
                track: track.as_deref(),
                theme,
                requirements: false,
                map: self.map,
                known_head: false,
                alone: self.alone,
            };
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
        let stem = std::path::Path::new(self.name).file_stem().unwrap_or_default();
        let stem = certainty(&label(&humanise(&stem.to_string_lossy())));
        let stated = heading_certainty(&names.title, self.map);
        // A job's page may state its level in the name of its file.
        let stated = if stated == Certainty::Maybe { stated.max(stem) } else { stated };
        if !self.alone {
            self.is_surely_a_role(names, stated)?;
        }
        let (items, stated) = if stated == Certainty::Yes {
            (items.max(paragraphs / 2), true)
        } else {
            (items, stated > Certainty::No)
        };
        let fewest = if stated && self.names_duties() { 1 } else { 2 };
        if items < fewest || (!stated && !self.names_duties()) {
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
        let level = match self.fact(FactMeaning::Level) {
            Some(fact) => level.with_stated(&fact.text),
            None => level,
        };
        let family = match self.fact(FactMeaning::Family) {
            Some(fact) if self.map.family.is_none() => fact.text.clone(),
            _ => family,
        };
        let title = super::level::title_of(&level, &family);
        let role = self.draft.titled_role((&family, ""), level, title, false, self.name);
        self.add_role(role);
        let first =
            self.blocks.iter().position(|block| block.depth == 1 && block.heading == names.title);
        let depth = first.map_or(0, |at| self.blocks[at].depth);
        self.section_tree(0, self.blocks.len(), role, None, (depth, first));
        Ok(())
    }

    /// Returns the first fact of a meaning that the text states.
    fn fact(&self, meaning: FactMeaning) -> Option<&StatedFact> {
        self.blocks.iter().flat_map(|block| &block.facts).find(|fact| fact.meaning == meaning)
    }

    /// Whether a heading names what the role does.
    fn names_duties(&self) -> bool {
        self.blocks.iter().any(|block| Section::of(&block.heading) == Section::Duties)
    }

    /// Checks that a text among others is about a role: most pages of a folder may be about
    /// something else.
    fn is_surely_a_role(&self, names: &Names, stated: Certainty) -> Result<(), String> {
        let title = &names.title;
        if matches!(self.map.meaning(title), Some(LabelMeaning::Level | LabelMeaning::Title)) {
            return Ok(());
        }
        if names_a_document(title) {
            return Err(format!("its title names a document, not a role; {NAME_IT}"));
        }
        if stated == Certainty::No || !names_one_job(title) {
            return Err(format!("its title names neither a level nor one job; {NAME_IT}"));
        }
        let says = self.blocks.iter().any(|block| {
            matches!(
                Section::of(&block.heading),
                Section::Duties | Section::Requirements | Section::Competencies
            )
        });
        // The page of an executive is often that of a team.
        let is_executive = words(title).iter().all(|word| rank_of(word).is_some_and(|r| r >= 75));
        if stated == Certainty::Maybe
            && let Some(heading) = names.heading.as_ref().filter(|heading| !says_level(heading))
            && (names_a_document(heading) || !self.names_duties())
        {
            let heading = opening(heading);
            return Err(format!("its heading “{heading}” names no role; {NAME_IT}"));
        }
        if (stated == Certainty::Maybe || is_executive) && !says {
            return Err(format!(
                "its title may be a job, and no heading says what it does or requires; {NAME_IT}"
            ));
        }
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
