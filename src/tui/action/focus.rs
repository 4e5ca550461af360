//! The views, and what has the focus of the keys in each.

/// The view that fills the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScreenView {
    /// Roles and the detail of one.
    Roles,
    /// Two roles side by side.
    Compare,
    /// Skills and the roles that need them.
    Skills,
    /// The paths from one role to another.
    Path,
    /// The skill gap to one or more roles.
    Gap,
    /// Several roles next to each other.
    Matrix,
}

impl ScreenView {
    /// All values.
    pub const ALL: [Self; 6] =
        [Self::Roles, Self::Compare, Self::Skills, Self::Path, Self::Gap, Self::Matrix];

    /// Whether it has a list on the left.
    pub fn has_list(self) -> bool {
        matches!(self, Self::Roles | Self::Skills)
    }
}

/// The focus of the keys. It implies the view, so that the two cannot disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The tree of roles.
    Roles,
    /// The filter above the tree.
    Filter,
    /// The text of the role.
    Detail,
    /// The comparison.
    Compare,
    /// The search field above the skills.
    SkillInput,
    /// The list of skills.
    Skills,
    /// The roles that need the skill.
    Needs,
    /// The paths.
    Path,
    /// The gap.
    Gap,
    /// The matrix.
    Matrix,
}

impl Focus {
    /// All values.
    pub const ALL: [Self; 10] = [
        Self::Roles,
        Self::Filter,
        Self::Detail,
        Self::Compare,
        Self::SkillInput,
        Self::Skills,
        Self::Needs,
        Self::Path,
        Self::Gap,
        Self::Matrix,
    ];

    /// Returns the view that it belongs to.
    pub fn view(self) -> ScreenView {
        match self {
            Self::Roles | Self::Filter | Self::Detail => ScreenView::Roles,
            Self::Compare => ScreenView::Compare,
            Self::SkillInput | Self::Skills | Self::Needs => ScreenView::Skills,
            Self::Path => ScreenView::Path,
            Self::Gap => ScreenView::Gap,
            Self::Matrix => ScreenView::Matrix,
        }
    }

    /// Whether it is in the pane on the left.
    pub(crate) fn in_list(self) -> bool {
        matches!(self, Self::Roles | Self::Filter | Self::SkillInput | Self::Skills)
    }

    /// Whether it is a text field.
    pub fn is_input(self) -> bool {
        matches!(self, Self::Filter | Self::SkillInput)
    }

    /// Returns the focus on the list that belongs to a text field; other focuses as they are.
    #[must_use]
    pub fn without_field(self) -> Self {
        match self {
            Self::Filter => Self::Roles,
            Self::SkillInput => Self::Skills,
            focus => focus,
        }
    }
}
