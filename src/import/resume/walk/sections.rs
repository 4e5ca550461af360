//! Knows the names of the sections and fields of resumes, in many dialects.

/// Subject of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResumeSection {
    /// Skills.
    Skills,
    /// Natural languages; programming languages are found here too.
    Languages,
    /// Jobs, projects and the like, which may name skills.
    Work,
    /// Skills to learn, or that someone else requires.
    WantedSkills,
    /// A section of resumes without skills.
    Other,
    /// Any other section.
    Unknown,
}

/// Sections of resumes without skills, by [`normalized_name`].
pub(super) const OTHER_SECTIONS: [&str; 33] = [
    "aboutme",
    "achievements",
    "affiliation",
    "awards",
    "basics",
    "certificates",
    "certifications",
    "contact",
    "courses",
    "education",
    "educations",
    "extracurricular",
    "governance",
    "hobbies",
    "interests",
    "meta",
    "metadata",
    "moocs",
    "personalinfo",
    "profiles",
    "publications",
    "reading",
    "recognition",
    "references",
    "referees",
    "social",
    "speaking",
    "studies",
    "testimonials",
    "training",
    "trainings",
    "workshops",
    "writing",
];

/// Sections about jobs, projects and the like.
pub(super) const WORK_SECTIONS: [&str; 30] = [
    "career",
    "employment",
    "employmenthistory",
    "engagements",
    "experience",
    "experiences",
    "freelance",
    "history",
    "internships",
    "jobs",
    "opensource",
    "openprojects",
    "personalprojects",
    "portfolio",
    "positions",
    "professionalexperience",
    "project",
    "projects",
    "publicartifacts",
    "roles",
    "samples",
    "service",
    "sideprojects",
    "volunteer",
    "volunteering",
    "volunteerexperience",
    "work",
    "workexperience",
    "workexperiences",
    "workhistory",
];

/// Sections of skills whose names do not show it.
pub(super) const SKILL_SECTIONS: [&str; 19] = [
    "abilities",
    "competences",
    "competencies",
    "corecompetencies",
    "databases",
    "expertise",
    "expertises",
    "featuredskills",
    "frameworks",
    "methodologies",
    "programminglanguages",
    "specialties",
    "strengths",
    "tech",
    "techstack",
    "technicalproficiencies",
    "technologies",
    "tools",
    "toolsandtechnologies",
];

/// Fields for things used in a job, besides the names of skill sections.
pub(super) const USED: [&str; 7] =
    ["environment", "keywords", "stack", "tags", "techniques", "technology", "tooling"];

/// Words in the names of sections that list skills to learn, or that someone else requires.
pub(super) const WANTED_WORDS: [&str; 12] = [
    "careerpreferences",
    "desired",
    "future",
    "goals",
    "learn",
    "missing",
    "preferences",
    "required",
    "target",
    "want",
    "wish",
    "discarded",
];

/// Fields with the name of a skill.
pub(super) const NAMES: [&str; 14] = [
    "name",
    "title",
    "skill",
    "skillname",
    "keyword",
    "technology",
    "tool",
    "competence",
    "competency",
    "ability",
    "preferredlabel",
    "label",
    "text",
    "key",
];

/// Fields that may contain the name if none of these does.
pub(super) const OTHER_NAMES: [&str; 6] = ["displayname", "tag", "bullet", "slug", "value", "id"];

/// Fields with the name of a group.
pub(super) const GROUPS: [&str; 8] =
    ["category", "group", "area", "type", "heading", "section", "domain", "topic"];

/// Fields with the skills of a group.
pub(super) const LISTS: [&str; 19] = [
    "keywords",
    "items",
    "skills",
    "list",
    "values",
    "sets",
    "entries",
    "technologies",
    "tools",
    "tech",
    "stack",
    "subskills",
    "children",
    "examples",
    "competences",
    "competencies",
    "content",
    "featuredskills",
    "descriptions",
];

/// Fields with the level of a skill, the likeliest first.
pub(super) const LEVELS: [&str; 21] = [
    "level",
    "proficiency",
    "rating",
    "fluency",
    "skilllevel",
    "proficiencylevel",
    "experiencelevel",
    "levelname",
    "competencelevel",
    "mastery",
    "score",
    "stars",
    "percent",
    "percentage",
    "grade",
    "rank",
    "strength",
    "expertise",
    "selfassessment",
    "levelnum",
    "value",
];

/// Fields that control how a section is displayed.
pub(super) const LAYOUT: [&str; 15] = [
    "id",
    "visible",
    "hidden",
    "columns",
    "separatelinks",
    "icon",
    "iconcolor",
    "order",
    "keeptogether",
    "startonnewpage",
    "summary",
    "years",
    "yearsofexperience",
    "lastused",
    "description",
];

/// Returns `name` in lower case, reduced to its letters and digits, so that `tech_stack`,
/// `techStack` and `Tech stack` are equal.
pub(super) fn normalized_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl ResumeSection {
    /// Returns the subject of the section called `name`.
    pub(super) fn of(name: &str) -> Self {
        let name = normalized_name(name);
        let about_skills =
            ["skill", "competenc", "technolog", "techstack"].iter().any(|part| name.contains(part));
        let about_skills = about_skills || SKILL_SECTIONS.contains(&name.as_str());
        if matches!(
            name.as_str(),
            "careerpreferences"
                | "preferences"
                | "preferredcompetences"
                | "discardedcompetences"
                | "learning"
                | "currentlylearning"
                | "wanttolearn"
                | "tolearn"
                | "wishlist"
        ) || (about_skills
            && WANTED_WORDS.iter().any(|wish| name.replace("learned", "").contains(wish)))
        {
            return Self::WantedSkills;
        }
        if about_skills {
            return Self::Skills;
        }
        match name.as_str() {
            "languages" | "spokenlanguages" | "naturallanguages" | "foreignlanguages" => {
                Self::Languages
            }
            name if WORK_SECTIONS.contains(&name) => Self::Work,
            name if OTHER_SECTIONS.contains(&name) => Self::Other,
            _ => Self::Unknown,
        }
    }
}
