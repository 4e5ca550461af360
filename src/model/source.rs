//! Sources of facts.

use serde::{Deserialize, Serialize};

use super::{Date, PackId, words};

words!(
    /// The kind of a source, which indicates how far to trust it.
    SourceKind {
        /// Official statistics.
        Statistics = "statistics",
        /// A published capability or competency framework.
        Framework = "framework",
        /// An employer's own handbook.
        Handbook = "handbook",
        /// A survey of practitioners.
        Survey = "survey",
        /// A site that collects or mines figures from elsewhere.
        Aggregator = "aggregator",
        /// An article or blog post.
        Article = "article",
        /// A text about one job: a job ad, a role description.
        Text = "text",
    }
);

/// A source that facts cite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Unique in its pack, kebab-case.
    pub id: String,
    /// The pack that defines it.
    pub pack: PackId,
    /// The title of the work.
    pub title: String,
    /// The publisher.
    pub publisher: String,
    /// The kind, which indicates how far to trust it.
    pub kind: SourceKind,
    /// Displayed, never fetched.
    pub url: Option<String>,
    /// The date of publication.
    pub published: Option<Date>,
    /// The date it was read.
    pub accessed: Option<Date>,
}

impl Source {
    /// Publisher, kind, date and address, if known: `BLS, statistics, 2024-05-01, https://…`.
    pub fn terms_text(&self) -> String {
        if self.kind == SourceKind::Text && self.publisher.is_empty() {
            return "read as a role".to_string();
        }
        let mut parts = vec![self.publisher.clone(), self.kind.to_string()];
        parts.push(match (self.published, self.accessed) {
            (Some(date), _) => date.to_string(),
            (None, Some(date)) => format!("undated, accessed {date}"),
            (None, None) => "undated".to_string(),
        });
        parts.extend(self.url.clone());
        parts.join(", ")
    }
}
