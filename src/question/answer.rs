//! Answers to questions, and writing them.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::{CompareQuestion, GapQuestion, ListQuestion, MatrixRoles, Question, SkillOrigin};
use crate::analysis::diff::{Diff, DiffStatus, Differ, ResponsibilityScope};
use crate::analysis::facets::{self, FacetSelection};
use crate::analysis::gap::{CurrentSkill, Gap, MissingSkill, gap, missing_skills, skills_of_role};
use crate::analysis::matrix::{Matrix, matrix};
use crate::analysis::path::{PathAnswer, PathQuestion, path};
use crate::analysis::related::RelatedRole;
use crate::engine::Engine;
use crate::model::text::{printable, quoted, visible};
use crate::model::{Catalog, RoleId, SkillId};
use crate::profile::{self, ResolvedSkills, SkillFile};
use crate::reading::cv::read_cv;
use crate::reading::skills::SkillReader;
use crate::report::document::ReportDocument;
use crate::report::gap::{GapOrigin, GapReport};
use crate::report::graph::RoleGraph;
use crate::report::list::ListedItems;
use crate::report::matrix::MatrixOptions;
use crate::report::{self, OutputFormat, PageSetup, write_json, write_json_line};
use crate::search::{Hits, Query, SearchScope, SkillNames};

/// The content that answers are made of, each part read or computed when a question needs it.
pub trait AnswerSource {
    /// The reason why skills cannot be read.
    type Error;

    /// Returns the engine of the catalog that the question is about.
    fn engine(&mut self) -> Arc<Engine>;

    /// Reads the skills in `file`; `None` is the saved profile.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it cannot be read.
    fn read_skills(&mut self, file: Option<&Path>) -> Result<SkillFile, Self::Error>;
}

/// The answer to a [`Question`].
#[derive(Debug)]
pub enum Answer {
    /// The answer to [`Question::List`].
    List {
        /// The kind of entries.
        items: ListedItems,
        /// The roles, if these are listed.
        roles: Vec<RoleId>,
        /// Properties that the roles had to have.
        filter: FacetSelection,
    },
    /// The answer to [`Question::Role`].
    Role {
        /// The role.
        role: RoleId,
        /// The responsibilities to show.
        scope: ResponsibilityScope,
    },
    /// The answer to [`Question::Skill`].
    Skill(SkillId),
    /// The answer to [`Question::Compare`].
    Compare {
        /// The question.
        question: CompareQuestion,
        /// The full comparison.
        diff: Box<Diff>,
        /// Explains it.
        differ: Arc<Differ>,
    },
    /// The answer to [`Question::Search`].
    Search {
        /// The query.
        query: Query,
        /// Where it searched.
        scope: SearchScope,
        /// The matches.
        hits: Hits,
    },
    /// The answer to [`Question::Related`].
    Related {
        /// The role.
        role: RoleId,
        /// The roles most similar to it.
        related: Vec<RelatedRole>,
    },
    /// The answer to [`Question::Path`].
    Path {
        /// The question.
        question: PathQuestion,
        /// The paths.
        answer: PathAnswer,
    },
    /// The answer to [`Question::Gap`].
    Gap(GapAnswer),
    /// The answer to [`Question::Matrix`].
    Matrix {
        /// The roles next to each other.
        matrix: Matrix,
        /// The part to show.
        options: MatrixOptions,
    },
}

/// The answer to [`Question::Gap`].
#[derive(Debug)]
pub struct GapAnswer {
    start: SkillOrigin,
    /// Whether the skills are read from a resume rather than from a profile.
    from_resume: bool,
    resolved: Option<ResolvedSkills>,
    gaps: Vec<Gap>,
    doors: Vec<MissingSkill>,
    show_all: bool,
}

/// Answers `question` from `source`.
///
/// # Errors
///
/// Returns the errors of [`AnswerSource::read_skills`].
pub fn answer<S: AnswerSource>(question: &Question, source: &mut S) -> Result<Answer, S::Error> {
    let engine = source.engine();
    let catalog = Arc::clone(engine.catalog());
    Ok(match question {
        Question::List(ListQuestion { items, filter, order }) => Answer::List {
            items: *items,
            roles: facets::filtered_roles(&catalog, filter, *order),
            filter: filter.clone(),
        },
        Question::Role { role, scope } => Answer::Role { role: *role, scope: *scope },
        Question::Skill(skill) => Answer::Skill(*skill),
        Question::Compare(question) => {
            let differ = Arc::clone(engine.differ());
            let diff = differ.diff(&catalog, question.left, question.right, question.options);
            Answer::Compare { question: *question, diff: Box::new(diff), differ }
        }
        Question::Search { query, scope, limit } => {
            let query = Query::parse(query);
            let hits = engine.index().search(&query, *scope, *limit);
            Answer::Search { query, scope: *scope, hits }
        }
        Question::Related { role, limit } => {
            let related = engine.relations().nearest(&catalog, *role, *limit);
            Answer::Related { role: *role, related }
        }
        Question::Path(question) => {
            let answer = path(&catalog, question, &*engine);
            Answer::Path { question: question.clone(), answer }
        }
        Question::Gap(question) => Answer::Gap(answer_gap(&catalog, question, source)?),
        Question::Matrix { roles, options } => {
            Answer::Matrix { matrix: matrix(&catalog, &roles.list(&catalog)), options: *options }
        }
    })
}

fn answer_gap<S: AnswerSource>(
    catalog: &Arc<Catalog>,
    question: &GapQuestion,
    source: &mut S,
) -> Result<GapAnswer, S::Error> {
    let (mut from_resume, mut resolved) = (false, None);
    let have: Vec<CurrentSkill> = match &question.start {
        SkillOrigin::Role(role) => skills_of_role(catalog.role(*role)),
        SkillOrigin::Named(skills) => skills.clone(),
        SkillOrigin::SavedProfile | SkillOrigin::File(_) => {
            let file = match &question.start {
                SkillOrigin::File(path) => Some(path.as_path()),
                _ => None,
            };
            let skills = source.read_skills(file)?;
            from_resume = skills.is_resume();
            resolved.insert(match_skills(catalog, &skills, || source.engine())).person_skills()
        }
    };
    let gaps: Vec<Gap> =
        question.targets.iter().map(|target| gap(catalog, &have, *target)).collect();
    let doors = if gaps.len() > 1 { missing_skills(catalog, &gaps) } else { Vec::new() };
    Ok(GapAnswer {
        start: question.start.clone(),
        from_resume,
        resolved,
        gaps,
        doors,
        show_all: question.show_all,
    })
}

/// Matches `skills` with those of the catalog; `engine`, which is of the catalog, reads texts and
/// gives suggestions for what is unknown.
pub fn match_skills(
    catalog: &Arc<Catalog>,
    skills: &SkillFile,
    mut engine: impl FnMut() -> Arc<Engine>,
) -> ResolvedSkills {
    let names = SkillNames::new(catalog);
    let mut resolved = match skills {
        SkillFile::Profile(profile) => profile::resolve(catalog, &names, profile),
        SkillFile::Resume(resume) => profile::resolve_resume(catalog, &names, resume),
        SkillFile::Cv(text) => {
            let engine = engine();
            let cv = read_cv(text, &mut SkillReader::new(engine.reading()));
            profile::resolve_cv(catalog, &names, &cv)
        }
    };
    if !resolved.unknown.is_empty() {
        resolved.add_suggestions(&names, &engine().skill_index());
    }
    resolved
}

impl MatrixRoles {
    /// Returns the roles.
    pub fn list(&self, catalog: &Catalog) -> Vec<RoleId> {
        match self {
            Self::Roles(roles) => roles.clone(),
            Self::Family(family) => catalog
                .families()
                .find(|(name, _)| name == family)
                .map_or_else(Vec::new, |(_, roles)| roles.to_vec()),
        }
    }
}

impl GapAnswer {
    /// Returns how the skills in a profile or a resume were matched.
    pub fn resolved(&self) -> Option<&ResolvedSkills> {
        self.resolved.as_ref()
    }

    /// Calls `read` with the report of the gaps to all targets.
    fn with_report<T>(&self, read: impl FnOnce(&GapReport<'_>) -> T) -> T {
        let file = match &self.start {
            SkillOrigin::File(path) => printable(path),
            _ => "my profile".to_string(),
        };
        let from = match &self.start {
            SkillOrigin::Role(role) => GapOrigin::Role(*role),
            SkillOrigin::Named(_) => GapOrigin::NamedSkills,
            _ if self.from_resume => GapOrigin::Resume(&file),
            _ => GapOrigin::Profile(&file),
        };
        read(&GapReport {
            from,
            resolved: self.resolved.as_ref(),
            gaps: &self.gaps,
            doors: &self.doors,
            all: self.show_all,
        })
    }
}

impl Answer {
    /// Whether there is a result, as the exit status of the command says.
    pub(crate) fn has_result(&self) -> bool {
        match self {
            Self::List { roles, items, filter } => {
                !items.is_about_roles() || !roles.is_empty() || filter.selected.is_empty()
            }
            // A role that is spelt similarly is another job.
            Self::Search { hits, scope, .. } => {
                hits.total > 0 && !(hits.is_similar_only && *scope == SearchScope::Roles)
            }
            Self::Related { related, .. } => !related.is_empty(),
            Self::Path { answer, .. } => answer.barrier.is_none(),
            Self::Role { .. }
            | Self::Skill(_)
            | Self::Compare { .. }
            | Self::Gap(_)
            | Self::Matrix { .. } => true,
        }
    }

    /// Whether two compared roles differ in their responsibilities or requirements.
    pub fn has_differences(&self) -> bool {
        matches!(self, Self::Compare { diff, .. } if has_differences(diff))
    }

    /// Returns the message to show instead of output that would be empty.
    pub(crate) fn empty_message(&self, catalog: &Catalog, format: OutputFormat) -> Option<String> {
        match (self, format) {
            (Self::Search { query, hits, .. }, OutputFormat::Text) if hits.total == 0 => {
                Some(format!("no matches for `{}`", quoted(query.text())))
            }
            (
                Self::List { filter, .. },
                OutputFormat::Text | OutputFormat::Csv | OutputFormat::Ndjson,
            ) if !self.has_result() => Some(report::list::no_role_message(catalog, filter)),
            _ => None,
        }
    }

    /// Returns what to report beside the output in `format`, which has no place for it.
    pub fn notes(&self, catalog: &Catalog, format: OutputFormat, page: PageSetup) -> Vec<String> {
        let is_records = format.is_records(page);
        match self {
            Self::List { items, roles, filter }
                if self.has_result() && (is_records || format == OutputFormat::Ndjson) =>
            {
                // Empty output could also mean a failure.
                let note = report::list::empty_list_note(catalog, *items, roles, filter);
                note.into_iter().collect()
            }
            Self::List { items, roles, .. } if format == OutputFormat::Mermaid => {
                let note = report::list::mermaid_limit_note(catalog, *items, roles);
                note.into_iter().collect()
            }
            Self::Search { hits, .. } => {
                hits.hints.iter().map(|hint| visible(hint).into_owned()).collect()
            }
            Self::Compare { diff, .. } if is_records => {
                report::diff::pairing_limit_note(diff).into_iter().collect()
            }
            Self::Path { question, answer } => {
                let mut notes = Vec::new();
                if question.from == question.to
                    && matches!(format, OutputFormat::Text | OutputFormat::Csv)
                {
                    notes.push(format!(
                        "{} is both start and goal",
                        catalog.role(question.to).title
                    ));
                }
                if is_records {
                    // The records themselves show that there is no other path.
                    notes.extend(answer.barrier.map(|barrier| barrier.text(catalog, question)));
                    notes.extend(answer.bound.text());
                }
                notes
            }
            _ => Vec::new(),
        }
    }

    /// Writes the answer in `format`; text is laid out as `page` says.
    ///
    /// # Errors
    ///
    /// Returns the errors of `out`.
    pub fn write(
        &self,
        out: &mut impl Write,
        catalog: &Catalog,
        format: OutputFormat,
        page: PageSetup,
    ) -> io::Result<()> {
        if let Self::List { items, roles, .. } = self {
            return report::list::write(out, (catalog, *items, roles), format, page);
        }
        match format {
            OutputFormat::Text => self.write_text(out, catalog, page),
            OutputFormat::Json => write_json(out, &self.json(catalog)),
            OutputFormat::Ndjson => {
                self.json_lines(catalog).iter().try_for_each(|line| write_json_line(out, line))
            }
            OutputFormat::Csv | OutputFormat::Markdown | OutputFormat::Html | OutputFormat::Svg => {
                self.document(catalog).write(out, catalog, format)
            }
            OutputFormat::JsonLd => match self {
                Self::Role { role, scope } => {
                    write_json(out, &report::occupation::json(catalog, *role, *scope))
                }
                _ => Err(unavailable(format)),
            },
            OutputFormat::Mermaid | OutputFormat::Dot => match self {
                Self::Path { question, answer } => {
                    RoleGraph::of_paths(catalog, question, answer).write(out, format)
                }
                _ => Err(unavailable(format)),
            },
            OutputFormat::Toml | OutputFormat::Github | OutputFormat::Sarif => {
                Err(unavailable(format))
            }
        }
    }

    fn write_text(
        &self,
        out: &mut impl Write,
        catalog: &Catalog,
        page: PageSetup,
    ) -> io::Result<()> {
        match self {
            Self::List { items, roles, .. } => {
                report::list::write(out, (catalog, *items, roles), OutputFormat::Text, page)
            }
            Self::Role { role, scope } => {
                report::show::write_text(out, catalog, *role, *scope, page)
            }
            Self::Skill(skill) => report::show::skill::write_text(out, catalog, *skill, page),
            Self::Compare { question, diff, differ } => {
                let why = question.why.then(|| differ.explainer(catalog, diff, question.options));
                let visible = diff.excerpt(question.excerpt);
                report::diff::write_text(out, catalog, &visible, why.as_ref(), page)
            }
            Self::Search { query, scope, hits } => {
                report::search::write_text(out, catalog, query, *scope, hits, page)
            }
            Self::Related { role, related } => {
                report::related::write_text(out, catalog, *role, related, page)
            }
            Self::Path { question, answer } => {
                report::path::write_text(out, catalog, question, answer, page)
            }
            Self::Gap(gap) => {
                gap.with_report(|answer| report::gap::write_text(out, catalog, answer, page))
            }
            Self::Matrix { matrix, options } => {
                report::matrix::write_text(out, catalog, matrix, *options, page)
            }
        }
    }

    /// Returns the answer as a document: its content for tables and pages.
    pub fn document(&self, catalog: &Catalog) -> ReportDocument {
        match self {
            Self::List { items, roles, .. } => report::list::document(catalog, *items, roles),
            Self::Role { role, scope } => report::show::document(catalog, *role, *scope),
            Self::Skill(skill) => report::show::skill::document(catalog, *skill),
            Self::Compare { question, diff, differ } => {
                let why = question.why.then(|| differ.explainer(catalog, diff, question.options));
                report::diff::document(catalog, &diff.excerpt(question.excerpt), why.as_ref())
            }
            Self::Search { query, scope, hits } => {
                report::search::document(catalog, query, *scope, hits)
            }
            Self::Related { role, related } => report::related::document(catalog, *role, related),
            Self::Path { question, answer } => report::path::document(catalog, question, answer),
            Self::Gap(gap) => gap.with_report(|answer| report::gap::document(catalog, answer)),
            Self::Matrix { matrix, options } => report::matrix::document(catalog, matrix, *options),
        }
    }

    /// Returns the answer as JSON.
    pub fn json(&self, catalog: &Catalog) -> Value {
        match self {
            Self::List { items, roles, .. } => report::list::json(catalog, *items, roles),
            Self::Role { role, scope } => report::show::json(catalog, *role, *scope),
            Self::Skill(skill) => report::show::skill::json(catalog, *skill),
            Self::Compare { question, diff, differ } => {
                let why = question.why.then(|| differ.explainer(catalog, diff, question.options));
                report::diff::json(catalog, &diff.excerpt(question.excerpt), why.as_ref())
            }
            Self::Search { query, scope, hits } => {
                report::search::json(catalog, query, *scope, hits)
            }
            Self::Related { role, related } => report::related::json(catalog, *role, related),
            Self::Path { question, answer } => report::path::json(catalog, question, answer),
            Self::Gap(gap) => gap.with_report(|answer| report::gap::json(catalog, answer)),
            Self::Matrix { matrix, options } => report::matrix::json(catalog, matrix, *options),
        }
    }

    /// Returns the answer as one JSON value per line: a gap has one for each target.
    fn json_lines(&self, catalog: &Catalog) -> Vec<Value> {
        let Self::Gap(gap) = self else { return vec![self.json(catalog)] };
        gap.with_report(|answer| {
            let one =
                |gap| report::gap::json(catalog, &GapReport { gaps: gap, doors: &[], ..*answer });
            answer.gaps.chunks(1).map(one).collect()
        })
    }
}

/// The error that an answer cannot be written in `format`.
fn unavailable(format: OutputFormat) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, format!("not available as {}", format.word()))
}

/// Whether two roles differ in their responsibilities or requirements.
pub fn has_differences(diff: &Diff) -> bool {
    diff.responsibilities.iter().any(|row| row.status != DiffStatus::Same)
        || diff.skills.iter().any(|row| row.diff_status() != DiffStatus::Same)
}
