//! Turns what was read from texts into roles of the model, to be added to a catalog.

use super::layout::LaidOutText;
use super::role::ReadRole;
use super::sections::{LineLabel, StatedPay, StatedPeriod, TextFact, TextPlace};
use crate::model::{
    AddedRole, AddedRoles, Catalog, Experience, Importance, NO_THEME_ID, PackId, Pay, PayBasis,
    PayPeriod, Requirement, Responsibility, Role, Source, SourceId, SourceKind, Theme, ThemeId,
};

/// The family of roles that were read from texts.
pub const READ_FAMILY: &str = "Read";

/// Prefix of the ids of roles, sources and themes that were read. Ids of packs have no colon unless
/// two packs share them, and then the pack comes first.
const READ_PREFIX: &str = "read:";

/// Maximum length of a summary, in bytes.
const MAX_SUMMARY_BYTES: usize = 400;

/// The region of pay figures where the text names no place.
const NO_REGION: &str = "place not stated";

/// A text, and the role that was read from it.
#[derive(Debug, Clone, Copy)]
pub struct ReadDescription<'a> {
    /// The place of the text as shown: a path, or `standard input`.
    pub source: &'a str,
    /// The text.
    pub text: &'a LaidOutText,
    /// The role.
    pub role: &'a ReadRole,
}

impl<'a> ReadDescription<'a> {
    /// Returns the title that the text states; the first one if it states several, and none if it is
    /// about several jobs.
    pub fn title(&self) -> Option<&'a str> {
        if !self.role.sections.jobs.is_empty() {
            return None;
        }
        let stated = self.role.sections.title.all().first().map(|stated| stated.value.trim());
        stated.or(self.text.title.as_deref()).filter(|title| !title.is_empty())
    }

    /// Returns the numbers of responsibilities and of skills that the role has.
    pub fn found(&self) -> (usize, usize) {
        let skills = self.role.asked_skills().count();
        (self.role.responsibilities.len(), skills)
    }

    /// Returns the name of the file without its folders.
    pub fn file_name(&self) -> &'a str {
        let name = self.source.rsplit(std::path::is_separator).next();
        name.filter(|name| !name.is_empty()).unwrap_or(self.source)
    }

    /// Returns the number of the line at the position `at` of the text, counted from 1 as in the
    /// source.
    pub fn line_number(&self, at: usize) -> usize {
        self.text.lines.get(at).map_or(at + 1, |line| line.number)
    }

    /// Returns the words at `place` on one line, with a space between two.
    pub fn words_at(&self, place: &TextPlace) -> String {
        place.words(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Returns the name of a file without its ending: `ad` for `ad.txt`. What has a space in it is no
/// ending.
pub fn file_stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.contains(char::is_whitespace) => stem,
        _ => name,
    }
}

/// Returns `texts` as roles to add to `catalog`, in their order. Ids that the catalog has are left
/// alone.
///
/// A role has the responsibilities and those skills that are sure. Facts that the text leaves out,
/// or states in several ways, are left open.
pub fn added_roles(catalog: &Catalog, texts: &[ReadDescription<'_>]) -> AddedRoles {
    let mut added = AddedRoles::default();
    if catalog.packs().is_empty() {
        return added;
    }
    for text in texts {
        let id = free_id(catalog, &added, text.file_name());
        let source = SourceId::from_index(catalog.sources().len() + added.sources.len());
        added.sources.push(Source {
            id: id.clone(),
            pack: PackId(0),
            title: text.source.to_string(),
            publisher: String::new(),
            kind: SourceKind::Text,
            url: None,
            published: None,
            accessed: None,
        });
        let title = text.title().unwrap_or(text.file_name()).to_string();
        // The title alone could be that of a role of a pack, or of another text.
        let shown = match text.title() {
            Some(title) => format!("{title} ({})", text.file_name()),
            None => title.clone(),
        };
        let mut role = Role::new(id, shown, READ_FAMILY);
        role.summary = summary(text).unwrap_or_default();
        role.sources = vec![source];
        role.experience = experience(text, source);
        let other = other_theme(catalog, &mut added, text);
        role.responsibilities = responsibilities(text, other, source);
        role.skills = requirements(text, source);
        role.pay = pay(text, source).into_iter().collect();
        let read_from = text.source.to_string();
        added.roles.push(AddedRole { role, title, read_from });
    }
    added
}

/// Returns an id for the text in the file `name` that nothing else has: `read:ad`.
fn free_id(catalog: &Catalog, added: &AddedRoles, name: &str) -> String {
    let mut slug = String::new();
    for c in file_stem(name).chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "text" } else { slug };
    let mut id = format!("{READ_PREFIX}{slug}");
    let mut number = 2;
    while is_taken(catalog, added, &id) {
        id = format!("{READ_PREFIX}{slug}-{number}");
        number += 1;
    }
    id
}

/// Whether something has this id.
fn is_taken(catalog: &Catalog, added: &AddedRoles, id: &str) -> bool {
    catalog.role_by_id(id).is_some()
        || added.roles.iter().any(|other| other.role.id == id)
        || catalog.sources().iter().any(|source| source.id == id)
}

/// Returns the theme for responsibilities that fit none, if `text` has any.
fn other_theme(
    catalog: &Catalog,
    added: &mut AddedRoles,
    text: &ReadDescription<'_>,
) -> Option<ThemeId> {
    text.role.responsibilities.iter().find(|duty| duty.theme.is_none())?;
    let id = NO_THEME_ID.to_string();
    if let Some(known) = catalog.themes().iter().position(|theme| theme.id == id) {
        return Some(ThemeId::from_index(known));
    }
    if added.themes.is_empty() {
        added.themes.push(Theme { id, title: "Other".to_string() });
    }
    Some(ThemeId::from_index(catalog.themes().len()))
}

/// Returns the first sentence of the prose on the role.
fn summary(text: &ReadDescription<'_>) -> Option<String> {
    let at = text.role.sections.lines(LineLabel::Summary).next()?;
    let line = text.text.lines.get(at)?.text.trim();
    let end = line
        .match_indices(['.', '!', '?'])
        .map(|(at, sign)| at + sign.len())
        .find(|end| line[*end..].starts_with(char::is_whitespace));
    let sentence = &line[..end.unwrap_or(line.len())];
    let is_prose = sentence.contains(char::is_alphabetic);
    (sentence.len() <= MAX_SUMMARY_BYTES && is_prose).then(|| sentence.to_string())
}

fn experience(text: &ReadDescription<'_>, source: SourceId) -> Experience {
    let sections = &text.role.sections;
    let years = sections.years.value().map(|years| (years.min, years.max));
    let education = sections.education.value().cloned();
    let sources = if years.is_some() || education.is_some() { vec![source] } else { Vec::new() };
    Experience { years, education, sources }
}

fn responsibilities(
    text: &ReadDescription<'_>,
    other: Option<ThemeId>,
    source: SourceId,
) -> Vec<Responsibility> {
    let duties = text.role.responsibilities.iter().filter_map(|duty| {
        let words = duty.place.words(text.text).trim();
        let theme = duty.theme.or(other).filter(|_| !words.is_empty())?;
        let sources = vec![source];
        Some(Responsibility { share: duty.share, sources, ..Responsibility::new(words, theme) })
    });
    duties.collect()
}

/// Returns the requirements, essential before useful. A skill of which the text does not say how
/// important it is counts as useful.
fn requirements(text: &ReadDescription<'_>, source: SourceId) -> Vec<Requirement> {
    let asked = text.role.asked_skills().map(|skill| {
        let importance = skill.importance.unwrap_or(Importance::Useful);
        let words = text.words_at(&skill.place);
        Requirement {
            level: skill.level,
            note: (!words.is_empty()).then(|| format!("read from “{words}”")),
            sources: vec![source],
            ..Requirement::new(skill.skill, importance)
        }
    });
    let mut all: Vec<Requirement> = asked.collect();
    all.sort_by_key(|requirement| requirement.importance);
    all
}

/// The parts of stated pay that a figure of a pack cannot leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenPay {
    /// The currency is not stated.
    Currency,
    /// The period is not stated.
    Period,
    /// The period is a day or a week, which packs cannot state.
    PeriodUnknown,
}

/// Returns the period of `pay` as packs state it, or why pay cannot be a figure of a pack.
///
/// # Errors
///
/// When a part that a figure needs is open.
pub fn pack_period(pay: &StatedPay) -> Result<PayPeriod, OpenPay> {
    if pay.currency.is_none() {
        return Err(OpenPay::Currency);
    }
    match pay.period {
        Some(StatedPeriod::Hour) => Ok(PayPeriod::Hour),
        Some(StatedPeriod::Month) => Ok(PayPeriod::Month),
        Some(StatedPeriod::Year) => Ok(PayPeriod::Year),
        Some(StatedPeriod::Day | StatedPeriod::Week) => Err(OpenPay::PeriodUnknown),
        None => Err(OpenPay::Period),
    }
}

/// Returns the pay, if it is stated once and with everything that a figure needs.
fn pay(text: &ReadDescription<'_>, source: SourceId) -> Option<Pay> {
    let TextFact::Stated(stated) = &text.role.sections.pay else { return None };
    let pay = &stated.value;
    let period = pack_period(pay).ok()?;
    let region = text.role.sections.location.value().cloned();
    Some(Pay {
        low: pay.low,
        median: None,
        mean: None,
        high: pay.high,
        currency: pay.currency.clone()?,
        period,
        basis: PayBasis::Base,
        region: region.unwrap_or_else(|| NO_REGION.to_string()),
        population: None,
        as_of: None,
        proxy_for: None,
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SkillId;
    use crate::reading::layout::{LineShape, TextLine};
    use crate::reading::role::ReadResponsibility;
    use crate::reading::role::ReadRoleSkill;
    use crate::reading::sections::{ReadSections, StatedValue, StatedYears};
    use crate::reading::skills::SkillMention;

    const LINES: [&str; 6] = [
        "Data baker",
        "You bake data. It is warm work.",
        "Bake loaves of data every day",
        "Must know SQL well",
        "3 to 5 years of baking",
        "Pay: 20 to 30 dollars an hour",
    ];

    fn text() -> LaidOutText {
        let lines = LINES.iter().enumerate().map(|(at, line)| TextLine {
            number: at + 1,
            shape: LineShape::Paragraph,
            text: (*line).to_string(),
            after_gap: true,
        });
        LaidOutText { title: None, lines: lines.collect() }
    }

    fn place(line: usize) -> TextPlace {
        TextPlace { line, bytes: 0..LINES[line].len() }
    }

    fn stated<T>(line: usize, value: T) -> TextFact<T> {
        TextFact::Stated(StatedValue { value, place: place(line) })
    }

    fn skill(at: usize, sure: bool, importance: Option<Importance>) -> ReadRoleSkill {
        ReadRoleSkill {
            skill: SkillId::from_index(at),
            importance,
            level: None,
            level_place: None,
            place: TextPlace { line: 3, bytes: 10..13 },
            mention: SkillMention::Named,
            sure,
            score: 0.9,
        }
    }

    fn read() -> ReadRole {
        ReadRole {
            sections: ReadSections {
                labels: vec![
                    LineLabel::Title,
                    LineLabel::Summary,
                    LineLabel::Responsibility,
                    LineLabel::Must,
                    LineLabel::Must,
                    LineLabel::Pay,
                ],
                title: stated(0, "Data baker".to_string()),
                years: stated(4, StatedYears { min: 3.0, max: Some(5.0) }),
                pay: stated(
                    5,
                    StatedPay {
                        low: Some(20.0),
                        high: Some(30.0),
                        currency: Some("USD".to_string()),
                        period: Some(StatedPeriod::Hour),
                    },
                ),
                ..ReadSections::default()
            },
            responsibilities: vec![
                ReadResponsibility {
                    place: place(2),
                    theme: None,
                    confidence: 0.1,
                    share: Some(0.4),
                },
                ReadResponsibility {
                    place: place(1),
                    theme: Some(ThemeId(1)),
                    confidence: 0.9,
                    share: None,
                },
            ],
            skills: vec![
                skill(0, true, None),
                skill(1, false, Some(Importance::Essential)),
                skill(2, true, Some(Importance::Essential)),
            ],
            ..ReadRole::default()
        }
    }

    #[test]
    fn a_role_has_what_the_text_states_and_no_more() {
        let (catalog, text, role) = (crate::builtin::catalog(), text(), read());
        let ads = ["in/ad.txt", "other/ad.md"];
        let texts = ads.map(|source| ReadDescription { source, text: &text, role: &role });
        let all = catalog.with_roles(added_roles(&catalog, &texts));
        let ids: Vec<&str> = all.read_roles().map(|role| all.role(role).id.as_str()).collect();
        assert_eq!(ids, ["read:ad", "read:ad-2"]);
        let id = all.read_roles().next().unwrap();
        assert_eq!(all.read_from(id), Some("in/ad.txt"));
        let role = all.role(id);
        assert_eq!(role.title, "Data baker (ad.txt)");
        assert_eq!((role.summary.as_str(), role.family.as_str()), ("You bake data.", "Read"));
        assert_eq!(role.experience.years_text().as_deref(), Some("3–5 years"));
        assert_eq!(role.experience.education, None);
        assert_eq!((role.track, role.seniority, role.focus), (None, None, None));
        let source = all.source(role.sources[0]);
        assert_eq!(
            (source.title.as_str(), source.terms_text().as_str()),
            ("in/ad.txt", "read as a role")
        );
        let duties: Vec<(&str, &str)> = role
            .responsibilities
            .iter()
            .map(|duty| (duty.text.as_str(), all.theme(duty.theme).title.as_str()))
            .collect();
        assert_eq!(duties[0], ("Bake loaves of data every day", "Other"));
        assert_eq!(duties[1].1, catalog.themes()[1].title);
        let skills: Vec<_> =
            role.skills.iter().map(|skill| (skill.skill.0, skill.importance)).collect();
        assert_eq!(skills, [(2, Importance::Essential), (0, Importance::Useful)]);
        assert_eq!(role.skills[0].note.as_deref(), Some("read from “SQL”"));
        assert_eq!(role.pay[0].full_text(), "$20–30 base an hour, place not stated, undated");
    }

    #[test]
    fn what_is_open_stays_open() {
        let (catalog, text, mut role) = (crate::builtin::catalog(), text(), read());
        role.sections.title = TextFact::NotStated;
        let years = [1.0, 2.0]
            .map(|min| StatedValue { value: StatedYears { min, max: None }, place: place(4) });
        role.sections.years = TextFact::Ambiguous(years.to_vec());
        for (currency, period, open) in [
            (None, Some(StatedPeriod::Year), OpenPay::Currency),
            (Some("EUR"), None, OpenPay::Period),
            (Some("EUR"), Some(StatedPeriod::Day), OpenPay::PeriodUnknown),
        ] {
            let pay = StatedPay {
                low: Some(1.0),
                high: None,
                currency: currency.map(str::to_string),
                period,
            };
            assert_eq!(pack_period(&pay), Err(open));
            role.sections.pay = stated(5, pay);
            let texts = [ReadDescription { source: "standard input", text: &text, role: &role }];
            let all = catalog.with_roles(added_roles(&catalog, &texts));
            let read = all.role(all.read_roles().next().unwrap());
            assert_eq!((read.id.as_str(), read.pay.len()), ("read:standard-input", 0));
            assert_eq!(read.title, "standard input");
            assert_eq!(read.experience, Experience::default());
        }
    }

    #[test]
    fn ids_are_free_and_safe() {
        let catalog = crate::builtin::catalog();
        let added = AddedRoles::default();
        for (name, id) in [
            ("ad.txt", "read:ad"),
            ("Stelle (2).docx", "read:stelle-2"),
            (".hidden", "read:hidden"),
            ("Sr. Data Engineer", "read:sr-data-engineer"),
            ("Sr. Data Engineer.docx", "read:sr-data-engineer"),
            ("ad.tar.gz", "read:ad-tar"),
            ("…", "read:text"),
            ("求人.pdf", "read:求人"),
        ] {
            assert_eq!(free_id(&catalog, &added, name), id);
        }
    }
}
