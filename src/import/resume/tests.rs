//! Resumes of every common shape.

use super::*;

/// Returns `place name: level` for each claim; a level that comes from the group is in brackets.
fn claims(text: &str) -> Vec<String> {
    read(text)
        .unwrap()
        .skills
        .iter()
        .map(|claim| format!("{} {}{}", claim.path, claim.name, level_of_claim(claim)))
        .collect()
}

fn level_of_claim(claim: &ResumeSkill) -> String {
    match (&claim.level, claim.own_level) {
        (None, _) => String::new(),
        (Some(level), true) => format!(": {level}"),
        (Some(level), false) => format!(" ({level})"),
    }
}

/// Returns the places of the parts that were not read.
fn not_read(text: &str) -> Vec<String> {
    read(text).unwrap().unread.into_iter().map(|part| part.place).collect()
}

#[test]
fn both_shapes_of_json_resume_are_read() {
    let new = r#"{"basics": {"name": ""},
        "skills": [{"name": "Web", "level": "Master", "keywords": ["HTML", "CSS"]}],
        "languages": [{"language": "Igbo", "fluency": "Conversational"}]}"#;
    let wanted = [
        "skills[0] Web: Master",
        "skills[0].keywords[0] HTML (Master)",
        "skills[0].keywords[1] CSS (Master)",
        "languages[0] Igbo: Conversational",
    ];
    assert_eq!(claims(new), wanted);
    let old = r#"{"work": [{"company": ""}], "languages": [{"language": "Spanish", "level": "Moderate", "years": 10}]}"#;
    assert_eq!(claims(old), ["languages[0] Spanish: Moderate"]);
    assert_eq!(read(new).unwrap().skills[0].kind, ResumeSkillKind::Group);
}

#[test]
fn what_people_write_by_hand_is_read() {
    let blank = r#"{"skills": [{"name": "", "level": "", "keywords": [""]}], "languages": null}"#;
    assert_eq!(claims(blank), Vec::<String>::new());
    let odd = r#"{"skills": ["SQL", null, 7, {"name": " Go \u001b ", "keywords": null, "level": null},
        {"keywords": ["Rust", null, {"name": "Bash"}, []]}, {"name": "Data", "keywords": "R, dbt;"}],
        "languages": ["French", {"name": "German"}], "x": {"deep": [1]}}"#;
    assert_eq!(
        claims(&format!("\u{feff}{odd}")),
        [
            "skills[0] SQL",
            "skills[3] Go ␛",
            "skills[4].keywords[0] Rust",
            "skills[4].keywords[2] Bash",
            "skills[5] Data",
            "skills[5].keywords R, dbt;",
            "languages[0] French",
            "languages[1] German",
        ]
    );
    assert_eq!(not_read(odd), ["skills[2]"]);
    assert_eq!(claims(r#"{"skills": "SQL, Python"}"#), ["skills SQL, Python"]);
    assert_eq!(claims(r#"{"basics": {}}"#), Vec::<String>::new());
}

#[test]
fn other_field_names_are_read() {
    for (skills, wanted) in [
        (r#"[{"title": "SQL"}]"#, "skills[0] SQL"),
        (r#"[{"skill": "SQL", "proficiency": "Expert"}]"#, "skills[0] SQL: Expert"),
        (r#"[{"skill": {"name": "SQL", "type": "tool"}, "level": "high"}]"#, "skills[0] SQL: high"),
        (r#"[{"label": "SQL", "rating": 3, "maxRating": 7}]"#, "skills[0] SQL: 3"),
        (r#"[{"name": "SQL", "level": {"name": "Expert"}}]"#, "skills[0] SQL: Expert"),
        (r#"[{"name": "SQL", "level": 0, "proficiency": "Expert"}]"#, "skills[0] SQL: Expert"),
        (r#"[{"key": "SQL", "value": 4}]"#, "skills[0] SQL: 4"),
        (r#"[{"name": "SQL", "value": "Expert"}]"#, "skills[0] SQL: Expert"),
        (r#"[{"category": "Tools", "items": ["Git"]}]"#, "skills[0] Tools|skills[0].items[0] Git"),
        (r#"[{"type": "Tools", "list": "Git, Jira"}]"#, "skills[0] Tools|skills[0].list Git, Jira"),
        (
            r#"[{"name": "Tools", "skills": [{"title": "Git", "level": 2}]}]"#,
            "skills[0] Tools|skills[0].skills[0] Git: 2",
        ),
        (r#"[{"label": "Tools", "details": "Git, Jira"}]"#, "skills[0] Tools|skills[0] Git, Jira"),
        (
            r#"{"Tools": ["Git"], "Soft": "a, b"}"#,
            "skills.Soft Soft|skills.Soft a, b|skills.Tools Tools|skills.Tools[0] Git",
        ),
        (
            r#"{"SQL": 4, "Git": "expert", "Go": false, "R": null}"#,
            "skills.Git Git: expert|skills.Go Go: false|skills.R R|skills.SQL SQL: 4",
        ),
        (r#"{"SQL": {"level": "Expert", "years": 3}}"#, "skills.SQL SQL: Expert"),
        (r#"[{"SQL": 4}, {"Git": "Expert"}]"#, "skills[0].SQL SQL: 4|skills[1].Git Git: Expert"),
        (r#"{"name": "SQL", "level": 4}"#, "skills SQL: 4"),
        (r#"{"a": {"b": ["Git"]}}"#, "skills.a a|skills.a.b b|skills.a.b[0] Git"),
        (r#"[["SQL"]]"#, "skills[0][0] SQL"),
    ] {
        assert_eq!(claims(&format!(r#"{{"skills": {skills}}}"#)).join("|"), wanted, "{skills}");
    }
    let names = r#"{"technicalSkills": ["a"], "Soft Skills": ["b"], "tech_stack": "c", "_skills": ["d"],
        "coreCompetencies": [{"title": "e"}], "data": {"expertise": ["f"]}}"#;
    let mut read = claims(names);
    read.sort();
    assert_eq!(
        read,
        [
            "Soft Skills[0] b",
            "_skills[0] d",
            "coreCompetencies[0] e",
            "data.expertise[0] f",
            "tech_stack c",
            "technicalSkills[0] a"
        ]
    );
    assert_eq!(claims(r#"["SQL", {"name": "Git", "level": 3}]"#), ["[0] SQL", "[1] Git: 3"]);
    assert_eq!(claims(r#"[{"basics": {}, "skills": ["SQL"]}]"#), ["[0].skills[0] SQL"]);
}

#[test]
fn what_is_stated_of_a_keyword_outweighs_its_group() {
    let text = r#"{"skills": [{"name": "Databases", "level": "Beginner", "keywords": [
        {"name": "SQL", "level": "Expert"}, {"name": "dbt", "level": null}, {"name": "R", "level": "none"}, "Go"]}]}"#;
    assert_eq!(
        claims(text)[1..],
        [
            "skills[0].keywords[0] SQL: Expert",
            "skills[0].keywords[1] dbt (Beginner)",
            "skills[0].keywords[2] R: none",
            "skills[0].keywords[3] Go (Beginner)",
        ]
    );
}

#[test]
fn skills_named_at_jobs_and_projects_are_read() {
    let text = r#"{"projects": [{"name": "P", "description": "x", "keywords": ["SQL"], "technologies": "Go, R"}],
        "work": [{"name": "W", "keywords": ["Python"], "highlights": ["none"], "positions": [{"tech": ["dbt"]}]}],
        "volunteer": [{"tools": [{"name": "Git", "level": "Expert"}]}]}"#;
    let mut read = claims(text);
    read.sort();
    assert_eq!(
        read,
        [
            "projects[0].keywords[0] SQL",
            "projects[0].technologies Go, R",
            "volunteer[0].tools[0] Git: Expert",
            "work[0].keywords[0] Python",
            "work[0].positions[0].tech[0] dbt",
        ]
    );
    assert!(
        super::read(text).unwrap().skills.iter().all(|claim| claim.kind == ResumeSkillKind::Used)
    );
}

#[test]
fn exports_of_resume_makers_are_read() {
    let fresh = r#"{"name": "A", "info": {"label": "B"}, "employment": {"summary": "", "history": [{"employer": "E", "keywords": ["C++"]}]},
        "skills": {"sets": [{"name": "Web", "level": "advanced", "skills": ["HTML"]}],
        "list": [{"name": "Linux", "summary": "x", "level": "9", "years": "4+"}]}}"#;
    let wanted = [
        "skills.list[0] Linux: 9",
        "skills.sets[0] Web: advanced",
        "skills.sets[0].skills[0] HTML (advanced)",
        "employment.history[0].keywords[0] C++",
    ];
    assert_eq!(claims(fresh), wanted);
    // A level of 0 hides the level there.
    let sections = r#"{"basics": {}, "sections": {"skills": {"name": "Skills", "id": "skills", "items": [
        {"id": "1", "visible": true, "name": "SQL", "description": "Advanced", "level": 0, "keywords": ["dbt"]},
        {"name": "Git", "proficiency": "Expert", "level": 1, "keywords": []}, {"name": "Go", "level": 0}]},
        "languages": {"items": [{"language": "English", "fluency": "Native", "level": 5}]},
        "projects": {"items": [{"name": "P", "keywords": ["R"]}]}},
        "customSections": [{"type": "skills", "title": "More", "items": [{"name": "Rust", "level": 4}]}]}"#;
    assert_eq!(
        claims(sections),
        [
            "customSections[0][0] Rust: 4",
            "sections.skills.items[0] SQL: Advanced",
            "sections.skills.items[0].keywords[0] dbt (Advanced)",
            "sections.skills.items[1] Git: Expert",
            "sections.skills.items[2] Go",
            "sections.languages.items[0] English: Native",
            "sections.projects.items[0].keywords[0] R",
        ]
    );
    // Ratings from 0 to 4, all of which are levels.
    let featured = r#"{"profile": {}, "skills": {"featuredSkills": [{"skill": "SQL", "rating": 4}, {"skill": "Git", "rating": 0},
        {"skill": "", "rating": 4}], "descriptions": ["Tech: R, Go"]}}"#;
    assert_eq!(
        claims(featured),
        [
            "skills.descriptions[0] Tech: R, Go",
            "skills.featuredSkills[0] SQL: 5",
            "skills.featuredSkills[1] Git: 1"
        ]
    );
    let mac = r#"{"aboutMe": {}, "experience": {"jobs": [{"roles": [{"competences": [{"name": "Docker", "type": "tool"}]}]}]},
        "knowledge": {"languages": [{"name": "EN", "fullName": "English", "level": "Elementary proficiency"}],
        "hardSkills": [{"skill": {"name": "SQL", "type": "technology"}, "level": "basic"}],
        "studies": [{"linkedCompetences": [{"name": "R"}]}]}, "careerPreferences": {"preferences": {"preferredCompetences": [{"name": "Go"}]}}}"#;
    let mut read = claims(mac);
    read.sort();
    assert_eq!(
        read,
        [
            "experience.jobs[0].roles[0].competences[0] Docker",
            "knowledge.hardSkills[0] SQL: basic",
            "knowledge.languages[0] English: Elementary proficiency",
            "knowledge.studies[0].linkedCompetences[0] R"
        ]
    );
    assert_eq!(not_read(mac), ["careerPreferences"]);
    let markup =
        r#"{"skills": {"Computer": {"Description": "<ul><li>SQL</li><li>R &amp; Go</li></ul>"}}}"#;
    assert!(
        claims(markup).iter().any(|claim| claim.ends_with("SQL; R & Go")),
        "{:?}",
        claims(markup)
    );
}

#[test]
fn signs_that_begin_no_tag_stay() {
    for text in ["a < b", "a <b", "> <b <i", "R<br>SQL <x", "< < >"] {
        let shown = text.replace("<br>", "; ");
        let resume = format!(r#"{{"skills": [{{"name": "{text}"}}]}}"#);
        assert_eq!(claims(&resume), [format!("skills[0] {shown}")]);
    }
    let many = format!(r#"{{"skills": [{{"name": "> {}"}}]}}"#, "<a ".repeat(20_000));
    assert_eq!(claims(&many).len(), 1);
}

#[test]
fn what_is_not_understood_is_named() {
    assert_eq!(not_read(r#"{"savedJobs": [{"title": "x", "skills": ["SQL"]}]}"#), ["savedJobs[0]"]);
    let text = r#"{"basics": {}, "skills": [7, true, {"a": {}, "b": {}}, {"name": {}}], "skillsToLearn": ["Go"],
        "requiredSkills": []}"#;
    assert_eq!(not_read(text), ["skills[0]", "skills[1]", "skills[2]", "skillsToLearn"]);
    assert_eq!(not_read(r#"{"skills": 7}"#), ["skills"]);
}

#[test]
fn bare_numbers_are_parts_of_the_least_whole_that_holds_them_all() {
    let levels = |levels: &str| -> (Vec<String>, Option<u16>) {
        let levels: Vec<&str> = levels.split(' ').collect();
        let skills: Vec<String> =
            levels.iter().map(|l| format!(r#"{{"name": "x", "level": {l}}}"#)).collect();
        let read = read(&format!(r#"{{"skills": [{}]}}"#, skills.join(", "))).unwrap();
        let of = |claim: &ResumeSkill| claim.maximum.map(|of| format!("/{of}")).unwrap_or_default();
        let levels = read
            .skills
            .iter()
            .map(|claim| claim.level.clone().unwrap_or_default() + &of(claim))
            .collect();
        (levels, read.maximum)
    };
    for (given, read, whole) in [
        ("1 3 5", "1/5 3/5 5/5", Some(5)),
        ("1 3 \"8\"", "1/10 3/10 8/10", Some(10)),
        ("95 20 \"Expert\"", "95/100 20/100 Expert", Some(100)),
        ("0.5 0.25", "0.5/1 0.25/1", Some(1)),
        ("0 0", "0 0", None),
        ("\"4/5\" 8", "4/5 8/10", Some(10)),
    ] {
        assert_eq!(levels(given), (read.split(' ').map(String::from).collect(), whole), "{given}");
    }
}

#[test]
fn what_is_not_a_resume_says_where_and_why() {
    for (text, line, word) in [
        ("{\n  \"skills\": [\n    {\"name\": \"SQL\",}\n  ]\n}", Some(3), "this is not JSON"),
        ("{\"skills\": [}", Some(1), "this is not JSON"),
        ("", Some(1), "this is not JSON"),
        ("{\"skills\": []} x", Some(1), "this is not JSON"),
        ("[1, 2]", None, "without skill names"),
        ("42", None, "only a number"),
        ("[{\"basics\": {}}, {\"basics\": {}}]", None, "several resumes"),
        ("{\"dependencies\":\n {}}", None, "no `basics`"),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!(error.place.map(|(line, _)| line), line, "{text}: {error}");
        assert!(error.why.contains(word) && !error.why.contains("at line"), "{text}: {error}");
    }
    assert!(read(&"[".repeat(100_000)).is_err());
}

#[test]
fn json_is_told_from_toml() {
    for text in ["{}", " \n{\"a\"", "\u{feff}{", "[]", "[1, 2]"] {
        assert!(is_json(text), "{text}");
    }
    for text in ["", "skills = []", "[pack]", "[[role]]", "# {", "[\"a\"]\nb = 1", "{\\rtf1}"] {
        assert!(!is_json(text), "{text}");
    }
}

#[test]
fn levels_are_read_whatever_holds_them() {
    for (skills, wanted) in [
        (r#"[{"name": "SQL", "level": ["Expert"]}]"#, "skills[0] SQL: Expert"),
        (
            r#"[{"name": "SQL", "level": {"de": "Experte", "en": "Expert"}}]"#,
            "skills[0] SQL: Expert",
        ),
        (r#"[{"name": {"en": "SQL", "fr": "Langage SQL"}, "level": 3}]"#, "skills[0] SQL: 3"),
        (r#"[{"name": "SQL", "level": {"foo": "bar"}}]"#, "skills[0] SQL: {\"foo\":\"bar\"}"),
        (r#"[["SQL", "Expert"], ["Git", "none"]]"#, "skills[0] SQL: Expert|skills[1] Git: none"),
        (r#"[["SQL", "Git"]]"#, "skills[0][0] SQL|skills[0][1] Git"),
        (
            r#"{"Data": {"level": "Beginner", "keywords": ["SQL"]}}"#,
            "skills.Data Data: Beginner|skills.Data.keywords[0] SQL (Beginner)",
        ),
        (r#"[{"id": "sql", "level": "working"}]"#, "skills[0] sql: working"),
        (r#"[{"bullet": "SQL"}, {"tag": "Git"}]"#, "skills[0] SQL|skills[1] Git"),
        (
            r#"{"Data": {"Description": "SQL", "ProficiencyLevel": {"a": "C"}}}"#,
            "skills.Data Data|skills.Data.Description SQL|skills.Data.ProficiencyLevel ProficiencyLevel|skills.Data.ProficiencyLevel.a a: C",
        ),
    ] {
        assert_eq!(claims(&format!(r#"{{"skills": {skills}}}"#)).join("|"), wanted, "{skills}");
    }
}

#[test]
fn a_heading_that_is_a_level_is_that_of_what_stands_below_it() {
    for (skills, wanted) in [
        (r#"{"expert": ["SQL"], "none": ["Git"]}"#, "SQL (expert)|Git (none)"),
        (
            r#"{"Advanced": "SQL, Go", "Want to learn": ["Git"]}"#,
            "SQL, Go (Advanced)|Git (Want to learn)",
        ),
        (
            r#"[{"title": "Currently learning", "items": [{"name": "SQL", "level": "Expert"}, "Go"]}]"#,
            "SQL: Expert|Go (Currently learning)",
        ),
        (r#"[{"label": "Familiar with", "details": "SQL"}]"#, "SQL (Familiar with)"),
        (r#"{"Professional skills": ["SQL"], "Fundamentals": ["Go"]}"#, "Go|SQL"),
    ] {
        let resume = read(&format!(r#"{{"skills": {skills}}}"#)).unwrap();
        let below = resume.skills.iter().filter(|claim| claim.kind != ResumeSkillKind::Group);
        let mut below: Vec<String> = below
            .map(|claim| match (&claim.level, claim.own_level) {
                (None, _) => claim.name.clone(),
                (Some(level), true) => format!("{}: {level}", claim.name),
                (Some(level), false) => format!("{} ({level})", claim.name),
            })
            .collect();
        let mut wanted: Vec<&str> = wanted.split('|').collect();
        below.sort();
        wanted.sort_unstable();
        assert_eq!(below, wanted, "{skills}");
    }
}

#[test]
fn lists_under_unknown_names_are_named() {
    assert_eq!(not_read(r#"{"skills": [{"name": "Data", "foo": ["SQL"]}]}"#), ["skills[0].foo"]);
    assert_eq!(not_read(r#"{"skills": [{"level": "Expert"}]}"#), ["skills[0]"]);
    assert_eq!(not_read(r#"{"learning": ["SQL"], "skills": ["Go"]}"#), ["learning"]);
    assert!(
        not_read(r#"{"skills": [{"name": "", "level": ""}, {"keywords": []}, {}]}"#).is_empty()
    );
}
