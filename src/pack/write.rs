//! Writes a pack as TOML that [`super::load`] reads back to the same model.

mod names;

use std::fmt::Display;
use std::io::{self, Write};

pub use self::names::EntryNames;
use self::names::PackNames;
use crate::model::{
    Catalog, CatalogTables, Comparison, Emphasis, Experience, Focus, Importance, Pack, PackId, Pay,
    Reporting, Requirement, Responsibility, Role, RoleId, Skill, Source, SourceId, SourcePosition,
    Theme, Track,
};

/// Text is passed on in pieces of about this many bytes.
const PIECE_SIZE: usize = 1 << 17;

/// Writes the pack of `tables` as one file, in the order and the short forms that the format
/// prefers.
///
/// Only the first pack is written: `tables` of several packs do not fit in one file.
///
/// # Errors
///
/// When `out` fails.
pub fn write(tables: &CatalogTables, mut out: impl Write) -> io::Result<()> {
    let mut head = PackWriter::new(tables);
    tables.packs.iter().take(1).for_each(|pack| head.head(pack));
    tables.sources.iter().for_each(|source| head.source(source));
    tables.themes.iter().for_each(|theme| head.theme(theme));
    out.write_all(head.out.as_bytes())?;
    // Roles are rendered while the skills are written: in a large pack each is about half of the
    // text.
    std::thread::scope(|scope| {
        let roles = scope.spawn(|| {
            let mut pieces = Vec::new();
            let kept = render(tables, &tables.roles, PackWriter::role, |piece| {
                pieces.push(piece.to_string());
                Ok(())
            });
            kept.map(|()| pieces)
        });
        render(tables, &tables.skills, PackWriter::skill, |piece| out.write_all(piece.as_bytes()))?;
        let roles = roles.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        roles.iter().try_for_each(|piece| out.write_all(piece.as_bytes()))
    })?;
    let mut rest = PackWriter::new(tables);
    tables.comparisons.iter().for_each(|comparison| rest.comparison(comparison));
    out.write_all(rest.out.as_bytes())?;
    out.flush()
}

/// Returns `role` of `catalog` as a part of a pack file; in the files of its own pack it reads back
/// to the same role.
pub fn write_role(catalog: &Catalog, role: &Role) -> String {
    let names = PackNames { catalog, pack: role.pack };
    let mut writer = PackWriter::new(&names);
    let local = role.id.split_once(':').map_or(role.id.as_str(), |(_, local)| local);
    writer.role(&Role { id: local.to_string(), ..role.clone() });
    writer.out.trim_start().to_string()
}

/// Returns definitions of `catalog` as a part of a pack file.
pub(crate) fn write_definitions(
    catalog: &Catalog,
    (sources, themes, skills): (&[&Source], &[&Theme], &[Skill]),
) -> String {
    let names = PackNames { catalog, pack: PackId::from_index(0) };
    let mut writer = PackWriter::new(&names);
    for source in sources {
        writer.source(source);
    }
    for theme in themes {
        writer.theme(theme);
    }
    for skill in skills {
        writer.skill(skill);
    }
    writer.out.trim_start().to_string()
}

/// Passes the text of `items` to `take`, piece by piece.
fn render<'a, T>(
    names: &'a dyn EntryNames,
    items: &[T],
    each: impl Fn(&mut PackWriter<'a>, &T),
    mut take: impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = PackWriter { names, out: String::with_capacity(PIECE_SIZE + PIECE_SIZE / 4) };
    for item in items {
        each(&mut writer, item);
        if writer.out.len() >= PIECE_SIZE {
            take(&writer.out)?;
            writer.out.clear();
        }
    }
    take(&writer.out)
}

/// Appends items to a text.
struct PackWriter<'a> {
    names: &'a dyn EntryNames,
    out: String,
}

/// Appends `text` as a basic TOML string.
pub(crate) fn quote(out: &mut String, text: &str) {
    out.push('"');
    if text.bytes().filter(|byte| needs_escape(*byte)).count() > 0 {
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
                c => out.push(c),
            }
        }
    } else {
        out.push_str(text);
    }
    out.push('"');
}

/// Whether a byte may belong to a character that needs an escape.
fn needs_escape(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0x7f | 0xc2 | 0..b' ')
}

/// Appends `name`, quoted if necessary.
fn push_key(out: &mut String, name: &str) {
    if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    {
        out.push_str(name);
    } else {
        quote(out, name);
    }
}

/// Appends `items`, each written by `one`, with commas between them.
fn push_joined<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut one: impl FnMut(&mut String, T),
) {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        one(out, item);
    }
}

/// An inline table being written.
struct InlineTable<'o> {
    out: &'o mut String,
    any: bool,
}

impl<'o> InlineTable<'o> {
    fn new(out: &'o mut String) -> Self {
        out.push_str("{ ");
        Self { out, any: false }
    }

    /// Starts the next pair; the caller appends the value.
    fn pair(&mut self, name: &str) -> &mut String {
        if std::mem::replace(&mut self.any, true) {
            self.out.push_str(", ");
        }
        push_key(self.out, name);
        self.out.push_str(" = ");
        self.out
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            quote(self.pair(name), text);
        }
    }

    fn list<'s>(&mut self, name: &str, items: impl ExactSizeIterator<Item = &'s str>) {
        if items.len() > 0 {
            let out = self.pair(name);
            out.push('[');
            push_joined(out, items, quote);
            out.push(']');
        }
    }

    fn end(self) {
        self.out.push_str(" }");
    }
}

impl<'a> PackWriter<'a> {
    fn new(names: &'a dyn EntryNames) -> Self {
        Self { names, out: String::new() }
    }

    /// Appends `name = ` at the start of a line.
    fn key(&mut self, name: &str) {
        push_key(&mut self.out, name);
        self.out.push_str(" = ");
    }

    fn table(&mut self, header: &str) {
        self.out.push('\n');
        self.out.push_str(header);
        self.out.push('\n');
    }

    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.key(name);
            quote(&mut self.out, text);
            self.out.push('\n');
        }
    }

    fn raw(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.out.push_str(&format!("{name} = {value}\n"));
        }
    }

    fn list<'s>(&mut self, name: &str, items: impl ExactSizeIterator<Item = &'s str>) {
        if items.len() > 0 {
            self.key(name);
            self.out.push('[');
            push_joined(&mut self.out, items, quote);
            self.out.push_str("]\n");
        }
    }

    /// Appends one item per line, for lists that are read and compared line by line.
    fn lines<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut one: impl FnMut(&mut String, T),
    ) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return;
        }
        self.key(name);
        self.out.push_str("[\n");
        for item in items {
            self.out.push_str("  ");
            one(&mut self.out, item);
            self.out.push_str(",\n");
        }
        self.out.push_str("]\n");
    }

    fn pairs<'s>(&mut self, name: &str, pairs: impl ExactSizeIterator<Item = (&'s str, &'s str)>) {
        if pairs.len() == 0 {
            return;
        }
        self.key(name);
        let mut inline = InlineTable::new(&mut self.out);
        for (scheme, code) in pairs {
            inline.text(scheme, Some(code));
        }
        inline.end();
        self.out.push('\n');
    }

    fn roles(&mut self, name: &str, roles: &[RoleId]) {
        let names = self.names;
        self.list(name, roles.iter().map(|r| names.role_name(*r)));
    }

    fn sources(&mut self, sources: &[SourceId]) {
        self.list("sources", ids(self.names, sources));
    }

    fn head(&mut self, pack: &Pack) {
        self.out.push_str("[pack]\nformat = 1\n");
        self.text("id", Some(&pack.id));
        self.text("title", Some(&pack.title));
        self.text("version", Some(&pack.version));
        self.text("license", pack.license.as_deref());
        self.text("language", pack.language.as_deref());
        self.raw("as-of", pack.as_of);
        self.text("attribution", pack.attribution.as_deref());
        self.list("scale", as_strs(pack.scale.names()));
        self.lines("families", &pack.families, |out, family| quote(out, family));
    }

    fn source(&mut self, source: &Source) {
        self.table("[[source]]");
        self.text("id", Some(&source.id));
        self.text("title", Some(&source.title));
        self.text("publisher", Some(&source.publisher));
        self.text("kind", Some(source.kind.word()));
        self.text("url", source.url.as_deref());
        self.raw("published", source.published);
        self.raw("accessed", source.accessed);
    }

    fn theme(&mut self, theme: &Theme) {
        self.table("[[theme]]");
        self.text("id", Some(&theme.id));
        self.text("title", Some(&theme.title));
    }

    fn skill(&mut self, skill: &Skill) {
        let names = self.names;
        self.table("[[skill]]");
        self.text("id", Some(&skill.id));
        self.text("name", Some(&skill.name));
        self.text("kind", Some(skill.kind.word()));
        self.text("group", skill.group.as_deref());
        self.list("aliases", as_strs(&skill.aliases));
        self.list("hidden", as_strs(&skill.hidden));
        self.text("description", skill.description.as_deref());
        self.pairs("levels", string_pairs(&skill.levels));
        self.pairs("codes", string_pairs(&skill.codes));
        self.list("broader", skill.broader.iter().map(|s| names.skill_name(*s)));
        self.text("note", skill.note.as_deref());
    }

    fn role(&mut self, role: &Role) {
        let names = self.names;
        self.table("[[role]]");
        self.text("id", Some(&role.id));
        self.text("title", Some(&role.title));
        self.text("family", Some(&role.family));
        self.text("track", role.track.map(Track::word));
        self.raw("level", role.seniority);
        self.list("aliases", as_strs(&role.aliases));
        self.list("hidden", as_strs(&role.hidden));
        self.roles("confused-with", &role.confused_with);
        self.roles("related", &role.related);
        self.roles("broader", &role.broader);
        self.text("summary", Some(&role.summary));
        self.text("focus", role.focus.map(Focus::word));
        self.text("extends", role.extends.map(|b| names.role_name(b)));
        self.pairs("codes", string_pairs(&role.codes));
        self.sources(&role.sources);
        self.reporting(&role.reporting);
        self.experience(&role.experience);
        self.responsibilities(&role.responsibilities);
        self.skills(role);
        for figure in &role.pay {
            self.pay(figure);
        }
        for step in &role.moves {
            self.table("[[role.move]]");
            self.text("to", Some(names.role_name(step.to)));
            self.list("requires", as_strs(&step.requires));
            self.sources(&step.sources);
        }
    }

    fn reporting(&mut self, reporting: &Reporting) {
        if *reporting == Reporting::default() {
            return;
        }
        self.table("[role.reporting]");
        self.roles("reports-to", &reporting.reports_to);
        self.roles("manages", &reporting.manages);
        self.roles("never-manages", &reporting.never_manages);
        self.raw("span", reporting.span.map(|(from, to)| format!("[{from}, {to}]")));
        self.sources(&reporting.sources);
    }

    fn experience(&mut self, experience: &Experience) {
        if *experience == Experience::default() {
            return;
        }
        self.table("[role.experience]");
        let years = experience.years.map(|(from, to)| match to {
            Some(to) => format!("[{from}, {to}]"),
            None => format!("[{from}]"),
        });
        self.raw("years", years);
        self.text("education", experience.education.as_deref());
        self.sources(&experience.sources);
    }

    /// Appends responsibilities by theme, in the order of first appearance; those that
    /// [`Role::extends`] brought are not the role's own.
    fn responsibilities(&mut self, duties: &[Responsibility]) {
        let names = self.names;
        let mut themes: Vec<(crate::model::ThemeId, Vec<&Responsibility>)> = Vec::new();
        for duty in duties.iter().filter(|d| d.inherited_from.is_none()) {
            match themes.iter_mut().find(|(theme, _)| *theme == duty.theme) {
                Some((_, duties)) => duties.push(duty),
                None => themes.push((duty.theme, vec![duty])),
            }
        }
        if themes.is_empty() {
            return;
        }
        self.table("[role.responsibilities]");
        for (theme, duties) in themes {
            self.lines(names.theme_name(theme), duties, |out, duty| {
                responsibility(out, names, duty);
            });
        }
    }

    fn skills(&mut self, role: &Role) {
        if role.skills.is_empty() {
            return;
        }
        self.table("[role.skills]");
        for importance in [Importance::Essential, Importance::Useful] {
            let mut asked = role.skills.iter().filter(|r| r.importance == importance).peekable();
            if asked.peek().is_some() {
                self.key(importance.word());
                self.out.push('[');
                push_joined(&mut self.out, asked, |out, asked| {
                    requirement(out, self.names, role, asked);
                });
                self.out.push_str("]\n");
            }
        }
    }

    fn pay(&mut self, pay: &Pay) {
        let names = self.names;
        self.table("[[role.pay]]");
        for (name, amount) in
            [("low", pay.low), ("median", pay.median), ("mean", pay.mean), ("high", pay.high)]
        {
            self.raw(name, amount);
        }
        self.text("currency", Some(&pay.currency));
        self.text("period", Some(pay.period.word()));
        self.text("basis", Some(pay.basis.word()));
        self.text("region", Some(&pay.region));
        self.text("population", pay.population.as_deref());
        self.raw("as-of", pay.as_of);
        self.text("proxy-for", pay.proxy_for.as_deref());
        self.text("source", Some(names.source_name(pay.source)));
    }

    fn comparison(&mut self, comparison: &Comparison) {
        let names = self.names;
        self.table("[[comparison]]");
        self.roles("roles", &comparison.roles);
        for point in &comparison.points {
            self.table("[[comparison.point]]");
            self.text("aspect", Some(&point.aspect));
            self.pairs("texts", point.texts.iter().map(|(r, t)| (names.role_name(*r), t.as_str())));
            self.sources(&point.sources);
            for SourcePosition { text, sources } in &point.positions {
                self.table("[[comparison.point.positions]]");
                self.text("text", Some(text));
                self.sources(sources);
            }
        }
    }
}

/// Appends a responsibility: only its text if it has nothing else.
fn responsibility(out: &mut String, names: &dyn EntryNames, duty: &Responsibility) {
    let Responsibility {
        text,
        theme: _,
        emphasis,
        share,
        activity,
        note,
        sources,
        inherited_from: _,
    } = duty;
    if emphasis.is_none()
        && share.is_none()
        && activity.is_none()
        && note.is_none()
        && sources.is_empty()
    {
        return quote(out, text);
    }
    let mut inline = InlineTable::new(out);
    inline.text("text", Some(text));
    inline.text("emphasis", emphasis.map(Emphasis::word));
    if let Some(share) = share {
        inline.pair("share").push_str(&share.to_string());
    }
    inline.text("activity", activity.as_deref());
    inline.text("note", note.as_deref());
    inline.list("sources", ids(names, sources));
    inline.end();
}

/// Appends a required skill: only its name and, after a colon, its level if it has nothing else.
fn requirement(out: &mut String, names: &dyn EntryNames, role: &Role, asked: &Requirement) {
    let skill = names.skill_name(asked.skill);
    let scale = names.scale(role.pack);
    let level = asked.level.map(|l| scale.name(l));
    if asked.note.is_none() && asked.sources.is_empty() {
        return match level {
            Some(level) => quote(out, &format!("{skill}: {level}")),
            None => quote(out, skill),
        };
    }
    let mut inline = InlineTable::new(out);
    inline.text("skill", Some(skill));
    inline.text("level", level);
    inline.text("note", asked.note.as_deref());
    inline.list("sources", ids(names, &asked.sources));
    inline.end();
}

fn ids<'a>(
    names: &'a dyn EntryNames,
    sources: &'a [SourceId],
) -> impl ExactSizeIterator<Item = &'a str> {
    sources.iter().map(|s| names.source_name(*s))
}

fn as_strs(items: &[String]) -> impl ExactSizeIterator<Item = &str> {
    items.iter().map(String::as_str)
}

fn string_pairs(pairs: &[(String, String)]) -> impl ExactSizeIterator<Item = (&str, &str)> {
    pairs.iter().map(|(name, text)| (name.as_str(), text.as_str()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_pack_survives_being_written() {
        let read = crate::pack::load_as("built-in", Path::new("content")).unwrap().catalog;
        let tables = CatalogTables {
            packs: read.packs().to_vec(),
            sources: read.sources().to_vec(),
            themes: read.themes().to_vec(),
            skills: read.skills().to_vec(),
            roles: read.roles().to_vec(),
            comparisons: read.comparisons().to_vec(),
        };
        let mut text = Vec::new();
        write(&tables, &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        let again = crate::pack::from_files("built-in", &[("one.toml", &text)]);
        assert!(again.diagnostics.is_empty(), "{:?}", again.diagnostics.first());
        let again = again.catalog;
        assert_eq!(again.packs(), read.packs());
        assert_eq!(again.sources(), read.sources());
        assert_eq!(again.skills(), read.skills());
        assert_eq!(again.roles(), read.roles());
        assert_eq!(again.comparisons(), read.comparisons());
    }

    #[test]
    fn any_text_survives_quoting() {
        for text in ["", "a\"b\\c", "tab\tline\nbell\u{7}", "é\u{85}厨"] {
            let mut line = "k = ".to_string();
            quote(&mut line, text);
            let table = toml::de::DeTable::parse(&line).unwrap();
            assert_eq!(table.get_ref().get("k").unwrap().get_ref().as_str(), Some(text));
        }
    }
}
