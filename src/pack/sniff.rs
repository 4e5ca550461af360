//! Recognises files of an unexpected kind: YAML, CSV, a PDF.
//!
//! A parser for TOML or JSON reports an error for every line of such a file, none of which helps.
//! For files that the parser has rejected, this module names the kind of the file instead.

use std::path::Path;

use serde::de::IgnoredAny;

/// Kind of a file, judged by its name and its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Empty, or only blanks.
    Empty,
    /// YAML.
    Yaml,
    /// Values separated by commas, semicolons or tabs.
    Csv,
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// A PDF document.
    Pdf,
    /// A ZIP archive.
    Zip,
    /// An office document or spreadsheet.
    Office,
    /// Rich text.
    Rtf,
    /// Text in UTF-16.
    Utf16,
    /// Bytes that are not text.
    Binary,
    /// Text of no known format.
    Text,
}

impl FileKind {
    /// Returns its name in a sentence, after "this is".
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Yaml => "YAML",
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Xml => "XML",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Pdf => "a PDF document",
            Self::Zip => "a ZIP archive",
            Self::Office => "an office document",
            Self::Rtf => "rich text (RTF)",
            Self::Utf16 => "UTF-16 text",
            Self::Binary => "a binary file",
            Self::Text => "plain text",
        }
    }
}

/// Maximum number of bytes of a file that are examined.
const MAX_SNIFFED: usize = 16 << 10;

/// Returns the kind of the file `name`, which begins with `bytes`; `None` if it may be TOML.
pub fn file_kind(name: &str, bytes: &[u8]) -> Option<FileKind> {
    if let Some(kind) = kind_of_first_bytes(name, bytes) {
        return Some(kind);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_SNIFFED)]);
    let lines: Vec<&str> =
        text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).take(200).collect();
    let Some(first) = lines.first() else { return Some(FileKind::Empty) };
    let by_name = match extension(name).as_str() {
        "yaml" | "yml" => Some(FileKind::Yaml),
        "csv" | "tsv" | "tab" => Some(FileKind::Csv),
        "json" | "jsonc" | "json5" | "ndjson" => Some(FileKind::Json),
        "xml" => Some(FileKind::Xml),
        "html" | "htm" => Some(FileKind::Html),
        "md" | "markdown" => Some(FileKind::Markdown),
        "txt" => Some(FileKind::Text),
        _ => None,
    };
    let start = first.trim_start();
    // A merge conflict may begin on the first line.
    if start.starts_with('<') && !start.starts_with("<<<<<<<") {
        let html = start.to_lowercase().starts_with("<!doctype html")
            || start.to_lowercase().starts_with("<html");
        return Some(if html { FileKind::Html } else { by_name.unwrap_or(FileKind::Xml) });
    }
    // TOML may begin with a bracket too, around a name.
    if start.starts_with('{')
        || (start.starts_with('[') && serde_json::from_slice::<IgnoredAny>(bytes).is_ok())
    {
        return Some(FileKind::Json);
    }
    if by_name.is_some() {
        return by_name;
    }
    // A `.toml` file without signs of another format is TOML with faults, which are worth
    // reporting.
    kind_of_lines(&lines).filter(|kind| *kind != FileKind::Text || extension(name) != "toml")
}

/// Returns the kind of a file that is evident from its first bytes.
fn kind_of_first_bytes(name: &str, bytes: &[u8]) -> Option<FileKind> {
    let office = ["docx", "xlsx", "pptx", "odt", "ods", "odp", "pages", "numbers"];
    let old_office = ["doc", "xls", "ppt"];
    let extension = extension(name);
    if bytes.starts_with(b"%PDF") {
        return Some(FileKind::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let document = office.contains(&extension.as_str())
            || contains(bytes, b"word/")
            || contains(bytes, b"xl/");
        return Some(if document { FileKind::Office } else { FileKind::Zip });
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some(if old_office.contains(&extension.as_str()) {
            FileKind::Office
        } else {
            FileKind::Binary
        });
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(FileKind::Rtf);
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Some(FileKind::Utf16);
    }
    let head = &bytes[..bytes.len().min(MAX_SNIFFED)];
    if head.len() >= 16
        && count_zeros(head, 0).max(count_zeros(head, 1)) * 5 > head.len() * 2
        && count_zeros(head, 0).min(count_zeros(head, 1)) * 20 < head.len()
    {
        return Some(FileKind::Utf16);
    }
    // A few of them are damage, which has a place, not another kind of file.
    let controls = head.iter().filter(|byte| is_control_byte(**byte)).count();
    let damaged = extension == "toml" && controls * 64 < head.len();
    let picture = [&b"\x89PNG"[..], b"\xff\xd8\xff"].iter().any(|magic| bytes.starts_with(magic));
    let no_text =
        std::str::from_utf8(bytes).is_err() && head.iter().any(|byte| is_control_byte(*byte));
    (picture || (!damaged && (no_text || head.contains(&0)))).then_some(FileKind::Binary)
}

/// Whether a byte is a control character that text rarely has.
fn is_control_byte(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b)
}

/// Number of zeros among every second byte from `first`.
fn count_zeros(head: &[u8], first: usize) -> usize {
    head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count()
}

/// Whether the start of `bytes` contains `wanted`.
fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes[..bytes.len().min(MAX_SNIFFED)].windows(wanted.len()).any(|at| at == wanted)
}

fn extension(name: &str) -> String {
    Path::new(name).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Returns the kind of a file, judged by its non-blank `lines`.
fn kind_of_lines(lines: &[&str]) -> Option<FileKind> {
    let first = lines.first()?.trim_start();
    if lines.iter().any(|line| is_assignment(line) || is_header(line)) {
        return None;
    }
    if first == "---" || first.starts_with("%YAML") {
        return Some(FileKind::Yaml);
    }
    let keys = lines
        .iter()
        .filter(|line| !line.trim_start().starts_with(['-', '#']))
        .filter(|line| is_yaml(line))
        .count();
    if keys > 0 && lines.iter().filter(|line| is_yaml(line)).count() * 5 >= lines.len() * 4 {
        return Some(FileKind::Yaml);
    }
    if csv_separator(lines).is_some() {
        return Some(FileKind::Csv);
    }
    let bullets = lines
        .iter()
        .filter(|line| line.trim_start().starts_with("- ") || line.trim_start().starts_with("* "));
    if first.starts_with("# ") && lines.len() > 1
        || lines.iter().filter(|l| is_markdown_heading(l)).count() > 1
        || bullets.count() > 1
    {
        return Some(FileKind::Markdown);
    }
    Some(FileKind::Text)
}

/// Whether a line of TOML sets a key: most files that are meant to be TOML have one.
fn is_assignment(line: &str) -> bool {
    let line = line.trim_start();
    let key = line.split('=').next().unwrap_or_default().trim();
    line.contains('=')
        && !key.is_empty()
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.\"'".contains(&b))
}

/// Whether a line is the header of a table in TOML.
fn is_header(line: &str) -> bool {
    line.trim_start().starts_with('[') && line.trim_end().ends_with(']')
}

/// Whether a text can be a key of YAML.
fn is_yaml_key(key: &str) -> bool {
    let key = key.trim().trim_start_matches("- ").trim_matches(['"', '\'']);
    !key.is_empty()
        && key.len() <= 40
        && key.chars().all(|c| c.is_alphanumeric() || "_-$ ./&".contains(c))
}

/// Whether a line is `key: value`, `key:`, `- item` or a comment.
fn is_yaml(line: &str) -> bool {
    let line = line.trim_start();
    let pair = line.split_once(": ").or_else(|| line.strip_suffix(':').map(|key| (key, "")));
    line.starts_with("- ") || line.starts_with('#') || pair.is_some_and(|(key, _)| is_yaml_key(key))
}

/// Whether a line is a heading of Markdown.
fn is_markdown_heading(line: &str) -> bool {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
}

/// Returns the separator between the cells of `lines`: the one that nearly all lines contain
/// equally often. `None` for a single column.
pub(crate) fn csv_separator(lines: &[&str]) -> Option<u8> {
    [b'\t', b';', b','].into_iter().find(|separator| {
        let columns = lines.first().map_or(0, |line| count_separators(line, *separator));
        lines.len() > 1
            && columns > 0
            && lines.iter().filter(|line| count_separators(line, *separator) == columns).count() * 5
                >= lines.len() * 4
    })
}

/// Number of separators of a line outside of quotes.
fn count_separators(line: &str, separator: u8) -> usize {
    let mut quoted = false;
    let outside = line.bytes().filter(|b| {
        quoted ^= *b == b'"';
        !quoted && *b == separator
    });
    outside.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_name_and_what_it_begins_with() {
        use FileKind::*;
        for (name, text, kind) in [
            ("me.yaml", "basics:\n  name: A\nskills:\n  - name: SQL\n", Some(Yaml)),
            ("-", "basics:\n  name: A\nskills:\n  - name: SQL\n", Some(Yaml)),
            ("-", "---\nskills: [SQL]\n", Some(Yaml)),
            ("ladder.csv", "Role,Level\nBaker,1\n", Some(Csv)),
            ("ladder", "Role,Level\nBaker,1\n", Some(Csv)),
            ("ladder", "Role\tLevel\nBaker\t1\n", Some(Csv)),
            ("ladder", "Role;Level\nBaker;\"a;b\"\n", Some(Csv)),
            ("x", "<?xml version=\"1.0\"?>\n<a/>", Some(Xml)),
            ("x", "<!DOCTYPE html>\n<p>", Some(Html)),
            ("x", "{\"a\": 1}", Some(Json)),
            ("x", "[{\"a\": 1}]\n", Some(Json)),
            ("x", "[\n  \"SQL\",\n  {\"name\": \"Python\"}\n]\n", Some(Json)),
            ("x", "[pack]\nid = 1\n", None),
            ("x", "{\\rtf1 }", Some(Rtf)),
            ("x", "%PDF-1.7\n", Some(Pdf)),
            ("a.docx", "PK\u{3}\u{4}", Some(Office)),
            ("a.zip", "PK\u{3}\u{4}", Some(Zip)),
            ("x", "a\0b", Some(Binary)),
            ("x", "", Some(Empty)),
            ("x", "Jane Doe\nSkills\nSQL and Python\n", Some(Text)),
            ("x", "# Jane Doe\n\n## Skills\n\n- SQL\n", Some(Markdown)),
            ("x.toml", "skills = [\"a\"\n", None),
            ("x.toml", "[pack]\nformat 1\n", None),
            ("x", "# mine\nskills = [\n  \"sql: working\",\n", None),
        ] {
            assert_eq!(file_kind(name, text.as_bytes()), kind, "{name}: {text}");
        }
        assert_eq!(file_kind("x", b"\xff\xfea\0"), Some(Utf16));
        let wide: Vec<u8> =
            "[pack]\nformat = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(file_kind("x.toml", &wide), Some(Utf16));
        // Damage is not another kind of file.
        let pack = "[pack]\nformat = 1\n".repeat(20);
        assert_eq!(file_kind("x.toml", (pack.clone() + "\0").as_bytes()), None);
        assert_eq!(file_kind("x.toml", ("<<<<<<< HEAD\n".to_string() + &pack).as_bytes()), None);
        assert_eq!(file_kind("x", b"\xef\xbb\xbfa: 1\nb: 2\n"), Some(Yaml));
    }
}
