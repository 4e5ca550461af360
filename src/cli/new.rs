//! `roledex new`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::fmt::replace_file;
use super::output::cannot_write;
use super::{
    CommandContext, CommandError, EntityKind, Exit, OutputFormat, args, resolve_one, stderr,
};
use crate::authoring::template::{
    NewRole, RoleCopy, comparison, count_holes, id_from_name, pack_files, pack_folder, schema_file,
};
use crate::disk::{self, FileAccess, IfExists};
use crate::json::to_value;
use crate::model::text::{path_text, printable, quoted};
use crate::model::{Catalog, RoleId};
use crate::pack;
use crate::report;
use crate::search::lookup::LookupResult;
use crate::search::{RoleNames, SearchIndex};

/// The name and version of the JSON that `new` prints.
const SCHEMA_ID: &str = "roledex/new/1";

/// Returns the JSON Schema of the answers of `new`.
pub(super) fn new_schema() -> Value {
    report::schema::schema_of::<NewAnswer>("new", SCHEMA_ID)
}

/// The result of `new` as JSON.
#[derive(Serialize, JsonSchema)]
struct NewAnswer {
    schema: &'static str,
    created: Vec<String>,
    changed: Vec<String>,
    holes: usize,
}

/// The place of a new entry.
struct NewPlace {
    /// The pack that it belongs to.
    pack: PathBuf,
    /// The file to write.
    file: PathBuf,
    /// The text of that file, if the entry is added to it.
    existing: Option<String>,
    /// The number of folders between the file and the pack's folder; `None` inside another file.
    depth: Option<usize>,
}

/// The files that were written.
#[derive(Default)]
struct WrittenFiles {
    created: Vec<PathBuf>,
    changed: Vec<PathBuf>,
    holes: usize,
}

impl CommandContext<'_> {
    /// Makes files with marked holes.
    pub(super) fn run_new(&mut self, args: &args::NewArgs) -> Result<Exit, CommandError> {
        self.require_text_or_json()?;
        match &args.what {
            args::NewCommand::Pack { folder, id } => self.new_pack(folder, id.as_deref()),
            args::NewCommand::Role(args) => self.new_role(args),
            args::NewCommand::Comparison(args) => self.new_comparison(args),
        }
    }

    fn new_pack(&mut self, folder: &Path, id: Option<&str>) -> Result<Exit, CommandError> {
        let full = std::path::absolute(folder).map_err(|error| cannot_write(folder, error))?;
        let name = full.file_name().map(|name| name.to_string_lossy().into_owned());
        let id = id.map_or_else(|| id_from_name(&name.unwrap_or_default()), str::to_string);
        if let Some(file) = pack::files(folder).unwrap_or_default().first() {
            let text = format!(
                "{} is already a pack: it has {}; `roledex new role` adds to it",
                printable(folder),
                printable(file)
            );
            return Err(CommandError::Failed(text.into()));
        }
        let mut files = pack_files(&id);
        files.push(schema_file());
        let files: Vec<(PathBuf, String)> =
            files.into_iter().map(|(name, text)| (folder.join(name), text)).collect();
        if let Some((taken, _)) = files.iter().find(|(file, _)| file.symlink_metadata().is_ok()) {
            return Err(already_there(taken));
        }
        std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, error))?;
        let mut written = WrittenFiles::default();
        for (file, text) in &files {
            written.create(file, text)?;
        }
        let place = printable(folder);
        let next = format!("then add roles: roledex new role ID --in {place}");
        self.report_new(&written, &next)
    }

    fn new_role(&mut self, args: &args::NewRoleArgs) -> Result<Exit, CommandError> {
        // The open packs are read first: they are those of the run.
        let from = match &args.from {
            Some(name) => {
                let catalog = self.load_valid_catalog()?;
                Some((self.resolve_role(&catalog, name)?, catalog))
            }
            None => None,
        };
        let place = self.new_place(args.place.as_deref(), Path::new("roles"), &args.id)?;
        let target = load_target(&place.pack)?;
        if target.role_by_id(&args.id).is_some() {
            let text = format!("a role `{}` already exists; choose another id", args.id);
            return Err(CommandError::NoResult(text));
        }
        let extends = args.extends.as_deref();
        let extends = extends.map(|base| role_of(&target, &place.pack, base)).transpose()?;
        let new = NewRole { id: &args.id, target: &target, extends, depth: place.depth };
        let copy = from.map(|(role, catalog)| new.copy_of(&catalog, catalog.role(role)));
        let written = match &copy {
            Some(copy) => place.write(&copy.text)?,
            None => place.write(&new.empty())?,
        };
        if let Some(left_out) = copy.as_ref().and_then(RoleCopy::left_out) {
            stderr::print_note(format!("left out of the copy: {left_out}"));
        }
        let next = format!("then: roledex check {}", printable(&place.pack));
        self.report_new(&written, &next)
    }

    fn new_comparison(&mut self, args: &args::NewComparisonArgs) -> Result<Exit, CommandError> {
        let name = args.roles.iter().map(|role| id_from_name(role)).collect::<Vec<_>>().join("-");
        let place = self.new_place(args.place.as_deref(), Path::new("comparisons"), &name)?;
        let target = load_target(&place.pack)?;
        let mut roles = Vec::new();
        for name in &args.roles {
            let role = role_of(&target, &place.pack, name)?;
            if roles.contains(&role) {
                let text = format!("`{}` is named twice; name different roles", quoted(name));
                return Err(CommandError::Usage(text));
            }
            roles.push(role);
        }
        let same = |known: &[RoleId]| {
            known.len() == roles.len() && known.iter().all(|role| roles.contains(role))
        };
        if target.comparisons().iter().any(|known| same(&known.roles)) {
            let text = "the pack already compares these roles; add a [[comparison.point]] there";
            return Err(CommandError::NoResult(text.to_string()));
        }
        let written = place.write(&comparison(&target, &roles, place.depth))?;
        let next = format!("then: roledex check {}", printable(&place.pack));
        self.report_new(&written, &next)
    }

    /// Decides where an entry called `name` is written: in the folder `kind` of a pack's folder, or
    /// in the file that the user names.
    fn new_place(
        &self,
        given: Option<&Path>,
        kind: &Path,
        name: &str,
    ) -> Result<NewPlace, CommandError> {
        let given: Vec<PathBuf> = given.map(Path::to_path_buf).into_iter().collect();
        let packs = self.authored_packs(&given)?;
        let [path] = &packs[..] else {
            let text = "several packs are open; name the one to write in with --in";
            return Err(CommandError::Usage(text.to_string()));
        };
        if path.is_dir() {
            let file = path.join(kind).join(format!("{name}.toml"));
            if file.symlink_metadata().is_ok() {
                return Err(already_there(&file));
            }
            return Ok(NewPlace { pack: path.clone(), file, existing: None, depth: Some(1) });
        }
        let folder = pack_folder(path);
        let existing = match pack::read_bytes(path) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes);
                Some(text.map_err(|_| {
                    CommandError::Failed(format!("{} is not UTF-8 text", printable(path)).into())
                })?)
            }
            Err(error) if error.source.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(CommandError::failed(error)),
        };
        let Some(pack) = folder.or_else(|| existing.is_some().then(|| path.clone())) else {
            let text = format!(
                "there is no pack at {}; `roledex new pack FOLDER` makes one",
                printable(path)
            );
            return Err(CommandError::Failed(text.into()));
        };
        let below = path.strip_prefix(&pack).unwrap_or(path).components().count();
        let depth = existing.is_none().then_some(below.saturating_sub(1));
        Ok(NewPlace { pack, file: path.clone(), existing, depth })
    }

    fn report_new(&mut self, written: &WrittenFiles, next: &str) -> Result<Exit, CommandError> {
        let WrittenFiles { created, changed, holes } = written;
        if self.format == OutputFormat::Json {
            let schema = SCHEMA_ID;
            let [created, changed] =
                [created, changed].map(|files| files.iter().map(|file| path_text(file)).collect());
            let answer = NewAnswer { schema, created, changed, holes: *holes };
            report::write_json(&mut self.out, &to_value(&answer))?;
        } else {
            for file in created.iter().chain(changed) {
                writeln!(self.out, "{}", printable(file))?;
            }
        }
        self.out.flush()?;
        let what = match holes {
            1 => "the blank".to_string(),
            n => format!("the {n} blanks"),
        };
        stderr::print_note(format!("fill in {what} marked TODO; {next}"));
        Ok(Exit::Success)
    }
}

impl NewPlace {
    /// Writes a new file with `text`, or adds it to the existing file.
    fn write(&self, text: &str) -> Result<WrittenFiles, CommandError> {
        let mut written = WrittenFiles::default();
        if let Some(existing) = &self.existing {
            let gap = match existing {
                text if text.is_empty() || text.ends_with("\n\n") => "",
                text if text.ends_with('\n') => "\n",
                _ => "\n\n",
            };
            let all = format!("{existing}{gap}{text}");
            replace_file(&self.file, existing.as_bytes(), all.as_bytes())?;
            written.changed.push(self.file.clone());
            written.holes = count_holes(text);
            return Ok(written);
        }
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, error))?;
        }
        written.create(&self.file, text)?;
        let (name, schema) = schema_file();
        let schema_path = self.pack.join(name);
        if self.pack.is_dir() && schema_path.symlink_metadata().is_err() {
            written.create(&schema_path, &schema)?;
        }
        Ok(written)
    }
}

impl WrittenFiles {
    /// Writes a file that does not exist yet.
    fn create(&mut self, file: &Path, text: &str) -> Result<(), CommandError> {
        let written = disk::write_atomic(file, IfExists::Keep, FileAccess::Default, |out| {
            io::Write::write_all(out, text.as_bytes())
        });
        written.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => already_there(file),
            _ => cannot_write(file, error),
        })?;
        self.created.push(file.to_path_buf());
        if file.extension().is_some_and(|extension| extension == "toml") {
            self.holes += count_holes(text);
        }
        Ok(())
    }
}

/// The problem that a file to be made already exists.
fn already_there(file: &Path) -> CommandError {
    let text = format!("{} already exists and was left as it is", printable(file));
    CommandError::Failed(text.into())
}

/// Reads the pack to write in; its valid part is enough, since files with holes are not valid yet.
fn load_target(path: &Path) -> Result<Arc<Catalog>, CommandError> {
    Ok(Arc::new(pack::load(&[path.to_path_buf()]).map_err(CommandError::failed)?.catalog))
}

/// Returns the role of `target`, the pack at `path`, that `name` names; if there is none, the
/// problem suggests roles of that pack.
fn role_of(target: &Arc<Catalog>, path: &Path, name: &str) -> Result<RoleId, CommandError> {
    if let Some(role) = target.role_by_id(name) {
        return Ok(role);
    }
    let mut found = RoleNames::new().find(target, name).found;
    if let LookupResult::Nothing(near) = &mut found {
        *near = SearchIndex::new(Arc::clone(target)).suggest(name);
        if near.is_empty() {
            return Err(CommandError::NoResult(format!(
                "no role named `{}` in {path}; `roledex --pack {path} list` shows all",
                quoted(name),
                path = printable(path)
            )));
        }
    }
    resolve_one(found, EntityKind::Role, name, |id| {
        let role = target.role(id);
        format!("{}  {}", quoted(&role.id), quoted(&role.title))
    })
}
