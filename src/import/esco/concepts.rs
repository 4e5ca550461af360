//! Reads the columns that the tables of occupations and skills share.

use foldhash::{HashSet, HashSetExt};

use crate::import::cells::CsvRow;
use crate::import::error::ImportError;
use crate::import::html::strip_html;
use crate::import::options::{DataSetPart, ImportOptions};
use crate::import::table::CsvTable;
use crate::import::tally::INCOMPLETE_ROW;
use crate::model::Date;

/// The reason for leaving out a concept that is not current.
const NOT_IN_FORCE: &str = "not current (by its status)";

/// Returns the last part of an address, which is the identifier.
pub(super) fn uri_id(uri: &str) -> &str {
    uri.rsplit('/').find(|part| !part.is_empty()).unwrap_or(uri)
}

/// Parses `2016-07-05T13:58:41Z`, ignoring the time.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.get(..10)?.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
}

/// Returns `labels` without `name` and without duplicates, ignoring case.
pub(super) fn other_names<'a>(
    name: &str,
    labels: impl Iterator<Item = std::borrow::Cow<'a, str>>,
) -> Vec<String> {
    let mut known: HashSet<String> = HashSet::new();
    known.insert(name.to_lowercase());
    let labels = labels.map(|label| strip_html(&label).into_owned());
    labels.filter(|label| known.insert(label.to_lowercase())).collect()
}

/// The columns that occupations and skills share.
pub(super) struct ConceptColumns {
    pub(super) uri: usize,
    pub(super) name: usize,
    pub(super) aliases: Option<usize>,
    pub(super) hidden: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) definition: Option<usize>,
    pub(super) modified: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) kind: Option<usize>,
}

impl ConceptColumns {
    pub(super) fn of(table: &mut CsvTable) -> Result<Self, ImportError> {
        let [uri, name] = table
            .require_columns([&["conceptUri", "uri"], &["preferredLabel", "label", "title"]])?;
        Ok(Self {
            uri,
            name,
            aliases: table.column_or_note(
                &["altLabels", "altLabel", "alternativeLabels"],
                "alternative labels",
            ),
            hidden: table.find_column(&["hiddenLabels", "hiddenLabel"]),
            description: table.column_or_note(&["description"], "descriptions"),
            definition: table.find_column(&["definition"]),
            modified: table.find_column(&["modifiedDate"]),
            status: table.find_column(&["status"]),
            kind: table.find_column(&["conceptType"]),
        })
    }

    /// Returns the URI and the name of the concept, or why the row is left out.
    pub(super) fn concept<'a>(
        &self,
        row: &CsvRow<'a>,
    ) -> Result<(std::borrow::Cow<'a, str>, String), &'static str> {
        let (uri, name) =
            (row.get(self.uri).ok_or(INCOMPLETE_ROW)?, row.get(self.name).ok_or(INCOMPLETE_ROW)?);
        if row
            .get_optional(self.status)
            .is_some_and(|s| RETIRED.iter().any(|word| s.eq_ignore_ascii_case(word)))
        {
            return Err(NOT_IN_FORCE);
        }
        Ok((uri, strip_html(&name).into_owned()))
    }

    /// Whether the row has this type of concept, and not one that has a table of its own.
    pub(super) fn is_other_concept(&self, row: &CsvRow<'_>, own: &str) -> bool {
        const TYPES: [&str; 5] =
            ["Occupation", "ISCOGroup", "KnowledgeSkillCompetence", "SkillGroup", "ConceptScheme"];
        row.get_optional(self.kind)
            .is_some_and(|kind| kind != own && TYPES.contains(&kind.as_ref()))
    }

    pub(super) fn aliases(
        &self,
        row: &CsvRow<'_>,
        name: &str,
        options: &ImportOptions,
    ) -> Vec<String> {
        let column = self.aliases.filter(|_| options.includes(DataSetPart::AlternateTitles));
        other_names(name, row.list(column))
    }

    pub(super) fn hidden(
        &self,
        row: &CsvRow<'_>,
        name: &str,
        aliases: &[String],
        options: &ImportOptions,
    ) -> Vec<String> {
        let column = self.hidden.filter(|_| options.includes(DataSetPart::Hidden));
        let mut hidden = other_names(name, row.list(column));
        hidden.retain(|h| !aliases.contains(h));
        hidden
    }

    pub(super) fn description(&self, row: &CsvRow<'_>) -> Option<String> {
        let text =
            row.get_optional(self.description).or_else(|| row.get_optional(self.definition))?;
        Some(strip_html(&text).into_owned())
    }
}

/// Statuses of concepts that are not, or no longer, in force.
pub(super) const RETIRED: [&str; 8] = [
    "obsolete",
    "deprecated",
    "draft",
    "candidate",
    "proposed",
    "rejected",
    "retired",
    "withdrawn",
];
