//! Reads XML step by step.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

use crate::reading::formats::error::ReadingFault;

/// Maximum depth of elements within each other.
const MAX_DEPTH: usize = 2_000;

/// A step through a document.
pub(super) enum XmlStep<'a> {
    /// An element begins.
    Start(XmlElement<'a>),
    /// The element with this name ends. Prefixes are left out.
    End(&'a str),
    /// Text.
    Text(&'a str),
}

/// An element with its attributes.
pub(super) struct XmlElement<'a>(BytesStart<'a>);

impl XmlElement<'_> {
    /// Returns its name without a prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Returns its name with its prefix, if it has one.
    pub(super) fn full_name(&self) -> &str {
        self.0.name().into_inner()
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
                visit(XmlStep::End(element.local_name().into_inner()))?;
            }
            Event::Text(text) => visit(XmlStep::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(XmlStep::Text(&text.xml10_content()))?,
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let mut character = [0; 4];
                if let Some(text) = resolve_xml_entity(&name) {
                    visit(XmlStep::Text(text))?;
                } else if let Ok(Some(c)) = reference.resolve_char_ref() {
                    visit(XmlStep::Text(c.encode_utf8(&mut character)))?;
                } else {
                    // An unknown reference is kept as written.
                    visit(XmlStep::Text(&format!("&{name};")))?;
                }
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
