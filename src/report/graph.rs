//! Roles and the lines between them as a graph, in the languages of Mermaid and Graphviz.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::OutputFormat;
use crate::analysis::path::{HopKind, PathAnswer, PathQuestion};
use crate::analysis::skills;
use crate::model::text::{group_digits, is_unsafe};
use crate::model::{Catalog, RoleId};

/// The most lines that Mermaid draws unless `maxEdges` in its settings is raised, which a flowchart
/// cannot do itself.
const MERMAID_LINES: usize = 500;
/// The most characters that Mermaid reads unless `maxTextSize` in its settings is raised.
const MERMAID_CHARACTERS: usize = 50_000;

/// A line from one role to another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct GraphLine {
    from: usize,
    to: usize,
    label: String,
    is_dashed: bool,
}

/// Roles, each once, and the lines between them.
#[derive(Debug)]
pub(crate) struct RoleGraph<'a> {
    catalog: &'a Catalog,
    roles: Vec<RoleId>,
    positions: HashMap<RoleId, usize>,
    lines: Vec<GraphLine>,
    /// Whether lines lead from left to right rather than from top to bottom.
    is_horizontal: bool,
}

impl<'a> RoleGraph<'a> {
    fn new(catalog: &'a Catalog, is_horizontal: bool) -> Self {
        Self {
            catalog,
            roles: Vec::new(),
            positions: HashMap::new(),
            lines: Vec::new(),
            is_horizontal,
        }
    }

    /// The moves from or to `roles`.
    pub(crate) fn of_moves(catalog: &'a Catalog, roles: &[RoleId]) -> Self {
        let mut graph = Self::new(catalog, true);
        for from in roles {
            for step in &catalog.role(*from).moves {
                graph.add_line(*from, step.to, String::new(), false);
            }
        }
        for to in roles {
            for from in catalog.moves_into(*to) {
                graph.add_line(*from, *to, String::new(), false);
            }
        }
        graph
    }

    /// The reporting lines of `roles`, from the role that leads to the one that reports to
    /// it, each once: roles that another one never leads have no line.
    pub(crate) fn of_reporting(catalog: &'a Catalog, roles: &[RoleId]) -> Self {
        let mut graph = Self::new(catalog, false);
        for role in roles {
            for lead in catalog.reports_to(*role) {
                graph.add_line(*lead, *role, String::new(), false);
            }
            for report in catalog.leads(*role) {
                graph.add_line(*role, *report, String::new(), false);
            }
        }
        graph
    }

    /// The steps of the paths in `answer`, with what each takes.
    pub(crate) fn of_paths(
        catalog: &'a Catalog,
        question: &PathQuestion,
        answer: &PathAnswer,
    ) -> Self {
        let mut graph = Self::new(catalog, true);
        graph.add_role(question.from);
        graph.add_role(question.to);
        for hop in answer.paths.iter().flat_map(|path| &path.hops) {
            let learn = skills::to_learn_text(hop.skills_to_learn(), u64::from(hop.effort));
            let label = format!("{}: {learn}", hop.kind.word());
            graph.add_line(hop.from, hop.to, label, hop.kind != HopKind::Move);
        }
        graph
    }

    fn add_role(&mut self, role: RoleId) -> usize {
        *self.positions.entry(role).or_insert_with(|| {
            self.roles.push(role);
            self.roles.len() - 1
        })
    }

    fn add_line(&mut self, from: RoleId, to: RoleId, label: String, is_dashed: bool) {
        let (from, to) = (self.add_role(from), self.add_role(to));
        // Two paths may share a step, and both roles may state the line between them.
        if !self.lines.iter().rev().any(|line| (line.from, line.to) == (from, to)) {
            self.lines.push(GraphLine { from, to, label, is_dashed });
        }
    }

    /// Writes the graph in `format`: Graphviz or, in any other, Mermaid.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub(crate) fn write(&self, out: &mut impl Write, format: OutputFormat) -> io::Result<()> {
        let text = match format {
            OutputFormat::Dot => self.dot(),
            _ => self.mermaid(),
        };
        out.write_all(text.as_bytes())
    }

    /// Returns the message for a flowchart that Mermaid refuses to draw with its default settings.
    pub(crate) fn mermaid_limit_note(&self) -> Option<String> {
        let (unit, most, size, setting) = if self.lines.len() > MERMAID_LINES {
            ("arrows", MERMAID_LINES, self.lines.len(), "maxEdges")
        } else {
            let size = self.mermaid().chars().count();
            ("characters", MERMAID_CHARACTERS, size, "maxTextSize")
        };
        (size > most).then(|| {
            let (most, size) = (group_digits(most as u64), group_digits(size as u64));
            format!(
                "Mermaid refuses flowcharts of more than {most} {unit}, and this one has {size}: \
                 raise its setting {setting}, list fewer roles (--family) or use --format dot"
            )
        })
    }

    fn mermaid(&self) -> String {
        let mut text = format!("flowchart {}\n", if self.is_horizontal { "LR" } else { "TB" });
        for (at, role) in self.roles.iter().enumerate() {
            let title = mermaid_text(self.catalog.role_title(*role));
            let _ = writeln!(text, "  r{at}[\"{title}\"]");
        }
        for line in &self.lines {
            let arrow = if line.is_dashed { "-.->" } else { "-->" };
            let label = match line.label.as_str() {
                "" => String::new(),
                label => format!("|\"{}\"|", mermaid_text(label)),
            };
            let _ = writeln!(text, "  r{} {arrow}{label} r{}", line.from, line.to);
        }
        text
    }

    fn dot(&self) -> String {
        let direction = if self.is_horizontal { "  rankdir=LR;\n" } else { "" };
        let mut text = format!("digraph roles {{\n{direction}  node [shape=box];\n");
        for role in &self.roles {
            let role = self.catalog.role(*role);
            let (id, title) = (dot_text(&role.id), dot_text(&role.title));
            let _ = writeln!(text, "  \"{id}\" [label=\"{title}\"];");
        }
        for line in &self.lines {
            let [from, to] =
                [line.from, line.to].map(|at| dot_text(&self.catalog.role(self.roles[at]).id));
            let mut attributes = Vec::new();
            if !line.label.is_empty() {
                attributes.push(format!("label=\"{}\"", dot_text(&line.label)));
            }
            if line.is_dashed {
                attributes.push("style=dashed".to_string());
            }
            let attributes = if attributes.is_empty() {
                String::new()
            } else {
                format!(" [{}]", attributes.join(", "))
            };
            let _ = writeln!(text, "  \"{from}\" -> \"{to}\"{attributes};");
        }
        text + "}\n"
    }
}

/// `text` inside the quotes of a Mermaid label: everything that Mermaid or HTML could read as
/// something else is written by its number.
fn mermaid_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' => {
                let _ = write!(out, "#{};", c as u32);
            }
            c if is_unsafe(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// `text` inside the quotes of a string of Graphviz.
fn dot_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_unsafe(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_only_text() {
        assert_eq!(mermaid_text("a \"b\" #1 <i>\n`x`"), "a #34;b#34; #35;1 #60;i#62; #96;x#96;");
        assert_eq!(dot_text("a \"b\" \\N\n<c>"), "a \\\"b\\\" \\\\N <c>");
    }

    #[test]
    fn a_line_that_both_roles_state_is_drawn_once() {
        let catalog = crate::builtin::catalog();
        let roles: Vec<RoleId> = catalog.role_ids().collect();
        let graph = RoleGraph::of_reporting(&catalog, &roles);
        let mut pairs: Vec<(usize, usize)> =
            graph.lines.iter().map(|line| (line.from, line.to)).collect();
        let count = pairs.len();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(pairs.len(), count);
        let lead = catalog.role_by_id("product-lead").unwrap();
        let manager = catalog.role_by_id("product-manager").unwrap();
        assert!(pairs.contains(&(graph.positions[&lead], graph.positions[&manager])));
    }
}
