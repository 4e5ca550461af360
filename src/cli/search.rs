//! `roledex search`.

use std::time::Instant;

use super::{CommandContext, CommandError, Exit, OutputFormat, args};
use crate::report;
use crate::search::{Query, SearchScope};

impl CommandContext<'_> {
    /// Finds the matches of a query, or of each of many.
    pub(super) fn run_search(&mut self, args: &args::SearchArgs) -> Result<Exit, CommandError> {
        match args.queries {
            Some(_) => self.require_format(&OutputFormat::FOR_MANY_ANSWERS)?,
            None => self.require_format(&OutputFormat::ALL)?,
        }
        let query = Query::parse(&args.query.join(" "));
        if args.queries.is_none() && query.is_empty() {
            let text = if query.text().is_empty() {
                "the query is empty"
            } else {
                "the query has punctuation but no words"
            };
            let next = "type words to search for; `roledex list skills` and `roledex list` list everything";
            return Err(CommandError::Usage(format!("{text}: {next}")));
        }
        let catalog = self.load_valid_catalog()?;
        let index = self.index(&catalog);
        let scope = SearchScope::from_word(&args.scope).unwrap_or(SearchScope::Skills);
        let mut found = false;
        if let Some(path) = &args.queries {
            let mut answers = report::JsonAnswerWriter::new(self.format != OutputFormat::Json);
            for text in super::diff::read_list(path)?.lines() {
                let start = Instant::now();
                // An empty line gets an answer without hits, so that every line has one.
                let query = Query::parse(text);
                let limit = if query.is_empty() { 0 } else { args.limit };
                let hits = index.search(&query, scope, limit);
                let micros = start.elapsed().as_micros();
                found |= hits.total > 0 && limit > 0;
                answers.push(
                    &mut self.out,
                    &report::search::json_line(&catalog, text, micros, &hits),
                )?;
            }
            answers.finish(&mut self.out)?;
        } else {
            let hits = index.search(&query, scope, args.limit);
            for hint in &hits.hints {
                // Standard output is for answers only.
                super::stderr::print_note(crate::model::text::visible(hint));
            }
            found = hits.total > 0;
            match self.format {
                OutputFormat::Text if !found => {
                    return Err(CommandError::NoResult(format!(
                        "no matches for `{}`",
                        crate::model::text::quoted(query.text())
                    )));
                }
                OutputFormat::Text => {
                    report::search::write_text(
                        &mut self.out,
                        &catalog,
                        &query,
                        scope,
                        &hits,
                        self.page,
                    )?;
                }
                OutputFormat::Json => {
                    report::write_json(
                        &mut self.out,
                        &report::search::json(&catalog, &query, scope, &hits),
                    )?;
                }
                OutputFormat::Ndjson => {
                    report::write_json_line(
                        &mut self.out,
                        &report::search::json(&catalog, &query, scope, &hits),
                    )?;
                }
                _ => {
                    self.write_document(&report::search::document(&catalog, &query, scope, &hits))?
                }
            }
        }
        Ok(if found { Exit::Success } else { Exit::NoResult })
    }
}
