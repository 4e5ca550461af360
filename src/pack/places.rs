//! Where a text of the catalog stands in the files, for remarks about valid packs: the catalog itself keeps no spans.

use std::path::PathBuf;

use super::diagnostic::{Diagnostic, Severity};
use super::{ReadError, read};

/// The files of packs, to look texts up in.
#[derive(Debug)]
pub struct Places {
    files: Vec<(String, String)>,
}

impl Places {
    /// Reads the files of the packs at `paths`.
    ///
    /// # Errors
    ///
    /// When a path does not exist or cannot be read.
    pub fn read(paths: &[PathBuf]) -> Result<Self, ReadError> {
        let mut files = Vec::new();
        for path in paths {
            let sources = read::sources(path)?;
            files.extend(sources.files.into_iter().map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into())));
        }
        Ok(Self { files })
    }

    /// The first place where `needle` stands: the file by its path, and the line from 1.
    pub fn find(&self, needle: &str) -> Option<(PathBuf, usize)> {
        let found = |(name, text): &(String, String)| {
            let at = text.find(needle)?;
            Some((PathBuf::from(name), super::faults::line_at(text, at)))
        };
        self.files.iter().find_map(found)
    }

    /// A diagnostic at the first place where `needle` stands; without any, one that shows `needle` itself.
    pub fn diagnostic(
        &self,
        severity: Severity,
        code: &'static str,
        needle: &str,
        message: String,
        hint: String,
    ) -> Diagnostic {
        let found = self.files.iter().find_map(|(name, text)| text.find(needle).map(|at| (name, text, at)));
        let length = needle.chars().count().max(1);
        let Some((name, text, at)) = found else {
            let (file, source_line) = ("built-in".to_string(), needle.to_string());
            return Diagnostic {
                severity,
                code,
                file,
                line: 1,
                column: 1,
                source_line,
                length,
                message,
                hint: Some(hint),
            };
        };
        let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
        Diagnostic {
            severity,
            code,
            file: name.clone(),
            line: super::faults::line_at(text, at),
            column: text[start..at].chars().count() + 1,
            source_line: text[start..end].trim_end_matches('\r').to_string(),
            length,
            message,
            hint: Some(hint),
        }
    }
}
