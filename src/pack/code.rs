//! The kinds of fault, each with a stable name and an explanation.

/// Declares the kinds of fault. The doc comment of each is what `roledex check --explain` prints:
/// its first line is the summary.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $word:literal),+ $(,)?) => {
        /// The kind of a fault in a pack, a profile or the settings.
        ///
        /// Its name is stable: programs may rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DiagnosticCode { $($(#[doc = $doc])+ $variant),+ }

        impl DiagnosticCode {
            /// Every code, in the order of their explanations.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns its name in kebab-case, such as `unknown-skill`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            fn documentation(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($doc),+]),+ }
            }
        }
    };
}

codes! {
    /// The file is not valid TOML at this place.
    ///
    /// The rest of the file is read as far as possible, so one syntax error hides no other fault.
    Syntax = "syntax",
    /// The file contains the markers of an unresolved merge conflict.
    ///
    /// Keep one side, and delete the lines with <<<<<<<, ======= and >>>>>>>.
    MergeConflict = "merge-conflict",
    /// The file is not UTF-8 text.
    ///
    /// Save it as UTF-8: most editors offer the encoding when they save a file.
    NotUtf8 = "not-utf8",
    /// The file is something other than TOML, such as an archive or a CSV table.
    ///
    /// `roledex import` converts the public data sets O*NET and ESCO into packs.
    NotToml = "not-toml",
    /// The file is too large to be parsed.
    ///
    /// Split its roles and skills into several files of one folder: they are one pack.
    TooLarge = "too-large",
    /// A link in the pack's folder points outside the folder.
    ///
    /// It is not followed, so that a pack from someone else cannot show files of yours. Copy the
    /// file into the folder, or open it with its own --pack.
    LinkOut = "link-out",
    /// A link in the pack's folder has no target.
    ///
    /// Remove the link, or restore its target.
    BrokenLink = "broken-link",
    /// An entry in the pack's folder is named like a TOML file but is not a regular file.
    ///
    /// Pipes, sockets and devices are never opened. Replace it with a file, or remove it.
    NotAFile = "not-a-file",
    /// A folder is nested too deeply in the pack's folder.
    ///
    /// Its files are not read. Move them to a higher folder.
    TooDeep = "too-deep",
    /// The pack's folder contains no TOML file.
    ///
    /// A pack is a .toml file, or a folder with .toml files at any depth.
    EmptyFolder = "empty-folder",
    /// The pack has no `[pack]` table.
    ///
    /// One file of a pack needs `[pack]` with format = 1, id, title and version.
    NoPack = "no-pack",
    /// The pack has more than one `[pack]` table.
    ///
    /// All files of a folder are one pack. Keep one of the tables, or move the files of the other
    /// pack to a folder of their own.
    PackTwice = "pack-twice",
    /// The pack uses a format that this version of roledex does not know.
    ///
    /// Update roledex, or use a version of the pack in format 1.
    NewerFormat = "newer-format",
    /// The format number of the profile is not known.
    ///
    /// This version of roledex reads format 1. The file may be from a newer version.
    BadFormat = "bad-format",
    /// A key is not part of the format.
    ///
    /// It is probably misspelt, or in the wrong table. `roledex schema` prints all keys of packs;
    /// `roledex config --default` prints those of the settings.
    UnknownKey = "unknown-key",
    /// A required key is missing.
    ///
    /// Add it. If a key of the same table is misspelt, only that is reported.
    MissingField = "missing-field",
    /// A value has the wrong type, such as a number where text is required.
    WrongType = "wrong-type",
    /// A value is empty.
    ///
    /// Enter a value, or remove the key: an absent key means that nothing is known.
    Empty = "empty",
    /// A number is outside its permitted range.
    OutOfRange = "out-of-range",
    /// A value is not a calendar date.
    ///
    /// Dates are written without quotes: 2026-11-23.
    BadDate = "bad-date",
    /// A value is not one of the words that this key permits.
    BadWord = "bad-word",
    /// An id contains characters that ids must not have.
    ///
    /// Ids consist of lower-case letters, digits, hyphens and dots, and start with a letter or a
    /// digit, as in `product-lead`.
    BadId = "bad-id",
    /// A code does not have the form of its classification.
    ///
    /// This is a warning: the code is kept as it is.
    BadCode = "bad-code",
    /// A currency is not an ISO 4217 code, such as USD.
    BadCurrency = "bad-currency",
    /// The amounts of a pay figure are not in ascending order.
    ///
    /// The low end must not exceed the median or the mean, and neither may exceed the high end.
    PayOrder = "pay-order",
    /// An id, or a level of the scale, is defined twice.
    ///
    /// The first definition is used. Remove the second, or give it another id.
    DuplicateId = "duplicate-id",
    /// A skill is listed twice in the same role or profile.
    ///
    /// The first entry is used. Keep the one that is right.
    DuplicateSkill = "duplicate-skill",
    /// A reference names a role that does not exist.
    UnknownRole = "unknown-role",
    /// A reference names a skill that does not exist.
    UnknownSkill = "unknown-skill",
    /// A theme does not exist: a heading of responsibilities, or a colour theme of the settings.
    UnknownTheme = "unknown-theme",
    /// A fact cites a source that the pack does not define.
    UnknownSource = "unknown-source",
    /// The pack lists a family that none of its roles belongs to.
    UnknownFamily = "unknown-family",
    /// A level is not on the pack's scale.
    ///
    /// `scale` in `[pack]` lists the levels, lowest first.
    UnknownLevel = "unknown-level",
    /// A role or skill refers to itself.
    SelfReference = "self-reference",
    /// Roles contradict each other about who manages whom.
    ///
    /// A role cannot both manage and never manage another one, nor report to a role that never
    /// manages it. Neither statement is shown until one of them is fixed.
    ManagesNeverManages = "manages-never-manages",
    /// Roles extend each other in a loop.
    ///
    /// Remove `extends` from one of them; until then none of them inherits anything.
    ExtendsLoop = "extends-loop",
    /// A chain of `extends` is too long.
    ///
    /// Extend a role earlier in the chain, or list the responsibilities in the role itself.
    ExtendsTooDeep = "extends-too-deep",
    /// Roles inherit more responsibilities than fit into memory.
    ///
    /// Extend large roles less often. From the reported role on, nothing is inherited.
    ExtendsTooMuch = "extends-too-much",
    /// A comparison names fewer than two roles.
    TooFewRoles = "too-few-roles",
    /// A comparison has a text for a role that it does not compare.
    ///
    /// Add the role to `roles`, or remove the text.
    NotCompared = "not-compared",
    /// Two responsibilities of one role say nearly the same (--prose).
    NearDuplicate = "near-duplicate",
    /// A phrase fits any role and distinguishes none (--prose).
    Filler = "filler",
    /// A responsibility does not begin with a verb (--prose).
    NoVerb = "no-verb",
    /// A sentence is too long to be understood at the first reading (--prose).
    LongSentence = "long-sentence",
    /// A responsibility contains more than one statement (--prose).
    ///
    /// Comparisons pair responsibilities one by one. Make one of each statement, without a
    /// semicolon or a second sentence.
    SeveralSentences = "several-sentences",
    /// A text uses a word that practitioners would not use there (--prose).
    ///
    /// The hint says what they write instead. The rule is for packs in English; it reads summaries,
    /// responsibilities, notes, moves, skills and comparisons.
    OddWord = "odd-word",
    /// A pack mixes British and American spelling (--prose).
    ///
    /// Only words in lower case count, and each kind of difference by itself: `organize` goes with
    /// `colour`, but not with `organise`.
    MixedSpelling = "mixed-spelling",
    /// A theme is missing at one rung of a ladder but present at the rung below (--prose).
    MissingTheme = "missing-theme",
    /// A skill falls from one rung of a ladder to the next (--prose).
    ///
    /// A senior role that requires less than the role below makes it look as if people unlearnt the
    /// skill. Raise the level. If the skill matters less, make it useful instead of essential. If
    /// the level really falls, add a `note` that says why.
    FallingLevel = "falling-level",
    /// A general skill is missing at one rung of a ladder but required at the rung below (--prose).
    ///
    /// Only skills of the kind `people`, in the upper half of the scale, between neighbouring roles
    /// of one track.
    DroppedSkill = "dropped-skill",
    /// An entry role requires the highest level of a skill (--prose).
    ///
    /// A `note` on the skill that says why ends the remark.
    EntryExpert = "entry-expert",
    /// A move skips two or more ranks that have roles (--prose).
    SteepMove = "steep-move",
    /// A role reports to a role of its family that does not rank above it (--prose).
    ///
    /// A manager may have the same rank as the most senior specialists of the team.
    SuperiorRank = "superior-rank",
    /// Only one of two roles states their reporting line (--prose).
    ///
    /// List the superior under `reports-to` and the report under `manages`. Packs that use only one
    /// of these keys get no remark.
    OneSidedReporting = "one-sided-reporting",
    /// Two roles share more than a third of their responsibilities word for word (--prose).
    ///
    /// Let one role extend the other, or say how they differ.
    SharedDuties = "shared-duties",
    /// No role requires this skill (--prose).
    UnusedSkill = "unused-skill",
    /// Two skills or two roles claim the same name (--prose).
    ///
    /// For a role, its title, aliases and hidden names must not be the title or an alias of another
    /// role. Abbreviations of up to four capital letters may be shared.
    ClaimedTwice = "claimed-twice",
    /// A pay figure has no date (--prose).
    UndatedPay = "undated-pay",
    /// The education of a role states years of work, but `years` is missing (--prose).
    YearsInEducation = "years-in-education",
    /// A role has no source, although others of its pack have one (--prose).
    UnsourcedRole = "unsourced-role",
    /// A role lists a source that none of its facts cites (--prose).
    ///
    /// Roles whose facts cite nothing may list sources in general. So may roles with a code list
    /// the source of its classification.
    UncitedRoleSource = "uncited-role-source",
    /// No fact cites this source (--prose).
    UncitedSource = "uncited-source",
    /// The settings file cannot be read.
    ///
    /// roledex uses its defaults instead.
    Unreadable = "unreadable",
    /// The settings bind keys in a section that does not exist.
    ///
    /// `roledex config --default` prints all sections.
    UnknownContext = "unknown-context",
    /// The settings bind keys to an action that does not exist.
    ///
    /// `roledex keys` lists all actions.
    UnknownAction = "unknown-action",
    /// The settings name a key that does not exist.
    ///
    /// Keys are written like j, G, space, ctrl-u, alt-left, shift-tab, f5 and pgdn.
    UnknownKeyName = "unknown-key-name",
    /// The settings list the same key twice for one action.
    KeyTwice = "key-twice",
    /// The settings bind one key to two actions of the same section.
    KeyClash = "key-clash",
    /// The settings bind a key that terminals report as another key.
    ///
    /// Ctrl-i arrives as tab, ctrl-m as enter, ctrl-[ as esc. Choose another key.
    KeyNotToldApart = "key-not-told-apart",
    /// The settings bind ctrl-c, which always quits.
    KeyReserved = "key-reserved",
    /// The settings bind a key that types text in a text field.
    ///
    /// Choose a key with ctrl or alt.
    KeyTypes = "key-types",
    /// The settings define a colour theme whose name is built in, empty or used twice.
    BadThemeName = "bad-theme-name",
    /// The settings define two colour themes with the same name.
    ThemeTwice = "theme-twice",
    /// The settings change an element of a colour theme that does not exist.
    ///
    /// `roledex config --default` lists all elements.
    UnknownLook = "unknown-look",
    /// The settings change a property that styles do not have.
    UnknownProperty = "unknown-property",
    /// The settings contain a colour that is not valid.
    ///
    /// Use default, a name like red or bright-red, a number from 0 to 255, or #rrggbb.
    UnknownColour = "unknown-colour",
}

impl DiagnosticCode {
    /// Returns the code called `word`, if there is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.word() == word)
    }

    /// Returns one sentence that describes the kind of fault.
    pub fn summary(self) -> &'static str {
        self.documentation().first().map_or("", |line| line.trim())
    }

    /// Returns the full explanation: the summary, and what to do about it.
    pub fn explanation(self) -> String {
        let lines: Vec<&str> = self.documentation().iter().map(|line| line.trim()).collect();
        lines.join("\n")
    }
}

impl std::fmt::Display for DiagnosticCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

impl PartialEq<str> for DiagnosticCode {
    fn eq(&self, word: &str) -> bool {
        self.word() == word
    }
}

impl PartialEq<&str> for DiagnosticCode {
    fn eq(&self, word: &&str) -> bool {
        self.word() == *word
    }
}

#[cfg(test)]
mod tests {
    use super::DiagnosticCode;

    #[test]
    fn every_code_has_a_name_of_its_own_and_an_explanation() {
        for code in DiagnosticCode::ALL {
            assert_eq!(DiagnosticCode::from_word(code.word()), Some(*code));
            assert!(code.summary().ends_with('.') && code.summary().len() > 12, "{code}");
            assert!(code.explanation().starts_with(code.summary()));
        }
        assert_eq!(DiagnosticCode::from_word("no-such-code"), None);
    }
}
