//! Paths as a sheet: on pages each is a ladder with a role on each rung.

use super::{is_useful, of_status, own_level, reasons, row as chain, silent, skill, total};
use crate::analysis::gap::GapRow;
use crate::analysis::path::{Answer, Hop, JOB, Path, Question};
use crate::analysis::skills::SkillStatus;
use crate::model::{Catalog, RoleId};
use crate::report::sheet::{Cell, Layout, Meaning, Row, Section, Sheet};
use crate::report::{publishers, skills};

/// The columns of the records.
const COLUMNS: [&str; 7] = ["way", "step", "from", "to", "what", "text", "note"];
/// The columns of a ladder.
const RUNG: usize = 0;
const LABEL: usize = 1;
const TEXT: usize = 2;

/// The answer as a sheet.
pub(super) fn sheet(catalog: &Catalog, question: &Question, answer: &Answer) -> Sheet {
    let title = |role: RoleId| catalog.role(role).title.as_str();
    let (from, to) = (title(question.from), title(question.to));
    let mut sheet = Sheet::new(catalog, format!("{from} ⇒ {to}"), COLUMNS);
    if question.from == question.to {
        return sheet.lead(format!("{to} is where you are."));
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let whole = whole(catalog, question, at, path);
        let steps = path.hops.iter().enumerate();
        let rows = steps.flat_map(|(step, hop)| {
            records(catalog, &[(at + 1).to_string(), (step + 1).to_string()], hop)
        });
        sheet = sheet.section(Section::new("Steps").rows(whole.into_iter().chain(rows)));
    }
    for note in answer.notes(catalog, question) {
        sheet = sheet.lead(note);
    }
    if answer.paths.len() > 1 {
        let ways = Section::new("Paths").page_only().show(0, "").show(1, "Path").show(2, "Steps");
        let ways = ways.show(3, "Skills to learn").show(4, "Levels").show(5, "Cost");
        sheet =
            sheet.section(ways.rows(
                answer.paths.iter().enumerate().map(|(at, path)| overview(catalog, at, path)),
            ));
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let kind = if path.is_direct() { "direct" } else { "via other roles" };
        let heading = format!("Path {}, {kind}: {}", at + 1, total(answer, path));
        let ladder =
            Section::new(heading).page_only().layout(Layout::Ladder).group(RUNG).row_head(LABEL);
        let rungs = path.hops.iter().flat_map(|hop| rung(catalog, hop));
        sheet = sheet.section(
            ladder
                .show(LABEL, "")
                .show(TEXT, "")
                .rows(bottom(catalog, question.from, path))
                .rows(rungs),
        );
    }
    sheet
}

/// The records of a path in general, with its drawbacks.
fn whole(catalog: &Catalog, question: &Question, at: usize, path: &Path) -> Vec<Row> {
    let (from, to) = (&catalog.role(question.from).id, &catalog.role(question.to).id);
    let row = |what: &str, text: &str, note: &str| {
        Row::new([&(at + 1).to_string(), "", from, to, what, text, note].map(Cell::from))
    };
    let (effort, learnt) = (skills::in_levels(path.effort).to_string(), path.learnt.to_string());
    let mut rows = vec![row(if path.is_direct() { "direct" } else { "via" }, &effort, &learnt)];
    rows.extend(
        path.cautions().iter().map(|caution| row("caution", &caution.text(), caution.word())),
    );
    rows
}

/// The records of one hop, one fact per record.
fn records(catalog: &Catalog, place: &[String; 2], hop: &Hop) -> Vec<Row> {
    let number = |thousandths: u32| format!("{:.3}", f64::from(thousandths) / 1000.0);
    let (from, to) = (&catalog.role(hop.from).id, &catalog.role(hop.to).id);
    let noted = |what: &str, text: &str, note: Cell| {
        let cells = [&place[0], &place[1], from, to].map(Cell::from);
        Row::new(cells.into_iter().chain([what.into(), text.into(), note]))
    };
    let row = |what: &str, text: &str, note: &str| noted(what, text, note.into());
    let effort = skills::in_levels(u64::from(hop.effort)).to_string();
    let mut rows = vec![row(hop.kind.word(), &effort, &number(hop.new))];
    let cites = publishers(catalog, &hop.sources);
    rows.extend(hop.requires.iter().map(|requirement| noted("takes", requirement, cites.clone())));
    rows.extend(
        hop.likeness
            .map(|like| row("alike", &number(like), if hop.related { "related" } else { "" })),
    );
    rows.extend(silent(catalog, hop).map(|silent| row("guessed", &catalog.role(silent).title, "")));
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        for skill in of_status(catalog, hop, status) {
            rows.push(row(
                status.advice().1,
                &catalog.skill(skill.skill).name,
                &levels(catalog, hop, skill),
            ));
        }
    }
    if hop.others > 0 {
        rows.push(row("others", &hop.others.to_string(), ""));
    }
    rows
}

/// Your level in a skill and the required level: `working → expert`; `–` without the skill.
fn levels(catalog: &Catalog, hop: &Hop, row: &GapRow) -> String {
    let have = match row.have {
        None => "–".to_string(),
        Some(have) => have.level.map(|level| own_level(catalog, hop.to, level)).unwrap_or_default(),
    };
    skills::change(&have, &skills::asked(catalog, hop.to, row.asked))
}

/// A path in one row.
fn overview(catalog: &Catalog, at: usize, path: &Path) -> Row {
    let cost = format!("{:.2}", path.cost as f64 / JOB as f64);
    Row::new([
        (at + 1).into(),
        format!(
            "{}{}",
            if path.is_direct() { "direct: " } else { "" },
            chain(catalog, path).join(" ")
        )
        .into(),
        path.hops.len().into(),
        path.learnt.into(),
        skills::number(path.effort).into(),
        cost.into(),
    ])
}

/// The rung at which the path starts, with the drawbacks of the path.
fn bottom(catalog: &Catalog, from: RoleId, path: &Path) -> Vec<Row> {
    let role = catalog.role(from);
    let row =
        |label: &str, text: Cell| Row::new([Cell::signed("○", &role.title), label.into(), text]);
    let cautions = path.cautions().into_iter().map(|caution| row("caution", caution.text().into()));
    std::iter::once(row("the role", Cell::from(&role.summary))).chain(cautions).collect()
}

/// The rung that `hop` leads to.
fn rung(catalog: &Catalog, hop: &Hop) -> Vec<Row> {
    let role = catalog.role(hop.to);
    let (sign, kind) = hop.kind.label();
    let how = format!("  {sign} {kind} · {}", hop.amount());
    let rung = Cell::signed("●", &role.title).and(how, Meaning::Dim);
    let row = |label: Cell, text: Cell| Row::new([rung.clone(), label, text]);
    let mut rows = vec![row("the role".into(), Cell::from(&role.summary))];
    rows.extend(
        reasons(catalog, hop).into_iter().map(|(label, text)| row(label.into(), text.into())),
    );
    for status in [SkillStatus::Grow, SkillStatus::Right, SkillStatus::Same] {
        let rows_of = of_status(catalog, hop, status);
        let (useful, essential): (Vec<&GapRow>, Vec<&GapRow>) =
            rows_of.iter().partition(|row| is_useful(row));
        let named = |rows: &[&GapRow]| {
            rows.iter().map(|row| skill(catalog, hop, row)).collect::<Vec<_>>().join(" · ")
        };
        let useful =
            if useful.is_empty() { String::new() } else { format!("useful: {}", named(&useful)) };
        let others = if status == SkillStatus::Same {
            hop.beyond().unwrap_or_default()
        } else {
            String::new()
        };
        let meaning = if status == SkillStatus::Same { Meaning::Dim } else { Meaning::Plain };
        let lines: Vec<String> = [named(&essential), useful, others]
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect();
        if !lines.is_empty() {
            let lines = Cell::lines(lines.into_iter().map(|line| Cell::new(line, meaning)));
            rows.push(Row { tone: skills::tone(status), ..row(skills::advice(status), lines) });
        }
    }
    rows
}
