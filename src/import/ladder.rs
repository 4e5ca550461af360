//! Reads career ladders and competency matrices into packs: Markdown, HTML, CSV, TSV, XLSX, ODS,
//! YAML and JSON.
//!
//! `files` finds what to read; a table of any format is a grid of cells (`grid`, `workbook`), which
//! `table` understands; YAML and JSON are a tree, which `nested` understands; `outline` understands
//! headings and lists. All of them add to one `draft`: roles by family and level, with
//! responsibilities, skills and requirements. `build` makes a pack of it. What was understood how,
//! and what was left out, is a [`LadderReading`]; a [`LadderMap`] settles what cannot be guessed.

mod build;
mod draft;
mod error;
mod facts;
mod families;
mod files;
mod grade;
mod grid;
mod level;
mod map;
mod meaning;
mod merge;
mod nested;
mod outline;
mod series;
mod statement;
mod table;
pub(in crate::import) mod tree;
mod understanding;
mod words;
mod workbook;

use std::path::PathBuf;

use self::build::PackName;
use self::draft::Draft;
pub use self::error::LadderError;
use self::files::{LadderFile, LadderFormat};
use self::grid::Grid;
pub(crate) use self::map::map_schema;
pub use self::map::{CellContent, LadderMap};
pub use self::meaning::LabelMeaning;
use self::outline::OutlineContext;
pub use self::statement::CellSplit;
use self::table::TableContext;
use self::tree::Node;
pub use self::understanding::SourceReading;
use crate::import::ids::IdGenerator;
use crate::model::CatalogTables;

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
    let mut reader = LadderReader {
        map: &options.map,
        draft: Draft::new(!options.map.levels.is_empty()),
        reading: LadderReading { left_out: found.left_out, ..LadderReading::default() },
        // One file that cannot be read is the answer; one among many is left out, with the reason.
        strict: found.files.len() == 1,
        names_duties: false,
        navigation: navigation(&found.files),
    };
    reader.names_duties = reader.most_name_duties(&found.files);
    for file in &found.files {
        reader.file(file)?;
    }
    let LadderReader { mut draft, mut reading, .. } = reader;
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
    let id =
        options.id.clone().unwrap_or_else(|| IdGenerator::default().generate(&named, "ladder"));
    let tables =
        build::build(draft, &PackName { id: &id, title: &title }, &options.map, &mut reading.notes);
    Ok(ImportedLadder { tables, reading })
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
        [(name, why), rest @ ..] => format!("{name}: {why}; and {} more", rest.len()),
    };
    LadderError::NoLevels { paths: shown.join(", "), hint }
}

/// Reads the files of a ladder one by one.
struct LadderReader<'a> {
    map: &'a LadderMap,
    draft: Draft,
    reading: LadderReading,
    strict: bool,
    /// Whether most files of the ladder have a heading for what a role does.
    names_duties: bool,
    /// The lines that most pages of the ladder begin with: the navigation of their site.
    navigation: Vec<String>,
}

impl LadderReader<'_> {
    fn file(&mut self, file: &LadderFile) -> Result<(), LadderError> {
        let read = match file.kind {
            LadderFormat::Separated => {
                let family = self.family_of(file);
                Grid::from_separated(file.bytes.clone())
                    .map(|grid| self.grid(&grid, &file.name, &family, self.strict))
            }
            LadderFormat::Workbook => return self.workbook(file),
            LadderFormat::Yaml | LadderFormat::Json => self.tree(file),
            LadderFormat::Markdown | LadderFormat::Html => self.text(file),
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

    /// Whether most texts among `files` name what a role does by a heading.
    #[allow(clippy::unused_self, reason = "a question about the files that are read")]
    fn most_name_duties(&self, files: &[LadderFile]) -> bool {
        let texts = files
            .iter()
            .filter(|file| matches!(file.kind, LadderFormat::Markdown | LadderFormat::Html));
        let found: Vec<bool> = texts
            .filter_map(|file| outline::lay_out(&file.name, &file.bytes).ok())
            .map(|text| outline::names_duties(&text))
            .collect();
        found.len() > 1 && found.iter().filter(|names| **names).count() * 2 > found.len()
    }

    /// Returns the family by the name of a file, or of its folder.
    fn family_of(&self, file: &LadderFile) -> String {
        if let Some(family) = &self.map.family {
            return family.clone();
        }
        families::strip_ladder_words(&file.stem)
    }

    fn grid(&mut self, grid: &Grid, name: &str, family: &str, alone: bool) {
        let context = TableContext { name, family, role: None, theme: None, map: self.map, alone };
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

    fn text(&mut self, file: &LadderFile) -> Result<(), String> {
        let family = self.family_of(file);
        let text = String::from_utf8_lossy(&file.bytes);
        if let Some(front) = front_matter(&text)
            && let Ok(tree) = Node::from_yaml(front)
            && nested::holds_ladder(&tree)
        {
            let reading = nested::read(&tree, &file.name, &family, self.map, &mut self.draft)?;
            self.reading.sources.push(reading);
            return Ok(());
        }
        let mut laid_out = outline::lay_out(&file.name, &file.bytes)?;
        if file.kind == LadderFormat::Html {
            let same = laid_out
                .lines
                .iter()
                .zip(&self.navigation)
                .take_while(|(line, other)| line.text == **other)
                .count();
            laid_out.lines.drain(..same);
        }
        let readings = outline::read(
            &laid_out,
            file,
            OutlineContext { family: &family, explicit: self.names_duties, alone: self.strict },
            self.map,
            &mut self.draft,
        )?;
        self.reading.sources.extend(readings);
        Ok(())
    }
}

/// Returns the lines that most of several pages begin with.
fn navigation(files: &[LadderFile]) -> Vec<String> {
    const FEWEST: usize = 3;
    let pages: Vec<Vec<String>> = files
        .iter()
        .filter(|file| file.kind == LadderFormat::Html)
        .filter_map(|file| outline::lay_out(&file.name, &file.bytes).ok())
        .map(|text| text.lines.into_iter().map(|line| line.text).collect())
        .collect();
    let Some(first) = pages.first().filter(|_| pages.len() >= FEWEST) else { return Vec::new() };
    (0..first.len())
        .take_while(|at| is_shared(&pages, first, *at))
        .map(|at| first[at].clone())
        .collect()
}

/// Whether most of `pages` have the line of the first at the same place.
fn is_shared(pages: &[Vec<String>], first: &[String], at: usize) -> bool {
    pages.iter().filter(|page| page.get(at) == first.get(at)).count() * 5 >= pages.len() * 4
}

/// Returns the YAML at the start of a Markdown file.
fn front_matter(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let end = rest.find("\n---")?;
    Some(&rest[..=end])
}
