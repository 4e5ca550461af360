//! The command that asks a question: its arguments, and how to write it for a shell.

use std::path::Path;

use crate::analysis::diff::{DiffOptions, ExcerptOptions, PairingMode, ResponsibilityScope};
use crate::analysis::facets::{Facet, RoleOrder};
use crate::analysis::path::{HopKind, PathQuestion};
use crate::model::text::{is_unsafe, printable};
use crate::model::{Catalog, RoleId};
use crate::reading::added::READ_FAMILY;
use crate::report::list::ListedItems;
use crate::report::matrix::MatrixParts;
use crate::search::SearchScope;

use super::{
    CompareQuestion, GapQuestion, ListQuestion, MatrixRoles, PATH_LIMIT, Question, RELATED_LIMIT,
    SEARCH_LIMIT, SkillOrigin,
};

/// The words for the kinds of steps of a path, in the order of [`HopKind::ALL`].
pub(crate) const STEP_KINDS: [&str; 3] = ["moves", "reporting", "similar"];

/// The name of standard input as a place of a text.
pub(crate) const STANDARD_INPUT: &str = "standard input";

/// The name of the first text that was pasted; later ones have a number after it.
pub(crate) const PASTED: &str = "pasted text";

/// Returns the name of the text in the file at `path`, which is not that of a text without a file.
pub(crate) fn file_text_name(path: &Path) -> String {
    let name = printable(path);
    if is_without_file(&name) { format!("./{name}") } else { name }
}

/// Whether the text that is called `name` is not in a file.
fn is_without_file(name: &str) -> bool {
    name == STANDARD_INPUT
        || name.strip_prefix(PASTED).is_some_and(|number| {
            number.is_empty()
                || number.strip_prefix(' ').is_some_and(|number| number.parse::<usize>().is_ok())
        })
}

/// Returns the arguments after `roledex` that ask `question`. Parsed again they are the same
/// question. Options that have their default value are left out.
pub fn to_args(question: &Question, catalog: &Catalog) -> Vec<String> {
    let mut args = ArgumentBuilder::default();
    match question {
        Question::List(list) => args.push_list(list),
        Question::Role { role, scope } => {
            args.command("show");
            args.values.push(role_id(catalog, *role));
            args.push_scope(*scope);
        }
        Question::Skill(skill) => {
            args.command("show");
            args.values.push(catalog.skill(*skill).id.clone());
            args.flag("--skill");
        }
        Question::Compare(compare) => args.push_compare(catalog, compare),
        Question::Search { query, scope, limit } => {
            args.command("search");
            if *scope != SearchScope::Skills {
                args.option("--in", scope.word());
            }
            args.push_limit(*limit, SEARCH_LIMIT);
            args.values.push(query.clone());
            // The query comes last, as people type it.
            return args.finish_with_values_last();
        }
        Question::Related { role, limit } => {
            args.command("related");
            args.values.push(role_id(catalog, *role));
            args.push_limit(*limit, RELATED_LIMIT);
        }
        Question::Path(path) => args.push_path(catalog, path),
        Question::Gap(gap) => args.push_gap(catalog, gap),
        Question::Matrix { roles, options } => {
            args.command("matrix");
            match roles {
                // No pack has the texts' family.
                MatrixRoles::Family(family) if family == READ_FAMILY => {
                    let roles = catalog.families().filter(|(name, _)| *name == READ_FAMILY);
                    let roles = roles.flat_map(|(_, roles)| roles);
                    args.values.extend(roles.map(|role| role_id(catalog, *role)));
                }
                MatrixRoles::Family(family) => args.option("--family", family),
                MatrixRoles::Roles(roles) => {
                    args.values.extend(roles.iter().map(|role| role_id(catalog, *role)));
                }
            }
            if options.by != MatrixParts::Both {
                args.option("--by", options.by.word());
            }
            if options.only_differences {
                args.flag("--only-differences");
            }
        }
    }
    args.finish()
}

/// The id of a role, or the text that it was read from, by which an argument names it. A text that
/// is not in a file is standard input.
fn role_id(catalog: &Catalog, role: RoleId) -> String {
    let Some(text) = catalog.read_from(role) else { return catalog.role(role).id.clone() };
    if is_without_file(text) {
        return "-".to_string();
    }
    // A file could be called like a role, or like an option.
    if text.contains(std::path::is_separator) { text.to_string() } else { format!("./{text}") }
}

/// Returns `roledex` with these arguments, for a POSIX shell.
pub(crate) fn shell_command(args: &[String]) -> String {
    let words = args.iter().map(|word| shell_word(word));
    std::iter::once("roledex".to_string()).chain(words).collect::<Vec<_>>().join(" ")
}

/// Arguments of one command.
#[derive(Debug, Default)]
struct ArgumentBuilder {
    command: String,
    /// Arguments without a name.
    values: Vec<String>,
    /// Flags and options.
    options: Vec<String>,
}

impl ArgumentBuilder {
    fn command(&mut self, name: &str) {
        self.command = name.to_string();
    }

    fn flag(&mut self, name: &str) {
        self.options.push(name.to_string());
    }

    fn option(&mut self, name: &str, value: &str) {
        // A value that looks like a flag would be read as one.
        if is_like_flag(value) {
            self.options.push(format!("{name}={value}"));
        } else {
            self.options.extend([name.to_string(), value.to_string()]);
        }
    }

    fn push_limit(&mut self, limit: usize, default: usize) {
        if limit != default {
            self.option("--limit", &limit.to_string());
        }
    }

    fn push_scope(&mut self, scope: ResponsibilityScope) {
        if scope != ResponsibilityScope::InForce {
            self.option("--duties", scope.word());
        }
    }

    fn push_list(&mut self, list: &ListQuestion) {
        self.command("list");
        if list.items != ListedItems::Roles {
            self.values.push(list.items.word().to_string());
        }
        for facet in &list.filter.selected {
            let name = format!("--{}", facet.kind());
            match facet {
                Facet::Family(family) => self.option(&name, family),
                Facet::Track(track) => self.option(&name, track.word()),
                Facet::Level(level) => self.option(&name, &level.to_string()),
                Facet::Focus(focus) => self.option(&name, focus.word()),
                Facet::Pay => self.flag("--with-pay"),
            }
        }
        if list.order != RoleOrder::Family {
            self.option("--sort", list.order.word());
        }
    }

    fn push_compare(&mut self, catalog: &Catalog, compare: &CompareQuestion) {
        let CompareQuestion { left, right, options, excerpt, why } = *compare;
        self.command("diff");
        self.values.extend([left, right].map(|role| role_id(catalog, role)));
        let ExcerptOptions { kind, context } = excerpt;
        if let Some(kind) = kind {
            self.option("--kind", kind.word());
        }
        match context {
            None => {}
            Some(0) if kind.is_none() => self.flag("--only-differences"),
            Some(rows) => self.option("--context", &rows.to_string()),
        }
        let DiffOptions { align, scope, exact: _ } = options;
        if align != PairingMode::Auto {
            self.option("--align", align.word());
        }
        self.push_scope(scope);
        if why {
            self.flag("--why");
        }
    }

    fn push_path(&mut self, catalog: &Catalog, path: &PathQuestion) {
        self.command("path");
        self.values.extend([path.from, path.to].map(|role| role_id(catalog, role)));
        self.push_limit(path.limit, PATH_LIMIT);
        if path.hop_kinds != HopKind::ALL {
            let kinds = HopKind::ALL.into_iter().zip(STEP_KINDS);
            let named: Vec<&str> = kinds
                .filter(|(kind, _)| path.hop_kinds.contains(kind))
                .map(|(_, word)| word)
                .collect();
            self.option("--over", &named.join(","));
        }
    }

    fn push_gap(&mut self, catalog: &Catalog, gap: &GapQuestion) {
        self.command("gap");
        self.flag("--to");
        self.options.extend(gap.targets.iter().map(|role| role_id(catalog, *role)));
        match &gap.start {
            SkillOrigin::Role(role) => self.option("--from", &role_id(catalog, *role)),
            SkillOrigin::SavedProfile => {}
            SkillOrigin::File(path) => self.option("--profile", &path.to_string_lossy()),
            SkillOrigin::Named(skills) => {
                self.flag("--have");
                for have in skills {
                    let id = &catalog.skill(have.skill).id;
                    self.options.push(match have.level {
                        None => id.clone(),
                        Some(level) => {
                            let name = catalog.profile_level_name(level).map(str::to_string);
                            let fraction = || format!("{}/{}", level.rank + 1, level.of);
                            format!("{id}={}", name.unwrap_or_else(fraction))
                        }
                    });
                }
            }
        }
        if gap.show_all {
            self.flag("--all");
        }
    }

    fn finish(self) -> Vec<String> {
        if self.values.iter().any(|value| is_like_flag(value)) {
            return self.finish_with_values_last();
        }
        std::iter::once(self.command).chain(self.values).chain(self.options).collect()
    }

    fn finish_with_values_last(self) -> Vec<String> {
        // What looks like a flag is one, unless `--` comes before it.
        let end = self.values.iter().any(|value| is_like_flag(value));
        let end = end.then(|| "--".to_string());
        std::iter::once(self.command).chain(self.options).chain(end).chain(self.values).collect()
    }
}

/// Whether an argument would be taken for a flag. A lone hyphen is standard input.
fn is_like_flag(value: &str) -> bool {
    value.starts_with('-') && value != "-"
}

/// Quotes `text` as one word of a POSIX shell.
fn shell_word(text: &str) -> String {
    if !text.is_empty() && text.chars().all(is_plain_in_shell) {
        return text.to_string();
    }
    if !text.chars().any(is_unsafe) {
        return format!("'{}'", text.replace('\'', r"'\''"));
    }
    // Bytes by number: unescaped, they would control the terminal in which they are shown or
    // pasted.
    let mut out = "$'".to_string();
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            c if is_unsafe(c) => {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out += &format!("\\{byte:03o}"));
            }
            c => out.push(c),
        }
    }
    out + "'"
}

/// Whether a character needs no quotes in a shell.
fn is_plain_in_shell(c: char) -> bool {
    c.is_alphanumeric() || "-_./+=:,".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::path::HopKind;
    use crate::model::{AddedRole, AddedRoles, Role};
    use crate::report::matrix::MatrixOptions;

    /// The built-in pack with roles that were read from texts of these names.
    fn catalog_with(texts: &[&str]) -> Catalog {
        let roles = texts.iter().enumerate().map(|(at, text)| AddedRole {
            role: Role::new(format!("read:{at}"), "Baker", READ_FAMILY),
            title: "Baker".to_string(),
            read_from: (*text).to_string(),
        });
        let added = AddedRoles { roles: roles.collect(), ..AddedRoles::default() };
        crate::builtin::catalog().with_roles(added)
    }

    #[test]
    fn roles_that_were_read_are_named_by_their_texts() {
        let texts = ["ad.txt", "/ads/b.pdf", "pasted text", "pasted text 2", "pasted texts"];
        let catalog = catalog_with(&texts);
        let read: Vec<RoleId> = catalog.read_roles().collect();
        let [file, other, paste, second, odd] = read[..] else { panic!("{read:?}") };
        let manager = catalog.role_by_id("product-manager").unwrap();
        let compare = |left, right| {
            Question::Compare(CompareQuestion {
                left,
                right,
                options: DiffOptions {
                    align: PairingMode::Auto,
                    scope: ResponsibilityScope::InForce,
                    exact: false,
                },
                excerpt: ExcerptOptions::default(),
                why: false,
            })
        };
        let path = |from, to| {
            let hop_kinds = HopKind::ALL.to_vec();
            Question::Path(PathQuestion { from, to, hop_kinds, limit: PATH_LIMIT })
        };
        let gap = |start, targets| Question::Gap(GapQuestion { start, targets, show_all: false });
        let family = Question::Matrix {
            roles: MatrixRoles::Family(READ_FAMILY.to_string()),
            options: MatrixOptions { by: MatrixParts::Both, only_differences: false },
        };
        for (question, command) in [
            (Question::Related { role: file, limit: RELATED_LIMIT }, "related ./ad.txt"),
            (Question::Related { role: paste, limit: RELATED_LIMIT }, "related -"),
            (Question::Related { role: second, limit: RELATED_LIMIT }, "related -"),
            (Question::Related { role: odd, limit: RELATED_LIMIT }, "related './pasted texts'"),
            (compare(manager, file), "diff product-manager ./ad.txt"),
            (compare(paste, other), "diff - /ads/b.pdf"),
            (path(file, paste), "path ./ad.txt -"),
            (gap(SkillOrigin::Role(paste), vec![file]), "gap --to ./ad.txt --from -"),
            (gap(SkillOrigin::SavedProfile, vec![manager, paste]), "gap --to product-manager -"),
            (family, "matrix ./ad.txt /ads/b.pdf - - './pasted texts'"),
        ] {
            assert_eq!(shell_command(&to_args(&question, &catalog)), format!("roledex {command}"));
        }
    }

    #[test]
    fn the_name_of_a_file_is_not_that_of_a_text_without_one() {
        for (path, name) in [
            ("ad.txt", "ad.txt"),
            ("pasted text", "./pasted text"),
            ("pasted text 2", "./pasted text 2"),
            ("pasted text b", "pasted text b"),
            ("standard input", "./standard input"),
        ] {
            assert_eq!(file_text_name(Path::new(path)), name);
        }
    }

    #[test]
    fn commands_survive_the_shell() {
        assert_eq!(shell_word("sql"), "sql");
        assert_eq!(shell_word("road map"), "'road map'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word("!not"), "'!not'");
        assert_eq!(shell_word("a\n\u{1b}'\\\u{202e}"), r"$'a\012\033\'\\\342\200\256'");
    }
}
