use super::*;

fn level_of(scale: &Scale, word: &str) -> String {
    resume::scale_fraction(word)
        .and_then(|part| scale.level_at_fraction(part))
        .map_or(String::new(), |level| scale.name(level).to_string())
}

#[test]
fn words_reach_the_part_of_the_scale_that_they_stand_for() {
    let (two, three, four) =
        (scale_of(&["low", "high"]), scale_of(&["low", "mid", "high"]), Scale::default());
    let five = scale_of(&["1", "2", "3", "4", "5"]);
    for (word, levels) in [
        ("Beginner", ["low", "low", "awareness", "1"]),
        ("Intermediate", ["low", "mid", "working", "3"]),
        ("Advanced", ["high", "mid", "practitioner", "4"]),
        ("Expert", ["high", "high", "expert", "5"]),
        ("Master", ["high", "high", "expert", "5"]),
        ("1%", ["low", "low", "awareness", "1"]),
        ("80%", ["high", "mid", "practitioner", "4"]),
        ("Professional working proficiency", ["low", "mid", "working", "3"]),
        ("Native speaker", ["high", "high", "expert", "5"]),
        ("Jedi", ["", "", "", ""]),
    ] {
        let found = [&two, &three, &four, &five].map(|scale| level_of(scale, word));
        assert_eq!(found, levels.map(String::from), "{word}");
    }
    assert_eq!(level_of(&scale_of(&[]), "Expert"), "");
}

fn scale_of(names: &[&str]) -> Scale {
    Scale::new(names.iter().map(ToString::to_string).collect())
}

/// Returns the person's skills as `skill: level`, with `?` for a level that is not understood;
/// the unknown names; the headings.
fn taken(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let catalog = crate::builtin::catalog();
    let names = SkillNames::new(&catalog);
    let resolved = resolve_resume(&catalog, &names, &resume::read(text).unwrap());
    let show = |have: CurrentSkill| {
        format!("{}: {}", catalog.skill(have.skill).id, level_text(have, &catalog))
    };
    let unknown = resolved.unknown.iter().map(|unknown| unknown.written.clone()).collect();
    (resolved.person_skills().into_iter().map(show).collect(), unknown, resolved.headings)
}

fn level_text(have: CurrentSkill, catalog: &Catalog) -> &str {
    match have.level {
        Some(level) => catalog.packs()[0].scale.name(level),
        None if have.unclear => "?",
        None => "",
    }
}

fn has(skills: &str) -> String {
    taken(&format!(r#"{{"skills": {skills}}}"#)).0.join(" | ")
}

#[test]
fn a_resume_is_read_as_it_is_meant() {
    let (have, unknown, headings) = taken(
        r#"{"skills": [
            {"name": "Web", "level": "advanced", "keywords": ["JavaScript", "HTML 5", "LAMP", "React.js", "SQL"]},
            {"name": "JavaScript", "level": "Master"},
            {"name": "SQL", "level": "Beginner"},
            {"name": "Languages", "level": "Jedi", "keywords": ["Python 3", "HTML/CSS", "LAMP"]}],
            "languages": [{"language": "English", "fluency": "Native"}]}"#,
    );
    let wanted = [
        "javascript: expert",
        "html-css: practitioner",
        "react: practitioner",
        "sql: awareness",
        "python: ?",
    ];
    assert_eq!(have, wanted);
    assert_eq!(unknown, ["LAMP", "English"]);
    assert_eq!(headings, ["Web", "Languages"]);
}

#[test]
fn headings_of_headings_end() {
    let (have, _, headings) = taken(r#"{"skills": ["Technical: Languages: Python, SQL"]}"#);
    assert_eq!(have, ["python: ", "sql: "]);
    assert_eq!(headings, ["Technical", "Languages"]);
    // Without a limit, each nesting level of a deep text would be searched again.
    let (have, unknown, _) =
        taken(&format!(r#"{{"skills": ["{}Python, SQL"]}}"#, "a: ".repeat(20_000)));
    assert!(have.len() + unknown.len() <= 2, "{have:?}");
}

#[test]
fn a_skill_at_level_none_is_not_counted() {
    for level in [
        "\"None\"",
        "0",
        "\"N/A\"",
        "\"0/5\"",
        "\"-\"",
        "\"no experience\"",
        "false",
        "\"want to learn\"",
    ] {
        assert_eq!(
            has(&format!(r#"[{{"name": "SQL", "level": {level}}}, "Git"]"#)),
            "git: ",
            "{level}"
        );
    }
    for level in
        ["\"learning\"", "\"Fortgeschritten\"", "\"5 years\"", "-2", "\"9/5\"", "\"level 3\""]
    {
        assert_eq!(has(&format!(r#"[{{"name": "SQL", "level": {level}}}]"#)), "sql: ?", "{level}");
    }
    for level in ["null", "\"\"", "\" \"", "[]"] {
        assert_eq!(has(&format!(r#"[{{"name": "SQL", "level": {level}}}]"#)), "sql: ", "{level}");
    }
}

#[test]
fn what_is_said_of_a_skill_itself_outweighs_what_is_said_of_its_group() {
    assert_eq!(skill_with_levels("\"Expert\"", "Beginner"), "sql: expert");
    assert_eq!(skill_with_levels("\"Beginner\"", "Expert"), "sql: awareness");
    assert_eq!(skill_with_levels("\"none\"", "Expert"), "");
    assert_eq!(skill_with_levels("\"lernend\"", "Expert"), "sql: ?");
    assert_eq!(skill_with_levels("null", "Expert"), "sql: expert");
    assert_eq!(has(r#"[{"name": "X", "level": "none", "keywords": ["SQL"]}]"#), "");
    assert_eq!(
        has(r#"[{"name": "X", "level": "Beginner", "keywords": ["SQL (expert)", "Git"]}]"#),
        "sql: expert | git: awareness"
    );
    // Of two equally reliable levels the higher counts, and a mention does not lower it.
    assert_eq!(
        has(r#"[{"name": "SQL", "level": "Beginner"}, {"name": "SQL", "level": "Expert"}, "SQL"]"#),
        "sql: expert"
    );
    let project = r#"{"skills": [{"name": "SQL", "level": "none"}], "projects": [{"keywords": ["SQL", "Git"]}]}"#;
    assert_eq!(taken(project).0, ["git: "]);
}

fn skill_with_levels(own: &str, group: &str) -> String {
    has(&format!(
        r#"[{{"name": "X", "level": "{group}", "keywords": [{{"name": "SQL", "level": {own}}}]}}]"#
    ))
}

#[test]
fn a_list_in_one_text_is_taken_apart() {
    for (text, have, unknown) in [
        ("SQL, Oracle Forms, DB2", "sql: ", "Oracle Forms|DB2"),
        ("Python/Perl", "python: ", "Perl"),
        ("SQL; Git | Docker • Jira", "sql: |git: |containers: |jira: ", ""),
        ("SQL and COBOL", "sql: ", "COBOL"),
        ("Languages: Python, Go", "python: |go-language: ", ""),
        ("Python: 5 years", "python: ", ""),
        ("Expert: SQL, Python; Learning: Git", "sql: expert|python: expert|git: ?", ""),
        // Levels that head a list, parted by any sign.
        ("Expert: SQL. Basic: Java.", "sql: expert|java: awareness", ""),
        (
            "Advanced: PostgreSQL. Intermediate: Power BI, PowerShell. Beginner: Rust.",
            "postgresql: practitioner|power-bi: working|powershell: working|rust-language: awareness",
            "",
        ),
        ("Expert: R. Basic: SQL.", "r-language: expert|sql: awareness", ""),
        (
            "Expert - SQL, Python | Basic - Rust, Java",
            "sql: expert|python: expert|rust-language: awareness|java: awareness",
            "",
        ),
        (
            "Expert: SQL, Git, Basic: Java, Python",
            "sql: expert|git: expert|java: awareness|python: awareness",
            "",
        ),
        // A level before a list is that of each item.
        (
            "Basic knowledge of Python, Go and Terraform",
            "python: awareness|go-language: awareness|infrastructure-as-code: awareness",
            "",
        ),
        ("Expert in SQL and Python", "sql: expert|python: expert", ""),
        ("Expert in SQL, Python", "sql: expert|python: expert", ""),
        ("Good command of SQL and Python", "sql: working|python: working", ""),
        ("Basic SQL, Python and Git", "sql: awareness|python: awareness|git: awareness", ""),
        ("Basic SQL, Python (expert) and Git", "sql: awareness|python: expert|git: awareness", ""),
        (
            "Advanced SQL, basic Python and Git",
            "sql: practitioner|python: awareness|git: awareness",
            "",
        ),
        ("Advanced SQL, Python", "sql: practitioner|python: ", ""),
        (
            "Basic SQL, built reports in Tableau and Python",
            "sql: awareness|python: ",
            "built reports in Tableau",
        ),
        ("Some exposure to SQL", "sql: awareness", ""),
        ("Deep knowledge of SQL and Python", "sql: practitioner|python: practitioner", ""),
        ("Great knowledge of SQL", "sql: ?", ""),
        ("Deep learning, SQL and Python", "deep-learning: |sql: |python: ", ""),
        // A level before a remark.
        ("Python: beginner (self-taught)", "python: awareness", ""),
        ("SQL: advanced (8 years)", "sql: practitioner", ""),
        ("SQL (5 = expert)", "sql: expert", ""),
        ("SQL - level 3", "sql: ?", ""),
        // Marks.
        ("SQL ★★★★★, Python ★★", "sql: expert|python: working", ""),
        ("SQL *****, Python ***", "sql: expert|python: working", ""),
        ("SQL ⭐⭐⭐⭐⭐; Python ⭐⭐⭐", "sql: expert|python: working", ""),
        ("SQL ●●●●●, Python ●●●○○", "sql: expert|python: working", ""),
        ("Python (Zope, Plone)", "python: ", "Zope|Plone"),
        ("good command of SQL", "sql: working", ""),
        ("SQL (expert)", "sql: expert", ""),
        ("SQL – advanced", "sql: practitioner", ""),
        ("SQL: 4/5", "sql: practitioner", ""),
        ("SQL ★★★★☆", "sql: practitioner", ""),
        ("SQL (Fortgeschritten)", "sql: ?", ""),
        ("SQL basics", "sql: awareness", ""),
        ("advanced Excel", "spreadsheets: practitioner", ""),
        ("good knowledge of SQL", "sql: working", ""),
        ("learning Kubernetes", "kubernetes: ?", ""),
        ("no experience with SQL", "", ""),
        ("Python (Programming Language)", "python: ", ""),
        ("TCP/IP", "networking: ", ""),
        ("CI/CD", "continuous-delivery: ", ""),
        ("A/B testing", "experimentation: ", ""),
        ("HTML/CSS", "html-css: ", ""),
        ("C/C++", "", "C/C++"),
        ("PL/SQL", "", "PL/SQL"),
        ("R&D", "", "R&D"),
        ("R and SAS", "r-language: ", "SAS"),
        ("Sales and marketing operations", "", "Sales and marketing operations"),
        ("Machine learning", "machine-learning: ", ""),
        ("Expert systems", "", "Expert systems"),
        ("Kubernets", "", "Kubernets"),
    ] {
        let (found, others, _) = taken(&serde_json::json!({ "skills": [text] }).to_string());
        assert_eq!(
            (found.join("|"), others.join("|")),
            (have.to_string(), unknown.to_string()),
            "{text}"
        );
    }
}

#[test]
fn the_maker_is_no_part_of_a_tool() {
    let (have, unknown, _) = taken(
        r#"{"skills": ["Microsoft Excel", "Apache Airflow", "Apache Kafka", "Adobe Photoshop", "Amazon AWS", "MS PowerPoint 2016",
            "Google Docs", "Microsoft Word", "Oracle Reports"]}"#,
    );
    let wanted = [
        "spreadsheets",
        "workflow-orchestration",
        "streaming-data",
        "adobe-creative-suite",
        "cloud-platforms",
        "slide-decks",
    ];
    assert_eq!(have, wanted.map(|id| format!("{id}: ")));
    assert_eq!(unknown, ["Google Docs", "Microsoft Word", "Oracle Reports"]);
}

/// Returns a catalog of one pack with `scale` and one skill.
fn scaled(scale: &[&str]) -> Catalog {
    let names: Vec<String> = scale.iter().map(|name| format!("\"{name}\"")).collect();
    let text = format!(
        "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\nscale = [{}]\n\
         [[skill]]\nid = \"prog\"\nname = \"Programming\"\nkind = \"craft\"\n",
        names.join(", ")
    );
    crate::pack::from_files("p", &[("p.toml", &text)]).catalog
}

#[test]
fn a_scale_keeps_its_own_numbers() {
    let seven = scaled(&["1", "2", "3", "4", "5", "6", "7"]);
    let named = scaled(&["1 Follow", "2 Assist", "3 Apply"]);
    let lettered = scaled(&["L1", "L2", "L3", "L4", "L5"]);
    let words = scaled(&["low", "mid", "high"]);
    for (catalog, text, whole, wanted) in [
        (&seven, "4", Some(5), "4"),
        (&seven, "4.0", Some(5), "4"),
        (&seven, "level 4", None, "4"),
        (&seven, "4/5", None, "6"),
        (&seven, "Expert", None, "7"),
        (&seven, "9", Some(10), "not understood"),
        (&seven, "0", Some(5), "none"),
        (&seven, "3 years", None, "not understood"),
        (&seven, "3%", None, "1"),
        (&seven, "practitioner", None, "5"),
        (&named, "2", Some(5), "2 Assist"),
        (&named, "assist", None, "2 Assist"),
        (&named, "4", Some(5), "not understood"),
        (&lettered, "3", Some(5), "L3"),
        (&lettered, "l3", None, "L3"),
        (&lettered, "Advanced", None, "L4"),
        (&words, "5", Some(5), "high"),
        (&words, "3", None, "not understood"),
        (&words, "MID", None, "mid"),
    ] {
        assert_eq!(resume_level_name(catalog, text, whole), wanted, "{text} {whole:?}");
    }
}

fn resume_level_name(catalog: &Catalog, text: &str, of: Option<u16>) -> String {
    match parse_resume_level(catalog, Some(text), of) {
        StatedLevel::At(level) => catalog.packs()[0].scale.name(level).to_string(),
        other => other.word().to_string(),
    }
}

#[test]
fn a_profile_outlives_packs() {
    let catalog = crate::builtin::catalog();
    let names = SkillNames::new(&catalog);
    let text = "skills = [\"sql: working\", \"Golang: Expert\", \"kneading: expert\", \"figma: adept\", \"git: none\", \
                \"java: Advanced\", \"miro\"]";
    let profile = Profile::parse("p", text).unwrap();
    let mut resolved = resolve(&catalog, &names, &profile);
    let known: Vec<_> =
        resolved.known.iter().map(|k| (catalog.skill(k.skill).id.as_str(), k.level)).collect();
    let wanted = [
        ("sql", stated_level(1)),
        ("go-language", stated_level(3)),
        ("figma", StatedLevel::Unclear),
        ("git", StatedLevel::Absent),
        ("java", stated_level(2)),
        ("miro", StatedLevel::Unstated),
    ];
    assert_eq!(known, wanted);
    let ids: Vec<&str> =
        resolved.person_skills().iter().map(|have| catalog.skill(have.skill).id.as_str()).collect();
    assert_eq!(ids, ["sql", "go-language", "figma", "java", "miro"]);
    assert_eq!(resolved.known[2].written_level.as_deref(), Some("adept"));
    assert_eq!(resolved.unknown[0].written, "kneading");
    let index = SearchIndex::new(std::sync::Arc::new(crate::builtin::catalog()));
    resolved.add_suggestions(&names, &index);
    assert_eq!(resolved.unknown[0].suggestions, []);
}

fn stated_level(rank: u8) -> StatedLevel {
    StatedLevel::At(Level { rank, of: 4 })
}
