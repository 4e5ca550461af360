//! Paths as a sheet: on pages each is a ladder with a role on each rung.

use super::{
    hop_reasons, is_useful, path_total, role_chain as chain, role_without_skills, skill_text,
    skills_with_status, user_level_name,
};
use crate::analysis::gap::GapRow;
use crate::analysis::path::{CareerPath, Hop, PathAnswer, PathQuestion};
use crate::analysis::skills::SkillStatus;
use crate::model::{Catalog, RoleId};
use crate::report::document::{
    ColumnSet as _, DocumentCell, DocumentRow, DocumentSection, ReportDocument, SectionLayout,
    SpanMeaning, columns,
};
use crate::report::{publisher_cell, skills};
use crate::wording;

columns!(
    /// The columns of the records of paths.
    PathColumn {
        /// The number of the path.
        Way = "way",
        /// The number of the step; empty in a row about the path.
        Step = "step",
        /// The id of the role where the path or the step begins.
        From = "from",
        /// The id of the role where it ends.
        To = "to",
        /// The kind of the row.
        What = "what",
        /// The text of the row.
        Text = "text",
        /// A second text.
        Note = "note",
    }
);

columns!(
    /// The columns of the list of paths on pages.
    OverviewColumn {
    } pages {
        /// The number of the path.
        Way,
        /// The roles of the path.
        Path,
        /// Number of steps.
        Steps,
        /// Number of skills to learn.
        SkillsToLearn,
        /// Number of levels to learn.
        Levels,
        /// Number of steps that are moves on record.
        KnownMoves,
    }
);

columns!(
    /// The columns of a path as a ladder on pages.
    LadderColumn {
    } pages {
        /// The role of the rung.
        Rung,
        /// The subject of the row.
        Label,
        /// The text about it.
        Text,
    }
);

/// The path or the step that records are about.
struct RecordPlace<'a> {
    way: usize,
    step: Option<usize>,
    from: &'a str,
    to: &'a str,
}

impl RecordPlace<'_> {
    /// A record about this path or step.
    fn row(&self, what: &str, text: &str, note: impl Into<DocumentCell>) -> DocumentRow {
        let step = self.step.map(|step| step.to_string()).unwrap_or_default();
        DocumentRow::of([
            (PathColumn::Way, self.way.into()),
            (PathColumn::Step, step.into()),
            (PathColumn::From, self.from.into()),
            (PathColumn::To, self.to.into()),
            (PathColumn::What, what.into()),
            (PathColumn::Text, text.into()),
            (PathColumn::Note, note.into()),
        ])
    }
}

/// A row of a ladder.
fn rung_row(
    rung: &DocumentCell,
    label: impl Into<DocumentCell>,
    text: impl Into<DocumentCell>,
) -> DocumentRow {
    DocumentRow::of([
        (LadderColumn::Rung, rung.clone()),
        (LadderColumn::Label, label.into()),
        (LadderColumn::Text, text.into()),
    ])
}

/// The answer as a sheet.
pub(super) fn document(
    catalog: &Catalog,
    question: &PathQuestion,
    answer: &PathAnswer,
) -> ReportDocument {
    let [from, to] = [question.from, question.to].map(|role| catalog.role_title(role));
    let mut document = ReportDocument::new(catalog, format!("{from} ⇒ {to}"), PathColumn::NAMES);
    if question.from == question.to {
        return document.intro(format!("{to} is both start and goal."));
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let whole = path_rows(catalog, question, at, path);
        let steps = path.hops.iter().enumerate();
        let rows = steps.flat_map(|(step, hop)| {
            let [from, to] = [hop.from, hop.to].map(|role| catalog.role(role).id.as_str());
            hop_rows(catalog, &RecordPlace { way: at, step: Some(step + 1), from, to }, hop)
        });
        document =
            document.section(DocumentSection::new("Steps").rows(whole.into_iter().chain(rows)));
    }
    for note in answer.advice().into_iter().chain(answer.notes(catalog, question)) {
        document = document.intro(note);
    }
    if answer.paths.len() > 1 {
        let ways = DocumentSection::new("Paths")
            .page_only()
            .show_column(OverviewColumn::Way, "")
            .show_column(OverviewColumn::Path, "Path")
            .show_column(OverviewColumn::Steps, "Steps")
            .show_column(OverviewColumn::SkillsToLearn, "Skills to learn")
            .show_column(OverviewColumn::Levels, "Skill levels")
            .show_column(OverviewColumn::KnownMoves, "Known moves");
        document = document.section(ways.rows(
            answer.paths.iter().enumerate().map(|(at, path)| overview_row(catalog, at, path)),
        ));
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let kind = if path.is_direct() { wording::DIRECT_PATH } else { "via other roles" };
        let heading = format!("Path {at}, {kind}: {}", path_total(answer, path));
        let ladder = DocumentSection::new(heading)
            .page_only()
            .layout(SectionLayout::Ladder)
            .group_by(LadderColumn::Rung)
            .row_header(LadderColumn::Label);
        let mut pay = wording::pay_along_path(catalog, path).into_iter();
        let start = start_rung_rows(catalog, (path, question.from), pay.next());
        let rungs = path.hops.iter().flat_map(|hop| rung_rows(catalog, hop, pay.next()));
        document = document.section(
            ladder
                .show_column(LadderColumn::Label, "")
                .show_column(LadderColumn::Text, "")
                .rows(start)
                .rows(rungs),
        );
    }
    document
}

/// The records of a path in general, with its drawbacks.
fn path_rows(
    catalog: &Catalog,
    question: &PathQuestion,
    at: usize,
    path: &CareerPath,
) -> Vec<DocumentRow> {
    let [from, to] = [question.from, question.to].map(|role| catalog.role(role).id.as_str());
    let place = RecordPlace { way: at, step: None, from, to };
    let (effort, learnt) =
        (skills::effort_in_levels(path.effort).to_string(), path.skills_to_learn.to_string());
    let mut rows =
        vec![place.row(if path.is_direct() { "direct" } else { "via" }, &effort, learnt)];
    for caution in path.cautions() {
        rows.push(place.row("caution", &caution.text(), caution.word()));
    }
    rows
}

/// The records of one hop, one fact per record.
fn hop_rows(catalog: &Catalog, place: &RecordPlace<'_>, hop: &Hop) -> Vec<DocumentRow> {
    let effort = skills::effort_in_levels(u64::from(hop.effort)).to_string();
    let mut rows = vec![place.row(hop.kind.word(), &effort, decimal(hop.new_share))];
    for requirement in &hop.requires {
        rows.push(place.row("takes", requirement, publisher_cell(catalog, &hop.sources)));
    }
    if let Some(similarity) = hop.similarity {
        let related = if hop.related { "related" } else { "" };
        rows.push(place.row("similarity", &decimal(similarity), related));
    }
    if let Some(silent) = role_without_skills(catalog, hop) {
        rows.push(place.row("guessed", catalog.role_title(silent), ""));
    }
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        for skill in skills_with_status(catalog, hop, status) {
            rows.push(place.row(
                status.advice().1,
                &catalog.skill(skill.skill).name,
                level_change(catalog, hop, skill),
            ));
        }
    }
    if hop.others > 0 {
        rows.push(place.row("others", &hop.others.to_string(), ""));
    }
    rows
}

/// A number of thousandths as a decimal.
fn decimal(thousandths: u32) -> String {
    format!("{:.3}", f64::from(thousandths) / 1000.0)
}

/// Your level in a skill and the required level: `working → expert`; `–` without the skill.
fn level_change(catalog: &Catalog, hop: &Hop, row: &GapRow) -> String {
    let have = match row.have {
        None => "–".to_string(),
        Some(have) => {
            have.level.map(|level| user_level_name(catalog, hop.to, level)).unwrap_or_default()
        }
    };
    skills::change_text(&have, &skills::requirement_text(catalog, hop.to, row.required))
}

/// A path in one row.
fn overview_row(catalog: &Catalog, at: usize, path: &CareerPath) -> DocumentRow {
    let known = format!("{} of {}", path.recorded_moves(), path.hops.len());
    let kind = if path.is_direct() { format!("{}: ", wording::DIRECT_PATH) } else { String::new() };
    DocumentRow::of([
        (OverviewColumn::Way, at.into()),
        (OverviewColumn::Path, format!("{kind}{}", chain(catalog, path).join(" ")).into()),
        (OverviewColumn::Steps, path.hops.len().into()),
        (OverviewColumn::SkillsToLearn, path.skills_to_learn.into()),
        (OverviewColumn::Levels, skills::levels_number(path.effort).into()),
        (OverviewColumn::KnownMoves, known.into()),
    ])
}

/// The rung at which the path starts, with the drawbacks of the path.
fn start_rung_rows(
    catalog: &Catalog,
    (path, from): (&CareerPath, RoleId),
    pay: Option<String>,
) -> Vec<DocumentRow> {
    let role = catalog.role(from);
    let rung = DocumentCell::with_sign("○", &role.title);
    let mut rows = vec![rung_row(&rung, "summary", &role.summary)];
    rows.extend(pay.map(|pay| rung_row(&rung, "pay", pay)));
    for caution in path.cautions() {
        rows.push(rung_row(&rung, "caution", caution.text()));
    }
    rows
}

/// The rung that `hop` leads to.
fn rung_rows(catalog: &Catalog, hop: &Hop, pay: Option<String>) -> Vec<DocumentRow> {
    let role = catalog.role(hop.to);
    let (sign, kind) = hop.kind.label();
    let how = format!("  {sign} {kind} · {}", hop.learning_text());
    let rung = DocumentCell::with_sign("●", &role.title).append(how, SpanMeaning::Dim);
    let mut rows = vec![rung_row(&rung, "summary", &role.summary)];
    rows.extend(pay.map(|pay| rung_row(&rung, "pay", pay)));
    for (label, text) in hop_reasons(catalog, hop) {
        rows.push(rung_row(&rung, label, text));
    }
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        let rows_of = skills_with_status(catalog, hop, status);
        let (useful, essential): (Vec<&GapRow>, Vec<&GapRow>) =
            rows_of.iter().partition(|row| is_useful(row));
        let [essential, useful] = [essential, useful].map(|rows| {
            rows.iter().map(|row| skill_text(catalog, hop, row)).collect::<Vec<_>>().join(" · ")
        });
        let useful = if useful.is_empty() { String::new() } else { format!("useful: {useful}") };
        let others = if status == SkillStatus::Same {
            hop.unused_skills_text().unwrap_or_default()
        } else {
            String::new()
        };
        let meaning =
            if status == SkillStatus::Same { SpanMeaning::Dim } else { SpanMeaning::Plain };
        let lines: Vec<String> =
            [essential, useful, others].into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            let lines =
                DocumentCell::lines(lines.into_iter().map(|line| DocumentCell::new(line, meaning)));
            rows.push(DocumentRow {
                tone: skills::skill_tone(status),
                ..rung_row(&rung, skills::advice_cell(status), lines)
            });
        }
    }
    rows
}
