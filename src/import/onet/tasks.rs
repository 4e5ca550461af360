//! Reads tasks as responsibilities, with their activities and themes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};

use super::builder::{ElementNames, OnetBuilder, RoleCodes};
use super::columns::{CODE, DATE, DWA, TASK, TASK_ID};
use super::tables::{OnetTables, TableUse, parse_month};
use crate::import::archive::{DataSetFiles, FileId};
use crate::import::error::ImportError;
use crate::import::ids::IdGenerator;
use crate::import::options::{DataSetPart, ImportOptions};
use crate::import::table::CsvTable;
use crate::import::tally::INCOMPLETE_ROW;
use crate::model::{Responsibility, Theme, ThemeId};

/// Themes and activities by task id.
pub(super) type TaskActivities<'t> = HashMap<Cow<'t, str>, (ThemeId, Option<Cow<'t, str>>)>;

/// The theme of each activity.
pub(super) struct ActivityFamilies {
    /// Themes by the code of the family.
    pub(super) themes: BTreeMap<String, ThemeId>,
    /// The element of the content model to which each detailed work activity belongs.
    pub(super) elements: HashMap<String, String>,
    /// The theme of all other activities.
    pub(super) other: ThemeId,
}

impl ActivityFamilies {
    pub(super) fn of(&self, dwa: &str) -> ThemeId {
        let element = self.elements.get(dwa).map_or(dwa, String::as_str);
        let family = element.match_indices('.').nth(3).map_or(element, |(at, _)| &element[..at]);
        self.themes.get(family).copied().unwrap_or(self.other)
    }
}

impl OnetBuilder {
    /// Reads the themes, which are the families of work activities.
    pub(super) fn read_families(
        &mut self,
        source: &mut DataSetFiles<'_>,
        chosen: &OnetTables,
        names: &ElementNames,
    ) -> Result<ActivityFamilies, ImportError> {
        // Families in the order of the content model, then activities without one.
        let mut families: BTreeMap<String, ThemeId> = BTreeMap::new();
        let mut ordered: Vec<(&String, &String)> =
            names.names.iter().filter(|(id, _)| is_family(id)).collect();
        ordered.sort();
        let mut ids = IdGenerator::default();
        for (code, name) in ordered {
            families.insert(code.clone(), ThemeId::from_index(self.themes.len()));
            self.themes.push(Theme { id: ids.generate(name, code), title: name.clone() });
        }
        let other = ThemeId::from_index(self.themes.len());
        self.themes.push(Theme {
            id: ids.generate("other-tasks", "other"),
            title: "Other tasks".to_string(),
        });

        let mut elements: HashMap<String, String> = HashMap::new();
        for file in chosen.of(TableUse::Families) {
            let table = self.open_table(source, file)?;
            let read = table.require_columns([&["GWA Element ID", "Element ID"], DWA]).map(
                |[element, dwa]| {
                    table.for_each_row(&mut self.tally, |row| {
                        let (element, dwa) = (
                            row.get(element).ok_or(INCOMPLETE_ROW)?,
                            row.get(dwa).ok_or(INCOMPLETE_ROW)?,
                        );
                        elements.insert(dwa.into_owned(), element.into_owned());
                        Ok(())
                    });
                },
            );
            self.tally.tolerate_missing_column(read, "the theme of some responsibilities")?;
        }
        Ok(ActivityFamilies { themes: families, elements, other })
    }

    /// Returns the theme and activity by task id, from the first activity listed for each task.
    pub(super) fn read_activities<'t>(
        &mut self,
        table: &'t CsvTable,
        families: &ActivityFamilies,
        options: &ImportOptions,
        activities: &mut TaskActivities<'t>,
    ) -> Result<(), ImportError> {
        let [task, dwa] = table.require_columns([TASK_ID, DWA])?;
        self.new_ids = Some(table.find_column(&DWA[..1]).is_some());
        table.for_each_row(&mut self.tally, |row| {
            let (task, dwa) =
                (row.get(task).ok_or(INCOMPLETE_ROW)?, row.get(dwa).ok_or(INCOMPLETE_ROW)?);
            if activities.contains_key(&task) {
                return Err("second activity of the same task");
            }
            let theme = families.of(&dwa);
            activities.insert(
                task,
                (theme, Some(dwa).filter(|_| options.includes(DataSetPart::Activities))),
            );
            Ok(())
        });
        Ok(())
    }

    /// Returns the theme for tasks without a known activity.
    pub(super) fn other_theme(&self) -> ThemeId {
        ThemeId::from_index(self.themes.len() - 1)
    }

    pub(super) fn read_tasks(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        activities: &TaskActivities<'_>,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let [code, text] = table.require_columns([CODE, TASK])?;
        let id = table.column_or_note(TASK_ID, "the theme and the activity of each responsibility");
        let kind =
            table.column_or_note(&["Task Type"], "the type of each task, core or supplemental");
        let date = table.find_column(DATE);
        let other = self.other_theme();
        // Core tasks come before supplemental ones, and those before tasks that are marked as
        // neither.
        let mut found: Vec<Vec<(u8, Responsibility)>> = vec![Vec::new(); self.roles.len()];
        let Self { tally, latest, .. } = self;
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(INCOMPLETE_ROW)?;
            let known = row.get_optional(id).and_then(|id| activities.get(id.as_ref()));
            let kind = row.get_optional(kind);
            *latest = (*latest).max(row.get_optional(date).and_then(|d| parse_month(&d)));
            let (rank, note) = match kind.as_deref() {
                Some("Core") => (0, None),
                Some("Supplemental") => (1, Some("supplemental".to_string())),
                _ => (2, None),
            };
            let (theme, activity) =
                known.map_or((other, None), |(theme, activity)| (*theme, activity.as_deref()));
            let activity = activity.map(str::to_string);
            found[role.index()]
                .push((rank, responsibility(text.into_owned(), theme, activity, note)));
            Ok(())
        });
        for (role, mut duties) in self.roles.iter_mut().zip(found) {
            duties.sort_by_key(|(rank, _)| *rank);
            role.responsibilities = duties.into_iter().map(|(_, duty)| duty).collect();
        }
        Ok(())
    }

    pub(super) fn read_emerging_tasks(
        &mut self,
        source: &mut DataSetFiles<'_>,
        codes: &RoleCodes<'_>,
        file: FileId,
        activities: &TaskActivities<'_>,
    ) -> Result<(), ImportError> {
        let mut table = self.open_table(source, file)?;
        let [code, text] = table.require_columns([CODE, TASK])?;
        let category =
            table.column_or_note(&["Category"], "the type of emerging tasks, new or revised");
        let original = table.column_or_note(&["Original Task ID"], "the theme of revised tasks");
        let other = self.other_theme();
        let Self { roles, tally, .. } = self;
        table.for_each_row(tally, |row| {
            let role = codes.role(&row, code)?;
            let text = row.get(text).ok_or(INCOMPLETE_ROW)?;
            let revised = row.get_optional(category).is_some_and(|c| c == "Revision");
            let known = row.get_optional(original).and_then(|id| activities.get(id.as_ref()));
            // A revision is listed beside the task in force, which alone keeps the activity.
            let theme = known.map_or(other, |(theme, _)| *theme);
            let note = if revised { "emerging revision of a current task" } else { "emerging" };
            roles[role.index()].responsibilities.push(responsibility(
                text.into_owned(),
                theme,
                None,
                Some(note.to_string()),
            ));
            Ok(())
        });
        Ok(())
    }
}

pub(super) fn responsibility(
    text: String,
    theme: ThemeId,
    activity: Option<String>,
    note: Option<String>,
) -> Responsibility {
    Responsibility {
        text,
        theme,
        emphasis: None,
        share: None,
        activity,
        note,
        sources: Vec::new(),
        inherited_from: None,
    }
}

/// Whether the element is a family of work activities, which becomes a theme.
pub(super) fn is_family(id: &str) -> bool {
    id.starts_with("4.A.") && id.split('.').count() == 4
}
