//! `roledex diff`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::analysis::diff::{
    Diff, DiffOptions, DiffStatus, ExcerptOptions, PairingMode, ResponsibilityScope,
};
use crate::analysis::review::{CatalogVersions, RoleChange, role_differs};
use crate::disk::read as disk;
use crate::model::text::{self, quoted, visible};
use crate::model::{Catalog, RoleId};
use crate::pack;
use crate::question::{CompareQuestion, Question, has_differences};
use crate::report::{self, diff as shown, review};
use crate::search::RoleNames;
use crate::search::lookup::LookupResult;

/// The pairs of roles that a list names.
struct ResolvedPairs {
    pairs: Vec<(RoleId, RoleId)>,
    /// A message about the lines that name a role which does not exist, or may be several: the
    /// others are answered nevertheless.
    unknown: Option<String>,
}

impl CommandContext<'_> {
    /// Compares two roles, many pairs of roles, or roles with an older copy.
    pub(super) fn run_diff(&mut self, args: &args::DiffArgs) -> Result<Exit, CommandError> {
        let differs = match (&args.pairs, &args.since, &args.left, &args.right) {
            (Some(pairs), ..) => self.diff_pairs(args, pairs)?,
            (None, Some(since), Some(name), _) => self.diff_role_since(args, since, name)?,
            (None, Some(since), ..) => self.diff_all_since(args, since)?,
            (None, None, Some(left), Some(right)) => {
                self.require_format(&OutputFormat::FOR_PICTURES)?;
                let catalog = self.load_valid_catalog()?;
                let catalog = self.with_texts(catalog, &[left, right], false)?;
                let question = self.parse_compare(&catalog, args, (left, right))?;
                let answer = self.answer(&catalog, &Question::Compare(question))?;
                self.write_answer(&catalog, &answer)?;
                answer.has_differences()
            }
            _ => {
                let text = "name two roles to compare, or one role with --since PATH|REV";
                return Err(CommandError::Usage(text.to_string()));
            }
        };
        Ok(if args.exit_code && differs { Exit::NoResult } else { Exit::Success })
    }

    /// Returns the question for the differences between two roles.
    pub(super) fn parse_compare(
        &mut self,
        catalog: &Arc<Catalog>,
        args: &args::DiffArgs,
        (left, right): (&str, &str),
    ) -> Result<CompareQuestion, CommandError> {
        let roles = (self.resolve_role(catalog, left)?, self.resolve_role(catalog, right)?);
        self.note_same_roles(catalog, &[(left, roles.0), (right, roles.1)]);
        Ok(CompareQuestion {
            left: roles.0,
            right: roles.1,
            options: diff_options(args),
            excerpt: diff_excerpt(args),
            why: args.why,
        })
    }

    fn diff_pairs(&mut self, args: &args::DiffArgs, path: &Path) -> Result<bool, CommandError> {
        self.require_format(&OutputFormat::FOR_MANY_ANSWERS)?;
        let catalog = self.load_valid_catalog()?;
        let mut differs = false;
        let list = read_list(path)?;
        let names: Vec<&str> = list
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .flat_map(|(left, right)| [left, right])
            .collect();
        let catalog = self.with_texts(catalog, &names, path.as_os_str() == "-")?;
        let differ = self.differ(&catalog);
        let ResolvedPairs { pairs, unknown } = self.resolve_pairs(&catalog, &list, path)?;
        let mut answers = report::JsonAnswerWriter::new(self.format == OutputFormat::Ndjson);
        for (at, (left, right)) in pairs.into_iter().enumerate() {
            let diff = differ.diff(&catalog, left, right, diff_options(args));
            differs |= has_differences(&diff);
            let why = args.why.then(|| differ.explainer(&catalog, &diff, diff_options(args)));
            let why = why.as_ref();
            let diff = diff.excerpt(diff_excerpt(args));
            self.note_pairing_limit(&diff);
            match self.format {
                OutputFormat::Text if self.page.width.is_none() => {
                    // Each row names its pair.
                    let [left, right] = [left, right].map(|role| catalog.role(role).id.as_str());
                    let sheet = shown::document(&catalog, &diff, why)
                        .with_first_column("right_id", right)
                        .with_first_column("left_id", left);
                    sheet.write_records(&mut self.out, self.page)?;
                }
                OutputFormat::Text => {
                    if at > 0 {
                        writeln!(self.out)?;
                    }
                    shown::write_text(&mut self.out, &catalog, &diff, why, self.page)?;
                }
                _ => answers.push(&mut self.out, &shown::json(&catalog, &diff, why))?,
            }
        }
        if self.format == OutputFormat::Json {
            answers.finish(&mut self.out)?;
        }
        match unknown {
            None => Ok(differs),
            Some(message) => Err(CommandError::NoResult(message)),
        }
    }

    /// Returns the pairs of roles in `list`, the text of `path`.
    fn resolve_pairs(
        &mut self,
        catalog: &Arc<Catalog>,
        list: &str,
        path: &Path,
    ) -> Result<ResolvedPairs, CommandError> {
        let (mut pairs, mut unknown) = (Vec::new(), Vec::new());
        // All lines are read first: a malformed one leaves no answer half written.
        for (number, line) in list.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{}:{}", super::gap::input_name(path), number + 1);
            let Some((left, right)) = line.split_once('\t') else {
                return Err(CommandError::Usage(format!("{place}: expected LEFT<tab>RIGHT")));
            };
            let mut roles = Vec::new();
            for name in [left, right] {
                match self.resolve_role(catalog, name) {
                    Ok(role) => roles.push(role),
                    Err(CommandError::NoResult(message)) => {
                        unknown.push(format!("{place}: {message}"));
                    }
                    Err(problem) => return Err(problem),
                }
            }
            if let [left_role, right_role] = roles[..] {
                self.note_same_roles(catalog, &[(left, left_role), (right, right_role)]);
                pairs.push((left_role, right_role));
            }
        }
        let unknown = (!unknown.is_empty()).then(|| unknown.join("\n"));
        Ok(ResolvedPairs { pairs, unknown })
    }

    /// Compares one role with its older copy, and shows what else changed that concerns it.
    fn diff_role_since(
        &mut self,
        args: &args::DiffArgs,
        since: &Path,
        name: &str,
    ) -> Result<bool, CommandError> {
        self.require_format(&OutputFormat::ALL)?;
        let before = self.load_older_catalog(since)?;
        let now = self.load_newer_catalog(&before)?;
        let copies = copies_of(&now, &before, args.punctuation);
        let fate = self.find_role_change(&copies, &now, &before, name)?;
        let (was, is) = match fate {
            Some(RoleChange::Kept(was, is)) => (was, is),
            Some(RoleChange::Added(role)) => {
                let title = copies.name(role).1;
                return Err(CommandError::NoResult(format!(
                    "{title} is new: {} has no such role",
                    text::printable(since)
                )));
            }
            Some(RoleChange::Dropped(role)) => {
                let title = copies.name(role).1;
                return Err(CommandError::NoResult(format!(
                    "{title} was dropped: only {} has it",
                    text::printable(since)
                )));
            }
            None => {
                let text = format!(
                    "`{}` is in a pack that is not in {}",
                    quoted(name),
                    text::printable(since)
                );
                return Err(CommandError::NoResult(text));
            }
        };
        let differ = self.differ(&now);
        let diff = copies.diff(&differ, was, is, diff_options(args));
        let (around, renamed) = (copies.items_about(was, is), copies.renamed(was, is));
        let changed = role_differs(&diff) || renamed.is_some() || !around.is_empty();
        let diff = diff.excerpt(diff_excerpt(args));
        self.note_pairing_limit(&diff);
        let answer = review::RoleReview {
            copies: &copies,
            diff: &diff,
            renamed,
            related_items: &around,
            changed,
        };
        match self.format {
            OutputFormat::Text => answer.write_text(&mut self.out, self.page)?,
            OutputFormat::Json => report::write_json(&mut self.out, &answer.json())?,
            OutputFormat::Ndjson => report::write_json_line(&mut self.out, &answer.json())?,
            _ => self.write_document(&copies.catalog, &answer.document())?,
        }
        if !changed {
            let exact = CatalogVersions::new(&now, &before);
            let only_punctuation = !args.punctuation
                && (role_differs(&exact.diff(&differ, was, is, diff_options(args)))
                    || !exact.items_about(was, is).is_empty());
            self.note_nothing_changed(since, only_punctuation);
        }
        Ok(changed)
    }

    /// Compares everything with the older copy.
    fn diff_all_since(
        &mut self,
        args: &args::DiffArgs,
        since: &Path,
    ) -> Result<bool, CommandError> {
        self.require_format(&OutputFormat::ALL)?;
        let before = self.load_older_catalog(since)?;
        let now = self.load_newer_catalog(&before)?;
        let copies = copies_of(&now, &before, args.punctuation);
        let differ = self.differ(&now);
        let found = copies.review(&differ, diff_options(args));
        let changed = !found.is_empty();
        found.changed.iter().for_each(|diff| self.note_pairing_limit(diff));
        // By default a review leaves out what did not change.
        let excerpt = ExcerptOptions { context: args.context.or(Some(0)), ..diff_excerpt(args) };
        let found = found.filtered(excerpt.kind);
        let title = review::review_title(&before, &now);
        match self.format {
            OutputFormat::Text => {
                review::write_text(&mut self.out, &copies, &found, &title, (excerpt, self.page))?;
            }
            OutputFormat::Json => {
                report::write_json(
                    &mut self.out,
                    &review::json(&copies, &found, &before, &now, excerpt),
                )?;
            }
            OutputFormat::Ndjson => {
                for line in review::json_lines(&copies, &found, excerpt) {
                    report::write_json_line(&mut self.out, &line)?;
                }
            }
            _ => {
                let document = review::document(&copies, &found, &title, excerpt);
                self.write_document(&copies.catalog, &document)?;
            }
        }
        if !changed {
            let only_punctuation = !args.punctuation
                && !CatalogVersions::new(&now, &before)
                    .review(&differ, diff_options(args))
                    .is_empty();
            self.note_nothing_changed(since, only_punctuation);
        }
        Ok(changed)
    }

    /// Reports on standard error that nothing changed, if the output is records: empty output could
    /// also mean a failure. If there are changes too `only_punctuation` to be shown, it always reports this.
    fn note_nothing_changed(&self, since: &Path, only_punctuation: bool) {
        if only_punctuation {
            let since = text::printable(since);
            super::stderr::print_note(format!(
                "only punctuation or capitals changed since {since}; --punctuation shows where"
            ));
            return;
        }
        let output_is_empty = match self.format {
            OutputFormat::Text => self.page.width.is_none(),
            OutputFormat::Csv | OutputFormat::Ndjson => true,
            _ => false,
        };
        if output_is_empty {
            super::stderr::print_note(format!("nothing changed since {}", text::printable(since)));
        }
    }

    /// Returns the open packs to compare with `before`: only those that it also has, if any. Packs
    /// that are open together merge their skills, and a merged skill would differ from the same
    /// skill in one of them.
    fn load_newer_catalog(&mut self, before: &Catalog) -> Result<Arc<Catalog>, CommandError> {
        let now = self.load_valid_catalog()?;
        let old: HashSet<&str> = before.packs().iter().map(|pack| pack.id.as_str()).collect();
        let shared = now.packs().iter().filter(|pack| old.contains(pack.id.as_str())).count();
        let all = now.packs().len();
        if shared == 0 || shared == all || all != self.config.packs.len() {
            return Ok(now);
        }
        let paths: Vec<PathBuf> = (self.config.packs.iter().zip(now.packs()))
            .filter(|(_, pack)| old.contains(pack.id.as_str()))
            .map(|(path, _)| path.clone())
            .collect();
        // A pack that is not valid without the others is compared together with them.
        let Ok(loaded) = pack::load(&paths) else { return Ok(now) };
        if !pack::is_valid(&loaded.diagnostics) {
            return Ok(now);
        }
        Ok(Arc::new(loaded.catalog))
    }

    /// Returns what became of the role that `name` names: by its id in either copy first, since its
    /// old id may look like another role's title today.
    fn find_role_change(
        &mut self,
        copies: &CatalogVersions,
        now: &Arc<Catalog>,
        before: &Catalog,
        name: &str,
    ) -> Result<Option<RoleChange>, CommandError> {
        if let Some(role) = now.role_by_id(name) {
            return Ok(copies.role_change(role));
        }
        if let Some(role) = before.role_by_id(name) {
            return Ok(copies.older_role_change(role));
        }
        if let (LookupResult::Nothing(_), LookupResult::One(role)) =
            (find_role(now, name), find_role(before, name))
        {
            return Ok(copies.older_role_change(role));
        }
        Ok(copies.role_change(self.resolve_role(now, name)?))
    }

    /// Reports on standard error that not all responsibilities were compared, if the answer has no
    /// place for this.
    fn note_pairing_limit(&self, diff: &Diff) {
        let records = self.format.is_records(self.page);
        if let Some(sentence) =
            shown::pairing_limit_note(diff).filter(|_| records && !self.in_explorer)
        {
            super::stderr::print_note(sentence);
        }
    }
}

/// The role that `name` refers to in a catalog.
fn find_role(catalog: &Catalog, name: &str) -> LookupResult<crate::model::RoleId> {
    RoleNames::new().find(catalog, name).found
}

/// Returns both copies, with a note on standard error if they are not copies of one pack.
fn copies_of(now: &Catalog, before: &Catalog, punctuation: bool) -> CatalogVersions {
    let copies = CatalogVersions::new(now, before);
    let copies = if punctuation { copies } else { copies.ignoring_punctuation() };
    if copies.unrelated {
        super::stderr::print_note(format!(
            "{} is a different pack with few roles in common: only roles with the same id are compared",
            before.packs().iter().map(|pack| visible(&pack.title)).collect::<Vec<_>>().join(", ")
        ));
    }
    copies
}

/// Returns the rows to show.
fn diff_excerpt(args: &args::DiffArgs) -> ExcerptOptions {
    ExcerptOptions {
        kind: args.kind.as_deref().and_then(DiffStatus::from_word),
        context: args.context.or(args.only_differences.then_some(0)),
    }
}

fn diff_options(args: &args::DiffArgs) -> DiffOptions {
    DiffOptions {
        align: PairingMode::from_word(&args.align).unwrap_or(PairingMode::Auto),
        scope: ResponsibilityScope::from_word(&args.duties).unwrap_or(ResponsibilityScope::InForce),
        exact: false,
    }
}

/// Reads the text of `path`, or of standard input for `-`.
pub(super) fn read_list(path: &Path) -> Result<String, CommandError> {
    let shown = super::gap::input_name(path);
    let read = if path.as_os_str() == "-" {
        disk::standard_input(disk::MAX_LIST_SIZE).and_then(disk::decode_utf8)
    } else {
        disk::text(path, disk::MAX_LIST_SIZE)
    };
    read.map_err(|error| CommandError::failed_to(&format!("cannot read {shown}"), error))
}
