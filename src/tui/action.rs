//! The meanings of keys: the single table behind the keymap, the footer, the help, the palette and
//! the README.

mod context;
mod focus;

pub use context::KeyContext;
pub use focus::{Focus, ScreenView};

/// An action that keys can be bound to. The context determines what it applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Closes the topmost overlay, goes back, or clears the filter or quits at the start.
    Back,
    /// Quits the program.
    Quit,
    /// Closes the field or overlay; elsewhere, quits the program.
    Interrupt,
    /// Leaves the innermost transient state; never the program.
    Cancel,
    /// Shows the keys.
    Help,
    /// Finds an action or a role by name.
    Palette,
    /// Moves the caret to the search or filter field.
    Search,
    /// Moves the focus forward.
    NextPane,
    /// Moves the focus back.
    PreviousPane,
    /// Shows the roles.
    ViewRoles,
    /// Shows the role under the cursor.
    ViewDetail,
    /// Shows two roles side by side.
    ViewCompare,
    /// Shows the skills.
    ViewSkills,
    /// Shows the paths.
    ViewPath,
    /// Shows the skill gap.
    ViewGap,
    /// Shows several roles next to each other.
    ViewMatrix,
    /// Finds the paths from one role to another.
    Path,
    /// Shows the skill gap to a role.
    Gap,
    /// Compares several roles in a matrix.
    Matrix,
    /// Shows the roles most similar to the role under the cursor.
    SimilarRoles,
    /// Next path.
    NextPath,
    /// Previous path.
    PreviousPath,
    /// Switches the start between the role and the profile.
    ToggleStart,
    /// Adds a skill to the profile, or raises its level there.
    RaiseLevel,
    /// Lowers the level of a skill in the profile, or removes it.
    LowerLevel,
    /// Lists what can be copied.
    Copy,
    /// Copies the text of the result under the cursor.
    CopyLine,
    /// Copies the command that prints the contents of the screen.
    CopyCommand,
    /// Writes the contents of the screen to a file.
    Export,
    /// Opens the file of the entry under the cursor in an editor.
    Edit,
    /// Opens the link of a source.
    OpenLink,
    /// Changes the order of the roles.
    Sort,
    /// Chooses the facets that filter roles.
    Facets,
    /// Switches between a flat list and families.
    ToggleTree,
    /// Folds or unfolds all families.
    FoldAll,
    /// Adds or removes a bookmark on the role.
    Bookmark,
    /// Lists the bookmarks.
    Bookmarks,
    /// Makes the list narrower.
    Narrow,
    /// Makes the list wider.
    Widen,
    /// Resets the list to its usual width.
    ResetSplit,
    /// Maximises or restores the focused pane.
    Zoom,
    /// Goes back in history.
    HistoryBack,
    /// Goes forward in history.
    HistoryForward,
    /// Turns the mouse on or off.
    ToggleMouse,
    /// Switches to the next theme.
    NextTheme,
    /// Reads a text as a role.
    ReadText,
    /// Reads the packs again.
    Reload,
    /// Redraws everything.
    Redraw,
    /// Suspends the program to the shell.
    Suspend,
    /// Moves one down.
    Down,
    /// Moves one up.
    Up,
    /// Moves to the first.
    Top,
    /// Moves to the last.
    Bottom,
    /// Moves half a page down.
    HalfDown,
    /// Moves half a page up.
    HalfUp,
    /// Moves a page down.
    PageDown,
    /// Moves a page up.
    PageUp,
    /// Closes a family, or moves the focus left.
    Left,
    /// Opens a family, or moves the focus right.
    Right,
    /// Opens the entry under the cursor.
    Open,
    /// Marks the role with the next letter, or removes its mark.
    Mark,
    /// Clears the marks, or restores those that were cleared.
    ToggleMarks,
    /// Compares two roles.
    Compare,
    /// Moves to the next heading.
    NextSection,
    /// Moves to the previous heading.
    PreviousSection,
    /// Moves to the next change.
    NextChange,
    /// Moves to the previous change.
    PreviousChange,
    /// Cycles between two columns, one column, and automatic by width.
    ToggleSplit,
    /// Shows or hides rows that are the same on both sides.
    ToggleUnchanged,
    /// Wraps texts, or puts each on one line.
    ToggleWrap,
    /// Shows fewer unchanged rows around changes.
    LessContext,
    /// Shows more unchanged rows around changes.
    MoreContext,
    /// Cycles through the kinds of rows shown.
    NextKind,
    /// Switches between all responsibilities that apply and those that a role adds.
    ToggleInherited,
    /// Swaps A and B.
    Swap,
    /// Searches another scope: skills, roles, responsibilities, everything.
    SwitchScope,
    /// Lists recent searches.
    PastQueries,
    /// Scrolls the preview next to the results down.
    PreviewDown,
    /// Scrolls the preview up.
    PreviewUp,
    /// Moves to the next match.
    NextMatch,
    /// Moves to the previous match.
    PreviousMatch,
    /// Moves a character left.
    CharLeft,
    /// Moves a character right.
    CharRight,
    /// Moves a word left.
    WordLeft,
    /// Moves a word right.
    WordRight,
    /// Moves to the start of the line.
    LineStart,
    /// Moves to the end of the line.
    LineEnd,
    /// Deletes a character to the left.
    DeleteLeft,
    /// Deletes a character to the right.
    DeleteRight,
    /// Deletes a word to the left.
    DeleteWord,
    /// Deletes a word to the right.
    DeleteWordRight,
    /// Deletes to the start of the line.
    DeleteToStart,
    /// Deletes to the end of the line.
    DeleteToEnd,
    /// Inserts the text that was deleted last.
    Yank,
}

impl Action {
    /// Whether it only moves the caret or deletes text in a text field.
    pub fn is_editing(self) -> bool {
        use Action as A;
        matches!(
            self,
            A::CharLeft
                | A::CharRight
                | A::WordLeft
                | A::WordRight
                | A::LineStart
                | A::LineEnd
                | A::DeleteLeft
                | A::DeleteRight
                | A::DeleteWord
                | A::DeleteWordRight
                | A::DeleteToStart
                | A::DeleteToEnd
                | A::Yank
        )
    }
}

/// A row of the table: the name of an action and its keys in one context.
#[derive(Debug, Clone, Copy)]
pub struct ActionSpec {
    /// The action.
    pub action: Action,
    /// A stable kebab-case name.
    pub id: &'static str,
    /// Description for help and palette.
    pub doc: &'static str,
    /// A word or two for the footer.
    pub hint: &'static str,
    /// Context in which the keys apply.
    pub context: KeyContext,
    /// The default keys; the first is the one shown.
    pub keys: &'static [&'static str],
    /// Position in the footer, 1 first; 0 leaves it out.
    pub priority: u8,
}

const fn spec(
    context: KeyContext,
    action: Action,
    id: &'static str,
    keys: &'static [&'static str],
    (hint, priority): (&'static str, u8),
    doc: &'static str,
) -> ActionSpec {
    ActionSpec { action, id, doc, hint, context, keys, priority }
}

/// The table. No two rows of a context share a key.
#[rustfmt::skip]
pub const ACTIONS: &[ActionSpec] = {
    use Action as A;
    use KeyContext::{
        Compare, Detail, Gap, Global, Input, List, Matrix, Page, PageSearch, Path, Roles, Scroll,
        Skills,
    };
    &[
        spec(Global, A::Help, "help", &["?", "f1"], ("help", 1), "Show the keys that work here"),
        spec(Global, A::Palette, "palette", &[":", "ctrl-p"], ("palette", 9),
            "Find an action or role by name"),
        spec(Global, A::Search, "search", &["/"], ("filter", 4), "Filter this list; on a page, find a word"),
        spec(Global, A::ViewRoles, "view-roles", &["1"], ("", 0), "Go to the roles"),
        spec(Global, A::ViewDetail, "view-detail", &["2"], ("", 0),
            "Go to the role under the cursor"),
        spec(Global, A::ViewCompare, "view-compare", &["3"], ("", 0),
            "Go to the comparison of A and B"),
        spec(Global, A::ViewSkills, "view-skills", &["4"], ("", 0),
            "Go to the skills and search them"),
        spec(Global, A::ViewPath, "view-path", &["5"], ("", 0), "Go to the path from A to B"),
        spec(Global, A::ViewGap, "view-gap", &["6"], ("", 0), "Go to the gap from A to B"),
        spec(Global, A::ViewMatrix, "view-matrix", &["7"], ("", 0), "Go to the matrix of roles"),
        spec(Global, A::Path, "path", &["p"], ("path", 6), "Find a path from A to B"),
        spec(Global, A::Gap, "gap", &["c"], ("gap", 7), "See what to learn to get from A to B"),
        spec(Global, A::Matrix, "matrix", &["M"], ("matrix", 2),
            "Show a matrix of the marked roles, or of the family"),
        spec(Global, A::SimilarRoles, "similar-roles", &["#"], ("similar", 6),
            "Show the nearest roles: similar and related ones"),
        spec(Global, A::NextPane, "next-pane", &["tab"], ("pane", 8), "Move to the next pane; on a page, name or section"),
        spec(Global, A::PreviousPane, "previous-pane", &["shift-tab"], ("", 0),
            "Move to the previous pane"),
        spec(Global, A::Zoom, "zoom", &["z"], ("", 0), "Maximise or restore this pane"),
        spec(Global, A::Copy, "copy", &["y"], ("copy", 10),
            "Copy the ID, text, Markdown, JSON, command or link"),
        spec(Global, A::CopyCommand, "copy-command", &["Y"], ("", 0),
            "Copy the command that prints this"),
        spec(Global, A::Export, "export", &["x"], ("save as…", 11),
            "Save as a file: Markdown, HTML, SVG, JSON or CSV"),
        spec(Global, A::Edit, "edit", &["e"], ("", 0), "Open this entry in your editor"),
        spec(Global, A::OpenLink, "open-link", &["o"], ("", 0),
            "Open a source's link in your browser"),
        spec(Global, A::Narrow, "narrow", &["<"], ("", 0), "Make the left pane or column narrower"),
        spec(Global, A::Widen, "widen", &[">"], ("", 0), "Make the left pane or column wider"),
        spec(Global, A::ResetSplit, "reset-split", &["="], ("", 0),
            "Reset the left pane or column to its default width"),
        spec(Global, A::Bookmark, "bookmark", &["b"], ("", 0), "Add or remove a bookmark"),
        spec(Global, A::Bookmarks, "bookmarks", &["'"], ("", 0), "Go to a bookmark"),
        spec(Global, A::Back, "back", &["q"], ("back", 7),
            "Go back, clear the filter, or quit at the start"),
        spec(Global, A::HistoryBack, "history-back", &["H", "alt-left", "backspace"], ("", 0),
            "Go back in history"),
        spec(Global, A::HistoryForward, "history-forward", &["L", "alt-right"], ("", 0),
            "Go forward in history"),
        spec(Global, A::Cancel, "cancel", &["esc"], ("", 0), "Close, clear the filter or go back"),
        spec(Global, A::ToggleMarks, "toggle-marks", &["U"], ("", 0),
            "Clear the marks, or restore them"),
        spec(Global, A::ToggleMouse, "toggle-mouse", &["m"], ("", 0),
            "Turn the mouse on or off (off lets you select text)"),
        spec(Global, A::ReadText, "read-text", &["R"], ("", 0),
            "Read a text as a role: a file, or pasted text"),
        spec(Global, A::Reload, "reload", &["r"], ("", 0), "Reload the packs"),
        spec(Global, A::NextTheme, "next-theme", &["T"], ("", 0), "Switch to the next theme"),
        spec(Global, A::Redraw, "redraw", &["ctrl-l"], ("", 0), "Redraw the screen"),
        spec(Global, A::Suspend, "suspend", &["ctrl-z"], ("", 0),
            "Suspend to the shell (fg resumes)"),
        spec(Global, A::Quit, "quit", &["Q"], ("", 0), "Quit immediately"),
        spec(Global, A::Interrupt, "interrupt", &["ctrl-c"], ("", 0),
            "Close the field or popup, or quit"),

        spec(Roles, A::Sort, "sort", &["s"], ("sort", 5),
            "Sort by title, seniority, responsibilities, pay, …"),
        spec(Roles, A::Facets, "facets", &["f"], ("facets", 5),
            "Filter by family, track, seniority, focus or pay"),
        spec(Roles, A::ToggleTree, "toggle-tree", &["t"], ("", 0),
            "Switch between a flat list and families"),
        spec(Roles, A::FoldAll, "fold-all", &["Z"], ("", 0), "Fold or unfold all families"),
        spec(Roles, A::NextMatch, "next-match", &["n"], ("", 0), "Go to the next role of the filter"),
        spec(Roles, A::PreviousMatch, "previous-match", &["N"], ("", 0),
            "Go to the previous role of the filter"),
        spec(Roles, A::NextSection, "next-section", &["]", "}"], ("", 0),
            "Show the next section of the role beside the list"),
        spec(Roles, A::PreviousSection, "previous-section", &["[", "{"], ("", 0),
            "Show the previous section of the role beside the list"),

        spec(List, A::Mark, "mark", &["space"], ("mark", 2),
            "Mark a role as A (from), B (to), C …, or unmark it"),
        spec(List, A::Compare, "compare", &["d"], ("compare", 3),
            "Compare A with B, or choose the roles"),
        spec(List, A::Open, "open", &["enter"], ("open", 5), "Open the item under the cursor"),
        spec(List, A::Left, "left", &["h", "left"], ("", 0),
            "Fold the family, or move to the left pane"),
        spec(List, A::Right, "right", &["l", "right"], ("", 0),
            "Unfold the family, or move to the right pane"),

        spec(Detail, A::Mark, "mark", &["space"], ("mark", 2),
            "Mark the role of this name, or this one, or unmark it"),
        spec(Detail, A::Compare, "compare", &["d"], ("compare", 3),
            "Compare A with B, or choose the roles"),
        spec(Detail, A::ToggleInherited, "toggle-inherited", &["i"], ("", 0),
            "Show all responsibilities, or only the role's own"),
        spec(Detail, A::Open, "open", &["enter"], ("follow ▸", 1), "Open the selected name"),
        spec(Detail, A::NextSection, "next-section", &["]", "}"], ("section", 4),
            "Go to the next section"),
        spec(Detail, A::PreviousSection, "previous-section", &["[", "{"], ("", 0),
            "Go to the previous section"),
        spec(Detail, A::NextMatch, "next-match", &["n"], ("", 0),
            "Go to the next role of the filter"),
        spec(Detail, A::PreviousMatch, "previous-match", &["N"], ("", 0),
            "Go to the previous role of the filter"),
        spec(Detail, A::Left, "left", &["h", "left"], ("", 0),
            "Go to the previous name in the row, or to the list"),
        spec(Detail, A::Right, "right", &["l", "right"], ("", 0), "Go to the next name in the row"),

        spec(Skills, A::SwitchScope, "switch-scope", &["t"], ("scope", 4),
            "Switch scope: skills, roles, responsibilities or all"),
        spec(Skills, A::RaiseLevel, "raise", &["+"], ("add skill", 3),
            "Add the skill to your profile, or raise its level"),
        spec(Skills, A::LowerLevel, "lower", &["-"], ("", 0),
            "Lower the skill's level in your profile, or remove it"),

        spec(Compare, A::NextChange, "next-change", &["n"], ("next", 2),
            "Go to the next change"),
        spec(Compare, A::PreviousChange, "previous-change", &["N"], ("", 0),
            "Go to the previous change"),
        spec(Compare, A::ToggleUnchanged, "toggle-unchanged", &["u"], ("changes only", 3),
            "Hide or show rows that are the same"),
        spec(Compare, A::ToggleInherited, "toggle-inherited", &["i"], ("", 0),
            "Show all responsibilities, or only the roles' own"),
        spec(Compare, A::ToggleSplit, "toggle-split", &["s"], ("layout", 6),
            "Cycle layout: automatic, two columns, one column"),
        spec(Compare, A::Open, "open", &["enter"], ("expand", 4), "Expand or collapse this row"),
        spec(Compare, A::NextKind, "next-kind", &["f"], ("kind", 6),
            "Cycle rows: changed, only A, only B, same, all"),
        spec(Compare, A::LessContext, "less-context", &["{"], ("", 0),
            "Show fewer unchanged rows around changes"),
        spec(Compare, A::MoreContext, "more-context", &["}"], ("", 0),
            "Show more unchanged rows around changes"),
        spec(Compare, A::ToggleWrap, "toggle-wrap", &["w"], ("", 0), "Wrap or unwrap text"),
        spec(Compare, A::Left, "left", &["h", "left"], ("", 0),
            "Previous name in the row; scroll left (unwrapped)"),
        spec(Compare, A::Right, "right", &["l", "right"], ("", 0),
            "Next name in the row; scroll right (unwrapped)"),
        spec(Compare, A::Swap, "swap", &["S"], ("swap", 5), "Swap A and B"),
        spec(Compare, A::Mark, "mark", &["space"], ("", 0),
            "Mark the role of the selected name, or unmark it"),
        spec(Compare, A::Compare, "compare", &["d"], ("other role", 7),
            "Compare A with another role"),
        spec(Compare, A::NextSection, "next-section", &["]"], ("section", 4),
            "Go to the next section"),
        spec(Compare, A::PreviousSection, "previous-section", &["["], ("", 0),
            "Go to the previous section"),

        spec(Path, A::NextPath, "next-way", &["n"], ("next path", 2), "Go to the next path"),
        spec(Path, A::PreviousPath, "previous-way", &["N"], ("", 0), "Go to the previous path"),
        spec(Path, A::Compare, "compare", &["d"], ("compare step", 3),
            "Compare the two roles of this step"),
        spec(Path, A::Swap, "swap", &["S"], ("swap", 1), "Swap start and goal"),

        spec(Gap, A::ToggleStart, "toggle-start", &["f"], ("my profile", 2),
            "Start from A, or from your own profile"),
        spec(Gap, A::RaiseLevel, "raise", &["+"], ("have it", 3),
            "Add the skill to your profile, or raise its level"),
        spec(Gap, A::LowerLevel, "lower", &["-"], ("", 0),
            "Lower the skill's level in your profile, or remove it"),
        spec(Gap, A::ToggleUnchanged, "toggle-unchanged", &["u"], ("missing only", 3),
            "Hide or show skills you already have"),
        spec(Gap, A::Compare, "compare", &["d"], ("compare", 4), "Compare the two roles"),
        spec(Gap, A::Swap, "swap", &["S"], ("swap", 1), "Swap start and goal"),

        spec(Matrix, A::ToggleUnchanged, "toggle-unchanged", &["u"], ("changes only", 2),
            "Hide or show rows that are the same"),
        spec(Matrix, A::Left, "left", &["h", "left"], ("", 0), "Scroll to roles on the left"),
        spec(Matrix, A::Right, "right", &["l", "right"], ("", 0), "Scroll to roles on the right"),

        spec(PageSearch, A::NextMatch, "next-match", &["n"], ("next match", 1),
            "Go to the next match"),
        spec(PageSearch, A::PreviousMatch, "previous-match", &["N"], ("previous", 2),
            "Go to the previous match"),
        spec(PageSearch, A::Cancel, "cancel", &["esc"], ("close", 3), "Close the search"),

        spec(Page, A::Mark, "mark", &["space"], ("", 0),
            "Mark the role of the selected name, or unmark it"),
        spec(Page, A::Left, "left", &["h", "left"], ("", 0), "Go to the previous name in the row"),
        spec(Page, A::Right, "right", &["l", "right"], ("", 0), "Go to the next name in the row"),
        spec(Page, A::Open, "open", &["enter"], ("open", 4), "Open the item under the cursor"),
        spec(Page, A::NextSection, "next-section", &["]", "}"], ("section", 6),
            "Go to the next section"),
        spec(Page, A::PreviousSection, "previous-section", &["[", "{"], ("", 0),
            "Go to the previous section"),

        spec(Scroll, A::Down, "down", &["j", "down"], ("", 0), "Move down"),
        spec(Scroll, A::Up, "up", &["k", "up"], ("", 0), "Move up"),
        spec(Scroll, A::Top, "top", &["g", "home"], ("", 0), "Go to the top"),
        spec(Scroll, A::Bottom, "bottom", &["G", "end"], ("", 0), "Go to the bottom"),
        spec(Scroll, A::HalfDown, "half-down", &["ctrl-d"], ("", 0), "Move half a page down"),
        spec(Scroll, A::HalfUp, "half-up", &["ctrl-u"], ("", 0), "Move half a page up"),
        spec(Scroll, A::PageDown, "page-down", &["pgdn", "ctrl-f"], ("", 0), "Move a page down"),
        spec(Scroll, A::PageUp, "page-up", &["pgup", "ctrl-b"], ("", 0), "Move a page up"),

        spec(Input, A::Open, "open", &["enter"], ("open", 3),
            "Open the result, or compare the roles marked here"),
        spec(Input, A::Mark, "mark", &["tab"], ("mark", 5),
            "Mark or unmark the role, or go to the next pane"),
        spec(Input, A::Cancel, "cancel", &["esc"], ("close", 2),
            "Close the field; press again to clear it"),
        spec(Input, A::Down, "down", &["down", "ctrl-n", "ctrl-j"], ("", 0),
            "Move down in the results"),
        spec(Input, A::Up, "up", &["up", "ctrl-p"], ("", 0), "Move up in the results"),
        spec(Input, A::PageDown, "page-down", &["pgdn"], ("", 0),
            "Move a page down in the results"),
        spec(Input, A::PageUp, "page-up", &["pgup"], ("", 0), "Move a page up in the results"),
        spec(Input, A::SwitchScope, "switch-scope", &["ctrl-t"], ("scope", 5),
            "Switch scope: skills, roles, responsibilities or all"),
        spec(Input, A::PastQueries, "past-queries", &["ctrl-r"], ("history", 6),
            "Show recent searches"),
        spec(Input, A::CopyLine, "copy-line", &["alt-y"], ("", 0),
            "Copy the text of the result under the cursor"),
        spec(Input, A::PreviewDown, "preview-down", &["alt-down"], ("", 0),
            "Scroll the preview down"),
        spec(Input, A::PreviewUp, "preview-up", &["alt-up"], ("", 0), "Scroll the preview up"),
        spec(Input, A::Help, "help", &["f1"], ("help", 1), "Show the keys that work here"),
        spec(Input, A::CharLeft, "char-left", &["left", "ctrl-b"], ("", 0),
            "Move one character left"),
        spec(Input, A::CharRight, "char-right", &["right", "ctrl-f"], ("", 0),
            "Move one character right"),
        spec(Input, A::WordLeft, "word-left", &["alt-b", "ctrl-left", "alt-left"], ("", 0),
            "Move one word left"),
        spec(Input, A::WordRight, "word-right", &["alt-f", "ctrl-right", "alt-right"], ("", 0),
            "Move one word right"),
        spec(Input, A::LineStart, "line-start", &["home", "ctrl-a"], ("", 0),
            "Go to the start of the line"),
        spec(Input, A::LineEnd, "line-end", &["end", "ctrl-e"], ("", 0),
            "Go to the end of the line"),
        spec(Input, A::DeleteLeft, "delete-left", &["backspace"], ("", 0),
            "Delete the character to the left"),
        spec(Input, A::DeleteRight, "delete-right", &["delete", "ctrl-d"], ("", 0),
            "Delete the character to the right"),
        spec(Input, A::DeleteWord, "delete-word", &["ctrl-w", "alt-backspace"], ("", 0),
            "Delete the word to the left"),
        spec(Input, A::DeleteWordRight, "delete-word-right", &["alt-d", "alt-delete"], ("", 0),
            "Delete the word to the right"),
        spec(Input, A::DeleteToStart, "delete-to-start", &["ctrl-u"], ("", 0),
            "Delete to the start of the line"),
        spec(Input, A::DeleteToEnd, "delete-to-end", &["ctrl-k"], ("", 0),
            "Delete to the end of the line; at its end, move up"),
        spec(Input, A::Yank, "yank", &["ctrl-y"], ("", 0), "Insert the text deleted last"),
    ]
};

#[cfg(test)]
mod tests;
