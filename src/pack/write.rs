//! A pack as TOML: what [`super::load`] reads back to the same model.

use std::io::{self, Write};

use crate::model::{
    Comparison, Date, Emphasis, Focus, Importance, Pay, Position, Reporting, Requirement, Responsibility, Role, RoleId,
    Skill, Source, SourceId, Tables, Theme, Track,
};

/// Writes the pack of `tables` as one file in the order and the short forms that the format prefers.
///
/// Only the first pack is written: `tables` of several packs are not one file.
///
/// # Errors
///
/// What `out` returns.
pub fn write(tables: &Tables, out: impl Write) -> io::Result<()> {
    let mut writer = Writer { tables, out };
    writer.head()?;
    for source in &tables.sources {
        writer.source(source)?;
    }
    for theme in &tables.themes {
        writer.theme(theme)?;
    }
    for skill in &tables.skills {
        writer.skill(skill)?;
    }
    for role in &tables.roles {
        writer.role(role)?;
    }
    for comparison in &tables.comparisons {
        writer.comparison(comparison)?;
    }
    writer.out.flush()
}

struct Writer<'a, W> {
    tables: &'a Tables,
    out: W,
}

/// `text` as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// `key`, quoted where it must be.
fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { key.to_string() } else { quoted(key) }
}

/// `["a", "b"]`.
fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| quoted(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// A number without needless decimals.
fn number(value: f64) -> String {
    format!("{value}")
}

/// `key = value` pairs of an inline table.
#[derive(Default)]
struct Inline(Vec<String>);

impl Inline {
    fn text(&mut self, key: &str, text: Option<&str>) {
        self.0.extend(text.map(|t| format!("{key} = {}", quoted(t))));
    }

    fn raw(&mut self, key: &str, value: Option<String>) {
        self.0.extend(value.map(|v| format!("{key} = {v}")));
    }

    fn table(&self) -> String {
        format!("{{ {} }}", self.0.join(", "))
    }
}

impl<W: Write> Writer<'_, W> {
    fn text(&mut self, key: &str, text: Option<&str>) -> io::Result<()> {
        text.map_or(Ok(()), |text| writeln!(self.out, "{key} = {}", quoted(text)))
    }

    fn raw(&mut self, key: &str, value: Option<impl std::fmt::Display>) -> io::Result<()> {
        value.map_or(Ok(()), |value| writeln!(self.out, "{key} = {value}"))
    }

    fn list<S: AsRef<str>>(&mut self, key: &str, items: &[S]) -> io::Result<()> {
        if items.is_empty() { Ok(()) } else { writeln!(self.out, "{key} = {}", list(items)) }
    }

    /// One item a line, for what is read and compared line by line.
    fn lines(&mut self, key: &str, items: &[String]) -> io::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "{key} = [")?;
        for item in items {
            writeln!(self.out, "  {item},")?;
        }
        writeln!(self.out, "]")
    }

    fn pairs(&mut self, name: &str, pairs: &[(String, String)]) -> io::Result<()> {
        if pairs.is_empty() {
            return Ok(());
        }
        let mut inline = Inline::default();
        for (scheme, code) in pairs {
            inline.text(&key(scheme), Some(code));
        }
        writeln!(self.out, "{name} = {}", inline.table())
    }

    fn role_ids<'r>(&self, roles: &'r [RoleId]) -> Vec<&'r str>
    where
        Self: 'r,
    {
        roles.iter().map(|r| self.tables.roles[r.index()].id.as_str()).collect()
    }

    fn source_ids(&self, sources: &[SourceId]) -> Vec<String> {
        sources.iter().map(|s| self.tables.sources[s.index()].id.clone()).collect()
    }

    fn sources(&mut self, sources: &[SourceId]) -> io::Result<()> {
        let ids = self.source_ids(sources);
        self.list("sources", &ids)
    }

    fn head(&mut self) -> io::Result<()> {
        let Some(pack) = self.tables.packs.first() else { return Ok(()) };
        writeln!(self.out, "[pack]\nformat = 1")?;
        self.text("id", Some(&pack.id))?;
        self.text("title", Some(&pack.title))?;
        self.text("version", Some(&pack.version))?;
        self.text("license", pack.license.as_deref())?;
        self.text("language", pack.language.as_deref())?;
        self.raw("as-of", pack.as_of)?;
        self.text("attribution", pack.attribution.as_deref())?;
        self.list("scale", pack.scale.names())?;
        let families: Vec<String> = pack.families.iter().map(|f| quoted(f)).collect();
        self.lines("families", &families)
    }

    fn source(&mut self, source: &Source) -> io::Result<()> {
        writeln!(self.out, "\n[[source]]")?;
        self.text("id", Some(&source.id))?;
        self.text("title", Some(&source.title))?;
        self.text("publisher", Some(&source.publisher))?;
        self.text("kind", Some(source.kind.word()))?;
        self.text("url", source.url.as_deref())?;
        self.raw("published", source.published)?;
        self.raw("accessed", source.accessed)
    }

    fn theme(&mut self, theme: &Theme) -> io::Result<()> {
        writeln!(self.out, "\n[[theme]]")?;
        self.text("id", Some(&theme.id))?;
        self.text("title", Some(&theme.title))
    }

    fn skill(&mut self, skill: &Skill) -> io::Result<()> {
        writeln!(self.out, "\n[[skill]]")?;
        self.text("id", Some(&skill.id))?;
        self.text("name", Some(&skill.name))?;
        self.text("kind", Some(skill.kind.word()))?;
        self.text("group", skill.group.as_deref())?;
        self.list("aliases", &skill.aliases)?;
        self.list("hidden", &skill.hidden)?;
        self.text("description", skill.description.as_deref())?;
        self.pairs("levels", &skill.levels)?;
        self.pairs("codes", &skill.codes)?;
        let broader: Vec<&str> = skill.broader.iter().map(|s| self.tables.skills[s.index()].id.as_str()).collect();
        self.list("broader", &broader)?;
        self.text("note", skill.note.as_deref())
    }

    fn role(&mut self, role: &Role) -> io::Result<()> {
        writeln!(self.out, "\n[[role]]")?;
        self.text("id", Some(&role.id))?;
        self.text("title", Some(&role.title))?;
        self.text("family", Some(&role.family))?;
        self.text("track", role.track.map(Track::word))?;
        self.raw("level", role.level)?;
        self.list("aliases", &role.aliases)?;
        self.list("hidden", &role.hidden)?;
        let ids = |roles: &[RoleId]| -> Vec<String> {
            roles.iter().map(|r| self.tables.roles[r.index()].id.clone()).collect()
        };
        let (confused, related, broader) = (ids(&role.confused_with), ids(&role.related), ids(&role.broader));
        self.list("confused-with", &confused)?;
        self.list("related", &related)?;
        self.list("broader", &broader)?;
        self.text("summary", Some(&role.summary))?;
        self.text("focus", role.focus.map(Focus::word))?;
        self.text("extends", role.extends.map(|b| self.tables.roles[b.index()].id.as_str()))?;
        self.pairs("codes", &role.codes)?;
        self.sources(&role.sources)?;
        self.reporting(&role.reporting)?;
        self.experience(role)?;
        self.responsibilities(&role.responsibilities)?;
        self.skills(role)?;
        for figure in &role.pay {
            self.pay(figure)?;
        }
        for step in &role.moves {
            writeln!(self.out, "\n[[role.move]]")?;
            self.text("to", Some(&self.tables.roles[step.to.index()].id))?;
            self.list("requires", &step.requires)?;
            self.sources(&step.sources)?;
        }
        Ok(())
    }

    fn reporting(&mut self, reporting: &Reporting) -> io::Result<()> {
        if *reporting == Reporting::default() {
            return Ok(());
        }
        writeln!(self.out, "\n[role.reporting]")?;
        for (key, roles) in [
            ("reports-to", &reporting.reports_to),
            ("manages", &reporting.manages),
            ("never-manages", &reporting.never_manages),
        ] {
            let ids: Vec<String> = self.role_ids(roles).into_iter().map(str::to_string).collect();
            self.list(key, &ids)?;
        }
        self.raw("span", reporting.span.map(|(from, to)| format!("[{from}, {to}]")))?;
        self.sources(&reporting.sources)
    }

    fn experience(&mut self, role: &Role) -> io::Result<()> {
        let experience = &role.experience;
        if *experience == crate::model::Experience::default() {
            return Ok(());
        }
        writeln!(self.out, "\n[role.experience]")?;
        let years = experience.years.map(|(from, to)| match to {
            Some(to) => format!("[{}, {}]", number(from), number(to)),
            None => format!("[{}]", number(from)),
        });
        self.raw("years", years)?;
        self.text("education", experience.education.as_deref())?;
        self.sources(&experience.sources)
    }

    /// By theme, in the order of first appearance; what [`Role::extends`] brought is not the role's own.
    fn responsibilities(&mut self, duties: &[Responsibility]) -> io::Result<()> {
        let mut themes: Vec<(crate::model::ThemeId, Vec<String>)> = Vec::new();
        for duty in duties.iter().filter(|d| d.origin.is_none()) {
            let mut more = Inline::default();
            more.text("emphasis", duty.emphasis.map(Emphasis::word));
            more.raw("share", duty.share.map(number));
            more.text("activity", duty.activity.as_deref());
            more.text("note", duty.note.as_deref());
            more.raw("sources", some_list(&self.source_ids(&duty.sources)));
            let item = if more.0.is_empty() {
                quoted(&duty.text)
            } else {
                more.0.insert(0, format!("text = {}", quoted(&duty.text)));
                more.table()
            };
            match themes.iter_mut().find(|(theme, _)| *theme == duty.theme) {
                Some((_, items)) => items.push(item),
                None => themes.push((duty.theme, vec![item])),
            }
        }
        if themes.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n[role.responsibilities]")?;
        for (theme, items) in themes {
            let theme = key(&self.tables.themes[theme.index()].id);
            self.lines(&theme, &items)?;
        }
        Ok(())
    }

    fn skills(&mut self, role: &Role) -> io::Result<()> {
        if role.skills.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n[role.skills]")?;
        for importance in [Importance::Essential, Importance::Useful] {
            let asked = role.skills.iter().filter(|r| r.importance == importance);
            let items: Vec<String> = asked.map(|r| self.requirement(role, r)).collect();
            if !items.is_empty() {
                writeln!(self.out, "{} = [{}]", importance.word(), items.join(", "))?;
            }
        }
        Ok(())
    }

    fn requirement(&self, role: &Role, asked: &Requirement) -> String {
        let skill = &self.tables.skills[asked.skill.index()].id;
        let scale = &self.tables.packs[role.pack.index()].scale;
        let level = asked.level.map(|l| scale.name(l));
        if asked.note.is_none() && asked.sources.is_empty() {
            return quoted(&level.map_or_else(|| skill.clone(), |level| format!("{skill}: {level}")));
        }
        let mut more = Inline::default();
        more.text("skill", Some(skill));
        more.text("level", level);
        more.text("note", asked.note.as_deref());
        more.raw("sources", some_list(&self.source_ids(&asked.sources)));
        more.table()
    }

    fn pay(&mut self, pay: &Pay) -> io::Result<()> {
        writeln!(self.out, "\n[[role.pay]]")?;
        for (key, amount) in [("low", pay.low), ("median", pay.median), ("mean", pay.mean), ("high", pay.high)] {
            self.raw(key, amount.map(number))?;
        }
        self.text("currency", Some(&pay.currency))?;
        self.text("period", Some(pay.period.word()))?;
        self.text("basis", Some(pay.basis.word()))?;
        self.text("region", Some(&pay.region))?;
        self.text("population", pay.population.as_deref())?;
        self.raw("as-of", pay.as_of.map(|d: Date| d.to_string()))?;
        self.text("proxy-for", pay.proxy_for.as_deref())?;
        self.text("source", Some(&self.tables.sources[pay.source.index()].id))
    }

    fn comparison(&mut self, comparison: &Comparison) -> io::Result<()> {
        writeln!(self.out, "\n[[comparison]]")?;
        let ids: Vec<String> = self.role_ids(&comparison.roles).into_iter().map(str::to_string).collect();
        self.list("roles", &ids)?;
        for point in &comparison.points {
            writeln!(self.out, "\n[[comparison.point]]")?;
            self.text("aspect", Some(&point.aspect))?;
            let texts: Vec<(String, String)> =
                point.texts.iter().map(|(r, t)| (self.tables.roles[r.index()].id.clone(), t.clone())).collect();
            self.pairs("texts", &texts)?;
            self.sources(&point.sources)?;
            for Position { text, sources } in &point.positions {
                writeln!(self.out, "\n[[comparison.point.positions]]")?;
                self.text("text", Some(text))?;
                self.sources(sources)?;
            }
        }
        Ok(())
    }
}

/// The list, unless it is empty.
fn some_list(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| list(items))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_pack_survives_being_written() {
        let read = crate::pack::load_as("built-in", Path::new("content")).unwrap().catalog;
        let tables = Tables {
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
            let line = format!("k = {}", quoted(text));
            let table = toml::de::DeTable::parse(&line).unwrap();
            assert_eq!(table.get_ref().get("k").unwrap().get_ref().as_str(), Some(text));
        }
    }
}
