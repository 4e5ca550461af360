//! The columns of a table that say how well a skill is known: that of the levels, whose head may
//! name their scale, and remarks.

use super::levels::words;
use super::{is_blank, is_duration, level_of_remark, means_no_skill, scale_fraction};

/// Columns that contain levels.
const LEVELS: [&str; 17] = [
    "level",
    "proficiency",
    "rating",
    "fluency",
    "skill level",
    "skill rating",
    "proficiency level",
    "proficiency rating",
    "competence level",
    "competency level",
    "experience level",
    "expertise level",
    "expertise",
    "knowledge level",
    "grade",
    "mastery",
    "score",
];

/// Columns that contain levels if they are the person's own.
const OWN_LEVELS: [&str; 5] = ["assessment", "evaluation", "assess", "rated", "view"];

/// Words for a person's own level: "Current level", "Self-assessment".
const OWN_WORDS: [&str; 8] = ["actual", "assessed", "current", "my", "now", "own", "self", "today"];

/// Words that begin the head of a column of levels: "Level of expertise".
const FIRST_WORDS: [&str; 6] = ["level", "proficiency", "rating", "grade", "mastery", "fluency"];

/// Words of heads whose levels are wanted, or are another person's, and of those of no levels.
const OTHER_WORDS: [&str; 19] = [
    "required", "require", "target", "desired", "needed", "expected", "goal", "minimum", "manager",
    "lead", "team", "peer", "average", "by", "date", "source", "comment", "comments", "gap",
];

/// Columns of remarks.
const REMARKS: [&str; 9] = [
    "comment",
    "comments",
    "description",
    "last used",
    "note",
    "notes",
    "remark",
    "remarks",
    "last use",
];

/// Words before a scale in a head: "Level on a scale of 1 to 5", "Rating out of 10".
const SCALE_WORDS: [&str; 10] =
    ["on", "a", "scale", "of", "out", "from", "in", "between", "max", "points"];

/// Columns that say how well a skill is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkillLevelColumns {
    level: Option<usize>,
    scale: HeadScale,
    /// The columns of remarks, which are read where no level is stated.
    pub(super) remarks: Vec<usize>,
}

/// A level that a row of a table states, and its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLevel {
    /// The level, with its scale.
    pub level: String,
    /// The column.
    pub column: usize,
}

impl SkillLevelColumns {
    /// Finds the columns by `heads`. The person's own level outweighs one of unknown origin.
    pub fn find(heads: &[String]) -> Self {
        let known: Vec<(usize, bool, HeadScale)> = heads
            .iter()
            .enumerate()
            .filter_map(|(at, head)| level_head(head).map(|(is_own, scale)| (at, is_own, scale)))
            .collect();
        let found = known.iter().find(|(_, is_own, _)| *is_own).or(known.first());
        let remarks = (0..heads.len()).filter(|at| is_remark(&heads[*at])).collect();
        Self {
            level: found.map(|(at, ..)| *at),
            scale: found.map_or_else(HeadScale::default, |(.., scale)| scale.clone()),
            remarks,
        }
    }

    /// Returns the column of levels.
    pub fn level(&self) -> Option<usize> {
        self.level
    }

    /// Returns the level that the `cells` of a row state: that of the column of levels, or else one
    /// in a remark.
    pub fn level_of(&self, cells: &[String]) -> Option<RowLevel> {
        if let Some(column) = self.level
            && let Some(cell) = cells.get(column).map(|cell| cell.trim())
            && !is_blank(cell)
        {
            // A duration implies nothing about the level.
            let level = Some(cell).filter(|cell| !is_duration(cell))?;
            return Some(RowLevel { level: self.scale.level(level), column });
        }
        self.remarks.iter().find_map(|column| {
            let level = level_of_remark(cells.get(*column)?)?.to_string();
            Some(RowLevel { level, column: *column })
        })
    }
}

/// Whether `head` is that of remarks.
fn is_remark(head: &str) -> bool {
    let lower = head.to_lowercase();
    REMARKS.contains(&words(&lower).collect::<Vec<_>>().join(" ").as_str())
}

/// Returns the scale of a column of levels by its head, and whether they are the person's own;
/// `None` for another column.
fn level_head(head: &str) -> Option<(bool, HeadScale)> {
    let lower = head.to_lowercase();
    let (name, scale) = split_scale(&lower);
    let mut named: Vec<&str> = words(name).collect();
    if named.iter().any(|word| OTHER_WORDS.contains(word)) {
        return None;
    }
    if scale.is_some() {
        while named.last().is_some_and(|word| SCALE_WORDS.contains(word)) {
            named.pop();
        }
    }
    let is_own = named.iter().any(|word| OWN_WORDS.contains(word));
    let rest: Vec<&str> = named.iter().copied().filter(|word| !OWN_WORDS.contains(word)).collect();
    let rest = rest.join(" ");
    let is_level = LEVELS.contains(&rest.as_str())
        || is_own && OWN_LEVELS.contains(&rest.as_str())
        || named.first().is_some_and(|word| FIRST_WORDS.contains(word))
        // "1 = low, 5 = high"
        || named.is_empty() && scale.as_ref().is_some_and(|scale| scale.is_labelled);
    is_level.then(|| (is_own, scale.unwrap_or_default()))
}

/// The scale that a head names: "1-5", "out of 10", "%", "1 = low, 5 = high".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct HeadScale {
    /// The lowest number.
    lowest: u16,
    /// The highest number, if it is known.
    highest: Option<u16>,
    /// Whether the lowest number is the best level.
    is_reversed: bool,
    /// Whether the worst number stands for not having the skill.
    worst_is_none: bool,
    /// Whether levels are named.
    is_labelled: bool,
}

impl HeadScale {
    /// Returns the level in `cell`; a number becomes a part of the scale.
    fn level(&self, cell: &str) -> String {
        let number = leading_number(cell);
        let Some(number) = number.filter(|_| self.highest.is_some() || self.is_reversed) else {
            return cell.to_string();
        };
        // "2 (of a scale whose worst is not known)"
        let Some(highest) = self.highest else { return format!("{cell} (1 = best)") };
        let (lowest, highest) = (f64::from(self.lowest), f64::from(highest));
        if number < lowest || number > highest {
            return format!("{number}/{highest}");
        }
        let floor = if self.worst_is_none { lowest } else { lowest - 1.0 };
        match (self.is_reversed, self.worst_is_none) {
            (true, _) => format!("{}/{}", highest - number + lowest - floor, highest - floor),
            (false, true) => format!("{}/{}", number - floor, highest - floor),
            (false, false) => format!("{number}/{highest}"),
        }
    }
}

/// Returns the number that `cell` is, or begins with: "4", "4 – good".
fn leading_number(cell: &str) -> Option<f64> {
    let end = cell.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let (number, rest) = cell.split_at(end.unwrap_or(cell.len()));
    let rest = rest.trim_start();
    let number = number.replace(',', ".").parse().ok()?;
    (rest.is_empty() || rest.starts_with(['-', '–', '—', '(', ':', '='])).then_some(number)
}

/// Highest number of a scale; a larger one is a year.
const MAX_SCALE: u16 = 100;

/// Returns `head`, in lower case, without the scale that it names, and the scale.
fn split_scale(head: &str) -> (&str, Option<HeadScale>) {
    let begins = |c: char| c.is_ascii_digit() || matches!(c, '(' | '[' | '%' | ':' | ',' | '/');
    let Some(at) = head.find(begins) else { return (head, None) };
    let (name, scale) = head.split_at(at);
    match read_scale(scale) {
        Some(scale) => (name, Some(scale)),
        None => (head, None),
    }
}

/// Reads a scale: "(1-5)", "/10", "%", "(1 = low, 5 = high)".
fn read_scale(text: &str) -> Option<HeadScale> {
    let mut numbers: Vec<u16> = Vec::new();
    let mut labels: Vec<(u16, f64)> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let tail = &rest[start..];
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let number = tail[..end].parse().ok().filter(|number| *number <= MAX_SCALE)?;
        numbers.push(number);
        rest = &tail[end..];
        let label = rest.trim_start().strip_prefix(['=', ':']);
        let label = label.map(|label| label.split([',', ';', '/', ')', '|', '–']).next());
        if let Some(label) = label.flatten().and_then(label_rank) {
            labels.push((number, label));
        }
    }
    let percent = text.contains('%');
    let (lowest, highest) = (numbers.iter().min().copied(), numbers.iter().max().copied());
    let (Some(lowest), Some(highest)) = (lowest, highest) else {
        let whole = HeadScale { highest: Some(MAX_SCALE), ..HeadScale::default() };
        return percent.then_some(whole);
    };
    labels.sort_unstable_by_key(|(number, _)| *number);
    let first = labels.first().filter(|(number, _)| *number == lowest);
    let last = labels.last().filter(|(number, _)| *number == highest);
    let is_single = lowest == highest;
    let is_reversed = match (first, last) {
        (Some((_, first)), Some((_, last))) if !is_single => first > last,
        (Some((_, first)), _) => *first > 0.5 && lowest <= 1,
        (None, Some((_, last))) => *last <= 0.25,
        (None, None) => false,
    };
    let worst = if is_reversed { last } else { first };
    // "1 = low": the highest is not said.
    let is_open = is_single && !labels.is_empty() && (is_reversed || lowest <= 1);
    Some(HeadScale {
        lowest: if is_single { 1 } else { lowest },
        highest: Some(highest).filter(|highest| !is_open && *highest > 0),
        is_reversed,
        worst_is_none: !is_single && worst.is_some_and(|(_, rank)| *rank <= 0.0),
        is_labelled: !labels.is_empty(),
    })
}

/// Returns the part of a scale that the label of a number stands for; 0 for not having the skill.
fn label_rank(label: &str) -> Option<f64> {
    let label = label.trim();
    match label {
        "best" | "top" | "highest" | "very high" => Some(1.0),
        "worst" | "lowest" | "very low" | "poor" => Some(0.1),
        _ if means_no_skill(label) => Some(0.0),
        _ => scale_fraction(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(head: &str, cells: &[&str]) -> Vec<String> {
        let columns = SkillLevelColumns::find(&["Skill".to_string(), head.to_string()]);
        let rows = cells.iter().map(|cell| ["SQL".to_string(), (*cell).to_string()]);
        rows.map(|row| columns.level_of(&row).map_or(String::new(), |found| found.level)).collect()
    }

    #[test]
    fn a_head_names_the_scale_of_its_column() {
        for (head, cells, wanted) in [
            ("Self-rating (1-5)", &["5", "1", "0", ""][..], &["5/5", "1/5", "0/5", ""][..]),
            ("Level (1–10)", &["4"], &["4/10"]),
            ("Proficiency (0-4)", &["4", "0", "3"], &["4/4", "0/4", "3/4"]),
            ("Level 1 to 4", &["3"], &["3/4"]),
            ("Rating out of 10", &["3"], &["3/10"]),
            ("Score /10", &["3"], &["3/10"]),
            ("Rating (%)", &["80"], &["80/100"]),
            ("Level (1 = low, 5 = high)", &["2"], &["2/5"]),
            ("Level (1 = low)", &["2"], &["2"]),
            ("Level [1=basic; 2=good; 3=expert]", &["3", "2 - good"], &["3/3", "2/3"]),
            ("Level (1 = none, 5 = expert)", &["1", "3"], &["0/4", "2/4"]),
            ("Level (1 = expert, 5 = beginner)", &["1", "5"], &["5/5", "1/5"]),
            ("Level (0 = expert, 3 = none)", &["0", "3"], &["3/3", "0/3"]),
            ("Level (1 = best)", &["2"], &["2 (1 = best)"]),
            ("1 = low, 4 = expert", &["2"], &["2/4"]),
            ("Level", &["4", "expert"], &["4", "expert"]),
            ("Level (1-5)", &["7", "expert", "3 years"], &["7/5", "expert", ""]),
            ("Manager rating (1-5)", &["4"], &[""]),
            ("Level required", &["4"], &[""]),
            ("Rating (manager)", &["4"], &[""]),
            ("Rating (self)", &["4"], &["4"]),
            ("Years", &["4"], &[""]),
        ] {
            assert_eq!(levels(head, cells), wanted, "{head}");
        }
    }

    #[test]
    fn a_remark_is_read_where_no_level_is_stated() {
        let heads = ["Skill", "Level", "Comment"].map(String::from);
        let columns = SkillLevelColumns::find(&heads);
        for (level, remark, wanted) in [
            ("4", "Never used", "4"),
            ("", "Never used", "Never used"),
            ("", "Would like to learn it one day", "Would like to learn"),
            ("", "Only opened reports", ""),
            ("", "none", ""),
            ("", "-", ""),
        ] {
            let row = ["SQL", level, remark].map(String::from);
            let found = columns.level_of(&row).map_or(String::new(), |found| found.level);
            assert_eq!(found, wanted, "{level} {remark}");
        }
    }
}
