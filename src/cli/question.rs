//! Reads questions from arguments, and prints their answers.

use std::path::Path;
use std::sync::Arc;

use super::{Command, CommandContext, CommandError, Exit, stderr};
use crate::engine::Engine;
use crate::model::Catalog;
use crate::profile::SkillFile;
use crate::question::{self, Answer, AnswerSource, Question};
use crate::report::list::ListedItems;

/// The catalog of a command, with what is made of it when a question needs it.
struct CommandSource<'run, 'out> {
    run: &'run mut CommandContext<'out>,
    catalog: Arc<Catalog>,
}

impl AnswerSource for CommandSource<'_, '_> {
    type Error = CommandError;

    fn engine(&mut self) -> Arc<Engine> {
        self.run.engine(&self.catalog)
    }

    fn read_skills(&mut self, file: Option<&Path>) -> Result<SkillFile, CommandError> {
        self.run.read_skills(file)
    }
}

impl CommandContext<'_> {
    /// Returns the question that `command` asks about `catalog`; `None` if it does something else
    /// or asks several.
    pub(super) fn parse_question(
        &mut self,
        catalog: &Arc<Catalog>,
        command: &Command,
    ) -> Result<Option<Question>, CommandError> {
        Ok(Some(match command {
            Command::List(args) => Question::List(super::list::parse_list(catalog, args)?),
            Command::Show(args) => self.parse_show(catalog, args)?,
            Command::Diff(args) => match (&args.since, &args.left, &args.right) {
                (None, Some(left), Some(right)) => {
                    Question::Compare(self.parse_compare(catalog, args, (left, right))?)
                }
                _ => return Ok(None),
            },
            Command::Search(args) if args.queries.is_none() => super::search::parse_search(args)?,
            Command::Related(args) => match &args.role {
                Some(role) => {
                    Question::Related { role: self.resolve_role(catalog, role)?, limit: args.limit }
                }
                None => return Ok(None),
            },
            Command::Path(args) => Question::Path(self.parse_path(catalog, args)?),
            Command::Gap(args) => Question::Gap(self.parse_gap(catalog, args)?),
            Command::Matrix(args) => self.parse_matrix(catalog, args)?,
            _ => return Ok(None),
        }))
    }

    /// Prints the answer to the question that `command` asks.
    pub(super) fn run_question(&mut self, command: &Command) -> Result<Exit, CommandError> {
        let catalog = self.load_valid_catalog()?;
        let catalog = self.with_texts_of(catalog, command)?;
        let Some(question) = self.parse_question(&catalog, command)? else {
            return Err(CommandError::Usage("this command asks no single question".to_string()));
        };
        let answer = self.answer(&catalog, &question)?;
        if matches!(&question, Question::List(list) if list.items == ListedItems::Packs) {
            self.note_project();
        }
        self.write_answer(&catalog, &answer)
    }

    /// Answers `question`.
    pub(super) fn answer(
        &mut self,
        catalog: &Arc<Catalog>,
        question: &Question,
    ) -> Result<Answer, CommandError> {
        let mut source = CommandSource { run: self, catalog: Arc::clone(catalog) };
        question::answer(question, &mut source)
    }

    /// Writes `answer` in the requested format, and what has no place in it to standard error.
    pub(super) fn write_answer(
        &mut self,
        catalog: &Catalog,
        answer: &Answer,
    ) -> Result<Exit, CommandError> {
        // In the explorer, standard error is the screen.
        let has_stderr = !self.in_explorer;
        if has_stderr {
            answer.notes(catalog, self.format, self.page).into_iter().for_each(stderr::print_note);
        }
        if let Some(message) = answer.empty_message(catalog, self.format) {
            return Err(CommandError::NoResult(message));
        }
        answer.write(&mut self.out, catalog, self.format, self.page)?;
        if let Answer::Gap(gap) = answer
            && let Some(resolved) = gap.resolved()
            && has_stderr
        {
            self.note_matching(catalog, resolved);
        }
        Ok(if answer.has_result() { Exit::Success } else { Exit::NoResult })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use proptest::prelude::*;

    use super::super::{Args, Config, ConfigInputs, OutputFormat};
    use super::*;
    use crate::analysis::diff::{
        DiffOptions, DiffStatus, ExcerptOptions, PairingMode, ResponsibilityScope,
    };
    use crate::analysis::facets::{Facet, FacetSelection, RoleOrder};
    use crate::analysis::gap::CurrentSkill;
    use crate::analysis::path::{HopKind, PathQuestion};
    use crate::model::{Focus, Level, RoleId, SkillId, Track};
    use crate::question::command_line::to_args;
    use crate::question::{CompareQuestion, GapQuestion, ListQuestion, MatrixRoles, SkillOrigin};
    use crate::report::PageSetup;
    use crate::report::matrix::{MatrixOptions, MatrixParts};
    use crate::search::SearchScope;

    /// Parses the arguments as the command line does.
    fn parsed(catalog: &Arc<Catalog>, args: &[String]) -> Option<Question> {
        let line = ["roledex"].into_iter().chain(args.iter().map(String::as_str));
        let args = Args::try_parse_from(line).map_err(|error| error.to_string()).unwrap();
        let mut out = Vec::new();
        let config = Config::resolve(&ConfigInputs::default());
        let mut run = CommandContext::new(config, OutputFormat::Text, PageSetup::PLAIN, &mut out);
        run.parse_question(catalog, &args.command.unwrap()).unwrap()
    }

    fn role() -> impl Strategy<Value = RoleId> + Clone {
        (0..crate::builtin::catalog().roles().len()).prop_map(RoleId::from_index)
    }

    fn roles() -> impl Strategy<Value = Vec<RoleId>> {
        proptest::collection::btree_set(role(), 2..6).prop_map(|all| all.into_iter().collect())
    }

    fn facet() -> impl Strategy<Value = Facet> {
        let family = prop_oneof![Just("product"), Just("data"), Just("engineering")];
        let tracks = prop_oneof![Just(Track::Management), Just(Track::Individual)];
        let focuses = prop_oneof![Just(Focus::Strategic), Just(Focus::Mixed)];
        prop_oneof![
            family.prop_map(|name| Facet::Family(name.to_string())),
            tracks.prop_map(Facet::Track),
            (0..9_u32).prop_map(Facet::Level),
            focuses.prop_map(Facet::Focus),
            Just(Facet::Pay),
        ]
    }

    /// A list; clap does not keep the order in which different filters were given, so there are
    /// none of the same kind twice and they come in the order of the command line.
    fn list() -> impl Strategy<Value = ListQuestion> {
        let orders = proptest::sample::select(RoleOrder::WORDS);
        let items = proptest::sample::select(ListedItems::WORDS);
        (items, proptest::collection::vec(facet(), 0..5), orders).prop_map(
            |(items, mut facets, order)| {
                let items = ListedItems::from_word(items).unwrap();
                if !items.is_about_roles() {
                    return ListQuestion::all(items);
                }
                let place = |facet: &Facet| {
                    ["family", "track", "level", "focus", "pay"]
                        .iter()
                        .position(|kind| *kind == facet.kind())
                };
                facets.sort_by_key(place);
                facets.dedup_by_key(|facet| facet.kind());
                let order = RoleOrder::from_word(order).unwrap();
                ListQuestion { items, filter: FacetSelection { selected: facets }, order }
            },
        )
    }

    fn compare() -> impl Strategy<Value = CompareQuestion> {
        let kind = proptest::option::of(proptest::sample::select(DiffStatus::WORDS));
        let align = proptest::sample::select(PairingMode::WORDS);
        let scope = proptest::sample::select(ResponsibilityScope::WORDS);
        let context = proptest::option::of(0..4_usize);
        (role(), role(), kind, align, scope, context, any::<bool>()).prop_map(
            |(left, right, kind, align, scope, context, why)| CompareQuestion {
                left,
                right,
                options: DiffOptions {
                    align: PairingMode::from_word(align).unwrap(),
                    scope: ResponsibilityScope::from_word(scope).unwrap(),
                    exact: false,
                },
                excerpt: ExcerptOptions { kind: kind.and_then(DiffStatus::from_word), context },
                why,
            },
        )
    }

    fn gap() -> impl Strategy<Value = GapQuestion> {
        let skills = crate::builtin::catalog().skill_ids().count();
        let level = proptest::option::of((0..4_u8).prop_map(|rank| Level { rank, of: 4 }));
        let named = proptest::collection::vec(((0..skills), level), 1..5).prop_map(|all| {
            let mut skills = Vec::new();
            for (at, level) in all {
                let skill = SkillId::from_index(at);
                skills.push(CurrentSkill { skill, level, unclear: false });
            }
            SkillOrigin::Named(skills)
        });
        let start = prop_oneof![
            role().prop_map(SkillOrigin::Role),
            Just(SkillOrigin::SavedProfile),
            proptest::sample::select(vec!["-", "cv.json", "-odd.csv", "my files/a b.csv"])
                .prop_map(|path| SkillOrigin::File(path.into())),
            named,
        ];
        (start, roles(), any::<bool>()).prop_map(|(start, targets, show_all)| GapQuestion {
            start,
            targets,
            show_all,
        })
    }

    fn matrix() -> impl Strategy<Value = Question> {
        let which = prop_oneof![
            roles().prop_map(MatrixRoles::Roles),
            Just(MatrixRoles::Family("product".to_string())),
        ];
        let by = proptest::sample::select(MatrixParts::WORDS);
        (which, by, any::<bool>()).prop_map(|(roles, by, only_differences)| Question::Matrix {
            roles,
            options: MatrixOptions { by: MatrixParts::from_word(by).unwrap(), only_differences },
        })
    }

    fn path() -> impl Strategy<Value = PathQuestion> {
        let kinds = proptest::sample::subsequence(HopKind::ALL.to_vec(), 1..=3);
        (role(), role(), kinds, 1..6_usize).prop_map(|(from, to, hop_kinds, limit)| PathQuestion {
            from,
            to,
            hop_kinds,
            limit,
        })
    }

    fn any_question() -> impl Strategy<Value = Question> {
        let scopes = proptest::sample::select(ResponsibilityScope::WORDS);
        let search = proptest::sample::select(SearchScope::WORDS);
        prop_oneof![
            list().prop_map(Question::List),
            (role(), scopes).prop_map(|(role, scope)| Question::Role {
                role,
                scope: ResponsibilityScope::from_word(scope).unwrap(),
            }),
            (0..crate::builtin::catalog().skills().len())
                .prop_map(|at| Question::Skill(SkillId::from_index(at))),
            compare().prop_map(Question::Compare),
            ("[-'^!a-zé ]{0,8}[a-z]{2,8}", search, 1..60_usize).prop_map(
                |(query, scope, limit)| Question::Search {
                    query,
                    scope: SearchScope::from_word(scope).unwrap(),
                    limit,
                }
            ),
            (role(), 1..30_usize).prop_map(|(role, limit)| Question::Related { role, limit }),
            path().prop_map(Question::Path),
            gap().prop_map(Question::Gap),
            matrix(),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn the_command_of_a_question_asks_the_same(question in any_question()) {
            let catalog = Arc::new(crate::builtin::catalog());
            let args = to_args(&question, &catalog);
            prop_assert_eq!(parsed(&catalog, &args), Some(question), "{:?}", args);
        }
    }
}
