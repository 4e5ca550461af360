//! Reads the job posting that a page states for search engines, in the vocabulary of schema.org.

use serde_json::{Map, Value};

use super::content::PageContent;
use super::fragment::{lay_out_fragment, unmarked};
use super::posting_fields::{
    employment_text, first_text, location_texts, pay_text, requirement_texts, texts,
};
use super::tree::{NodeId, PageTree};
use crate::reading::formats::error::ReadingFault;
use crate::reading::formats::lines::{LineCollector, tidy};
use crate::reading::formats::markdown::{is_markdown, lay_out_markdown};
use crate::reading::formats::plain::lay_out_plain;
use crate::reading::layout::LineShape;

/// Maximum depth at which a posting is looked for.
const MAX_DEPTH: usize = 16;

/// A description with fewer letters is a summary, if the page has far more text.
const MIN_DESCRIPTION: usize = 400;

/// A job posting of a page.
pub(super) struct JobPosting {
    /// Its title.
    pub(super) title: Option<String>,
    fields: Map<String, Value>,
}

impl JobPosting {
    /// Finds the posting of a page: of several the one whose title the page shows as a heading,
    /// otherwise the first.
    pub(super) fn find(tree: &PageTree, content: &PageContent<'_>) -> Option<Self> {
        let mut found = Vec::new();
        for script in tree.descendants(0).filter(|id| is_linked_data(tree, *id)) {
            if let Some(value) = parse_json(&tree.text(script)) {
                collect_postings(value, 0, &mut found);
            }
        }
        let titles: Vec<String> =
            content.elements(0, "h1").map(|id| tidy(&tree.text(id)).to_lowercase()).collect();
        let mut postings: Vec<Self> = found.into_iter().map(Self::new).collect();
        let shown = postings.iter().position(|posting| {
            let title = posting.title.as_ref().map(|title| title.to_lowercase());
            title.is_some_and(|title| titles.iter().any(|shown| shown.contains(&title)))
        });
        (!postings.is_empty()).then(|| postings.swap_remove(shown.unwrap_or(0)))
    }

    fn new(fields: Map<String, Value>) -> Self {
        let title = ["title", "name"].iter().find_map(|key| first_text(fields.get(*key)?));
        let title = title.map(|title| tidy(&unmarked(&title))).filter(|title| !title.is_empty());
        Self { title, fields }
    }

    /// Whether the posting has the text of the page, rather than only its first words.
    pub(super) fn is_complete(&self, content: &PageContent<'_>) -> bool {
        let lists = ["responsibilities", "qualifications"];
        let keys = lists.iter().copied().chain(["description"]);
        let letters: usize = keys
            .filter_map(|key| self.fields.get(key))
            .flat_map(texts)
            .map(|text| text.chars().filter(|c| c.is_alphanumeric()).count())
            .sum();
        letters >= MIN_DESCRIPTION || letters * 3 >= content.letters(content.main)
    }

    /// Adds the lines of the posting to `lines`.
    ///
    /// # Errors
    ///
    /// When its text is nested too deeply.
    pub(super) fn lay_out(&self, lines: &mut LineCollector) -> Result<(), ReadingFault> {
        if let Some(title) = &self.title {
            lines.push(1, LineShape::Heading(1), title);
        }
        for description in self.fields.get("description").into_iter().flat_map(texts) {
            lines.gap();
            lay_out_value(lines, &description)?;
        }
        let sections: [(&str, &str); 3] = [
            ("responsibilities", "Responsibilities"),
            ("qualifications", "Qualifications"),
            ("skills", "Skills"),
        ];
        for (key, heading) in sections {
            let values: Vec<String> = self.fields.get(key).into_iter().flat_map(texts).collect();
            section(lines, heading, &values)?;
        }
        for (key, heading) in
            [("experienceRequirements", "Experience"), ("educationRequirements", "Education")]
        {
            let values = self.fields.get(key).map(requirement_texts).unwrap_or_default();
            section(lines, heading, &values)?;
        }
        self.lay_out_facts(lines)
    }

    /// Adds the facts of the posting that its text may lack to `lines`.
    ///
    /// # Errors
    ///
    /// When its text is nested too deeply.
    pub(super) fn lay_out_facts(&self, lines: &mut LineCollector) -> Result<(), ReadingFault> {
        let field = |key: &str| self.fields.get(key);
        let pay: Vec<String> = field("baseSalary").and_then(pay_text).into_iter().collect();
        let mut places = field("jobLocation").map(location_texts).unwrap_or_default();
        if field("jobLocationType")
            .and_then(first_text)
            .is_some_and(|kind| kind.eq_ignore_ascii_case("telecommute"))
        {
            places.push("Remote".to_string());
        }
        let required = field("applicantLocationRequirements").map(location_texts);
        places.extend(required.unwrap_or_default());
        places.dedup();
        let employment = field("employmentType").map(texts).unwrap_or_default();
        let employment: Vec<String> = employment.iter().map(|kind| employment_text(kind)).collect();
        let company = field("hiringOrganization").map(texts).unwrap_or_default();
        let benefits = field("jobBenefits").map(texts).unwrap_or_default();
        section(lines, "Salary", &pay)?;
        section(lines, "Location", &places)?;
        section(lines, "Employment type", &employment)?;
        section(lines, "Company", &company)?;
        section(lines, "Benefits", &benefits)
    }
}

/// Adds a heading and the lines of `values` that are not there yet.
fn section(
    lines: &mut LineCollector,
    heading: &str,
    values: &[String],
) -> Result<(), ReadingFault> {
    let mut part = LineCollector::default();
    for value in values {
        lay_out_value(&mut part, value)?;
    }
    lines.push_section(heading, part);
    Ok(())
}

/// Whether an element is a script of linked data.
fn is_linked_data(tree: &PageTree, id: NodeId) -> bool {
    let node = tree.node(id);
    node.name() == "script"
        && node.attribute("type").is_some_and(|kind| {
            kind.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .eq_ignore_ascii_case("application/ld+json")
        })
}

/// Parses JSON as pages have it: within comments, and with line breaks in its texts.
fn parse_json(text: &str) -> Option<Value> {
    let start = text.find(['{', '['])?;
    let end = text.rfind(['}', ']'])?;
    let text = text.get(start..=end)?;
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let (mut repaired, mut is_in_text, mut is_escaped) = (String::new(), false, false);
    for c in text.chars() {
        match c {
            '"' if !is_escaped => is_in_text = !is_in_text,
            '\n' if is_in_text => {
                repaired.push_str("\\n");
                continue;
            }
            c if is_in_text && c.is_control() => {
                repaired.push(' ');
                continue;
            }
            // A comma before the end of an object or list.
            '}' | ']' if !is_in_text && repaired.trim_end().ends_with(',') => {
                repaired.truncate(repaired.trim_end().len() - 1);
            }
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
        repaired.push(c);
    }
    serde_json::from_str(&repaired).ok()
}

/// Adds the postings in `value` to `found`.
fn collect_postings(value: Value, depth: usize, found: &mut Vec<Map<String, Value>>) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                collect_postings(value, depth + 1, found);
            }
        }
        Value::Object(fields) if is_posting(&fields) => found.push(fields),
        Value::Object(fields) => {
            for (_, value) in fields {
                collect_postings(value, depth + 1, found);
            }
        }
        _ => {}
    }
}

fn is_posting(fields: &Map<String, Value>) -> bool {
    let kinds = fields.get("@type").map(texts).unwrap_or_default();
    kinds.iter().any(|kind| kind.rsplit(['/', ':', '#']).next() == Some("JobPosting"))
}

/// Adds the lines of a text of a posting, which may be HTML, even with its tags escaped.
fn lay_out_value(lines: &mut LineCollector, text: &str) -> Result<(), ReadingFault> {
    let mut text = text.to_string();
    for _ in 0..2 {
        let has_tags = has_tags(&text);
        if has_tags || !(text.contains("&lt;") || text.contains("&#")) {
            break;
        }
        text = unmarked(&text);
    }
    if has_tags(&text) {
        // Line breaks count where only some words are marked.
        let has_blocks =
            ["<p", "<br", "<li", "<div", "<h"].iter().any(|tag| text.to_lowercase().contains(tag));
        let text = if has_blocks { text } else { text.replace('\n', "<br>") };
        return lay_out_fragment(lines, &text, 1);
    }
    let text = unmarked(&text);
    if is_markdown("", &text) {
        lay_out_markdown(lines, &text)?;
    } else {
        lay_out_plain(lines, &text);
    }
    Ok(())
}

/// Whether a text has tags of HTML.
fn has_tags(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        matches!(
            name.to_ascii_lowercase().as_str(),
            "p" | "br"
                | "ul"
                | "ol"
                | "li"
                | "div"
                | "span"
                | "b"
                | "strong"
                | "em"
                | "i"
                | "u"
                | "a"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "table"
                | "section"
                | "article"
                | "html"
                | "body"
        )
    })
}
