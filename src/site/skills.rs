//! All skills, and the page of a skill.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::frame::{PageWriter, SitePlace};
use super::{SiteBuilder, SitePage};
use crate::model::SkillId;
use crate::model::text::count_text;
use crate::report::document::html::escape;
use crate::report::show;
use crate::wording::{SKILLS, capitalize};

impl SiteBuilder<'_> {
    /// Writes all skills by group or kind, or the initials that lead to them.
    pub(super) fn skills(&self) -> io::Result<Vec<u8>> {
        let document = self.document(SKILLS);
        self.page(&SitePlace::top(SitePage::Skills), &document, |page| {
            let count = count_text(self.catalog.skills().len(), "skill", "skills");
            if self.skill_lists.initial_count() == 0 {
                page.paragraph(&format!(
                    "{count}, each with the number of roles that ask for it."
                ))?;
                return page.write_skill_groups();
            }
            page.paragraph(&format!("{count}, listed by their first letter."))?;
            let initials = self.skill_lists.initials.iter().enumerate();
            page.names(initials.map(|(at, (initial, skills))| {
                (initial.as_str(), self.skill_lists.address(at), skills.len().to_string())
            }))
        })
    }

    /// Writes the skills with the initial at this position.
    pub(super) fn initial(&self, at: usize) -> io::Result<Vec<u8>> {
        let (initial, skills) = &self.skill_lists.initials[at];
        let title = format!("{SKILLS}: {initial}");
        let document = self.document(title);
        let place = SitePlace {
            page: SitePage::Initial(at),
            part: SitePage::Skills,
            above: vec![(SKILLS.to_string(), SitePage::Skills)],
        };
        self.page(&place, &document, |page| {
            writeln!(page.out, "<nav class=\"parts\" aria-label=\"First letters\">")?;
            for (other, (initial, _)) in self.skill_lists.initials.iter().enumerate() {
                let current = if other == at { " aria-current=\"page\"" } else { "" };
                let (root, address) = (page.root, self.skill_lists.address(other));
                let initial = escape(initial);
                writeln!(page.out, "<a href=\"{root}{address}\"{current}>{initial}</a>")?;
            }
            writeln!(page.out, "</nav>")?;
            let count = count_text(skills.len(), "skill", "skills");
            page.paragraph(&format!("{count}, each with the number of roles that ask for it."))?;
            page.write_skills(skills)
        })
    }

    /// Writes the page of a skill.
    pub(super) fn skill(&self, id: SkillId) -> io::Result<Vec<u8>> {
        let document = show::skill::document(self.catalog, id);
        let place = SitePlace {
            page: SitePage::Skill(id),
            part: SitePage::Skills,
            above: vec![(SKILLS.to_string(), SitePage::Skills)],
        };
        self.page(&place, &document, |page| {
            page.with_content(|content, out| {
                writeln!(out, "<div class=\"lead\">")?;
                content.write_intro(out)?;
                writeln!(out, "</div>")?;
                content.write_section_links(out)?;
                content.write_sections(out, |_| true)
            })
        })
    }
}

impl PageWriter<'_> {
    /// Writes all skills under their groups, or under their kinds where there are none.
    fn write_skill_groups(&mut self) -> io::Result<()> {
        let catalog = self.site.catalog;
        let mut groups: BTreeMap<String, Vec<SkillId>> = BTreeMap::new();
        for id in catalog.skills_by_name() {
            let skill = catalog.skill(*id);
            let group = skill.group.as_deref().unwrap_or(skill.kind.word());
            groups.entry(capitalize(group)).or_default().push(*id);
        }
        for (group, skills) in groups {
            writeln!(
                self.out,
                "<section>\n<h2>{} <span class=\"count\">{}</span></h2>",
                escape(&group),
                skills.len()
            )?;
            self.write_skills(&skills)?;
            writeln!(self.out, "</section>")?;
        }
        Ok(())
    }

    /// Writes the names of skills, each with the number of roles that ask for it.
    fn write_skills(&mut self, skills: &[SkillId]) -> io::Result<()> {
        let site = self.site;
        self.names(skills.iter().map(|&id| {
            let roles = site.catalog.needs(id).len();
            (site.catalog.skill(id).name.as_str(), site.map.skill(id), roles.to_string())
        }))
    }
}
