//! Sections of a CV by their headings.

use std::ops::Range;

use super::periods::{has_year, is_period};
use crate::import::resume::is_level_heading;
use crate::reading::layout::{LineShape, TextLine};
use crate::reading::skills::lists::list_has;

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
    /// Schools, courses, certificates.
    Education,
    /// Publications, awards, memberships.
    Published,
    /// Hobbies.
    Interests,
    /// Wishes for the future.
    Wished,
    /// References, and texts by or about others.
    Another,
}

/// Phrases in headings and their sections. The first that fits counts.
const HEADINGS: [(CvSection, &str); 12] = [
    (
        CvSection::Learning,
        "currently learning|learning now|now learning|currently studying|skills in progress|currently \
         exploring",
    ),
    (
        CvSection::Wished,
        "objective|objectives|career goal|career goals|goals|want to learn|like to learn|to learn|\
         learning goals|learning plan|target role|desired role|desired position|desired skills|what i am looking \
         for|looking for|wish list|wishlist|skills to develop|future plans|next steps|ambitions|\
         aspirations|job applied for|position applied for|preferred job",
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
         certifications|certificates|certification|licenses|licences|thesis|\
         dissertation|modules|subjects|seminars|workshops|bootcamp|bootcamps|\
         professional development|cpd",
    ),
    (
        CvSection::Published,
        "publications|publication|papers|talks|patents|awards|award|honors|honours|memberships|\
         affiliations|grants|scholarships|conferences",
    ),
    (
        CvSection::Experience,
        "experience|experiences|employment|work history|career history|projects|project|volunteering|\
         volunteer|internships|internship|positions|freelance|open source|military service|career|\
         employment history|professional background|achievements|accomplishments|teaching|service|\
         consulting|engagements|assignments|appointments|work",
    ),
    (
        CvSection::Summary,
        "summary|profile|about me|about|overview|introduction|personal statement|highlights|bio|\
         additional information|further information|other information|miscellaneous",
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
    "research",
    "honors",
    "honours",
    "publications",
    "talks",
    "grants",
    "certificates",
    "licenses",
    "licences",
];

/// Words for schools, degrees and subjects: headings with them are part of an education.
const SCHOOL_WORDS: &str = "\
     university universität université universidad college school institute academy faculty \
     polytechnic bachelor bachelors master masters msc bsc ba ma mba phd doctorate diploma \
     degree beng meng llb llm certificate science sciences engineering studies mathematics \
     economics physics chemistry biology arts law business administration management computing \
     informatics philosophy history psychology linguistics medicine nursing statistics year \
     semester term";

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
    /// The style of that heading if its layout does not show it.
    style: PlainStyle,
    /// The heading of a group within the section.
    group: Option<String>,
    /// Whether that group ends with its block.
    is_block_group: bool,
    /// The section of the last line alone.
    line: Option<CvSection>,
    /// Whether the last line was the heading of the section.
    has_just_begun: bool,
}

/// The style of a heading that the layout does not show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct PlainStyle {
    /// Whether it is in capitals.
    is_capitals: bool,
    /// Whether a colon ends it.
    has_colon: bool,
    /// Whether it is between gaps.
    is_alone: bool,
}

impl PlainStyle {
    fn of(line: &TextLine, next: Option<&TextLine>) -> Self {
        Self {
            is_capitals: !line.text.contains(char::is_lowercase),
            has_colon: line.text.trim_end().ends_with(':'),
            is_alone: line.after_gap && next.is_some_and(|next| next.after_gap),
        }
    }

    /// Whether headings in this style stand out from other lines.
    fn is_marked(self) -> bool {
        self.is_capitals || self.has_colon || self.is_alone
    }
}

/// Whether `heading`, which `next` follows, is about a school, a degree or a subject, and not a
/// section of its own.
fn is_of_education(heading: &str, next: Option<&TextLine>) -> bool {
    let lower = heading.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    heading.contains([',', '|', '–', '—', '(', '/'])
        || heading.contains(|c: char| c.is_ascii_digit())
        || words.any(|word| list_has(SCHOOL_WORDS, word))
        || next.is_some_and(|next| is_period(next) || has_year(&next.text))
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
        let is_first = std::mem::take(&mut self.has_just_begun);
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
            && !(level.is_none() && self.is_field_of_work(section, line))
        {
            self.enter(section, bare, level);
            self.style = PlainStyle::of(line, next);
            self.has_just_begun = true;
            return HeadingLine { is_heading: true, rest: None };
        }
        if let Some(level) = level {
            let is_heading = self.unknown_heading(bare, level, next);
            return HeadingLine { is_heading, rest: None };
        }
        if self.begins_plain_group(line, next, is_first) {
            return HeadingLine { is_heading: true, rest: None };
        }
        if may_be_plain && self.ends_at_plain(line, next) {
            self.enter(CvSection::Experience, bare, None);
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
            self.is_block_group = false;
            return;
        }
        self.section = if section == CvSection::Used { CvSection::Skills } else { section };
        self.heading = heading.to_string();
        self.level = level.unwrap_or(0);
        self.group = None;
    }

    /// Whether `line`, which `next` follows, is a level that heads a group of skills in plain text:
    /// "Expert:", or "Expert" at the start of a block, which ends with it. Other headings with a
    /// colon end such a group, too. `is_first` says that the section begins with it.
    fn begins_plain_group(
        &mut self,
        line: &TextLine,
        next: Option<&TextLine>,
        is_first: bool,
    ) -> bool {
        let is_list = matches!(self.section, CvSection::Skills | CvSection::Languages);
        let text = line.text.trim();
        let bare = text.trim_end_matches(':').trim();
        let is_long = bare.split_whitespace().count() > MAX_PLAIN_HEADING;
        if self.is_block_group && line.after_gap {
            self.group = None;
            self.is_block_group = false;
        }
        let Some(next) = next.filter(|_| is_list && !is_long) else { return false };
        if matches!(line.shape, LineShape::Row(_)) {
            return false;
        }
        let has_colon = text.ends_with(':');
        // "Mother tongue: French" and "Mother tongue(s)" are about a language.
        let is_level = is_level_heading(bare)
            && !bare.contains('(')
            && !["tongue", "native", "bilingual"]
                .iter()
                .any(|word| bare.to_lowercase().contains(word));
        let heads_block = matches!(line.shape, LineShape::Paragraph)
            && (line.after_gap && !next.after_gap
                || is_first
                || self.group().is_some_and(is_level_heading));
        let is_group = is_level && (has_colon || heads_block);
        if is_group || has_colon {
            self.group = Some(bare.to_string());
            self.is_block_group = !has_colon;
        }
        is_group
    }

    /// Whether `line`, a heading of `section`, is one of the fields of work in a section whose own
    /// heading is in capitals: "Training and development" below "ACHIEVEMENTS".
    fn is_field_of_work(&self, section: CvSection, line: &TextLine) -> bool {
        section == CvSection::Education
            && self.section == CvSection::Experience
            && self.style.is_capitals
            && line.text.starts_with("Training")
    }

    /// Whether `line`, which `next` follows, is the heading of an unknown section: it is in the
    /// style of the heading of this one, and nothing that such a section has.
    fn ends_at_plain(&self, line: &TextLine, next: Option<&TextLine>) -> bool {
        let style = PlainStyle::of(line, next);
        matches!(self.section, CvSection::Education | CvSection::Published)
            && self.level == 0
            && style == self.style
            && style.is_marked()
            && line.text.starts_with(char::is_uppercase)
            && !is_of_education(line.text.trim_end().trim_end_matches(':'), next)
    }

    /// Reads a heading that is not one of a CV, which `next` follows; returns whether it says
    /// nothing else.
    fn unknown_heading(&mut self, heading: &str, level: u8, next: Option<&TextLine>) -> bool {
        let is_list =
            matches!(self.section, CvSection::Skills | CvSection::Learning | CvSection::Languages);
        if is_list && (is_level_heading(heading) || self.level == 0 || level > self.level) {
            self.group = Some(heading.to_string());
            self.is_block_group = false;
            return true;
        }
        self.group = None;
        // Subjects, schools and people are headings too, often in the size of the section's own.
        let is_of_section = match self.section {
            CvSection::Education | CvSection::Published => is_of_education(heading, next),
            CvSection::Another | CvSection::Start => true,
            _ => false,
        };
        let ends = level < self.level || level == self.level && !is_of_section;
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
