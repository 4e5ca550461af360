//! The names of the columns of the tables of O*NET, in all releases.

pub(super) const CODE: &[&str] = &[
    "O*NET-SOC Code",
    "O*NET-SOC 2019 Code",
    "O*NET-SOC 2010 Code",
    "O*NET Code",
    "O*NET-SOC",
    "SOC Code",
    "SOC",
    "Occupation Code",
];
pub(super) const OCCUPATION: &[&str] = &[
    "Title",
    "O*NET-SOC Title",
    "O*NET-SOC 2019 Title",
    "O*NET-SOC 2010 Title",
    "Occupation Title",
    "Occupation Name",
    "Occupation",
];
pub(super) const DESCRIPTION: &[&str] = &[
    "Description",
    "O*NET-SOC 2019 Description",
    "O*NET-SOC 2010 Description",
    "Occupation Description",
    "Definition",
];
pub(super) const ELEMENT: &[&str] = &["Element ID"];
pub(super) const ELEMENT_NAME: &[&str] = &["Element Name"];
pub(super) const SCALE: &[&str] = &["Scale ID", "Scale Name"];
pub(super) const VALUE: &[&str] = &["Data Value", "Value"];
pub(super) const DATE: &[&str] = &["Date", "Date Updated"];
pub(super) const TASK_ID: &[&str] = &["Task ID"];
pub(super) const TASK: &[&str] = &["Task", "Task Statement", "Task Description"];
pub(super) const DWA: &[&str] = &["DWA Element ID", "DWA ID"];
pub(super) const TITLE: &[&str] =
    &["Job Title", "Alternate Title", "Reported Job Title", "Lay Title"];
