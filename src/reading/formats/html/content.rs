//! Finds the part of a page that is read: without menus, forms and hidden parts.

use super::tree::{NodeId, PageNode, PageNodeKind, PageTree};

/// A page, with what is left out of it.
pub(super) struct PageContent<'a> {
    /// The page.
    pub(super) tree: &'a PageTree,
    /// The element whose text is read.
    pub(super) main: NodeId,
    /// Number of letters in each node that are read.
    letters: Vec<usize>,
    /// Number of those that are in links.
    linked: Vec<usize>,
    left_out: Vec<bool>,
    /// The element before each one, with only blanks between.
    previous: Vec<Option<NodeId>>,
}

/// Elements without text to read.
const NEVER_READ: &[&str] = &[
    "script", "style", "template", "head", "title", "button", "select", "input", "textarea",
    "option", "datalist", "svg", "math", "iframe", "object", "embed", "audio", "video", "canvas",
    "map", "dialog", "del", "s", "strike", "progress", "meter",
];

/// Elements that are mostly menus and the like.
const RARELY_READ: &[&str] = &["nav", "footer", "form", "menu", "noscript"];

/// Roles of elements that are menus and the like.
const ROLES_LEFT_OUT: &[&str] = &[
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "toolbar",
    "tablist",
];

/// Classes and ids of elements that are menus and the like.
const CLASSES_LEFT_OUT: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "main-nav",
    "main-navigation",
    "site-nav",
    "menu",
    "main-menu",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "site-footer",
    "page-footer",
    "cookie",
    "cookies",
    "cookie-banner",
    "cookie-notice",
    "cookie-consent",
    "share",
    "social-share",
    "skip-link",
    "related-jobs",
    "similar-jobs",
];

/// Classes and ids of elements that open over the page.
const CLASSES_OF_DIALOGS: &[&str] =
    &["modal", "modal-dialog", "dialog", "popup", "pop-up", "lightbox", "consent", "gdpr"];

/// Classes of parts that are only for screen readers.
const CLASSES_HIDDEN: &[&str] =
    &["sr-only", "visually-hidden", "screen-reader-text", "hidden", "d-none"];

/// Number of letters from which the visible part of a page is the page.
const MIN_VISIBLE: usize = 200;

/// Maximum number of hidden elements within each other that are the page.
const MAX_HIDDEN_PAGES: usize = 4;

/// The visible part of a page, without menus and the like.
#[derive(Default)]
struct VisiblePart {
    letters: usize,
    /// Whether it has a title or an item of a list that is no link.
    has_content: bool,
    /// Whether it has such a one in its header, which may be the name of the site.
    has_header: bool,
}

impl<'a> PageContent<'a> {
    /// Finds the content of a page.
    pub(super) fn new(tree: &'a PageTree) -> Self {
        let mut content = Self::of_fragment(tree);
        content.leave_out_menus();
        content.main = content.find_main();
        content
    }

    /// Takes all of `tree` as content, except parts that are never shown.
    pub(super) fn of_fragment(tree: &'a PageTree) -> Self {
        let left_out = (0..tree.len()).map(|id| is_without_text(tree.node(id))).collect();
        let mut content = Self {
            tree,
            main: 0,
            letters: Vec::new(),
            linked: Vec::new(),
            left_out,
            previous: previous_elements(tree),
        };
        content.count_letters();
        content.leave_out_hidden();
        content
    }

    /// Leaves out hidden elements, unless one of them is the page: some pages are hidden until
    /// their scripts have run. A page with a visible title or list is not.
    fn leave_out_hidden(&mut self) {
        let left_out = self.left_out.clone();
        self.leave_out_frame();
        self.left_out = left_out;
        let mut visible = VisiblePart::default();
        self.see(0, &mut visible);
        let mut shown = 0;
        for id in self.tree.descendants(0).collect::<Vec<_>>() {
            if self.left_out[id] || !is_hidden(self.tree.node(id)) {
                self.leave_out_children(id);
            } else if shown < MAX_HIDDEN_PAGES && self.is_hidden_page(id, &visible) {
                shown += 1;
                self.see(id, &mut visible);
            } else {
                self.left_out[id] = true;
                self.leave_out_children(id);
            }
        }
        self.count_letters();
    }

    /// Whether the hidden element `id` is the page, of which `visible` is seen.
    fn is_hidden_page(&self, id: NodeId, visible: &VisiblePart) -> bool {
        self.letters[id] > 0
            && self.letters[id] * 4 >= self.letters[0] * 3
            && visible.letters < MIN_VISIBLE
            && !visible.has_content
            && (!visible.has_header || self.elements(id, "h1").any(|h1| self.letters[h1] > 0))
    }

    /// Leaves out menus and the like, and hidden dialogs, however large they are.
    fn leave_out_frame(&mut self) {
        let mut is_in_hidden = vec![false; self.tree.len()];
        for id in self.tree.descendants(0).collect::<Vec<_>>() {
            let node = self.tree.node(id);
            is_in_hidden[id] |= is_hidden(node);
            if is_in_hidden[id] {
                for child in &node.children {
                    is_in_hidden[*child] = true;
                }
            }
            self.left_out[id] |= match node.name() {
                _ if is_dialog(node) => is_in_hidden[id],
                // A form may be all of a page.
                "" | "html" | "body" | "main" | "article" | "form" => false,
                _ => is_called(node, CLASSES_LEFT_OUT) || self.is_menu(id),
            };
        }
        self.count_letters();
    }

    /// Adds what is visible below `root` to `seen`, of the nodes whose letters are counted.
    fn see(&self, root: NodeId, seen: &mut VisiblePart) {
        let mut open = vec![(root, self.is_in_header(root), self.is_in_article(root))];
        while let Some((id, mut is_in_header, mut is_in_article)) = open.pop() {
            let node = self.tree.node(id);
            if self.letters[id] == 0 || (id != root && is_hidden(node)) {
                continue;
            }
            match node.name() {
                "article" | "main" | "section" => is_in_article = true,
                "header" => is_in_header = true,
                "li" if self.linked[id] * 2 >= self.letters[id] => {}
                "h1" | "li" if is_in_header && !is_in_article => seen.has_header = true,
                "h1" | "li" => seen.has_content = true,
                _ => {}
            }
            if let PageNodeKind::Text(_) = &node.kind {
                seen.letters += self.letters[id];
            }
            open.extend(node.children.iter().map(|child| (*child, is_in_header, is_in_article)));
        }
    }

    /// Leaves out the children of a node that is left out.
    fn leave_out_children(&mut self, id: NodeId) {
        if self.left_out[id] {
            for child in &self.tree.node(id).children {
                self.left_out[*child] = true;
            }
        }
    }

    /// Whether a node is read.
    pub(super) fn is_read(&self, id: NodeId) -> bool {
        !self.left_out[id]
    }

    /// Number of letters in `id` that are read.
    pub(super) fn letters(&self, id: NodeId) -> usize {
        self.letters[id]
    }

    /// Returns the title of the page, unless it has one heading of the first level.
    pub(super) fn title(&self) -> Option<String> {
        let first_level = self.elements(self.main, "h1").filter(|id| self.letters[*id] > 0).count();
        // A picture may have a title too.
        let title = self.elements(0, "title").find(|id| {
            self.tree.ancestors(*id).all(|around| self.tree.node(around).name() != "svg")
        })?;
        (first_level != 1).then(|| self.tree.text(title))
    }

    /// Returns the element before `id` if only blanks are between them.
    pub(super) fn previous_element(&self, id: NodeId) -> Option<NodeId> {
        self.previous[id]
    }

    /// Returns the elements called `name` in `root`.
    pub(super) fn elements(&self, root: NodeId, name: &str) -> impl Iterator<Item = NodeId> {
        self.tree.descendants(root).filter(move |id| self.tree.node(*id).name() == name)
    }

    /// Counts the letters of each node, children first. What is in a node that is left out is left
    /// out too.
    fn count_letters(&mut self) {
        self.letters = vec![0; self.tree.len()];
        self.linked = vec![0; self.tree.len()];
        let order: Vec<NodeId> = self.tree.descendants(0).collect();
        for id in &order {
            self.leave_out_children(*id);
        }
        for id in order.into_iter().rev() {
            if self.left_out[id] {
                continue;
            }
            let node = self.tree.node(id);
            self.letters[id] = match &node.kind {
                PageNodeKind::Text(text) => text.chars().filter(|c| c.is_alphanumeric()).count(),
                _ => node.children.iter().map(|child| self.letters[*child]).sum(),
            };
            self.linked[id] = match node.name() {
                "a" => self.letters[id],
                _ => node.children.iter().map(|child| self.linked[*child]).sum(),
            };
        }
    }

    /// Leaves out menus and the like, unless they contain most of the page or its only title.
    fn leave_out_menus(&mut self) {
        let all = self.letters[0];
        let mut titles = vec![0_usize; self.tree.len()];
        for title in self.elements(0, "h1").collect::<Vec<_>>() {
            if self.letters[title] > 0 {
                for id in self.tree.ancestors(title) {
                    titles[id] += 1;
                }
            }
        }
        let mut is_any = false;
        for (id, titles) in titles.into_iter().enumerate() {
            if self.is_menu(id) && self.letters[id] * 2 <= all && titles == 0 {
                self.left_out[id] = true;
                is_any = true;
            }
        }
        if is_any {
            self.count_letters();
        }
    }

    /// Whether a node is a menu, a form or another part of the frame of a page.
    fn is_menu(&self, id: NodeId) -> bool {
        let node = self.tree.node(id);
        match node.name() {
            "html" | "body" | "main" | "article" => false,
            // The header of a page may be its links; that of an article, its author, place and date.
            "header" => self.linked[id] * 2 >= self.letters[id] && !self.is_in_article(id),
            name => {
                RARELY_READ.contains(&name)
                    || node.attribute("role").is_some_and(|role| ROLES_LEFT_OUT.contains(&role))
                    || (is_called(node, CLASSES_LEFT_OUT) && !self.is_in_article(id))
            }
        }
    }

    fn is_in_article(&self, id: NodeId) -> bool {
        let mut around = self.tree.ancestors(id).map(|id| self.tree.node(id).name());
        around.any(|name| matches!(name, "article" | "main" | "section"))
    }

    fn is_in_header(&self, id: NodeId) -> bool {
        self.tree.ancestors(id).any(|id| self.tree.node(id).name() == "header")
    }

    /// Finds the element with the page's own text, which is most of it.
    fn find_main(&self) -> NodeId {
        let all = self.letters[0];
        let main = self.tree.descendants(0).find(|id| {
            let node = self.tree.node(*id);
            (node.name() == "main" || node.attribute("role") == Some("main"))
                && self.letters[*id] * 3 >= all
        });
        let root = main.unwrap_or(0);
        let mut articles = self.elements(root, "article").filter(|id| self.letters[*id] > 0);
        match (articles.next(), articles.next()) {
            (Some(article), None)
                if self.letters[article] * 4 >= self.letters[root] * 3
                    && self
                        .elements(root, "h1")
                        .all(|h1| self.tree.ancestors(h1).any(|id| id == article)) =>
            {
                article
            }
            _ => root,
        }
    }
}

/// Whether a node has no text to read.
fn is_without_text(node: &PageNode) -> bool {
    matches!(node.kind, PageNodeKind::Element(..)) && NEVER_READ.contains(&node.name())
}

/// Whether a node is hidden from those who see the page. The page itself is hidden only until its
/// scripts have run.
fn is_hidden(node: &PageNode) -> bool {
    !matches!(node.name(), "" | "html" | "body")
        && (node.attribute("hidden").is_some()
            || node.attribute("aria-hidden") == Some("true")
            || has_class(node, CLASSES_HIDDEN)
            || is_hidden_by_style(node))
}

/// Whether the style of a node hides it.
fn is_hidden_by_style(node: &PageNode) -> bool {
    let style = node.attribute("style").map(|style| style.replace(' ', "").to_lowercase());
    style.is_some_and(|s| s.contains("display:none") || s.contains("visibility:hidden"))
}

/// Returns the element before each one, if only blanks are between them.
fn previous_elements(tree: &PageTree) -> Vec<Option<NodeId>> {
    let mut previous = vec![None; tree.len()];
    for id in 0..tree.len() {
        let mut last = None;
        for child in &tree.node(id).children {
            match &tree.node(*child).kind {
                PageNodeKind::Element(..) => previous[*child] = last.replace(*child),
                PageNodeKind::Text(text) if !text.trim().is_empty() => last = None,
                _ => {}
            }
        }
    }
    previous
}

/// Whether a node has one of these classes.
fn has_class(node: &PageNode, classes: &[&str]) -> bool {
    node.attribute("class").is_some_and(|of_node| {
        of_node.split_whitespace().any(|class| classes.contains(&&*class.to_lowercase()))
    })
}

/// Whether a node has one of these classes, or one of them as its id.
fn is_called(node: &PageNode, names: &[&str]) -> bool {
    let id = node.attribute("id").map(str::to_lowercase);
    has_class(node, names) || id.is_some_and(|id| names.contains(&id.as_str()))
}

/// Whether a node opens over the page.
fn is_dialog(node: &PageNode) -> bool {
    matches!(node.attribute("role"), Some("dialog" | "alertdialog"))
        || is_called(node, CLASSES_OF_DIALOGS)
}
