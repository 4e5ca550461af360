//! The account of how a ladder was understood.

/// How one source was understood: a file, a sheet of it, or a table in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceReading {
    /// The source: a file, or a sheet or table of it.
    pub name: String,
    /// Its shape, in words.
    pub shape: String,
    /// The parts that were understood: the kind of thing, and its text.
    pub understood: Vec<(String, String)>,
    /// The parts that were left out, and why.
    pub left_out: Vec<(String, String)>,
    /// Responsibilities read from it.
    pub responsibilities: usize,
    /// Skill requirements read from it.
    pub skills: usize,
}

impl SourceReading {
    /// Returns the account of a source of which nothing is understood yet.
    pub(super) fn new(name: impl Into<String>, shape: impl Into<String>) -> Self {
        Self { name: name.into(), shape: shape.into(), ..Self::default() }
    }

    /// Notes what a label was read as.
    pub(super) fn note(&mut self, kind: &str, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            return;
        }
        let entry = (kind.to_string(), text);
        if !self.understood.contains(&entry) {
            self.understood.push(entry);
        }
    }

    /// Notes that something was left out.
    pub(super) fn leave_out(&mut self, what: impl Into<String>, why: impl Into<String>) {
        let entry = (what.into(), why.into());
        if !self.left_out.contains(&entry) {
            self.left_out.push(entry);
        }
    }
}

/// Joins names for the account; long lists are shortened.
pub(super) fn list(names: &[String]) -> String {
    const MOST: usize = 12;
    if names.len() <= MOST {
        return names.join(", ");
    }
    format!("{}, … ({} in all)", names[..MOST].join(", "), names.len())
}
