//! Shapes of ladders that are easily taken for others.

use super::{assert_left_out, lines, read_files, read_one};
use crate::import::ladder::ImportedLadder;
use crate::model::Track;

/// The roles of a ladder, a line each: `family | title | seniority | track`.
fn roles(ladder: &ImportedLadder) -> Vec<String> {
    fn shown(role: &crate::model::Role) -> String {
        let rank = role.seniority.map_or("?".to_string(), |rank| rank.to_string());
        let track = match role.track {
            Some(Track::Individual) => " | ic",
            Some(Track::Management) => " | manager",
            _ => "",
        };
        format!("{} | {} | {rank}{track}", role.family, role.title)
    }
    ladder.tables.roles.iter().map(shown).collect()
}

/// Returns how all sources were understood, and all remarks.
fn report(ladder: &ImportedLadder) -> String {
    let sources = ladder.reading.sources.iter().flat_map(|source| &source.understood);
    let understood = sources.map(|(kind, text)| format!("{kind}: {text}"));
    understood.chain(ladder.reading.notes.iter().cloned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn tables_below_each_other_are_read_one_by_one() {
    let first =
        "Competency,Shop Baker,Senior Shop Baker\nDough,Kneads by hand.,Kneads by machine.\n";
    let second = "Competency,Shop Manager,Shop Director\n\
        Coaching,Coaches bakers weekly.,Coaches managers.\n";
    for (between, tracks) in [("", ""), (",,\n", ""), (",,\nManagers,,\n", " | manager")] {
        let ladder = read_one("ladder.csv", &format!("{first}{between}{second}"));
        assert_eq!(
            lines(&ladder),
            [
                "Shop Baker | Dough | Kneads by hand.",
                "Senior Shop Baker | Dough | Kneads by machine.",
                "Shop Manager | Coaching | Coaches bakers weekly.",
                "Shop Director | Coaching | Coaches managers.",
            ],
            "{between}"
        );
        assert_eq!(roles(&ladder)[2], format!("Shop Baker | Shop Manager | 3{tracks}"));
        assert!(report(&ladder).contains("tables: 2, with their heads in rows 1"), "{between}");
    }
    // Codes, one level alone, and a title that names no job.
    let codes = "Competency,L1,L2\nDough,Kneads by hand.,Kneads by machine.\n,,\n\
        Competency,M1,M2\nCoaching,Coaches bakers weekly.,Coaches managers.\n";
    assert_eq!(lines(&read_one("ladder.csv", codes)).len(), 4);
    for head in ["Competency,Shop Manager,", "Competency,Shop Manager,VP Shops"] {
        let ladder = read_one(
            "ladder.csv",
            &format!("{first},,\n{head}\nCoaching,Coaches bakers weekly.,\n"),
        );
        assert_eq!(lines(&ladder)[2], "Shop Manager | Coaching | Coaches bakers weekly.", "{head}");
        assert_eq!(lines(&ladder).len(), 3, "{head}");
    }
}

#[test]
fn a_head_that_is_repeated_is_no_row() {
    let ladder = read_one(
        "ladder.csv",
        "Area,Junior Baker,Senior Baker\nCraft,,\nDough,Kneads by hand.,Kneads by machine.\n\
         Area,Junior Baker,Senior Baker\nPeople,,\n\
         Talk,Asks others early.,Helps others often.\nDraft of May,,\n",
    );
    assert_eq!(lines(&ladder).len(), 4, "{:#?}", lines(&ladder));
    assert_left_out(&ladder, "row 4: it repeats the head of the table");
    assert_left_out(&ladder, "row 7 “Draft of May”: a heading with no row below it");
    // A row about the levels is none either.
    let ladder = read_one(
        "ladder.csv",
        "Competency,Junior Baker,Senior Baker\nDough,Kneads by hand.,Kneads by machine.\n\
         Reports to,Senior Baker,Head Baker\n",
    );
    assert_eq!(ladder.tables.roles.len(), 2);
}

#[test]
fn headings_of_jobs_keep_their_levels_apart() {
    let table = "Competency,L1,L2\n";
    let both = format!(
        "Engineering,,\n{table}Code,Writes code with help.,Designs parts alone.\n,,\nDesign,,\n\
         {table}Screens,Draws small screens.,Draws whole flows.\n"
    );
    for (name, text) in [
        ("ladder.csv", both.as_str()),
        (
            "ladder.md",
            "# Engineering\n\n## L1\n\n- Writes code with help.\n\n## L2\n\n\
             - Designs parts alone.\n\n# Design\n\n## L1\n\n- Draws small screens.\n\n## L2\n\n\
             - Draws whole flows.\n",
        ),
        (
            "ladder.yaml",
            "Engineering:\n  L1:\n    Code: Writes code with help.\n  L2:\n\
             \x20   Code: Designs parts alone.\nDesign:\n  L1:\n\
             \x20   Screens: Draws small screens.\n",
        ),
    ] {
        let ladder = read_one(name, text);
        assert_eq!(ladder.tables.packs[0].families, ["Engineering", "Design"], "{name}");
        assert_eq!(ladder.tables.roles[0].title, "Engineering L1", "{name}");
    }
    // Competencies above the same levels are themes, in chapters too.
    for above in ["", "# Bakers\n\n"] {
        let depth = if above.is_empty() { "#" } else { "##" };
        let ladder = read_one(
            "ladder.md",
            &format!(
                "{above}{depth} Communication\n\n{depth}# Junior\n\n- Asks others early.\n\n\
                 {depth}# Senior\n\n- Helps others often.\n\n{depth} Delivery\n\n\
                 {depth}# Junior\n\n- Bakes bread.\n\n{depth}# Senior\n\n- Runs a shop.\n"
            ),
        );
        let themes: Vec<&str> = ladder.tables.themes.iter().map(|t| t.title.as_str()).collect();
        assert_eq!(themes, ["Communication", "Delivery"]);
        assert_eq!(ladder.tables.roles.len(), 2);
        assert!(report(&ladder).contains("give them the meaning `family`"));
    }
}

#[test]
fn keys_that_tell_jobs_apart_are_kept() {
    let ladder = read_one(
        "ladder.json",
        r#"{"ladder": [
            {"role": "Baker", "level": 1, "area": "Craft", "text": "Kneads with help."},
            {"role": "Cook", "level": 1, "area": "Craft", "text": "Cooks with help."},
            {"role": "Baker", "level": 2, "area": "Craft", "text": "Kneads alone every day."}]}"#,
    );
    assert_eq!(roles(&ladder), ["Baker | Baker 1 | 1", "Cook | Cook | 1", "Baker | Baker 2 | 2"]);
    assert_eq!(lines(&ladder)[1], "Cook | Craft | Cooks with help.");
}

#[test]
fn an_explanation_of_a_scale_names_the_grades() {
    let levels = r#""levels": [{"level": "Baker I", "skills": {"Bread": 1}},
        {"level": "Baker II", "skills": {"Bread": 2}}]"#;
    for scale in [
        r#""scale": {"1": "Novice", "2": "Expert"}"#,
        r#""legend": {"0": "None", "1": "Novice: needs help", "2": "Expert"}"#,
        r#""rating_scale": [{"value": 1, "label": "Novice"}, {"value": 2, "label": "Expert"}]"#,
    ] {
        let ladder = read_one("ladder.json", &format!("{{{scale}, {levels}}}"));
        let wanted = ["Baker I | Bread = Novice", "Baker II | Bread = Expert"];
        assert_eq!(lines(&ladder), wanted, "{scale}");
        assert_eq!(ladder.tables.packs[0].scale.names(), ["Novice", "Expert"], "{scale}");
    }
    let below =
        "Skill,L1,L2\nBread,1,2\nCake,2,3\n,,\nScale,,\n1,Novice,\n2,Competent,\n3,Expert,\n";
    let ladder = read_one("ladder.csv", below);
    assert_eq!(ladder.tables.packs[0].scale.names(), ["Novice", "Competent", "Expert"]);
    assert_eq!(lines(&ladder).len(), 4, "{:#?}", lines(&ladder));
}

#[test]
fn rows_with_level_and_title_are_one_family() {
    for (name, text) in [
        (
            "ladder.csv",
            "Level,Title,Scope\n1,Baker,Runs an oven.\n2,Senior Baker,Runs a shop.\n\
             3,Staff Baker,Works across shops.\n",
        ),
        (
            "ladder.md",
            "| Level | Title | Scope |\n|---|---|---|\n| L1 | Baker | Runs an oven. |\n\
             | L2 | Senior Baker | Runs a shop. |\n| L3 | Staff Baker | Works across shops. |\n",
        ),
    ] {
        let ladder = read_one(name, text);
        let wanted = ["Baker | Baker | 1", "Baker | Senior Baker | 2", "Baker | Staff Baker | 3"];
        assert_eq!(roles(&ladder), wanted, "{name}");
        assert_eq!(ladder.tables.roles[0].moves.len(), 1, "{name}");
        assert!(report(&ladder).contains("by the words that titles share"), "{name}");
    }
    // Managers of the same levels belong to them; other jobs at the same levels do not.
    let tracks = read_one(
        "ladder.csv",
        "Level,Title,Track,Scope\n1,Baker,IC,Runs an oven.\n2,Senior Baker,IC,Runs a shop.\n\
         2,Shop Manager,MGR,Leads a shop.\n",
    );
    assert_eq!(
        roles(&tracks),
        [
            "Baker | Baker | 1 | ic",
            "Baker | Senior Baker | 2 | ic",
            "Baker | Shop Manager | 2 | manager"
        ]
    );
    let jobs = read_one(
        "ladder.csv",
        "Level,Title,Scope\n1,Baker,Runs an oven.\n2,Senior Baker,Runs a shop.\n\
         1,Clerk,Sells bread.\n2,Senior Clerk,Sells all bread.\n",
    );
    assert_eq!(jobs.tables.packs[0].families, ["Baker", "Clerk"]);
}

#[test]
fn no_two_roles_have_one_title_and_no_title_a_needless_code() {
    let levels = read_one(
        "ladder.csv",
        "Title,Level,Scope\nBaker,L1,Runs an oven.\nBaker,L2,Runs a whole shop.\n",
    );
    assert_eq!(roles(&levels), ["Baker | Baker L1 | 1", "Baker | Baker L2 | 2"]);
    let long = read_one(
        "ladder.csv",
        "Family,Level,Title,Competency,Expectation\nShop,F1,Baker,Dough,Kneads by hand\n\
         Shop,F1,Baker,Sale,Sells bread\nShop,F2,Senior Baker,Dough,Kneads by machine\n",
    );
    assert_eq!(roles(&long), ["Shop | Baker | 1", "Shop | Senior Baker | 2"]);
    let stated = read_one(
        "ladder.md",
        "# Bakers\n\n## Level 1: Senior Baker\n\n- Bakes bread.\n\n## Level 2: Senior Baker\n\n\
         - Runs a shop.\n",
    );
    assert_eq!(stated.tables.roles[1].title, "Senior Baker (level 2)");
    let one = "Area,Junior Baker,Baker\nCraft,Kneads by hand.,Kneads all.\n\
        People,Asks early.,Helps often.\n";
    let ladder = read_files(&[("shops/a.csv", one), ("inns/a.csv", one)], "").unwrap();
    let mut titles: Vec<&str> = ladder.tables.roles.iter().map(|r| r.title.as_str()).collect();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), ladder.tables.roles.len(), "{titles:?}");
}

#[test]
fn lists_below_a_competency_are_what_it_asks() {
    let wanted = [
        "Junior Baker | Craft knowledge | Kneads by hand with care",
        "Junior Baker | Guests | Sells bread",
        "Senior Baker | Craft knowledge | Runs all ovens",
    ];
    let yaml = "levels:\n  - title: Junior Baker\n    competencies:\n\
        \x20     Craft knowledge: [Kneads by hand with care]\n      Guests: [Sells bread]\n\
        \x20 - title: Senior Baker\n    competencies:\n      Craft knowledge: [Runs all ovens]\n";
    let json = r#"{"levels": [
        {"title": "Junior Baker", "competencies": [
            {"name": "Craft knowledge", "expectations": ["Kneads by hand with care"]},
            {"name": "Guests", "expectations": ["Sells bread"]}]},
        {"title": "Senior Baker", "competencies": [
            {"name": "Craft knowledge", "expectations": ["Runs all ovens"]}]}]}"#;
    for (name, text) in [("ladder.yaml", yaml), ("ladder.json", json)] {
        assert_eq!(lines(&read_one(name, text)), wanted, "{name}");
    }
    let names = "levels:\n  - title: Junior Baker\n    skills:\n      Ovens: [Gas, Wood fire]\n\
        \x20 - title: Senior Baker\n    skills: [Gas, Shop management]\n";
    assert_eq!(
        lines(&read_one("ladder.yaml", names)),
        [
            "Junior Baker | Gas = ?",
            "Junior Baker | Wood fire = ?",
            "Senior Baker | Gas = ?",
            "Senior Baker | Shop management = ?",
        ]
    );
    let rows = "Job family,Level,Job title,Competency,Expectation\n\
        Shop,F1,Baker,Dough,Kneads by hand\nShop,F2,Senior Baker,Dough,Kneads by machine\n";
    assert_eq!(
        lines(&read_one("ladder.csv", rows)),
        ["Baker | Dough | Kneads by hand", "Senior Baker | Dough | Kneads by machine"]
    );
}

#[test]
fn columns_of_abbreviations_are_levels() {
    for (head, titles) in [
        (
            "SDR,Account Executive,Senior Account Executive",
            ["SDR", "Account Executive", "Senior Account Executive"],
        ),
        ("CSM,Senior CSM,Head of CS", ["CSM", "Senior CSM", "Head of CS"]),
        ("SDE1,SDE2,Senior SDE", ["SDE1", "SDE2", "Senior SDE"]),
    ] {
        let ladder = read_one(
            "ladder.csv",
            &format!(
                "Competency,{head}\n\
                 Selling,Books five meetings.,Builds a pipeline.,Opens new markets.\n"
            ),
        );
        let found: Vec<&str> = ladder.tables.roles.iter().map(|role| role.title.as_str()).collect();
        assert_eq!(found, titles);
        assert_eq!(lines(&ladder)[0], format!("{} | Selling | Books five meetings.", titles[0]));
    }
    let kpi = read_one(
        "ladder.csv",
        "Competency,KPI,Junior Baker,Senior Baker\n\
         Selling,Loaves sold a day,Sells bread.,Sells all bread.\n",
    );
    assert_eq!(kpi.tables.roles.len(), 2);
}

#[test]
fn references_to_another_level_become_its_text() {
    let ladder = read_one(
        "ladder.csv",
        "Competency,L1,L2,L3\nDough,Kneads by hand.,Same as previous level,As L1\n\
         Sale,Sells bread.,ditto,\"See L2, and in addition:\n- Orders flour weekly\"\n\
         Shop,,Same,Runs a shop.\n\
         Oven,Bakes bread.,\"Same as L1, but for two shops\",No change\n",
    );
    assert_eq!(
        lines(&ladder),
        [
            "L1 | Dough | Kneads by hand.",
            "L1 | Sale | Sells bread.",
            "L1 | Oven | Bakes bread.",
            "L2 | Dough | Kneads by hand.",
            "L2 | Sale | Sells bread.",
            "L2 | Oven | Same as L1, but for two shops",
            "L3 | Dough | Kneads by hand.",
            "L3 | Sale | Sells bread.",
            "L3 | Sale | Orders flour weekly",
            "L3 | Shop | Runs a shop.",
            "L3 | Oven | Same as L1, but for two shops",
        ]
    );
    let said = report(&ladder);
    for text in [
        "5 texts that refer",
        "asks nothing there: “Same” of L2 (Shop)",
        "kept as written: “Same as L1",
    ] {
        assert!(said.contains(text), "{text}: {said}");
    }
    // A grade too, and all that a level asks.
    let grades =
        read_one("ladder.csv", "Skill,L1,L2\nBread,1,2\nCake,2,Same as L1\nTea,1,3\nRye,2,3\n");
    assert!(lines(&grades).contains(&"L2 | Cake = 2".to_string()), "{:#?}", lines(&grades));
    let all = read_one(
        "ladder.md",
        "# Bakers\n\n## L1\n\n### Craft\n\n- Kneads by hand.\n\n## L2\n\n\
         Everything from L1, plus:\n\n### Craft\n\n- Runs a shop.\n",
    );
    assert_eq!(lines(&all)[1..], ["L2 | Craft | Runs a shop.", "L2 | Craft | Kneads by hand."]);
    assert_eq!(all.tables.roles[1].extends.map(crate::model::RoleId::index), Some(0));
}

#[test]
fn tracks_are_read_from_heads_headings_and_codes() {
    let rows = "Scope,Runs an oven.,Runs two ovens.,Leads a shop.,Leads all shops.\n";
    for (above, head) in [
        ("Track,IC,IC,Manager,Manager\n", "Baker,Senior Baker,Lead,Director"),
        (",Individual contributor,,Leadership,\n", "Baker,Senior Baker,Lead,Director"),
        (",IC,IC,Management,Management\n", "Baker,Senior Baker,Lead,Director"),
        ("", "IC1,IC2,M1,M2"),
    ] {
        let ladder = read_one("ladder.csv", &format!("{above}Competency,{head}\n{rows}"));
        let tracks: Vec<_> = ladder.tables.roles.iter().map(|role| role.track).collect();
        let (ic, manager) = (Some(Track::Individual), Some(Track::Management));
        assert_eq!(tracks, [ic, ic, manager, manager], "{above}{head}");
    }
    let text = read_one(
        "ladder.md",
        "# Bakers\n\n## Individual contributor track\n\n| | Baker | Senior Baker |\n\
         |---|---|---|\n| Craft | Kneads by hand | Kneads by machine |\n\n## Management track\n\
         \n| | Shop Manager | Head of Shops |\n|---|---|---|\n\
         | People | Holds weekly talks | Hires all managers |\n",
    );
    let families: Vec<&str> = text.tables.packs[0].families.iter().map(String::as_str).collect();
    assert_eq!(families, ["Baker"]);
    assert_eq!(text.tables.roles[3].track, Some(Track::Management));
    assert_eq!(lines(&text)[3], "Head of Shops | People | Hires all managers");
    let lost = read_one(
        "ladder.csv",
        "Track,Level,Scope\nBread,Junior Baker,Runs an oven.\n\
         Cakes,Senior Baker,Runs two ovens.\n",
    );
    assert!(report(&lost).contains("tracks not kept"), "{}", report(&lost));
}

#[test]
fn marks_and_letters_are_no_sentences() {
    let marks = read_one(
        "ladder.csv",
        "Responsibility,Junior Baker,Senior Baker\nCleans all benches,x,x\nRuns the oven,,x\n\
         Orders flour for all,,\n",
    );
    assert_eq!(
        lines(&marks),
        [
            "Junior Baker | Responsibilities | Cleans all benches",
            "Senior Baker | Responsibilities | Cleans all benches",
            "Senior Baker | Responsibilities | Runs the oven",
        ]
    );
    assert_left_out(&marks, "row 4 “Orders flour for all”: no level has a mark");
    let letters = read_one(
        "ladder.csv",
        "Skill,Junior Baker,Baker,Senior Baker\nBread,B,I,A\nCake,,B,I\nTotal,1,3,5\n",
    );
    assert_eq!(lines(&letters).last().unwrap(), "Senior Baker | Cake = I");
    assert_eq!(letters.tables.packs[0].scale.names(), ["B", "I", "A"]);
    assert_left_out(&letters, "row 4 “Total”: a sum of other rows");
}

#[test]
fn facts_on_the_page_of_a_role_are_no_summary() {
    fn page(title: &str, level: &str, own: &str) -> String {
        format!(
            "# {title}\n\n**Level:** {level}\n**Reports to:** Head of Baking\n\n\
             ## Responsibilities\n\n- {own}\n"
        )
    }
    let head = "# Head of Baking\n\n## Responsibilities\n\n- Leads all bakers\n\
        - Plans the year\n";
    let (first, second) =
        (page("Baker", "B1", "Kneads by hand"), page("Baker", "B2", "Runs a shop"));
    let ladder = read_files(&[("a.md", &first), ("b.md", &second), ("head.md", head)], "").unwrap();
    assert_eq!(
        roles(&ladder)[..2],
        ["Baker | Baker B1 | 1".to_string(), "Baker | Baker B2 | 2".to_string()]
    );
    assert_eq!(ladder.tables.roles[0].summary, "Baker B1");
    assert_eq!(ladder.tables.roles[0].reporting.reports_to.len(), 1);
    let front = "---\ntitle: Shop Baker\nlevel: L2\ntrack: IC\nlayout: page\nowner: Ann\n---\n\
        \n## Responsibilities\n\n- Kneads by hand\n- Sells bread\n";
    let ladder = read_one("baker.md", front);
    assert_eq!(ladder.tables.roles[0].track, Some(Track::Individual));
    assert_eq!(ladder.tables.roles[0].codes, [("level".to_string(), "L2".to_string())]);
    assert_left_out(&ladder, "keys of the front matter: layout, owner");
}

#[test]
fn a_short_sentence_does_not_repeat_its_theme() {
    let ladder = read_one(
        "ladder.csv",
        "Competency,Junior Baker,Senior Baker\nMentoring,Asks mentors,Mentors juniors\n\
         Teaching,Teaches one.,Teaches all.\n",
    );
    assert!(lines(&ladder).iter().all(|line| !line.contains("ing: ")), "{:#?}", lines(&ladder));
}
