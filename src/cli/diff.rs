//! `roledex diff`.

use std::path::Path;

use super::{Exit, Format, Problem, Run, args, role};
use crate::analysis::diff::{Align, Diff, Duties, Excerpt, How, Status};
use crate::analysis::review::{Copies, Fate, differs};
use crate::model::Catalog;
use crate::report::{self, diff as shown, review};

impl Run<'_> {
    /// Two roles side by side, many pairs of them, or roles beside what they were.
    pub(super) fn diff(&mut self, args: &args::Diff) -> Result<Exit, Problem> {
        let differs = match (&args.pairs, &args.since, &args.left, &args.right) {
            (Some(pairs), ..) => self.pairs(args, pairs)?,
            (None, Some(since), Some(name), _) => self.role_since(args, since, name)?,
            (None, Some(since), ..) => self.all_since(args, since)?,
            (None, None, Some(left), Some(right)) => {
                self.takes(&Format::ALL)?;
                let catalog = self.catalog()?;
                let differ = self.differ(&catalog);
                let diff = differ.diff(&catalog, role(&catalog, left)?, role(&catalog, right)?, how(args));
                self.write_diff(&catalog, &diff, args)?;
                has_changes(&diff)
            }
            _ => {
                let text = "two roles are compared: `roledex diff LEFT RIGHT`; one with what it was: --since PATH";
                return Err(Problem::Usage(text.to_string()));
            }
        };
        Ok(if args.exit_code && differs { Exit::No } else { Exit::Done })
    }

    fn pairs(&mut self, args: &args::Diff, path: &Path) -> Result<bool, Problem> {
        self.takes(&Format::MANY)?;
        let catalog = self.catalog()?;
        let differ = self.differ(&catalog);
        let mut differs = false;
        for (number, line) in read(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let Some((left, right)) = line.split_once('\t') else {
                let place = format!("{}:{}", path.display(), number + 1);
                return Err(Problem::Usage(format!("{place} is not LEFT<tab>RIGHT")));
            };
            let diff = differ.diff(&catalog, role(&catalog, left)?, role(&catalog, right)?, how(args));
            differs |= has_changes(&diff);
            let diff = diff.excerpt(excerpt(args));
            match self.format {
                Format::Text => {
                    shown::write_text(&mut self.out, &catalog, &diff, self.page)?;
                }
                _ => report::write_json_line(&mut self.out, &shown::json(&catalog, &diff))?,
            }
        }
        Ok(differs)
    }

    /// One role beside what it was.
    fn role_since(&mut self, args: &args::Diff, since: &Path, name: &str) -> Result<bool, Problem> {
        self.takes(&Format::ALL)?;
        let (now, before) = (self.catalog()?, self.older(since)?);
        let asked = role(&now, name)?;
        let copies = Copies::new(&now, &before);
        let title = &now.role(asked).title;
        let Some(Fate::Kept(was, is)) = copies.fate(asked) else {
            return Err(Problem::No(format!("{title} is not in {}: it is new, or had another id", since.display())));
        };
        let differ = self.differ(&now);
        let diff = copies.diff(&differ, was, is, how(args));
        self.write_diff(&copies.catalog, &diff, args)?;
        Ok(differs(&diff))
    }

    /// Every role beside what it was.
    fn all_since(&mut self, args: &args::Diff, since: &Path) -> Result<bool, Problem> {
        self.takes(&Format::ALL)?;
        let (now, before) = (self.catalog()?, self.older(since)?);
        let copies = Copies::new(&now, &before);
        let differ = self.differ(&now);
        let found = copies.review(&differ, how(args));
        let title = review::title(&before, &now);
        match self.format {
            Format::Text => review::write_text(&mut self.out, &copies, &found, &title, self.page)?,
            Format::Json => report::write_json(&mut self.out, &review::json(&copies, &found, &before, &now))?,
            Format::Ndjson => {
                for diff in &found.changed {
                    report::write_json_line(
                        &mut self.out,
                        &shown::json(&copies.catalog, &diff.excerpt(Excerpt::DIFFERENCES)),
                    )?;
                }
            }
            _ => self.write_sheet(&review::sheet(&copies, &found, &title))?,
        }
        Ok(!found.is_empty())
    }

    fn write_diff(&mut self, catalog: &Catalog, diff: &Diff, args: &args::Diff) -> Result<(), Problem> {
        let diff = diff.excerpt(excerpt(args));
        match self.format {
            Format::Text => shown::write_text(&mut self.out, catalog, &diff, self.page)?,
            Format::Json => report::write_json(&mut self.out, &shown::json(catalog, &diff))?,
            Format::Ndjson => report::write_json_line(&mut self.out, &shown::json(catalog, &diff))?,
            _ => self.write_sheet(&shown::sheet(catalog, &diff))?,
        }
        Ok(())
    }
}

/// Which rows are to be told.
fn excerpt(args: &args::Diff) -> Excerpt {
    Excerpt {
        kind: args.kind.as_deref().and_then(Status::from_word),
        context: args.context.or(args.only_differences.then_some(0)),
    }
}

fn how(args: &args::Diff) -> How {
    How {
        align: Align::from_word(&args.align).unwrap_or(Align::Auto),
        duties: Duties::from_word(&args.duties).unwrap_or(Duties::InForce),
        exact: false,
    }
}

/// Whether the roles differ in what they do or in what they take.
fn has_changes(diff: &Diff) -> bool {
    diff.responsibilities.iter().any(|r| r.status != Status::Same)
        || diff.skills.iter().any(|s| s.kind() != Status::Same)
}

/// The text of `path`, or of standard input for `-`.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    let read =
        if path.as_os_str() == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(path) };
    read.map_err(|error| Problem::Failed(format!("cannot read {}: {error}", path.display())))
}
