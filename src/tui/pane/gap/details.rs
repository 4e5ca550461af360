//! The skill under the cursor of a gap: what each level means, which roles ask for it, what you have
//! that is near to it.

use crate::analysis::gap::{Gap, GapRow};
use crate::analysis::skill_class::{MANY_SKILLS, SkillClass};
use crate::analysis::skills::skill_levels_text;
use crate::model::text::{DisplayWidth, count_text};
use crate::model::{Catalog, Level, RoleId, SkillId};
use crate::tui::doc::{TextDoc, TextTone, TonedText, wrap};
use crate::tui::pane::gap::GapStart;
use crate::wording::{self, GapSection};

/// Maximum number of other roles named.
const ROLES: usize = 8;

/// Number of lines of the short text.
pub(crate) const SHORT_LINES: usize = 5;

/// Maximum number of skills named that you have.
const NEAR: usize = 6;

/// Returns the text about `skill` in the gap from `start`: the most important in a few lines.
pub(super) fn short_details(
    catalog: &Catalog,
    start: GapStart,
    gap: &Gap,
    skill: SkillId,
    width: usize,
) -> TextDoc {
    let mut doc = TextDoc::default();
    let row = gap.rows.iter().find(|row| row.skill == skill);
    title(&mut doc, catalog, skill, width);
    if let Some(row) = row {
        levels_line(&mut doc, catalog, gap.target, row, width);
    }
    let named = catalog.skill(skill);
    let needed = row.and_then(|row| row.required).and_then(|asked| asked.level);
    let meaning = needed.and_then(|level| {
        let name = catalog.level_name(gap.target, level);
        let text = named.levels.iter().find(|(other, _)| other == name).map(|(_, text)| text)?;
        Some([
            TonedText::new(format!("{} {name}  ", level.dots()), TextTone::SideB),
            TonedText::new(text, TextTone::Text),
        ])
    });
    match (meaning, &named.description) {
        (Some(meaning), _) => doc.pieces(&meaning, width, 0),
        (None, Some(description)) => doc.text(description, TextTone::Text, width, 0),
        (None, None) => {}
    }
    let (count, titles) = other_roles(catalog, start, gap.target, skill);
    if count > 0 {
        let others = others_text(count);
        let label = TonedText::new(format!("{others}: "), TextTone::Dim);
        let room = SHORT_LINES.saturating_sub(doc.rows.len());
        // The number of those that have no room is said.
        let text = (1..=titles.len()).rev().map(|named| {
            let rest = if named < count {
                format!(" · and {} more", count - named)
            } else {
                String::new()
            };
            let names = titles[..named].join(" · ");
            [
                label.clone(),
                TonedText::new(names, TextTone::Text),
                TonedText::new(rest, TextTone::Dim),
            ]
        });
        let mut text = text.skip_while(|text| wrap(text, width.max(1)).len() > room);
        match text.next() {
            Some(text) => doc.pieces(&text, width, 0),
            None => doc.text(&others, TextTone::Dim, width, 0),
        }
    }
    doc
}

/// Returns the text about a section of `gap`, or a class in it; about the gap without a section.
pub(super) fn block_details(
    catalog: &Catalog,
    gap: &Gap,
    (section, class): (Option<GapSection>, Option<SkillClass>),
    width: usize,
) -> TextDoc {
    let mut doc = TextDoc::default();
    let target = catalog.role_title(gap.target);
    let Some(section) = section else {
        let text = [
            TonedText::new(target, TextTone::Title),
            TonedText::new(format!("  {}", wording::gap_summary(gap)), TextTone::Dim),
        ];
        doc.pieces(&text, width, 0);
        doc.text(&catalog.role(gap.target).summary, TextTone::Text, width, 0);
        return doc;
    };
    let all: Vec<&GapRow> = gap.rows.iter().filter(|row| GapSection::of(row) == section).collect();
    // A section that is not divided is one block.
    let is_divided = match section {
        GapSection::NotListed => all.len() > MANY_SKILLS,
        _ => gap.is_by_class(),
    };
    let class = class.filter(|_| is_divided);
    let rows: Vec<&&GapRow> = all
        .iter()
        .filter(|row| class.is_none_or(|class| SkillClass::of(catalog.skill(row.skill)) == class))
        .collect();
    let effort: u64 = rows.iter().map(|row| u64::from(row.effort)).sum();
    let mut about = section.title().to_string();
    if let Some(class) = class {
        about = format!("{about}: {}", class.title().to_lowercase());
    }
    let count = match class {
        Some(_) => rows.len().to_string(),
        None => section.count_text(rows.len()),
    };
    let mut pieces = vec![
        TonedText::new(about, TextTone::Title),
        TonedText::new(format!("  {count}"), TextTone::Dim),
    ];
    if effort > 0 {
        let text = format!(", {} to learn", skill_levels_text(effort));
        pieces.push(TonedText::new(text, TextTone::Dim));
    }
    doc.pieces(&pieces, width, 0);
    doc.text(&section.explanation(target), TextTone::Text, width, 0);
    let names: Vec<String> = rows
        .iter()
        .map(|row| {
            let level = if section.is_open() {
                row.required.and_then(|asked| asked.level)
            } else {
                row.have.and_then(|have| have.level)
            };
            let level = level.map(|level| format!(" {}", level.dots())).unwrap_or_default();
            format!("{}{level}", catalog.skill(row.skill).name)
        })
        .collect();
    doc.blank_line();
    doc.text(&names.join(" · "), TextTone::Dim, width, 0);
    doc
}

/// Adds the name of the skill and its kind.
fn title(doc: &mut TextDoc, catalog: &Catalog, skill: SkillId, width: usize) {
    let named = catalog.skill(skill);
    let group =
        named.group.as_deref().map_or(named.kind.to_string(), |g| format!("{} · {g}", named.kind));
    let text = [
        TonedText::new(&named.name, TextTone::Title),
        TonedText::new(format!("  {group}"), TextTone::Dim),
    ];
    doc.pieces(&text, width, 0);
}

/// Returns the text about `skill` in the gap from `start`.
pub(super) fn skill_details(
    catalog: &Catalog,
    start: GapStart,
    gap: &Gap,
    skill: SkillId,
    width: usize,
) -> TextDoc {
    let mut doc = TextDoc::default();
    let named = catalog.skill(skill);
    let row = gap.rows.iter().find(|row| row.skill == skill);
    title(&mut doc, catalog, skill, width);
    if let Some(row) = row {
        levels_line(&mut doc, catalog, gap.target, row, width);
    }
    if let Some(description) = &named.description {
        doc.text(description, TextTone::Text, width, 0);
    }
    let requirement = catalog.role(gap.target).skills.iter().find(|asked| asked.skill == skill);
    if let Some(note) = requirement.and_then(|asked| asked.note.as_ref()) {
        let text = format!("For {}: {note}", catalog.role(gap.target).title);
        doc.text(&text, TextTone::Text, width, 0);
    }
    level_meanings(&mut doc, catalog, gap.target, skill, row, width);
    others(&mut doc, catalog, start, gap.target, skill, width);
    near(&mut doc, catalog, gap, skill, width);
    doc
}

/// Adds the level that you have and the level that is needed, in words.
fn levels_line(doc: &mut TextDoc, catalog: &Catalog, target: RoleId, row: &GapRow, width: usize) {
    let word = |level| catalog.level_name(target, level).to_string();
    let have = row.have.map(|have| match have.level {
        Some(level) => {
            format!("{} {}", level.dots(), catalog.profile_level_name(level).unwrap_or_default())
        }
        None if have.unclear => wording::LEVEL_NOT_UNDERSTOOD.to_string(),
        None => wording::LEVEL_UNKNOWN.to_string(),
    });
    let mut pieces = vec![
        TonedText::new("you ", TextTone::Dim),
        TonedText::new(have.unwrap_or_else(|| "not yet".to_string()), TextTone::SideA),
    ];
    match row.required {
        Some(asked) => {
            let level = asked.level.map(|level| format!("{} {}, ", level.dots(), word(level)));
            pieces.push(TonedText::new("   needed ", TextTone::Dim));
            pieces.push(TonedText::new(level.unwrap_or_default(), TextTone::SideB));
            pieces.push(TonedText::new(asked.importance.word(), TextTone::Dim));
        }
        None => pieces.push(TonedText::new("   not listed", TextTone::Dim)),
    }
    doc.pieces(&pieces, width, 0);
}

/// Adds the meaning of each level, with a mark at the one that is needed.
fn level_meanings(
    doc: &mut TextDoc,
    catalog: &Catalog,
    target: RoleId,
    skill: SkillId,
    row: Option<&GapRow>,
    width: usize,
) {
    let levels = &catalog.skill(skill).levels;
    if levels.is_empty() {
        return;
    }
    let needed = row.and_then(|row| row.required).and_then(|asked| asked.level);
    let names = catalog.pack(catalog.role(target).pack).scale.names();
    doc.section("What each level means", "", width);
    let column = levels.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    for (name, text) in levels {
        let level = names.iter().position(|other| other == name).map(|rank| Level {
            rank: u8::try_from(rank).unwrap_or(u8::MAX),
            of: u8::try_from(names.len()).unwrap_or(u8::MAX),
        });
        let is_needed = needed.is_some() && level == needed;
        let dots = level.map(|level| format!("{} ", level.dots())).unwrap_or_default();
        let label = format!("{}{dots}{name}", if is_needed { "▸ " } else { "  " });
        let column = 4 + dots.width() + column;
        let tone = if is_needed { TextTone::Title } else { TextTone::Text };
        doc.field(&label, &[TonedText::new(text, tone)], width, column);
    }
}

/// Formats the number of other roles that ask for a skill.
fn others_text(count: usize) -> String {
    format!("Also asked for by {}", count_text(count, "other role", "other roles"))
}

/// Returns the number of other roles that ask for the skill, and the titles of the first.
fn other_roles(
    catalog: &Catalog,
    start: GapStart,
    target: RoleId,
    skill: SkillId,
) -> (usize, Vec<&str>) {
    let needs = catalog.needs(skill).iter().map(|need| need.role);
    let others = needs.filter(|role| *role != target && start != GapStart::Role(*role));
    let titles = others.clone().take(ROLES).map(|role| catalog.role_title(role));
    (others.count(), titles.collect())
}

/// Adds the other roles that ask for the skill.
fn others(
    doc: &mut TextDoc,
    catalog: &Catalog,
    start: GapStart,
    target: RoleId,
    skill: SkillId,
    width: usize,
) {
    let (count, titles) = other_roles(catalog, start, target, skill);
    if count == 0 {
        return;
    }
    doc.section(others_text(count), "", width);
    let more = count - titles.len();
    let rest = if more > 0 { format!(" · and {more} more") } else { String::new() };
    let text =
        [TonedText::new(titles.join(" · "), TextTone::Text), TonedText::new(rest, TextTone::Dim)];
    doc.pieces(&text, width, 2);
}

/// Adds the skills of the same group that you have.
fn near(doc: &mut TextDoc, catalog: &Catalog, gap: &Gap, skill: SkillId, width: usize) {
    let Some(group) = &catalog.skill(skill).group else { return };
    let held = gap.rows.iter().filter(|row| {
        row.have.is_some()
            && row.skill != skill
            && catalog.skill(row.skill).group.as_ref() == Some(group)
    });
    let names: Vec<String> = held
        .take(NEAR)
        .map(|row| {
            let level = row.have.and_then(|have| have.level).map(Level::dots);
            let level = level.map(|dots| format!(" {dots}")).unwrap_or_default();
            format!("{}{level}", catalog.skill(row.skill).name)
        })
        .collect();
    if !names.is_empty() {
        doc.section("Related skills you have", "", width);
        doc.text(&names.join(" · "), TextTone::Text, width, 2);
    }
}
