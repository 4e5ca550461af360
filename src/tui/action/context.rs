//! The contexts in which keys have a meaning.

/// Context in which a key is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyContext {
    /// Everywhere but in a text field.
    Global,
    /// The list of roles.
    Roles,
    /// Any list of roles or skills.
    List,
    /// The text of one role.
    Detail,
    /// The skills, and the roles that need one.
    Skills,
    /// Two roles side by side.
    Compare,
    /// The paths from one role to another.
    Path,
    /// The skill gap.
    Gap,
    /// Several roles next to each other.
    Matrix,
    /// A text with a selection: Path, Gap and Matrix.
    Page,
    /// A page in which a text was searched for.
    PageSearch,
    /// Whatever scrolls: lists and texts, but not text fields.
    Scroll,
    /// A text field.
    Input,
}

impl KeyContext {
    /// All contexts, in the order of the help.
    pub const ALL: [Self; 13] = [
        Self::Global,
        Self::Roles,
        Self::List,
        Self::Detail,
        Self::Skills,
        Self::Compare,
        Self::Path,
        Self::Gap,
        Self::Matrix,
        Self::Page,
        Self::PageSearch,
        Self::Scroll,
        Self::Input,
    ];

    /// Returns its name in a configuration file.
    pub fn id(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Roles => "roles",
            Self::List => "list",
            Self::Detail => "detail",
            Self::Skills => "skills",
            Self::Compare => "compare",
            Self::Path => "path",
            Self::Gap => "gap",
            Self::Matrix => "matrix",
            Self::Page => "page",
            Self::PageSearch => "page-search",
            Self::Scroll => "scroll",
            Self::Input => "input",
        }
    }

    /// Whether movement works in it too: it is looked up before [`KeyContext::Scroll`].
    pub(crate) fn scrolls(self) -> bool {
        !matches!(self, Self::Global | Self::Scroll | Self::Input | Self::PageSearch)
    }

    /// Returns its heading in help and README.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::Roles => "Role list",
            Self::List => "Lists",
            Self::Detail => "Detail",
            Self::Skills => "Skills",
            Self::Compare => "Compare",
            Self::Path => "Path",
            Self::Gap => "Gap",
            Self::Matrix => "Matrix",
            Self::Page => "Path, Gap and Matrix",
            Self::PageSearch => "Search on a page",
            Self::Scroll => "Movement",
            Self::Input => "Text fields",
        }
    }
}
