//! Reads career ladders and competency matrices into packs: Markdown, HTML, CSV, TSV, XLSX, ODS,
//! YAML and JSON.
//!
//! `files` finds what to read; a table of any format is a grid of cells (`grid`, `workbook`), which
//! `table` understands; YAML and JSON are a tree, which `nested` understands; `outline` understands
//! headings and lists. All of them add to one `draft`: roles by family and level, with
//! responsibilities, skills and requirements. `build` makes a pack of it, with `inherit` for texts
//! that refer to another level (`refer` knows them), and `titles` for titles of their own. What was understood how,
//! and what was left out, is a [`LadderReading`]; a [`LadderMap`] settles what cannot be guessed.

mod build;
mod draft;
mod error;
mod facts;
mod families;
mod files;
mod grade;
mod grid;
mod inherit;
mod level;
mod map;
mod meaning;
mod merge;
mod nested;
mod outline;
mod pages;
mod refer;
mod series;
mod statement;
mod table;
mod titles;
mod track;
mod understanding;
mod words;
mod workbook;

use std::path::{Path, PathBuf};

use foldhash::HashMap;

use self::build::PackName;
use self::draft::Draft;
pub use self::error::LadderError;
use self::files::{LadderFile, LadderFormat};
use self::grid::Grid;
pub(crate) use self::map::map_schema;
pub use self::map::{CellContent, LadderMap};
pub use self::meaning::LabelMeaning;
use self::outline::{OutlineContext, StatedFact};
use self::pages::{LadderPages, PageLayout};
pub use self::statement::CellSplit;
use self::table::TableContext;
pub use self::understanding::SourceReading;
use self::understanding::list;
use crate::import::ids::{IdGenerator, stable_code};
use crate::import::tree::Node;
use crate::model::CatalogTables;
use crate::reading::layout::LaidOutText;

/// A ladder as a pack.
#[derive(Debug)]
pub struct ImportedLadder {
    /// The pack's tables.
    pub tables: CatalogTables,
    /// How the ladder was understood.
    pub reading: LadderReading,
}

/// How a ladder was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LadderReading {
    /// Each source that was read, in order.
    pub sources: Vec<SourceReading>,
    /// Files and sheets that were not read, and why.
    pub left_out: Vec<(String, String)>,
    /// Other remarks.
    pub notes: Vec<String>,
}

/// Options of an import.
#[derive(Debug, Clone, Default)]
pub struct LadderOptions {
    /// The map for what cannot be guessed.
    pub map: LadderMap,
    /// The id of the pack, instead of the name of the file or folder.
    pub id: Option<String>,
    /// The title of the pack, instead of the name of the file or folder.
    pub title: Option<String>,
}

/// Reads the ladder in the files at `paths`, or in the folders there, as one pack.
///
/// # Errors
///
/// When a path cannot be read, a file named itself is damaged or too large, or no levels are found.
pub fn read(paths: &[PathBuf], options: &LadderOptions) -> Result<ImportedLadder, LadderError> {
    let found = files::find(paths, &options.map)?;
    let (pages, texts) = LadderPages::lay_out(&found.files);
    let mut reader = LadderReader {
        map: &options.map,
        draft: Draft::new(!options.map.levels.is_empty()),
        reading: LadderReading { left_out: found.left_out, ..LadderReading::default() },
        // One file that cannot be read is the answer; one among many is left out, with the reason.
        strict: found.files.len() == 1,
        shared_stems: shared_stems(&found.files),
        pages,
    };
    for (file, text) in found.files.iter().zip(texts) {
        reader.file(file, text)?;
    }
    let LadderReader { mut draft, mut reading, .. } = reader;
    reading.sources.iter_mut().for_each(SourceReading::settle);
    if draft.roles.is_empty() {
        return Err(no_levels(paths, &reading));
    }
    let named = paths
        .first()
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .unwrap_or_default();
    let family = families::strip_ladder_words(&named);
    reading.notes.extend(merge::join_sources(&mut draft, &family, &options.map));
    let title = options.title.clone().unwrap_or_else(|| pack_title(&named));
    let id = options.id.clone().unwrap_or_else(|| pack_id(&named));
    let tables =
        build::build(draft, &PackName { id: &id, title: &title }, &options.map, &mut reading.notes);
    Ok(ImportedLadder { tables, reading })
}

/// Returns the names that several files have, each in a folder of its own.
fn shared_stems(files: &[LadderFile]) -> Vec<String> {
    let mut counts: HashMap<(&str, Option<&std::ffi::OsStr>), usize> = HashMap::default();
    for file in files {
        *counts.entry((&file.stem, Path::new(&file.name).extension())).or_default() += 1;
    }
    let shared = counts.into_iter().filter(|(_, count)| *count > 1);
    shared.map(|((stem, _), _)| stem.to_string()).collect()
}

/// Returns the id of a pack by the name of a file or folder.
fn pack_id(named: &str) -> String {
    if named.is_empty() {
        return "ladder".to_string();
    }
    IdGenerator::default().generate_stable(named, &stable_code("ladder", named))
}

/// Returns the title of a pack by the name of a file or folder.
fn pack_title(named: &str) -> String {
    let title = words::label(&named.replace(['-', '_'], " "));
    let mut chars = title.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Ladder".to_string(),
    }
}

/// The error for paths without a ladder.
fn no_levels(paths: &[PathBuf], reading: &LadderReading) -> LadderError {
    let shown: Vec<String> = paths.iter().map(|path| crate::model::text::path_text(path)).collect();
    let hint = match &reading.left_out[..] {
        [] => "name a file or folder with a ladder".to_string(),
        [(name, why)] => format!("{name}: {why}"),
        all => {
            // The reasons that most files have in common.
            let mut reasons: Vec<(&str, usize)> = Vec::new();
            for (_, why) in all {
                match reasons.iter_mut().find(|(known, _)| *known == why) {
                    Some((_, count)) => *count += 1,
                    None => reasons.push((why, 1)),
                }
            }
            reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let most = &reasons[..reasons.len().min(3)];
            let shown = if let [(why, _)] = most {
                (*why).to_string()
            } else {
                let counted =
                    most.iter().map(|(why, count)| format!("{why} ({count} of {})", all.len()));
                counted.collect::<Vec<_>>().join("; ")
            };
            format!("none of {} files and sheets is a ladder: {shown}", all.len())
        }
    };
    LadderError::NoLevels { paths: shown.join(", "), hint }
}

/// Reads the files of a ladder one by one.
struct LadderReader<'a> {
    map: &'a LadderMap,
    draft: Draft,
    reading: LadderReading,
    strict: bool,
    /// Names of files that several folders have.
    shared_stems: Vec<String>,
    /// Traits of its texts.
    pages: LadderPages,
}

impl LadderReader<'_> {
    /// Reads a file; `text` is its layout, if it is a text.
    fn file(&mut self, file: &LadderFile, text: PageLayout) -> Result<(), LadderError> {
        let read = match file.kind {
            LadderFormat::Separated => {
                let family = self.family_of(file);
                Grid::from_separated(file.bytes.clone())
                    .map(|grid| self.grid(&grid, &file.name, &family, self.strict))
            }
            LadderFormat::Workbook => return self.workbook(file),
            LadderFormat::Yaml | LadderFormat::Json => self.tree(file),
            LadderFormat::Markdown | LadderFormat::Html => {
                self.text(file, text.unwrap_or_else(|| Ok(LaidOutText::default())))
            }
        };
        match read {
            Ok(()) => Ok(()),
            Err(why) if self.strict => Err(LadderError::file(file.name.clone(), why)),
            Err(why) => {
                self.reading.left_out.push((file.name.clone(), why));
                Ok(())
            }
        }
    }

    /// Returns the family by the name of a file, or of its folder.
    fn family_of(&self, file: &LadderFile) -> String {
        if let Some(family) = &self.map.family {
            return family.clone();
        }
        let own = families::strip_ladder_words(&file.stem);
        // Files of one name in several folders are those of several families.
        if !self.shared_stems.contains(&file.stem) {
            return own;
        }
        let folder = Path::new(&file.name).parent().and_then(Path::file_name);
        let folder = folder.map(|folder| folder.to_string_lossy().into_owned());
        let folder = families::strip_ladder_words(&folder.unwrap_or_default());
        match (own.is_empty(), folder.is_empty()) {
            (true, _) => folder,
            (false, true) => own,
            (false, false) => format!("{own} ({folder})"),
        }
    }

    fn grid(&mut self, grid: &Grid, name: &str, family: &str, alone: bool) {
        let context = TableContext {
            name,
            family,
            role: None,
            track: None,
            theme: None,
            requirements: false,
            map: self.map,
            known_head: false,
            alone,
        };
        match table::read(grid, context, &mut self.draft) {
            Ok(mut reading) => {
                for note in &grid.notes {
                    reading.note("text", note.clone());
                }
                self.reading.sources.push(reading);
            }
            Err(why) => self.reading.left_out.push((name.to_string(), why)),
        }
    }

    /// Whether the map names a sheet, or no sheets.
    fn is_wanted(&self, sheet: &str) -> bool {
        self.map.sheets.is_empty()
            || self.map.sheets.iter().any(|wanted| words::key(wanted) == words::key(sheet))
    }

    fn workbook(&mut self, file: &LadderFile) -> Result<(), LadderError> {
        let sheets = match workbook::sheets(&file.name, &file.bytes) {
            Ok(sheets) => sheets,
            Err(error) if self.strict => return Err(error),
            Err(LadderError::File { file, why }) => {
                self.reading.left_out.push((file, why));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let count = sheets.len();
        if let Some(missing) = self
            .map
            .sheets
            .iter()
            .find(|wanted| {
                !sheets.iter().any(|sheet| words::key(&sheet.name) == words::key(wanted))
            })
            .filter(|_| self.strict)
        {
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            return Err(LadderError::file(
                file.name.clone(),
                format!("no sheet “{missing}”; it has: {}", names.join(", ")),
            ));
        }
        for sheet in sheets {
            let name = format!("{}, sheet “{}”", file.name, sheet.name);
            if !self.is_wanted(&sheet.name) {
                self.reading.left_out.push((name, "not among the `sheets` of the map".to_string()));
                continue;
            }
            if self.map.ignores(&sheet.name) {
                self.reading.left_out.push((name, "ignored by the map".to_string()));
                continue;
            }
            let named_hidden = sheet.content.is_err() && !self.map.sheets.is_empty();
            let content = if named_hidden {
                workbook::sheet(&file.name, &file.bytes, &sheet.name)
                    .map_err(|error| error.to_string())
            } else {
                sheet.content
            };
            match content {
                Ok(grid) => {
                    let own = families::strip_ladder_words(&sheet.name);
                    let family = if self.map.family.is_some() || own.is_empty() {
                        self.family_of(file)
                    } else {
                        own
                    };
                    let alone = self.strict && (count == 1 || !self.map.sheets.is_empty());
                    self.grid(&grid, &name, &family, alone);
                }
                Err(why) => self.reading.left_out.push((name, why)),
            }
        }
        Ok(())
    }

    fn tree(&mut self, file: &LadderFile) -> Result<(), String> {
        let text = String::from_utf8_lossy(&file.bytes);
        let tree = if file.kind == LadderFormat::Json {
            Node::from_json(&text)
        } else {
            Node::from_yaml(&text)
        }?;
        let family = self.family_of(file);
        let before = self.draft.roles.len();
        let reading = nested::read(&tree, &file.name, &family, self.map, &mut self.draft)?;
        let several = self.draft.roles.len() > before + 1;
        if !self.strict && several && !self.draft.is_series_from(before) {
            self.draft.truncate(before);
            return Err(table::NO_SERIES.to_string());
        }
        self.reading.sources.push(reading);
        Ok(())
    }

    /// Reads a text: the data at its start if that is the ladder, else its headings and tables. A
    /// text of nothing but data has no layout.
    fn text(
        &mut self,
        file: &LadderFile,
        laid_out: Result<LaidOutText, String>,
    ) -> Result<(), String> {
        let family = self.family_of(file);
        let text = String::from_utf8_lossy(&file.bytes);
        let front = front_matter(&text)
            .and_then(|(front, body)| Some((Node::from_yaml(front).ok()?, body)));
        let mut beside: Option<(String, &str)> = None;
        let mut stated: Vec<StatedFact> = Vec::new();
        if let Some((tree, body)) = front {
            let below = body.lines().filter(|line| !line.trim().is_empty()).count();
            if nested::holds_ladder(&tree, below == 0) {
                let mut reading =
                    nested::read(&tree, &file.name, &family, self.map, &mut self.draft)?;
                reading.count(below, BELOW_FRONT, "the levels are in the front matter");
                self.reading.sources.push(reading);
                return Ok(());
            }
            let keys = stated_facts(&tree, &mut stated);
            if !keys.is_empty() {
                beside = Some((format!("keys of the front matter: {}", list(&keys)), FRONT));
            }
        }
        let mut laid_out = laid_out?;
        let removed = (file.kind == LadderFormat::Html)
            .then(|| self.pages.remove_navigation(&mut laid_out))
            .flatten()
            .map(|what| (what, pages::NAVIGATION));
        let explicit = self.pages.name_duties;
        let context =
            OutlineContext { family: &family, explicit, alone: self.strict, stated: &stated };
        let mut readings = outline::read(&laid_out, file, context, self.map, &mut self.draft)?;
        if let Some(reading) = readings.first_mut() {
            for (what, why) in removed.into_iter().chain(beside) {
                reading.leave_out(what, why);
            }
        }
        self.reading.sources.extend(readings);
        Ok(())
    }
}

/// Takes the facts about a role that the front matter of a text states; returns the other keys.
fn stated_facts(tree: &Node, stated: &mut Vec<StatedFact>) -> Vec<String> {
    let Node::Map(pairs) = tree else { return Vec::new() };
    let mut others = Vec::new();
    for (name, value) in pairs {
        match value.text().and_then(|text| StatedFact::of(name, text)) {
            Some(fact) => stated.push(fact),
            // The title is that of the text.
            None if words::key(name) == "title" || matches!(value, Node::Null) => {}
            None => others.push(name.clone()),
        }
    }
    others
}

/// Names of lines below the front matter.
const BELOW_FRONT: (&str, &str) = ("line below the front matter", "lines below the front matter");

/// Why lists in the front matter are not read.
const FRONT: &str = "they are about the text, which is read";

/// Returns the YAML at the start of a Markdown file, and the text below it.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let end = rest.find("\n---")?;
    let below = rest[end + 1..].trim_start_matches('-');
    Some((&rest[..=end], below))
}

#[cfg(test)]
mod tests;
