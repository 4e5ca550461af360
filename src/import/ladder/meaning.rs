//! The meaning of a label: of a column, a row, a heading or a key.

use schemars::JsonSchema;
use serde::Deserialize;

use super::words::{key, words};

/// The meaning of a label of a ladder: a column, a row, a heading or a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LabelMeaning {
    /// The job family, such as a discipline or department.
    Family,
    /// The title of the role.
    Title,
    /// The level, such as `Senior` or `IC3`.
    Level,
    /// The career track: individual or management.
    Track,
    /// The heading that responsibilities are listed under.
    Theme,
    /// The name of a competency or skill.
    Competency,
    /// Sentences about the work.
    Responsibility,
    /// Sentences about what someone must bring.
    Requirement,
    /// The level of a skill.
    Grade,
    /// An explanation of a competency or skill.
    Explanation,
    /// An explanation of a skill at its level.
    GradeExplanation,
    /// A summary of the role; its bullets are responsibilities.
    Summary,
    /// Years of experience.
    Years,
    /// Other titles of the role.
    Aliases,
    /// Left out.
    Ignore,
}

use LabelMeaning as M;

const LABELS: &[(M, &str)] = &[
    (
        M::Family,
        "family | job family | role family | career family | discipline | department | \
         function | profession | job function | team | practice | craft | \
         business unit | job category | job group | families | disciplines | \
         departments | professions",
    ),
    (M::Track, "track | career track | career path | path | tracks | paths"),
    (
        M::Title,
        "role | job | job title | position | title | role name | job role | \
         role title | position title | job name | designation | display name | \
         titles | occupation | roles | positions | jobs",
    ),
    (
        M::Level,
        "level | role level | grade | band | seniority | seniority level | job level | \
         career level | rung | step | stage | tier | level name | ic level | \
         career stage | levels | grades | bands | stages | milestones | milestone | \
         steps | rungs | sub level | company level | \
         level code | job grade | tiers | job band | level id | position level",
    ),
    (
        M::Theme,
        "category | theme | area | pillar | dimension | domain | principle | \
         leadership principle | value | competency area | skill area | \
         competency category | skill category | group | section | cluster | \
         competency group | skill group | axis | focus area | key area | \
         competency domain | capability area | categories | themes | areas | pillars | \
         dimensions | domains | principles | values | groups | sections | axes | \
         clusters | attribute category | competency cluster | theme id | \
         category name | skill domain | topic area",
    ),
    (
        M::Competency,
        "competency | competence | competencies | competences | capability | \
         capabilities | parameter | attribute | attributes | criterion | topic | \
         topics | trait | skill | skill name | skills | sub category | subcategory | \
         competency name | element | factor | sub competency | subcompetency | \
         attribute name | aspect | technical skills | behaviour name | technology | \
         skill title | sub skill | subskill | competency title | ability | \
         soft skills | knowledge",
    ),
    (
        M::Grade,
        "skill level | proficiency | proficiency level | rating | required level | \
         expected level | target level | competency level | score | mastery | \
         required proficiency | expected proficiency | target proficiency | \
         required skill level | expected score | proficiency required | \
         mastery level",
    ),
    (
        M::Responsibility,
        "expectation | expectations | level expectations | responsibility | \
         responsibilities | duties | duty | statement | statements | details | \
         detail | what it looks like | indicator | indicators | \
         behavioural indicators | behavioral indicators | behaviour | behaviours | \
         behavior | behaviors | criteria | text | content | items | points | bullets | \
         signals | accountabilities | key responsibilities | expected behaviours | \
         expected behaviors | key accountabilities | what you do | tasks | \
         expectation text | typical responsibilities | main responsibilities | \
         core responsibilities | activities | what good looks like | \
         job responsibilities | success criteria | evidence of | \
         observable behaviours | observable behaviors | day to day",
    ),
    (
        M::Requirement,
        "requirements | requirement | qualifications | prerequisites | qualification | \
         education | must have | nice to have | minimum qualifications | \
         preferred qualifications",
    ),
    (
        M::Summary,
        "summary | overview | role summary | purpose | mission | job purpose | \
         role level description | level description | role overview | level summary | \
         level overview | one liner | tagline | in short | in a nutshell | \
         job summary | role purpose | objective",
    ),
    (
        M::Years,
        "years | years of experience | experience | yoe | track record | \
         typical experience | years experience | experience years | tenure | \
         time in role | min years | minimum years",
    ),
    (
        M::Aliases,
        "example titles | also known as | alternative titles | typical titles | \
         other titles | aliases | aka | sample titles | common titles | synonyms",
    ),
    (
        M::Ignore,
        "id | uuid | url | urls | link | links | note | notes | comment | comments | \
         order | sort order | sort | example | examples | resources | resource | \
         training | self assessment | manager assessment | self rating | \
         manager rating | employee | evidence | salary | pay | compensation | \
         pay range | salary range | bonus | equity | color | colour | icon | image | \
         tags | slug | emoji | weight | version | author | date | updated | index | \
         number | no | salary band | reading | references | \
         courses | books | learning resources | created at | updated at | \
         last updated | layout | permalink | redirect from | draft | nav order | \
         parent | has children | assessment | current level | self score | \
         manager score | suggested training",
    ),
    (
        M::Explanation,
        "definition | explanation | question | skill description | \
         competency description | what is it | rationale | why | theme description | \
         category description | competency definition | why it matters | \
         what it means | competence description",
    ),
    (
        M::GradeExplanation,
        "skill level description | proficiency description | \
         proficiency level description | grade description | rating description",
    ),
];

impl LabelMeaning {
    /// Returns the meaning of a label, as ladders usually name things.
    pub(super) fn of(label: &str) -> Option<Self> {
        let wanted = key(label);
        LABELS
            .iter()
            .find(|(_, labels)| labels.split(" | ").any(|label| label == wanted))
            .map(|(meaning, _)| *meaning)
    }

    /// Returns the meaning of a label by all of its words, or by the last of them.
    pub(super) fn of_last_word(label: &str) -> Option<Self> {
        Self::of(label).or_else(|| Self::of(words(label).last()?))
    }
}

/// Whether a label is that of a description of what is beside it.
pub(super) fn is_description(label: &str) -> bool {
    matches!(key(label).as_str(), "description" | "desc" | "summary" | "overview")
}

/// The subject of a section of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// The work itself.
    Duties,
    /// Things that someone must bring.
    Requirements,
    /// Names of competencies with what they look like: duties, unless others are named.
    Competencies,
    /// A summary of the role.
    Summary,
    /// Something else, such as pay or how to apply.
    Other,
    /// Something else, unless it is a part of what someone does.
    Neutral,
    /// Not known from the heading.
    Unknown,
}

const SECTIONS: &[(Section, &str)] = &[
    (
        Section::Other,
        "benefit | benefits | perk | perks | salary | salaries | pay | compensation | \
         location | applying | apply | hiring process | about us | kpi | kpis | \
         performance indicators | metrics | measures | measures of success | outcome | \
         outcomes | definition of success | further reading | reading | resources | \
         links | references | table of contents | contents | contributing | license | \
         licence | faq | faqs | equal opportunity | diversity | next steps | \
         how to use | acknowledgements | acknowledgments | credits | inspiration | \
         changelog | examples | example | career ladder | career path | introduction | \
         glossary | notes | see also | promotion process | promotions | \
         working hours | holiday | readme | growth tips | self assessment | \
         development plan | why join | our values | who we are | about the team | \
         about the company | specialties | specialities | job grade | navigation",
    ),
    (
        Section::Neutral,
        "hiring | interview | interviews | feedback | training | performance | tools | \
         levels",
    ),
    (
        Section::Requirements,
        "requirement | requirements | qualification | qualifications | must have | \
         must haves | nice to have | nice to haves | prerequisite | prerequisites | \
         experience | education | what youll need | what you need | what you bring | \
         what youll bring | who you are | about you | skills people must have | \
         desirable | essential skills | essential | skills and experience | \
         we are looking for | were looking for | your profile | background | \
         skills you need | ideal candidate | what were looking for | \
         what we look for | skills people might have | skills people should have | \
         certifications | certification",
    ),
    (
        Section::Duties,
        "responsibility | responsibilities | duties | duty | accountabilities | \
         accountability | expectations | what youll do | what you will do | \
         what you do | your role | key tasks | tasks | day to day | you will | \
         expected behaviours | expected behaviors | in this role | deliverables",
    ),
    (
        Section::Competencies,
        "competencies | competences | competency | behaviours | behaviors | skills | \
         skill | capabilities | attributes | traits | knowledge",
    ),
    (
        Section::Summary,
        "summary | overview | about the role | about the job | mission | purpose | \
         role | description | job summary | job description | \
         in a nutshell | the role | role summary | scope of role | profile",
    ),
];

/// Words that name a section only by themselves: in a longer heading they are part of a topic, as
/// in "User experience" and "Contributing to teams".
const ALONE: &str = "experience | education | background | essential | desirable | role | description | \
    profile | purpose | mission | overview | apply | pay | tasks | contributing | \
    credits | example | examples | notes | contents | links | inspiration | location | \
    introduction | resources | references | reading | navigation | readme | license | \
    licence | hiring | interview | interviews | feedback | training | performance | \
    tools | levels | diversity | holiday | glossary | promotions | knowledge | \
    attributes | traits | outcome";

/// Whether a word names a section only by itself.
fn is_alone(phrase: &str) -> bool {
    ALONE.split(" | ").any(|word| word == phrase)
}

impl Section {
    /// Returns what a section is about, by its heading.
    pub(super) fn of(heading: &str) -> Self {
        let text = format!(" {} ", key(heading));
        let count = words(heading).len();
        if Self::Requirements.is_named(&text, count) && !Self::Duties.is_named(&text, count) {
            return Self::Requirements;
        }
        for section in [Self::Duties, Self::Other, Self::Summary, Self::Competencies, Self::Neutral]
        {
            if section.is_named(&text, count) {
                return section;
            }
        }
        Self::Unknown
    }

    /// Whether a heading of `count` words, with a space on both sides, names this subject.
    fn is_named(self, heading: &str, count: usize) -> bool {
        // A heading of many words has a topic of its own that may name one of these.
        let more = if self == Self::Other { 3 } else { 2 };
        SECTIONS
            .iter()
            .filter(|(known, _)| *known == self)
            .flat_map(|(_, phrases)| phrases.split(" | "))
            // Most phrases are nowhere in the heading.
            .filter(|phrase| heading.contains(phrase))
            .any(|phrase| {
                let fits = if is_alone(phrase) {
                    count == 1
                } else {
                    count <= phrase.split(' ').count() + more
                };
                fits && heading.contains(&format!(" {phrase} "))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_tell_what_a_section_is_about() {
        for (heading, section) in [
            ("Responsibilities", Section::Duties),
            ("Key responsibilities", Section::Duties),
            ("Expected outcomes", Section::Other),
            ("KPIs", Section::Other),
            ("Work perks and benefits", Section::Other),
            ("Salary and location", Section::Other),
            ("Competencies and behaviours", Section::Competencies),
            ("Skills people must have", Section::Requirements),
            ("Requirements", Section::Requirements),
            ("About the role", Section::Summary),
            ("Project Level Delivery Assurance", Section::Unknown),
            ("Community and Thought Leadership", Section::Unknown),
            ("Communication", Section::Unknown),
            ("User experience", Section::Unknown),
            ("Contributing to teams", Section::Unknown),
            ("Experience", Section::Requirements),
            ("Hiring", Section::Neutral),
        ] {
            assert_eq!(Section::of(heading), section, "{heading}");
        }
    }

    #[test]
    fn labels_have_one_meaning() {
        let mut all: Vec<&str> =
            LABELS.iter().flat_map(|(_, labels)| labels.split(" | ")).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(LabelMeaning::of("Role_Level"), Some(LabelMeaning::Level));
        assert_eq!(
            LabelMeaning::of_last_word("exampleCriteria"),
            Some(LabelMeaning::Responsibility)
        );
    }
}
