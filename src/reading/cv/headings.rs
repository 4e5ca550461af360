//! Sections of a CV by their headings.

use std::ops::Range;

use crate::import::resume::is_level_heading;
use crate::reading::layout::{LineShape, TextLine};

/// Subject of a section of a CV.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum CvSection {
    /// Before the first heading: name, address, often a summary.
    #[default]
    Start,
    /// A text about the person.
    Summary,
    /// Lists of skills.
    Skills,
    /// A list of things used in a job.
    Used,
    /// Skills that are being learned.
    Learning,
    /// Natural languages.
    Languages,
    /// Jobs, projects and the like.
    Experience,
    /// Schools, courses, certificates, publications.
    Education,
    /// Hobbies.
    Interests,
    /// Wishes for the future.
    Wished,
    /// References, and texts by or about others.
    Another,
}

/// Phrases in headings and their sections. The first that fits counts.
const HEADINGS: [(CvSection, &str); 11] = [
    (
        CvSection::Learning,
        "currently learning|learning now|now learning|currently studying|skills in progress|currently \
         exploring",
    ),
    (
        CvSection::Wished,
        "objective|objectives|career goal|career goals|goals|want to learn|like to learn|to learn|\
         learning goals|learning plan|target role|desired role|desired position|desired skills|what i am looking \
         for|looking for|wish list|wishlist|skills to develop|future plans|next steps|ambitions|aspirations",
    ),
    (
        CvSection::Another,
        "references|reference|referees|recommendations|testimonials|what others say|job description|\
         job ad|job advert|job posting|about the job|about the role|about the company|company profile|\
         required skills|skills required|requirements",
    ),
    (
        CvSection::Languages,
        "languages|language skills|foreign languages|spoken languages|languages spoken|language",
    ),
    (
        CvSection::Interests,
        "interests|hobbies|interest|pastimes|leisure|free time|personal interests",
    ),
    (
        CvSection::Skills,
        "skills|skill|skillset|competencies|competences|competency|expertise|technologies|\
         tech stack|stack|toolbox|tools|proficiencies|software|programming languages|frameworks|\
         databases|strengths|specialties|abilities|methodologies|core qualifications|know how",
    ),
    (
        CvSection::Education,
        "education|academic|studies|training|trainings|courses|coursework|qualifications|degrees|\
         certifications|certificates|certification|licenses|licences|awards|honors|honours|publications|talks|patents|\
         memberships|affiliations|achievements",
    ),
    (
        CvSection::Experience,
        "experience|experiences|employment|work history|career history|projects|project|volunteering|\
         volunteer|internships|internship|positions|freelance|open source|military service|career|\
         employment history|professional background|work",
    ),
    (
        CvSection::Summary,
        "summary|profile|about me|about|overview|introduction|personal statement|highlights|bio",
    ),
    (
        CvSection::Start,
        "contact|contact details|personal details|personal data|personal information|curriculum vitae|resume|cv",
    ),
    (CvSection::Used, "environment|keywords|tech|built with|skills used|techniques"),
];

/// Words of headings that change nothing.
const FILLERS: &[&str] = &[
    "my",
    "and",
    "the",
    "of",
    "key",
    "core",
    "main",
    "technical",
    "professional",
    "personal",
    "work",
    "other",
    "additional",
    "relevant",
    "selected",
    "soft",
    "hard",
    "it",
    "computer",
    "digital",
    "general",
    "career",
    "areas",
    "area",
    "used",
    "knowledge",
    "business",
    "industry",
    "special",
    "functional",
    "a",
    "in",
    "summary",
    "top",
    "primary",
    "secondary",
    "academic",
    "development",
    "working",
    "further",
    "recent",
    "side",
    "skills",
    "skill",
    "profile",
    "experience",
    "history",
    "background",
    "languages",
    "programming",
    "tools",
    "courses",
    "certifications",
    "training",
    "technologies",
    "activities",
    "interests",
    "awards",
    "achievements",
    "education",
    "qualifications",
    "libraries",
    "platforms",
    "methods",
    "management",
    "software",
    "frameworks",
    "expertise",
    "competencies",
    "hobbies",
    "paid",
    "previous",
    "current",
    "community",
    "leadership",
    "references",
    "professionally",
    "highlights",
    "volunteer",
    "with",
    "list",
    "sets",
    "set",
    "overview",
    "level",
    "levels",
];

/// Returns the section that a heading announces; `None` if it is not one of a CV.
pub(super) fn section_of_heading(heading: &str) -> Option<CvSection> {
    let lower = heading.to_lowercase().replace(['’', '\''], "");
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > 7 {
        return None;
    }
    let text = format!(" {} ", words.join(" "));
    HEADINGS.iter().find_map(|(section, phrases)| {
        let phrase = phrases
            .split('|')
            .map(str::trim)
            .find(|phrase| text.contains(&format!(" {phrase} ")))?;
        // A heading such as "Tools engineer" is the title of a job.
        let used: Vec<&str> = phrase.split(' ').collect();
        let rest = words.iter().filter(|word| !used.contains(word));
        let is_asking =
            matches!(section, CvSection::Wished | CvSection::Another | CvSection::Learning);
        let strict = rest.clone().all(|word| FILLERS.contains(word));
        let lenient = is_asking && rest.count() <= 4 && words.len() > 1 && used.len() > 1;
        (strict || lenient).then_some(*section)
    })
}

/// Maximum number of words of a heading that its layout does not show.
const MAX_PLAIN_HEADING: usize = 5;

/// Finds the section of each line.
#[derive(Debug, Default)]
pub(super) struct SectionFinder {
    section: CvSection,
    heading: String,
    /// The level of the heading of the section; 0 if it is not known.
    level: u8,
    /// The heading of a group within the section.
    group: Option<String>,
    /// The section of the last line alone.
    line: Option<CvSection>,
}

/// A line as a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeadingLine {
    /// Whether the line is a heading, or begins with one.
    pub(super) is_heading: bool,
    /// The bytes after the heading.
    pub(super) rest: Option<Range<usize>>,
}

impl SectionFinder {
    /// Returns the section of the line that was read last.
    pub(super) fn section(&self) -> CvSection {
        self.line.unwrap_or(self.section)
    }

    /// Returns the heading of the section.
    pub(super) fn heading(&self) -> &str {
        &self.heading
    }

    /// Returns the heading of the group of skills.
    pub(super) fn group(&self) -> Option<&str> {
        self.group.as_deref()
    }

    /// Reads `line`, which `next` follows.
    pub(super) fn section_of(&mut self, line: &TextLine, next: Option<&TextLine>) -> HeadingLine {
        self.line = None;
        let text = line.text.trim();
        let bare = text.trim_end_matches(':').trim();
        let level = match line.shape {
            LineShape::Heading(level) => Some(level),
            _ => None,
        };
        let is_row = matches!(line.shape, LineShape::Row(_));
        let words = bare.split_whitespace().count();
        let may_be_plain = !is_row
            && !matches!(line.shape, LineShape::Item(_))
            && words <= MAX_PLAIN_HEADING
            && !bare.ends_with(['.', ','])
            && next.is_some()
            && (line.after_gap
                || text.ends_with(':')
                || next.is_some_and(|next| next.after_gap)
                || bare.chars().all(|c| !c.is_lowercase()));
        if (level.is_some() || may_be_plain)
            && !bare.ends_with(',')
            && let Some(section) = section_of_heading(bare)
        {
            self.enter(section, bare, level);
            return HeadingLine { is_heading: true, rest: None };
        }
        if let Some(level) = level {
            return HeadingLine { is_heading: self.unknown_heading(bare, level), rest: None };
        }
        if !is_row && let Some(colon) = self.labelled(&line.text) {
            return HeadingLine { is_heading: true, rest: Some(colon..line.text.len()) };
        }
        HeadingLine { is_heading: false, rest: None }
    }

    /// Begins `section`.
    fn enter(&mut self, section: CvSection, heading: &str, level: Option<u8>) {
        let is_group = self.section == CvSection::Skills
            && matches!(section, CvSection::Skills | CvSection::Languages | CvSection::Used)
            && level.is_some_and(|level| self.level > 0 && level > self.level);
        if is_group {
            self.group = Some(heading.to_string());
            return;
        }
        self.section = if section == CvSection::Used { CvSection::Skills } else { section };
        self.heading = heading.to_string();
        self.level = level.unwrap_or(0);
        self.group = None;
    }

    /// Reads a heading that is not one of a CV; returns whether it says nothing else.
    fn unknown_heading(&mut self, heading: &str, level: u8) -> bool {
        let is_list =
            matches!(self.section, CvSection::Skills | CvSection::Learning | CvSection::Languages);
        if is_list && (is_level_heading(heading) || self.level == 0 || level > self.level) {
            self.group = Some(heading.to_string());
            return true;
        }
        self.group = None;
        // Subjects and schools are headings too, often in the size of the section's own.
        let ends = level < self.level || level == self.level && is_list;
        if ends && self.section != CvSection::Experience {
            self.section = CvSection::Experience;
            self.heading = heading.to_string();
            self.level = level;
        }
        false
    }

    /// Reads a line such as "Skills: SQL, Python" outside a list of skills; returns where its list
    /// begins.
    fn labelled(&mut self, text: &str) -> Option<usize> {
        if matches!(self.section, CvSection::Skills | CvSection::Languages) {
            return None;
        }
        let (label, rest) = text.split_once(':')?;
        if label.split_whitespace().count() > 4 || rest.trim().is_empty() {
            return None;
        }
        let section = section_of_heading(label)?;
        let section = match (section, self.section) {
            (CvSection::Skills | CvSection::Used, CvSection::Experience | CvSection::Education) => {
                CvSection::Used
            }
            (CvSection::Used | CvSection::Experience | CvSection::Start, _) => return None,
            (section, _) => section,
        };
        self.line = Some(section);
        Some(label.len() + 1)
    }
}
