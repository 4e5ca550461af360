//! The user's settings file: read with all its faults, each with its place.
//!
//! The settings under `[defaults]` and `[ui]` are checked here. Names of keys, actions and styles are
//! checked by the explorer: they are passed on with their places, so that its errors have places
//! too.

mod defaults;
mod recovery;

use std::io;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use self::defaults::{Defaults, FORMATS};
use crate::disk::read as disk;
use crate::model::text::{path_text, quoted};
use crate::pack::DiagnosticCode;
use crate::pack::toml_reader::TomlReader;
use crate::pack::{Diagnostic, LineIndex};

/// The sections of the file.
const SECTIONS: [&str; 4] = ["defaults", "ui", "keys", "theme"];

/// The settings under `[ui]`.
const UI_KEYS: [&str; 4] = ["theme", "mouse", "accessible", "confirm-quit"];

/// A word and its byte range.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpannedText {
    /// The word.
    pub text: String,
    /// Its byte range.
    pub span: Range<usize>,
}

/// The user's keys for one action, in place of the default ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOverride {
    /// The context in which they apply.
    pub context: SpannedText,
    /// The action.
    pub action: SpannedText,
    /// The keys; if empty, the action has no key.
    pub keys: Vec<SpannedText>,
}

/// A value of a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StyleValue {
    /// A colour.
    Text(String),
    /// A boolean.
    Switch(bool),
}

/// A property of a look, such as `fg` or `bold`, with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyleProperty {
    /// Its name.
    pub name: SpannedText,
    /// Its value, and the byte range of the value.
    pub value: (StyleValue, Range<usize>),
}

/// A theme defined by the user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserTheme {
    /// Its name.
    pub name: SpannedText,
    /// The theme that it is based on.
    pub base: Option<SpannedText>,
    /// The changes: names of looks, and their properties.
    pub styles: Vec<(SpannedText, Vec<StyleProperty>)>,
}

/// A fault that keeps an entry in the file from applying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault {
    /// Its byte range.
    pub span: Range<usize>,
    /// The kind of fault.
    pub code: DiagnosticCode,
    /// Message that describes it.
    pub message: String,
    /// Hint on how to fix it.
    pub hint: String,
}

/// The contents of a settings file, without faulty entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigFile {
    /// Its name, for messages.
    pub name: String,
    text: String,
    /// The defaults that hold where no option says otherwise.
    pub defaults: Defaults,
    /// The initial theme.
    pub theme: Option<SpannedText>,
    /// Whether the explorer uses the mouse.
    pub mouse: Option<bool>,
    /// Whether the screen is made for a screen reader.
    pub accessible: Option<bool>,
    /// Whether quitting from the first screen needs a second key.
    pub confirm_quit: Option<bool>,
    /// Keys.
    pub keys: Vec<KeyOverride>,
    /// Themes.
    pub themes: Vec<UserTheme>,
    /// Its faults, in file order.
    pub faults: Vec<ConfigFault>,
}

impl TomlReader for ConfigFile {
    fn report(
        &mut self,
        code: DiagnosticCode,
        span: Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        self.faults.push(ConfigFault { span, code, message, hint: hint.unwrap_or_default() });
    }

    fn key_text(&self, key: &str) -> String {
        quoted(key).into_owned()
    }

    fn wrong_type_hint(&self, wanted: &str) -> Option<String> {
        Some(format!("write {wanted}"))
    }
}

impl ConfigFile {
    /// Reads the file at `path`. A file that cannot be read is empty, with that fault.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub fn open(path: &Path) -> io::Result<Self> {
        let name = path_text(path);
        match read(path) {
            Ok(bytes) => Ok(Self::from_bytes(&name, &bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
            Err(error) => {
                Ok(Self::unreadable(&name, error.to_string(), "roledex uses its default settings"))
            }
        }
    }

    /// Reads `bytes`, the full content of the file called `name`. The valid parts apply, whatever
    /// else it contains.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Self {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Self::unreadable(
                name,
                "this is UTF-16 text".to_string(),
                "save the file as UTF-8",
            );
        }
        if bytes.contains(&0) {
            return Self::unreadable(
                name,
                "this is not a text file".to_string(),
                "settings must be a TOML file in UTF-8",
            );
        }
        let (mut text, mut wrong) = (String::with_capacity(bytes.len()), Vec::new());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                wrong.push(text.len());
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        Self::from_text(name, text, &wrong)
    }

    /// Reads `text`, the full content of the file called `name`.
    pub fn parse(name: &str, text: &str) -> Self {
        Self::from_text(name, text.to_string(), &[])
    }

    /// Reads `text`, in which bytes that are not UTF-8 were at the places `wrong`.
    fn from_text(name: &str, text: String, wrong: &[usize]) -> Self {
        let mut file = Self { name: name.to_string(), ..Self::default() };
        let (table, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() && wrong.is_empty() {
            file.read_root(table.get_ref());
        } else {
            let valid = recovery::recover(&text, wrong);
            file.read_root(DeTable::parse_recoverable(&valid.text).0.get_ref());
            file.shift_spans(|at| *at = valid.original_span(at));
            file.faults.extend(valid.faults);
        }
        file.text = text;
        file.faults.sort_by_key(|fault| fault.span.start);
        file
    }

    /// Returns an empty file for one that was asked for and does not exist.
    pub fn missing(path: &Path) -> Self {
        let why = "there is no such file".to_string();
        Self::unreadable(&path_text(path), why, "roledex uses its default settings")
    }

    /// Returns an empty file with the fault that it could not be read.
    fn unreadable(name: &str, message: String, hint: &str) -> Self {
        let fault = ConfigFault {
            span: 0..0,
            code: DiagnosticCode::Unreadable,
            message,
            hint: hint.to_string(),
        };
        Self { name: name.to_string(), faults: vec![fault], ..Self::default() }
    }

    /// Returns the faults that matter to every command: those of its defaults, and those of the
    /// file as such.
    pub fn faults_of_defaults(&self) -> Vec<Diagnostic> {
        use DiagnosticCode::{NotUtf8, Syntax, Unreadable};
        let lines = LineIndex::of(&self.text);
        let faults = self.faults.iter().filter(|fault| {
            matches!(fault.code, NotUtf8 | Syntax | Unreadable)
                || self.defaults.fault_spans.contains(&fault.span)
        });
        faults.map(|fault| self.fault_diagnostic(fault.clone(), &lines)).collect()
    }

    /// Returns the faults of the file, and those that the explorer found in its entries (`others`),
    /// as diagnostics.
    pub fn diagnostics(&self, others: Vec<ConfigFault>) -> Vec<Diagnostic> {
        let mut faults = self.faults.clone();
        faults.extend(others);
        faults.sort_by_key(|fault| fault.span.start);
        let lines = LineIndex::of(&self.text);
        faults.into_iter().map(|fault| self.fault_diagnostic(fault, &lines)).collect()
    }

    /// A fault as a diagnostic with its place in the file.
    fn fault_diagnostic(&self, fault: ConfigFault, lines: &LineIndex) -> Diagnostic {
        Diagnostic {
            hint: Some(fault.hint),
            ..lines.error_at(&self.name, &self.text, fault.span, fault.code, fault.message)
        }
    }

    /// Changes every place that the file contains.
    fn shift_spans(&mut self, change: impl Fn(&mut Range<usize>)) {
        self.faults.iter_mut().for_each(|fault| change(&mut fault.span));
        let keys = self.keys.iter_mut().flat_map(|wish| {
            [&mut wish.context, &mut wish.action].into_iter().chain(wish.keys.iter_mut())
        });
        keys.chain(self.theme.as_mut()).for_each(|placed| change(&mut placed.span));
        self.defaults.fault_spans.iter_mut().for_each(&change);
        for theme in &mut self.themes {
            [Some(&mut theme.name), theme.base.as_mut()]
                .into_iter()
                .flatten()
                .for_each(|placed| change(&mut placed.span));
            for (look, properties) in &mut theme.styles {
                change(&mut look.span);
                for StyleProperty { name, value } in properties {
                    change(&mut name.span);
                    change(&mut value.1);
                }
            }
        }
    }

    fn read_root(&mut self, root: &DeTable<'_>) {
        for (key, value) in root {
            let name = key.get_ref().as_ref();
            let DeValue::Table(table) = value.get_ref() else {
                if SECTIONS.contains(&name) {
                    self.wrong_type(name, &format!("a section, [{name}]"), value);
                } else {
                    self.unknown_key(name, key.span(), "the settings", &SECTIONS);
                }
                continue;
            };
            match name {
                "defaults" => self.read_defaults(table),
                "ui" => self.read_ui(table),
                "keys" => self.read_keys(table),
                "theme" => self.read_themes(table),
                _ => self.unknown_key(name, key.span(), "the settings", &SECTIONS),
            }
        }
    }

    fn read_defaults(&mut self, table: &DeTable<'_>) {
        let before = self.faults.len();
        self.defaults = Defaults::read(self, table);
        let faults = self.faults[before..].iter();
        self.defaults.fault_spans = faults.map(|fault| fault.span.clone()).collect();
    }

    fn read_ui(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match name {
                "theme" => self.theme = self.spanned_name(name, value),
                "mouse" => self.mouse = self.switch(name, value),
                "accessible" => self.accessible = self.switch(name, value),
                "confirm-quit" => self.confirm_quit = self.switch(name, value),
                _ => self.unknown_key(name, key.span(), "[ui]", &UI_KEYS),
            }
        }
    }

    /// Returns the name of a theme with its place.
    fn spanned_name(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<SpannedText> {
        self.text(key, "the name of a theme", value).and_then(|_| spanned_text(value))
    }

    fn read_keys(&mut self, contexts: &DeTable<'_>) {
        for (context, value) in contexts {
            let actions = self.table(context.get_ref(), "a section such as [keys.list]", value);
            for (action, keys) in actions.into_iter().flatten() {
                if let Some(keys) = self.read_key_list(action.get_ref(), keys) {
                    self.keys.push(KeyOverride {
                        context: spanned_key(context),
                        action: spanned_key(action),
                        keys,
                    });
                }
            }
        }
        // File order, so that of two clashing entries the second is at fault.
        self.keys.sort_by_key(|wish| wish.action.span.start);
    }

    /// Reads a key or a list of keys.
    fn read_key_list(
        &mut self,
        action: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Vec<SpannedText>> {
        const WANTED: &str = "a key, \"x\", or a list of keys, [\"x\", \"ctrl-x\"]";
        match value.get_ref() {
            DeValue::String(_) => Some(spanned_text(value).into_iter().collect()),
            DeValue::Array(items) => {
                let keys: Vec<SpannedText> = items.iter().filter_map(spanned_text).collect();
                for item in items.iter().filter(|item| spanned_text(item).is_none()) {
                    self.wrong_type(action, WANTED, item);
                }
                // A list emptied because all its keys are wrong does not mean "no key".
                (!keys.is_empty() || items.is_empty()).then_some(keys)
            }
            _ => {
                self.wrong_type(action, WANTED, value);
                None
            }
        }
    }

    fn read_themes(&mut self, themes: &DeTable<'_>) {
        for (name, value) in themes {
            let wanted = "a section such as [theme.mine]";
            let Some(table) = self.table(name.get_ref(), wanted, value) else { continue };
            let mut theme = UserTheme { name: spanned_key(name), ..UserTheme::default() };
            for (key, value) in table {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("base", _) => theme.base = self.spanned_name("base", value),
                    (_, DeValue::String(colour)) => {
                        let fg = SpannedText { text: "fg".to_string(), span: key.span() };
                        let value = (StyleValue::Text(colour.to_string()), value.span());
                        theme
                            .styles
                            .push((spanned_key(key), vec![StyleProperty { name: fg, value }]));
                    }
                    (_, DeValue::Table(properties)) => {
                        let properties = self.read_properties(properties);
                        theme.styles.push((spanned_key(key), properties));
                    }
                    (look, _) => {
                        self.wrong_type(
                            look,
                            "a colour, or a table such as { fg = \"red\", bold = true }",
                            value,
                        );
                    }
                }
            }
            self.themes.push(theme);
        }
        self.themes.sort_by_key(|theme| theme.name.span.start);
    }

    fn read_properties(&mut self, table: &DeTable<'_>) -> Vec<StyleProperty> {
        let mut properties = Vec::new();
        for (key, value) in table {
            let value = match value.get_ref() {
                DeValue::String(colour) => (StyleValue::Text(colour.to_string()), value.span()),
                DeValue::Boolean(on) => (StyleValue::Switch(*on), value.span()),
                _ => {
                    self.wrong_type(key.get_ref(), "a colour, or true or false", value);
                    continue;
                }
            };
            properties.push(StyleProperty { name: spanned_key(key), value });
        }
        properties
    }
}

/// Returns the bytes of the file at `path`; none of `/dev/null`, which is the usual way to request
/// no settings at all.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("/dev/null") {
        return Ok(Vec::new());
    }
    disk::bytes(path, disk::MAX_SETTINGS_SIZE)
}

fn spanned_key(key: &Spanned<std::borrow::Cow<'_, str>>) -> SpannedText {
    SpannedText { text: key.get_ref().to_string(), span: key.span() }
}

/// Returns `value` as a text, if it is one.
fn spanned_text(value: &Spanned<DeValue<'_>>) -> Option<SpannedText> {
    match value.get_ref() {
        DeValue::String(text) => Some(SpannedText { text: text.to_string(), span: value.span() }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "[ui]\ntheme = \"dark\"\nmouse = false\nconfirm-quit = true\n[keys.list]\nmark = \"x\"\ncompare = [\"d\", \"ctrl-d\"]\nopen = []\n\
                    [theme.mine]\nbase = \"dark\"\naccent = \"#ffcc00\"\ntitle = { fg = \"red\", bold = false }\n";
        let file = ConfigFile::parse("config.toml", text);
        assert_eq!(file.faults, []);
        assert_eq!(file.theme.as_ref().unwrap().text, "dark");
        assert_eq!((file.mouse, file.accessible), (Some(false), None));
        assert_eq!(file.confirm_quit, Some(true));
        let keys: Vec<(&str, Vec<&str>)> = file
            .keys
            .iter()
            .map(|wish| {
                (wish.action.text.as_str(), wish.keys.iter().map(|key| key.text.as_str()).collect())
            })
            .collect();
        assert_eq!(keys, [("mark", vec!["x"]), ("compare", vec!["d", "ctrl-d"]), ("open", vec![])]);
        for wish in &file.keys {
            assert_eq!(&text[wish.context.span.clone()], "list");
            assert_eq!(text[wish.action.span.clone()], wish.action.text);
        }
        let [theme] = &file.themes[..] else { panic!("{:?}", file.themes) };
        assert_eq!(theme.base.as_ref().unwrap().text, "dark");
        assert_eq!(theme.styles.len(), 2);
    }

    /// Returns the faults of `file` by line and code.
    fn told(file: &ConfigFile) -> Vec<(usize, &'static str)> {
        file.diagnostics(Vec::new()).iter().map(|fault| (fault.line, fault.code.word())).collect()
    }

    #[test]
    fn what_is_valid_holds_whatever_else_stands_there() {
        const REST: &str = "[keys.list]\nmark = \"x\"\n[theme.mine]\nbase = \"dark\"\n";
        for (head, mouse, faults) in [
            (&b"[ui]\n# caf\xe9, cr\xe8me\nmouse = false\n"[..], true, &[(2, "not-utf8")][..]),
            (b"[ui]\nmouse = false # caf\xe9\n", true, &[(2, "not-utf8")]),
            (b"[ui]\ntheme = \"caf\xe9\"\nmouse = false\n", true, &[(2, "not-utf8")]),
            (b"[ui]\nth\xe9me = \"dark\"\nmouse = false\n", true, &[(2, "not-utf8")]),
            (b"[u\xef]\nmouse = false\n", false, &[(1, "not-utf8")]),
            (b"[ui]\ntheme =\nmouse = false\n", true, &[(2, "syntax")]),
            (b"[ui]\ntheme = \"dark\nmouse = false\n", true, &[(2, "syntax")]),
            (b"[ui]\ntheme = 'dark\nmouse = false\n", true, &[(2, "syntax")]),
            (b"[ui]\ntheme = \"\"\"dark\nmouse = false\n", true, &[(2, "syntax")]),
            (b"[ui]\nmouse = false\nwhat is this\n?\n", true, &[(3, "syntax"), (4, "syntax")]),
            (b"[ui]\nmouse = false\n[keys.grid]\nopen = [\"x\",\n", true, &[(4, "syntax")]),
            (
                b"[ui]\nmouse = false\n[theme.other]\ntitle = { fg = \"red\"\naccent = \"red\"\n",
                true,
                &[(4, "syntax")],
            ),
            (b"[ui\nmouse = false\n", true, &[(1, "syntax")]),
            (b"[ui]\nmouse = false\n[keys.grid\n", true, &[(3, "syntax")]),
            (b"\xef\xbb\xbf[ui]\r\nmouse = false\r\n", true, &[]),
        ] {
            let text = [head, REST.as_bytes()].concat();
            let file = ConfigFile::from_bytes("config.toml", &text);
            let shown = String::from_utf8_lossy(head);
            assert_eq!(told(&file), faults, "{shown}");
            assert_eq!(file.mouse, mouse.then_some(false), "{shown}");
            let keys: Vec<&str> = file.keys.iter().map(|wish| wish.action.text.as_str()).collect();
            assert_eq!(keys, ["mark"], "{shown}");
            assert!(
                file.themes.iter().any(|theme| theme.name.text == "mine" && theme.base.is_some()),
                "{shown}"
            );
            assert!(
                file.keys
                    .iter()
                    .all(|wish| file.text[wish.action.span.clone()] == wish.action.text),
                "{shown}"
            );
        }
        // A file that cannot be read at all has one fault.
        for bytes in [&b"\xff\xfe[\0u\0i\0]\0"[..], b"\xfe\xff\0[", b"a\0b", &[0; 10_000]] {
            assert_eq!(told(&ConfigFile::from_bytes("config.toml", bytes)), [(1, "unreadable")]);
        }
    }

    #[test]
    fn files_of_another_kind_say_nothing_and_keep_nobody_waiting() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(told(&ConfigFile::open(folder.path()).unwrap()), [(1, "unreadable")]);
        let large = folder.path().join("large.toml");
        std::fs::write(&large, "a = 1\n".repeat(200_000)).unwrap();
        assert_eq!(told(&ConfigFile::open(&large).unwrap()), [(1, "unreadable")]);
        assert_eq!(
            ConfigFile::open(&folder.path().join("none")).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
        #[cfg(unix)]
        {
            assert_eq!(told(&ConfigFile::open(Path::new("/dev/null")).unwrap()), []);
            assert_eq!(
                told(&ConfigFile::open(Path::new("/dev/zero")).unwrap()),
                [(1, "unreadable")]
            );
            let link = folder.path().join("link.toml");
            std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
            assert_eq!(told(&ConfigFile::open(&link).unwrap()), [(1, "unreadable")]);
        }
    }

    #[test]
    fn every_fault_stands_at_its_place_and_the_rest_holds() {
        let text = "keys = 3\n[ui]\nthem = \"dark\"\nmouse = \"yes\"\naccessible = true\n[extra]\n[theme]\nmine = 3\n";
        let file = ConfigFile::parse("config.toml", text);
        assert_eq!(file.accessible, Some(true));
        let told: Vec<(usize, &str)> = file
            .diagnostics(Vec::new())
            .iter()
            .map(|fault| (fault.line, fault.code.word()))
            .collect();
        assert_eq!(
            told,
            [
                (1, "wrong-type"),
                (3, "unknown-key"),
                (4, "wrong-type"),
                (6, "unknown-key"),
                (8, "wrong-type")
            ]
        );
        let file = ConfigFile::parse(
            "config.toml",
            "[ui]\nmouse = false\ntheme =\n[keys.list]\nmark = [\"x\", 3]\nopen = [1]\n",
        );
        assert_eq!(file.mouse, Some(false));
        assert_eq!(file.keys.len(), 1);
        let codes: Vec<&str> = file.faults.iter().map(|fault| fault.code.word()).collect();
        assert_eq!(codes, ["syntax", "wrong-type", "wrong-type"]);
    }
}
