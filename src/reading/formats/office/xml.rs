//! Reads XML step by step.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::reading::formats::error::ReadingFault;

/// Maximum depth of elements within each other.
const MAX_DEPTH: usize = 2_000;

/// A step through a document.
pub(super) enum XmlStep<'a> {
    /// An element begins.
    Start(XmlElement<'a>),
    /// The element with this name ends. Prefixes are left out.
    End(String),
    /// Text.
    Text(String),
}

/// An element with its attributes.
pub(super) struct XmlElement<'a>(BytesStart<'a>);

impl XmlElement<'_> {
    /// Returns its name without a prefix.
    pub(super) fn name(&self) -> String {
        self.0.local_name().as_ref().to_string()
    }

    /// Returns the value of an attribute by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name);
        found.map(|attribute| attribute.value.to_string())
    }

    /// Whether a switch such as `<w:b/>` is on.
    pub(super) fn is_on(&self) -> bool {
        self.attribute("val").is_none_or(|value| !matches!(&*value, "0" | "false" | "off" | "none"))
    }
}

/// Goes through `xml`, the text of a document called `kind` in messages.
///
/// # Errors
///
/// When it is damaged or nested too deeply, and the errors of `visit`.
pub(super) fn walk_xml(
    kind: &'static str,
    xml: &str,
    mut visit: impl FnMut(XmlStep<'_>) -> Result<(), ReadingFault>,
) -> Result<(), ReadingFault> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| {
            let why = format!("{error} at byte {}", reader.buffer_position());
            ReadingFault::Damaged { kind, why }
        })?;
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(ReadingFault::TooDeep);
                }
                visit(XmlStep::Start(XmlElement(element)))?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                visit(XmlStep::End(element.local_name().as_ref().to_string()))?;
            }
            Event::Text(text) => visit(XmlStep::Text(text.xml10_content().into_owned()))?,
            Event::CData(text) => visit(XmlStep::Text(text.xml10_content().into_owned()))?,
            Event::GeneralRef(name) => {
                let character = match &*name.xml10_content() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                visit(XmlStep::Text(character.map(String::from).unwrap_or_default()))?;
            }
            Event::Eof if depth > 0 => {
                return Err(ReadingFault::Damaged { kind, why: "it ends too early".to_string() });
            }
            Event::Eof => return Ok(()),
            Event::Empty(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}
