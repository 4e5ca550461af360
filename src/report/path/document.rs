//! Paths as a sheet: on pages each is a ladder with a role on each rung.

use super::{
    hop_reasons, is_useful, path_total, role_chain as chain, role_without_skills, skill_text,
    skills_with_status, user_level_name,
};
use crate::analysis::gap::GapRow;
use crate::analysis::path::{CareerPath, FULL_ROLE_COST, Hop, PathAnswer, PathQuestion};
use crate::analysis::skills::SkillStatus;
use crate::model::{Catalog, RoleId};
use crate::report::document::{
    DocumentCell, DocumentRow, DocumentSection, ReportDocument, SectionLayout, SpanMeaning,
};
use crate::report::{publisher_cell, skills};

/// The columns of the records.
const COLUMNS: [&str; 7] = ["way", "step", "from", "to", "what", "text", "note"];
/// The columns of a ladder.
const RUNG: usize = 0;
const LABEL: usize = 1;
const TEXT: usize = 2;

/// The answer as a sheet.
pub(super) fn document(
    catalog: &Catalog,
    question: &PathQuestion,
    answer: &PathAnswer,
) -> ReportDocument {
    let title = |role: RoleId| catalog.role(role).title.as_str();
    let (from, to) = (title(question.from), title(question.to));
    let mut document = ReportDocument::new(catalog, format!("{from} ⇒ {to}"), COLUMNS);
    if question.from == question.to {
        return document.intro(format!("{to} is both start and goal."));
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let whole = path_rows(catalog, question, at, path);
        let steps = path.hops.iter().enumerate();
        let rows = steps.flat_map(|(step, hop)| {
            hop_rows(catalog, &[at.to_string(), (step + 1).to_string()], hop)
        });
        document =
            document.section(DocumentSection::new("Steps").rows(whole.into_iter().chain(rows)));
    }
    for note in answer.notes(catalog, question) {
        document = document.intro(note);
    }
    if answer.paths.len() > 1 {
        let ways = DocumentSection::new("Paths")
            .page_only()
            .show_column(0, "")
            .show_column(1, "Path")
            .show_column(2, "Steps");
        let ways =
            ways.show_column(3, "Skills to learn").show_column(4, "Levels").show_column(5, "Cost");
        document = document.section(ways.rows(
            answer.paths.iter().enumerate().map(|(at, path)| overview_row(catalog, at, path)),
        ));
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let kind = if path.is_direct() { "direct" } else { "via other roles" };
        let heading = format!("Path {at}, {kind}: {}", path_total(answer, path));
        let ladder = DocumentSection::new(heading)
            .page_only()
            .layout(SectionLayout::Ladder)
            .group_by(RUNG)
            .row_header(LABEL);
        let rungs = path.hops.iter().flat_map(|hop| rung_rows(catalog, hop));
        document = document.section(
            ladder
                .show_column(LABEL, "")
                .show_column(TEXT, "")
                .rows(start_rung_rows(catalog, question.from, path))
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
    let (from, to) = (&catalog.role(question.from).id, &catalog.role(question.to).id);
    let row = |what: &str, text: &str, note: &str| {
        DocumentRow::new([&at.to_string(), "", from, to, what, text, note].map(DocumentCell::from))
    };
    let (effort, learnt) =
        (skills::effort_in_levels(path.effort).to_string(), path.skills_to_learn.to_string());
    let mut rows = vec![row(if path.is_direct() { "direct" } else { "via" }, &effort, &learnt)];
    rows.extend(
        path.cautions().iter().map(|caution| row("caution", &caution.text(), caution.word())),
    );
    rows
}

/// The records of one hop, one fact per record.
fn hop_rows(catalog: &Catalog, place: &[String; 2], hop: &Hop) -> Vec<DocumentRow> {
    let number = |thousandths: u32| format!("{:.3}", f64::from(thousandths) / 1000.0);
    let (from, to) = (&catalog.role(hop.from).id, &catalog.role(hop.to).id);
    let noted = |what: &str, text: &str, note: DocumentCell| {
        let cells = [&place[0], &place[1], from, to].map(DocumentCell::from);
        DocumentRow::new(cells.into_iter().chain([what.into(), text.into(), note]))
    };
    let row = |what: &str, text: &str, note: &str| noted(what, text, note.into());
    let effort = skills::effort_in_levels(u64::from(hop.effort)).to_string();
    let mut rows = vec![row(hop.kind.word(), &effort, &number(hop.new_share))];
    let cites = publisher_cell(catalog, &hop.sources);
    rows.extend(hop.requires.iter().map(|requirement| noted("takes", requirement, cites.clone())));
    rows.extend(
        hop.similarity
            .map(|like| row("similarity", &number(like), if hop.related { "related" } else { "" })),
    );
    rows.extend(
        role_without_skills(catalog, hop)
            .map(|silent| row("guessed", &catalog.role(silent).title, "")),
    );
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        for skill in skills_with_status(catalog, hop, status) {
            rows.push(row(
                status.advice().1,
                &catalog.skill(skill.skill).name,
                &level_change(catalog, hop, skill),
            ));
        }
    }
    if hop.others > 0 {
        rows.push(row("others", &hop.others.to_string(), ""));
    }
    rows
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
    let cost = format!("{:.2}", path.cost as f64 / FULL_ROLE_COST as f64);
    DocumentRow::new([
        at.into(),
        format!(
            "{}{}",
            if path.is_direct() { "direct: " } else { "" },
            chain(catalog, path).join(" ")
        )
        .into(),
        path.hops.len().into(),
        path.skills_to_learn.into(),
        skills::levels_number(path.effort).into(),
        cost.into(),
    ])
}

/// The rung at which the path starts, with the drawbacks of the path.
fn start_rung_rows(catalog: &Catalog, from: RoleId, path: &CareerPath) -> Vec<DocumentRow> {
    let role = catalog.role(from);
    let row = |label: &str, text: DocumentCell| {
        DocumentRow::new([DocumentCell::with_sign("○", &role.title), label.into(), text])
    };
    let cautions = path.cautions().into_iter().map(|caution| row("caution", caution.text().into()));
    std::iter::once(row("summary", DocumentCell::from(&role.summary))).chain(cautions).collect()
}

/// The rung that `hop` leads to.
fn rung_rows(catalog: &Catalog, hop: &Hop) -> Vec<DocumentRow> {
    let role = catalog.role(hop.to);
    let (sign, kind) = hop.kind.label();
    let how = format!("  {sign} {kind} · {}", hop.learning_text());
    let rung = DocumentCell::with_sign("●", &role.title).append(how, SpanMeaning::Dim);
    let row =
        |label: DocumentCell, text: DocumentCell| DocumentRow::new([rung.clone(), label, text]);
    let mut rows = vec![row("summary".into(), DocumentCell::from(&role.summary))];
    rows.extend(
        hop_reasons(catalog, hop).into_iter().map(|(label, text)| row(label.into(), text.into())),
    );
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        let rows_of = skills_with_status(catalog, hop, status);
        let (useful, essential): (Vec<&GapRow>, Vec<&GapRow>) =
            rows_of.iter().partition(|row| is_useful(row));
        let named = |rows: &[&GapRow]| {
            rows.iter().map(|row| skill_text(catalog, hop, row)).collect::<Vec<_>>().join(" · ")
        };
        let useful =
            if useful.is_empty() { String::new() } else { format!("useful: {}", named(&useful)) };
        let others = if status == SkillStatus::Same {
            hop.unused_skills_text().unwrap_or_default()
        } else {
            String::new()
        };
        let meaning =
            if status == SkillStatus::Same { SpanMeaning::Dim } else { SpanMeaning::Plain };
        let lines: Vec<String> = [named(&essential), useful, others]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
        if !lines.is_empty() {
            let lines =
                DocumentCell::lines(lines.into_iter().map(|line| DocumentCell::new(line, meaning)));
            rows.push(DocumentRow {
                tone: skills::skill_tone(status),
                ..row(skills::advice_cell(status), lines)
            });
        }
    }
    rows
}
