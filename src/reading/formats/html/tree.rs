//! The tree of a page, as the HTML standard parses it.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::tree_builder::ElemName;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};

use crate::reading::formats::error::ReadingFault;

/// Maximum depth of elements within each other.
const MAX_DEPTH: usize = 2_000;

/// Maximum number of elements, texts and comments of a page.
const MAX_NODES: usize = 2_000_000;

/// Number of bytes that are parsed before the bounds are checked.
const CHUNK_SIZE: usize = 16 << 10;

/// Position of a node in its tree.
pub(super) type NodeId = usize;

/// The tree of a page. Its first node is the page itself.
#[derive(Debug)]
pub(super) struct PageTree {
    nodes: Vec<PageNode>,
}

/// A node of a page.
#[derive(Debug)]
pub(super) struct PageNode {
    parent: Option<NodeId>,
    depth: usize,
    /// The nodes in it.
    pub(super) children: Vec<NodeId>,
    /// Its line in the source, from 1.
    pub(super) line: usize,
    /// Its content.
    pub(super) kind: PageNodeKind,
}

/// The content of a node.
#[derive(Debug)]
pub(super) enum PageNodeKind {
    /// An element, with its attributes.
    Element(QualName, Vec<Attribute>),
    /// Text.
    Text(StrTendril),
    /// The page, a comment or an instruction.
    Other,
}

impl PageTree {
    /// Parses `source`, which may be a page or a part of one.
    ///
    /// # Errors
    ///
    /// When it is nested too deeply, or has too many elements.
    pub(super) fn parse(source: &str) -> Result<Self, ReadingFault> {
        let options = ParseOpts {
            // The content of `noscript` is read as elements.
            tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
            ..Default::default()
        };
        let mut parser = parse_document(PageTreeBuilder::new(), options);
        let mut rest = source;
        // The parser looks through all open elements for each new one: the work would grow with
        // the square of the depth.
        while !rest.is_empty() {
            let (part, after) = rest.split_at(chunk_length(rest));
            parser.process(part.into());
            let builder = &parser.tokenizer.sink.sink;
            if builder.depth.get() > MAX_DEPTH {
                return Err(ReadingFault::TooDeep);
            }
            if builder.nodes.borrow().len() > MAX_NODES {
                return Err(ReadingFault::TooMuchText);
            }
            rest = after;
        }
        Ok(parser.finish())
    }

    /// Returns a node.
    pub(super) fn node(&self, id: NodeId) -> &PageNode {
        &self.nodes[id]
    }

    /// Number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns the nodes below `root`, and itself, in the order of the source.
    pub(super) fn descendants(&self, root: NodeId) -> impl Iterator<Item = NodeId> {
        let mut open = vec![root];
        std::iter::from_fn(move || {
            let id = open.pop()?;
            open.extend(self.nodes[id].children.iter().rev());
            Some(id)
        })
    }

    /// Returns the nodes around `id`, from its parent on.
    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.nodes[id].parent, |id| self.nodes[*id].parent)
    }

    /// Returns the texts below `root`, one after the other.
    pub(super) fn text(&self, root: NodeId) -> String {
        let texts = self.descendants(root).filter_map(|id| match &self.nodes[id].kind {
            PageNodeKind::Text(text) => Some(&**text),
            _ => None,
        });
        texts.collect()
    }
}

/// Returns the length of the first part of `text`, which ends between two characters.
fn chunk_length(text: &str) -> usize {
    (0..=CHUNK_SIZE.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl PageNode {
    /// Returns the name of the element, or nothing for other nodes.
    pub(super) fn name(&self) -> &str {
        match &self.kind {
            PageNodeKind::Element(name, _) => &name.local,
            _ => "",
        }
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        match &self.kind {
            PageNodeKind::Element(_, attributes) => attributes
                .iter()
                .find(|attribute| &*attribute.name.local == wanted)
                .map(|attribute| &*attribute.value),
            _ => None,
        }
    }
}

/// Builder of a tree from the steps of the parser.
struct PageTreeBuilder {
    nodes: RefCell<Vec<PageNode>>,
    line: Cell<usize>,
    /// The largest depth of a node.
    depth: Cell<usize>,
}

/// Name of an element, for the parser.
#[derive(Debug)]
struct ElementName(QualName);

impl ElemName for ElementName {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl PageTreeBuilder {
    fn new() -> Self {
        let builder =
            Self { nodes: RefCell::default(), line: Cell::new(1), depth: Cell::default() };
        builder.add(PageNodeKind::Other);
        builder
    }

    fn add(&self, kind: PageNodeKind) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        let line = self.line.get();
        nodes.push(PageNode { parent: None, depth: 0, children: Vec::new(), line, kind });
        nodes.len() - 1
    }

    /// Puts a node into `parent`, as its child at `at`, or as the last one.
    fn put(&self, id: NodeId, parent: NodeId, at: Option<usize>) {
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        self.depth.set(self.depth.get().max(depth));
        nodes[id].depth = depth;
        nodes[id].parent = Some(parent);
        let children = &mut nodes[parent].children;
        children.insert(at.unwrap_or(children.len()), id);
    }

    /// Adds to the text at `id`, if it is one.
    fn extend_text(&self, id: Option<NodeId>, more: &StrTendril) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        match id.map(|id| &mut nodes[id].kind) {
            Some(PageNodeKind::Text(text)) => {
                text.push_tendril(more);
                true
            }
            _ => false,
        }
    }

    /// Makes a node of `child`, unless it is text that the node `before` takes.
    fn node_of(&self, child: NodeOrText<NodeId>, before: Option<NodeId>) -> Option<NodeId> {
        match child {
            NodeOrText::AppendNode(id) => {
                self.remove_from_parent(&id);
                Some(id)
            }
            NodeOrText::AppendText(text) => {
                let merged = self.extend_text(before, &text);
                (!merged).then(|| self.add(PageNodeKind::Text(text)))
            }
        }
    }
}

impl TreeSink for PageTreeBuilder {
    type Handle = NodeId;
    type Output = PageTree;
    type ElemName<'a> = ElementName;

    fn finish(self) -> PageTree {
        PageTree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> ElementName {
        match &self.nodes.borrow()[*target].kind {
            PageNodeKind::Element(name, _) => ElementName(name.clone()),
            _ => ElementName(QualName::new(None, Namespace::default(), LocalName::default())),
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> NodeId {
        self.add(PageNodeKind::Element(name, attributes))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(PageNodeKind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(PageNodeKind::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let last = self.nodes.borrow()[*parent].children.last().copied();
        if let Some(id) = self.node_of(child, last) {
            self.put(id, *parent, None);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // The content of a template is not shown, and neither are templates read.
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(id) = &child {
            self.remove_from_parent(id);
        }
        let (parent, at, before) = {
            let nodes = self.nodes.borrow();
            let Some(parent) = nodes[*sibling].parent else { return };
            let siblings = &nodes[parent].children;
            // Most are put near the end.
            let Some(at) = siblings.iter().rposition(|id| id == sibling) else { return };
            (parent, at, at.checked_sub(1).map(|at| siblings[at]))
        };
        if let Some(id) = self.node_of(child, before) {
            self.put(id, parent, Some(at));
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        if let PageNodeKind::Element(_, present) = &mut self.nodes.borrow_mut()[*target].kind {
            for attribute in attributes {
                if present.iter().all(|other| other.name != attribute.name) {
                    present.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[*target].parent.take() {
            let children = &mut nodes[parent].children;
            if let Some(at) = children.iter().rposition(|id| id == target) {
                children.remove(at);
            }
        }
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        let depth = nodes[*new_parent].depth + 1;
        for id in &children {
            nodes[*id].parent = Some(*new_parent);
            nodes[*id].depth = depth;
        }
        nodes[*new_parent].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line as usize);
    }
}
