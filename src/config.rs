//! Settings: built-in, then environment, then flags.
