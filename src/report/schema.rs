//! JSON Schemas of the JSON answers, made from the types that are written.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use super::about::AboutAnswer;
use super::diagnostics::{CheckAnswer, CodesAnswer, DiagnosticEntry};
use super::diff::DiffAnswer;
use super::gap::GapJson;
use super::import::ImportAnswer;
use super::ladder::LadderAnswer;
use super::list::{ListedItems, list_schema};
use super::matrix::MatrixAnswer;
use super::path::PathReport;
use super::profile::{
    EntryChange, ProfileAnswer, ProfileLine, ProfilePathAnswer, ProfileUpdateAnswer,
};
use super::read::{ReadAnswer, ReadLine};
use super::related::RelatedAnswer;
use super::review::{ReviewAnswer, ReviewLine, RoleReviewAnswer};
use super::search::{SearchJson, SearchLine};
use super::settings::{SettingsAnswer, SettingsPathAnswer};
use super::show::ShowAnswer;
use super::show::skill::SkillAnswer;
use super::site::SiteAnswer;
use super::table::MakeSchema;

/// A kind of JSON answer: its name, what its `schema` says, and its type.
type AnswerKind = (&'static str, &'static str, MakeSchema);

/// The answers besides the tables of `list`.
const ANSWERS: [AnswerKind; 30] = [
    ("show", "roledex/show/1", SchemaGenerator::root_schema_for::<ShowAnswer<'static>>),
    ("show-skill", "roledex/skill/1", SchemaGenerator::root_schema_for::<SkillAnswer<'static>>),
    ("diff", "roledex/diff/1", SchemaGenerator::root_schema_for::<DiffAnswer<'static>>),
    ("diff-pairs", "", SchemaGenerator::root_schema_for::<Vec<DiffAnswer<'static>>>),
    ("diff-since", "roledex/review/1", SchemaGenerator::root_schema_for::<ReviewAnswer<'static>>),
    ("diff-since-lines", "", SchemaGenerator::root_schema_for::<ReviewLine<'static>>),
    (
        "diff-since-role",
        "roledex/diff/1",
        SchemaGenerator::root_schema_for::<RoleReviewAnswer<'static>>,
    ),
    ("search", "roledex/search/1", SchemaGenerator::root_schema_for::<SearchJson<'static>>),
    ("search-queries", "", SchemaGenerator::root_schema_for::<Vec<SearchLine<'static>>>),
    ("read", "roledex/read/2", SchemaGenerator::root_schema_for::<ReadAnswer<'static>>),
    ("read-lines", "", SchemaGenerator::root_schema_for::<Vec<ReadLine<'static>>>),
    ("related", "roledex/related/1", SchemaGenerator::root_schema_for::<RelatedAnswer<'static>>),
    ("related-all", "", SchemaGenerator::root_schema_for::<Vec<RelatedAnswer<'static>>>),
    ("gap", "roledex/gap/1", SchemaGenerator::root_schema_for::<GapJson<'static>>),
    ("path", "roledex/path/1", SchemaGenerator::root_schema_for::<PathReport<'static>>),
    ("matrix", "roledex/matrix/1", SchemaGenerator::root_schema_for::<MatrixAnswer<'static>>),
    ("profile", "roledex/profile/1", SchemaGenerator::root_schema_for::<ProfileAnswer<'static>>),
    ("profile-lines", "", SchemaGenerator::root_schema_for::<ProfileLine<'static>>),
    ("profile-change-lines", "", SchemaGenerator::root_schema_for::<EntryChange<'static>>),
    ("profile-path", "roledex/profile/1", SchemaGenerator::root_schema_for::<ProfilePathAnswer>),
    (
        "profile-change",
        "roledex/profile/1",
        SchemaGenerator::root_schema_for::<ProfileUpdateAnswer<'static>>,
    ),
    ("check", "roledex/check/1", SchemaGenerator::root_schema_for::<CheckAnswer<'static>>),
    ("check-lines", "", SchemaGenerator::root_schema_for::<DiagnosticEntry<'static>>),
    ("check-codes", "roledex/codes/1", SchemaGenerator::root_schema_for::<CodesAnswer>),
    ("import", "roledex/import/1", SchemaGenerator::root_schema_for::<ImportAnswer<'static>>),
    (
        "import-ladder",
        "roledex/import-ladder/1",
        SchemaGenerator::root_schema_for::<LadderAnswer<'static>>,
    ),
    (
        "config-show",
        "roledex/config/1",
        SchemaGenerator::root_schema_for::<SettingsAnswer<'static>>,
    ),
    ("config-path", "roledex/config/1", SchemaGenerator::root_schema_for::<SettingsPathAnswer>),
    ("site", "roledex/site/1", SchemaGenerator::root_schema_for::<SiteAnswer>),
    ("about", "roledex/about/1", SchemaGenerator::root_schema_for::<AboutAnswer<'static>>),
];

/// Returns the names of the answers that have a schema, in the order of the help.
pub(crate) fn answer_names() -> Vec<String> {
    let tables = ListedItems::WORDS.iter().map(|word| format!("list-{word}"));
    tables.chain(ANSWERS.iter().map(|(name, ..)| (*name).to_string())).collect()
}

/// Returns the JSON Schema of the answer `name`.
pub(crate) fn answer_schema(name: &str) -> Option<Value> {
    if let Some(items) = name.strip_prefix("list-").and_then(ListedItems::from_word) {
        let mut schema = make_schema(name, "roledex/list/1", list_schema(items));
        schema["properties"]["what"] = json!({ "const": items.word() });
        return Some(schema);
    }
    let (name, id, make) = ANSWERS.iter().find(|(known, ..)| *known == name)?;
    Some(make_schema(name, id, *make))
}

/// Returns the JSON Schema of the answer `name` of the type `T`, whose field `schema` is `id`.
pub(crate) fn schema_of<T: JsonSchema>(name: &str, id: &str) -> Value {
    make_schema(name, id, SchemaGenerator::root_schema_for::<T>)
}

fn make_schema(name: &str, id: &str, make: MakeSchema) -> Value {
    let settings = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(RecursiveTransform(remove_rust_format));
    let mut schema = make(&mut settings.into_generator()).to_value();
    if let Some(object) = schema.as_object_mut() {
        let words = name.replace('-', " ");
        object.insert("title".to_string(), format!("roledex {words}").into());
        if !id.is_empty() {
            object["properties"]["schema"] = json!({ "const": id });
        }
    }
    schema
}

/// Removes names of number types, which say something to Rust only.
fn remove_rust_format(schema: &mut Schema) {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    if ["int", "uint", "double", "float"].iter().any(|kind| format.starts_with(kind)) {
        schema.remove("format");
    }
}
