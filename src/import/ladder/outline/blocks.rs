//! The headings of a text with what is below each, and which of them are levels.

use super::super::facts;
use super::super::grid::{Grid, GridRow};
use super::super::level::{Certainty, certainty};
use super::super::map::LadderMap;
use super::super::meaning::{LabelMeaning, Section};
use super::super::track;
use super::super::words::{is_blank, key, label, word_count};
use crate::reading::layout::{LaidOutText, LineShape};

/// Deepest heading: a short line in bold type.
pub(super) const DEPTHS: usize = 10;

/// A heading with what is directly below it.
#[derive(Debug, Clone, Default)]
pub(super) struct HeadingBlock {
    /// The depth of the heading, from 1; 0 before the first.
    pub(super) depth: usize,
    pub(super) heading: String,
    pub(super) items: Vec<Item>,
    pub(super) paragraphs: Vec<String>,
    /// Facts about a role that are stated as `Level: L3`.
    pub(super) facts: Vec<StatedFact>,
    pub(super) tables: Vec<Grid>,
    /// The line of the heading.
    pub(super) number: usize,
}

/// A fact about a role: what it is about, its name as written, and its text.
#[derive(Debug, Clone)]
pub(in crate::import::ladder) struct StatedFact {
    pub(in crate::import::ladder) meaning: FactMeaning,
    pub(in crate::import::ladder) name: String,
    pub(in crate::import::ladder) text: String,
}

/// The meaning of a fact about a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import::ladder) enum FactMeaning {
    Level,
    Track,
    Family,
    Years,
    ReportsTo,
}

impl StatedFact {
    /// Returns the fact that `name` and `text` state, if they state one.
    pub(in crate::import::ladder) fn of(name: &str, text: &str) -> Option<Self> {
        const LONGEST: usize = 6;
        let meaning = match LabelMeaning::of(name) {
            Some(LabelMeaning::Level) if certainty(text) > Certainty::No => FactMeaning::Level,
            Some(LabelMeaning::Track) => FactMeaning::Track,
            Some(LabelMeaning::Family) if names_family(name) => FactMeaning::Family,
            Some(LabelMeaning::Years) if facts::years(text).is_some() => FactMeaning::Years,
            _ if matches!(key(name).as_str(), "reports to" | "reporting to" | "report to") => {
                FactMeaning::ReportsTo
            }
            _ => return None,
        };
        let text = label(text);
        let fits = (1..=LONGEST).contains(&word_count(&text)) && !text.ends_with('.');
        fits.then(|| Self { meaning, name: label(name), text })
    }

    /// Returns the fact that a line states, as `Level: L3`. An item of a list may as well be what a
    /// role does or requires.
    fn of_line(line: &str, is_item: bool) -> Option<Self> {
        let (name, text) = line.split_once(':')?;
        Self::of(&label(name), text).filter(|fact| match fact.meaning {
            FactMeaning::Level | FactMeaning::ReportsTo => true,
            FactMeaning::Track => track::of(&fact.text).is_some(),
            FactMeaning::Family | FactMeaning::Years => !is_item,
        })
    }
}

/// Whether a label is that of a family, and not of a topic such as "Craft".
fn names_family(name: &str) -> bool {
    matches!(
        key(name).as_str(),
        "family" | "job family" | "role family" | "career family" | "discipline" | "department"
    )
}

/// An item of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) depth: u8,
    pub(super) text: String,
}

/// Returns the headings of a text with what is below each.
pub(super) fn blocks(text: &LaidOutText) -> Vec<HeadingBlock> {
    let mut blocks = vec![HeadingBlock::default()];
    for line in &text.lines {
        let Some(block) = blocks.last_mut() else { break };
        let is_item = matches!(line.shape, LineShape::Item(_));
        if (is_item || line.shape == LineShape::Paragraph)
            && let Some(fact) = StatedFact::of_line(&line.text, is_item)
        {
            block.facts.push(fact);
            continue;
        }
        match &line.shape {
            LineShape::Heading(depth) => {
                let heading = label(&line.text);
                blocks.push(HeadingBlock {
                    depth: usize::from(*depth).clamp(1, DEPTHS - 1),
                    heading,
                    number: line.number,
                    ..HeadingBlock::default()
                });
            }
            LineShape::Item(depth) => {
                block.items.push(Item { depth: *depth, text: line.text.clone() });
            }
            LineShape::Paragraph => block.paragraphs.push(line.text.clone()),
            LineShape::Row(row) => {
                if row.starts_table || block.tables.is_empty() {
                    block.tables.push(Grid::default());
                }
                let cells = row.cells.iter().map(|cell| cell.join("\n")).collect();
                if let Some(grid) = block.tables.last_mut() {
                    grid.rows.push(GridRow { number: line.number, cells });
                }
            }
        }
    }
    for block in &mut blocks {
        for grid in &mut block.tables {
            let rows = std::mem::take(&mut grid.rows);
            *grid = Grid::new(rows.into_iter().map(|row| (row.number, row.cells)));
        }
    }
    blocks
}

/// Returns the depth of the headings that are levels.
pub(super) fn level_depth(blocks: &[HeadingBlock], map: &LadderMap) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for depth in 1..DEPTHS {
        let headings: Vec<&HeadingBlock> =
            blocks.iter().filter(|block| block.depth == depth).collect();
        let mut levels: Vec<String> = Vec::new();
        let (mut yes, mut all) = (0, 0);
        for block in &headings {
            let found = heading_certainty(&block.heading, map);
            yes += usize::from(found == Certainty::Yes);
            all += usize::from(found > Certainty::No);
            if found > Certainty::No && !levels.contains(&key(&block.heading)) {
                levels.push(key(&block.heading));
            }
        }
        let stated = !map.levels.is_empty()
            || map.labels.values().any(|meaning| *meaning == LabelMeaning::Level);
        let other = headings
            .iter()
            .filter(|block| {
                heading_certainty(&block.heading, map) == Certainty::No
                    && Section::of(&block.heading) == Section::Unknown
            })
            .count();
        let enough = if stated { yes > 0 } else { levels.len() >= 2 && yes > 0 && all > other };
        // A heading that names a level and has nothing below it names a chapter.
        let says = blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| {
                block.depth == depth && heading_certainty(&block.heading, map) > Certainty::No
            })
            .filter(|(at, _)| has_content(blocks, *at))
            .count();
        if enough && says >= if stated { 1 } else { 2 } && best.is_none_or(|(most, _)| says > most)
        {
            best = Some((says, depth));
        }
    }
    best.map(|(_, depth)| depth)
}

/// Whether anything is below a heading.
pub(super) fn has_content(blocks: &[HeadingBlock], at: usize) -> bool {
    let depth = blocks[at].depth;
    let below = blocks[at + 1..].iter().take_while(|block| block.depth > depth);
    std::iter::once(&blocks[at]).chain(below).any(|block| {
        !block.items.is_empty()
            || block.paragraphs.iter().any(|text| !is_blank(text))
            || !block.tables.is_empty()
    })
}

/// Returns how surely a heading names a level.
pub(super) fn heading_certainty(heading: &str, map: &LadderMap) -> Certainty {
    match map.meaning(heading) {
        Some(LabelMeaning::Level | LabelMeaning::Title) => return Certainty::Yes,
        Some(_) => return Certainty::No,
        None => {}
    }
    if map.ignores(heading) {
        return Certainty::No;
    }
    if !map.levels.is_empty() {
        return if map.level_place(heading).is_some() { Certainty::Yes } else { Certainty::No };
    }
    if Section::of(heading) != Section::Unknown && certainty(heading) < Certainty::Yes {
        return Certainty::No;
    }
    certainty(heading)
}
