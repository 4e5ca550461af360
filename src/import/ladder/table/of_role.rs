//! Tables below the heading of a level.

use super::super::draft::{Draft, RoleIndex};
use super::super::grade::Grade;
use super::super::grid::Grid;
use super::super::level::Certainty;
use super::super::meaning::LabelMeaning;
use super::super::statement::Statements;
use super::super::understanding::SourceReading;
use super::super::words::{is_blank, word_count};
use super::{CellStatistics, TableContext, column_name, level_certainty};

/// Reads a table below the heading of a level.
pub(super) fn read(
    grid: &Grid,
    context: TableContext<'_>,
    role: RoleIndex,
    draft: &mut Draft,
) -> Result<SourceReading, String> {
    let map = context.map;
    let headers: Vec<String> = (0..grid.columns).map(|column| grid.label(0, column)).collect();
    let statistics: Vec<CellStatistics> = (0..grid.columns)
        .map(|column| CellStatistics::of((1..grid.rows.len()).map(|row| grid.cell(row, column))))
        .collect();
    if grid.rows.len() < 2 {
        return Err("a table without rows".to_string());
    }
    let named: Vec<String> = (1..grid.rows.len()).map(|row| grid.label(row, 0)).collect();
    if named.iter().filter(|name| level_certainty(name, map) == Certainty::Yes).count() * 2
        > named.len()
    {
        return Err("it names levels, and nothing that they ask".to_string());
    }
    let meanings: Vec<Option<LabelMeaning>> = headers
        .iter()
        .enumerate()
        .map(|(column, header)| {
            map.column_meaning(header, column).or_else(|| LabelMeaning::of(header))
        })
        .collect();
    let mut reading = SourceReading::new(context.name, "a table for each level");
    let text_columns: Vec<usize> = (0..grid.columns)
        .filter(|column| meanings[*column] == Some(LabelMeaning::Responsibility))
        .collect();
    let names = (statistics[0].mean_length <= 45 && grid.columns > 1).then_some(0);
    let texts: Vec<usize> = if text_columns.is_empty() {
        (usize::from(names.is_some())..grid.columns).collect()
    } else {
        text_columns
    };
    for (column, header) in
        headers.iter().enumerate().filter(|(column, _)| statistics[*column].filled > 0)
    {
        let what = column_name(header, column);
        if Some(column) == names && !texts.contains(&column) {
            reading.note("themes", what);
        } else if !texts.contains(&column) {
            reading.leave_out(what, "it explains the rows, or is not part of a role");
        } else if matches!(meanings[column], Some(LabelMeaning::Ignore | LabelMeaning::Explanation))
        {
            reading.leave_out(what, "not part of a role");
        } else {
            reading.note("responsibilities", what);
        }
    }
    let mut theme = context.theme.unwrap_or_default().to_string();
    for row in 1..grid.rows.len() {
        let name = names.map(|column| grid.label(row, column)).filter(|name| !name.is_empty());
        if let Some(name) = name {
            theme = name;
        }
        for &column in &texts {
            let cell = grid.cell(row, column);
            if is_blank(cell)
                || matches!(
                    meanings[column],
                    Some(LabelMeaning::Ignore | LabelMeaning::Explanation)
                )
            {
                continue;
            }
            let own = if names.is_some() { theme.clone() } else { headers[column].clone() };
            if statistics[column].is_graded(map) || meanings[column] == Some(LabelMeaning::Grade) {
                let level = match Grade::read(cell) {
                    Some(Grade::Level(level)) => Some(level),
                    Some(Grade::Asked) => None,
                    _ => continue,
                };
                reading.skills += usize::from(draft.skill(role, &own, level));
            } else {
                let texts: Vec<String> = Statements::of(cell, map.split)
                    .all()
                    .map(
                        |text| if word_count(&text) <= 2 { format!("{own}: {text}") } else { text },
                    )
                    .collect();
                reading.responsibilities += draft.duties(role, &own, None, texts.into_iter());
            }
        }
    }
    Ok(reading)
}
