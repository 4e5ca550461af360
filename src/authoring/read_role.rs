//! A role that was read from a text as a pack file, with what is open marked in comments.

use std::fmt::Write as _;

use super::style::restyle;
use super::template::id_from_name;
use crate::model::text::visible_line;
use crate::model::{
    Catalog, CatalogTables, Experience, Importance, Pack, PackId, Pay, Role, Skill, Source,
    SourceId, Theme, ThemeId,
};
use crate::pack::{quote, write};
use crate::reading::added::{OpenPay, ReadDescription, added_roles, file_stem, pack_period};
use crate::reading::role::ReadRoleSkill;
use crate::reading::sections::{TextFact, TextPlace};
use crate::wording::read_facts::{facts_of, label_word};

/// The theme for responsibilities that fit no theme of the open packs.
const OTHER_THEME: &str = "other";

/// Returns a pack file with the role that `reading` describes. It has the skills and themes of
/// `catalog` that the role needs, by their ids, and comments with the words that each part was read
/// from. What the text does not state is left out, and named in a comment.
pub fn pack_file(catalog: &Catalog, reading: &ReadDescription<'_>) -> String {
    let added = added_roles(catalog, &[*reading]);
    let Some(read) = added.roles.into_iter().next() else { return String::new() };
    let title = visible_line(&read.title);
    let role_id = entry_id(reading.title().unwrap_or(file_stem(reading.file_name())), "role");
    let source_id = entry_id(file_stem(reading.file_name()), "text");
    let base = catalog.packs().first();
    let mut pack = Pack::new(format!("read-{role_id}"), format!("Read: {title}"), "1");
    if let Some(base) = base {
        pack.scale = base.scale.clone();
        pack.language.clone_from(&base.language);
    }
    let source = Source {
        id: source_id,
        pack: PackId(0),
        title: visible_line(reading.source),
        publisher: "not stated".to_string(),
        kind: crate::model::SourceKind::Text,
        url: None,
        published: None,
        accessed: None,
    };
    let has_experience =
        read.role.experience.years.is_some() || read.role.experience.education.is_some();
    let summary = match read.role.summary.as_str() {
        "" => format!("A role read from {}.", visible_line(reading.file_name())),
        stated => visible_line(stated),
    };
    let role = Role {
        title: title.clone(),
        summary,
        sources: vec![SourceId(0)],
        experience: Experience {
            education: read.role.experience.education.as_deref().map(visible_line),
            sources: if has_experience { vec![SourceId(0)] } else { Vec::new() },
            ..read.role.experience.clone()
        },
        pay: read
            .role
            .pay
            .iter()
            .map(|pay| Pay {
                source: SourceId(0),
                region: visible_line(&pay.region),
                ..pay.clone()
            })
            .collect(),
        ..Role::new(role_id, title, "Read")
    };
    let tables = CatalogTables {
        packs: vec![pack],
        sources: vec![source],
        themes: themes(catalog, reading),
        skills: skills(catalog, reading),
        roles: vec![role],
        comparisons: Vec::new(),
    };
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write(&tables, &mut text);
    let text = String::from_utf8_lossy(&text);
    let open = comments(catalog, reading, read.role.summary.is_empty());
    let mut text = text.replacen("[[role]]", &format!("{open}[[role]]"), 1);
    push_responsibilities(&mut text, catalog, reading);
    push_skills(&mut text, catalog, reading);
    restyle(&text).unwrap_or(text)
}

/// Returns an id made from `name`, or `otherwise` if it has no letters for one.
fn entry_id(name: &str, otherwise: &str) -> String {
    if name.chars().any(|c| c.is_ascii_alphanumeric()) {
        id_from_name(name)
    } else {
        otherwise.to_string()
    }
}

/// Returns the id of an item of a pack without the pack's own id.
fn local_id(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, local)| local)
}

fn skills(catalog: &Catalog, reading: &ReadDescription<'_>) -> Vec<Skill> {
    reading
        .role
        .asked_skills()
        .map(|found| {
            let skill = catalog.skill(found.skill);
            // Its id joins it with the skill of the open packs; what those say of it is not
            // repeated.
            Skill {
                group: skill.group.clone(),
                ..Skill::new(local_id(&skill.id), &skill.name, skill.kind)
            }
        })
        .collect()
}

fn themes(catalog: &Catalog, reading: &ReadDescription<'_>) -> Vec<Theme> {
    let duties = &reading.role.responsibilities;
    let mut used: Vec<ThemeId> = duties.iter().filter_map(|duty| duty.theme).collect();
    used.sort_unstable();
    used.dedup();
    let mut themes: Vec<Theme> = used
        .into_iter()
        .map(|theme| {
            let theme = catalog.theme(theme);
            Theme { id: local_id(&theme.id).to_string(), title: theme.title.clone() }
        })
        .collect();
    let needs_other = duties.iter().any(|duty| duty.theme.is_none());
    if needs_other && !themes.iter().any(|theme| theme.id == OTHER_THEME) {
        themes.push(Theme { id: OTHER_THEME.to_string(), title: "Other".to_string() });
    }
    themes
}

/// Returns a quotation of the words at `place` for a comment, with their line.
fn quotation(reading: &ReadDescription<'_>, place: &TextPlace) -> String {
    let words = reading.words_at(place);
    format!("\"{}\", line {}", visible_line(&words), reading.line_number(place.line))
}

/// Returns the comments above the role: what each fact was read from, what is open, and what was
/// set aside.
fn comments(catalog: &Catalog, reading: &ReadDescription<'_>, without_summary: bool) -> String {
    let mut text = format!("\n# Read from {}.\n", visible_line(reading.source));
    let mut open = vec!["family", "level (seniority)", "track", "reporting lines"];
    if without_summary {
        open.push("summary");
    }
    for fact in facts_of(reading) {
        if fact.is_ambiguous() {
            let values: Vec<String> = fact
                .values
                .iter()
                .map(|(value, place)| {
                    let line = place.as_ref().map(|place| quotation(reading, place));
                    format!("{} ({})", visible_line(value), line.unwrap_or_default())
                })
                .collect();
            let _ =
                writeln!(text, "# stated in several ways: {}: {}", fact.name, values.join("; "));
        }
        match &fact.values[..] {
            [] if fact.name == "place" => {}
            [] => open.push(fact.name),
            [(value, Some(place))] => {
                let from = quotation(reading, place);
                let _ = match fact.name {
                    // No field of a role.
                    "place" => {
                        writeln!(text, "# place: {} (read from: {from})", visible_line(value))
                    }
                    name => writeln!(text, "# {name} read from: {from}"),
                };
            }
            _ => {}
        }
    }
    if let TextFact::Stated(stated) = &reading.role.sections.pay {
        match pack_period(&stated.value) {
            Ok(_) => {
                open.push("basis of pay (base is assumed)");
                if reading.role.sections.location.value().is_none() {
                    open.push("region of pay");
                }
            }
            Err(OpenPay::Currency) => open.push("currency of pay, so pay is left out"),
            Err(OpenPay::Period) => open.push("period of pay, so pay is left out"),
            Err(OpenPay::PeriodUnknown) => {
                text.push_str("# left out: daily or weekly pay, which packs cannot state\n");
            }
        }
    }
    for what in open {
        let _ = writeln!(text, "# not stated: {what}");
    }
    for correction in &reading.role.corrections {
        let words = visible_line(&correction.words);
        let predicate = visible_line(&correction.predicate(catalog));
        let _ = writeln!(text, "# corrected: ‹{words}› {predicate}");
    }
    for (label, lines) in &reading.role.set_aside {
        let numbers: Vec<String> =
            lines.iter().map(|at| reading.line_number(*at).to_string()).collect();
        let _ = writeln!(text, "# set aside: {}: lines {}", label_word(*label), numbers.join(", "));
    }
    text
}

fn push_responsibilities(text: &mut String, catalog: &Catalog, reading: &ReadDescription<'_>) {
    let duties = &reading.role.responsibilities;
    if duties.is_empty() {
        return;
    }
    text.push_str("\n[role.responsibilities]\n");
    for theme in themes(catalog, reading) {
        let _ = writeln!(text, "{} = [", theme.id);
        for duty in duties {
            let id = duty.theme.map_or(OTHER_THEME, |theme| local_id(&catalog.theme(theme).id));
            let words = duty.place.words(reading.text).trim();
            if id != theme.id || words.is_empty() {
                continue;
            }
            let words = visible_line(words);
            match duty.share {
                Some(share) => {
                    text.push_str("{ text = ");
                    quote(text, &words);
                    let _ = write!(text, ", share = {share} }}");
                }
                None => quote(text, &words),
            }
            let line = reading.line_number(duty.place.line);
            let open = if duty.theme.is_none() { "; not stated: theme" } else { "" };
            let _ = writeln!(text, ", # line {line}{open}");
        }
        text.push_str("]\n");
    }
}

fn push_skills(text: &mut String, catalog: &Catalog, reading: &ReadDescription<'_>) {
    let asked: Vec<&ReadRoleSkill> = reading.role.asked_skills().collect();
    if asked.is_empty() {
        return;
    }
    text.push_str("\n[role.skills]\n");
    for importance in [Importance::Essential, Importance::Useful] {
        let found: Vec<&&ReadRoleSkill> = asked
            .iter()
            .filter(|skill| skill.importance.unwrap_or(Importance::Useful) == importance)
            .collect();
        if found.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{} = [", importance.word());
        for skill in found {
            let id = local_id(&catalog.skill(skill.skill).id);
            let scale = catalog.packs().first().map(|pack| &pack.scale);
            let level = skill.level.zip(scale).map(|(level, scale)| scale.name(level));
            quote(text, &level.map_or_else(|| id.to_string(), |level| format!("{id}: {level}")));
            let _ = write!(text, ", # read from: {}", quotation(reading, &skill.place));
            if let Some(place) = &skill.level_place {
                let _ = write!(text, "; level from: {}", quotation(reading, place));
            }
            if skill.importance.is_none() {
                text.push_str("; not stated: importance");
            }
            text.push('\n');
        }
        text.push_str("]\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::layout::LaidOutText;
    use crate::reading::role::ReadRole;
    use crate::reading::sections::StatedValue;

    #[test]
    fn ids_come_from_the_title_or_else_the_file_without_its_ending() {
        let catalog = crate::builtin::catalog();
        let text = LaidOutText { title: None, lines: Vec::new() };
        for (title, id) in [
            (Some("Sr. Data Engineer"), "sr-data-engineer"),
            (Some("Entwickler Node.js"), "entwickler-node-js"),
            (None, "my-ad"),
        ] {
            let mut role = ReadRole::default();
            if let Some(title) = title {
                let place = TextPlace { line: 0, bytes: 0..0 };
                let value = title.to_string();
                role.sections.title = TextFact::Stated(StatedValue { value, place });
            }
            let reading = ReadDescription { source: "ads/my ad.txt", text: &text, role: &role };
            let file = pack_file(&catalog, &reading);
            assert!(file.contains(&format!("[[role]]\nid = \"{id}\"\n")), "{file}");
            assert!(file.contains(&format!("id = \"read-{id}\"")), "{file}");
            assert!(file.contains("[[source]]\nid = \"my-ad\""), "{file}");
        }
    }
}
