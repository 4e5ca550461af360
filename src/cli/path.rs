//! `roledex path`.

use super::{Exit, Format, Problem, Run, args};
use crate::analysis::path::{Kind, Question, path};
use crate::report::{self, path as shown};

impl Run<'_> {
    /// Finds the direct path from one role to another, and the cheapest through other roles.
    pub(super) fn path(&mut self, args: &args::Path) -> Result<Exit, Problem> {
        self.takes(&Format::ONE)?;
        let catalog = self.catalog()?;
        let (from, to) = (self.role(&catalog, &args.from)?, self.role(&catalog, &args.to)?);
        // The text format reports this itself.
        if !matches!(self.format, Format::Text | Format::Csv) {
            self.note_same(&catalog, &[(&args.from, from), (&args.to, to)]);
        }
        let kinds = Kind::ALL.into_iter().zip(args::OVER);
        let asked = kinds
            .filter(|(_, word)| args.over.is_empty() || args.over.iter().any(|over| over == word));
        let over = asked.map(|(kind, _)| kind).collect();
        let question = Question { from, to, over, limit: args.limit };
        let answer = path(&catalog, &question, &*self.kin(&catalog));
        if self.format == Format::Json {
            report::write_json(&mut self.out, &shown::json(&catalog, &question, &answer))?;
            return Ok(if answer.barrier.is_some() { Exit::No } else { Exit::Done });
        }
        if from == to && matches!(self.format, Format::Text | Format::Csv) {
            // Standard output is for answers only.
            super::note::note(format!("{} is where you are", catalog.role(to).title));
        }
        if self.format == Format::Csv || (self.format == Format::Text && self.page.width.is_none())
        {
            // Standard output is for records only, and these already show that there is no other
            // path.
            let barrier = answer.barrier.map(|barrier| barrier.text(&catalog, &question));
            for note in barrier.into_iter().chain(answer.bound.text()) {
                super::note::note(note);
            }
        }
        match self.format {
            Format::Text => {
                shown::write_text(&mut self.out, &catalog, &question, &answer, self.page)?;
            }
            _ => self.write_sheet(&shown::sheet(&catalog, &question, &answer))?,
        }
        Ok(if answer.barrier.is_some() { Exit::No } else { Exit::Done })
    }
}
