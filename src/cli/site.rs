//! `roledex site`.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::import::catch_signals;
use super::output::cannot_write;
use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::disk::folder::{FolderContent, FolderTarget};
use crate::model::text::printable;
use crate::report::site::SiteReport;
use crate::{report, site};

/// The file of a site that lists the others.
const LIST_NAME: &str = ".roledex-site";

impl CommandContext<'_> {
    /// Writes the open packs as a folder of pages.
    pub(super) fn run_site(&mut self, args: &args::SiteArgs) -> Result<Exit, CommandError> {
        self.require_text_or_json()?;
        let path = args.output.as_path();
        // Before the work, which may take a while.
        let target =
            FolderTarget::open(path, LIST_NAME).map_err(|error| cannot_write(path, error))?;
        check_content(path, target.content(), args.force)?;
        let catalog = self.load_valid_catalog()?;
        let engine = self.engine(&catalog);
        let stop = Arc::new(AtomicUsize::new(0));
        catch_signals(&stop)?;
        let written = target.write(|folder| {
            site::write(&engine, &|name, content| {
                if stop.load(Ordering::Relaxed) > 0 {
                    return Err(io::Error::other("stopped"));
                }
                folder.write(name, content)
            })
        });
        let counts = match written {
            Ok(counts) => counts,
            Err(_) if stop.load(Ordering::Relaxed) > 0 => {
                return Err(CommandError::Interrupted(stop.load(Ordering::Relaxed) as u8));
            }
            Err(error) => return Err(cannot_write(path, error)),
        };
        let report = SiteReport {
            folder: path,
            pages: counts.pages,
            roles: counts.roles,
            skills: counts.skills,
            comparisons: counts.comparisons,
        };
        if self.format == OutputFormat::Json {
            report::write_json(&mut self.out, &report::site::json(report))?;
        } else {
            report::site::write_text(&mut self.out, report)?;
        }
        Ok(Exit::Success)
    }
}

/// Checks that a folder with this content may be written.
fn check_content(path: &Path, content: &FolderContent, force: bool) -> Result<(), CommandError> {
    let path = printable(path);
    let problem = match content {
        FolderContent::Nothing => return Ok(()),
        FolderContent::Listed if force => return Ok(()),
        FolderContent::Listed => format!("{path} already exists; --force replaces this site"),
        FolderContent::Unlisted => format!(
            "cannot write {path}: the folder is not empty and not a site ({LIST_NAME} is missing); \
             name another folder, or empty it"
        ),
        FolderContent::Foreign(name) => format!(
            "cannot write {path}: {name} was added or changed since `roledex site` wrote this \
             folder; move it away, or name another folder"
        ),
    };
    Err(CommandError::Failed(problem.into()))
}
