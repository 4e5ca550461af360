//! The parts below the heading of a level: its themes, and what each asks.

use super::super::draft::RoleIndex;
use super::super::facts;
use super::super::level::LevelName;
use super::super::meaning::{LabelMeaning, Section};
use super::super::refer;
use super::super::table::{self, TableContext};
use super::super::understanding::number_of;
use super::super::words::{is_blank, key, label, word_count};
use super::OutlineReader;
use super::blocks::{FactMeaning, Item, has_content};

/// The place of a block below its level.
#[derive(Debug, Clone)]
struct Within {
    role: RoleIndex,
    section: Section,
    theme: Option<String>,
}

impl OutlineReader<'_, '_> {
    /// Reads the blocks `from..to` as what is asked of a role.
    pub(super) fn section_tree(
        &mut self,
        from: usize,
        to: usize,
        role: RoleIndex,
        theme: Option<&String>,
        (depth, head): (usize, Option<usize>),
    ) {
        let explicit = self.blocks[from..to].iter().any(|block| {
            Section::of(&block.heading) == Section::Duties && self.meaning(&block.heading).is_none()
        });
        let mut stack: Vec<(usize, Within)> = Vec::new();
        // A heading with nothing below it names what the next headings of its depth are.
        let mut open: Option<(usize, Within)> = None;
        for at in from..to {
            let block = &self.blocks[at];
            while stack.last().is_some_and(|(depth, _)| *depth >= block.depth) {
                stack.pop();
            }
            let known = Section::of(&block.heading) != Section::Unknown
                || self.meaning(&block.heading).is_some();
            if open
                .as_ref()
                .is_some_and(|(depth, _)| block.depth < *depth || (block.depth == *depth && known))
            {
                open = None;
            }
            let above = stack
                .last()
                .map(|(_, within)| within.clone())
                .or_else(|| open.as_ref().map(|(_, within)| within.clone()));
            let is_head = at == from
                || block.depth == 0
                || (block.depth <= depth && block.heading == self.blocks[from].heading)
                || Some(at) == head;
            let within = if is_head {
                Within {
                    role,
                    section: if explicit { Section::Summary } else { Section::Unknown },
                    theme: theme.cloned(),
                }
            } else {
                self.place(&block.heading, above.as_ref(), (role, explicit, theme))
            };
            let content =
                !block.items.is_empty() || !block.paragraphs.is_empty() || !block.tables.is_empty();
            self.facts(at, role);
            if content {
                self.block(at, &within, is_head);
            }
            if !has_content(self.blocks, at)
                && matches!(within.section, Section::Duties | Section::Requirements)
                && known
            {
                open = Some((block.depth, Within { theme: None, ..within.clone() }));
            }
            if !is_head {
                stack.push((block.depth, within));
            }
        }
    }

    /// Takes the facts about a role that a block states.
    fn facts(&mut self, at: usize, role: RoleIndex) {
        let blocks = self.blocks;
        for fact in &blocks[at].facts {
            let draft = &mut self.draft.roles[role];
            let what = format!("“{}: {}”", fact.name, fact.text);
            match fact.meaning {
                FactMeaning::Level => {
                    let code = LevelName::parse(&fact.text).code;
                    if draft.level.code.is_none() && code.is_some() {
                        draft.level.code = code;
                    } else if draft.level.code != code {
                        self.reading().leave_out(what, "its title states another level");
                        continue;
                    }
                    self.reading().note("level", what);
                }
                FactMeaning::Track => {
                    draft.track = Some(fact.text.clone());
                    self.reading().note("track", what);
                }
                FactMeaning::Years => {
                    draft.years = Some(fact.text.clone());
                    self.reading().note("years", what);
                }
                FactMeaning::ReportsTo => {
                    draft.reports_to.push(fact.text.clone());
                    self.reading().note("reports to", fact.text.clone());
                }
                FactMeaning::Family if key(&draft.family) == key(&fact.text) => {
                    self.reading().note("family", what);
                }
                FactMeaning::Family => {
                    self.reading().leave_out(what, "its title names another family");
                }
            }
        }
    }

    /// The paragraphs of a block, without those that refer to all that another level asks.
    fn paragraphs_of(&self, at: usize) -> Vec<&'_ String> {
        self.blocks[at].paragraphs.iter().filter(|text| !refer::is_one(text)).collect()
    }

    /// The meaning that the map states for a heading.
    fn meaning(&self, heading: &str) -> Option<LabelMeaning> {
        if self.map.ignores(heading) {
            Some(LabelMeaning::Ignore)
        } else {
            self.map.meaning(heading)
        }
    }

    /// Decides what a heading below a level is.
    fn place(
        &mut self,
        heading: &str,
        above: Option<&Within>,
        (role, explicit, theme): (RoleIndex, bool, Option<&String>),
    ) -> Within {
        let inherited = above.map_or(Section::Unknown, |within| within.section);
        let above_theme = above.and_then(|within| within.theme.clone()).or_else(|| theme.cloned());
        match self.meaning(heading) {
            Some(LabelMeaning::Ignore | LabelMeaning::Explanation | LabelMeaning::Years) => {
                return Within { role, section: Section::Other, theme: above_theme };
            }
            Some(LabelMeaning::Requirement) => {
                return Within { role, section: Section::Requirements, theme: above_theme };
            }
            Some(LabelMeaning::Summary) => {
                return Within { role, section: Section::Summary, theme: above_theme };
            }
            Some(LabelMeaning::Responsibility) => {
                return Within { role, section: Section::Duties, theme: above_theme };
            }
            Some(LabelMeaning::Theme | LabelMeaning::Competency) => {
                return Within { role, section: Section::Duties, theme: Some(heading.to_string()) };
            }
            _ => {}
        }
        let section = match (Section::of(heading), inherited) {
            // Below what is left out, and below requirements, headings only group.
            (Section::Duties, Section::Other | Section::Requirements) => Section::Duties,
            (_, Section::Other) => Section::Other,
            (
                Section::Unknown | Section::Competencies | Section::Summary,
                Section::Requirements,
            ) => Section::Requirements,
            // Below what someone does, a heading such as "Hiring" is a theme.
            (Section::Neutral, Section::Duties | Section::Competencies | Section::Requirements) => {
                inherited
            }
            (Section::Neutral, _) => {
                if explicit {
                    Section::Other
                } else {
                    Section::Unknown
                }
            }
            (Section::Competencies, _) if explicit || self.explicit => Section::Requirements,
            (Section::Unknown, Section::Duties | Section::Competencies) => inherited,
            (Section::Unknown, Section::Summary) if explicit => Section::Other,
            (Section::Unknown, Section::Unknown)
                if explicit && above.is_none_or(|within| within.theme.is_none()) =>
            {
                Section::Other
            }
            (Section::Unknown, _) => Section::Unknown,
            (section, _) => section,
        };
        // A heading that goes on after a colon names its theme before it.
        let heading = heading
            .split_once(':')
            .map(|(name, _)| name.trim())
            .filter(|name| !name.is_empty() && word_count(name) <= 4)
            .unwrap_or(heading);
        let theme = match section {
            Section::Unknown | Section::Competencies | Section::Duties
                if Section::of(heading) != Section::Duties || above_theme.is_none() =>
            {
                if self.blocks_are_grouped(&above_theme, heading) {
                    above_theme
                } else {
                    Some(heading.to_string())
                }
            }
            _ => above_theme,
        };
        Within { role, section, theme }
    }

    /// Whether the theme above stays in force below a heading: it repeats the theme.
    #[allow(
        clippy::unused_self,
        clippy::ref_option,
        reason = "one place decides which headings are themes"
    )]
    fn blocks_are_grouped(&self, above: &Option<String>, heading: &str) -> bool {
        above.as_ref().is_some_and(|above| key(above) == key(heading))
    }

    /// Reads what is directly below a heading.
    fn block(&mut self, at: usize, within: &Within, is_head: bool) {
        let block = &self.blocks[at];
        match within.section {
            Section::Other | Section::Neutral => {
                let what = if block.heading.is_empty() {
                    format!("line {}", block.number.max(1))
                } else {
                    format!("heading “{}”", block.heading)
                };
                self.reading().leave_out(what, "not what a role does or requires");
                return;
            }
            Section::Requirements => {
                self.requirements(at, within);
                return;
            }
            Section::Summary => {
                self.references(at, within, true);
                self.summarise(at, within.role);
                self.years(&block.paragraphs, within.role);
                self.reading().count(
                    block.items.len(),
                    ("item of a list in a summary", "items of lists in a summary"),
                    "another heading says what the role does",
                );
                self.role_tables(at, within);
                return;
            }
            Section::Duties | Section::Competencies | Section::Unknown => {}
        }
        self.role_tables(at, within);
        self.years(&block.paragraphs, within.role);
        self.references(at, within, is_head);
        let theme = within.theme.clone().unwrap_or_else(|| {
            if block.heading.is_empty() || is_head { String::new() } else { block.heading.clone() }
        });
        if !block.items.is_empty() {
            self.items(&block.items, &theme, within.role);
            if is_head {
                self.summarise(at, within.role);
            } else {
                self.introductions(at, "lists");
            }
            return;
        }
        self.paragraphs(at, &theme, within, is_head);
    }

    /// Takes the paragraphs that refer to another level: to all that it asks, or to what it asks
    /// under the same heading.
    fn references(&mut self, at: usize, within: &Within, is_head: bool) {
        let blocks = self.blocks;
        for text in blocks[at].paragraphs.iter().filter(|text| refer::is_one(text)) {
            match &within.theme {
                Some(theme) if !is_head => {
                    let texts = std::iter::once(label(text));
                    let count = self.draft.duties(within.role, theme, None, texts);
                    self.reading().responsibilities += count;
                }
                _ => self.draft.roles[within.role].inherits.push(label(text)),
            }
        }
    }

    /// Reads what is directly below a heading as requirements.
    fn requirements(&mut self, at: usize, within: &Within) {
        let block = &self.blocks[at];
        if !block.heading.is_empty() && !self.requirement_headings.contains(&block.heading) {
            self.requirement_headings.push(block.heading.clone());
        }
        self.role_tables(at, within);
        let texts = if !block.items.is_empty() {
            self.introductions(at, "lists");
            block.items.iter().map(|item| label(&item.text)).collect::<Vec<_>>()
        } else if block.tables.is_empty() {
            block.paragraphs.iter().map(|text| label(text)).collect()
        } else {
            self.introductions(at, "tables");
            Vec::new()
        };
        self.reading().count_blank(texts.iter().filter(|text| is_blank(text)).count());
        let others =
            block.paragraphs.iter().filter(|text| refer::is_one(text) && !block.items.is_empty());
        let others: Vec<String> = others.map(|text| label(text)).collect();
        let texts = texts.into_iter().filter(|text| !is_blank(text)).chain(others);
        self.draft.roles[within.role].requirements.extend(texts);
    }

    /// Counts the paragraphs beside the lists or tables of a block.
    fn introductions(&mut self, at: usize, of: &str) {
        let block = &self.blocks[at];
        let paragraphs = self.paragraphs_of(at);
        let leads = paragraphs.iter().filter(|text| text.trim_end().ends_with(':')).count();
        let count = paragraphs.len() - leads;
        self.reading().count_lead_ins(leads);
        if count > 0 {
            let count = number_of(count, "paragraph", "paragraphs");
            let what = format!("{count} beside the {of} below “{}”", block.heading);
            self.reading().leave_out(what, format!("they introduce the {of}"));
        }
    }

    /// Keeps the first paragraphs of a block as the summary of a role, and counts the others.
    fn summarise(&mut self, at: usize, role: RoleIndex) {
        const MOST: usize = 3;
        let block = &self.blocks[at];
        let mut texts: Vec<String> = self.paragraphs_of(at).into_iter().cloned().collect();
        let all = texts.len();
        texts.retain(|text| !text.trim_end().ends_with(':'));
        self.reading().count_lead_ins(all - texts.len());
        self.draft.roles[role].summary.extend(texts.iter().take(MOST).cloned());
        if texts.len() > MOST {
            let count = number_of(texts.len() - MOST, "paragraph", "paragraphs");
            let what = format!("{count} below “{}”", block.heading);
            self.reading().leave_out(what, "a summary keeps three");
        }
    }

    /// Reads paragraphs without a list: what a role does, unless they introduce it.
    fn paragraphs(&mut self, at: usize, theme: &str, within: &Within, is_head: bool) {
        let block = &self.blocks[at];
        let paragraphs: Vec<String> = self.paragraphs_of(at).into_iter().cloned().collect();
        let labelled: Vec<Option<(String, String)>> =
            paragraphs.iter().map(|text| split_label(text)).collect();
        let has_more = self.blocks[at + 1..self.end_of(at)].iter().any(|below| {
            !below.items.is_empty() || !below.tables.is_empty() || !below.paragraphs.is_empty()
        });
        let mut further = 0;
        for (text, labelled) in paragraphs.iter().zip(labelled) {
            if let Some((name, rest)) =
                labelled.filter(|(name, _)| Section::of(name) != Section::Other)
            {
                self.note_theme(&name);
                let count = self.draft.duties(within.role, &name, None, std::iter::once(rest));
                self.reading().responsibilities += count;
            } else if (is_head && (has_more || !block.tables.is_empty()))
                || text.trim_end().ends_with(':')
            {
                if text.trim_end().ends_with(':') {
                    self.reading().count_lead_ins(1);
                } else if self.draft.roles[within.role].summary.len() < 4 {
                    self.draft.roles[within.role].summary.push(label(text));
                } else {
                    further += 1;
                }
            } else if has_more && within.theme.is_some() {
                self.reading().skip(
                    format!("paragraph below “{}”", block.heading),
                    "it introduces what follows",
                );
            } else if word_count(text) > 2 {
                if !theme.is_empty() {
                    self.note_theme(theme);
                }
                let count =
                    self.draft.duties(within.role, theme, None, std::iter::once(label(text)));
                self.reading().responsibilities += count;
            } else {
                further += 1;
            }
        }
        if further > 0 {
            let count = number_of(further, "paragraph", "paragraphs");
            self.reading().leave_out(
                format!("{count} below “{}”", block.heading),
                "a summary keeps three, and a duty has more than two words",
            );
        }
    }

    /// Reads the tables of a role.
    fn role_tables(&mut self, at: usize, within: &Within) {
        for table in &self.blocks[at].tables {
            let number = table.rows.first().map_or(0, |row| row.number);
            let context = TableContext {
                name: self.name,
                family: "",
                role: Some(within.role),
                track: None,
                theme: within.theme.as_deref(),
                requirements: within.section == Section::Requirements,
                map: self.map,
                known_head: false,
                alone: self.alone,
            };
            match table::read(table, context, self.draft) {
                Ok(found) => self.reading().absorb(found),
                Err(why) => self.reading().leave_out(format!("table at line {number}"), why),
            }
        }
    }

    /// Keeps the years of experience that a paragraph states.
    fn years(&mut self, paragraphs: &[String], role: RoleIndex) {
        let stated = paragraphs.iter().find(|text| {
            key(text).contains("experience")
                && word_count(text) <= 15
                && facts::years(text).is_some()
        });
        if let Some(text) = stated.filter(|_| self.draft.roles[role].years.is_none()) {
            self.draft.roles[role].years = Some(label(text));
        }
    }

    /// Reads the items of a list. One that only names what is below it is a theme.
    fn items(&mut self, items: &[Item], theme: &str, role: RoleIndex) {
        let labelled = items.iter().filter(|item| split_label(&item.text).is_some()).count();
        let all_labelled = labelled >= 2 && labelled * 2 >= items.len();
        let mut parent: Option<(u8, String)> = None;
        let mut skip = 0;
        for (at, item) in items.iter().enumerate() {
            if at > 0 && at <= skip {
                continue;
            }
            if parent.as_ref().is_some_and(|(depth, _)| item.depth <= *depth) {
                parent = None;
            }
            let text = label(&item.text);
            if is_blank(&text) {
                self.reading().count_blank(1);
                continue;
            }
            let has_children = items.get(at + 1).is_some_and(|next| next.depth > item.depth);
            let names = item.text.trim_end().ends_with(':')
                || (word_count(&text) <= 5 && !text.ends_with('.'));
            let children: Vec<&Item> =
                items[at + 1..].iter().take_while(|next| next.depth > item.depth).collect();
            if has_children
                && word_count(&text) > 5
                && children.iter().all(|child| word_count(&child.text) <= 5)
            {
                // The items below only go on with the sentence.
                let rest: Vec<String> = children.iter().map(|child| label(&child.text)).collect();
                let sentence = format!("{text}: {}", rest.join(", "));
                let count = self.draft.duties(role, theme, None, std::iter::once(sentence));
                self.reading().responsibilities += count;
                skip = at + children.len();
                continue;
            }
            if has_children && names {
                parent = Some((item.depth, text));
                continue;
            }
            let (own, text) = match split_label(&item.text) {
                Some((name, rest)) if all_labelled => (Some(name), rest),
                _ => (parent.as_ref().map(|(_, name)| name.clone()), text),
            };
            let (main, competency) = match own {
                Some(own) if theme.is_empty() => (own, None),
                Some(own) => (theme.to_string(), Some(own)),
                None => (theme.to_string(), None),
            };
            if !main.is_empty() {
                self.note_theme(&main);
            }
            let count =
                self.draft.duties(role, &main, competency.as_deref(), std::iter::once(text));
            self.reading().responsibilities += count;
        }
    }
}

/// Returns the label of a text such as `Scope: owns the roadmap`, and the rest.
fn split_label(text: &str) -> Option<(String, String)> {
    let (name, rest) = text
        .split_once([':', '–', '—'])
        .filter(|(name, _)| !name.contains(['.', ',', '(', '?', '/']))?;
    let (name, rest) = (label(name), label(rest));
    let fits = (1..=4).contains(&word_count(&name))
        && name.chars().next().is_some_and(char::is_uppercase)
        && word_count(&rest) >= 2;
    fits.then_some((name, rest))
}
