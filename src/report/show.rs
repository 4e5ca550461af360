//! One role, whole.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Ink, Page};
use crate::model::{Catalog, Emphasis, Focus, Importance, Level, Pay, RoleId, SourceId, Track};

/// Numbers sources in the order in which the text cites them.
#[derive(Default)]
struct Notes(Vec<SourceId>);

impl Notes {
    fn cite(&mut self, sources: &[SourceId]) -> String {
        let mut numbers = Vec::new();
        for &source in sources {
            let at = self.0.iter().position(|&s| s == source).unwrap_or_else(|| {
                self.0.push(source);
                self.0.len() - 1
            });
            numbers.push((at + 1).to_string());
        }
        if numbers.is_empty() { String::new() } else { format!(" [{}]", numbers.join(" ")) }
    }
}

/// A line of the report: which section, what it is about, the text.
struct Line {
    section: &'static str,
    label: String,
    text: String,
}

fn titles(catalog: &Catalog, roles: &[RoleId]) -> String {
    roles.iter().map(|&r| catalog.role(r).title.as_str()).collect::<Vec<_>>().join(", ")
}

fn lines(catalog: &Catalog, id: RoleId) -> Vec<Line> {
    let role = catalog.role(id);
    let mut notes = Notes::default();
    let mut lines = Vec::new();
    let mut push = |section: &'static str, label: &str, text: String| {
        if !text.is_empty() {
            lines.push(Line { section, label: label.to_string(), text });
        }
    };
    let join = |text: Option<String>, note: String| text.map(|t| t + &note).unwrap_or_default();
    push("Role", "id", role.id.clone());
    push("Role", "family", role.family.clone());
    push("Role", "track", role.track.map(|t| t.to_string()).unwrap_or_default());
    push("Role", "level", role.level.map(|l| l.to_string()).unwrap_or_default());
    push("Role", "focus", role.focus.map(|f| f.to_string()).unwrap_or_default());
    push("Role", "also called", role.aliases.join(", "));
    push("Role", "not to confuse with", titles(catalog, &role.confused_with));
    push("Role", "near", titles(catalog, &role.related));
    push("Role", "part of", titles(catalog, &role.broader));
    push("Role", "builds on", role.extends.map(|b| catalog.role(b).title.clone()).unwrap_or_default());
    for (scheme, code) in &role.codes {
        push("Role", scheme, code.clone());
    }
    let reporting = &role.reporting;
    let note = notes.cite(&reporting.sources);
    let people = |roles: &[RoleId]| Some(titles(catalog, roles)).filter(|t| !t.is_empty());
    push("Reporting", "reports to", join(people(&reporting.reports_to), note.clone()));
    push("Reporting", "leads", join(people(&reporting.manages), note.clone()));
    push("Reporting", "never leads", join(people(&reporting.never_manages), note.clone()));
    push("Reporting", "span", join(reporting.span_text(), note));
    let note = notes.cite(&role.experience.sources);
    push("Experience", "years", join(role.experience.years_text(), note.clone()));
    push("Experience", "education", join(role.experience.education.clone(), note));
    for duty in &role.responsibilities {
        let mut text = duty.text.clone();
        let mut remarks: Vec<String> = duty.emphasis.map(|e| e.to_string()).into_iter().collect();
        remarks.extend(duty.share_text());
        remarks.extend(duty.note.clone());
        remarks.extend(duty.origin.map(|o| format!("from {}", catalog.role(o).title)));
        if !remarks.is_empty() {
            text += &format!(" ({})", remarks.join(", "));
        }
        text += &notes.cite(&duty.sources);
        push("Responsibilities", &catalog.theme(duty.theme).title, text);
    }
    for requirement in &role.skills {
        let section = match requirement.importance {
            Importance::Essential => "Essential skills",
            Importance::Useful => "Useful skills",
        };
        let level = requirement.level.map(|l| catalog.level_name(id, l).to_string()).unwrap_or_default();
        let mut text = catalog.skill(requirement.skill).name.clone();
        if let Some(remark) = &requirement.note {
            text += &format!(" ({remark})");
        }
        text += &notes.cite(&requirement.sources);
        push(section, &level, text);
    }
    for figure in &role.pay {
        push("Pay", &figure.amounts(), pay_terms(figure) + &notes.cite(&[figure.source]));
    }
    for step in &role.moves {
        let takes =
            if step.requires.is_empty() { "–".to_string() } else { format!("takes {}", step.requires.join("; ")) };
        push("Moves", &format!("to {}", catalog.role(step.to).title), takes + &notes.cite(&step.sources));
    }
    for &from in catalog.moves_into(id) {
        push("Moves", "from", catalog.role(from).title.clone());
    }
    notes.cite(&role.sources);
    for (i, &source) in notes.0.iter().enumerate() {
        let source = catalog.source(source);
        push("Sources", &format!("[{}]", i + 1), format!("{}, {}", source.title, source.terms()));
    }
    lines
}

fn pay_terms(figure: &Pay) -> String {
    match &figure.proxy_for {
        Some(proxy) => format!("{}; a figure for a neighbouring occupation: {proxy}", figure.terms()),
        None => figure.terms(),
    }
}

/// Writes the role as text; in a pipe as `section`, `label`, `text`, separated by tabs.
///
/// # Errors
///
/// What `out` returns.
pub fn write_text(out: &mut impl Write, catalog: &Catalog, id: RoleId, page: Page) -> io::Result<()> {
    let role = catalog.role(id);
    let lines = lines(catalog, id);
    let Some(width) = page.width else {
        writeln!(out, "Role\ttitle\t{}\nRole\tsummary\t{}", role.title, role.summary)?;
        for line in &lines {
            writeln!(out, "{}\t{}\t{}", line.section, line.label, line.text)?;
        }
        return Ok(());
    };
    writeln!(out, "{}", page.ink(&role.title, Ink::Title))?;
    super::write_hanging(out, "", &role.summary, width)?;
    let mut section = "";
    let mut theme = String::new();
    for line in &lines {
        if line.section != section {
            section = line.section;
            theme.clear();
            writeln!(out, "\n{}", page.ink(&section.to_uppercase(), Ink::Heading))?;
        }
        if section == "Responsibilities" {
            if theme != line.label {
                theme.clone_from(&line.label);
                writeln!(out, "{}", page.ink(&theme, Ink::Title))?;
            }
            super::write_hanging(out, "  ", &line.text, width)?;
        } else {
            let column =
                lines.iter().filter(|l| l.section == section).map(|l| l.label.chars().count()).max().unwrap_or(0);
            let label = super::fill(&line.label, column.min(width / 3) + 2);
            super::write_hanging(out, &page.ink(&format!("  {label}"), Ink::Dim), &line.text, width)?;
        }
    }
    Ok(())
}

/// The role as JSON.
pub fn json(catalog: &Catalog, id: RoleId) -> Value {
    let role = catalog.role(id);
    let ids = |roles: &[RoleId]| roles.iter().map(|&r| catalog.role(r).id.clone()).collect::<Vec<_>>();
    let cites = |sources: &[SourceId]| sources.iter().map(|&s| catalog.source(s).id.clone()).collect::<Vec<_>>();
    let level = |l: Option<Level>| l.map(|l| catalog.level_name(id, l).to_string());
    let codes: serde_json::Map<String, Value> = role.codes.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
    let mut cited: Vec<SourceId> = role.sources.clone();
    cited.extend(role.reporting.sources.iter().chain(&role.experience.sources));
    cited.extend(role.responsibilities.iter().flat_map(|d| &d.sources));
    cited.extend(role.skills.iter().flat_map(|s| &s.sources));
    cited.extend(role.moves.iter().flat_map(|m| &m.sources));
    cited.extend(role.pay.iter().map(|p| p.source));
    cited.sort();
    cited.dedup();
    json!({
        "schema": "roledex/show/1",
        "id": role.id,
        "title": role.title,
        "pack": catalog.pack(role.pack).id,
        "family": role.family,
        "track": role.track.map(Track::word),
        "level": role.level,
        "focus": role.focus.map(Focus::word),
        "aliases": role.aliases,
        "confused_with": ids(&role.confused_with),
        "related": ids(&role.related),
        "broader": ids(&role.broader),
        "summary": role.summary,
        "extends": role.extends.map(|b| catalog.role(b).id.clone()),
        "codes": codes,
        "sources": cites(&role.sources),
        "reporting": {
            "reports_to": ids(&role.reporting.reports_to),
            "manages": ids(&role.reporting.manages),
            "never_manages": ids(&role.reporting.never_manages),
            "span": role.reporting.span.map(|(from, to)| [from, to]),
            "sources": cites(&role.reporting.sources),
        },
        "experience": {
            "years": role.experience.years.map(|(from, to)| json!({ "from": from, "to": to })),
            "education": role.experience.education,
            "sources": cites(&role.experience.sources),
        },
        "responsibilities": role.responsibilities.iter().enumerate().map(|(i, d)| json!({
            "index": i, "theme": catalog.theme(d.theme).id, "text": d.text,
            "emphasis": d.emphasis.map(Emphasis::word), "share": d.share, "activity": d.activity, "note": d.note,
            "origin": d.origin.map(|o| catalog.role(o).id.clone()), "sources": cites(&d.sources),
        })).collect::<Vec<_>>(),
        "skills": role.skills.iter().map(|s| json!({
            "id": catalog.skill(s.skill).id, "name": catalog.skill(s.skill).name, "level": level(s.level),
            "importance": s.importance.word(), "note": s.note, "sources": cites(&s.sources),
        })).collect::<Vec<_>>(),
        "pay": role.pay.iter().map(|p| json!({
            "low": p.low, "median": p.median, "mean": p.mean, "high": p.high, "currency": p.currency,
            "period": p.period.word(), "basis": p.basis.word(), "region": p.region, "population": p.population,
            "as_of": p.as_of.map(|d| d.to_string()), "proxy_for": p.proxy_for,
            "source": catalog.source(p.source).id,
        })).collect::<Vec<_>>(),
        "moves": role.moves.iter().map(|m| json!({
            "to": catalog.role(m.to).id, "requires": m.requires, "sources": cites(&m.sources),
        })).collect::<Vec<_>>(),
        "moves_from": ids(catalog.moves_into(id)),
        "cited": cited.iter().map(|&s| {
            let source = catalog.source(s);
            json!({
                "id": source.id, "title": source.title, "publisher": source.publisher, "kind": source.kind.word(),
                "url": source.url, "published": source.published.map(|d| d.to_string()),
                "accessed": source.accessed.map(|d| d.to_string()),
            })
        }).collect::<Vec<_>>(),
    })
}
