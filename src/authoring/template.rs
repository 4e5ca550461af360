//! New pack files with marked holes: an empty text `""` with a comment that says what goes there.
//!
//! `roledex check` reports each hole that is left, and passes once all are filled.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::style::restyle;
use crate::model::{
    Catalog, Requirement, Responsibility, Role, RoleId, Skill, Source, SourceId, Theme,
};
use crate::pack::{SCHEMA_FILE, is_id, quote, write_definitions, write_role};

/// The text of a hole.
const HOLE: &str = "\"\"";

/// Returns the number of holes in `text`.
pub fn count_holes(text: &str) -> usize {
    text.lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(|line| line.matches(HOLE).count())
        .sum()
}

/// Returns the line that tells an editor the schema of a file, `depth` folders below the schema.
fn schema_line(depth: usize) -> String {
    let up = if depth == 0 { "./".to_string() } else { "../".repeat(depth) };
    format!("#:schema {up}{SCHEMA_FILE}\n")
}

/// Returns an id made from the name of a folder or file.
pub(crate) fn id_from_name(name: &str) -> String {
    let mut id = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            c if c.is_ascii_lowercase() || c.is_ascii_digit() => id.push(c),
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    let id = id.trim_end_matches('-');
    if is_id(id) { id.to_string() } else { "ladder".to_string() }
}

/// Returns the files of a new pack: their names and texts.
pub(crate) fn pack_files(id: &str) -> Vec<(PathBuf, String)> {
    let schema = schema_line(0);
    let pack = format!(
        "{schema}\
# The pack, and the themes that group what roles do. Fill in each {HOLE} marked TODO; `roledex check` lists those left.

[pack]
format = 1
id = \"{id}\"
title = {HOLE} # TODO: the title that readers see, such as \"Engineering ladder\"
version = \"1\"
# TODO: the licence as an SPDX expression, if others may use the pack: license = \"CC-BY-4.0\"
language = \"en\"
scale = [\"awareness\", \"working\", \"practitioner\", \"expert\"] # levels of a skill, lowest first
# TODO: the order in which families of roles are listed: families = [\"engineering\", \"design\"]

# Themes: the headings under which responsibilities of different roles are compared. Change them to yours.
[[theme]]
id = \"direction\"
title = \"Direction\"

[[theme]]
id = \"delivery\"
title = \"Delivery\"

[[theme]]
id = \"people\"
title = \"People\"
"
    );
    let skills = format!(
        "{schema}\
# Skills: one table each. Roles name them by id and level: \"code-review: working\".

[[skill]]
id = {HOLE} # TODO: a short id that roles refer to, such as \"code-review\"
name = {HOLE} # TODO: the name that readers see
kind = \"craft\" # TODO: craft, knowledge, domain, people, tool or language
description = {HOLE} # TODO: one sentence

# TODO: what someone at each level can do, a sentence each
[skill.levels]
awareness = {HOLE}
working = {HOLE}
practitioner = {HOLE}
expert = {HOLE}
"
    );
    let sources = format!(
        "{schema}\
# Sources: roles cite them by id (sources = [\"handbook\"]). Without one, a fact is your own judgement.
#
# TODO: remove the # in front of these lines, and fill them in:
# [[source]]
# id = \"handbook\"
# title = \"Our handbook\"
# publisher = \"Our company\"
# kind = \"handbook\" # statistics, framework, handbook, survey, aggregator or article
"
    );
    vec![
        (PathBuf::from("pack.toml"), pack),
        (PathBuf::from("skills.toml"), skills),
        (PathBuf::from("sources.toml"), sources),
    ]
}

/// Returns the schema as a file, for editors.
pub(crate) fn schema_file() -> (PathBuf, String) {
    let text = serde_json::to_string_pretty(&crate::pack::schema()).unwrap_or_default() + "\n";
    (PathBuf::from(SCHEMA_FILE), text)
}

/// A role to write.
#[derive(Debug, Clone, Copy)]
pub struct NewRole<'a> {
    /// Its id.
    pub id: &'a str,
    /// The pack that it is for, as far as it can be read.
    pub target: &'a Catalog,
    /// The role of that pack that it extends.
    pub extends: Option<RoleId>,
    /// The number of folders between its file and the schema; `None` inside another file.
    pub depth: Option<usize>,
}

/// A role that begins as a copy of another, and what was left out of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleCopy {
    /// The text of its file.
    pub text: String,
    /// Whether the other role has pay figures; they are about that role.
    pub has_pay: bool,
    /// Roles that the pack does not have.
    pub roles: Vec<String>,
    /// Levels that the scale of the pack does not have.
    pub levels: Vec<String>,
}

impl RoleCopy {
    /// Says what was left out; `None` if nothing was.
    pub fn left_out(&self) -> Option<String> {
        let names = |what: &str, names: &[String]| {
            (!names.is_empty())
                .then(|| format!("{what} that the pack does not have ({})", names.join(", ")))
        };
        let pay = self.has_pay.then(|| "the pay figures".to_string());
        let parts = [pay, names("roles", &self.roles), names("levels", &self.levels)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

impl NewRole<'_> {
    fn start(&self, remark: &str) -> String {
        let schema = self.depth.map(schema_line).unwrap_or_default();
        format!(
            "{schema}# Fill in each {HOLE} marked TODO; `roledex check` lists those left.{remark}\n\n"
        )
    }

    /// Returns the file of a role with holes for what it must say.
    pub fn empty(&self) -> String {
        let Self { id, target, extends, .. } = *self;
        let base = extends.map(|base| target.role(base));
        let mut out = self.start("");
        let title = format!("title = {HOLE} # TODO: the title, as people say it");
        let _ = writeln!(out, "[[role]]\nid = \"{id}\"\n{title}");
        // A base whose own family is still a hole is read as one of other roles.
        let family = base.map(|base| base.family.as_str()).filter(|family| *family != "other");
        out.push_str("family = ");
        quote(&mut out, family.unwrap_or_default());
        out.push_str(if family.is_none() {
            " # TODO: the job family, such as \"engineering\"; its roles form a ladder\n"
        } else {
            "\n"
        });
        let track = base.and_then(|base| base.track).map_or("individual", |track| track.word());
        let _ = writeln!(
            out,
            "track = \"{track}\" # TODO: individual, management, executive or specialist"
        );
        let level = base.and_then(|base| base.seniority).map_or(1, |level| level + 1);
        let _ = writeln!(
            out,
            "level = {level} # TODO: seniority in the family: the higher, the more senior"
        );
        let _ = writeln!(out, "summary = {HOLE} # TODO: one plain sentence: what the role is for");
        if let Some(base) = base {
            out.push_str("extends = ");
            quote(&mut out, local_id(&base.id));
            out.push_str(
                " # its responsibilities hold here too; below are those that come on top\n",
            );
        }
        out.push_str("\n[role.responsibilities]\n");
        let themes: Vec<&str> = target.themes().iter().map(|theme| theme.id.as_str()).collect();
        if let [first, rest @ ..] = &themes[..] {
            let others = match rest {
                [] => String::new(),
                _ => format!("; other themes: {}", rest[..rest.len().min(12)].join(", ")),
            };
            let _ = writeln!(out, "# TODO: what the role does, by theme{others}");
            let _ = writeln!(
                out,
                "{first} = [\n  {HOLE}, # TODO: one sentence that begins with a verb\n]"
            );
        } else {
            out.push_str("# TODO: define a theme first ([[theme]] with id and title), then: theme-id = [\"Plans …\"]\n");
        }
        out.push_str("\n[role.skills]\n");
        let scale = target.packs().first().map(|pack| pack.scale.names().join(", "));
        let levels = scale.unwrap_or_default();
        let _ = writeln!(
            out,
            "# TODO: \"skill: level\" with the id of a skill; levels: {levels}\nessential = [\n  {HOLE},\n]"
        );
        restyle(&out).unwrap_or(out)
    }

    /// Returns the file of a role that begins as a copy of `role` of `source`.
    pub(crate) fn copy_of(&self, source: &Catalog, role: &Role) -> RoleCopy {
        let Self { id, target, extends, .. } = *self;
        let mut copied = RoleCopy { has_pay: !role.pay.is_empty(), ..RoleCopy::default() };
        let mut copy = Role {
            id: id.to_string(),
            title: String::new(),
            aliases: Vec::new(),
            hidden: Vec::new(),
            confused_with: Vec::new(),
            related: Vec::new(),
            broader: Vec::new(),
            codes: Vec::new(),
            pay: Vec::new(),
            extends: None,
            ..role.clone()
        };
        keep_known_roles(&mut copy, source, target, &mut copied.roles);
        let keeps_base = role.extends.filter(|_| extends.is_none()).is_some_and(|base| {
            let known = target.role_by_id(local_id(&source.role(base).id)).is_some();
            copy.extends = known.then_some(base);
            known
        });
        if !keeps_base {
            // What the copy does not inherit is its own.
            copy.responsibilities.iter_mut().for_each(|duty| duty.inherited_from = None);
        }
        let scale = target.packs().first().map(|pack| &pack.scale);
        let of = &source.pack(role.pack).scale;
        let has_level = |name: &str| scale.is_none_or(|scale| scale.level(name).is_some());
        for asked in &mut copy.skills {
            if let Some(level) = asked.level.filter(|level| !has_level(of.name(*level))) {
                copied.levels.push(of.name(level).to_string());
                asked.level = None;
            }
        }
        let definitions = missing_definitions(&copy, source, target, &has_level);
        let text = write_role(source, &copy);
        let summary = format!("title = {HOLE} # TODO: the title, as people say it");
        let text = text.replacen("title = \"\"", &summary, 1);
        let base =
            extends.map(|base| format!("extends = \"{}\"\n", local_id(&target.role(base).id)));
        let text =
            text.replacen("summary = ", &format!("{}summary = ", base.unwrap_or_default()), 1);
        let remark = format!("\n# Copied from {}: change what differs.", local_id(&role.id));
        let out = self.start(&remark) + &definitions + "\n" + &text;
        for names in [&mut copied.roles, &mut copied.levels] {
            names.sort();
            names.dedup();
        }
        RoleCopy { text: restyle(&out).unwrap_or(out), ..copied }
    }
}

/// Removes the references of `copy` to roles that `target` does not have.
fn keep_known_roles(
    copy: &mut Role,
    source: &Catalog,
    target: &Catalog,
    left_out: &mut Vec<String>,
) {
    let mut is_known = |role: RoleId| {
        let id = local_id(&source.role(role).id);
        let known = target.role_by_id(id).is_some();
        if !known {
            left_out.push(id.to_string());
        }
        known
    };
    let reporting = &mut copy.reporting;
    for list in [&mut reporting.reports_to, &mut reporting.manages, &mut reporting.never_manages] {
        list.retain(|role| is_known(*role));
    }
    copy.moves.retain(|step| is_known(step.to));
}

/// Returns the definitions of the sources, themes and skills of `copy` that `target` does not have.
fn missing_definitions(
    copy: &Role,
    source: &Catalog,
    target: &Catalog,
    has_level: &impl Fn(&str) -> bool,
) -> String {
    let mut cited: Vec<SourceId> = Vec::new();
    cited.extend(&copy.sources);
    cited.extend(&copy.reporting.sources);
    cited.extend(&copy.experience.sources);
    cited.extend(copy.responsibilities.iter().flat_map(|duty: &Responsibility| &duty.sources));
    cited.extend(copy.skills.iter().flat_map(|asked: &Requirement| &asked.sources));
    cited.extend(copy.moves.iter().flat_map(|step| &step.sources));
    let mut sources: Vec<&Source> = cited.into_iter().map(|id| source.source(id)).collect();
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    sources.dedup_by(|a, b| a.id == b.id);
    sources.retain(|cited| !target.sources().iter().any(|known| known.id == cited.id));
    let mut themes: Vec<&Theme> = Vec::new();
    for duty in copy.responsibilities.iter().filter(|duty| duty.inherited_from.is_none()) {
        let theme = source.theme(duty.theme);
        let mut known = themes.iter().copied().chain(target.themes());
        if !known.any(|known| known.id == theme.id) {
            themes.push(theme);
        }
    }
    let asked = copy.skills.iter().map(|asked| source.skill(asked.skill));
    let skills: Vec<Skill> = asked
        .filter(|skill| target.skill_by_id(&skill.id).is_none())
        .map(|skill| Skill {
            broader: Vec::new(),
            levels: skill.levels.iter().filter(|(name, _)| has_level(name)).cloned().collect(),
            ..skill.clone()
        })
        .collect();
    write_definitions(source, (&sources, &themes, &skills))
}

/// Returns the file of a comparison of `roles` of `target`, `depth` folders below the schema.
pub fn comparison(target: &Catalog, roles: &[RoleId], depth: Option<usize>) -> String {
    let mut out = depth.map(schema_line).unwrap_or_default();
    let _ = writeln!(
        out,
        "# Fill in each {HOLE} marked TODO; add a [[comparison.point]] for each difference.\n\n[[comparison]]"
    );
    out.push_str("roles = [");
    for (at, role) in roles.iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        quote(&mut out, local_id(&target.role(*role).id));
    }
    let _ = writeln!(out, "]\n\n[[comparison.point]]");
    let _ = writeln!(out, "aspect = {HOLE} # TODO: what differs, such as \"Decisions\"\n");
    out.push_str("[comparison.point.texts]\n");
    for role in roles {
        let (id, title) = (local_id(&target.role(*role).id), target.role_title(*role));
        let mut key = String::new();
        super::style::push_key(&mut key, id);
        let title = crate::model::text::visible_line(title);
        let _ = writeln!(out, "{key} = {HOLE} # TODO: how it is for {title}");
    }
    restyle(&out).unwrap_or(out)
}

/// Returns an id without its pack.
fn local_id(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, local)| local)
}

/// Returns the folder of the pack that the file at `path` belongs to: the nearest one above it with
/// a file that has a `[pack]` table. `None` if the file is a pack by itself or there is none.
pub(crate) fn pack_folder(path: &Path) -> Option<PathBuf> {
    if has_pack(path) {
        return None;
    }
    path.ancestors().skip(1).take(4).find_map(|folder| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        let mut files = files.filter(|file| file.extension().is_some_and(|e| e == "toml"));
        files.any(|file| has_pack(&file)).then(|| folder.to_path_buf())
    })
}

/// Whether the file at `path` has a `[pack]` table.
fn has_pack(path: &Path) -> bool {
    std::fs::read_to_string(path).is_ok_and(|text| crate::pack::pack_id(&text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_folders_become_ids() {
        for (name, id) in [
            ("our-ladder", "our-ladder"),
            ("Our Ladder (2026)", "our-ladder-2026"),
            ("Führung", "f-hrung"),
            ("厨房", "ladder"),
            ("", "ladder"),
        ] {
            assert_eq!(id_from_name(name), id, "{name}");
        }
    }

    #[test]
    fn holes_are_counted_outside_of_comments() {
        assert_eq!(
            count_holes("# \"\"\na = \"\" # TODO: \"x\"\nb = [\n  \"\",\n]\nc = \"x\"\n"),
            2
        );
        for (_, text) in pack_files("a") {
            assert_eq!(restyle(&text).unwrap(), text);
        }
    }

    #[test]
    fn a_role_can_extend_one_with_holes() {
        let pack = "[pack]\nformat = 1\nid = \"a\"\ntitle = \"\"\nversion = \"1\"\n[[role]]\nid = \"base\"\ntitle = \"\"\nfamily = \"\"\nsummary = \"\"\n";
        let target = crate::pack::from_files("a", &[("a.toml", pack)]).catalog;
        let extends = target.role_by_id("base");
        assert!(extends.is_some());
        let text = NewRole { id: "b", target: &target, extends, depth: None }.empty();
        assert!(
            text.contains("family = \"\" # TODO") && text.contains("extends = \"base\""),
            "{text}"
        );
        assert!(text.contains("define a theme first"), "{text}");
    }
}
