//! `roledex search`.

use std::path::Path;
use std::time::Instant;

use super::{Command, CommandContext, CommandError, Exit, OutputFormat, args};
use crate::question::Question;
use crate::report;
use crate::search::{Query, SearchScope};

/// Returns the question for the matches of a query.
pub(super) fn parse_search(args: &args::SearchArgs) -> Result<Question, CommandError> {
    let query = Query::parse(&args.query.join(" "));
    if query.is_empty() {
        let text = if query.text().is_empty() {
            "the query is empty"
        } else {
            "the query has punctuation but no words"
        };
        let next =
            "type words to search for; `roledex list skills` and `roledex list` list everything";
        return Err(CommandError::Usage(format!("{text}: {next}")));
    }
    Ok(Question::Search {
        query: args.query.join(" "),
        scope: parse_scope(args),
        limit: args.limit,
    })
}

fn parse_scope(args: &args::SearchArgs) -> SearchScope {
    SearchScope::from_word(&args.scope).unwrap_or(SearchScope::Skills)
}

impl CommandContext<'_> {
    /// Finds the matches of a query, or of each of many.
    pub(super) fn run_search(&mut self, args: args::SearchArgs) -> Result<Exit, CommandError> {
        if let Some(path) = &args.queries {
            self.require_format(&OutputFormat::FOR_MANY_ANSWERS)?;
            return self.run_queries(&args, path);
        }
        self.require_format(&OutputFormat::ALL)?;
        // Before the packs are read, which may take a while.
        parse_search(&args)?;
        self.run_question(&Command::Search(args::Deferred(args)))
    }

    /// Finds the matches of each query in the file at `path`.
    fn run_queries(&mut self, args: &args::SearchArgs, path: &Path) -> Result<Exit, CommandError> {
        let catalog = self.load_valid_catalog()?;
        let index = self.index(&catalog);
        let scope = parse_scope(args);
        let mut found = false;
        let mut answers = report::JsonAnswerWriter::new(self.format != OutputFormat::Json);
        for text in super::diff::read_list(path)?.lines() {
            let start = Instant::now();
            // An empty line gets an answer without hits, so that every line has one.
            let query = Query::parse(text);
            let limit = if query.is_empty() { 0 } else { args.limit };
            let hits = index.search(&query, scope, limit);
            let micros = start.elapsed().as_micros();
            found |= hits.total > 0 && limit > 0;
            answers
                .push(&mut self.out, &report::search::json_line(&catalog, text, micros, &hits))?;
        }
        answers.finish(&mut self.out)?;
        Ok(if found { Exit::Success } else { Exit::NoResult })
    }
}
