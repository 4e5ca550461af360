//! The rows of overlays, and the effects of choosing them.

use std::path::Path;

use super::action::Action;
use super::export::{CopyKind, ExportFormat, ExportSubject};
use crate::analysis::facets::{Facet, RoleOrder};
use crate::model::{Catalog, RoleId, SkillId, family_name};
use crate::search::{Query, highlight};

/// A facet that can be turned on or off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetChoice {
    /// The facet.
    pub facet: Facet,
    /// Number of roles that it would leave.
    pub count: usize,
    /// Whether it is on.
    pub on: bool,
}

/// A text that can be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyChoice {
    /// The kind of text.
    pub kind: CopyKind,
    /// The key that copies it.
    pub key: char,
    /// The label: the kind and the text.
    pub label: String,
}

/// The purpose for which two roles are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairAction {
    /// Comparing them.
    Compare,
    /// Finding the paths from the first to the second.
    Path,
    /// Showing the skill gap from the first to the second.
    Gap,
    /// Showing them in a matrix.
    Matrix,
}

/// A meaning of words, as the user says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordMeaning {
    /// They don't mean the skill in question.
    NotThis,
    /// They mean this skill instead.
    Skill(SkillId),
    /// They are read as they were at first.
    AsRead,
}

/// Effect of choosing a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceTarget {
    /// Runs an action.
    Run(Action),
    /// Opens a role.
    Open(RoleId),
    /// Takes the role as the first for this purpose, and asks for the second.
    FirstRole(PairAction, RoleId),
    /// Runs this purpose for these two roles.
    OtherRole(PairAction, RoleId, RoleId),
    /// Runs the past query in the label again.
    PastQuery,
    /// Copies.
    Copy(CopyKind),
    /// Writes a file in this format; the label is its name.
    Export(ExportFormat),
    /// Reads the text in a file; the label is its path.
    ReadText,
    /// Says what words of a text mean.
    Correct(WordMeaning),
    /// Opens a skill.
    OpenSkill(SkillId),
    /// Sorts the roles.
    Sort(RoleOrder),
    /// Turns the facet at this position on or off.
    ToggleFacet(usize),
}

/// A row of an overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayChoice {
    /// The effect of choosing it.
    pub target: ChoiceTarget,
    /// The keys, if it has any.
    pub keys: String,
    /// The text of the row.
    pub label: String,
    /// The context or family that it belongs to.
    pub place: String,
}

impl OverlayChoice {
    /// Whether its label matches `query`.
    pub(super) fn matches(&self, query: &Query) -> bool {
        query.is_empty() || !highlight(query, &self.label).is_empty()
    }
}

/// The order by pay: it is not the highest first, as a figure of another occupation says little about
/// the role.
const PAY_ORDER: &str = "Pay: own figures first, then those of similar occupations";

/// Returns the orders of the list of roles that match `query`, the one that it is in marked.
pub(super) fn order_choices(
    current: RoleOrder,
    query: &Query,
) -> impl Iterator<Item = OverlayChoice> {
    let choices = RoleOrder::all().map(move |order| OverlayChoice {
        target: ChoiceTarget::Sort(order),
        keys: if order == current { "✓" } else { "" }.to_string(),
        label: match order {
            RoleOrder::Family => "Family, the lowest seniority first",
            RoleOrder::Title => "Title, from A to Z",
            RoleOrder::Level => "Seniority, the highest first",
            RoleOrder::Duties => "Responsibilities, most first",
            RoleOrder::Skills => "Skills, most first",
            RoleOrder::Pay => PAY_ORDER,
        }
        .to_string(),
        place: String::new(),
    });
    choices.filter(|choice| choice.matches(query))
}

/// Returns the rows of `facets` that contain every word of `query`.
pub(super) fn facet_choices<'a>(
    facets: &'a [FacetChoice],
    query: &Query,
) -> impl Iterator<Item = OverlayChoice> + 'a {
    let words: Vec<String> = query.text().split_whitespace().map(str::to_lowercase).collect();
    let choices = facets.iter().enumerate().map(|(at, choice)| OverlayChoice {
        target: ChoiceTarget::ToggleFacet(at),
        keys: if choice.on { "✓" } else { "" }.to_string(),
        label: format!("{}  {}", choice.facet, choice.count),
        place: choice.facet.kind().to_string(),
    });
    choices.filter(move |choice| {
        let text = format!("{} {}", choice.place, choice.label).to_lowercase();
        words.iter().all(|word| text.contains(word))
    })
}

/// Returns a row for the path of a text, once it is typed.
pub(super) fn text_choices(typed: &str) -> impl Iterator<Item = OverlayChoice> {
    let path = Some(typed.trim()).filter(|path| !path.is_empty());
    path.into_iter().map(|path| OverlayChoice {
        target: ChoiceTarget::ReadText,
        keys: String::new(),
        label: path.to_string(),
        place: "file or text".to_string(),
    })
}

/// Returns a row for each format of a file, called what is `typed` or else `name`; only one if the
/// typed name has the ending of a format, and none if it has another one: no file is renamed.
pub(super) fn file_choices<'a>(
    typed: &'a str,
    name: &'a str,
    subject: &ExportSubject,
) -> impl Iterator<Item = OverlayChoice> + use<'a> {
    let typed = typed.trim();
    let asked = ExportFormat::of(Path::new(typed));
    let is_unknown = ExportFormat::unknown_extension(Path::new(typed), subject).is_some();
    // Only a folder is named.
    let is_folder = typed.is_empty() || typed.ends_with('/') || typed == "~";
    let separator = if typed == "~" { "/" } else { "" };
    let stem = if is_folder { [typed, separator, name].concat() } else { typed.to_string() };
    let formats = subject
        .formats()
        .filter(move |form| !is_unknown && asked.is_none_or(|asked| asked == *form));
    formats.map(move |form| OverlayChoice {
        target: ChoiceTarget::Export(form),
        keys: String::new(),
        label: match asked {
            Some(_) => stem.clone(),
            None => format!("{}.{}", stem.trim_end_matches('.'), form.extension()),
        },
        place: form.label().to_string(),
    })
}

pub(super) fn role_choice(catalog: &Catalog, id: RoleId, target: ChoiceTarget) -> OverlayChoice {
    let role = catalog.role(id);
    let family = family_name(&role.family);
    OverlayChoice {
        target,
        keys: String::new(),
        label: role.title.clone(),
        place: match role.seniority {
            Some(seniority) => format!("{family} · seniority {seniority}"),
            None => family,
        },
    }
}
