//! Ladders in small, of every shape.

mod kept;
mod shapes;

use std::fmt::Write;

use super::{ImportedLadder, LadderMap, LadderOptions, read};

/// Reads ladders in a folder of files with these names and texts.
pub(super) fn read_files(files: &[(&str, &str)], map: &str) -> Result<ImportedLadder, String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("ladder");
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let options = LadderOptions { map: LadderMap::parse(map).unwrap(), ..Default::default() };
    let paths = if let [(name, _)] = files { [root.join(name)] } else { [root] };
    read(&paths, &options).map_err(|error| error.to_string())
}

/// Reads one file.
fn read_one(name: &str, text: &str) -> ImportedLadder {
    read_files(&[(name, text)], "").unwrap()
}

/// The responsibilities and skills of each role, a line each: `title | theme | note | text`.
fn lines(ladder: &ImportedLadder) -> Vec<String> {
    let mut lines = Vec::new();
    for role in &ladder.tables.roles {
        for duty in &role.responsibilities {
            let mut line = format!("{} | ", role.title);
            write!(line, "{} | ", ladder.tables.themes[duty.theme.index()].title).unwrap();
            if let Some(note) = &duty.note {
                write!(line, "{note} | ").unwrap();
            }
            lines.push(line + &duty.text);
        }
        for skill in &role.skills {
            let name = &ladder.tables.skills[skill.skill.index()].name;
            let level = skill.level.map(|level| ladder.tables.packs[0].scale.name(level));
            lines.push(format!("{} | {name} = {}", role.title, level.unwrap_or("?")));
        }
    }
    lines
}

/// The parts left out of all sources and files, a line each: `what: why`.
fn left_out(ladder: &ImportedLadder) -> Vec<String> {
    let sources = ladder.reading.sources.iter().flat_map(|source| &source.left_out);
    sources.chain(&ladder.reading.left_out).map(|(what, why)| format!("{what}: {why}")).collect()
}

/// Fails unless something with these words was left out.
#[track_caller]
fn assert_left_out(ladder: &ImportedLadder, words: &str) {
    let all = left_out(ladder);
    assert!(all.iter().any(|line| line.contains(words)), "{words}: {all:#?}");
}

#[test]
fn a_row_of_placeholders_is_no_theme() {
    let ladder = read_one(
        "ladder.csv",
        "Area,Junior Baker,Senior Baker\nCraft,Kneads by hand.,Kneads by machine.\nHygiene,-,n/a\nPeople,Asks others early.,Helps others often.\n",
    );
    assert_eq!(
        lines(&ladder),
        [
            "Junior Baker | Craft | Kneads by hand.",
            "Junior Baker | People | Asks others early.",
            "Senior Baker | Craft | Kneads by machine.",
            "Senior Baker | People | Helps others often.",
        ]
    );
    assert_left_out(&ladder, "2 cells: they ask for nothing");
}

#[test]
fn a_competency_with_levels_as_keys_keeps_its_name() {
    let wanted = [
        "Junior | People | Communication | Asks others early and often.",
        "Junior | Craft | Dough | Kneads by hand every day.",
        "Senior | People | Communication | Speaks for the whole shop.",
        "Senior | Craft | Dough | Kneads by machine every day.",
    ];
    let yaml = "- {name: Communication, category: People, description: How one speaks., junior: Asks others early and often., senior: Speaks for the whole shop.}\n\
                - {name: Dough, category: Craft, source: Handbook, junior: Kneads by hand every day., senior: Kneads by machine every day.}\n";
    let ladder = read_one("levels.yaml", yaml);
    assert_eq!(lines(&ladder), wanted);
    assert_left_out(&ladder, "key “source”");
    assert_left_out(&ladder, "1 explanation of a competency");
    // Without a group, the name is that of the theme.
    let bare = read_one(
        "levels.json",
        "[{\"name\": \"Dough\", \"junior\": \"Kneads by hand every day.\", \"senior\": [\"Kneads by machine every day.\"]}]",
    );
    assert_eq!(
        lines(&bare),
        [
            "Junior | Dough | Kneads by hand every day.",
            "Senior | Dough | Kneads by machine every day."
        ]
    );
}

#[test]
fn people_beside_what_a_role_does_are_no_levels() {
    let ladder = read_one(
        "role.yaml",
        "title: Shop Baker\nmanager: Ann\nlead: Bob\nresponsibilities:\n  - Bakes bread every day.\n  - Cleans the oven every day.\n",
    );
    assert_eq!(ladder.tables.roles.len(), 1);
    assert_eq!(ladder.tables.roles[0].responsibilities.len(), 2);
}

/// The ids of themes and the activities of responsibilities.
fn keys(ladder: &ImportedLadder) -> (Vec<String>, Vec<String>) {
    let themes = ladder.tables.themes.iter().map(|theme| theme.id.clone()).collect();
    let duties = ladder.tables.roles.iter().flat_map(|role| &role.responsibilities);
    (themes, duties.filter_map(|duty| duty.activity.clone()).collect())
}

/// Returns the titles and ids of the roles of a ladder, sorted.
fn title_ids(ladder: Result<ImportedLadder, String>) -> Vec<(String, String)> {
    let mut ids: Vec<(String, String)> =
        ladder.unwrap().tables.roles.into_iter().map(|role| (role.title, role.id)).collect();
    ids.sort();
    ids
}

#[test]
fn names_that_an_id_cannot_spell_keep_ids_of_their_own() {
    fn row(area: &str, name: &str) -> String {
        format!("{area},{name},揉麵團。每天做。,教別人揉麵團。\n")
    }
    let head = "Area,Competency,Junior Baker,Senior Baker\n";
    let (first, second) = (row("工藝", "麵團"), row("溝通", "傾聽"));
    let long = |end: &str| {
        row(&"Kneading of doughs ".repeat(6), &format!("{}{end}", "Kneading of doughs ".repeat(6)))
    };
    let both =
        read_one("ladder.csv", &format!("{head}{first}{second}{}{}", long("one"), long("two")));
    let (themes, activities) = keys(&both);
    assert_eq!(themes.len(), 3);
    let mut distinct = activities.clone();
    distinct.sort();
    distinct.dedup();
    // Four competencies, each in two roles.
    assert_eq!((activities.len(), distinct.len()), (8, 4), "{activities:?}");
    // Neither depends on the rows before.
    let (later, other) = keys(&read_one("ladder.csv", &format!("{head}{second}")));
    assert_eq!(later, themes[1..2]);
    assert!(other.iter().all(|activity| activities.contains(activity)), "{other:?}");
    let roles: Vec<&str> = both.tables.roles.iter().map(|role| role.id.as_str()).collect();
    assert_eq!(roles, ["junior-baker", "senior-baker"]);
    let map = "levels = ['初級', '高級']\n";
    let chinese =
        read_files(&[("職級.csv", "領域,初級,高級\n工藝,揉麵團。每天做。,教別人揉麵團。\n")], map);
    let turned =
        read_files(&[("職級.csv", "領域,高級,初級\n工藝,教別人揉麵團。,揉麵團。每天做。\n")], map);
    assert_eq!(title_ids(chinese), title_ids(turned));
}

#[test]
fn sources_that_are_themes_keep_all_that_they_say() {
    fn sheet(text: &str, more: &str) -> String {
        format!(
            "Competency,Junior,Senior\n{text},{text} by hand every day.,{text} for all shops.\n{more}"
        )
    }
    let first = sheet(
        "Kneads",
        "Years,1-2 years,18 months\nRequirements,Speaks French.,Holds a licence.\n",
    );
    let second = sheet(
        "Sells",
        "Years,1-2 years,3 years\nRequirements,Counts well.,Holds a licence.\nAlso known as,Helper,Chief\n",
    );
    let ladder = read_files(&[("dough.csv", &first), ("shop.csv", &second)], "").unwrap();
    let roles = &ladder.tables.roles;
    assert_eq!(roles.len(), 2, "{:?}", ladder.reading);
    assert_eq!(roles[0].moves[0].requires, ["Holds a licence."]);
    assert_eq!(
        (&roles[0].aliases[..], &roles[1].aliases[..]),
        (&["Helper".to_string()][..], &["Chief".to_string()][..])
    );
    assert_eq!(
        (roles[0].experience.years, roles[1].experience.years),
        (Some((1.0, Some(2.0))), Some((1.5, None)))
    );
    let notes = ladder.reading.notes.join("\n");
    assert!(notes.contains("“3 years” of Senior"), "{notes}");
    // The lowest level has no move to it.
    assert!(notes.contains("2 requirements not kept"), "{notes}");
}

#[test]
fn years_that_are_no_number_are_named() {
    let ladder = read_one(
        "ladder.csv",
        "Area,Junior Baker,Senior Baker\nYears of experience,some,18 months\nCraft,Kneads by hand.,Kneads by machine.\n",
    );
    let years = ladder.tables.roles.iter().map(|role| role.experience.years).collect::<Vec<_>>();
    assert_eq!(years, [None, Some((1.5, None))]);
    let notes = ladder.reading.notes.join("\n");
    assert!(notes.contains("years of experience not kept") && notes.contains("some"), "{notes}");
}

#[test]
fn requirements_beside_lists_and_in_tables_are_read_or_counted() {
    let ladder = read_one(
        "ladder.md",
        "# Bakers\n\n## Junior Baker\n\n### Responsibilities\n\n- Weighs flour.\n\n## Senior Baker\n\n### Responsibilities\n\n- Runs a shop.\n\n\
         ### Requirements\n\nA love of bread is needed.\n\nYou have:\n\n- A licence to bake.\n\n### Certifications\n\n| Name | Text |\n|---|---|\n| Hygiene | Holds the certificate of hygiene. |\n\n### Qualifications\n\n| Skill | Level |\n|---|---|\n| Kneading | 3 |\n| Shaping | 2 |\n| Selling | 1 |\n| Baking | Leads all of the shop's ovens |\n",
    );
    assert_eq!(
        ladder.tables.roles[0].moves[0].requires,
        ["A licence to bake.", "Holds the certificate of hygiene."]
    );
    assert!(
        lines(&ladder).contains(&"Senior Baker | Kneading = 3".to_string()),
        "{:#?}",
        lines(&ladder)
    );
    for words in [
        "1 paragraph beside the lists below “Requirements”",
        "1 line that ends with a colon",
        "“Baking”: “Leads all of the shop's ovens”: not one level of a skill",
    ] {
        assert_left_out(&ladder, words);
    }
}

#[test]
fn text_below_a_ladder_in_front_matter_is_counted() {
    let front = "---\ntitle: Bakers\nlevels:\n  - name: Junior Baker\n    responsibilities: [Weighs flour every day., Cleans the bench every day., Asks others early and often., Sells bread to the guests., Learns to knead by hand.]\n\
                 \x20 - name: Senior Baker\n    responsibilities: [Runs a shop every day., Trains the bakers of all shops., Speaks for the whole shop., Orders flour for the week., Plans all of the shifts.]\n---\n";
    let ladder = read_one("ladder.md", &format!("{front}\n# About\n\nWe wrote this.\n"));
    assert_eq!(ladder.tables.roles.len(), 2);
    assert_left_out(&ladder, "2 lines below the front matter");
    let page = "---\ntitle: Bakers\nauthors: [Ann, Bob]\n---\n\n# Bakers\n\n## Junior Baker\n\n- Weighs flour.\n\n## Senior Baker\n\n- Runs a shop.\n";
    assert_left_out(&read_one("ladder.md", page), "authors");
}

#[test]
fn keys_known_by_their_last_word_are_read_or_counted() {
    let ladder = read_one(
        "roles.yaml",
        "roles:\n  - title: Junior Baker\n    core_values: Acts with care for all of the guests.\n    next_level: Senior Baker\n    sidebar_title: Junior\n    responsibilities: [Weighs flour every day.]\n\
         \x20 - title: Senior Baker\n    responsibilities: [Runs a shop every day.]\n    skills:\n      - {skill: Kneading, level: 3, remark: By hand., description: Working a dough.}\n      - {skill: Kneading, level: 2}\n",
    );
    assert_eq!(
        lines(&ladder),
        [
            "Junior Baker | Core values | Acts with care for all of the guests.",
            "Junior Baker | Responsibilities | Weighs flour every day.",
            "Senior Baker | Responsibilities | Runs a shop every day.",
            "Senior Baker | Kneading = 3",
        ]
    );
    assert_eq!(ladder.tables.skills[0].description.as_deref(), Some("Working a dough."));
    for words in ["key “next_level”", "key “sidebar_title”", "key “remark”", "skill “Kneading”"]
    {
        assert_left_out(&ladder, words);
    }
}

#[test]
fn rows_above_the_levels_and_further_columns_are_counted() {
    let wide = read_one(
        "ladder.csv",
        "Ladder of the bakery,,,,\nWritten in spring,,,,\nArea,Junior Baker,,Senior Baker,Notes,\n\
         Years,1 year,,3 years,,\nRequirements,A licence.,A coat.,A trade.,,\nCraft,Kneads by hand.,Cleans all benches.,Kneads by machine.,,Ask Ann\n\
         People,You will:\\n- ask others,,Helps others often.,,\n"
            .replace("\\n", "\n").replace("You will:\n- ask others", "\"You will:\n- ask others\"").as_str(),
    );
    for words in [
        "row 1 “Ladder of the bakery”: above the head of the table",
        "row 2",
        "column “Notes”",
        "column F",
        "1 line that ends with a colon",
    ] {
        assert_left_out(&wide, words);
    }
    assert!(lines(&wide).contains(&"Junior Baker | Craft | Cleans all benches.".to_string()));
    let long = read_one(
        "rows.csv",
        "The ladder,,,,\nTitle,Theme,Category,Competency,Description\nJunior Baker,Craft,A,Dough,Kneads by hand.\nJunior Baker,,B,Sale,\"To do it:\n- sells bread\"\nSenior Baker,Craft,A,Dough,-\nSenior Baker,Craft,A,Sale,Sells all bread.\n",
    );
    for words in [
        "row 1 “The ladder”: above the head of the table",
        "column “Category”: read only in rows where column “Theme” is empty",
        "1 line that ends with a colon",
        "1 cell",
    ] {
        assert_left_out(&long, words);
    }
    let roles = read_one(
        "ladder.html",
        "<h1>Bakers</h1><h2>Junior Baker</h2><table><tr><td>Craft</td><td>Kneads by hand with care.</td></tr><tr><td>People</td><td>Asks others early.</td></tr></table>\
         <h2>Senior Baker</h2><table><tr><td>Craft</td><td>Kneads by machine with care.</td></tr><tr><td>People</td><td>Helps others often.</td></tr></table>",
    );
    assert_eq!(lines(&roles).len(), 4, "{:#?}", lines(&roles));
}

#[test]
fn a_number_in_roman_letters_is_no_title() {
    let ladder = read_one(
        "engineer-ladder.csv",
        "Area,Level I,Level II,Level III\nCraft,Fixes faults.,Builds parts.,Designs all.\n",
    );
    let titles: Vec<&str> = ladder.tables.roles.iter().map(|role| role.title.as_str()).collect();
    assert_eq!(titles, ["Engineer Level I", "Engineer Level II", "Engineer Level III"]);
    assert_eq!(ladder.tables.roles[1].codes, [("level".to_string(), "II".to_string())]);
}

#[test]
fn the_navigation_of_pages_is_named_and_shared_duties_are_kept() {
    fn page(title: &str, own: &str) -> String {
        format!(
            "<title>{title}</title><p>Home</p><p>Careers</p><h1>{title}</h1><ul><li>Answers all guests within an hour of the day.</li><li>Keeps the bench clean for everyone here.</li></ul><h2>Responsibilities</h2><ul><li>{own}</li></ul>"
        )
    }
    let files = [
        ("junior-baker.html", page("Junior Baker", "Weighs flour.")),
        ("baker.html", page("Baker", "Bakes bread.")),
        ("senior-baker.html", page("Senior Baker", "Runs a shop.")),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let ladder = read_files(&files, "").unwrap();
    assert_eq!(ladder.tables.roles.len(), 3);
    assert_left_out(&ladder, "2 lines up to “Careers”");
    let all = lines(&ladder);
    assert!(all.iter().all(|line| !line.contains("Answers all guests")), "{all:#?}");
    assert_left_out(&ladder, "2 items of lists in a summary");
}

#[test]
fn scores_are_levels_of_skills_and_never_responsibilities() {
    let ladder = read_one(
        "ladder.csv",
        "Skill,Junior Baker,Baker,Senior Baker\nKneading,1,2-3,4\nShaping,1 → 2,3,5\nBaking,1,3,5\nSelling,,,1-5\n",
    );
    assert_eq!(
        lines(&ladder),
        [
            "Junior Baker | Kneading = 1",
            "Junior Baker | Baking = 1",
            "Baker | Shaping = 3",
            "Baker | Baking = 3",
            "Senior Baker | Kneading = 4",
            "Senior Baker | Shaping = 5",
            "Senior Baker | Baking = 5",
        ]
    );
    for words in ["“Kneading”: “2-3”: not one level", "“1 → 2”", "“Selling”: “1-5”: not one level"]
    {
        assert_left_out(&ladder, words);
    }
}

#[test]
fn a_column_that_is_called_a_competency_is_one() {
    let ladder = read_one(
        "ladder.csv",
        "Category,Parameter,Description,Junior Baker,Senior Baker\nCraft,Dough,How one kneads,Kneads by hand.,Kneads by machine.\n",
    );
    assert_eq!(lines(&ladder)[0], "Junior Baker | Craft | Dough | Kneads by hand.");
    assert_left_out(&ladder, "1 explanation of a competency");
}

#[test]
fn a_line_more_or_less_leaves_the_others_as_they_are() {
    fn read(junior: &str) -> Vec<crate::model::Role> {
        let text = format!(
            "Area,Competency,Junior Baker,Baker,Senior Baker\nCraft,Dough,{junior},Kneads alone.,Teaches kneading.\n"
        );
        read_one("ladder.csv", &text).tables.roles
    }
    let (one, two) =
        (read("Kneads with help."), read("\"Kneads with help.\n\nCleans the bench.\""));
    assert_eq!(one[0].responsibilities[0], two[0].responsibilities[0]);
    assert!(one[0].responsibilities[0].activity.is_some());
    assert_eq!((one[1].clone(), one[2].clone()), (two[1].clone(), two[2].clone()));
}

#[test]
fn themes_that_are_listed_keep_their_order() {
    let read = |first: &str| {
        let text = format!(
            "levels: [{{id: j, name: Junior Baker}}, {{id: s, name: Senior Baker}}]\nthemes: [{{id: craft, name: Craft}}, {{id: people, name: People}}, {{id: money, name: Money}}]\n\
             competencies:\n{first}  - {{level: j, theme: people, summary: Asks early and often.}}\n  - {{level: s, theme: craft, summary: Kneads by machine all day.}}\n"
        );
        let themes = read_one("levels.yaml", &text).tables.themes;
        themes.into_iter().map(|theme| theme.title).collect::<Vec<_>>()
    };
    assert_eq!(read(""), ["Craft", "People"]);
    assert_eq!(
        read("  - {level: j, theme: craft, summary: Kneads by hand all day.}\n"),
        ["Craft", "People"]
    );
}

#[test]
fn folders_that_are_no_ladder_say_so() {
    fn guide(title: &str) -> String {
        format!("# {title}\n\n## Install\n\n- Run it.\n- Read the log.\n")
    }
    let pages: Vec<(String, String)> = ["Server", "Client", "Errors"]
        .iter()
        .map(|title| (format!("{title}.md"), guide(title)))
        .collect();
    let mut files: Vec<(&str, &str)> =
        pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("broken.yaml", "a: [1\n"));
    let error = read_files(&files, "").unwrap_err();
    assert!(error.contains("none of 4 files and sheets is a ladder: its title"), "{error}");
    assert!(error.contains(" (3 of 4); ") && error.contains(" (1 of 4)"), "{error}");
    assert_eq!(error.lines().count(), 1);
    // A page whose heading names no role is none, whatever its file is called.
    let observer = "# So you are about to help us\n\n## Prerequisites\n\n- A pen.\n- Some paper.\n";
    let team = "# CTO\n\nOur mandate.\n\n## Projects\n\n- Doctree.\n- Search.\n";
    let program =
        "# Mentor program\n\n## Responsibilities\n\n- Meets each week.\n- Answers questions.\n";
    let role = "# Senior Baker\n\n## Responsibilities\n\n- Runs a shop.\n- Trains bakers.\n";
    let files = [
        ("research_observer.md", observer),
        ("cto/index.md", team),
        ("onboarding-mentor.md", program),
        ("senior-baker.md", role),
    ];
    let ladder = read_files(&files, "").unwrap();
    let titles: Vec<&str> = ladder.tables.roles.iter().map(|role| role.title.as_str()).collect();
    assert_eq!(titles, ["Senior Baker"]);
    assert_eq!(ladder.reading.left_out.len(), 3, "{:?}", ladder.reading.left_out);
}

#[test]
fn a_column_of_names_is_none_of_responsibilities() {
    fn level(title: &str, text: &str) -> String {
        format!(
            "# {title}\n\n| Responsibility | Growth behaviours |\n|---|---|\n| Execution | {text} |\n| Culture | N/A |\n\n"
        )
    }
    let text = format!(
        "# Designers\n\nAll of us bake.\n\n{}{}",
        level("L1 Designer", "Kneads bread with help."),
        level("L2 Designer", "Kneads bread without help.")
    );
    let ladder = read_one("designers.md", &text);
    assert_eq!(
        lines(&ladder),
        [
            "Designer L1 | Execution | Kneads bread with help.",
            "Designer L2 | Execution | Kneads bread without help."
        ]
    );
    assert_left_out(&ladder, "1 paragraph below “Designers”: they are about the job at all levels");
    // Where the levels are in the plural, so is the first of them.
    let plural = "## Designers\n\n- Bake bread.\n\n## Senior Designers\n\n- Run a shop.\n\n## Lead Designers\n\n- Run all shops.\n";
    assert_eq!(read_one("designers.md", plural).tables.roles.len(), 3);
}

#[test]
fn files_of_one_name_in_several_folders_are_families() {
    fn text(area: &str) -> String {
        format!(
            "Area,Junior,Senior\nCraft,Knows {area} in part.,Knows all of {area}.\nPeople,Asks in {area} early.,Helps in {area} often.\n"
        )
    }
    let (bread, cake) = (text("bread"), text("cake"));
    let files = [("bread/ladder.csv", bread.as_str()), ("cake/ladder.csv", cake.as_str())];
    let ladder = read_files(&files, "").unwrap();
    assert_eq!(ladder.tables.packs[0].families, ["Bread", "Cake"]);
    assert_eq!(ladder.tables.roles.len(), 4, "{:?}", lines(&ladder));
    // A text that compares two jobs is about neither.
    let versus = "# Lead Baker vs Shop Manager\n\n## Responsibilities\n\n- Leads.\n- Manages.\n";
    let role = "# Lead Baker\n\n## Responsibilities\n\n- Leads the bakers.\n- Plans the shifts.\n";
    let roles = read_files(&[("versus.md", versus), ("lead.md", role)], "").unwrap().tables.roles;
    assert_eq!(roles.len(), 1);
}
