//! Words that job ads use around skills, and names that are plain words too.

/// Words of the writer and the reader, which say nothing of a skill.
pub(super) const UNTELLING: &str = "you your yours we our ours us i my me he she his her they would should could shall might like \
     looking look join plus ideally preferably etc eg ie organization location contact name very";

/// Words with which ads introduce a skill or grade it. They count little.
pub(super) const INTRODUCING: &str = "cant cannot dont isn let lets seek seeking want wants preferred nice bonus advantage \
     advantageous desirable desired required requirement requires require mandatory optional \
     welcome experience experienced knowledge knowledgeable understanding understand proficiency \
     proficient familiarity familiar ability able capability capable skill skilled expertise expert \
     competence competency strong good great excellent solid deep depth profound thorough \
     extensive proven demonstrated demonstrable sound exceptional outstanding superb hands-on basic \
     advanced fluent perfect highly high well really fully responsible responsibility role job \
     position candidate opportunity career duties task day daily year month minimum least \
     preferable comfortable passion passionate love enjoy excited exciting willing willingness \
     eager degree bachelor master msc bsc phd equivalent relevant related similar various several \
     multiple different variety range other such including include background mindset attitude \
     approach way part help helping get getting make making take taking need new best industry \
     profession company";

/// Share of its rarity that an introducing word keeps.
pub(super) const INTRODUCING_SHARE: f32 = 0.35;

/// Names of tools and languages that are plain words in any text.
const PLAIN_NAMES: &str = "access ada angular ant apex assembly atom aurora ballerina bamboo basic blender boost bower \
     brave canvas chef cloud cobalt confluence consul crystal cypress dart delta docker dynamics \
     eclipse elixir ember excel exchange express figma flash flask flow flux forge fortress fusion \
     ghost glide go groovy grunt gulp hack haml harvest helm hive horizon icon illustrator impala \
     ink instruments intercom io ionic jade jasmine java jest julia keynote less lever lightning \
     logic logo loom luna maple marathon mars matter maven mercury mocha mode monday mono motion \
     move nest net nimble node notes notion numbers oracle orchestra outlook pages perl pig play \
     polymer post power premiere processing prometheus pulse puppet pure python query racer rails \
     ray react realm reason redshift rest ring robot ruby rust sage salt scala scheme scratch \
     scrapy segment selenium shell signal simple sketch slack smart snowflake solid source spark \
     spring square squirrel stage stata storm stripe swift table tableau teams terraform tor \
     unity vagrant vault vision visio vue wave wing word wrike zoom lean workday \
     greenhouse containers container";

/// Names of the list above that nobody writes for something else in a job ad.
const DISTINCT_NAMES: &str = "angular docker figma illustrator java keynote maven mocha perl prometheus python redshift \
     scala scrapy selenium stata tableau terraform vagrant visio vue wrike";

/// Names of the list above that are meant where they are capitalised inside a sentence after a word
/// such as "in": "lists in Excel", but not "an office in Aurora" or "from Spring".
const NAMES_AFTER_IN: &str =
    "access excel notion oracle outlook react ruby rust sage sketch slack swift teams word zoom";

/// Names of the list above that are meant in lower case too, in the company of their kind.
const COMMON_NAMES: &str = "lean containers container";

/// Names of the list above that are meant where they are capitalised inside a sentence.
const NAMES_BY_CAPITAL: &str = "workday greenhouse";

/// Words for having a skill, after its name.
pub(super) const GRADING_NOUNS: &str =
    "skill skills experience knowledge proficiency expertise competence know-how";

/// Words that say how well one has a skill.
pub(super) const GRADES: &str = "good great excellent strong solid sound advanced basic \
     intermediate expert proficient fluent confident very proven some deep practical working";

/// Words of a requirement that say how much it is needed, and small words between.
pub(super) const GRADING_WORDS: &str = "required essential mandatory must preferred desirable \
     desired needed necessary plus bonus advantage ideally optional nice to have is are a an be in \
     of with the level levels user";

/// Whether `name`, in lower case, is meant in lower case too, in the company of its kind.
pub(super) fn is_common_name(name: &str) -> bool {
    list_has(COMMON_NAMES, name)
}

/// Whether `name`, in lower case, is meant where it is capitalised inside a sentence.
pub(super) fn is_shown_by_capital(name: &str) -> bool {
    list_has(NAMES_BY_CAPITAL, name)
}

/// Words after the name of a tool for a part or a form of it: "Word Online", "Sage Accounts".
const TOOL_PARTS: &str = "online web desktop mobile rooms calls meetings accounts payroll calendar cloud native macros \
     spreadsheets sheets documents reports dashboards database financials pivot power";

/// Words between work and the tool that it is done in. Words such as "with" introduce any skill.
const MEANS: &str = "in on into";

/// Whether `name` after `before`, both in lower case, is a tool if it is capitalised.
pub(super) fn is_tool_after(before: &str, name: &str) -> bool {
    list_has(MEANS, before) && list_has(NAMES_AFTER_IN, name)
}

/// Whether `word`, in lower case, names a part or a form of the tool before it.
pub(super) fn is_tool_part(word: &str) -> bool {
    list_has(TOOL_PARTS, word)
}

/// Whether `name`, in lower case, is also a plain word.
pub(super) fn is_plain_word(name: &str) -> bool {
    list_has(PLAIN_NAMES, name) && !list_has(DISTINCT_NAMES, name)
}

/// Whether nobody writes `name`, in lower case, for something else in a job ad.
pub(super) fn is_distinct_name(name: &str) -> bool {
    list_has(DISTINCT_NAMES, name)
}

/// Words after a name that show that it is a language, a tool or a method.
const KINDS_AFTER: &str = "api apis app apps application applications apprentice code codebase coding core developer \
     developers development engineer engineers formulas framework frameworks functions js lang \
     language languages libraries library macros microservice microservices modules native \
     package packages programmer programmers programming project scripting scripts sheets \
     software spreadsheet spreadsheets stack suite tables tool tooling tools ui boot cli backend \
     frontend certification certified admin administration administrator methods methodology principles practices \
     manufacturing";

/// Words before a name, directly or with a preposition between, that show that it is a skill.
const SKILLS_BEFORE: &str = "apache basic advanced certified code coded coding competence developed develops expert expertise \
     experience experienced familiar familiarity fluent framework google hands-on knowledge \
     language languages learn learning master mastery microsoft ms office oracle proficiency \
     proficient programming script scripting skill skilled skills software stack strong tool tools \
     understanding use used uses using via with written";

/// Prepositions between a word for a skill and a name.
const PREPOSITIONS: &str = "in of with on and or the e.g eg like as ms microsoft";

/// Words after a name that show that it is a plain word.
const PLAIN_AFTER: &str = "at to into onto through beyond ahead around back over off interest interests concern thanks \
     gratitude delivery checkout mail lane level levels suite minus grade vitamin half season \
     break term semester quarter summer autumn winter cleaning water response responses action \
     turnaround assured of that their your our his her its this these";

/// Words before a name that show that it is a plain word.
const PLAIN_BEFORE: &str = "to will we you they must not that let lets please vitamin series plan class category grade \
     hepatitis section appendix schedule group type level round each this next last early late \
     since until by the a an your our to's would could should can may";

pub(super) fn is_kind_after(word: &str) -> bool {
    list_has(KINDS_AFTER, word)
}

pub(super) fn is_skill_before(word: &str) -> bool {
    list_has(SKILLS_BEFORE, word)
}

pub(super) fn is_preposition(word: &str) -> bool {
    list_has(PREPOSITIONS, word)
}

pub(super) fn is_plain_after(word: &str) -> bool {
    list_has(PLAIN_AFTER, word)
}

pub(super) fn is_plain_before(word: &str) -> bool {
    list_has(PLAIN_BEFORE, word)
}

/// Phrases that are not skills, although one of their words is the name of one.
pub(super) const FALSE_FRIENDS: [&[&str]; 11] = [
    &["r", "d"],
    &["c", "level"],
    &["c", "suite"],
    &["scrum", "half"],
    &["java", "island"],
    &["go", "to", "market"],
    &["go", "live"],
    &["in", "other", "words"],
    &["rest", "of"],
    &["excel", "at"],
    &["cloud", "of"],
];

/// Whether `word` is one of `list`, whose words are separated by blanks.
pub(crate) fn list_has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}
