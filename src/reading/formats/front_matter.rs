//! Splits off the front matter that site generators put before a text.

/// Maximum number of lines of front matter.
const MAX_LINES: usize = 200;

/// The front matter of a text.
#[derive(Debug)]
pub(super) struct FrontMatter<'a> {
    /// The title that it states.
    pub(super) title: Option<String>,
    /// The facts of a job that it states, as lines such as `Location: Leeds`, each with the number
    /// of its line.
    pub(super) facts: Vec<(usize, String)>,
    /// Number of lines, with those around it.
    pub(super) lines: usize,
    /// The text after it.
    pub(super) body: &'a str,
}

/// Keys that state a fact of a job, in lower case without signs, under the name that it gets.
const FACTS: &[(&str, &[&str])] = &[
    ("Location", &["location", "locations", "joblocation", "placeofwork", "city", "place"]),
    (
        "Salary",
        &["salary", "salaryrange", "pay", "payrange", "compensation", "wage", "rate", "basesalary"],
    ),
    (
        "Employment type",
        &["employmenttype", "jobtype", "ajobtype", "contract", "contracttype", "commitment"],
    ),
    (
        "Company",
        &[
            "company",
            "companyname",
            "organization",
            "organisation",
            "organizationname",
            "org",
            "employer",
            "hiringorganization",
        ],
    ),
    ("Department", &["department", "team", "division"]),
    ("Hours", &["hours", "workinghours", "hoursperweek"]),
    ("Start date", &["startdate"]),
    ("Closing date", &["closingdate", "deadline", "deadlinedate", "validthrough", "closes"]),
    ("Grade", &["grade", "band", "paygrade"]),
    ("Reports to", &["reportsto"]),
];

/// Keys that state the title of a job where no `title` is.
const TITLES: [&str; 5] = ["position", "jobtitle", "role", "roletitle", "positiontitle"];

/// Parts of values that are read on lines of their own below a key.
#[derive(Debug, Default)]
struct NestedPay {
    line: usize,
    currency: Option<String>,
    low: Option<String>,
    high: Option<String>,
    unit: Option<String>,
}

/// Splits off the front matter of `text`, in YAML or TOML, if it has one.
pub(super) fn split_front_matter(text: &str) -> Option<FrontMatter<'_>> {
    let fence = text.lines().next()?.trim_end();
    let (separator, ends): (char, &[&str]) = match fence {
        "---" => (':', &["---", "..."]),
        "+++" => ('=', &["+++"]),
        _ => return None,
    };
    let mut at = 0;
    let mut lines = Vec::new();
    for (count, line) in text.split_inclusive('\n').enumerate().take(MAX_LINES) {
        at += line.len();
        let line = line.trim_end();
        if count == 0 {
            continue;
        }
        if ends.contains(&line) {
            let title = title_of(&lines, separator);
            let facts = facts_of(&lines, separator);
            return Some(FrontMatter { title, facts, lines: count + 1, body: &text[at..] });
        }
        // A rule above a text is not front matter.
        if count == 1 && !line.contains(separator) && !line.starts_with('#') && !line.is_empty() {
            return None;
        }
        lines.push(line);
    }
    None
}

/// Returns the title that the lines of front matter state.
fn title_of(lines: &[&str], separator: char) -> Option<String> {
    value_of(lines, separator, &["title"]).or_else(|| value_of(lines, separator, &TITLES))
}

/// Returns the value of the first of the keys `known` that is there.
fn value_of(lines: &[&str], separator: char, known: &[&str]) -> Option<String> {
    lines.iter().find_map(|line| {
        let (key, value) = line.split_once(separator)?;
        known.contains(&bare_key(key)?.as_str()).then(|| unquoted(value)).flatten()
    })
}

/// Returns a key of the outermost level in lower case, without blanks, dashes and underscores.
fn bare_key(key: &str) -> Option<String> {
    if key.starts_with(char::is_whitespace) || key.starts_with(['-', '#']) {
        return None;
    }
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    Some(letters.flat_map(char::to_lowercase).collect())
}

/// Returns the facts of a job that the lines of front matter state.
fn facts_of(lines: &[&str], separator: char) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut pay = NestedPay::default();
    let mut open = None;
    for (at, line) in lines.iter().enumerate() {
        let number = at + 2;
        let Some((key, value)) = line.split_once(separator) else { continue };
        if let Some(bare) = bare_key(key) {
            open = FACTS.iter().find(|(_, keys)| keys.contains(&bare.as_str()));
            if let Some((name, _)) = open
                && let Some(value) = fact_value(name, value)
            {
                found.push((number, format!("{name}: {value}")));
            }
            continue;
        }
        let Some((name, _)) = open else { continue };
        let Some(value) = unquoted(value) else { continue };
        match (*name, key.trim().trim_start_matches("- ")) {
            ("Salary", part) => pay.add(number, part, value),
            ("Company", "name") | ("Location", "addressLocality" | "city" | "name") => {
                found.push((number, format!("{name}: {value}")));
            }
            _ => {}
        }
    }
    found.extend(pay.line());
    found.sort_by_key(|(number, _)| *number);
    // The same fact under a second key is a duplicate.
    let mut names: Vec<String> = Vec::new();
    found.retain(|(_, line)| {
        let name = line.split(':').next().unwrap_or_default().to_string();
        let is_new = !names.contains(&name);
        names.push(name);
        is_new
    });
    found
}

/// Returns the value of the fact `name`, unless it is a placeholder, such as a dash or `none`.
fn fact_value(name: &str, value: &str) -> Option<String> {
    let value = value.trim();
    let text = match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => {
            let parts = list.split(',').filter_map(unquoted);
            parts.map(|part| part.trim().to_string()).collect::<Vec<String>>().join(", ")
        }
        None => unquoted(value)?.trim().to_string(),
    };
    let text = if name == "Employment type" { text.replace('_', " ") } else { text };
    let says = text.chars().any(char::is_alphanumeric)
        && !matches!(text.to_lowercase().as_str(), "none" | "null" | "true" | "false" | "n/a");
    says.then_some(text)
}

impl NestedPay {
    fn add(&mut self, line: usize, key: &str, value: String) {
        let part = match key {
            "currency" => &mut self.currency,
            "min" | "minValue" | "low" | "from" => &mut self.low,
            "max" | "maxValue" | "high" | "to" => &mut self.high,
            "unitText" | "unit" | "period" => &mut self.unit,
            _ => return,
        };
        *part = Some(value);
        self.line = line;
    }

    /// Returns the pay as a line.
    fn line(self) -> Option<(usize, String)> {
        let amount = match (self.low, self.high) {
            (Some(low), Some(high)) => format!("{low} - {high}"),
            (Some(amount), None) | (None, Some(amount)) => amount,
            (None, None) => return None,
        };
        let currency = self.currency.map(|currency| format!("{currency} ")).unwrap_or_default();
        let unit = self.unit.map(|unit| format!(" per {}", unit.to_lowercase()));
        Some((self.line, format!("Salary: {currency}{amount}{}", unit.unwrap_or_default())))
    }
}

/// Returns the text of a scalar of YAML or TOML.
fn unquoted(value: &str) -> Option<String> {
    let value = value.trim();
    let text = match value.chars().next()? {
        '"' => value.strip_prefix('"')?.rsplit_once('"')?.0.replace("\\\"", "\""),
        '\'' => value.strip_prefix('\'')?.rsplit_once('\'')?.0.replace("''", "'"),
        '|' | '>' => return None,
        _ => value.split(" #").next().unwrap_or_default().trim().to_string(),
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_split_off() {
        for (text, title, lines, body) in [
            ("---\ntitle: A \"b\" c # x\n---\nText", Some("A \"b\" c"), 3, "Text"),
            ("---\r\ntitle: 'It''s'\r\n---\r\n", Some("It's"), 3, ""),
            ("+++\nx = 1\ntitle = \"A: b\"\n+++\nText", Some("A: b"), 4, "Text"),
            ("---\ntags:\n  - a\n---\nText", None, 4, "Text"),
        ] {
            let front = split_front_matter(text).unwrap();
            assert_eq!((front.title.as_deref(), front.lines, front.body), (title, lines, body));
            assert_eq!(front.facts, []);
        }
        for text in ["---\nA rule\n---\n", "Text\n---\ntitle: a\n---\n", "---\ntitle: open", ""] {
            assert!(split_front_matter(text).is_none(), "{text}");
        }
    }

    fn facts(text: &str) -> Vec<(usize, String)> {
        split_front_matter(text).unwrap().facts
    }

    fn line(number: usize, text: &str) -> (usize, String) {
        (number, text.to_string())
    }

    #[test]
    fn facts_of_a_job_become_lines() {
        assert_eq!(
            facts(
                "+++\nauthor = \"Ann\"\norganization = \"Acme\"\nlocation = \"Leeds\"\n\
                 salary = \"£30,000\"\nclosing_date = \"-\"\na_job_type = [\"Full Time\", \
                 \"Temporary\"]\n+++\n"
            ),
            [
                line(3, "Company: Acme"),
                line(4, "Location: Leeds"),
                line(5, "Salary: £30,000"),
                line(7, "Employment type: Full Time, Temporary"),
            ]
        );
        assert_eq!(
            facts(
                "---\nposition: Baker\nemploymentType: FULL_TIME\nhiringOrganization:\n  name: \
                 Acme\n  logo: a.png\nbaseSalary:\n  currency: USD\n  minValue: 24\n  maxValue: \
                 29.5\n  unitText: HOUR\nlayout: job\nDeadline Date: 2026-01-02\n---\n"
            ),
            [
                line(3, "Employment type: FULL TIME"),
                line(5, "Company: Acme"),
                line(11, "Salary: USD 24 - 29.5 per hour"),
                line(13, "Closing date: 2026-01-02"),
            ]
        );
        let front = split_front_matter("---\nposition: Baker\n---\n").unwrap();
        assert_eq!(front.title.as_deref(), Some("Baker"));
    }
}
