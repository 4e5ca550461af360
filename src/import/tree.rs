//! YAML and JSON as a tree that keeps the order of its keys.

use std::fmt;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// Most values that are read, those that aliases repeat included.
const MAX_NODES: usize = 1_000_000;

/// A value of a tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Nothing.
    Null,
    /// A text, number or truth value, as written.
    Text(String),
    /// Values in order.
    List(Vec<Node>),
    /// Values by key, in order.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The text of a scalar that says something.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// Returns the tree as JSON. Numbers and truth values stay texts.
    pub(super) fn into_json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::String(text),
            Self::List(items) => Value::Array(items.into_iter().map(Self::into_json).collect()),
            Self::Map(pairs) => {
                let pairs = pairs.into_iter().map(|(key, value)| (key, value.into_json()));
                Value::Object(pairs.collect())
            }
        }
    }

    /// Number of values in it.
    fn count(&self) -> usize {
        match self {
            Self::Null | Self::Text(_) => 1,
            Self::List(items) => 1 + items.iter().map(Self::count).sum::<usize>(),
            Self::Map(pairs) => 1 + pairs.iter().map(|(_, value)| value.count()).sum::<usize>(),
        }
    }

    /// Reads JSON.
    pub(super) fn from_json(text: &str) -> Result<Self, String> {
        // serde_json bounds the nesting itself.
        let text = text.trim_start_matches('\u{feff}');
        let node: Self =
            serde_json::from_str(text).map_err(|error| format!("not valid JSON: {error}"))?;
        if node.count() > MAX_NODES {
            return Err(format!("more than {MAX_NODES} values"));
        }
        Ok(node)
    }

    /// Reads YAML: its documents as a list if there are several.
    pub(super) fn from_yaml(text: &str) -> Result<Self, String> {
        let mut reader = YamlReader {
            parser: Parser::new_from_str(text.trim_start_matches('\u{feff}')),
            anchors: Vec::new(),
            nodes: 0,
        };
        let mut documents = Vec::new();
        while let Some((event, span)) = reader.next()? {
            match event {
                Event::StreamStart
                | Event::DocumentStart(_)
                | Event::DocumentEnd
                | Event::Nothing => {}
                Event::StreamEnd => break,
                event => documents.push(reader.value(event, span, 0)?),
            }
        }
        documents.retain(|document| *document != Self::Null);
        Ok(if documents.len() == 1 { documents.swap_remove(0) } else { Self::List(documents) })
    }
}

/// Builds a tree from the events of a YAML text.
struct YamlReader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// Values with an anchor, with the number of values in each.
    anchors: Vec<(usize, Node, usize)>,
    nodes: usize,
}

impl<'a> YamlReader<'a> {
    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, String> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok(event)) => Ok(Some(event)),
            Some(Err(error)) => Err(format!(
                "not valid YAML: {} (line {}, column {})",
                error.info(),
                error.marker().line(),
                error.marker().col() + 1
            )),
        }
    }

    /// Returns the value that begins with `event`.
    fn value(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, String> {
        let line = span.start.line();
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(format!("more than {MAX_NODES} values (line {line})"));
        }
        if depth > MAX_DEPTH {
            return Err(format!("nested deeper than {MAX_DEPTH} (line {line})"));
        }
        let before = self.nodes;
        let (node, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let nothing = style == ScalarStyle::Plain
                    && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                (if nothing { Node::Null } else { Node::Text(text.into_owned()) }, anchor)
            }
            Event::SequenceStart(anchor, _) => {
                let mut items = Vec::new();
                while let Some((event, span)) = self.next()? {
                    if matches!(event, Event::SequenceEnd) {
                        break;
                    }
                    items.push(self.value(event, span, depth + 1)?);
                }
                (Node::List(items), anchor)
            }
            Event::MappingStart(anchor, _) => (self.mapping(depth)?, anchor),
            Event::Alias(id) => {
                let Some((_, node, size)) =
                    self.anchors.iter().rev().find(|(known, ..)| *known == id)
                else {
                    return Err(format!("an alias of nothing (line {line})"));
                };
                // Counted before it is copied: aliases of aliases grow without bound.
                self.nodes = self.nodes.saturating_add(*size);
                if self.nodes > MAX_NODES {
                    return Err(format!(
                        "aliases repeat more than {MAX_NODES} values (line {line})"
                    ));
                }
                (node.clone(), 0)
            }
            _ => (Node::Null, 0),
        };
        if anchor > 0 {
            self.anchors.push((anchor, node.clone(), self.nodes - before + 1));
        }
        Ok(node)
    }

    /// Returns the mapping that has just begun; merges what `<<` names.
    fn mapping(&mut self, depth: usize) -> Result<Node, String> {
        let mut pairs: Vec<(String, Node)> = Vec::new();
        while let Some((event, span)) = self.next()? {
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let key = self.value(event, span, depth + 1)?;
            let Some((event, span)) = self.next()? else { break };
            let value = self.value(event, span, depth + 1)?;
            let Node::Text(key) = key else { continue };
            match value {
                Node::Map(merged) if key == "<<" => pairs.extend(merged),
                value => pairs.push((key, value)),
            }
        }
        Ok(Node::Map(pairs))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// Builds a tree from what serde reads.
struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = entries.next_entry()? {
            pairs.push(pair);
        }
        Ok(Node::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_json_are_the_same_tree_in_order() {
        let yaml = Node::from_yaml("b: 1\na: [x, ~]\n").unwrap();
        let json = Node::from_json("{\"b\": 1, \"a\": [\"x\", null]}").unwrap();
        assert_eq!(yaml, json);
        let Node::Map(pairs) = yaml else { panic!("not a map") };
        assert_eq!(pairs.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["b", "a"]);
    }

    #[test]
    fn aliases_are_followed_and_bounded() {
        let node = Node::from_yaml("a: &x [1]\nb: *x\n").unwrap();
        let Node::Map(pairs) = node else { panic!("not a map") };
        assert_eq!(pairs[0].1, pairs[1].1);
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_string();
        for at in 1..12 {
            let list = vec![format!("*a{}", at - 1); 10].join(", ");
            bomb += &format!("a{at}: &a{at} [{list}]\n");
        }
        let error = Node::from_yaml(&bomb).unwrap_err();
        assert!(error.contains("aliases repeat") && error.contains("line"), "{error}");
    }

    #[test]
    fn faults_name_their_line() {
        let error = Node::from_yaml("a: [1\nb: 2\n").unwrap_err();
        assert!(error.contains("line"), "{error}");
        let deep = "[".repeat(200) + &"]".repeat(200);
        assert!(Node::from_yaml(&deep).is_err());
        assert!(Node::from_json(&deep).is_err());
        assert!(Node::from_json("{\"a\": }").unwrap_err().contains("line 1"));
    }
}
