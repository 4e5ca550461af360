//! `roledex diff`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Exit, Format, Problem, Run, args};
use crate::analysis::diff::{Align, Diff, Differ, Duties, Excerpt, How, Status};
use crate::analysis::review::{Copies, Fate, differs};
use crate::disk::read as disk;
use crate::model::text::{self, quoted, visible};
use crate::model::{Catalog, Pack};
use crate::pack;
use crate::report::{self, diff as shown, review};
use crate::search::RoleNames;
use crate::search::lookup::Found;

impl Run<'_> {
    /// Compares two roles, many pairs of roles, or roles with an older copy.
    pub(super) fn diff(&mut self, args: &args::Diff) -> Result<Exit, Problem> {
        let differs = match (&args.pairs, &args.since, &args.left, &args.right) {
            (Some(pairs), ..) => self.pairs(args, pairs)?,
            (None, Some(since), Some(name), _) => self.role_since(args, since, name)?,
            (None, Some(since), ..) => self.all_since(args, since)?,
            (None, None, Some(left), Some(right)) => {
                self.takes(&Format::ALL)?;
                let catalog = self.catalog()?;
                let differ = self.differ(&catalog);
                let roles = (self.role(&catalog, left)?, self.role(&catalog, right)?);
                self.note_same(&catalog, &[(left, roles.0), (right, roles.1)]);
                let diff = differ.diff(&catalog, roles.0, roles.1, how(args));
                self.write_diff(&catalog, &differ, &diff, args)?;
                has_changes(&diff)
            }
            _ => {
                let text = "name two roles to compare, or one role with --since PATH";
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
        // Resolve all names first, so that a bad one leaves no answer half written.
        let mut pairs = Vec::new();
        for (number, line) in
            read(path)?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty())
        {
            let Some((left, right)) = line.split_once('\t') else {
                let place = format!("{}:{}", text::shown(path), number + 1);
                return Err(Problem::Usage(format!("{place} is not LEFT<tab>RIGHT")));
            };
            let roles = (self.role(&catalog, left)?, self.role(&catalog, right)?);
            self.note_same(&catalog, &[(left, roles.0), (right, roles.1)]);
            pairs.push(roles);
        }
        let mut answers = report::Answers::new(self.format == Format::Ndjson);
        for (at, (left, right)) in pairs.into_iter().enumerate() {
            let diff = differ.diff(&catalog, left, right, how(args));
            differs |= has_changes(&diff);
            let why = args.why.then(|| differ.why(&catalog, &diff, how(args)));
            let why = why.as_ref();
            let diff = diff.excerpt(excerpt(args));
            self.note_too_many(&diff);
            match self.format {
                Format::Text if self.page.width.is_none() => {
                    // Each row names its pair.
                    let [left, right] = [left, right].map(|role| catalog.role(role).id.as_str());
                    let sheet = shown::sheet(&catalog, &diff, why)
                        .first_column("right_id", right)
                        .first_column("left_id", left);
                    sheet.write_records(&mut self.out, self.page)?;
                }
                Format::Text => {
                    if at > 0 {
                        writeln!(self.out)?;
                    }
                    shown::write_text(&mut self.out, &catalog, &diff, why, self.page)?;
                }
                _ => answers.push(&mut self.out, &shown::json(&catalog, &diff, why))?,
            }
        }
        if self.format == Format::Json {
            answers.end(&mut self.out)?;
        }
        Ok(differs)
    }

    /// Compares one role with its older copy, and shows what else changed that concerns it.
    fn role_since(&mut self, args: &args::Diff, since: &Path, name: &str) -> Result<bool, Problem> {
        self.takes(&Format::ALL)?;
        let before = self.older(since)?;
        let now = self.newer(&before)?;
        let copies = copies_of(&now, &before, args.punctuation);
        let fate = self.fate(&copies, &now, &before, name)?;
        let (was, is) = match fate {
            Some(Fate::Kept(was, is)) => (was, is),
            Some(Fate::Added(role)) => {
                let title = copies.name(role).1;
                return Err(Problem::No(format!(
                    "{title} is new: {} has no such role",
                    text::shown(since)
                )));
            }
            Some(Fate::Dropped(role)) => {
                let title = copies.name(role).1;
                return Err(Problem::No(format!(
                    "{title} was dropped: only {} has it",
                    text::shown(since)
                )));
            }
            None => {
                let text = format!(
                    "`{}` is in a pack that is not in {}",
                    quoted(name),
                    text::shown(since)
                );
                return Err(Problem::No(text));
            }
        };
        let differ = self.differ(&now);
        let diff = copies.diff(&differ, was, is, how(args));
        let (around, renamed) = (copies.around(was, is), copies.renamed(was, is));
        let changed = differs(&diff) || renamed.is_some() || !around.is_empty();
        let diff = diff.excerpt(excerpt(args));
        self.note_too_many(&diff);
        let answer =
            review::RoleReview { copies: &copies, diff: &diff, renamed, around: &around, changed };
        match self.format {
            Format::Text => answer.write_text(&mut self.out, self.page)?,
            Format::Json => report::write_json(&mut self.out, &answer.json())?,
            Format::Ndjson => report::write_json_line(&mut self.out, &answer.json())?,
            _ => self.write_sheet(&answer.sheet())?,
        }
        if !changed {
            let exact = Copies::new(&now, &before);
            let small = !args.punctuation
                && (differs(&exact.diff(&differ, was, is, how(args)))
                    || !exact.around(was, is).is_empty());
            self.say_nothing_changed(since, small);
        }
        Ok(changed)
    }

    /// Compares everything with the older copy.
    fn all_since(&mut self, args: &args::Diff, since: &Path) -> Result<bool, Problem> {
        self.takes(&Format::ALL)?;
        let before = self.older(since)?;
        let now = self.newer(&before)?;
        let copies = copies_of(&now, &before, args.punctuation);
        let differ = self.differ(&now);
        let found = copies.review(&differ, how(args));
        let changed = !found.is_empty();
        found.changed.iter().for_each(|diff| self.note_too_many(diff));
        // By default a review leaves out what did not change.
        let excerpt = Excerpt { context: args.context.or(Some(0)), ..excerpt(args) };
        let found = found.only(excerpt.kind);
        let title = review::title(&before, &now);
        match self.format {
            Format::Text => {
                review::write_text(&mut self.out, &copies, &found, &title, (excerpt, self.page))?;
            }
            Format::Json => {
                report::write_json(
                    &mut self.out,
                    &review::json(&copies, &found, &before, &now, excerpt),
                )?;
            }
            Format::Ndjson => {
                for line in review::json_lines(&copies, &found, excerpt) {
                    report::write_json_line(&mut self.out, &line)?;
                }
            }
            _ => self.write_sheet(&review::sheet(&copies, &found, &title, excerpt))?,
        }
        if !changed {
            let small = !args.punctuation
                && !Copies::new(&now, &before).review(&differ, how(args)).is_empty();
            self.say_nothing_changed(since, small);
        }
        Ok(changed)
    }

    /// Reports on standard error that nothing changed, if the output is records: empty output could
    /// also mean a failure. If there are changes too `small` to be shown, it always reports this.
    fn say_nothing_changed(&self, since: &Path, small: bool) {
        if small {
            let since = text::shown(since);
            super::note::note(format!(
                "only punctuation or capitals changed since {since}; --punctuation shows where"
            ));
            return;
        }
        let silent = match self.format {
            Format::Text => self.page.width.is_none(),
            Format::Csv | Format::Ndjson => true,
            Format::Json | Format::Markdown | Format::Html => false,
        };
        if silent {
            super::note::note(format!("nothing changed since {}", text::shown(since)));
        }
    }

    /// Returns the open packs to compare with `before`: only those that it also has, if any. Packs
    /// that are open together merge their skills, and a merged skill would differ from the same
    /// skill in one of them.
    fn newer(&mut self, before: &Catalog) -> Result<Arc<Catalog>, Problem> {
        let now = self.catalog()?;
        let old = |pack: &Pack| before.packs().iter().any(|other| other.id == pack.id);
        let (shared, all) =
            (now.packs().iter().filter(|pack| old(pack)).count(), now.packs().len());
        if shared == 0 || shared == all || all != self.config.packs.len() {
            return Ok(now);
        }
        let paths = self.config.packs.iter().zip(now.packs()).filter(|(_, pack)| old(pack));
        let paths: Vec<PathBuf> = paths.map(|(path, _)| path.clone()).collect();
        // A pack that is not valid without the others is compared together with them.
        let Ok(loaded) = pack::load(&paths) else { return Ok(now) };
        if !pack::is_valid(&loaded.diagnostics) {
            return Ok(now);
        }
        // Results cached for all packs do not fit these.
        self.kept = None;
        self.unsaved = None;
        Ok(Arc::new(loaded.catalog))
    }

    /// Returns what became of the role that `name` names: by its id in either copy first, since its
    /// old id may look like another role's title today.
    fn fate(
        &mut self,
        copies: &Copies,
        now: &Arc<Catalog>,
        before: &Catalog,
        name: &str,
    ) -> Result<Option<Fate>, Problem> {
        if let Some(role) = now.role_by_id(name) {
            return Ok(copies.fate(role));
        }
        if let Some(role) = before.role_by_id(name) {
            return Ok(copies.fate_of_older(role));
        }
        let found = |catalog: &Catalog| RoleNames::new().find(catalog, name).found;
        if let (Found::Nothing(_), Found::One(role)) = (found(now), found(before)) {
            return Ok(copies.fate_of_older(role));
        }
        Ok(copies.fate(self.role(now, name)?))
    }

    /// Reports on standard error that not all responsibilities were compared, if the answer has no
    /// place for this.
    fn note_too_many(&self, diff: &Diff) {
        let records = matches!(self.format, Format::Csv)
            || (self.format == Format::Text && self.page.width.is_none());
        if let Some(sentence) = shown::too_many(diff).filter(|_| records && self.shown.is_none()) {
            super::note::note(sentence);
        }
    }

    fn write_diff(
        &mut self,
        catalog: &Catalog,
        differ: &Differ,
        diff: &Diff,
        args: &args::Diff,
    ) -> Result<(), Problem> {
        self.note_too_many(diff);
        let why = args.why.then(|| differ.why(catalog, diff, how(args)));
        let why = why.as_ref();
        let diff = diff.excerpt(excerpt(args));
        match self.format {
            Format::Text => shown::write_text(&mut self.out, catalog, &diff, why, self.page)?,
            Format::Json => report::write_json(&mut self.out, &shown::json(catalog, &diff, why))?,
            Format::Ndjson => {
                report::write_json_line(&mut self.out, &shown::json(catalog, &diff, why))?;
            }
            _ => self.write_sheet(&shown::sheet(catalog, &diff, why))?,
        }
        Ok(())
    }
}

/// Returns both copies, with a note on standard error if they are not copies of one pack.
fn copies_of(now: &Catalog, before: &Catalog, punctuation: bool) -> Copies {
    let copies = Copies::new(now, before);
    let copies = if punctuation { copies } else { copies.by_words() };
    if copies.strangers {
        super::note::note(format!(
            "{} is a different pack with few of the same roles: only roles with the same id are compared",
            before.packs().iter().map(|pack| visible(&pack.title)).collect::<Vec<_>>().join(", ")
        ));
    }
    copies
}

/// Returns the rows to show.
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

/// Whether the roles differ in their responsibilities or requirements.
fn has_changes(diff: &Diff) -> bool {
    diff.responsibilities.iter().any(|r| r.status != Status::Same)
        || diff.skills.iter().any(|s| s.kind() != Status::Same)
}

/// Reads the text of `path`, or of standard input for `-`.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    let shown = super::gap::shown_name(path);
    let read = if path.as_os_str() == "-" {
        disk::standard_input(disk::LARGEST_LIST).and_then(disk::as_text)
    } else {
        disk::text(path, disk::LARGEST_LIST)
    };
    read.map_err(|error| Problem::Failed(format!("cannot read {shown}: {error}")))
}
