//! `roledex search`.

use std::io::Write;
use std::time::Instant;

use super::{Exit, Format, Problem, Run, args};
use crate::report;
use crate::search::{Query, Scope};

impl Run<'_> {
    /// Finds what a query, or each of many, asks for.
    pub(super) fn search(&mut self, args: &args::Search) -> Result<Exit, Problem> {
        match args.queries {
            Some(_) => self.takes(&Format::MANY)?,
            None => self.takes(&Format::ALL)?,
        }
        let catalog = self.catalog()?;
        let index = self.index(&catalog);
        let scope = Scope::from_word(&args.scope).unwrap_or(Scope::Skills);
        let mut found = false;
        if let Some(path) = &args.queries {
            for text in super::diff::read(path)?.lines() {
                let start = Instant::now();
                let hits = index.search(&Query::parse(text), scope, args.limit);
                let micros = start.elapsed().as_micros();
                found |= hits.total > 0;
                report::write_json_line(&mut self.out, &report::search::json_line(&catalog, text, micros, &hits))?;
            }
        } else {
            let query = Query::parse(&args.query.join(" "));
            let hits = index.search(&query, scope, args.limit);
            for hint in &hits.hints {
                // Answers stand on standard output alone.
                let _ = writeln!(std::io::stderr(), "roledex: {}", crate::model::text::visible(hint));
            }
            found = hits.total > 0;
            match self.format {
                Format::Text if !found => {
                    return Err(Problem::No(format!(
                        "nothing found for `{}`",
                        crate::model::text::visible(query.text())
                    )));
                }
                Format::Text => {
                    report::search::write_text(&mut self.out, &catalog, &query, scope, &hits, self.page)?;
                }
                Format::Json => {
                    report::write_json(&mut self.out, &report::search::json(&catalog, &query, scope, &hits))?;
                }
                Format::Ndjson => {
                    report::write_json_line(&mut self.out, &report::search::json(&catalog, &query, scope, &hits))?;
                }
                _ => self.write_sheet(&report::search::sheet(&catalog, &query, scope, &hits))?,
            }
        }
        Ok(if found { Exit::Done } else { Exit::No })
    }
}
