//! Another program on our terminal: an editor, and whatever opens links.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::model::{Catalog, Part};
use crate::pack::{Place, Places};
use crate::search::Item;

/// Where `item` is in the files of `packs`: file and line; and a word where that is not quite it.
///
/// # Errors
///
/// Why that cannot be told, and what to do.
pub(in crate::tui) fn place(
    catalog: &Catalog,
    packs: &[Option<&Path>],
    item: Item,
) -> Result<(Place, Option<String>), String> {
    let part = match item {
        Item::Role(role) => Part::Role(role),
        Item::Responsibility(role, at) => Part::Responsibility(role, at as usize),
        Item::Skill(skill) => Part::Skill(skill),
    };
    let places = Places::read(packs).map_err(|error| error.to_string())?;
    if let Some(place) = places.find(catalog, part) {
        return Ok((place, None));
    }
    let (id, pack) = match item {
        Item::Role(role) | Item::Responsibility(role, _) => {
            let role = catalog.role(role);
            (&role.id, packs.get(role.pack.index()).copied().flatten())
        }
        Item::Skill(skill) => (&catalog.skill(skill).id, packs.iter().copied().flatten().next()),
    };
    if pack.is_none() {
        return Err("the built-in pack has no file to edit: --pack opens packs of your own".to_string());
    }
    // The text was changed since: its role is near enough.
    if let Item::Responsibility(role, _) = item
        && let Some(place) = places.find(catalog, Part::Role(role))
    {
        return Ok((place, Some("this responsibility has changed in the file; opened its role".to_string())));
    }
    Err(format!("`{id}` is not in the files any more; press r to reload the packs"))
}

/// The editor that the user has set, and its arguments.
fn editor() -> Vec<String> {
    let set = |name| std::env::var(name).ok().filter(|text| !text.trim().is_empty());
    let text = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_string());
    text.split_whitespace().map(str::to_string).collect()
}

/// The arguments with which `editor` opens `file` at `line`.
pub(in crate::tui) fn arguments(editor: &str, file: &Path, line: usize) -> Vec<String> {
    let name = Path::new(editor).file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let file = file.display().to_string();
    match name.as_str() {
        "vi" | "vim" | "nvim" | "view" | "gvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro" | "joe" | "mg" => {
            vec![format!("+{line}"), file]
        }
        "hx" | "helix" | "zed" | "subl" => vec![format!("{file}:{line}")],
        "code" | "codium" | "code-insiders" => vec!["--wait".to_string(), "-g".to_string(), format!("{file}:{line}")],
        _ => vec![file],
    }
}

/// Runs the user's editor on `file` at `line` and waits for its end. The terminal is its own meanwhile, and so are the
/// keys: whoever reads them does this instead.
///
/// # Errors
///
/// Why it could not be run, or how it ended.
pub(in crate::tui) fn edit(file: &Path, line: usize) -> Result<(), String> {
    let words = editor();
    let Some((program, given)) = words.split_first() else { return Err("EDITOR names no program".to_string()) };
    let status = Command::new(program).args(given).args(arguments(program, file, line)).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(error) => Err(format!("cannot run {program}: {error}; set EDITOR to your editor")),
    }
}

/// Has `link` opened by whatever opens links here. Nothing is fetched by us.
///
/// # Errors
///
/// When there is no such program.
pub(in crate::tui) fn open(link: &str) -> io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        Command::new("explorer")
    } else {
        Command::new("xdg-open")
    };
    let mut child = command.arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Somebody must wait for it, or it stays in the system's list when it has ended.
    let waited = std::thread::Builder::new().name("link".to_string()).spawn(move || drop(child.wait()));
    waited.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_open_at_the_line_in_their_own_ways() {
        let at = |editor: &str| arguments(editor, Path::new("a b.toml"), 12).join("|");
        assert_eq!(at("vim"), "+12|a b.toml");
        assert_eq!(at("/usr/bin/nano"), "+12|a b.toml");
        assert_eq!(at("hx"), "a b.toml:12");
        assert_eq!(at("code"), "--wait|-g|a b.toml:12");
        assert_eq!(at("ed"), "a b.toml");
    }
}
