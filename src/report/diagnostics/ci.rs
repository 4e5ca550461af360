//! Diagnostics for the services that review changes: workflow commands of GitHub, and SARIF.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::model::text::visible_line;
use crate::pack::{Diagnostic, DiagnosticCode, Severity};

/// Writes every diagnostic as a workflow command, which GitHub shows beside the line in a review.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_github(out: &mut impl Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    for diagnostic in diagnostics {
        let level = level(diagnostic);
        let file = escape_property(&diagnostic.file);
        let place = match diagnostic.line {
            0 => String::new(),
            line => {
                let (column, end) = (diagnostic.column, diagnostic.column + diagnostic.length);
                format!(",line={line},col={column},endColumn={end}")
            }
        };
        let (code, text) = (diagnostic.code.word(), escape_data(&full_message(diagnostic)));
        writeln!(out, "::{level} file={file}{place},title=roledex {code}::{text}")?;
    }
    Ok(())
}

fn level(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The message with its hint, on a line each, and the number of similar faults that are not listed.
fn full_message(diagnostic: &Diagnostic) -> String {
    let mut text = visible_line(&diagnostic.message);
    if let Some(hint) = &diagnostic.hint {
        text.push('\n');
        text.push_str(&visible_line(hint));
    }
    if diagnostic.more > 0 {
        text.push_str(&format!("\nand {} more: {}", diagnostic.more, diagnostic.code.word()));
    }
    text
}

/// Escapes the text of a workflow command.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Returns the diagnostics as a SARIF 2.1.0 log.
pub fn sarif(diagnostics: &[Diagnostic]) -> Value {
    let mut codes: Vec<DiagnosticCode> = diagnostics.iter().map(|d| d.code).collect();
    codes.sort_by_key(|code| code.word());
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "id": code.word(),
                "shortDescription": { "text": code.summary() },
                "fullDescription": { "text": code.explanation() },
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let Diagnostic { file, line, column, length, .. } = diagnostic;
            let related: Vec<Value> = diagnostic
                .related
                .iter()
                .map(|place| {
                    let mut location =
                        location(&place.file, (place.line, place.column, place.length));
                    location["message"] = json!({ "text": visible_line(&place.message) });
                    location
                })
                .collect();
            let mut result = json!({
                "ruleId": diagnostic.code.word(),
                "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
                "level": level(diagnostic),
                "message": { "text": full_message(diagnostic) },
                "locations": [location(file, (*line, *column, *length))],
            });
            if !related.is_empty() {
                result["relatedLocations"] = Value::Array(related);
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "roledex", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A place in a file; line 0 is the file itself.
fn location(file: &str, (line, column, length): (usize, usize, usize)) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": file_uri(file) } });
    if line > 0 {
        place["region"] = json!({
            "startLine": line,
            "startColumn": column.max(1),
            "endColumn": column.max(1) + length,
        });
    }
    json!({ "physicalLocation": place })
}

/// Returns the path of a file as a URI: relative to where the command ran, unless it is absolute.
fn file_uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_string() };
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.as_bytes().get(1) == Some(&b':') {
        uri.push_str("file:///");
    }
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults() -> Vec<Diagnostic> {
        let text = "[pack]\nformat = 1\nid = \"a\"\ntitle = \"A\"\nversion = \"1\"\n[[role]]\nid = \"x\"\ntitle = \"50% : X\"\nfamily = \"f\"\nsummary = \"s\"\nextnds = \"y\"\n[[theme]]\nid = \"x\"\ntitle = \"1\"\n[[theme]]\nid = \"x\"\ntitle = \"2\"\n";
        crate::pack::from_files("a", &[("my, pack/50%.toml", text)]).diagnostics
    }

    #[test]
    fn github_gets_one_escaped_line_for_each_fault() {
        let (mut out, faults) = (Vec::new(), faults());
        write_github(&mut out, &faults).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(out.lines().count(), faults.len());
        let line = out.lines().find(|line| line.contains("unknown-key")).unwrap();
        assert_eq!(
            line,
            "::error file=my%2C pack/50%25.toml,line=11,col=1,endColumn=7,title=roledex unknown-key::unknown key `extnds` in role%0Adid you mean `extends`?"
        );
    }

    /// The fields that SARIF 2.1.0 requires, and the types that it gives them.
    #[test]
    fn sarif_has_what_its_schema_requires() {
        let faults = faults();
        let log = sarif(&faults);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(run["tool"]["driver"]["name"], "roledex");
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), faults.len());
        for result in results {
            assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
            let level = result["level"].as_str().unwrap();
            assert!(["none", "note", "warning", "error"].contains(&level));
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert!(rule["shortDescription"]["text"].is_string());
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "my%2C%20pack/50%25.toml");
            let region = &place["region"];
            assert!(region["startLine"].as_u64() >= Some(1));
            assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64());
        }
        assert!(
            results
                .iter()
                .any(|result| result["relatedLocations"][0]["message"]["text"].is_string())
        );
        assert_eq!(sarif(&[])["runs"][0]["results"], json!([]));
        assert_eq!(file_uri("/a b/ü.toml"), "file:///a%20b/%C3%BC.toml");
    }
}
