//! `roledex search`.

use std::time::Instant;

use super::{Exit, Format, Problem, Run, args};
use crate::report;
use crate::search::{Query, Scope};

impl Run<'_> {
    /// Finds the matches of a query, or of each of many.
    pub(super) fn search(&mut self, args: &args::Search) -> Result<Exit, Problem> {
        match args.queries {
            Some(_) => self.takes(&Format::MANY)?,
            None => self.takes(&Format::ALL)?,
        }
        let query = Query::parse(&args.query.join(" "));
        if args.queries.is_none() && query.is_empty() {
            let text = if query.text().is_empty() {
                "the query is empty"
            } else {
                "the query has punctuation but no words"
            };
            let next =
                "say what to look for; `roledex list skills` and `roledex list` list everything";
            return Err(Problem::Usage(format!("{text}: {next}")));
        }
        let catalog = self.catalog()?;
        let index = self.index(&catalog);
        let scope = Scope::from_word(&args.scope).unwrap_or(Scope::Skills);
        let mut found = false;
        if let Some(path) = &args.queries {
            let mut answers = report::Answers::new(self.format != Format::Json);
            for text in super::diff::read(path)?.lines() {
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
            answers.end(&mut self.out)?;
        } else {
            let hits = index.search(&query, scope, args.limit);
            for hint in &hits.hints {
                // Standard output is for answers only.
                super::note::note(crate::model::text::visible(hint));
            }
            found = hits.total > 0;
            match self.format {
                Format::Text if !found => {
                    return Err(Problem::No(format!(
                        "nothing found for `{}`",
                        crate::model::text::quoted(query.text())
                    )));
                }
                Format::Text => {
                    report::search::write_text(
                        &mut self.out,
                        &catalog,
                        &query,
                        scope,
                        &hits,
                        self.page,
                    )?;
                }
                Format::Json => {
                    report::write_json(
                        &mut self.out,
                        &report::search::json(&catalog, &query, scope, &hits),
                    )?;
                }
                Format::Ndjson => {
                    report::write_json_line(
                        &mut self.out,
                        &report::search::json(&catalog, &query, scope, &hits),
                    )?;
                }
                _ => self.write_sheet(&report::search::sheet(&catalog, &query, scope, &hits))?,
            }
        }
        Ok(if found { Exit::Done } else { Exit::No })
    }
}
