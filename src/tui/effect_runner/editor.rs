//! Other programs on our terminal: an editor, and the one that opens links.

use std::ffi::OsString;
use std::io;
#[cfg(unix)]
use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::model::{Catalog, CatalogPart};
use crate::pack::{FileLocation, PackLocator};
use crate::search::SearchItem;
use crate::tui::screen::ChildOutcome;

/// Returns where `item` is in the files of `packs`: file and line; and a remark if that is not its
/// exact place.
///
/// # Errors
///
/// Why the place is unknown, and what to do.
pub(in crate::tui) fn locate_item(
    catalog: &Catalog,
    packs: &[Option<&Path>],
    item: SearchItem,
) -> Result<(FileLocation, Option<String>), String> {
    let part = match item {
        SearchItem::Role(role) => CatalogPart::Role(role),
        SearchItem::Responsibility(role, at) => CatalogPart::Responsibility(role, at as usize),
        SearchItem::Skill(skill) => CatalogPart::Skill(skill),
    };
    if let SearchItem::Role(role) | SearchItem::Responsibility(role, _) = item
        && let Some(text) = catalog.read_from(role)
    {
        return Err(format!("read from {text}, not from a pack file; `roledex read` writes one"));
    }
    let places = PackLocator::read(packs).map_err(|error| error.to_string())?;
    if let Some(place) = places.find(catalog, part) {
        return Ok((place, None));
    }
    let (id, pack) = match item {
        SearchItem::Role(role) | SearchItem::Responsibility(role, _) => {
            let role = catalog.role(role);
            (&role.id, packs.get(role.pack.index()).copied().flatten())
        }
        SearchItem::Skill(skill) => {
            (&catalog.skill(skill).id, packs.iter().copied().flatten().next())
        }
    };
    if pack.is_none() {
        return Err("this pack is not a file you can edit; --pack opens your own".to_string());
    }
    // The text has changed since: its role is close enough.
    if let SearchItem::Responsibility(role, _) = item
        && let Some(place) = places.find(catalog, CatalogPart::Role(role))
    {
        return Ok((
            place,
            Some("this responsibility has changed in the file; opened its role".to_string()),
        ));
    }
    Err(format!("`{id}` is no longer in the files; press r to reload the packs"))
}

/// The user's editor.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::tui) struct ExternalEditor {
    /// The program and its first arguments.
    words: Vec<String>,
    /// The user's setting, if only a shell can interpret it.
    script: Option<String>,
    /// The variable that names it, if there is one.
    variable: Option<&'static str>,
}

impl ExternalEditor {
    /// Returns the editor that VISUAL names, or else EDITOR; the system's usual one without them.
    ///
    /// # Errors
    ///
    /// When their value cannot be parsed.
    pub(in crate::tui) fn from_env() -> Result<Self, String> {
        for variable in ["VISUAL", "EDITOR"] {
            let text = std::env::var_os(variable).unwrap_or_default();
            let text = text.to_string_lossy();
            if !text.trim().is_empty() {
                return Self::parse(variable, &text);
            }
        }
        let usual = if cfg!(windows) { "notepad" } else { "vi" };
        Ok(Self { words: vec![usual.to_string()], script: None, variable: None })
    }

    /// Parses `text`, the value of `variable`, as a shell would: words, quotes, and other shell
    /// syntax.
    fn parse(variable: &'static str, text: &str) -> Result<Self, String> {
        let text = text.trim();
        // A path with blanks in it that was not quoted.
        let plain = text.contains(char::is_whitespace) && Path::new(text).is_file();
        let words = if plain {
            vec![text.to_string()]
        } else {
            split(text).ok_or_else(|| unclosed(variable, text))?
        };
        if words.first().is_none_or(String::is_empty) {
            return Err(format!("could not open the editor: {variable} does not name a program"));
        }
        let expands = text.starts_with('~') || text.contains(|c| "$`|&;<>()*?[".contains(c));
        let assigns = words.first().is_some_and(|word| word.contains('='));
        let script = cfg!(unix) && !plain && (expands || assigns);
        Ok(Self { words, script: script.then(|| text.to_string()), variable: Some(variable) })
    }

    /// Returns its display name.
    fn name(&self) -> &str {
        self.script.as_deref().or(self.words.first().map(String::as_str)).unwrap_or_default()
    }

    /// Opens `file` at `line` in it and waits for its end. Meanwhile it has the terminal and its
    /// keys: call this on the thread that reads keys.
    pub(in crate::tui) fn run(&self, file: &Path, line: usize) -> ChildOutcome {
        // After assignments, the program is the first word that is not one.
        let program = self.words.iter().find(|word| !word.contains('=')).map_or("", String::as_str);
        let (first, rest) =
            self.words.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let mut command = match &self.script {
            Some(script) => {
                let mut command = Command::new("sh");
                command.arg("-c").arg(format!("{script} \"$@\"")).arg("sh");
                command
            }
            None => Command::new(first),
        };
        if self.script.is_none() {
            command.args(rest);
        }
        command.args(arguments(program, file, line));
        #[cfg(unix)]
        if !io::stdin().is_terminal()
            && let Ok(tty) = crate::tui::terminal::open_input()
        {
            command.stdin(tty);
        }
        #[cfg(unix)]
        return crate::tui::signal::run(&mut command);
        #[cfg(not(unix))]
        return ChildOutcome::Ended(command.status());
    }

    /// Returns why it failed, if it did.
    pub(in crate::tui) fn failure(&self, lent: &ChildOutcome) -> Option<String> {
        let ChildOutcome::Ended(ended) = lent else { return None };
        let name = self.name();
        match ended {
            Ok(status) if status.success() => None,
            Ok(status) => Some(format!("editor {name} {}", ending(*status))),
            Err(error) => Some(format!(
                "could not open the editor: {}; {}",
                self.reason(error),
                self.advice()
            )),
        }
    }

    /// Returns why it could not be started.
    fn reason(&self, error: &io::Error) -> String {
        let name = self.name();
        match error.kind() {
            io::ErrorKind::NotFound if Path::new(name).is_file() => {
                format!("{name} needs an interpreter that is missing")
            }
            io::ErrorKind::NotFound if name.contains('/') => format!("file not found: {name}"),
            io::ErrorKind::NotFound => format!("program not found: {name}"),
            io::ErrorKind::PermissionDenied if Path::new(name).is_dir() => {
                format!("{name} is a folder")
            }
            io::ErrorKind::PermissionDenied => format!("{name} is not executable"),
            _ => format!("{name}: {error}"),
        }
    }

    /// Returns what to do about it.
    fn advice(&self) -> String {
        match self.variable {
            Some(variable) => format!("set {variable} to another editor"),
            None => "set VISUAL or EDITOR to your editor".to_string(),
        }
    }
}

/// Returns the name of a signal in parentheses; `None` for an unknown one.
#[cfg(unix)]
fn signal_name(signal: i32) -> Option<String> {
    signal_hook::low_level::signal_name(signal).map(|name| format!(" ({name})"))
}

/// Describes how a program has ended, if not successfully.
fn ending(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("was killed by signal {signal}{}", signal_name(signal).unwrap_or_default());
    }
    #[cfg(unix)]
    // Shells report a program ended by a signal in this way.
    if let Some((code, name)) =
        status.code().and_then(|code| Some((code, signal_name(code.checked_sub(128)?)?)))
    {
        return format!("failed with exit status {code}{name}");
    }
    match status.code() {
        // As shells report it.
        Some(127) => "was not found (exit status 127)".to_string(),
        Some(126) => "could not be run (exit status 126)".to_string(),
        Some(code) => format!("failed with exit status {code}"),
        None => format!("failed: {status}"),
    }
}

fn unclosed(variable: &str, text: &str) -> String {
    format!("could not open the editor: unclosed quote in {variable}: {text}")
}

/// Splits `text` into words, without their quotes; `None` if a quote is not closed.
#[cfg(unix)]
fn split(text: &str) -> Option<Vec<String>> {
    shell_words::split(text).ok()
}

/// Splits `text` into words, without their quotes; `None` if a quote is not closed. A backslash is
/// part of a path here.
#[cfg(not(unix))]
fn split(text: &str) -> Option<Vec<String>> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => words.last_mut()?.push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    (!quoted).then_some(words)
}

/// Returns the arguments with which `editor` opens `file` at `line`.
fn arguments(editor: &str, file: &Path, line: usize) -> Vec<OsString> {
    let name = Path::new(editor)
        .file_stem()
        .map(|stem| stem.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let mut file = file.as_os_str().to_os_string();
    if file.to_string_lossy().starts_with(['-', '+']) {
        // So that it is not taken for an option.
        file = Path::new(".").join(file).into_os_string();
    }
    match name.as_str() {
        "vi" | "vim" | "nvim" | "view" | "gvim" | "nano" | "emacs" | "emacsclient" | "kak"
        | "micro" | "joe" | "mg" => {
            vec![format!("+{line}").into(), file]
        }
        "hx" | "helix" | "zed" | "subl" => vec![with_line(file, line)],
        "code" | "codium" | "code-insiders" => {
            vec!["--wait".into(), "-g".into(), with_line(file, line)]
        }
        _ => vec![file],
    }
}

/// Returns `file:line`.
fn with_line(mut file: OsString, line: usize) -> OsString {
    file.push(format!(":{line}"));
    file
}

/// Opens `link` in the system's default program. The explorer itself fetches nothing.
///
/// # Errors
///
/// When there is no such program.
pub(in crate::tui) fn open_link(link: &str) -> io::Result<()> {
    // Windows Explorer would take some links for folders; the handler of links takes any.
    let (program, first): (_, &[&str]) = match () {
        () if cfg!(target_os = "macos") => ("open", &[]),
        () if cfg!(windows) => ("rundll32", &["url.dll,FileProtocolHandler"]),
        () => ("xdg-open", &[]),
    };
    let mut child = Command::new(program)
        .args(first)
        .arg(link)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // It must be waited for, or it stays in the system's process list after it has ended.
    let waited = crate::thread::spawn("link", move || drop(child.wait()));
    waited.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the arguments with which `editor` opens line 12 of `file`.
    fn arguments_at_12(editor: &str, file: &str) -> String {
        let words = arguments(editor, Path::new(file), 12);
        let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
        words.join("|")
    }

    /// Returns the words of an editor, and whether the shell runs it.
    fn parsed(text: &str) -> Result<(String, bool), String> {
        let editor = ExternalEditor::parse("EDITOR", text)?;
        Ok((editor.words.join("|"), editor.script.is_some()))
    }

    /// Returns the message when starting an editor fails with the error `code` of the system.
    #[cfg(unix)]
    fn not_started(editor: &str, code: i32) -> String {
        let editor = ExternalEditor::parse("VISUAL", editor).unwrap();
        let error = io::Error::from_raw_os_error(code);
        editor.failure(&ChildOutcome::Ended(Err(error))).unwrap()
    }

    #[test]
    fn editors_open_at_the_line_in_their_own_ways() {
        assert_eq!(arguments_at_12("vim", "a b.toml"), "+12|a b.toml");
        assert_eq!(arguments_at_12("/usr/bin/nano", "a b.toml"), "+12|a b.toml");
        assert_eq!(arguments_at_12("hx", "a b.toml"), "a b.toml:12");
        assert_eq!(arguments_at_12("code", "a b.toml"), "--wait|-g|a b.toml:12");
        assert_eq!(arguments_at_12("ed", "a b.toml"), "a b.toml");
        assert_eq!(arguments_at_12("vim", "-x.toml"), "+12|./-x.toml");
        assert_eq!(arguments_at_12("ed", "+x.toml"), "./+x.toml");
    }

    #[test]
    #[cfg(unix)]
    fn editors_are_read_as_shells_read_them() {
        let plain = |text: &str| Ok((text.to_string(), false));
        assert_eq!(parsed("vim"), plain("vim"));
        assert_eq!(parsed("  nvim   -u  NONE "), plain("nvim|-u|NONE"));
        assert_eq!(parsed("vim -c 'set nu'"), plain("vim|-c|set nu"));
        assert_eq!(parsed("\"/opt/my editor/ed\" -w"), plain("/opt/my editor/ed|-w"));
        assert_eq!(parsed("emacsclient -nw -a \"\""), plain("emacsclient|-nw|-a|"));
        assert_eq!(parsed("/opt/my\\ editor"), plain("/opt/my editor"));
        assert!(parsed("~/bin/ed -x").unwrap().1);
        assert!(parsed("$HOME/bin/ed").unwrap().1);
        assert!(parsed("LC_ALL=C vim").unwrap().1);
        assert!(parsed("\"\"").unwrap_err().contains("EDITOR does not name a program"));
        assert!(parsed("vim 'x").unwrap_err().contains("unclosed quote in EDITOR"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my editor");
        std::fs::write(&path, "").unwrap();
        let path = crate::model::text::path_text(&path);
        assert_eq!(parsed(&path), plain(&path));
    }

    #[test]
    #[cfg(unix)]
    fn a_failure_is_told_with_its_reason() {
        use std::os::unix::process::ExitStatusExt;
        let editor = ExternalEditor::parse("VISUAL", "ed -x").unwrap();
        let ended = |raw: i32| editor.failure(&ChildOutcome::Ended(Ok(ExitStatus::from_raw(raw))));
        assert_eq!(ended(0), None);
        assert_eq!(ended(3 << 8).unwrap(), "editor ed failed with exit status 3");
        assert_eq!(ended(127 << 8).unwrap(), "editor ed was not found (exit status 127)");
        assert_eq!(ended(9).unwrap(), "editor ed was killed by signal 9 (SIGKILL)");
        let advice = "; set VISUAL to another editor";
        assert_eq!(
            not_started("nope", 2),
            format!("could not open the editor: program not found: nope{advice}")
        );
        assert_eq!(
            not_started("/no/ed -w", 2),
            format!("could not open the editor: file not found: /no/ed{advice}")
        );
        assert_eq!(
            not_started("/tmp", 13),
            format!("could not open the editor: /tmp is a folder{advice}")
        );
        assert_eq!(
            not_started("/etc/passwd", 13),
            format!("could not open the editor: /etc/passwd is not executable{advice}")
        );
        let none = ExternalEditor { words: vec!["vi".to_string()], script: None, variable: None };
        let told =
            none.failure(&ChildOutcome::Ended(Err(io::Error::from_raw_os_error(2)))).unwrap();
        assert_eq!(
            told,
            "could not open the editor: program not found: vi; set VISUAL or EDITOR to your editor"
        );
    }
}
