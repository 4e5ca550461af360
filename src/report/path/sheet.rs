//! Chains of hops as a sheet: on pages each is a ladder, a role a rung.

use super::{arrow, learning, of_status, reasons, row as chain, silent, skill, total};
use crate::analysis::path::{Answer, Hop, JOB, Path, Question};
use crate::analysis::skills::{SkillRow, SkillStatus};
use crate::model::{Catalog, Importance, RoleId};
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
        let steps = path.hops.iter().enumerate();
        let rows = steps.flat_map(|(step, hop)| records(catalog, &[(at + 1).to_string(), (step + 1).to_string()], hop));
        sheet = sheet.section(Section::new("Steps").rows(rows));
    }
    if answer.paths.len() > 1 {
        let ways = Section::new("Ways").page_only().show(0, "").show(1, "Way").show(2, "Steps");
        let ways = ways.show(3, "Levels to learn").show(4, "Cost");
        sheet = sheet.section(ways.rows(answer.paths.iter().enumerate().map(|(at, path)| overview(catalog, at, path))));
    }
    for (at, path) in answer.paths.iter().enumerate() {
        let heading = if answer.paths.len() > 1 { format!("Way {}: {}", at + 1, total(path)) } else { total(path) };
        let ladder = Section::new(heading).page_only().layout(Layout::Ladder).group(RUNG).row_head(LABEL);
        let rungs = path.hops.iter().flat_map(|hop| rung(catalog, hop));
        sheet = sheet.section(ladder.show(LABEL, "").show(TEXT, "").rows(bottom(catalog, question.from)).rows(rungs));
    }
    sheet
}

/// What is to be said of one hop, one thing a record.
fn records(catalog: &Catalog, place: &[String; 2], hop: &Hop) -> Vec<Row> {
    let number = |thousandths: u32| format!("{:.3}", f64::from(thousandths) / 1000.0);
    let (from, to) = (&catalog.role(hop.from).id, &catalog.role(hop.to).id);
    let row = |what: &str, text: &str, note: &str| {
        let cells = [&place[0], &place[1], from, to].map(Cell::from);
        Row::new(cells.into_iter().chain([what, text, note].map(Cell::from)))
    };
    let effort = skills::in_levels(u64::from(hop.effort)).to_string();
    let mut rows = vec![row(hop.kind.word(), &effort, &number(hop.new))];
    let cites = publishers(catalog, &hop.sources);
    rows.extend(hop.requires.iter().map(|requirement| row("takes", requirement, &cites)));
    rows.extend(hop.likeness.map(|like| row("alike", &number(like), if hop.related { "related" } else { "" })));
    rows.extend(silent(catalog, hop).map(|silent| row("guessed", &catalog.role(silent).title, "")));
    for status in SkillStatus::ORDER {
        for skill in of_status(catalog, hop, status) {
            let text = skills::both(catalog, (hop.from, hop.to), skill);
            rows.push(row(status.advice().1, &catalog.skill(skill.skill).name, &text));
        }
    }
    rows
}

/// A way in one row.
fn overview(catalog: &Catalog, at: usize, path: &Path) -> Row {
    let cost = format!("{:.2}", path.cost as f64 / JOB as f64);
    Row::new([
        (at + 1).into(),
        chain(catalog, path).join(" ").into(),
        path.hops.len().into(),
        if path.hops.iter().any(Hop::is_open) { skills::number(path.effort) } else { String::new() }.into(),
        cost.into(),
    ])
}

/// The rung on which one stands.
fn bottom(catalog: &Catalog, from: RoleId) -> [Row; 1] {
    let role = catalog.role(from);
    [Row::new([Cell::signed("○", &role.title), "the role".into(), Cell::from(&role.summary)])]
}

/// The rung that `hop` leads to.
fn rung(catalog: &Catalog, hop: &Hop) -> Vec<Row> {
    let role = catalog.role(hop.to);
    let (sign, kind) = arrow(hop.kind);
    let how = format!("  {sign} {kind} · {}", learning(hop));
    let rung = Cell::signed("●", &role.title).and(how, Meaning::Dim);
    let row = |label: Cell, text: Cell| Row::new([rung.clone(), label, text]);
    let mut rows = vec![row("the role".into(), Cell::from(&role.summary))];
    rows.extend(reasons(catalog, hop).into_iter().map(|(label, text)| row(label.into(), text.into())));
    for status in SkillStatus::ORDER {
        let skills_of = of_status(catalog, hop, status);
        if skills_of.is_empty() {
            continue;
        }
        let useful =
            |row: &&&SkillRow| status.is_open() && row.right.is_some_and(|a| a.importance == Importance::Useful);
        let (useful, others): (Vec<&SkillRow>, Vec<&SkillRow>) = skills_of.iter().partition(useful);
        let named =
            |rows: &[&SkillRow]| rows.iter().map(|row| skill(catalog, hop, row)).collect::<Vec<_>>().join(" · ");
        let useful = if useful.is_empty() { String::new() } else { format!("useful: {}", named(&useful)) };
        let meaning = if status == SkillStatus::Same { Meaning::Dim } else { Meaning::Plain };
        let lines = [named(&others), useful].map(|line| Cell::new(line, meaning));
        rows.push(Row { tone: skills::tone(status), ..row(skills::advice(status), Cell::lines(lines)) });
    }
    rows
}
