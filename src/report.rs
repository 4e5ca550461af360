//! Answers written as text and JSON through `impl Write`.
