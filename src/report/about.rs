//! A description of the program, and the notices that the open packs require.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::document::pack_title_with_version;
use super::{AnsiStyle, PageSetup};
use crate::analysis::knowledge::NOTICE;
use crate::json::to_value;
use crate::model::{Catalog, Pack};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Writes the version, and the licence and the notice of each pack.
///
/// # Errors
///
/// Returns the errors of `out`.
pub(crate) fn write_text(
    out: &mut impl Write,
    catalog: &Catalog,
    page: PageSetup,
) -> io::Result<()> {
    writeln!(out, "{} {VERSION}", page.styled("roledex", AnsiStyle::Title))?;
    writeln!(out, "notice: {NOTICE}")?;
    for pack in catalog.packs() {
        let named = pack_title_with_version(pack);
        let version = named.strip_prefix(pack.title.as_str()).unwrap_or_default();
        writeln!(out, "\n{}{version}", page.styled(&pack.title, AnsiStyle::Title))?;
        let as_of = pack.as_of.map(|date| date.to_string());
        for (label, text) in
            [("licence", &pack.license), ("as of", &as_of), ("notice", &pack.attribution)]
        {
            if let Some(text) = text {
                writeln!(out, "{label}: {text}")?;
            }
        }
    }
    Ok(())
}

/// The answer as JSON.
#[derive(Serialize, JsonSchema)]
pub(super) struct AboutAnswer<'a> {
    schema: &'static str,
    version: &'static str,
    notice: &'static str,
    packs: Vec<AboutPack<'a>>,
}

/// A pack with its terms as JSON.
#[derive(Serialize, JsonSchema)]
struct AboutPack<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
    license: Option<&'a str>,
    language: Option<&'a str>,
    as_of: Option<String>,
    attribution: Option<&'a str>,
    origin: &'a str,
}

impl<'a> AboutPack<'a> {
    fn new(pack: &'a Pack) -> Self {
        Self {
            id: &pack.id,
            title: &pack.title,
            version: &pack.version,
            license: pack.license.as_deref(),
            language: pack.language.as_deref(),
            as_of: pack.as_of.map(|date| date.to_string()),
            attribution: pack.attribution.as_deref(),
            origin: &pack.origin,
        }
    }
}

/// The answer as JSON.
pub(crate) fn json(catalog: &Catalog) -> Value {
    to_value(&AboutAnswer {
        schema: "roledex/about/1",
        version: VERSION,
        notice: NOTICE,
        packs: catalog.packs().iter().map(AboutPack::new).collect(),
    })
}
