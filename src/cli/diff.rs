//! `roledex diff`.

use std::path::Path;

use super::{Exit, Format, Problem, Run, args, role};
use crate::analysis::diff::{Align, Diff, Status};
use crate::analysis::skills::SkillStatus;
use crate::report::{self, diff as shown};

impl Run<'_> {
    /// Two roles side by side, or many pairs of them.
    pub(super) fn diff(&mut self, args: &args::Diff) -> Result<Exit, Problem> {
        match args.pairs {
            Some(_) => self.takes(&Format::MANY)?,
            None => self.takes(&Format::ALL)?,
        }
        let catalog = self.catalog()?;
        let how = Align::from_word(&args.align).unwrap_or(Align::Auto);
        let differ = self.differ(&catalog);
        let mut differs = false;
        if let Some(path) = &args.pairs {
            for (number, line) in read(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let Some((left, right)) = line.split_once('\t') else {
                    let place = format!("{}:{}", path.display(), number + 1);
                    return Err(Problem::Usage(format!("{place} is not LEFT<tab>RIGHT")));
                };
                let diff = differ.diff(&catalog, role(&catalog, left)?, role(&catalog, right)?, how);
                differs |= has_changes(&diff);
                match self.format {
                    Format::Text => shown::write_text(&mut self.out, &catalog, &diff, self.page)?,
                    _ => report::write_json_line(&mut self.out, &shown::json(&catalog, &diff))?,
                }
            }
        } else {
            let name = |text: &Option<String>| text.clone().unwrap_or_default();
            let (left, right) = (role(&catalog, &name(&args.left))?, role(&catalog, &name(&args.right))?);
            let diff = differ.diff(&catalog, left, right, how);
            differs = has_changes(&diff);
            match self.format {
                Format::Text => shown::write_text(&mut self.out, &catalog, &diff, self.page)?,
                Format::Json => report::write_json(&mut self.out, &shown::json(&catalog, &diff))?,
                Format::Ndjson => report::write_json_line(&mut self.out, &shown::json(&catalog, &diff))?,
                _ => self.write_sheet(&shown::sheet(&catalog, &diff))?,
            }
        }
        Ok(if args.exit_code && differs { Exit::No } else { Exit::Done })
    }
}

/// Whether the roles differ in what they do or in what they take.
fn has_changes(diff: &Diff) -> bool {
    diff.responsibilities.iter().any(|r| r.status != Status::Same)
        || diff.skills.iter().any(|s| s.status != SkillStatus::Same)
}

/// The text of `path`, or of standard input for `-`.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    let read =
        if path.as_os_str() == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(path) };
    read.map_err(|error| Problem::Failed(format!("cannot read {}: {error}", path.display())))
}
